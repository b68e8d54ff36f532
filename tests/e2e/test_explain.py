"""`ebbline explain` on the example reports, as the installed program draws them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ebbline.claims.trace import stands_of, step_of

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_every_claim_of_the_examples_is_explained(demo_ledger: Path, ebbline: Run) -> None:
    listed = ebbline("claims", "--ledger", demo_ledger, "--limit", "0", "--json").stdout.splitlines()
    ids = [json.loads(line)["claim_id"] for line in listed]
    done = ebbline("explain", *ids, "--ledger", demo_ledger, "--json")
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [item["claim_id"] for item in told] == ids
    for item in told:
        for entry in item["claim"]["trace"]:
            step = step_of(entry)
            assert step is not None, entry
            assert step.field != "at" or stands_of(step), entry
        assert any(mark["what"] == "evidence" for sentence in item["sentences"] for mark in sentence["marks"])
        assert all(field["value"] and field["why"] for field in item["fields"]), item["claim_id"]


def test_a_report_is_drawn_for_people(demo_ledger: Path, ebbline: Run) -> None:
    done = ebbline("explain", "--report", "palmyra-activists", "--ledger", demo_ledger)
    assert done.returncode == 0, done.stderr
    assert "~~~ evidence" in done.stdout
    assert "field" in done.stdout
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_a_wrong_id_is_one_line_and_wrong_usage(demo_ledger: Path, ebbline: Run) -> None:
    done = ebbline("explain", "c_nosuch", "--ledger", demo_ledger)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == ("ebbline: c_nosuch: no claim has an id that begins so; look for it with: ebbline claims\n")


def test_a_terminal_gets_colours_and_a_legend(demo_ledger: Path) -> None:
    pty = pytest.importorskip("pty")
    script = [sys.executable, "-m", "ebbline", "explain", "--report", "palmyra-activists", "--ledger", str(demo_ledger)]
    plain = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    ours, theirs = pty.openpty()
    with subprocess.Popen(script, stdout=theirs, env=plain | {"TERM": "xterm-256color"}) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            seen += part
    os.close(ours)
    assert process.returncode == 0
    assert b"\x1b[" in seen
    assert b"~~~" not in seen
    assert b"evidence" in seen
