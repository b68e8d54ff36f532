"""Every expression of time of a document with what it says, what it means and why: `analyse_times`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from ebbline.records import Document, Span, TimePrecision
from ebbline.times.expression import DAY_KINDS, Expression
from ebbline.times.find import Found, dates_report, resolver_for, search
from ebbline.times.resolve import Meaning
from ebbline.times.rules import RULES
from ebbline.times.saying import tells

ExpressionKind = Literal["date", "time", "duration", "set", "reference"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words of time: a date, a time of day, a length, how often, or a reference to past, present or future."""

    span: Span
    words: str
    kind: ExpressionKind
    rule: str
    family: str
    said: Expression
    meaning: Meaning | None
    """None for what dates nothing or is anchored by nothing."""
    dates_report: bool = False
    """It stands where the report's own date is told, and dates no event."""
    telling: bool = False

    @property
    def start(self) -> dt.date | None:
        """First day, None where no day is meant or known."""
        return self.meaning.interval.start if self.meaning else None

    @property
    def end(self) -> dt.date | None:
        """Last day, inclusive."""
        return self.meaning.interval.end if self.meaning else None

    @property
    def precision(self) -> TimePrecision:
        """How fine the days are."""
        return self.meaning.precision if self.meaning else "unknown"


def analyse_times(document: Document, *, without: Iterable[str] = ()) -> tuple[TimeExpression, ...]:
    """All expressions of time in order, those that date nothing too; `without` these families of rules."""
    text = document.report.text
    found, stamps = search(document, further=True, without=frozenset(without))
    found = _joined(found, text)
    out: list[TimeExpression] = []
    resolver, apart = resolver_for(document, found, out)
    for rule, e in found:
        meaning = resolver.meaning(e)
        if e.start in stamps:
            resolver.count_from(e)
        span = Span(e.start, e.end)
        out.append(
            TimeExpression(
                span, span.of(text), _kind(e), rule, _family_of(rule), e, meaning,
                e.start in stamps or dates_report(e, apart), tells(e, text),
            )
        )  # fmt: skip
    return tuple(out)


_FAMILIES = {rule.name: rule.family for rule in RULES}


def _family_of(rule: str) -> str:
    return _FAMILIES[rule]


def _kind(e: Expression) -> ExpressionKind:
    if e.kind == "vague":
        return "reference"
    if e.kind in ("duration", "set"):
        return "duration" if e.kind == "duration" else "set"
    return "time" if e.kind == "clock" or (e.clock and e.clock != "H") else "date"


_BETWEEN = re.compile(r"[\s\u00a0]*,?[\s\u00a0]*(?:(?:on|at|of)[\s\u00a0]+)?$")
_GAP = 6
_PARTS = (None, "MO", "AF", "EV", "NI")


def _joined(found: Sequence[Found], text: str) -> list[Found]:
    """A time of day and the day beside it as one: "10 p.m. on Wednesday"."""
    out: list[Found] = []
    for rule, e in found:
        if out and e.start - out[-1][1].end <= _GAP and _BETWEEN.fullmatch(text, out[-1][1].end, e.start):
            before = out[-1][1]
            if before.kind == "clock" and e.kind in DAY_KINDS and e.clock in _PARTS:
                out[-1] = (rule, replace(e, start=before.start, clock=before.clock, core=-1))
                continue
            if e.kind == "clock" and before.kind in DAY_KINDS and before.clock in _PARTS:
                out[-1] = (out[-1][0], replace(before, end=e.end, clock=e.clock))
                continue
        out.append((rule, e))
    return out
