"""`ebbline read` through the installed program: again, resumed, beside another, with workers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]


def exported(ebbline: Run, ledger: Path | str, root: Path) -> str:
    done = ebbline("export", "--format", "claims", "--ledger", ledger, cwd=root)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_reading_again_changes_nothing(demo_ledger: Path, ebbline: Run, root: Path) -> None:
    before = exported(ebbline, demo_ledger, root)
    again = ebbline("read", "examples/", "--ledger", demo_ledger, cwd=root)
    assert again.returncode == 0
    assert again.stdout.startswith("no new reports: 17 known already")
    assert exported(ebbline, demo_ledger, root) == before


def test_every_offset_holds_its_words(demo_ledger: Path) -> None:
    import ebbline

    with ebbline.open(demo_ledger) as ledger:
        texts = {report.report_id: report.text for report in ledger.reports()}
        claims = list(ledger.claims())
    assert claims
    for claim in claims:
        for words in claim.evidence:
            assert texts[claim.report_id][words.start : words.end] == words.text


def test_workers_and_order_of_inputs_give_the_same_claims(
    ebbline: Run, root: Path, tmp_path: Path, demo_ledger: Path
) -> None:
    pooled = tmp_path / "pooled.db"
    assert ebbline("read", "examples/", "--workers", "2", "--ledger", pooled, cwd=root).returncode == 0
    assert exported(ebbline, pooled, root) == exported(ebbline, demo_ledger, root)
    mixed = tmp_path / "mixed.db"
    folders = ["examples/wires", "examples/press", "examples/pages", "examples/feed.jsonl"]
    rest = ["examples/ministry", "examples/monitors"]
    assert ebbline("read", *rest, *folders, "--ledger", mixed, cwd=root).returncode == 0
    assert exported(ebbline, mixed, root) == exported(ebbline, demo_ledger, root)


def test_json_says_what_became_of_each_input(ebbline: Run, root: Path, tmp_path: Path) -> None:
    done = ebbline("read", "examples/", "--json", "--ledger", tmp_path / "x.db", cwd=root)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert sum(line.get("status") == "read" for line in lines) == 17
    assert lines[-1]["summary"] == {"read": 17}
    assert lines[-1]["copies"] == 2
    assert lines[-1]["not_about_conflict"] == 1
    assert lines[-1]["undated"] >= 1


def test_two_reads_and_a_reader_at_once(root: Path, tmp_path: Path, ebbline: Run) -> None:
    ledger = tmp_path / "shared.db"
    command = [sys.executable, "-m", "ebbline", "read", "--ledger", str(ledger)]
    writers = [
        subprocess.Popen([*command, part], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for part in ("examples/wires", "examples/press")
    ]
    while any(writer.poll() is None for writer in writers):
        if ledger.exists():
            done = ebbline("claims", "--ledger", ledger, "--limit", "5", cwd=root)
            assert done.returncode in (0, 1), done.stderr
            assert "Traceback" not in done.stderr
    for writer in writers:
        _, complaints = writer.communicate()
        assert writer.returncode == 0, complaints.decode()
    whole = tmp_path / "one-by-one.db"
    for part in ("examples/press", "examples/wires"):
        assert ebbline("read", part, "--ledger", whole, cwd=root).returncode == 0
    assert exported(ebbline, ledger, root) == exported(ebbline, whole, root)
