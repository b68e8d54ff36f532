"""Stretches of a document that may name a place, before anything is decided about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ebbline.places.gazetteer import Gazetteer
from ebbline.places.lexicon import Lexicon
from ebbline.places.names import ARTICLES, fold
from ebbline.records import Sentence

MAX_UNITS = 6
"""Longest name looked up, in words; the longest of the supplement has five."""

_PART = re.compile(r"[^-‐‑]+")
_WORDLIKE = re.compile(r"[^\W_]")
_OPENERS = frozenset("“‘\"'(")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or a part of a hyphenated one; `folded` is its key in the gazetteer."""

    start: int
    end: int
    text: str
    folded: str
    glued: bool
    """Joined to the unit before by a hyphen."""
    broken: bool
    """A mark, not only white space, stands between it and the unit before."""
    first: bool
    """Opens its sentence, or a quotation in it."""
    capital: bool


@lru_cache(maxsize=32_768)
def _fold(text: str) -> str:
    return fold(text)


def units_of(sentence: Sentence) -> tuple[Unit, ...]:
    """The sentence's words, hyphenated ones in parts, marks left out but remembered."""
    units: list[Unit] = []
    broken, first = False, True
    for token in sentence.tokens:
        text, start = token.text, token.span.start
        if not _WORDLIKE.search(text) or text in ("'s", "’s"):
            if text not in ("'s", "’s"):
                broken = True
                first = first or text in _OPENERS or text in ".:"
            else:
                broken = True
            continue
        if "-" in text or "‐" in text or "‑" in text:
            glued = False
            for part in _PART.finditer(text):
                word = part.group()
                units.append(
                    Unit(
                        start + part.start(),
                        start + part.end(),
                        word,
                        _fold(word),
                        glued,
                        broken,
                        first,
                        word[0].isupper(),
                    )
                )
                glued, broken, first = True, False, False
        else:
            units.append(Unit(start, token.span.end, text, _fold(text), False, broken, first, text[0].isupper()))
        broken, first = False, False
    return tuple(units)


def starts_name(units: Sequence[Unit], at: int, words: Lexicon) -> bool:
    """Whether a name may start here: a capital, a small article before one, or an odd word before `area` or `city`."""
    unit = units[at]
    if unit.capital:
        return True
    following = units[at + 1] if at + 1 < len(units) else None
    if following is not None and following.folded in words.features and unit.folded not in words.ordinary:
        return len(unit.text) > 3 and unit.text.isalpha() and not following.broken and not following.capital
    return unit.folded in ARTICLES and following is not None and following.glued and following.capital


def longest(units: Sequence[Unit], at: int, gazetteer: Gazetteer, words: Lexicon) -> tuple[int, str] | None:
    """End (exclusive) and key of the longest name of the gazetteer, or country, that starts at a unit."""
    keys, ends = [units[at].folded], {len(units[at].folded): at + 1}
    length = len(units[at].folded)
    for j in range(at + 1, min(len(units), at + MAX_UNITS)):
        if units[j].broken:
            break
        keys.append(units[j].folded)
        length += 1 + len(units[j].folded)
        ends[length] = j + 1
    joined = " ".join(keys)
    known = gazetteer.prefixes(joined)
    for end in sorted(ends, reverse=True):
        key = joined[:end]
        if (key in known or key in words.countries) and _ends_well(units, at, ends[end], words):
            return ends[end], key
    return None


def _ends_well(units: Sequence[Unit], at: int, end: int, words: Lexicon) -> bool:
    """The last word of a name has a capital or is a figure, but `Ain arus` and `Omar oil field` are written too."""
    last = units[end - 1]
    if end == at + 1 or last.capital or last.text[0].isdigit():
        return True
    return last.folded in words.features or (units[at].folded in words.heads and last.folded not in words.ordinary)
