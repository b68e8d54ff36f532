"""Score the coder and its naive rival on annotated reports, and fail when a floor is missed.

    python benchmarks/quality/gate.py FOLDER [--coder NAME] [--no-floors] [--aligned] [--errors N] [--keep FILE]

FOLDER holds `reports.jsonl`, `*.gold.json` and, one level up, `score.py`. Floors and the digest of the corpus
they were set on are in `floors.json`; a floor is lowered only with a reason in the commit. Exit status: 0 floors
held, 1 one was missed, 2 the corpus is not the one the floors were set on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ebbline.config import DEFAULT_CODER

FLOORS = Path(__file__).with_name("floors.json")
RIVAL = "keyword"


def main() -> int:
    """Run the gate; see the module's docstring for the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--coder", default=DEFAULT_CODER)
    parser.add_argument("--no-floors", action="store_true", help="score only, on any corpus")
    parser.add_argument("--aligned", action="store_true", help="print slot scores among aligned claims")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N disagreements")
    parser.add_argument("--keep", type=Path, help="keep the exported claims here")
    asked = parser.parse_args()
    result = score(asked.folder, asked.coder, asked)
    rival = score(asked.folder, RIVAL, None)
    print(f"{'':22}{asked.coder:>10}{RIVAL:>10}")
    for name, value in figures(result).items():
        print(f"{name:22}{value:10.3f}{figures(rival)[name]:10.3f}")
    return 0 if asked.no_floors else check(asked.folder, figures(result), figures(rival))


def check(folder: Path, got: dict[str, float], rival: dict[str, float]) -> int:
    """Compare with the floors; print what is missed."""
    pinned = json.loads(FLOORS.read_text("utf-8"))
    if pinned["corpus_sha256"] != corpus_digest(folder):
        print(f"{folder} is not the corpus the floors were set on: measure again and renew {FLOORS}", file=sys.stderr)
        return 2
    missed = [(name, floor, got[name]) for name, floor in pinned["floors"].items() if got[name] < floor]
    for name, floor, value in missed:
        print(f"floor missed: {name} is {value:.3f}, must be {floor:.3f}", file=sys.stderr)
    if got["all f1"] <= rival["all f1"]:
        print("floor missed: the coder is no better than its naive rival", file=sys.stderr)
        return 1
    print("floors held" if not missed else "floors missed")
    return 1 if missed else 0


def score(folder: Path, coder: str, asked: argparse.Namespace | None) -> dict[str, Any]:
    """The scorer's result for one coder, by way of the installed program: read, export, score."""
    with tempfile.TemporaryDirectory() as scratch:
        ledger, claims = Path(scratch, "gate.db"), Path(scratch, "claims.jsonl")
        program = [sys.executable, "-m", "ebbline"]
        read = [*program, "read", str(folder / "reports.jsonl"), "--coder", coder, "--ledger", str(ledger)]
        _run([*read, "--offline", "--json"])
        claims.write_bytes(_run([*program, "export", "--ledger", str(ledger), "--format", "claims", "--names"]))
        if asked and asked.keep:
            asked.keep.write_bytes(claims.read_bytes())
        scorer = [sys.executable, str(folder.resolve().parent / "score.py"), str(folder), str(claims)]
        if asked and (asked.aligned or asked.errors):
            extra = ["--errors", str(asked.errors)] + (["--aligned"] if asked.aligned else [])
            print(_run([*scorer, *extra]).decode("utf-8"))
        result: dict[str, Any] = json.loads(_run([*scorer, "--json"]))
        return result


_ALIGNED = {"speaker": "event.said_by", "not happened": "event.not_happened", "toll": "event.toll"}
_ARTICLES = ("000", "001", "003")
"""The reports of 2015-16 on the decline of one group, by the beginnings of their names."""


def figures(result: dict[str, Any]) -> dict[str, float]:
    """The figures that floors are set on."""
    out = {f"all {part}": float(result["all"][part]) for part in ("f1", "precision", "recall")}
    for kind in ("event", "control", "strength", "cause"):
        out[f"{kind} f1"] = float(result[kind]["f1"])
    for name, slot in _ALIGNED.items():
        out[f"aligned {name}"] = float(result["aligned"][slot]["f1"])
    for report, of_report in result["per_report"].items():
        if report[:3] in _ARTICLES:
            out[f"article {report[:3]}"] = float(of_report["f1"])
    dates = result["dates"]
    out["dates right"] = dates["right"] / max(1, dates["of"])
    out["bad offsets"] = -float(result["bad_offsets"])
    return out


def corpus_digest(folder: Path) -> str:
    """One hash over every file of the corpus, names included."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.is_file():
            digest.update(path.name.encode("utf-8") + b"\x00" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _run(command: list[str]) -> bytes:
    done = subprocess.run(command, capture_output=True, check=False)
    # A run that ends with status 1 because some report is not English still tells its counts at the end.
    some_not_read = done.returncode == 1 and b'{"summary":' in done.stdout
    if done.returncode and not some_not_read:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr.decode('utf-8', 'replace')}")
    sys.stderr.write(done.stderr.decode("utf-8", "replace"))
    return done.stdout


if __name__ == "__main__":
    raise SystemExit(main())
