from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from ebbline import pipeline
from ebbline.ingest import IngestOptions
from ebbline.ledger import LedgerStore
from ebbline.pipeline import Outcome, Summary, read
from ebbline.records import Reading, Report, reading_id

GOOD = "BEIRUT, June 16, 2015 - Kurdish YPG fighters captured the town of Tal Abyad from Islamic State on Monday."
ARABIC = (
    "سيطر مقاتلون على المدينة بعد اشتباكات عنيفة استمرت ثلاثة أيام وقال ناشطون إن عشرات العائلات نزحت من القرى القريبة"
)


@pytest.fixture
def store(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[LedgerStore]:
    with LedgerStore(tmp_path / "x.db", clock=clock) as opened:
        yield opened


def outcomes(store: LedgerStore, clock: Callable[[], datetime], *inputs: Path, **more: object) -> list[Outcome]:
    return list(read([str(path) for path in inputs], store, options=IngestOptions(), clock=clock, **more))


def written(tmp_path: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(text, "utf-8")
    return paths


def test_a_report_is_read_once(store: LedgerStore, clock: Callable[[], datetime], tmp_path: Path) -> None:
    paths = written(tmp_path, good=GOOD)
    assert [outcome.status for outcome in outcomes(store, clock, *paths)] == ["read"]
    claims = list(store.claims())
    assert [outcome.status for outcome in outcomes(store, clock, *paths)] == ["known"]
    assert claims
    assert list(store.claims()) == claims


def test_another_coder_adds_a_reading_and_loses_nothing(
    store: LedgerStore, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    paths = written(tmp_path, good=GOOD)
    outcomes(store, clock, *paths)
    assert [outcome.status for outcome in outcomes(store, clock, *paths, coder="keyword")] == ["read"]
    assert len(list(store.readings())) == 2
    assert len({reading.extractor for reading in store.readings()}) == 2


def test_a_language_that_is_not_coded_is_kept_and_said(
    store: LedgerStore, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    (outcome,) = outcomes(store, clock, *written(tmp_path, arabic=ARABIC))
    assert outcome.status == "kept"
    assert "(ar)" in outcome.notes[-1]
    assert [report.text for report in store.reports()] == [ARABIC]
    assert list(store.claims()) == []


class StumblingCoder:
    """Fails on every report that holds the word; stands in for a coder with a fault."""

    extractor = "stumbling"
    languages = frozenset({"en", "und"})

    def code(self, report: Report) -> Reading:
        if "captured" in report.text:
            raise KeyError("captured")
        return Reading(reading_id(report.report_id, self.extractor), report.report_id, self.extractor, ())


def test_a_report_that_trips_the_coder_does_not_cost_the_others(
    store: LedgerStore, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    coders = {**pipeline.CODERS, "stumbling": StumblingCoder}
    paths = written(tmp_path, a=GOOD, b="Rebels shelled the village of Sarrin on Tuesday, residents said.")
    found = list(
        read(
            [str(path) for path in paths], store, coder="stumbling", coders=coders, options=IngestOptions(), clock=clock
        )
    )
    assert [outcome.status for outcome in found] == ["failed", "read"]
    assert "KeyError" in str(found[0].problem)
    assert [report.name for report in store.reports()] == ["b.txt"]


def test_summary_counts_speakers_once_and_open_things_by_mention(
    store: LedgerStore, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    lines = [
        {"report": "a", "text": GOOD, "published": "2015-06-16"},
        {"report": "b", "text": "City beat Rovers 2-0 in the derby on Saturday in front of a full stadium."},
    ]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    summary = Summary()
    for outcome in outcomes(store, clock, batch):
        summary.add(outcome)
    assert summary.statuses == {"read": 2}
    assert summary.undated == 1
    assert summary.not_relevant == 1
    assert summary.kinds.total() == len(list(store.claims()))


def test_the_first_coders_reading_is_current_again_when_it_reads_again(
    store: LedgerStore, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    paths = written(tmp_path, good=GOOD)
    outcomes(store, clock, *paths)
    before = list(store.claims())
    outcomes(store, clock, *paths, coder="keyword")
    assert list(store.claims()) != before
    (outcome,) = outcomes(store, clock, *paths)
    assert outcome.status == "known"
    assert "current one again" in outcome.notes[0]
    assert list(store.claims()) == before


def test_what_stays_unread_is_said_every_time(
    store: LedgerStore, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    paths = written(tmp_path, arabic=ARABIC)
    assert [outcome.status for outcome in outcomes(store, clock, *paths)] == ["kept"]
    assert [outcome.status for outcome in outcomes(store, clock, *paths)] == ["kept"]


def test_one_report_named_twice_counts_once(store: LedgerStore, clock: Callable[[], datetime], tmp_path: Path) -> None:
    batch = tmp_path / "twice.jsonl"
    lines = [{"report": "a", "text": GOOD, "title": title} for title in ("One", "Another")]
    batch.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    summary = Summary()
    for outcome in outcomes(store, clock, batch):
        summary.add(outcome)
    assert (summary.statuses["read"], len(list(store.reports()))) == (1, 1)


def test_reports_are_told_of_once_they_are_stored_a_few_at_a_time(
    store: LedgerStore, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    batch = tmp_path / "many.jsonl"
    lines = [{"report": f"r{number}", "text": f"{GOOD} {number}"} for number in range(40)]
    batch.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    stored = []
    for number, outcome in enumerate(read([str(batch)], store, options=IngestOptions(), clock=clock)):
        assert outcome.report is not None
        assert outcome.name == f"r{number}"
        assert store.report(outcome.report.report_id).text == lines[number]["text"]
        stored.append(store.counts()["reports"])
    assert stored[0] < 40
    assert len(set(stored)) < 40


def test_the_same_input_twice_in_a_row_is_read_once(
    store: LedgerStore, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    path, scan = *written(tmp_path, good=GOOD), *written(tmp_path, arabic=ARABIC)
    found = outcomes(store, clock, path, path, scan, scan)
    assert [outcome.status for outcome in found] == ["read", "known", "kept", "kept"]
