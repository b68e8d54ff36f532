"""Days counted from a date or an event of the text: "the next day", "two days earlier", "a week after the capture"."""

from __future__ import annotations

import re

from ebbline.times.expression import Expression
from ebbline.times.rules.rule import DECADES, SPOKEN, WEEKLY, Rule, next_word
from ebbline.times.rules.spoken import folded
from ebbline.times.vocabulary import ABOUT, NUMBER, WEEKDAY, S, is_vague, number, words


def _same(m: re.Match[str]) -> Expression | None:
    said = m["same"].lower().split()
    later = not {"next", "following", "after", "later"}.isdisjoint(said)
    earlier = not {"previous", "before", "earlier"}.isdisjoint(said)
    count = 1 if later else -1 if earlier else 0
    part = words().day_parts.get(said[-1]) or words().day_parts.get(said[1])
    return Expression(m.start(), m.end(), "same", unit="day", count=count, clock=part)


_EVENT = re.compile(
    r"[ \u00a0]+(?:the[ \u00a0]|its[ \u00a0]|their[ \u00a0]|his[ \u00a0])?(?P<event>[^,.;:()\"“”]{3,60})"
)


def _shift(m: re.Match[str]) -> Expression | None:
    """`two days earlier`, and `two days after they left`: the date of their leaving."""
    told, way = m["unit"].lower(), m["way"].lower()
    unit, count = folded(words().units[told], number(m["number"]))
    clause = bool(m["clause"]) and way in ("after", "before")
    forward = (way in ("later", "after")) != clause
    event = _EVENT.match(m.string, m.end("way"), min(m.endpos, m.end("way") + 80)) if clause else None
    return Expression(
        m.start(), m.end("way"), "shift", unit=unit, count=count if forward else -count,
        part="vague" if is_vague(m["number"]) else None, which="clause" if clause else None,
        after=event.span("event") if event else None, clock="H" if told in ("hour", "minute", "hours") else None,
    )  # fmt: skip


def _year_earlier(m: re.Match[str]) -> Expression | None:
    """ "The year-earlier quarter": a year before the quarter told last."""
    return Expression(m.start(), m.end(), "this", unit=(m["unit"] or "period").lower(), count=-1)


def _this_unit(m: re.Match[str]) -> Expression | None:
    """ "The quarter", "the latest period": the one told last, else the last that is over; "the year ended in June" is
    a length."""
    if m["unit"].lower() == "year" and next_word(m) in ("ended", "ending"):
        return Expression(m.start(), m.end(), "duration", unit="year", count=1)
    return Expression(m.start(), m.end(), "this", unit=m["unit"].lower(), which="latest" if m["latest"] else None)


def _weekday_beside(m: re.Match[str]) -> Expression | None:
    """ "The Saturday before", "the following Monday": the one next to the day told last."""
    weekday = words().weekdays[m["weekday"].lower()]
    return Expression(m.start(), m.end(), "same", weekday=weekday, count=-1 if m["way"] == "before" else 1)


def _unit_next_to(m: re.Match[str]) -> Expression | None:
    """ "The week before": the one before the week of the day told last."""
    count = -1 if m["way"].lower() == "before" else 1
    return Expression(m.start(), m.end(), "shift", unit=m["unit"].lower(), count=count, which="unit")


def _beside(m: re.Match[str]) -> Expression | None:
    """ "That week": the one told last; "the following month": the one after it."""
    said, unit = " ".join(m["which"].lower().split()), m["unit"].lower()
    if said in ("the same", "that"):
        return Expression(m.start(), m.end(), "this", unit=unit)
    return Expression(m.start(), m.end(), "shift", unit=unit, count=1 if said == "the following" else -1, which="unit")


SAME = (
    Rule(
        "day beside the one told", "anchored", SPOKEN, "[taTA]",
        r"\b(?P<same>(?:that(?: same)?|the same|the next|the following|the previous)[ \u00a0]"
        r"(?:day|night|morning|afternoon|evening)"
        r"|the (?:day|night) before(?![ \u00a0]\w)|the day after(?![ \u00a0]\w)|a day (?:earlier|later))\b", _same,
        re.IGNORECASE, ("part_of_day",),
    ),
    Rule(
        "weekday beside the day told", "anchored", WEEKLY, "[tT]",
        rf"\b[Tt]he{S}(?P<lead>following{S})?(?P<weekday>{WEEKDAY})(?(lead)|{S}(?P<way>before|after)(?!{S}\w))",
        _weekday_beside, needs=("beside",),
    ),
    Rule(
        "unit before or after the one told", "anchored", SPOKEN, "[tT]",
        rf"\bthe{S}(?P<unit>week|month|year){S}(?P<way>before|after)\b(?!{S}\w)", _unit_next_to, re.IGNORECASE,
        ("stretch", "way"),
    ),
)  # fmt: skip

SHIFTS = (
    Rule(
        "so long before or after", "anchored", SPOKEN, r"[\daotfsenhbmuwSTFAOEN]",
        rf"\b(?P<number>{NUMBER}){S}(?P<unit>minute|day|night|week|fortnight|month|quarter|year|decade|hour)s?{S}"
        rf"(?P<way>earlier|later|before|after)\b(?P<clause>{S}\w+)?", _shift, re.IGNORECASE, ("unit", "way"),
        hint=rf"[sykhre]{S}(?:earlier|later|before|after)\b",
    ),
    Rule(
        "a year before the quarter told", "anchored", DECADES, "[tTyY]",
        rf"\b(?:the{S})?year[- ](?:ago|earlier)\b(?:{S}(?P<unit>quarter|period)\b)?", _year_earlier, re.IGNORECASE,
        dating=False,
    ),
    Rule(
        "unit beside the one told", "anchored", SPOKEN, "[tT]",
        rf"\b(?P<which>the{S}(?:same|following|previous)|that){S}(?P<unit>week|month|quarter|year|decade|century)\b(?!-|['’]s)",
        _beside, re.IGNORECASE, ("stretch", "lead"),
    ),
)  # fmt: skip

THE = (
    Rule(
        "the unit told last", "anchored", DECADES | SPOKEN, "[tT]",
        rf"\bthe{S}(?:(?P<latest>latest|most{S}recent|full){S})?(?P<unit>quarter|period|year)\b(?!-|{S}of\b)",
        _this_unit, re.IGNORECASE, dating=False,
    ),
)  # fmt: skip

__all__ = ["ABOUT", "SAME", "SHIFTS", "THE"]
