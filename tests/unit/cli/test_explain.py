"""`ebbline explain`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

import ebbline
from ebbline.cli.explain import explain_command
from ebbline.errors import LedgerError, UsageError
from ebbline.ledger import LedgerStore
from ebbline.privacy import Mask
from ebbline.records import EventClaim, Person

APP = typer.Typer()
APP.command()(explain_command)


def ask(sample: Any, *arguments: str, columns: int = 110) -> Result:
    environment = {"COLUMNS": str(columns), "NO_COLOR": "1"}
    result = CliRunner().invoke(APP, [*arguments, "--ledger", str(sample.path)], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def attack(sample: Any) -> Any:
    return next(claim for claim in sample.claims if "killed 12 people" in claim.evidence[0].text)


@pytest.mark.parametrize("columns", [20, 60, 110, 200])
def test_a_claim_is_drawn_with_its_fields(sample: Any, columns: int) -> None:
    claim = attack(sample)
    shown = ask(sample, claim.claim_id, columns=columns).stdout
    assert shown.startswith(claim.claim_id)
    assert "~" in shown
    assert "\x1b" not in shown
    for word in ("certainty", "said by", "places", "Kobani", "target class"):
        assert word in shown


def test_marks_stand_under_the_words(sample: Any) -> None:
    lines = ask(sample, attack(sample).claim_id, columns=120).stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if "Kobane on 25 June" in line)
    row = next(line for line in lines[at + 1 :] if "place" in line)
    begin = lines[at].index("Kobane")
    assert row[begin : begin + 6] == "^" * 6


def test_the_beginning_of_an_id_will_do_and_several_may_be_asked(sample: Any) -> None:
    ids = [claim.claim_id for claim in sample.claims[:3]]
    whole = ask(sample, *ids).stdout
    assert ask(sample, *[name[:12] for name in ids]).stdout == whole
    assert all(name in whole for name in ids)
    assert ask(sample, ids[0], ids[0][:12]).stdout == ask(sample, ids[0]).stdout


def test_a_whole_report(sample: Any) -> None:
    shown = ask(sample, "--report", "wire.txt", "--json").stdout.splitlines()
    ids = {json.loads(line)["claim_id"] for line in shown}
    assert ids == {claim.claim_id for claim in sample.claims if "wire" in sample.store.report(claim.report_id).name}


def test_nobody_private_is_named_unless_asked_and_then_the_ledger_remembers(sample: Any) -> None:
    ids = [claim.claim_id for claim in sample.claims]
    for option in ((), ("--json",)):
        shown = ask(sample, *ids, *option).stdout
        assert not any(name in shown for name in ("Nabil", "Qasem", "Huda", "NabilQasem"))
        assert "Tarek Mansur" in shown
    assert "Nabil Qasem" in ask(sample, *ids, "--names").stdout
    logged = [item for item in sample.store.logged() if item["what"] == "names shown"]
    assert [item["detail"]["command"] for item in logged] == ["explain"]


def test_json_has_sentences_marks_fields_and_reasons(sample: Any) -> None:
    told = json.loads(ask(sample, attack(sample).claim_id, "--json").stdout)
    assert told["claim"]["kind"] == "event"
    (sentence,) = told["sentences"]
    marks = {mark["what"]: sentence["text"][mark["start"] : mark["end"]] for mark in sentence["marks"]}
    assert marks["actor"] == "IS"
    assert marks["place"] == "Kobane"
    assert marks["time"] == "25 June 2015"
    field = next(field for field in told["fields"] if field["field"] == "places")
    assert field["words"] == [{"start": field["words"][0]["start"], "end": field["words"][0]["end"], "text": "Kobane"}]
    assert field["why"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "no claim is named"),
        (("c_ffffffffffffffffffff",), "no claim has an id that begins so; look for it with: ebbline claims"),
        (("",), "no claim has an id"),
        (("  ",), "no claim has an id"),
        (("c_",), "several claims begin so; give more of the id: c_"),
        (("'; drop table claims; --",), "no claim has an id"),
        (("%",), "no claim has an id"),
        (("--report", "nosuch.txt"), "no report is called 'nosuch.txt'"),
    ],
)
def test_wrong_ids_are_said_in_one_line_with_a_cure(sample: Any, arguments: tuple[str, ...], says: str) -> None:
    with pytest.raises(UsageError) as told:
        ask(sample, *arguments)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_there_must_be_a_ledger(tmp_path: Path) -> None:
    result = CliRunner().invoke(APP, ["c_1", "--ledger", str(tmp_path / "none.db")])
    assert isinstance(result.exception, LedgerError)
    assert not (tmp_path / "none.db").exists()


def test_from_python(sample: Any) -> None:
    claim = attack(sample)
    with ebbline.open(sample.path) as ledger:
        explanation = ledger.explain(claim.claim_id[:14])
        assert explanation.claim.claim_id == claim.claim_id
        assert "Nabil" not in repr(explanation)
        assert "Nabil" in repr(ledger.explain(claim.claim_id, names=True))
        with pytest.raises(UsageError):
            ledger.explain("c_")
    assert [item["detail"] for item in sample.store.logged() if item["what"] == "names"] == [{"by": "explain"}]


def test_ids_by_their_beginning(sample: Any) -> None:
    store: LedgerStore = sample.store
    ids = sorted(claim.claim_id for claim in sample.claims)
    assert store.claim_ids("c_", limit=100) == ids
    assert store.claim_ids("c_", limit=3) == ids[:3]
    assert store.claim_ids(ids[4], limit=3) == [ids[4]]
    assert store.claim_ids("d", limit=3) == []


def test_where_words_stand_is_no_name_and_what_only_looks_so_is_masked() -> None:
    persons = [("r_1", Person("Nabil", (), "resident")), ("r_1", Person("Place", (), "resident"))]
    entries = ("at: words 1-2, place 3-9", "at: words 1-2, nabil 3-9", "colour: Nabil")
    claim = EventClaim(report_id="r_1", evidence=(), event_type="", sub_event_type="", trace=entries)
    assert Mask.of(persons).claim(claim).trace == (entries[0], "at: words 1-2, [resident] 3-9", "colour: [resident]")
