from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ebbline.export.profile import CELL, WITHHELD, exposure, publish, too_fresh
from ebbline.records import (
    CauseClaim,
    ClaimActor,
    ClaimPlace,
    ClaimTime,
    DateInterval,
    EventClaim,
    Evidence,
    Factor,
    Published,
    Report,
    Speaker,
    identified,
)

NOW = dt.datetime(2016, 3, 15, 12, 0, tzinfo=dt.UTC)
OLD = ClaimTime(dt.date(2015, 6, 1), dt.date(2015, 6, 1), "day", "1 June")
TABQA = ClaimPlace("Tabqa", "Al-Tabqa", "geo:2", 35.8367, 38.5481, "exact", "SY", "Raqqa", 0.9, 1000)


def report(published: dt.date | None = None, fetched_at: dt.datetime | None = None) -> Report:
    known = Published(DateInterval(published, published), "given") if published else None
    return Report("r1", "a.txt", "text", "0" * 64, "0" * 64, "a.txt", published=known, fetched_at=fetched_at)


def event(words: str = "fighters clashed in Tabqa", **fields: Any) -> EventClaim:
    told: dict[str, Any] = {"time": OLD, "places": (TABQA,), "event_type": "Battles", "sub_event_type": "Armed clash"}
    return identified(EventClaim(report_id="r1", evidence=(Evidence(0, len(words), words),), **(told | fields)))


def day(number: int) -> ClaimTime:
    date = dt.date(2016, 3, number)
    return ClaimTime(date, date, "day", "then")


@pytest.mark.parametrize(("number", "fresh"), [(1, False), (2, True), (15, True)])
def test_fourteen_days_must_have_passed(number: int, fresh: bool) -> None:
    assert too_fresh(event(time=day(number)), report(dt.date(2015, 1, 1)), NOW) is fresh


def test_the_end_of_an_interval_counts() -> None:
    long = ClaimTime(dt.date(2015, 1, 1), dt.date(2016, 12, 31), "year", "since")
    assert too_fresh(event(time=long), report(), NOW)


def test_undated_claims_go_by_publication_then_fetch_then_count_as_fresh() -> None:
    undated = event(time=None)
    assert not too_fresh(undated, report(dt.date(2016, 3, 1), NOW), NOW)
    assert too_fresh(undated, report(dt.date(2016, 3, 2)), NOW)
    assert not too_fresh(undated, report(fetched_at=NOW - dt.timedelta(days=20)), NOW)
    assert too_fresh(undated, report(fetched_at=NOW), NOW)
    assert too_fresh(undated, report(), NOW)
    assert publish(undated, report(), NOW) is None


def test_what_is_not_exposed_leaves_as_it_is() -> None:
    claim = event()
    assert exposure(claim) is None
    assert publish(claim, report(), NOW) == claim


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"words": "a raid hit the Sahel hospital"}, "a medical place"),
        ({"words": "two ambulances burnt"}, "a medical place"),
        ({"target_class": ("medical",)}, "a medical place"),
        ({"words": "shells fell on the camp"}, "a camp or shelter"),
        ({"target_class": ("camp",)}, "a camp or shelter"),
        ({"object": "an aid convoy"}, "aid"),
        ({"words": "fighters left their positions"}, "a position"),
        ({"words": "at the Menagh air-base"}, "a position"),
        ({"sub_event_type": "Headquarters or base established"}, "a position"),
        ({"places": (ClaimPlace("Tabqa air base", "the base"),)}, "a position"),
        ({"words": "the campaign was based on paid raids"}, None),
    ],
)
def test_what_is_exposed(fields: dict[str, Any], label: str | None) -> None:
    assert exposure(event(**fields)) == label


def test_an_exposed_claim_is_placed_by_district_and_its_words_are_withheld() -> None:
    claim = event(
        "a raid on the hospital of Al-Tabqa",
        object="the hospital of Tabqa",
        means="a bomb from Tabqa air base",
        actors=(ClaimActor("actor", "Tabqa Shield", None, "men of Tabqa"), ClaimActor("target", "IS", "a:is", "IS")),
        said_by=Speaker("Head of Tabqa hospital", "official", "Tabqa council", chain=("Al-Tabqa News", "Agency")),
    )
    shown = publish(claim, report(), NOW)
    assert shown is not None
    assert "tabqa" not in repr(shown).casefold()
    assert "hospital" not in repr(shown).casefold()
    assert [item.text for item in shown.evidence] == [WITHHELD]
    assert (shown.evidence[0].start, shown.claim_id) == (claim.evidence[0].start, claim.claim_id)
    place = shown.places[0]
    assert (place.name, place.precision, place.admin1) == ("a district of Raqqa", "district", "Raqqa")
    assert place.lat is not None
    assert abs(place.lat - 35.8367) <= CELL / 2
    assert (place.lat, place.lon) != (35.8367, 38.5481)
    assert shown.said_by == Speaker(None, "official", None, False, ("Agency",))
    assert shown.object == "a medical place"


def test_two_places_of_one_cell_become_one() -> None:
    near = ClaimPlace("Safsafa", "Safsafa", "geo:9", 35.84, 38.56, "exact", "SY", "Raqqa")
    shown = publish(event("camps", places=(TABQA, near)), report(), NOW)
    assert shown is not None
    assert len(shown.places) == 1


def test_provinces_stay_and_places_without_coordinates_lose_their_name() -> None:
    region = ClaimPlace("Raqqa", "Raqqa", "geo:3", 35.9, 39.0, "region", "SY", "Raqqa")
    shown = publish(event("camps", places=(region, ClaimPlace("Tell Mawj", "Tell Mawj"))), report(), NOW)
    assert shown is not None
    assert shown.places[0] == region
    assert (shown.places[1].name, shown.places[1].lat) == ("a district", None)


def test_causes_lose_their_words_too() -> None:
    cause = identified(
        CauseClaim(
            report_id="r1",
            evidence=(Evidence(0, 9, "the camps"),),
            time=OLD,
            cause=Factor("airstrikes", "raids on the camp at Tabqa"),
            effect=Factor("other", "flight"),
        )
    )
    shown = publish(cause, report(), NOW)
    assert shown is not None
    assert (shown.cause, shown.effect) == (Factor("airstrikes", WITHHELD), Factor("other", WITHHELD))


def test_an_anonymous_speaker_keeps_the_role_and_the_outlets() -> None:
    speaker = Speaker("a fighter", "military", "the Third Company", True, ("a cousin", "Agency Y"))
    claim = event("a fighter of the Third  Company fled Tabqa", said_by=speaker)
    shown = publish(claim, report(), NOW)
    assert shown is not None
    assert shown.said_by == Speaker(None, "military", None, True, ("Agency Y",))
    assert shown.evidence[0].text == "[military] of [military] fled Tabqa"
    assert shown.places == claim.places


def test_a_named_speaker_keeps_the_affiliation() -> None:
    speaker = Speaker("Tarek Mansur", "military", "YPG")
    shown = publish(event(said_by=speaker), report(), NOW)
    assert shown is not None
    assert shown.said_by == speaker
