"""`ebbline places`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ebbline.cli.main import app
from ebbline.errors import InputError

TEXT = "Rebels in Syria took Solok, 40 km north of Raqqa."


def run(*arguments: str, given: str | None = None) -> str:
    result = CliRunner().invoke(app, ["places", *arguments, "--no-model"], input=given)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_each_place_with_its_candidates_and_reasons() -> None:
    shown = run(TEXT)
    assert shown.startswith("the report is about: SY 1.00")
    assert "Solok\n  Suluk (town, SY / Ar-Raqqah)" in shown
    assert "distance: 40 km to 0° from it" in shown
    assert "  * " in shown
    assert "Solok, town, ID / West Sumatra" in shown


def test_a_text_without_places() -> None:
    assert "no place" in run("It rained all day.")


def test_a_file_standard_input_and_json(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, "utf-8")
    of_file = json.loads(run(str(tmp_path / "report.txt"), "--json"))
    assert json.loads(run("-", "--json", given=TEXT)) == of_file
    assert [(place["words"], place["name"]) for place in of_file["places"]] == [
        ("Syria", "Syria"), ("Solok", "Suluk"), ("Raqqa", "Raqqa"),
    ]  # fmt: skip
    chosen = [[each["chosen"] for each in place["candidates"]] for place in of_file["places"]]
    assert chosen[1][0] is True
    assert chosen[0] == []


def test_groups_and_persons_are_no_places_as_when_reports_are_read() -> None:
    shown = run("FAMa and GATIA fought at Tessalit in Mali, said Colonel Ibrahim Gossi.", "--json")
    assert [place["words"] for place in json.loads(shown)["places"]] == ["Tessalit", "Mali"]


@pytest.mark.parametrize("command", ["places", "times", "actors"])
@pytest.mark.parametrize(
    ("given", "told"),
    [("reprot.txt", "there is no such file"), ("./reports/one", "there is no such file"), (".", "is a folder")],
)
def test_what_can_only_be_meant_as_a_file_is_not_read_as_words(command: str, given: str, told: str) -> None:
    result = CliRunner().invoke(app, [command, given, "--no-model"])
    assert isinstance(result.exception, InputError)
    assert told in str(result.exception)


@pytest.mark.parametrize("words", ["16/6/2015", "AFC/M23", "Homs", "U.S."])
def test_one_word_may_be_a_text(words: str) -> None:
    assert CliRunner().invoke(app, ["times", words, "--no-model"]).exit_code == 0
