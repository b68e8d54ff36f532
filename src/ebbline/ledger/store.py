"""The ledger as the rest of the program sees it."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from ebbline.errors import LedgerError
from ebbline.ledger import opinions, rows, withdrawal, writing
from ebbline.ledger.connection import (
    check_ledger,
    damaged,
    open_ledger,
    open_reader,
    open_to_read,
    transaction,
    translated,
)
from ebbline.ledger.queries import ClaimQuery, claims_sql, match_words
from ebbline.ledger.stories import StoryRule, default_rule
from ebbline.ledger.verification import Damage, verify
from ebbline.ledger.withdrawal import Tombstone, Withdrawal
from ebbline.records import Capture, Claim, Judgement, LeftOpen, Person, Reading, Report, Review

_CURRENT_DETAILS = f"""
SELECT {rows.REPORT_COLUMNS}
FROM reports
LEFT JOIN current_readings ON current_readings.report = reports.seq
LEFT JOIN readings ON readings.seq = current_readings.reading
JOIN report_details AS details ON details.seq = coalesce(
    readings.details, (SELECT min(seq) FROM report_details WHERE report = reports.seq))
"""  # noqa: S608 (column names only)

_CLAIMS_READ = """
SELECT body, signed FROM reading_claims JOIN claims ON claims.seq = claim WHERE reading = ? ORDER BY position
"""
_PERSONS_READ = "SELECT name, spans, role, affiliation, public FROM persons WHERE reading = ? ORDER BY position"
_LEFT_OPEN_READ = 'SELECT what, mention, "start", "end" FROM left_open WHERE reading = ? ORDER BY position'

T = TypeVar("T")


class LedgerStore:
    """A ledger file, opened for reading and writing; a context manager.

    Several processes may have the same file open: writers wait for each other, readers never wait and iterate over
    the state in which they began. Within a process, use one store for each thread.

    Every method raises LedgerError where the file cannot be read or written (disk full, read-only, taken for more
    than a minute) and DamagedLedgerError where stored content no longer makes sense; what was stored before stays.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        clock: Callable[[], dt.datetime],
        must_exist: bool = False,
        only_read: bool = False,
        late: bool = False,
        story_rule: StoryRule | None = None,
    ) -> None:
        """Opens the ledger at `path`, or makes it unless `must_exist`.

        `late` makes a ledger that is not there yet only when it is first asked or told something. `only_read` opens
        one that lies where nothing can be written, for asking.

        Raises LedgerError (a folder, another program's file, no place to write, SQLite too old),
        NewerLedgerError (made by a newer version) and DamagedLedgerError.
        """
        self.path = Path(path)
        self._clock = clock
        self._story_rule = story_rule
        self._readers: list[sqlite3.Connection] = []
        self._open = (
            partial(open_to_read, self.path) if only_read else partial(open_ledger, self.path, must_exist=must_exist)
        )
        if late and not self.path.exists():
            check_ledger(self.path)
        else:
            _ = self._db

    @cached_property
    def _db(self) -> sqlite3.Connection:
        return self._open()

    @property
    def is_open(self) -> bool:
        """False for a ledger that is to be made late and has not been."""
        return "_db" in self.__dict__

    def __enter__(self) -> LedgerStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; iterations still going on end with an error."""
        while self._readers:
            self._readers.pop().close()
        if self.is_open:
            self._db.close()

    # Writing ---------------------------------------------------------------------------------------------------

    def store(self, capture: Capture, report: Report | None, reading: Reading | None) -> bool:
        """True if anything was new. All of it is stored in one transaction, or nothing.

        The reading becomes the current one of its report if it is new. A report that was withdrawn, or whose capture
        was, stays withdrawn: nothing is stored and False returned (`withdrawn` tells).

        Raises ValueError where the records contradict each other, such as offsets that do not hold their words.
        """
        return self.store_all([(capture, report, reading)])[0]

    def store_all(self, parcels: Iterable[tuple[Capture, Report | None, Reading | None]]) -> list[bool]:
        """As `store` for each of a few reports, in their order and in one transaction: all of them, or none.

        Sixteen together take two thirds of the time they take one by one; meanwhile (some 20 ms) other writers wait.

        Raises ValueError where the records of one contradict each other: those before it are stored.
        """
        group: list[writing.Prepared] = []
        for parcel in parcels:
            try:
                group.append(writing.prepare(*parcel, self._rule()))
            except ValueError:
                self._write_all(group)
                raise
        return self._write_all(group)

    def _write_all(self, group: Sequence[writing.Prepared]) -> list[bool]:
        if not group:
            return []
        with self._writing() as db:
            return writing.write_all(db, group, self._now())

    def withdraw(self, report_id: str, why: str, by: str) -> Tombstone:
        """Destroys the report's bytes, text, claims, persons and words of search; leaves and returns a tombstone.

        Reviews of its claims and judgements about them go too. Bytes that another report was read from stay, and what
        the log and the notes of runs say: they are not searched for the report's words. The file is rewritten so that
        no word is left in it, which takes time and as much free space as the file. Asked again for a withdrawn report,
        only the rewriting is repeated.

        Raises LedgerError for an unknown report, and where the file could not be rewritten because another program
        was reading or the disk is full: the report is gone from every query then, but ask again to finish.
        """
        with self._writing() as db:
            tombstone = withdrawal.withdraw(db, report_id, why, by, self._now(), self._rule())
        if tombstone is None:
            raise self._unknown(report_id, "report")
        self._scrub(report_id)
        return tombstone

    def adopt_withdrawal(self, made_elsewhere: Withdrawal) -> bool:
        """True if the withdrawal, made in another ledger, is new here; it keeps its reason, person and time.

        The report is destroyed as by `withdraw` if it is here, and refused from now on if not. Raises as `withdraw`.
        """
        with self._writing() as db:
            new, was_here = withdrawal.adopt(db, made_elsewhere, self._now(), self._rule())
        if was_here:
            self._scrub(made_elsewhere.tombstone.report_id)
        return new

    def begin_run(self, command: str) -> str:
        """The id of a run of the program that begins now."""
        run_id = "u_" + secrets.token_hex(8)
        with self._writing() as db:
            rows.insert(db, "runs", run_id, command, self._now())
        return run_id

    def end_run(self, run_id: str, summary: dict[str, Any]) -> None:
        """Notes when the run ended and what it did; a run never ended was interrupted. Ends once."""
        with self._writing() as db:
            if db.execute("SELECT 1 FROM runs WHERE run_id = ?", [run_id]).fetchone() is None:
                raise self._unknown(run_id, "run")
            if db.execute("SELECT 1 FROM run_ends WHERE run_id = ?", [run_id]).fetchone() is None:
                rows.insert(db, "run_ends", run_id, self._now(), rows.to_json(summary))

    def log(self, what: str, detail: dict[str, Any]) -> None:
        """Notes something that people answer for, such as the use of `--names`."""
        with self._writing() as db:
            rows.insert(db, "log", rows.next_seq(db, "log"), self._now(), what, rows.to_json(detail))

    def is_current(self, reading_id: str) -> bool:
        """Whether the reading is its report's current one; False where it is unknown."""
        sql = "SELECT 1 FROM readings JOIN current_readings ON reading = readings.seq WHERE reading_id = ?"
        return self._first(sql, reading_id) is not None

    def make_current(self, reading_id: str) -> bool:
        """True if an earlier reading was made the current one of its report again; logged."""
        with self._writing() as db:
            found = db.execute("SELECT report, seq FROM readings WHERE reading_id = ?", [reading_id]).fetchone()
            if found is None:
                raise self._unknown(reading_id, "reading")
            changed = writing.point_to(db, *found)
            if changed:
                detail = rows.to_json({"reading_id": reading_id})
                rows.insert(db, "log", rows.next_seq(db, "log"), self._now(), "reading made current", detail)
        return changed

    def add_judgement(self, judgement: Judgement) -> bool:
        """True if new. Raises LedgerError for an unknown claim, ValueError for another judgement of the same id."""
        with self._writing() as db:
            for claim_id in (judgement.left, judgement.right):
                if db.execute("SELECT 1 FROM claims WHERE claim_id = ?", [claim_id]).fetchone() is None:
                    raise self._unknown(claim_id, "claim")
            return opinions.add_judgement(db, judgement)

    def withdraw_judgement(self, judgement_id: str, by: str, at: dt.datetime | None = None) -> bool:
        """True if it stood until now; `at` is when it was withdrawn elsewhere. LedgerError for an unknown judgement."""
        with self._writing() as db:
            if db.execute("SELECT 1 FROM judgements WHERE judgement_id = ?", [judgement_id]).fetchone() is None:
                raise self._unknown(judgement_id, "judgement")
            at_text = self._now() if at is None else rows.instant(at)
            return opinions.withdraw_judgement(db, judgement_id, by, at_text)

    def add_review(self, review: Review) -> bool:
        """True if new. Raises LedgerError for an unknown report, ValueError for another review of the same id."""
        with self._writing() as db:
            if db.execute("SELECT 1 FROM reports WHERE report_id = ?", [review.report_id]).fetchone() is None:
                raise self._unknown(review.report_id, "report")
            return opinions.add_review(db, review)

    # Asking ----------------------------------------------------------------------------------------------------

    def knows(self, origin: str, capture_sha256: str, extractor: str) -> bool:
        """True if reading these bytes again would add nothing: read by this extractor, unreadable, or withdrawn."""
        sql = """SELECT EXISTS (SELECT 1 FROM tombstone_captures WHERE capture_id = :capture_id)
                 OR EXISTS (
                     SELECT 1 FROM captures LEFT JOIN capture_reports ON capture = captures.seq
                     LEFT JOIN readings ON readings.report = capture_reports.report AND extractor = :extractor
                     WHERE capture_id = :capture_id
                     AND (capture_reports.report IS NULL OR readings.seq IS NOT NULL))"""
        with translated(self.path):
            values = {"capture_id": rows.capture_id(origin, capture_sha256), "extractor": extractor}
            return bool(self._db.execute(sql, values).fetchone()[0])

    def report(self, report_id: str) -> Report:
        """The report as its current reading knew it. Raises LedgerError where it is unknown or withdrawn."""
        row = self._first(_CURRENT_DETAILS + "WHERE reports.report_id = ?", report_id)
        if row is None:
            raise self._unknown(report_id, "report")
        return self._decoded(rows.report_of, row)

    def reports(self) -> Iterator[Report]:
        """All reports by origin."""
        for row in self._iterate(_CURRENT_DETAILS + "ORDER BY reports.origin, reports.report_id"):
            yield self._decoded(rows.report_of, row)

    def search_reports(self, text: str) -> Iterator[str]:
        """Ids of the reports whose title or text holds the words, by origin; `"a phrase"` and `begin*` as in claims."""
        sql = """SELECT report_id FROM reports
                 WHERE seq IN (SELECT rowid FROM report_search WHERE report_search MATCH ?)
                 ORDER BY origin, report_id"""
        for (report_id,) in self._iterate(sql, match_words(text)):
            yield str(report_id)

    def capture(self, report_id: str) -> Capture:
        """The bytes the report was read from. Raises LedgerError where it is unknown or withdrawn."""
        sql = """SELECT captures.origin, captures.fetched_at, media_type, packing, data
                 FROM reports
                 JOIN capture_reports ON capture_reports.report = reports.seq
                 JOIN captures ON captures.seq = capture_reports.capture
                 JOIN contents ON contents.sha256 = captures.sha256
                 WHERE reports.report_id = ? ORDER BY captures.seq LIMIT 1"""
        row = self._first(sql, report_id)
        if row is None:
            raise self._unknown(report_id, "report")
        return self._decoded(rows.capture_of, row)

    def story_of(self, report_id: str) -> str:
        """The id of the story the report is a copy of, its own where it is the only one."""
        row = self._first("SELECT story_id FROM stories JOIN reports ON seq = report WHERE report_id = ?", report_id)
        if row is None:
            raise self._unknown(report_id, "report")
        return str(row[0])

    def stories(self) -> dict[str, list[str]]:
        """Every story with its reports by origin, stories of one report too."""
        found: dict[str, list[str]] = {}
        sql = "SELECT story_id, report_id FROM stories JOIN reports ON seq = report ORDER BY origin, report_id"
        for story_id, report_id in self._iterate(sql):
            found.setdefault(str(story_id), []).append(str(report_id))
        return found

    def claims(self, query: ClaimQuery | None = None) -> Iterator[Claim]:
        """Claims of current readings that match, by report origin, report, first offset, kind and claim_id."""
        sql, values = claims_sql(query or ClaimQuery())
        for body, signed in self._iterate(sql, *values):
            yield self._decoded(rows.claim_of, body, signed)

    def claim(self, claim_id: str) -> Claim:
        """The claim as its current reading signs it, or the last reading that found it.

        Raises LedgerError where it is unknown.
        """
        sql = """SELECT body, signed FROM claims
                 JOIN reading_claims ON reading_claims.claim = claims.seq
                 LEFT JOIN current_readings ON current_readings.reading = reading_claims.reading
                 WHERE claim_id = ? ORDER BY current_readings.reading IS NULL, reading_claims.reading DESC LIMIT 1"""
        row = self._first(sql, claim_id)
        if row is None:
            raise self._unknown(claim_id, "claim")
        return self._decoded(rows.claim_of, *row)

    def claim_ids(self, beginning: str, *, limit: int) -> list[str]:
        """Ids of claims that begin so, of past readings too, in their order; at most `limit`."""
        sql = "SELECT claim_id FROM claims WHERE claim_id >= ? AND claim_id < ? ORDER BY claim_id LIMIT ?"
        return [str(found) for (found,) in self._all(sql, beginning, beginning + "\U0010ffff", limit)]

    def persons(self) -> Iterator[tuple[str, Person]]:
        """report_id and person, by origin, reading and order in it: of current readings, and private ones of past.

        A name that an earlier reading took for a private person's stays hidden when a later one overlooks it.
        """
        sql = """SELECT report_id, name, spans, role, affiliation, public FROM reports
                 CROSS JOIN current_readings ON current_readings.report = reports.seq
                 CROSS JOIN readings ON readings.report = reports.seq
                 CROSS JOIN persons ON persons.reading = readings.seq
                 WHERE persons.reading = current_readings.reading OR NOT public
                 ORDER BY origin, report_id, readings.seq, position"""
        for report_id, *row in self._iterate(sql):
            yield report_id, self._decoded(rows.person_of, tuple(row))

    def left_open(self) -> Iterator[tuple[str, LeftOpen]]:
        """report_id and what its current reading could not settle, by origin and order in the reading."""
        sql = """SELECT report_id, what, mention, "start", "end" FROM reports
                 CROSS JOIN current_readings ON current_readings.report = reports.seq
                 CROSS JOIN left_open ON left_open.reading = current_readings.reading
                 ORDER BY origin, report_id, position"""
        for report_id, *row in self._iterate(sql):
            yield report_id, self._decoded(rows.left_open_of, tuple(row))

    def readings(self, report_id: str | None = None, *, current: bool = False) -> Iterator[Reading]:
        """Readings with their claims, by report origin and age: of all reports or one, past ones unless `current`."""
        sql = """SELECT readings.seq, reading_id, report_id, extractor, relevant FROM reports
                 JOIN readings ON readings.report = reports.seq
                 JOIN current_readings ON current_readings.report = reports.seq
                 WHERE (? IS NULL OR report_id = ?) AND (NOT ? OR current_readings.reading = readings.seq)
                 ORDER BY origin, report_id, readings.seq"""
        for seq, reading_id, of, extractor, relevant in self._iterate(sql, report_id, report_id, int(current)):
            yield Reading(
                reading_id,
                of,
                extractor,
                claims=tuple(self._decoded(rows.claim_of, *row) for row in self._all(_CLAIMS_READ, seq)),
                persons=tuple(self._decoded(rows.person_of, row) for row in self._all(_PERSONS_READ, seq)),
                left_open=tuple(self._decoded(rows.left_open_of, row) for row in self._all(_LEFT_OPEN_READ, seq)),
                relevant=bool(relevant),
            )

    def judgements(self, *, withdrawn: bool = False) -> Iterator[Judgement]:
        """Judgements that stand, oldest first; with `withdrawn` those taken back too."""
        for row in self._iterate(opinions.JUDGEMENTS):
            judgement = self._decoded(opinions.judgement_of, row)
            if withdrawn or judgement.withdrawn_at is None:
                yield judgement

    def reviews(self, claim_id: str | None = None) -> Iterator[tuple[Review, str]]:
        """Reviews, oldest first, each with the claim of the current reading it now belongs to; of one claim or all.

        That is the claim reviewed if the current reading has it, otherwise the one of the same kind whose evidence
        covers the reviewed span most closely. Reviews without such a claim are in `orphan_reviews`.
        """
        for review, attached in self._reviews():
            if attached is not None and claim_id in (None, attached):
                yield review, attached

    def orphan_reviews(self) -> Iterator[Review]:
        """Reviews no claim of a current reading fits, oldest first: a person has to place them."""
        for review, attached in self._reviews():
            if attached is None:
                yield review

    def _reviews(self) -> Iterator[tuple[Review, str | None]]:
        for row in self._iterate(opinions.REVIEWS):
            review = self._decoded(opinions.review_of, row)
            bodies = self._all(opinions.CANDIDATES, review.report_id, review.claim_kind)
            claims = [self._decoded(rows.coded_claim_of, body) for (body,) in bodies]
            yield review, opinions.attached(review, claims)

    def runs(self) -> Iterator[dict[str, Any]]:
        """Runs in order: run_id, command, started_at, and ended_at and summary (None for an interrupted one)."""
        sql = """SELECT run_id, command, started_at, ended_at, summary FROM runs LEFT JOIN run_ends USING (run_id)
                 ORDER BY started_at, run_id"""
        for run_id, command, started_at, ended_at, summary in self._iterate(sql):
            yield {
                "run_id": run_id,
                "command": command,
                "started_at": started_at,
                "ended_at": ended_at,
                "summary": None if summary is None else self._decoded(json.loads, summary),
            }

    def logged(self) -> Iterator[dict[str, Any]]:
        """The log in order: logged_at, what, detail."""
        for logged_at, what, detail in self._iterate("SELECT logged_at, what, detail FROM log ORDER BY seq"):
            yield {"logged_at": logged_at, "what": what, "detail": self._decoded(json.loads, detail)}

    def withdrawn(self, report_id: str) -> Tombstone | None:
        """The tombstone of a withdrawn report, None for any other."""
        row = self._first(withdrawal.TOMBSTONE + " WHERE report_id = ?", report_id)
        return None if row is None else self._decoded(withdrawal.tombstone_of, row)

    def tombstones(self) -> Iterator[Tombstone]:
        """Every withdrawn report, by id."""
        for row in self._iterate(withdrawal.TOMBSTONE + " ORDER BY report_id"):
            yield self._decoded(withdrawal.tombstone_of, row)

    def counts(self) -> dict[str, int]:
        """How many reports, readings, claims (of current readings), captures, stories and tombstones there are."""
        sql = """SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM readings),
                 (SELECT coalesce(sum(readings.claims), 0) FROM current_readings JOIN readings ON seq = reading),
                 (SELECT count(*) FROM captures), (SELECT count(DISTINCT story_id) FROM stories),
                 (SELECT count(*) FROM tombstones)"""
        names = ("reports", "readings", "claims", "captures", "stories", "tombstones")
        return dict(zip(names, self._all(sql)[0], strict=True))

    def verify(self) -> Iterator[Damage]:
        """Everything in the file that no longer fits its hash or its neighbours; nothing for a sound ledger.

        Re-hashes all captures, texts, claims and rows. Writers wait while the search words are compared.
        """
        yield from verify(self.path)

    # The file --------------------------------------------------------------------------------------------------

    def _rule(self) -> StoryRule:
        if self._story_rule is None:
            self._story_rule = default_rule()
        return self._story_rule

    def _now(self) -> str:
        return rows.instant(self._clock())

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with translated(self.path), transaction(self._db):
            yield self._db

    def _scrub(self, report_id: str) -> None:
        while self._readers:
            self._readers.pop().close()
        with translated(self.path):
            done = withdrawal.scrub(self._db)
        if not done:
            raise LedgerError(
                str(self.path),
                f"report {report_id} is withdrawn, but another program is still reading the file",
                "close it and withdraw the report again, so that its words leave the disk too",
            )

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        # Each iteration has a connection of its own: it sees the state in which it began, whatever is written.
        _ = self._db  # a reader alone would make an empty file of a ledger to be made late
        reader = self._readers.pop() if self._readers else open_reader(self.path)
        kept = False
        try:
            yield reader
            kept = len(self._readers) < 2
        finally:
            if kept:
                self._readers.append(reader)
            else:
                reader.close()

    def _iterate(self, sql: str, *values: rows.Value) -> Iterator[tuple[Any, ...]]:
        with translated(self.path), self._reader() as reader:
            yield from reader.execute(sql, values)

    def _decoded(self, make: Callable[..., T], *parts: Any) -> T:
        try:
            return make(*parts)
        except rows.UNREADABLE as error:
            raise damaged(str(self.path), f"a stored row cannot be read ({error})") from error

    def _all(self, sql: str, *values: rows.Value) -> list[tuple[Any, ...]]:
        with translated(self.path):
            return self._db.execute(sql, values).fetchall()

    def _first(self, sql: str, *values: rows.Value) -> tuple[Any, ...] | None:
        found = self._all(sql, *values)
        return found[0] if found else None

    def _unknown(self, which: str, kind: str) -> LedgerError:
        tombstone = self.withdrawn(which)
        if tombstone is not None:
            return LedgerError(which, f"withdrawn on {tombstone.at:%Y-%m-%d} by {tombstone.by} ({tombstone.why})")
        return LedgerError(which, f"no such {kind} in {self.path}", "look for it with: ebbline claims")
