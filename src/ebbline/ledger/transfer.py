"""A ledger's contents as another ledger can take them in, every row held against its seal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from ebbline.ledger import opinions, rows
from ebbline.ledger.connection import open_to_read, translated
from ebbline.ledger.verification import Damage
from ebbline.ledger.withdrawal import Tombstone, Withdrawal, tombstone_of
from ebbline.records import Capture, Judgement, Reading, Report, Review

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parcel:
    """What `LedgerStore.store` takes."""

    capture: Capture
    report: Report | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """All that is held of one report, or one capture without a text (`report_id` is None)."""

    report_id: str | None
    parcels: tuple[Parcel, ...]
    """Readings by age, then captures that none of them was made from."""
    current: str | None = None
    """The reading_id that counts."""


class LedgerContents:
    """A ledger opened to be copied from, in the state it has when opened; a context manager.

    Every method yields a Damage in place of what cannot be trusted and goes on. Raises LedgerError where the file is
    no ledger or cannot be read on. A ledger of an older version is brought up to this one's.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = open_to_read(path)
        self._db.execute("PRAGMA query_only = ON")
        # Damage may make words unreadable as text: they then read differently and miss their seal.
        self._db.text_factory = lambda data: str(data, "utf-8", "replace")
        with translated(path):
            self._db.execute("BEGIN")

    def __enter__(self) -> LedgerContents:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def holdings(self) -> Iterator[Holding | Damage]:
        """Every report by origin, then every capture without a text."""
        reports = "SELECT seq, report_id FROM reports ORDER BY origin, report_id"
        yield from self._each("reports", reports, self._holding)
        bare = "SELECT seq, capture_id FROM captures WHERE seq NOT IN (SELECT capture FROM capture_reports)"
        yield from self._each("captures", bare, self._bare)

    def withdrawals(self) -> Iterator[Withdrawal | Damage]:
        """Every tombstone by report, with the captures that went with it."""
        sql = "SELECT report_id, report_id FROM tombstones ORDER BY report_id"
        yield from self._each("tombstones", sql, self._withdrawal)

    def judgements(self) -> Iterator[tuple[Judgement, str | None] | Damage]:
        """Judgements by age, each with who withdrew it."""
        yield from self._each("judgements", "SELECT seq, judgement_id FROM judgements ORDER BY seq", self._judgement)

    def reviews(self) -> Iterator[Review | Damage]:
        """Reviews by age."""
        yield from self._each("reviews", "SELECT seq, review_id FROM reviews ORDER BY seq", self._review)

    def logged(self) -> Iterator[dict[str, Any] | Damage]:
        """The log in order: logged_at, what, detail."""
        yield from self._each("log", "SELECT seq, seq FROM log ORDER BY seq", self._logged)

    # Making records ------------------------------------------------------------------------------------------------

    def _each(self, table: str, sql: str, make: Callable[[Any], T]) -> Iterator[T | Damage]:
        with translated(self.path):
            for key, which in self._db.execute(sql):
                made: T | Damage
                try:
                    made = make(key)
                except rows.UNREADABLE as error:
                    made = Damage(table, str(which), str(error))
                yield made

    def _rows(self, table: str, condition: str, *values: rows.Value) -> Iterator[tuple[Any, ...]]:
        """Rows without their seals; raises ValueError where one does not fit."""
        width = rows.SEALED[table]
        for row in self._db.execute(f"SELECT * FROM {table} WHERE {condition}", values):  # noqa: S608 (our names)
            if rows.seal(table, row[:width]) != row[width]:
                raise ValueError(f"a row of {table} does not fit its seal")
            yield row[:width]

    def _one(self, table: str, condition: str, *values: rows.Value) -> tuple[Any, ...]:
        found = next(self._rows(table, condition, *values), None)
        if found is None:
            raise LookupError(f"its row of {table} is missing")
        return found

    def _holding(self, seq: int) -> Holding:
        _, report_id, origin, _, text, text_sha256, _ = self._one("reports", "seq = ?", seq)
        reports = {
            details: rows.report_of((report_id, origin, text, text_sha256, *row))
            for details, _, *row in self._rows("report_details", "report = ? ORDER BY seq", seq)
        }
        if not reports:
            raise LookupError("its row of report_details is missing")
        links = self._rows("capture_reports", "report = ? ORDER BY capture", seq)
        captures = [self._capture(capture) for capture, _ in links]
        by_hash = {capture.sha256: capture for capture in reversed(captures)}
        parcels = [
            Parcel(by_hash[reports[row[3]].capture_sha256], reports[row[3]], self._read_by(report_id, row))
            for row in self._rows("readings", "report = ? ORDER BY seq", seq)
        ]
        used = {(parcel.capture.origin, parcel.capture.sha256) for parcel in parcels}
        first = next(iter(reports.values()))
        for capture in captures:
            if (capture.origin, capture.sha256) not in used:
                parcels.append(Parcel(capture, replace(first, capture_sha256=capture.sha256)))
        current = None
        for _, reading in self._rows("current_readings", "report = ?", seq):
            current = self._one("readings", "seq = ?", reading)[1]
        return Holding(report_id, tuple(parcels), current)

    def _bare(self, seq: int) -> Holding:
        return Holding(None, (Parcel(self._capture(seq)),))

    def _capture(self, seq: int) -> Capture:
        _, _, origin, sha256, media_type, fetched_at = self._one("captures", "seq = ?", seq)
        _, _, _, packing, data = self._one("contents", "sha256 = ?", sha256)
        capture = rows.capture_of((origin, fetched_at, media_type, packing, data))
        if capture.sha256 != sha256:
            raise ValueError("its bytes do not fit their hash")
        return capture

    def _read_by(self, report_id: str, row: tuple[Any, ...]) -> Reading:
        seq, reading_id, _, _, extractor, relevant, *counts, _ = row
        claims = []
        for _, _, claim, signed in self._rows("reading_claims", "reading = ? ORDER BY position", seq):
            claims.append(rows.claim_of(self._one("claims", "seq = ?", claim)[-1], signed))
        persons = [rows.person_of(part[2:]) for part in self._rows("persons", "reading = ? ORDER BY position", seq)]
        left = [rows.left_open_of(part[2:]) for part in self._rows("left_open", "reading = ? ORDER BY position", seq)]
        if [len(claims), len(persons), len(left)] != counts:
            raise ValueError(f"rows of its reading {reading_id} are missing")
        parts = tuple(claims), tuple(persons), tuple(left)
        return Reading(reading_id, report_id, extractor, *parts, relevant=bool(relevant))

    def _withdrawal(self, report_id: str) -> Withdrawal:
        tombstone: Tombstone = tombstone_of(self._one("tombstones", "report_id = ?", report_id))
        captures = self._rows("tombstone_captures", "report_id = ? ORDER BY capture_id", report_id)
        return Withdrawal(tombstone, tuple((capture, sha256) for capture, _, sha256 in captures))

    def _judgement(self, seq: int) -> tuple[Judgement, str | None]:
        _, *judged = self._one("judgements", "seq = ?", seq)
        withdrawn = next(self._rows("judgement_withdrawals", "judgement_id = ?", judged[0]), None)
        by, at = (None, None) if withdrawn is None else withdrawn[1:]
        return opinions.judgement_of((*judged, at)), by

    def _review(self, seq: int) -> Review:
        return opinions.review_of(self._one("reviews", "seq = ?", seq)[1:])

    def _logged(self, seq: int) -> dict[str, Any]:
        _, logged_at, what, detail = self._one("log", "seq = ?", seq)
        return {"logged_at": logged_at, "what": what, "detail": json.loads(detail)}
