"""What is taught of claims, on a made-up example; run by `make test-training`."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="torch is for training only: make test-training")

from training.batches import Labels, Stretch  # noqa: E402 (after the look for torch)
from training.claim_targets import ClaimTargets  # noqa: E402
from training.examples import ROLES, Example, Told  # noqa: E402
from training.network import IGNORED  # noqa: E402

WORDS = ("Nobody", "slept", ".", "Rebels", "took", "Velm", "from", "guards", ".")
LABELS = Labels((), (), (), (), ("Attack", "Capture", "cause"), ("asserted", "planned"), ("other",), ROLES)
TAKEN = Told(
    anchor=4,
    start=3,
    stop=6,
    labels=("Capture", "Attack"),
    certainty="planned",
    parties=(("actor", ((3,),)), ("target", ()), ("place", ((5,),))),
)


def example(*claims: Told) -> Example:
    blank = (True,) * len(WORDS)
    mentions = ((3, False), (5, True), (7, False))
    return Example("made up", WORDS, blank, blank, (0, 3), claims=claims, mentions=mentions)


def targets(start: int = 0, stop: int = 9) -> dict[str, torch.Tensor]:
    return ClaimTargets(LABELS).tensors([Stretch(example(TAKEN), start, stop, stop)], 10)


def test_a_claim_is_taught_at_its_word_and_carried_by_all_of_its_words() -> None:
    told = targets()
    assert told["claims"][0, 4].tolist() == [IGNORED, 1, 0]
    assert told["claims"][0, 0].tolist() == [0, 0, 0]
    assert told["claims"][0, 9].tolist() == [IGNORED] * 3
    assert told["carried"][0, :, 1].nonzero().flatten().tolist() == [3, 4, 5]
    assert told["claimed"][0, 4] == 1
    assert (told["factors"] == IGNORED).all()


def test_words_are_counted_from_the_stretch() -> None:
    told = targets(3)
    assert told["claims"][0, 1].tolist() == [IGNORED, 1, 0]
    assert told["pairs"][:, 1:].tolist() == [[1, 0], [1, 2], [1, 4]]


def test_places_play_places_and_actors_the_other_parts() -> None:
    told = targets()
    actor, target, place, whose = (ROLES.index(role) for role in ("actor", "target", "place", "whose"))
    by_mention = {int(pair[2]): roles.tolist() for pair, roles in zip(told["pairs"], told["roles"], strict=True)}
    assert (by_mention[3][actor], by_mention[3][target], by_mention[3][place]) == (1, 0, IGNORED)
    assert (by_mention[5][actor], by_mention[5][place]) == (IGNORED, 1)
    assert (by_mention[7][actor], by_mention[7][target]) == (0, 0)
    assert all(roles[whose] == IGNORED for roles in by_mention.values())


def test_a_claim_of_another_stretch_teaches_nothing_here() -> None:
    told = targets(0, 3)
    assert (told["claims"][0, :3] == 0).all()
    assert not len(told["pairs"])


def test_an_example_without_claims_teaches_none() -> None:
    blank = (True,) * len(WORDS)
    told = ClaimTargets(LABELS).tensors([Stretch(Example("x", WORDS, blank, blank, (0, 3)), 0, 9, 9)], 10)
    assert (told["claims"] == IGNORED).all()
