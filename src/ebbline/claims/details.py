"""The smaller fields of an event: the weapon, the thing hit, who is hurt, and how many acts are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ebbline.claims.drafts import EventDraft
from ebbline.claims.lexicon import class_words, data_table
from ebbline.claims.tolls import number_at

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
def _phrases(table: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = [(name, tuple(p.split())) for name, words in data_table("details.toml")[table].items() for p in words]
    return tuple(sorted(rows, key=lambda row: -len(row[1])))


def with_details(draft: EventDraft) -> EventDraft:
    """The draft with weapon, thing hit, classes of victims and count of acts, as far as its clause names them."""
    if draft.sub_event_type not in _STRUCK:
        return draft
    words = draft.scene.words[draft.start : draft.end]
    return replace(
        draft,
        means=_first(words, "means"),
        object=_object(draft),
        target_class=_classes(words, civilian=draft.named_target is not None),
        acts=_acts(draft),
    )


def _first(words: Sequence[str], table: str) -> str | None:
    for name, phrase in _phrases(table):
        if any(tuple(words[i : i + len(phrase)]) == phrase for i in range(len(words))):
            return name
    return None


def _object(draft: EventDraft) -> str | None:
    """The first thing named behind the predicate that can be hit."""
    things = class_words("civil_object") | class_words("materiel")
    words = draft.scene.words
    return next((words[i] for i in range(draft.word + 1, draft.end) if words[i] in things), None)


def _classes(words: Sequence[str], *, civilian: bool) -> tuple[str, ...]:
    present = set(words)
    found = [name for name, members in data_table("details.toml")["target_class"].items() if present & set(members)]
    if civilian or present & class_words("unarmed"):
        found.insert(0, "civilians")
    return tuple(found)


def _acts(draft: EventDraft) -> int | None:
    """The number right before the noun of the act: "12 strikes", "five air strikes"."""
    words = draft.scene.words
    for i in range(max(draft.start, draft.word - 2), draft.word + 1):
        number = number_at(words, i)
        if number is None or number[1] >= len(words) or number[1] > draft.word + 3:
            continue
        if words[number[1]].endswith("s") and 0 < number[0] < 10_000:
            return number[0]
    return None
