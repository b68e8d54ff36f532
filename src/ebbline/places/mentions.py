"""Stretches of a document that may name a place, before anything is decided about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

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


class Unit(Struct, frozen=True, gc=False):
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
    closing: bool
    """A name of more words may end with it whatever word it starts with."""
    barred: bool
    """It is no place's name by itself, unless it is an article that a hyphen joins to one."""
    alone: bool
    """It may be a place's name by itself, whatever stands beside it."""


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


_Parts = tuple[tuple[Unit, int], ...]
_Cell = Unit | _Parts

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
        return parts[0][0] if len(parts) == 1 and parts[0][1] == 0 else _joined(parts)

    def _unit(self, text: str, *, glued: bool) -> Unit:
        folded, capital, features = fold(text), text[0].isupper(), self._words.features
        broken, first = self._broken and not glued, self._first and not glued
        barred = _barred(text, folded, first=first, words=self._words)
        starting = capital or folded in features
        closing = starting or text[0].isdigit()
        short = len(folded) <= 3 and folded in self._words.countries
        alone = not (barred or glued or short or folded in ARTICLES)
        return Unit(text, folded, capital, glued, broken, first, starting, closing, barred, alone)


def _joined(parts: list[tuple[Unit, int]]) -> _Parts:
    """The parts of a word, articles before another as what a name may start at."""
    for at, (unit, start) in enumerate(parts[:-1]):
        if unit.folded in ARTICLES:
            parts[at] = replace(unit, starting=True), start
    return tuple(parts)


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
        add, begin = units.append, starts.append
        plain, after_mark = self._plain, self._after_mark
        cells = self._opening
        for word, at in zip(sentence.words, sentence.starts, strict=True):
            cell: Any = cells[word]
            if cell is None:
                if word in _HYPHENS and units and starts[-1] + len(units[-1].text) == at:
                    cells = self._after_hyphen
                    if units[-1].folded in ARTICLES:
                        units[-1] = replace(units[-1], starting=True)
                    continue
                inside = (cells is plain or cells is after_mark) and word not in _OPENERS
                cells = after_mark if inside else self._after_opener
                continue
            cells = plain
            if type(cell) is tuple:
                units += [unit for unit, _ in cell]
                starts += [at + offset for _, offset in cell]
            else:
                add(cell)
                begin(at)
        return Line(units, starts)


@cache
def cutter() -> Cutter:
    """The cutter for the word lists of the package."""
    return Cutter(lexicon())


def starts_of(units: Sequence[Unit], words: Lexicon) -> list[int]:
    """The units that a name may start at, in order: those with a capital, and few others."""
    features = words.features
    starts: list[int] = []
    for at in [at for at, unit in enumerate(units) if unit.starting]:
        unit = units[at]
        new = at > 0 and (not starts or starts[-1] != at - 1)
        if new and unit.folded in features and starts_small(units, at - 1, words):
            starts.append(at - 1)
        if unit.capital or (unit.folded in ARTICLES and starts_small(units, at, words)):
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
    """End (exclusive) and key of the longest name of the gazetteer, or country, that goes on from a unit."""
    best, after, key, standing = None, units[at + 1 : at + MAX_UNITS], units[at].folded, gazetteer.standing
    if not (_may_close(after) or key in words.heads):
        return None
    for end, unit in enumerate(after, at + 2):
        if unit.broken:
            break
        key += " " + unit.folded
        known = standing[key]
        if known & NAMED and _ends_well(units, at, end, words):
            best = (end, key)
        if not known & GOES_ON:
            break
    return best


def _may_close(after: Sequence[Unit]) -> bool:
    """Whether any of the words that follow, up to a mark, may be the last of a name."""
    for unit in after:
        if unit.broken:
            return False
        if unit.closing:
            return True
    return False


def _ends_well(units: Sequence[Unit], at: int, end: int, words: Lexicon) -> bool:
    """The last word of a longer name has a capital or is a figure, but `Ain arus` and `Omar oil field` are written
    too."""
    last = units[end - 1]
    return last.closing or (units[at].folded in words.heads and last.folded not in words.ordinary)
