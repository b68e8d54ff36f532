"""Days told from where the reader stands: weekdays, yesterday, last week, two days ago, the past month."""

from __future__ import annotations

import re

from ebbline.times.expression import Expression
from ebbline.times.rules.rule import SPOKEN, WEEKLY, Rule, before, core, lead
from ebbline.times.tense import weekday_ahead
from ebbline.times.vocabulary import ABOUT, NUMBER, WEEKDAY, YEAR, S, is_vague, number, part_of, words


def _weekday(m: re.Match[str]) -> Expression | None:
    said = lead(m) or ""
    if said in ("every", "each") or (m["since"] is None and before(m) in ("every", "each")):
        return None
    ahead = not said and weekday_ahead(m.string, m.start(), m.end())
    which = m["later"].split()[0] + " week" if m["later"] else "ahead" if ahead else said or None
    return Expression(
        m.start(), m.end(), "weekday", weekday=words().weekdays[m["weekday"].lower()], which=which,
        since=bool(m["since"]), core=core(m), clock=_day_part(m["time"]), part=_early(m["early"]),
    )  # fmt: skip


def _weekdays(m: re.Match[str]) -> Expression | None:
    """ "Monday to Wednesday"."""
    table = words().weekdays
    ahead = "ahead" if weekday_ahead(m.string, m.start(), m.end()) else None
    one, to = (
        Expression(*m.span(name), "weekday", weekday=table[m[name].lower()], which=ahead)
        for name in ("weekday", "weekday2")
    )
    return Expression(m.start(), m.end(), "weekday", weekday=one.weekday, which=ahead, to=to, among=(one, to))


def _early(said: str | None) -> str | None:
    return {"e": "early", "l": "late"}[said[0].lower()] if said else None


def _day_part(said: str | None) -> str | None:
    return words().day_parts[said.lower()] if said else None


_NAMED = {"yesterday": -1, "last night": -1, "overnight": -1, "the day before yesterday": -2, "tomorrow": 1,
          "the day after tomorrow": 2}  # fmt: skip
_NAMED_PARTS = {"tonight": "NI", "overnight": "NI", "last night": "NI", "this morning": "MO", "this afternoon": "AF",
                "this evening": "EV"}  # fmt: skip


def _named(m: re.Match[str]) -> Expression | None:
    named = " ".join(m["named"].lower().split())
    part = _day_part(m["time"]) or _NAMED_PARTS.get(named)
    return Expression(
        m.start(), m.end(), "named", unit=named, count=_NAMED.get(named, 0), clock=part, part=_early(m["early"])
    )


_COUNTS = {"this": 0, "current": 0, "next": 1, "coming": 1}


def _last_unit(m: re.Match[str]) -> Expression | None:
    said, unit = m["lead"].lower(), m["unit"].lower()
    if m["unit"][0].isupper() and m["lead"][0].isupper():
        return None
    count = _COUNTS.get(said.split()[-1], -1)
    since = (m["since"] or "").lower() == "since"
    if unit == "fortnight":
        return Expression(m.start(), m.end(), "span", unit="week", count=2)
    at = m.end("since") if since else m.start()
    if unit == "weekend":
        return Expression(
            m.start(), m.end(), "weekday", weekday=5, which=said.split()[-1], unit="weekend", since=since, core=at
        )
    part = _early(m["since"]) if not since else None
    return Expression(
        m.start(), m.end(), "relative", unit=unit, count=count, since=since, core=core(m) if since else -1,
        part="late part" if part == "late" else "early part" if part else None,
    )  # fmt: skip


def folded(unit: str, count: float) -> tuple[str, float]:
    """Fortnights as weeks."""
    return ("week", 2 * count) if unit == "fortnight" else (unit, count)


def _ago(m: re.Match[str]) -> Expression | None:
    """ "Two days ago": counted from the report's date."""
    unit, count = folded(
        words().units[m["unit"].lower()], (number(m["number"]) if m["number"] else 3) + (0.5 if m["half"] else 0)
    )
    vague = "vague" if is_vague(m["number"]) or not m["number"] else None
    about = words().about[" ".join(m["about"].lower().split())] if m["about"] else "APPROX" if m["so"] else None
    return Expression(
        m.start(), m.end(), "relative", unit=unit, count=-count, part=vague, which="ago", about=about,
        clock="H" if m["unit"].lower() in ("hour", "minute") else None,
    )  # fmt: skip


_VAGUE_SPANS = {"day": 7, "night": 7, "week": 4, "month": 4, "year": 3, "hour": 24, "decade": 2, "quarter": 3,
                "minute": 0}  # fmt: skip


def _span(m: re.Match[str]) -> Expression | None:
    unit = words().units[m["unit"].lower().removesuffix("s")]
    count = number(m["number"]) if m["number"] else _VAGUE_SPANS[unit]
    ahead = m["lead"].lower() in ("next", "coming")
    part = "vague" if not m["number"] or is_vague(m["number"]) else None
    clock = "H" if unit in ("hour", "minute") else None
    unit, count = folded(unit, count)
    return Expression(
        m.start(), m.end(), "span", unit=unit, count=-count if ahead else count, part=part, clock=clock,
        which=m["lead"].lower(),
    )  # fmt: skip


def _edge(m: re.Match[str]) -> Expression | None:
    """ "The start of the year"; since it, all the time up to the report's date."""
    since = bool(m["since"])
    part = "early" if m["edge"].lower() in ("start", "beginning", "turn") else part_of(m["edge"])
    unit = m["unit"].lower()
    at = core(m) if since else -1
    count = {"next": 1, "last": -1}.get((m["lead"] or "").lower(), 0)
    if since and part == "early":
        return Expression(m.start(), m.end(), "relative", unit=unit, count=count, since=True, core=at, part=None)
    return Expression(m.start(), m.end(), "edge", unit=unit, count=count, part=part, since=since, core=at)


def _year_end(m: re.Match[str]) -> Expression | None:
    part = "mid" if m.group().lower().startswith("mid") else "late"
    if m["year"]:
        return Expression(m.start(), m.end(), "year", year=int(m["year"]), part=part)
    return Expression(m.start(), m.end(), "edge", unit=(m["unit"] or "year").lower(), part=part)


def _the_weekend(m: re.Match[str]) -> Expression | None:
    return Expression(m.start(), m.end(), "weekday", weekday=5, which="the", unit="weekend")


_TIME = rf"(?:{S}(?P<time>morning|afternoon|evening|night|noon)\b)?"

SHIFTS = (
    Rule(
        "so long ago", "relative", SPOKEN, r"[\daotfsenclbmuwdhy]",
        rf"\b{ABOUT}(?:(?P<number>{NUMBER}){S})?(?P<unit>minute|hour|day|night|week|fortnight|month|quarter|year|decade|century|centurie)s?"
        rf"(?P<half>{S}and{S}a{S}half)?(?P<so>{S}or{S}so)?{S}(?P<way>ago|previously|back(?![- ][a-z]))\b",
        _ago, re.IGNORECASE, ("unit", "ago"),
    ),
)  # fmt: skip

YEAR_ENDS = (
    Rule(
        "year-end", "relative", SPOKEN, "[tymTYM]",
        rf"\b(?:the{S})?(?:(?P<unit>year|month)(?:[- ]|['’]s{S})end|mid-?year)\b(?:,?{S}(?P<year>{YEAR})\b)?",
        _year_end, re.IGNORECASE, dating=False,
    ),
)  # fmt: skip

SPANS = (
    Rule(
        "the past or next units", "relative", SPOKEN, "[tplrnc]",
        rf"\b(?:the{S})?(?P<lead>past|last|previous|recent|next|coming){S}(?:(?P<number>{NUMBER}){S})?"
        rf"(?P<unit>days|nights|weeks|months|years|hours|decades|quarters|minutes)\b(?:{S}or{S}so\b)?", _span,
        re.IGNORECASE,
        ("many", "lead"),
    ),
    Rule(
        "edge of a unit", "relative", SPOKEN, "[stbemSTBEM]",
        rf"\b(?:(?P<since>since){S})?(?:the{S})?(?P<edge>start|beginning|turn|middle|end){S}of{S}(?:the|this|(?P<lead>next|last)){S}"
        r"(?P<unit>year|month|week|quarter|decade|century)\b", _edge, re.IGNORECASE, ("stretch", "opening"),
    ),
    Rule(
        "early or late in a unit", "relative", SPOKEN, "[elEL]",
        rf"\b(?P<edge>early|earlier|late|later){S}(?P<since>)in{S}the{S}(?P<lead>)(?P<unit>year|month|week)\b", _edge,
        re.IGNORECASE, ("stretch", "within"),
    ),
)  # fmt: skip

DAYS = (
    Rule(
        "day named", "relative", SPOKEN, "[tyolerETYOLR]",
        r"\b(?:(?P<early>early|late|earlier|later)[ \u00a0])?(?P<named>the day before yesterday|the day after tomorrow|"
        r"yesterday|today|tonight|tomorrow|overnight|last night|this (?:morning|afternoon|evening))"
        r"(?:[ \u00a0](?P<time>morning|afternoon|evening|night))?\b", _named, re.IGNORECASE, ("moment",),
    ),
)  # fmt: skip

UNITS = (
    Rule(
        "weekdays", "relative", WEEKLY, "[MTWFS]",
        rf"\b(?P<weekday>{WEEKDAY})(?:{S}(?:through|to|until){S}|[-–—])(?P<weekday2>{WEEKDAY})\b", _weekdays,
    ),
    Rule(
        "weekday", "relative", WEEKLY, "[SsEeLlTtNnPpCcMWF]",
        rf"\b(?:(?P<since>[Ss]ince|[Ee]ver since){S})?(?:(?P<early>[Ee]arly|[Ll]ate|[Ee]arlier|[Ll]ater){S})?"
        rf"(?:(?P<lead>(?:[Tt]his{S})?(?:[Pp]ast|[Cc]oming)|[Ll]ast|[Tt]his|[Nn]ext|[Pp]revious|[Ee]very|[Ee]ach){S})?"
        rf"(?P<weekday>{WEEKDAY}){_TIME}(?!\w)(?P<later>{S}(?:last|this|next){S}week\b)?", _weekday,
    ),
    Rule(
        "last, this or next unit", "relative", SPOKEN, "[elstnpcESLTNPC]",
        rf"\b(?:(?P<since>earlier|later|since|early|late){S}(?:in{S})?)?(?:the{S}(?=past|last|next|coming|current))?"
        rf"(?P<lead>last|this|next|past|previous|coming|current){S}"
        rf"(?:calendar{S})?(?P<unit>week|month|year|decade|weekend|fortnight|quarter|century)\b(?!-|['’]s)", _last_unit,
        re.IGNORECASE, ("stretch", "lead"),
    ),
    Rule(
        "unit with a possessive", "relative", SPOKEN, "[lstnpLTNP]",
        rf"\b(?P<since>(?!))?(?P<lead>last|this|next|past){S}(?P<unit>week|month|year|decade|weekend|quarter)(?=['’]s\b|-)"
        .replace("(?P<since>(?!))?", "(?P<since>since )?"), _last_unit, re.IGNORECASE, ("stretch", "lead"), False,
    ),
    Rule(
        "the weekend", "relative", SPOKEN, "[Tt]", rf"\b[Tt]he{S}weekend\b(?!{S}of\b)", _the_weekend, dating=False
    ),
)  # fmt: skip
