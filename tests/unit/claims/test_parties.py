"""Who fills actor and target: a test a rule, each of which fails without it."""

from __future__ import annotations

import datetime as dt

import pytest

from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.records import DateInterval, EventClaim, Published, Report


@pytest.fixture(scope="module")
def coder() -> LexiconCoder:
    return LexiconCoder()


def events(coder: LexiconCoder, text: str) -> list[EventClaim]:
    day = dt.date(2016, 2, 3)
    published = Published(DateInterval(day, day), "given")
    claims = coder.code(Report("r_0", "n", text, "", "", "n", published=published, language="en")).claims
    return sorted((c for c in claims if isinstance(c, EventClaim)), key=lambda c: c.evidence[0].start)


def parties(event: EventClaim, role: str) -> list[str]:
    return [actor.name for actor in event.actors if actor.role == role]


@pytest.mark.parametrize(
    ("text", "actors", "targets"),
    [
        # what is said: the doer stands behind "that", not before it
        (
            "Staff of the United Nations were informed that IS fighters had killed 15 civilians near Mosul.",
            ["Islamic State"],
            ["Civilians"],
        ),
        # an agent within the words of the act
        ("The house was hit by a coalition airstrike near Raqqa in Syria.", ["Coalition"], ["Civilians"]),
        # who is told, urged or allowed to
        ("The envoy urged the Taliban to release hostages in Kunduz.", ["Taliban"], ["Civilians"]),
        # whose campaign an aim belongs to
        (
            "Reports speculated on the role in the Iraqi operation to liberate Mosul.",
            ["Military Forces of Iraq"],
            [],
        ),
        # an act that somebody owns to
        (
            "On Friday, multiple attacks, also claimed by Boko Haram, killed 35 civilians in Maiduguri.",
            ["Boko Haram"],
            ["Civilians"],
        ),
        # people who flee act
        ("Shells hit Mosul. Thousands of residents fled the town on Friday.", ["Civilians"], []),
        # who attacked in an attack beaten back
        (
            "Taliban attacks on Kunduz were repelled by Afghan troops on Friday.",
            ["Taliban"],
            ["Military Forces of Afghanistan"],
        ),
        # states listed as those who act
        (
            "Coalition nations which have conducted strikes in Syria include Jordan, Bahrain and the Netherlands.",
            ["Military Forces of Jordan", "Military Forces of Bahrain", "Military Forces of the Netherlands"],
            [],
        ),
    ],
)  # fmt: skip
def test_the_clause_names_its_parties(coder: LexiconCoder, text: str, actors: list[str], targets: list[str]) -> None:
    found = events(coder, text)
    assert (actors, targets) in [(parties(event, "actor"), parties(event, "target")) for event in found]


def test_an_enemy_told_of_is_filled_in(coder: LexiconCoder) -> None:
    text = "The YPG is at war with the Islamic State in Syria. On Monday the YPG captured the town of Manbij."
    last = events(coder, text)[-1]
    assert parties(last, "target") == ["Islamic State"]
    assert "filled target: enemy told of before" in last.trace


def test_one_of_two_enemies_is_not_guessed(coder: LexiconCoder) -> None:
    text = (
        "The YPG is at war with the Islamic State and fought against Ahrar al-Sham in Syria. "
        "On Monday the YPG captured the town of Manbij."
    )
    assert parties(events(coder, text)[-1], "target") == []


def test_a_state_is_not_its_own_enemy(coder: LexiconCoder) -> None:
    text = "The Syrian government condemned the war. Syrian forces attacked positions of the Syrian army near Homs."
    for event in events(coder, text):
        assert not set(parties(event, "actor")) & set(parties(event, "target"))


def test_an_act_told_again_is_by_whom_it_was(coder: LexiconCoder) -> None:
    text = "Boko Haram raided the market of Bama on Monday. The attack killed 12 villagers."
    last = events(coder, text)[-1]
    assert parties(last, "actor") == ["Boko Haram"]


def test_an_act_at_its_own_place_is_no_act_told_before(coder: LexiconCoder) -> None:
    text = "The Islamic State shelled the town of Azaz on Monday. A teacher died in the shelling of Douma on Tuesday."
    assert parties(events(coder, text)[-1], "actor") == []


def test_harm_without_a_doer_is_by_the_main_group_if_named_last(coder: LexiconCoder) -> None:
    text = "Boko Haram holds Bama in Nigeria. Boko Haram rules by fear. Nine women were executed on Friday."
    last = events(coder, text)[-1]
    assert parties(last, "actor") == ["Boko Haram"]
    assert "filled actor: main group named just before" in last.trace
    between = text.replace("Nine", "Nigerian troops left. Nine")
    assert parties(events(coder, between)[-1], "actor") == []


def test_we_are_the_speakers_own_side(coder: LexiconCoder) -> None:
    text = (
        '"Our forces attacked two positions of the Islamic State near Azaz on Monday," said Colonel Salim Kassar, '
        "a spokesman for Ahrar al-Sham."
    )
    assert ["Ahrar al-Sham"] in [parties(event, "actor") for event in events(coder, text)]


def test_looted_houses_are_civilians(coder: LexiconCoder) -> None:
    last = events(coder, "Fighters of the Rapid Support Forces looted houses in Omdurman on Monday.")[-1]
    assert parties(last, "target") == ["Civilians"]
