"""No way to a private name: neither shown nor found by asking for it."""

from __future__ import annotations

from typing import Any

import pytest

PATHS = ("/", "/brief", "/brief?actor=Islamic State", "/api/claims", "/api/reports", "/api/stories", "/health")


def test_no_answer_holds_a_private_name(served: Any, sample: Any, private: tuple[str, ...]) -> None:
    paths = [*PATHS]
    paths += [f"/api/claims/{claim.claim_id}" for claim in sample.claims]
    paths += [f"/api/reports/{report.report_id}" for report in sample.store.reports()]
    for path in paths:
        answer = served(path)
        assert answer.status == 200
        body = answer.body.decode().casefold()
        assert [name for name in private if name.casefold() in body] == [], path


@pytest.mark.parametrize("parameter", ["text", "speaker", "actor", "place"])
@pytest.mark.parametrize("name", ["Nabil Qasem", "nabil qasem", "Qasem", "Nab*", '"Nabil Qasem"', "Huda"])
def test_asking_for_a_private_name_finds_what_asking_for_no_one_finds(served: Any, parameter: str, name: str) -> None:
    assert served("/api/claims", **{parameter: name}).json["claims"] == []


def test_asking_for_it_beside_other_words_finds_nothing_either(served: Any) -> None:
    assert len(served("/api/claims", text="added").json["claims"]) == 1
    assert served("/api/claims", text="added Qas*").json["claims"] == []


@pytest.mark.parametrize("parameter", ["actor", "place"])
def test_a_brief_on_a_private_name_is_answered_as_on_no_one(served: Any, parameter: str) -> None:
    assert served("/brief", **{parameter: "Nabil Qasem"}).body == served("/brief", **{parameter: "Xy Zabcd"}).body


def test_what_the_mask_leaves_is_found_as_before(served: Any) -> None:
    # The claim's evidence names a private person beside these words.
    (found,) = served("/api/claims", text="plans storm").json["claims"]
    assert "[resident]" in found["evidence"][0]["text"]
    assert len(served("/api/claims", speaker="Diary Collective").json["claims"]) == 3
