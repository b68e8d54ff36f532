from __future__ import annotations

import pytest

from ebbline.ontology.muc4 import incident_type, weapon_nouns
from ebbline.records import Certainty, EventClaim, Evidence


@pytest.mark.parametrize(
    ("sub", "words", "certainty", "incident"),
    [
        ("Attack", "gunmen shot a judge", "asserted", "attack"),
        ("Attack", "gunmen shot a judge", "denied", None),
        ("Attack", "a bomb killed a judge", "failed", "bombing"),
        ("Air/drone strike", "planes bombed the hamlet", "asserted", "attack"),
        ("Suicide bomb", "he blew himself up", "asserted", "bombing"),
        ("Looting/property destruction", "they burned two buses", "asserted", "arson"),
        ("Looting/property destruction", "they stole food", "asserted", "robbery"),
        ("Looting/property destruction", "they wrecked a pylon", "asserted", "attack"),
        ("Abduction/forced disappearance", "they took him away", "planned", "kidnapping"),
        ("Peaceful protest", "they marched", "asserted", None),
    ],
)
def test_type_of_incident(sub: str, words: str, certainty: Certainty, incident: str | None) -> None:
    claim = EventClaim(
        report_id="r_0",
        evidence=(Evidence(0, len(words), words),),
        event_type="",
        sub_event_type=sub,
        certainty=certainty,
    )
    assert incident_type(claim) == incident


def test_a_means_is_told_by_its_own_word_too() -> None:
    assert "bazooka" in weapon_nouns("Bazooka")
    assert weapon_nouns("IED")[0].count(" ") == 1
