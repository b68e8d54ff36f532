"""Where acts are set: places of a clause, without those that only say where another one lies."""

from __future__ import annotations

import pytest

from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.records import EventClaim, Report


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
