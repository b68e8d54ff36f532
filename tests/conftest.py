"""What every test may use: the project's folders, a fixed clock, a way to run the installed program."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def examples() -> Path:
    return ROOT / "examples"


@pytest.fixture
def clock() -> Callable[[], dt.datetime]:
    """Always the same instant."""
    return lambda: dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


@pytest.fixture
def ebbline(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the installed program in an empty folder; keyword `cwd` for another."""

    def run(*arguments: str | Path, cwd: Path = tmp_path, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ebbline", *map(str, arguments)]
        environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120"}
        done: subprocess.CompletedProcess[str] = subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=180, check=False, **options
        )
        return done

    return run


@pytest.fixture(scope="session")
def demo_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger the installed program made of `examples/`, read from the project's root as `make demo` does."""
    ledger = tmp_path_factory.mktemp("demo") / "demo.db"
    command = [sys.executable, "-m", "ebbline", "read", "examples/", "--ledger", str(ledger)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return ledger


def _sample_claims() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_claims", ROOT / "tests" / "sample_claims.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("sample_claims", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[object]:
    """A small ledger of invented reports; see sample_claims.py."""
    made = _sample_claims().build(tmp_path / "sample.db")
    yield made
    made.store.close()
