"""Names out of what a run tells while it reads: all that the ledger and the reports read so far know is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ebbline.errors import InputError
from ebbline.privacy import Mask
from ebbline.privacy.withheld import is_unread

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.pipeline import Outcome
    from ebbline.records import Person

_FEW = 256
"""Up to so many persons the mask of all is made anew whenever there are more, beyond when they have doubled."""


class KnownNames:
    """The names known so far; `typed` are the inputs as the user named them."""

    def __init__(self, store: LedgerStore, typed: Sequence[str] = ()) -> None:
        self._store = store
        self._typed = frozenset(typed) | frozenset(Path(name).name for name in typed)
        self._persons: list[tuple[str, Person]] | None = None
        self._new: list[tuple[str, Person]] = []
        self._mask, self._made_of = Mask.of([]), 0

    def learn(self, outcome: Outcome) -> None:
        """Remember whom the outcome's reading names."""
        if outcome.reading is not None:
            self._new += [(outcome.reading.report_id, person) for person in outcome.reading.persons]

    def masked(self, outcome: Outcome) -> Outcome:
        """The outcome as it may be told; as it is where no report was found, since nothing is known of such an input.

        A report in which nobody looked for names goes by its id, unless the user typed its name.
        """
        report = outcome.report
        if report is None:
            return outcome
        persons = outcome.reading.persons if outcome.reading else ()
        own, everyone = Mask.of((report.report_id, person) for person in persons), self._everyone()

        def hidden(words: str) -> str:
            return own.text(everyone.text(words, report.report_id), report.report_id)

        name = hidden(report.name)
        if is_unread(report):
            name = report.name if report.name in self._typed else report.report_id
        problem = outcome.problem
        if problem is not None:
            which = name if problem.which == report.name else hidden(problem.which)
            problem = InputError(which, hidden(problem.what), problem.cure)
        return replace(outcome, name=name, problem=problem, notes=tuple(map(hidden, outcome.notes)))

    def _everyone(self) -> Mask:
        if self._persons is None:
            # Those of this run are among the ledger's by now.
            self._persons, self._new = list(self._store.persons()) if self._store.is_open else [], []
        self._persons += self._new
        self._new = []
        grown = len(self._persons) - self._made_of
        if grown and (len(self._persons) <= _FEW or grown > self._made_of):
            self._mask, self._made_of = Mask.of(self._persons), len(self._persons)
        return self._mask
