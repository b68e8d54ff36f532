"""Merging: as if everything had been read into one ledger, and nothing withdrawn comes back."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import json
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ebbline.batch import Job, Tally, Task, merge, plan, read_file
from ebbline.errors import UsageError
from ebbline.export import FORMATS
from ebbline.ingest import IngestOptions
from ebbline.ledger import LedgerStore
from ebbline.ledger.transfer import LedgerContents
from ebbline.pipeline import Outcome, read
from ebbline.privacy import Mask
from ebbline.records import reading_id

AT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def samples() -> ModuleType:
    path = Path(__file__).with_name("ledger") / "samples.py"
    spec = importlib.util.spec_from_file_location("ledger_samples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("ledger_samples", module)
    spec.loader.exec_module(module)
    return module


def clock() -> dt.datetime:
    return AT


def exports(path: Path) -> dict[str, bytes]:
    out: dict[str, bytes] = {}
    with LedgerStore(path, clock=clock) as store:
        for name in ("claims", "csv", "geojson"):
            text = io.StringIO(newline="")
            FORMATS[name].write(store, text, mask=Mask.of(store.persons()), profile="working", now=AT)  # type: ignore[arg-type]
            out[name] = text.getvalue().encode()
    return out


def dump(path: Path) -> list[str]:
    """Every row of the ledger in SQL."""
    with sqlite3.connect(path) as db:
        return [line for line in db.iterdump() if "_search" not in line]


def contents(path: Path) -> dict[str, Any]:
    with LedgerContents(path) as opened:
        return {
            "holdings": list(opened.holdings()),
            "judgements": list(opened.judgements()),
            "reviews": list(opened.reviews()),
            "withdrawals": list(opened.withdrawals()),
        }


def merged(samples: ModuleType, target: Path, *sources: Path, apply: bool = False) -> tuple[list[Outcome], Tally]:
    tally = Tally()
    with samples.open_store(target) as store:
        outcomes = list(merge(sources, store, tally=tally, apply_withdrawals=apply))
        assert list(store.verify()) == []
    return outcomes, tally


def statuses(outcomes: list[Outcome]) -> list[str]:
    return sorted(outcome.status for outcome in outcomes)


def problems(outcomes: list[Outcome]) -> list[str]:
    return [str(outcome.problem) for outcome in outcomes if outcome.problem]


def shard(path: Path, out: Path) -> Path:
    out.mkdir(exist_ok=True)
    (task,) = plan([str(path)], out, extractor="x", keep_empty=False)
    assert isinstance(task, Task)
    read_file(task, Job(str(out), AT, "keyword"))
    return out / task.output


def batch(inputs: list[Path], out: Path) -> None:
    out.mkdir(exist_ok=True)
    for task in plan([str(path) for path in inputs], out, extractor="x", keep_empty=False):
        assert isinstance(task, Task)
        read_file(task, Job(str(out), AT, "keyword"))


def read_into(path: Path, *inputs: Path) -> None:
    with LedgerStore(path, clock=clock) as store:
        list(read([str(each) for each in inputs], store, coder="keyword", options=IngestOptions(), clock=clock))


# --- as if read into one --------------------------------------------------------------------------------------------


def test_parquet_and_ledgers_merge_into_what_one_read_makes(examples: Path, tmp_path: Path) -> None:
    parts = sorted(path for path in examples.iterdir() if path.name != "README.md")
    one, two, three = parts[::3], parts[1::3], parts[2::3]
    whole, target = tmp_path / "whole.db", tmp_path / "target.db"
    read_into(whole, *parts)
    batch(one, tmp_path / "shards")
    read_into(tmp_path / "second.db", *two)
    read_into(target, *three)
    sources = [tmp_path / "second.db", tmp_path / "shards"]
    with LedgerStore(target, clock=clock) as store:
        outcomes = list(merge(sources, store, tally=Tally()))
        assert {outcome.status for outcome in outcomes} == {"read"}
        assert list(store.verify()) == []
        before = dump(target)
        again = list(merge(sources, store, tally=Tally()))
        assert {outcome.status for outcome in again} == {"known"}
        assert dump(target) == before
    assert exports(target) == exports(whole)
    assert exports(target)["claims"].count(b"\n") > 40
    with LedgerStore(target, clock=clock) as store, LedgerStore(whole, clock=clock) as other:
        assert store.stories() == other.stories()
        assert list(store.persons()) == list(other.persons())
        assert list(store.left_open()) == list(other.left_open())
        assert list(store.reports()) == list(other.reports())


def test_everything_of_a_ledger_comes_over(samples: ModuleType, tmp_path: Path) -> None:
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    samples.fill(source)
    outcomes, tally = merged(samples, target, source, apply=True)
    assert contents(target) == contents(source)
    assert statuses(outcomes) == ["read"] * 4
    assert (tally.judgements, tally.reviews, tally.withdrawals, tally.logged) == (2, 1, 1, 1)
    with samples.open_store(target) as store:
        assert any(entry["detail"].get("detail") == {"command": "export --names"} for entry in store.logged())
    before = dump(target)
    outcomes, tally = merged(samples, target, source, apply=True)
    assert (statuses(outcomes), tally) == (["known"] * 4, Tally())
    assert dump(target) == before


def test_a_ledger_merged_there_and_back_does_not_grow(samples: ModuleType, tmp_path: Path) -> None:
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    samples.fill(here)
    merged(samples, there, here, apply=True)
    before = dump(here)
    merged(samples, here, there, apply=True)
    assert dump(here) == before


def test_two_captures_of_one_report_both_come_over(samples: ModuleType, tmp_path: Path) -> None:
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    capture, report, reading = samples.sample(1)
    later = replace(capture, data=capture.data + b"\n")
    with samples.open_store(source) as store:
        store.store(capture, report, reading)
        store.store(later, replace(report, capture_sha256=later.sha256), None)
    merged(samples, target, source)
    assert contents(target) == contents(source)
    assert len(contents(target)["holdings"][0].parcels) == 2


# --- which reading counts -------------------------------------------------------------------------------------------


def store_reading(samples: ModuleType, path: Path, extractor: str) -> str:
    with samples.open_store(path) as store:
        capture, report, reading = samples.sample(1, extractor)
        store.store(capture, report, reading)
    return reading_id(report.report_id, extractor)


@pytest.mark.parametrize(
    ("here", "there", "winner"),
    [
        ("ebbline 0.2.0 / a", "ebbline 0.1.0 / a", "here"),
        ("ebbline 0.9.0 / a", "ebbline 0.10.0 / a", "there"),
        ("ebbline 0.2.0 / a", "ebbline 0.2.0 / b", "there"),
    ],
)
def test_the_newer_version_counts(samples: ModuleType, tmp_path: Path, here: str, there: str, winner: str) -> None:
    target, source = tmp_path / "target.db", tmp_path / "source.db"
    ids = {"here": store_reading(samples, target, here), "there": store_reading(samples, source, there)}
    for _ in range(2):
        merged(samples, target, source)
        (holding,) = contents(target)["holdings"]
        assert holding.current == ids[winner]
        assert len(holding.parcels) == 2


def test_what_a_person_made_current_stays_so(samples: ModuleType, tmp_path: Path) -> None:
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    old = store_reading(samples, source, "ebbline 0.1.0 / a")
    store_reading(samples, source, "ebbline 0.2.0 / a")
    with samples.open_store(source) as store:
        store.make_current(old)
    merged(samples, target, source)
    assert contents(target)["holdings"][0].current == old
    merged(samples, target, source)
    assert contents(target)["holdings"][0].current == old


# --- withdrawal -----------------------------------------------------------------------------------------------------


def withdrawn_in(samples: ModuleType, path: Path, number: int = 1) -> str:
    report_id: str = samples.sample(number)[1].report_id
    with samples.open_store(path) as store:
        store.store(*samples.sample(number))
        store.withdraw(report_id, "asked by the family", "a. reviewer")
    return report_id


def test_what_was_withdrawn_here_is_refused(samples: ModuleType, tmp_path: Path) -> None:
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    report_id = withdrawn_in(samples, target)
    with samples.open_store(source) as store:
        store.store(*samples.sample(1))
        store.store(*samples.sample(2))
    outcomes, _ = merged(samples, target, source)
    assert statuses(outcomes) == ["read", "withdrawn"]
    assert [holding.report_id for holding in contents(target)["holdings"]] == [samples.sample(2)[1].report_id]
    with samples.open_store(target) as store:
        assert store.withdrawn(report_id) is not None


def test_what_was_withdrawn_there_waits_for_the_word(samples: ModuleType, tmp_path: Path) -> None:
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    report_id = withdrawn_in(samples, source)
    withdrawn_in(samples, source, 3)
    with samples.open_store(target) as store:
        store.store(*samples.sample(1))
        store.store(*samples.sample(2))
    outcomes, _ = merged(samples, target, source)
    assert [outcome.name for outcome in outcomes] == [report_id, str(source)]
    assert "withdrawn in" in problems(outcomes)[0]
    assert "--apply-withdrawals" in problems(outcomes)[0]
    assert "1 withdrawals of reports that are not here" in problems(outcomes)[1]
    assert len(contents(target)["holdings"]) == 2
    outcomes, tally = merged(samples, target, source, apply=True)
    assert (outcomes, tally.withdrawals) == ([], 2)
    assert contents(target)["withdrawals"] == contents(source)["withdrawals"]
    with samples.open_store(target) as store:
        for number in (1, 3):
            capture, report, reading = samples.sample(number)
            assert not store.store(capture, report, reading)
            assert store.knows(capture.origin, capture.sha256, reading.extractor)
    assert b"Brennick1" not in target.read_bytes()


def test_a_withdrawal_holds_for_all_sources_of_a_merge(samples: ModuleType, tmp_path: Path) -> None:
    other, source, target = (tmp_path / name for name in ("other.db", "source.db", "target.db"))
    report_id = withdrawn_in(samples, source)
    with samples.open_store(other) as store:
        store.store(*samples.sample(1))
    outcomes, _ = merged(samples, target, other, source, apply=True)
    assert statuses(outcomes) == ["withdrawn"]
    assert contents(target)["holdings"] == []
    outcomes, _ = merged(samples, tmp_path / "second.db", other, source)
    assert statuses(outcomes) == ["failed", "read"]
    assert outcomes[-1].name == report_id


# --- damage ---------------------------------------------------------------------------------------------------------


def damage(path: Path, sql: str) -> None:
    with sqlite3.connect(path) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE persons SET public = 1 WHERE reading = 1",
        "UPDATE contents SET data = zeroblob(20) WHERE seq = 1",
        "UPDATE reports SET text = text || '.' WHERE seq = 1",
        "DELETE FROM left_open WHERE reading = 1",
        "DELETE FROM report_details WHERE report = 1",
        "UPDATE reading_claims SET signed = '{}' WHERE reading = 1 AND position = 0",
        "UPDATE claims SET body = CAST(x'ff00' AS TEXT) WHERE seq = 1",
    ],
)
def test_one_damaged_row_costs_one_report(samples: ModuleType, tmp_path: Path, sql: str) -> None:
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    with samples.open_store(source) as store:
        for number in range(3):
            store.store(*samples.sample(number))
    damage(source, sql)
    outcomes, _ = merged(samples, target, source)
    assert statuses(outcomes) == ["failed", "read", "read"]
    (line,) = problems(outcomes)
    assert line.startswith(f"{source}: reports r_")
    assert "verify" in line


def test_a_damaged_opinion_costs_only_itself(samples: ModuleType, tmp_path: Path) -> None:
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    samples.fill(source)
    damage(source, "UPDATE reviews SET verdict = 'accept'")
    outcomes, tally = merged(samples, target, source, apply=True)
    assert statuses(outcomes) == ["failed", *["read"] * 4]
    assert (tally.reviews, tally.judgements) == (0, 2)


def test_an_opinion_on_what_is_not_here_is_told(samples: ModuleType, tmp_path: Path) -> None:
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    samples.fill(source)
    withdrawn_in(samples, target, 1)
    outcomes, tally = merged(samples, target, source, apply=True)
    told = problems(outcomes)
    assert len(told) == 3
    assert any("review v_1" in line and "withdrawn" in line for line in told)
    assert (tally.reviews, tally.judgements) == (0, 0)


def test_each_bad_source_is_one_line_and_the_rest_goes_on(samples: ModuleType, tmp_path: Path) -> None:
    archive = tmp_path / "a.jsonl"
    archive.write_text(
        json.dumps({"report": "n", "text": "Gunmen shelled Lower Temmin, killing 3 people."}) + "\n{bad\n"
    )
    good = shard(archive, tmp_path / "out")
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(good.read_bytes()[:-50])
    newer = tmp_path / "newer.db"
    samples.fill(newer)
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 99")
    (tmp_path / "words.txt").write_text("not a source")
    (tmp_path / "empty").mkdir()
    names = ["gone", "cut.parquet", "newer.db", "words.txt", "empty"]
    outcomes, _ = merged(samples, tmp_path / "target.db", *[tmp_path / name for name in names], good)
    assert statuses(outcomes) == [*["failed"] * 6, "read"]
    told = "\n".join(problems(outcomes))
    for name, what in zip(names, ["no such file", "cut off", "newer Ebbline", "neither", "no Parquet"], strict=True):
        assert f"{tmp_path / name}: " in told
        assert what in told
    assert "a.jsonl#L2: not valid JSON" in told, "what the batch could not read is told again, as reading again would"


def test_a_ledger_is_not_merged_into_itself(samples: ModuleType, tmp_path: Path) -> None:
    samples.fill(tmp_path / "x.db")
    with pytest.raises(UsageError, match="the ledger to merge into"):
        merged(samples, tmp_path / "x.db", tmp_path / "x.db")
