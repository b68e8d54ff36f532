"""A built wheel installed elsewhere works the same as the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest


@pytest.mark.slow
def test_a_wheel_installed_elsewhere_reads_the_same(root: Path, tmp_path: Path, demo_ledger: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            str(tmp_path),
            str(root),
        ],
        check=True,
        cwd=tmp_path,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("ebbline-*.whl")
    elsewhere = tmp_path / "elsewhere"
    venv.create(elsewhere, with_pip=False)
    python = elsewhere / "bin" / "python"
    site = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
    )
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel)],
        check=True,
        capture_output=True,
    )
    # The packages the program runs on come from this environment; the program itself must come from the wheel.
    packages = tmp_path / "packages"
    packages.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "ebbline" not in entry.name.lower() and not entry.name.endswith(".pth"):
            (packages / entry.name).symlink_to(entry)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {"PYTHONPATH": str(packages), "HOME": str(tmp_path)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [str(python), "-m", "ebbline", *arguments],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = subprocess.run(
        [str(python), "-c", "import ebbline; print(ebbline.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert str(elsewhere) in where
    ledger = str(tmp_path / "wheel.db")
    run("read", "examples/", "--ledger", ledger)
    exported = run("export", "--format", "claims", "--ledger", ledger)
    checkout = subprocess.run(
        [sys.executable, "-m", "ebbline", "export", "--format", "claims", "--ledger", str(demo_ledger)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert exported == checkout
