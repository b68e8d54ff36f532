"""Intervals of days: months, seasons, parts of them, and how fine an interval is."""

from __future__ import annotations

import calendar
import datetime as dt

from ebbline.records import DateInterval, TimePrecision

FIRST_YEAR, LAST_YEAR = 1900, 2099


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


def shifted(date: dt.date, unit: str, count: int) -> dt.date:
    """The date so many days, weeks, months or years later (earlier for a negative count)."""
    if unit in ("day", "night"):
        return date + dt.timedelta(days=count)
    if unit == "week":
        return date + dt.timedelta(days=7 * count)
    months = date.year * 12 + date.month - 1 + count * (12 if unit == "year" else 120 if unit == "decade" else 1)
    number, at = divmod(months, 12)
    return dt.date(number, at + 1, min(date.day, calendar.monthrange(number, at + 1)[1]))


def around(date: dt.date, unit: str) -> DateInterval:
    """The calendar day, week (from Monday), month or year that holds the date."""
    if unit == "week":
        monday = date - dt.timedelta(days=date.weekday())
        return DateInterval(monday, monday + dt.timedelta(days=6))
    if unit == "month":
        return month(date.year, date.month)
    if unit in ("year", "decade"):
        return year(date.year)
    return DateInterval(date, date)


def fineness(interval: DateInterval, said: TimePrecision) -> TimePrecision:
    """The precision told, or a coarser one where the interval has grown wider."""
    order: tuple[TimePrecision, ...] = ("day", "week", "month", "season", "year", "unknown")
    length = (interval.end - interval.start).days + 1
    limits = (2, 12, 45, 130, 400)
    least = next((order[i] for i, limit in enumerate(limits) if length <= limit), "unknown")
    return order[max(order.index(said), order.index(least))]
