"""Writes a layer of the gazetteer; the same entries give the same bytes, whatever their order.

Used by `tools/build_gazetteer.py` for the layers that ship and by `ebbline gazetteer add` for the user's own.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import marisa_trie

from ebbline.places.gazetteer import Gazetteer
from ebbline.places.layers import FORMAT, HEAD, KINDS, MAGIC, SOURCES
from ebbline.places.names import fold, skeleton

LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿəʻʼʿʾ0-9'’‘`´\-‐–. ()/,]+")
SETTLED = frozenset(("city", "town", "village", "suburb"))
_ALIKE = frozenset((("village", "area"), ("base", "airport"), ("airport", "base")))
NO_SKELETON = frozenset((
    "US", "CA", "GB", "AU", "NZ", "IE", "FR", "DE", "IT", "ES", "PT", "NL", "BE", "AT", "CH", "SE", "NO", "DK",
    "FI", "PL", "CZ", "SK", "HU", "BR", "AR", "CL", "UY", "PY", "BO", "MX", "CU",
))  # fmt: skip
"""Countries whose names reach English unchanged, so that no romanisations are looked for."""

SAME_NAME_KM, SAME_SOUND_KM = 25.0, 12.0
"""A place of the base this near, of an equal name or of one that is romanised alike, is the same place: towns in two
sources lie up to 9 km apart in Syria, and what comes from general knowledge lies farther off."""

_TYPES = {
    "lat": "i", "lon": "i", "population": "I", "id": "I", "name": "I", "kind": "B", "source": "B", "country": "B",
    "admin1": "H", "radius": "H",
}  # fmt: skip
_MOST_PEOPLE, _MOST_RADIUS, _MOST_STRING, _MOST_DIVISIONS = 4_000_000_000, 65_535, 255, 65_535
_SPAN_OF_DEGREE_KM = 111.2


@dataclass(slots=True)
class Entry:
    """A place on its way into the file."""

    source: str
    place_id: int | str
    name: str
    kind: str
    country: str
    lat: float
    lon: float
    admin1: str = ""
    population: int = 0
    radius_m: int = 0
    names: set[str] = field(default_factory=set)

    def folded(self) -> list[str]:
        """The keys it is found by."""
        return sorted({key for key in map(fold, (*self.names, self.name)) if len(key) > 1})


def distance_km(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> float:
    """Great-circle distance."""
    lat1, lon1, lat2, lon2 = map(math.radians, (lat_1, lon_1, lat_2, lon_2))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(h))


def plain(name: str) -> str:
    """`Tall Rif‘at` as `Tall Rifat`: the name without marks that no report writes."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", re.sub(r"[‘’ʻʼʿʾ`´']", "", bare)).strip()


def useful(name: str) -> bool:
    """Whether an alternate name is one a report in Latin letters may write."""
    if not 3 <= len(name) <= 60 or not LATIN.fullmatch(name) or not any(c.isalpha() for c in name):
        return False
    if name.isupper() or name[0].isdigit():
        return False
    return name[0].isupper() or name[:3].lower() in ("al-", "el-", "ad-", "as-", "ar-", "az-", "an-") or "'" in name[:2]


def compatible(a: str, b: str) -> bool:
    """Whether two kinds may be one place."""
    return a == b or (a in SETTLED and b in SETTLED) or (a, b) in _ALIKE


class Addition:
    """Entries to be laid over a base: what the base has already only gives it further names."""

    def __init__(self, base: Gazetteer) -> None:
        self.base = base
        self.entries: list[Entry] = []
        self.further: dict[int, set[str]] = defaultdict(set)
        """Names for places of the base."""
        self.corrections: dict[int, tuple[int, int]] = {}
        self.shown: dict[int, str] = {}
        """Names that places of the base are told by instead of their own."""
        self.replaces: set[str] = set()
        """Ids of rough places of the base whose part a better place takes."""
        self._by_key: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._given: dict[str, set[int]] = defaultdict(set)

    def add(self, new: Entry, *, corrects_kind: bool = False, corrects_radius: bool = False) -> int | None:
        """One entry; the number of the place of the base it was joined to, None if it is a place of its own."""
        same = self.in_base(new)
        if same is not None:
            self.join(same, new)
            if corrects_kind or corrects_radius:
                kind = KINDS.index(new.kind) if corrects_kind else -1
                self.corrections[same] = (kind, new.radius_m // 100 if corrects_radius else -1)
            return same
        keys = self._keys(new)
        for key in keys:
            for old in self._by_key[key]:
                if old.kind == new.kind and distance_km(old.lat, old.lon, new.lat, new.lon) <= SAME_SOUND_KM:
                    old.names.update((new.name, *new.names))
                    return None
        self.entries.append(new)
        for key in keys:
            self._by_key[key].append(new)
        return None

    def join(self, number: int, new: Entry) -> None:
        """Gives a place of the base the names of an entry."""
        self.further[number].update((new.name, *new.names))
        for key in new.folded():
            self._given[key].add(number)

    @staticmethod
    def _keys(entry: Entry) -> list[tuple[str, str]]:
        return [(entry.country, key) for key in entry.folded()]

    def in_base(self, new: Entry, *, but: Collection[int] = ()) -> int | None:
        """The nearest place of the base that is the same; those in `but` are others."""
        spelt = {n for key in new.folded() for n in (*self.base.folded(key), *self._given.get(key, ()))}
        bones = {skeleton(key) for key in new.folded()} if new.country not in NO_SKELETON else set()
        heard = {n for key in bones if len(key) > 2 for n in self.base.by_skeleton(key)} - spelt
        reach = dict.fromkeys(heard, SAME_SOUND_KM) | dict.fromkeys(spelt, max(SAME_NAME_KM, _division_reach(new)))
        near: list[tuple[float, int]] = []
        for number, most in reach.items():
            if (
                number in but
                or self.base.country_of(number) != new.country
                or not compatible(new.kind, self.base.kind_of(number))
            ):
                continue
            away = distance_km(new.lat, new.lon, *self.base.at(number))
            if away <= most:
                near.append((away, number))
        return min(near)[1] if near else None

    def packed(self, made_from: Mapping[str, str], more: Mapping[str, Any]) -> bytes:
        """The whole file of the layer."""
        contents: dict[str, Any] = {
            "against": [[layer.digest, len(layer)] for layer in self.base.layers],
            "corrections": [[number, *values] for number, values in sorted(self.corrections.items())],
            "replaces": sorted(self.replaces),
            "shown": [[number, name] for number, name in sorted(self.shown.items())],
            **more,
        }
        return pack(self.entries, made_from, self.further, self.base, contents)


def _division_reach(new: Entry) -> float:
    """Divisions are found from afar: two sources put the middle of a large one at different points, and a country has
    no two provinces of one name."""
    if new.kind == "region":
        return _REGION_KM
    return min(_DISTRICT_KM, new.radius_m / 1000) if new.kind in ("district", "subdistrict") else 0.0


_REGION_KM, _DISTRICT_KM = 500.0, 120.0


class _Strings:
    """Short strings, each with its length before it, written once."""

    def __init__(self) -> None:
        self.blob = bytearray()
        self._at: dict[str, int] = {}

    def add(self, text: str) -> int:
        """Where the string lies."""
        if text not in self._at:
            raw = text.encode("utf-8")[:_MOST_STRING].decode("utf-8", "ignore").encode("utf-8")
            self._at[text] = len(self.blob)
            self.blob += bytes([len(raw)]) + raw
        return self._at[text]


def _postings(keys: Mapping[str, Sequence[int]]) -> tuple[bytes, bytes, bytes]:
    """Trie, offsets and numbers of a map from key to places."""
    trie = marisa_trie.Trie(sorted(keys))
    ordered = sorted(keys, key=lambda k: trie.key_id(k))
    at, numbers = array("I", [0]), array("I")
    for key in ordered:
        numbers.extend(keys[key])
        at.append(len(numbers))
    return trie.tobytes(), at.tobytes(), numbers.tobytes()


def pack(
    entries: Iterable[Entry],
    made_from: Mapping[str, str],
    further: Mapping[int, Iterable[str]] | None = None,
    base: Gazetteer | None = None,
    contents: Mapping[str, Any] | None = None,
) -> bytes:
    """The whole file; with a `base` the layer's own places count on from its, and it has `further` names."""
    ordered = sorted(entries, key=lambda e: (-e.population, e.country, SOURCES.index(e.source), str(e.place_id)))
    countries = sorted({e.country for e in ordered})
    columns, strings, regions = _columns(ordered, countries)
    sections = {name: column.tobytes() for name, column in columns.items()}
    sections["strings"] = bytes(strings.blob)
    sections["regions"] = json.dumps(regions, ensure_ascii=False).encode()
    first = len(base) if base is not None else 0
    names, bones = _keyed(ordered, first)
    if base is not None:
        for number, given in sorted((further or {}).items()):
            _further(number, given, base, names, bones)
    for name, keys in (("names", names), ("skeletons", bones)):
        sections[f"{name}.trie"], sections[f"{name}.at"], sections[f"{name}.numbers"] = _postings(keys)
    more: dict[str, Any] = {**(contents or {}), "countries": countries, "made_from": dict(made_from)}
    if base is None:
        sections["by_country"], more["country_at"] = _by_country(ordered, countries)
    return _assembled(sections, more)


def _columns(entries: Sequence[Entry], countries: Sequence[str]) -> tuple[dict[str, array[int]], _Strings, list[str]]:
    strings, regions = _Strings(), {"": 0}
    code_of = {country: code for code, country in enumerate(countries)}
    columns = {name: array(code) for name, code in _TYPES.items()}
    for e in entries:
        columns["lat"].append(round(e.lat * 1e5))
        columns["lon"].append(round(e.lon * 1e5))
        columns["population"].append(min(e.population, _MOST_PEOPLE))
        columns["id"].append(e.place_id if isinstance(e.place_id, int) else strings.add(e.place_id))
        columns["name"].append(strings.add(e.name))
        columns["kind"].append(KINDS.index(e.kind))
        columns["source"].append(SOURCES.index(e.source))
        columns["country"].append(code_of[e.country])
        at = regions.get(e.admin1)
        if at is None:
            at = regions[e.admin1] = len(regions) if len(regions) <= _MOST_DIVISIONS else 0
        columns["admin1"].append(at)
        columns["radius"].append(min(_MOST_RADIUS, e.radius_m // 100))
    return columns, strings, list(regions)


def _keyed(entries: Sequence[Entry], first: int) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Numbers by folded name and by skeleton."""
    names: dict[str, list[int]] = defaultdict(list)
    bones: dict[str, list[int]] = defaultdict(list)
    for number, e in enumerate(entries, first):
        folded = e.folded()
        for key in folded:
            names[key].append(number)
        if e.country not in NO_SKELETON:
            for key in sorted({skeleton(k) for k in folded}):
                if len(key) > 1:
                    bones[key].append(number)
    return names, bones


def _further(
    number: int, given: Iterable[str], base: Gazetteer, names: dict[str, list[int]], bones: dict[str, list[int]]
) -> None:
    """The names of a place of the base that it does not have."""
    folded = {key for key in map(fold, given) if len(key) > 1}
    for key in sorted(folded):
        if number not in base.folded(key):
            names[key].append(number)
    if base.country_of(number) not in NO_SKELETON:
        for key in sorted({skeleton(k) for k in folded}):
            if len(key) > 1 and number not in base.by_skeleton(key):
                bones[key].append(number)


def _by_country(entries: Sequence[Entry], countries: Sequence[str]) -> tuple[bytes, list[list[int]]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, e in enumerate(entries):
        numbers[e.country].append(number)
    flat, country_at = array("I"), []
    for country in countries:
        country_at.append([len(flat), len(flat) + len(numbers[country])])
        flat.extend(numbers[country])
    return flat.tobytes(), country_at


def _assembled(sections: Mapping[str, bytes], contents: dict[str, Any]) -> bytes:
    """Head, table of contents and sections."""
    payload, where = bytearray(), {}
    for name, data in sections.items():
        payload += b"\0" * (-len(payload) % 8)
        where[name] = [len(payload), len(data)]
        payload += data
    contents |= {"sha256": hashlib.sha256(payload).hexdigest()}
    raw, at = b"", -1
    while HEAD.size + len(raw) != at:  # the addresses are part of the text whose length moves them
        at = HEAD.size + len(raw)
        contents["payload_at"], contents["size"] = at, at + len(payload)
        contents["sections"] = {name: [at + start, length] for name, (start, length) in where.items()}
        raw = json.dumps(contents, sort_keys=True).encode()
        raw += b" " * (-(HEAD.size + len(raw)) % 8)
    return HEAD.pack(MAGIC, FORMAT, len(raw), hashlib.sha256(raw).digest()) + raw + bytes(payload)
