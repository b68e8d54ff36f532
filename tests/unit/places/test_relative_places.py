"""Points that the words tell by other places."""

import pytest

from ebbline.language.segment import segment
from ebbline.places import Gazetteer, PlaceMention, find_places
from ebbline.places.distances import distance_in, moved
from ebbline.records import Report


def places(text: str, gazetteer: Gazetteer) -> dict[str, PlaceMention]:
    return {m.place.mention: m for m in find_places(segment(Report("r_0", "n", text, "", "", "n")), gazetteer)}


@pytest.mark.parametrize(
    ("words", "kilometres"),
    [
        ("some 55 km northeast of", 55.0),
        ("12 5 kilometres from", 12.5),
        ("twenty miles south of", 32.18),
        ("a kilometre from", 1.0),
        ("60km west of", 60.0),
        ("a few kilometres off", 4.0),
        ("in 2015 from", None),
    ],
)
def test_distances_in_words(words: str, kilometres: float | None) -> None:
    assert distance_in(words.split(" ") if "12 5" not in words else ["12 5", "kilometres", "from"]) == (
        pytest.approx(kilometres) if kilometres else None
    )


def test_a_point_moved_stays_on_the_earth() -> None:
    lat, lon = moved(10.0, 179.9, 100.0, 90.0)
    assert -180 <= lon < -178
    assert abs(lat - 10) < 0.1


@pytest.mark.parametrize(
    "text",
    [
        "A post 55 km northeast of the city of Palmyra in Syria was hit.",
        "A post 55 kilometres (34 miles) northeast of Palmyra in Syria was hit.",
        "A post some 55 km north-east of Palmyra in Syria was hit.",
    ],
)
def test_a_distance_and_a_side_give_a_point(text: str, gazetteer: Gazetteer) -> None:
    place = places(text, gazetteer)["Palmyra"].place
    assert place.lat is not None
    assert place.lon is not None
    assert abs(place.lat - 34.911) < 0.02
    assert abs(place.lon - 38.71) < 0.02
    assert place.precision == "near"
    assert place.radius_m == 19_250


def test_a_name_no_entry_fits_lies_where_its_distance_puts_it(gazetteer: Gazetteer) -> None:
    mention = places("Six men fell in Zzarqatun, 30 km north of Aleppo, Syria.", gazetteer)["Zzarqatun"]
    assert mention.kind == "unknown"
    assert mention.place.gazetteer_id is None
    assert mention.place.lat == pytest.approx(36.471, abs=0.01)
    assert mention.place.radius_m


def test_what_lies_between_two_places_is_put_between_them(gazetteer: Gazetteer) -> None:
    found = places("The road between Raqqa and Tabqa in Syria was cut.", gazetteer)
    raqqa, tabqa = found["Raqqa"].place, found["Tabqa"].place
    assert (raqqa.lat, raqqa.lon) == (tabqa.lat, tabqa.lon)
    assert raqqa.radius_m
    assert raqqa.radius_m > 15_000


def test_talks_between_two_capitals_are_on_no_road(gazetteer: Gazetteer) -> None:
    found = places("Talks between Damascus and Beirut failed.", gazetteer)
    assert found["Damascus"].place.lat != found["Beirut"].place.lat
