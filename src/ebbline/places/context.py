"""What the words around a name say: a kind of place, a part of it, a distance from it, or that it is no place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ebbline.places.distances import BEARINGS, KILOMETRES, distance_in
from ebbline.places.lexicon import Lexicon
from ebbline.places.mentions import Unit

FACILITIES = frozenset(("airport", "base", "dam", "field", "camp", "crossing", "prison", "port", "site", "road"))


class Context(NamedTuple):
    """Findings about one name in its sentence."""

    feature: str | None = None
    """The kind of place that a word beside the name asks for."""
    feature_end: int | None = None
    """End, in units, of a feature word that follows the name and belongs to it."""
    cue: float = 0.0
    """0 none, 0.5 a preposition that also leads persons and things, 1 one that leads places."""
    part: bool = False
    near: bool = False
    distance_km: float | None = None
    bearing: float | None = None
    person: float = 0.0
    """How much the words around make it a person's name, 0 to 1."""
    organisation: bool = False
    speaks: bool = False
    """A verb of saying follows: a capital standing for its government."""


def context_of(units: Sequence[Unit], first: int, last: int, words: Lexicon, *, listed: bool) -> Context:
    """Reads the words around units `first` to `last` (exclusive); `listed`: the name continues a list of places."""
    lead = units[first - 1] if first and not units[first].broken else None
    follower = units[last] if last < len(units) and not units[last].broken else None
    led, part, near, distance, bearing, cue = _NOT_LED if lead is None else _lead(units, first, words)
    feature, feature_end, part_after, organisation, speaks = None, None, False, False, False
    if follower is not None:
        folded = follower.folded
        speaks = folded in words.said
        if folded in words.trailing:
            feature, feature_end, part_after = _feature_after(_after(units, last), last, words)
        if follower.capital or folded in _GATHERED:
            organisation = _organisation(_after(units, last), words)
    if feature is None or (led is not None and feature_end is None):
        feature = led or feature
    if feature is None and follower is None:
        feature = _told_behind(units, last, words)
    person = _person(units[first], lead, follower, words)
    if listed and cue < 1:
        cue = 1.0
    return Context(feature, feature_end, cue, part or part_after, near, distance, bearing, person, organisation, speaks)


_ARTICLE = frozenset(("a", "an"))


def _told_behind(units: Sequence[Unit], last: int, words: Lexicon) -> str | None:
    """The kind that an apposition tells: `Karm, a village east of Dorn`, `Karm, a small mountain town`."""
    if last + 1 >= len(units) or units[last].folded not in _ARTICLE:
        return None
    kind = None
    for unit in units[last + 1 : last + 4]:
        if unit.broken or unit.capital:
            break
        kind = words.features.get(unit.folded, kind)
        if unit.folded in words.near_words or unit.folded in words.cues:
            break
    return kind


def is_led(units: Sequence[Unit], first: int, words: Lexicon) -> bool:
    """Whether the word before a name can give it a feature, a cue or a part; False spares reading its context, if
    it is not `is_trailed` either."""
    return first > 0 and units[first - 1].folded in words.leads and not units[first].broken


def is_trailed(units: Sequence[Unit], last: int, words: Lexicon) -> bool:
    """The same for the word after."""
    return last < len(units) and units[last].folded in words.trailing and not units[last].broken


_Led = tuple[str | None, bool, bool, float | None, float | None, float]
_NOT_LED: _Led = (None, False, False, None, None, 0.0)


def _lead(units: Sequence[Unit], first: int, words: Lexicon) -> _Led:
    """Kind, part, near, distance, bearing and cue told by the words before a name, which some do for sure."""
    lead = units[first - 1].folded
    if lead in words.examples:
        return None, False, False, None, None, 1.0 if _after_feature(units, first, words) else 0.0
    if lead != "the" and lead not in words.leading:
        return None, False, False, None, None, 1.0 if lead in words.strong_cues else 0.5 if lead in words.cues else 0.0
    names = _before(units, first)
    if lead == "the":
        names.pop()
    return *_feature_before(names, words), _cue(names, words)


def _after_feature(units: Sequence[Unit], first: int, words: Lexicon) -> bool:
    """Whether a feature word stands just before the words that lead to examples: `areas such as`, `towns including`."""
    for unit in reversed(units[max(0, first - 4) : first - 1]):
        if unit.folded in words.features:
            return True
        if unit.folded != "such" and not unit.broken:
            return False
    return False


def _before(units: Sequence[Unit], first: int) -> list[str]:
    """Up to nine words that lead to the name with no mark between, nearest last; another measure of the same distance
    may stand in brackets: `55 kilometres (34 miles) east of`."""
    at, farthest = first, max(0, first - 9)
    while at > farthest and (not units[at].broken or units[at - 1].folded in KILOMETRES):
        at -= 1
    return [unit.folded for unit in units[at:first]]


def _after(units: Sequence[Unit], last: int) -> Sequence[Unit]:
    """Up to four units that follow the name with no mark between."""
    end = last
    while end < len(units) and end - last < 4 and not units[end].broken:
        end += 1
    return units[last:end]


def _feature_after(after: Sequence[Unit], last: int, words: Lexicon) -> tuple[str | None, int | None, bool]:
    part = False
    for i, unit in enumerate(after):
        if unit.folded in words.part_words and not (i and unit.folded == "rural"):
            return None, None, True
        kind = words.features.get(unit.folded)
        if kind and not (unit.folded in ("oil", "gas") and i + 1 < len(after)):
            return kind, last + i + 1, part
        if unit.folded not in words.fillers and unit.folded not in words.directions and kind is None:
            return None, None, False
    return None, None, part


def _feature_before(names: list[str], words: Lexicon) -> tuple[str | None, bool, bool, float | None, float | None]:
    """Kind, part, near, distance and bearing told by the words before, but for an article."""
    if not names:
        return None, False, False, None, None
    last = names[-1]
    if last in words.directions:
        return None, True, False, None, _adjective(names)
    if last in words.features:
        return words.features[last], False, len(names) > 1 and names[-2] in words.near_words, None, None
    if last in words.near_words:
        return None, False, True, None, None
    if len(names) >= 2 and last in ("of", "from", "to", "in", "outside"):
        return _of_phrase(names, words)
    return None, False, False, None, None


def _adjective(names: list[str]) -> float | None:
    """The bearing of `northern`, `north western`; None for `central`, `rural`."""
    last = names[-1].replace("ern", "").replace(" ", "")
    both = names[-2].removesuffix("ern") + last if len(names) > 1 else ""
    return BEARINGS.get(both, BEARINGS.get(last))


def _of_phrase(names: list[str], words: Lexicon) -> tuple[str | None, bool, bool, float | None, float | None]:
    head = names[-2]
    distance = distance_in(names)
    bearing = BEARINGS.get(head.replace(" ", ""))
    if len(names) >= 3 and f"{names[-3]} {head}" in ("north east", "north west", "south east", "south west"):
        bearing = BEARINGS[names[-3] + head]
    if bearing is not None and names[-1] in ("of", "from"):
        inside = len(names) >= 4 and names[-3] == "the" and names[-4] in ("in", "into", "to")
        return None, inside and distance is None, not inside or distance is not None, distance, bearing
    if names[-1] == "of" and head in words.features and head not in words.part_words:
        return _of_the_city(names, words)
    if distance is not None:
        return None, False, True, distance, None
    if names[-1] != "of":
        return None, False, names[-1] == "outside", None, None
    if head in words.part_words:
        return None, True, False, None, None
    return None, False, head in words.near_words, None, None


def _of_the_city(names: list[str], words: Lexicon) -> tuple[str | None, bool, bool, float | None, float | None]:
    """`the city of`, and what leads to it: `55 km northeast of the city of`."""
    rest = names[:-2]
    if rest and rest[-1] in ("the", "a"):
        rest.pop()
    if len(rest) > 1 and rest[-1] in ("of", "from"):
        _, part, near, distance, bearing = _of_phrase(rest, words)
        return words.features[names[-2]], part, near, distance, bearing
    return words.features[names[-2]], False, bool(rest) and rest[-1] in words.near_words, None, None


def _cue(names: Sequence[str], words: Lexicon) -> float:
    for name in reversed(names):
        if name not in words.directions:
            return 1.0 if name in words.strong_cues else 0.5 if name in words.cues else 0.0
    return 0.0


def _person(head: Unit, lead: Unit | None, follower: Unit | None, words: Lexicon) -> float:
    """A title or a capitalised word before, a surname after."""
    score = 0.0
    if lead is not None and not lead.glued:
        if lead.folded in words.titles or (lead.capital and len(lead.text) == 1):
            score = 1.0
        elif lead.capital and not _neutral(lead, words):
            score = 0.9 if lead.folded in words.given_names else 0.6
    if head.folded in words.given_names:
        score = max(score, 0.4)
    if follower is not None and follower.capital and not follower.glued and not _neutral(follower, words):
        score = max(score, 0.9 if head.folded in words.given_names else 0.5)
    return score


def _neutral(unit: Unit, words: Lexicon) -> bool:
    """Whether a capitalised neighbour is no part of a person's name."""
    return unit.folded in words.neutral or not unit.text[0].isalpha()


_BODIES = frozenset(("brigade", "brigades", "battalion", "battalions", "tribe", "clan"))
_GATHERED = _BODIES | {"rebels", "martyrs", "revolutionaries", "liberation", "military"}


def _organisation(after: Sequence[Unit], words: Lexicon) -> bool:
    """Whether the name opens an organisation's: `Aleppo Media Centre`, `Raqqa rebels brigade`."""
    for i, unit in enumerate(after[:3]):
        if unit.folded in _BODIES and not unit.broken:
            return True
        if i == 0 and unit.capital and unit.folded in words.organisations:
            return True
        if not unit.capital and unit.folded not in _GATHERED:
            return False
    return False
