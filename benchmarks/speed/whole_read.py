"""Measure whole `ebbline read` against the language model alone on the same reports.

    python benchmarks/speed/whole_read.py FOLDER [--times 3] [--json]

FOLDER holds `reports.jsonl`. Each round reads it three ways, each in a process of its own and on the same two cores
where the system allows it: the whole program into a new ledger with the default coder, start-up included; the model
alone report by report; and the model alone on many reports together. Of the model alone only the reading counts, not
its opening. Timings vary between runs, so the rounds alternate and the median of their ratios counts. Exit status 1
when whole `ebbline read` takes more times the model's report by report, by the clock, than `floors.json` allows.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
ALONE = """
import datetime as dt, json, resource, sys, time
from ebbline.ingest import IngestOptions, ingest
from ebbline.language.reader import Reader
from ebbline.records import Report
def used():
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), spent.ru_utime + spent.ru_stime
clock = lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
items = ingest([sys.argv[1]], IngestOptions(offline=True), clock=clock)
reports = [item.report for item in items if isinstance(getattr(item, "report", None), Report)]
reader = Reader.open()
wall, cpu = used()
if sys.argv[2] == "together":
    for _ in reader.read_all(reports): pass
else:
    for report in reports: reader.read(report)
done, spent = used()
print(json.dumps({"wall": done - wall, "cpu": spent - cpu, "reports": len(reports)}))
"""


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of processor time, for so many reports."""

    wall: float
    cpu: float
    reports: int


def main() -> int:
    """Measure, print, compare with the floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    _two_cores()
    reports = asked.folder / "reports.jsonl"
    rounds = [
        {"whole": whole(reports), "each": alone(reports, "each"), "together": alone(reports, "together")}
        for _ in range(max(1, asked.times))
    ]
    figures = {
        f"{measure} against {way}": statistics.median(
            getattr(one["whole"], measure) / getattr(one[way], measure) for one in rounds
        )
        for way in ("each", "together")
        for measure in ("wall", "cpu")
    }
    told = [{way: asdict(spent) for way, spent in one.items()} for one in rounds]
    print(json.dumps({"rounds": told, "ratios": figures}) if asked.json else _table(rounds, figures))
    most = json.loads(FLOORS.read_text("utf-8"))["whole_against_model"]
    if figures["wall against each"] > most:
        print(f"floor missed: whole read must take at most {most} times the model alone", file=sys.stderr)
        return 1
    return 0


def whole(reports: Path) -> Spent:
    """`ebbline read` into a new ledger, from start to end of its process."""
    with tempfile.TemporaryDirectory() as scratch:
        ledger = str(Path(scratch, "whole.db"))
        command = [sys.executable, "-m", "ebbline", "read", str(reports), "--ledger", ledger, "--offline", "--json"]
        wall, cpu = time.perf_counter(), _cpu_of_children()
        out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout
        wall, cpu = time.perf_counter() - wall, _cpu_of_children() - cpu
    summary = json.loads(out.splitlines()[-1])["summary"]
    if summary.get("failed") or not summary.get("read"):
        raise SystemExit(f"not every report was read: {summary}")
    return Spent(wall, cpu, summary["read"])


def alone(reports: Path, way: str) -> Spent:
    """The language model on the same reports, `each` by itself or many `together`; its opening is not counted."""
    command = [sys.executable, "-c", ALONE, str(reports), way]
    return Spent(**json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout))


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _two_cores() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:2]))


def _table(rounds: Iterable[dict[str, Spent]], figures: dict[str, float]) -> str:
    lines = [
        f"{way:10} {spent.reports:4} reports  {spent.wall:7.1f} s by the clock  {spent.cpu:7.1f} s of processor"
        for one in rounds
        for way, spent in one.items()
    ]
    return "\n".join([*lines, *(f"{name:24}{value:6.2f}" for name, value in figures.items())])


if __name__ == "__main__":
    raise SystemExit(main())
