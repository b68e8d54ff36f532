"""Which countries a report is about, weighed from names, peoples, groups and the places themselves."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from ebbline.places.gazetteer import Gazetteer

OUTSIDERS = {
    "US": 0.25,
    "GB": 0.25,
    "FR": 0.25,
    "RU": 0.35,
    "DE": 0.25,
    "CN": 0.3,
    "IR": 0.5,
    "TR": 0.6,
    "SA": 0.5,
    "AE": 0.4,
    "QA": 0.4,
    "EU": 0.2,
    "CH": 0.3,
}
"""States that reports name as actors far from home count for less; swept on the synthetic reports."""

_NAME, _PEOPLE, _PLACE = 1.0, 0.5, 1.2
_ENOUGH = 0.9
_CROWDED = 12
"""A name that more places than this share says little about the country."""


class Focus:
    """Evidence for countries, and the weights it comes to."""

    def __init__(self) -> None:
        self._told: dict[str, float] = defaultdict(float)
        self._placed: dict[str, float] = defaultdict(float)
        self._share: dict[tuple[str, str], float] = {}
        self._most = self._cap = 0.0
        self._apart: dict[tuple[str, str], float] = {}
        self._votes: dict[str, float] = {}
        self._weights: dict[str, float] = {}
        self._seen: set[tuple[str, str]] = set()

    def name(self, country: str) -> None:
        """The country is named."""
        self._told[country] += _NAME * OUTSIDERS.get(country, 1.0) / self._repeat("name", country)

    def people(self, country: str) -> None:
        """Its people, or a thing of theirs, is named."""
        self._told[country] += _PEOPLE * OUTSIDERS.get(country, 1.0) / self._repeat("people", country)

    def group(self, country: str, weight: float, key: str) -> None:
        """A group or person at home there is named."""
        self._told[country] += weight / self._repeat(key, country)

    def _repeat(self, what: str, country: str) -> float:
        """Later mentions count a quarter."""
        if (what, country) in self._seen:
            return 4.0
        self._seen.add((what, country))
        return 1.0

    def places(self, names: Iterable[tuple[str, tuple[int, ...], float]], gazetteer: Gazetteer) -> None:
        """The report's place names vote, each once, for the countries their bearers lie in."""
        self._placed.clear()
        self._share.clear()
        for key, numbers, trust in names:
            if not numbers or len(numbers) > 60:
                continue
            best, total = gazetteer.priors(numbers)
            crowd = 1.0 if len(best) <= _CROWDED else _CROWDED / len(best)
            weight = _PLACE * trust * crowd
            for country, prior in best:
                vote = weight * prior * prior / total
                self._placed[country] += vote
                self._share[key, country] = vote

    def settle(self) -> None:
        """Takes the count; `weight` and `foremost` answer from it."""
        self._votes = {c: self._told.get(c, 0.0) + self._placed.get(c, 0.0) for c in {*self._told, *self._placed}}
        self._most = max(self._votes.values(), default=0.0)
        self._cap = min(1.0, self._most / _ENOUGH)
        self._apart.clear()
        least = 0.02 * self._most
        self._weights = {c: self._weight(votes) if votes > least else 0.0 for c, votes in self._votes.items()}

    def weight(self, country: str, key: str = "") -> float:
        """0 to 1 for a country, the foremost 1; the vote of the name `key` itself is left out."""
        asked = (key, country)
        share = self._share.get(asked)
        if share is None:
            return self._weights.get(country, 0.0)
        apart = self._apart.get(asked)
        if apart is None:
            apart = self._apart[asked] = self._weight(self._votes.get(country, 0.0) - share)
        return apart

    def _weight(self, votes: float) -> float:
        if self._most <= 0:
            return 0.0
        return self._cap * math.sqrt(votes / self._most) if votes > 0.02 * self._most else 0.0

    def foremost(self, count: int, least: float) -> tuple[str, ...]:
        """Up to `count` countries of at least that weight, the foremost first."""
        ranked = sorted([(-weight, country) for country, weight in self._weights.items()])
        return tuple(country for weight, country in ranked[:count] if -weight >= least)
