"""`ebbline batch` and `ebbline merge` through the installed program: workers of its own, killed ones, a scheduler."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as pq
import pytest

from ebbline.batch import Job, Task, plan, read_file
from ebbline.config import DEFAULT_CODER
from ebbline.pipeline import CODERS

Run = Callable[..., subprocess.CompletedProcess[str]]
FILES, REPORTS = 6, 16


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six files of sixteen invented reports."""
    folder = tmp_path_factory.mktemp("archives")
    for number in range(FILES):
        lines = []
        for report in range(REPORTS):
            paragraph = (
                f"Fighters of the Harrow Guard shelled Lower Temmin{report} on {1 + report} May 2015, "
                f"killing {report + 2} people, a spokesman said.\n"
            )
            lines.append(json.dumps({"report": f"n{number}-{report}", "text": paragraph * 12}))
        (folder / f"part-{number:02}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def contents(folder: Path) -> dict[str, Any]:
    """Every Parquet file without the time it was read at, which differs between runs."""
    kept = {}
    for path in folder.glob("*.parquet"):
        table = pq.read_table(path)
        kept[path.name] = table.drop_columns(["captured_at", "fetched_at", "seal"]).replace_schema_metadata()
    return kept


def kill_a_worker(parent: int) -> None:
    for child in psutil.Process(parent).children(recursive=True):
        words = " ".join(child.cmdline())
        if "spawn_main" in words:
            child.kill()
            return
    raise AssertionError("no worker process to kill")


def exported(ebbline: Run, ledger: Path, root: Path) -> str:
    done = ebbline("export", "--format", "claims", "--ledger", ledger, cwd=root)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_killed_worker_costs_nothing_and_many_write_what_one_does(
    archives: Path, ebbline: Run, tmp_path: Path
) -> None:
    two, one = tmp_path / "two", tmp_path / "one"
    command = [sys.executable, "-m", "ebbline", "batch", str(archives), "--out", str(two), "--workers", "2"]
    batch = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not list(two.glob("*.parquet")):
        assert batch.poll() is None, batch.communicate()
        time.sleep(0.01)
    kill_a_worker(batch.pid)
    assert len(list(two.glob("*.parquet"))) < FILES, "the worker has to die in the middle of the run"
    said, complaints = batch.communicate(timeout=100)
    assert (batch.returncode, complaints) == (0, "")
    assert said.startswith(f"{FILES} files\n{FILES * REPORTS} reports read")
    assert not list(two.glob(".*.part"))
    one.mkdir()
    for task in plan([str(archives)], one, extractor=CODERS[DEFAULT_CODER]().extractor, keep_empty=False):
        assert isinstance(task, Task)
        read_file(task, Job(str(one), dt.datetime(2026, 1, 2, tzinfo=dt.UTC)))
    assert len(contents(two)) == FILES
    assert contents(two) == contents(one)
    again = ebbline("batch", archives, "--out", two, "--workers", "2")
    assert again.stdout.startswith(f"{FILES} files: {FILES} read before\n0 reports read")


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """A scheduler with one worker that runs in another folder."""
    told, elsewhere = tmp_path / "scheduler.json", tmp_path / "elsewhere"
    elsewhere.mkdir()
    dask = [sys.executable, "-m", "dask"]
    loopback = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told)]
    quiet: dict[str, Any] = {"cwd": elsewhere, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    first = subprocess.Popen([*dask, "scheduler", "--port", "0", *loopback], **quiet)
    second = subprocess.Popen([*dask, "worker", "--no-nanny", "--nthreads", "1", *loopback], **quiet)
    deadline = time.monotonic() + 60
    while not told.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    yield json.loads(told.read_text("utf-8"))["address"]
    for process in (second, first):
        process.terminate()
        process.wait(20)


def test_workers_of_a_scheduler_cite_files_as_read_does(
    scheduler: str, ebbline: Run, root: Path, tmp_path: Path, demo_ledger: Path
) -> None:
    out = tmp_path / "out"
    done = ebbline("batch", "examples/", "--out", out, "--scheduler", scheduler, cwd=root)
    assert done.returncode == 0, done.stderr
    assert ebbline("merge", out, "--ledger", tmp_path / "merged.db").returncode == 0
    assert exported(ebbline, tmp_path / "merged.db", root) == exported(ebbline, demo_ledger, root)
    again = ebbline("merge", out, demo_ledger, "--ledger", tmp_path / "merged.db")
    assert again.stdout.startswith("no new reports: 34 known already")


def test_what_cannot_be_done_is_one_line(ebbline: Run, tmp_path: Path) -> None:
    refused = ebbline("batch", "https://wire.example/", "--out", tmp_path / "out")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert not (tmp_path / "out").exists()
    nothing = ebbline("batch", "gone.txt", "--out", tmp_path / "out")
    assert (nothing.returncode, nothing.stderr) == (1, "gone.txt: no such file or folder; check the path\n")
    source = ebbline("merge", "gone.parquet", "--ledger", tmp_path / "x.db")
    assert (source.returncode, source.stderr) == (1, "gone.parquet: no such file or folder; check the path\n")
