"""What `ebbline read` tells while it runs names nobody whom the ledger or the reading knows; all are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from ebbline.cli.known_names import Persons
from ebbline.cli.read import read_command
from ebbline.cli.reports import reports_command
from ebbline.privacy import Mask
from ebbline.privacy.letters import fold
from ebbline.records import Person, Span

READ = "Troops shelled the town on Monday, said Tulin Barakat, a baker."
KURDISH = (
    "Li bajêr do şer derket û gelek kes birîndar bûn. Hêzên me bersiv dan û gund ji nû ve girtin. "
    "Xelkê got ku rewş zor e û av tune ye."
)


def run(command: object, *arguments: str | Path) -> str:
    app = typer.Typer()
    app.command()(command)  # type: ignore[type-var]
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(READ, "utf-8")
    (folder / "b-tulin-barakat.txt").write_text("Troops shelled the bridge on Tuesday, residents said.", "utf-8")
    (folder / "hevi-serhed.txt").write_text(KURDISH, "utf-8")
    return folder


def test_json_names_no_file_by_a_person(folder: Path, tmp_path: Path) -> None:
    told = run(read_command, folder, "--json", "--ledger", tmp_path / "x.db")
    rows = [json.loads(line) for line in told.splitlines()]
    names = {row["report"]: row for row in rows if "report" in row}
    assert {"a.txt", "b-[unknown].txt"} < set(names)
    assert "barakat" not in told.split('"summary"')[0]
    assert "serhed" not in told


def test_lines_go_by_the_id_of_what_nobody_read(folder: Path, tmp_path: Path) -> None:
    told = run(read_command, folder, "--ledger", tmp_path / "x.db")
    assert "serhed" not in told
    assert ": kept, not read: in a language not coded yet" in told


def test_what_the_user_typed_is_told_as_typed(folder: Path, tmp_path: Path) -> None:
    told = run(
        read_command, folder / "hevi-serhed.txt", tmp_path / "gone-tulin-barakat.txt", "--ledger", tmp_path / "x.db"
    )
    assert "hevi-serhed.txt: kept" in told
    assert "gone-tulin-barakat.txt: " in told


def test_reading_again_masks_with_what_the_ledger_knows(folder: Path, tmp_path: Path) -> None:
    run(read_command, folder / "a.txt", "--ledger", tmp_path / "x.db")
    (tmp_path / "tulin-barakat-2.txt").write_text("Troops shelled the mill on Friday.", "utf-8")
    told = run(read_command, tmp_path / "tulin-barakat-2.txt", "--json", "--ledger", tmp_path / "x.db")
    assert json.loads(told.splitlines()[0])["report"] == "[unknown]-2.txt"


def test_unread_reports_are_listed_by_id_until_names_are_asked_for(folder: Path, tmp_path: Path) -> None:
    run(read_command, folder, "--ledger", tmp_path / "x.db")
    assert "serhed" not in run(reports_command, "--ledger", tmp_path / "x.db")
    assert "hevi-serhed.txt" in run(reports_command, "--names", "--ledger", tmp_path / "x.db")


PERSONS = {
    "r_1": [
        Person("Tulin Barakat", (Span(0, 13), Span(20, 27)), "activist"),
        Person("Abu Sami al-Hindi", (Span(30, 47), Span(50, 58))),
        Person("Omar D. Haddad", (Span(60, 74), Span(80, 84)), "resident"),
    ],
    "r_2": [
        Person("Nour Barakat", (Span(0, 12),), "official", public=True),
        Person("Barakat", (Span(30, 37),)),
        Person("Staffan A.", (Span(40, 50),)),
        Person("Ömer Şahin", (Span(60, 70), Span(80, 85))),
    ],
    "r_3": [Person("Omar D. Haddad", (Span(5, 19),), "official", public=True), Person("Rima", (Span(20, 24),))],
}
TOLD = [
    *("{0}", "b-{0}.txt", "{0} and Rima", "@{0}", "the {0}s", "{1}", "{1}'s news", "a/{1}_2.html", "{2}", "{2}, {1}"),
    *("{3}{2}", "x.{3}{2}", "{1}, {2}", "page%20{0}"),
]


@pytest.mark.parametrize("report_id", [*PERSONS, "r_4"])
def test_those_whom_words_may_name_hide_what_all_persons_hide(report_id: str) -> None:
    named = [(report, person) for report, persons in PERSONS.items() for person in persons]
    everyone, persons = Mask.of(named), Persons(named)
    for _, person in named:
        parts = person.name, person.name.split()[0], person.name.split()[-1], person.name[0]
        for spelt in (parts, [part.lower().replace(" ", "-") for part in parts], [part.upper() for part in parts]):
            for form in TOLD:
                words = form.format(*spelt)
                mask = Mask.of(persons.perhaps_named(fold(words), report_id))
                assert mask.text(words, report_id) == everyone.text(words, report_id)


def test_nobody_is_named_by_words_without_a_name() -> None:
    persons = Persons((report, person) for report, persons in PERSONS.items() for person in persons)
    assert not persons.perhaps_named(fold("report-0012.txt"), "r_1")
    assert not persons.perhaps_named(fold("tulin-the-baker.txt"), "r_3")
    assert persons.perhaps_named(fold("tulin-the-baker.txt"), "r_1")
