from __future__ import annotations

import pytest

from ebbline.ontology.muc4 import incident_type, is_target, weapon_nouns
from ebbline.records import Certainty, ClaimActor, EventClaim, Evidence


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


@pytest.mark.parametrize(
    ("doer", "incident"), [("the Orsk army", None), ("the Blue Front", "attack"), (None, "attack")]
)
def test_fighting_by_the_states_forces_is_no_incident(doer: str | None, incident: str | None) -> None:
    actors = (ClaimActor("actor", "Blue Guard", mention=doer),) if doer == "the Orsk army" else ()
    actors += (ClaimActor("actor", doer),) if doer == "the Blue Front" else ()
    claim = EventClaim(
        report_id="r_0",
        evidence=(Evidence(0, 4, "They"),),
        event_type="",
        sub_event_type="Armed clash",
        actors=actors,
    )
    assert incident_type(claim) == incident


@pytest.mark.parametrize(
    ("noun", "may_be"), [("bus", True), ("rockets", False), ("grenade", False), ("village", False)]
)
def test_neither_weapons_nor_places_are_targets(noun: str, may_be: bool) -> None:
    assert is_target(noun) == may_be


def test_a_means_that_is_no_instrument_has_no_nouns() -> None:
    assert weapon_nouns("helicopter") == ()


def test_a_means_is_told_by_its_own_word_too() -> None:
    assert "bazooka" in weapon_nouns("Bazooka")
    assert weapon_nouns("IED")[0].count(" ") == 1
