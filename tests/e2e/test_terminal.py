"""What reaches a terminal or a pipe: no traceback when it is full or gone, no control characters, no styles unasked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
EBBLINE = f"{sys.executable} -m ebbline"
COMMANDS = ("claims", "export", "brief", "reports", "--help")
GOOD = "BEIRUT, June 16, 2015 - Kurdish YPG fighters captured the town of Tal Abyad from Islamic State on Monday.\n"


def shell(command: str, ledger: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=ledger.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def asked(command: str, ledger: Path) -> str:
    return f"{EBBLINE} {command}" + ("" if command.startswith("--") else f" --ledger {ledger}")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_output_is_said_in_one_line(command: str, demo_ledger: Path) -> None:
    done = shell(f"{asked(command, demo_ledger)} > /dev/full", demo_ledger)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("ebbline: standard output: cannot be written")
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_output_is_said_in_one_line(command: str, demo_ledger: Path) -> None:
    done = shell(f"{asked(command, demo_ledger)} >&-", demo_ledger)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("ebbline: standard output: is closed")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_leaves_is_no_failure(command: str, demo_ledger: Path) -> None:
    done = shell(f"{asked(command, demo_ledger)} | true", demo_ledger)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_name_of_a_file_cannot_break_a_line_or_steer_a_terminal(tmp_path: Path, ebbline: Run) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "two\nlines\x1b[31m.txt").write_text(GOOD, "utf-8")
    (tmp_path / "in" / "bad\nname.txt").write_bytes(b"")
    done = ebbline("read", "in")
    assert done.stderr.splitlines() == [line for line in done.stderr.splitlines() if "bad\\nname.txt" in line]
    listed = ebbline("reports").stdout
    assert len(listed.splitlines()) == 1
    assert "two\\nlines\\x1b[31m.txt" in listed
    for command in ("claims", "reports"):
        assert "\x1b" not in ebbline(command).stdout


def test_no_color_means_no_bold_either(demo_ledger: Path) -> None:
    pty = pytest.importorskip("pty")
    script = [sys.executable, "-m", "ebbline", "claims", "--ledger", str(demo_ledger), "--limit", "1"]

    def on_a_terminal(environment: dict[str, str]) -> bytes:
        ours, theirs = pty.openpty()
        with subprocess.Popen(script, stdout=theirs, stderr=subprocess.DEVNULL, env=environment) as process:
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
            process.wait()
        os.close(ours)
        return seen

    plain = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm-256color"}
    assert b"\x1b[" in on_a_terminal(plain)
    assert b"\x1b[" not in on_a_terminal(plain | {"NO_COLOR": "1"})
