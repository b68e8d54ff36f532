"""What the registry of actors holds, how fast it opens, what of the reports' parties it knows, and what each of its
columns brings.

    python benchmarks/actors/registry.py [--data FOLDER] [--ablations]

FOLDER (`../shared/quality`) holds annotated reports; of `actors.json`, the parties and the names accepted for each, a
party counts as known if any of its names is looked up, but for crowds, that rules name. With `--ablations` the dev,
train and synthetic reports are coded and scored with one column of the registry left out at a time. Exits 1 when a
floor of `registry_floors.json` is missed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from ebbline.actors import Registry
from ebbline.actors.registry import Groups, given_names, shipped
from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.places import Gazetteer

HERE = Path(__file__).resolve().parent
FOLDERS = ("dev", "train", "synthetic")
TAGS, NAMES, CODED_AS = 4, 5, 6


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/quality"))
    parser.add_argument("--ablations", action="store_true")
    asked = parser.parse_args()
    figures = {**sizes(), **coverage(asked.data)}
    figures["milliseconds to open"] = opening()
    for name, value in figures.items():
        print(f"{name:40} {value:8.1f}")
    if asked.ablations:
        ablations(asked.data)
    return missed(figures)


def missed(figures: dict[str, float]) -> int:
    """1 if a figure is under its floor, else 0."""
    low = 0
    for name, floor in json.loads((HERE / "registry_floors.json").read_text("utf-8")).items():
        if name in figures and figures[name] < floor:
            print(f"{name}: {figures[name]:.1f} is under the floor of {floor}")
            low = 1
    return low


def sizes() -> dict[str, float]:
    """How many actors there are of each sort."""
    everyone = list(Registry.open().actors())
    told: dict[str, float] = {"actors": len(everyone), "groups": len(Registry.open().groups)}
    types = Counter(actor.type for actor in everyone)
    told |= {f"actors of type {type_}": count for type_, count in sorted(types.items())}
    told["actors with a native name"] = sum(1 for actor in everyone if actor.native)
    told["actors with a parent or ally"] = sum(1 for actor in everyone if actor.parents or actor.allies)
    told["actors with a first or last day"] = sum(1 for actor in everyone if actor.existed.since or actor.existed.until)
    told["names"] = sum(1 + len(actor.names) + len(actor.native) for actor in everyone)
    return told


def opening() -> float:
    """The CPU milliseconds of the fastest of 20 openings."""
    best = 1.0
    for _ in range(20):
        given_names.cache_clear()
        begun = time.process_time()
        Registry.of(Groups(shipped()))
        best = min(best, time.process_time() - begun)
    return best * 1000


def coverage(data: Path) -> dict[str, float]:
    """The percentage of the parties of annotated reports that the registry knows."""
    registry, told = Registry.open(), {}
    for folder in FOLDERS:
        path = data / folder / "actors.json"
        if not path.exists():
            continue
        parties = json.loads(path.read_text("utf-8")).items()
        named = [(key, *others) for key, others in parties if not key.startswith(("Protesters", "Rioters"))]
        known = sum(1 for names in named if any(registry.called(name) for name in names))
        told[f"{folder} parties known %"] = 100 * known / len(named)
    return told


def ablations(data: Path) -> None:
    """Prints the score of all reports with each column of the registry left out."""
    loop = _module(HERE.parent / "quality" / "score_dev.py")
    scorer, gazetteer = _module(data / "score.py"), Gazetteer.open()
    print(f"{'':32}" + "".join(f"{name:>28}" for name in FOLDERS))
    print(f"{'left out':32}" + f"{'all':>12}{'actor':>8}{'target':>8}" * len(FOLDERS))
    for name, change in _FAMILIES.items():
        registry = Registry.of(Groups(change(line) for line in shipped()))
        line = f"{name:32}"
        for folder in FOLDERS:
            coder = LexiconCoder(gazetteer, registry)
            result, _ = scorer.score(data / folder, list(loop.coded(data / folder, coder)))
            aligned = result["aligned"]
            parts = [result["all"], aligned["event.actor"], aligned["event.target"]]
            line += "".join(f"{part['f1']:{width}.3f}" for part, width in zip(parts, (12, 8, 8), strict=True))
        print(line)


def _changed(column: int, change: Callable[[str], str]) -> Callable[[str], str]:
    def made(line: str) -> str:
        row = line.split("\t")
        row[column] = change(row[column])
        return "\t".join(row)

    return made


def _parts(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda cell: "|".join(change(part) for part in cell.split("|"))


_FAMILIES: dict[str, Callable[[str], str]] = {
    "nothing": lambda line: line,
    "the mark of doubt": _changed(NAMES, _parts(lambda name: name.removeprefix("~"))),
    "the days a name was borne": _changed(NAMES, _parts(lambda name: name.partition("@")[0])),
    "whom claims name for a sub-unit": _changed(CODED_AS, lambda cell: ""),
    "other names and spellings": _changed(NAMES, lambda cell: ""),
    "all groups": _changed(TAGS, lambda cell: "unsought"),
}


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
