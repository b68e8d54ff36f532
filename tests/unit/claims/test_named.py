"""Which names a reading records, and what the mask leaves of them; every person here is invented."""

from __future__ import annotations

import re

import pytest

from ebbline.claims.keyword_coder import KeywordCoder
from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.privacy import Mask
from ebbline.records import Report

SHELLED = "Troops shelled the town on Monday, residents said."


def report(text: str, **fields: str) -> Report:
    return Report("r_1", fields.pop("name", "a.txt"), text, "", "", "a", language="en", **fields)  # type: ignore[arg-type]


def shown(text: str, **fields: str) -> str:
    """All that is shown of a report, without its private names."""
    read = report(text, **fields)
    mask = Mask.of(("r_1", person) for person in LexiconCoder().code(read).persons)
    labels = mask.report(read)
    parts = (mask.passage(text, "r_1", 0), labels.name, labels.title, labels.outlet, labels.url)
    return " | ".join(part for part in parts if part)


def left(text: str, names: str, **fields: str) -> list[str]:
    words = set(re.findall(r"\w+", shown(text, **fields).casefold()))
    return [name for name in names.casefold().split() if name in words]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The strike killed Ghassan Deeb, 41, Salim, 8, and Velkar Dronis.", "Ghassan Deeb Salim Velkar Dronis"),
        (
            "The army arrested three men: Velkar Dronis, Rami Kassar and Yissel Ozmet.",
            "Velkar Dronis Rami Kassar Ozmet",
        ),
        ("Gunmen arrested the family of Suleiman Arab at a checkpoint.", "Suleiman Arab"),
        ("The Dronises stayed; the Barakats fled the shelling.", "Barakats"),
        ("Shells fell on the house of the Parveks.", "Parveks"),
        ("Shells killed nine members of the Dronis family.", "Dronis"),
        ("The army arrested rami al-sayed on Friday.", "rami sayed"),
        ("Rami al-sayed, a medic, said a base was hit.", "Rami sayed"),
        ("Soldiers shot Çiğdem Yıldırım. Şervan Gökçe was killed.", "Çiğdem Yıldırım Şervan Gökçe"),
        ("Mr. Işıl Dağ fled when the town fell.", "Işıl Dağ"),
        ("The medic هدى بركات said shells hit the clinic.", "هدى بركات"),
        ("Halyna Lysenko (Галина Лисенко) said troops shelled the port.", "Halyna Lysenko Галина Лисенко"),
        ("VELKAR DRONIS KILLED IN AIR STRIKE ON MARKET\n\nTroops shelled it.", "Velkar Dronis"),
        ("Those killed in the raid:\nDRONIS, Velkar\nOzmet, Yissel\n", "Dronis Velkar Ozmet Yissel"),
        ("Velkar “the Fox” Dronis was killed in the raid.", "Velkar Dronis"),
        ("The bodies of Kethra and Osmeri Parvek were found.", "Kethra Osmeri Parvek"),
        ("Velkar O. Dronis was shot dead. Dronis's shop was burned.", "Velkar Dronis"),
        ("Photo: Zubrin Wolgane/Reuters\nTroops shelled the town.", "Zubrin Wolgane"),
        ("Oğuz Yıldırım, a farmer, fled. Yıldırım said the army fired.", "Oğuz Yıldırım"),
        ("Sergei Lavrov, 34, a baker, said troops shelled his shop. Lavrov fled.", "Sergei Lavrov"),
        ("Velkar Dronis sold his shop.", "Velkar Dronis"),  # no conflict in it at all
    ],
)
def test_hostile_forms_are_hidden(text: str, names: str) -> None:
    assert left(text, names) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Velkar Dronis mourned after raid"},
        {"title": "Three Killed As Army Buries Velkar Dronis"},
        {"title": "هدى بركات"},
        {"outlet": "The blog of Velkar Dronis"},
        {"name": "interview-with-velkar-dronis.txt"},
        {"name": "Velkar_Dronis_2015.txt"},
        {"name": "هدى.txt"},
        {"url": "https://a.example/2015/velkar-dronis-speaks-out?x=1"},
        {"url": "https://velkar-dronis.blog.example/"},
    ],
    ids=str,
)
def test_a_person_named_only_beside_the_text_is_hidden(fields: dict[str, str]) -> None:
    assert left(SHELLED, "Velkar Dronis هدى بركات", **fields) == []


def test_addresses_of_events_name_nobody() -> None:
    url = "https://a.example/news/army-shells-raqqa-market-ten-killed.html"
    assert url in shown(SHELLED, url=url, name="000_7e45dc06add6f4ed.txt")
    assert "000_7e45dc06add6f4ed.txt" in shown(SHELLED, name="000_7e45dc06add6f4ed.txt")


@pytest.mark.parametrize(
    "text",
    [
        "Troops shelled Turkman Mountain and Qunitra. Shells hit Abdul Aziz Mount.",
        "The army attacked Albu Kamal, Sheikh Maqsoud district and Baquba.",
        "Troops withdrew from Kyauktaw. In Ye-U, Khin-U and Taze ten houses burned.",
        "Furat Lens reported that troops attacked. Northbridge Wire said ten were killed.",
        "Euphrates Notebook and Border Observatory said troops withdrew.",
        "Fighters fell back from Hawija, Riyadh, Zab and Rashad, which the jets bombed.",
        "Shells fell in the camps of Umm al-Aranib and near Bai Hassan.",
        "The Syrian Democratic Forces shelled Raqqa (الرقة).",
        "Families from Al-Abbasi said the town was shelled.",
        "Shells hit Mount Abdul Aziz, Tal Abyad and Ain Issa.",
    ],
)
def test_places_and_outlets_are_left(text: str) -> None:
    assert "[" not in shown(text)


def test_the_reports_own_outlet_is_nobody() -> None:
    assert "[" not in shown("Troops shelled the town, Velkar Dispatches reported.", outlet="Velkar Dispatches")


def test_whoever_a_claim_takes_for_a_speaker_is_recorded() -> None:
    turns = ("DRONIS: The army killed ten people.", "QUESTION: When?", "DRONIS: Troops shelled us at dawn.")
    text = "\n".join(("Troops shelled the town.", "", *turns, ""))
    reading = LexiconCoder().code(report(text))
    speakers = {claim.said_by.name for claim in reading.claims if claim.said_by and claim.said_by.name}
    assert speakers
    mask = Mask.of(("r_1", person) for person in reading.persons)
    assert not any("dronis" in str(mask.claim(claim)).casefold() for claim in reading.claims)


def test_the_rival_coder_records_as_many_names() -> None:
    read = report("Troops killed Velkar Dronis.", title="Osmeri Parvek speaks")
    assert {person.name for person in KeywordCoder().code(read).persons} == {"Velkar Dronis", "Osmeri Parvek"}


def test_a_report_in_another_language_still_tells_whom_its_title_names() -> None:
    read = Report("r_1", "a.txt", "…", "", "", "a", title="Velkar Dronis said", language="ku")
    assert [person.name for person in LexiconCoder().code(read).persons] == ["Velkar Dronis"]
