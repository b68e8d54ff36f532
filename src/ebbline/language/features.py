"""What the encoder sees of a stretch of words, as arrays; training and reading make them alike."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ebbline.language.pieces import Pieces
from ebbline.language.shapes import SHAPES, shape

Ints: TypeAlias = npt.NDArray[np.int32]

GLUED, SPACED, BROKEN = range(3)
"""What stands before a word: nothing, white space, the end of a line that ends a sentence too."""
LOOKS = len(SHAPES) * 3 + 1
"""How many looks a piece may have: 0 for pieces of no word, else the word's shape and what stands before it."""


@dataclass(frozen=True, slots=True)
class Features:
    """One stretch: `t` pieces with their looks, `w` words with their first and last piece."""

    pieces: list[int]
    looks: list[int]
    first: list[int]
    last: list[int]


def features(words: Sequence[str], gaps: Sequence[int], pieces: Pieces) -> Features:
    """The pieces of the words between an opening and a closing mark; `gaps` says what stands before each word."""
    numbers, looks = [pieces.open], [0]
    first: list[int] = []
    last: list[int] = []
    for word, gap, cut in zip(words, gaps, pieces.of(_seen(words)), strict=True):
        first.append(len(numbers))
        numbers += cut
        looks += [1 + 3 * shape(word) + gap] * len(cut)
        last.append(len(numbers) - 1)
    return Features([*numbers, pieces.close], [*looks, 0], first, last)


def _seen(words: Sequence[str]) -> Sequence[str]:
    """The words, but a name where one in capitals would be taken for the common word it spells: "IS", not "is"."""
    names = _names()
    found = [i for i, word in enumerate(words) if word in names]
    if not found:
        return words
    out = list(words)
    for i in found:
        beside = [
            word for word in words[max(0, i - 4) : i + 5] if len(word) > 1 and word.isalpha() and word not in names
        ]
        if not all(map(str.isupper, beside)):
            out[i] = names[words[i]]
    return out


@cache
def _names() -> dict[str, str]:
    raw = resources.files("ebbline.language").joinpath("data/seen_as.toml").read_text("utf-8")
    names: dict[str, str] = tomllib.loads(raw)["names"]
    return names


def stacked(rows: Sequence[Sequence[int]], fill: int, width: int | None = None) -> Ints:
    """Rows of unlike length as one array, filled up to the longest or to `width`."""
    wide = max(map(len, rows), default=0) if width is None else width
    out = np.full((len(rows), wide), fill, np.int32)
    for row, values in zip(out, rows, strict=True):
        row[: len(values)] = values
    return out
