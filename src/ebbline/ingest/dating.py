"""When a report was published: from the input, its address or its own words; none rather than a guess."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from ebbline.ingest.tables import table, words_of
from ebbline.ingest.year_of_writing import year_of_writing
from ebbline.records import DateInterval, Published
from ebbline.records.dateline import dateline_in

FIRST_LINES = 15
LAST_LINES = 8
"""Where a line that says "Published: …" is looked for; datelines stand in the first lines only."""

MAX_LABELLED_CHARS = 120
"""A label, or the name of a bulletin, is followed by its date on a line no longer than this."""

MAX_TELLING_CHARS = 320
"""Without bars in it, a line's date stands before its 200th character, and of what follows the next 100 tell."""

DATELINE_LINES = 6
DATELINE_CHARS = 90
"""A dateline's date stands this near the start of one of the first lines with words on them."""

MAX_DOUBT_DAYS = 31
"""A date that may be day/month or month/day is an interval over both readings up to this length, else none."""

HABIT_CHARS = 20_000
"""How far a text is read for how it writes its dates and years."""

EARLIEST_YEAR, LATEST_YEAR = 1980, 2100


# --- given by the input ---------------------------------------------------------------------------------------------


def from_given(value: Any, how: str = "given") -> Published | None:
    """The interval of an ISO date, month, year or date-time, an e-mail date, or `{"from", "to"}`; None: it is none."""
    if isinstance(value, dict):
        first, last = _day_or_longer(value.get("from")), _day_or_longer(value.get("to"))
        if first is None or last is None or last.end < first.start:
            return None
        return Published(DateInterval(first.start, last.end), how, f"{value['from']}..{value['to']}")
    interval = _day_or_longer(value)
    return Published(interval, how, str(value).strip()) if interval is not None else None


_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2}))?$")


def _day_or_longer(value: Any) -> DateInterval | None:
    if not isinstance(value, str):
        return None
    value = value.strip()
    partial = _PARTIAL.match(value)
    if partial is not None:
        return _interval(int(partial[1]), int(partial[2]) if partial[2] else None, None)
    day = _iso_day(value) or _mail_day(value)
    return _interval(day.year, day.month, day.day) if day is not None else None


def _iso_day(value: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(value).date()
    except ValueError:
        pass
    # Offsets such as +0300Z or fractions Python does not know follow a date that stands.
    match = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=[T ]|$)", value)
    interval = _interval(int(match[1]), int(match[2]), int(match[3])) if match else None
    return interval.start if interval is not None else None


def _mail_day(value: str) -> dt.date | None:
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _interval(year: int, month: int | None, day: int | None) -> DateInterval | None:
    """A day, month or year as an interval; None where the calendar has no such day."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    if month is None:
        return DateInterval(dt.date(year, 1, 1), dt.date(year, 12, 31))
    if not 1 <= month <= 12:
        return None
    length = calendar.monthrange(year, month)[1]
    if day is None:
        return DateInterval(dt.date(year, month, 1), dt.date(year, month, length))
    if not 1 <= day <= length:
        return None
    return DateInterval(dt.date(year, month, day), dt.date(year, month, day))


# --- the address ----------------------------------------------------------------------------------------------------


def from_address(url: str | None) -> Published | None:
    """The day or month in an address's path (`/2016/02/03/`, `/2016/02/`); None where it holds none."""
    if not url:
        return None
    try:
        path = unquote(urlsplit(url).path).lower()
    except ValueError:
        return None
    if not any(char.isdigit() for char in path):
        return None
    for pattern in _addresses():
        for match in pattern.finditer(path):
            interval = _of_groups(match)
            if interval is not None:
                return Published(interval, "address", match.group().strip("/_.-"))
    return None


@cache
def _addresses() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in table("dating")["addresses"])


def _of_groups(match: re.Match[str]) -> DateInterval | None:
    groups = match.groupdict()
    month = _months().get(groups.get("word") or "") if groups.get("word") else int(groups["month"])
    if month is None:
        return None
    return _interval(int(groups["year"]), month, int(groups["day"]) if groups.get("day") else None)


@cache
def _months() -> dict[str, int]:
    return {name: number for number, names in enumerate(table("dating")["months"], 1) for name in names}


# --- what decides ---------------------------------------------------------------------------------------------------

LATER_DAYS = 31
"""A date in the words so much after the address's is no dateline: what a report announces, not when it was written."""


def published_of(known: Published | None, url: str | None, text: str) -> Published | None:
    """A report's date: what the input or the page declares, then the words, then the address.

    An address tells when a page was put up; a dateline, from which "on Friday" is counted, is older by days or years.
    """
    if known is not None and known.how != "address":
        return known
    address, words = known or from_address(url), infer_published(text)
    if address is None or words is None:
        return words or address
    finer = words.interval.end - words.interval.start <= address.interval.end - address.interval.start
    late = words.interval.start - address.interval.end > dt.timedelta(days=LATER_DAYS)
    return words if finer and not late else address


# --- the words ------------------------------------------------------------------------------------------------------

_YEAR = re.compile(r"(?:19|20)\d\d")


def infer_published(text: str) -> Published | None:
    """What a report's own words say of its date: a dateline, a line with a date, or years that can only fit one.

    Reads the first and last lines only, but for the last rule. A date within a sentence dates what is told there,
    never the report.
    """
    stamped = _from_stamps(text)
    if stamped is not None:
        return stamped
    lines = _outer_lines(text) if "20" in text or "19" in text else ()
    for index, (line, first) in enumerate(lines):
        if _YEAR.search(line) is None:
            continue
        if len(line) > MAX_TELLING_CHARS and _BAR.search(line) is None:
            line = line[:MAX_TELLING_CHARS]
        found = _dated_line(line, text, first=first and index < DATELINE_LINES)
        if found is not None:
            return found
    return year_of_writing(text)


def _outer_lines(text: str) -> list[tuple[str, bool]]:
    """The first and last lines with words on them, and whether each is among the first."""
    head = [line.strip() for line in text[:4000].split("\n") if line.strip()][:FIRST_LINES]
    tail = [line.strip() for line in text[4000:][-2000:].split("\n") if line.strip()][-LAST_LINES:]
    return [(line, True) for line in head] + [(line, False) for line in tail]


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Written dates, each with what its groups mean."""
    month = "(" + "|".join(sorted(_months(), key=len, reverse=True)) + r")\b\.?"
    # Most words cannot begin a month: seen at their first letter, that spares 40 µs a report.
    begins = "(?=[" + "".join(sorted({name[0] for name in _months()})) + "])"
    day, year = r"(?<![\d/.])(\d{1,2})(?:st|nd|rd|th)?", r"\(?((?:19|20)\d\d)(?![\d])\)?"
    flags = re.IGNORECASE
    return (
        (re.compile(rf"{day}[ .\-/]*(?:of )?{month}[,./ \-]*{year}", flags), "dmy-word"),
        (re.compile(rf"{begins}\b{month} ?(\d{{1,2}})(?:st|nd|rd|th)?,? ?{year}", flags), "mdy-word"),
        (re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", flags), "ymd"),
        (re.compile(rf"{day} ?([/.\-]) ?(\d{{1,2}}) ?\2 ?{year}", flags), "numbers"),
        (re.compile(rf"{begins}(?<!\d)(?<!\d[ .\-/])\b{month},? {year}", flags), "my-word"),
    )


def _dates(line: str, text: str) -> Iterator[tuple[re.Match[str], DateInterval]]:
    for pattern, form in _forms():
        for match in pattern.finditer(line):
            interval = _read(match, form, text, line[: match.start()][-14:])
            if interval is not None:
                yield match, interval


def _read(match: re.Match[str], form: str, text: str, before: str) -> DateInterval | None:
    match form:
        case "dmy-word":
            return _interval(int(match[3]), _months()[match[2].lower()], int(match[1]))
        case "mdy-word":
            return _interval(int(match[3]), _months()[match[1].lower()], int(match[2]))
        case "ymd":
            return _interval(int(match[1]), int(match[2]), int(match[3]))
        case "my-word":
            return _interval(int(match[2]), _months()[match[1].lower()], None)
        case _:
            return _numbers(int(match[1]), int(match[3]), int(match[4]), text, before)


def _numbers(first: int, second: int, year: int, text: str, before: str) -> DateInterval | None:
    """17/6/2015 is clear, 03/04/2016 is not unless its weekday or another date of the text tells."""
    day_first, month_first = _interval(year, second, first), _interval(year, first, second)
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    weekday = _WEEKDAY.search(before)
    number = _WEEKDAYS.index(weekday[0][:3].lower()) if weekday is not None else None
    fits = [day for day in (day_first, month_first) if day.start.weekday() == number]
    if len(fits) == 1:
        return fits[0]
    habit = _habit(text)
    if habit is not None:
        return day_first if habit == "day" else month_first
    start, end = sorted((day_first.start, month_first.start))
    return DateInterval(start, end) if (end - start).days <= MAX_DOUBT_DAYS else None


_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2}) ?([/.\-]) ?(\d{1,2}) ?\2 ?(?:19|20)\d\d(?!\d)")


def _habit(text: str) -> str | None:
    """Whether a text writes the day or the month first, where its dates tell it and agree."""
    pairs = [(int(match[1]), int(match[3])) for match in _NUMERIC.finditer(text[:HABIT_CHARS])]
    day = any(first > 12 >= second >= 1 for first, second in pairs)
    month = any(second > 12 >= first >= 1 for first, second in pairs)
    return None if day == month else "day" if day else "month"


_STAMP = re.compile(
    r"^[ \t>]*(?:\[(\d{1,4})([/.\-])(\d{1,2})\2(\d{2,4}),? \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?\]"
    r"|(\d{1,4})([/.\-])(\d{1,2})\6(\d{2,4}),? \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)? [-–—] )",
    re.MULTILINE | re.IGNORECASE,
)
"""What a messenger sets before each message of a channel: `[12/02/2016 09:14] …`, `12.02.16, 09:14 - …`."""
_HOUR = re.compile(r":\d\d")

NEAR_DAYS, FAR_DAYS = 7, 21
"""Stamps that lie within a week in one reading and three weeks apart in the other are read the first way."""


def _from_stamps(text: str) -> Published | None:
    """The days from the first stamp to the last; over both readings where nothing tells day from month."""
    if _HOUR.search(text, 0, HABIT_CHARS) is None:
        return None
    matches = list(_STAMP.finditer(text[:HABIT_CHARS]))
    stamps = [tuple(int(part) for part in (m[1] or m[5], m[3] or m[7], m[4] or m[8])) for m in matches]
    if not stamps:
        return None
    readings = [reading for reading in (_stamp_days(stamps, order) for order in ("ymd", "dmy", "mdy")) if reading]
    habit = _habit(text)
    if len(readings) == 2 and habit is not None:
        readings = readings[:1] if habit == "day" else readings[1:]
    if len(readings) == 2:
        spreads = [(last - first).days for first, last in readings]
        if min(spreads) <= NEAR_DAYS and max(spreads) >= FAR_DAYS:
            readings = [readings[spreads.index(min(spreads))]]
    if not readings:
        return None
    interval = DateInterval(min(first for first, _ in readings), max(last for _, last in readings))
    return Published(interval, "text", matches[0].group().strip(" \t>[]-–—"))


def _stamp_days(stamps: Sequence[tuple[int, ...]], order: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of stamps whose numbers stand in that order; None where the calendar has no such days."""
    days = []
    for numbers in stamps:
        part = dict(zip(order, numbers, strict=True))
        year = part["y"] + (2000 if part["y"] < 100 and order != "ymd" else 0)
        interval = _interval(year, part["m"], part["d"])
        if interval is None:
            return None
        days.append(interval.start)
    return min(days), max(days)


_LETTERS = re.compile(r"[^\W\d_]+")
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PERIOD = re.compile(r"(?:\d ?[-–—]|\b(?:to|until|till|through)) ?$")


def _dated_line(line: str, text: str, *, first: bool) -> Published | None:
    """What a line says of the report's date; `first` tells the opening lines, where datelines stand, from others."""
    for match, interval in _dates(line, text):
        before, after = line[: match.start()], line[match.end() :]
        if _PERIOD.search(before) is not None:
            continue
        months_only = interval.start.day == 1 and interval.end.day > 1
        opening = first and (
            _dateline(before, after) or _in_dateline(line, match) or (not months_only and _heading(before, after))
        )
        closing = not first and _only_names(before, 30) and not after.strip(" .)")
        if opening or closing or _labelled(before):
            return Published(interval, "text", match.group().rstrip(")"))
    return None


def _in_dateline(line: str, date: re.Match[str]) -> bool:
    """The date stands in a dateline, behind a headline perhaps: `Village falls - BAIJI, June 14, 2015 - Forces …`."""
    found = dateline_in(line, 0, len(line))
    return found is not None and found[1] is not None and found[1].start <= date.start() < found[1].end


def _labelled(before: str) -> bool:
    """The date follows "Published:", "Posted on" or the like."""
    if len(before) > MAX_LABELLED_CHARS:
        return False
    words = " ".join(_LETTERS.findall(_WEEKDAY.sub(" ", before)[-40:])).lower().split()
    labels = words_of("dating", "labels")
    if " ".join(words) in labels:
        return True
    # These few say it in the middle of a line too; "date" does not: "as of that date 3 May 2015".
    return bool(
        {"issued", "published", "posted", "dated"}.intersection(words[-1:] + words[-2:-1] * ("on" in words[-1:]))
    )


def _dateline(before: str, after: str) -> bool:
    """Names, a date, and then a dash, the end of the line, or a sentence: `BAIJI, Iraq, June 14, 2015 – Forces …`."""
    if len(before) > DATELINE_CHARS:
        return False
    if _DASH.match(after) is not None:
        return _only_names(before, connectives=True)
    if _FULL_STOP.match(after) is not None:
        return _only_names(before, 60)
    return _only_names(before) and _only_names(after, 60)


def _heading(before: str, after: str) -> bool:
    """A line that names a publication and ends with its date, or one cut by bars of which one part is the date."""
    part, rest = _BAR.split(before)[-1], _BAR.split(after)[0]
    if (part is not before or rest is not after) and _only_names(part, 30) and _only_names(rest, 30):
        return True
    if len(before) > MAX_LABELLED_CHARS or not _only_names(_ASIDE.sub("", after), 40):
        return False
    words = {word.lower() for word in _LETTERS.findall(before)}
    if before.lower().startswith("by ") or _WEEKDAY.search(before[-14:]) is not None:
        return True
    if words & words_of("dating", "release_words"):
        return True
    return re.search(r"[—–|/-] *$", before) is not None and _only_names(before, connectives=True)


_DASH = re.compile(r"\s*[)\]]?[\s,]*(?:\([^()]{2,40}\)|[A-Z][\w ]{1,30})?\s*(?:[—–]|--?(?=\s)|:(?=\s))")
_FULL_STOP = re.compile(r"\.\s+[\"'“‘]?[^\W\d_a-z]")
_ASIDE = re.compile(r"\s*\([^()]{1,40}\)\s*$")
_BAR = re.compile(r"\s*[|·•¦\t]\s*|\s+//\s+|\s{3,}")


def _only_names(words: str, length: int = DATELINE_CHARS, *, connectives: bool = False) -> bool:
    """Whether words are names, numbers and marks only: no lower-case word that a sentence would have."""
    allowed = words_of("dating", "beside") | (words_of("dating", "connectives") if connectives else frozenset())
    return len(words) <= length and not any(
        word[0].islower() and word.lower() not in allowed for word in _LETTERS.findall(words)
    )
