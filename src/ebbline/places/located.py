"""A chosen entry as a place of a claim: its name proper, point, radius and how precisely it is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ebbline.places.choice import Choice
from ebbline.places.context import Context
from ebbline.places.distances import moved
from ebbline.places.divisions import divisions
from ebbline.places.gazetteer import Gazetteer, Place
from ebbline.places.lexicon import Lexicon
from ebbline.places.names import fold
from ebbline.places.spots import Spot
from ebbline.records import ClaimPlace, PlacePrecision, Span


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A named place and the words that name it. `kind` is the gazetteer's, `metonym` for a capital that speaks
    for its government, `unknown` for one that no entry fits (no coordinates)."""

    span: Span
    place: ClaimPlace
    kind: str


_PART_RADIUS_M, _NEAR_RADIUS_M = 30_000, 15_000
_ROUGH_RADIUS_M = 10_000
"""Nothing is told more sharply of a place whose coordinates come from general knowledge."""


def mention_of(
    spot: Spot, choice: Choice, text: str, gazetteer: Gazetteer, words: Lexicon, dateline: Span
) -> PlaceMention:
    """The spot as its choice makes it; the `dateline` is the stretch that holds the place of writing."""
    number, score = choice
    span = _proper(spot, text, words)
    mention = span.of(text)
    kind = "dateline" if dateline.start <= span.start and span.end <= dateline.end else ""
    if spot.country:
        place = _country(spot, mention, gazetteer, words)
        if spot.context.part and not kind:
            return _country_part(spot, span, place, text, gazetteer)
        return PlaceMention(span, place, kind or ("metonym" if spot.context.speaks else "country"))
    if number is None:
        place = ClaimPlace(" ".join(mention.split()), mention, precision=_unresolved_precision(spot.context), score=0.3)
        return PlaceMention(span, place, kind or "unknown")
    entry = gazetteer.place(number)
    if not kind and _metonym(spot, entry, words):
        kind = "metonym"
    return PlaceMention(span, _located(entry, spot, mention, score), kind or entry.kind)


def _proper(spot: Spot, text: str, words: Lexicon) -> Span:
    """The name proper: `Odesa` of `Odesa region`."""
    if spot.last - spot.first > 1:
        head, _, last = text[spot.start : spot.end].rpartition(" ")
        if head and last.islower() and words.features.get(fold(last)) in _PARTED:
            return Span(spot.start, spot.start + len(head.rstrip()))
    return Span(spot.start, spot.end)


_PARTED = frozenset(("region", "district", "city", "town", "village"))


def _metonym(spot: Spot, place: Place, words: Lexicon) -> bool:
    """A seat of government without a word of place before it: `Moscow denied`, `Baghdad's allies`."""
    context = spot.context
    speaks = context.speaks and place.population > 300_000
    if not speaks and (place.country, spot.key) not in words.capitals:
        return False
    led = context.cue >= 0.5 and not (spot.listed and context.speaks)
    return not led and context.feature is None and not context.part and not context.near


def _unresolved_precision(context: Context) -> PlacePrecision:
    if context.feature in ("region", "district"):
        return "region" if context.feature == "region" else "district"
    return "near" if context.near else "part" if context.part else "exact"


def _country(spot: Spot, mention: str, gazetteer: Gazetteer, words: Lexicon) -> ClaimPlace:
    told, asked = gazetteer.countries_told, (spot.key, mention, spot.country)
    place = told.get(asked)
    if place is None:
        if len(told) >= _REMEMBERED:
            told.clear()
        place = told[asked] = _country_told(spot, mention, gazetteer, words)
    return place


_REMEMBERED = 4_096


def _country_told(spot: Spot, mention: str, gazetteer: Gazetteer, words: Lexicon) -> ClaimPlace:
    country = words.countries[spot.key]
    name, entry = country.name, gazetteer.country(spot.key, country.code)
    lat, lon = divisions().middles.get((country.code, ""), (entry.lat, entry.lon) if entry else (None, None))
    return ClaimPlace(
        name, mention, entry.place_id if entry else None, lat, lon,
        "country", spot.country, None, 1.0, entry.radius_m if entry else None,
    )  # fmt: skip


_PART_WORDS = re.compile(
    r"(?:the[ \u00a0])?((?:north|south)?-?(?:north|south|east|west)(?:ern)?|central)(?:[ \u00a0]of)?[ \u00a0]$",
    re.IGNORECASE,
)

_PART_SHIFT, _PART_REACH = 0.5, 0.6
"""Of the radius of a country, how far the middle of its north lies from its own, and how far the north reaches."""


def _country_part(spot: Spot, named: Span, country: ClaimPlace, text: str, gazetteer: Gazetteer) -> PlaceMention:
    """`northern Iraq`: a stretch of the country on that side, told as a region; a coarse centre and its radius, taken
    from where its towns lie."""
    lead = _PART_WORDS.search(text, max(0, named.start - 24), named.start)
    if lead is None or country.lat is None or country.lon is None or not country.radius_m:
        return PlaceMention(named, country, "country")
    word = lead[1].lower()
    word = word if word.endswith("ern") or word == "central" else word + "ern"
    span = Span(lead.start(1), named.end)
    towns = gazetteer.country(spot.key, country.country or "")
    lat, lon = (towns.lat, towns.lon) if towns else (country.lat, country.lon)
    if spot.context.bearing is not None:
        lat, lon = moved(lat, lon, _PART_SHIFT * country.radius_m / 1000, spot.context.bearing)
    place = replace(
        country, name=f"{word.capitalize()} {country.name}", mention=span.of(text), precision="region",
        lat=round(lat, 5), lon=round(lon, 5), radius_m=int(_PART_REACH * country.radius_m),
    )  # fmt: skip
    return PlaceMention(span, place, "country part")


def _located(place: Place, spot: Spot, mention: str, score: float) -> ClaimPlace:
    context = spot.context
    lat, lon, radius, precision = place.lat, place.lon, place.radius_m, _precision(place, context)
    if precision == "region":
        lat, lon = divisions().middles.get((place.country, place.name), (lat, lon))
        lat, lon = round(lat, 5), round(lon, 5)
    elif precision == "part":
        radius = max(radius or 0, _PART_RADIUS_M)
    elif precision == "near":
        radius = max(radius or 0, _NEAR_RADIUS_M)
        if context.distance_km and context.bearing is not None:
            lat, lon = moved(lat, lon, context.distance_km, context.bearing)
            lat, lon = round(lat, 5), round(lon, 5)
            radius = int(max(5_000, context.distance_km * 350))
        elif context.distance_km:
            radius = int(context.distance_km * 1000) + 2_000
    if place.is_rough:
        radius = max(radius or 0, _ROUGH_RADIUS_M)
    return ClaimPlace(
        place.name, mention, place.place_id, lat, lon, precision, place.country, place.admin1,
        round(score, 2) if score < 1.0 else 1.0, radius,
    )  # fmt: skip


def _precision(place: Place, context: Context) -> PlacePrecision:
    if context.distance_km or (context.near and not context.part):
        return "near"
    if place.kind == "country":
        return "country"
    if context.part:
        return "part"
    if place.kind == "region":
        return "region"
    if place.kind in ("district", "subdistrict"):
        return "district"
    if place.kind in ("area", "water", "mountain", "road"):
        return "part"
    return "near" if place.is_rough else "exact"
