"""Small values that other records are made of: spans, intervals, ranges."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

TimePrecision = Literal["day", "week", "month", "season", "year", "unknown"]


_set = object.__setattr__


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A stretch of a report's stored text, in Unicode code points, `end` exclusive."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        # Every word of a report has a span: written out, this takes half the time of the generated one.
        if not 0 <= start <= end:
            raise ValueError(f"a span runs forward from 0 or later, not {start}:{end}")
        _set(self, "start", start)
        _set(self, "end", end)

    def of(self, text: str) -> str:
        """The words this span covers in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class DateInterval:
    """First and last day, both inclusive."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"an interval ends no earlier than it starts, not {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Range:
    """A count as reported: `low` at least, `high` at most, `best` the figure given. None is not stated."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Magnitude:
    """How much a strength changed or is, with the unit in the report's words ("fighters", "%", "barrels")."""

    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: str | None = None
