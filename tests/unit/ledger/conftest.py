"""The invented reports of samples.py, and a ledger to put them in."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    path = Path(__file__).with_name("samples.py")
    spec = importlib.util.spec_from_file_location("ledger_samples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["ledger_samples"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def store(samples: ModuleType, tmp_path: Path) -> Iterator[Any]:
    with samples.open_store(tmp_path / "test.db") as opened:
        yield opened
