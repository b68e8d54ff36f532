"""The smaller fields of an event: the weapon, the thing hit, who is hurt, and how many acts are told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ebbline.claims.drafts import EventDraft
from ebbline.claims.lexicon import class_words, data_table
from ebbline.claims.tolls import OPENERS, Count, in_date, number_at
from ebbline.records import Range

_STRUCK = frozenset(
    (
        "Air/drone strike",
        "Shelling/artillery/missile attack",
        "Suicide bomb",
        "Remote explosive/landmine/IED",
        "Grenade",
        "Chemical weapon",
        "Attack",
        "Looting/property destruction",
        "Armed clash",
        "Excessive force against protesters",
        "Protest with intervention",
    )
)


@cache
def _means() -> dict[str, tuple[tuple[tuple[str, ...], int, str], ...]]:
    """First word of a weapon's phrase to the phrase, its rank in the file and the weapon's name."""
    out: dict[str, list[tuple[tuple[str, ...], int, str]]] = {}
    for rank, (name, phrases) in enumerate(data_table("details.toml")["means"].items()):
        for phrase in phrases:
            row = tuple(phrase.split())
            out.setdefault(row[0], []).append((row, rank - 100 * len(row), name))
    return {word: tuple(rows) for word, rows in out.items()}


@cache
def _weapon_words() -> frozenset[str]:
    """The words that a weapon's phrase may begin with."""
    return frozenset(_means())


@cache
def _things() -> frozenset[str]:
    return class_words("civil_object") | class_words("materiel")


@cache
def _target_classes() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((name, frozenset(words)) for name, words in data_table("details.toml")["target_class"].items())


@cache
def _any_target() -> frozenset[str]:
    return frozenset().union(*(members for _, members in _target_classes()))


class Details(NamedTuple):
    """The smaller fields of one event."""

    means: str | None = None
    object: str | None = None
    target_class: tuple[str, ...] = ()
    acts: int | None = None


_NONE = Details()


def details_of(draft: EventDraft) -> Details:
    """Weapon, thing hit, classes of victims and count of acts, as far as the event's clause names them."""
    if draft.sub_event_type not in _STRUCK:
        return _NONE
    words, present = draft.scene.words[draft.start : draft.end], draft.scene.present
    classes = _classes(words, present, civilian=draft.named_target is not None)
    weapon = None if _weapon_words().isdisjoint(present) else _weapon(words)
    return Details(weapon, _object(draft), classes, _acts(draft))


def _weapon(words: tuple[str, ...]) -> str | None:
    """The weapon named by the longest phrase, the first in the file of equals."""
    known = _means()
    found = [
        (rank, name)
        for i, word in enumerate(words)
        if word in known
        for phrase, rank, name in known[word]
        if words[i : i + len(phrase)] == phrase
    ]
    return min(found)[1] if found else None


def _object(draft: EventDraft) -> str | None:
    """The first thing named behind the predicate that can be hit."""
    things = _things()
    if things.isdisjoint(draft.scene.present):
        return None
    for word in draft.scene.words[draft.word + 1 : draft.end]:
        if word in things:
            return word
    return None


def _classes(words: Sequence[str], present: frozenset[str], *, civilian: bool) -> tuple[str, ...]:
    names: tuple[str, ...] = ()
    if not _any_target().isdisjoint(present):
        names = tuple([name for name, members in _target_classes() if not members.isdisjoint(words)])
    if civilian or not class_words("unarmed").isdisjoint(words):
        return ("civilians", *names)
    return names


def _acts(draft: EventDraft) -> int | None:
    """The number before the noun of the act: "12 strikes", "five air strikes"."""
    words, nouns = draft.scene.words, _act_nouns()
    if nouns.isdisjoint(draft.scene.present):
        return None
    first = max(draft.start, draft.word - 2)
    near = words[first : min(draft.end, draft.word + 6)]
    for i in [i for i, word in enumerate(near, first) if word in OPENERS or "0" <= word < ":"]:
        number = number_at(words, i)
        if number is None or nouns.isdisjoint(words[number[1] : number[1] + 2]):
            continue
        if 0 < number[0] < 10_000 and not in_date(words, Count(i, number[1], Range(best=number[0]))):
            return number[0]
    return None


@cache
def _act_nouns() -> frozenset[str]:
    return frozenset(data_table("details.toml")["acts"])
