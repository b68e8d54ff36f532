"""The smaller fields of an event: the weapon, the thing hit, who is hurt, and how many acts are told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ebbline.claims.drafts import EventDraft
from ebbline.claims.lexicon import class_words, data_table
from ebbline.claims.tolls import Count, in_date, number_at
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
def _things() -> frozenset[str]:
    return class_words("civil_object") | class_words("materiel")


@cache
def _target_classes() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((name, frozenset(words)) for name, words in data_table("details.toml")["target_class"].items())


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
    words = draft.scene.words[draft.start : draft.end]
    classes = _classes(words, civilian=draft.named_target is not None)
    return Details(_weapon(words), _object(draft), classes, _acts(draft))


def _weapon(words: Sequence[str]) -> str | None:
    """The weapon named by the longest phrase, the first in the file of equals."""
    found = [
        (rank, name)
        for i, word in enumerate(words)
        for phrase, rank, name in _means().get(word, ())
        if tuple(words[i : i + len(phrase)]) == phrase
    ]
    return min(found)[1] if found else None


def _object(draft: EventDraft) -> str | None:
    """The first thing named behind the predicate that can be hit."""
    words = draft.scene.words
    return next((words[i] for i in range(draft.word + 1, draft.end) if words[i] in _things()), None)


def _classes(words: Sequence[str], *, civilian: bool) -> tuple[str, ...]:
    present = set(words)
    found = [name for name, members in _target_classes() if not members.isdisjoint(present)]
    if civilian or present & class_words("unarmed"):
        found.insert(0, "civilians")
    return tuple(found)


def _acts(draft: EventDraft) -> int | None:
    """The number before the noun of the act: "12 strikes", "five air strikes"."""
    words = draft.scene.words
    nouns = data_table("details.toml")["acts"]
    for i in range(max(draft.start, draft.word - 2), min(draft.end, draft.word + 6)):
        number = number_at(words, i)
        dated = number and in_date(words, Count(i, number[1], Range(best=number[0])))
        if (
            number
            and not dated
            and 0 < number[0] < 10_000
            and any(word in nouns for word in words[number[1] : number[1] + 2])
        ):
            return number[0]
    return None
