"""The best tree that scores allow: one root, no circle; greedy where greedy gives one, else by contracting circles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


def is_tree(heads: Sequence[int]) -> bool:
    """Whether these heads (index of the governing word, -1 for the root) are a tree with exactly one root."""
    roots = [i for i, head in enumerate(heads) if head < 0]
    if len(roots) != 1:
        return False
    safe = [False] * len(heads)
    safe[roots[0]] = True
    for i in range(len(heads)):
        path = []
        while not safe[i]:
            if i in path:
                return False
            path.append(i)
            i = heads[i]
        for j in path:
            safe[j] = True
    return True


def best_tree(scores: Scores) -> list[int]:
    """Heads of the tree with the highest sum of scores among those with one root.

    `scores` is [n, 1 + n]: word by governor, the root first. Time grows with the cube of n at worst.
    """
    n = len(scores)
    if n == 0:
        return []
    greedy = [int(head) - 1 for head in scores.argmax(1)]
    if is_tree(greedy):
        return greedy
    weights = np.full((n + 1, n + 1), -np.inf)
    weights[1:] = scores
    np.fill_diagonal(weights, -np.inf)
    # A tree never has more than one root when each further one costs more than all that other arcs can differ by.
    finite = scores[np.isfinite(scores)]
    weights[1:, 0] -= (float(finite.max()) - float(finite.min()) + 1.0) * (n + 1)
    return [head - 1 for head in _spanning(weights)[1:]]


def _spanning(weights: npt.NDArray[np.float64]) -> list[int]:
    """Heads of the best tree that hangs on node 0 (Chu and Liu 1965, Edmonds 1967); heads[0] is 0."""
    heads = [0, *(int(row.argmax()) for row in weights[1:])]
    circle = _circle(heads)
    if circle is None:
        return heads
    inside = set(circle)
    outside = [i for i in range(len(heads)) if i not in inside]
    own = np.array([weights[i, heads[i]] for i in circle])
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = weights[np.ix_(outside, outside)]
    into = weights[np.ix_(circle, outside)] - own[:, None]
    entered = into.argmax(0)
    smaller[size, :size] = into.max(0)
    leaving = weights[np.ix_(outside, circle)]
    left = leaving.argmax(1)
    smaller[:size, size] = leaving.max(1)
    smaller[0] = -np.inf
    found = _spanning(smaller)
    for i in range(1, size):
        heads[outside[i]] = circle[int(left[i])] if found[i] == size else outside[found[i]]
    enters = found[size]
    heads[circle[int(entered[enters])]] = outside[enters]
    return heads


def _circle(heads: Sequence[int]) -> list[int] | None:
    """The nodes of one circle, if there is any."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if state[node] == 1:
            return path[path.index(node) :]
        for passed in path:
            state[passed] = 2
    return None
