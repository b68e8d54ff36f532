"""Causes and effects in reports whose causal claims are quoted whole: labels where one connective parts them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from training.examples import UNKNOWN, Layer
from training.silver import Phrases, data

_SIDES = ("effect_first", "motives", "cause_first", "consequences")
_TRIM = frozenset((",", ";", ":", "-", "–", "—", ".", "and", "but", "“", "”", '"'))

Stretch = tuple[int, int]


def causes_of(
    words: Sequence[str], cuts: Sequence[int], quoted: Sequence[Stretch]
) -> tuple[tuple[float | None, ...], tuple[Layer, ...]]:
    """Whether each sentence tells a cause, and the layers of `examples.LINKS`.

    A sentence that no claim covers tells none, unless it holds a word that may join a cause; then it stays open.
    """
    lower = [word.lower() for word in words]
    bounds = [*cuts, len(words)]
    columns = tuple([UNKNOWN] * len(words) for _ in range(3))
    causal: list[float | None] = []
    for start, end in pairwise(bounds):
        inside = [stretch for stretch in quoted if start <= stretch[0] and stretch[1] <= end]
        touched = [stretch for stretch in quoted if stretch[0] < end and start < stretch[1]]
        hinted = any(word in _hints() for word in lower[start:end])
        causal.append(1.0 if inside else None if touched or hinted else 0.0)
        if not touched and not hinted:
            for column in columns:
                column[start:end] = ["O"] * (end - start)
    for stretch in quoted:
        if bisect_right(cuts, stretch[0]) == bisect_right(cuts, stretch[1] - 1):
            _part(lower, stretch, columns)
    return tuple(causal), tuple(tuple(column) for column in columns)


@cache
def _connectives() -> Phrases:
    table = data("connectives")
    return Phrases.of((phrase, side) for side in _SIDES for phrase in table[side])


@cache
def _hints() -> frozenset[str]:
    return frozenset(data("connectives")["hints"])


def _part(lower: Sequence[str], quoted: Stretch, columns: tuple[list[str], ...]) -> None:
    """Writes cause, effect and signal of a quotation that holds one connective with words on both sides."""
    found = _connectives().found(lower[quoted[0] : quoted[1]])
    if len(found) != 1:
        return
    signal = (quoted[0] + found[0][0], quoted[0] + found[0][1])
    side = found[0][2]
    left = _trimmed(lower, (quoted[0], signal[0]))
    right = _trimmed(lower, (signal[0] if side in ("motives", "consequences") else signal[1], quoted[1]))
    if left[1] - left[0] < 2 or right[1] - right[0] < 1 or right[1] <= signal[1]:
        return
    cause, effect = (right, left) if side in ("effect_first", "motives") else (left, right)
    for column, (start, end) in zip(columns, (cause, effect, signal), strict=True):
        for index in range(*quoted):
            column[index] = "O" if column[index] == UNKNOWN else column[index]
        column[start:end] = ["B", *["I"] * (end - start - 1)]


def _trimmed(lower: Sequence[str], stretch: Stretch) -> Stretch:
    start, end = stretch
    while start < end and lower[start] in _TRIM:
        start += 1
    while start < end and lower[end - 1] in _TRIM:
        end -= 1
    return start, end
