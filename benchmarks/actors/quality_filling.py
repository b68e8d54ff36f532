"""How often a participant that a rule filled in, because the clause names none, is the one people coded.

    quality_filling.py [--data FOLDER] [NAME ...]

For every rule that the traces name ("filled actor: …") it prints, per folder, how many slots it filled in claims that
align with a gold event, the share of them that gold names in the same role, and how many it filled in claims that
align with none.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from ebbline.claims.lexicon_coder import LexiconCoder

MARK = "filled "


def main() -> None:
    """Code the folders, align and print a line a rule."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=["dev", "train", "synthetic"])
    parser.add_argument("--data", type=Path, default=Path("../shared/quality"))
    parser.add_argument("--show", metavar="RULE", help="print the claims that this rule filled wrongly")
    asked = parser.parse_args()
    scorer, loop = module_at(asked.data / "score.py"), module_at(Path(__file__).parents[1] / "quality" / "score_dev.py")
    table: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for name in asked.names:
        by_report: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for claim in loop.coded(asked.data / name, LexiconCoder()):
            if claim["kind"] == "event":
                by_report[claim["report"]].append(claim)
        _count(asked.data / name, by_report, scorer, loop, table, name, asked.show)
    for rule, folders in sorted(table.items()):
        cells = []
        for name in asked.names:
            seen = folders[name]
            share = f"{seen['right'] / seen['aligned']:.2f}" if seen["aligned"] else "  - "
            cells.append(f"{name} {share} of {seen['aligned']:4} (+{seen['alone']:3} alone)")
        print(f"{rule:38} {'   '.join(cells)}")


def _count(
    folder: Path,
    by_report: dict[str, list[dict[str, Any]]],
    scorer: ModuleType,
    loop: ModuleType,
    table: dict[str, dict[str, Counter[str]]],
    name: str,
    show: str | None,
) -> None:
    names = scorer.Names(folder)
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        raw = gold.get("text") or (folder / gold["doc"]).read_text("utf-8")
        text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
        told, made = gold["events"], by_report[gold["doc"]]
        gold_of = {m: t for t, m in loop._pairs(scorer, "event", told, made, text, names)}
        for i, claim in enumerate(made):
            for step in claim["trace"]:
                if not step.startswith(MARK):
                    continue
                slot = step.removeprefix(MARK).partition(":")[0]
                here = table[step.removeprefix(MARK)][name]
                if i not in gold_of:
                    here["alone"] += 1
                    continue
                want = told[gold_of[i]].get(slot, [])
                got = [actor["name"] for actor in claim["actors"] if actor["role"] == slot]
                right = any(names.same_actor(w, g) for w in want for g in got)
                here.update(aligned=1, right=int(right))
                if not right and show == step.removeprefix(MARK):
                    print(f"{name} {gold['doc'][:7]} got {got} want {want}: {claim['evidence'][0]['text'][:150]!r}")


def module_at(path: Path) -> ModuleType:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: not there")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
