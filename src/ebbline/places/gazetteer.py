"""The gazetteer: one memory-mapped file of places and their Latin-script names, opened in milliseconds.

Layout: a fixed head (magic, format, length and SHA-256 of the table of contents), the table of contents as
JSON, then sections on 8-byte borders: packed columns, string blobs and tries. `tools/build_gazetteer.py`
writes it; nothing here is changed at run time.
"""

from __future__ import annotations

import hashlib
import json
import math
import mmap
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import marisa_trie

from ebbline.errors import InputError
from ebbline.places.lexicon import lexicon
from ebbline.places.names import fold, neighbours, skeleton

MAGIC = b"EBGAZ\x00"
FORMAT = 1
HEAD = struct.Struct("<6sHI32s")

KINDS = (
    "country", "region", "district", "subdistrict", "city", "town", "village", "suburb", "area", "mountain", "water",
    "field", "dam", "base", "airport", "crossing", "camp", "road", "site", "prison", "port",
)  # fmt: skip
"""What a place is; the file stores the position, so append only."""

_AS_TOWNS = frozenset((
    "region", "mountain", "water", "area", "dam", "base", "airport", "field", "crossing"
))  # fmt: skip

_REMEMBERED, _ASKED = 20_000, 50_000

SOURCES = ("geonames", "opensyria", "ucdp", "ebbline", "admin")
"""Where an entry comes from; see data/SOURCES.md."""


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


class Gazetteer:
    """Places by name, by romanisation skeleton and by country. Safe to share between threads."""

    def __init__(self, data: mmap.mmap | bytes, path: Path) -> None:
        self._data = data
        contents = _contents(data, path)
        self._sections: dict[str, list[int]] = contents["sections"]
        self._payload_sha256: str = contents["sha256"]
        self._payload_at: int = contents["payload_at"]
        self.made_from: Mapping[str, str] = contents["made_from"]
        view = memoryview(data)
        self._lat, self._lon, self._population, self._id, self._name = (
            self._column(view, name, code)
            for name, code in (("lat", "i"), ("lon", "i"), ("population", "I"), ("id", "I"), ("name", "I"))
        )
        self._kind, self._source, self._country = (
            self._column(view, name, "B") for name in ("kind", "source", "country")
        )
        self._admin1, self._radius = (self._column(view, name, "H") for name in ("admin1", "radius"))
        self._countries: list[str] = contents["countries"]
        self._strings = self._bytes(view, "strings")
        self._regions: list[str] = json.loads(bytes(self._bytes(view, "regions")))
        self._names = _Postings(self, view, "names")
        self._skeletons = _Postings(self, view, "skeletons")
        self._by_country = self._column(view, "by_country", "I")
        self._country_at: list[list[int]] = contents["country_at"]
        # Caches belong to the instance, so that a closed gazetteer is not kept alive by the class.
        self.place = lru_cache(maxsize=50_000)(self._place)
        self.country = lru_cache(maxsize=1_024)(self._country_named)
        self.folded_name = lru_cache(maxsize=50_000)(self._folded_name)
        self.remembered: dict[tuple[str, tuple[str, ...]], tuple[tuple[int, ...], float]] = {}
        self.facts = lru_cache(maxsize=50_000)(self._facts)
        self._slips = lru_cache(maxsize=8_192)(self._one_slip_away)
        self._codes = lru_cache(maxsize=1_024)(self._codes_of)
        self.priors = lru_cache(maxsize=8_192)(self._priors)
        self.standing = _Standing(self._names)

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """The gazetteer of the package, or the one at `path`; InputError if it is not one this version reads."""
        where = path or Path(str(resources.files("ebbline.places").joinpath("data/gazetteer.bin")))
        try:
            with where.open("rb") as file:
                return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), where)
        except (OSError, ValueError) as error:
            raise InputError(
                str(where), f"the gazetteer cannot be opened ({error})", "install Ebbline again"
            ) from error

    def __len__(self) -> int:
        return len(self._lat)

    def verify(self) -> bool:
        """Whether the whole file still has the hash it was built with; reads all of it."""
        return hashlib.sha256(memoryview(self._data)[self._payload_at :]).hexdigest() == self._payload_sha256

    def remember(self, asked: tuple[str, tuple[str, ...]], answer: tuple[tuple[int, ...], float]) -> None:
        """Keeps the answer of a costly search in `remembered`; all are dropped when there are many."""
        if len(self.remembered) >= _REMEMBERED:
            self.remembered = {}
        self.remembered[asked] = answer

    def named(self, name: str) -> tuple[int, ...]:
        """Numbers of the places that have this name, accents and case aside."""
        return self._names.get(fold(name))

    def folded(self, folded: str) -> tuple[int, ...]:
        """Numbers of the places with this folded name."""
        return self._names.get(folded)

    def skeletal(self, name: str) -> tuple[int, ...]:
        """Numbers of the places one of whose names has the same skeleton."""
        return self._skeletons.get(skeleton(fold(name)))

    def by_skeleton(self, bones: str) -> tuple[int, ...]:
        """Numbers of the places with this skeleton."""
        return self._skeletons.get(bones)

    def sounding(self, bones: str, countries: tuple[str, ...]) -> list[int]:
        """The same of these countries."""
        return self._of(self._skeletons.ids((bones,)), countries)

    def near(self, bones: str, countries: tuple[str, ...]) -> list[int]:
        """Numbers of the countries' places with a skeleton one slip away, some of them more than once."""
        return self._of(self._slips(bones), countries)

    def _one_slip_away(self, bones: str) -> tuple[int, ...]:
        """Where the skeletons one slip away are; beyond the letters that open no other there are none."""
        reach = 2
        while reach < len(bones) and self._skeletons.any_after(bones[: reach + 1]):
            reach += 1
        return self._skeletons.ids(neighbours(bones, reach))

    def _of(self, ids: Iterable[int], countries: tuple[str, ...]) -> list[int]:
        country, codes = self._country, self._codes(countries)
        return [number for at in ids for number in self._skeletons.under(at) if country[number] in codes]

    def in_country(self, country: str) -> memoryview[int]:
        """Numbers of a country's places, empty for one the gazetteer does not know."""
        if country not in self._countries:
            return self._by_country[:0]
        start, end = self._country_at[self._countries.index(country)]
        return self._by_country[start:end]

    def _codes_of(self, countries: tuple[str, ...]) -> frozenset[int]:
        """How the columns tell the countries."""
        return frozenset(at for at, country in enumerate(self._countries) if country in countries)

    def country_of(self, number: int) -> str:
        """ISO code of the country a place lies in, `` for none."""
        return self._countries[self._country[number]]

    def kind_of(self, number: int) -> str:
        """One of KINDS."""
        return KINDS[self._kind[number]]

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

    def _folded_name(self, number: int) -> str:
        """A place's name as `folded` takes it."""
        return fold(self._string(self._name[number]))

    def _place(self, number: int) -> Place:
        name, place_id = self._string(self._name[number]), self._place_id(number)
        lat, lon = self.at(number)
        radius = self._radius[number]
        return Place(
            number,
            place_id,
            name,
            self.kind_of(number),
            self.country_of(number),
            self._regions[self._admin1[number]] or None,
            lat,
            lon,
            self._population[number],
            radius * 100 or None,
            SOURCES[self._source[number]],
        )

    def _place_id(self, number: int) -> str:
        source = SOURCES[self._source[number]]
        if source == "geonames":
            return f"geonames:{self._id[number]}"
        return self._string(self._id[number])

    def _string(self, at: int) -> str:
        length = self._strings[at]
        return str(self._strings[at + 1 : at + 1 + length], "utf-8")

    def _bytes(self, view: memoryview, name: str) -> memoryview:
        start, length = self._sections[name]
        return view[start : start + length]

    def _column(self, view: memoryview, name: str, code: Any) -> memoryview[int]:
        return self._bytes(view, name).cast(code)

    def __iter__(self) -> Iterator[Place]:
        return (self._place(number) for number in range(len(self)))


class _Postings:
    """A trie of keys, each with the numbers of its places."""

    def __init__(self, gazetteer: Gazetteer, view: memoryview, name: str) -> None:
        self._trie = marisa_trie.Trie()
        self._trie.map(gazetteer._bytes(view, f"{name}.trie"))
        self._at = gazetteer._column(view, f"{name}.at", "I")
        self._numbers = gazetteer._column(view, f"{name}.numbers", "I")

    def get(self, key: str) -> tuple[int, ...]:
        key_id = self._trie.get(key)
        return () if key_id is None else tuple(self._numbers[self._at[key_id] : self._at[key_id + 1]])

    def __contains__(self, key: str) -> bool:
        return key in self._trie

    def any_after(self, prefix: str) -> bool:
        return next(self._trie.iterkeys(prefix), None) is not None

    def ids(self, keys: Iterable[str]) -> tuple[int, ...]:
        """The numbers of those keys that it has."""
        return tuple([key_id for key_id in map(self._trie.get, keys) if key_id is not None])

    def under(self, key_id: int) -> memoryview[int]:
        return self._numbers[self._at[key_id] : self._at[key_id + 1]]


NAMED, GOES_ON = 1, 2
"""A place or a country has the folded name; the name of one goes on from these words."""


class _Standing(dict[str, int]):
    """What the gazetteer and the list of countries know of the folded names asked for: NAMED, GOES_ON."""

    def __init__(self, names: _Postings) -> None:
        self._names, self._words = names, lexicon()

    def __missing__(self, folded: str) -> int:
        if len(self) >= _ASKED:
            self.clear()
        named = folded in self._names or folded in self._words.countries
        goes_on = folded in self._words.beginnings or self._names.any_after(folded + " ")
        known = self[folded] = NAMED * named + GOES_ON * goes_on
        return known


def _contents(data: mmap.mmap | bytes, path: Path) -> dict[str, Any]:
    cure = "install Ebbline again, or build it anew with tools/build_gazetteer.py"
    if len(data) < HEAD.size or data[: len(MAGIC)] != MAGIC:
        raise InputError(str(path), "not a gazetteer of Ebbline", cure)
    _, version, length, digest = HEAD.unpack_from(data)
    if version != FORMAT:
        raise InputError(str(path), f"a gazetteer of format {version}, this version reads {FORMAT}", cure)
    raw = bytes(data[HEAD.size : HEAD.size + length])
    if hashlib.sha256(raw).digest() != digest:
        raise InputError(str(path), "the gazetteer is damaged", cure)
    contents: dict[str, Any] = json.loads(raw)
    if contents["size"] != len(data):
        raise InputError(str(path), "the gazetteer is cut short", cure)
    return contents
