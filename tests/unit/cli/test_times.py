"""`ebbline times`."""

import json
from pathlib import Path

from typer.testing import CliRunner

from ebbline.cli.main import app

TEXT = "They left on Monday for three weeks."


def run(*arguments: str, given: str | None = None) -> str:
    result = CliRunner().invoke(app, ["times", *arguments, "--no-model"], input=given)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_words_with_a_date() -> None:
    shown = run(TEXT, "--date", "2016-03-10")
    assert "the report's date: 2016-03-10 (given)" in shown
    assert "Monday\n  2016-03-07, day\n  rule: weekday (relative)" in shown
    assert "three weeks\n  duration" in shown


def test_a_text_that_tells_its_own_date() -> None:
    shown = run("It began in September last year. In September 2014 it rained.")
    assert "2015-01-01 to 2015-12-31 (text, 'September last year … September 2014')" in shown


def test_a_file_standard_input_and_json(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, "utf-8")
    of_file = json.loads(run(str(tmp_path / "report.txt"), "--date", "2016-03-10", "--json"))
    assert json.loads(run("-", "--date", "2016-03-10", "--json", given=TEXT)) == of_file
    assert [(time["words"], time["start"]) for time in of_file["times"]] == [
        ("Monday", "2016-03-07"), ("three weeks", None),
    ]  # fmt: skip
    assert [candidate["chosen"] for candidate in of_file["times"][0]["candidates"]] == [True, False]


def test_nothing_found() -> None:
    assert "no expression of time" in run("They left.")


def test_words_that_are_no_date_are_refused() -> None:
    result = CliRunner().invoke(app, ["times", TEXT, "--date", "spring", "--no-model"])
    assert result.exit_code != 0
