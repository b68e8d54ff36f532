"""What an expression of time means: days, counted from the report's date or from the date told last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

from ebbline.records import DateInterval, TimePrecision
from ebbline.times import calendar, deixis, holidays
from ebbline.times.expression import DATELESS, DAY_KINDS, Expression
from ebbline.times.tense import tense_around

_WIDE_DAYS, _VAGUE_DAYS = 14, 31
"""Nothing is counted from a day told less surely than the first, nor a single day from a publication date less sure
than the second: it would say nothing."""

_AHEAD_DAYS = 3
"""A month and day this little after the report's date may still be of its year: time zones, events announced."""

_AHEAD: dict[str | None, int] = {"ahead": 183, None: 62, "past": 0}
_PART_AHEAD: dict[str | None, int] = {"ahead": 120, None: 45, "past": 45}
"""Days ahead of the report's date that a date without a year, and a quarter or half, may begin: by what the words
around tell. None for dates swept 0, 31, 62, 92, 120 on the half of TimeBank for development."""

_QUARTER_REACH = 800
"""Characters behind a quarter in which "a year earlier" means that quarter of the year before; 100, 200, 300, 500, 800,
1500 swept on the half of TimeBank for development."""

_SAME_YEAR = ("that", "that year", "the same year")


class Anchor(Struct, frozen=True, gc=False):
    """What an expression was counted from."""

    kind: Literal["report", "told", "event"]
    interval: DateInterval
    words: str = ""
    """The report's own, of a date or an event told."""


class Meaning(Struct, frozen=True, gc=False):
    """An interval and how fine it is."""

    interval: DateInterval
    precision: TimePrecision
    grain: str = "day"
    """The unit that is meant: "two years ago" is a year, around `at`."""
    at: dt.date | None = None
    anchor: Anchor | None = None
    """None for what needs none: "4 May 2015"."""


_PRECISIONS: dict[str, TimePrecision] = {
    "day": "day", "night": "day", "hour": "day", "minute": "day", "week": "week", "weekend": "week", "month": "month",
    "quarter": "season", "season": "season", "half": "season", "year": "year", "decade": "unknown",
    "century": "unknown", "millennium": "unknown",
}  # fmt: skip


class Resolver:
    """Resolves the expressions of one report in the order of its text."""

    def __init__(
        self, published: DateInterval | None, text: str, event_at: Callable[[int, int], Anchor | None] | None = None
    ) -> None:
        self._published = self._told = published
        self._text = text
        self._event_at = event_at
        """The date of an event that the text names elsewhere."""
        self._last: DateInterval | None = None
        """The day told last, for "two days earlier" and for dates without a year."""
        self._quarter: DateInterval | None = None
        """The quarter told last, for "the quarter" and "a year earlier"."""
        self._quarter_end = -_QUARTER_REACH
        self._years: set[int] = set()
        self._orders: set[str] = set()
        self._report = Anchor("report", published) if published else None

    def note_years(self, found: Iterable[Expression]) -> None:
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
            self._published = self._last = days.pop()
            self._report = Anchor("report", self._published)

    def meaning(self, e: Expression) -> Meaning | None:
        """The days meant, or None where nothing anchors them."""
        if e.kind in DATELESS:
            return None
        meaning = _MEANINGS[e.kind](self, e)
        if meaning is None:
            return None
        if e.kind in DAY_KINDS:
            if meaning.precision == "day":
                self._last = meaning.interval
        elif e.kind == "month" and e.year:
            self._last = meaning.interval
        elif e.kind == "quarter" and (self._published is None or meaning.interval.end <= self._published.end):
            self._quarter = meaning.interval
        if meaning.grain == "quarter":
            self._quarter_end = e.end
        return self._until_published(meaning) if e.since else meaning

    def _until_published(self, meaning: Meaning) -> Meaning:
        if self._published is None or self._published.end < meaning.interval.start:
            return meaning
        interval = DateInterval(meaning.interval.start, self._published.end)
        precision = calendar.fineness(interval, meaning.precision)
        return Meaning(interval, precision, meaning.grain, meaning.at, meaning.anchor)

    # Dates of the calendar ---------------------------------------------------------------------------------------

    def _dates(self, e: Expression) -> Meaning | None:
        return self._ranged(e, self._date, "day")

    def _months(self, e: Expression) -> Meaning | None:
        return self._ranged(e, self._month, "week" if e.part else "month")

    def _years_told(self, e: Expression) -> Meaning | None:
        return self._ranged(e, _year, "season" if e.part else "year")

    def _ranged(
        self, e: Expression, one: Callable[[Expression], DateInterval | None], precision: TimePrecision
    ) -> Meaning | None:
        interval = one(e)
        if interval is None:
            return None
        at = interval.start
        if e.to is not None:
            second = one(e.to)
            if second is None or second.end < interval.start:
                return None
            interval = DateInterval(interval.start, second.end)
        anchor = None if e.year else self._report or self._told_last()
        return Meaning(interval, calendar.fineness(interval, precision), _GRAINS[e.kind], at, anchor)

    def _told_last(self) -> Anchor | None:
        return Anchor("told", self._last) if self._last else None

    def _date(self, e: Expression) -> DateInterval | None:
        assert e.day
        assert e.month
        day, month = e.day, e.month
        if e.year:
            plain = calendar.day(e.year, month, day)
            return self._told_apart(e, plain) if e.swap and plain else plain
        return self._placed(lambda year: calendar.day(year, month, day), e)

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
                return Meaning(here, "day", "day", here.start, self._told_last())
        return self._from_published(lambda on: calendar.last_such_day(on, number), "day")

    def _month(self, e: Expression) -> DateInterval | None:
        assert e.month
        number = e.month
        if e.year:
            return calendar.month(e.year, number, e.part)
        return self._placed(lambda year: calendar.month(year, number, e.part), e)

    def _holiday(self, e: Expression) -> Meaning | None:
        assert e.holiday
        name = e.holiday
        found = holidays.days_of(name, e.year) if e.year else self._placed(lambda year: holidays.days_of(name, year), e)
        if found is None:
            return None
        anchor = None if e.year else self._report or self._told_last()
        return Meaning(found, calendar.fineness(found, "day"), "day", found.start, anchor)

    def _decade(self, e: Expression) -> Meaning | None:
        assert e.year
        interval = calendar.years(e.year, 10 if e.kind == "decade" else 100, e.part)
        return Meaning(interval, "unknown", e.kind, dt.date(e.year, 1, 1))

    def _part_of_year(self, e: Expression) -> Meaning | None:
        """The quarter or half: of the year told with it, else the one nearest before the report's date."""
        assert e.number
        number = e.number
        of = calendar.quarter if e.kind == "quarter" else calendar.half
        if e.year:
            interval: DateInterval | None = of(e.year, number)
        elif e.which and e.which.startswith("year"):
            on = self._quarter.start if self._quarter else self._published.start if self._published else None
            interval = of(on.year - 1, number) if on else None
        else:
            interval = self._placed(lambda year: of(year, number), e)
        if interval is None:
            return None
        anchor = None if e.year else self._report or self._told_last()
        at = interval.start
        return Meaning(calendar.part_of_unit(interval, e.part) if e.part else interval, "season", e.kind, at, anchor)

    def _season(self, e: Expression) -> Meaning | None:
        if not e.year:
            return self._from_published(lambda on: deixis.season_near(e, on), "season", "season")
        assert e.number
        interval = calendar.season(e.year, e.number)
        if e.number == 12 and self._published is not None and interval.start > self._published.end:
            interval = calendar.season(e.year - 1, e.number)
        return Meaning(interval, "season", "season", interval.start)

    def _placed(self, at: Callable[[int], DateInterval | None], e: Expression) -> DateInterval | None:
        """A date without a year: in the year its words, the report's date or the text fix."""
        which = e.which
        if which in _SAME_YEAR and self._last is not None:
            return at(self._last.start.year)
        if self._published is not None:
            first = self._nearest(at, self._published.start, e)
            if self._published.start == self._published.end:
                return first
            return first if first == self._nearest(at, self._published.end, e) else None
        if which and which not in _SAME_YEAR:
            return None
        if self._last is not None:
            last = self._last.start
            near = [d for d in (at(last.year + k) for k in (-1, 0, 1)) if d is not None]
            return min(near, key=lambda d: (abs((d.start - last).days), d.start), default=None)
        return at(next(iter(self._years))) if len(self._years) == 1 else None

    def _nearest(self, at: Callable[[int], DateInterval | None], on: dt.date, e: Expression) -> DateInterval | None:
        """The date to come, if it is near and the words around do not tell of the past; else the last one."""
        if e.which:
            return _last(at, on, e.which)
        for year in (on.year, on.year + 1):
            found = at(year)
            if found is None or found.end < on:
                continue
            days = (found.start - on).days
            if days <= 0:
                return found
            if days > _AHEAD["ahead"]:
                break
            tense = tense_around(self._text, e.start, e.end)
            furthest = _PART_AHEAD if e.kind in ("quarter", "half") else _AHEAD
            return found if days <= furthest[tense] else _last(at, on, None)
        return _last(at, on, None)

    # Days counted from the report's ------------------------------------------------------------------------------

    def _vague(self) -> bool:
        """Whether the report's date is not known well enough to count single days from it."""
        published = self._published
        return published is None or (published.end - published.start).days > _VAGUE_DAYS

    def _weekday(self, e: Expression) -> Meaning | None:
        if self._vague():
            return None
        found = self._from_published(lambda on: deixis.weekday_near(e, on), "day", e.unit or "day")
        if found is None or e.to is None:
            return found
        days = (e.to.weekday - e.weekday) % 7 if e.to.weekday is not None and e.weekday is not None else 0
        interval = DateInterval(found.interval.start, deixis.moved(found.interval.end, days))
        return Meaning(interval, calendar.fineness(interval, "day"), "day", found.at, found.anchor)

    def _named(self, e: Expression) -> Meaning | None:
        return None if self._vague() else self._from_published(lambda on: deixis.named_days(e, on), "day")

    def _relative(self, e: Expression) -> Meaning | None:
        unit = e.unit or "day"
        quarter = self._quarter_near(e) if e.which == "ago" else None
        if quarter is not None:
            return self._a_year_off(quarter, -1)
        precision = "week" if e.part == "vague" and unit == "day" else _PRECISIONS[unit]
        found = self._from_published(lambda on: deixis.relative_days(e, on), precision, unit)
        if found is None or self._published is None:
            return found
        at = calendar.shifted(self._published.end, unit, e.count)
        return Meaning(found.interval, found.precision, unit, at, found.anchor)

    def _span(self, e: Expression) -> Meaning | None:
        return self._from_published(lambda on: deixis.span_days(e, on), "day", e.unit or "day")

    def _edge(self, e: Expression) -> Meaning | None:
        return self._from_published(lambda on: deixis.edge_days(e, on), "day", e.unit or "year")

    def _from_published(
        self, at: Callable[[dt.date], DateInterval | None], precision: TimePrecision, grain: str = "day"
    ) -> Meaning | None:
        """What the words mean counted from both ends of the publication interval, taken together."""
        published = self._published
        if published is None:
            return None
        first = last = at(published.start)
        if published.end != published.start:
            last = at(published.end)
        if first is None or last is None:
            return None
        if first is last:
            return Meaning(first, calendar.fineness(first, precision), grain, first.start, self._report)
        interval = DateInterval(min(first.start, last.start), max(first.end, last.end))
        return Meaning(interval, calendar.fineness(interval, precision), grain, last.start, self._report)

    # Days counted from what the text tells -----------------------------------------------------------------------

    def _shifted(self, e: Expression) -> Meaning | None:
        if e.weekday is not None:
            return self._weekday_beside(e.weekday, int(e.count))
        if e.unit is None:
            return None
        quarter = self._quarter_near(e) if e.which is None else None
        if quarter is not None:
            return self._a_year_off(quarter, -1)
        if e.which == "unit":
            return self._unit_beside(e, e.unit)
        event = self._event_at(*e.after) if self._event_at and e.after else None
        clause = e.which == "clause"
        anchor = event or self._told_last() or (self._report if clause else None)
        if anchor is None or (anchor.interval.end - anchor.interval.start).days > _WIDE_DAYS:
            return None
        # Counted from the event itself "two days after" is forward; from the act beside it the event lies back.
        count = -e.count if event else e.count
        first, last = (calendar.shifted(d, e.unit, count) for d in (anchor.interval.start, anchor.interval.end))
        at = first
        if e.kind == "shift" and e.unit not in ("day", "night", "hour", "minute"):
            wide = deixis.about(first, e.unit, vague=e.part == "vague")
            first, last = wide.start, wide.end
        interval = DateInterval(first, last)
        return Meaning(interval, calendar.fineness(interval, "day"), e.unit, at, anchor)

    def _weekday_beside(self, weekday: int, way: int) -> Meaning | None:
        """ "The Saturday before": the last one before the day told last, or the first one after it."""
        anchor = self._told_last() or self._report
        if anchor is None or anchor.interval.start != anchor.interval.end:
            return None
        on = anchor.interval.start
        day = deixis.moved(on, way * ((way * (weekday - on.weekday())) % 7 or 7))
        return Meaning(DateInterval(day, day), "day", "day", day, anchor)

    def _unit_beside(self, e: Expression, unit: str) -> Meaning | None:
        """ "The following week": the unit beside the one that holds the day told last."""
        if self._last is None:
            return None
        at = calendar.shifted(self._last.start, unit, e.count)
        return Meaning(calendar.around(at, unit), _PRECISIONS[unit], unit, at, self._told_last())

    def _quarter_near(self, e: Expression) -> DateInterval | None:
        """For "a year earlier" the quarter that the text speaks of, None where it speaks of none."""
        near = e.start - self._quarter_end <= _QUARTER_REACH
        return self._quarter if near and e.unit == "year" and e.count == -1 else None

    def _a_year_off(self, quarter: DateInterval, count: int) -> Meaning:
        at = calendar.shifted(quarter.start, "year", count)
        return Meaning(calendar.around(at, "quarter"), "season", "quarter", at, Anchor("told", quarter))

    def _this(self, e: Expression) -> Meaning | None:
        """ "The quarter", "that week": the one told last, else for a quarter the last that is over."""
        unit = "quarter" if e.unit == "period" else e.unit or "quarter"
        if unit == "quarter":
            return self._this_quarter(e)
        if e.kind == "this" and self._last is not None and e.which is None and unit in ("week", "month"):
            interval = calendar.around(self._last.start, unit)
            return Meaning(interval, _PRECISIONS[unit], unit, self._last.start, self._told_last())
        return self._from_published(lambda on: calendar.around(on, unit), _PRECISIONS[unit], unit)

    def _this_quarter(self, e: Expression) -> Meaning | None:
        quarter, published = self._quarter, self._published
        if quarter is None and published is not None:
            quarter = deixis.last_over(published.end, "quarter")
        if quarter is None:
            return None
        return self._a_year_off(quarter, e.year - quarter.start.year if e.year else int(e.count))

    def _clock(self, e: Expression) -> Meaning | None:
        """A time of day alone: of the day told last, else of the report's."""
        anchor = self._told_last() or self._report
        if anchor is None or anchor.interval.start != anchor.interval.end:
            return None
        precision = calendar.fineness(anchor.interval, "day")
        return Meaning(anchor.interval, precision, "day", anchor.interval.start, anchor)


def _last(at: Callable[[int], DateInterval | None], on: dt.date, which: str | None) -> DateInterval | None:
    if which in _YEARS_BESIDE:
        return at(on.year + _YEARS_BESIDE[which])
    if which == "next":
        ahead = at(on.year)
        return ahead if ahead is not None and ahead.start > on else at(on.year + 1)
    here = at(on.year)
    if here is None or (here.start - on).days > _AHEAD_DAYS:
        return at(on.year - 1) if here is None or (here.start - on).days > 0 else here
    if which in ("last", "past") and here.start <= on <= here.end:
        return at(on.year - 1)
    return here


_YEARS_BESIDE = {
    "last year": -1,
    "the previous year": -1,
    "next year": 1,
    "the following year": 1,
    "this": 0,
    "this year": 0,
}


def _year(e: Expression) -> DateInterval | None:
    return calendar.year(e.year, e.part) if e.year else None


_GRAINS = {"date": "day", "month": "month", "year": "year"}

_MEANINGS: dict[str, Callable[[Resolver, Expression], Meaning | None]] = {
    "date": Resolver._dates,
    "day": Resolver._day_alone,
    "month": Resolver._months,
    "year": Resolver._years_told,
    "quarter": Resolver._part_of_year,
    "half": Resolver._part_of_year,
    "decade": Resolver._decade,
    "century": Resolver._decade,
    "season": Resolver._season,
    "holiday": Resolver._holiday,
    "weekday": Resolver._weekday,
    "named": Resolver._named,
    "relative": Resolver._relative,
    "span": Resolver._span,
    "edge": Resolver._edge,
    "shift": Resolver._shifted,
    "same": Resolver._shifted,
    "this": Resolver._this,
    "clock": Resolver._clock,
}
