"""The gazetteer: layers of places and their Latin-script names behind one numbering, opened in milliseconds.

The base ships with the package, and a supplement to it; a user adds countries (`ebbline gazetteer add`). Files
are memory-mapped, see `layers.py`; the columns that are asked for at every name are laid end to end.
"""

from __future__ import annotations

import hashlib
import math
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ebbline.errors import InputError
from ebbline.places.layers import FORMAT, HEAD, KINDS, MAGIC, SOURCES, Layer, Postings, add_again, shipped, user_layers
from ebbline.places.lexicon import lexicon
from ebbline.places.names import fold, neighbours, skeleton
from ebbline.records import ClaimPlace

__all__ = [
    "FORMAT",
    "GOES_ON",
    "HEAD",
    "KINDS",
    "MAGIC",
    "NAMED",
    "SETTLED",
    "SOURCES",
    "Gazetteer",
    "Place",
]

_AS_TOWNS = frozenset((
    "region", "mountain", "water", "area", "dam", "base", "airport", "field", "crossing"
))  # fmt: skip

SETTLED = frozenset(("city", "town", "village", "suburb"))

_REMEMBERED, _ASKED = 20_000, 50_000
_MOST_ENTRIES = 60
"""So many bearers of one name are weighed, in the gazetteer's order."""

GENERAL_KNOWLEDGE = "ebbline"
"""The source of entries that nothing was opened for."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer. `number` is its position in this build, `place_id` the stable name of it."""

    number: int
    place_id: str
    name: str
    kind: str
    country: str
    admin1: str | None
    lat: float
    lon: float
    population: int
    radius_m: int | None
    source: str

    @property
    def is_rough(self) -> bool:
        """Whether its coordinates come from general knowledge, so that nothing may be told as exactly there."""
        return self.source == GENERAL_KNOWLEDGE


class Entries(NamedTuple):
    """The bearers of one name, as those who choose among them ask for them."""

    facts: tuple[tuple[int, str, str, int, float], ...]
    """Of each its number, country, kind and people, and how likely it is meant as such; at most 60."""
    towns: dict[str, int]
    """Of each country the people of the largest town of the name; empty where one place alone bears it."""
    of_one_country: bool
    """Whether the first of them lie in one country."""


class Gazetteer:
    """Places by name, by romanisation skeleton and by country. Safe to share between threads."""

    def __init__(self, layers: Sequence[Layer], without: Collection[str] = ()) -> None:
        self.layers = tuple(layers)
        """The base first."""
        self._without = frozenset(without)
        self._starts: list[int] = []
        self._join(layers)
        left_out = self._left_out(without)
        for at, layer in enumerate(layers):
            layer.settle(layers[:at], left_out)
        self._passed_over = left_out
        self._shown = {number: name for layer in layers[1:] for number, name in layer.shown().items()}
        self._names, self._skeletons = layers[0].names, layers[0].skeletons
        self._more_names = tuple(layer.names for layer in layers[1:])
        self._more_skeletons = tuple(layer.skeletons for layer in layers[1:])
        self.made_from: Mapping[str, str] = {k: v for layer in layers for k, v in layer.made_from.items()}
        # Caches belong to the instance, so that a closed gazetteer is not kept alive by the class.
        self.place = lru_cache(maxsize=50_000)(self._place)
        self.country = lru_cache(maxsize=1_024)(self._country_named)
        self.folded_name = lru_cache(maxsize=50_000)(self._folded_name)
        self.remembered: dict[tuple[str, tuple[str, ...]], tuple[tuple[int, ...], float]] = {}
        self.countries_told: dict[tuple[str, str, str | None], ClaimPlace] = {}
        """By folded name, words and code: countries as places of claims, kept by `located.py`."""
        self.facts = lru_cache(maxsize=50_000)(self._facts)
        self.entries = lru_cache(maxsize=8_192)(self._entries)
        self.in_country = lru_cache(maxsize=256)(self._in_country)
        self._slips = lru_cache(maxsize=8_192)(self._one_slip_away)
        self._codes = lru_cache(maxsize=1_024)(self._codes_of)
        self.priors = lru_cache(maxsize=8_192)(self._priors)
        self.standing = _Standing((self._names, *self._more_names))

    @classmethod
    def open(
        cls, path: Path | None = None, extra: Iterable[Path] | None = None, without: Collection[str] = ()
    ) -> Gazetteer:
        """The gazetteer of the package with the user's own layers, or the one at `path` by itself.

        `extra` are layers on top, None the user's own; of the sources `without` no place is told. InputError for a
        file that is none or was made for another base.
        """
        shipped_layers = [Layer.open(path)] if path else [Layer.open(file) for file in shipped()]
        if extra is None:
            extra = () if path else user_layers()
        own = [Layer.open(file, add_again(file)) for file in extra]
        base = shipped_layers[0]
        for layer in (*shipped_layers[1:], *own):
            if [digest for digest, _ in layer.against[:1]] != [base.digest]:
                raise InputError(str(layer.path), "made for another gazetteer than this", add_again(layer.path))
        return cls([*shipped_layers, *own], without)

    def _join(self, layers: Sequence[Layer]) -> None:
        """Lays the columns of the layers end to end, countries told by one code."""
        self._countries = list(dict.fromkeys(country for layer in layers for country in layer.countries))
        code_of = {country: code for code, country in enumerate(self._countries)}
        if len(self._countries) > 256:
            raise InputError("gazetteer", "more than 256 countries", "remove layers: ebbline gazetteer remove CODE")
        kind, country = bytearray(), bytearray()
        lat, lon, population, radius = array("i"), array("i"), array("I"), array("H")
        for layer in layers:
            self._starts.append(len(kind))
            codes = bytes(code_of[c] for c in layer.countries).ljust(256, b"\0")
            country += bytes(layer.country).translate(codes)
            kind += layer.kind
            for column, part in (
                (lat, layer.lat), (lon, layer.lon), (population, layer.population), (radius, layer.radius)
            ):  # fmt: skip
                column.frombytes(part.tobytes())
            for number, changed_kind, changed_radius in layer.corrections():
                if changed_kind >= 0:
                    kind[number] = changed_kind
                if changed_radius >= 0:
                    radius[number] = changed_radius
        self._kind, self._country, self._lat, self._lon = bytes(kind), bytes(country), lat, lon
        self._population, self._radius = population, radius

    def _left_out(self, without: Collection[str]) -> frozenset[int]:
        """Numbers of the places from these sources, and of those whose part a later layer's own take."""
        gone = {number for at, layer in enumerate(self.layers) for number in self._rough(layer.replaced(), at)}
        if without:
            wanted = bytes(source in without for source in SOURCES).ljust(256, b"\0")
            for start, layer in zip(self._starts, self.layers, strict=True):
                marked = bytes(layer.source).translate(wanted)
                gone.update(start + own for own, mark in enumerate(marked) if mark)
        return frozenset(gone)

    def _rough(self, ids: Collection[str], before: int) -> Iterator[int]:
        """Places of general knowledge with these ids in the layers before one."""
        if not ids:
            return
        sought = set(ids)
        for start, layer in zip(self._starts[:before], self.layers[:before], strict=True):
            for own in layer.of_source(GENERAL_KNOWLEDGE):
                if layer.place_id_of(own) in sought:
                    yield start + own

    def of_source(self, source: str) -> list[int]:
        """Numbers of the places from one of SOURCES."""
        numbers = [
            start + own
            for start, layer in zip(self._starts, self.layers, strict=True)
            for own in layer.of_source(source)
        ]
        return [number for number in numbers if number not in self._passed_over]

    def __len__(self) -> int:
        return len(self._kind)

    def verify(self) -> bool:
        """Whether all files still have the hashes they were built with; reads all of them."""
        return all(layer.sound() for layer in self.layers)

    @property
    def added(self) -> tuple[Layer, ...]:
        """The layers beyond those of the package."""
        return tuple(layer for layer in self.layers[1:] if layer.contents.get("layer") != "supplement")

    @property
    def signature(self) -> str:
        """What was added to the package's own, short and the same for the same layers; `` for nothing.

        `SY+IQ 3fa8c1d2`. A reading is signed with it, for with other places the same words read otherwise.
        """
        marks, layers = [f"without {source}" for source in sorted(self._without)], self.added
        if layers:
            digest = hashlib.sha256("".join(layer.digest for layer in layers).encode()).hexdigest()[:8]
            marks.insert(0, "+".join(layer.path.stem for layer in layers) + " " + digest)
        return ", ".join(marks)

    def remember(self, asked: tuple[str, tuple[str, ...]], answer: tuple[tuple[int, ...], float]) -> None:
        """Keeps the answer of a costly search in `remembered`; all are dropped when there are many."""
        if len(self.remembered) >= _REMEMBERED:
            self.remembered = {}
        self.remembered[asked] = answer

    def named(self, name: str) -> tuple[int, ...]:
        """Numbers of the places that have this name, accents and case aside."""
        return self.folded(fold(name))

    def folded(self, folded: str) -> tuple[int, ...]:
        """Numbers of the places with this folded name, the most populous first."""
        return self._gathered(folded, self._names, self._more_names)

    def skeletal(self, name: str) -> tuple[int, ...]:
        """Numbers of the places one of whose names has the same skeleton."""
        return self.by_skeleton(skeleton(fold(name)))

    def by_skeleton(self, bones: str) -> tuple[int, ...]:
        """Numbers of the places with this skeleton."""
        return self._gathered(bones, self._skeletons, self._more_skeletons)

    def _gathered(self, key: str, first: Postings, others: tuple[Postings, ...]) -> tuple[int, ...]:
        found = first.get(key)
        for postings in others:
            more = postings.get(key)
            if more:
                found = self._merged(found, more) if found else more
        return found

    def _merged(self, found: tuple[int, ...], more: tuple[int, ...]) -> tuple[int, ...]:
        people = self._population
        new = tuple([number for number in more if number not in found])
        if not new or people[new[0]] <= people[found[-1]]:
            return found + new
        return tuple(sorted(found + new, key=self._rank))

    def _rank(self, number: int) -> tuple[int, int]:
        return -self._population[number], number

    def spellings(self, numbers: Collection[int]) -> dict[int, set[str]]:
        """All folded names of these places. Looks at every name there is: a quarter of a second."""
        found: dict[int, set[str]] = {number: set() for number in numbers}
        for names in (self._names, *self._more_names):
            for number, key in names.keys_of(frozenset(numbers)):
                found[number].add(key)
        return found

    def sounding(self, bones: str, countries: tuple[str, ...]) -> list[int]:
        """The same of these countries."""
        country, codes = self._country, self._codes(countries)
        return [number for number in self.by_skeleton(bones) if country[number] in codes]

    def begun(self, bones: str, countries: tuple[str, ...]) -> list[int]:
        """Numbers of the countries' places whose skeleton goes on from these letters, of a few skeletons at most."""
        country, codes = self._country, self._codes(countries)
        return [
            number
            for postings in (self._skeletons, *self._more_skeletons)
            for at in postings.ids(postings.after(bones))
            for number in postings.under(at)
            if country[number] in codes
        ]

    def near(self, bones: str, countries: tuple[str, ...]) -> list[int]:
        """Numbers of the countries' places with a skeleton one slip away, some of them more than once."""
        country, codes = self._country, self._codes(countries)
        return [number for number in self._slips(bones) if country[number] in codes]

    def _one_slip_away(self, bones: str) -> Sequence[int]:
        """Numbers of all places with a skeleton one slip away; beyond the letters that open no other there are none."""
        layers = (self._skeletons, *self._more_skeletons)
        reach, found = 2, array("I")
        while reach < len(bones) and any(postings.any_after(bones[: reach + 1]) for postings in layers):
            reach += 1
        slips = neighbours(bones, reach)
        for postings in layers:
            for at in postings.ids(slips):
                found.extend(postings.under(at))
        return found

    def _in_country(self, country: str) -> Sequence[int]:
        """Numbers of a country's places, empty for one the gazetteer does not know."""
        if country not in self._countries:
            return ()
        code, numbers = self._countries.index(country), array("I")
        at = self._country.find(code)
        while at >= 0:
            if at not in self._passed_over:
                numbers.append(at)
            at = self._country.find(code, at + 1)
        return numbers

    def _codes_of(self, countries: tuple[str, ...]) -> frozenset[int]:
        """How the columns tell the countries."""
        return frozenset(at for at, country in enumerate(self._countries) if country in countries)

    def country_of(self, number: int) -> str:
        """ISO code of the country a place lies in, `` for none."""
        return self._countries[self._country[number]]

    def kind_of(self, number: int) -> str:
        """One of KINDS."""
        return KINDS[self._kind[number]]

    def source_of(self, number: int) -> str:
        """One of SOURCES."""
        layer, own = self._layer_of(number)
        return SOURCES[layer.source[own]]

    def population_of(self, number: int) -> int:
        """People, 0 where unknown."""
        return self._population[number]

    def at(self, number: int) -> tuple[float, float]:
        """Latitude and longitude in degrees."""
        return self._lat[number] / 1e5, self._lon[number] / 1e5

    def _facts(self, number: int) -> tuple[str, str, int, float]:
        """A place's country, kind, people, and how likely it is meant as such: 0.15 for a hamlet to 1 for a
        metropolis; divisions and features count as towns."""
        kind, population = self.kind_of(number), self.population_of(number)
        if kind in _AS_TOWNS:
            prior = 0.6
        else:
            prior = max(0.15, min(1.0, (math.log10(population + 1) - 2.5) / 4.0)) if population else 0.2
        return self.country_of(number), kind, population, prior

    def _entries(self, numbers: tuple[int, ...]) -> Entries:
        facts = [(number, *self.facts(number)) for number in numbers[:_MOST_ENTRIES]]
        towns: dict[str, int] = {}
        for _, country, kind, population, _ in facts if len(numbers) > 1 else ():
            if kind in SETTLED and population >= towns.get(country, 0):
                towns[country] = population
        return Entries(tuple(facts), towns, len({self.country_of(number) for number in numbers[:9]}) == 1)

    def _priors(self, numbers: tuple[int, ...]) -> tuple[tuple[tuple[str, float], ...], float]:
        """Of each country how likely its likeliest place among these is meant, and the sum of it."""
        best: dict[str, float] = {}
        for number in numbers:
            country, _, _, prior = self.facts(number)
            best[country] = max(prior, best.get(country, 0.0))
        return tuple(best.items()), sum(best.values())

    def _country_named(self, folded: str, code: str) -> Place | None:
        """The entry of a country under one of its names; None if it has none under that name."""
        for number in self.folded(folded):
            if self.kind_of(number) == "country" and self.country_of(number) == code:
                return self._place(number)
        return None

    def _layer_of(self, number: int) -> tuple[Layer, int]:
        """The layer a place is of, and its number there."""
        at = bisect_right(self._starts, number) - 1
        return self.layers[at], number - self._starts[at]

    def _folded_name(self, number: int) -> str:
        """A place's name as `folded` takes it."""
        return fold(self.name_of(number))

    def name_of(self, number: int) -> str:
        """The name a place is told by."""
        shown = self._shown.get(number)
        if shown is None:
            layer, own = self._layer_of(number)
            shown = layer.name_of(own)
        return shown

    def _place(self, number: int) -> Place:
        layer, own = self._layer_of(number)
        lat, lon = self.at(number)
        return Place(
            number,
            layer.place_id_of(own),
            self.name_of(number),
            self.kind_of(number),
            self.country_of(number),
            layer.admin1_of(own),
            lat,
            lon,
            self._population[number],
            self._radius[number] * 100 or None,
            self.source_of(number),
        )

    def __iter__(self) -> Iterator[Place]:
        return (self._place(number) for number in range(len(self)) if number not in self._passed_over)


NAMED, GOES_ON = 1, 2
"""A place or a country has the folded name; the name of one goes on from these words."""


class _Standing(dict[str, int]):
    """What the gazetteer and the list of countries know of the folded names asked for: NAMED, GOES_ON."""

    def __init__(self, names: tuple[Postings, ...]) -> None:
        self._names, self._words = names, lexicon()
        self._going_on: dict[str, tuple[Postings, ...]] = {}
        """By words that some names go on from, the layers that hold such names: the others need not be asked."""

    def __missing__(self, folded: str) -> int:
        if len(self) >= _ASKED:
            self.clear()
            self._going_on.clear()
        layers = self._going_on.get(folded.rpartition(" ")[0], self._names)
        named, before = folded in self._words.countries, folded + " "
        for names in layers:
            named = named or folded in names
        going_on = tuple([names for names in layers if names.any_after(before)])
        if going_on:
            self._going_on[folded] = going_on
        known = self[folded] = NAMED * named + GOES_ON * (bool(going_on) or folded in self._words.beginnings)
        return known
