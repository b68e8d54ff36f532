"""Ebbline from Python: `ebbline.open("x.db")` gives a `Ledger`."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ebbline.config import DEFAULT_CODER, DEFAULT_LEDGER
from ebbline.errors import UsageError
from ebbline.records import Claim, Report

if TYPE_CHECKING:
    import pandas as pd

    from ebbline.ledger import ClaimQuery
    from ebbline.picture.explanation import Explanation
    from ebbline.pipeline import Outcome


def utc_now() -> dt.datetime:
    """This instant, in UTC."""
    return dt.datetime.now(dt.UTC)


class Ledger:
    """A ledger file, open: read reports into it, ask it for claims. Use it in a `with` block or close it."""

    def __init__(self, path: str | os.PathLike[str] = DEFAULT_LEDGER) -> None:
        from ebbline.ledger import LedgerStore

        self.path = Path(path)
        self._store = LedgerStore(self.path, clock=utc_now)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; asking anything afterwards raises LedgerError."""
        self._store.close()

    def read(
        self,
        *inputs: str | os.PathLike[str],
        coder: str = DEFAULT_CODER,
        workers: int = 1,
        keep_empty: bool = False,
        allow_private: bool = False,
        offline: bool = True,
    ) -> list[Outcome]:
        """What became of each input, all stored; a bad input is an outcome with a `problem`, never an exception.

        Addresses are fetched only with `offline=False`, after a warning in Python's `warnings`. Raises UsageError for
        an empty name.
        """
        import warnings

        from ebbline.ingest import IngestOptions
        from ebbline.pipeline import fetcher_for, read

        options = IngestOptions(keep_empty=keep_empty, allow_private=allow_private, offline=offline)
        names = [os.fspath(item) for item in inputs]
        if any(not name.strip() for name in names):
            raise UsageError("read()", "an empty name", "name a file, a folder or an address; '.' is this folder")
        fetcher = fetcher_for(names, options, clock=utc_now, warn=warnings.warn)
        outcomes = read(
            names, self._store, coder=coder, options=options, clock=utc_now, fetcher=fetcher, workers=workers
        )
        return list(outcomes)

    def reports(self) -> Iterator[Report]:
        """Every report, in the order of their origins."""
        return self._store.reports()

    def claims(self, query: ClaimQuery | None = None) -> Iterator[Claim]:
        """Claims of the current readings, in the order of report and offset; names are not masked."""
        from ebbline.ledger import ClaimQuery

        return self._store.claims(query or ClaimQuery())

    def explain(self, claim_id: str, *, names: bool = False) -> Explanation:
        """Why a claim says what it says: its sentences with the words marked, and each coded field with its rule.

        `claim_id` may be as much of an id as no other claim has. Private names are masked unless `names`, which is
        logged in the ledger. Raises UsageError for an id that no claim has, or several.
        """
        from ebbline.picture.explaining import Explainer, claim_begun
        from ebbline.privacy import Mask

        claim = claim_begun(self._store, claim_id)
        if names:
            self._store.log("names", {"by": "explain"})
        mask = Mask.none() if names else Mask.of(self._store.persons())
        return Explainer.of(self._store, mask, claim.report_id).explain(claim)

    def claims_frame(self, *, names: bool = False) -> pd.DataFrame:
        """Claims as a pandas data frame, one flat row each, with the columns of the CSV export.

        Private names are masked unless `names`, which is logged in the ledger. Raises MissingExtraError without pandas.
        """
        from ebbline.export.csv_table import rows
        from ebbline.privacy import Mask

        if names:
            self._store.log("names", {"by": "claims_frame"})
        mask = Mask.none() if names else Mask.of(self._store.persons())
        return _frame(rows(self._store, mask=mask))

    def reports_frame(self) -> pd.DataFrame:
        """Reports as a pandas data frame: id, name, title, outlet, url, published, language, story, length."""
        from ebbline.privacy import Mask

        mask = Mask.of(self._store.persons())
        labels = ((report, mask.report(report)) for report in self._store.reports())
        return _frame(
            {
                "report_id": report.report_id,
                "report": shown.name,
                "title": shown.title,
                "outlet": shown.outlet,
                "url": shown.url,
                "published_from": report.published and report.published.interval.start,
                "published_to": report.published and report.published.interval.end,
                "language": report.language,
                "story_id": self._store.story_of(report.report_id),
                "characters": len(report.text),
            }
            for report, shown in labels
        )


def _frame(rows: Iterator[dict[str, object]]) -> pd.DataFrame:
    from ebbline.errors import MissingExtraError

    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtraError("a data frame", "analysis") from error
    return pd.DataFrame.from_records(list(rows))


def open(path: str | os.PathLike[str] = DEFAULT_LEDGER) -> Ledger:
    """The ledger at `path`, made if it is not there.

    Raises LedgerError for a file that is no ledger, is damaged, or was made by a newer version.
    """
    return Ledger(path)
