"""How each expression of time was read, in words that the documentation explains: `trace_times`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ebbline.records import DateInterval, Document, Span, TimePrecision
from ebbline.times import calendar, deixis, holidays
from ebbline.times.analysis import ExpressionKind, TimeExpression, analyse_times
from ebbline.times.expression import Expression


@dataclass(frozen=True, slots=True)
class TimeCandidate:
    """Days that the words could mean."""

    start: dt.date
    end: dt.date
    away_days: int
    """From the report's date to its first day; negative before it."""
    why: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TimeTrace:
    """What was found, what was made of it and why."""

    span: Span
    words: str
    kind: ExpressionKind
    rule: str
    family: str
    start: dt.date | None
    end: dt.date | None
    precision: TimePrecision
    why: str
    candidates: tuple[TimeCandidate, ...] = ()
    """The chosen first; empty where the words leave no choice."""


def trace_times(document: Document) -> tuple[TimeTrace, ...]:
    """Every expression of time of a document, in order, with the reasons for what it was taken to mean."""
    published = document.report.published.interval if document.report.published else None
    return tuple(
        TimeTrace(
            found.span, found.words, found.kind, found.rule, found.family, found.start, found.end, found.precision,
            _why(found), _candidates(found, published),
        )
        for found in analyse_times(document)
    )  # fmt: skip


def _why(found: TimeExpression) -> str:
    reasons = [_anchored(found)]
    if found.dates_report:
        reasons.append("it dates the report itself, no event")
    if found.telling:
        reasons.append("it is the time of the words said, not of what they tell")
    if found.said.since and found.meaning is not None:
        reasons.append("from then to the report's date")
    return "; ".join(reasons)


_DATELESS = {"duration": "a length of time", "set": "how often", "reference": "no day is named"}


def _anchored(found: TimeExpression) -> str:
    if found.kind in _DATELESS:
        return f"dates nothing: {_DATELESS[found.kind]}"
    if found.meaning is None:
        return "left open: nothing to count it from"
    anchor = found.meaning.anchor
    if anchor is None:
        return "its own words tell the date"
    told = _days(anchor.interval)
    if anchor.kind == "event":
        return f"counted from the event that the text dates {anchor.words!r}: {told}"
    if anchor.kind == "told":
        return f"counted from the date told before it: {told}"
    return f"counted from the report's date: {told}"


def _days(interval: DateInterval) -> str:
    return f"{interval.start}" + (f" to {interval.end}" if interval.end != interval.start else "")


def _candidates(found: TimeExpression, published: DateInterval | None) -> tuple[TimeCandidate, ...]:
    """The readings among which something had to choose."""
    if found.meaning is None or published is None:
        return ()
    at, on = found.meaning.at or found.meaning.interval.start, published.end
    made = [
        TimeCandidate(days.start, days.end, (days.start - on).days, why, days.start == at)
        for days, why in _readings(found.said, on)
    ]
    if len(made) < 2 or not any(candidate.chosen for candidate in made):
        return ()
    return tuple(sorted(made, key=lambda candidate: (not candidate.chosen, abs(candidate.away_days))))


def _readings(e: Expression, on: dt.date) -> Iterator[tuple[DateInterval, str]]:
    if e.kind == "date" and e.swap and e.year and e.month and e.day:
        for month, day, why in ((e.month, e.day, "the day first"), (e.day, e.month, "the month first")):
            days = calendar.day(e.year, month, day)
            if days is not None:
                yield days, why
    elif e.kind == "weekday" and e.weekday is not None and not e.which:
        back = (on.weekday() - e.weekday) % 7
        for shift, said in ((-back, "the last before the report"), (7 - back, "the next after it")):
            weekday = deixis.moved(on, shift)
            yield DateInterval(weekday, weekday), said
    elif not e.year and not e.which and e.kind in ("date", "month", "holiday"):
        for year in (on.year - 1, on.year, on.year + 1):
            placed = _in_year(e)(year)
            if placed is not None:
                yield placed, f"in {year}"


def _in_year(e: Expression) -> Callable[[int], DateInterval | None]:
    if e.kind == "holiday" and e.holiday:
        name = e.holiday
        return lambda year: holidays.days_of(name, year)
    month, day = e.month or 1, e.day
    if day:
        return lambda year: calendar.day(year, month, day)
    return lambda year: calendar.month(year, month, e.part)
