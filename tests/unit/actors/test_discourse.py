"""Who is taken up by descriptions, pronouns, acronyms and short names, and what the report says of new groups."""

from __future__ import annotations

import pytest

from ebbline.actors import ActorMention, Registry, find_actors
from ebbline.actors.told import new_groups
from ebbline.actors.trace import RULES, ActorsTrace, trace_actors
from ebbline.language.segment import segment
from ebbline.records import Document, Report


def document_of(text: str) -> Document:
    return segment(Report("r", "t", text, "", "", "t"))


def mentions(text: str) -> tuple[ActorMention, ...]:
    return find_actors(document_of(text), Registry.open())


def named(text: str) -> list[tuple[str, str]]:
    return [(m.span.of(text), m.name) for m in mentions(text)]


def traced(text: str) -> ActorsTrace:
    return trace_actors(document_of(text), Registry.open())


@pytest.mark.parametrize(
    "text",
    [
        "The Front for the Coast (FC) left Dorn. FC men fled.",
        "The Front for the Coast, known as FC, left Dorn. FC men fled.",
        "FC (Front for the Coast) left Dorn. FC men fled.",
        "FC, the Front for the Coast, left Dorn. FC men fled.",
    ],
)
def test_an_acronym_is_understood_whichever_comes_first(text: str) -> None:
    found = [m for m in mentions(text) if m.span.of(text) == "FC"]
    assert [m.name for m in found] == ["Front for the Coast"] * 2
    assert {m.rule for m in found} == {"acronym explained"}


def test_a_bracket_that_explains_no_group_makes_none() -> None:
    assert not [m for m in mentions("The Dorn Trading House (DTH) closed. DTH clerks left.") if m.new]


def test_the_brigade_is_the_one_whose_name_has_the_word() -> None:
    text = "The Karm Brigade met the Front for the Coast. The brigade left. The front stayed."
    short = [(m.span.of(text), m.name) for m in mentions(text) if m.rule == "short name"]
    assert short == [("brigade", "Karm Brigade"), ("front", "Front for the Coast")]


def test_the_front_line_is_nobody() -> None:
    assert not [m for m in mentions("Ahrar al-Sham left. The front near Dorn was quiet.") if m.rule == "short name"]


@pytest.mark.parametrize(
    ("text", "words", "parent"),
    [
        ("The Islamic State's Al-Karm brigade left Dorn.", "Al-Karm brigade", "Islamic State"),
        ("The Karm battalion of Ahrar al-Sham left Dorn.", "Karm battalion", "Ahrar al-Sham"),
    ],
)
def test_a_part_of_a_group_is_the_group(text: str, words: str, parent: str) -> None:
    assert (words, parent) in named(text)


def test_a_front_of_a_group_that_is_no_part_stays_its_own() -> None:
    assert ("Karm Front", "Karm Front") in named("Ahrar al-Sham's Karm Front left Dorn.")


def test_names_may_go_on_behind_of() -> None:
    assert ("Lions of Karm Brigade", "Lions of Karm Brigade") in named("Men of the Lions of Karm Brigade left.")


def test_a_small_name_counts_in_a_list_of_groups_only() -> None:
    assert ("liberation brigade", "liberation brigade") in named("The Karm brigade and liberation brigade entered.")
    assert not [m for m in mentions("A liberation brigade was their dream.") if m.new]


def test_they_means_the_weightiest_of_the_sentence() -> None:
    text = "Ahrar al-Sham left Binnish. Jaysh al-Islam was told by villagers that they should go."
    assert [m.name for m in mentions(text) if m.rule == "pronoun"] == []
    text = "Ahrar al-Sham left Binnish. Jaysh al-Islam said they would stay."
    assert [m.name for m in mentions(text) if m.rule == "pronoun"] == ["Jaysh al-Islam"]


def test_the_group_is_weighed_by_how_near_and_how_often_it_stands() -> None:
    text = "Boko Haram raided Bama. Boko Haram burned Bama, far from the Taliban. The group took a nun."
    trace = next(item for item in traced(text).mentions if item.words == "group")
    assert trace.mention.name == "Boko Haram"
    assert [c.name for c in trace.candidates] == ["Boko Haram", "Taliban"]
    assert trace.candidates[0].score > trace.candidates[1].score


def test_states_that_act_together_are_all_named() -> None:
    assert ("Turkey", "Government of Turkey") in named("The truce was brokered by the US and Turkey.")
    text = "Countries which flew raids include Jordan, Qatar and the United Kingdom."
    assert [name for _, name in named(text)] == [
        "Military Forces of Jordan", "Military Forces of Qatar", "Military Forces of the United Kingdom",
    ]  # fmt: skip
    assert not mentions("Rivers of the region include Jordan waters and Turkey creeks.")


def test_a_backer_is_named_by_its_nationality() -> None:
    assert ("Russian", "Military Forces of Russia") in named("Russian-backed fighters left Dorn in Libya.")


def test_a_military_base_is_the_forces_of_the_country() -> None:
    assert ("military", "Military Forces of Mali") in named("Gunmen raided a military base near Gao in Mali.")
    assert not [m for m in mentions("A military coup was feared in Mali.") if m.kind == "state"]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The Taliban lost two men as Islamic State gunmen left.", "gunmen", "Islamic State"),
        ("Uganda's AMISOM troops met al-Shabaab in Somalia.", "troops", "AMISOM"),
        ("Hezbollah snipers and Taliban fighters sang.", "snipers", "Hezbollah"),
        ("The Taliban saw Karm Brigade fighters.", "fighters", "Karm Brigade"),
        ("UNIFIL peacekeepers stayed in Lebanon.", "peacekeepers", "UNIFIL"),
    ],
)
def test_fighters_right_behind_a_groups_name_are_its_own(text: str, words: str, name: str) -> None:
    assert (words, name) in named(text)


def test_what_only_looks_like_a_groups_name_is_none() -> None:
    text = "The Army and the Armed Forces of Syria spoke. Jets struck Lashkar Gah."
    assert not [m.name for m in mentions(text) if m.new]


def test_forces_of_a_country_named_behind_them_are_its_own() -> None:
    text = "Iraq, Iraq and Iraq: the army of Nigeria and the armed forces of the Gambia sang."
    assert ("army", "Military Forces of Nigeria") in named(text)
    assert ("armed forces", "Military Forces of Gambia") in named(text)


def test_words_for_one_body_are_one_mention() -> None:
    text = "In Syria, government helicopters bombed Dorn. The army forces left."
    assert named(text) == [
        ("government helicopters", "Military Forces of Syria"),
        ("army forces", "Military Forces of Syria"),
    ]


def test_soldiers_whom_an_army_loses_are_its_own() -> None:
    text = "Nigeria, Nigeria and Nigeria: the bandits killed 3 soldiers, and Chad's army has lost at least 92 soldiers."
    soldiers = [name for words, name in named(text) if words == "soldiers"]
    assert soldiers == ["Military Forces of Nigeria", "Military Forces of Chad"]


def test_later_sentences_do_not_change_whom_earlier_ones_mean() -> None:
    text = "Boko Haram raided Bama. The group took a nun. They left."
    more = text + " The Taliban met Hezbollah in Kunduz. The rebels sang."
    cut = [m for m in mentions(more) if m.span.end <= len(text)]
    assert [(m.span, m.name) for m in cut] == [(m.span, m.name) for m in mentions(text)]


def test_what_is_said_of_a_new_group_is_kept() -> None:
    text = (
        "The Karm Brigade (KB), an Islamist faction allied with Ahrar al-Sham, left Dorn in Syria. "
        "The small group Dorn Falcons Front from Karm, loyal to Jaysh al-Islam, stayed."
    )
    karm, falcons = new_groups(document_of(text), Registry.open(), mentions(text))
    assert (karm.name, karm.spellings) == ("Karm Brigade", ("KB",))
    assert karm.said == ("Islamist faction allied with Ahrar al-Sham",)
    assert ("allied with", "Ahrar al-Sham") in karm.bonds
    assert karm.country == "SY"
    assert falcons.name == "Dorn Falcons Front"
    assert ("loyal to", "Jaysh al-Islam") in falcons.bonds
    assert falcons.place == "Karm"


def test_every_rule_is_told_in_words() -> None:
    text = (
        "Jihadists raid Bama\n\nBoko Haram raided Bama. The group left. They fled. The army of Nigeria came; Nigerian "
        "police and troops shot civilians. Gunmen of the Karm Brigade (KB) fled. KB said Russia bombed it. The brigade "
        "lost. The truce was brokered by the US and Turkey. Russian-backed militants left. The army sang."
    )
    for item in traced(text).mentions:
        assert item.mention.rule in RULES
        assert item.why == RULES[item.mention.rule]
        assert item.candidates[0].name == item.mention.name
