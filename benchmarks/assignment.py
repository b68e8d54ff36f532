"""The best pairing of two lists, each member used once: what CEAF and the pairing of codings need."""

from __future__ import annotations

from collections.abc import Sequence


def best_pairs(worth: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The (row, column) pairs whose worth adds up to most; every row or every column is paired, whichever are fewer.

    `worth[i][j]` is what pairing row `i` with column `j` brings. Exact, by the Hungarian method, in cubic time.
    """
    if not worth or not worth[0]:
        return []
    if len(worth) > len(worth[0]):
        return sorted(
            (row, column) for column, row in best_pairs([list(column) for column in zip(*worth, strict=True)])
        )
    return sorted((row, column) for column, row in _assigned(worth).items())


def _assigned(worth: Sequence[Sequence[float]]) -> dict[int, int]:
    """Column to row, of no more rows than columns: rows are added one by one along cheapest paths."""
    rows, columns = len(worth), len(worth[0])
    of_row, of_column = [0.0] * rows, [0.0] * columns
    taken: dict[int, int] = {}
    for row in range(rows):
        cheapest = [float("inf")] * columns
        before: list[int | None] = [None] * columns
        seen: set[int] = set()
        at, here = None, row
        while True:
            step, chosen = float("inf"), -1
            for column in range(columns):
                if column in seen:
                    continue
                cost = -worth[here][column] - of_row[here] - of_column[column]
                if cost < cheapest[column]:
                    cheapest[column], before[column] = cost, at
                if cheapest[column] < step:
                    step, chosen = cheapest[column], column
            of_row[row] += step
            for column in range(columns):
                if column in seen:
                    of_column[column] -= step
                    of_row[taken[column]] += step
                else:
                    cheapest[column] -= step
            seen.add(chosen)
            at = chosen
            if chosen not in taken:
                break
            here = taken[chosen]
        while at is not None:
            previous = before[at]
            taken[at] = row if previous is None else taken[previous]
            at = previous
    return taken
