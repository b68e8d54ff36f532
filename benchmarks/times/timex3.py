"""Turns what `analyse_times` finds into TIMEX3: type, value and modifier, for benchmarks that count in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ebbline.times import TimeExpression, calendar
from ebbline.times.expression import Expression

_MODS = {"early": "START", "mid": "MID", "late": "END", "early part": "START", "late part": "END"}
_UNITS = {"day": "D", "night": "D", "week": "W", "weekend": "WE", "month": "M", "quarter": "Q", "year": "Y",
          "decade": "E", "century": "C", "millennium": "L", "season": "Y", "half": "H", "fortnight": "W"}  # fmt: skip
_TIMES = {"hour": "H", "minute": "M", "second": "S"}
_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


@dataclass(frozen=True, slots=True)
class Timex:
    """A TIMEX3 tag; offsets are the text's."""

    start: int
    end: int
    type: str
    value: str
    mod: str = ""


def to_timex3(found: TimeExpression, written: dt.date) -> Iterator[Timex]:
    """The tags of an expression: one, or one for each end of a range and each date of a list."""
    e = found.said
    if e.among:
        for member in e.among:
            yield Timex(member.start, member.end, "DATE", _member_value(found, member))
        return
    start = e.core if e.core >= 0 else e.start
    end = e.end
    if e.kind == "shift" and e.which == "clause":
        # "Ten days before the murder" counts "ten days" only.
        end = start + len(found.words[start - e.start :].rsplit(None, 1)[0])
    yield Timex(start, end, *_type_and_value(found, written), mod=e.about or _MODS.get(e.part or "", ""))


def _member_value(found: TimeExpression, member: Expression) -> str:
    if found.meaning is None:
        return "XXXX"
    interval = found.meaning.interval
    if member.kind == "year":
        return str(member.year)
    fits = [year for year in {interval.start.year, interval.end.year} if _inside(member, year, interval.start)]
    if member.weekday is not None:
        return (interval.start if member is found.said.among[0] else interval.end).isoformat()
    year = member.year or (min(fits) if fits else interval.end.year)
    return f"{year}-{member.month:02}" + (f"-{member.day:02}" if member.day else "")


def _inside(member: Expression, year: int, first: dt.date) -> bool:
    return (year, member.month or 1, member.day or 31) >= (first.year, first.month, first.day)


def _type_and_value(found: TimeExpression, written: dt.date) -> tuple[str, str]:
    e = found.said
    if found.kind == "reference":
        return "DATE", e.which or "PRESENT_REF"
    if found.kind == "duration":
        return "DURATION", amount(e.unit or "day", e.count, vague=e.part == "vague")
    if found.kind == "set":
        return "SET", _set_value(e)
    if e.kind == "span" and e.which == "coming" and e.part == "vague":
        return "DATE", "FUTURE_REF"
    if e.kind == "span":
        return "DURATION", amount(e.unit or "day", abs(e.count), vague=e.part == "vague")
    if e.kind == "shift" and e.which == "clause":
        return "DURATION", amount(e.unit or "day", abs(e.count), vague=e.part == "vague")
    if found.meaning is None:
        return "DATE", _beside(e, written)
    if e.which == "ago" and e.part == "vague":
        return "DATE", "PAST_REF"
    at = found.meaning.at or found.meaning.interval.start
    if e.clock and e.clock != "H":
        return "TIME", f"{at}T{e.clock}"
    # "Two weeks ago" is a day in the corpus, "six weeks ago" a week.
    grain = "day" if e.which == "ago" and e.unit == "week" and abs(e.count) <= 2 else found.meaning.grain
    return "DATE", _date_value(e, grain, at)


def _beside(e: Expression, written: dt.date) -> str:
    """ "A month earlier" with nothing told before it: the corpus counts it from the text's date, we from nothing."""
    if e.unit is None or e.kind not in ("shift", "same"):
        return "XXXX-XX-XX"
    return _date_value(e, e.unit, calendar.shifted(written, e.unit, e.count))


def _date_value(e: Expression, grain: str, at: dt.date) -> str:
    year, week, _ = at.isocalendar()
    match grain:
        case "weekend":
            return f"{year}-W{week:02}-WE"
        case "week":
            return f"{year}-W{week:02}"
        case "month":
            return f"{at.year}-{at.month:02}"
        case "quarter":
            return f"{at.year}-Q{(at.month + 2) // 3}"
        case "half":
            return f"{at.year}-H{(at.month + 5) // 6}"
        case "season":
            return f"{at.year}-{_SEASONS.get(at.month, 'XX')}"
        case "year":
            return f"{at.year:04}"
        case "decade":
            return f"{at.year // 10}"
        case "century":
            return f"{at.year // 100:02}"
        case _:
            return at.isoformat()


def amount(unit: str, count: float, *, vague: bool) -> str:
    """`P3W`, `PT2H`, `PXD` where the count is vague."""
    if unit == "weekend":
        unit, count = "day", 2 * count
    elif unit == "fortnight":
        unit, count = "week", 2 * count
    elif unit == "decade" and not vague:
        unit, count = "year", 10 * count
    elif unit == "century" and not vague:
        unit, count = "year", 100 * count
    told = "X" if vague else f"{count:g}"
    if unit in _TIMES:
        if count % 1 == 0.5 and unit == "hour" and not vague:
            return f"PT{int(count)}H30M" if count > 1 else "PT30M"
        return f"PT{told}{_TIMES[unit]}"
    return f"P{told}{_UNITS[unit]}"


def _set_value(e: Expression) -> str:
    if e.weekday is not None:
        return f"XXXX-WXX-{e.weekday + 1}"
    if e.month is not None:
        return f"XXXX-{e.month:02}"
    if e.number is not None:
        return f"XXXX-{_SEASONS[e.number]}"
    if e.clock is not None:
        return f"XXXX-XX-XXT{e.clock}"
    return amount(e.unit or "day", e.count or 1, vague=False)
