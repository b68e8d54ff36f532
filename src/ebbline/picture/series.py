"""Claims over time, by group and by cause: counts only, nothing fitted between them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ebbline.picture.source import HAPPENED
from ebbline.records import CauseClaim, Claim, ClaimTime, StrengthClaim

Unit = Literal["day", "week", "month", "year"]

LONGEST: tuple[tuple[int, Unit], ...] = ((62, "day"), (560, "week"), (3700, "month"))
"""The longest period, in days, drawn in this unit: some 60 to 120 bars; beyond, years."""

TAIL = 0.03
"""This share of the dated claims at either end may lie beside the axis, so that one date of 1982 squeezes nothing."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Buckets of time: bucket `i` runs from `edges[i]` to the day before `edges[i + 1]`."""

    unit: Unit
    edges: tuple[dt.date, ...]

    def shares(self, time: ClaimTime) -> dict[int, float]:
        """How a claim's interval falls on the buckets, summing to 1; -1 and `len` gather what lies before and after."""
        days = (time.end - time.start).days + 1
        last = len(self.edges) - 1
        shares: dict[int, float] = {}
        before = min(days, (self.edges[0] - time.start).days)
        after = min(days, (time.end - self.edges[-1]).days + 1)
        if before > 0:
            shares[-1] = before / days
        if after > 0:
            shares[last] = after / days
        for index in range(last):
            start, end = max(self.edges[index], time.start), min(self.edges[index + 1], time.end + dt.timedelta(days=1))
            if end > start:
                shares[index] = (end - start).days / days
        return shares

    def label(self, index: int) -> str:
        """The bucket in words."""
        start = self.edges[index]
        match self.unit:
            case "day":
                return f"{start.day} {start:%b %Y}"
            case "week":
                return f"week of {start.day} {start:%b %Y}"
            case "month":
                return f"{start:%b %Y}"
        return str(start.year)


def axis_of(times: Iterable[ClaimTime]) -> Axis | None:
    """An axis over the dated claims; None where there are none."""
    known = list(times)
    if not known:
        return None
    starts, ends = sorted(time.start for time in known), sorted(time.end for time in known)
    skip = int(len(known) * TAIL)
    first, last = starts[skip], max(ends[len(ends) - 1 - skip], starts[skip])
    whole_days = (ends[-1] - starts[0]).days
    if (last - first).days * 1.5 > whole_days:
        # Little is won by leaving the ends out.
        first, last = starts[0], ends[-1]
    days = (last - first).days + 1
    unit: Unit = next((unit for limit, unit in LONGEST if days <= limit), "year")
    return Axis(unit, _edges(unit, first, last))


def _edges(unit: Unit, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    edges = [_floor(unit, first)]
    while edges[-1] <= last:
        following = _next(unit, edges[-1])
        if following is None:
            break
        edges.append(following)
    return tuple(edges)


def _floor(unit: Unit, day: dt.date) -> dt.date:
    match unit:
        case "day":
            return day
        case "week":
            return dt.date.fromordinal(max(1, day.toordinal() - day.weekday()))
        case "month":
            return day.replace(day=1)
    return day.replace(month=1, day=1)


def _next(unit: Unit, day: dt.date) -> dt.date | None:
    """The start of the next bucket; None at the end of the calendar."""
    try:
        match unit:
            case "day":
                return day + dt.timedelta(days=1)
            case "week":
                return day + dt.timedelta(days=7)
            case "month":
                return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
        return day.replace(year=day.year + 1)
    except (OverflowError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Trend:
    """The strength claims on one dimension of one group, by claim index."""

    dimension: str
    up: tuple[int, ...]
    down: tuple[int, ...]
    stable: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group and its eight dimensions, in the ontology's order."""

    name: str
    total: int
    trends: tuple[Trend, ...]


def groups_of(claims: Sequence[Claim], dimensions: Sequence[str]) -> list[Group]:
    """Groups with strength claims, most claimed first; dimensions the ontology lacks follow its own."""
    by_group: dict[str, dict[tuple[str, str], list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, claim in enumerate(claims):
        if isinstance(claim, StrengthClaim):
            by_group[claim.actor][claim.dimension, claim.direction].append(index)
    groups = []
    for name, cells in by_group.items():
        others = sorted({dimension for dimension, _ in cells} - set(dimensions))
        trends = [
            Trend(d, tuple(cells[d, "up"]), tuple(cells[d, "down"]), tuple(cells[d, "stable"]))
            for d in (*dimensions, *others)
        ]
        groups.append(Group(name, sum(len(t.up) + len(t.down) + len(t.stable) for t in trends), tuple(trends)))
    return sorted(groups, key=lambda group: (-group.total, group.name))


@dataclass(frozen=True, slots=True)
class Link:
    """One factor said to bring about another, by claim index."""

    cause: str
    effect: str
    claims: tuple[int, ...]
    against: tuple[int, ...]
    """Of these, the ones that deny it or tell it as planned, conditional or failed."""
    stories: int


def links_of(claims: Sequence[Claim], story_of: dict[str, str]) -> list[Link]:
    """Causal statements put together by their two factors, most made first."""
    gathered: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        if isinstance(claim, CauseClaim):
            gathered[claim.cause.factor, claim.effect.factor].append(index)
    links = []
    for (cause, effect), found in gathered.items():
        against = tuple(index for index in found if claims[index].certainty not in HAPPENED)
        stories = {story_of.get(claims[index].report_id, claims[index].report_id) for index in found}
        links.append(Link(cause, effect, tuple(found), against, len(stories)))
    return sorted(links, key=lambda link: (-len(link.claims), link.cause, link.effect))


def most_common(names: Iterable[str]) -> list[str]:
    """Distinct names, most frequent first, then by the alphabet."""
    counts = Counter(names)
    return sorted(counts, key=lambda name: (-counts[name], name))
