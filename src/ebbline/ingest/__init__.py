"""The outside world into captures and reports: files, folders, archives, feeds and addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from ebbline.errors import InputError
from ebbline.ingest.formats import FORMATS, Context, Format, Ingested, IngestOptions, PageFetcher, Source

__all__ = ["FORMATS", "Context", "Format", "IngestOptions", "Ingested", "PageFetcher", "Source", "ingest"]


def ingest(
    inputs: Sequence[str],
    options: IngestOptions,
    *,
    clock: Callable[[], dt.datetime],
    fetcher: PageFetcher | None = None,
) -> Iterator[Ingested | InputError]:
    """The reports of files, folders and addresses, one at a time, and an InputError for each that cannot be read."""
    from ebbline.ingest.inputs import read_inputs

    return read_inputs(inputs, options, clock=clock, fetcher=fetcher)
