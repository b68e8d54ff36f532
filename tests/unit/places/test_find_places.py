"""Which words are places, which place they mean, and how near to it."""

import pytest

from ebbline.language.segment import segment
from ebbline.places import Gazetteer, PlaceMention, find_places
from ebbline.records import Report, Span


def places(text: str, gazetteer: Gazetteer, taken: tuple[Span, ...] = ()) -> tuple[PlaceMention, ...]:
    return find_places(segment(Report("r_0", "n", text, "", "", "n")), gazetteer, taken)


def named(text: str, gazetteer: Gazetteer) -> dict[str, str]:
    return {m.place.mention: m.place.name for m in places(text, gazetteer)}


NORTH = "Rebels in northern Syria took Tel Abiad and Solok near Raqqa. "


def test_names_are_resolved_among_the_other_places_of_the_report(gazetteer: Gazetteer) -> None:
    found = {m.place.mention: m.place for m in places(NORTH, gazetteer)}
    assert (found["Solok"].name, found["Solok"].country) == ("Suluk", "SY")
    assert (found["Tel Abiad"].name, found["Raqqa"].name) == ("Tal Abyad", "Raqqa")


def test_the_same_word_elsewhere_means_another_place(gazetteer: Gazetteer) -> None:
    (place,) = [
        m.place
        for m in places("Floods in Indonesia cut the road to Solok in West Sumatra.", gazetteer)
        if m.place.mention == "Solok"
    ]
    assert place.country == "ID"


@pytest.mark.parametrize(
    "text",
    [
        "General Paris Homsi spoke. Mr Lincoln did not.",
        "In May and on Friday the Second Brigade marched with God.",
        "Reading the list took hours, and the mobile phone rang.",
        "The Aleppo Martyrs Brigade issued a statement.",
        "Syrian and Iraqi fighters, most of them Kurds, prayed.",
    ],
)
def test_persons_dates_words_and_groups_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    assert places(text, gazetteer) == ()


def test_taken_stretches_are_left_alone(gazetteer: Gazetteer) -> None:
    at = NORTH.index("Raqqa")
    assert "Raqqa" not in {m.place.mention for m in places(NORTH, gazetteer, (Span(at, at + 5),))}


@pytest.mark.parametrize(
    ("text", "mention", "precision"),
    [
        ("They seized Manbij in Syria.", "Manbij", "exact"),
        ("They camped near Manbij in Syria.", "Manbij", "near"),
        ("They hold the countryside of Aleppo in Syria.", "Aleppo", "part"),
        ("They hold the northern Aleppo countryside in Syria.", "Aleppo", "part"),
        ("They hold Helmand province in Afghanistan.", "Helmand", "region"),
        ("They live in Yemen.", "Yemen", "country"),
    ],
)
def test_precision_follows_the_words_around(text: str, mention: str, precision: str, gazetteer: Gazetteer) -> None:
    assert {m.place.mention: m.place.precision for m in places(text, gazetteer)}[mention] == precision


def test_a_distance_moves_the_point_and_leaves_a_radius(gazetteer: Gazetteer) -> None:
    (place,) = [
        m.place
        for m in places("A post 50 km east of Palmyra in Syria was hit.", gazetteer)
        if m.place.name == "Palmyra"
    ]
    assert place.precision == "near"
    assert place.lon is not None
    assert place.lat is not None
    assert 38.7 < place.lon < 38.95
    assert abs(place.lat - 34.55) < 0.05
    assert place.radius_m is not None
    assert 5_000 <= place.radius_m <= 30_000


def test_a_name_no_entry_fits_is_kept_without_coordinates(gazetteer: Gazetteer) -> None:
    (mention,) = [
        m for m in places("Two men died in the village of Zzyqxa in Syria.", gazetteer) if m.kind == "unknown"
    ]
    assert (mention.place.mention, mention.place.lat, mention.place.gazetteer_id) == ("Zzyqxa", None, None)


def test_seats_of_government_that_speak_are_marked(gazetteer: Gazetteer) -> None:
    kinds = {
        m.place.mention: m.kind for m in places("Moscow denied it. Two bombs went off in Baghdad, Iraq.", gazetteer)
    }
    assert kinds["Moscow"] == "metonym"
    assert kinds["Baghdad"] == "city"


def test_a_dateline_is_marked(gazetteer: Gazetteer) -> None:
    kinds = {m.place.mention: m.kind for m in places("HERAT, Afghanistan (Wire) - Six men died in Kabul.", gazetteer)}
    assert kinds["HERAT"] == "dateline"
    assert kinds["Kabul"] == "city"


def test_names_in_small_letters_before_a_feature_word(gazetteer: Gazetteer) -> None:
    assert named("Fighting in Syria reached the jazal area east of Homs.", gazetteer)["jazal"] == "Jazal"


def test_a_place_known_from_memory_is_never_exact(gazetteer: Gazetteer) -> None:
    (place,) = [
        m.place
        for m in places("They shelled Robotyne in Ukraine.", gazetteer)
        if m.place.country == "UA" and m.place.mention == "Robotyne"
    ]
    assert place.precision != "exact"
    assert place.radius_m is not None
    assert place.radius_m >= 10_000


def test_asking_twice_answers_alike(gazetteer: Gazetteer) -> None:
    assert places(NORTH, gazetteer) == places(NORTH, gazetteer) == places(NORTH, Gazetteer.open())
