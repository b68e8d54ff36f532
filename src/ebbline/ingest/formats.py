"""What every reader of a kind of input takes and gives, and the table of them.

Adding a format is one module with a `read` function of the shape `Reader`, one row in `FORMATS`, and one test.
"""

from __future__ import annotations

import datetime as dt
import importlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from ebbline.config import MAX_INPUT_BYTES
from ebbline.errors import InputError
from ebbline.records import Capture, Report

if TYPE_CHECKING:
    from ebbline.ingest.fetch import Fetched


@dataclass(frozen=True, slots=True)
class Ingested:
    """Bytes kept, and the report read from them; `report` is None where there is nothing to read (an image)."""

    capture: Capture
    report: Report | None
    notes: tuple[str, ...] = ()
    container: bool = False
    """Bytes whose reports come out one by one beside them: a feed."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What the user allows: pages without an article, private addresses, no network at all."""

    keep_empty: bool = False
    allow_private: bool = False
    offline: bool = False


class PageFetcher(Protocol):
    """What a format may ask of the network."""

    def fetch(self, url: str) -> Fetched:
        """The answer of an address; raises FetchError where there is none to use."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """One input as a format meets it: where it is from, and a way to its bytes from the first one on."""

    origin: str
    """What `Capture.origin` and `Report.origin` become: a path, a URL, `FILE#<n>` for a record of an archive."""
    name: str
    """What people call it: the file's name, otherwise the URL."""
    fetched_at: dt.datetime
    open: Callable[[], BinaryIO] = field(repr=False)
    """A fresh stream; raises InputError where the bytes cannot be had. Reading from it may raise InputError too."""
    media_type: str | None = None
    charset: str | None = None
    """What a server or archive declared; None is not declared."""
    url: str | None = None
    """The address a page was fetched from, for links, canonical form and date; None for a file."""
    original: Source | None = field(default=None, repr=False)
    """What was received, where this source was unpacked from it (gzip): its bytes are the capture."""

    @classmethod
    def of_bytes(
        cls,
        data: bytes,
        *,
        origin: str,
        fetched_at: dt.datetime,
        name: str | None = None,
        media_type: str | None = None,
        charset: str | None = None,
        url: str | None = None,
    ) -> Source:
        """A source whose bytes are at hand: a fetched page, a record of an archive, an entry of a feed."""
        return cls(
            origin=origin,
            name=name or origin,
            fetched_at=fetched_at,
            open=lambda: io.BytesIO(data),
            media_type=media_type,
            charset=charset,
            url=url,
        )

    @property
    def label(self) -> str:
        """The name a report of this source goes by: that of what was received."""
        return self.original.label if self.original is not None else self.name

    def read(self, limit: int = MAX_INPUT_BYTES) -> bytes:
        """All bytes; raises InputError above `limit`."""
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise InputError(
                self.origin,
                f"larger than {limit // (1024 * 1024)} MB, which no report is",
                "split it, or make JSON Lines of it",
            )
        return data

    def capture(self, data: bytes, media_type: str) -> Capture:
        """The bytes as received: `data`, or those of the packed original."""
        if self.original is not None:
            return self.original.capture(self.original.read(), "application/gzip")
        return Capture(self.origin, self.fetched_at, self.media_type or media_type, data)


@dataclass(frozen=True, slots=True)
class Context:
    """The world as a format sees it."""

    options: IngestOptions
    clock: Callable[[], dt.datetime]
    read: Callable[[Source], Iterator[Ingested | InputError]]
    """Reads a nested source by its own kind: what was packed, a page in an archive, a page a feed links to."""
    fetcher: PageFetcher | None = None
    """None: nothing may be fetched."""


class Reader(Protocol):
    """The `read` function of a format's module.

    Yields what it finds, and an InputError for each part that cannot be read, going on with the rest; it may also
    raise one InputError, which ends this source only. No other exception leaves it, whatever the bytes.
    """

    def __call__(self, source: Source, context: Context) -> Iterator[Ingested | InputError]:
        """The reports of one source, in its order, one at a time: memory must not grow with their number."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table: how a kind of input is known, and the module whose `read` reads it."""

    name: str
    module: str
    suffixes: tuple[str, ...] = ()
    """Lower-case ends of file names; the longest that fits decides."""
    media_types: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()
    """First bytes, for input without a telling name or type."""

    def reader(self) -> Reader:
        """The module's `read`, imported on first use: a run pays only for the formats it meets."""
        return cast(Reader, importlib.import_module(self.module).read)


FORMATS: tuple[Format, ...] = (
    Format(
        "text",
        "ebbline.ingest.plaintext",
        (".txt", ".text", ".md", ".markdown"),
        ("text/plain", "text/markdown"),
    ),
    Format(
        "html",
        "ebbline.ingest.html",
        (".html", ".htm", ".xhtml"),
        ("text/html", "application/xhtml+xml"),
        (b"<!doctype html", b"<html", b"<head", b"<body"),
    ),
    Format(
        "jsonl",
        "ebbline.ingest.jsonl",
        (".jsonl", ".ndjson"),
        ("application/jsonl", "application/x-ndjson", "application/jsonlines", "application/x-jsonlines"),
        (b'{"',),
    ),
    Format("pdf", "ebbline.ingest.pdf", (".pdf",), ("application/pdf", "application/x-pdf"), (b"%pdf-",)),
    Format(
        "docx",
        "ebbline.ingest.docx",
        (".docx",),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
        (b"pk\x03\x04",),
    ),
    Format(
        "warc",
        "ebbline.ingest.warc",
        (".warc", ".warc.gz"),
        ("application/warc", "application/warc+gzip"),
        (b"warc/",),
    ),
    Format(
        "feed",
        "ebbline.ingest.feeds",
        (".xml", ".rss", ".atom"),
        ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/rdf+xml"),
        (b"<?xml", b"<rss", b"<feed", b"<rdf:rdf"),
    ),
    Format("gzip", "ebbline.ingest.packed", (".gz",), ("application/gzip", "application/x-gzip"), (b"\x1f\x8b",)),
)
