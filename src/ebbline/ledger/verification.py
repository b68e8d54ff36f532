"""Re-hashing everything a ledger holds."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ebbline.errors import DamagedLedgerError, LedgerError
from ebbline.ledger import rows
from ebbline.ledger.connection import (
    can_write,
    in_our_words,
    migrations,
    open_ledger,
    open_to_read,
    statements,
    translated,
)
from ebbline.ledger.writing import text_sha256
from ebbline.records import identified, reading_id, report_id


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing in the ledger that does not fit: where, which, and how."""

    where: str
    """The table, or `file`."""
    which: str
    what: str

    def __str__(self) -> str:
        return f"{self.where} {self.which}: {self.what}"


_Check = Callable[[sqlite3.Connection, tuple[Any, ...]], Iterator[str]]


def verify(path: Path) -> Iterator[Damage]:
    """Damage found by structure, by the seals of rows, by content hashes and by references."""
    with _writable(path) as where, closing(open_ledger(where, must_exist=True)) as db:
        # A flipped bit may make words unreadable as text: they then read differently and miss their seal.
        db.text_factory = lambda data: str(data, "utf-8", "replace")
        for check in (_structure, _schema, _search, _rows, _references, _bands):
            yield from _guarded(path, check(db))


@contextmanager
def _writable(path: Path) -> Iterator[Path]:
    """The ledger, or a copy for the time being where it lies read-only: the search index checks itself by a write."""
    with translated(path), closing(open_to_read(path)) as db:
        in_place = can_write(db)
    if in_place:
        yield path
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder, path.name)
        try:
            shutil.copyfile(path, copy)
            beside = path.with_name(f"{path.name}-wal")
            if beside.exists():
                shutil.copyfile(beside, copy.with_name(beside.name))
        except OSError as error:
            what = f"is read-only, and a copy to check cannot be made ({error.strerror or error})"
            cure = "free space in the folder for temporary files, or set TMPDIR to another"
            raise LedgerError(str(path), what, cure) from error
        yield copy


def _guarded(path: Path, check: Iterator[Damage]) -> Iterator[Damage]:
    try:
        yield from check
    except (sqlite3.Error, UnicodeDecodeError) as error:
        ours = in_our_words(path, error)
        if not isinstance(ours, DamagedLedgerError):
            raise ours from error
        yield Damage("file", path.name, f"cannot be read any further ({error})")


def _structure(db: sqlite3.Connection) -> Iterator[Damage]:
    for (line,) in db.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield Damage("file", "structure", line)


def _schema(db: sqlite3.Connection) -> Iterator[Damage]:
    """Tables, indexes and the triggers that keep rows from being changed, against a ledger made new."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for _, sql in migrations():
            for statement in statements(sql):
                fresh.execute(statement)
        wanted, found = ({(r[0], r[1]): r[2] for r in d.execute(_SCHEMA)} for d in (fresh, db))
    for kind, name in sorted(wanted.keys() | found.keys(), key=str):
        if wanted.get((kind, name)) != found.get((kind, name)):
            what = "was added" if (kind, name) not in wanted else "is missing or was changed"
            yield Damage("file", f"{kind} {name}", what)


# The search's inner tables are left to its own check: versions of SQLite may word them differently.
_SCHEMA = """
SELECT type, name, sql FROM sqlite_master
WHERE name NOT LIKE '%\\_search\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite_stat%'
"""


def _search(db: sqlite3.Connection) -> Iterator[Damage]:
    for table in ("report_search", "claim_search"):
        try:
            db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            yield Damage(table, "index", "does not fit the stored words")


def _rows(db: sqlite3.Connection) -> Iterator[Damage]:
    for table, width in rows.SEALED.items():
        check = _CHECKS.get(table)
        for row in db.execute(f"SELECT * FROM {table}"):  # noqa: S608 (our names)
            which = str(row[1] if isinstance(row[0], int) and isinstance(row[1], str) else row[0])
            if rows.seal(table, row[:width]) != row[width]:
                yield Damage(table, which, "the row does not fit its seal")
            elif check is not None:
                for what in check(db, row):
                    yield Damage(table, which, what)


def _content(_db: sqlite3.Connection, row: tuple[Any, ...]) -> Iterator[str]:
    _, sha256, size, packing, packed, _ = row
    try:
        data = rows.unpacked(packing, packed)
    except rows.UNREADABLE as error:
        yield f"the bytes cannot be unpacked ({error})"
        return
    if len(data) != size or hashlib.sha256(data).hexdigest() != sha256:
        yield "the bytes do not fit their hash"


def _capture(_db: sqlite3.Connection, row: tuple[Any, ...]) -> Iterator[str]:
    if rows.capture_id(row[2], row[3]) != row[1]:
        yield "the id is not of its origin and bytes"


def _report(_db: sqlite3.Connection, row: tuple[Any, ...]) -> Iterator[str]:
    _, report, origin, _, text, sha256, *_ = row
    if text_sha256(text) != sha256:
        yield "the text does not fit its hash"
    if report_id(text, origin) != report:
        yield "the id is not of its text and origin"


def _reading(db: sqlite3.Connection, row: tuple[Any, ...]) -> Iterator[str]:
    seq, reading, report, details, extractor, _, *counts, _, _ = row
    owner = db.execute("SELECT report_id FROM reports WHERE seq = ?", [report]).fetchone()
    if owner is None:
        yield "its report is missing"
    elif reading_id(owner[0], extractor) != reading:
        yield "the id is not of its report and extractor"
    if db.execute("SELECT 1 FROM report_details WHERE seq = ? AND report = ?", [details, report]).fetchone() is None:
        yield "its details of the report are missing"
    if db.execute("SELECT 1 FROM current_readings WHERE report = ?", [report]).fetchone() is None:
        yield "its report has no current reading"
    for table, count in zip(("reading_claims", "persons", "left_open"), counts, strict=True):
        found = db.execute(f"SELECT count(*) FROM {table} WHERE reading = ?", [seq]).fetchone()[0]  # noqa: S608
        if found != count:
            yield f"{count} rows of {table} were stored, {found} are there"


def _claim(db: sqlite3.Connection, row: tuple[Any, ...]) -> Iterator[str]:
    _, claim_id, report, *columns, body, _ = row
    try:
        claim = rows.coded_claim_of(body)
        same_id = identified(claim).claim_id == claim_id == claim.claim_id
    except rows.UNREADABLE as error:
        yield f"cannot be read ({error})"
        return
    if not same_id:
        yield "the id is not of its content"
    if tuple(columns) != rows.claim_columns(claim):
        yield "the columns it is found by do not fit its content"
    text = db.execute("SELECT report_id, text FROM reports WHERE seq = ?", [report]).fetchone()
    if text is None:
        yield "its report is missing"
        return
    if text[0] != claim.report_id:
        yield f"is of {claim.report_id}, stored with {text[0]}"
    for item in claim.evidence:
        if text[1][item.start : item.end] != item.text:
            yield f"{item.start}:{item.end} of the text does not hold its words"


def _reading_claim(db: sqlite3.Connection, row: tuple[Any, ...]) -> Iterator[str]:
    reading, position, claim, signed, _ = row
    found = db.execute(
        "SELECT body FROM claims JOIN readings USING (report) WHERE claims.seq = ? AND readings.seq = ?",
        [claim, reading],
    ).fetchone()
    if found is None:
        yield f"claim {claim} at {position} is not one of the same report"
        return
    try:
        rows.claim_of(found[0], signed)
    except rows.UNREADABLE:
        yield f"what was signed for claim {claim} does not fit it"


_CHECKS: dict[str, _Check] = {
    "contents": _content,
    "captures": _capture,
    "reports": _report,
    "readings": _reading,
    "claims": _claim,
    "reading_claims": _reading_claim,
}

# Rows that point at something that is not there: table, what to show, the condition, and what is wrong.
_DANGLING: tuple[tuple[str, str, str, str], ...] = (
    ("captures", "capture_id", "sha256 NOT IN (SELECT sha256 FROM contents)", "its bytes are missing"),
    ("contents", "sha256", "sha256 NOT IN (SELECT sha256 FROM captures)", "belongs to no capture"),
    ("reports", "report_id", "seq NOT IN (SELECT report FROM capture_reports)", "its capture is missing"),
    ("reports", "report_id", "seq NOT IN (SELECT report FROM report_details)", "its details are missing"),
    ("reports", "report_id", "seq NOT IN (SELECT report FROM stories)", "belongs to no story"),
    ("reports", "report_id", "report_id IN (SELECT report_id FROM tombstones)", "withdrawn, yet still there"),
    ("report_details", "seq", "report NOT IN (SELECT seq FROM reports)", "its report is missing"),
    ("report_details", "seq", "capture_sha256 NOT IN (SELECT sha256 FROM contents)", "its bytes are missing"),
    ("capture_reports", "capture", "capture NOT IN (SELECT seq FROM captures)", "its capture is missing"),
    ("capture_reports", "report", "report NOT IN (SELECT seq FROM reports)", "its report is missing"),
    (
        "current_readings",
        "report",
        "NOT EXISTS (SELECT 1 FROM readings WHERE seq = reading AND readings.report = current_readings.report)",
        "its reading is missing",
    ),
    ("claims", "claim_id", "seq NOT IN (SELECT claim FROM reading_claims)", "belongs to no reading"),
    ("reading_claims", "reading", "reading NOT IN (SELECT seq FROM readings)", "its reading is missing"),
    ("persons", "reading", "reading NOT IN (SELECT seq FROM readings)", "its reading is missing"),
    ("left_open", "reading", "reading NOT IN (SELECT seq FROM readings)", "its reading is missing"),
    ("stories", "report", "report NOT IN (SELECT seq FROM reports)", "its report is missing"),
    ("story_bands", "report", "report NOT IN (SELECT report FROM stories)", "its report is missing"),
    ("judgements", "judgement_id", "left_claim NOT IN (SELECT claim_id FROM claims)", "its first claim is missing"),
    ("judgements", "judgement_id", "right_claim NOT IN (SELECT claim_id FROM claims)", "its second claim is missing"),
    (
        "judgement_withdrawals",
        "judgement_id",
        "judgement_id NOT IN (SELECT judgement_id FROM judgements)",
        "its judgement is missing",
    ),
    ("reviews", "review_id", "report_id NOT IN (SELECT report_id FROM reports)", "its report is missing"),
    ("run_ends", "run_id", "run_id NOT IN (SELECT run_id FROM runs)", "its run is missing"),
    (
        "tombstone_captures",
        "capture_id",
        "report_id NOT IN (SELECT report_id FROM tombstones)",
        "its tombstone is missing",
    ),
)


def _references(db: sqlite3.Connection) -> Iterator[Damage]:
    for table, key, condition, what in _DANGLING:
        for (which,) in db.execute(f"SELECT {key} FROM {table} WHERE {condition}"):  # noqa: S608 (our names)
            yield Damage(table, str(which), what)


def _bands(db: sqlite3.Connection) -> Iterator[Damage]:
    for report, story, bands in db.execute("SELECT report, story_id, bands FROM stories"):
        found = [band for (band,) in db.execute(_BANDS, [report])]
        if rows.to_json(found) != bands:
            yield Damage("story_bands", story, "the bands copies are found by are not those stored with the report")


_BANDS = "SELECT band FROM story_bands INDEXED BY story_bands_by_report WHERE report = ? ORDER BY band"
