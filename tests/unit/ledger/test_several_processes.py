"""Two writers and a reader at once; a writer killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

PROMISED_KILLS = 50


def _start(samples: ModuleType, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, samples.__file__, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_writers_and_a_reader(samples: ModuleType, tmp_path: Path) -> None:
    ledger = tmp_path / "shared.db"  # made by whoever comes first
    running = [
        _start(samples, "write", ledger, 0, 120),
        _start(samples, "write", ledger, 60, 120),  # half of them the same reports
        _start(samples, "iterate", ledger, 1.5),
    ]
    for process in running:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert "done" in out
    with samples.open_store(ledger) as store:
        assert store.counts()["reports"] == 180
        assert store.counts()["claims"] == 720
        assert list(store.verify()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_killed_at_fifty_random_moments(samples: ModuleType, tmp_path: Path) -> None:
    ledger = tmp_path / "killed.db"
    moments = random.Random(20)
    stored = 0
    with _start(samples, "nursery") as nursery:
        assert nursery.stdin is not None
        for _ in range(PROMISED_KILLS):
            writer = int(_ask(nursery, f"{ledger}\t{stored}\t10000"))
            time.sleep(moments.random() * 0.06)  # the shortest while the ledger is being made or opened
            os.kill(writer, signal.SIGKILL)
            assert _ask(nursery, "") == "gone"
            stored = _whole_reports(samples, ledger, at_least=stored)
        nursery.stdin.close()
    assert stored > PROMISED_KILLS // 10  # a busy machine stores few in so short a time, none would prove nothing
    with samples.open_store(ledger) as store:
        assert all(len(reading.claims) == 4 for reading in store.readings())
        assert list(store.verify()) == []


def _ask(nursery: subprocess.Popen[str], line: str) -> str:
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(line + "\n")
    nursery.stdin.flush()
    return nursery.stdout.readline().strip()


def _whole_reports(samples: ModuleType, ledger: Path, at_least: int) -> int:
    with samples.open_store(ledger) as store:
        counts = store.counts()
        assert counts["reports"] == counts["readings"] == counts["captures"] >= at_least
        assert counts["claims"] == 4 * counts["reports"]
        assert sum(1 for _ in store.claims()) == counts["claims"]
        return counts["reports"]
