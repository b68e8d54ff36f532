"""Times of day: "10 p.m.", "19:15 local time", "noon"."""

from __future__ import annotations

import re

from ebbline.times.expression import Expression
from ebbline.times.rules.rule import FURTHER, Rule
from ebbline.times.vocabulary import SMALL, S, number

_ZONE = r"(?:[ \u00a0]?(?:GMT|UTC|EST|EDT|CST|CDT|MST|MDT|PST|PDT|BST|CET|Eastern time|local time)\b)?"


def _twelve(m: re.Match[str]) -> Expression | None:
    """ "10 p.m.", "4 in the morning"."""
    hour, half = int(m["hour"]), (m["half"] or m["in"]).lower()
    if hour > 12:
        return None
    if half.startswith("p") or half in ("afternoon", "evening"):
        hour = hour % 12 + 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    return _at(m, hour)


def _spelled(m: re.Match[str]) -> Expression | None:
    """ "Ten o'clock", "eight a.m."."""
    said, hour = (m["half"] or m["in"] or "").lower(), int(number(m["said"]))
    if hour > 12:
        return None
    late = said.startswith("p") or said in ("afternoon", "evening")
    return Expression(m.start(), m.end(), "clock", clock=f"{hour % 12 + 12 if late else hour:02}:00")


def _at(m: re.Match[str], hour: int) -> Expression | None:
    minute = int(m["minute"] or 0)
    return Expression(m.start("hour"), m.end(), "clock", clock=f"{hour:02}:{minute:02}") if minute < 60 else None


def _clock(m: re.Match[str]) -> Expression | None:
    return _at(m, int(m["hour"]))


def _noon(m: re.Match[str]) -> Expression | None:
    clock = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}[m.group().lower()]
    return Expression(m.start(), m.end(), "clock", clock=clock)


RULES = (
    Rule(
        "time of day", "clock", FURTHER, r"\d",
        r"(?<![\d:.,$])(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?"
        rf"(?:[ \u00a0]?(?P<half>[ap]\.?m\b\.?)|{S}in{S}the{S}(?P<in>morning|afternoon|evening))"
        rf"{_ZONE}", _twelve, re.IGNORECASE, dating=False,
    ),
    Rule(
        "hour in words", "clock", FURTHER, r"[\da-zA-Z]",
        rf"(?<![\w.:-])(?P<said>\d{{1,2}}|{SMALL})(?:{S}o['’]clock(?:{S}in{S}the{S}(?P<in>morning|afternoon|evening))?"
        rf"|{S}(?P<half>[ap]\.?m\b\.?))", _spelled, re.IGNORECASE, ("hour",), False,
    ),
    Rule(
        "time on the clock", "clock", FURTHER, r"\d",
        rf"(?<![\d:.,$/])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\d:%]){_ZONE}", _clock, dating=False,
    ),
    Rule(
        "noon or midnight", "clock", FURTHER, "[nmNM]", r"\b(?:noon|midday|midnight)\b", _noon, re.IGNORECASE,
        dating=False,
    ),
)  # fmt: skip
