"""Expressions of time of a document, as intervals: `find_times`."""

from __future__ import annotations

import datetime as dt
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
    """Times the document tells, in order; relative words are counted from the report's date, which is never borrowed."""
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
    return tuple(_mention(e, resolver, text) for e in found)


def _mention(e: Expression, resolver: Resolver, text: str) -> TimeMention:
    span = Span(e.start, e.end)
    meaning = resolver.meaning(e)
    if meaning is None:
        return TimeMention(span, None, None, "unknown", span.of(text))
    return TimeMention(span, meaning.interval.start, meaning.interval.end, meaning.precision, span.of(text))
