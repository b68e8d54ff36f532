from __future__ import annotations

import json
import re
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from ebbline.cli.claims import claims_command, printable
from ebbline.errors import LedgerError, UsageError

APP = typer.Typer()
APP.command()(claims_command)


def ask(sample: Any, *arguments: str) -> Result:
    result = CliRunner().invoke(APP, [*arguments, "--ledger", str(sample.path)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def blocks(result: Result) -> list[str]:
    return [block for block in result.stdout.strip().split("\n\n") if block]


def test_a_claim_shows_what_who_the_sentence_and_where(sample: Any) -> None:
    shown = blocks(ask(sample, "--kind", "event", "--certainty", "planned"))
    assert shown == [
        "event: Armed clash: Islamic State · Tabqa · undated\n"
        "  planned or threatened, not told as done, according to [resident]\n"
        "  «IS plans to storm Tabqa, [resident] told the diary».\n"
        + re.search(r"  \[\[activist\]_diary.txt; \d+–\d+; page 2; 1 story; c_\w{16}\]", shown[0])[0]  # type: ignore[index]
    ]


def test_every_claim_is_listed_with_its_words_marked(sample: Any) -> None:
    shown = blocks(ask(sample))
    assert len(shown) == len(sample.claims)
    assert all("«" in block and "»" in block for block in shown)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("Kobane", "killed"), 3),
        (("--actor", "islamic state"), 6),
        (("--place", "kobani"), 5),
        (("--speaker", "YPG"), 2),
        (("--from", "2016-01-01"), 2),
        (("--to", "2015-12-31"), 5),
        (("--certainty", "denied"), 1),
        (("--kind", "cause"), 1),
        (("--report", "wire.txt"), 5),
        (("--limit", "2"), 2),
        (("--limit", "0"), 12),
    ],
)
def test_filters(sample: Any, arguments: tuple[str, ...], count: int) -> None:
    assert len(blocks(ask(sample, *arguments))) == count


def test_what_the_limit_left_out_is_said(sample: Any) -> None:
    assert "2 of 12 claims; --limit 0 shows all" in ask(sample, "--limit", "2").stderr
    assert ask(sample, "--limit", "12").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("--actor", "Islamik State"), "near it: Islamic State"),
        (("--place", "Kobanie"), "near it: Kobani"),
        (("--place", "Kobani", "--from", "2020-01-01"), "leave out --from and --to"),
        (("--place", "Kobani", "bicycles"), "try fewer words"),
        (("--kind", "control", "--certainty", "failed"), "leave out --certainty"),
        (("--kind", "cause", "--place", "Kobani"), "leave out --kind"),
    ],
)
def test_nothing_found_says_what_to_try(sample: Any, arguments: tuple[str, ...], advice: str) -> None:
    result = ask(sample, *arguments)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.startswith("no claim fits\n")
    assert advice in result.stderr


def test_json_is_the_record_of_the_claims_export(sample: Any) -> None:
    rows = [json.loads(line) for line in ask(sample, "--json", "--limit", "0").stdout.splitlines()]
    assert {row["claim_id"] for row in rows} == {claim.claim_id for claim in sample.claims}
    assert rows[0]["report_sha256"]


@pytest.mark.parametrize("arguments", [(), ("--json",), ("--actor", "Nabil Qasm")])
def test_nobody_private_is_named(sample: Any, arguments: tuple[str, ...]) -> None:
    result = ask(sample, *arguments)
    said = (result.stdout + result.stderr).casefold().replace("nabil qasm", "")
    assert [name for name in ("nabil", "qasem", "huda") if name in said] == []


def test_names_are_shown_when_asked_for_and_that_is_logged(sample: Any) -> None:
    assert "Nabil Qasem" in ask(sample, "--names").stdout
    assert [(entry["what"], entry["detail"]) for entry in sample.store.logged()] == [
        ("names shown", {"command": "claims"})
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--kind", "rumour"), "choose one of: event, control, strength, cause"),
        (("--certainty", "sure"), "choose one of: asserted"),
        (("--from", "June"), "2015-06-16"),
        (("--report", "gone.txt"), "ebbline reports"),
    ],
)
def test_wrong_words_are_usage_errors(sample: Any, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        ask(sample, *arguments)


def test_asking_makes_no_ledger(tmp_path: Any) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(LedgerError, match="no ledger there"):
        CliRunner().invoke(APP, ["--ledger", str(path)], catch_exceptions=False)
    assert not path.exists()


def test_nothing_steers_the_terminal() -> None:
    assert printable("a\x1b[2Jb\u202ec\nd\x07") == "a [2Jb c d "
