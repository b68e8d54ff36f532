"""Points that the words tell by other places: a name no entry fits, told by its distance; what lies between two."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from ebbline.places.distances import STRETCHES
from ebbline.places.located import PlaceMention

_AWAY = re.compile(
    r"(?:['’\"”])?,? (?:which (?:lies|is) |located |situated |lying )?(?:about |some |around |roughly |just |nearly )?"
    r"(?:\d|[a-z]+ (?:km|kilomet|mile))"
)
_BETWEEN = re.compile(
    r"(\w+)(?:[ \u00a0]+\w+){0,2}?[ \u00a0]+between[ \u00a0]+(?:the[ \u00a0]+)?(?:\w+[ \u00a0]+of[ \u00a0]+)?$"
)
_AND = re.compile(r"[ \u00a0]+(?:city |town )?and[ \u00a0]+(?:the[ \u00a0]+)?(?:\w+[ \u00a0]+of[ \u00a0]+)?")
_LONGEST = 80
"""Letters between two names, at most."""
_FARTHEST_KM = 150.0
_POINTS = frozenset(("exact", "near"))


def told_by_others(mentions: Sequence[PlaceMention], text: str) -> list[PlaceMention]:
    """The mentions, in order, with the points that the words tell by the mention that follows."""
    out = list(mentions)
    tells = " between " in text
    pairs = range(len(out) - 1)
    for at in pairs if tells else [at for at in pairs if mentions[at].place.lat is None]:
        here, there = out[at], out[at + 1]
        if there.span.start - here.span.end > _LONGEST:
            continue
        if here.place.lat is None:
            if there.place.precision == "near" and _AWAY.match(text, here.span.end, there.span.start):
                out[at] = _at(here, there)
        elif tells and _is_pair(text, here, there):
            out[at], out[at + 1] = _halfway(here, there)
    return out


def _is_pair(text: str, here: PlaceMention, there: PlaceMention) -> bool:
    """Whether two names are those of `the road between X and Y`."""
    end = there.span.start
    return _AND.fullmatch(text, here.span.end, end) is not None and _stretch(text, here.span.start)


def _at(here: PlaceMention, there: PlaceMention) -> PlaceMention:
    """`Zarqat, 30 km north of Aleppo`: the point told, under the name no entry fits."""
    place, point = here.place, there.place
    told = replace(
        place, lat=point.lat, lon=point.lon, radius_m=point.radius_m, precision="near", country=point.country,
        admin1=point.admin1,
    )  # fmt: skip
    return replace(here, place=told)


def _stretch(text: str, start: int) -> bool:
    """Whether a road, an area or the like is told to lie between what begins at `start` and another."""
    lead = _BETWEEN.search(text, max(0, start - 60), start)
    return lead is not None and any(
        word.lower() in STRETCHES for word in text[lead.start() : start].split() if word.isalpha()
    )


def _halfway(here: PlaceMention, there: PlaceMention) -> tuple[PlaceMention, PlaceMention]:
    """Both, placed at the middle of what lies between them, if they are near enough to each other."""
    a, b = here.place, there.place
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return here, there
    if a.precision not in _POINTS or b.precision not in _POINTS:
        return here, there
    apart = math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(math.radians(a.lat))) * 111.0
    if not 0.0 < apart <= _FARTHEST_KM:
        return here, there
    lat, lon, radius = round((a.lat + b.lat) / 2, 5), round((a.lon + b.lon) / 2, 5), int(500 * apart) + 2_000
    return (
        replace(here, place=replace(a, precision="near", lat=lat, lon=lon, radius_m=radius)),
        replace(there, place=replace(b, precision="near", lat=lat, lon=lon, radius_m=radius)),
    )
