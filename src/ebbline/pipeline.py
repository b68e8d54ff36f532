"""How the stages are joined: the same functions for one report, a folder and a cluster."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Literal

from ebbline.config import DEFAULT_CODER, VERSION
from ebbline.errors import EbblineError, InputError
from ebbline.ingest import Ingested, IngestOptions, ingest
from ebbline.ledger.counting import voices
from ebbline.records import Capture, Reading, Report, reading_id

if TYPE_CHECKING:
    from ebbline.claims.coder import Coder
    from ebbline.ingest.fetch import Fetcher
    from ebbline.ledger import LedgerStore

CoderMaker = Callable[[], "Coder"]

Status = Literal["read", "known", "kept", "opened", "withdrawn", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input.

    `read` anew; already `known`; `kept` but not readable; `opened`, its reports following one by one (a feed);
    `withdrawn`; `failed`.
    """

    name: str
    status: Status
    report: Report | None = None
    reading: Reading | None = None
    problem: InputError | None = None
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Summary:
    """Counts of one run, filled outcome by outcome; memory grows with speakers and reports, not with text."""

    statuses: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    left_open: Counter[str] = field(default_factory=Counter)
    speakers: set[tuple[str, bool]] = field(default_factory=set)
    report_ids: list[str] = field(default_factory=list)
    not_relevant: int = 0
    undated: int = 0
    _seen: set[str] = field(default_factory=set)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome in."""
        report = outcome.report
        if outcome.status == "read" and report is not None and report.report_id in self._seen:
            # The same text under the same name with other trimmings: one report.
            self.statuses["known"] += 1
            return
        self.statuses[outcome.status] += 1
        if outcome.status != "read" or report is None or outcome.reading is None:
            return
        self._seen.add(report.report_id)
        self.report_ids.append(report.report_id)
        self.not_relevant += not outcome.reading.relevant
        self.undated += report.published is None
        self.left_open.update(kind for kind, _ in {(item.what, item.mention) for item in outcome.reading.left_open})
        for claim in outcome.reading.claims:
            self.kinds[claim.kind] += 1
        self.speakers.update(voices(outcome.reading.claims))


def model_coder() -> Coder:
    """The coder a plain `ebbline read` uses: rules and the language model."""
    from ebbline.claims.model_coder import ModelCoder

    return ModelCoder()


def lexicon_coder() -> Coder:
    """Rules alone, without the language model: some fifty times as fast."""
    from ebbline.claims.lexicon_coder import LexiconCoder

    return LexiconCoder()


def keyword_coder() -> Coder:
    """The naive rival: one event wherever a keyword stands."""
    from ebbline.claims.keyword_coder import KeywordCoder

    return KeywordCoder()


CODERS: dict[str, CoderMaker] = {"model": model_coder, "lexicon": lexicon_coder, "keyword": keyword_coder}
"""Names for `--coder`."""


def fetcher_for(
    inputs: Sequence[str], options: IngestOptions, *, clock: Callable[[], datetime], warn: Callable[[str], None]
) -> Fetcher | None:
    """What gets pages and feeds, None where no input is an address: the network code is then not even loaded."""
    from ebbline.ingest.inputs import is_address

    if not any(map(is_address, inputs)):
        return None
    from ebbline.ingest.fetch import Fetcher

    agent = f"ebbline/{VERSION}"
    return Fetcher(clock, warn, agent, allow_private=options.allow_private, offline=options.offline)


def read(
    inputs: Sequence[str],
    store: LedgerStore,
    *,
    coder: str = DEFAULT_CODER,
    options: IngestOptions,
    clock: Callable[[], datetime],
    fetcher: Fetcher | None = None,
    workers: int = 1,
    coders: Mapping[str, CoderMaker] = CODERS,
) -> Iterator[Outcome]:
    """What became of each input, in the order of the inputs, each stored before it is reported.

    Reports are stored up to 32 at a time, or what was read in 0.2 s, in one transaction: a run killed or stopped
    leaves whole reports only, and another writer waits no longer than that. Fetched ones are stored one by one.

    A report the ledger already holds, read by this version, is passed over: reading again changes nothing
    and an interrupted run goes on where it stopped. Bad inputs come out as `failed`. Raises LedgerError, and
    EbblineError where a worker process died.
    """
    items = ingest(inputs, options, clock=clock, fetcher=fetcher)
    group = _Group(store, _TOGETHER if fetcher is None else 1)
    if workers > 1:
        yield from _read_with_pool(items, group, coders[coder], workers)
    else:
        yield from _read_here(items, group, coders[coder]())


def _read_here(items: Iterator[Ingested | InputError], group: _Group, coder: Coder) -> Iterator[Outcome]:
    for item in items:
        if group.holds(item):
            yield from group.stored()
        early = _without_coding(item, group.store, coder)
        group.add(early if isinstance(early, Outcome | _Bytes) else _Coded(early, coded(coder, early.report)))
        if group.is_full():
            yield from group.stored()
    yield from group.stored()


@dataclass(frozen=True, slots=True)
class _ToCode:
    """An input whose report is to be coded, and what is to be said of it whatever the coder finds."""

    item: Ingested
    report: Report
    left_unread: str | None


@dataclass(frozen=True, slots=True)
class _Coded:
    """A report read, to be stored."""

    waiting: _ToCode
    reading: Reading | InputError


@dataclass(frozen=True, slots=True)
class _Bytes:
    """An input without a text, to be stored."""

    item: Ingested


_Result = Outcome | _Bytes | _Coded


def _without_coding(item: Ingested | InputError, store: LedgerStore, coder: Coder) -> Outcome | _Bytes | _ToCode:
    """What to do where nothing needs coding: a bad input, bytes without text, a report already read."""
    if isinstance(item, InputError):
        return Outcome(item.which, "failed", problem=item)
    report = item.report
    if report is None:
        return _Bytes(item)
    unread = left_unread(coder, report)
    if store.knows(*_bytes_of(item), coder.extractor):
        return _known(report, store, coder.extractor, unread)
    return _ToCode(item, report, unread)


def _bytes_of(item: Ingested) -> tuple[str, str]:
    """Where an input is from, and the hash of its bytes, which a report knows already."""
    capture, report = item.capture, item.report
    return capture.origin, capture.sha256 if report is None else report.capture_sha256


def _known(report: Report, store: LedgerStore, extractor: str, unread: str | None) -> Outcome:
    """The outcome for a report read before, whose reading by this coder becomes the current one again."""
    reading = reading_id(report.report_id, extractor)
    if store.withdrawn(report.report_id):
        return Outcome(report.name, "withdrawn", report)
    notes: tuple[str, ...] = ()
    if not store.is_current(reading) and store.make_current(reading):
        notes = (f"its reading by {extractor} is the current one again",)
    if unread is not None:
        return Outcome(report.name, "kept", report, notes=(*notes, unread))
    return Outcome(report.name, "known", report, notes=notes)


def left_unread(coder: Coder, report: Report) -> str | None:
    """Why a report is kept without being coded: no text that can be read, or a language the coder does not know."""
    if report.unread is None and report.language not in coder.languages:
        return f"in a language not coded yet ({report.language})"
    return report.unread


def coded(coder: Coder, report: Report) -> Reading | InputError:
    """The reading of a report; an InputError where the coder stumbles over it, so that the rest goes on."""
    try:
        return coder.code(report)
    except Exception as error:  # noqa: BLE001 - one report that trips the coder must not cost the others
        what = f"the coder failed on it ({type(error).__name__}: {error})"
        return InputError(report.name, what, "left out of the ledger; please report this as a bug")


# --- in groups --------------------------------------------------------------------------------------------------------

_TOGETHER, _TOGETHER_S = 32, 0.2
"""How many reports one transaction stores, and the longest that one of them waits for it."""


class _Group:
    """Inputs in their order whose reports are stored together, and only then told of."""

    def __init__(self, store: LedgerStore, most: int) -> None:
        self.store = store
        self._most = most
        self._results: list[_Result] = []
        self._captures: set[tuple[str, str]] = set()
        self._since = 0.0

    def add(self, result: _Result) -> None:
        """One more; it is not stored yet."""
        if not self._results:
            self._since = time.monotonic()
        self._results.append(result)
        if not isinstance(result, Outcome):
            item = result.item if isinstance(result, _Bytes) else result.waiting.item
            self._captures.add(_bytes_of(item))

    def holds(self, item: Ingested | InputError) -> bool:
        """Whether the same bytes from the same place wait to be stored: the ledger does not know them yet."""
        return bool(self._captures) and isinstance(item, Ingested) and _bytes_of(item) in self._captures

    def is_full(self) -> bool:
        """Whether it is time to store."""
        return len(self._results) >= self._most or time.monotonic() - self._since > _TOGETHER_S

    def stored(self) -> Iterator[Outcome]:
        """What became of each, once all are stored."""
        results, self._results = self._results, []
        self._captures.clear()
        parcels = [_parcel(result) for result in results]
        new = iter(self.store.store_all(parcel for parcel in parcels if parcel is not None))
        for result, parcel in zip(results, parcels, strict=True):
            yield self._outcome(result, parcel is None or next(new))

    def _outcome(self, result: _Result, new: bool) -> Outcome:
        if isinstance(result, Outcome):
            return result
        if isinstance(result, _Bytes):
            item = result.item
            return Outcome(item.capture.origin, "opened" if item.container else "kept", notes=item.notes)
        return self._kept(result.waiting, result.reading, new)

    def _kept(self, waiting: _ToCode, reading: Reading | InputError, new: bool) -> Outcome:
        report, notes = waiting.report, waiting.item.notes
        if isinstance(reading, InputError):
            return Outcome(report.name, "failed", report, problem=reading, notes=notes)
        if not new:
            return Outcome(report.name, "withdrawn" if self.store.withdrawn(report.report_id) else "known", report)
        if waiting.left_unread is not None:
            return Outcome(report.name, "kept", report, reading, notes=(*notes, waiting.left_unread))
        return Outcome(report.name, "read", report, reading, notes=notes)


def _parcel(result: _Result) -> tuple[Capture, Report | None, Reading | None] | None:
    """What is to be stored of an input, if anything."""
    if isinstance(result, _Bytes):
        return result.item.capture, None, None
    if isinstance(result, Outcome) or isinstance(result.reading, InputError):
        return None
    return result.waiting.item.capture, result.waiting.report, result.reading


# --- in several processes ---------------------------------------------------------------------------------------------

_AHEAD = 16
"""Reports under way per worker: enough to keep all busy past a long one, few enough that memory stays flat."""


def _read_with_pool(
    items: Iterator[Ingested | InputError], group: _Group, maker: CoderMaker, workers: int
) -> Iterator[Outcome]:
    """As `read`, the coding in other processes; order, and so the ledger, is the same as with one."""
    coder = maker()
    waiting: deque[_Result | tuple[_ToCode, Future[Reading | InputError]]] = deque()
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(maker,))
    try:
        for item in items:
            early = _without_coding(item, group.store, coder)
            waiting.append((early, _submitted(pool, early.report)) if isinstance(early, _ToCode) else early)
            while len(waiting) > workers * _AHEAD:
                yield from _settled(waiting.popleft(), group)
        while waiting:
            yield from _settled(waiting.popleft(), group)
        yield from group.stored()
    except BrokenProcessPool as error:
        yield from group.stored()
        cure = "what was read is kept; run the same command again, with fewer workers"
        raise EbblineError("--workers", "a worker process died, perhaps for want of memory", cure) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, report: Report) -> Future[Reading | InputError]:
    # A worker that starts now inherits how Ctrl-C is taken: ignored, for it is for the parent.
    with _ctrl_c_ignored():
        return pool.submit(_code, report)


@contextmanager
def _ctrl_c_ignored() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _settled(result: _Result | tuple[_ToCode, Future[Reading | InputError]], group: _Group) -> Iterator[Outcome]:
    group.add(_Coded(result[0], result[1].result()) if isinstance(result, tuple) else result)
    if group.is_full():
        yield from group.stored()


_worker_coder: list[Coder] = []


def _start(maker: CoderMaker) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker_coder.append(maker())


def _end_with_parent() -> None:
    """A killed parent cannot tell its workers to stop: they would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _code(report: Report) -> Reading | InputError:
    return coded(_worker_coder[0], report)
