"""Where a report's dateline stands: where and when it was written, told of no event."""

from __future__ import annotations

import re

from ebbline.records.report import Document
from ebbline.records.values import Span

SENTENCES, CHARS = 3, 200
"""A dateline opens one of the first sentences, or follows a headline at its head."""

_WORD = r"[A-Z\u00c0-\u00de][\w'\u2019.]*"
_NAME = rf"{_WORD}(?:[ \u00a0-](?:(?:al|el|ad|ar|as|ash|az|ez|de|of|the|and)[ -])?{_WORD}){{0,4}}"
_NAMES = rf"{_NAME}(?:(?:, ?| ?/ ?){_NAME}){{0,3}}"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Za-z]*\.?"
)
_DATE = (
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? \d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \(?\d{{4}}\)?)?"
    r"|\d{1,2} ?[/.] ?\d{1,2} ?[/.] ?\d{4}|\d{4}-\d\d-\d\d)"
)
_SOURCE = r"\([^)\n]{2,40}\)"
_END = r"(?:[ \u00a0]?[–—]+|[ \u00a0]-{1,2}(?=\s)|--)"
_DATED = re.compile(
    rf"\(?{_NAMES}(?:[ \u00a0]?{_SOURCE})?(?:,|:|[ \u00a0]?[-–—]+)?[ \u00a0]?\(?(?P<date>{_DATE})\)?"
    rf"(?:,?[ \u00a0]?{_SOURCE})?(?:{_END}|[:.)](?=\s|$))"
)
_UNDATED = re.compile(rf"(?=[^\W\d_]{{3}})(?P<lead>{_NAMES})(?:[ \u00a0]?{_SOURCE}:?)?(?:{_END}|(?<=\):))")
_HEADLINE_ENDS = re.compile(r"\s[-–—|]\s+|[:.!]\s+")


_FIGURE = re.compile(r"\d")
_CAPITALS = re.compile(r"[A-Z\u00c0-\u00de][^\W\d_a-z]{2}")
"""What a dateline with a date has, and what one without begins with."""


def dateline_of(document: Document) -> tuple[Span, Span | None] | None:
    """The dateline's stretch and that of the date in it; None where the report has no dateline."""
    text = document.report.text
    for sentence in document.sentences[:SENTENCES]:
        found = dateline_in(text, sentence.span.start, sentence.span.end)
        if found is not None:
            return found
    return None


def dateline_in(text: str, start: int, end: int) -> tuple[Span, Span | None] | None:
    """The same for a line or sentence of a text."""
    end = min(end, start + CHARS)
    may_be_dated = _FIGURE.search(text, start, end) is not None
    may_be_bare = _CAPITALS.search(text, start, end) is not None
    if not may_be_dated and not may_be_bare:
        return None
    for at in (start, *(match.end() for match in _HEADLINE_ENDS.finditer(text, start, end))):
        dated = _DATED.match(text, at, end) if may_be_dated else None
        if dated is not None:
            return Span(at, dated.end()), Span(*dated.span("date"))
        bare = _UNDATED.match(text, at, end) if may_be_bare and text[at : at + 3].isupper() else None
        if bare is not None:
            return Span(at, bare.end()), None
    return None
