"""Plane geometry of the map: a Mercator frame, clipping to it and thinning to its scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Line = list[Point]

MAX_LATITUDE = 84.0
"""Mercator has no poles."""

EARTH_RADIUS_M = 6_371_000.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, edges included: degrees for a window of the earth, units for a part of the drawing."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies in the box."""
        return self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top

    def meets(self, other: Box) -> bool:
        """Whether the two share a point."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.bottom <= other.top
            and other.bottom <= self.top
        )

    def grown(self, by_width: float, by_height: float) -> Box:
        """The box with this much more on each side."""
        return Box(self.left - by_width, self.bottom - by_height, self.right + by_width, self.top + by_height)


def box_of(points: Sequence[Point]) -> Box:
    """The smallest box around one point or more."""
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def mercator(latitude: float) -> float:
    """The northing of a latitude in degrees of the equator; latitudes beyond 84 count as 84."""
    phi = math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude)))
    return math.degrees(math.log(math.tan(math.pi / 4 + phi / 2)))


def latitude_of(northing: float) -> float:
    """The latitude whose `mercator` this is."""
    return math.degrees(2 * math.atan(math.exp(math.radians(northing))) - math.pi / 2)


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing of a window of the earth, `width` units wide, `y` downwards."""

    window: Box
    width: float

    @property
    def scale(self) -> float:
        """Units per degree of longitude."""
        return self.width / (self.window.right - self.window.left)

    @property
    def height(self) -> float:
        """Units from the window's top to its bottom."""
        return (mercator(self.window.top) - mercator(self.window.bottom)) * self.scale

    def at(self, longitude: float, latitude: float) -> Point:
        """Where a place is drawn."""
        top = mercator(self.window.top)
        return ((longitude - self.window.left) * self.scale, (top - mercator(latitude)) * self.scale)

    def units(self, metres: float, latitude: float) -> float:
        """How long a ground distance is drawn at this latitude."""
        degrees = math.degrees(metres / EARTH_RADIUS_M)
        return degrees * self.scale / math.cos(math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude))))


def clip_ring(ring: Line, box: Box) -> Line:
    """The part of a closed ring inside the box (Sutherland and Hodgman); empty where there is none."""
    edges = ((0, box.left, 1.0), (0, box.right, -1.0), (1, box.bottom, 1.0), (1, box.top, -1.0))
    for axis, limit, sign in edges:
        ring = list(_kept(ring, axis, limit, sign))
        if not ring:
            break
    return ring


def _kept(ring: Line, axis: int, limit: float, sign: float) -> Iterator[Point]:
    previous = ring[-1]
    for point in ring:
        inside, was_inside = (point[axis] - limit) * sign >= 0, (previous[axis] - limit) * sign >= 0
        if inside != was_inside:
            share = (limit - previous[axis]) / (point[axis] - previous[axis])
            crossing = [previous[0] + share * (point[0] - previous[0]), previous[1] + share * (point[1] - previous[1])]
            crossing[axis] = limit
            yield (crossing[0], crossing[1])
        if inside:
            yield point
        previous = point


def clip_line(line: Line, box: Box) -> list[Line]:
    """The pieces of an open line inside the box (Liang and Barsky), in order."""
    pieces: list[Line] = []
    for start, end in pairwise(line):
        cut = _clip_segment(start, end, box)
        if cut is None:
            continue
        if pieces and pieces[-1][-1] == cut[0]:
            pieces[-1].append(cut[1])
        else:
            pieces.append([cut[0], cut[1]])
    return pieces


def _clip_segment(start: Point, end: Point, box: Box) -> tuple[Point, Point] | None:
    dx, dy = end[0] - start[0], end[1] - start[1]
    enter, leave = 0.0, 1.0
    sides = (
        (-dx, start[0] - box.left),
        (dx, box.right - start[0]),
        (-dy, start[1] - box.bottom),
        (dy, box.top - start[1]),
    )
    for slope, room in sides:
        if slope == 0:
            if room < 0:
                return None
        elif slope < 0:
            enter = max(enter, room / slope)
        else:
            leave = min(leave, room / slope)
    if enter > leave:
        return None
    first = start if enter == 0.0 else (start[0] + enter * dx, start[1] + enter * dy)
    last = end if leave == 1.0 else (start[0] + leave * dx, start[1] + leave * dy)
    return first, last


def thinned(line: Line, tolerance: float) -> Line:
    """The line with points dropped that lie closer than `tolerance` to their last kept neighbour; ends stay."""
    if len(line) < 3:
        return line
    kept = [line[0]]
    for point in line[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= tolerance:
            kept.append(point)
    kept.append(line[-1])
    return kept


def inside(point: Point, rings: Sequence[Line]) -> bool:
    """Whether the point lies within the rings, holes counted as outside."""
    x, y = point
    odd = False
    for ring in rings:
        previous = ring[-1]
        for current in ring:
            if (current[1] > y) != (previous[1] > y):
                at = previous[0] + (y - previous[1]) / (current[1] - previous[1]) * (current[0] - previous[0])
                odd ^= x < at
            previous = current
    return odd


def label_spot(ring: Line) -> tuple[Point, float]:
    """A point well inside the ring for its name, and how wide the ring is there: the best of eleven parallels."""
    box = box_of(ring)
    best, where, width_there = -1.0, ring[0], 0.0
    for step in range(1, 12):
        y = box.bottom + (box.top - box.bottom) * step / 12
        crossings = sorted(_crossings(ring, y))
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            worth = (right - left) * (1 - abs(step - 6) / 12)
            if worth > best:
                best, where, width_there = worth, ((left + right) / 2, y), right - left
    return where, width_there


def _crossings(ring: Line, y: float) -> Iterator[float]:
    previous = ring[-1]
    for current in ring:
        if (current[1] > y) != (previous[1] > y):
            yield previous[0] + (y - previous[1]) / (current[1] - previous[1]) * (current[0] - previous[0])
        previous = current


def area_of(ring: Line) -> float:
    """The ring's area, never negative."""
    total = sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True))
    return abs(total) / 2
