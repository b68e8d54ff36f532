"""Expressions of time of a document, as intervals: `find_times`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ebbline.records import Document, Span, TimePrecision
from ebbline.times.grammar import Expression, expressions, flags_of
from ebbline.times.resolve import Resolver


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Words that tell a time; first and last day are inclusive, None where nothing anchors the words."""

    span: Span
    start: dt.date | None
    end: dt.date | None
    precision: TimePrecision
    words: str


def find_times(document: Document) -> tuple[TimeMention, ...]:
    """Times the document tells, in order; relative words count from the report's date, never borrowed."""
    text = document.report.text
    found: list[Expression] = []
    for sentence in document.sentences:
        flags = 0
        for token in sentence.tokens:
            flags |= flags_of(token.text)
        if flags:
            found.extend(expressions(text, sentence.span.start, sentence.span.end, flags))
    published = document.report.published
    resolver = Resolver(published.interval if published else None)
    resolver.note_years(found)
    dateline = _dateline_end(document)
    mentions = [(e, _mention(e, resolver, text)) for e in found]
    return tuple(mention for e, mention in mentions if e.end > dateline)


_DATELINE = re.compile(
    r"[^\W\d_]{3,}[^\n]{0,90}?"
    r"(?:\([^)\n]{2,40}\)[ \u00a0]*(?:[-–—]{1,2}|:)|[ \u00a0][-–—]{1,2}[ \u00a0]|[ \u00a0]?—[ \u00a0]?)"
)
_DATELINE_SENTENCES = 3


def _dateline_end(document: Document) -> int:
    """Where the dateline of an agency's report ends (`HERAT, Afghanistan, April 5 (Wire) - `): its date is the
    report's, told of no event, yet the dates after it are counted from it."""
    for sentence in document.sentences[:_DATELINE_SENTENCES]:
        match = _DATELINE.match(document.report.text, sentence.span.start, sentence.span.end)
        if match and match.group()[:3].isupper():
            return match.end()
    return 0


def _mention(e: Expression, resolver: Resolver, text: str) -> TimeMention:
    span = Span(e.start, e.end)
    meaning = resolver.meaning(e)
    if meaning is None:
        return TimeMention(span, None, None, "unknown", span.of(text))
    return TimeMention(span, meaning.interval.start, meaning.interval.end, meaning.precision, span.of(text))
