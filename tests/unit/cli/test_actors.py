"""`ebbline actors`."""

import json
from pathlib import Path

from typer.testing import CliRunner

from ebbline.cli.main import app

TEXT = "The Karm Brigade (KB), an ally of Ahrar al-Sham, met the Taliban. KB left. The group sang, said Salim Kassar."


def run(*arguments: str, given: str | None = None) -> str:
    result = CliRunner().invoke(app, ["actors", *arguments, "--no-model"], input=given)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_each_mention_with_whom_it_means_and_why() -> None:
    shown = run(TEXT)
    assert "KB → Karm Brigade (new): an acronym that the report itself explains" in shown
    assert "Taliban → Taliban (taliban, AF): a name of the registry" in shown
    assert "group → Karm Brigade (new): the armed group last spoken of" in shown
    assert "person Salim Kassar: " in shown
    assert "new group Karm Brigade (also KB): 4 mentions" in shown


def test_candidates_stand_in_order_with_their_scores() -> None:
    lines = run(TEXT).splitlines()
    at = next(i for i, line in enumerate(lines) if "group → " in line)
    scores = [float(line.split()[0]) for line in lines[at + 1 : at + 4]]
    assert scores == sorted(scores, reverse=True)
    assert lines[at + 1].split()[1:3] == ["Karm", "Brigade:"]


def test_a_file_standard_input_and_json(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, "utf-8")
    of_file = json.loads(run(str(tmp_path / "report.txt"), "--json"))
    assert json.loads(run("-", "--json", given=TEXT)) == of_file
    first = of_file["mentions"][0]
    assert (first["words"], first["name"], first["new"], first["rule"]) == (
        "Karm Brigade",
        "Karm Brigade",
        True,
        "new name",
    )
    assert TEXT[first["start"] : first["end"]] == "Karm Brigade"
    assert of_file["new_groups"][0]["bonds"] == [["allied with", "Ahrar al-Sham"]]


def test_a_text_without_actors() -> None:
    assert run("The harvest was good.").strip() == "no actor"


def test_nothing_to_read() -> None:
    result = CliRunner().invoke(app, ["actors", " ", "--no-model"])
    assert result.exit_code != 0
