"""Every figure of places beside a naive rival's and the best published, held to the floors.

    python benchmarks/places/measure.py ../shared [--only RESOLUTION,NAMES,MODEL,VARIANTS,SPEED]

Test halves only; see `geoparsing.py`, `names_found.py` and `variants.py` for what is counted. Speed is processor time
of one core, the language model apart: resolving marked names, and finding and resolving all names of the development
reports. Exit status 1 when a floor of `floors.json` is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.places import geoparsing, names_found, variants
from benchmarks.places.corpora import CORPORA
from benchmarks.places.names_found import Read
from ebbline.language.segment import segment
from ebbline.places import Gazetteer, find_places
from ebbline.records import Report

FLOORS = Path(__file__).with_name("floors.json")


@dataclass(frozen=True)
class Figure:
    """One figure, a naive rival's and the best published one."""

    name: str
    value: float
    rival: float | None = None
    note: str = ""


PUBLISHED = {"LGL": "Mordecai3, trained on it: 82.7", "TR-News": "Mordecai3, trained on it: 87.3"}


def resolution(shared: Path) -> Iterator[Figure]:
    """Marked names within 161 km."""
    gazetteer = Gazetteer.open()
    for corpus in CORPORA:
        score = geoparsing.measure(shared / "benchmarks/geoparsing", corpus, "test", gazetteer)
        resolved = score.all - score.unknown
        yield Figure(
            f"{corpus} test within 161 km",
            100 * score.right / score.all,
            100 * score.naive / score.all,
            f"bound {100 * score.bound / score.all:.1f}; {PUBLISHED.get(corpus, '')}",
        )
        yield Figure(f"{corpus} test left unknown", 100 * score.unknown / score.all)
        yield Figure(f"{corpus} test precision of the rest", 100 * score.right / max(1, resolved))


def names(shared: Path) -> Iterator[Figure]:
    """Names found by the rules."""
    yield from _names(shared, segment, "rules")


def model(shared: Path) -> Iterator[Figure]:
    """Names found with the language model."""
    yield from _names(shared, names_found.reader(), "model")


def _names(shared: Path, read: Read, how: str) -> Iterator[Figure]:
    gazetteer = Gazetteer.open()
    for corpus in ("TR-News", "GeoVirus"):
        found = names_found.measure(shared / "benchmarks/geoparsing", corpus, "test", gazetteer, read)
        note = "on a like set spaCy 74.9, Google 83.2"
        yield Figure(f"{corpus} test names, {how}, strict F1", found.f1, None, note)


def spellings(shared: Path) -> Iterator[Figure]:
    """Variant spellings found, and with those spellings taken out of the data."""
    listed = [spelling for _, spelling, _ in variants.spellings()]
    for name, gazetteer in (
        ("variant spellings", Gazetteer.open()),
        ("variant spellings taken out", variants.without(Gazetteer.open(), listed)),
    ):
        rows = variants.found(shared / "quality/dev", gazetteer)
        yield Figure(name, sum(right for *_, right in rows), None, f"of {len(rows)}")
    yield Figure("Qnitry where it should be", sum(variants.qnitry(Gazetteer.open())), None, "of 2")


def speed(shared: Path) -> Iterator[Figure]:
    """Reports a second."""
    gazetteer = Gazetteer.open()
    scores = [
        geoparsing.measure(shared / "benchmarks/geoparsing", corpus, "test", gazetteer) for corpus in ("LGL", "TR-News")
    ]
    yield Figure("resolution, reports/s", sum(s.reports for s in scores) / sum(s.seconds for s in scores))
    texts = [json.loads(line)["text"] for line in (shared / "quality/dev/reports.jsonl").read_text().splitlines()]
    documents = [segment(Report("r_0", "n", text, "", "", "n")) for text in texts]
    began = time.process_time()
    for document in documents:
        find_places(document, gazetteer)
    yield Figure("finding and resolution, reports/s", len(documents) / (time.process_time() - began))


PARTS: dict[str, Callable[[Path], Iterator[Figure]]] = {
    "RESOLUTION": resolution, "NAMES": names, "MODEL": model, "VARIANTS": spellings, "SPEED": speed,
}  # fmt: skip


def main() -> int:
    """Measure, print, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--only", default=",".join(PARTS))
    asked = parser.parse_args()
    if not PARTS.keys() >= set(asked.only.split(",")):
        parser.error(f"--only takes {','.join(PARTS)}")
    found = [figure for part in asked.only.split(",") for figure in PARTS[part](asked.shared)]
    for figure in found:
        rival = "" if figure.rival is None else f"{figure.rival:.1f}"
        print(f"{figure.name:44}{figure.value:8.1f}{rival:>8}  {figure.note}")
    floors: dict[str, float] = json.loads(FLOORS.read_text("utf-8"))
    nameless = floors.keys() - {figure.name for figure in found}
    if nameless and asked.only == ",".join(PARTS):
        parser.error(f"{FLOORS.name} has floors for figures that are not measured: {', '.join(sorted(nameless))}")
    missed = [figure for figure in found if figure.value < floors.get(figure.name, 0)]
    for figure in missed:
        print(f"floor missed: {figure.name} {figure.value:.1f}, must be {floors[figure.name]}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
