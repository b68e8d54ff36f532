"""What is withdrawn leaves the file, byte for byte; the rest stays."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from ebbline.errors import LedgerError
from ebbline.ledger import ClaimQuery, LedgerStore
from ebbline.records import Reading, Report


def _raw(path: Path) -> bytes:
    return b"".join(part.read_bytes() for part in path.parent.glob(path.name + "*"))


def _words(text: str) -> list[bytes]:
    return [word.lower().encode() for word in re.findall(r"\w{4,}", text)]


def test_no_word_is_left_in_the_file(store: LedgerStore, samples: ModuleType) -> None:
    # Among many others, so that rows have moved between pages and the search has merged its segments.
    for number in range(60):
        store.store(*samples.sample(number))
    secret = "Zibbeltrop Quandiflex whispered xylomarin plovers, Wurzlibad, Knarfengrund"
    capture, report = samples.capture_and_report(secret, "secret/quandiflex.txt")
    reading = _reading(samples, report)
    store.store(capture, report, reading)
    store.store(capture, report, _reading(samples, report, samples.SECOND))
    store.add_review(
        samples.Review("v", reading.claims[0].claim_id, report.report_id, samples.Span(0, 9), "event", "correct",
                       "a. reviewer", samples.NOW, (("means", "Zibbeltrop"),))
    )  # fmt: skip
    for number in range(60, 120):
        store.store(*samples.sample(number))
    assert any(word in _raw(store.path).lower() for word in _words(secret))
    store.withdraw(report.report_id, "asked", "a. reviewer")
    left = _raw(store.path).lower()
    assert [word for word in _words(secret) if word in left] == []
    assert capture.data not in left
    assert list(store.verify()) == []
    assert store.counts()["reports"] == 120
    assert len(list(store.claims(ClaimQuery(text="lunadi")))) == 240


def _reading(samples: ModuleType, report: Report, extractor: str | None = None) -> Reading:
    extractor = extractor or samples.FIRST
    words = "Quandiflex whispered xylomarin"
    start = report.text.index(words)
    claim = samples.identified(
        samples.EventClaim(
            report_id=report.report_id,
            evidence=(samples.Evidence(start, start + len(words), words),),
            event_type="Strategic developments",
            sub_event_type="Other",
            extractor=extractor,
        )
    )
    person = samples.Person("Zibbeltrop", (samples.Span(0, 10),))
    open_place = samples.LeftOpen("place", "Wurzlibad", samples.Span(50, 59))
    id_ = samples.reading_id(report.report_id, extractor)
    return samples.Reading(id_, report.report_id, extractor, (claim,), (person,), (open_place,))


def test_withdrawn_stays_withdrawn(store: LedgerStore, samples: ModuleType) -> None:
    capture, report, reading = samples.sample(1)
    store.store(capture, report, reading)
    tombstone = store.withdraw(report.report_id, "asked by the family", "a. reviewer")
    assert store.withdrawn(report.report_id) == tombstone
    assert (tombstone.why, tombstone.by, tombstone.at) == ("asked by the family", "a. reviewer", samples.NOW)
    assert list(store.tombstones()) == [tombstone]
    assert not store.store(capture, report, reading)
    assert not store.store(*samples.sample(1, samples.SECOND))
    assert not store.store(capture, None, None)
    # A later version that makes another text of the same bytes does not bring them back either.
    _, other = samples.capture_and_report(report.text + "\n", capture.origin, data=capture.data)
    assert not store.store(capture, other, None)
    assert store.knows(capture.origin, capture.sha256, samples.FIRST)
    assert store.knows(capture.origin, capture.sha256, samples.SECOND)
    assert list(store.reports()) == []
    assert [entry["what"] for entry in store.logged()] == ["report withdrawn"]
    with pytest.raises(LedgerError, match=r"withdrawn on 2026-01-02 by a\. reviewer \(asked by the family\)"):
        store.report(report.report_id)
    assert store.withdraw(report.report_id, "again", "another") == tombstone
    assert list(store.verify()) == []


def test_bytes_another_report_was_read_from_stay(store: LedgerStore, samples: ModuleType) -> None:
    one, two = samples.sample(1, origin="a.txt"), samples.sample(1, origin="b.txt")
    store.store(*one)
    store.store(*two)
    store.withdraw(one[1].report_id, "asked", "a. reviewer")
    assert list(store.reports()) == [two[1]]
    assert store.capture(two[1].report_id) == two[0]
    assert len(list(store.claims())) == 4
    assert list(store.verify()) == []
    store.withdraw(two[1].report_id, "asked", "a. reviewer")
    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("SELECT count(*) FROM contents").fetchone() == (0,)
    assert list(store.verify()) == []


def test_two_reports_of_one_capture(store: LedgerStore, samples: ModuleType) -> None:
    capture, report, reading = samples.sample(1)
    _, other = samples.capture_and_report("another part of it", capture.origin, data=capture.data)
    store.store(capture, report, reading)
    store.store(capture, other, None)
    store.withdraw(report.report_id, "asked", "a. reviewer")
    assert store.capture(other.report_id) == capture
    assert not store.store(capture, report, reading)
    assert list(store.verify()) == []


def test_opinions_go_with_the_report(store: LedgerStore, samples: ModuleType) -> None:
    for number in (1, 2):
        store.store(*samples.sample(number))
    samples.add_opinions(store)
    store.withdraw(samples.sample(1)[1].report_id, "asked", "a. reviewer")
    assert list(store.judgements(withdrawn=True)) == []
    assert list(store.reviews()) == list(store.orphan_reviews()) == []
    assert list(store.verify()) == []


def test_an_unknown_report_cannot_be_withdrawn(store: LedgerStore) -> None:
    with pytest.raises(LedgerError, match="no such report"):
        store.withdraw("r_0", "asked", "a. reviewer")
    assert list(store.tombstones()) == []


def test_a_reader_in_the_way_is_named_and_asking_again_finishes(store: LedgerStore, samples: ModuleType) -> None:
    for number in range(3):
        store.store(*samples.sample(number))
    report = samples.sample(1)[1]
    store._db.execute("PRAGMA busy_timeout = 50")
    reading = store.claims()
    next(reading)
    with pytest.raises(LedgerError, match="still reading the file; close it and withdraw the report again"):
        store.withdraw(report.report_id, "asked", "a. reviewer")
    assert store.withdrawn(report.report_id) is not None
    reading.close()
    store.withdraw(report.report_id, "asked", "a. reviewer")
    assert b"Brennick1 " not in _raw(store.path)
    assert list(store.verify()) == []


def test_a_copy_made_by_another_process_is_not_read_back(store: LedgerStore, samples: ModuleType) -> None:
    store.store(*samples.sample(1))
    store.withdraw(samples.sample(1)[1].report_id, "asked", "a. reviewer")
    command = [sys.executable, samples.__file__, "write", str(store.path), "0", "3"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert sorted(report.name for report in store.reports()) == ["report-0.txt", "report-2.txt"]
    assert list(store.verify()) == []
