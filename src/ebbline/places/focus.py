"""Which countries a report is about, weighed from names, peoples, groups and the places themselves."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

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
_CROWDED = 12
"""A name that more places than this share says little about the country."""


class Focus:
    """Evidence for countries, and the weights it comes to."""

    def __init__(self) -> None:
        self._told: dict[str, float] = defaultdict(float)
        self._placed: dict[str, float] = defaultdict(float)
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
        for _, numbers, trust in names:
            if not numbers or len(numbers) > 60:
                continue
            best: dict[str, float] = {}
            for number in numbers:
                prior = prior_of(gazetteer, number)
                country = gazetteer.country_of(number)
                best[country] = max(best.get(country, 0.0), prior)
            total = sum(best.values())
            crowd = 1.0 if len(best) <= _CROWDED else _CROWDED / len(best)
            for country, prior in best.items():
                self._placed[country] += _PLACE * trust * crowd * prior * prior / total

    def weights(self) -> Mapping[str, float]:
        """0 to 1 for each country with evidence; the foremost has 1."""
        votes = {c: self._told.get(c, 0.0) + self._placed.get(c, 0.0) for c in {*self._told, *self._placed}}
        if not votes:
            return {}
        most = max(votes.values())
        if most <= 0:
            return {}
        trust = min(1.0, most / 0.9)
        return {c: trust * math.sqrt(v / most) for c, v in votes.items() if v / most > 0.02}


def prior_of(gazetteer: Gazetteer, number: int) -> float:
    """0.15 for a hamlet to 1 for a metropolis; divisions and features count as towns."""
    population = gazetteer.population_of(number)
    kind = gazetteer.kind_of(number)
    if kind in ("region", "mountain", "water", "area", "dam", "base", "airport", "field", "crossing"):
        return 0.6
    return max(0.15, min(1.0, (math.log10(population + 1) - 2.5) / 4.0)) if population else 0.2
