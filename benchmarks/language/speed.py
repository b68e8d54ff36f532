"""Sentences a second from text to whole documents, the encoder's share, load time and memory.

    python benchmarks/language/speed.py ../shared/benchmarks [--threads 2] [--model FILE] [--json]

The text is EWT train's sentences of 26 to 30 words, ten a report, a third of them in each of three runs, so that no
word's pieces are remembered from the run before; the best run counts. Load time and memory are those of a new process
that loads the model and reads one such third. Exit status 1 when a floor of `speed_floors.json` is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import onnxruntime as ort

from ebbline.language.network import OUTPUTS, Network
from ebbline.language.reader import Reader
from ebbline.records import Report

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from training.corpora import ewt
from training.examples import text_of

FLOORS = Path(__file__).with_name("speed_floors.json")
LOADING = """
import json, resource, sys, time
from pathlib import Path
started = time.perf_counter()
from ebbline.language.reader import Reader
from ebbline.records import Report
reader = Reader.open(Path(sys.argv[2]) if len(sys.argv) > 2 else None, threads=2)
loaded = time.perf_counter() - started
texts = json.loads(Path(sys.argv[1]).read_text("utf-8"))
list(reader.read_all([Report("r_0", "speed", text, "", "", "speed") for text in texts]))
print(loaded, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@dataclass(frozen=True)
class Figures:
    """Rates a second; share of the time, 0 to 1; seconds; megabytes."""

    sentences_per_second: float
    words_per_second: float
    encoder_share: float
    load_s: float
    memory_mb: float


def main() -> int:
    """Measure, print, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    figures = measure(asked.folder, asked.threads, asked.model)
    if asked.json:
        print(json.dumps(asdict(figures)))
    else:
        for name, value in asdict(figures).items():
            print(f"{name:24}{value:10.2f}")
    floors = json.loads(FLOORS.read_text("utf-8"))
    missed = [
        name
        for name, floor in floors.items()
        if (getattr(figures, name) > floor if name in ("load_s", "memory_mb") else getattr(figures, name) < floor)
    ]
    for name in missed:
        print(f"floor missed: {name}, must be {floors[name]}", file=sys.stderr)
    return 1 if missed else 0


def measure(folder: Path, threads: int, model: Path | None) -> Figures:
    """The figures, rates as the best of three runs."""
    timed = _Timed(Network.open(model, threads))
    reader = Reader(timed)
    thirds = made(folder)
    best = Figures(0, 0, 0, 0, 0)
    for reports in thirds:
        timed.spent = 0.0
        started = time.perf_counter()
        documents = list(reader.read_all(reports))
        seconds = time.perf_counter() - started
        count = sum(len(document.sentences) for document in documents)
        words = sum(len(s.words) for document in documents for s in document.sentences)
        if count / seconds > best.sentences_per_second:
            best = Figures(count / seconds, words / seconds, timed.spent / seconds, 0, 0)
    load, memory = loading([report.text for report in thirds[0]], model)
    return replace(best, encoder_share=best.encoder_share * timed.encoder_part(), load_s=load, memory_mb=memory)


def made(folder: Path) -> list[list[Report]]:
    """Three times as many reports."""
    sentences = [
        text_of(example.words[start:end], example.spaced[start:end])
        for example in ewt.read(folder, "train")
        for start, end in pairwise([*example.cuts, len(example.words)])
        if 26 <= end - start <= 30
    ]
    texts = [" ".join(sentences[i : i + 10]) for i in range(0, len(sentences) - 10, 10)]
    reports = [Report(f"r_{i}", "speed", text, "", "", "speed") for i, text in enumerate(texts)]
    return [reports[third::3] for third in range(3)]


def loading(texts: list[str], model: Path | None) -> tuple[float, float]:
    """The shortest of five load times, in seconds, and the largest memory, in megabytes."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "texts.json")
        file.write_text(json.dumps(texts), "utf-8")
        command = [sys.executable, "-c", LOADING, str(file), *([str(model)] if model else [])]
        runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(5)]
    return min(float(run[0]) for run in runs), max(float(run[1]) for run in runs)


class _Timed(Network):
    """A network that counts the seconds spent in it, and keeps the last of what it was asked."""

    def __init__(self, network: Network) -> None:
        self.spent = 0.0
        self._asked: list[dict[str, Any]] = []
        super().__init__(network.session)

    def run(self, names: Sequence[str], feeds: dict[str, Any]) -> list[Any]:
        """As the network's, timed."""
        started = time.perf_counter()
        out = super().run(names, feeds)
        if len(names) > 1:
            self.spent += time.perf_counter() - started
            self._asked = [*self._asked[-7:], feeds]
        return out

    def encoder_part(self) -> float:
        """The share of the network's time that the way to one cheap head takes, which is the encoder's."""
        options = ort.RunOptions()
        options.only_execute_path_to_fetches = True

        def seconds(names: Sequence[str]) -> float:
            times = []
            for _ in range(3):
                started = time.perf_counter()
                for feeds in self._asked:
                    self.session.run(names, feeds, options)
                times.append(time.perf_counter() - started)
            return min(times)

        return seconds(["certainty"]) / seconds(OUTPUTS)


if __name__ == "__main__":
    raise SystemExit(main())
