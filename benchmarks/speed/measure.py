"""Measure reports per second, memory and start-up time of `ebbline read` on reports varied from annotated ones.

    python benchmarks/speed/measure.py FOLDER [--reports 5000] [--coder lexicon] [--workers 1] [--json]

FOLDER holds `reports.jsonl`, and `places.json` and `actors.json` with names. Each made report is as long as one of the
folder's, of sentences drawn from all of them, with other numbers and with every name swapped for another of its kind,
as often as that is named, so that few are copies of one story and as much is claimed. The program is pinned to one core
where the system allows it. Start-up is given beside that of a bare Python in the same run, since
timings vary between runs; reports per second of processor time are given too, which other programs disturb less. Exit
status 1 when a floor of `floors.json` is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
NAME = re.compile(r"\b[A-Z][\w’'-]*[a-z](?: (?:of |the |al-|and )?[A-Z][\w’'-]*[a-z])*\b|\b[A-Z]{2,}\b")
"""A run of words with capitals, or letters that stand for a name."""
NUMBER = re.compile(r"\b\d{1,3}\b")
SENTENCE = re.compile(r"(?<=[.!?])\s|\n")


@dataclass(frozen=True)
class Figures:
    """What was measured; rates in reports a second, memory in MB, times in milliseconds."""

    reports: int
    reports_per_second: float
    reports_per_cpu_second: float
    peak_mb: float
    mb_at_quarter: float
    mb_at_end: float
    help_ms: float
    bare_python_ms: float
    copies: int


def main() -> int:
    """Measure, print, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=5000)
    parser.add_argument("--coder", default="lexicon")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = measure(asked.folder, asked.reports, asked.coder, asked.workers)
    print(json.dumps(asdict(figures)) if asked.json else _table(figures))
    floors = json.loads(FLOORS.read_text("utf-8"))
    missed = [
        name
        for name, held in {
            "reports_per_second": figures.reports_per_second >= floors["reports_per_second"],
            "peak_mb": figures.peak_mb <= floors["peak_mb"],
            "help_ms": figures.help_ms <= floors["help_ms"],
        }.items()
        if not held
    ]
    for name in missed:
        print(f"floor missed: {name}, must be {floors[name]}", file=sys.stderr)
    return 1 if missed else 0


def measure(folder: Path, count: int, coder: str, workers: int) -> Figures:
    """Read `count` made reports into a new ledger and time it."""
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch, "made.jsonl")
        with made.open("w", encoding="utf-8") as out:
            for record in varied(folder, count):
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
        options = ["--coder", coder, "--workers", str(workers), "--offline", "--json"]
        command = [
            sys.executable,
            "-m",
            "ebbline",
            "read",
            str(made),
            "--ledger",
            str(Path(scratch, "speed.db")),
            *options,
        ]
        started, cpu = time.perf_counter(), _cpu_of_children()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, preexec_fn=_one_core if workers == 1 else None
        )
        memory = Memory(process.pid)
        last = ""
        assert process.stdout is not None
        for line in process.stdout:
            last = line
        process.wait()
        seconds, cpu = time.perf_counter() - started, _cpu_of_children() - cpu
        samples = memory.stop()
    summary = json.loads(last)
    read = summary["summary"].get("read", 0)
    if read < count * 0.99:
        raise SystemExit(f"only {read} of {count} reports were read: {summary}")
    return Figures(
        reports=read,
        reports_per_second=read / seconds,
        reports_per_cpu_second=read / cpu,
        peak_mb=max(samples),
        mb_at_quarter=samples[len(samples) // 4],
        mb_at_end=samples[-1],
        help_ms=_median_ms([sys.executable, "-m", "ebbline", "--help"]),
        bare_python_ms=_median_ms([sys.executable, "-c", "pass"]),
        copies=summary["copies"],
    )


class Memory:
    """Samples a process's resident memory every 50 ms until stopped."""

    def __init__(self, pid: int) -> None:
        self._status = Path(f"/proc/{pid}/status")
        self._samples = [0.0]
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done.wait(0.05):
            try:
                found = re.search(r"VmRSS:\s+(\d+) kB", self._status.read_text("ascii"))
            except OSError:
                return
            if found:
                self._samples.append(int(found[1]) / 1024)

    def stop(self) -> list[float]:
        """Every sample, in megabytes."""
        self._done.set()
        self._thread.join()
        return self._samples


def varied(folder: Path, count: int) -> list[dict[str, object]]:
    """`count` reports made from the folder's, the same for the same folder and count.

    Each has the length and the fields of one report; its sentences are drawn from all of them.
    """
    bases = [json.loads(line) for line in (folder / "reports.jsonl").read_text("utf-8").splitlines()]
    sentences = [part for base in bases for part in SENTENCE.split(base["text"]) if part.strip()]
    names = Names.of(folder, sentences)
    rng = random.Random(20151)
    out: list[dict[str, object]] = []
    for number in range(count):
        base = bases[number % len(bases)]
        text = _vary(len(base["text"]), sentences, names, rng)
        out.append({**base, "report": f"made-{number:05}", "url": None, "text": text})
    return out


@dataclass(frozen=True)
class Names:
    """The names of the sentences by kind, each as often as it stands there."""

    kind: dict[str, str]
    of_kind: dict[str, list[str]]

    @classmethod
    def of(cls, folder: Path, sentences: list[str]) -> Names:
        """Places and actors as the folder lists them; other names are those never written small."""
        listed: dict[str, str] = {}
        for file in ("places", "actors"):
            known = json.loads((folder / f"{file}.json").read_text("utf-8"))
            spelled = {*known, *(name for others in known.values() for name in others if isinstance(name, str))}
            listed |= dict.fromkeys(spelled, file)
        small = {word for part in sentences for word in re.findall(r"\b[a-z]\w+", part)}
        kind: dict[str, str] = {}
        of_kind: dict[str, list[str]] = {}
        for part in sentences:
            for name in NAME.findall(part):
                if name.lower() not in small:
                    kind[name] = listed.get(name, "other")
                    of_kind.setdefault(kind[name], []).append(name)
        return cls(kind, of_kind)

    def swapped(self, name: str, rng: random.Random) -> str:
        """Another name of the kind; what is no name stays."""
        return rng.choice(self.of_kind[self.kind[name]]) if name in self.kind else name


def _vary(length: int, sentences: list[str], names: Names, rng: random.Random) -> str:
    parts, made = [rng.choice(sentences)], 0
    # The last sentence is taken when it brings the length nearer, or made reports would be longer than real ones.
    while made + len(parts[-1]) / 2 < length:
        made += len(parts[-1]) + 1
        parts.append(rng.choice(sentences))
    parts = parts[:-1] or parts
    swaps = {name: names.swapped(name, rng) for name in sorted({name for part in parts for name in NAME.findall(part)})}
    mixed = "".join(part + ("\n\n" if rng.random() < 0.3 else " ") for part in parts)
    mixed = NAME.sub(lambda found: swaps.get(found[0], found[0]), mixed)
    return NUMBER.sub(lambda found: str(rng.randint(1, 10 ** len(found[0]) - 1)), mixed)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _median_ms(command: list[str]) -> float:
    times = []
    for _ in range(9):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _table(figures: Figures) -> str:
    return "\n".join(f"{name:20}{value:>12,.1f}" for name, value in asdict(figures).items())


if __name__ == "__main__":
    raise SystemExit(main())
