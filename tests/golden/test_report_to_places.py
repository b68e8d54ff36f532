"""An invented report of twenty places: each found, each where it is, and nothing else."""

import pytest

from ebbline.language.segment import segment
from ebbline.places import Gazetteer, find_places
from ebbline.records import Report

REPORT = (
    "RAQQA, Syria (Courier) - Fighters of the Free Column took Tel Abiad and Solok on Monday and moved on Ain Issa, "
    "the column's press office said. Karim Deiri, its spokesman, told reporters that shells had hit the outskirts of "
    "Manbij and the village of Zzarqatun, 20 km north of Aleppo.\n\n"
    "In the east the army held the Omar oil field and the town of Mayadeen. A convoy was struck on the road between "
    "Deir Ezzor and Albu Kamal. Another post 55 km northeast of the city of Palmyra fell without a fight.\n\n"
    "Across the border in northern Iraq, families left Sinjar for Dohuk. In Hasakah province the crossing at Qamishli "
    "stayed shut. Turkey said it would answer; Moscow denied any part. A doctor in Kubani said the wounded came from "
    "areas such as Jarablus and Minbijj. Karim said no more, and Deiri left.\n"
)

PLACES = {
    "RAQQA": ("Raqqa", 35.95, 39.01),
    "Syria": ("Syria", None, None),
    "Tel Abiad": ("Tal Abyad", 36.70, 38.95),
    "Solok": ("Suluk", 36.60, 39.13),
    "Ain Issa": ("Ain Issa", 36.39, 38.86),
    "Manbij": ("Manbij", 36.53, 37.95),
    "Zzarqatun": ("Zzarqatun", 36.38, 37.16),
    "Aleppo": ("Aleppo", 36.38, 37.16),
    "Omar oil field": ("Al-Omar oil field", 35.09, 40.56),
    "Mayadeen": ("Mayadin", 35.02, 40.45),
    "Deir Ezzor": ("Deir ez-Zor", 34.89, 40.53),
    "Albu Kamal": ("Abu Kamal", 34.89, 40.53),
    "Palmyra": ("Palmyra", 34.91, 38.71),
    "northern Iraq": ("Northern Iraq", None, None),
    "Sinjar": ("Sinjar", 36.32, 41.87),
    "Dohuk": ("Dohuk", 36.87, 42.99),
    "Hasakah": ("Hasakah", 36.5, 40.7),
    "Qamishli": ("Qamishli", 37.05, 41.23),
    "Turkey": ("Turkey", None, None),
    "Moscow": ("Moscow", None, None),
    "Kubani": ("Kobani", 36.89, 38.35),
    "Jarablus": ("Jarablus", 36.82, 38.01),
    "Minbijj": ("Manbij", 36.53, 37.95),
}


def test_a_report_of_twenty_places() -> None:
    mentions = find_places(segment(Report("r_0", "n", REPORT, "", "", "n")), Gazetteer.open())
    found = {mention.place.mention: mention.place for mention in mentions}
    assert found.keys() == PLACES.keys()
    for words, (name, lat, lon) in PLACES.items():
        assert found[words].name.removeprefix("Al-") == name.removeprefix("Al-"), words
        if lat is not None:
            assert (found[words].lat, found[words].lon) == (
                pytest.approx(lat, abs=0.25),
                pytest.approx(lon, abs=0.25),
            ), words
    kinds = {mention.place.mention: mention.kind for mention in mentions}
    assert (kinds["RAQQA"], kinds["Moscow"], kinds["Zzarqatun"]) == ("dateline", "metonym", "unknown")
    assert found["Palmyra"].precision == "near"
    assert found["northern Iraq"].precision == "region"
