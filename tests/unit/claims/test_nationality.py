"""Forces without a nationality belong to the place's country, or to nobody where two states are as likely."""

import pytest

from ebbline.actors import Registry, find_actors
from ebbline.claims.nationality import settled
from ebbline.language import segment
from ebbline.places import Gazetteer, find_places
from ebbline.records import Report


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def forces(gazetteer: Gazetteer, text: str) -> dict[str, str]:
    document, registry = segment(Report("r", "t", text, "", "", "t")), Registry.open()
    actors = find_actors(document, registry)
    places = find_places(document, gazetteer, [a.span for a in actors])
    return {m.span.of(text): m.name for m in settled(actors, places, document, registry)}


def test_police_are_of_the_country_of_their_town(gazetteer: Gazetteer) -> None:
    text = "Syrian rebels shelled Aleppo. Syrian troops left Homs.\n\nThe police fired on a crowd in Diyarbakir."
    assert forces(gazetteer, text)["police"] == "Police Forces of Turkey"


def test_forces_between_two_countries_are_nobodys(gazetteer: Gazetteer) -> None:
    text = "A mill burned in Aleppo. A shop burned in Diyarbakir.\n\nThe army opened fire at night."
    assert "army" not in forces(gazetteer, text)


def test_one_country_in_focus_owns_them(gazetteer: Gazetteer) -> None:
    text = "A mill burned in Aleppo, Syria. A shop burned in Homs.\n\nThe army opened fire at night."
    assert forces(gazetteer, text)["army"] == "Military Forces of Syria"


def test_the_army_named_before_is_meant(gazetteer: Gazetteer) -> None:
    text = "The Turkish army crossed the border. The army shelled a hill near Aleppo."
    assert forces(gazetteer, text)["army"] == "Military Forces of Turkey"


@pytest.mark.parametrize(
    "text",
    ["Syria saw a military operation near Homs.", "Its troops entered Homs in Syria.", "Foreign warplanes hit Homs."],
)
def test_a_thing_and_somebodys_troops_are_no_army_of_the_country(gazetteer: Gazetteer, text: str) -> None:
    assert "Military Forces of Syria" not in forces(gazetteer, text).values()


def test_forces_at_a_place_nobody_knows_are_nobodys(gazetteer: Gazetteer) -> None:
    text = "A mill burned in Aleppo, Syria.\n\nPolice fired on a crowd in Ostrelvik."
    assert "Police" not in forces(gazetteer, text)
