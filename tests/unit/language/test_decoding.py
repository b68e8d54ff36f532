"""What is made of a network's answers, told here by hand."""

from __future__ import annotations

from typing import cast

import numpy as np

from ebbline.language.decoding import Decoder, Found
from ebbline.language.network import Answers, Network
from ebbline.records import Span

RELATIONS = ("dep", "root", "nsubj")


class Told:
    """A network's names for its answers; it remembers which relations it was asked for."""

    pos = ("NOUN",)
    relations = RELATIONS
    names = ("O", "B-ORG", "I-ORG")
    kinds = ("O", "B-NATIONALITY", "I-NATIONALITY", "B-FORCE", "I-FORCE")

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def relation(self, _: Answers, word: int, governor: int) -> int:
        self.asked.append((word, governor))
        return RELATIONS.index("nsubj")


def answers(arcs: list[list[float]], names: list[int] | None = None, kinds: list[int] | None = None) -> Answers:
    w = len(arcs)
    scores = np.array(arcs, np.float32)
    none = np.zeros(w, np.int64)
    layers = np.zeros((w, 3, 3), np.float32)
    return Answers(
        ends=none,
        pos=none,
        arcs=scores,
        heads=scores.argmax(1),
        relations=none,
        dependent=none,
        governor=none,
        names=np.eye(3)[names or none],
        kinds=np.eye(5)[kinds or none],
        speech=layers,
        links=layers,
        causal=none,
        certainty=none,
        claims=layers[:, :, 0],
        claimed=layers[:, :, 0],
        factors=layers,
        tells=layers[:, :, 0],
        asks=layers,
        answers=layers[:, :, 0],
    )


def read(words: list[str], said: Answers, at: slice, told: Told | None = None) -> Found:
    starts = [sum(map(len, words[:i])) + i for i in range(len(words))]
    return Decoder(cast(Network, told or Told())).sentence(words[at], starts[at], 0, True, said, at)


def chain(count: int) -> list[list[float]]:
    """Each word hangs on the one before it, the first on the root."""
    return [[9.0 if head == word else 0.0 for head in range(count + 1)] for word in range(count)]


def test_a_circle_in_a_later_sentence_is_mended_with_places_of_the_stretch() -> None:
    never = -1e4
    arcs = [
        [9.0, never, never, never, never],
        [1.0, never, never, 5.0, 0.0],
        [0.0, never, 5.0, never, 0.0],
        [0.0, never, 0.0, 5.0, never],
    ]
    told = Told()
    sentence = read(["Stop", "a", "b", "c"], answers(arcs), slice(1, 4), told).sentence
    assert sentence.tree is not None
    assert sentence.tree.heads == (-1, 0, 1)
    assert sentence.tree.relations == ("nsubj", "dep", "dep")
    assert told.asked == [(1, 0)]
    assert sentence.span == Span(5, 10)


def test_a_line_is_a_heading_unless_a_mark_closes_it() -> None:
    for last, heading in (("town", True), (".", False), ("...", False), ("p.m.", False), ("?!", False)):
        assert read(["Siege", last], answers(chain(2)), slice(0, 2)).sentence.heading is heading


def test_a_name_takes_its_finer_kind_wherever_in_it_that_stands() -> None:
    found = read(["Velmian", "Army", "left"], answers(chain(3), [1, 2, 0], [1, 3, 0]), slice(0, 3))
    assert found.names == [(0, 2, "FORCE")]
