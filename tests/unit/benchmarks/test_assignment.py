from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.assignment import best_pairs

TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0]), min_size=columns, max_size=columns), min_size=1, max_size=4
    )
)


def test_the_greedy_choice_is_not_always_the_best() -> None:
    assert best_pairs([[3.0, 2.0], [2.0, 0.0]]) == [(0, 1), (1, 0)]


def test_nothing_to_pair() -> None:
    assert best_pairs([]) == []
    assert best_pairs([[], []]) == []


@settings(deadline=None, max_examples=60)
@given(TABLES)
def test_no_pairing_brings_more(worth: list[list[float]]) -> None:
    pairs = best_pairs(worth)
    rows, columns = len(worth), len(worth[0])
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs) == min(rows, columns)
    if rows <= columns:
        best = max(sum(worth[i][j] for i, j in enumerate(order)) for order in permutations(range(columns), rows))
    else:
        best = max(sum(worth[i][j] for j, i in enumerate(order)) for order in permutations(range(rows), columns))
    assert sum(worth[i][j] for i, j in pairs) == best
