"""Stretches of a report that may name a place, in order, with what stands around them: `scan`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from ebbline.places.context import Context, context_of
from ebbline.places.focus import Focus
from ebbline.places.gazetteer import GOES_ON, NAMED, Gazetteer
from ebbline.places.lexicon import Lexicon
from ebbline.places.mentions import Line, Unit, longest, starts_of
from ebbline.places.names import ARTICLES, bare, skeleton

SETTLED = frozenset(("city", "town", "village", "suburb"))
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


@dataclass(slots=True)
class Spot:
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
        for at, end, key, known, listed in _named(line, gazetteer, words, taken, focus):
            start, stop = line.starts[at], line.end_of(end)
            if known:
                spot = _spot(index, line.units, at, end, key, start, stop, gazetteer, words, listed)
                if spot.country:
                    focus.name(spot.country)
            else:
                opens = line.units[at].first
                spot = Spot(index, at, end, key, start, stop, (), _UNREAD, None, opens, listed, known=False)
            spots.append(spot)
    return spots, focus


def _named(
    line: Line, gazetteer: Gazetteer, words: Lexicon, taken: Taken, focus: Focus
) -> Iterator[tuple[int, int, str, bool, bool]]:
    """First unit, end and key of each stretch of a line that may name a place, whether the gazetteer or the countries
    know it, and whether it continues a list; the focus is told of peoples and groups."""
    units, last_end, standing = line.units, -9, gazetteer.standing
    for at in starts_of(units, words):
        if at < last_end:
            continue
        unit = units[at]
        if unit.capital and unit.folded in words.pointing:
            _note_focus(units, at, focus, words)
        end, key, found = at + 1, unit.folded, standing[unit.folded]
        if found & GOES_ON:
            longer = longest(units, at, gazetteer, words)
            if longer:
                end, key = longer
            found = NAMED if longer else 0
        elif unit.barred and key not in ARTICLES:
            continue
        if found and key in words.heads:
            end, key, found = at + 1, unit.folded, 0
        if not _excluded(units, at, end, key, words) and not taken.covers(line.starts[at], line.end_of(end)):
            yield at, end, key, found != 0, _listed(units, at, last_end)
            last_end = end


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


def _excluded(units: Sequence[Unit], at: int, end: int, key: str, words: Lexicon) -> bool:
    """Words that are never a place's name, or only with the right case."""
    if end > at + 1:
        return False
    unit = units[at]
    if key in words.countries:
        text = unit.text
        return text.upper() != text and len(key) <= 3
    if key in ARTICLES and end < len(units) and units[end].capital and not units[end].broken:
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
