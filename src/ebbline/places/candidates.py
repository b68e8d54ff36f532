"""Entries that a stretch of text may mean, by its own words alone: `Candidates`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from ebbline.places.divisions import divisions
from ebbline.places.gazetteer import GOES_ON, Gazetteer
from ebbline.places.lexicon import Lexicon, lexicon
from ebbline.places.names import fold

COUNTRY_WEIGHT = 19.0
_MOST = 80
"""So many bearers of one name are weighed, in the gazetteer's order."""
_REMEMBERED = 20_000

_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "twp": "township", "co": "county"}
_POSSESSIVE = re.compile(r"['’]s?$")
_LEADS = re.compile(r"(?:the|The|THE)\s+(?=\S)")
_OF = re.compile(
    r"(city|town|village|province|state|county|district|region|governorate|municipality|republic|commonwealth) of (.+)"
)
_SIDES = re.compile(
    r"((?:north|south|east|west|northeast|northwest|southeast|southwest|mid|north central|south central)(?:ern)?"
    r"|central|greater|upper|lower|downtown|inner|metro|rural|metropolitan)\s+(.+)"
)
_DIVIDED = ("county", "parish", "province", "region", "state", "district", "governorate", "oblast")
_STRIPPED = frozenset(("region", "district", "city", "town", "village", "area", "suburb"))


class Candidate(NamedTuple):
    """An entry of the gazetteer, or a country, with what resolution asks of it."""

    number: int
    """In the gazetteer; -1 for a country that has no entry."""
    country: str
    division: str
    """Country and first-order division, `` where there is none."""
    kind: str
    lat: float
    lon: float
    size: float
    """Logarithm of its people; a prior, so large for countries."""
    own: float
    """1 where the words are its own name, less for another name, a longer one or a like-sounding one."""
    part: bool = False
    """The words name a side of it."""


class Surface(NamedTuple):
    """A stretch's words as the gazetteer takes them."""

    key: str
    variants: tuple[str, ...]
    """Other spellings of the same, short forms written out."""
    base: str
    """The key without its feature word, `` where it has none."""
    feature: str | None
    short: bool
    """All letters large and few, or with full stops: `U.S.`, `Ga.`."""


class Candidates:
    """Looks entries up and keeps what it found. One belongs to one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._words, self._divisions = lexicon(), divisions()
        self._found: dict[str, tuple[Candidate, ...]] = {}
        self._surfaces: dict[str, Surface] = {}
        self._entries: dict[int, Candidate] = {}

    def of(self, text: str) -> tuple[Candidate, ...]:
        """Entries under the words of a stretch, exactly or in another of their forms; empty if there are none."""
        found = self._found.get(text)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[text] = tuple(self._look_up(text))
        return found

    def is_short_form(self, text: str) -> bool:
        """Whether the words are a division's name in short, its full stop included."""
        return text in self._divisions.short

    def surface(self, text: str) -> Surface:
        """The words as keys."""
        found = self._surfaces.get(text)
        if found is None:
            if len(self._surfaces) >= _REMEMBERED:
                self._surfaces.clear()
            found = self._surfaces[text] = surface_of(text, self._words)
        return found

    def _look_up(self, text: str) -> list[Candidate]:
        surface = self.surface(text)
        best: dict[int, Candidate] = {}
        for candidate in self._named(text, surface):
            held = best.get(candidate.number)
            if held is None or candidate.own > held.own:
                best[candidate.number] = candidate
        found = list(best.values())
        if any(c.kind == "country" and c.own == 1.0 for c in found):
            return [c for c in found if c.own == 1.0]
        return found

    def _named(self, text: str, surface: Surface) -> Iterator[Candidate]:
        country = self._words.countries.get(surface.key)
        if country is not None and not text.islower():
            yield self._country(country.code, surface.key, 1.0)
        people = self._words.peoples.get(surface.key)
        if people is not None:
            yield self._country(people, "", 0.9)
        for entry in self._divisions.meant(text):
            number = self._division_number(*entry)
            if number is not None:
                yield self.entry(number, 1.0)
        exact = (surface.key, *surface.variants)
        known = False
        for key in exact:
            for candidate in self._under(key, 1.0 if key == surface.key else 0.95):
                known = known or candidate.own >= 0.95
                yield candidate
        if surface.base and known:
            return
        if surface.base:
            yield from (c for c in self._under(surface.base, 0.7) if _fits(c.kind, surface.feature))
        elif self.gazetteer.standing[surface.key] & GOES_ON:
            for word in _DIVIDED:
                yield from (c for c in self._under(f"{surface.key} {word}", 0.6) if c.kind in _AREAS)
        side = _SIDES.match(surface.key)
        if side and side[2] and not any(self.gazetteer.folded(key) for key in exact):
            yield from (c._replace(part=True, own=0.8 * c.own) for c in self.of(side[2].title()))

    def _under(self, key: str, own: float = 1.0) -> Iterator[Candidate]:
        gazetteer = self.gazetteer
        for number in gazetteer.folded(key)[:_MOST]:
            kind = gazetteer.kind_of(number)
            if kind == "country":
                continue
            capital = (gazetteer.country_of(number), key) in self._words.capitals
            own_name = capital or gazetteer.folded_name(number) == key
            yield self.entry(number, own if own_name else 0.75 * own)

    def entry(self, number: int, own: float) -> Candidate:
        """The candidate for an entry."""
        held = self._entries.get(number)
        if held is None:
            if len(self._entries) >= 3 * _REMEMBERED:
                self._entries.clear()
            held = self._entries[number] = self._entry(number)
        return held if own == 1.0 else held._replace(own=own)

    def _entry(self, number: int) -> Candidate:
        place = self.gazetteer.place(number)
        lat, lon = place.lat, place.lon
        if place.kind in ("region", "area"):
            lat, lon = self._divisions.middles.get((place.country, place.name), (lat, lon))
        division = f"{place.country}/{place.admin1}" if place.admin1 else ""
        return Candidate(
            number, place.country, division, place.kind, lat, lon, _size(place.kind, place.population), 1.0
        )

    def _country(self, code: str, key: str, own: float) -> Candidate:
        names = [key, *(fold(c.name) for c in self._words.countries.values() if c.code == code)]
        for name in names:
            place = self.gazetteer.country(name, code) if name else None
            if place is not None:
                lat, lon = self._divisions.middles.get((code, ""), (place.lat, place.lon))
                return Candidate(place.number, code, "", "country", lat, lon, COUNTRY_WEIGHT, own)
        lat, lon = self._divisions.middles.get((code, ""), (math.nan, math.nan))
        return Candidate(-1, code, "", "country", lat, lon, COUNTRY_WEIGHT, own)

    def _division_number(self, country: str, name: str) -> int | None:
        for number in self.gazetteer.named(name):
            if self.gazetteer.kind_of(number) == "region" and self.gazetteer.country_of(number) == country:
                return number
        return None


_AREAS = frozenset(("region", "district", "subdistrict"))


def _size(kind: str, population: int) -> float:
    if kind == "region":
        return max(12.0, math.log(population + 1))
    if kind == "district":
        return max(9.0, min(11.0, math.log(population + 1)))
    if kind in ("area", "water", "mountain"):
        return 13.0
    return math.log(population + 1) if population else 6.5


def _fits(kind: str, feature: str | None) -> bool:
    if feature in ("region", "district"):
        return kind in _AREAS
    if feature in ("city", "town", "village", "suburb"):
        return kind in ("city", "town", "village", "suburb", "district", "subdistrict")
    return True


def surface_of(text: str, words: Lexicon) -> Surface:
    """The keys of a stretch of text."""
    bare = _POSSESSIVE.sub("", _LEADS.sub("", " ".join(text.split()), count=1))
    key = fold(bare) or fold(text)
    parts = key.split(" ")
    variants = []
    if parts[0] in _SHORT or parts[-1] in _SHORT:
        variants.append(" ".join([_SHORT.get(part, part) for part in parts]))
    if parts[0] in ("saint", "mount", "fort"):
        variants.append(" ".join([{"saint": "st", "mount": "mt", "fort": "ft"}[parts[0]], *parts[1:]]))
    full = variants[0] if variants else key
    base, feature = "", None
    of = _OF.match(full)
    head, _, last = full.rpartition(" ")
    if of:
        base, feature = of[2], words.features.get(of[1])
    elif head and words.features.get(last, "parish" if last in ("parish", "township") else "") in (
        *_STRIPPED,
        "parish",
    ):
        base, feature = head, words.features.get(last, "district")
    short = "." in bare or (bare.isupper() and len(bare) <= 4)
    return Surface(key, tuple(variants), base, feature, short)
