"""The year or day a report was written in, where its words can fit one only.

"September last year" beside "September 2014" was written in 2015, so was "last year, in 2014"; "five years ago, in
2011" in 2016; "yesterday, 3 May 2016" on the fourth; "Monday, 4 May" beside dates of 2015 in 2015,
which had that Monday.
Each rule gives an interval and, as its reason, the words.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import cache

from ebbline.ingest.tables import table
from ebbline.records import DateInterval, Published

CHARS = 20_000
"""How far a text is read."""

Found = tuple[DateInterval, str]
"""Days within which the report was written, and the words that say so."""

_YEAR = r"((?:19|20)\d\d)(?!\d)"
_BESIDE = {"last": 1, "this": 0, "next": -1}
_CALLED = re.compile(
    r"\b(?:last|this|next) year\b|\byears ago\b|\b(?:yester|to|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)


def year_of_writing(text: str) -> Published | None:
    """What all such words together leave, with the words for a reason; None where nothing tells or they disagree."""
    text = text[:CHARS]
    # Each rule needs a year in figures, and its own few words: nearly all texts are passed over by these.
    if ("20" not in text and "19" not in text) or _CALLED.search(text) is None:
        return None
    folded = text.casefold()
    found = [one for rule, words in _RULES if any(map(folded.__contains__, words)) for one in rule(text)]
    if not found:
        # A weekday dates what is told, not the report: it helps only where nothing better does.
        found = list(_weekdays(text))
    if not found:
        return None
    start, end = max(days.start for days, _ in found), min(days.end for days, _ in found)
    if end < start:
        return None
    reasons = dict.fromkeys(words for _, words in found)
    return Published(DateInterval(start, end), "text", "; ".join(list(reasons)[:3]))


def _year(number: int) -> DateInterval:
    return DateInterval(dt.date(number, 1, 1), dt.date(number, 12, 31))


@cache
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(table("dating")["months"], 1) for name in names}


@cache
def _month() -> str:
    return "(?:" + "|".join(sorted((*_months(), "spring", "summer", "autumn"), key=len, reverse=True)) + ")"


def _beside_a_year(text: str) -> Iterator[Found]:
    """ "September last year" beside "September and October of 2014"."""
    said = {
        (match[1].lower(), match[2].lower()): match
        for match in re.finditer(rf"\b({_month()}),? (?:of )?(last|this|next) year\b", text, re.IGNORECASE)
    }
    for (name, which), match in said.items():
        dated = re.compile(rf"\b{name}(?:,? and [A-Za-z]{{3,9}})?,?(?: of)? {_YEAR}", re.IGNORECASE)
        others = list(dated.finditer(text))
        years = {int(other[1]) for other in others}
        if len(years) == 1:
            yield _year(years.pop() + _BESIDE[which]), f"{match.group()} … {others[0].group()}"


def _named_year(text: str) -> Iterator[Found]:
    """ "Last year, in 2014", "this year (2016)", "in 2014, last year"."""
    for match in re.finditer(rf"\b(last|this|next) year(?:,? ?\(|, (?:in )?){_YEAR}(?=[),.;])", text, re.IGNORECASE):
        yield _year(int(match[2]) + _BESIDE[match[1].lower()]), match.group()
    for match in re.finditer(rf"\bin {_YEAR}, (last|this) year\b", text):
        yield _year(int(match[1]) + _BESIDE[match[2]]), match.group()


def _years_ago(text: str) -> Iterator[Found]:
    """ "Five years ago, in 2011"; a round count says too little."""
    numbers = table("dating")["numbers"]
    either = "|".join(numbers)
    for match in re.finditer(
        rf"\b(\d{{1,2}}|{either}) years ago,? (?:\(|in (?:{_month()} )?){_YEAR}", text, re.IGNORECASE
    ):
        if re.search(r"(?:about|some|nearly|almost|over|than|around) $", text[: match.start()], re.IGNORECASE):
            continue
        count = numbers.get(match[1].lower()) or int(match[1])
        yield _year(int(match[2]) + count), match.group()


def _day_named(text: str) -> Iterator[Found]:
    """ "Yesterday, 3 May 2016": the day after."""
    pattern = (
        r"\b(today|yesterday),? (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
        rf"(?:(\d{{1,2}})(?:st|nd|rd|th)? ({_month()})|({_month()}) (\d{{1,2}})(?:st|nd|rd|th)?),? {_YEAR}"
    )
    for match in re.finditer(pattern, text, re.IGNORECASE):
        month = _months().get((match[3] or match[4]).lower())
        day = _date(int(match[6]), month, int(match[2] or match[5]))
        if day is not None:
            day += dt.timedelta(days=match[1].lower() == "yesterday")
            yield DateInterval(day, day), match.group()


def _date(year: int, month: int | None, day: int) -> dt.date | None:
    if month is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return dt.date(year, month, day)


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEWS = re.compile(
    r"\b(?:yesterday|today|tonight|overnight|(?:last|this) (?:week|night|morning|evening))\b", re.IGNORECASE
)
"""What only one says who writes within days of what is told: a history never does."""
_MONTH_AFTER = 31
"""A date with its weekday and no year is told within about a month: later the press would add the year."""


def _days_without_year(text: str) -> Iterator[tuple[int, int | None, int, re.Match[str]]]:
    """Number of the weekday, month, day and words of each "Monday, 4 May" that no year follows."""
    for day in _DAY.finditer(text):
        weekday = _WEEKDAY.search(text, max(0, day.start() - 6), day.start())
        match = weekday and _year_less().match(text, weekday.start())
        if match:
            month = _months().get((match[3] or match[4]).lower())
            yield _WEEKDAYS.index(match[1][:3].lower()), month, int(match[2] or match[5]), match


_DAY = re.compile(r"[Dd](?i:ay,? (?:the )?[\dJFMASOND])")
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)$", re.IGNORECASE)
"""Looked for one after the other they take a tenth of the time of the whole form."""


@cache
def _year_less() -> re.Pattern[str]:
    return re.compile(
        rf"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?"
        rf"(?:(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_month()})|({_month()}) (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?)\b"
        rf"(?!,? (?:of )?{_YEAR})",
        re.IGNORECASE,
    )


def _weekdays(text: str) -> Iterator[Found]:
    """ "Monday, 4 May" where one year alone, of those told or the one after, has that Monday."""
    said = list(_days_without_year(text))
    if not said or _NEWS.search(text) is None:
        return
    told = {int(match[1]) for match in re.finditer(rf"\b(?:{_month()},?|in|since|of) {_YEAR}", text, re.IGNORECASE)}
    if not told:
        return
    latest = max(told)
    fits = {
        year: days
        for year in (latest, latest + 1)
        if (
            days := [
                day for number, month, at, _ in said if (day := _date(year, month, at)) and day.weekday() == number
            ]
        )
        and len(days) == len(said)
    }
    if len(fits) == 1:
        last = max(next(iter(fits.values())))
        yield DateInterval(last, last + dt.timedelta(days=_MONTH_AFTER)), f"{said[0][3].group()} … {last.year}"


_BESIDE_WORDS = tuple(f"{which} year" for which in _BESIDE)
_RULES: tuple[tuple[Callable[[str], Iterator[Found]], tuple[str, ...]], ...] = (
    (_beside_a_year, _BESIDE_WORDS),
    (_named_year, _BESIDE_WORDS),
    (_years_ago, ("years ago",)),
    (_day_named, ("today", "yesterday")),
)
"""The rules, each with words of which it needs one."""
