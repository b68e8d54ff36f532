"""The figures of actor linking, beside a naive rival, and their floors.

    python benchmarks/actors/measure.py [--data FOLDER] [--json]

Aligned: actor and target of events that a claim meets, `score.py`'s F1 on `dev`. Golden: mentions of the invented
reports of `tests/golden/actors.toml` that mean whom they should. New groups: of the three articles of `dev`, those
kept. The rival knows names and nothing else: what the registry spells, each for itself. Exit status 1 when a floor of
`floors.json` is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.actors.quality_filling import module_at
from ebbline.actors import Registry, find_actors, linking
from ebbline.actors.scene import Scene
from ebbline.actors.words import Words
from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.language.segment import segment
from ebbline.records import Document, Report

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors.json")
GOLDEN = ROOT / "tests" / "golden" / "actors.toml"
KEPT = {
    "Raqqa Revolutionaries Brigade": "Raqqa rebels brigade",
    "Tahrir Brigade": "liberation brigade",
    "Saraya al-Jihad": "Saraya Al Jihad",
    "Yarmouk Martyrs Brigade": "Martyrs of Yarmouk",
}
"""The groups of the three articles that were in no registry when their claims were coded, by words they stand under."""


def main() -> int:
    """Measure, print, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "quality")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    ours, rival = (dict(_figures(asked.data, by)) for by in (nullcontext(), names_only()))
    if asked.json:
        print(json.dumps({name: round(value, 3) for name, value in ours.items()}))
    else:
        for name, value in ours.items():
            print(f"{name:34}{value:8.3f}{rival[name]:8.3f}")
    floors: Mapping[str, float] = json.loads(FLOORS.read_text("utf-8"))
    missed = [name for name, floor in floors.items() if name in ours and ours[name] < floor]
    for name in missed:
        print(f"floor missed: {name} {ours[name]:.3f}, must be {floors[name]}", file=sys.stderr)
    return 1 if missed else 0


def names_only() -> AbstractContextManager[Any]:
    """Linking as the rival does it: each spelling of the registry for itself, nothing else."""
    return patch.object(linking, "link", _names)


def _names(document: Document, registry: Registry, *, weigh: bool = False) -> Scene:
    words = Words.of(document)
    scene = Scene(words, registry, None, frozenset(), {})
    for mark in registry.marks(document):
        if mark.kind in ("group", "state"):
            linking._link(scene, [mark], 0)
    return scene


def _figures(data: Path, by: AbstractContextManager[Any]) -> Iterator[tuple[str, float]]:
    with by:
        if data.is_dir():
            yield from _aligned(data)
            yield "new groups of the three articles", _kept(data / "dev")
        yield "golden mentions", _golden()


def _aligned(data: Path) -> Iterator[tuple[str, float]]:
    scorer = module_at(data / "score.py")
    loop = module_at(ROOT / "benchmarks" / "quality" / "score_dev.py")
    result, _ = scorer.score(data / "dev", list(loop.coded(data / "dev", LexiconCoder())))
    yield "dev all", result["all"]["f1"]
    for slot in ("actor", "target"):
        yield f"dev aligned {slot}", result["aligned"][f"event.{slot}"]["f1"]


def _kept(folder: Path) -> float:
    """The share of the groups whose words are an armed group's mention of their own somewhere."""
    found: set[str] = set()
    for path in sorted(folder.glob("0*.txt")):
        text = path.read_text("utf-8")
        document = segment(Report("r", "t", text, "", "", "t"))
        for mention in find_actors(document, Registry.open()):
            if mention.kind == "group":
                words = " ".join(mention.span.of(text).split())
                found |= {group for group, own in KEPT.items() if own in words and mention.name in (words, group)}
    return len(found) / len(KEPT)


def _golden() -> float:
    right = asked = 0
    for case in tomllib.loads(GOLDEN.read_text("utf-8"))["report"]:
        text = case["text"]
        mentions = find_actors(segment(Report("r", "t", text, "", "", "t")), Registry.open())
        meant = module_at(GOLDEN.with_name("test_actors.py")).meant
        for words, which, name in case["mentions"]:
            asked += 1
            right += meant(text, words, which, mentions) == name
        names = {mention.name for mention in mentions}
        for name in case.get("new", ()):
            asked += 1
            right += name in names
    return right / asked


if __name__ == "__main__":
    raise SystemExit(main())
