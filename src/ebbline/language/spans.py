"""Spans of words from scores of tags: outside, then a beginning and an inside for each kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Scores: TypeAlias = npt.NDArray[np.floating[Any]]
Stretch: TypeAlias = tuple[int, int]
"""Words from the first up to but without the second."""


def stretches(scores: Scores, boldness: float = 0.0) -> Iterator[tuple[int, int, int]]:
    """First word, word after the last, and kind of each span of the best row of tags.

    `scores` is [words, 1 + 2 kinds]: outside, then beginning and inside of kind 0, of kind 1 … An inside goes on from
    the same kind only. Boldness is taken from what speaks for outside.
    """
    if boldness:
        scores = scores.copy()
        scores[:, 0] -= boldness
    tags: list[int] = scores.argmax(1).tolist()
    if not _goes_on(tags):
        tags = _best_row(scores)
    start, kind = 0, -1
    for i, tag in enumerate((*tags, 0)):
        if kind >= 0 and tag != 2 * kind + 2:
            yield start, i, kind
            kind = -1
        if tag and kind < 0:
            start, kind = i, (tag - 1) // 2


def _goes_on(tags: Sequence[int]) -> bool:
    """Whether every inside follows its own kind."""
    before = 0
    for tag in tags:
        if tag and not tag % 2 and before not in (tag, tag - 1):
            return False
        before = tag
    return True


def _best_row(scores: Scores) -> list[int]:
    """The tags with the highest sum of scores in which every inside follows its own kind (Viterbi 1967)."""
    words, tags = scores.shape
    inside = np.arange(2, tags, 2)
    sums = scores[0].astype(np.float64)
    sums[inside] = -np.inf
    came = np.zeros((words, tags), np.int64)
    for i in range(1, words):
        best = int(sums.argmax())
        came[i] = best
        after_begin = sums[inside - 1] >= sums[inside]
        came[i, inside] = np.where(after_begin, inside - 1, inside)
        sums = sums[came[i]] + scores[i]
    row = [int(sums.argmax())]
    for i in range(words - 1, 0, -1):
        row.append(int(came[i, row[-1]]))
    return row[::-1]
