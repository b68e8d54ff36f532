"""The sample ledger for contract tests."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_claims", Path(__file__).parents[1] / "sample_claims.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("sample_claims", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[object]:
    """A small ledger of invented reports; see sample_claims.py."""
    made = _load().build(tmp_path / "sample.db")
    yield made
    made.store.close()
