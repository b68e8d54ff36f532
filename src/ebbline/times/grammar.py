"""Finds expressions of time in a sentence; what they mean is left to `resolve`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from importlib import resources
from operator import or_
from typing import Literal

Kind = Literal["date", "day", "month", "year", "season", "weekday", "relative", "span", "shift", "same", "named"]


@dataclass(frozen=True, slots=True)
class Expression:
    """What the words say; offsets are the sentence's. Unset fields are None.

    `date`, `month`, `year`, `season`: calendar values, `to` the second end of a range. `relative`: a unit
    `count` away from the report's date ("last week" is week, -1). `shift`: `count` units from the date told
    last ("two days earlier"). `span`: the `count` units up to the report's date. `same`: the date told last.
    """

    start: int
    end: int
    kind: Kind
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    season: int | None = None
    unit: str | None = None
    count: int = 0
    part: str | None = None
    which: str | None = None
    """`last`, `this` or `next` before a weekday, month or season; `last year` after a month."""
    since: bool = False
    to: Expression | None = None
    swap: bool = False
    """Day and month of a numeric date could be exchanged."""
    order: str | None = None
    """`day` or `month` first: what a numeric date itself tells of the report's habit."""
    ahead: bool = False
    """The words before tell of what is to come: "promised to pay by the end of March"."""


@dataclass(frozen=True, slots=True)
class Words:
    """Numbers behind the words of dates."""

    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    numbers: dict[str, int]
    names_after: frozenset[str]
    before_year: frozenset[str]
    surely_year: frozenset[str]
    after_year: frozenset[str]
    counted: frozenset[str]
    may_leads: frozenset[str]
    spoken: frozenset[str]
    holidays: dict[str, tuple[int, int]]
    needs: dict[str, frozenset[str]]


@cache
def words() -> Words:
    """The word list of the package."""
    raw = tomllib.loads(resources.files("ebbline.times").joinpath("data/words.toml").read_text("utf-8"))
    lists = {name: frozenset(listed) for name, listed in raw["contexts"].items()}
    holidays = {name.lower(): (month, day) for name, (month, day) in raw["holidays"].items()}
    return Words(
        raw["months"],
        raw["weekdays"],
        raw["seasons"],
        raw["numbers"],
        frozenset(raw["names"]["after"]),
        holidays=holidays,
        needs={name: frozenset(listed) for name, listed in raw["needs"].items()},
        **lists,
    )


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_SEASON = r"(?:spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Winter)"
_NUMBER = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|eighteen|twenty|thirty|(?:a )?couple(?: of)?|(?:a )?few|several|some)"
)
_S = r"[ \u00a0\t\n]+"
_DASH = r"[ \u00a0]*[-–—/][ \u00a0]*"
_TO = rf"(?:{_DASH}|{_S}(?:to|and|or|until|till|through){_S}(?:the{_S})?)"
_LEAD_DAY = rf"(?:(?:{_WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?),?{_S}(?:the{_S})?)?"
_PART = (
    r"(?P<part>[Ee]arly|[Mm]id|[Ll]ate|[Mm]iddle|[Bb]eginning|[Ss]tart|[Ee]nd"
    r"|(?:first|opening|last|closing|final) (?:days|weeks?|half))"
    rf"(?:{_S}(?:in|of)(?:{_S}the{_S}month{_S}of)?{_S}|{_S}|[-‐])"
)
_OF_YEAR = (
    rf"(?:,?{_S}(?:of{_S}|in{_S})?\(?(?P<year>{_YEAR})(?!\w)"
    rf"|,?{_S}(?:of{_S})?(?P<which>last|this|that|the same|the previous|the following){_S}year\b)?"
)
_SINCE = rf"(?:(?P<since>[Ss]ince|[Ee]ver since){_S}(?:the{_S})?)?"

_Builder = Callable[[re.Match[str]], Expression | None]


def _find(opening: str, pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, tried only at a character that a match can open with, which takes half the time."""
    return re.compile(rf"(?={opening}){pattern}", flags)


_ISO = _find("[12]", r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d|-)")
_NUMERIC = _find(
    r"\d",
    r"(?<![\d/.])(?P<day>\d{1,2})[ \u00a0]*(?P<mark>[/.])[ \u00a0]*(?P<month>\d{1,2})[ \u00a0]*(?P=mark)[ \u00a0]*"
    r"(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])",
)
_DAY_MONTH = _find(
    "[0-9SsEeMTWF]",
    rf"\b{_SINCE}{_LEAD_DAY}(?P<day>{_DAY})(?:{_TO}(?P<day2>{_DAY}))?{_S}(?:of{_S})?(?P<month>{_MONTH}){_OF_YEAR}(?!\w)",
)
_MONTH_DAY = _find(
    "[SsEeMTWFJAOND]",
    rf"\b{_SINCE}{_LEAD_DAY}(?P<month>{_MONTH}){_S}(?:the{_S})?(?P<day>{_DAY})(?!\w|[.,:]\d|%)"
    rf"(?:{_TO}(?P<day2>{_DAY})(?!\w|[.,:]\d|%))?{_OF_YEAR}(?!\w)",
)
_MONTHS = _find(
    "[JFMASOND]",
    rf"\b(?P<month>{_MONTH})(?:{_OF_YEAR.replace('P<year>', 'P<year1>').replace('P<which>', 'P<which1>')})"
    rf"{_TO}(?P<month2>{_MONTH}){_OF_YEAR}(?!\w)",
)
_ONE_MONTH = _find(
    "[SsEeMmLlBbfocTtNnPpJFAOD]",
    rf"\b{_SINCE}(?:{_PART}|(?P<lead>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Tt]hat){_S})?"
    rf"(?P<month>{_MONTH})(?P<of>{_OF_YEAR})(?!\w)",
)
_SEASONS = _find(
    "[SsEeMmLlTtNnPpAafWw]",
    rf"\b{_SINCE}(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)(?:{_S}|-))?"
    rf"(?:(?P<lead>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Tt]hat){_S})?"
    rf"(?P<season>{_SEASON})(?:(?:{_S}of)?{_S}(?P<year>{_YEAR}))?(?!\w)",
)
_YEARS = _find("[12]", rf"(?<![\d,.$€£])(?P<year>{_YEAR})(?:{_TO})(?P<year2>{_YEAR}|\d\d)(?!\w|[,.]\d|{_DASH}\d)")
_ONE_YEAR = _find(
    "[SsEeMmLlBbfoc12]", rf"(?<![\d,.$€£/-]){_SINCE}(?:{_PART})?(?P<year>{_YEAR})(?!\w|[,.:]\d|[-–/]\d|%)"
)
_WEEKDAYS = _find(
    "[SsEeLlTtNnPpCcMWF]",
    rf"\b{_SINCE}(?:(?P<lead>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming|[Pp]revious|[Ee]very|[Ee]ach){_S})?"
    rf"(?P<weekday>{_WEEKDAY})"
    rf"(?:{_S}(?:morning|afternoon|evening|night|noon)\b)?(?!\w)(?P<later>{_S}(?:last|this|next){_S}week\b)?",
)
_NAMED = _find(
    "[tyol]",
    r"\b(?P<named>the day before yesterday|the day after tomorrow|"
    r"yesterday|today|tonight|tomorrow|overnight|last night|this (?:morning|afternoon|evening))"
    r"(?:[ \u00a0](?:morning|afternoon|evening|night))?\b",
    re.IGNORECASE,
)
_LAST_UNIT = _find(
    "[elstnpc]",
    rf"\b(?:earlier{_S}|later{_S}|since{_S})?"
    rf"(?P<lead>last|this|next|past|previous|coming|current|the same|that|the following){_S}"
    r"(?P<unit>week|month|year|decade|weekend|fortnight)\b(?!-|['’]s)",
    re.IGNORECASE,
)
_SAME = _find(
    "[ta]",
    r"\b(?P<same>(?:that|the same|the next|the following|the previous)[ \u00a0](?:day|night|morning|afternoon|evening)"
    r"|the (?:day|night) before(?![ \u00a0]\w)|the day after(?![ \u00a0]\w)|a day (?:earlier|later))\b",
    re.IGNORECASE,
)
_SHIFT = _find(
    r"[\daotfsenc]",
    rf"\b(?P<number>{_NUMBER}){_S}(?P<unit>day|night|week|fortnight|month|year|decade|hour)s?{_S}"
    rf"(?P<way>ago|earlier|later|before|after|previously|back)\b(?P<clause>{_S}\w+)?",
    re.IGNORECASE,
)
_DAY_ALONE = _find(
    "[odubsMTWFS]",
    rf"\b(?:on|of|dated|until|by|since|{_WEEKDAY}){_S}(?P<day>the{_S}(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))"
    rf"(?!{_S}(?:[A-Z]|day|night|time|anniversary|floor|attack|death)|\w|-)"
    rf"(?P<which>{_S}of{_S}(?:last|this|that){_S}month)?",
)
_HOLIDAY = _find("[NC]", r"\b(?:New Year['’]s (?:Eve|Day)|Christmas (?:Eve|Day))\b")
_SHORT = _find(
    "[od]",
    r"\b(?:of|on|dated)[ \u00a0](?P<day>3[01]|[12]\d|0?[1-9])[/.](?P<month>1[0-2]|0?[1-9])"
    r"(?![\d/.]\d|\d|[ \u00a0]*(?:per|of|%))",
)
_SPAN = _find(
    "[tplr]",
    rf"\b(?:the{_S})?(?P<lead>past|last|previous|recent){_S}(?:(?P<number>{_NUMBER}){_S})?"
    r"(?P<unit>days|nights|weeks|months|years|hours)\b",
    re.IGNORECASE,
)
_START = _find(
    "[stb]",
    rf"\b(?:since{_S})?(?:the{_S})?(?:start|beginning|turn){_S}of{_S}(?:the|this){_S}(?P<unit>year|month|week)\b",
    re.IGNORECASE,
)

_AHEAD = re.compile(r"\b(?:will|shall|scheduled|called for|announced for|due|set)\b[^.;“”\"]*$")
"""What lets a bare weekday lie ahead of the report's date: "will be buried on Monday"."""

_PROMISED = re.compile(
    r"\b(?:will|shall|scheduled|slated|due|deadline|going to)\b[^.;“”\"]*$"
    r"|\b(?:promis|plan|vow|pledg|expect|intend|aim|hop(?:e|ing)|agree|order|decid|demand|call|urg|threaten|want|ask)\w*"
    r"\b[^.;“”\"]*\b(?:to|that|for|by|until|before)\b[^.;“”\"]*$",
    re.IGNORECASE,
)
"""What lets a month or day without a year lie ahead of the report's date."""
_PROMISE_REACH = 160


def _is_ahead(m: re.Match[str]) -> bool:
    start = max(m.pos, m.start() - _PROMISE_REACH)
    return _PROMISED.search(m.string, start, m.start()) is not None


_CAPITAL = re.compile(r"[ \u00a0]([A-Z][a-z]+)")
_LOWER_WORD = re.compile(r"[ \u00a0]+([a-z]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0(‘“'\"-]*$")


def _before(match: re.Match[str]) -> str:
    """The word before the match, small."""
    found = _WORD_BEFORE.search(match.string, max(0, match.start() - 24), match.start())
    return found.group(1).lower() if found else ""


def _next_word(match: re.Match[str]) -> str:
    found = _LOWER_WORD.match(match.string, match.end())
    return found.group(1) if found else ""


def _number(text: str) -> int:
    clean = (
        text.lower()
        .replace("a couple of", "couple")
        .replace("a couple", "couple")
        .replace("couple of", "couple")
        .replace("a few", "few")
    )
    return int(clean) if clean.isdigit() else words().numbers[clean]


def _month(text: str) -> int:
    return words().months[text.lower().rstrip(".")]


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _year(text: str | None) -> int | None:
    return int(text) if text else None


def _part(text: str | None) -> str | None:
    """`early`, `mid` or `late`."""
    if text is None:
        return None
    low = text.lower()
    if low.startswith(("early", "begin", "start", "first", "open")):
        return "early"
    return "mid" if low.startswith("mid") else "late"


def _iso(m: re.Match[str]) -> Expression | None:
    return Expression(m.start(), m.end(), "date", day=int(m["day"]), month=int(m["month"]), year=int(m["year"]))


def _numeric(m: re.Match[str]) -> Expression | None:
    first, second, year = int(m["day"]), int(m["month"]), int(m["year"])
    if m["mark"] == "." and len(m["year"]) < 4:
        return None
    if year < 100:
        year += 2000 if year < 70 else 1900
    if not (1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12):
        return None
    swapped = second > 12
    if swapped:
        first, second = second, first
    order = "month" if swapped else "day" if first > 12 else None
    lead = _LEAD_WEEKDAY.search(m.string, max(m.pos, m.start() - 16), m.start())
    return Expression(
        lead.start() if lead else m.start(), m.end(), "date", day=first, month=second, year=year, order=order,
        weekday=words().weekdays[lead.group(1).lower()] if lead else None,
        swap=first <= 12 and first != second and not swapped,
    )  # fmt: skip


_LEAD_WEEKDAY = re.compile(rf"({_WEEKDAY}),?[ \u00a0]*(?:the[ \u00a0])?$")
"""The weekday right before a numeric date, which tells day from month: `Saturday 7/11/2015`."""


def _day_and_month(m: re.Match[str]) -> Expression | None:
    day, month = _digits(m["day"]), _month(m["month"])
    year = int(m["year"]) if m["year"] else None
    to = None
    if m["day2"]:
        to = Expression(
            m.start(), m.end(), "date", day=_digits(m["day2"]), month=month, year=year, which=_year_words(m["which"])
        )
    return Expression(
        m.start(),
        m.end(),
        "date",
        day=day,
        month=month,
        year=year,
        which=_year_words(m["which"]),
        to=to,
        since=bool(m["since"]),
        ahead=_is_ahead(m),
    )


def _month_and_day(m: re.Match[str]) -> Expression | None:
    """`March 17`; but `in March 17 people` is a month and a count."""
    following = _next_word(m)
    counted = (
        following
        and following not in words().after_year
        and not m["year"]
        and not m["which"]
        and _before(m) in ("in", "of", "last", "early", "late")
    )
    return None if counted else _day_and_month(m)


def _months(m: re.Match[str]) -> Expression | None:
    first, second = _month(m["month"]), _month(m["month2"])
    year2 = int(m["year"]) if m["year"] else None
    year1 = int(m["year1"]) if m["year1"] else year2
    if year1 is not None and year1 == year2 and first > second:
        year1 -= 1
    to = Expression(m.start(), m.end(), "month", month=second, year=year2, which=_year_words(m["which"]))
    return Expression(
        m.start(), m.end(), "month", month=first, year=year1, which=_year_words(m["which1"] or m["which"]), to=to
    )


def _one_month(m: re.Match[str]) -> Expression | None:
    alone = not (m["year"] or m["which"] or m["part"] or m["lead"] or m["since"])
    if (
        alone
        and m["month"].lower() in ("may", "march", "mar", "mar.", "sep", "jan", "dec", "august")
        and _before(m) not in words().may_leads
    ):
        return None
    if alone and m["month"].isupper():
        return None
    return Expression(
        m.start(), m.end(), "month", month=_month(m["month"]), year=_year(m["year"]), part=_part(m["part"]),
        which=(m["lead"] or "").lower() or _year_words(m["which"]), since=bool(m["since"]), ahead=_is_ahead(m),
    )  # fmt: skip


def _year_words(which: str | None) -> str | None:
    """`last year` for a date followed by "last year"."""
    return f"{which.lower()} year" if which else None


def _season(m: re.Match[str]) -> Expression | None:
    if not m["year"] and not m["lead"]:
        return None
    if m["season"].lower() == "fall" and m["lead"] and not m["year"] and m["lead"].lower() in ("this", "that", "next"):
        return None
    return Expression(
        m.start(), m.end(), "season", season=words().seasons[m["season"].lower()], year=_year(m["year"]),
        which=(m["lead"] or "").lower() or None, since=bool(m["since"]),
    )  # fmt: skip


def _years(m: re.Match[str]) -> Expression | None:
    first = int(m["year"])
    second = int(m["year2"]) if len(m["year2"]) == 4 else first // 100 * 100 + int(m["year2"])
    if not first < second <= first + 60:
        return None
    return Expression(m.start(), m.end(), "year", year=first, to=Expression(m.start(), m.end(), "year", year=second))


def _one_year(m: re.Match[str]) -> Expression | None:
    before, following = _before(m), _next_word(m)
    if not m["part"] and not m["since"]:
        bracketed = m.string[max(0, m.start() - 1) : m.start()] == "(" and m.string[m.end() : m.end() + 1] == ")"
        if before not in words().before_year and not bracketed:
            return None
        loose = before in words().surely_year and following not in words().counted
        if following and following not in words().after_year and not loose:
            return None
    return Expression(m.start(), m.end(), "year", year=int(m["year"]), part=_part(m["part"]), since=bool(m["since"]))


def _weekday(m: re.Match[str]) -> Expression | None:
    lead = (m["lead"] or "").lower()
    if lead in ("every", "each") or (m["since"] is None and _before(m) in ("every", "each")):
        return None
    if not lead and _AHEAD.search(m.string, max(0, m.start() - 70), m.start()):
        lead = "next"
    if m["later"]:
        lead = m["later"].split()[0] + " week"
    return Expression(
        m.start(),
        m.end(),
        "weekday",
        weekday=words().weekdays[m["weekday"].lower()],
        which=lead or None,
        since=bool(m["since"]),
    )


def _named(m: re.Match[str]) -> Expression | None:
    named = m["named"].lower()
    count = {
        "yesterday": -1,
        "last night": -1,
        "overnight": -1,
        "the day before yesterday": -2,
        "tomorrow": 1,
        "the day after tomorrow": 2,
    }.get(named, 0)
    return Expression(m.start(), m.end(), "named", unit=named, count=count)


def _last_unit(m: re.Match[str]) -> Expression | None:
    lead, unit = m["lead"].lower(), m["unit"].lower()
    if lead in ("the same", "that"):
        return None
    if lead == "the following":
        return Expression(m.start(), m.end(), "shift", unit=unit, count=1)
    count = {"this": 0, "current": 0, "next": 1, "coming": 1}.get(lead, -1)
    since = m.group().lower().startswith("since")
    if unit == "fortnight":
        return Expression(m.start(), m.end(), "span", unit="week", count=2)
    if unit == "weekend":
        return Expression(m.start(), m.end(), "weekday", weekday=5, which=lead, unit="weekend", since=since)
    return Expression(m.start(), m.end(), "relative", unit=unit, count=count, since=since)


def _same(m: re.Match[str]) -> Expression | None:
    said = m["same"].lower().replace("afternoon", "day").split()
    later = not {"next", "following", "after", "later"}.isdisjoint(said)
    earlier = not {"previous", "before", "earlier"}.isdisjoint(said)
    count = 1 if later else -1 if earlier else 0
    return Expression(m.start(), m.end(), "same", unit="day", count=count)


def _shift(m: re.Match[str]) -> Expression | None:
    """`two days ago`, `two days earlier`, and `two days after they left`: the date of their leaving."""
    count, unit, way = _number(m["number"]), m["unit"].lower(), m["way"].lower()
    unit, count = {"hour": ("day", round(count / 24)), "fortnight": ("week", 2 * count)}.get(unit, (unit, count))
    vague = "vague" if m["number"].lower() in ("few", "a few", "several", "some") else None
    end = m.end("way")
    if way in ("ago", "back", "previously"):
        return Expression(m.start(), end, "relative", unit=unit, count=-count, part=vague, which="ago")
    clause = bool(m["clause"]) and way in ("after", "before")
    forward = (way in ("later", "after")) != clause
    return Expression(
        m.start(),
        end,
        "shift",
        unit=unit,
        count=count if forward else -count,
        part=vague,
        which="clause" if clause else None,
    )


def _day_alone(m: re.Match[str]) -> Expression | None:
    which = m["which"].split()[1] + " month" if m["which"] else None
    end = m.end("which") if m["which"] else m.end("day")
    return Expression(m.start("day"), end, "day", day=_digits(m["day"]), which=which)


def _holiday(m: re.Match[str]) -> Expression | None:
    month, day = words().holidays[m.group().lower().replace("’", "'")]
    return Expression(m.start(), m.end(), "date", day=day, month=month)


def _short(m: re.Match[str]) -> Expression | None:
    return Expression(m.start("day"), m.end(), "date", day=int(m["day"]), month=int(m["month"]))


def _span(m: re.Match[str]) -> Expression | None:
    unit = m["unit"].lower().rstrip("s")
    vague = {"day": 7, "night": 7, "week": 4, "month": 4, "year": 3, "hour": 24}[unit]
    count = _number(m["number"]) if m["number"] else vague
    if unit == "hour":
        unit, count = "day", max(1, round(count / 24))
    return Expression(m.start(), m.end(), "span", unit=unit, count=count)


def _start(m: re.Match[str]) -> Expression | None:
    since = m.group().lower().startswith("since")
    return Expression(
        m.start(), m.end(), "relative", unit=m["unit"].lower(), count=0, since=since, part=None if since else "early"
    )


_MONTHLY, _WEEKLY, _SEASONAL, _YEARLY, _SPOKEN, _FIGURES, _ORDINAL = 1, 2, 4, 8, 16, 32, 64

_CALLS = 127

_Rule = tuple[int, tuple[str, ...], re.Pattern[str], _Builder]
_RULES: tuple[_Rule, ...] = (
    (_FIGURES, (), _ISO, _iso),
    (_FIGURES, (), _NUMERIC, _numeric),
    (_FIGURES, (), _SHORT, _short),
    (_MONTHLY, ("figure",), _DAY_MONTH, _day_and_month),
    (_MONTHLY, ("figure",), _MONTH_DAY, _month_and_day),
    (_MONTHLY, (), _MONTHS, _months),
    (_MONTHLY, (), _ONE_MONTH, _one_month),
    (_SEASONAL, (), _SEASONS, _season),
    (_YEARLY, (), _YEARS, _years),
    (_YEARLY, (), _ONE_YEAR, _one_year),
    (_SPOKEN, ("part_of_day",), _SAME, _same),
    (_SPOKEN, ("unit", "way"), _SHIFT, _shift),
    (_SPOKEN, ("many", "lead"), _SPAN, _span),
    (_SPOKEN, ("stretch", "opening"), _START, _start),
    (_SPOKEN, ("moment",), _NAMED, _named),
    (_ORDINAL, (), _DAY_ALONE, _day_alone),
    (_SPOKEN, ("feast",), _HOLIDAY, _holiday),
    (_WEEKLY, (), _WEEKDAYS, _weekday),
    (_SPOKEN, ("stretch", "lead"), _LAST_UNIT, _last_unit),
)
"""What calls for a rule, what it needs, and the rule, in order of right: a later rule does not take words that an
earlier one has."""


@cache
def _flags() -> dict[str, int]:
    table = words()
    out = (
        dict.fromkeys(table.months, _MONTHLY)
        | dict.fromkeys(table.weekdays, _WEEKLY)
        | dict.fromkeys(table.seasons, _SEASONAL)
    )
    spoken = words().spoken
    return out | dict.fromkeys(spoken, _SPOKEN) | {"/": _FIGURES}


@cache
def _bits() -> dict[str, int]:
    """The bit of each of the needs, above those that call."""
    return {name: (_CALLS + 1) << i for i, name in enumerate(words().needs)}


class _Flags(dict[str, int]):
    """Which rules a word calls for, and which of their needs it meets; 0 for nearly all words."""

    def __missing__(self, token: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        flags = self[token] = _called(token) | _met(token)
        return flags


_REMEMBERED = 32_768


@cache
def word_flags() -> Mapping[str, int]:
    """Of every word asked for which rules it calls for, and which of their needs it meets; 0 for nearly all."""
    return _Flags()


def _called(token: str) -> int:
    known = _flags().get(token.lower())
    if known:
        return known
    first = token[0]
    if first.isdigit():
        return _figure_flags(token)
    if "-" in token and len(token) > 6:
        return reduce(or_, (_called(part) for part in token.split("-") if part), 0)
    return 0


_INNER_MARKS = re.compile(r"[\W_]+")


def _met(token: str) -> int:
    needs, bits, met = words().needs, _bits(), 0
    for part in filter(None, _INNER_MARKS.split(token.lower())):
        if part[0].isdigit():
            met |= bits["figure"]
        for name, listed in needs.items():
            if part in listed:
                met |= bits[name]
    return met


def _figure_flags(token: str) -> int:
    if len(token) >= 4 and token[:2] in ("19", "20") and token[:4].isdigit():
        return _YEARLY | (_FIGURES if len(token) > 4 else 0)
    if "." in token:
        return _FIGURES
    return _ORDINAL if token[-2:] in ("st", "nd", "rd", "th") else 0


def calls(flags: int) -> bool:
    """Whether any rule is called for."""
    return flags & _CALLS != 0


@lru_cache(maxsize=4_096)
def _rules(flags: int) -> tuple[tuple[re.Pattern[str], _Builder], ...]:
    bits = _bits()
    return tuple(
        (pattern, build)
        for flag, needs, pattern, build in _RULES
        if flags & flag and all(flags & bits[need] for need in needs)
    )


def expressions(text: str, start: int, end: int, flags: int) -> list[Expression]:
    """Expressions of time in `text[start:end]` by the rules that `flags` call for, in order; none overlap."""
    found: list[Expression] = []
    for pattern, build in _rules(flags):
        for match in pattern.finditer(text, start, end):
            if found and _overlaps(match, found):
                continue
            expression = build(match)
            if expression is not None and not _part_of_name(text, match.end()):
                found.append(expression)
    return sorted(found, key=lambda e: e.start) if len(found) > 1 else found


def _overlaps(match: re.Match[str], found: list[Expression]) -> bool:
    start, end = match.span()
    return any(e.start < end and start < e.end for e in found)


def _part_of_name(text: str, end: int) -> bool:
    """Whether a capitalised word of names follows: `17 February Brigade`."""
    following = _CAPITAL.match(text, end)
    return following is not None and following.group(1) in words().names_after
