"""Parquet files of a batch, and other ledgers, into one ledger: what is there already changes nothing."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ebbline.batch.shard import Item, read_shard
from ebbline.errors import InputError, LedgerError, UsageError
from ebbline.ledger import Damage
from ebbline.ledger.rows import to_json
from ebbline.ledger.transfer import Holding, LedgerContents, Parcel
from ebbline.ledger.withdrawal import Withdrawal
from ebbline.pipeline import Outcome

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.records import Reading

T = TypeVar("T")

_PARQUET, _SQLITE = b"PAR1", b"SQLite format 3\x00"
_LOGGED_ELSEWHERE = "logged in a merged ledger"
_LOGGED_ANEW = frozenset({"report withdrawn", "reading made current"})
"""What this ledger logs itself where it takes the same over."""
_VERSION = re.compile(r"ebbline (\d+)\.(\d+)\.(\d+)")


@dataclass(slots=True)
class Tally:
    """What a merge took over besides reports, counted as it goes."""

    judgements: int = 0
    reviews: int = 0
    withdrawals: int = 0
    logged: int = 0


def merge(
    sources: Sequence[Path], store: LedgerStore, *, tally: Tally, apply_withdrawals: bool = False
) -> Iterator[Outcome]:
    """What became of each report of each source, stored before it is told; what cannot be trusted is `failed`.

    A reading new to the ledger becomes the current one of its report unless the one that is current was made by a
    newer version. What was withdrawn here is refused (`withdrawn`). What was withdrawn in a source is withdrawn here,
    and refused from any other source, only with `apply_withdrawals`; `failed` otherwise.

    Raises LedgerError of the ledger merged into, MissingExtraError for Parquet without pyarrow, and UsageError where
    a source is that ledger itself.
    """
    shards: list[Path] = []
    ledgers: list[tuple[Path, list[Withdrawal]]] = []
    for found in _files_of(sources):
        if isinstance(found, Outcome):
            yield found
        elif not _is_ledger(found):
            shards.append(found)
        elif store.path.exists() and found.samefile(store.path):
            raise UsageError(str(found), "the ledger to merge into", "name another source, or another --ledger")
        else:
            withdrawals = yield from _withdrawals(found)
            if withdrawals is not None:
                ledgers.append((found, withdrawals))
    if apply_withdrawals:
        for withdrawal in (each for _, withdrawals in ledgers for each in withdrawals):
            tally.withdrawals += store.adopt_withdrawal(withdrawal)
    for path in shards:
        yield from _merge_shard(path, store)
    for path, _ in ledgers:
        yield from _merge_ledger(path, store, tally)
    for path, withdrawals in ledgers:
        yield from _not_applied(path, withdrawals, store)


# --- sources --------------------------------------------------------------------------------------------------------


def _files_of(sources: Iterable[Path]) -> Iterator[Path | Outcome]:
    """Files that look like what can be merged; the Parquet files of a folder by name."""
    for source in sources:
        if not source.is_dir():
            problem = _unfit(source)
            yield _failed(problem) if problem else source
            continue
        inside = sorted(path for path in source.glob("*.parquet") if not path.name.startswith("."))
        if not inside:
            yield _failed(InputError(str(source), "no Parquet file in this folder", "name what `ebbline batch` wrote"))
        yield from inside


def _unfit(path: Path) -> InputError | None:
    try:
        with path.open("rb") as file:
            start = file.read(len(_SQLITE))
    except FileNotFoundError:
        return InputError(str(path), "no such file or folder", "check the path")
    except OSError as error:
        return InputError(str(path), f"cannot be read ({error.strerror or error})", "check the path and the disk")
    if start == _SQLITE or start.startswith(_PARQUET):
        return None
    return InputError(str(path), "neither a ledger nor a Parquet file", "skipped; read reports with: ebbline read")


def _is_ledger(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _failed(problem: InputError) -> Outcome:
    return Outcome(problem.which, "failed", problem=problem)


def _damaged(path: Path, damage: Damage) -> Outcome:
    cure = f"left out; see: ebbline verify --ledger {path}"
    return _failed(InputError(str(path), str(damage), cure))


def _guarded(items: Iterator[T]) -> Iterator[T | Outcome]:
    """The items; an Outcome where the source breaks off."""
    try:
        yield from items
    except LedgerError as error:
        yield _failed(InputError(error.which, error.what, error.cure))
    except InputError as error:
        yield _failed(error)


# --- reports --------------------------------------------------------------------------------------------------------


def _merge_shard(path: Path, store: LedgerStore) -> Iterator[Outcome]:
    for entry in _guarded(read_shard(path)):
        if isinstance(entry, Outcome):
            yield entry
        elif isinstance(entry, InputError):
            yield _failed(entry)
        else:
            yield _merge_item(path, entry, store)


def _merge_item(path: Path, item: Item, store: LedgerStore) -> Outcome:
    found, reading = item.ingested, item.reading
    if found.report is None:
        store.store(found.capture, None, None)
        return Outcome(found.capture.origin, "opened" if found.container else "kept", notes=found.notes)
    parcel = Parcel(found.capture, found.report, reading)
    holding = Holding(found.report.report_id, (parcel,), reading.reading_id if reading else None)
    outcome = _take_over(path, holding, store, found.notes)
    if outcome.status == "read" and item.left_unread is not None:
        return replace(outcome, status="kept", notes=(*found.notes, item.left_unread))
    return outcome


def _merge_ledger(path: Path, store: LedgerStore, tally: Tally) -> Iterator[Outcome]:
    try:
        contents = LedgerContents(path)
    except LedgerError as error:
        yield _failed(InputError(error.which, error.what, error.cure))
        return
    with contents:
        for holding in _guarded(contents.holdings()):
            if isinstance(holding, Damage):
                yield _damaged(path, holding)
            elif isinstance(holding, Outcome):
                yield holding
            elif holding.report_id is None:
                for parcel in holding.parcels:
                    store.store(parcel.capture, None, None)
            else:
                yield _take_over(path, holding, store)
        yield from _merge_opinions(path, contents, store, tally)
        yield from _merge_log(path, contents, store, tally)


def _take_over(path: Path, holding: Holding, store: LedgerStore, notes: tuple[str, ...] = ()) -> Outcome:
    """Store all that is held of one report; a transaction for each reading, one in almost all cases."""
    report_id = holding.report_id or ""
    before = next(store.readings(report_id, current=True), None)
    readings = {parcel.reading.reading_id: parcel.reading for parcel in holding.parcels if parcel.reading}
    known = {reading.reading_id for reading in store.readings(report_id)} if before else set()
    report = next(p.report for p in reversed(holding.parcels) if p.report)
    new = False
    try:
        for parcel in holding.parcels:
            new |= not _is_known(parcel, known, store) and store.store(parcel.capture, parcel.report, parcel.reading)
    except ValueError as error:
        return _failed(InputError(str(path), str(error), "left out; the source is damaged"))
    current = readings.get(holding.current or "")
    if not new:
        return Outcome(report.name, "withdrawn" if store.withdrawn(report_id) else "known", report)
    wanted = _wanted(before, current, known)
    if wanted is not None:
        store.make_current(wanted)
    if report.unread is not None:
        return Outcome(report.name, "kept", report, current, notes=(*notes, report.unread))
    return Outcome(report.name, "read", report, current, notes=notes)


def _is_known(parcel: Parcel, known: set[str], store: LedgerStore) -> bool:
    """Whether storing the parcel would add nothing, for less than storing it would take."""
    reading, capture = parcel.reading, parcel.capture
    if reading is None or reading.reading_id not in known:
        return False
    return store.knows(capture.origin, capture.sha256, reading.extractor)


def _wanted(before: Reading | None, current: Reading | None, known: set[str]) -> str | None:
    """The reading that is to count, None where the source has none to offer and the ledger none to keep."""
    if before is None or current is None:
        chosen = before or current
    else:
        arrives = current.reading_id not in known and _version(current) >= _version(before)
        chosen = current if arrives else before
    return chosen.reading_id if chosen else None


def _version(reading: Reading) -> tuple[int, ...]:
    found = _VERSION.match(reading.extractor)
    return tuple(map(int, found.groups())) if found else ()


# --- what people said and did ---------------------------------------------------------------------------------------


def _merge_opinions(path: Path, contents: LedgerContents, store: LedgerStore, tally: Tally) -> Iterator[Outcome]:
    for judged in _guarded(contents.judgements()):
        if isinstance(judged, Damage):
            yield _damaged(path, judged)
        elif isinstance(judged, Outcome):
            yield judged
        else:
            judgement, withdrawn_by = judged
            try:
                new = store.add_judgement(replace(judgement, withdrawn_at=None))
                if judgement.withdrawn_at is not None:
                    who = withdrawn_by or judgement.by
                    new |= store.withdraw_judgement(judgement.judgement_id, who, judgement.withdrawn_at)
                tally.judgements += new
            except (ValueError, LedgerError) as error:
                yield _left_out(path, f"judgement {judgement.judgement_id}", error, store)
    for review in _guarded(contents.reviews()):
        if isinstance(review, Damage):
            yield _damaged(path, review)
        elif isinstance(review, Outcome):
            yield review
        else:
            try:
                tally.reviews += store.add_review(review)
            except (ValueError, LedgerError) as error:
                yield _left_out(path, f"review {review.review_id}", error, store)


def _left_out(path: Path, which: str, error: ValueError | LedgerError, store: LedgerStore) -> Outcome:
    if isinstance(error, LedgerError) and error.which == str(store.path):
        raise error  # the disk, not the row
    return _failed(InputError(f"{path}, {which}", str(error), "left out"))


def _merge_log(path: Path, contents: LedgerContents, store: LedgerStore, tally: Tally) -> Iterator[Outcome]:
    """What people answer for, such as names shown, is kept beside this ledger's own log."""
    known = {to_json(entry["detail"] if entry["what"] == _LOGGED_ELSEWHERE else entry) for entry in store.logged()}
    for entry in _guarded(contents.logged()):
        if isinstance(entry, Damage):
            yield _damaged(path, entry)
        elif isinstance(entry, Outcome):
            yield entry
        elif entry["what"] not in _LOGGED_ANEW:
            detail = entry["detail"] if entry["what"] == _LOGGED_ELSEWHERE else entry
            if to_json(detail) not in known:
                known.add(to_json(detail))
                store.log(_LOGGED_ELSEWHERE, detail)
                tally.logged += 1


def _withdrawals(path: Path) -> Generator[Outcome, None, list[Withdrawal] | None]:
    """The source's withdrawals as the generator's value, None where it cannot be opened."""
    found: list[Withdrawal] = []
    try:
        with LedgerContents(path) as contents:
            for withdrawal in contents.withdrawals():
                if isinstance(withdrawal, Damage):
                    yield _damaged(path, withdrawal)
                else:
                    found.append(withdrawal)
    except LedgerError as error:
        yield _failed(InputError(error.which, error.what, error.cure))
        return None
    return found


def _not_applied(path: Path, withdrawals: list[Withdrawal], store: LedgerStore) -> Iterator[Outcome]:
    """Withdrawals of a source that this ledger does not know: of reports held here one by one, then how many others."""
    cure = "withdraw here too with: --apply-withdrawals"
    others = 0
    for withdrawal in withdrawals:
        stone = withdrawal.tombstone
        if store.withdrawn(stone.report_id) is not None:
            continue
        if not _holds(store, stone.report_id):
            others += 1
            continue
        what = f"withdrawn in {path} on {stone.at:%Y-%m-%d} by {stone.by} ({stone.why}), still held here"
        yield _failed(InputError(stone.report_id, what, cure))
    if others:
        what = f"{others} withdrawals of reports that are not here were not taken over"
        yield _failed(InputError(str(path), what, "refuse these reports here too with: --apply-withdrawals"))


def _holds(store: LedgerStore, report_id: str) -> bool:
    try:
        store.story_of(report_id)
    except LedgerError as error:
        if error.which == report_id:
            return False
        raise
    return True
