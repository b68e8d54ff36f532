"""Dates of the calendar: figures, days with months, months."""

from __future__ import annotations

import re

from ebbline.times.expression import Expression
from ebbline.times.rules.rule import FIGURES, MONTHLY, ORDINAL, Rule, before, core, lead, next_word
from ebbline.times.vocabulary import (
    DASH,
    DAY,
    LEAD_DAY,
    MONTH,
    OF_YEAR,
    PART,
    SINCE,
    SPELLED_DAY,
    SPELLED_YEAR,
    TO,
    WEEKDAY,
    YEAR,
    S,
    digits,
    month_number,
    part_of,
    spelled_day,
    spelled_year,
    words,
    year_number,
)  # fmt: skip


def _iso(m: re.Match[str]) -> Expression | None:
    return Expression(m.start(), m.end(), "date", day=int(m["day"]), month=int(m["month"]), year=int(m["year"]))


_LEAD_WEEKDAY = re.compile(rf"({WEEKDAY}),?[ \u00a0]*(?:the[ \u00a0])?$")
"""The weekday right before a numeric date, which tells day from month: `Saturday 7/11/2015`."""


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


def _short(m: re.Match[str]) -> Expression | None:
    return Expression(m.start("day"), m.end(), "date", day=int(m["day"]), month=int(m["month"] or m["dotted"]))


def year_words(which: str | None) -> str | None:
    """`last year` for a date followed by "last year"."""
    return f"{which.lower()} year" if which else None


_LISTED = re.compile(rf"(?<![\w/]){DAY}(?![\w%])")


def _day_and_month(m: re.Match[str]) -> Expression | None:
    year, which, month = year_number(m["year"]), year_words(m["which"]), month_number(m["month"])
    if m.end("day") == m.end("days"):
        return Expression(
            m.start(), m.end(), "date", day=digits(m["day"]), month=month, year=year, which=which,
            since=bool(m["since"]), core=core(m),
        )  # fmt: skip
    days = [(f.start(), f.end(), digits(f.group())) for f in _LISTED.finditer(m.string, m.start("day"), m.end("days"))]
    month_first = m.start("month") < m.start("day")
    dates = [
        Expression(
            m.start("month") if month_first and not i else start,
            m.end() if (month_first or i == len(days) - 1) and i == len(days) - 1 else end,
            "date", day=day, month=month, year=year, which=which,
        )
        for i, (start, end, day) in enumerate(days)
    ]  # fmt: skip
    to = dates[-1] if len(dates) > 1 else None
    return Expression(
        m.start(), m.end(), "date", day=days[0][2], month=month, year=year, which=which, to=to,
        among=tuple(dates) if to else (), since=bool(m["since"]), core=core(m),
    )  # fmt: skip


def _month_and_day(m: re.Match[str]) -> Expression | None:
    """`March 17`; but `in March 17 people` is a month and a count."""
    following = next_word(m)
    counted = (
        following
        and following not in words().after_year
        and not m["year"]
        and not m["which"]
        and before(m) in ("in", "of", "last", "early", "late")
        and m["month"][-1] != "."
    )
    return None if counted else _day_and_month(m)


def _spelled(m: re.Match[str]) -> Expression | None:
    """ "March eighth", "the twenty-fifth of May"."""
    year = spelled_year(m["said"]) if m["said"] else year_number(m["year"])
    return Expression(
        m.start(), m.end(), "date", day=spelled_day(m["day"] or m["day2"]), month=month_number(m["month"]), year=year
    )


def _months(m: re.Match[str]) -> Expression | None:
    first, second = month_number(m["month"]), month_number(m["month2"])
    year2 = year_number(m["year"])
    year1 = year_number(m["year1"]) or year2
    if year1 is not None and year1 == year2 and first > second:
        year1 -= 1
    which1, which2 = year_words(m["which1"] or m["which"]), year_words(m["which"])
    to = Expression(m.start("month2"), m.end(), "month", month=second, year=year2, which=which2)
    one_end = m.end("year1") if m["year1"] else m.end("month")
    one = Expression(m.start(), one_end, "month", month=first, year=year1, which=which1)
    return Expression(m.start(), m.end(), "month", month=first, year=year1, which=which1, to=to, among=(one, to))


_WORDS_TOO = frozenset(("may", "march", "mar", "mar.", "sep", "jan", "dec", "august"))


def _led_month(m: re.Match[str]) -> Expression | None:
    """ "Since early June", "last March"."""
    if not (m["part"] or m["lead"] or m["since"]):
        return None
    return Expression(
        m.start(), m.end(), "month", month=month_number(m["month"]), year=year_number(m["year"]),
        part=part_of(m["part"]), which=lead(m) or year_words(m["which"]), since=bool(m["since"]), core=core(m),
    )  # fmt: skip


def _month(m: re.Match[str]) -> Expression | None:
    said = m["month"]
    if not (m["year"] or m["which"]):
        if said.isupper() or (said.lower() in _WORDS_TOO and not _led(m)):
            return None
        if before(m) in ("every", "each") or (len(said) < 5 and _is_name(m)):
            return None
    return Expression(
        m.start(), m.end(), "month", month=month_number(said), year=year_number(m["year"]),
        which=year_words(m["which"]),
    )  # fmt: skip


def _led(m: re.Match[str]) -> bool:
    """Whether the words beside tell that a month is one: "in May", "the May offensive"."""
    behind = before(m)
    return behind in words().may_leads or (behind == "the" and next_word(m) in words().dated_nouns)


_CAPITALISED = re.compile(r"[ \u00a0][A-Z][a-z]")


def _is_name(m: re.Match[str]) -> bool:
    """Whether a short month without its stop is a first name: "Jan Novak"."""
    short = m["month"].lower() not in ("may", "june", "july") and m["month"][-1] != "."
    return short and _CAPITALISED.match(m.string, m.end()) is not None


def _day_alone(m: re.Match[str]) -> Expression | None:
    which = m["which"].split()[1] + " month" if m["which"] else None
    end = m.end("which") if m["which"] else m.end("day")
    return Expression(m.start("day"), end, "day", day=digits(m["day"]), which=which)


_LIST = rf"(?:(?:,{S}{DAY}(?!\w))*(?:,?{S}and{S}|{TO}){DAY})?"
_MONTH_OF = OF_YEAR.replace("P<year>", "P<year1>").replace("P<which>", "P<which1>")

RULES = (
    Rule(
        "ISO date", "absolute", FIGURES, "[12]",
        r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d|-)", _iso,
    ),
    Rule(
        "date in figures", "absolute", FIGURES, r"\d",
        r"(?<![\d/.])(?P<day>\d{1,2})[ \u00a0]*(?P<mark>[/.])[ \u00a0]*(?P<month>\d{1,2})[ \u00a0]*(?P=mark)[ \u00a0]*"
        r"(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])", _numeric,
    ),
    Rule(
        "day and month in figures", "absolute", FIGURES, "[od]",
        r"\b(?:of|on|dated)[ \u00a0](?P<day>3[01]|[12]\d|0?[1-9])"
        r"(?:/(?P<month>1[0-2]|0?[1-9])|\.(?P<dotted>0[1-9]|1[0-2]))"
        r"(?![\d/.]\d|\d|[ \u00a0]*(?:per|of|%))", _short,
    ),
    Rule(
        "day, month", "absolute", MONTHLY, "[0-9SsEeMTWF]",
        rf"\b{SINCE}{LEAD_DAY}(?P<days>(?P<day>{DAY}){_LIST}){S}(?:of{S})?(?P<month>{MONTH}){OF_YEAR}(?!\w)",
        _day_and_month, needs=("figure",),
    ),
    Rule(
        "month, day", "absolute", MONTHLY, "[SsEeMTWFJAOND]",
        rf"\b{SINCE}{LEAD_DAY}(?P<month>{MONTH}){S}(?:the{S})?(?P<days>(?P<day>{DAY})(?!\w|[.,:]\d|%)"
        rf"(?:(?:,{S}{DAY}(?!\w|[.,:]\d|%))*(?:,?{S}and{S}|{TO}){DAY}(?!\w|[.,:]\d|%))?){OF_YEAR}(?!\w)",
        _month_and_day, needs=("figure",),
    ),
    Rule(
        "day in words", "absolute", MONTHLY, "[A-Za-z]",
        rf"\b{LEAD_DAY}(?:(?:the{S})?(?P<day>{SPELLED_DAY}){S}of{S})?(?P<month>{MONTH})"
        rf"(?(day)|{S}(?:the{S})?(?P<day2>{SPELLED_DAY}))"
        rf"(?:,?{S}(?:(?P<year>{YEAR})|(?P<said>{SPELLED_YEAR})))?(?!\w)", _spelled, needs=("spelled",), dating=False,
    ),
    Rule(
        "months", "absolute", MONTHLY, "[JFMASOND]",
        rf"\b(?P<month>{MONTH})(?:{_MONTH_OF}){TO}(?P<month2>{MONTH}){OF_YEAR}(?!\w)", _months,
    ),
    Rule(
        "month with a word before it", "absolute", MONTHLY, "[SsEeMmLlBbfocTtNnPp]",
        rf"\b{SINCE}(?:(?:the{S})?{PART}|(?P<lead>(?:[Tt]his{S})?[Pp]ast|[Ll]ast|[Tt]his|[Nn]ext|[Tt]hat){S})?"
        rf"(?P<month>{MONTH}){OF_YEAR}(?!\w)", _led_month, needs=("before_month",),
        hint=r"(?<=[a-z][ \u00a0\t\n‐-])(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    ),
    Rule("month", "absolute", MONTHLY, "[JFMASOND]", rf"\b(?P<month>{MONTH}){OF_YEAR}(?!\w)", _month),
)  # fmt: skip

ALONE = (
    Rule(
        "day of the month", "absolute", ORDINAL, "[odubsMTWFSOUBD]",
        rf"\b(?:[Oo]n|of|[Dd]ated|[Uu]ntil|[Bb]y|[Ss]ince|{WEEKDAY}){S}(?P<day>the{S}(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))"
        rf"(?!{S}(?:[A-Z]|day|night|time|anniversary|floor|attack|death|century)|\w|-)"
        rf"(?P<which>{S}of{S}(?:last|this|that){S}month)?", _day_alone,
    ),
)  # fmt: skip

__all__ = ["ALONE", "DASH", "RULES", "year_words"]
