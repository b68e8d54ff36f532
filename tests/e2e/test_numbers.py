"""The same ledger is counted the same by every command."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_read_brief_and_picture_agree(ebbline: Run, examples: Path, tmp_path: Path) -> None:
    done = ebbline("read", examples, "--json", "--ledger", "n.db")
    summary = json.loads(done.stdout.splitlines()[-1])
    told = (summary["summary"]["read"], sum(summary["claims"].values()), summary["speakers"])
    anonymous = summary["anonymous_speakers"]
    brief = ebbline("brief", "--ledger", "n.db").stdout
    in_brief = [re.search(rf"\*\*([\d,]+) {noun}s\*\*: (.*)", brief) for noun in ("report", "claim", "speaker")]
    assert tuple(int(found[1].replace(",", "")) for found in in_brief if found) == told
    assert in_brief[2] is not None
    assert in_brief[2][2].startswith(f"{anonymous} anonymous;")
    ebbline("picture", "--ledger", "n.db")
    page = re.sub(r"<[^>]*>|\s+", " ", (tmp_path / "picture.html").read_text("utf-8").split('class="standfirst"')[1])
    reports, claims, speakers = told
    assert re.search(rf"{claims} claims *from *{reports} reports", page)
    assert f"by {speakers} speakers" in page.replace("  ", " ")
    assert f"({anonymous} anonymous)" in page


def test_an_input_that_is_not_there_makes_no_ledger(ebbline: Run, tmp_path: Path) -> None:
    for names in (["nothing-here"], ["nothing-here", "nor-here"]):
        done = ebbline("read", *names)
        assert done.returncode == 1
        assert "no new reports" in done.stdout
    assert list(tmp_path.iterdir()) == []
    assert json.loads(ebbline("read", "nothing-here", "--json").stdout.splitlines()[-1])["copies"] == 0
    assert list(tmp_path.iterdir()) == []


def test_an_empty_name_is_wrong_usage(ebbline: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    for command in (["read", ""], ["read", "a.txt", "  "], ["batch", "", "--out", "out"], ["merge", ""]):
        done = ebbline(*command)
        assert done.returncode == 2, command
        assert "an empty name" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_other_files_of_a_folder_and_the_ledger_itself_are_passed_over(ebbline: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("YPG fighters captured the town of Tal Abyad from Islamic State on 15 June 2015.")
    for name in ("b.jpg", "c.jpg", "d.mp4"):
        (tmp_path / name).write_bytes(b"\x00")
    assert ebbline("read", "a.txt").returncode == 0
    done = ebbline("read", ".")
    assert done.returncode == 0
    assert done.stderr == "passed over 4 files of other kinds: 2 .jpg, 1 .db, 1 .mp4\n"
    assert ebbline("read", "b.jpg").returncode == 1


def test_a_ledger_cut_short_is_not_sent_back_to_verify(ebbline: Run, demo_ledger: Path, tmp_path: Path) -> None:
    data = demo_ledger.read_bytes()
    (tmp_path / "cut.db").write_bytes(data[: len(data) // 2])
    done = ebbline("verify", "--ledger", "cut.db")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "ebbline verify" not in done.stderr + done.stdout
    assert "restore it from a copy" in done.stderr + done.stdout
