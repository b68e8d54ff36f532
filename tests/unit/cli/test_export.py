from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from ebbline.cli.export import export_command
from ebbline.errors import EbblineError, UsageError

APP = typer.Typer()
APP.command()(export_command)


def export(sample: Any, *arguments: str) -> Result:
    result = CliRunner().invoke(APP, [*arguments, "--ledger", str(sample.path)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_json_lines_to_standard_output_without_a_word_more(sample: Any) -> None:
    result = export(sample)
    assert len([json.loads(line) for line in result.stdout.splitlines()]) == len(sample.claims)
    assert result.stderr == ""


@pytest.mark.parametrize("name", ["claims", "csv", "geojson", "parquet"])
def test_a_file_is_what_standard_output_would_be(sample: Any, tmp_path: Path, name: str) -> None:
    target = tmp_path / "out"
    target.write_text("the old one")
    result = export(sample, "--format", name, "--output", str(target))
    assert target.read_bytes() == export(sample, "--format", name).stdout_bytes
    assert f"12 claims written to {target}" in result.stderr
    assert [path.name for path in tmp_path.glob(".out*")] == []


def test_a_stopped_export_leaves_the_old_file(sample: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    target.write_text("the old one")
    monkeypatch.setattr("ebbline.export.claims_json.record", lambda row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(sample, "--output", str(target))
    assert target.read_text() == "the old one"
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == ["out"]


def test_the_public_profile_says_what_it_held_back(sample: Any) -> None:
    # Today the fresh event of the sample is old, so only the district line is left to say.
    result = export(sample, "--profile", "public")
    assert "12 claims written" in result.stderr
    assert "1 shown by district, without their words" in result.stderr


def test_names_are_logged(sample: Any) -> None:
    assert "Nabil Qasem" in export(sample, "--names").stdout
    assert [entry["detail"] for entry in sample.store.logged()] == [
        {"command": "export", "format": "claims", "profile": "working"}
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--profile", "public", "--names"), "public profile never shows private names"),
        (("--format", "xlsx"), "choose one of: claims, csv, geojson, parquet"),
        (("--profile", "secret"), "choose one of: working, public"),
    ],
)
def test_wrong_words_are_usage_errors(sample: Any, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        export(sample, *arguments)
    assert list(sample.store.logged()) == []


def test_a_folder_that_is_not_there_is_said(sample: Any, tmp_path: Path) -> None:
    with pytest.raises(EbblineError, match="cannot be written"):
        export(sample, "--output", str(tmp_path / "no" / "out"))


def test_parquet_is_nothing_for_a_terminal(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from ebbline.cli import files

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(files.sys, "stdout", Terminal())  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match="--output"), files.output(None, binary=True):
        pass
