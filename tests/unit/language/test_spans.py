from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebbline.language.spans import stretches

OUT, B, IN, B2, IN2 = range(5)


def scores(tags: list[int]) -> np.ndarray:
    return np.eye(5)[tags]


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ([OUT, OUT], []),
        ([B, IN, OUT, B], [(0, 2, 0), (3, 4, 0)]),
        ([B, B], [(0, 1, 0), (1, 2, 0)]),
        ([B, B2, IN2], [(0, 1, 0), (1, 3, 1)]),
    ],
)
def test_tags_make_spans(tags: list[int], found: list[tuple[int, int, int]]) -> None:
    assert list(stretches(scores(tags))) == found


def test_an_inside_without_its_beginning_is_overruled() -> None:
    told = scores([OUT, IN, IN])
    told[1, B] = 0.9
    assert list(stretches(told)) == [(1, 3, 0)]


def test_boldness_lets_more_spans_stand() -> None:
    told = np.array([[1.0, 0.8, 0.0, 0.0, 0.0], [1.0, 0.0, 0.7, 0.0, 0.0]])
    assert list(stretches(told)) == []
    assert list(stretches(told, boldness=0.5)) == [(0, 2, 0)]


def _allowed(tags: tuple[int, ...]) -> bool:
    return all(tag not in (IN, IN2) or before in (tag, tag - 1) for before, tag in itertools.pairwise((OUT, *tags)))


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_no_other_row_of_tags_scores_higher(words: int, seed: int) -> None:
    told = np.random.default_rng(seed).normal(size=(words, 5))
    found = np.zeros(words, int)
    for start, end, kind in stretches(told):
        found[start] = 2 * kind + 1
        found[start + 1 : end] = 2 * kind + 2
    assert _allowed(tuple(found))
    worth = told[np.arange(words), found].sum()
    best = max(
        told[np.arange(words), tags].sum() for tags in itertools.product(range(5), repeat=words) if _allowed(tags)
    )
    assert worth == pytest.approx(best)
