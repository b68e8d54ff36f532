"""Lengths of time and how often: "three weeks", "a two-day visit", "every Friday". They date nothing."""

from __future__ import annotations

import re

from ebbline.times.expression import Expression
from ebbline.times.rules.rule import FURTHER, MONTHLY, WEEKLY, Rule, before
from ebbline.times.vocabulary import ABOUT, MONTH, NUMBER, WEEKDAY, S, either, is_vague, number, words

_UNIT = (
    "(?:second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year|decade|centurie|century"
    "|millenni(?:um|a))"
)


def _unit(text: str) -> str:
    low = text.lower()
    return words().units.get(low) or words().units.get(low.removesuffix("s")) or "century"


def _duration(m: re.Match[str]) -> Expression | None:
    said = m["number"]
    if said and said.lower() in ("a", "an") and not m["half"] and not _length_behind(m):
        return None
    about = words().about[" ".join(m["about"].lower().split())] if m["about"] else "APPROX" if m["so"] else None
    return Expression(
        m.start(), m.end(), "duration", unit=_unit(m["unit"]), count=number(said) + (0.5 if m["half"] else 0),
        part="vague" if is_vague(said) else None, about=about,
    )  # fmt: skip


def _length_behind(m: re.Match[str]) -> bool:
    """Whether "a week" is told as a length: "for a week"; "a year" may be a rate."""
    return before(m) in words().before_length or bool(m["about"])


def _joined(m: re.Match[str]) -> Expression | None:
    """ "Two-day", "30-year"; an age is none."""
    return Expression(
        m.start(), m.end(), "duration", unit=_unit(m["unit"]), count=number(m["number"]),
        part="vague" if is_vague(m["number"]) else None,
    )  # fmt: skip


def _bare(m: re.Match[str]) -> Expression | None:
    return Expression(m.start(), m.end(), "duration", unit=_unit(m["unit"]), part="vague")


def _long(m: re.Match[str]) -> Expression | None:
    return Expression(m.start(), m.end(), "duration", unit=m["unit"].lower(), count=1)


def _ordinal_units(m: re.Match[str]) -> Expression | None:
    return Expression(m.start(), m.end(), "duration", unit=_unit(m["unit"]), count=number(m["number"]))


def _often(m: re.Match[str]) -> Expression | None:
    count, unit = words().often[m.group().lower()]
    return Expression(m.start(), m.end(), "set", unit=unit, count=count)


def _every(m: re.Match[str]) -> Expression | None:
    if m["weekday"]:
        return Expression(m.start(), m.end(), "set", weekday=words().weekdays[m["weekday"].lower()], count=1)
    if m["month"]:
        return Expression(m.start(), m.end(), "set", month=words().months[m["month"].lower().rstrip(".")], count=1)
    if m["season"]:
        return Expression(m.start(), m.end(), "set", number=words().seasons[m["season"].lower()], count=1)
    if m["part"]:
        return Expression(m.start(), m.end(), "set", clock=words().day_parts[m["part"].lower()], count=1)
    return Expression(m.start(), m.end(), "set", unit=_unit(m["unit"]), count=number(m["number"]) if m["number"] else 1)


def _rate(m: re.Match[str]) -> Expression | None:
    return Expression(m.start("rate"), m.end(), "set", unit=_unit(m["unit"]), count=1)


_RANGE = rf"(?:{NUMBER}{S}?(?:to|or|-){S}?)?"

SETS = (
    Rule(
        "every so often", "sets", FURTHER | WEEKLY | MONTHLY, "[eE]",
        rf"\b(?:every|each){S}(?:(?P<weekday>{WEEKDAY})s?|(?P<month>{MONTH})|(?P<season>spring|summer|autumn|winter)"
        rf"|(?P<part>morning|afternoon|evening|night)|(?:(?P<number>{NUMBER}){S})?(?P<unit>{_UNIT})s?)\b",
        _every, re.IGNORECASE, dating=False,
    ),
    Rule(
        "daily and the like", "sets", FURTHER, "[hdnwfmHDNWFM]", rf"\b{either(words().often)}\b", _often, re.IGNORECASE,
        dating=False,
    ),
    Rule(
        "rate", "sets", FURTHER, r"[otpOTP\d]",
        rf"\b(?:once|twice|times|times{S}or{S}more|percent|%){S}(?P<rate>(?:an?|per){S}(?P<unit>{_UNIT}))\b", _rate,
        re.IGNORECASE, dating=False,
    ),
)  # fmt: skip

LENGTHS = (
    Rule(
        "first units of another", "durations", FURTHER, "[tTfFlL]",
        rf"\b(?:the{S})?(?:first|last|final|opening|year-earlier){S}(?P<number>{NUMBER}){S}"
        r"(?P<unit>months|weeks|days|years|hours|quarters)\b", _ordinal_units, re.IGNORECASE, dating=False,
    ),
    Rule(
        "length joined to a noun", "durations", FURTHER, r"[\daA-Za-z]",
        rf"(?<![\w-])(?P<number>{NUMBER})(?:[-‐]|{S}(?=\w+{S}(?:visit|trip|rally|meeting|talks|strike|ceasefire|truce)\b))"
        rf"(?P<unit>{_UNIT})(?:-long)?\b(?![-‐](?:old|ago|earlier|end))(?!{S}old)", _joined,
        re.IGNORECASE, dating=False,
    ),
    Rule(
        "length as an adjective", "durations", FURTHER, "[hdwmyHDWMY]", r"\b(?P<unit>day|week|month|year)-?long\b",
        _long, re.IGNORECASE, dating=False,
    ),
    Rule(
        "length", "durations", FURTHER, r"[\daA-Za-z]",
        rf"(?<![\w$.-])(?:the{S}(?!an?\b)(?={NUMBER}{S}\w+s\b))?{ABOUT}{_RANGE}(?P<number>{NUMBER}){S}(?P<unit>{_UNIT})s?\b(?P<half>{S}and{S}a{S}half\b)?"
        rf"(?P<so>{S}or{S}so\b)?(?!{S}old\b|-|['’]s{S}old|{S}a{S}day\b)", _duration, re.IGNORECASE, dating=False,
    ),
)  # fmt: skip

ALONE = (
    Rule(
        "length without a count", "durations", FURTHER, "[wmydhctWMYDHCTfF]",
        rf"(?<![\w-])(?:the{S}(?:first{S}|early{S}|last{S})?)?(?P<unit>hours|days|weeks|months|years|decades|centuries)\b(?!-|{S}old)"
        rf"(?:{S}(?:or|and){S}(?:days|weeks|months|years)\b)?", _bare, re.IGNORECASE, dating=False,
    ),
)  # fmt: skip
