"""Where claims are put on the map: points only for what is known to a point, areas and rings for the rest."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ebbline.picture.basemap import BaseMap, Province
from ebbline.picture.geometry import Box, Point, box_of, latitude_of, mercator
from ebbline.picture.style import Style
from ebbline.records import Claim, ClaimPlace

SpotKind = Literal["point", "ring", "area", "country", "unresolved"]

ASPECT = 1.55
"""Width of the map over its height, as drawn without JavaScript."""

LEAST_SPAN_DEGREES = 1.2
FAR_AWAY, FAR_SHARE = 3.0, 0.2
"""A place more than three times as far from the middle as three quarters of the claims are may lie beside the map,
as long as no more than a fifth of the claims do: one embassy abroad must not shrink the war to a dot."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place as claims name it, at one precision."""

    kind: SpotKind
    name: str
    precision: str
    lat: float | None
    lon: float | None
    radius_m: int
    assumed: bool
    """The radius is ours, not the gazetteer's."""
    country: str | None
    admin1: str | None
    province: Province | None = None


def spots_of(claims: Sequence[Claim], style: Style, base: BaseMap) -> tuple[list[Spot], list[tuple[int, ...]]]:
    """The distinct spots, most claimed first, and each claim's spots by index."""
    names: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
    sample: dict[tuple[object, ...], ClaimPlace] = {}
    keys = [tuple(dict.fromkeys(_key(place) for place in claim.places)) for claim in claims]
    for claim in claims:
        for place in claim.places:
            names[_key(place)][place.name] += 1
            sample.setdefault(_key(place), place)
    order = sorted(sample, key=lambda key: (-names[key].total(), min(names[key]), str(key)))
    index = {key: number for number, key in enumerate(order)}
    named = {key: min(names[key], key=lambda name, key=key: (-names[key][name], name)) for key in order}  # type: ignore[misc]
    spots = [_spot(named[key], sample[key], style, base) for key in order]
    return spots, [tuple(index[key] for key in row) for row in keys]


def _key(place: ClaimPlace) -> tuple[object, ...]:
    if place.lat is None or place.lon is None:
        return (place.name.casefold(), place.country)
    return (place.gazetteer_id or place.name.casefold(), round(place.lat, 3), round(place.lon, 3), place.precision)


def _spot(name: str, place: ClaimPlace, style: Style, base: BaseMap) -> Spot:
    if place.precision == "country":
        return Spot("country", name, "country", None, None, 0, False, place.country, None)
    if place.lat is None or place.lon is None or not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
        return Spot("unresolved", name, place.precision, None, None, 0, False, place.country, place.admin1)
    province = base.province(name, place.country, (place.lon, place.lat)) if place.precision == "region" else None
    assumed = place.radius_m is None
    radius = style.radius_m[place.precision] if place.radius_m is None else place.radius_m
    if place.precision != "exact":
        # However well the centre is known, the words do not say that it happened there.
        radius = max(radius, style.radius_m[place.precision] // 2)
    point = place.precision == "exact" and radius <= style.point_up_to_m
    kind: SpotKind = "area" if province else "point" if point else "ring"
    return Spot(
        kind, name, place.precision, place.lat, place.lon, radius, assumed, place.country, place.admin1, province
    )


def choose_window(spots: Sequence[Spot], weights: Sequence[int]) -> tuple[Box, frozenset[int]]:
    """The window of the earth to draw and the spots that lie far outside it, to be listed beside the map."""
    placed = [
        (index, (spot.lon, spot.lat))
        for index, spot in enumerate(spots)
        if spot.lat is not None and spot.lon is not None
    ]
    if not placed:
        return _shaped(Box(-170, -56, 180, 75)), frozenset()
    flat = {index: (lon, mercator(lat)) for index, (lon, lat) in placed if lon is not None and lat is not None}
    middle = (
        _weighted_middle((point[0], weights[index]) for index, point in flat.items()),
        _weighted_middle((point[1], weights[index]) for index, point in flat.items()),
    )
    away = {index: math.dist(point, middle) for index, point in flat.items()}
    usual = _weighted_middle(((distance, weights[index]) for index, distance in away.items()), 0.75)
    limit = max(FAR_AWAY * usual, 2.0)
    far = frozenset(index for index, distance in away.items() if distance > limit)
    if sum(weights[index] for index in far) > FAR_SHARE * sum(weights[index] for index in flat):
        far = frozenset()
    reach = [corner for index in flat if index not in far for corner in _corners(spots[index], flat[index])]
    return _shaped(box_of(reach)), far


def _corners(spot: Spot, centre: Point) -> tuple[Point, Point]:
    """The spot's reach in degrees of the equator; of an area only its middle, which may run out of the window."""
    reach = 0.0 if spot.kind == "area" else min(spot.radius_m, 60_000) / 111_000
    return (centre[0] - reach, centre[1] - reach), (centre[0] + reach, centre[1] + reach)


def _weighted_middle(values: Iterable[tuple[float, int]], share: float = 0.5) -> float:
    ordered = sorted(values)
    wanted, so_far = share * sum(weight for _, weight in ordered), 0
    for value, weight in ordered:
        so_far += weight
        if so_far >= wanted:
            return value
    return ordered[-1][0]


def _shaped(box: Box) -> Box:
    """The box (longitude and northing) with a margin, widened to the map's shape; in degrees of latitude again."""
    width, height = box.right - box.left, box.top - box.bottom
    width, height = max(width * 1.16, LEAST_SPAN_DEGREES), max(height * 1.22, LEAST_SPAN_DEGREES / ASPECT)
    width, height = max(width, height * ASPECT), max(height, width / ASPECT)
    x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return Box(x - width / 2, latitude_of(y - height / 2), x + width / 2, latitude_of(y + height / 2))
