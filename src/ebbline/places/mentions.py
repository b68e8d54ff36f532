"""Stretches of a document that may name a place, before anything is decided about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ebbline.places.gazetteer import GOES_ON, NAMED, Gazetteer
from ebbline.places.lexicon import Lexicon, lexicon
from ebbline.places.names import ARTICLES, fold
from ebbline.records import Sentence

MAX_UNITS = 6
"""Longest name looked up, in words; the longest of the supplement has five."""

_PART = re.compile(r"[^-‐‑]+")
_WORDLIKE = re.compile(r"[^\W_]")
_HYPHENS = frozenset("-‐‑")
_OPENERS = frozenset("“‘\"'(.:")
_POSSESSIVE = ("'s", "’s", "'S", "’S")


@dataclass(frozen=True, slots=True)
class Unit:
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
    starting: bool
    """A name may start at it or, as with `area`, at the word before; nearly all words are none."""
    barred: bool
    """It is no place's name by itself, unless it is an article that a hyphen joins to one."""


class Line(NamedTuple):
    """A sentence's units, and where in the text each starts."""

    units: list[Unit]
    starts: list[int]

    def end_of(self, last: int) -> int:
        """Where in the text the unit before `last` ends."""
        return self.starts[last - 1] + len(self.units[last - 1].text)


def _barred(text: str, folded: str, *, first: bool, words: Lexicon) -> bool:
    if folded in words.countries:
        return False
    if folded in words.never_alone or len(folded) < 3 or not folded[0].isalpha():
        return True
    return text.isupper() and len(text) <= 4 and not first


_Cell = Unit | tuple[tuple[Unit, int], ...]

_REMEMBERED = 32_768


class _Cells(dict[str, _Cell | None]):
    """The unit of each word that follows a mark, or opens, or neither; its parts, with where in it they start, if
    it is hyphenated; None for a mark."""

    def __init__(self, words: Lexicon, *, broken: bool, first: bool, glued: bool = False) -> None:
        self._words, self._broken, self._first, self._glued = words, broken, first, glued

    def __missing__(self, word: str) -> _Cell | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        cell = self[word] = self._cell(word)
        return cell

    def _cell(self, word: str) -> _Cell | None:
        if word.isalpha():
            return self._unit(word, glued=self._glued)
        if not _WORDLIKE.search(word) or word in _POSSESSIVE:
            return None
        parts: list[tuple[Unit, int]] = []
        for match in _PART.finditer(word):
            parts.append((self._unit(match.group(), glued=self._glued or bool(parts)), match.start()))
        return parts[0][0] if len(parts) == 1 and parts[0][1] == 0 else tuple(parts)

    def _unit(self, text: str, *, glued: bool) -> Unit:
        folded, capital = fold(text), text[0].isupper()
        starting = capital or folded in ARTICLES or folded in self._words.features
        broken, first = self._broken and not glued, self._first and not glued
        barred = _barred(text, folded, first=first, words=self._words)
        return Unit(text, folded, capital, glued, broken, first, starting, barred)


class Cutter:
    """Cuts sentences into lines; keeps the units of the words it has met."""

    def __init__(self, words: Lexicon) -> None:
        self._plain = _Cells(words, broken=False, first=False)
        self._opening = _Cells(words, broken=False, first=True)
        self._after_mark = _Cells(words, broken=True, first=False)
        self._after_opener = _Cells(words, broken=True, first=True)
        self._after_hyphen = _Cells(words, broken=False, first=False, glued=True)

    def line_of(self, sentence: Sentence) -> Line:
        """The sentence's words, hyphenated ones in parts, marks left out but remembered."""
        units: list[Unit] = []
        starts: list[int] = []
        plain, after_mark = self._plain, self._after_mark
        cells = self._opening
        for word, at in zip(sentence.words, sentence.starts, strict=True):
            cell = cells[word]
            if cell is None:
                if word in _HYPHENS and units and starts[-1] + len(units[-1].text) == at:
                    cells = self._after_hyphen
                    continue
                inside = (cells is plain or cells is after_mark) and word not in _OPENERS
                cells = after_mark if inside else self._after_opener
                continue
            cells = plain
            if isinstance(cell, Unit):
                units.append(cell)
                starts.append(at)
            else:
                units += [unit for unit, _ in cell]
                starts += [at + offset for _, offset in cell]
        return Line(units, starts)


@cache
def cutter() -> Cutter:
    """The cutter for the word lists of the package."""
    return Cutter(lexicon())


def starts_of(units: Sequence[Unit], words: Lexicon) -> list[int]:
    """The units that a name may start at, in order: those with a capital, and few others."""
    features = words.features
    starts: list[int] = []
    for at, unit in enumerate(units):
        if not unit.starting:
            continue
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
    standing = gazetteer.standing
    key = units[at].folded
    known = standing[key]
    best = (at + 1, key) if known & NAMED else None
    if not known & GOES_ON:
        return best
    for j in range(at + 1, min(len(units), at + MAX_UNITS)):
        unit = units[j]
        if unit.broken:
            break
        key += " " + unit.folded
        known = standing[key]
        if known & NAMED and _ends_well(units, at, j + 1, words):
            best = (j + 1, key)
        if not known & GOES_ON:
            break
    return best


def _ends_well(units: Sequence[Unit], at: int, end: int, words: Lexicon) -> bool:
    """The last word of a longer name has a capital or is a figure, but `Ain arus` and `Omar oil field` are written
    too."""
    last = units[end - 1]
    if last.capital or last.text[0].isdigit():
        return True
    return last.folded in words.features or (units[at].folded in words.heads and last.folded not in words.ordinary)
