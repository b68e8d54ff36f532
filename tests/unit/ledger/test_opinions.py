"""Judgements are withdrawn by a later row; reviews follow the claim they were made of."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from ebbline.errors import LedgerError
from ebbline.ledger import LedgerStore
from ebbline.records import Claim, Evidence, Judgement, Reading, Report, Review, Span, identified, reading_id


@pytest.fixture
def reviewed(store: LedgerStore, samples: ModuleType) -> LedgerStore:
    for number in (1, 2):
        store.store(*samples.sample(number))
    samples.add_opinions(store)
    return store


def test_judgements(reviewed: LedgerStore, samples: ModuleType) -> None:
    (standing,) = reviewed.judgements()
    assert (standing.judgement_id, standing.same, standing.by) == ("j_1", True, "rule same place")
    both = {judgement.judgement_id: judgement for judgement in reviewed.judgements(withdrawn=True)}
    assert both["j_2"].withdrawn_at == samples.NOW
    assert not reviewed.withdraw_judgement("j_2", "another")
    assert reviewed.withdraw_judgement("j_1", "another")
    assert list(reviewed.judgements()) == []
    assert list(reviewed.verify()) == []


def test_a_judgement_brought_from_another_ledger(reviewed: LedgerStore) -> None:
    both = list(reviewed.judgements(withdrawn=True))
    assert not any(reviewed.add_judgement(judgement) for judgement in both)
    assert list(reviewed.judgements(withdrawn=True)) == both
    brought = replace(both[1], judgement_id="j_3")
    assert reviewed.add_judgement(brought)
    assert list(reviewed.judgements(withdrawn=True)) == [*both, brought]


def test_ids_are_never_used_again(reviewed: LedgerStore) -> None:
    (judgement,) = reviewed.judgements()
    with pytest.raises(ValueError, match="j_1 is the id of another row of judgements"):
        reviewed.add_judgement(replace(judgement, same=False))
    ((review, _),) = reviewed.reviews()
    assert not reviewed.add_review(review)
    with pytest.raises(ValueError, match="v_1 is the id of another row of reviews"):
        reviewed.add_review(replace(review, verdict="reject"))


def test_of_unknown_things(reviewed: LedgerStore, samples: ModuleType) -> None:
    with pytest.raises(LedgerError, match="no such claim"):
        reviewed.add_judgement(Judgement("j", "c_0", "c_1", True, "me", samples.NOW))
    with pytest.raises(LedgerError, match="no such judgement"):
        reviewed.withdraw_judgement("j_0", "me")
    with pytest.raises(LedgerError, match="no such report"):
        reviewed.add_review(Review("v", "c_0", "r_0", Span(0, 1), "event", "accept", "me", samples.NOW))


def test_a_review_comes_back_whole(reviewed: LedgerStore, samples: ModuleType) -> None:
    ((review, claim_id),) = reviewed.reviews()
    assert claim_id == review.claim_id == samples.sample(1)[2].claims[0].claim_id
    assert review.corrections == (("means", "rifles"),)
    assert list(reviewed.reviews(claim_id)) == [(review, claim_id)]
    assert list(reviewed.reviews("c_0")) == []
    assert list(reviewed.orphan_reviews()) == []


def test_a_review_follows_its_words(reviewed: LedgerStore, samples: ModuleType) -> None:
    ((review, old),) = reviewed.reviews()
    wider, wider_still = _wider(samples, 1, 10), _wider(samples, 1, 40)
    _read_anew(reviewed, samples, (wider, wider_still))
    assert list(reviewed.reviews()) == [(review, wider.claim_id)]
    assert old not in {claim.claim_id for claim in reviewed.claims()}


def test_a_review_without_words_to_follow_waits(reviewed: LedgerStore, samples: ModuleType) -> None:
    ((review, _),) = reviewed.reviews()
    other_kind = samples.sample(1)[2].claims[1]
    _read_anew(reviewed, samples, (other_kind,))
    assert list(reviewed.reviews()) == []
    assert list(reviewed.orphan_reviews()) == [review]
    assert list(reviewed.verify()) == []


def test_a_review_is_not_put_on_one_of_two_claims_by_chance(reviewed: LedgerStore, samples: ModuleType) -> None:
    ((review, _),) = reviewed.reviews()
    one = _wider(samples, 1, 10)
    _read_anew(reviewed, samples, (one, identified(replace(one, certainty="denied"))))
    assert list(reviewed.orphan_reviews()) == [review]


def _wider(samples: ModuleType, number: int, by: int) -> Claim:
    _, report, reading = samples.sample(number)
    claim = reading.claims[0]
    end = claim.evidence[0].end + by
    changed: Claim = identified(replace(claim, evidence=(Evidence(0, end, report.text[:end]),)))
    return changed


def _read_anew(store: LedgerStore, samples: ModuleType, claims: tuple[Claim, ...]) -> None:
    capture, report, _ = samples.sample(1)
    assert isinstance(report, Report)
    id_ = reading_id(report.report_id, samples.SECOND)
    assert store.store(capture, report, Reading(id_, report.report_id, samples.SECOND, claims))
