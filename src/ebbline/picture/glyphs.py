"""The marks of the map as drawn without JavaScript; `assets/page.js` draws the same ones anew for every filter."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ebbline.picture.basemap import BaseMap, Land
from ebbline.picture.geometry import Box, Frame
from ebbline.picture.rows import Row
from ebbline.picture.spots import Spot, choose_window
from ebbline.picture.style import Style

WIDTH = 1000.0
DETAIL = 0.3
"""Units a drawn line may be coarser than the data: a third of a screen's point before zooming in."""
AROUND = 0.7
"""How much is drawn beyond each edge, as a share of the window, so that panning does not run into nothing."""
TOUCHING = 0.85
"""Points nearer than this share of their two radii are one mark until one zooms in."""
WIDEST = 0.25
"""A ring of a radius larger than this share of the window says nothing on a map: it is listed beside it."""
LEAST_RADIUS, LARGEST_RADIUS, USUAL_GROWTH = 4.5, 24.0, 2.5
LETTER = 5.9
"""Units a letter of a place name is wide, on the average."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A spot on the drawing."""

    spot: Spot
    index: int
    x: float
    y: float
    radius: float
    """Of a ring, in units; 0 for points."""
    outline: str
    """Path data of an area."""
    beside: str
    """Why the map does not show it (`unresolved`, `country`, `outside`, `wide`); empty: it does."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a mark: path data and the class that colours it."""

    path: str
    css: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a mark."""

    x: float
    y: float
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: a shape, or a disc in parts, with a ring for who is said to hold the place."""

    kind: str
    x: float
    y: float
    radius: float
    slices: tuple[Slice, ...]
    ring: tuple[Slice, ...]
    label: Label | None
    title: str
    outline: str
    reach: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map."""

    frame: Frame
    land: Land
    placed: tuple[Placed, ...]
    marks: tuple[Mark, ...]
    growth: float
    """A mark's radius is 4.5 and this times the root of its claims."""


def draw_map(rows: Sequence[Row], spots: Sequence[Spot], where: Sequence[tuple[int, ...]], style: Style) -> Drawing:
    """The map of these claims; `where` gives each row's spots."""
    base = BaseMap.open()
    at: list[list[Row]] = [[] for _ in spots]
    for row, indices in zip(rows, where, strict=True):
        for index in indices:
            at[index].append(row)
    window, far = choose_window(spots, [len(found) for found in at])
    frame = Frame(window, WIDTH)
    drawn = Box(0, 0, WIDTH, frame.height).grown(AROUND * WIDTH, AROUND * frame.height)
    places = [(s.lon, s.lat) for i, s in enumerate(spots) if s.lon is not None and s.lat is not None and i not in far]
    land = base.draw(frame, drawn, DETAIL, places)
    placed = tuple(_placed(index, spot, frame, drawn, base, index in far) for index, spot in enumerate(spots))
    growth = growth_for(max((len(found) for found in at), default=1))
    return Drawing(frame, land, placed, tuple(_marks(placed, at, style, frame, growth)), growth)


def _placed(index: int, spot: Spot, frame: Frame, drawn: Box, base: BaseMap, outside: bool) -> Placed:
    if spot.lat is None or spot.lon is None:
        return Placed(spot, index, 0, 0, 0, "", spot.kind)
    x, y = frame.at(spot.lon, spot.lat)
    radius = frame.units(spot.radius_m, spot.lat) if spot.kind == "ring" else 0.0
    beside = "outside" if outside else "wide" if radius > WIDEST * frame.width else ""
    outline = base.outline(spot.province, frame, drawn, DETAIL) if spot.province and not outside else ""
    return Placed(spot, index, round(x, 1), round(y, 1), round(radius, 1), outline, beside)


def _marks(
    placed: Sequence[Placed], at: Sequence[Sequence[Row]], style: Style, frame: Frame, growth: float
) -> Iterable[Mark]:
    taken: list[Box] = []
    wide = [place for place in placed if place.spot.kind in ("area", "ring") and not place.beside]
    points = _merged([place for place in placed if place.spot.kind == "point" and not place.beside], at, growth)
    discs = [
        (group, sorted({id(row): row for p in group for row in at[p.index]}.values(), key=_order)) for group in points
    ]
    taken += [_square(group[0].x, group[0].y, radius_of(len(rows), growth) + 5) for group, rows in discs]
    for group, rows in sorted(discs, key=lambda item: -len(item[1])):
        first, radius = group[0], radius_of(len(rows), growth)
        name = first.spot.name + (f" +{len(group) - 1}" if len(group) > 1 else "")
        label = _label(first.x, first.y, radius + 6, name, taken, frame)
        title = ", ".join(place.spot.name for place in group) + f": {_claims(len(rows))}"
        yield Mark(
            "point",
            first.x,
            first.y,
            radius,
            slices(rows, radius, style),
            ring(rows, radius, style),
            label,
            title,
            "",
            0,
        )
    for place in wide:
        words, found = place_words(place.spot), at[place.index]
        reach = max(place.radius, 7.0) if place.spot.kind == "ring" else 0.0
        label = _label(place.x, place.y - reach, 2, f"{words} · {len(found)}", taken, frame)
        title = f"somewhere {words}: {_claims(len(found))}"
        yield Mark(
            place.spot.kind, place.x, place.y, 0, slices(found, 5, style)[:1], (), label, title, place.outline, reach
        )


def _order(row: Row) -> tuple[str, str]:
    return (row.claim.report_id, row.claim.claim_id)


def _claims(number: int) -> str:
    return f"{number} claim" + ("" if number == 1 else "s")


def place_words(spot: Spot) -> str:
    """The place as its claims give it: `near Raqqa`, `part of Homs`, `Raqqa region`."""
    match spot.precision:
        case "near":
            return f"near {spot.name}"
        case "part":
            return f"part of {spot.name}"
        case "district":
            return spot.name if "district" in spot.name.casefold() else f"{spot.name} district"
        case "region":
            return f"{spot.name} (region)"
    return spot.name if spot.kind != "ring" else f"around {spot.name}"


def growth_for(most: int) -> float:
    """How fast radii grow where the most claimed place has so many claims: it is never larger than 24 units."""
    return min(USUAL_GROWTH, (LARGEST_RADIUS - LEAST_RADIUS) / math.sqrt(max(most, 1)))


def radius_of(claims: int, growth: float) -> float:
    """A mark's radius: its area grows with the claims."""
    return round(min(LEAST_RADIUS + growth * math.sqrt(claims), LARGEST_RADIUS), 1)


def _merged(points: Sequence[Placed], at: Sequence[Sequence[Row]], growth: float) -> list[list[Placed]]:
    """Points that would cover each other, together at the most claimed one's place."""
    groups: list[list[Placed]] = []
    for place in sorted(points, key=lambda place: (-len(at[place.index]), place.index)):
        radius = radius_of(len(at[place.index]), growth)
        for group in groups:
            reach = (radius + radius_of(len(at[group[0].index]), growth)) * TOUCHING + 3
            if math.dist((place.x, place.y), (group[0].x, group[0].y)) < reach:
                group.append(place)
                break
        else:
            groups.append([place])
    return groups


def slices(rows: Sequence[Row], radius: float, style: Style) -> tuple[Slice, ...]:
    """The family's shape where all claims are of one family, otherwise a disc in parts; control is the ring's."""
    counts = Counter((row.family, row.happened) for row in rows if style.families[row.family].key != "control")
    if not counts:
        return ()
    if len(counts) == 1:
        (family, happened), _ = next(iter(counts.items()))
        return (Slice(shape(style.families[family].shape, radius), _css(style, family, happened)),)
    total, angle = counts.total(), 0.0
    parts = []
    for (family, happened), number in sorted(counts.items()):
        turn = number / total
        parts.append(Slice(sector(radius, angle, angle + turn), _css(style, family, happened)))
        angle += turn
    return tuple(parts)


def _css(style: Style, family: int, happened: bool) -> str:
    return f"f-{style.families[family].key}" + ("" if happened else " not")


def ring(rows: Sequence[Row], radius: float, style: Style) -> tuple[Slice, ...]:
    """One arc for each holder claimed, equal: the ring says who is named, not who is right."""
    holders = sorted({holder for row in rows for holder in row.holders})
    share = 1 / max(len(holders), 1)
    return tuple(
        Slice(arc(radius + 4, i * share, (i + 1) * share), f"h{min(holder, style.holders)}")
        for i, holder in enumerate(holders)
    )


def shape(name: str, radius: float) -> str:
    """Path data of a family's shape around the origin, all of about the same area."""
    r = radius
    match name:
        case "square":
            return polygon([(-0.89 * r, -0.89 * r), (0.89 * r, -0.89 * r), (0.89 * r, 0.89 * r), (-0.89 * r, 0.89 * r)])
        case "triangle":
            return polygon([(0, -1.3 * r), (1.25 * r, 0.85 * r), (-1.25 * r, 0.85 * r)])
        case "diamond":
            return polygon([(0, -1.25 * r), (1.25 * r, 0), (0, 1.25 * r), (-1.25 * r, 0)])
        case "pentagon":
            return polygon(
                [(1.1 * r * math.sin(i * 0.4 * math.pi), -1.1 * r * math.cos(i * 0.4 * math.pi)) for i in range(5)]
            )
        case "cross":
            a, b = 0.42 * r, 1.15 * r
            corners = [
                (-a, -b),
                (a, -b),
                (a, -a),
                (b, -a),
                (b, a),
                (a, a),
                (a, b),
                (-a, b),
                (-a, a),
                (-b, a),
                (-b, -a),
                (-a, -a),
            ]
            return polygon(corners)
        case "bar":
            return polygon([(-1.3 * r, -0.5 * r), (1.3 * r, -0.5 * r), (1.3 * r, 0.5 * r), (-1.3 * r, 0.5 * r)])
        case "arrow":
            return polygon([(-1.1 * r, -0.9 * r), (1.2 * r, 0), (-1.1 * r, 0.9 * r), (-0.5 * r, 0)])
    return sector(r, 0, 1)


def polygon(points: Sequence[tuple[float, float]]) -> str:
    """Closed path data."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def sector(radius: float, start: float, end: float) -> str:
    """A slice of a disc, from `start` to `end` in turns, clockwise from the top."""
    if end - start > 0.999:
        return f"M0 {-radius:g}A{radius:g} {radius:g} 0 1 1 0 {radius:g}A{radius:g} {radius:g} 0 1 1 0 {-radius:g}Z"
    return "M0 0L" + arc(radius, start, end)[1:] + "Z"


def arc(radius: float, start: float, end: float) -> str:
    """A stretch of a circle, as `sector`."""
    if end - start > 0.999:
        return sector(radius, 0, 1)
    (ax, ay), (bx, by) = (
        (radius * math.sin(2 * math.pi * turn), -radius * math.cos(2 * math.pi * turn)) for turn in (start, end)
    )
    return f"M{ax:.1f} {ay:.1f}A{radius:g} {radius:g} 0 {int(end - start > 0.5)} 1 {bx:.1f} {by:.1f}"


def _square(x: float, y: float, reach: float) -> Box:
    return Box(x - reach, y - reach, x + reach, y + reach)


def _label(x: float, y: float, away: float, text: str, taken: list[Box], frame: Frame) -> Label | None:
    """The words right, left, above or below the mark, where nothing is yet; None where all four are taken."""
    width = len(text) * LETTER
    places = (
        (Box(x + away, y - 7, x + away + width, y + 7), x + away, y + 4, "start"),
        (Box(x - away - width, y - 7, x - away, y + 7), x - away, y + 4, "end"),
        (Box(x - width / 2, y - away - 14, x + width / 2, y - away), x, y - away - 3, "middle"),
        (Box(x - width / 2, y + away, x + width / 2, y + away + 14), x, y + away + 11, "middle"),
    )
    view = Box(2, 2, frame.width - 2, frame.height - 2)
    for box, at_x, at_y, anchor in places:
        fits = view.holds((box.left, box.bottom)) and view.holds((box.right, box.top))
        if fits and not any(box.meets(other) for other in taken):
            taken.append(box)
            return Label(round(at_x, 1), round(at_y, 1), anchor, text)
    return None
