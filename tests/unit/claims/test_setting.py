"""Where acts are set: places of a clause, without those that only say where another one lies."""

from __future__ import annotations

import pytest

from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.records import ControlClaim, EventClaim, Report


@pytest.fixture(scope="module")
def coder() -> LexiconCoder:
    return LexiconCoder()


def places(coder: LexiconCoder, text: str) -> list[list[str]]:
    reading = coder.code(Report("r_1", "x", text, "", "", "x", language="en"))
    told = sorted(reading.claims, key=lambda claim: claim.evidence[0].start)
    return [[place.name for place in claim.places] for claim in told if isinstance(claim, EventClaim)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army shelled Manbij in the countryside of Aleppo.", ["Manbij"]),
        ("Rebels in the Aleppo countryside shelled army posts near Manbij.", ["Manbij"]),
        ("The army shelled Aleppo and Manbij.", ["Aleppo", "Manbij"]),
        ("The army shelled Aleppo, Manbij and Raqqa.", ["Aleppo", "Manbij", "Raqqa"]),
    ],
)
def test_what_lies_around_a_place_is_not_where_it_happened(coder: LexiconCoder, text: str, expected: list[str]) -> None:
    assert places(coder, text) == [expected]


def test_an_act_without_a_place_is_where_the_last_one_named_was(coder: LexiconCoder) -> None:
    told = places(coder, "The army shelled Manbij and Raqqa on Monday. Two hours later jets bombed a market.")
    assert told == [["Manbij", "Raqqa"], ["Raqqa"]]


def test_what_did_not_happen_has_no_place_carried_over(coder: LexiconCoder) -> None:
    told = places(coder, "The army shelled Manbij on Monday. Rebels threatened to bomb a market.")
    assert told == [["Manbij"], []]


def test_a_held_place_is_held_whatever_comes_of_the_act(coder: LexiconCoder) -> None:
    text = "The coalition promised to defend YPG-held Manbij against the Islamic State."
    reading = coder.code(Report("r_1", "x", text, "", "", "x", language="en"))
    held = [claim for claim in reading.claims if isinstance(claim, ControlClaim)]
    assert [(claim.holder_after, claim.certainty) for claim in held] == [(("YPG",), "asserted")]
