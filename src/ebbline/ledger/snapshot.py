"""One state of a ledger, for programs that answer questions while others write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ebbline.ledger import rows
from ebbline.ledger.connection import translated
from ebbline.ledger.store import LedgerStore

_STATE = """
SELECT (SELECT count(*) FROM reports), (SELECT coalesce(max(seq), 0) FROM reports),
       (SELECT coalesce(max(seq), 0) FROM report_details), (SELECT coalesce(max(seq), 0) FROM readings),
       (SELECT count(*) FROM current_readings), (SELECT coalesce(sum(reading), 0) FROM current_readings),
       (SELECT count(*) FROM tombstones), (SELECT coalesce(max(seq), 0) FROM log)
"""


class Snapshot(LedgerStore):
    """A ledger as it was when this was opened, and nothing can be written through it; a context manager.

    Every question sees the same state, so that a mask made here knows the persons of every claim asked for here. The
    file may lie where nothing can be written. Close it soon: a withdrawal has to wait for it. Raises what `LedgerStore`
    does.
    """

    def __init__(self, path: str | Path, *, clock: Callable[[], dt.datetime]) -> None:
        super().__init__(path, clock=clock, must_exist=True, only_read=True)
        try:
            self._state = self._pinned()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Snapshot:
        return self

    @property
    def state(self) -> tuple[int, ...]:
        """Differs where what the ledger holds, or which reading is current, differs."""
        return self._state

    def _pinned(self) -> tuple[int, ...]:
        with translated(self.path):
            self._db.execute("PRAGMA query_only = ON")
            self._db.execute("BEGIN")  # the first question below fixes the state until the file is closed
            found: tuple[int, ...] = self._db.execute(_STATE).fetchone()
        return found

    def _iterate(self, sql: str, *values: rows.Value) -> Iterator[tuple[Any, ...]]:
        with translated(self.path):
            # Not `yield from`: it would close the cursor of an iteration given up after the file was closed.
            for row in self._db.execute(sql, values):  # noqa: UP028
                yield row
