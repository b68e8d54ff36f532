from __future__ import annotations

import datetime as dt

import pytest

from ebbline.picture import brief_wording as wording
from ebbline.records import (
    ClaimActor,
    ClaimPlace,
    ClaimTime,
    ControlClaim,
    EventClaim,
    Magnitude,
    Range,
    Speaker,
    StrengthClaim,
    Toll,
)


def control(**fields: object) -> ControlClaim:
    return ControlClaim(report_id="r", evidence=(), **fields)  # type: ignore[arg-type]


def event(**fields: object) -> EventClaim:
    return EventClaim(report_id="r", evidence=(), event_type="Battles", sub_event_type="Armed clash", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (control(holder_after=("A",), holder_before="B"), "held by A, before by B"),
        (control(holder_after=("A", "B"), extent="part"), "held in part by A and B"),
        (control(holder_before="B"), "lost by B"),
        (control(), "held, by whom is not told"),
        (control(extent="contested", holder_after=("A",), holder_before="B"), "contested: A and B"),
        (control(extent="besieged", besieger="A", holder_after=("B",)), "besieged by A, held inside by B"),
        (event(), "Armed clash"),
        (event(actors=(ClaimActor("target", "B"),)), "Armed clash: not named → B"),
        (
            event(actors=(ClaimActor("actor", "A"), ClaimActor("target", "B"), ClaimActor("supporter", "C"))),
            "Armed clash: A → B, helped by C",
        ),
    ],
)
def test_what(claim: ControlClaim | EventClaim, words: str) -> None:
    assert wording.what(claim) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Range(best=12), "12"),
        (Range(low=30), "at least 30"),
        (Range(high=8), "up to 8"),
        (Range(10, None, 15), "10 to 15"),
        (Range(10, 12, 1500), "12 (10 to 1,500)"),
        (Range(), "an unknown number"),
    ],
)
def test_counts_as_reported(count: Range, words: str) -> None:
    assert wording.range_words(count) == words


def test_details() -> None:
    toll = Toll("target", "wounded", low=3)
    told = event(fatalities=Range(best=2), tolls=(toll,), means="mortars", object="a bridge", acts=4)
    assert wording.details(told) == (
        "2 killed, at least 3 wounded of the target's side, 4 acts, with mortars, hit: a bridge"
    )


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2015-06-16", "2015-06-16", "day", "16 June 2015"),
        ("2015-06-01", "2015-06-30", "month", "June 2015"),
        ("2015-01-01", "2015-12-31", "year", "2015"),
        ("2015-06-01", "2015-08-31", "season", "summer 2015"),
        ("2015-06-15", "2015-06-21", "week", "15–21 June 2015"),
        ("2014-09-01", "2014-10-31", "month", "September – October 2014"),
        ("2014-12-30", "2015-01-02", "unknown", "30 December 2014 – 2 January 2015"),
        ("2015-05-30", "2015-06-02", "unknown", "30 May – 2 June 2015"),
    ],
)
def test_dates_no_finer_than_known(start: str, end: str, precision: str, words: str) -> None:
    time = ClaimTime(dt.date.fromisoformat(start), dt.date.fromisoformat(end), precision, "")  # type: ignore[arg-type]
    assert wording.time_words(time) == words


def test_places_no_finer_than_known() -> None:
    assert wording.place_words(ClaimPlace("Raqqa", "Raqqa", None, 1.0, 2.0, "near")) == "near Raqqa"
    assert wording.place_words(ClaimPlace("Raqqa", "Raqqa", None, 1.0, 2.0, "region")) == "Raqqa (region)"
    assert wording.place_words(ClaimPlace("Qnitry", "Qnitry")) == "Qnitry (not on the map)"


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        (None, "the outlet reports"),
        (Speaker("SOHR", "monitor", "SOHR"), "according to SOHR"),
        (Speaker(None, "official", anonymous=True), "according to an official (anonymous)"),
        (Speaker(None, "unknown"), "according to a source"),
        (Speaker("[activist]", "activist", "The Post", chain=("AB",)), "according to [activist], The Post, told by AB"),
    ],
)
def test_attribution(speaker: Speaker | None, words: str) -> None:
    assert wording.attribution(event(said_by=speaker), None) == words


def test_strength_with_its_figure() -> None:
    told = StrengthClaim(
        report_id="r",
        evidence=(),
        actor="A",
        dimension="finances",
        direction="stable",
        magnitude=Magnitude(1.5, None, 2),
    )
    assert wording.what(told) == "A: finances unchanged, 1.5 to 2"
