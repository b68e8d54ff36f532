from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebbline.language.trees import best_tree, is_tree


@pytest.mark.parametrize(
    ("heads", "tree"),
    [
        ([-1], True),
        ([1, -1, 1], True),
        ([-1, -1], False),  # two roots
        ([1, 0], False),  # none
        ([1, 0, -1], False),  # a circle beside the root
        ([0, -1], False),  # a word on itself
        ([1, 2, 3, -1], True),
    ],
)
def test_a_tree_has_one_root_and_no_circle(heads: list[int], tree: bool) -> None:
    assert is_tree(heads) is tree


def _scores(n: int, seed: int) -> np.ndarray:
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32)
    scores[np.arange(n), np.arange(n) + 1] = -1e4
    return scores


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_no_other_tree_scores_higher(n: int, seed: int) -> None:
    scores = _scores(n, seed)

    def worth(heads: tuple[int, ...] | list[int]) -> float:
        return float(sum(scores[i, head + 1] for i, head in enumerate(heads)))

    found = best_tree(scores)
    assert is_tree(found)
    best = max(worth(heads) for heads in itertools.product(range(-1, n), repeat=n) if is_tree(heads))
    assert worth(found) == pytest.approx(best, abs=1e-3)


@given(st.integers(1, 60), st.integers(0, 10_000))
def test_any_scores_give_a_tree(n: int, seed: int) -> None:
    assert is_tree(best_tree(_scores(n, seed)))


def test_scores_all_alike_give_a_tree() -> None:
    assert is_tree(best_tree(np.zeros((40, 41), np.float32)))


def test_no_words_no_heads() -> None:
    assert best_tree(np.zeros((0, 1), np.float32)) == []
