"""Storing reports: everything is prepared first, so that the transaction is short."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ebbline.ledger import rows
from ebbline.ledger.stories import StoryRule, join_stories, signature_of
from ebbline.records import Capture, Claim, Reading, Report, reading_id, report_id
from ebbline.records.claim import has_its_id


@dataclass(frozen=True, slots=True)
class Prepared:
    """A capture, its report and reading as they will be written."""

    capture: Capture
    sha256: str
    packing: str
    data: bytes
    report: Report | None
    signature: bytes
    reading: Reading | None
    claims: tuple[tuple[str, rows.Row, str], ...]
    """In order: claim_id, the columns of claims after `report`, and what the reading signs."""
    rule: StoryRule


def prepare(capture: Capture, report: Report | None, reading: Reading | None, rule: StoryRule) -> Prepared:
    """Checks the records against each other and does the costly part; raises ValueError."""
    sha256 = capture.sha256
    found = reading.claims if reading else ()
    _refuse(_faults(sha256, report, reading) + _wrong_ids(found))
    packing, data = rows.packed(capture.data)
    ordered = sorted({claim.claim_id: claim for claim in found}.values(), key=rows.claim_order)
    return Prepared(
        capture=capture,
        sha256=sha256,
        packing=packing,
        data=data,
        report=report,
        signature=b"" if report is None else signature_of(rule, report),
        reading=reading,
        claims=tuple(map(_prepared, ordered)),
        rule=rule,
    )


def _prepared(claim: Claim) -> tuple[str, rows.Row, str]:
    body, signed = rows.claim_body(claim)
    return claim.claim_id, (*rows.claim_columns(claim), body), signed


def _refuse(faults: list[str]) -> None:
    if faults:
        raise ValueError("not stored: " + "; ".join(faults))


def _faults(sha256: str, report: Report | None, reading: Reading | None) -> list[str]:
    if report is None:
        return [] if reading is None else ["a reading without its report"]
    faults = [f"report {report.report_id}: half a character in its text"] if _halved(report.text) else []
    if report.capture_sha256 != sha256:
        faults.append(f"report {report.report_id} was not read from this capture")
    if report.text_sha256 != text_sha256(report.text):
        faults.append(f"report {report.report_id}: text_sha256 is not of its text")
    if report.report_id != report_id(report.text, report.origin):
        faults.append(f"report {report.report_id}: the id is not of its text and origin")
    if reading is not None:
        faults += rows.reading_faults(report, reading)
        if reading.reading_id != reading_id(report.report_id, reading.extractor):
            faults.append(f"reading {reading.reading_id}: the id is not of its report and extractor")
    return faults


def _wrong_ids(claims: Sequence[Claim]) -> list[str]:
    return [f"claim {claim.claim_id}: not its id" for claim in claims if not has_its_id(claim)]


def _halved(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def text_sha256(text: str) -> str:
    """The hash a report's text is known by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def write_all(db: sqlite3.Connection, group: Sequence[Prepared], now: str) -> list[bool]:
    """For each whether anything was new; to be called inside a transaction."""
    writer = _Writer(db, now)
    new = [writer.write(prepared) for prepared in group]
    writer.add_words()
    return new


class _Writer:
    """Writes the reports of one transaction, in which nobody else writes: numbers are asked for once."""

    def __init__(self, db: sqlite3.Connection, now: str) -> None:
        self._db = db
        self._now = now
        self._free: dict[str, int] = {}
        self._report_words: list[rows.Row] = []
        self._claim_words: list[rows.Row] = []
        self._any_withdrawn = db.execute(_ANY_WITHDRAWN).fetchone()[0]

    def write(self, prepared: Prepared) -> bool:
        """True if anything was new."""
        if self._any_withdrawn and self._is_withdrawn(prepared):
            return False
        new, capture = self._write_capture(prepared)
        if prepared.report is None:
            return new
        found = self._found("SELECT seq FROM reports WHERE report_id = ?", prepared.report.report_id)
        if found is None:
            self._write_report(prepared, prepared.report, capture)
            return True
        new |= self._link(capture, found)
        return self._write_reading_if_new(prepared, prepared.report, found) or new

    def add_words(self) -> None:
        """The words of search, last and all at once.

        The text search keeps new words in memory and writes them to the file before any statement that may be undone:
        between other rows that would be once for each report.
        """
        self._db.executemany("INSERT INTO report_search (rowid, title, text) VALUES (?, ?, ?)", self._report_words)
        self._db.executemany("INSERT INTO claim_search (rowid, words, names) VALUES (?, ?, ?)", self._claim_words)

    def _found(self, sql: str, *values: rows.Value) -> Any:
        row = self._db.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def _take(self, table: str, count: int = 1) -> int:
        """The first of so many new numbers."""
        first = self._free.get(table) or rows.next_seq(self._db, table)
        self._free[table] = first + count
        return first

    def _is_withdrawn(self, prepared: Prepared) -> bool:
        sql = "SELECT 1 FROM tombstone_captures WHERE capture_id = ?"
        if self._found(sql, rows.capture_id(prepared.capture.origin, prepared.sha256)):
            return True
        report = prepared.report
        return report is not None and self._found(_TOMBSTONE, report.report_id) is not None

    def _write_capture(self, prepared: Prepared) -> tuple[bool, int]:
        capture, sha256 = prepared.capture, prepared.sha256
        capture_id = rows.capture_id(capture.origin, sha256)
        found = self._found("SELECT seq FROM captures WHERE capture_id = ?", capture_id)
        if found is not None:
            return False, found
        if self._found("SELECT 1 FROM contents WHERE sha256 = ?", sha256) is None:
            size = len(capture.data)
            rows.insert(self._db, "contents", self._take("contents"), sha256, size, prepared.packing, prepared.data)
        seq = self._take("captures")
        fetched_at = rows.instant(capture.fetched_at)
        rows.insert(self._db, "captures", seq, capture_id, capture.origin, sha256, capture.media_type, fetched_at)
        return True, seq

    def _write_report(self, prepared: Prepared, report: Report, capture: int) -> None:
        """A report that is new, and so is all that hangs on it."""
        seq = self._take("reports")
        columns = report.report_id, report.origin, report.title, report.text, report.text_sha256, self._now
        rows.insert(self._db, "reports", seq, *columns)
        self._report_words.append((seq, report.title, report.text))
        details = self._write_details(report, seq)
        join_stories(self._db, prepared.rule, seq, report.report_id, prepared.signature)
        rows.insert(self._db, "capture_reports", capture, seq)
        if prepared.reading is not None:
            reading = self._write_reading(prepared, prepared.reading, seq, details, {})
            rows.insert(self._db, "current_readings", seq, reading)

    def _write_details(self, report: Report, report_seq: int) -> int:
        seq = self._take("report_details")
        rows.insert(self._db, "report_details", seq, report_seq, *rows.details_row(report))
        return seq

    def _details_seq(self, report: Report, report_seq: int) -> int:
        wanted = _without_fetched_at(rows.details_row(report))
        sql = "SELECT * FROM report_details WHERE report = ? ORDER BY seq"
        for seq, _, *row, _ in self._db.execute(sql, [report_seq]):
            if _without_fetched_at(tuple(row)) == wanted:
                found: int = seq
                return found
        return self._write_details(report, report_seq)

    def _link(self, capture: int, report: int) -> bool:
        sql = "SELECT 1 FROM capture_reports WHERE capture = ? AND report = ?"
        if self._found(sql, capture, report) is not None:
            return False
        rows.insert(self._db, "capture_reports", capture, report)
        return True

    def _write_reading_if_new(self, prepared: Prepared, report: Report, report_seq: int) -> bool:
        reading = prepared.reading
        if reading is None or self._found("SELECT 1 FROM readings WHERE reading_id = ?", reading.reading_id):
            return False
        details = self._details_seq(report, report_seq)
        known = dict(self._db.execute("SELECT claim_id, seq FROM claims WHERE report = ?", [report_seq]))
        seq = self._write_reading(prepared, reading, report_seq, details, known)
        point_to(self._db, report_seq, seq)
        return True

    def _write_reading(
        self, prepared: Prepared, reading: Reading, report: int, details: int, known: Mapping[str, int]
    ) -> int:
        db, seq = self._db, self._take("readings")
        counts = len(prepared.claims), len(reading.persons), len(reading.left_open)
        columns = reading.reading_id, report, details, reading.extractor, int(reading.relevant), *counts, self._now
        rows.insert(db, "readings", seq, *columns)
        self._write_claims(prepared, report, seq, known)
        persons = [(seq, at, *rows.person_row(person)) for at, person in enumerate(reading.persons)]
        rows.insert_all(db, "persons", persons)
        left_open = enumerate(reading.left_open)
        rows.insert_all(
            db,
            "left_open",
            [(seq, at, item.what, item.mention, item.span.start, item.span.end) for at, item in left_open],
        )
        return seq

    def _write_claims(self, prepared: Prepared, report: int, reading: int, known: Mapping[str, int]) -> None:
        free = self._take("claims", sum(claim_id not in known for claim_id, _, _ in prepared.claims))
        new: list[rows.Row] = []
        signed_rows: list[rows.Row] = []
        for position, (claim_id, columns, signed) in enumerate(prepared.claims):
            seq = known.get(claim_id)
            if seq is None:
                seq = free + len(new)
                new.append((seq, claim_id, report, *columns))
            signed_rows.append((reading, position, seq, signed))
        rows.insert_all(self._db, "claims", new)
        rows.insert_all(self._db, "reading_claims", signed_rows)
        self._claim_words += [(row[0], row[8], row[9]) for row in new]


_ANY_WITHDRAWN = "SELECT EXISTS (SELECT 1 FROM tombstones) OR EXISTS (SELECT 1 FROM tombstone_captures)"
_TOMBSTONE = "SELECT 1 FROM tombstones WHERE report_id = ?"


def _without_fetched_at(row: rows.Row) -> rows.Row:
    return row[: rows.FETCHED_AT] + row[rows.FETCHED_AT + 1 :]


def point_to(db: sqlite3.Connection, report: int, reading: int) -> bool:
    """True if the current reading of the report is another one now."""
    found = db.execute("SELECT reading FROM current_readings WHERE report = ?", [report]).fetchone()
    if found is None:
        rows.insert(db, "current_readings", report, reading)
    elif found[0] != reading:
        seal = rows.seal("current_readings", (report, reading))
        sql = "UPDATE current_readings SET reading = ?, seal = ? WHERE report = ?"
        db.execute(sql, [reading, seal, report])
    return found is None or found[0] != reading
