from __future__ import annotations

import io
import json
import lzma
import tarfile
from pathlib import Path

import pytest

from benchmarks.muc4.ceaf import Template, ceaf_ree, ceaf_rme_phi3, ceaf_rme_subset, normal
from benchmarks.muc4.documents import cut, read
from benchmarks.muc4.filling import over_text, templates
from benchmarks.muc4.truecase import Truecaser
from ebbline.records import Certainty, ClaimActor, EventClaim, Evidence, Person, Reading, Span, Speaker

PRINTED = """DEV-MUC3-0001 (NOSC)

   PORT ELBO, 3 MAR 88 (NEWS) -- [TEXT] TWO MEN BURNED A BUS IN THE
VILLAGE [AS HEARD] OF TARN.

   NOBODY WAS HURT.


DEV-MUC3-0002 (NOSC)

   PORT ELBO, 4 MAR 88 -- [REPORT] [TEXT] ALL IS QUIET -- SO FAR.
"""


def test_texts_are_cut_and_unwrapped() -> None:
    assert list(cut(PRINTED)) == [
        ("DEV-MUC3-0001", "TWO MEN BURNED A BUS IN THE VILLAGE (AS HEARD) OF TARN.\n\nNOBODY WAS HURT."),
        ("DEV-MUC3-0002", "ALL IS QUIET -- SO FAR."),
    ]


def test_texts_and_keys_are_joined(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "muc4-dev-tst1-tst2.tar.xz", "w:xz") as archive:
        info = tarfile.TarInfo("CORPORA/dev/dev-muc3-0001-0100")
        info.size = len(PRINTED)
        archive.addfile(info, io.BytesIO(PRINTED.encode()))
    roles = {"PerpInd": [[["two men", 0]]], "Target": [[["bus", 17], ["a bus", 15]]]}
    rows = [{"docid": "DEV-MUC3-0001", "extracts": roles, "templates": [{"incident_type": "arson", **roles}]}]
    rows.append({"docid": "DEV-MUC3-0002", "extracts": {}, "templates": []})
    (tmp_path / "processed").mkdir()
    for kind in ("grit", "gtt"):
        with lzma.open(tmp_path / "processed" / f"{kind}.train.json.xz", "wt") as out:
            out.write("\n".join(map(json.dumps, rows)))
    first, second = read(tmp_path, "dev")
    assert first.fillers["Target"] == [("bus", "a bus")]
    assert first.fillers["Weapon"] == []
    assert first.templates == (Template("arson", first.fillers),)
    assert second.templates == ()


def test_mentions_are_compared_without_articles_and_marks() -> None:
    assert normal('The "Blue  Dawn" guerrillas') == "blue dawn guerrillas"


def test_ceaf_ree_counted_by_hand() -> None:
    gold = {"Victim": [("Ana Brill", "Brill"), ("Tom Oake",)], "Target": [("bus",)]}
    guess = {"Victim": [("brill",), ("ana brill",), ("Tom Oake", "Oake")], "Target": [("the bus",)]}
    scores = ceaf_ree(gold, guess)
    # One of the two for Brill is right; Tom Oake with a mention the gold has not is wrong.
    assert (scores["Victim"].right, scores["Victim"].gold, scores["Victim"].guessed) == (1, 2, 3)
    assert scores["Target"].f1 == 1
    assert scores["Weapon"].gold == scores["Weapon"].guessed == 0


def test_ceaf_ree_pairs_so_that_most_fit() -> None:
    gold = {"Weapon": [("bomb", "device"), ("bomb",)]}
    assert ceaf_ree(gold, {"Weapon": [("bomb",), ("device",)]})["Weapon"].right == 2


def test_ceaf_rme_counted_by_hand() -> None:
    gold = [
        Template("bombing", {"Weapon": [("bomb", "device")], "Target": [("bank",), ("shop",)]}),
        Template("attack", {"Victim": [("Ana Brill",)]}),
    ]
    guess = [
        Template("bombing", {"Weapon": [("bomb",), ("device",)], "Target": [("bank",)], "Victim": [("Ana Brill",)]}),
        Template("kidnapping", {"Victim": [("Ana Brill",)]}),
    ]
    subset = ceaf_rme_subset(gold, guess)
    # Both words for the bomb agree with the one entity: three right, two found; a wrong type brings nothing.
    assert (subset.right, subset.guessed, subset.found, subset.gold) == (3, 5, 2, 4)
    assert (subset.precision, subset.recall) == (3 / 5, 2 / 4)
    phi3 = ceaf_rme_phi3(gold, guess)
    assert (phi3.right, phi3.guessed, phi3.gold) == (2, 5, 5)


def test_a_template_of_two_types_is_either() -> None:
    gold = [Template("bombing / attack", {"Weapon": [("bomb",)]})]
    for incident in ("bombing", "attack"):
        assert ceaf_rme_subset(gold, [Template(incident, {"Weapon": [("bomb",)]})]).f1 == 1
    assert ceaf_rme_subset(gold, [Template("arson", {"Weapon": [("bomb",)]})]).f1 == 0
    assert ceaf_rme_subset(gold, []).gold == 1


LEARNT = [
    "The armed men of the Blue National Front left. In Tarn two men and one of the national army waited.",
    "He saw the Harl National Police. She saw the Oake National Police. They met the Brill National Police.",
    "On that day in May it rained. We left on 9 May. They may come. It came on 3 May. He came on 4 May, or he may not.",
]


@pytest.fixture
def truecaser() -> Truecaser:
    made = Truecaser()
    made.learn(LEARNT)
    made.collect(["TWO MEN OF THE ARMED BLUE FRONT (ABF) SAW A ZORB.", "A ZORB WAS SEEN."])
    return made


@pytest.mark.parametrize(
    ("capitals", "spelt"),
    [
        ("THE ARMY OF TARN WAITED.", "The army of Tarn waited."),
        ("SEE THE NATIONAL ARMY AND HARL NATIONAL POLICE.", "See the national army and Harl National Police."),
        ("THEY MAY COME ON 7 MAY.", "They may come on 7 May."),
        ("THE ABF AND UNKO LEFT.", "The ABF and Unko left."),
        ("A ZORB, TWO ZORBS' ARMIES.", "A zorb, two Zorbs' Armies."),
    ],
)  # fmt: skip
def test_capitals_become_ordinary_spelling(truecaser: Truecaser, capitals: str, spelt: str) -> None:
    assert truecaser.spelt(capitals) == spelt


TEXT = "Guerrillas of the Blue Front shot dead Ana Brill at a power station, Col Tom Oake said. They used a car bomb."


def _reading(*claims: EventClaim) -> Reading:
    persons = tuple(
        Person(name, (Span(TEXT.index(name), TEXT.index(name) + len(name)),)) for name in ("Ana Brill", "Tom Oake")
    )
    return Reading("g_0", "r_0", "made up", claims, persons)


def _claim(sub: str, words: str, certainty: Certainty = "asserted", **more: object) -> EventClaim:
    start = TEXT.index(words)
    evidence = (Evidence(start, start + len(words), words),)
    return EventClaim(
        report_id="r_0", evidence=evidence, event_type="", sub_event_type=sub, certainty=certainty, **more
    )  # type: ignore[arg-type]


def test_claims_fill_templates_with_the_reports_words() -> None:
    doer = ClaimActor("actor", "Blue Front", mention="the Blue Front")
    shot = _claim("Attack", TEXT[: TEXT.index(". They")], actors=(doer,), object="station", said_by=Speaker("Tom Oake"))
    bomb = _claim("Remote explosive/landmine/IED", "They used a car bomb", means="car bomb")
    attack, bombing = templates(_reading(shot, bomb), TEXT)
    assert attack == Template(
        "attack",
        {
            "PerpInd": [("Guerrillas of the Blue Front",)],
            "PerpOrg": [("Blue Front",)],
            "Target": [("power station",)],
            "Victim": [("Ana Brill",)],
            "Weapon": [],
        },
    )
    assert bombing.fillers["Weapon"] == [("car bomb",)]
    assert over_text([attack, bombing])["Weapon"] == [("car bomb",)]


def test_a_short_form_of_a_name_is_the_same_persons() -> None:
    persons = (Person("Brill", (Span(TEXT.index("Brill"), TEXT.index("Brill") + 5),)), Person("Ana Brill", ()))
    reading = Reading("g_0", "r_0", "made up", (_claim("Attack", "shot dead Ana Brill"),), persons)
    (attack,) = templates(reading, TEXT)
    assert attack.fillers["Victim"] == [("Ana Brill",)]


@pytest.mark.parametrize(
    ("sub", "certainty"), [("Attack", "denied"), ("Attack", "hypothetical"), ("Agreement", "asserted")]
)
def test_what_is_no_incident_fills_nothing(sub: str, certainty: Certainty) -> None:
    assert templates(_reading(_claim(sub, "shot dead Ana Brill", certainty)), TEXT) == []
