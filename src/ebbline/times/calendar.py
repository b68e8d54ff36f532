"""Intervals of days: months, seasons, parts of them, and how fine an interval is."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_left

from ebbline.records import DateInterval, TimePrecision

FIRST_YEAR, LAST_YEAR = 1500, 9000
"""Years of report dates that words are counted from: beyond them the calendar itself may end."""


def day(year: int, month: int, number: int) -> DateInterval | None:
    """One day, None if the calendar has no such day."""
    try:
        date = dt.date(year, month, number)
    except ValueError:
        return None
    return DateInterval(date, date)


def month(year: int, number: int, part: str | None = None) -> DateInterval:
    """A month, or its `early`, `mid` or `late` third."""
    last = calendar.monthrange(year, number)[1]
    first, end = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(part or "", (1, last))
    return DateInterval(dt.date(year, number, first), dt.date(year, number, end))


def year(number: int, part: str | None = None) -> DateInterval:
    """A year, or its `early`, `mid` or `late` third."""
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(part or "", (1, 12))
    return DateInterval(dt.date(number, first, 1), month(number, last).end)


def quarter(number: int, which: int) -> DateInterval:
    """Three months of a year, 1 to 4."""
    return DateInterval(dt.date(number, 3 * which - 2, 1), month(number, 3 * which).end)


def half(number: int, which: int) -> DateInterval:
    """Six months of a year, 1 or 2."""
    return DateInterval(dt.date(number, 6 * which - 5, 1), month(number, 6 * which).end)


def years(first: int, count: int, part: str | None = None) -> DateInterval:
    """A decade or century, or its `early`, `mid` or `late` third."""
    third = count // 3
    begin = {"mid": first + third, "late": first + count - third - 1}.get(part or "", first)
    end = {"early": first + third, "mid": first + count - third - 1}.get(part or "", first + count - 1)
    return DateInterval(dt.date(max(1, begin), 1, 1), dt.date(end, 12, 31))


def part_of_unit(interval: DateInterval, part: str | None) -> DateInterval:
    """The `early`, `mid` or `late` part of days: a month's and a year's third, a week's first or last three days."""
    length = (interval.end - interval.start).days + 1
    if length > 300:
        return year(interval.start.year, part)
    if length in (28, 29, 30, 31):
        return month(interval.start.year, interval.start.month, part)
    third = max(1, round(length / 3))
    first, last = interval.start, interval.end
    if part in ("early", "mid"):
        last = first + dt.timedelta(days=third * (2 if part == "mid" else 1))
    if part in ("late", "mid"):
        first = interval.end - dt.timedelta(days=third * (2 if part == "mid" else 1))
    return DateInterval(first, max(first, last))


def season(number: int, first_month: int) -> DateInterval:
    """Three months from `first_month`; a winter is named by the year it begins in, as the press does."""
    ends = (number, first_month + 2) if first_month < 11 else (number + 1, (first_month + 2) % 12)
    return DateInterval(dt.date(number, first_month, 1), month(*ends).end)


def month_day(in_month: dt.date, number: int) -> DateInterval | None:
    """The numbered day of the month that holds a date."""
    return day(in_month.year, in_month.month, number)


def last_such_day(on: dt.date, number: int) -> DateInterval | None:
    """The latest numbered day of a month up to a date."""
    for back in range(3):
        found = month_day(shifted(on.replace(day=1), "month", -back), number)
        if found is not None and found.start <= on:
            return found
    return None


_DAYS = {"day": 1.0, "night": 1.0, "hour": 1 / 24, "minute": 1 / 1440}
_MONTHS = {"month": 1, "quarter": 3, "season": 12, "half": 6, "year": 12, "decade": 120, "century": 1200,
           "millennium": 12000}  # fmt: skip


def shifted(date: dt.date, unit: str, count: float) -> dt.date:
    """The date so many days, weeks, months or years later (earlier for a negative count); the calendar's first or last
    day where it ends before."""
    try:
        if unit in _DAYS:
            return date + dt.timedelta(days=round(count * _DAYS[unit]))
        if unit in ("week", "weekend"):
            return date + dt.timedelta(days=round(7 * count))
        months = date.year * 12 + date.month - 1 + round(count * _MONTHS[unit])
        number, at = divmod(months, 12)
        return dt.date(number, at + 1, min(date.day, calendar.monthrange(number, at + 1)[1]))
    except (OverflowError, ValueError, calendar.IllegalMonthError):
        return dt.date.min if count < 0 else dt.date.max


def around(date: dt.date, unit: str) -> DateInterval:
    """The calendar day, week (from Monday), month, quarter or year that holds the date."""
    if unit == "week":
        monday = date - dt.timedelta(days=date.weekday())
        return DateInterval(monday, monday + dt.timedelta(days=6))
    if unit == "month":
        return month(date.year, date.month)
    if unit == "quarter":
        return quarter(date.year, (date.month + 2) // 3)
    if unit in ("year", "season"):
        return year(date.year)
    if unit == "decade":
        return years(date.year // 10 * 10, 10)
    if unit == "century":
        return years(date.year // 100 * 100, 100)
    return DateInterval(date, date)


_ORDER: tuple[TimePrecision, ...] = ("day", "week", "month", "season", "year", "unknown")
_LONGEST = (2, 12, 45, 130, 400)
"""Days that an interval of each precision but the last may last."""


def fineness(interval: DateInterval, said: TimePrecision) -> TimePrecision:
    """The precision told, or a coarser one where the interval has grown wider."""
    if interval.start == interval.end:
        return said
    length = (interval.end - interval.start).days + 1
    return _ORDER[max(_ORDER.index(said), bisect_left(_LONGEST, length))]
