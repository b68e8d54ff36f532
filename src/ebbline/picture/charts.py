"""Timeline, small multiples and causes as drawn without JavaScript."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ebbline.picture.rows import Row
from ebbline.picture.series import Axis, Group, groups_of, links_of
from ebbline.picture.style import Style
from ebbline.records import Claim

BARS_WIDTH, BARS_HEIGHT = 1000.0, 170.0
CELL_WIDTH, CELL_HEIGHT = 132.0, 44.0
UNDATED_WIDTH = 20.0
"""The right part of a cell, for what has no date."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a bar; `css` is `f-KEY`, `span` for shares of longer intervals, `not` for what did not happen."""

    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis with its words."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The timeline."""

    bars: tuple[Bar, ...]
    titles: tuple[tuple[float, float, str], ...]
    """Per bucket: x, width and what a pointer is told."""
    ticks: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    before: int
    after: int
    undated: int
    unit: str


@dataclass(frozen=True, slots=True)
class Point:
    """Strength claims of one direction in one bucket (or spanning several: `width`)."""

    x: float
    y: float
    width: float
    css: str
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One dimension of one group."""

    dimension: str
    up: int
    down: int
    stable: int
    claims: tuple[int, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group's small multiples."""

    name: str
    total: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One causal link, with the length of its bar as a share of the longest."""

    cause: str
    effect: str
    claims: tuple[int, ...]
    against: int
    stories: int
    share: float


def timeline(rows: Sequence[Row], axis: Axis, style: Style) -> Bars:
    """Bars of the dated claims; a claim of several buckets gives each its share."""
    weights: dict[int, dict[tuple[int, bool, bool], float]] = defaultdict(lambda: defaultdict(float))
    ends = {-1: 0, len(axis.edges) - 1: 0}
    for row in rows:
        if row.claim.time is None:
            continue
        shares = axis.shares(row.claim.time)
        for index, share in shares.items():
            if index in ends:
                ends[index] += 1
            else:
                weights[index][row.family, not row.happened, share < 1] += share
    highest = max((sum(parts.values()) for parts in weights.values()), default=1.0)
    step = BARS_WIDTH / (len(axis.edges) - 1)
    bars: list[Bar] = []
    for index, parts in sorted(weights.items()):
        y = BARS_HEIGHT
        for (family, not_happened, spread), weight in sorted(parts.items()):
            height = weight / highest * BARS_HEIGHT
            y -= height
            css = f"f-{style.families[family].key}" + " not" * not_happened + " span" * spread
            bars.append(
                Bar(round(index * step, 1), round(y, 1), round(max(step * 0.88, 0.5), 1), round(height, 1), css)
            )
    titles = tuple(
        (round(index * step, 1), round(step, 1), f"{axis.label(index)}: {_about(sum(weights[index].values()))}")
        for index in range(len(axis.edges) - 1)
    )
    undated = sum(row.claim.time is None for row in rows)
    ticks = tuple(Tick(round(i * step, 1), text) for i, text in tick_labels(axis))
    return Bars(tuple(bars), titles, ticks, _levels(highest), ends[-1], ends[len(axis.edges) - 1], undated, axis.unit)


def _about(weight: float) -> str:
    return f"{weight:.0f} claims" if abs(weight - round(weight)) < 0.05 else f"about {weight:.1f} claims"


def _levels(highest: float) -> tuple[Tick, ...]:
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if highest / s <= 5), 10_000)
    levels = range(step, int(highest) + 1, step)
    return tuple(Tick(round(BARS_HEIGHT * (1 - level / highest), 1), str(level)) for level in levels)


def tick_labels(axis: Axis) -> list[tuple[int, str]]:
    """At most about ten buckets with a label, at the starts of months or years."""
    count = len(axis.edges) - 1
    if axis.unit == "year":
        every = max(1, count // 10)
        return [(i, str(axis.edges[i].year)) for i in range(0, count, every)]
    if axis.unit == "day":
        every = max(1, count // 9)
        return [(i, f"{axis.edges[i].day} {axis.edges[i]:%b}" + _year(axis, i, i == 0)) for i in range(0, count, every)]
    starts = [
        i
        for i in range(count)
        if i == 0 or (axis.edges[i].year, axis.edges[i].month) != (axis.edges[i - 1].year, axis.edges[i - 1].month)
    ]
    every = max(1, -(-len(starts) // 10))
    chosen = starts[::every]
    return [
        (i, f"{axis.edges[i]:%b}" + _year(axis, i, n == 0 or axis.edges[chosen[n - 1]].year != axis.edges[i].year))
        for n, i in enumerate(chosen)
    ]


def _year(axis: Axis, index: int, wanted: bool) -> str:
    return f" {axis.edges[index].year}" if wanted else ""


def group_rows(claims: Sequence[Claim], axis: Axis | None, dimensions: Sequence[str]) -> list[GroupRow]:
    """Small multiples of every group with strength claims."""
    return [
        GroupRow(group.name, group.total, tuple(_cells(group, claims, axis))) for group in groups_of(claims, dimensions)
    ]


def _cells(group: Group, claims: Sequence[Claim], axis: Axis | None) -> list[Cell]:
    cells = []
    for trend in group.trends:
        points = [
            point
            for direction, found in (("up", trend.up), ("down", trend.down), ("stable", trend.stable))
            for point in _points(direction, found, claims, axis)
        ]
        every = (*trend.up, *trend.down, *trend.stable)
        cells.append(Cell(trend.dimension, len(trend.up), len(trend.down), len(trend.stable), every, tuple(points)))
    return cells


def _points(direction: str, found: Sequence[int], claims: Sequence[Claim], axis: Axis | None) -> list[Point]:
    """One mark for claims of the same days, at their middle; a bar beneath it as wide as the days are uncertain."""
    places: dict[tuple[float, float], list[int]] = defaultdict(list)
    for index in found:
        places[_reach(claims[index], axis)].append(index)
    y = {"up": 10.0, "stable": CELL_HEIGHT / 2, "down": CELL_HEIGHT - 10.0}[direction]
    return [
        Point(round((left + right) / 2, 1), y, round(right - left, 1), direction, tuple(held))
        for (left, right), held in sorted(places.items())
    ]


def _reach(claim: Claim, axis: Axis | None) -> tuple[float, float]:
    """Left and right of the claim's days in the cell; the undated column where it has none."""
    room = CELL_WIDTH - UNDATED_WIDTH - 4
    if claim.time is None or axis is None:
        middle = CELL_WIDTH - UNDATED_WIDTH / 2
        return (middle, middle)
    first, length = axis.edges[0].toordinal(), axis.edges[-1].toordinal() - axis.edges[0].toordinal()
    left, right = ((day.toordinal() - first) / length for day in (claim.time.start, claim.time.end))
    left, right = (min(max(share, 0.0), 1.0) * (room - 8) + 4 for share in (left, right))
    # Days closer than a mark is wide are one mark.
    return (round(left / 3) * 3.0, round(right / 3) * 3.0)


def cause_rows(claims: Sequence[Claim], story_of: dict[str, str]) -> list[CauseRow]:
    """Causal links, most made first."""
    links = links_of(claims, story_of)
    most = max((len(link.claims) for link in links), default=1)
    return [
        CauseRow(link.cause, link.effect, link.claims, len(link.against), link.stories, len(link.claims) / most)
        for link in links
    ]
