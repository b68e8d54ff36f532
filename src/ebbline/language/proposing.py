"""What the network takes to be claimed: the word a claim hangs on, what it is, and which words may name a party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ebbline.language.network import Answers, Array, Network
from ebbline.records import Party, Proposal, Span

LEAST = 0.05
"""Scores below this are not told."""
_LEAST_PART = 0.15


def proposals(
    network: Network, words: Sequence[str], starts: Sequence[int], answers: Answers, at: slice
) -> Iterator[Proposal]:
    """The claims that hang on words `at` of a stretch, whose every word may take part; in the order of the words."""
    scores, told = _likely(answers.claims[at]), _likely(answers.tells[at])
    for row in np.flatnonzero(scores.max(1, initial=0.0) >= LEAST).tolist():
        word = at.start + row
        parties = tuple(_parties(network, words, starts, answers, word))
        certainty = network.certainties[int(answers.claimed[word].argmax())]
        cause, effect = (network.factors[int(side.argmax())] for side in answers.factors[word])
        for label in np.flatnonzero(scores[row] >= LEAST).tolist():
            name = network.claims[label]
            linked = name == "cause"
            yield Proposal(
                Span(starts[word], starts[word] + len(words[word])),
                name,
                round(float(scores[row, label]), 3),
                certainty,
                cause if linked else None,
                effect if linked else None,
                parties,
                round(float(told[row, label]), 3),
            )


def _parties(
    network: Network, words: Sequence[str], starts: Sequence[int], answers: Answers, anchor: int
) -> Iterator[Party]:
    scores = _likely(role_scores(network, answers, anchor))
    for word, role in np.argwhere(scores >= _LEAST_PART).tolist():
        span = Span(starts[word], starts[word] + len(words[word]))
        yield Party(network.roles[role], span, round(float(scores[word, role]), 3))


def role_scores(network: Network, answers: Answers, anchor: int) -> Array:
    """[w, roles] of the part each word plays in what hangs on the word `anchor`."""
    far = np.arange(len(answers.answers)) - anchor
    reach = len(network.distances) // 2
    alike: Array = answers.answers @ answers.asks[anchor].T / answers.answers.shape[1] ** 0.5
    return alike + network.distances[np.clip(far, -reach, reach) + reach]


def _likely(scores: Array) -> Array:
    likely: Array = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return likely
