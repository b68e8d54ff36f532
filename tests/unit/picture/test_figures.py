from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ebbline.errors import UsageError
from ebbline.ledger import LedgerStore
from ebbline.picture import figure_data as data
from ebbline.picture.figures import FIGURES, FORMS, figure, render
from ebbline.picture.series import axis_of
from ebbline.privacy import Mask
from ebbline.records import (
    Capture,
    Claim,
    ClaimPlace,
    ClaimTime,
    ControlClaim,
    EventClaim,
    Evidence,
    Person,
    Reading,
    Report,
    Span,
    Speaker,
    StrengthClaim,
    identified,
    reading_id,
    report_id,
)

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TEXT = "Salim Vardo of the mill watch told this. " + "x" * 400
DAY, MONTH = dt.timedelta(0), dt.timedelta(29)


def claim(kind: type[Claim], at: int, start: str | None, length: dt.timedelta = DAY, **more: Any) -> Any:
    time = None
    if start:
        first = dt.date.fromisoformat(start)
        time = ClaimTime(first, first + length, "month" if length else "day", start)
    shared = {"report_id": report_id(TEXT, "a.txt"), "evidence": (Evidence(at, at + 1, TEXT[at]),), "time": time}
    return identified(kind(**shared, **more))


def strength(at: int, start: str | None, direction: str = "up", length: dt.timedelta = DAY, **more: Any) -> Any:
    return claim(
        StrengthClaim,
        at,
        start,
        length,
        **{"actor": "River Brigade", "dimension": "manpower", **more},
        direction=direction,
    )


def control(at: int, start: str | None, holder: str, length: dt.timedelta = DAY, **more: Any) -> Any:
    place = ClaimPlace("Tal Abyad", "Tal Abyad", "geo:1", 36.7, 38.9)
    return claim(ControlClaim, at, start, length, **{"places": (place,), "holder_after": (holder,), **more})


def clash(at: int, start: str | None, length: dt.timedelta = DAY, **more: Any) -> Any:
    return claim(EventClaim, at, start, length, event_type="Battles", sub_event_type="Armed clash", **more)


CLAIMS = (
    clash(50, "2015-06-15", said_by=Speaker("Salim Vardo", "activist")),
    clash(51, "2015-06-16", certainty="possible", said_by=Speaker("The staff", "military")),
    clash(52, "2015-07-01", MONTH),
    clash(53, "2015-08-20", certainty="denied"),
    clash(54, "2015-08-21", certainty="planned"),
    clash(55, "2015-08-22", certainty="failed"),
    clash(56, None),
    strength(60, "2015-06-20"),
    strength(61, "2015-06-20", "down"),
    strength(62, "2015-06-20", "stable"),
    strength(63, "2015-07-01", "down", MONTH, certainty="planned"),
    strength(64, None, "down"),
    strength(65, None, "up", actor="Mill Street Guards", dimension="morale"),
    control(70, "2015-06-15", "River Brigade"),
    control(71, "2015-06-15", "Northern Front"),
    control(72, "2015-07-01", "Northern Front", MONTH, extent="contested"),
    control(73, "2015-08-01", "River Brigade", certainty="denied"),
    control(74, None, "River Brigade"),
    control(75, "2015-08-02", "x", holder_after=(), holder_before="Salim Vardo"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LedgerStore]:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    report = Report(report_id(TEXT, "a.txt"), "a.txt", TEXT, digest, digest, "a.txt")
    person = Person("Salim Vardo", (Span(0, 11),), "activist")
    reading = Reading(reading_id(report.report_id, "x"), report.report_id, "x", CLAIMS, (person,))
    with LedgerStore(tmp_path / "figures.db", clock=lambda: NOW) as made:
        made.store(Capture("a.txt", NOW, "text/plain", TEXT.encode()), report, reading)
        yield made


def drawn(store: LedgerStore, name: str, **more: Any) -> Any:
    return figure(name, store, mask=Mask.of(store.persons()), ledger="figures.db", **more)


def values(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Every row of data anywhere in a chart."""
    return [row for rows in spec["datasets"].values() for row in rows]


@pytest.mark.parametrize("name", FIGURES)
def test_every_form_is_made_offline_and_always_the_same(store: LedgerStore, name: str) -> None:
    starts = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}
    for form in FORMS:
        first = render(drawn(store, name), form)
        assert first.startswith(starts[form])
        if form != "png":  # the slowest, and drawn from what the others are drawn from
            assert first == render(drawn(store, name), form)


@pytest.mark.parametrize("name", FIGURES)
def test_no_private_name_and_nothing_to_fetch(store: LedgerStore, name: str) -> None:
    made = drawn(store, name)
    svg = render(made, "svg").decode()
    assert "Vardo" not in svg + made.caption + repr(made.spec())
    assert "'url':" not in repr(made.spec())
    assert "href" not in svg.replace("xmlns:xlink", "")


def test_the_caption_says_what_is_drawn_and_what_is_left_out(store: LedgerStore) -> None:
    caption = drawn(store, "timeline").caption
    assert caption.startswith(
        "15 claims by 2 speakers (13 claims in the outlets' own voice), from 1 report of figures.db, "
        "1 hedged as probable or possible. Left out: 4 undated."
    )
    svg = render(drawn(store, "timeline"), "svg").decode()
    assert "Left out: 4 undated" in svg


def test_what_did_not_happen_is_drawn_apart(store: LedgerStore) -> None:
    rows = [row for row in values(drawn(store, "timeline").spec()) if "status" in row]
    by_status = {status: {row["group"] for row in rows if row["status"] == status} for status, _ in data.STATUSES}
    assert by_status["denied"] == {"Battles", "Control of a place"}
    assert by_status["failed or foiled"] == {"Battles"}
    assert by_status["planned, demanded or conditional"] == {"Battles", "Strength of a group"}
    heights = {status: sum(r["high"] - r["low"] for r in rows if r["status"] == status) for status in by_status}
    assert heights == pytest.approx(
        {
            "told as having happened": 10,
            "planned, demanded or conditional": 2,
            "denied": 2,
            "failed or foiled": 1,
        }
    )


def test_a_month_is_spread_over_its_weeks_and_marked(store: LedgerStore) -> None:
    rows = [row for row in values(drawn(store, "timeline").spec()) if row.get("dating") == "spread"]
    events = [r for r in rows if r["group"] == "Battles"]
    assert len(events) > 3
    assert sum(row["high"] - row["low"] for row in events) == pytest.approx(1)
    assert max(row["high"] - row["low"] for row in events) < 0.5


def test_strength_counts_up_and_down_and_keeps_the_undated_beside(store: LedgerStore) -> None:
    made = drawn(store, "strength")
    rows = [row for row in values(made.spec()) if "side" in row]
    dated = [row for row in rows if "dating" in row]
    beside = [row for row in rows if "dating" not in row]
    assert {(r["side"], r["low"], r["high"]) for r in dated if r["dating"] == "fine"} == {
        ("increase", 0, 1),
        ("unchanged", 1, 2),
        ("decrease", 0, -1),
    }
    assert all(not row["told"] and row["high"] < 0 for row in dated if row["dating"] == "spread")
    assert {(row["side"], row["high"]) for row in beside} == {("decrease", -1), ("increase", 1)}
    assert "they measure no strength" in made.caption
    assert "2 undated claims are counted beside the time axis" in made.caption


def test_strength_of_one_group_without_a_date_is_still_drawn(store: LedgerStore) -> None:
    made = drawn(store, "strength", actor="Mill Street Guards")
    assert "no course over time" in made.caption
    assert render(made, "png").startswith(b"\x89PNG")
    assert "River Brigade" not in repr(made.spec())


def test_rival_holders_stand_in_lanes_of_their_own(store: LedgerStore) -> None:
    chosen = data.choose(store, mask=Mask.of(store.persons()), kind="control", actor=None)
    (row,), beyond = data.place_rows(chosen, chosen.period(), 20)
    assert (row.name, row.undated, beyond) == ("Tal Abyad", 1, 0)
    rivals = [spot for spot in row.spots if spot.first == dt.date(2015, 6, 15)]
    assert {spot.holder for spot in rivals} == {"River Brigade", "Northern Front"}
    assert len({spot.lane for spot in rivals}) == 2
    told = {spot.lane for spot in row.spots if spot.happened}
    assert told.isdisjoint(spot.lane for spot in row.spots if not spot.happened)
    assert [(spot.holder, spot.state) for spot in row.spots if spot.state != "held"] == [
        ("Northern Front", "contested"),
        ("[activist]", "lost"),
    ]
    assert row.lanes == 1 + max(spot.lane for spot in row.spots)


def test_control_draws_only_what_is_claimed(store: LedgerStore) -> None:
    rows = [row for row in values(drawn(store, "control").spec()) if "lane" in row]
    wide = [(row["first"], row["last"]) for row in rows if row["wide"]]
    assert set(wide) == {("2015-07-01T00:00:00Z", "2015-07-31T00:00:00Z")}
    assert {row["certainty"] for row in rows if not row["told"]} == {"denied"}
    days = {row["middle"] for row in rows if not row["wide"]}
    assert days == {"2015-06-15T12:00:00Z", "2015-08-01T12:00:00Z", "2015-08-02T12:00:00Z"}


def test_places_beyond_the_limit_are_counted(store: LedgerStore) -> None:
    chosen = data.choose(store, mask=Mask.none(), kind="control", actor=None)
    more = [replace(c, places=(ClaimPlace(f"Mill {i}", "m"),)) for i in range(3) for c in chosen.dated[:1]]
    wider = replace(chosen, claims=(*chosen.claims, *more), dated=(*chosen.dated, *more))
    rows, beyond = data.place_rows(wider, chosen.period(), 2)
    assert ({row.name for row in rows}, beyond) == ({"Tal Abyad", "Mill 0"}, 2)


def test_an_actor_narrows_the_figure_and_stands_in_its_title(store: LedgerStore) -> None:
    made = drawn(store, "control", actor="northern front")
    assert made.caption.startswith("2 claims by 0 speakers")
    assert "Control as reported: northern front" in render(made, "svg").decode()


@pytest.mark.parametrize(
    ("name", "actor", "message"),
    [
        ("pie", None, "choose one of: timeline, strength, control"),
        ("control", "River Brigad", "near it: River Brigade"),
        ("control", "Mill Street Guards", "no control claims about 'Mill Street Guards'"),
    ],
)
def test_what_cannot_be_drawn_is_said(store: LedgerStore, name: str, actor: str | None, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        drawn(store, name, actor=actor)


@pytest.mark.parametrize("name", FIGURES)
def test_an_empty_ledger_is_said(tmp_path: Path, name: str) -> None:
    with LedgerStore(tmp_path / "empty.db", clock=lambda: NOW) as empty, pytest.raises(UsageError, match="holds no"):
        drawn(empty, name)


def test_dates_at_the_end_of_the_calendar(store: LedgerStore) -> None:
    last = control(80, "9999-12-31", "River Brigade")
    chosen = data.choose(store, mask=Mask.none(), kind="control", actor=None)
    axis = axis_of([last.time])
    assert axis is not None
    rows, _ = data.place_rows(replace(chosen, claims=(last,), dated=(last,), axis=axis), axis, 5)
    assert rows[0].spots[0].last == dt.date.max
