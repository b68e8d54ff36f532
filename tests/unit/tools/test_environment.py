from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def environment(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("environment", root / "tools" / "environment.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_missing_venv_names_the_package(environment: ModuleType) -> None:
    said = environment.unusable((3, 12), lambda name: None if name == "ensurepip" else object())
    assert "python3.12-venv" in said
    assert "ensurepip" in said


@pytest.mark.parametrize("version", [(3, 10), (3, 15), (2, 7)])
def test_an_unsupported_python_is_said(environment: ModuleType, version: tuple[int, int]) -> None:
    assert "3.11 to 3.14" in environment.unusable(version, lambda name: object())


def test_a_whole_python_will_do(environment: ModuleType) -> None:
    assert environment.unusable(sys.version_info[:2], importlib.util.find_spec) is None


def test_the_environment_is_made_anew_when_packages_change(environment: ModuleType) -> None:
    assert environment.fingerprint("run") != environment.fingerprint("dev")


def test_requirements_carry_hashes_and_no_address(root: Path) -> None:
    for name in ("run.txt", "dev.txt"):
        text = (root / "requirements" / name).read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index-url" not in text
        pinned = [line for line in text.splitlines() if line and line[0].isalnum()]
        assert all("==" in line for line in pinned)


def test_a_half_made_environment_is_not_used(environment: ModuleType, tmp_path: Path) -> None:
    import venv

    venv.create(tmp_path / "half", with_pip=False)
    assert not environment.usable(tmp_path / "half" / "bin" / "python")
    assert not environment.usable(tmp_path / "absent" / "bin" / "python")
    assert environment.usable(Path(sys.executable))
