"""A report made of its text and what is known of it: the last step every format shares."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ebbline.config import MAX_REPORT_CHARS
from ebbline.errors import InputError
from ebbline.ingest.dating import published_of
from ebbline.ingest.furniture import furniture_of
from ebbline.ingest.languages import language_of
from ebbline.records import Capture, Page, Published, Report, Span, report_id


@dataclass(frozen=True, slots=True)
class Known:
    """What a format knows of a report besides its text. Everything may stay unknown."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Published | None = None
    """From the input or the page itself: comes before the words; from the page's address: after them."""
    dated: str | None = None
    """The text without what is stamped on every page of it, where its date is looked for; None: the whole text."""
    furniture: tuple[Span, ...] | None = None
    """None: found by the patterns for plain text."""
    pages: tuple[Page, ...] = ()
    unread: str | None = None


def report_of(text: str, capture: Capture, *, origin: str, name: str, known: Known) -> Report:
    """The report of a stored text (see `decoding.stored_text`); raises InputError where it is too long to be one."""
    if len(text) > MAX_REPORT_CHARS:
        raise InputError(origin, f"a text of {len(text):,} characters, which no report is", "split it into its reports")
    furniture = furniture_of(text) if known.furniture is None else known.furniture
    body = body_of(text, furniture)
    return Report(
        report_id=report_id(text, origin),
        name=name,
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        capture_sha256=capture.sha256,
        origin=origin,
        title=known.title,
        outlet=known.outlet,
        url=known.url,
        published=published_of(known.published, known.url, text if known.dated is None else known.dated),
        fetched_at=capture.fetched_at,
        language=language_of(body),
        furniture=furniture,
        pages=known.pages,
        unread=known.unread,
    )


def body_of(text: str, furniture: tuple[Span, ...]) -> str:
    """The text without its furniture, in order."""
    if not furniture:
        return text
    parts, start = [], 0
    for span in furniture:
        parts.append(text[start : span.start])
        start = span.end
    parts.append(text[start:])
    return "".join(parts)
