from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from ebbline.cli.figure import figure_command
from ebbline.errors import LedgerError, MissingExtraError, UsageError

APP = typer.Typer()
APP.command()(figure_command)


def draw(sample: Any, *arguments: str) -> Result:
    result = CliRunner().invoke(APP, [*arguments, "--ledger", str(sample.path)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize(("end", "start"), [("png", b"\x89PNG"), ("SVG", b"<svg"), ("pdf", b"%PDF")])
def test_the_name_tells_the_format(sample: Any, tmp_path: Path, end: str, start: bytes) -> None:
    target = tmp_path / f"figure.{end}"
    result = draw(sample, "timeline", "--output", str(target))
    assert target.read_bytes().startswith(start)
    assert result.stdout.startswith(f"{target}: 7 claims by 5 speakers")
    assert "of sample.db" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("timeline", "--output", "figure.jpg"), "let the name end in one of: .png, .svg, .pdf"),
        (("pie", "--output", "figure.png"), "choose one of: timeline, strength, control"),
        (("timeline", "--output", "figure.png", "--actor", "Nobody"), "no claims about 'Nobody'"),
    ],
)
def test_wrong_words_are_usage_errors(sample: Any, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        draw(sample, *arguments)
    assert not Path(arguments[2]).exists()


def test_no_ledger_no_figure(tmp_path: Path) -> None:
    class Missing:
        path = tmp_path / "missing.db"

    with pytest.raises(LedgerError, match="no ledger there"):
        draw(Missing(), "timeline", "--output", str(tmp_path / "x.png"))


def test_without_the_extra_the_cure_is_told(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def lacking(name: str, *rest: Any) -> Any:
        if name in ("altair", "vl_convert"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest)

    monkeypatch.delitem(sys.modules, "ebbline.picture.figures", raising=False)
    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(MissingExtraError, match=r"pip install 'ebbline\[figures\]'"):
        draw(sample, "timeline", "--output", "x.png")
