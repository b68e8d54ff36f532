"""How each place was found and chosen, in words that the documentation explains: `trace_places`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebbline.places.find import found_places
from ebbline.places.gazetteer import Gazetteer
from ebbline.places.lexicon import lexicon
from ebbline.places.located import PlaceMention
from ebbline.places.spots import Spot
from ebbline.places.weighing import Weighed, Weighing
from ebbline.records import Document, Span

_MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """An entry of the gazetteer that the words could mean."""

    name: str
    kind: str
    country: str
    admin1: str | None
    lat: float
    lon: float
    score: float
    parts: tuple[tuple[str, float], ...]
    """What the score is made of, rule by rule."""
    chosen: bool


@dataclass(frozen=True, slots=True)
class PlaceTrace:
    """A place that was found, the entries it was chosen from, and why."""

    mention: PlaceMention
    words: str
    how: str
    """How the words and the gazetteer met: `exact`, `sounds alike`, `country`, `short form`, `no entry`."""
    why: tuple[str, ...]
    """What the words around say, the rules' names first."""
    candidates: tuple[PlaceCandidate, ...]
    """Best first; empty for a country and for what no entry fits."""

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return self.mention.span


@dataclass(frozen=True, slots=True)
class PlacesTrace:
    """The places of a document and what was weighed for all of them."""

    places: tuple[PlaceTrace, ...]
    home: tuple[tuple[str, float], ...]
    """Countries the report is about, by code, with their weights."""
    together: bool
    """Whether the names were weighed together, as in reports of no war."""


def trace_places(document: Document, gazetteer: Gazetteer, taken: Sequence[Span] = ()) -> PlacesTrace:
    """The places that `find_places` finds, in order, with the reasons for each."""
    notes = Weighing()
    found = found_places(document, gazetteer, taken, notes)
    places = tuple(_trace(spot, mention, notes, gazetteer) for spot, mention in found)
    return PlacesTrace(places, notes.home, notes.together)


def _trace(spot: Spot, mention: PlaceMention, notes: Weighing, gazetteer: Gazetteer) -> PlaceTrace:
    weighed = notes.entries.get(id(spot), []) if spot.country is None else []
    chosen = mention.place.gazetteer_id
    candidates = [_candidate(each, gazetteer, chosen) for each in weighed if each.number >= 0]
    candidates.sort(key=lambda each: (not each.chosen, -each.score))
    why = tuple(_why(spot, mention))
    return PlaceTrace(mention, mention.place.mention, _how(spot, mention), why, tuple(candidates[:_MOST_CANDIDATES]))


def _candidate(weighed: Weighed, gazetteer: Gazetteer, chosen: str | None) -> PlaceCandidate:
    place = gazetteer.place(weighed.number)
    parts = tuple((name, round(value, 2)) for name, value in weighed.parts if abs(value) >= 0.005)
    return PlaceCandidate(
        place.name, place.kind, place.country, place.admin1, place.lat, place.lon, round(weighed.score, 2), parts,
        place.place_id == chosen,
    )  # fmt: skip


def _how(spot: Spot, mention: PlaceMention) -> str:
    if spot.country:
        return "country"
    if mention.place.gazetteer_id is None:
        return "no entry"
    if spot.sentence < 0:
        return "short form"
    return "exact" if spot.match == 1.0 else "sounds alike"


def _why(spot: Spot, mention: PlaceMention) -> list[str]:
    context, place = spot.context, mention.place
    out: list[str] = []
    if context.feature:
        out.append(f"feature word: the words ask for a {context.feature}")
    if context.cue >= 1.0:
        out.append("leading word: places are led to so")
    if spot.listed:
        out.append("list: it goes on with a list of places")
    if spot.key in lexicon().renowned and spot.country is None:
        out.append("renowned: the field knows one place by this name")
    if context.distance_km:
        side = f" to {context.bearing:.0f}°" if context.bearing is not None else ""
        out.append(f"distance: {context.distance_km:.0f} km{side} from it")
    elif context.near:
        out.append("near: told to be near it or on one side of it")
    if context.part:
        out.append("part: told of a part of it")
    if mention.kind == "dateline":
        out.append("dateline: where the report was written")
    if mention.kind == "metonym":
        out.append("metonym: the capital stands for its government")
    if place.gazetteer_id is None and place.lat is None:
        out.append("unknown: no entry fits among the places of the report")
    elif place.gazetteer_id is None:
        out.append("told by another: the distance from the place named next gives the point")
    return out
