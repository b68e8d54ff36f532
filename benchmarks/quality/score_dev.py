"""Code annotated folders in this process and print their scores: the quick loop while a rule is being tried.

    python benchmarks/quality/score_dev.py [--data FOLDER] [NAME ...] [--coder NAME] [--slots] [--aligned] [--rules]
        [--missed KIND]

NAME is `dev`, `train` or `synthetic` (all three by default) under FOLDER (`../shared/quality`). `--rules` counts for
every rule its claims, how many align and the precision of their slots; `--missed` lists gold claims of a kind that
no claim meets. The gate (`gate.py`) goes through the installed program instead and alone decides.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from ebbline.claims.coder import Coder
from ebbline.config import DEFAULT_CODER
from ebbline.errors import InputError
from ebbline.ingest import IngestOptions, ingest
from ebbline.pipeline import CODERS
from ebbline.records import claim_to_json


def main() -> None:
    """Parse, code, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=["dev", "train", "synthetic"])
    parser.add_argument("--data", type=Path, default=Path("../shared/quality"))
    parser.add_argument("--coder", default=DEFAULT_CODER, choices=sorted(CODERS))
    parser.add_argument("--slots", action="store_true")
    parser.add_argument("--aligned", action="store_true")
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--missed", metavar="KIND")
    asked = parser.parse_args()
    scorer = scorer_of(asked.data / "score.py")
    coder = CODERS[asked.coder]()
    for name in asked.names:
        claims = list(coded(asked.data / name, coder))
        result, _ = scorer.score(asked.data / name, claims)
        print(f"== {name}: {len(claims)} claims, {result['bad_offsets']} bad offsets, dates {result['dates']}")
        shown = ["all", *scorer.KINDS]
        for key in shown:
            _show(key, result[key])
        for block, wanted in (("slots", asked.slots), ("aligned", asked.aligned)):
            for key, value in result[block].items() if wanted else ():
                _show(f"{block[:1]} {key}", value)
        if asked.rules or asked.missed:
            _rules(scorer, asked.data / name, claims, asked)


def coded(folder: Path, coder: Coder) -> Iterator[dict[str, Any]]:
    """The claims of a folder's `reports.jsonl` as the export writes them, as far as the scorer looks."""
    options = IngestOptions(offline=True)
    for item in ingest([str(folder / "reports.jsonl")], options, clock=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC)):
        if isinstance(item, InputError) or item.report is None:
            continue
        for claim in coder.code(item.report).claims:
            yield {**claim_to_json(claim), "report": item.report.name}


def scorer_of(path: Path) -> ModuleType:
    """The scorer beside the annotated folders."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: no scorer there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _show(name: str, r: dict[str, Any]) -> None:
    shown = " ".join(f"{part} {r[key]:.3f}" for part, key in (("F1", "f1"), ("P", "precision"), ("R", "recall")))
    print(f"{name:24} {shown}  ({r['right']} right, {r['missed']} missed, {r['extra']} extra)")


def _rules(scorer: ModuleType, folder: Path, claims: list[dict[str, Any]], asked: argparse.Namespace) -> None:
    by_report: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for claim in claims:
        by_report[claim["report"]].append(claim)
    names, table = scorer.Names(folder), defaultdict[str, Counter[str]](Counter)
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        raw = gold.get("text") or (folder / gold["doc"]).read_text("utf-8")
        text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
        for kind in scorer.KINDS:
            told = gold.get(scorer.GOLD_KEYS[kind], [])
            made = [claim for claim in by_report[gold["doc"]] if claim["kind"] == kind]
            met = dict(_pairs(scorer, kind, told, made, text, names))
            for i, item in enumerate(told):
                if i not in met and kind == asked.missed:
                    print(
                        f"{gold['doc'][:6]} {item.get('type') or item.get('dimension') or ''} | {item['quote'][:140]}"
                    )
            gold_of = {made_i: told_i for told_i, made_i in met.items()}
            for i, claim in enumerate(made):
                slots = scorer.slots(kind, told[gold_of[i]] if i in gold_of else None, claim, names)
                right, extra = (sum(slot[k] for slot in slots.values()) for k in (0, 2))
                table[f"{kind} {claim['trace'][0]}"].update(n=1, aligned=int(i in gold_of), right=right, extra=extra)
    for rule, seen in sorted(table.items()) if asked.rules else ():
        precision = seen["right"] / max(1, seen["right"] + seen["extra"])
        print(f"{rule:40} {seen['n']:5} claims  {seen['aligned'] / seen['n']:.2f} aligned  P {precision:.2f}")


def _pairs(
    scorer: ModuleType, kind: str, told: list[Any], made: list[Any], text: str, names: Any
) -> list[tuple[int, int]]:
    weights = []
    for item in told:
        at, row = scorer.quoted(item["quote"], text), []
        for claim in made:
            here = scorer.pointed(claim, text)
            shared = len(at & here) / max(1, len(at | here))
            fit = scorer.slots(kind, item, claim, names) if shared >= scorer.SHARED else {}
            row.append(0.01 + 0.1 * shared + scorer.right(fit) + fit.get("type", (0,))[0] if fit else 0.0)
        weights.append(row)
    pairs: list[tuple[int, int]] = scorer.assign(weights)
    return pairs


if __name__ == "__main__":
    main()
