"""Place names of a document, chosen over the whole report at once: `find_places`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from ebbline.places.context import FACILITIES, Context, context_of, is_led, is_trailed
from ebbline.places.focus import OUTSIDERS, Focus
from ebbline.places.gazetteer import GOES_ON, NAMED, Gazetteer, Place
from ebbline.places.lexicon import Lexicon, lexicon
from ebbline.places.mentions import Line, Unit, cutter, longest, starts_of
from ebbline.places.names import ARTICLES, fold, skeleton
from ebbline.records import ClaimPlace, Document, PlacePrecision, Span
from ebbline.records.dateline import dateline_of

THRESHOLD = 0.55
"""Least score of a place that is told; swept 0.50-0.75 on the train and synthetic reports."""

_SETTLED = frozenset(("city", "town", "village", "suburb"))
_LIKE = {
    "city": _SETTLED, "town": _SETTLED, "village": _SETTLED, "suburb": _SETTLED | {"area"},
    "region": frozenset(("region",)), "district": frozenset(("district", "subdistrict", "region")),
    "mountain": frozenset(("mountain", "area")), "water": frozenset(("water", "area")),
    "area": frozenset(("area", "region", "district")),
    "base": frozenset(("base", "airport")), "airport": frozenset(("airport", "base")),
    "camp": frozenset(("camp", "suburb", "base")),
}  # fmt: skip
_PART_RADIUS_M, _NEAR_RADIUS_M = 30_000, 15_000
_SLIP_FLOOR, _BONES_FLOOR = 0.86, 0.72
_FOREIGN, _METROPOLIS = 0.12, 1_000_000
_THEATRE = 0.25
_MOST_ENTRIES = 60
"""So many bearers of one name are weighed, in the gazetteer's order."""
_DIVISIONS = frozenset(("region", "district", "subdistrict"))
_FOCUS_FLOOR = 0.3
"""Countries with less weight are not searched for romanisations and misspellings."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A named place and the words that name it. `kind` is the gazetteer's, `metonym` for a capital that speaks
    for its government, `unknown` for one that no entry fits (no coordinates)."""

    span: Span
    place: ClaimPlace
    kind: str


@dataclass(slots=True)
class _Spot:
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


def find_places(document: Document, gazetteer: Gazetteer, taken: Sequence[Span] = ()) -> tuple[PlaceMention, ...]:
    """Places the document names, in order; `taken` are stretches that name actors or persons."""
    words = lexicon()
    line_of = cutter().line_of
    sentences = [line_of(sentence) for sentence in document.sentences]
    others = sorted([(span.start, span.end) for span in taken])
    stretches, focus = _scan(sentences, gazetteer, words, _Taken(others))
    spots = [spot for spot in stretches if spot.known]
    trusted = [(s.key, s.numbers, _trust(s, words)) for s in _distinct(spots) if s.country is None]
    focus.places(trusted, gazetteer)
    focus.settle()
    spots = _joined(spots, _romanised(stretches, sentences, gazetteer, words, focus))
    chosen = _choose(spots, gazetteer, words, focus)
    text = document.report.text
    stretch = dateline_of(document)
    dateline = stretch[0] if stretch else Span(0, 0)
    found: list[PlaceMention] = []
    for at, (spot, choice) in enumerate(chosen):
        mention = _mention(spot, choice, text, gazetteer, words, dateline)
        capital = (mention.place.country, spot.key) in words.capitals and mention.kind != "dateline"
        if capital and found and found[-1].kind == "metonym" and _goes_on(spot, chosen[at - 1 : at]):
            mention = replace(mention, kind="metonym")
        found.append(mention)
    free = _Taken(others)
    return tuple([m for m in sorted(found, key=_by_span) if not free.covers(m.span.start, m.span.end)])


_in_order = attrgetter("start", "end")
_by_span = attrgetter("span.start", "span.end")


class _Taken:
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


def _scan(sentences: Sequence[Line], gazetteer: Gazetteer, words: Lexicon, taken: _Taken) -> tuple[list[_Spot], Focus]:
    """Names of the gazetteer and capitalised words that are none, in order, and the evidence for countries."""
    spots: list[_Spot] = []
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
                spot = _Spot(index, at, end, key, start, stop, (), _UNREAD, None, opens, listed, known=False)
            spots.append(spot)
    return spots, focus


def _named(
    line: Line, gazetteer: Gazetteer, words: Lexicon, taken: _Taken, focus: Focus
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
) -> _Spot:
    country = words.countries.get(key)
    if country is not None and units[at].text.islower():
        country = None
    return _Spot(
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
        if gazetteer.country_of(n) in countries and gazetteer.kind_of(n) in _SETTLED
    ]
    likely = [
        n
        for n in towns
        if JaroWinkler.normalized_similarity(_bare(key), _bare(gazetteer.folded_name(n))) >= _SLIP_FLOOR
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


def _distinct(spots: Sequence[_Spot]) -> list[_Spot]:
    seen: dict[str, _Spot] = {}
    for spot in spots:
        if spot.key not in seen or spot.context.cue > seen[spot.key].context.cue:
            seen[spot.key] = spot
    return list(seen.values())


def _trust(spot: _Spot, words: Lexicon) -> float:
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


def _romanised(
    stretches: Sequence[_Spot], sentences: Sequence[Line], gazetteer: Gazetteer, words: Lexicon, focus: Focus
) -> list[_Spot]:
    """Spellings the gazetteer does not hold, as like-sounding names of the countries in focus; and unknown places."""
    countries = tuple([c for c in focus.foremost(4, _FOCUS_FLOOR) if c in words.romanised][:3])
    out: list[_Spot] = []
    done: tuple[int, int] = (-1, -1)
    for spot in _members(stretches):
        if spot.country or (spot.sentence, spot.first) < done:
            continue
        line = sentences[spot.sentence]
        if spot.known and not _runs_on(line.units, spot.last):
            continue
        end = _run_end(line.units, spot.first, words)
        heard = _heard(spot, line, end, countries, gazetteer, words) if countries else None
        if heard is None and not spot.known:
            heard = _unknown(spot, line, end, words)
        if heard is not None:
            out.append(heard)
            done = (spot.sentence, heard.last)
    return out


def _members(spots: Sequence[_Spot]) -> list[_Spot]:
    """The spots, in order; words that are no known names are `listed` where a list of places has them as members,
    and `member` of what lies "north of Raqqa" where the list, or the sentence before it, says so."""
    heads = {spot.sentence for spot in spots if spot.context.near and spot.context.bearing is not None}
    out: list[_Spot] = []
    start = 0
    for at in range(1, len(spots) + 1):
        if at < len(spots) and spots[at].listed and spots[at].sentence == spots[at - 1].sentence:
            continue
        chain = spots[start:at]
        start = at
        if len(chain) < _LIST_PLACES:
            out += chain
            continue
        known = sum(bool(spot.numbers) for spot in chain)
        fit = known >= _LIST_PLACES and 2 * known >= len(chain)
        member = not heads.isdisjoint((chain[0].sentence, chain[0].sentence - 1))
        out += [
            spot if spot.numbers or not fit else replace(spot, listed=True, known=False, member=member)
            for spot in chain
        ]
    return out


_LIST_PLACES = 2
"""So many names of the gazetteer, and half of its members, make a list one of places."""


def _joined(spots: Sequence[_Spot], heard: Sequence[_Spot]) -> list[_Spot]:
    """All spots in order; a longer name that was heard takes the place of the shorter ones inside it."""
    taken = {(h.sentence, unit) for h in heard for unit in range(h.first, h.last)}
    if not taken:
        return list(spots)
    kept = [s for s in spots if not any((s.sentence, unit) in taken for unit in range(s.first, s.last))]
    return sorted([*kept, *heard], key=_in_order)


def _runs_on(units: Sequence[Unit], at: int) -> bool:
    """Whether a run of capitalised words goes on with a unit."""
    if at >= len(units):
        return False
    unit = units[at]
    return not unit.broken and (unit.capital or unit.folded in ARTICLES)


def _run_end(units: Sequence[Unit], first: int, words: Lexicon) -> int:
    """End of the run of capitalised words, four at most, without feature words at its end."""
    end = first + 1
    while end - first < 4 and _runs_on(units, end):
        end += 1
    while end - first > 1 and (units[end - 1].folded in words.features or not units[end - 1].capital):
        end -= 1
    return end


def _heard(
    spot: _Spot, line: Line, end: int, countries: tuple[str, ...], gazetteer: Gazetteer, words: Lexicon
) -> _Spot | None:
    """The spot, or the longest run of words from it up to unit `end` that is longer than the name it is known as,
    as a name that sounds like one of the gazetteer's; None if none does."""
    units, first = line.units, spot.first
    led = spot.listed or is_led(units, first, words)
    for last in range(end, spot.last if spot.known else first, -1):
        if not led and not is_trailed(units, last, words):
            continue
        key = _speller(units, first, last, words)
        if key is None or gazetteer.remembered.get((key, countries)) == _NOTHING_ALIKE:
            continue
        context = context_of(units, first, last, words, listed=spot.listed)
        placed = context.cue >= 0.5 or context.feature is not None or context.part or context.near
        if context.organisation or context.person >= 0.9 or not placed:
            continue
        found = _alike(key, countries, gazetteer)
        if found and (found[1] >= 0.65 or context.cue >= 1.0 or context.feature is not None):
            return replace(
                spot, last=last, key=key, end=line.end_of(last), numbers=found[0], context=context, match=found[1]
            )
    return None


def _speller(units: Sequence[Unit], first: int, last: int, words: Lexicon) -> str | None:
    """The key of units that may spell a name in another way; None for words of the language and the like."""
    opener, closer = units[first], units[last - 1]
    if not closer.capital or closer.folded in ARTICLES or (opener.first and opener.folded in words.ordinary):
        return None
    if last > first + 1:
        return " ".join([unit.folded for unit in units[first:last]])
    key = opener.folded
    if len(key) < 4 or key in words.ordinary or key in words.given_names or key in words.heads:
        return None
    return key


_NOTHING_ALIKE: tuple[tuple[int, ...], float] = ((), 0.0)


def _alike(key: str, countries: tuple[str, ...], gazetteer: Gazetteer) -> tuple[tuple[int, ...], float] | None:
    """Entries of the countries whose name has the key's skeleton or nearly its letters, and how near the best is."""
    found = gazetteer.remembered.get((key, countries))
    if found is None:
        found = _search(key, countries, gazetteer)
        gazetteer.remember((key, countries), found)
    return found if found[0] else None


def _search(key: str, countries: tuple[str, ...], gazetteer: Gazetteer) -> tuple[tuple[int, ...], float]:
    variants = [key]
    if key.startswith("al") and len(key) >= 6 and key[2] != " ":
        variants.append(key[2:])
    for variant in variants:
        bones = skeleton(variant)
        if len(bones) < 2:
            continue
        floor = _BONES_FLOOR if len(bones) < 4 else 0.0
        numbers, nearest = _nearest(variant, gazetteer.sounding(bones, countries), gazetteer, floor)
        if numbers:
            return numbers, 0.75 * max(nearest, _BONES_FLOOR)
    bones = skeleton(key)
    if len(key) < 5 or len(bones) < 3:
        return _NOTHING_ALIKE
    numbers, nearest = _nearest(key, gazetteer.near(bones, countries), gazetteer, _SLIP_FLOOR)
    return (numbers, 0.65 * nearest) if numbers else _NOTHING_ALIKE


def _nearest(key: str, numbers: Iterable[int], gazetteer: Gazetteer, floor: float) -> tuple[tuple[int, ...], float]:
    """The entries whose name is like the key by `floor` at least, and the best likeness."""
    bare, nearest = _bare(key), 0.0
    best: dict[int, None] = {}
    for number in numbers:
        near = JaroWinkler.normalized_similarity(bare, _bare(gazetteer.folded_name(number)))
        if near >= floor:
            best[number] = None
            nearest = max(nearest, near)
    return tuple(best), nearest


@lru_cache(maxsize=20_000)
def _bare(folded: str) -> str:
    """The name without articles."""
    return " ".join([word for word in folded.split(" ") if word not in ARTICLES]) or folded


def _unknown(spot: _Spot, line: Line, end: int, words: Lexicon) -> _Spot | None:
    """A name no entry fits, kept as a place when a feature word says that it is one."""
    units = line.units
    if not (spot.member or is_led(units, spot.first, words) or is_trailed(units, end, words)):
        return None
    context = context_of(units, spot.first, end, words, listed=False)
    key = " ".join(u.folded for u in units[spot.first : end])
    if (
        (context.feature is None and not spot.member)
        or context.organisation
        or context.person >= 0.9
        or key in words.ordinary
        or key in words.heads
    ):
        return None
    if any(u.folded in words.organisations for u in units[spot.first : end]):
        return None
    if (
        context.feature_end is not None
        and context.feature in ("base", "site", "road", "region", "crossing")
        and context.cue < 0.5
    ):
        return None
    return replace(spot, last=end, key=key, end=line.end_of(end), numbers=(), context=context, match=0.0)


_Choice = tuple[int | None, float]
_Anchors = Sequence[tuple[str, float, float]]
"""Names of sure places and where they lie."""
_MOST_ANCHORS = 40
_NO_CHOICE: _Choice = (None, -1.0)


def _choose(spots: Sequence[_Spot], gazetteer: Gazetteer, words: Lexicon, focus: Focus) -> list[tuple[_Spot, _Choice]]:
    """The best entry for each spot: first alone, then again near the ones that are sure."""
    rated = {id(s): _rated(s, gazetteer, words, focus) for s in spots if s.numbers}
    alone = {spot: _best(entries) for spot, entries in rated.items()}
    keys = {id(s): s.key for s in spots}
    sure = {keys[s]: gazetteer.at(n) for s, (n, score) in alone.items() if n is not None and score >= THRESHOLD + 0.1}
    anchors = tuple([(key, *at) for key, at in sure.items()][:_MOST_ANCHORS])
    around = _Around(spots, alone, words, gazetteer)
    out: list[tuple[_Spot, _Choice]] = []
    accepted: set[str] = set()
    for spot in spots:
        if spot.country:
            if not spot.context.organisation:
                out.append((spot, (None, 1.0)))
        elif not spot.numbers:
            if spot.match == 0.0:
                out.append((spot, (None, 0.3)))
        else:
            entries = around.weighed(spot, rated[id(spot)])
            number, score = _best(entries, spot.key, gazetteer, anchors)
            if spot.key in accepted:
                score += 0.1
            if number is not None and score >= THRESHOLD:
                accepted.add(spot.key)
                out.append((spot, (number, score)))
            elif not entries and alone[id(spot)][1] >= THRESHOLD and (spot.context.feature or _goes_on(spot, out)):
                out.append((spot, (None, 0.3)))
    return out


def _goes_on(spot: _Spot, chosen: Sequence[tuple[_Spot, _Choice]]) -> bool:
    """Whether a list goes on with the spot whose member before is a place."""
    if not spot.listed or not chosen:
        return False
    before = chosen[-1][0]
    return before.sentence == spot.sentence and 0 <= spot.first - before.last <= 1


class _Around:
    """What the places named beside a name say of which one it is."""

    def __init__(
        self,
        spots: Sequence[_Spot],
        alone: Mapping[int, _Choice],
        words: Lexicon,
        gazetteer: Gazetteer,
    ) -> None:
        self._gazetteer, self._words = gazetteer, words
        self._sure: dict[int, dict[str, tuple[float, float]]] = {}
        self._bound: dict[int, set[str]] = {}
        for spot in spots:
            if spot.context.near and spot.context.bearing is not None:
                self._bound.setdefault(spot.sentence, set()).add(spot.key)
        for spot in spots:
            best = alone.get(id(spot), _NO_CHOICE)
            if best[0] is None or spot.match < 1.0 or best[1] < THRESHOLD + 0.1 or not self._one(spot):
                continue
            here = self._sure.setdefault(spot.sentence, {})
            if gazetteer.kind_of(best[0]) in _LANDMARKS and len(here) < _MOST_NEIGHBOURS:
                here.setdefault(spot.key, gazetteer.at(best[0]))

    def _one(self, spot: _Spot) -> bool:
        """Whether the name can be trusted to lie where it was put: it is the field's, or of one country."""
        return spot.key in self._words.renowned or len({self._gazetteer.country_of(n) for n in spot.numbers[:9]}) == 1

    def weighed(self, spot: _Spot, entries: Sequence[_Rated]) -> Sequence[_Rated]:
        """A spelling that is only alike must lie within reach of the places beside it; a renowned name is the
        renowned place, unless another of the name lies beside them."""
        if spot.match < 1.0:
            near, reach = self._beside(spot)
            towns = spot.context.feature != "suburb" and not self._side_of(spot)
            return [e for e in entries if self._in_reach(e, near, reach, towns=towns)] if near else entries
        country = self._words.renowned.get(spot.key)
        if country is None or not any(self._gazetteer.country_of(e.number) != country for e in entries):
            return entries
        others = [place for key, place in self._sure.get(spot.sentence, {}).items() if key != spot.key]
        out = []
        for e in entries:
            score = e.score + (0.5 if _within(self._gazetteer.at(e.number), others, _BESIDE_KM) else 0.0)
            if self._gazetteer.country_of(e.number) == country:
                score += 0.3
            elif self._gazetteer.population_of(e.number) < _SMALL:
                score -= 0.2
            out.append(_Rated(e.number, score, e.weight, e.name_bonus))
        return out

    def _side_of(self, spot: _Spot) -> bool:
        """Whether its sentence, or the one before, speaks of what lies on one side of another place."""
        heads = (self._bound.get(spot.sentence, set()), self._bound.get(spot.sentence - 1, set()))
        return any(keys - {spot.key} for keys in heads)

    def _in_reach(self, entry: _Rated, near: Sequence[tuple[float, float]], km: float, *, towns: bool) -> bool:
        """A misspelt hamlet is one nearby; a town may be told from far off, though not as a quarter or in a list of
        what lies "north of Raqqa"."""
        number = entry.number
        town = towns and self._gazetteer.population_of(number) >= _LARGE and self._gazetteer.kind_of(number) in _SETTLED
        return town or _within(self._gazetteer.at(number), near, km)

    def _beside(self, spot: _Spot) -> tuple[list[tuple[float, float]], float]:
        """The sure places of its sentence, or of the one before, and how far from them a spelling is believed."""
        for sentence, reach in ((spot.sentence, _SAME_KM), (spot.sentence - 1, _BEFORE_KM)):
            near = [place for key, place in self._sure.get(sentence, {}).items() if key != spot.key]
            if near:
                return near, reach
        return [], 0.0


_LANDMARKS = frozenset(("city", "town", "village", "suburb", "base", "airport", "dam", "camp", "field", "crossing"))
_SAME_KM, _BEFORE_KM, _BESIDE_KM = 150.0, 250.0, 60.0
_SMALL, _LARGE, _MOST_NEIGHBOURS = 10_000, 40_000, 24


def _within(at: tuple[float, float], others: Iterable[tuple[float, float]], km: float) -> bool:
    shrink = math.cos(math.radians(at[0]))
    return any(math.hypot(at[0] - lat, (at[1] - lon) * shrink) * 111.0 <= km for lat, lon in others)


class _Rated(NamedTuple):
    """An entry a spot may mean, and what speaks for it but for the places near it."""

    number: int
    score: float
    weight: float
    """Of its country in the report."""
    name_bonus: float


def _rated(spot: _Spot, gazetteer: Gazetteer, words: Lexicon, focus: Focus) -> list[_Rated]:
    """The spot's entries that may be meant, at most 60."""
    base = _form(spot, words)
    towns = _largest_towns(spot, gazetteer)
    out: list[_Rated] = []
    for number in spot.numbers[:_MOST_ENTRIES]:
        country, kind, population, prior = gazetteer.facts(number)
        weight = focus.weight(country, spot.key) if country else 0.7
        if country in OUTSIDERS and kind in _SETTLED and population < 100_000:
            weight *= 0.4
        if country in words.theatres and spot.match == 1.0:
            weight = max(weight, _THEATRE)
        if weight < _FOREIGN and not _known_abroad(spot, population, kind):
            continue
        renown = 0.05 if population >= _METROPOLIS else 0.0
        score = base + renown + 0.40 * weight + 0.20 * prior + _kind_fit(spot, kind)
        if (
            kind in _DIVISIONS
            and towns.get(country, -1) >= (10_000 if kind == "region" else 0)
            and not spot.context.feature
        ):
            score -= 0.12
        named = spot.match == 1.0 and len(spot.numbers) > 1 and gazetteer.folded_name(number) == spot.key
        out.append(_Rated(number, score, weight, 0.04 if named else 0.0))
    return out


def _largest_towns(spot: _Spot, gazetteer: Gazetteer) -> dict[str, int]:
    """Of each country the population of the largest town among the spot's entries."""
    towns: dict[str, int] = {}
    if len(spot.numbers) == 1:
        return towns
    for number in spot.numbers[:_MOST_ENTRIES]:
        country, kind, population, _ = gazetteer.facts(number)
        if kind in _SETTLED and population >= towns.get(country, 0):
            towns[country] = population
    return towns


def _best(
    rated: Sequence[_Rated],
    key: str = "",
    gazetteer: Gazetteer | None = None,
    anchors: _Anchors = (),
) -> _Choice:
    """The entry with the highest score, the first of equals; with `anchors` what lies near them gains."""
    best = _NO_CHOICE
    for entry in rated:
        score = entry.score
        if anchors and gazetteer is not None and entry.weight > 0.1:
            score += 0.12 * _nearness(key, gazetteer.at(entry.number), anchors)
        score += entry.name_bonus
        if score > best[1]:
            best = (entry.number, score)
    return best


def _known_abroad(spot: _Spot, population: int, kind: str) -> bool:
    """Whether a place of a country the report is not about may be meant: a large one, or one that is led to."""
    if kind in ("region", "mountain", "water", "area"):
        return population > 1_000_000 or spot.context.cue >= 1.0 or spot.context.feature is not None
    led = spot.context.cue >= 0.5 or spot.context.feature is not None
    return (
        population >= 1_000_000 or (population >= 100_000 and led) or (population >= 15_000 and spot.context.cue >= 1.0)
    )


def _form(spot: _Spot, words: Lexicon) -> float:
    """What the words themselves and those around speak for a place, whichever entry it is."""
    context = spot.context
    score = 0.30 * spot.match if spot.match < 1.0 else 0.30
    score += 0.12 * context.cue + (0.12 if context.feature else 0.0) + (0.05 if spot.last - spot.first > 1 else 0.0)
    if context.near or context.part or context.distance_km:
        score += 0.08
    score -= 0.45 * context.person
    if context.organisation:
        score -= 0.6
    if spot.last == spot.first + 1:
        if spot.key in words.ordinary:
            score -= 0.20 if context.cue == 1.0 and not spot.opens else 0.5
        elif spot.key in words.given_names:
            score -= 0.3
    elif all(word in words.ordinary or word in words.not_places for word in spot.key.split(" ")):
        score -= 0.2
    return score


def _kind_fit(spot: _Spot, kind: str) -> float:
    feature = spot.context.feature
    if feature is None or (feature in FACILITIES and kind in _SETTLED):
        return _SELDOM.get(kind, 0.0)
    if kind == feature or kind in _LIKE.get(feature, ()):
        return 0.10 if feature not in _SETTLED else 0.06
    return -0.10


_SELDOM = {"district": -0.06, "subdistrict": -0.09, "region": -0.03, "suburb": -0.03}
"""Kinds that a bare name seldom means."""


def _nearness(key: str, at: tuple[float, float], anchors: _Anchors) -> float:
    """1 beside another place of the report, falling to a third at 150 km."""
    here_lat, here_lon = at
    shrink = math.cos(math.radians(here_lat))
    least = math.inf
    for name, lat, lon in anchors:
        north, east = here_lat - lat, (here_lon - lon) * shrink
        apart = north * north + east * east
        if apart < least and name != key:
            least = apart
    return math.exp(-math.sqrt(least) * 111.0 / 150.0)


def _mention(
    spot: _Spot, choice: _Choice, text: str, gazetteer: Gazetteer, words: Lexicon, dateline: Span
) -> PlaceMention:
    number, score = choice
    span = _proper(spot, text, words)
    mention = span.of(text)
    kind = "dateline" if dateline.start <= span.start and span.end <= dateline.end else ""
    if spot.country:
        place = _country(spot, mention, gazetteer, words)
        if spot.context.part and not kind:
            return _country_part(spot, span, place, text)
        return PlaceMention(span, place, kind or ("metonym" if spot.context.speaks else "country"))
    if number is None:
        place = ClaimPlace(" ".join(mention.split()), mention, precision=_unresolved_precision(spot.context), score=0.3)
        return PlaceMention(span, place, kind or "unknown")
    entry = gazetteer.place(number)
    if not kind and _metonym(spot, entry, words):
        kind = "metonym"
    return PlaceMention(span, _located(entry, spot, mention, score), kind or entry.kind)


def _proper(spot: _Spot, text: str, words: Lexicon) -> Span:
    """The name proper: `Odesa` of `Odesa region`."""
    if spot.last - spot.first > 1:
        head, _, last = text[spot.start : spot.end].rpartition(" ")
        if head and last.islower() and words.features.get(fold(last)) in _PARTED:
            return Span(spot.start, spot.start + len(head.rstrip()))
    return Span(spot.start, spot.end)


_PARTED = frozenset(("region", "district", "city", "town", "village"))


def _metonym(spot: _Spot, place: Place, words: Lexicon) -> bool:
    """A seat of government without a word of place before it: `Moscow denied`, `Baghdad's allies`."""
    context = spot.context
    led = context.cue >= 0.5 and not (spot.listed and context.speaks)
    bare = not led and context.feature is None and not context.part and not context.near
    return bare and ((place.country, spot.key) in words.capitals or (context.speaks and place.population > 300_000))


def _unresolved_precision(context: Context) -> PlacePrecision:
    if context.feature in ("region", "district"):
        return "region" if context.feature == "region" else "district"
    return "near" if context.near else "part" if context.part else "exact"


def _country(spot: _Spot, mention: str, gazetteer: Gazetteer, words: Lexicon) -> ClaimPlace:
    country = words.countries[spot.key]
    name, entry = country.name, gazetteer.country(spot.key, country.code)
    return ClaimPlace(
        name, mention, entry.place_id if entry else None, entry.lat if entry else None, entry.lon if entry else None,
        "country", spot.country, None, 1.0, entry.radius_m if entry else None,
    )  # fmt: skip


_PART_WORDS = re.compile(
    r"(?:the[ \u00a0])?((?:north|south)?-?(?:north|south|east|west)(?:ern)?|central)(?:[ \u00a0]of)?[ \u00a0]$",
    re.IGNORECASE,
)
_PART_SHIFT, _PART_REACH = 0.5, 0.6
"""Of the radius of a country, how far the middle of its north lies from its own, and how far the north reaches."""


def _country_part(spot: _Spot, named: Span, country: ClaimPlace, text: str) -> PlaceMention:
    """`northern Iraq`: a stretch of the country on that side, told as a region; a coarse centre and its radius."""
    lead = _PART_WORDS.search(text, max(0, named.start - 24), named.start)
    if lead is None or country.lat is None or country.lon is None or not country.radius_m:
        return PlaceMention(named, country, "country")
    word = lead[1].lower()
    word = word if word.endswith("ern") or word == "central" else word + "ern"
    span = Span(lead.start(1), named.end)
    lat, lon = country.lat, country.lon
    if spot.context.bearing is not None:
        lat, lon = _moved(lat, lon, _PART_SHIFT * country.radius_m / 1000, spot.context.bearing)
    place = replace(
        country, name=f"{word.capitalize()} {country.name}", mention=span.of(text), precision="region",
        lat=round(lat, 5), lon=round(lon, 5), radius_m=int(_PART_REACH * country.radius_m),
    )  # fmt: skip
    return PlaceMention(span, place, "country part")


def _located(place: Place, spot: _Spot, mention: str, score: float) -> ClaimPlace:
    context = spot.context
    lat, lon, radius, precision = place.lat, place.lon, place.radius_m, _precision(place, context)
    if precision == "part":
        radius = max(radius or 0, _PART_RADIUS_M)
    elif precision == "near":
        radius = max(radius or 0, _NEAR_RADIUS_M)
        if context.distance_km and context.bearing is not None:
            lat, lon = _moved(lat, lon, context.distance_km, context.bearing)
            radius = int(max(5_000, context.distance_km * 350))
        elif context.distance_km:
            radius = int(context.distance_km * 1000) + 2_000
    return ClaimPlace(
        place.name, mention, place.place_id, round(lat, 5), round(lon, 5), precision, place.country, place.admin1,
        round(min(1.0, score), 2), radius,
    )  # fmt: skip


def _precision(place: Place, context: Context) -> PlacePrecision:
    if context.distance_km or (context.near and not context.part):
        return "near"
    if place.kind == "country":
        return "country"
    if context.part:
        return "part"
    if place.kind == "region":
        return "region"
    if place.kind in ("district", "subdistrict"):
        return "district"
    if place.kind in ("area", "water", "mountain", "road"):
        return "part"
    return "near" if place.source == "ebbline" else "exact"


def _moved(lat: float, lon: float, distance_km: float, bearing: float) -> tuple[float, float]:
    """A point so far from another, on a ball of 6,371 km."""
    angle, course = distance_km / 6371.0, math.radians(bearing)
    lat_1, lon_1 = math.radians(lat), math.radians(lon)
    lat_2 = math.asin(math.sin(lat_1) * math.cos(angle) + math.cos(lat_1) * math.sin(angle) * math.cos(course))
    lon_2 = lon_1 + math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(lat_1), math.cos(angle) - math.sin(lat_1) * math.sin(lat_2)
    )
    return math.degrees(lat_2), math.degrees(lon_2)
