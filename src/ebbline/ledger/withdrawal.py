"""Taking a report out on request: the one exception to append-only, logged and marked by a tombstone."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass
from typing import Any

from ebbline.ledger import rows
from ebbline.ledger.stories import StoryRule, regroup

TOMBSTONE = "SELECT report_id, why, withdrawn_by, withdrawn_at FROM tombstones"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """That a report was taken out, why and by whom; nothing of the report itself."""

    report_id: str
    why: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A tombstone as another ledger can take it over."""

    tombstone: Tombstone
    captures: tuple[tuple[str, str], ...]
    """capture_id and sha256 of the bytes that went with the report."""


def tombstone_of(row: tuple[Any, ...]) -> Tombstone:
    """The tombstone of a row of TOMBSTONE."""
    report_id, why, by, at = row
    return Tombstone(report_id, why, by, rows.moment(at))


def withdraw(db: sqlite3.Connection, report_id: str, why: str, by: str, now: str, rule: StoryRule) -> Tombstone | None:
    """The tombstone, the former one for a report withdrawn before; None for an unknown report."""
    former = db.execute(TOMBSTONE + " WHERE report_id = ?", [report_id]).fetchone()
    if former is not None:
        return tombstone_of(former)
    found = db.execute("SELECT seq FROM reports WHERE report_id = ?", [report_id]).fetchone()
    if found is None:
        return None
    rows.insert(db, "tombstones", report_id, why, by, now)
    detail = rows.to_json({"report_id": report_id, "why": why, "by": by})
    rows.insert(db, "log", rows.next_seq(db, "log"), now, "report withdrawn", detail)
    _destroy(db, found[0], report_id, rule)
    return Tombstone(report_id, why, by, rows.moment(now))


def adopt(db: sqlite3.Connection, withdrawal: Withdrawal, now: str, rule: StoryRule) -> tuple[bool, bool]:
    """Whether the tombstone is new here, and whether the report was; the report need not have been here."""
    stone = withdrawal.tombstone
    if db.execute(TOMBSTONE + " WHERE report_id = ?", [stone.report_id]).fetchone() is not None:
        return False, False
    at = rows.instant(stone.at)
    rows.insert(db, "tombstones", stone.report_id, stone.why, stone.by, at)
    detail = {"report_id": stone.report_id, "why": stone.why, "by": stone.by, "withdrawn_elsewhere_at": at}
    rows.insert(db, "log", rows.next_seq(db, "log"), now, "report withdrawn", rows.to_json(detail))
    found = db.execute("SELECT seq FROM reports WHERE report_id = ?", [stone.report_id]).fetchone()
    if found is not None:
        _destroy(db, found[0], stone.report_id, rule)
    for capture_id, sha256 in withdrawal.captures:
        # Bytes that another report here was read from stay.
        kept = db.execute("SELECT 1 FROM captures WHERE capture_id = ?", [capture_id]).fetchone()
        values = [capture_id, stone.report_id]
        marked = "SELECT 1 FROM tombstone_captures WHERE capture_id = ? AND report_id = ?"
        if kept is None and db.execute(marked, values).fetchone() is None:
            rows.insert(db, "tombstone_captures", capture_id, stone.report_id, sha256)
    return True, found is not None


def _destroy(db: sqlite3.Connection, report: int, report_id: str, rule: StoryRule) -> None:
    _destroy_opinions(db, report, report_id)
    _destroy_readings(db, report)
    _destroy_captures(db, report, report_id)
    story = db.execute("SELECT story_id FROM stories WHERE report = ?", [report]).fetchone()
    for table in ("stories", "story_bands", "report_details"):
        db.execute(f"DELETE FROM {table} WHERE report = ?", [report])  # noqa: S608 (our names)
    db.execute(
        """INSERT INTO report_search (report_search, rowid, title, text)
           SELECT 'delete', seq, title, text FROM reports WHERE seq = ?""",
        [report],
    )
    db.execute("DELETE FROM reports WHERE seq = ?", [report])
    if story is not None:
        regroup(db, rule, story[0])
    # The words stay in the search's old segments until these are merged into one.
    db.execute("INSERT INTO report_search (report_search) VALUES ('optimize')")
    db.execute("INSERT INTO claim_search (claim_search) VALUES ('optimize')")


def _destroy_opinions(db: sqlite3.Connection, report: int, report_id: str) -> None:
    ids = "SELECT claim_id FROM claims WHERE report = ?"
    about = f"(left_claim IN ({ids}) OR right_claim IN ({ids}))"
    db.execute(
        f"""DELETE FROM judgement_withdrawals WHERE judgement_id IN
            (SELECT judgement_id FROM judgements WHERE {about})""",  # noqa: S608 (our names)
        [report, report],
    )
    db.execute(f"DELETE FROM judgements WHERE {about}", [report, report])  # noqa: S608
    db.execute("DELETE FROM reviews WHERE report_id = ?", [report_id])


def _destroy_readings(db: sqlite3.Connection, report: int) -> None:
    for table in ("persons", "left_open", "reading_claims"):
        sql = f"DELETE FROM {table} WHERE reading IN (SELECT seq FROM readings WHERE report = ?)"  # noqa: S608
        db.execute(sql, [report])
    db.execute(
        """INSERT INTO claim_search (claim_search, rowid, words, names)
           SELECT 'delete', seq, words, names FROM claims WHERE report = ?""",
        [report],
    )
    for table in ("current_readings", "readings", "claims"):
        db.execute(f"DELETE FROM {table} WHERE report = ?", [report])  # noqa: S608


def _destroy_captures(db: sqlite3.Connection, report: int, report_id: str) -> None:
    sql = """SELECT seq, capture_id, sha256 FROM captures WHERE seq IN
             (SELECT capture FROM capture_reports WHERE report = ?)
             AND NOT EXISTS (SELECT 1 FROM capture_reports WHERE capture = captures.seq AND report <> ?)"""
    own = db.execute(sql, [report, report]).fetchall()
    db.execute("DELETE FROM capture_reports WHERE report = ?", [report])
    for seq, capture_id, sha256 in own:
        rows.insert(db, "tombstone_captures", capture_id, report_id, sha256)
        db.execute("DELETE FROM captures WHERE seq = ?", [seq])
        if db.execute("SELECT 1 FROM captures WHERE sha256 = ?", [sha256]).fetchone() is None:
            db.execute("DELETE FROM contents WHERE sha256 = ?", [sha256])


def scrub(db: sqlite3.Connection) -> bool:
    """Rewrites the file without what was deleted and empties the journal; False where a reader was in the way."""
    # Zeroing freed pages is not enough: moving rows between pages leaves copies in the gaps.
    db.execute("VACUUM")
    busy, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
