"""Places found in annotated reports, against the places their claims hold.

    python benchmarks/places/quality_places.py ../shared/quality/train [--errors 40] [--gazetteer FILE]

Recall: the share of gold places (finer than a country, once a report) that some mention meets, by name or within
25 km. Precision: the share of resolved places told that meet one; places a report names without an event there
count as wrong, so it is a lower bound; seats of government as speakers and datelines are left out of it. The
folder's neighbour `score.py` decides what agrees.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from ebbline.language.segment import segment
from ebbline.places import Gazetteer, PlaceMention, find_places
from ebbline.records import Document, Report


def scorer(path: Path) -> ModuleType:
    """The scorer beside the annotated folders, as a module."""
    spec = importlib.util.spec_from_file_location("quality_score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path}: no scorer there; give a folder of ../shared/quality")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report_of(name: str, text: str) -> Report:
    """A bare report around a text."""
    return Report("r_0", name, text, "", "", name)


def gold_places(gold: dict[str, Any]) -> set[str]:
    """Every place of the events and control claims."""
    return {p for e in gold.get("events", []) for p in e.get("place", [])} | {
        p for c in gold.get("control", []) for p in c.get("places", [])
    }


def as_claimed(mention: PlaceMention) -> dict[str, Any]:
    """The fields the scorer looks at."""
    place = mention.place
    return {"name": place.name, "mention": place.mention, "lat": place.lat, "lon": place.lon}


Find = Callable[[Document, Gazetteer], Sequence[PlaceMention]]


def measure(folder: Path, gazetteer: Gazetteer, find: Find = find_places) -> tuple[Counter[str], list[str], float]:
    """Counts, disagreements, and seconds spent in `find_places`."""
    names = scorer(folder.resolve().parent / "score.py").Names(folder)
    counts: Counter[str] = Counter()
    errors: list[str] = []
    spent = 0.0
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        raw = gold.get("text") or (folder / gold["doc"]).read_text("utf-8")
        document = segment(report_of(gold["doc"], unicodedata.normalize("NFC", raw.replace("\r\n", "\n"))))
        began = time.process_time()
        mentions = find(document, gazetteer)
        spent += time.process_time() - began
        counts["characters"] += len(raw)
        wanted = set(names.finer(sorted(gold_places(gold))))
        finer = [m for m in mentions if m.place.precision != "country"]
        met = {w for w in wanted if any(names.same_place(w, as_claimed(m)) for m in finer)}
        told = {(m.place.name, m.place.lat): m for m in finer if m.kind not in ("metonym", "dateline")}
        counts.update(gold=len(wanted), met=len(met))
        errors += [f"{gold['doc']} MISSED {w}" for w in sorted(wanted - met)]
        for mention in told.values():
            right = any(names.same_place(w, as_claimed(mention)) for w in wanted)
            known = mention.place.lat is not None
            counts["unknown" if not known else "resolved"] += 1
            counts["right"] += right and known
            if not right and known:
                place = mention.place
                errors.append(
                    f"{gold['doc']} EXTRA {place.mention} -> {place.name} {place.country} {mention.kind} {place.score}"
                )
            elif not right:
                errors.append(f"{gold['doc']} UNKNOWN {mention.place.mention}")
    return counts, errors, spent


def main() -> None:
    """Prints the figures, and disagreements if asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--gazetteer", type=Path)
    args = parser.parse_args()
    gazetteer = Gazetteer.open(args.gazetteer)
    counts, errors, spent = measure(args.folder, gazetteer)
    for line in errors[: args.errors]:
        print(line)
    recall, precision = counts["met"] / max(1, counts["gold"]), counts["right"] / max(1, counts["resolved"])
    print(
        f"{args.folder.name}: recall {recall:.3f} ({counts['met']}/{counts['gold']}), precision {precision:.3f} "
        f"({counts['right']}/{counts['resolved']} resolved, {counts['unknown']} unknown), "
        f"{spent / max(1, counts['characters']) * 1.5e6:.2f} ms per 1,500 characters"
    )


if __name__ == "__main__":
    main()
