"""What a reading holds: signed, traced claims, details of events, headline and lead told once, what was left open."""

import datetime as dt

import pytest

import ebbline
from ebbline.claims.coder import Coder
from ebbline.claims.keyword_coder import KeywordCoder
from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.records import (
    CauseClaim,
    ControlClaim,
    DateInterval,
    EventClaim,
    Published,
    Reading,
    Report,
    Span,
    StrengthClaim,
)


@pytest.fixture(scope="module")
def coder() -> LexiconCoder:
    return LexiconCoder()


def read(coder: Coder, text: str, furniture: tuple[Span, ...] = ()) -> Reading:
    day = dt.date(2016, 2, 3)
    published = Published(DateInterval(day, day), "given")
    return coder.code(Report("r_0", "n", text, "", "", "n", published=published, language="en", furniture=furniture))


def events(reading: Reading) -> list[EventClaim]:
    return [claim for claim in reading.claims if isinstance(claim, EventClaim)]


def test_every_claim_is_signed_and_names_its_rules(coder: LexiconCoder) -> None:
    reading = read(coder, "Rebels captured the town of Manbij from the Islamic State on Friday.")
    assert reading.extractor == f"ebbline {ebbline.__version__} / lexicon_v1"
    assert {claim.extractor for claim in reading.claims} == {reading.extractor}
    assert all(any(step.startswith("words: ") for step in claim.trace) for claim in reading.claims)
    control = next(claim for claim in reading.claims if isinstance(claim, ControlClaim))
    assert control.trace[0] == "control: capture-tells-control"


def test_a_certainty_rule_is_named_in_the_trace(coder: LexiconCoder) -> None:
    (event,) = events(read(coder, "The Taliban vowed to attack Kabul with its fighters."))
    assert event.certainty == "planned"
    assert "certainty: intention" in event.trace


def test_headline_and_lead_are_one(coder: LexiconCoder) -> None:
    text = "Car bomb kills nine in Baghdad\n\nA car bomb killed nine people at a market in Baghdad on Tuesday."
    (event,) = events(read(coder, text))
    assert event.evidence[0].start > text.index("\n")


def test_weapon_thing_victims_and_acts(coder: LexiconCoder) -> None:
    (event,) = events(read(coder, "Russian warplanes carried out 12 air strikes on a hospital in Aleppo."))
    assert (event.means, event.object, event.acts) == ("aircraft", "hospital", 12)
    assert "medical" in event.target_class
    assert event.event_type == "Explosions/Remote violence"


def test_a_lost_figure_is_a_magnitude(coder: LexiconCoder) -> None:
    reading = read(coder, "The Islamic State lost 300 fighters in the battle, a commander of the army said.")
    strength = next(claim for claim in reading.claims if isinstance(claim, StrengthClaim))
    assert (strength.dimension, strength.direction) == ("manpower", "down")
    assert strength.magnitude is not None
    assert (strength.magnitude.best, strength.magnitude.unit) == (300, "fighters")


@pytest.mark.parametrize(
    "words", ["recruited 13 in Homs", "recruited 2 were seen", "lost two fighting near Homs", "fought one another"]
)
def test_a_magnitude_counts_something(coder: LexiconCoder, words: str) -> None:
    changes = [c for c in read(coder, f"The Islamic State {words}.").claims if isinstance(c, StrengthClaim)]
    assert all(change.magnitude is None for change in changes)


def test_a_strength_is_nobodys_where_no_group_is_near(coder: LexiconCoder) -> None:
    text = (
        "The Islamic State holds Raqqa.\n\nThe road is shut.\n\nShops are shut.\n\nMorale collapsed and many deserted."
    )
    assert not [claim for claim in read(coder, text).claims if isinstance(claim, StrengthClaim)]


def test_losing_fighters_in_a_town_is_not_losing_the_town(coder: LexiconCoder) -> None:
    claims = read(coder, "The Islamic State lost 300 fighters in Hama.").claims
    assert not [claim for claim in claims if isinstance(claim, ControlClaim)]


def test_a_toll_behind_another_speaker_is_that_speakers(coder: LexiconCoder) -> None:
    text = "The army denied that anyone was killed in the strike on Idlib but residents said 11 died."
    denial, account = sorted(events(read(coder, text)), key=lambda event: event.evidence[0].start)
    assert (denial.certainty, denial.fatalities) == ("denied", None)
    assert account.said_by is not None
    assert account.said_by.name == "residents"
    assert account.fatalities is not None
    assert account.fatalities.best == 11
    assert account.certainty == "asserted"


def test_a_year_before_strikes_counts_none(coder: LexiconCoder) -> None:
    (event,) = events(read(coder, "On 15 February 2016 strikes hit the town of Azaz."))
    assert event.acts is None


def test_both_sides_of_a_cause_keep_their_words(coder: LexiconCoder) -> None:
    reading = read(coder, "The Islamic State lost ground because of the air strikes of the coalition.")
    cause = next(claim for claim in reading.claims if isinstance(claim, CauseClaim))
    assert (cause.cause.factor, cause.effect.factor) == ("airstrikes", "territory down")
    assert cause.cause.text == "the air strikes of the coalition"
    assert cause.effect.text == "The Islamic State lost ground"


def causes(reading: Reading) -> list[tuple[str, str]]:
    return [(c.cause.factor, c.effect.factor) for c in reading.claims if isinstance(c, CauseClaim)]


def test_the_factor_nearest_the_joining_word_is_told(coder: LexiconCoder) -> None:
    text = (
        "The air strikes that the coalition had flown all winter over the hills brought few men home, and the Islamic "
        "State lost ground because of the conscription of boys."
    )
    assert causes(read(coder, text)) == [("conscription", "territory down")]


def test_a_sure_joining_word_tells_a_cause_of_an_armed_side(coder: LexiconCoder) -> None:
    assert causes(read(coder, "The rebels in Aleppo wore white because of the snow.")) == [("other", "other")]
    assert causes(read(coder, "The bakers of Aleppo shut, many said, because of the snow.")) == []


def test_operations_are_an_offensive_where_they_are_told_to_be_military(coder: LexiconCoder) -> None:
    reading = read(coder, "The Islamic State lost Raqqa because of the military operation in the east.")
    assert [cause for cause, _ in causes(reading)] == ["ground offensive"]
    reading = read(coder, "The Islamic State can fund operations abroad because of the money from oil.")
    assert "ground offensive" not in [effect for _, effect in causes(reading)]


def test_so_joins_a_cause_to_what_came_of_it(coder: LexiconCoder) -> None:
    reading = read(coder, "The wages of the Islamic State were cut by half, so the fighters deserted in Raqqa.")
    assert [effect for _, effect in causes(reading)] == ["cohesion down"]


def test_evidence_leaves_out_who_says_it(coder: LexiconCoder) -> None:
    (event,) = events(read(coder, "The army shelled the town of Azaz on Monday, a resident of the town said."))
    assert event.evidence[0].text == "The army shelled the town of Azaz on Monday"


def test_a_place_told_taken_changes_hands_though_nobody_is_named(coder: LexiconCoder) -> None:
    reading = read(coder, "Azaz was captured on Monday. Soldiers were killed in Idlib.")
    held = [claim for claim in reading.claims if isinstance(claim, ControlClaim)]
    assert [(c.places[0].name, c.holder_before, c.holder_after) for c in held] == [("Azaz", None, ())]


def test_planned_and_failed_captures_change_no_control(coder: LexiconCoder) -> None:
    for text in (
        "The army will capture the town of Manbij from the Islamic State.",
        "The army tried to capture the town of Manbij from the Islamic State.",
    ):
        reading = read(coder, text)
        assert events(reading)
        assert not [claim for claim in reading.claims if isinstance(claim, ControlClaim)]


def test_furniture_yields_nothing(coder: LexiconCoder) -> None:
    lead = "Soldiers clashed with militants near Aleppo on Monday.\n\n"
    menu = "Read also: Car bomb kills nine in Baghdad"
    with_menu = read(coder, lead + menu, (Span(len(lead), len(lead) + len(menu)),))
    assert with_menu.claims == read(coder, lead).claims or all(
        claim.evidence[0].end <= len(lead) for claim in with_menu.claims
    )


def test_a_group_new_to_the_registry_is_left_open(coder: LexiconCoder) -> None:
    reading = read(coder, "Fighters of the Zorvan Front attacked an army post near Aleppo, killing three soldiers.")
    assert any(item.what == "actor" and "Zorvan" in item.mention for item in reading.left_open)


def test_the_naive_rival_tells_one_event_a_sentence() -> None:
    reading = read(KeywordCoder(), "Airstrikes killed nine people in Aleppo. Nothing else happened.")
    assert [event.sub_event_type for event in events(reading)] == ["Air/drone strike"]
    assert reading.extractor.endswith("keyword_v1")
