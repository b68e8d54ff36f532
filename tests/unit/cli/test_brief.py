from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from ebbline.cli.brief import brief_command
from ebbline.errors import UsageError

APP = typer.Typer()
APP.command()(brief_command)


def write(sample: Any, *arguments: str) -> Result:
    result = CliRunner().invoke(APP, [*arguments, "--ledger", str(sample.path)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_markdown_by_default(sample: Any) -> None:
    result = write(sample)
    assert result.stdout.startswith("# Brief: All claims\n")
    assert "Nabil" not in result.stdout


def test_html_to_a_file(sample: Any, tmp_path: Path) -> None:
    target = tmp_path / "brief.html"
    result = write(sample, "--place", "Kobani", "--format", "html", "--output", str(target))
    assert target.read_text("utf-8").lstrip().startswith("<!doctype html>")
    assert str(target) in result.stderr


def test_days_and_names(sample: Any) -> None:
    result = write(sample, "--from", "2015-06-25", "--to", "2015-06-25", "--names")
    assert "# Brief: All claims, 25 June 2015" in result.stdout
    assert "Nabil Qasem" in result.stdout
    assert [entry["detail"]["command"] for entry in sample.store.logged()] == ["brief"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "pdf"), "choose one of: md, html"),
        (("--from", "2016-01-01", "--to", "2015-01-01"), "is before"),
        (("--to", "yesterday"), "is no date"),
        (("--actor", "Nobody at All"), "no claim names the actor"),
    ],
)
def test_wrong_words_are_usage_errors(sample: Any, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        write(sample, *arguments)
