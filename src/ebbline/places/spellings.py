"""Names the gazetteer does not hold as they are written: like-sounding ones, misspelt ones, unknown ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from rapidfuzz.distance import JaroWinkler

from ebbline.places.context import context_of, is_led, is_trailed
from ebbline.places.focus import Focus
from ebbline.places.gazetteer import Gazetteer
from ebbline.places.lexicon import Lexicon
from ebbline.places.mentions import Line, Unit
from ebbline.places.names import ARTICLES, bare, skeleton
from ebbline.places.spots import BONES_FLOOR, SLIP_FLOOR, Spot

_FOCUS_FLOOR = 0.3
"""Countries with less weight are not searched for romanisations and misspellings."""


def romanised(
    stretches: Sequence[Spot], sentences: Sequence[Line], gazetteer: Gazetteer, words: Lexicon, focus: Focus
) -> list[Spot]:
    """Spellings the gazetteer does not hold, as like-sounding names of the countries in focus; and unknown places."""
    countries = tuple([c for c in focus.foremost(4, _FOCUS_FLOOR) if c in words.romanised][:3])
    out: list[Spot] = []
    done: tuple[int, int] = (-1, -1)
    for spot in _members(stretches):
        if spot.country or (spot.sentence, spot.first) < done:
            continue
        line = sentences[spot.sentence]
        if spot.known and not _runs_on(line.units, spot.last):
            continue
        end = _run_end(line.units, spot.first, words)
        heard = _heard(spot, line, end, countries, gazetteer, words) if countries else None
        if heard is None and not spot.known:
            heard = _unknown(spot, line, end, words)
        if heard is not None:
            out.append(heard)
            done = (spot.sentence, heard.last)
    return out


def _members(spots: Sequence[Spot]) -> list[Spot]:
    """The spots, in order; words that are no known names are `listed` where a list of places has them as members,
    and `member` of what lies "north of Raqqa" where the list, or the sentence before it, says so."""
    heads = {spot.sentence for spot in spots if spot.context.near and spot.context.bearing is not None}
    out: list[Spot] = []
    start = 0
    for at in range(1, len(spots) + 1):
        if at < len(spots) and spots[at].listed and spots[at].sentence == spots[at - 1].sentence:
            continue
        chain = spots[start:at]
        start = at
        if len(chain) < _LIST_PLACES:
            out += chain
            continue
        known = sum(bool(spot.numbers) for spot in chain)
        fit = known >= _LIST_PLACES and 2 * known >= len(chain)
        member = not heads.isdisjoint((chain[0].sentence, chain[0].sentence - 1))
        out += [
            spot if spot.numbers or not fit else replace(spot, listed=True, known=False, member=member)
            for spot in chain
        ]
    return out


_LIST_PLACES = 2
"""So many names of the gazetteer, and half of its members, make a list one of places."""

_in_order = attrgetter("start", "end")


def joined(spots: Sequence[Spot], heard: Sequence[Spot]) -> list[Spot]:
    """All spots in order; a longer name that was heard takes the place of the shorter ones inside it."""
    taken = {(h.sentence, unit) for h in heard for unit in range(h.first, h.last)}
    if not taken:
        return list(spots)
    kept = [s for s in spots if not any((s.sentence, unit) in taken for unit in range(s.first, s.last))]
    return sorted([*kept, *heard], key=_in_order)


def _runs_on(units: Sequence[Unit], at: int) -> bool:
    """Whether a run of capitalised words goes on with a unit."""
    if at >= len(units):
        return False
    unit = units[at]
    return not unit.broken and (unit.capital or unit.folded in ARTICLES)


def _run_end(units: Sequence[Unit], first: int, words: Lexicon) -> int:
    """End of the run of capitalised words, four at most, without feature words at its end."""
    end = first + 1
    while end - first < 4 and _runs_on(units, end):
        end += 1
    while end - first > 1 and (units[end - 1].folded in words.features or not units[end - 1].capital):
        end -= 1
    return end


def _heard(
    spot: Spot, line: Line, end: int, countries: tuple[str, ...], gazetteer: Gazetteer, words: Lexicon
) -> Spot | None:
    """The spot, or the longest run of words from it up to unit `end` that is longer than the name it is known as,
    as a name that sounds like one of the gazetteer's; None if none does."""
    units, first = line.units, spot.first
    led = spot.listed or is_led(units, first, words)
    for last in range(end, spot.last if spot.known else first, -1):
        if not led and not is_trailed(units, last, words):
            continue
        key = _speller(units, first, last, words)
        if key is None or gazetteer.remembered.get((key, countries)) == _NOTHING_ALIKE:
            continue
        context = context_of(units, first, last, words, listed=spot.listed)
        placed = context.cue >= 0.5 or context.feature is not None or context.part or context.near
        if context.organisation or context.person >= 0.9 or not placed:
            continue
        found = _alike(key, countries, gazetteer)
        if found and (found[1] >= 0.65 or context.cue >= 1.0 or context.feature is not None):
            return replace(
                spot, last=last, key=key, end=line.end_of(last), numbers=found[0], context=context, match=found[1]
            )
    return None


def _speller(units: Sequence[Unit], first: int, last: int, words: Lexicon) -> str | None:
    """The key of units that may spell a name in another way; None for words of the language and the like."""
    opener, closer = units[first], units[last - 1]
    if not closer.capital or closer.folded in ARTICLES or (opener.first and opener.folded in words.ordinary):
        return None
    if last > first + 1:
        return " ".join([unit.folded for unit in units[first:last]])
    key = opener.folded
    if len(key) < 4 or key in words.ordinary or key in words.given_names or key in words.heads:
        return None
    return key


_NOTHING_ALIKE: tuple[tuple[int, ...], float] = ((), 0.0)


def _alike(key: str, countries: tuple[str, ...], gazetteer: Gazetteer) -> tuple[tuple[int, ...], float] | None:
    """Entries of the countries whose name has the key's skeleton or nearly its letters, and how near the best is."""
    found = gazetteer.remembered.get((key, countries))
    if found is None:
        found = _search(key, countries, gazetteer)
        gazetteer.remember((key, countries), found)
    return found if found[0] else None


def _search(key: str, countries: tuple[str, ...], gazetteer: Gazetteer) -> tuple[tuple[int, ...], float]:
    variants = [key]
    if key.startswith("al") and len(key) >= 6 and key[2] != " ":
        variants.append(key[2:])
    for variant in variants:
        bones = skeleton(variant)
        if len(bones) < 2:
            continue
        floor = BONES_FLOOR if len(bones) < 4 else 0.0
        numbers, nearest = _nearest(variant, gazetteer.sounding(bones, countries), gazetteer, floor)
        if numbers:
            return numbers, 0.75 * max(nearest, BONES_FLOOR)
    bones = skeleton(key)
    if len(key) < 5 or len(bones) < 3:
        return _NOTHING_ALIKE
    numbers, nearest = _nearest(key, gazetteer.near(bones, countries), gazetteer, SLIP_FLOOR)
    return (numbers, 0.65 * nearest) if numbers else _NOTHING_ALIKE


def _nearest(key: str, numbers: Iterable[int], gazetteer: Gazetteer, floor: float) -> tuple[tuple[int, ...], float]:
    """The entries whose name is like the key by `floor` at least, and the best likeness."""
    own, nearest = bare(key), 0.0
    best: dict[int, None] = {}
    for number in numbers:
        near = JaroWinkler.normalized_similarity(own, bare(gazetteer.folded_name(number)))
        if near >= floor:
            best[number] = None
            nearest = max(nearest, near)
    return tuple(best), nearest


def _unknown(spot: Spot, line: Line, end: int, words: Lexicon) -> Spot | None:
    """A name no entry fits, kept as a place when a feature word says that it is one."""
    units = line.units
    if not (spot.member or is_led(units, spot.first, words) or is_trailed(units, end, words)):
        return None
    context = context_of(units, spot.first, end, words, listed=False)
    key = " ".join(u.folded for u in units[spot.first : end])
    if (
        (context.feature is None and not spot.member)
        or context.organisation
        or context.person >= 0.9
        or key in words.ordinary
        or key in words.heads
    ):
        return None
    if any(u.folded in words.organisations for u in units[spot.first : end]):
        return None
    if (
        context.feature_end is not None
        and context.feature in ("base", "site", "road", "region", "crossing")
        and context.cue < 0.5
    ):
        return None
    return replace(spot, last=end, key=key, end=line.end_of(end), numbers=(), context=context, match=0.0)
