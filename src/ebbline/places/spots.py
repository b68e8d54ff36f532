"""Stretches of a report that may name a place, in order, with what stands around them: `scan`."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rapidfuzz.distance import JaroWinkler

from ebbline.places.context import Context, context_of
from ebbline.places.focus import Focus
from ebbline.places.gazetteer import GOES_ON, NAMED, SETTLED, Gazetteer
from ebbline.places.lexicon import Lexicon
from ebbline.places.mentions import Line, Unit, longest, starts_of
from ebbline.places.names import ARTICLES, bare, skeleton

LIKE = {
    "city": SETTLED, "town": SETTLED, "village": SETTLED, "suburb": SETTLED | {"area"},
    "region": frozenset(("region",)), "district": frozenset(("district", "subdistrict", "region")),
    "mountain": frozenset(("mountain", "area")), "water": frozenset(("water", "area")),
    "area": frozenset(("area", "region", "district")),
    "base": frozenset(("base", "airport")), "airport": frozenset(("airport", "base")),
    "camp": frozenset(("camp", "suburb", "base")),
}  # fmt: skip
"""Kinds of entry that a feature word may mean beside its own."""

SLIP_FLOOR, BONES_FLOOR = 0.86, 0.72


class Spot(Struct, gc=False):
    """A stretch that may be a place, with its entries and surroundings."""

    sentence: int
    first: int
    last: int
    key: str
    start: int
    end: int
    numbers: tuple[int, ...]
    context: Context
    country: str | None
    opens: bool
    listed: bool = False
    known: bool = True
    """A name of the gazetteer, or of a country, as it is written."""
    match: float = 1.0
    member: bool = False
    """No name of the gazetteer, but one of a list of places on one side of another."""


class Taken:
    """Whether a stretch overlaps one of the sorted spans."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._at = 0

    def covers(self, start: int, end: int) -> bool:
        """Stretches are asked for in rising order of their start."""
        spans, at = self._spans, self._at
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        self._at = at
        if at == len(spans) or spans[at][0] >= end:
            return False
        for first, last in spans[at : at + 8]:
            if first >= end:
                return False
            if start < last:
                return True
        return False


def scan(sentences: Sequence[Line], gazetteer: Gazetteer, words: Lexicon, taken: Taken) -> tuple[list[Spot], Focus]:
    """Names of the gazetteer and capitalised words that are none, in order, and the evidence for countries."""
    spots: list[Spot] = []
    focus = Focus()
    for index, line in enumerate(sentences):
        _scan_line(index, line, gazetteer, words, taken, focus, spots)
    return spots, focus


def _scan_line(
    index: int, line: Line, gazetteer: Gazetteer, words: Lexicon, taken: Taken, focus: Focus, spots: list[Spot]
) -> None:
    """Adds each stretch of a line that may name a place, told whether the gazetteer or the countries know it and
    whether it continues a list; the focus is told of countries, peoples and groups."""
    units, last_end, standing, pointing = line.units, -9, gazetteer.standing, words.pointing
    for at in starts_of(units, words):
        if at < last_end:
            continue
        unit = units[at]
        key, end = unit.folded, at + 1
        if key in pointing and unit.capital:
            _note_focus(units, at, focus, words)
        found = standing[key]
        longer = longest(units, at, gazetteer, words) if found & GOES_ON else None
        if longer is not None and longer[1] not in words.heads:
            end, key = longer
        elif longer is not None or (found and key in words.heads):
            found = 0
        if end > at + 1:
            found = NAMED
        elif not unit.alone and ((unit.barred and key not in ARTICLES) or _excluded(units, at, words)):
            continue
        start, stop = line.starts[at], line.end_of(end)
        if taken.covers(start, stop):
            continue
        listed = _listed(units, at, last_end)
        last_end = end
        if not found & NAMED:
            spots.append(Spot(index, at, end, key, start, stop, (), _UNREAD, None, unit.first, listed, False))
            continue
        spot = _spot(index, units, at, end, key, start, stop, gazetteer, words, listed)
        if spot.country:
            focus.name(spot.country)
        spots.append(spot)


_UNREAD = Context()
"""Of a word that is no name of the gazetteer: what stands around it is read if it may be a spelling of one."""


def _spot(
    index: int,
    units: Sequence[Unit],
    at: int,
    end: int,
    key: str,
    start: int,
    stop: int,
    gazetteer: Gazetteer,
    words: Lexicon,
    listed: bool,
) -> Spot:
    country = words.countries.get(key)
    if country is not None and units[at].text.islower():
        country = None
    return Spot(
        index, at, end, key, start, stop,
        _bearers(key, gazetteer, words) if country is None else (),
        context_of(units, at, end, words, listed=listed), country.code if country else None, units[at].first, listed,
    )  # fmt: skip


def _bearers(key: str, gazetteer: Gazetteer, words: Lexicon) -> tuple[int, ...]:
    """Places of a name; where only divisions bear it so spelt, also the towns they are named after."""
    found = gazetteer.remembered.get((key, ()))
    if found is None:
        found = _borne(key, gazetteer, words), 1.0
        gazetteer.remember((key, ()), found)
    return found[0]


def _borne(key: str, gazetteer: Gazetteer, words: Lexicon) -> tuple[int, ...]:
    numbers = gazetteer.folded(key)
    if any(gazetteer.kind_of(n) not in ("district", "subdistrict") for n in numbers):
        return numbers
    countries = {gazetteer.country_of(n) for n in numbers} & words.romanised
    towns = [
        n
        for n in gazetteer.by_skeleton(skeleton(key))
        if gazetteer.country_of(n) in countries and gazetteer.kind_of(n) in SETTLED
    ]
    likely = [
        n for n in towns if JaroWinkler.normalized_similarity(bare(key), bare(gazetteer.folded_name(n))) >= SLIP_FLOOR
    ]
    return (*numbers, *likely)


def _note_focus(units: Sequence[Unit], at: int, focus: Focus, words: Lexicon) -> None:
    folded = units[at].folded
    if folded in words.peoples and units[at].capital:
        focus.people(words.peoples[folded])
    if folded in words.focus_heads:
        key = folded
        for j in range(at, min(len(units), at + 3)):
            if j > at:
                key += " " + units[j].folded
            if key in words.focus and units[at].text != folded:
                country, weight = words.focus[key]
                focus.group(country, weight, key)


def _excluded(units: Sequence[Unit], at: int, words: Lexicon) -> bool:
    """Whether a word by itself is never a place's name, or only with the right case."""
    unit, end = units[at], at + 1
    if unit.folded in words.countries:
        return unit.text.upper() != unit.text and len(unit.folded) <= 3
    article = unit.folded in ARTICLES
    if article and end < len(units) and units[end].capital and not units[end].broken:
        return not units[end].glued
    if unit.barred:
        return True
    return unit.glued and at > 0 and not unit.capital and units[at - 1].folded not in ARTICLES


def _listed(units: Sequence[Unit], at: int, last_end: int) -> bool:
    """Whether the name goes on from the one before: by a comma, `and`, `or`."""
    if at == last_end:
        return units[at].broken
    return at == last_end + 1 and units[at - 1].folded in ("and", "or", "as", "then")


def distinct(spots: Sequence[Spot]) -> list[Spot]:
    """One spot of each name, the one with the strongest cue."""
    seen: dict[str, Spot] = {}
    for spot in spots:
        if spot.key not in seen or spot.context.cue > seen[spot.key].context.cue:
            seen[spot.key] = spot
    return list(seen.values())


def trust(spot: Spot, words: Lexicon) -> float:
    """How likely the stretch is a place at all, before any country is known."""
    context = spot.context
    if context.organisation:
        return 0.2
    trust = 1.0 - 0.8 * context.person
    if spot.last == spot.first + 1 and spot.key in words.ordinary:
        trust *= 0.15
    if context.cue < 0.5 and context.feature is None:
        trust *= 0.5
    return trust


def surnames_told(spots: Sequence[Spot]) -> None:
    """Marks the words that are part of a person's name elsewhere in the report, where nothing makes them a place."""
    persons = {spot.key for spot in spots if spot.context.person >= _PERSON and spot.last == spot.first + 1}
    if not persons:
        return
    for spot in spots:
        if spot.key in persons and spot.context.cue < 1.0 and spot.context.feature is None and not spot.country:
            spot.context = spot.context._replace(person=max(_PERSON, spot.context.person))


_PERSON = 0.6
"""So much of a person's name a word is after another that is none of a place's; see `context.py`."""
