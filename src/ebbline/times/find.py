"""Expressions of time of a document, as intervals: `find_times`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ebbline.records import DateInterval, Document, Span, TimePrecision
from ebbline.records.dateline import dateline_of
from ebbline.times import calendar
from ebbline.times.events import Told, event_date
from ebbline.times.expression import Expression
from ebbline.times.resolve import Meaning, Resolver
from ebbline.times.saying import tells
from ebbline.times.search import calls, expressions, word_flags


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Words that tell a time; first and last day are inclusive, None where nothing anchors the words."""

    span: Span
    start: dt.date | None
    end: dt.date | None
    precision: TimePrecision
    words: str
    telling: bool = False
    """It dates the words of a denial or the like ("denied on Wednesday that …"), not what they are about."""


Found = tuple[str, Expression]
"""A rule's name and what it made."""


def find_times(document: Document) -> tuple[TimeMention, ...]:
    """Times the document tells, in order; relative words count from the report's date, never borrowed."""
    found, stamps = search(document)
    if not found:
        return ()
    text = document.report.text
    mentions: list[TimeMention] = []
    resolver, apart = resolver_for(document, found, mentions)
    for _, e in found:
        meaning = resolver.meaning(e)
        if e.start in stamps:
            resolver.count_from(e)
        elif not dates_report(e, apart):
            mentions.append(_mention(e, meaning, text))
    return tuple(mentions)


def search(
    document: Document, *, further: bool = False, without: frozenset[str] = frozenset()
) -> tuple[list[Found], set[int]]:
    """The expressions of a document in order, and where those begin that stamp a message.

    `further`: also what dates nothing; `without`: families of rules left out.
    """
    text = document.report.text
    found: list[Found] = []
    stamps: set[int] = set()
    flags_of = word_flags(further=further).__getitem__
    for sentence in document.sentences:
        flags = 0
        for called in filter(None, map(flags_of, sentence.words)):
            flags |= called
        if calls(flags):
            start, end = sentence.span.start, sentence.span.end
            found.extend(expressions(text, start, end, flags, further=further, without=without))
            stamp = _STAMP.match(text, start, end)
            if stamp is not None:
                stamps.add(stamp.start("date"))
    return found, stamps


def resolver_for(
    document: Document, found: Sequence[Found], mentions: Sequence[Told]
) -> tuple[Resolver, Sequence[Span]]:
    """What resolves the expressions of a document, and where the words stand that date the report, no event.

    `mentions` is read when an event's date is asked for: what was resolved so far.
    """
    published = document.report.published.interval if document.report.published else None
    if published is not None and not (
        calendar.FIRST_YEAR <= published.start.year <= published.end.year <= calendar.LAST_YEAR
    ):
        published = None
    dateline = dateline_of(document)
    day = _day_of(dateline[1], found, published) if dateline and dateline[1] else None
    apart = _own_words(document)
    # A date far from the known one heads a chronicle, not the report.
    if dateline and (day or not dateline[1] or published is None):
        apart.append(dateline[0])
    resolver = Resolver(
        day or published, document.report.text, lambda start, end: event_date(document, mentions, start, end)
    )
    resolver.note_years([e for _, e in found])
    return resolver, apart


def dates_report(e: Expression, apart: Sequence[Span]) -> bool:
    """Whether the words stand where the report's own date is told."""
    return any(span.start < e.end and e.start < span.end for span in apart)


_STAMP = re.compile(
    r"\[?(?P<date>\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}),? \d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?"
    r"(?:\]|[ \u00a0][-–—][ \u00a0])"
)
"""When a message was sent, as a messenger writes it before each: its words are counted from there."""

NEAR_DATELINE_DAYS = 7
"""A dateline so little before the known date is the day the words are counted from; a page may be put up later."""


def _day_of(date: Span, found: Sequence[Found], published: DateInterval | None) -> DateInterval | None:
    """The day of the dateline, which "yesterday" is counted from; None where it is not told or not the report's."""
    told = next((e for _, e in found if e.start < date.end and date.start < e.end and e.kind == "date"), None)
    meaning = Resolver(published, "").meaning(told) if told else None
    if meaning is None or meaning.precision != "day":
        return None
    late = (published.end - meaning.interval.start).days if published else 0
    return meaning.interval if 0 <= late <= NEAR_DATELINE_DAYS else None


_OWN_CHARS = 4_000
_WITHIN = re.compile(r"\b(?:on|in|of|since|by|from|until|to|and|the)\s*$", re.IGNORECASE)


def _own_words(document: Document) -> list[Span]:
    """Where the words stand that the report's date was read from: they date the report, no event."""
    published = document.report.published
    if published is None or published.how != "text" or not published.words:
        return []
    text = document.report.text
    for match in re.finditer(re.escape(published.words), text[:_OWN_CHARS]):
        if _WITHIN.search(text, max(0, match.start() - 8), match.start()) is None:
            return [Span(*match.span())]
    return []


def _mention(e: Expression, meaning: Meaning | None, text: str) -> TimeMention:
    span = Span(e.start, e.end)
    if meaning is None:
        return TimeMention(span, None, None, "unknown", span.of(text))
    interval, words = meaning.interval, span.of(text)
    return TimeMention(span, interval.start, interval.end, meaning.precision, words, tells(e, text))
