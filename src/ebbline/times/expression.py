"""What the words of an expression of time say, before anything is counted from anywhere."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal[
    "date", "day", "month", "quarter", "half", "year", "decade", "century", "season", "holiday", "weekday",
    "named", "relative", "span", "edge", "shift", "same", "this", "clock", "duration", "set", "vague",
]  # fmt: skip


class Expression(Struct, frozen=True, gc=False):
    """What the words say; offsets are the report's. Unset fields are None.

    `date`, `month`, `quarter`, `half`, `year`, `decade`, `century`, `season`, `holiday`: calendar values, `to` the
    second end of a range. `relative`: a unit `count` away from the report's date ("last week" is week, -1). `shift`:
    `count` units from the date told last ("two days earlier"). `span`: the `count` units up to the report's date, or
    from it on. `same`: the day told last, or the one beside it. `this`: the quarter, week, month or year told last
    ("the quarter"), or the one `count` units away from it. `edge`: the beginning, middle or end of a unit.
    `duration`, `set` and `vague` date nothing: "three weeks", "daily", "recently".
    """

    start: int
    end: int
    kind: Kind
    day: int | None = None
    month: int | None = None
    year: int | None = None
    """Of a decade or century its first year."""
    weekday: int | None = None
    number: int | None = None
    """First month of a season; which quarter or half."""
    unit: str | None = None
    count: float = 0
    part: str | None = None
    """`early`, `mid`, `late`, or `vague` for a count that is none ("a few days")."""
    which: str | None = None
    """`last`, `this` or `next` before a weekday, month or season; `last year` after a month."""
    since: bool = False
    core: int = -1
    """Where the words begin without "since"; -1: at `start`."""
    to: Expression | None = None
    among: tuple[Expression, ...] = ()
    """The dates of a list, the first and last included: "3, 5 and 7 May"."""
    swap: bool = False
    """Day and month of a numeric date could be exchanged."""
    order: str | None = None
    """`day` or `month` first: what a numeric date itself tells of the report's habit."""
    holiday: str | None = None
    clock: str | None = None
    """A time of day, `22:00`, or a part of the day: `MO`, `MI`, `AF`, `EV`, `NI`."""
    about: str | None = None
    """`APPROX`, `LESS_THAN`, `MORE_THAN` … before a count."""
    after: tuple[int, int] | None = None
    """The words that name the event counted from: "a week after the capture of Dorn"."""


DAY_KINDS = frozenset(("date", "day", "weekday", "named", "same", "shift", "holiday"))
"""Kinds that a later "two days earlier" can be counted from."""

DATELESS = frozenset(("duration", "set", "vague"))
"""Kinds that name no days."""
