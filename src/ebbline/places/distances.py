"""Distances and bearings in words: `some 55 km northeast of`."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ebbline.places.lexicon import tables

BEARINGS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0,
    "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0,
}  # fmt: skip

_WORDS = tables()["distances"]
KILOMETRES: dict[str, float] = _WORDS["units"]
"""How many a measure of length has."""
_UNITS = frozenset(KILOMETRES)
_NUMBERS: dict[str, float] = _WORDS["numbers"]
STRETCHES: frozenset[str] = frozenset(_WORDS["stretches"])
"""Words before `between` that make it tell of a stretch of land."""

_FIGURE = re.compile(r"\d{1,3}(?:[ .]\d+)?$")
_GLUED = re.compile(r"(\d{1,3})(km|mi)")


def distance_in(names: Sequence[str]) -> float | None:
    """Kilometres told by folded words, the first measure of them; None if none is."""
    if _UNITS.isdisjoint(names) and (not names or (min(names) >= ":" and max(names) < "\x80")):
        return None  # no word opens with a figure
    for at in range(max(0, len(names) - 8), len(names) - 1):
        name = names[at]
        if names[at + 1] in KILOMETRES:
            number = _number(name)
            if number is not None:
                return number * KILOMETRES[names[at + 1]]
        glued = _GLUED.fullmatch(name)
        if glued:
            return float(glued[1]) * KILOMETRES[glued[2]]
    return None


def _number(word: str) -> float | None:
    if _FIGURE.match(word):
        return float(word.replace(" ", "."))
    return _NUMBERS.get(word)


def moved(lat: float, lon: float, distance_km: float, bearing: float) -> tuple[float, float]:
    """A point so far from another, on a ball of 6,371 km."""
    angle, course = distance_km / 6371.0, math.radians(bearing)
    lat_1, lon_1 = math.radians(lat), math.radians(lon)
    lat_2 = math.asin(math.sin(lat_1) * math.cos(angle) + math.cos(lat_1) * math.sin(angle) * math.cos(course))
    lon_2 = lon_1 + math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(lat_1), math.cos(angle) - math.sin(lat_1) * math.sin(lat_2)
    )
    return math.degrees(lat_2), (math.degrees(lon_2) + 540.0) % 360.0 - 180.0
