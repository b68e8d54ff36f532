"""Who is meant by the words that name or describe an actor."""

from __future__ import annotations

import pytest

from ebbline.actors import ActorMention, Registry, find_actors
from ebbline.language.segment import segment
from ebbline.records import Report


def mentions(text: str) -> list[ActorMention]:
    return list(find_actors(segment(Report("r", "t", text, "", "", "t")), Registry.open()))


def named(text: str) -> list[tuple[str, str]]:
    return [(m.span.of(text), m.name) for m in mentions(text)]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("IS withdrew from the village.", "IS", "Islamic State"),
        ("Daesh fled.", "Daesh", "Islamic State"),
        ("The people of Nusra's town saw al-Nusra leave.", "al-Nusra", "Jabhat al-Nusra"),
        ("Iraqi security forces retook the bridge.", "Iraqi security forces", "Military Forces of Iraq"),
        ("Turkish warplanes struck the hill.", "Turkish warplanes", "Military Forces of Turkey"),
        ("The Nigerian police made arrests.", "Nigerian police", "Police Forces of Nigeria"),
        ("Russia's Defence Ministry denied it.", "Russia's Defence Ministry", "Government of Russia"),
        ("Troops of the FARDC left.", "FARDC", "Military Forces of the Democratic Republic of Congo"),
        ("Russia bombed the market.", "Russia", "Military Forces of Russia"),
        ("Ankara said it would wait.", "Ankara", "Government of Turkey"),
        ("The town was shelled by Israel.", "Israel", "Government of Israel"),
        ("Kurdish fighters took the silo.", "Kurdish fighters", "Kurdish forces"),
        ("Unknown gunmen shot a teacher.", "Unknown gunmen", "Unidentified armed group"),
        ("Shells hit residents.", "residents", "Civilians"),
        ("Iraqi protesters marched.", "Iraqi protesters", "Protesters (Iraq)"),
        ("The US-led coalition hit a depot.", "US-led coalition", "Coalition"),
        ("The Saudi-led coalition hit a depot.", "Saudi-led coalition", "Saudi-led coalition"),
        ("UNIFIL patrols resumed.", "UNIFIL", "UNIFIL"),
        ("Turkish-backed rebels advanced.", "Turkish-backed rebels", "Syrian National Army"),
        ("The Tatmadaw burned a village.", "Tatmadaw", "Military Forces of Myanmar"),
        ("Russian airstrikes hit the town.", "Russian", "Military Forces of Russia"),
    ],
)
def test_a_mention_gets_the_name_of_the_field(text: str, words: str, name: str) -> None:
    assert (words, name) in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "Fighting went on in Syria.",
        "He fled from Russia to northern Iraq.",
        "It is for us to decide what is right.",
        "Syria's long summer began.",
        "The people's army of ants crossed the floor in Germany.",
    ],
)
def test_a_country_that_is_only_a_place_is_no_actor(text: str) -> None:
    assert not [m for m in mentions(text) if m.kind == "state" and m.country in ("SY", "RU", "IQ", "US")]


def test_two_nationalities_share_their_noun() -> None:
    found = named("Russian and Syrian warplanes bombed the town.")
    assert ("Russian", "Military Forces of Russia") in found
    assert ("Syrian warplanes", "Military Forces of Syria") in found


def test_two_capitals_share_their_verb() -> None:
    names = [name for _, name in named("Damascus and Moscow denied it.")]
    assert names == ["Government of Syria", "Government of Russia"]


def test_the_army_is_that_of_the_reports_country() -> None:
    assert ("army", "Military Forces of Myanmar") in named("Lashio fell on Friday. The army sent jets.")


def test_a_description_is_linked_to_the_group_that_fits() -> None:
    text = "Boko Haram raided Bama. The militants burned the clinic and the group took the pharmacist."
    generic = [(m.span.of(text), m.name) for m in mentions(text) if m.kind == "generic"]
    assert generic == [("militants", "Boko Haram"), ("group", "Boko Haram")]


def test_they_is_linked_only_where_one_group_is_near() -> None:
    one = [m.name for m in mentions("The Taliban entered Kunduz. They opened the prison.") if m.kind == "generic"]
    two = [m.name for m in mentions("The Taliban met Hezbollah in Kunduz. They quarrelled.") if m.kind == "generic"]
    assert one == ["Taliban"]
    assert two == []


def test_rebels_in_syria_are_the_opposition_unless_named() -> None:
    assert ("Rebels", "Syrian opposition") in named("Rebels shelled the road near Idlib.")


def test_an_unknown_group_keeps_its_own_name() -> None:
    text = "Fighters of the Falcon Brigade joined Liwa al-Fajr near Hama."
    new = [(m.name, m.actor_id, m.new) for m in mentions(text) if m.new]
    assert new == [("Falcon Brigade", None, True), ("Liwa al-Fajr", None, True)]


def test_an_acronym_the_report_explains_is_understood_everywhere() -> None:
    text = "The North Wind Army (NWA) took the hill. NWA men danced."
    assert [m.name for m in mentions(text) if m.new] == ["North Wind Army"] * 3


def test_a_numbered_brigade_is_the_states() -> None:
    assert ("93rd Brigade", "Military Forces of Ukraine") in named("Near Bakhmut the 93rd Brigade held on.")


def test_an_acronym_with_other_meanings_counts_only_at_home() -> None:
    assert mentions("A caller told AFP so in Damascus.") == []
    assert ("AFP", "Military Forces of the Philippines") in named("In Jolo the AFP took a camp near Marawi.")


def test_a_report_without_actors_has_none() -> None:
    assert mentions("The harvest was good and the wells were full.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ahrar al-Sham and the Sham Legion met in Binnish. The rebels shelled the mill.",
        "Ahrar al-Sham left Binnish.\n\nThe road is shut.\n\nShops closed.\n\nSnow fell.\n\nThe militants shelled it.",
        "Boko Haram raided Bama. Boko Haram raided Konduga. Boko Haram raided Dikwa.\n\nRain fell.\n\nShops shut.\n\n"
        "Gunmen shot a miller.",
    ],
)
def test_a_description_means_no_group_that_is_far_or_one_of_several(text: str) -> None:
    assert not [m for m in mentions(text) if m.kind == "generic" and m.name in ("Boko Haram", "Ahrar al-Sham")]


def test_a_headline_describes_whom_the_next_sentence_names() -> None:
    text = "Jihadists raid Bama\n\nFighters of Boko Haram raided Bama on Monday."
    assert [m.name for m in mentions(text) if m.span.of(text) == "Jihadists"] == ["Boko Haram"]


def test_they_may_be_the_planes_of_a_state() -> None:
    text = "Turkish jets crossed the border at dawn. They bombed a bakery."
    assert [m.name for m in mentions(text) if m.span.of(text) == "They"] == ["Military Forces of Turkey"]


def test_they_are_nobody_where_people_and_a_group_are_named() -> None:
    text = "Villagers fled from Boko Haram. They burned the clinic."
    assert not [m for m in mentions(text) if m.span.of(text) == "They"]


def test_an_alliance_is_the_one_named_close_by_or_nobody() -> None:
    near = "The Syrian Democratic Forces left Manbij. The alliance's spokesman spoke."
    assert [m.name for m in mentions(near) if m.span.of(near) == "alliance"] == ["Syrian Democratic Forces"]
    alone = "Syria saw rain in Manbij. The alliance's spokesman spoke."
    assert not [m for m in mentions(alone) if m.span.of(alone) == "alliance"]
