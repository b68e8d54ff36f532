"""Storing one report: everything is prepared first, so that the transaction is short."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from typing import Any

from ebbline.ledger import rows
from ebbline.ledger.stories import StoryRule, join_stories, signature_of
from ebbline.records import Capture, Claim, Reading, Report, claim_to_json, reading_id, report_id
from ebbline.records.claim import claim_id_of


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
    coded = [(claim, claim_to_json(claim)) for claim in reading.claims] if reading else []
    _refuse(_faults(sha256, report, reading) + _wrong_ids(coded))
    packing, data = rows.packed(capture.data)
    claims = {claim.claim_id: (claim, claim_json) for claim, claim_json in coded}
    ordered = sorted(claims.values(), key=lambda pair: rows.claim_order(pair[0]))
    return Prepared(
        capture=capture,
        sha256=sha256,
        packing=packing,
        data=data,
        report=report,
        signature=b"" if report is None else signature_of(rule, report),
        reading=reading,
        claims=tuple(_prepared(*pair) for pair in ordered),
        rule=rule,
    )


def _prepared(claim: Claim, claim_json: dict[str, Any]) -> tuple[str, rows.Row, str]:
    body, signed = rows.body_of(claim_json)
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


def _wrong_ids(coded: list[tuple[Claim, dict[str, Any]]]) -> list[str]:
    return [f"claim {claim.claim_id}: not its id" for claim, data in coded if claim_id_of(data) != claim.claim_id]


def _halved(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def text_sha256(text: str) -> str:
    """The hash a report's text is known by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def write(db: sqlite3.Connection, prepared: Prepared, now: str) -> bool:
    """True if anything was new; to be called inside a transaction."""
    if _is_withdrawn(db, prepared):
        return False
    new, capture = _write_capture(db, prepared)
    if prepared.report is None:
        return new
    new_report, report = _write_report(db, prepared, prepared.report, now)
    new_link = _link(db, capture, report)
    new_reading = prepared.reading is not None and _write_reading(db, prepared, prepared.reading, report, now)
    return new or new_report or new_link or new_reading


def _is_withdrawn(db: sqlite3.Connection, prepared: Prepared) -> bool:
    capture = rows.capture_id(prepared.capture.origin, prepared.sha256)
    if db.execute("SELECT 1 FROM tombstone_captures WHERE capture_id = ?", [capture]).fetchone():
        return True
    if prepared.report is None:
        return False
    sql = "SELECT 1 FROM tombstones WHERE report_id = ?"
    return db.execute(sql, [prepared.report.report_id]).fetchone() is not None


def _write_capture(db: sqlite3.Connection, prepared: Prepared) -> tuple[bool, int]:
    capture_id = rows.capture_id(prepared.capture.origin, prepared.sha256)
    found = db.execute("SELECT seq FROM captures WHERE capture_id = ?", [capture_id]).fetchone()
    if found is not None:
        return False, found[0]
    if db.execute("SELECT 1 FROM contents WHERE sha256 = ?", [prepared.sha256]).fetchone() is None:
        seq = rows.next_seq(db, "contents")
        size = len(prepared.capture.data)
        rows.insert(db, "contents", seq, prepared.sha256, size, prepared.packing, prepared.data)
    seq = rows.next_seq(db, "captures")
    capture = prepared.capture
    fetched_at = rows.instant(capture.fetched_at)
    rows.insert(db, "captures", seq, capture_id, capture.origin, prepared.sha256, capture.media_type, fetched_at)
    return True, seq


def _write_report(db: sqlite3.Connection, prepared: Prepared, report: Report, now: str) -> tuple[bool, int]:
    found = db.execute("SELECT seq FROM reports WHERE report_id = ?", [report.report_id]).fetchone()
    if found is not None:
        return False, found[0]
    seq = rows.next_seq(db, "reports")
    rows.insert(db, "reports", seq, report.report_id, report.origin, report.title, report.text, report.text_sha256, now)
    db.execute("INSERT INTO report_search (rowid, title, text) VALUES (?, ?, ?)", [seq, report.title, report.text])
    _write_details(db, report, seq)
    join_stories(db, prepared.rule, seq, report.report_id, prepared.signature)
    return True, seq


def _write_details(db: sqlite3.Connection, report: Report, report_seq: int) -> int:
    seq = rows.next_seq(db, "report_details")
    rows.insert(db, "report_details", seq, report_seq, *rows.details_row(report))
    return seq


def _details_seq(db: sqlite3.Connection, report: Report, report_seq: int) -> int:
    wanted = _without_fetched_at(rows.details_row(report))
    for seq, _, *row, _ in db.execute("SELECT * FROM report_details WHERE report = ? ORDER BY seq", [report_seq]):
        if _without_fetched_at(tuple(row)) == wanted:
            found: int = seq
            return found
    return _write_details(db, report, report_seq)


def _without_fetched_at(row: rows.Row) -> rows.Row:
    return row[: rows.FETCHED_AT] + row[rows.FETCHED_AT + 1 :]


def _link(db: sqlite3.Connection, capture: int, report: int) -> bool:
    sql = "SELECT 1 FROM capture_reports WHERE capture = ? AND report = ?"
    if db.execute(sql, [capture, report]).fetchone() is not None:
        return False
    rows.insert(db, "capture_reports", capture, report)
    return True


def _write_reading(db: sqlite3.Connection, prepared: Prepared, reading: Reading, report: int, now: str) -> bool:
    if db.execute("SELECT 1 FROM readings WHERE reading_id = ?", [reading.reading_id]).fetchone() is not None:
        return False
    assert prepared.report is not None
    details = _details_seq(db, prepared.report, report)
    seq = rows.next_seq(db, "readings")
    counts = len(prepared.claims), len(reading.persons), len(reading.left_open)
    rows.insert(
        db, "readings", seq, reading.reading_id, report, details, reading.extractor, int(reading.relevant), *counts, now
    )
    _write_claims(db, prepared, report, seq)
    persons = [(seq, at, *rows.person_row(person)) for at, person in enumerate(reading.persons)]
    rows.insert_all(db, "persons", persons)
    left_open = enumerate(reading.left_open)
    rows.insert_all(
        db, "left_open", [(seq, at, item.what, item.mention, item.span.start, item.span.end) for at, item in left_open]
    )
    point_to(db, report, seq)
    return True


def _write_claims(db: sqlite3.Connection, prepared: Prepared, report: int, reading: int) -> None:
    free = rows.next_seq(db, "claims")
    new: list[rows.Row] = []
    signed_rows: list[rows.Row] = []
    for position, (claim_id, columns, signed) in enumerate(prepared.claims):
        found = db.execute("SELECT seq FROM claims WHERE claim_id = ?", [claim_id]).fetchone()
        seq = free + len(new) if found is None else found[0]
        if found is None:
            new.append((seq, claim_id, report, *columns))
        signed_rows.append((reading, position, seq, signed))
    rows.insert_all(db, "claims", new)
    rows.insert_all(db, "reading_claims", signed_rows)
    searched = [(row[0], row[8], row[9]) for row in new]
    db.executemany("INSERT INTO claim_search (rowid, words, names) VALUES (?, ?, ?)", searched)


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
