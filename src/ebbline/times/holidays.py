"""Feasts by year: fixed days, the nth weekday of a month, days counted from Easter, days of the Islamic year."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ebbline.records import DateInterval
from ebbline.times.vocabulary import words


@dataclass(frozen=True, slots=True)
class Feast:
    """How the days of a feast are found; exactly one of the first four is set."""

    on: tuple[int, int] | None = None
    nth: tuple[int, str, int] | None = None
    easter: int | None = None
    islamic: tuple[str, int] | None = None
    eastern: bool = False
    month: bool = False
    """The whole Islamic month."""
    days: int = 1
    bare: bool = True
    """False: a feast only behind "in", "during" and the like; alone it may be a person."""


@cache
def feasts() -> dict[str, Feast]:
    """The feasts by every name."""
    raw = tomllib.loads(_data("holidays.toml"))["feast"]
    out = {}
    for entry in raw:
        lists: dict[str, Any] = {key: tuple(entry[key]) for key in ("on", "nth", "islamic") if key in entry}
        plain: dict[str, Any] = {
            key: entry[key] for key in ("easter", "eastern", "month", "days", "bare") if key in entry
        }
        for name in entry["names"]:
            out[name] = Feast(**lists, **plain)
    return out


def _data(name: str) -> str:
    return resources.files("ebbline.times").joinpath("data", name).read_text("utf-8")


@cache
def _islamic() -> dict[str, tuple[dt.date, ...]]:
    """First days of each Islamic month of the table, in order of years."""
    rows = [line.split("\t") for line in _data("islamic_years.tsv").splitlines() if not line.startswith("#")]
    return {
        name: tuple(dt.date.fromisoformat(row[column]) for row in rows[1:])
        for column, name in enumerate(rows[0])
        if column
    }


def days_of(name: str, year: int) -> DateInterval | None:
    """The days of a feast that begins in a year; the earlier where two do, None where none does or none is known."""
    feast = feasts()[name]
    if feast.islamic is not None:
        return _islamic_days(feast, year)
    first = _first_day(feast, year)
    return DateInterval(first, first + dt.timedelta(days=feast.days - 1))


def _first_day(feast: Feast, year: int) -> dt.date:
    if feast.on is not None:
        return dt.date(year, *feast.on)
    if feast.nth is not None:
        return _nth_weekday(year, *feast.nth)
    return easter(year, eastern=feast.eastern) + dt.timedelta(days=feast.easter or 0)


def _nth_weekday(year: int, count: int, weekday: str, month: int) -> dt.date:
    number = words().weekdays[weekday]
    if count > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(number - first.weekday()) % 7 + 7 * (count - 1))
    last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return last - dt.timedelta(days=(last.weekday() - number) % 7)


def _islamic_days(feast: Feast, year: int) -> DateInterval | None:
    assert feast.islamic
    month, day = feast.islamic
    starts = _islamic()[month]
    for start in starts:
        first = start + dt.timedelta(days=day - 1)
        if first.year == year:
            length = 30 if feast.month else feast.days
            # The moon is sighted a day sooner or later from place to place.
            return DateInterval(first - dt.timedelta(days=1), first + dt.timedelta(days=length))
    return None


def easter(year: int, *, eastern: bool = False) -> dt.date:
    """Easter Sunday, western or of the Orthodox churches (Meeus 1991; the Julian one moved by 13 days, 1900-2099)."""
    if eastern:
        d = (19 * (year % 19) + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        return dt.date(year, month, day + 1) + dt.timedelta(days=13)
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    gap = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * gap) // 451
    month, day = divmod(h + gap - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)
