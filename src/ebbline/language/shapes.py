"""How a word is written, for an encoder that cannot tell `IS` from `is`: capitals, figures, marks, other scripts."""

from __future__ import annotations

from functools import lru_cache

SHAPES: tuple[str, ...] = (
    "small",
    "Capital",
    "CAPITALS",
    "single capital",
    "MiXed",
    "figures",
    "figures with letters",
    "mark",
    "other script",
)
"""The classes `shape` tells apart, in the order of its numbers; other scripts are those without capitals."""

_SMALL, _CAPITAL, _CAPITALS, _SINGLE, _MIXED, _FIGURES, _BOTH, _MARK, _OTHER = range(len(SHAPES))


@lru_cache(maxsize=1 << 16)
def shape(word: str) -> int:
    """The word's place in `SHAPES`; marks beside letters or figures do not count."""
    letters = "".join([char for char in word if char.isalpha()])
    if any(char.isnumeric() and not char.isalpha() for char in word):
        return _BOTH if letters else _FIGURES
    if not letters:
        return _MARK
    if letters.islower():
        return _SMALL
    if letters.isupper():
        return _CAPITALS if len(letters) > 1 else _SINGLE
    if letters.upper() == letters.lower():
        return _OTHER
    return _CAPITAL if letters[0].isupper() and letters[1:].islower() else _MIXED
