"""Reports that borrow the words of war for sport, trade, games, weather or memory yield nothing."""

import pytest

from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.records import Reading, Report


@pytest.fixture(scope="module")
def coder() -> LexiconCoder:
    return LexiconCoder()


def read(coder: LexiconCoder, text: str, **fields: object) -> Reading:
    return coder.code(Report("r_0", "n", text, "", "", "n", **{"language": "en", **fields}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "The visitors took the lead after a late bombardment of the goal. Their striker scored twice, "
        "the goalkeeper was beaten from the penalty, and the league title is decided next week at the derby.",
        "The price war between the two brands enters a new phase. Shares of the retailer fell after its rival captured "
        "a third of the market, and investors fear an attack on its sales.",
        "In the new game players storm a fortress on any console. Multiplayer servers were attacked on launch "
        "night, but the gameplay survives, and the review copy won over this reviewer.",
        "The storm lays siege to the coast. Heavy rain and winds battered the harbour, temperatures fell and the "
        "forecast names more thunderstorms.",
        "Hoteliers fight on two fronts this summer: the lobby bombarded parliament with petitions, and the "
        "taxman laid an ambush of his own. A war cabinet for tourism is what the coast needs.",
        "Three were killed in a bus crash and nine wounded; the brakes failed at the ravine, the rescue took hours.",
        "The winger executed a perfect raid down the left and bombarded the goalkeepers; fans besieged the touts.",
        "Her second novel tells of a siege. The plot is thin, the character of the colonel thinner, and the film of "
        "it, shown at the festival, leaves the audience cold.",
    ],
)
def test_distractors_yield_nothing(coder: LexiconCoder, text: str) -> None:
    reading = read(coder, text)
    assert reading.claims == ()
    assert not reading.relevant


def test_traders_at_a_market_make_no_report_irrelevant(coder: LexiconCoder) -> None:
    text = "Traders at the market said rebels had shelled the customs post. Rain hid the artillery."
    assert read(coder, text).relevant


def test_a_report_of_conflict_is_relevant(coder: LexiconCoder) -> None:
    reading = read(coder, "Soldiers clashed with militants near Aleppo on Monday. Four soldiers were killed.")
    assert reading.relevant
    assert reading.claims


def test_other_languages_and_unread_reports_have_no_claims(coder: LexiconCoder) -> None:
    text = "Soldiers clashed with militants near Aleppo on Monday. Four soldiers were killed."
    assert read(coder, text, language="fr").claims == ()
    assert read(coder, text, language="fr").left_open == ()
    assert read(coder, text, unread="a scan: no text layer").claims == ()


def test_an_empty_text_is_read_without_claims(coder: LexiconCoder) -> None:
    assert read(coder, "").claims == ()
