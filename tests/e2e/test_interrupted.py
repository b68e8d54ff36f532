"""`ebbline read` killed or stopped in mid-run: whole reports only, nothing left running, the same end in the end."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
REPORTS = 60


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    places = ["Tal Abyad", "Manbij", "Ain Issa", "Kobani", "Sarrin", "Palmyra"]
    path = tmp_path_factory.mktemp("interrupted") / "batch.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(REPORTS):
            place = places[number % len(places)]
            text = f"Fighters of the YPG captured {place} from Islamic State after {number + 2} days of clashes. " * 3
            out.write(json.dumps({"report": f"r{number:03}", "text": text, "published": "2016-01-05"}) + "\n")
    return path


def start(batch: Path, ledger: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ebbline", "read", str(batch), "--ledger", str(ledger), "--json", *more]
    return subprocess.Popen(
        command, cwd=batch.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def read_lines(process: subprocess.Popen[str], count: int) -> None:
    assert process.stdout is not None
    for _ in range(count):
        assert process.stdout.readline()


def exported(ebbline: Run, ledger: Path, batch: Path) -> str:
    done = ebbline("export", "--format", "claims", "--ledger", ledger, cwd=batch.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_killed_again_and_again_it_ends_as_if_never_killed(
    workers: str, batch: Path, ebbline: Run, tmp_path: Path
) -> None:
    ledger, whole = tmp_path / "killed.db", tmp_path / "whole.db"
    rng = random.Random(7)
    for _ in range(3):
        process = start(batch, ledger, "--workers", workers)
        read_lines(process, rng.randint(1, 8))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert ebbline("verify", "--ledger", ledger).returncode == 0
    assert ebbline("read", batch, "--ledger", ledger, cwd=batch.parent).returncode == 0
    assert ebbline("read", batch, "--ledger", whole, cwd=batch.parent).returncode == 0
    assert exported(ebbline, ledger, batch) == exported(ebbline, whole, batch)


def test_stopped_by_the_user_it_says_how_to_go_on(batch: Path, tmp_path: Path) -> None:
    process = start(batch, tmp_path / "stopped.db")
    read_lines(process, 3)
    process.send_signal(signal.SIGINT)
    said, complaints = process.communicate(timeout=60)
    assert process.returncode == 130, complaints
    assert "Traceback" not in complaints
    assert "goes on from here" in said


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks processes up in /proc")
def test_a_killed_run_leaves_no_worker_behind(batch: Path, tmp_path: Path) -> None:
    process = start(batch, tmp_path / "orphans.db", "--workers", "2")
    read_lines(process, 2)
    session = os.getsid(process.pid)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    deadline = time.monotonic() + 20
    while members(session) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert members(session) == []


def members(session: int) -> list[int]:
    """Processes of a session that still run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(entry.name))
    return found
