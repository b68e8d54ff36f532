"""Variant spellings in three reports: how many are the place they should be, with and without help from the data.

    python benchmarks/places/variants.py ../shared/quality/dev [--taken-out]

A spelling counts when every mention of it in its report lies within 25 km of the place (50 km for a mountain range,
whose middle is a matter of opinion). --taken-out hides the spellings from what the gazetteer answers: the name as it
is written, and its skeleton where no other name of the same entry shares it, so that only likeness can find it. The
last line tells of `Qnitry`, which is no spelling of Quneitra: unknown alone, north of Raqqa in a list of villages.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ebbline.language.segment import segment
from ebbline.places import Gazetteer, PlaceMention, find_places
from ebbline.places.gazetteer import NAMED
from ebbline.places.names import fold, neighbours, skeleton
from ebbline.records import Document, Report

TABLE = Path(__file__).with_name("variants.tsv")
NEAR_KM, RANGE_KM = 25.0, 50.0
RANGES = ("Qalamoun", "Mount Abdulaziz")


def spellings() -> list[tuple[str, str, str]]:
    """Report, spelling and place of each row."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [(report, spelling, place) for report, spelling, place in (line.split("\t") for line in lines)]


def without(gazetteer: Gazetteer, names: list[str]) -> Gazetteer:
    """The gazetteer with these spellings hidden; it is changed."""
    hidden = {fold(name): set(gazetteer.folded(fold(name))) for name in names}
    bearers = {number for numbers in hidden.values() for number in numbers}
    folded, by_skeleton, near = gazetteer.folded, gazetteer.by_skeleton, gazetteer.near

    def own_bones(number: int) -> str:
        return skeleton(gazetteer.folded_name(number))

    def hidden_folded(key: str) -> tuple[int, ...]:
        numbers = folded(key)
        return tuple(n for n in numbers if gazetteer.folded_name(n) == key) if key in hidden else numbers

    def hidden_skeleton(bones: str) -> tuple[int, ...]:
        return tuple(n for n in by_skeleton(bones) if n not in bearers or own_bones(n) == bones)

    def hidden_near(bones: str, countries: tuple[str, ...]) -> list[int]:
        slips = set(neighbours(bones))
        return [n for n in near(bones, countries) if n not in bearers or own_bones(n) in slips]

    for key in hidden:
        if not hidden_folded(key):
            gazetteer.standing[key] = gazetteer.standing[key] & ~NAMED
    answers = {"folded": hidden_folded, "by_skeleton": hidden_skeleton, "near": hidden_near}
    for name, answer in answers.items():
        setattr(gazetteer, name, answer)
    return gazetteer


def apart_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance on a small part of the earth."""
    return math.hypot(a[0] - b[0], (a[1] - b[1]) * math.cos(math.radians(a[0]))) * 111.0


Find = Callable[[Document, Gazetteer], Sequence[PlaceMention]]


def found(folder: Path, gazetteer: Gazetteer, find: Find = find_places) -> list[tuple[str, str, bool]]:
    """Each spelling, its place, and whether it was found as that."""
    points: dict[str, tuple[float, float]] = {
        name: (float(at[0]), float(at[1])) for name, at in json.loads((folder / "places.json").read_text()).items()
    }
    told: dict[str, list[tuple[str, float | None, float | None]]] = {}
    for path in sorted(folder.glob("00[013]_*.txt")):
        report = Report("r_0", path.name, path.read_text("utf-8"), "", "", path.name)
        told[path.name[:3]] = [(m.place.mention, m.place.lat, m.place.lon) for m in find(segment(report), gazetteer)]
    out = []
    for report_name, spelling, place in spellings():
        reach = RANGE_KM if place in RANGES else NEAR_KM
        points_told = [(lat, lon) for mention, lat, lon in told[report_name] if mention == spelling]
        right = bool(points_told) and all(
            lat is not None and lon is not None and apart_km((lat, lon), points[place]) <= reach
            for lat, lon in points_told
        )
        out.append((spelling, place, right))
    return out


def qnitry(gazetteer: Gazetteer) -> tuple[bool, bool]:
    """Whether the name alone is unknown, and in a list of villages is unknown or lies north of Raqqa."""

    def points(text: str) -> list[tuple[float | None, float | None]]:
        mentions = find_places(segment(Report("r_0", "n", text, "", "", "n")), gazetteer)
        return [(m.place.lat, m.place.lon) for m in mentions if m.place.mention.startswith("Qnitry")]

    alone = all(lat is None for lat, _ in points("Two men died in Qnitry."))
    there = points("In Syria the militia took villages north of Raqqa: Ain Issa, Solok, Qnitry and Ain arus.")
    listed = all(lat is None or (lon is not None and 35.95 < lat < 37 and 38 < lon < 40) for lat, lon in there)
    return alone, listed


def main() -> int:
    """Prints the spellings that are missed, and how many are found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--taken-out", action="store_true")
    asked = parser.parse_args()
    gazetteer = Gazetteer.open()
    if asked.taken_out:
        without(gazetteer, [spelling for _, spelling, _ in spellings()])
    rows = found(asked.folder, gazetteer)
    for spelling, place, right in rows:
        if not right:
            print(f"missed: {spelling} is {place}")
    print(f"{sum(right for *_, right in rows)} of {len(rows)}{' with the spellings taken out' * asked.taken_out}")
    alone, listed = qnitry(Gazetteer.open())
    print(f"Qnitry alone: {'unknown' if alone else 'WRONG'}")
    print(f"Qnitry in a list: {'north of Raqqa or unknown' if listed else 'WRONG'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
