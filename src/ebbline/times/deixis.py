"""Days counted from the day of the report: weekdays, yesterday, last week, two months ago. No state."""

from __future__ import annotations

import datetime as dt

from ebbline.records import DateInterval
from ebbline.times import calendar
from ebbline.times.expression import Expression

_LAST = ("last", "past", "previous")
_SLACK = {
    "minute": 0, "hour": 0, "day": 0, "night": 0, "week": 3, "month": 15, "quarter": 45, "half": 90, "season": 182,
    "year": 182,
    "decade": 1_800, "century": 18_000, "millennium": 180_000,
}  # fmt: skip
"""Days on either side of "two months ago" and the like: about half of the unit."""


def moved(date: dt.date, days: int) -> dt.date:
    """The date so many days on, within the calendar."""
    try:
        return date + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.min if days < 0 else dt.date.max


def about(at: dt.date, unit: str, *, vague: bool) -> DateInterval:
    """About that day, by half a unit, or a whole one where the count is vague."""
    days = _SLACK[unit] * (2 if vague else 1)
    return DateInterval(moved(at, -days), moved(at, days))


def weekday_near(e: Expression, on: dt.date) -> DateInterval:
    """The weekday up to the report's day; of last, this or next week where the words say so."""
    assert e.weekday is not None
    if e.unit == "weekend":
        return _weekend_near(e.which, on)
    back = (on.weekday() - e.weekday) % 7
    if e.which in _LAST and back == 0:
        back = 7
    elif e.which == "ahead":
        back = -((e.weekday - on.weekday()) % 7)
    elif e.which == "this":
        back = on.weekday() - e.weekday
    elif e.which in ("next", "coming"):
        back = -((e.weekday - on.weekday()) % 7 or 7)
    elif e.which == "last week":
        back = on.weekday() - e.weekday + 7
    elif e.which in ("this week", "next week"):
        back = on.weekday() - e.weekday - (7 if e.which == "next week" else 0)
    date = moved(on, -back)
    return DateInterval(date, date)


def _weekend_near(which: str | None, on: dt.date) -> DateInterval:
    within = on.weekday() in (5, 6)
    if which in ("next", "coming", "this", "ahead") and not within:
        back = -((5 - on.weekday()) % 7)
    elif which in _LAST or not within:
        back = (on.weekday() - 6) % 7 + 1
    else:
        back = on.weekday() - 5
    first = moved(on, -back)
    return DateInterval(first, moved(first, 1))


def named_days(e: Expression, on: dt.date) -> DateInterval:
    """Yesterday, today, tomorrow; a night is two days."""
    first = moved(on, int(e.count))
    return DateInterval(first, on if e.unit in ("overnight", "last night") else first)


def relative_days(e: Expression, on: dt.date) -> DateInterval:
    """Last week, this year up to the report's day, about two months ago."""
    unit = e.unit or "day"
    at = calendar.shifted(on, unit, e.count)
    if e.which == "ago" and unit in ("day", "night"):
        slack = 2 if e.part == "vague" else 0
        return DateInterval(moved(at, -slack), min(on, moved(at, slack)))
    if e.which == "ago":
        return about(at, unit, vague=e.part == "vague")
    interval = calendar.around(at, unit)
    if e.part in ("early part", "late part") and e.count:
        return calendar.part_of_unit(interval, e.part.split()[0])
    if e.count == 0 and interval.start < on:
        return DateInterval(interval.start, on)
    return interval


def span_days(e: Expression, on: dt.date) -> DateInterval:
    """The units up to the report's day, or from it on."""
    other = calendar.shifted(on, e.unit or "day", -e.count)
    if other == on:
        # The last twelve hours reach into the day before.
        other = moved(on, 1 if e.count < 0 else -1)
    return DateInterval(min(on, other), max(on, other))


def edge_days(e: Expression, on: dt.date) -> DateInterval:
    """The beginning, middle or end of this, the last or the next unit."""
    unit = e.unit or "year"
    return calendar.part_of_unit(calendar.around(calendar.shifted(on, unit, e.count), unit), e.part)


def season_near(e: Expression, on: dt.date) -> DateInterval | None:
    """The season of that name: last, this, next, or the one nearest."""
    assert e.number
    seasons = [calendar.season(on.year + k, e.number) for k in (-2, -1, 0, 1)]
    if e.which in ("last year", "this year", "next year"):
        return calendar.season(on.year + {"l": -1, "t": 0, "n": 1}[e.which[0]], e.number)
    if e.which == "next":
        return next((s for s in seasons if s.start > on), None)
    if e.which in ("this", "near"):
        within = next((s for s in seasons if s.start <= on <= s.end), None)
        if within is not None:
            return within
        if e.which == "near":
            return min(seasons, key=lambda s: min(abs((s.start - on).days), abs((on - s.end).days)))
        return next((s for s in seasons if s.start.year == on.year), None)
    return next((s for s in reversed(seasons) if s.end < on), None)


def last_over(on: dt.date, unit: str) -> DateInterval:
    """The last quarter, month or year that was over on a day."""
    return calendar.around(moved(calendar.around(on, unit).start, -1), unit)
