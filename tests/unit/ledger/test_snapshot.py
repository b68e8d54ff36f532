from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ebbline.errors import LedgerError
from ebbline.ledger.snapshot import Snapshot
from ebbline.records import Reading, reading_id

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def test_what_is_written_meanwhile_is_not_seen(sample: Any) -> None:
    report = sample.store.report(sample.claims[0].report_id)
    capture = sample.store.capture(report.report_id)
    with Snapshot(sample.path, clock=lambda: NOW) as still:
        state = still.state
        later = Reading(reading_id(report.report_id, "sample 2"), report.report_id, "sample 2", ())
        sample.store.store(capture, report, later)
        assert sample.store.counts()["claims"] == 7
        assert len(list(sample.store.claims())) == 7
        assert still.counts()["claims"] == 12
        assert len(list(still.claims())) == 12
        assert len({report_id for report_id, _ in still.persons()}) == 2
    with Snapshot(sample.path, clock=lambda: NOW) as again:
        assert again.state != state
        assert len(list(again.claims())) == 7


def test_two_questions_at_once(sample: Any) -> None:
    with Snapshot(sample.path, clock=lambda: NOW) as still:
        pairs = zip(still.claims(), still.claims(), strict=True)
        assert all(left == right for left, right in pairs)


def test_nothing_can_be_written_through_it(sample: Any) -> None:
    with Snapshot(sample.path, clock=lambda: NOW) as still, pytest.raises(LedgerError):
        still.log("names shown", {})
    assert list(sample.store.logged()) == []


def test_the_state_tells_another_current_reading(sample: Any) -> None:
    def state() -> tuple[int, ...]:
        with Snapshot(sample.path, clock=lambda: NOW) as still:
            return still.state

    states = [state()]
    report = sample.store.report(sample.claims[0].report_id)
    (first,) = sample.store.readings(report.report_id)
    later = Reading(reading_id(report.report_id, "sample 2"), report.report_id, "sample 2", ())
    sample.store.store(sample.store.capture(report.report_id), report, later)
    states.append(state())
    sample.store.make_current(first.reading_id)
    states.append(state())
    sample.store.withdraw(report.report_id, "x", "y")
    states.append(state())
    assert len(set(states)) == 4
    assert states[-1] == state()


def test_no_ledger_is_made(sample: Any) -> None:
    missing = sample.path.with_name("missing.db")
    with pytest.raises(LedgerError, match="no ledger here"):
        Snapshot(missing, clock=lambda: NOW)
    assert not missing.exists()
