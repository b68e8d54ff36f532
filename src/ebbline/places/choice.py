"""The entry each stretch means, from its words, the countries in focus and the places near it: `choose`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ebbline.places.context import FACILITIES
from ebbline.places.focus import OUTSIDERS, Focus
from ebbline.places.gazetteer import SETTLED, Gazetteer
from ebbline.places.lexicon import Lexicon
from ebbline.places.spots import LIKE, Spot
from ebbline.places.weighing import Weighed, Weighing

THRESHOLD = 0.55
"""Least score of a place that is told; swept 0.50-0.75 on the train and synthetic reports."""


DOUBT = 0.2
"""Least score of one that the names beside it may bear out."""

_FOREIGN, _METROPOLIS = 0.12, 1_000_000

_THEATRE = 0.25

_DIVISIONS = frozenset(("region", "district", "subdistrict"))

Choice = tuple[int | None, float]

_MOST_ANCHORS = 40

_NO_CHOICE: Choice = (None, -1.0)


def choose(
    spots: Sequence[Spot], gazetteer: Gazetteer, words: Lexicon, focus: Focus, notes: Weighing | None = None
) -> tuple[list[tuple[Spot, Choice]], list[tuple[Spot, Choice]]]:
    """The best entry for each spot: first alone, then again near the ones that are sure; then those in doubt."""
    rated = {id(s): _rated(s, gazetteer, words, focus) for s in spots if s.numbers}
    alone = {spot: _best(entries) for spot, entries in rated.items()}
    keys = {id(s): s.key for s in spots}
    sure = {keys[s]: gazetteer.at(n) for s, (n, score) in alone.items() if n is not None and score >= THRESHOLD + 0.1}
    anchors = _Anchors([(key, *at) for key, at in sure.items()][:_MOST_ANCHORS], gazetteer) if sure else None
    around = _Around(spots, alone, words, gazetteer)
    out: list[tuple[Spot, Choice]] = []
    doubtful: list[tuple[Spot, Choice]] = []
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
            number, score = _best(entries, spot.key, anchors)
            if number is not None and gazetteer.kind_of(number) == "suburb":
                entries = around.without_far_quarters(spot, entries)
                number, score = _best(entries, spot.key, anchors)
            if notes is not None:
                notes.note(id(spot), [_explained(e, spot, gazetteer, words, anchors) for e in entries])
            if spot.key in accepted:
                score += 0.1
            if number is not None and score >= THRESHOLD:
                accepted.add(spot.key)
                out.append((spot, (number, score)))
            elif not entries and alone[id(spot)][1] >= THRESHOLD and (spot.context.feature or goes_on(spot, out)):
                out.append((spot, (None, 0.3)))
            elif score >= DOUBT and number is not None and spot.match == 1.0:
                doubtful.append((spot, (number, score)))
    return out, doubtful


def _explained(entry: _Rated, spot: Spot, gazetteer: Gazetteer, words: Lexicon, anchors: _Anchors | None) -> Weighed:
    """An entry with what its score is made of."""
    _, kind, _, prior = gazetteer.facts(entry.number)
    _, score = _best([entry], spot.key, anchors)
    parts = {
        "words": form_of(spot, words),
        "country": 0.40 * entry.weight,
        "size": 0.20 * prior,
        "kind": _kind_fit(spot, kind),
        "own name": entry.name_bonus,
        "near": score - entry.score - entry.name_bonus,
    }
    rest = score - sum(parts.values())
    return Weighed(entry.number, score, (*parts.items(), ("other", rest)))


def goes_on(spot: Spot, chosen: Sequence[tuple[Spot, Choice]]) -> bool:
    """Whether a list goes on with the spot whose member before is a place."""
    if not spot.listed or not chosen:
        return False
    before = chosen[-1][0]
    return before.sentence == spot.sentence and 0 <= spot.first - before.last <= 1


class _Around:
    """What the places named beside a name say of which one it is."""

    def __init__(
        self,
        spots: Sequence[Spot],
        alone: Mapping[int, Choice],
        words: Lexicon,
        gazetteer: Gazetteer,
    ) -> None:
        self._gazetteer, self._words = gazetteer, words
        self._sure: dict[int, dict[str, tuple[float, float]]] = {}
        self._bound: dict[int, set[str]] = {}
        for spot in spots:
            if spot.context.near and spot.context.bearing is not None:
                self._bound.setdefault(spot.sentence, set()).add(spot.key)
            best = alone.get(id(spot), _NO_CHOICE)
            if best[0] is None or best[1] < THRESHOLD + 0.1 or spot.match < 1.0 or not self._one(spot):
                continue
            here = self._sure.setdefault(spot.sentence, {})
            if gazetteer.kind_of(best[0]) in _LANDMARKS and len(here) < _MOST_NEIGHBOURS:
                here.setdefault(spot.key, gazetteer.at(best[0]))

    def _one(self, spot: Spot) -> bool:
        """Whether the name can be trusted to lie where it was put: it is the field's, or of one country."""
        return spot.key in self._words.renowned or self._gazetteer.entries(spot.numbers).of_one_country

    def weighed(self, spot: Spot, entries: list[_Rated]) -> list[_Rated]:
        """A spelling that is only alike must lie within reach of the places beside it; a renowned name is the
        renowned place, unless another of the name lies beside them."""
        if spot.match < 1.0:
            near, reach = self._beside(spot)
            towns = spot.context.feature != "suburb" and not self._side_of(spot)
            if not near:
                return entries
            return [self._by_distance(e, near) for e in entries if self._in_reach(e, near, reach, towns=towns)]
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

    def without_far_quarters(self, spot: Spot, entries: list[_Rated]) -> list[_Rated]:
        """The entries without quarters of towns far from the places beside the name."""
        near = [place for key, place in self._sure.get(spot.sentence, {}).items() if key != spot.key]
        kind_of, at = self._gazetteer.kind_of, self._gazetteer.at
        if not near:
            return entries
        return [e for e in entries if kind_of(e.number) != "suburb" or _within(at(e.number), near, _BESIDE_KM)]

    def _side_of(self, spot: Spot) -> bool:
        """Whether its sentence, or the one before, speaks of what lies on one side of another place."""
        heads = (self._bound.get(spot.sentence, set()), self._bound.get(spot.sentence - 1, set()))
        return any(keys - {spot.key} for keys in heads)

    def _in_reach(self, entry: _Rated, near: Sequence[tuple[float, float]], km: float, *, towns: bool) -> bool:
        """A misspelt hamlet is one nearby; a town may be told from far off, though not as a quarter or in a list of
        what lies "north of Raqqa"."""
        number = entry.number
        people = self._gazetteer.population_of(number)
        town = self._gazetteer.kind_of(number) in SETTLED and people >= (_LARGE if towns else _CITY)
        return town or _within(self._gazetteer.at(number), near, km)

    def _by_distance(self, entry: _Rated, near: Sequence[tuple[float, float]]) -> _Rated:
        """The entry, rated lower the farther it lies."""
        least = min(_apart_km(self._gazetteer.at(entry.number), other) for other in near)
        return entry._replace(score=entry.score - _FAR_COST * min(1.5, least / 100.0))

    def _beside(self, spot: Spot) -> tuple[list[tuple[float, float]], float]:
        """The sure places of its sentence, or of the one before, and how far from them a spelling is believed."""
        for sentence, reach in ((spot.sentence, _SAME_KM), (spot.sentence - 1, _BEFORE_KM)):
            near = [place for key, place in self._sure.get(sentence, {}).items() if key != spot.key]
            if near:
                return near, reach
        return [], 0.0


_LANDMARKS = frozenset(("city", "town", "village", "suburb", "base", "airport", "dam", "camp", "field", "crossing"))

_SAME_KM, _BEFORE_KM, _BESIDE_KM = 150.0, 250.0, 60.0

_SMALL, _LARGE, _CITY, _MOST_NEIGHBOURS = 10_000, 40_000, 150_000, 24
_FAR_COST = 0.1
"""What a spelling loses for each hundred kilometres from the places beside it; keeps the nearest of those alike."""


def _apart_km(at: tuple[float, float], other: tuple[float, float]) -> float:
    return math.hypot(at[0] - other[0], (at[1] - other[1]) * math.cos(math.radians(at[0]))) * 111.0


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


def _rated(spot: Spot, gazetteer: Gazetteer, words: Lexicon, focus: Focus) -> list[_Rated]:
    """The spot's entries that may be meant, at most 60."""
    base, key, feature, exact = form_of(spot, words), spot.key, spot.context.feature, spot.match == 1.0
    facts, towns, _ = gazetteer.entries(spot.numbers)
    theatres, weight_of, named = words.theatres if exact else (), focus.weight, exact and len(spot.numbers) > 1
    out: list[_Rated] = []
    for number, country, kind, population, prior in facts:
        weight = weight_of(country, key) if country else 0.7
        if country in OUTSIDERS and population < 100_000 and kind in SETTLED:
            weight *= 0.4
        if weight < _THEATRE and country in theatres:
            weight = _THEATRE
        if weight < _FOREIGN and not _known_abroad(spot, population, kind):
            continue
        renown = 0.05 if population >= _METROPOLIS else 0.0
        fit = _kind_fit(spot, kind) if feature else _SELDOM.get(kind, 0.0)
        score = base + renown + 0.40 * weight + 0.20 * prior + fit
        if not feature and kind in _DIVISIONS and towns.get(country, -1) >= (10_000 if kind == "region" else 0):
            score -= 0.12
        bonus = 0.04 if named and gazetteer.folded_name(number) == key else 0.0
        out.append(_Rated(number, score, weight, bonus))
    return out


def _best(rated: Sequence[_Rated], key: str = "", anchors: _Anchors | None = None) -> Choice:
    """The entry with the highest score, the first of equals; with `anchors` what lies near them gains."""
    best = _NO_CHOICE
    for number, score, weight, bonus in rated:
        if anchors is not None and weight > 0.1:
            score += 0.12 * anchors[key, number]
        score += bonus
        if score > best[1]:
            best = (number, score)
    return best


def _known_abroad(spot: Spot, population: int, kind: str) -> bool:
    """Whether a place of a country the report is not about may be meant: a large one, or one that is led to."""
    if kind in ("region", "mountain", "water", "area"):
        return population > 1_000_000 or spot.context.cue >= 1.0 or spot.context.feature is not None
    led = spot.context.cue >= 0.5 or spot.context.feature is not None
    return (
        population >= 1_000_000 or (population >= 100_000 and led) or (population >= 15_000 and spot.context.cue >= 1.0)
    )


def form_of(spot: Spot, words: Lexicon) -> float:
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


def _kind_fit(spot: Spot, kind: str) -> float:
    feature = spot.context.feature
    if feature is None or (feature in FACILITIES and kind in SETTLED):
        return _SELDOM.get(kind, 0.0)
    if kind == feature or kind in LIKE.get(feature, ()):
        return 0.10 if feature not in SETTLED else 0.06
    if feature in SETTLED and (kind in _NO_SETTLEMENT or (feature == "village" and kind == "region")):
        return -0.80
    return -0.10


_NO_SETTLEMENT = frozenset(("area", "water", "mountain"))
"""Kinds that a village or town is hardly told as; districts bear the names of their towns."""


_SELDOM = {"district": -0.06, "subdistrict": -0.09, "region": -0.03, "suburb": -0.03}
"""Kinds that a bare name seldom means."""


class _Anchors(dict[tuple[str, int], float]):
    """How near to the sure places of a report an entry for a name lies: 1 beside another, a third at 150 km."""

    def __init__(self, sure: Sequence[tuple[str, float, float]], gazetteer: Gazetteer) -> None:
        self._sure, self._gazetteer = sure, gazetteer

    def __missing__(self, asked: tuple[str, int]) -> float:
        key, number = asked
        here_lat, here_lon = self._gazetteer.at(number)
        shrink = math.cos(math.radians(here_lat))
        least = math.inf
        for name, lat, lon in self._sure:
            north, east = here_lat - lat, (here_lon - lon) * shrink
            apart = north * north + east * east
            if apart < least and name != key:
                least = apart
        nearness = self[asked] = math.exp(-math.sqrt(least) * 111.0 / 150.0)
        return nearness
