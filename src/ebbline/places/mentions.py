"""Stretches of a document that may name a place, before anything is decided about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ebbline.places.gazetteer import Gazetteer
from ebbline.places.lexicon import Lexicon
from ebbline.places.names import ARTICLES, fold
from ebbline.records import Sentence, Span

MAX_UNITS = 6
"""Longest name looked up, in words; the longest of the supplement has five."""

_PART = re.compile(r"[^-‐‑]+")
_WORDLIKE = re.compile(r"[^\W_]")
_OPENERS = frozenset("“‘\"'(.:")
_POSSESSIVE = ("'s", "’s", "'S", "’S")


class Unit(NamedTuple):
    """A word, or a part of a hyphenated one; `folded` is its key in the gazetteer."""

    text: str
    folded: str
    capital: bool
    glued: bool
    """Joined to the unit before by a hyphen."""
    broken: bool
    """A mark, not only white space, stands between it and the unit before."""
    first: bool
    """Opens its sentence, or a quotation in it."""


class Line(NamedTuple):
    """A sentence's units, and where in the text each starts."""

    units: list[Unit]
    starts: list[int]

    def span(self, first: int, end: int) -> Span:
        """The stretch of the units from `first` to `end`, exclusive."""
        return Span(self.starts[first], self.starts[end - 1] + len(self.units[end - 1].text))


_Parts = tuple[tuple[Unit, ...], tuple[int, ...]]


@lru_cache(maxsize=32_768)
def _parts(text: str, broken: bool, first: bool) -> _Parts:
    """The hyphenated parts of a token and where in it they start; nothing for a mark."""
    if not _WORDLIKE.search(text) or text in _POSSESSIVE:
        return (), ()
    units: list[Unit] = []
    starts: list[int] = []
    for match in _PART.finditer(text):
        word, glued = match.group(), bool(units)
        units.append(Unit(word, fold(word), word[0].isupper(), glued, broken and not glued, first and not glued))
        starts.append(match.start())
    return tuple(units), tuple(starts)


def line_of(sentence: Sentence) -> Line:
    """The sentence's words, hyphenated ones in parts, marks left out but remembered."""
    units: list[Unit] = []
    starts: list[int] = []
    broken, first = False, True
    for word, at in zip(sentence.words, sentence.starts, strict=True):
        parts, offsets = _parts(word, broken, first)
        if not parts:
            broken = True
            first = first or word in _OPENERS
            continue
        units += parts
        if len(offsets) == 1:
            starts.append(at + offsets[0])
        else:
            starts += [at + offset for offset in offsets]
        broken = first = False
    return Line(units, starts)


def starts_of(units: Sequence[Unit], words: Lexicon) -> list[int]:
    """The units that a name may start at, in order: those with a capital, and few others."""
    features = words.features
    starts: list[int] = []
    for at, unit in enumerate(units):
        folded = unit.folded
        if folded in features and at and (not starts or starts[-1] != at - 1) and starts_small(units, at - 1, words):
            starts.append(at - 1)
        if unit.capital or (folded in ARTICLES and starts_small(units, at, words)):
            starts.append(at)
    return starts


def starts_small(units: Sequence[Unit], at: int, words: Lexicon) -> bool:
    """Whether a name may start at a unit without a capital: an article before one, or an odd word before `area`."""
    if at + 1 >= len(units):
        return False
    unit, following = units[at], units[at + 1]
    if unit.folded in ARTICLES:
        return following.glued and following.capital
    if following.folded not in words.features or unit.folded in words.ordinary:
        return False
    return len(unit.text) > 3 and unit.text.isalpha() and not following.broken and not following.capital


def longest(units: Sequence[Unit], at: int, gazetteer: Gazetteer, words: Lexicon) -> tuple[int, str] | None:
    """End (exclusive) and key of the longest name of the gazetteer, or country, that starts at a unit."""
    key = units[at].folded
    named, goes_on = gazetteer.standing(key)
    best = (at + 1, key) if named or key in words.countries else None
    for j in range(at + 1, min(len(units), at + MAX_UNITS)):
        if units[j].broken or not (goes_on or key in words.beginnings):
            break
        key += " " + units[j].folded
        named, goes_on = gazetteer.standing(key)
        if (named or key in words.countries) and _ends_well(units, at, j + 1, words):
            best = (j + 1, key)
    return best


def _ends_well(units: Sequence[Unit], at: int, end: int, words: Lexicon) -> bool:
    """The last word of a longer name has a capital or is a figure, but `Ain arus` and `Omar oil field` are written
    too."""
    last = units[end - 1]
    if last.capital or last.text[0].isdigit():
        return True
    return last.folded in words.features or (units[at].folded in words.heads and last.folded not in words.ordinary)
