"""A claim's id is the same, read off the claim or off its JSON object."""

import datetime as dt
import pickle
from dataclasses import replace

import msgspec
import pytest

from ebbline.records import (
    CauseClaim,
    Claim,
    ClaimActor,
    ClaimPlace,
    ClaimTime,
    ControlClaim,
    EventClaim,
    Evidence,
    Factor,
    Magnitude,
    Range,
    Speaker,
    StrengthClaim,
    Toll,
    claim_to_json,
    identified,
)
from ebbline.records.claim import claim_id_of, coded_json, has_its_id, id_of, identify

SHARED = {"report_id": "r_1", "evidence": (Evidence(3, 9, "fought"),), "extractor": "x", "trace": ("rule",)}
PLACE = ClaimPlace("Dorn", "Dorn", "g1", 35.5, -0.00001, "near", "SY", None, 0.5, 900)
CLAIMS: list[Claim] = [
    EventClaim(
        **SHARED,
        event_type="Battles",
        sub_event_type="Armed clash",
        time=ClaimTime(dt.date(2016, 1, 2), dt.date(2016, 1, 3), "day", "Monday"),
        places=(PLACE, ClaimPlace("Mól", "Mól")),
        said_by=Speaker("Ilke Tarn", "resident", chain=("the wire",)),
        actors=(ClaimActor("actor", "the “Guard”", None, "Guard\x7f"),),
        fatalities=Range(low=2),
        tolls=(Toll("target", "killed", 2),),
        target_class=("civilians",),
    ),
    ControlClaim(**SHARED, places=(PLACE,), holder_after=("Guard", "𐀀")),
    StrengthClaim(**SHARED, actor="Guard", dimension="manpower", direction="up", magnitude=Magnitude(1e17, 2.5)),
    CauseClaim(**SHARED, cause=Factor("other", "half \ud800"), effect=Factor("other", "b\n")),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.kind)
def test_a_claim_and_its_json_have_one_id(claim: Claim) -> None:
    assert id_of(claim) == claim_id_of(claim_to_json(claim)) == identified(claim).claim_id


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.kind)
def test_what_is_not_coded_leaves_the_id_as_it_is(claim: Claim) -> None:
    places = tuple(replace(place, score=0.1) for place in claim.places)
    evidence = tuple(replace(item, text="other") for item in claim.evidence)
    other = replace(claim, extractor="y", score=1.0, trace=(), places=places, evidence=evidence)
    assert id_of(other) == id_of(claim)
    assert id_of(replace(claim, certainty="denied")) != id_of(claim)


def test_a_claim_is_identified_in_place() -> None:
    claim = replace(CLAIMS[0])
    identify(claim)
    assert claim == identified(CLAIMS[0])


@pytest.mark.parametrize("claim", CLAIMS[:3], ids=lambda claim: claim.kind)
def test_the_coded_fields_are_the_json_object_without_what_a_reading_signs(claim: Claim) -> None:
    data = claim_to_json(claim)
    for name in ("extractor", "score", "trace"):
        del data[name]
    for place in data["places"]:
        del place["score"]
    assert coded_json(claim).encode() == msgspec.json.Encoder(order="sorted").encode(data)


@pytest.mark.parametrize("claim", CLAIMS[:3], ids=lambda claim: claim.kind)
def test_what_is_noted_at_naming_a_claim_goes_with_that_claim_alone(claim: Claim) -> None:
    named = replace(claim, claim_id="")
    identify(named)
    assert has_its_id(named)
    assert coded_json(named) == coded_json(replace(named))
    other = replace(named, certainty="failed")
    assert not has_its_id(other)
    assert '"certainty":"failed"' in coded_json(other)
    assert not has_its_id(replace(named, claim_id="c_0123456789abcdef"))
    assert pickle.loads(pickle.dumps(named)) == named
