"""Which words are places, which place they mean, and how near to it."""

import re

import pytest

from ebbline.language.segment import segment
from ebbline.places import Gazetteer, PlaceMention, find_places
from ebbline.records import Document, Report, Sentence, Span


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


def test_a_name_is_whole_where_its_hyphen_is_a_word_of_its_own(gazetteer: Gazetteer) -> None:
    text = "Houthi fighters in Yemen left Bayt al-Faqih - and Taiz."
    words = list(re.finditer(r"\w+|[^\w\s]", text))
    sentence = Sentence(Span(0, len(text)), tuple(m.group() for m in words), tuple(m.start() for m in words), 0)
    found = find_places(Document(Report("r_0", "n", text, "", "", "n"), (sentence,)), gazetteer)
    assert [m.place.mention for m in found] == ["Yemen", "Bayt al-Faqih", "Taiz"]


def test_what_is_told_behind_a_name_asks_for_its_kind(gazetteer: Gazetteer) -> None:
    assert named("Rebels in Mali crossed the Sahel.", gazetteer)["Sahel"] == "Sahel"
    text = "Rebels in Syria met near Sahel, a small village east of Yabroud."
    assert "Sahel" not in named(text, gazetteer)
    assert named(text.replace("village", "garden"), gazetteer)["Sahel"] == "Sahel"


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


def met(text: str, gazetteer: Gazetteer) -> dict[str, tuple[str | None, str]]:
    return {m.place.mention: (m.place.country, m.kind) for m in places(text, gazetteer)}


def test_a_renowned_name_is_the_renowned_place_unless_its_neighbours_say_otherwise(gazetteer: Gazetteer) -> None:
    syrian = "In Syria, the SDF took Shaddadi and Tal Abyad near Raqqa. Syrian Kurds cheered. "
    assert met(f"{syrian}Men from Sinjar came.", gazetteer)["Sinjar"][0] == "IQ"
    assert met(f"{syrian}Shells hit Saraqib and Sinjar.", gazetteer)["Sinjar"][0] == "SY"


def test_a_quarter_is_not_a_town_far_away_that_sounds_alike(gazetteer: Gazetteer) -> None:
    found = {
        m.place.mention: m.place.lat for m in places("In Syria jets hit the Qusour quarter of Palmyra.", gazetteer)
    }
    assert found["Palmyra"] is not None
    assert found["Qusour"] is None or abs(found["Qusour"] - found["Deir ez-Zor"]) < 0.1


@pytest.mark.parametrize(
    "text",
    [
        "In Syria the militia took villages north of Raqqa: Qnitry, Solok and Ain Issa.",
        "In Syria these villages north of Raqqa fell to the militia:\n\nQnitry, Solok and Ain Issa.",
        "In Syria these villages north of Raqqa fell to the militia:\n\nQniitrah, Solok and Ain Issa.",
    ],
)
def test_members_of_a_list_north_of_a_town_lie_there_or_are_unknown(text: str, gazetteer: Gazetteer) -> None:
    first = next(m.place for m in places(text, gazetteer) if m.place.mention.startswith("Q"))
    assert first.name != "Quneitra"
    assert first.lat is None or 35.95 < first.lat < 37


def test_a_side_of_a_country_is_a_stretch_of_it(gazetteer: Gazetteer) -> None:
    (mention,) = places("Fighting spread in northern Iraq.", gazetteer)
    place = mention.place
    assert (place.name, place.mention, place.precision) == ("Northern Iraq", "northern Iraq", "region")
    assert place.lat is not None
    assert 35.3 < place.lat < 36.5
    assert place.radius_m is not None
    assert place.radius_m < 250_000
    assert mention.span.of("Fighting spread in northern Iraq.") == "northern Iraq"


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("HERAT (Wire) - Damascus said it had won.", "Damascus"),
        ("Moscow, Tehran and Ankara met.", "Ankara"),
        ("Moscow, Tehran and Ankara met.", "Tehran"),
    ],
)
def test_capitals_beside_others_that_act_are_no_scene(text: str, mention: str, gazetteer: Gazetteer) -> None:
    assert met(text, gazetteer)[mention][1] == "metonym"


def test_a_dateline_holds_names_only(gazetteer: Gazetteer) -> None:
    assert met("NDF men in Syria took Manbij - and then Raqqa.", gazetteer)["Manbij"][1] != "dateline"
    assert met("Border falls - ALEPPO, 3 May 2016 - Six died in Manbij, Syria.", gazetteer)["ALEPPO"][1] == "dateline"


def test_words_of_organisations_are_no_places(gazetteer: Gazetteer) -> None:
    assert met("The Observatory in Aleppo, Syria said so. In Observatory they counted.", gazetteer).keys() == {
        "Aleppo",
        "Syria",
    }
