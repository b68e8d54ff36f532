"""What the network says of words, turned into sentences with trees, and into names, quotations and causal links."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ebbline.language.network import Answers, Array, Network
from ebbline.language.proposing import proposals
from ebbline.language.spans import Stretch, stretches
from ebbline.language.speech import Marked, quotations, span_of
from ebbline.language.trees import best_tree, is_tree
from ebbline.records import CausalLink, Document, Name, Proposal, Report, Sentence, Span, Tree

_HEADING_WORDS = 18
_ENDS = frozenset('.!?…:;,"”’)»')


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence and the spans found in it, as (first word, word after the last, kind)."""

    sentence: Sentence
    names: list[tuple[int, int, str]]
    speech: Marked
    links: Marked
    proposals: tuple[Proposal, ...] = ()


class Decoder:
    """Reads a network's answers with the names it has for them."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def sentence(
        self, words: Sequence[str], starts: Sequence[int], paragraph: int, alone: bool, answers: Answers, at: slice
    ) -> Found:
        """The sentence whose words stand at `at` of the answers; `alone` in its block."""
        network = self._network
        heads, relations = self._tree(answers, at)
        tree = Tree(tuple(network.pos[i] for i in answers.pos[at].tolist()), heads, relations)
        told = float(answers.causal[at.stop - 1])
        sentence = Sentence(
            Span(starts[0], starts[-1] + len(words[-1])),
            tuple(words),
            tuple(starts),
            paragraph,
            heading=alone and len(words) <= _HEADING_WORDS and words[-1][-1] not in _ENDS,
            tree=tree,
            certainty=tuple(round(value, 2) for value in answers.certainty[at].tolist()),
            causal=round(1 / (1 + math.exp(-max(-30.0, min(30.0, told)))), 3),
        )
        return Found(
            sentence,
            self._names(answers, at),
            _marked(answers.speech[at]),
            _marked(answers.links[at], _BOLD_LINKS),
        )

    def proposals(
        self, words: Sequence[str], starts: Sequence[int], answers: Answers, at: slice
    ) -> tuple[Proposal, ...]:
        """What is claimed in the words at `at` of a stretch, all of whose words are given."""
        return tuple(proposals(self._network, words, starts, answers, at))

    def _tree(self, answers: Answers, at: slice) -> tuple[tuple[int, ...], tuple[str, ...]]:
        first, names = at.start, self._network.relations
        heads = [head - 1 - first if head else -1 for head in answers.heads[at].tolist()]
        relations = answers.relations[at].tolist()
        if not is_tree(heads):
            own = np.concatenate([answers.arcs[at, :1], answers.arcs[at, 1 + first : 1 + at.stop]], 1)
            better = best_tree(own)
            for i, (head, before) in enumerate(zip(better, heads, strict=True)):
                if head != before:
                    relations[i] = self._network.relation(answers, first + i, head + 1 + first if head >= 0 else 0)
            heads = better
        return tuple(heads), tuple(names[i] for i in relations)

    def _names(self, answers: Answers, at: slice) -> list[tuple[int, int, str]]:
        """Names, in their finer kinds where these are told, and words for weapons and peoples that are no names."""
        network = self._network
        names = [(a, b, network.names[2 * k + 1][2:]) for a, b, k in stretches(answers.names[at], _BOLD_NAMES)]
        kinds = [(a, b, network.kinds[2 * k + 1][2:]) for a, b, k in stretches(answers.kinds[at])]
        out = []
        for start, end, kind in names:
            finer = [other for other in kinds if other[0] < end and start < other[1]]
            kinds = [other for other in kinds if other not in finer]
            told = next((other for _, _, other in finer if other in _FINER.get(kind, ())), kind)
            out.append((start, end, told))
        return sorted(out + kinds)


_FINER = {"ORG": ("GROUP", "FORCE"), "LOC": ("BASE",)}
"""Kinds that say more of a name than its own does."""
_BOLD_NAMES = 0.0
_BOLD_LINKS = 0.0


def _marked(scores: Array, boldness: float = 0.0) -> Marked:
    """Of each layer of [w, layers, 3] the stretches."""
    return tuple([(a, b) for a, b, _ in stretches(scores[:, i], boldness)] for i in range(scores.shape[1]))


def document(report: Report, found: Sequence[Found]) -> Document:
    """The report's document from its sentences, in order."""
    return Document(
        report,
        tuple(item.sentence for item in found),
        tuple(Name(span_of(item.sentence, start, end), kind) for item in found for start, end, kind in item.names),
        quotations([(item.sentence, item.speech) for item in found]),
        tuple(_links(found)),
        tuple(proposal for item in found for proposal in item.proposals),
    )


def _links(found: Sequence[Found]) -> Iterator[CausalLink]:
    """The links of each sentence in which both a cause and an effect are told."""
    for item in found:
        for cause, effect, signal in paired(item.links):
            told = span_of(item.sentence, *signal) if signal else None
            yield CausalLink(span_of(item.sentence, *cause), span_of(item.sentence, *effect), told)


def paired(links: Marked) -> list[tuple[Stretch, Stretch, Stretch | None]]:
    """Each cause with the effect nearest to it and each effect left with the cause nearest to it; the longest first.

    The signal is the one nearest to both.
    """
    causes, effects, signals = links
    if not causes or not effects:
        return []
    pairs = {(cause, min(effects, key=lambda effect: _apart(cause, effect))) for cause in causes}
    left = [effect for effect in effects if all(effect != other for _, other in pairs)]
    pairs |= {(min(causes, key=lambda cause: _apart(cause, effect)), effect) for effect in left}
    return [
        (cause, effect, min(signals, key=lambda s: (_apart(s, cause) + _apart(s, effect), s), default=None))
        for cause, effect in sorted(pairs, key=lambda pair: (-_length(pair), pair))
    ]


def _apart(one: Stretch, other: Stretch) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _length(pair: tuple[Stretch, Stretch]) -> int:
    return sum(end - start for start, end in pair)
