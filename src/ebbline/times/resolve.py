"""What an expression of time means: days, counted from the report's date or from the date told last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ebbline.records import DateInterval, TimePrecision
from ebbline.times import calendar
from ebbline.times.grammar import Expression

_WIDE_DAYS, _VAGUE_DAYS = 14, 31
"""Nothing is counted from a day told less surely than the first, nor a single day from a publication date less sure
than the second: it would say nothing."""

_AHEAD_DAYS = 3
"""A month and day this little after the report's date may still be of its year: time zones, events announced."""

_PROMISE_DAYS = 183


@dataclass(frozen=True, slots=True)
class Meaning:
    """An interval and how fine it is."""

    interval: DateInterval
    precision: TimePrecision


class Resolver:
    """Resolves the expressions of one report in the order of its text."""

    def __init__(self, published: DateInterval | None) -> None:
        self._published = self._told = published
        self._last: DateInterval | None = None
        """The day told last, for "two days earlier" and for dates without a year."""
        self._years: set[int] = set()
        self._orders: set[str] = set()

    def note_years(self, found: Sequence[Expression]) -> None:
        """Years told with a month or day anywhere in the text; one alone fixes the year of the others, as one date
        whose numbers tell it fixes whether the day or the month stands first."""
        for e in found:
            if e.order:
                self._orders.add(e.order)
            for end in (e, e.to):
                if end is not None and end.year and end.kind in ("date", "month"):
                    self._years.add(end.year)

    def count_from(self, e: Expression) -> None:
        """Takes the day of a message's stamp for the report's date from here on, where it can be read one way only."""
        if e.kind != "date" or not e.year or not e.month or not e.day:
            return
        plain = calendar.day(e.year, e.month, e.day)
        other = calendar.day(e.year, e.day, e.month) if e.swap else None
        within = self._told
        days = {day for day in (plain, other) if day and (within is None or within.start <= day.start <= within.end)}
        if len(days) == 1:
            self._published = days.pop()
            self._last = self._published

    def meaning(self, e: Expression) -> Meaning | None:
        """The days meant, or None where nothing anchors them."""
        meaning = self._of(e)
        if (
            meaning is not None
            and e.kind in ("date", "day", "weekday", "named", "same", "shift")
            and meaning.precision == "day"
        ) or (meaning is not None and e.kind == "month" and e.year):
            self._last = meaning.interval
        if meaning is not None and e.since:
            return self._until_published(meaning)
        return meaning

    def _until_published(self, meaning: Meaning) -> Meaning:
        if self._published is None or self._published.end < meaning.interval.start:
            return meaning
        interval = DateInterval(meaning.interval.start, self._published.end)
        return Meaning(interval, calendar.fineness(interval, meaning.precision))

    def _of(self, e: Expression) -> Meaning | None:
        match e.kind:
            case "date":
                return self._ranged(e, self._date, "day")
            case "day":
                return self._day_alone(e)
            case "month":
                return self._ranged(e, self._month, "week" if e.part else "month")
            case "year":
                return self._ranged(e, self._year, "season" if e.part else "year")
            case "season":
                return self._from_published(lambda on: self._season(e, on), "season", known=e.year is not None)
            case "weekday":
                return self._weekday(e)
            case "named":
                return None if self._vague() else self._from_published(lambda on: self._named(e, on), "day")
            case "relative":
                return self._from_published(lambda on: self._relative(e, on), _fine(e))
            case "span":
                return self._from_published(
                    lambda on: DateInterval(calendar.shifted(on, e.unit or "day", -e.count), on), "day"
                )
            case "shift" | "same":
                return self._shifted(e)

    def _ranged(
        self, e: Expression, one: Callable[[Expression], DateInterval | None], precision: TimePrecision
    ) -> Meaning | None:
        first = one(e)
        if first is None:
            return None
        interval = first
        if e.to is not None:
            second = one(e.to)
            if second is None or second.end < first.start:
                return None
            interval = DateInterval(first.start, second.end)
        return Meaning(interval, calendar.fineness(interval, precision))

    def _date(self, e: Expression) -> DateInterval | None:
        assert e.day
        assert e.month
        day, month = e.day, e.month
        if e.year:
            plain = calendar.day(e.year, month, day)
            return self._told_apart(e, plain) if e.swap and plain else plain
        return self._placed(lambda year: calendar.day(year, month, day), e.which, ahead=e.ahead)

    def _told_apart(self, e: Expression, plain: DateInterval) -> DateInterval:
        """6/5/2015: by the other dates of the text, its weekday or the report's date, else the day first, as the press
        of the region writes it."""
        other = calendar.day(e.year or 0, e.day or 0, e.month or 0)
        if other is None or self._orders == {"day"}:
            return plain
        if self._orders == {"month"}:
            return other
        both = (plain, other)
        fits = [day for day in both if day.start.weekday() == e.weekday] or [
            day for day in both if self._published is None or day.start <= self._published.end
        ]
        return fits[0] if fits else plain

    def _day_alone(self, e: Expression) -> Meaning | None:
        """ "The 16th": of the last month that has begun it by the report's date, or of the month told last."""
        assert e.day
        number = e.day
        if e.which in ("last month", "this month") and self._published is not None:
            months = -1 if e.which == "last month" else 0
            return self._from_published(
                lambda on: calendar.month_day(calendar.shifted(on.replace(day=1), "month", months), number), "day"
            )
        if self._last is not None and (self._published is None or self._last.end <= self._published.end):
            here = calendar.month_day(self._last.start, number)
            late = self._published is not None and here is not None and here.start > self._published.end
            if here is not None and not late:
                return Meaning(here, "day")
        return self._from_published(lambda on: calendar.last_such_day(on, number), "day")

    def _month(self, e: Expression) -> DateInterval | None:
        assert e.month
        number = e.month
        if e.year:
            return calendar.month(e.year, number, e.part)
        return self._placed(lambda year: calendar.month(year, number, e.part), e.which, ahead=e.ahead)

    def _year(self, e: Expression) -> DateInterval | None:
        return calendar.year(e.year, e.part) if e.year else None

    def _placed(
        self, at: Callable[[int], DateInterval | None], which: str | None, *, ahead: bool = False
    ) -> DateInterval | None:
        """A date without a year: in the year its words, the report's date or the text fix."""
        if which in ("that", "that year", "the same year") and self._last is not None:
            return at(self._last.start.year)
        if self._published is not None:
            nearest = self._nearest_ahead if ahead and not which else self._nearest_past
            ends = {nearest(at, on, which) for on in (self._published.start, self._published.end)}
            return ends.pop() if len(ends) == 1 else None
        if which and which not in ("that", "that year", "the same year"):
            return None
        if self._last is not None:
            near = [d for d in (at(self._last.start.year + k) for k in (-1, 0, 1)) if d is not None]
            return min(
                near, key=lambda d: (abs((d.start - self._last.start).days) if self._last else 0, d.start), default=None
            )
        return at(next(iter(self._years))) if len(self._years) == 1 else None

    def _nearest_ahead(
        self, at: Callable[[int], DateInterval | None], on: dt.date, which: str | None
    ) -> DateInterval | None:
        """The date to come, if it is not half a year away: else the words before did not speak of it."""
        for year in (on.year, on.year + 1):
            found = at(year)
            if found is not None and 0 <= (found.end - on).days <= _PROMISE_DAYS:
                return found
        return self._nearest_past(at, on, which)

    def _nearest_past(
        self, at: Callable[[int], DateInterval | None], on: dt.date, which: str | None
    ) -> DateInterval | None:
        if which in ("last year", "the previous year"):
            return at(on.year - 1)
        if which == "next":
            ahead = at(on.year)
            return ahead if ahead is not None and ahead.start > on else at(on.year + 1)
        if which in ("this", "this year"):
            return at(on.year)
        here = at(on.year)
        if here is None or (here.start - on).days > _AHEAD_DAYS:
            return at(on.year - 1) if here is None or (here.start - on).days > 0 else here
        return here

    def _season(self, e: Expression, on: dt.date) -> DateInterval | None:
        assert e.season
        if e.year:
            named = calendar.season(e.year, e.season)
            past = self._published is None or named.start <= self._published.end
            return named if past or e.season != 12 else calendar.season(e.year - 1, e.season)
        seasons = [calendar.season(on.year + k, e.season) for k in (-1, 0, 1)]
        if e.which == "next":
            return next((s for s in seasons if s.start > on), None)
        if e.which == "this":
            return (
                next((s for s in seasons if s.end >= on), None)
                if not any(s.start <= on <= s.end for s in seasons)
                else next(s for s in seasons if s.start <= on <= s.end)
            )
        return next((s for s in reversed(seasons) if s.end < on), None)

    def _vague(self) -> bool:
        """Whether the report's date is not known well enough to count single days from it."""
        published = self._published
        return published is None or (published.end - published.start).days > _VAGUE_DAYS

    def _weekday(self, e: Expression) -> Meaning | None:
        return None if self._vague() else self._from_published(lambda on: self._weekday_near(e, on), "day")

    def _weekday_near(self, e: Expression, on: dt.date) -> DateInterval | None:
        assert e.weekday is not None
        back = (on.weekday() - e.weekday) % 7
        if e.unit == "weekend":
            back = (
                (on.weekday() - 6) % 7 + 1
                if e.which in ("last", "past", "previous") or on.weekday() not in (5, 6)
                else on.weekday() - 5
            )
            back = (
                back
                if e.which not in ("next", "coming", "this") or on.weekday() in (5, 6)
                else -((5 - on.weekday()) % 7)
            )
            first = on - dt.timedelta(days=back)
            return DateInterval(first, first + dt.timedelta(days=1))
        if e.which in ("last", "past", "previous") and back == 0:
            back = 7
        elif e.which in ("next", "coming"):
            back = -((e.weekday - on.weekday()) % 7 or 7)
        elif e.which == "last week":
            back = on.weekday() - e.weekday + 7
        elif e.which in ("this week", "next week"):
            back = on.weekday() - e.weekday - (7 if e.which == "next week" else 0)
        date = on - dt.timedelta(days=back)
        return DateInterval(date, date)

    def _named(self, e: Expression, on: dt.date) -> DateInterval:
        first = on + dt.timedelta(days=e.count)
        last = on if e.unit in ("overnight", "last night") else first
        return DateInterval(first, last)

    def _relative(self, e: Expression, on: dt.date) -> DateInterval:
        unit = e.unit or "day"
        at = calendar.shifted(on, unit, e.count)
        if e.which == "ago" and unit in ("day", "night"):
            slack = 2 if e.part == "vague" else 0
            return DateInterval(at - dt.timedelta(days=slack), min(on, at + dt.timedelta(days=slack)))
        if e.which == "ago":
            return _ago(at, unit, e.part == "vague")
        interval = calendar.around(at, unit)
        if e.count == 0 and e.part is None and interval.start < on:
            return DateInterval(interval.start, on)
        if e.part == "early":
            days = {"year": 60, "month": 9}.get(unit, 2)
            return DateInterval(interval.start, interval.start + dt.timedelta(days=days))
        return interval

    def _shifted(self, e: Expression) -> Meaning | None:
        anchor = self._last or (self._published if e.which == "clause" else None)
        if anchor is None or e.unit is None or (anchor.end - anchor.start).days > _WIDE_DAYS:
            return None
        first, last = (calendar.shifted(d, e.unit, e.count) for d in (anchor.start, anchor.end))
        if e.kind == "shift" and e.unit in ("week", "month", "year"):
            wide = _ago(first, e.unit, e.part == "vague")
            first, last = wide.start, wide.end
        interval = DateInterval(first, last)
        return Meaning(interval, calendar.fineness(interval, "day"))

    def _from_published(
        self, at: Callable[[dt.date], DateInterval | None], precision: TimePrecision, *, known: bool = False
    ) -> Meaning | None:
        """What the words mean counted from both ends of the publication interval, taken together."""
        published = self._published
        if published is None:
            if not known:
                return None
            published = DateInterval(dt.date(2000, 1, 1), dt.date(2000, 1, 1))
        first, last = at(published.start), at(published.end)
        if first is None or last is None:
            return None
        interval = DateInterval(min(first.start, last.start), max(first.end, last.end))
        return Meaning(interval, calendar.fineness(interval, precision))


def _ago(at: dt.date, unit: str, vague: bool) -> DateInterval:
    """ "Two months ago": about that day, by half a unit, or a whole one where the count is vague."""
    days = {"week": 3, "month": 15, "year": 182, "decade": 1800, "day": 0, "night": 0}[unit] * (2 if vague else 1)
    return DateInterval(at - dt.timedelta(days=days), at + dt.timedelta(days=days))


def _fine(e: Expression) -> TimePrecision:
    if e.part == "vague" and e.unit == "day":
        return "week"
    table: dict[str, TimePrecision] = {
        "day": "day",
        "night": "day",
        "week": "week",
        "month": "month",
        "year": "year",
        "decade": "unknown",
    }
    return table[e.unit or "day"]
