"""What is made of the heads for claims, their answers told here by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from ebbline.language.network import Answers, Network
from ebbline.language.proposing import LEAST, proposals, role_scores
from ebbline.records import Span

WORDS = ["Rebels", "took", "Velm", "because", "guards", "fled"]
STARTS = [0, 7, 12, 17, 25, 32]
FAR = 2


class Told:
    """A network's names for its answers: far words count nothing for or against."""

    claims = ("Attack", "cause")
    certainties = ("asserted", "planned")
    factors = ("airstrikes", "other")
    roles = ("actor", "place")
    distances = np.zeros((2 * FAR + 1, 2), np.float32)


def answers(claims: dict[tuple[int, int], float], parts: dict[tuple[int, int], float] | None = None) -> Answers:
    """Scores of (word, claim), and of (word, role) in whatever hangs on "took"."""
    size = len(WORDS)
    hangs = np.full((size, 2), -9.0, np.float32)
    for (word, claim), score in claims.items():
        hangs[word, claim] = score
    asks = np.zeros((size, 2, 12), np.float32)
    said = np.zeros((size, 12), np.float32)
    for number, ((word, role), score) in enumerate((parts or {}).items()):
        asks[1, role, number] = score * 12**0.5
        said[word, number] = 1.0
    claimed = np.zeros((size, 2), np.float32)
    claimed[1, 1] = 1.0
    factors = np.zeros((size, 2, 2), np.float32)
    factors[1, 1, 1] = 1.0
    made: Any = SimpleNamespace(
        tells=hangs + 1.0, claims=hangs, claimed=claimed, factors=factors, asks=asks, answers=said
    )
    return cast(Answers, made)


def told(said: Answers, at: slice = slice(0, 6)) -> list[Any]:
    return list(proposals(cast(Network, Told()), WORDS, STARTS, said, at))


def test_a_claim_is_told_with_its_word_its_score_and_its_certainty() -> None:
    (proposal,) = told(answers({(1, 0): 0.0}))
    assert (proposal.at, proposal.label, proposal.score) == (Span(7, 11), "Attack", 0.5)
    assert proposal.told == pytest.approx(0.731, abs=0.001)
    assert proposal.certainty == "planned"
    assert (proposal.cause, proposal.effect) == (None, None)


def test_only_causes_have_factors() -> None:
    attack, cause = told(answers({(1, 0): 3.0, (1, 1): 2.0}))
    assert attack.cause is None
    assert (cause.label, cause.cause, cause.effect) == ("cause", "airstrikes", "other")


def test_faint_claims_and_those_of_other_sentences_are_left_out() -> None:
    faint = float(np.log(LEAST / (1 - LEAST))) - 0.1
    assert told(answers({(1, 0): faint})) == []
    assert told(answers({(1, 0): 3.0}), slice(2, 6)) == []


def test_parties_may_stand_anywhere_in_the_stretch() -> None:
    said = answers({(1, 0): 3.0}, {(0, 0): 2.0, (2, 1): 1.0, (5, 0): 2.0})
    (proposal,) = told(said, slice(0, 3))
    likely = {(party.role, party.at) for party in proposal.parties if party.score > 0.6}
    assert likely == {("actor", Span(0, 6)), ("place", Span(12, 16)), ("actor", Span(32, 36))}


def test_words_between_count_up_to_the_farthest() -> None:
    network = Told()
    network.distances = np.arange(10, dtype=np.float32).reshape(5, 2)
    scores = role_scores(cast(Network, network), answers({}), 1)
    assert scores[:, 0].tolist() == pytest.approx([2, 4, 6, 8, 8, 8])
