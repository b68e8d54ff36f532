"""Plain text files, Markdown included: the text as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from ebbline.errors import InputError
from ebbline.ingest.assembly import Known, report_of
from ebbline.ingest.decoding import decode
from ebbline.ingest.formats import Context, Ingested, Source


def read(source: Source, context: Context) -> Iterator[Ingested | InputError]:
    """The one report of a text file."""
    data = source.read()
    text, notes = decode(data, source.origin, source.charset)
    if not text.strip() and not context.options.keep_empty:
        raise InputError(source.origin, "nothing but blanks in it", "skipped (keep it with --keep-empty)")
    capture = source.capture(data, "text/plain")
    report = report_of(text, capture, origin=source.origin, name=source.label, known=Known(url=source.url))
    yield Ingested(capture, report, notes)
