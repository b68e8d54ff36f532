"""Names the gazetteer does not hold as they are written: like-sounding ones, misspelt ones, unknown ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec.structs import replace
from rapidfuzz.distance import JaroWinkler

from ebbline.places.context import context_of, is_led, is_trailed
from ebbline.places.distances import distance_in
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
    foremost = focus.foremost(4, _FOCUS_FLOOR)
    countries = tuple([c for c in foremost if c in words.romanised and _sought(c, focus, words)][:3])
    out: list[Spot] = []
    unled: list[Spot] = []
    done: tuple[int, int] = (-1, -1)
    for spot in _members(stretches):
        if spot.country or (spot.sentence, spot.first) < done:
            continue
        line = sentences[spot.sentence]
        elsewhere = spot.known and _is_elsewhere(spot, countries, gazetteer, focus)
        if spot.known and not elsewhere and not _runs_on(line.units, spot.last):
            continue
        if not _may_be_told(spot, line.units, words):
            if elsewhere or not spot.known:
                unled.append(spot)
            continue
        end = _run_end(line.units, spot.first, words)
        again = elsewhere and spot.context.cue >= 0.5
        heard = _heard(spot, line, end, countries, gazetteer, words, again=again) if countries else None
        if heard is None and (elsewhere or not spot.known):
            unled.append(spot)
        if heard is None and not spot.known:
            heard = _unknown(spot, line, end, words)
        if heard is not None:
            out.append(heard)
            done = (spot.sentence, heard.last)
    return _told_again(out, unled, sentences) if out and unled else out


def _may_be_told(spot: Spot, units: Sequence[Unit], words: Lexicon) -> bool:
    """Whether a list, the word before or one just after says that there may be a place; False spares looking closer."""
    if spot.listed or spot.member or is_led(units, spot.first, words):
        return True
    after = units[spot.first + 1 : spot.first + 1 + _LONGEST_RUN]
    return not words.trailing.isdisjoint([unit.folded for unit in after])


_LONGEST_RUN = 4
"""Words of one name that is heard, at most."""


def _sought(country: str, focus: Focus, words: Lexicon) -> bool:
    """Whether spellings of a country's names are sought: easily of one at war, of another where it is at the fore."""
    return country in words.theatres or focus.weight(country) >= _FORE


_FORE = 0.6


def _is_elsewhere(spot: Spot, countries: tuple[str, ...], gazetteer: Gazetteer, focus: Focus) -> bool:
    """Whether only small towns of countries that the report does not name have the name: `Solok` in one of Syria."""
    if not countries or len(spot.numbers) > _FEW_BEARERS:
        return False
    for _, country, _, population, _ in gazetteer.entries(spot.numbers).facts:
        if country in countries or population > _WELL_KNOWN:
            return False
        if focus.weight(country, spot.key) > _MENTIONED:
            return False
    return bool(spot.numbers)


_FEW_BEARERS, _WELL_KNOWN, _MENTIONED = 8, 150_000, 0.1


def _told_again(heard: list[Spot], unled: Sequence[Spot], sentences: Sequence[Line]) -> list[Spot]:
    """The heard names, and where they stand again with nothing before them that leads to a place."""
    by_key = {spot.key: spot for spot in heard if spot.numbers}
    held = {(spot.sentence, unit) for spot in heard for unit in range(spot.first, spot.last)}
    for spot in unled:
        if (spot.sentence, spot.first) in held or spot.context.person >= 0.6:
            continue
        line, key = sentences[spot.sentence], ""
        for last in range(spot.first + 1, min(spot.first + 4, len(line.units)) + 1):
            key = f"{key} {line.units[last - 1].folded}" if key else line.units[last - 1].folded
            like = by_key.get(key)
            if like is not None:
                context = like.context._replace(cue=0.5)
                heard.append(
                    replace(spot, last=last, key=key, end=line.end_of(last), numbers=like.numbers, context=context,
                            match=like.match)
                )  # fmt: skip
                break
    return sorted(heard, key=_in_order)


def _members(spots: Sequence[Spot]) -> list[Spot]:
    """The spots, in order; words that are no known names are `listed` where a list of places has them as members,
    and `member` of what lies "north of Raqqa" where the list, or the sentence before it, says so."""
    out, end = list(spots), 0
    for at, spot in enumerate(spots):
        if at < end or not at or not spot.listed or spot.sentence != spots[at - 1].sentence:
            continue
        end = at + 1
        while end < len(spots) and spots[end].listed and spots[end].sentence == spot.sentence:
            end += 1
        out[at - 1 : end] = _chained(spots[at - 1 : end], spots)
    return out


def _chained(chain: Sequence[Spot], spots: Sequence[Spot]) -> Sequence[Spot]:
    """The members of one list."""
    known = sum([bool(spot.numbers) for spot in chain])
    if known == len(chain) or known < _LIST_PLACES or 2 * known < len(chain):
        return chain
    before = (chain[0].sentence - 1, chain[0].sentence)
    member = any(s.sentence in before and s.context.near and s.context.bearing is not None for s in spots)
    return [spot if spot.numbers else replace(spot, listed=True, known=False, member=member) for spot in chain]


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
    while end - first < _LONGEST_RUN and _runs_on(units, end):
        end += 1
    while end - first > 1 and (units[end - 1].folded in words.features or not units[end - 1].capital):
        end -= 1
    if end == first + 1 and units[first].folded in words.heads and _goes_on_small(units, end, words):
        return end + 1
    return end


def _goes_on_small(units: Sequence[Unit], at: int, words: Lexicon) -> bool:
    """Whether the word after `Ain` may be the rest of the name although it is written small."""
    if at >= len(units):
        return False
    unit = units[at]
    return not unit.broken and unit.folded not in words.ordinary and unit.text.isalpha() and len(unit.text) > 3


def _heard(
    spot: Spot,
    line: Line,
    end: int,
    countries: tuple[str, ...],
    gazetteer: Gazetteer,
    words: Lexicon,
    *,
    again: bool = False,
) -> Spot | None:
    """The spot, or the longest run of words from it up to unit `end` that is longer than the name it is known as,
    as a name that sounds like one of the gazetteer's; None if none does. `again`: also as the name it is known as."""
    units, first = line.units, spot.first
    led = spot.listed or is_led(units, first, words)
    for last in range(end, first if again or not spot.known else spot.last, -1):
        if not led and not is_trailed(units, last, words):
            continue
        key = _speller(units, first, last, words)
        if key is None or gazetteer.remembered.get((key, countries)) == _NOTHING_ALIKE:
            continue
        context = context_of(units, first, last, words, listed=spot.listed)
        placed = context.cue >= 0.5 or context.feature is not None or context.part or context.near
        if context.organisation or context.person >= 0.9 or not placed:
            continue
        found, whole = None, last
        if context.feature_end == last + 1 and len(key) > 3:
            found = _with_feature(key, units[last].folded, countries, gazetteer)
            whole = last + 1 if found else last
        found = found or alike(key, countries, gazetteer)
        if spot.listed and last == first + 1 and (found is None or found[1] < 0.65):
            found = _begun(key, countries, gazetteer) or found
        if found and (found[1] >= 0.65 or context.cue >= 1.0 or context.feature is not None):
            return replace(
                spot, last=whole, key=key, end=line.end_of(whole), numbers=found[0], context=context, match=found[1]
            )
    return None


def _speller(units: Sequence[Unit], first: int, last: int, words: Lexicon) -> str | None:
    """The key of units that may spell a name in another way; None for words of the language and the like."""
    opener, closer = units[first], units[last - 1]
    small = not closer.capital and opener.folded not in words.heads
    if small or closer.folded in ARTICLES or (opener.first and opener.folded in words.ordinary):
        return None
    if last > first + 1:
        return " ".join([unit.folded for unit in units[first:last]])
    key = opener.folded
    if len(key) < 4 or key in words.ordinary or key in words.given_names or key in words.heads:
        return None
    return key


_NOTHING_ALIKE: tuple[tuple[int, ...], float] = ((), 0.0)


def alike(key: str, countries: tuple[str, ...], gazetteer: Gazetteer) -> tuple[tuple[int, ...], float] | None:
    """Entries of the countries whose name has the key's skeleton or nearly its letters, and how near the best is."""
    found = gazetteer.remembered.get((key, countries))
    if found is None:
        found = _search(key, countries, gazetteer)
        gazetteer.remember((key, countries), found)
    return found if found[0] else None


def _with_feature(
    key: str, feature: str, countries: tuple[str, ...], gazetteer: Gazetteer
) -> tuple[tuple[int, ...], float] | None:
    """The same of the name with its feature word, which may stand before it in the gazetteer: `Mount Abdulaziz`."""
    return alike(f"{key} {feature}", countries, gazetteer) or alike(f"{feature} {key}", countries, gazetteer)


def _begun(key: str, countries: tuple[str, ...], gazetteer: Gazetteer) -> tuple[tuple[int, ...], float] | None:
    """Entries whose first word the key sounds like, for a member of a list of places told in short."""
    asked = (f"{key} …", countries)
    found = gazetteer.remembered.get(asked)
    if found is None:
        bones = skeleton(key)
        numbers = gazetteer.begun(bones, countries) if len(bones) >= 4 else []
        alike = [n for n in numbers if _like_first(key, gazetteer.folded_name(n))]
        found = (tuple(alike), 0.75) if alike else _NOTHING_ALIKE
        gazetteer.remember(asked, found)
    return found if found[0] else None


def _like_first(key: str, name: str) -> bool:
    first = bare(name).partition(" ")[0]
    return skeleton(first) == skeleton(key) and JaroWinkler.normalized_similarity(key, first) >= SLIP_FLOOR


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
        name = bare(gazetteer.folded_name(number))
        near = JaroWinkler.normalized_similarity(own, name)
        if near < floor and name[0] in "aei" and name[1:2] == own[0]:
            near = JaroWinkler.normalized_similarity(own, name[1:])
        if near >= floor:
            best[number] = None
            nearest = max(nearest, near)
    return tuple(best), nearest


def _apposed(units: Sequence[Unit], end: int) -> bool:
    """Whether a distance follows that tells where the name lies: `Zarqat, some 30 km north of`."""
    after = [unit.folded for unit in units[end : end + 4]]
    return bool(after) and units[end].broken and distance_in([*after, ""]) is not None


def _unknown(spot: Spot, line: Line, end: int, words: Lexicon) -> Spot | None:
    """A name no entry fits, kept as a place when a feature word says that it is one."""
    units = line.units
    if not units[spot.first].capital:
        return None
    if not (spot.member or is_led(units, spot.first, words) or is_trailed(units, end, words)):
        return None
    context = context_of(units, spot.first, end, words, listed=False)
    key = " ".join(u.folded for u in units[spot.first : end])
    if (
        (context.feature is None and not spot.member and not (context.cue >= 1.0 and _apposed(units, end)))
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
