"""Whether a report is about armed conflict at all: sport, games, business, weather and anniversaries are not.

Signs of conflict are weighed against words of the fields that borrow its language. What counts most is a sentence that
tells of conflict by itself: an armed party beside what such parties do, and no word of another field. So a wine column
in which a group burns the press house is read, a match in which forwards attack is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache

from ebbline.actors import ActorMention
from ebbline.claims.lexicon import data_table
from ebbline.claims.scene import Scene

_CONFLICT, _BORROWED = 1.0, 0.5
_FIELD, _TELLTALE, _FAINT, _PHRASE = 1.0, 2.0, 0.5, 2.0
_GROUP, _MOST_GROUPS, _ARMED = 1.5, 3, 0.5
_TOLD_BY_GROUP, _TOLD = 4.0, 1.5
_PAST = 2.0
_MEANT = 0.25
"""Weights: of words; of each known group, up to three, and of other armed parties; of sentences that tell of conflict
by themselves; against: of sentences set in the past; for: that any armed party is meant, whatever the words for it.
Those of `told` and of faint words were swept on train, synthetic and half of `tests/golden/distractors.toml`."""

_LONG_AGO, _LIVING = 20, 1946
"""Years before the newest one a report names, and the year before which all is history."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What `relevance.toml` holds, ready to be looked up."""

    conflict: Mapping[str, float]
    fields: Mapping[str, float]
    faint: frozenset[str]
    phrases: Mapping[str, tuple[str, ...]]
    """By their first word, with a blank on either side."""
    armed: frozenset[str]
    done_by_armed: frozenset[str]
    done_by_group: frozenset[str]
    weapons: frozenset[str]
    hurt: frozenset[str]


@cache
def _known() -> _Words:
    table = data_table("relevance.toml")
    conflict = dict.fromkeys(table["conflict"], _CONFLICT) | dict.fromkeys(table["borrowed"], _BORROWED)
    faint = frozenset(form for word in table["faint"] for form in (word, f"{word}s"))
    fields = {form: _FIELD for words in table["fields"].values() for word in words for form in (word, f"{word}s")}
    fields |= {form: _TELLTALE for word in table["telltale"] for form in (word, f"{word}s")}
    phrases: dict[str, tuple[str, ...]] = {}
    for phrase in table["phrases"]:
        first = phrase.partition(" ")[0]
        phrases[first] = (*phrases.get(first, ()), f" {phrase} ")
    return _Words(
        conflict,
        {word: weight for word, weight in fields.items() if word not in conflict and word not in faint},
        faint - conflict.keys(),
        phrases,
        **{name: frozenset(words) for name, words in table["sentence"].items()},
    )


def is_relevant(scenes: Sequence[Scene]) -> bool:
    """Whether what tells of conflict outweighs the words of fields that borrow its language."""
    known = _known()
    present: set[str] = set()
    for scene in scenes:
        present |= scene.present
    years = _years(present)
    newest = max(years.values(), default=0)
    past = {word for word, year in years.items() if year <= newest - _LONG_AGO or year < _LIVING}
    groups: set[str] = set()
    armed: set[str] = set()
    signs = 0.0
    for scene in scenes:
        in_scene, others = _parties(scene)
        groups |= in_scene
        armed |= others
        if past and past.issuperset(years.keys() & scene.present) and not past.isdisjoint(scene.present):
            signs -= _PAST
        else:
            signs += _told(known, scene.present, by_group=bool(in_scene), armed=bool(others))
    conflict = known.conflict
    signs += sum([conflict[word] for word in present if word in conflict])
    signs += _GROUP * min(len(groups), _MOST_GROUPS) + _ARMED * len(armed)
    against = _against(known, scenes, present)
    return signs > against or (signs + _MEANT > against and _meant(scenes))


def _against(known: _Words, scenes: Sequence[Scene], present: Set[str]) -> float:
    plain = _of_fields(known, present)
    if not known.phrases.keys().isdisjoint(present):
        plain += _PHRASE * sum(1 for _ in _phrases(known, scenes, present))
    return plain + min(_FAINT * len(known.faint & present), plain + _FAINT)


def _of_fields(known: _Words, words: Set[str]) -> float:
    fields = known.fields
    return sum([fields[word] for word in words if word in fields])


def _phrases(known: _Words, scenes: Sequence[Scene], present: Set[str]) -> Iterator[str]:
    """The phrases of other fields that a report holds, each once."""
    for first in known.phrases.keys() & present:
        possible = [phrase for phrase in known.phrases[first] if phrase.split()[1] in present]
        places = [f" {' '.join(scene.words)} " for scene in scenes if possible and first in scene.present]
        yield from (phrase for phrase in possible if any(phrase in words for words in places))


_YEAR = re.compile(r"1\d{3}|20[0-3]\d")


def _years(present: Set[str]) -> dict[str, int]:
    """The words that name a year."""
    return {word: int(word) for word in present if len(word) == 4 and word[0] in "12" and _YEAR.fullmatch(word)}


def _told(known: _Words, words: Set[str], *, by_group: bool, armed: bool) -> float:
    """How much a sentence tells of conflict by itself."""
    if by_group and not known.done_by_group.isdisjoint(words):
        weight, bounds = _TOLD_BY_GROUP, (1.0, 2.5)
    elif _armed_deed(known, words, armed=armed):
        weight, bounds = _TOLD, (0.0, 1.0)
    else:
        return 0.0
    other = _of_fields(known, words)
    return weight if other <= bounds[0] else weight / 2 if other <= bounds[1] else 0.0


def _armed_deed(known: _Words, words: Set[str], *, armed: bool) -> bool:
    """Whether an armed party does what such parties do, or a weapon hurts somebody."""
    if (armed or not known.armed.isdisjoint(words)) and not known.done_by_armed.isdisjoint(words):
        return True
    return not known.weapons.isdisjoint(words) and not known.hurt.isdisjoint(words)


def _parties(scene: Scene) -> tuple[set[str], set[str]]:
    """The known groups a sentence names, and its other armed parties."""
    groups: set[str] = set()
    others: set[str] = set()
    for placed in scene.actors:
        actor = placed.actor
        if actor is None:
            continue
        if actor.kind == "group" and actor.actor_id and actor.span.end - actor.span.start > _SHORT:
            groups.add(actor.name)
        elif _is_armed(actor, scene.text):
            others.add(actor.name)
    return groups, others


def _meant(scenes: Sequence[Scene]) -> bool:
    """Whether any party that bears arms is meant, whatever the words for it."""
    return any(placed.actor is not None and _bears_arms(placed.actor) for scene in scenes for placed in scene.actors)


_SHORT = 3
"""Letters of a name that may as well be a word ("Let", "IS")."""
_FORCES = re.compile(
    r"army|armed|soldier|troop|force|military|navy|naval|guard|police|jets|warplanes|commando|marine|brigade|division"
    r"|corps|regiment|battalion|garrison|conscript|officer"
)
_UNNAMED = re.compile(
    r"gunm|militant|insurgent|terrorist|jihadi|militia|rebel|separatist|guerrilla|armed|extremist|kidnapper|bomber"
    r"|bandit|assailant|paramilitar"
)


def _bears_arms(actor: ActorMention) -> bool:
    return actor.kind in ("group", "coalition") or actor.name.startswith(_STATE_FORCES)


_STATE_FORCES = ("Military Forces", "Police Forces")


def _is_armed(actor: ActorMention, text: str) -> bool:
    """Whether the words themselves say that a party bears arms: "Pakistan" and "opposition" do not."""
    if actor.kind == "group":
        return True
    if actor.name.startswith(_STATE_FORCES):
        return _says(_FORCES, text[actor.span.start : actor.span.end])
    return actor.kind == "unidentified" and _says(_UNNAMED, text[actor.span.start : actor.span.end])


@lru_cache(maxsize=4_096)
def _says(words: re.Pattern[str], mention: str) -> bool:
    return words.search(mention.lower()) is not None
