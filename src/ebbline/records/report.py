"""What was received (Capture), what is read (Report), and its transient analysis (Document)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ebbline.records.values import DateInterval, Span


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as received, immutable; `sha256` is of `data`."""

    origin: str
    """The URL or the path as the user gave it, with the member's address for an archive (`a.warc.gz#3`)."""
    fetched_at: dt.datetime
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Hex digest of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Published:
    """When a report was published, as an interval, and how that is known."""

    interval: DateInterval
    how: str
    """`given` (by the input), `metadata` (the page's own), `address` (the URL), `text` (the dateline or words)."""
    words: str | None = None
    """What it was read from."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paginated document, numbered from 1."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Report:
    """One text to be read. `text` never changes: every offset anywhere points into it."""

    report_id: str
    name: str
    """What people call it: the file's name, the `report` field of JSON Lines, otherwise the URL."""
    text: str
    text_sha256: str
    capture_sha256: str
    origin: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Published | None = None
    fetched_at: dt.datetime | None = None
    language: str = "und"
    """ISO 639-1, `und` where it cannot be told."""
    furniture: tuple[Span, ...] = ()
    """Menus, share lines, comment forms: kept in `text`, never coded. Sorted, disjoint."""
    pages: tuple[Page, ...] = ()
    unread: str | None = None
    """Why the text yields no claims whatever it says ("a scan: no text layer"), None for a readable report."""


def report_id(text: str, origin: str) -> str:
    """`r_` and 16 hex digits of a hash of content and origin."""
    digest = hashlib.sha256()
    digest.update(text.encode("utf-8", "surrogatepass"))
    digest.update(b"\x00")
    digest.update(origin.encode("utf-8", "surrogatepass"))
    return "r_" + digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark; `text` is the report's own spelling."""

    span: Span
    text: str

    @classmethod
    def of(cls, matches: Iterable[re.Match[str]]) -> list[Token]:
        """A token for each word found, in order."""
        tokens = []
        for match in matches:
            start, end = match.span()
            span, token = _new(Span), _new(cls)
            _set_start(span, start)
            _set_end(span, end)
            _set_span(token, span)
            _set_text(token, match[0])
            tokens.append(token)
        return tokens


# Every word of a report is a token with a span: a frozen class's own `__init__` takes twice the time of its slots.
_new = object.__new__
_set_start, _set_end = vars(Span)["start"].__set__, vars(Span)["end"].__set__
_set_span, _set_text = vars(Token)["span"].__set__, vars(Token)["text"].__set__


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body, with its tokens in order. `paragraph` counts blocks of text from 0."""

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A report cut into sentences, furniture left out."""

    report: Report
    sentences: tuple[Sentence, ...] = field(default=())
