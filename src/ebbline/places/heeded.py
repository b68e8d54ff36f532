"""What the names that the language model found say of the places the rules found: `heeded`.

Measured on the development halves of TR-News and GeoVirus (`benchmarks/places/names_found.py`): a name of the rules is
right 97 times in 100 where the model has the same stretch as a place, 10 where it has it as a person, 20 where it has
nothing; inside a longer name of an organisation it is right a third of the time, more often where the organisation is
a public body (`Toronto police`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from ebbline.places.candidates import Candidates
from ebbline.places.choice import Choice
from ebbline.places.context import context_of
from ebbline.places.lexicon import Lexicon
from ebbline.places.mentions import Line
from ebbline.places.names import fold
from ebbline.places.spots import Spot
from ebbline.records import Document, Name

_Chosen = tuple[Spot, Choice]
_PLACES = frozenset(("LOC", "BASE"))
_PUBLIC = frozenset((
    "police", "court", "council", "government", "department", "hospital", "sheriff", "district", "ministry", "fire",
    "jail", "prison", "authority", "authorities", "legislature", "parliament", "mayor", "office", "officials",
))  # fmt: skip


def heeded(
    document: Document,
    chosen: Sequence[_Chosen],
    doubtful: Sequence[_Chosen],
    lines: Sequence[Line],
    candidates: Candidates,
    words: Lexicon,
    home: Collection[str] = (),
) -> list[_Chosen]:
    """The choices without what the model says is none, with what it says is a place.

    `home` are the countries of a report of a war: there the rules know more, so that only persons are taken out, and
    only places of these countries put in.
    """
    names = sorted(document.names, key=lambda name: name.span.start)
    starts = [name.span.start for name in names]
    text = document.report.text
    if home:
        out = [each for each in chosen if not _is_person(each[0], _over(names, starts, each[0]))]
        doubtful = ()
    else:
        out = [each for each in chosen if _stands(each[0], _over(names, starts, each[0]), text, words)]
    places = {(name.span.start, name.span.end) for name in names if name.kind in _PLACES}
    out += [each for each in doubtful if (each[0].start, each[0].end) in places]
    for name in names:
        if name.kind not in _PLACES:
            continue
        inside = [each for each in out if each[0].start < name.span.end and name.span.start < each[0].end]
        if not all(_shorter(spot, name) for spot, _ in inside):
            continue
        spot = _spot(name, document, lines, candidates, words)
        if spot is not None and home:
            spot = _at_home(spot, home, candidates)
        if spot is not None:
            out = [each for each in out if each not in inside]
            out.append((spot, (spot.numbers[0] if spot.numbers else None, 0.6)))
    return sorted(out, key=lambda each: each[0].start)


def _is_person(spot: Spot, over: Sequence[Name]) -> bool:
    """Whether the model has a spot as a person's name, and not a part of it as a place's: `Dasht` of Dasht-e Archi."""
    if spot.country is not None or any(name.kind in _PLACES for name in over):
        return False
    return any(name.kind == "PER" and name.span.end >= spot.end for name in over)


def _at_home(spot: Spot, home: Collection[str], candidates: Candidates) -> Spot | None:
    """The spot with its entries in the countries of a report of a war; None if there are none."""
    gazetteer = candidates.gazetteer
    numbers = tuple([n for n in spot.numbers if gazetteer.country_of(n) in home])
    return replace(spot, numbers=numbers) if numbers and spot.country is None else None


def _shorter(spot: Spot, name: Name) -> bool:
    """Whether a spot is only part of a name: `Prince` of Port-au-Prince."""
    start, end = name.span.start, name.span.end
    return start <= spot.start and spot.end <= end and spot.end - spot.start < end - start


def _over(names: Sequence[Name], starts: Sequence[int], spot: Spot) -> list[Name]:
    """The names that share letters with a spot; the model's names do not overlap."""
    first = max(0, bisect_right(starts, spot.start) - 1)
    return [n for n in names[first : bisect_left(starts, spot.end)] if n.span.end > spot.start]


def _stands(spot: Spot, over: Sequence[Name], text: str, words: Lexicon) -> bool:
    kinds = {name.kind for name in over}
    if kinds & _PLACES:
        return not any(_facility(spot, name, text, words) for name in over)
    if "PER" in kinds:
        return False
    if not kinds:
        return not text[spot.start].islower() and (spot.context.cue >= 1.0 or spot.country is not None)
    name = over[0]
    if (name.span.start, name.span.end) == (spot.start, spot.end):
        return True
    if name.kind == "ORG":
        return any(word in _PUBLIC for word in fold(name.span.of(text)).split(" "))
    return True


def _facility(spot: Spot, name: Name, text: str, words: Lexicon) -> bool:
    """Whether the spot only opens the name of an airport, a hospital or the like: `Pearson International Airport`."""
    if name.span.end <= spot.end or text[spot.end : spot.end + 2] in ("'s", "’s"):
        return False
    rest = fold(text[spot.end : name.span.end]).split(" ")
    return not spot.country and words.features.get(rest[-1]) in ("airport", "site", "base", "port", "road")


def _spot(name: Name, document: Document, lines: Sequence[Line], candidates: Candidates, words: Lexicon) -> Spot | None:
    """A name that the rules passed over, if the gazetteer has it."""
    text, (start, end) = document.report.text, (name.span.start, name.span.end)
    if text[end : end + 1] == "." and candidates.is_short_form(text[start : end + 1]):
        end += 1
    told = text[start:end]
    found = candidates.of(told)
    key = candidates.surface(told).key
    if not found or told.islower() or key in words.heads or key in words.never_alone or key in words.directions:
        return None
    index = _line_at(lines, start)
    if index is None:
        return None
    line = lines[index]
    first = bisect_left(line.starts, start)
    last = max(first + 1, bisect_left(line.starts, end))
    if first >= len(line.units):
        return None
    countries = [c.country for c in found if c.kind == "country" and not c.part]
    numbers = tuple([c.number for c in found if c.number >= 0 and c.kind != "country"])
    country = countries[0] if countries and key in words.countries else None
    if not numbers and country is None:
        return None
    context = context_of(line.units, first, last, words, listed=False)
    return Spot(index, first, last, key, start, end, numbers, context, country, line.units[first].first)


def _line_at(lines: Sequence[Line], start: int) -> int | None:
    opens: Iterable[int] = (line.starts[0] if line.starts else -1 for line in lines)
    at = None
    for index, first in enumerate(opens):
        if 0 <= first <= start:
            at = index
        elif first > start:
            break
    return at
