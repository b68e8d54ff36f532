"""Bad input through the installed program: one clear line each, the rest goes on, the right exit status."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
GOOD = "BEIRUT, June 16, 2015 - Kurdish YPG fighters captured the town of Tal Abyad from Islamic State on Monday.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    (inputs / "good.txt").write_text(GOOD, "utf-8")
    return inputs


BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 20,
    "not-a.pdf": b"%PDF-1.4 broken",
    "not-a.docx": b"PK\x03\x04 broken",
    "cut.txt.gz": gzip.compress(GOOD.encode() * 50)[:60],
    "login.html": b"<html><title>Log in</title><body><form><input name=user><input type=password></form></body></html>",
    "feed.xml": b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x "y">]><rss><channel><title>t</title></channel></rss>',
    "lines.jsonl": b'{"report": "x", "text": 5}\nnot json\n',
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_one_bad_input_gets_one_line_and_the_rest_goes_on(name: str, folder: Path, ebbline: Run) -> None:
    (folder / name).write_bytes(BAD[name])
    done = ebbline("read", folder)
    assert done.returncode == 1, done
    assert "1 report read" in done.stdout
    complaints = [line for line in done.stderr.splitlines() if line]
    assert complaints
    assert all(name in line and "; " in line for line in complaints), done.stderr
    assert "Traceback" not in done.stderr


def test_a_line_of_fifty_megabytes_is_passed_over(folder: Path, ebbline: Run) -> None:
    with (folder / "huge.jsonl").open("w", encoding="utf-8") as out:
        out.write(json.dumps({"report": "first", "text": GOOD}) + "\n")
        out.write('{"report": "huge", "text": "' + "x" * 50_000_000 + '"}\n')
        out.write(json.dumps({"report": "last", "text": GOOD.replace("Monday", "Sunday")}) + "\n")
    done = ebbline("read", folder)
    assert done.returncode == 1
    assert "3 reports read" in done.stdout
    assert done.stderr.count("\n") == 1
    assert "huge.jsonl" in done.stderr


def test_a_missing_input_is_said(folder: Path, ebbline: Run) -> None:
    done = ebbline("read", folder / "good.txt", folder / "absent.txt")
    assert done.returncode == 1
    assert "absent.txt" in done.stderr
    assert "1 report read" in done.stdout


def test_a_dead_address_is_said(folder: Path, ebbline: Run) -> None:
    done = ebbline("read", folder, "http://127.0.0.1:9/", "--allow-private")
    assert done.returncode == 1
    assert "127.0.0.1:9" in done.stderr
    assert "1 report read" in done.stdout


def test_a_private_address_is_refused(folder: Path, ebbline: Run) -> None:
    done = ebbline("read", folder, "http://127.0.0.1:9/")
    assert done.returncode == 1
    assert "--allow-private" in done.stderr


def test_a_ledger_from_a_newer_version_is_left_alone(folder: Path, ebbline: Run, tmp_path: Path) -> None:
    assert ebbline("read", folder, "--ledger", "new.db").returncode == 0
    with sqlite3.connect(tmp_path / "new.db") as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    done = ebbline("read", folder, "--ledger", "new.db")
    assert done.returncode == 1
    assert "newer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_ledger_is_left_alone(folder: Path, ebbline: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("these are my notes, not a ledger " * 50, "utf-8")
    done = ebbline("read", folder, "--ledger", "notes.db")
    assert done.returncode == 1
    assert "notes.db" in done.stderr
    assert (tmp_path / "notes.db").read_text("utf-8").startswith("these are my notes")


@pytest.mark.parametrize(
    "arguments", [["read"], ["read", "x", "--coder", "nobody"], ["export", "--format", "xls"], ["nonsense"]]
)
def test_wrong_usage_is_status_two(arguments: list[str], ebbline: Run) -> None:
    done = ebbline(*arguments)
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["claims", "brief", "picture", "export", "reports", "verify"])
def test_asking_a_ledger_that_is_not_there(command: str, ebbline: Run, tmp_path: Path) -> None:
    done = ebbline(command, "--ledger", "absent.db", *(["--format", "claims"] if command == "export" else []))
    assert done.returncode == 1
    assert "absent.db" in done.stderr
    assert not (tmp_path / "absent.db").exists()
