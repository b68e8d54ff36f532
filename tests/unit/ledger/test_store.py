"""What is stored comes back, nothing is stored twice, nothing is overwritten."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ebbline.errors import LedgerError
from ebbline.ledger import ClaimQuery, LedgerStore
from ebbline.records import Claim, Reading, identified, reading_id


def test_what_is_stored_comes_back(store: LedgerStore, samples: ModuleType) -> None:
    capture, report, reading = samples.sample(1)
    assert store.store(capture, report, reading)
    assert store.report(report.report_id) == report
    assert list(store.reports()) == [report]
    assert store.capture(report.report_id) == capture
    assert sorted(store.claims(), key=_id) == sorted(reading.claims, key=_id)
    assert list(store.persons()) == [(report.report_id, reading.persons[0])]
    assert list(store.left_open()) == [(report.report_id, reading.left_open[0])]
    (kept,) = store.readings()
    assert replace(kept, claims=tuple(sorted(kept.claims, key=_id))) == replace(
        reading, claims=tuple(sorted(reading.claims, key=_id))
    )
    assert store.claim(reading.claims[2].claim_id) == reading.claims[2]


def _id(claim: Claim) -> str:
    return claim.claim_id


def test_storing_again_changes_nothing(store: LedgerStore, samples: ModuleType) -> None:
    assert store.store(*samples.sample(1))
    before = _dump(store.path)
    capture, report, reading = samples.sample(1)
    later = samples.NOW + dt.timedelta(days=3)
    assert not store.store(replace(capture, fetched_at=later), replace(report, fetched_at=later), reading)
    assert _dump(store.path) == before


def test_several_stored_together_are_as_stored_one_by_one(
    store: LedgerStore, samples: ModuleType, tmp_path: Path
) -> None:
    parcels = [samples.sample(number) for number in (3, 1, 2, 1)]
    parcels.insert(2, (parcels[0][0], None, None))
    with samples.open_store(tmp_path / "one by one.db") as other:
        assert (
            store.store_all(parcels) == [other.store(*parcel) for parcel in parcels] == [True, True, False, True, False]
        )
        assert _rows(store.path) == _rows(other.path)
        assert list(store.claims(ClaimQuery(text="took"))) == list(other.claims(ClaimQuery(text="took"))) != []
    assert list(store.verify()) == []
    assert store.store_all([]) == []


def _rows(path: Path) -> list[tuple[Any, ...]]:
    return [table for table in _dump(path) if "_search" not in table[0]]


def test_one_that_contradicts_itself_costs_none_before_it(store: LedgerStore, samples: ModuleType) -> None:
    first, (capture, report, reading), third = (samples.sample(number) for number in (1, 2, 3))
    with pytest.raises(ValueError, match="text_sha256"):
        store.store_all([first, (capture, replace(report, text_sha256="0"), reading), third])
    assert [kept.report_id for kept in store.reports()] == [first[1].report_id]


def test_what_is_stored_together_is_stored_whole_or_not_at_all(store: LedgerStore, samples: ModuleType) -> None:
    store.store(*samples.sample(1))
    before = _dump(store.path)
    store._db.execute("CREATE TEMP TRIGGER full BEFORE INSERT ON left_open BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(LedgerError):
        store.store_all([(samples.sample(2)[0], None, None), samples.sample(3)])
    assert _dump(store.path) == before


def _dump(path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return [(name, *db.execute(f"SELECT * FROM {name}").fetchall()) for name in names]


def test_order_of_claims(store: LedgerStore, samples: ModuleType) -> None:
    for number in (3, 1, 2):
        store.store(*samples.sample(number))
    claims = list(store.claims())
    origins = {report.report_id: report.origin for report in store.reports()}
    keys = [(origins[c.report_id], c.evidence[0].start, c.kind, c.claim_id) for c in claims]
    assert len(keys) == 12
    assert keys == sorted(keys)


def test_knows_what_was_read_and_by_whom(store: LedgerStore, samples: ModuleType) -> None:
    capture, report, reading = samples.sample(1)
    assert not store.knows(capture.origin, capture.sha256, samples.FIRST)
    store.store(capture, report, reading)
    assert store.knows(capture.origin, capture.sha256, samples.FIRST)
    assert not store.knows(capture.origin, capture.sha256, samples.SECOND)
    assert not store.knows("elsewhere.txt", capture.sha256, samples.FIRST)


def test_bytes_without_a_report_are_kept_and_known(store: LedgerStore, samples: ModuleType) -> None:
    capture, _, _ = samples.sample(1)
    assert store.store(capture, None, None)
    assert not store.store(capture, None, None)
    assert store.knows(capture.origin, capture.sha256, samples.FIRST)
    assert list(store.verify()) == []


def test_an_unread_report_is_not_known_until_it_has_a_reading(store: LedgerStore, samples: ModuleType) -> None:
    capture, report, _ = samples.sample(1)
    store.store(capture, report, None)
    assert not store.knows(capture.origin, capture.sha256, samples.FIRST)
    nothing = Reading(reading_id(report.report_id, samples.FIRST), report.report_id, samples.FIRST, (), relevant=False)
    assert store.store(capture, report, nothing)
    assert store.knows(capture.origin, capture.sha256, samples.FIRST)
    assert list(store.readings()) == [nothing]
    assert list(store.claims()) == []


def test_a_new_version_adds_a_reading_and_shares_claims(store: LedgerStore, samples: ModuleType) -> None:
    capture, report, first = samples.sample(1)
    second = samples.sample(1, samples.SECOND)[2]
    changed = identified(replace(second.claims[0], certainty="possible"))
    second = replace(second, claims=(changed, *second.claims[1:3]))
    store.store(capture, report, first)
    assert store.store(capture, report, second)
    assert {c.claim_id for c in store.claims()} == {c.claim_id for c in second.claims}
    assert {c.extractor for c in store.claims()} == {samples.SECOND}
    assert {c.score for c in store.claims()} == {second.claims[0].score}
    assert [reading.extractor for reading in store.readings()] == [samples.FIRST, samples.SECOND]
    assert [reading.extractor for reading in store.readings(current=True)] == [samples.SECOND]
    assert {c.score for c in next(store.readings()).claims} == {first.claims[0].score}
    # A claim only the first version found can still be looked up, as that version signed it.
    assert store.claim(first.claims[3].claim_id) == first.claims[3]
    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("SELECT count(*) FROM claims").fetchone() == (5,)


def test_an_old_reading_stored_again_does_not_come_back(store: LedgerStore, samples: ModuleType) -> None:
    for extractor in (samples.FIRST, samples.SECOND):
        store.store(*samples.sample(1, extractor))
    assert not store.store(*samples.sample(1))
    assert {claim.extractor for claim in store.claims()} == {samples.SECOND}
    first = next(store.readings())
    assert store.make_current(first.reading_id)
    assert not store.make_current(first.reading_id)
    assert {claim.extractor for claim in store.claims()} == {samples.FIRST}
    assert [entry["what"] for entry in store.logged()] == ["reading made current"]
    assert list(store.verify()) == []


def test_a_report_is_told_as_its_current_reading_knew_it(store: LedgerStore, samples: ModuleType) -> None:
    capture, report, first = samples.sample(1)
    undated = replace(report, published=None)
    store.store(capture, undated, first)
    assert store.report(report.report_id) == undated
    store.store(capture, report, samples.sample(1, samples.SECOND)[2])
    assert store.report(report.report_id) == report
    store.make_current(first.reading_id)
    assert store.report(report.report_id) == undated


def test_one_file_in_two_folders_is_two_reports_of_one_content(store: LedgerStore, samples: ModuleType) -> None:
    store.store(*samples.sample(1, origin="a/same.txt"))
    store.store(*samples.sample(1, origin="b/same.txt"))
    assert store.counts() == {
        "reports": 2, "readings": 2, "claims": 8, "captures": 2, "stories": 1, "tombstones": 0
    }  # fmt: skip
    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("SELECT count(*) FROM contents").fetchone() == (1,)


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (lambda c, r, g: (replace(c, data=b"other"), r, g), "not read from this capture"),
        (lambda c, r, g: (c, replace(r, text=r.text + "x"), g), "text_sha256"),
        (lambda c, r, g: (c, replace(r, origin="other"), g), "not of its text and origin"),
        (lambda c, r, g: (c, r, replace(g, report_id="r_0")), "not of"),
        (lambda c, r, g: (c, r, replace(g, extractor="other")), "report and extractor"),
        (lambda c, r, g: (c, None, g), "without its report"),
        (lambda c, r, g: (c, r, replace(g, claims=(replace(g.claims[0], claim_id="c_0"),))), "not its id"),
        (lambda c, r, g: (c, r, replace(g, claims=(identified(replace(g.claims[0], evidence=())),))), "no evidence"),
        (lambda c, r, g: (c, r, replace(g, claims=(_shifted(g.claims[0]),))), "does not hold its words"),
    ],
)
def test_records_that_contradict_each_other_are_refused(
    store: LedgerStore, samples: ModuleType, break_it: Any, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        store.store(*break_it(*samples.sample(1)))
    assert store.counts()["captures"] == 0


def _shifted(claim: Claim) -> Claim:
    evidence = claim.evidence[0]
    return identified(replace(claim, evidence=(replace(evidence, start=evidence.start + 1, end=evidence.end + 1),)))


def test_half_a_character_is_refused_in_words(store: LedgerStore, samples: ModuleType) -> None:
    capture, report, _ = samples.sample(1)
    with pytest.raises(ValueError, match="half a character"):
        store.store(capture, replace(report, text="\ud800"), None)


def test_a_text_with_nul_survives(store: LedgerStore, samples: ModuleType) -> None:
    capture, report = samples.capture_and_report("one\x00two thirds", "nul.txt")
    store.store(capture, report, None)
    assert store.report(report.report_id).text == "one\x00two thirds"
    assert list(store.search_reports("thirds")) == [report.report_id]
    assert list(store.verify()) == []


def test_unknown_things_are_named(store: LedgerStore) -> None:
    for call in (store.report, store.claim, store.capture, store.story_of, store.make_current):
        with pytest.raises(LedgerError, match=r"^x_1: no such \w+ in .*test\.db; look for it"):
            call("x_1")


def test_runs_and_log(store: LedgerStore) -> None:
    done, broken = store.begin_run("ebbline read a"), store.begin_run("ebbline read b")
    store.end_run(done, {"reports": 3})
    store.end_run(done, {"reports": 4})
    store.log("names shown", {"command": "export --names"})
    runs = {run["run_id"]: run for run in store.runs()}
    assert runs[done]["summary"] == {"reports": 3}
    assert runs[broken]["ended_at"] is None
    assert [entry["detail"] for entry in store.logged()] == [{"command": "export --names"}]
    with pytest.raises(LedgerError, match="no such run"):
        store.end_run("u_0", {})


def test_iterating_sees_the_state_it_began_in(store: LedgerStore, samples: ModuleType) -> None:
    store.store(*samples.sample(1))
    store.store(*samples.sample(2))
    seen = 0
    for _ in store.claims():
        seen += 1
        store.store(*samples.sample(seen + 10))
    assert seen == 8
    assert store.counts()["reports"] == 10


def test_an_iteration_left_half_way_leaves_nothing_open(store: LedgerStore, samples: ModuleType) -> None:
    store.store(*samples.sample(1))
    for _ in range(5):
        next(store.claims(ClaimQuery(kind="event")))
        next(store.reports())
    store.withdraw(samples.sample(1)[1].report_id, "asked", "a person")
