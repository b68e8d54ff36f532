"""Every command the documentation shows is run: README, docs/ and examples/ as a reader would follow them.

A fenced block marked `console` holds `$ ` commands and, below each, what it prints. Blocks marked
`console no-run` (network, make, other systems) are left out. Commands of one file run in order in one folder
that holds a copy of `examples/`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    if re.search(r"^```(console|python)\s*$", path.read_text("utf-8"), re.MULTILINE)
)


def blocks(page: Path) -> list[tuple[str, str]]:
    return re.findall(r"^```(console|python)[ ]*\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_there_are_pages_with_commands() -> None:
    assert {"README.md"} <= {page.name for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_documented_commands_run(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
    }
    for language, body in blocks(page):
        commands = re.findall(r"^\$ (.+)$", body, re.MULTILINE) if language == "console" else [body]
        assert commands, f"a {language} block of {page.name} shows no command"
        for command in commands:
            run = ["bash", "-c", command] if language == "console" else [sys.executable, "-c", command]
            done = subprocess.run(
                run, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
