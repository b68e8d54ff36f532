from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality.errors import Count, counted, table
from benchmarks.quality.mistakes import CLASSES, Mistake, Told, mistakes
from tests.unit.benchmarks import scoring_stand_in as scorer

TEXT = (
    "The Karm Brigade shelled Dorn on Monday, killing three people. "
    "The army fled north. "
    "Omar Hadi said the army lost tanks because of the raids on Velm."
)
SENTENCES = [(found.start(), found.end()) for found in re.finditer(r"[^.]+\.", TEXT)]
SHELLED, KILLED, FLED, LOST = (
    "The Karm Brigade shelled Dorn on Monday", "killing three people", "The army fled north", "the army lost tanks",
)  # fmt: skip
NAMES = scorer.Names()


def _evidence(words: str) -> list[dict[str, Any]]:
    at = TEXT.index(words)
    return [{"start": at, "end": at + len(words), "text": words}]


def _gold_event(words: str = SHELLED, **more: Any) -> dict[str, Any]:
    empty = {"type": ["Attack"], "actor": [], "target": [], "place": [], "certainty": "asserted", "said_by": None}
    return empty | {"quote": words} | more


def _event(words: str = SHELLED, **more: Any) -> dict[str, Any]:
    parties = [{"role": role, "name": name} for role in ("actor", "target", "supporter") for name in more.pop(role, [])]
    places = [
        {"name": name, "mention": name, "lat": 1.0, "precision": "exact"} | more.pop("at", {})
        for name in more.pop("place", [])
    ]
    empty = {"kind": "event", "sub_event_type": "Attack", "certainty": "asserted", "fatalities": None}
    return empty | {"evidence": _evidence(words), "actors": parties, "places": places} | more


def _told(events: list[Any], made: list[Any], **more: Any) -> Told:
    at = {name: TEXT.index(name) for name in ("Karm Brigade", "Dorn", "Velm")}
    actors = [(at["Karm Brigade"], "Karm Brigade"), (TEXT.index("The army"), "Army")]
    places = [(at[name], {"name": name, "mention": name, "lat": 1.0, "lon": 1.0}) for name in ("Dorn", "Velm")]
    kinds = {"events": events, "control": [], "strength": [], "causes": []} | more.pop("gold", {})
    return Told("one", TEXT, kinds, made, more.pop("relevant", True), SENTENCES, actors, places)


def _found(told: Told) -> list[tuple[str, int, int]]:
    return [(mistake.name, mistake.missed, mistake.extra) for mistake in mistakes(told, scorer, NAMES)]


def test_what_is_right_is_no_mistake() -> None:
    told = _told(
        [_gold_event(actor=["Karm Brigade"], place=["Dorn"])], [_event(actor=["Karm Brigade"], place=["Dorn"])]
    )
    assert _found(told) == []


@pytest.mark.parametrize(
    ("made", "relevant", "name"),
    [
        ([], False, "missed: report passed over"),
        ([], True, "missed: nothing found there"),
        ([_event(FLED)], True, "missed: nothing found there"),
        ([_event(FLED, actor=["Karm Brigade"])], True, "missed: coded where told again"),
        ([_event(KILLED)], True, "missed: its words cut otherwise"),
        ([_event(KILLED, sub_event_type="Arrests")], True, "missed: another of its kind there"),
        ([{"kind": "control", "evidence": _evidence(SHELLED), "places": []}], True, "missed: another kind there"),
    ],
)
def test_why_an_annotated_claim_is_missed(made: list[Any], relevant: bool, name: str) -> None:
    told = _told([_gold_event(actor=["Karm Brigade"])], made, relevant=relevant)
    assert (name, 2, 0) in _found(told)


def test_two_annotated_claims_told_in_one() -> None:
    told = _told([_gold_event(), _gold_event(type=["Arrests"])], [_event()])
    assert _found(told) == [("missed: told in one with another", 1, 0)]


def test_words_that_the_report_lacks() -> None:
    assert _found(_told([_gold_event("never said")], [])) == [("missed: words not in the report", 1, 0)]


@pytest.mark.parametrize(
    ("gold", "made", "name"),
    [
        ([], _event(), "extra: report without claims"),
        ([_gold_event(FLED)], _event(), "extra: general talk"),
        ([_gold_event(FLED)], _event(place=["Dorn"]), "extra: an act not annotated"),
        ([_gold_event(FLED)], _event(actor=["Army"], target=["Karm Brigade"]), "extra: an act not annotated"),
        ([_gold_event(KILLED)], _event(), "extra: words cut otherwise"),
        ([_gold_event(KILLED, type=["Arrests"])], _event(), "extra: another of its kind there"),
        ([_gold_event(FLED, place=["Dorn"])], _event(place=["Dorn"]), "extra: told again"),
    ],
)
def test_why_a_claim_meets_none(gold: list[Any], made: dict[str, Any], name: str) -> None:
    assert name in [found for found, _, extra in _found(_told(gold, [made])) if extra]


def test_told_again_asks_for_the_same_speaker_and_no_other_party() -> None:
    gold = _gold_event(FLED, place=["Dorn"], actor=["Army"])
    for made in (_event(place=["Dorn"], said_by={"name": "Omar Hadi"}), _event(place=["Dorn"], actor=["Karm Brigade"])):
        assert "extra: told again" not in [name for name, _, _ in _found(_told([gold], [made]))]


def test_second_claim_of_the_same_words_and_another_kind() -> None:
    told = _told([_gold_event()], [_event(), _event(sub_event_type="Arrests")])
    assert _found(told) == [("extra: second of one claim's words", 0, 1)]
    control = {"kind": "control", "evidence": _evidence(SHELLED), "places": []}
    assert _found(_told([_gold_event()], [_event(), control])) == [("extra: another kind there", 0, 1)]


@pytest.mark.parametrize(
    ("gold", "made", "found"),
    [
        ({"type": ["Arrests"]}, {}, ("type: another", 1, 1)),
        ({"target": ["Civilians"]}, {}, ("party: stand-in", 1, 0)),
        ({}, {"target": ["Civilians"]}, ("party: stand-in", 0, 1)),
        ({"actor": ["Karm Brigade"]}, {}, ("party: open, named in the clause", 1, 0)),
        ({"actor": ["Army"]}, {}, ("party: open, named elsewhere", 1, 0)),
        ({"actor": ["Moonmen"]}, {}, ("party: open, never found", 1, 0)),
        ({"actor": [["Moonmen", "Karm Brigade"]]}, {"actor": ["Army"]}, ("party: another, own in the clause", 1, 1)),
        ({"actor": ["Moonmen"]}, {"actor": ["Army"]}, ("party: another, own never found", 1, 1)),
        ({}, {"actor": ["Karm Brigade"]}, ("party: too many, from the clause", 0, 1)),
        ({}, {"supporter": ["Army"]}, ("party: too many, from elsewhere", 0, 1)),
        ({"place": ["Dorn"]}, {}, ("place: open, named in the sentence", 1, 0)),
        ({"place": ["Velm"]}, {}, ("place: open, named elsewhere", 1, 0)),
        ({"place": ["Velm"]}, {"place": ["Dorn"]}, ("place: another of the clause", 1, 1)),
        ({}, {"place": ["Velm"]}, ("place: carried", 0, 1)),
        ({"place": ["Dorn"]}, {"place": ["Velm"], "at": {"precision": "region"}}, ("place: too wide", 1, 1)),
        ({"place": ["Dorn"]}, {"place": ["Ulm"], "at": {"lat": None}}, ("place: no point", 1, 1)),
        ({"place": ["Dorn"]}, {"place": ["Farland"], "at": {"precision": "country"}}, ("place: country only", 1, 0)),
        ({"fatalities": {"best": 3}}, {}, ("toll: missed", 1, 0)),
        ({"fatalities": {"best": 3}}, {"fatalities": {"best": 4}}, ("toll: figure", 1, 1)),
        ({}, {"fatalities": {"best": 4}}, ("toll: none annotated", 0, 1)),
        ({"said_by": "Omar Hadi"}, {}, ("speaker: missed, named elsewhere", 1, 0)),
        ({"said_by": "a Karm leader"}, {}, ("speaker: missed, named in the sentence", 1, 0)),
        ({}, {"said_by": {"name": "Omar Hadi"}}, ("speaker: none annotated", 0, 1)),
        ({"said_by": "Omar Hadi"}, {"said_by": {"name": "the army"}}, ("speaker: another", 1, 1)),
        ({"certainty": "planned"}, {}, ("certainty: told as done", 1, 0)),
        ({}, {"certainty": "denied"}, ("certainty: told as not done", 0, 1)),
    ],
)
def test_what_is_wrong_in_an_event_that_is_met(
    gold: dict[str, Any], made: dict[str, Any], found: tuple[str, int, int]
) -> None:
    assert _found(_told([_gold_event(**gold)], [_event(**made)])) == [found]


def test_actor_and_target_the_other_way_round() -> None:
    told = _told(
        [_gold_event(actor=["Army"], target=["Karm Brigade"])], [_event(actor=["Karm Brigade"], target=["Army"])]
    )
    assert _found(told) == [("party: in the other's role", 1, 1)] * 2


def test_a_place_of_the_sentence_that_is_not_in_the_claims_words() -> None:
    told = _told([_gold_event(KILLED)], [_event(KILLED, place=["Dorn"])])
    assert _found(told) == [("place: from another clause", 0, 1)]


def test_killed_that_are_another_claims() -> None:
    other = _gold_event(FLED, fatalities={"best": 3})
    told = _told([_gold_event(), other], [_event(fatalities={"best": 3}), _event(FLED, fatalities={"best": 3})])
    assert _found(told) == [("toll: another claim's", 0, 1)]


def test_mistakes_in_the_other_kinds() -> None:
    gold = {
        "control": [
            {"quote": SHELLED, "places": ["Dorn"], "before": "Army", "after": ["Karm Brigade"], "extent": None}
        ],
        "strength": [
            {"quote": LOST, "actor": "Army", "dimension": "equipment", "direction": "down", "said_by": "Omar Hadi"}
        ],
        "causes": [
            {"quote": LOST, "cause": "airstrikes", "effect": "equipment down", "said_by": "Omar Hadi"},
        ],
    }
    said = {"said_by": {"name": "Omar Hadi"}}
    made = [
        {"kind": "control", "evidence": _evidence(SHELLED), "places": [], "holder_before": "Karm Brigade",
         "holder_after": ["Army", "Karm Brigade"], "extent": "part"},
        {"kind": "strength", "evidence": _evidence(LOST), "actor": "Army", "dimension": "equipment",
         "direction": "up", **said},
        {"kind": "cause", "evidence": _evidence(LOST), "cause": {"factor": "other"},
         "effect": {"factor": "equipment down"}, **said},
    ]  # fmt: skip
    assert sorted(_found(_told([], made, gold=gold))) == [
        ("extent: another", 1, 1),
        ("factor: another", 1, 1),
        ("holder: another", 1, 1),
        ("holder: too many", 0, 1),
        ("place: open, named in the sentence", 1, 0),
        ("strength: direction", 1, 1),
    ]


def test_the_count_has_the_scorers_sums_and_says_what_mending_brings() -> None:
    gold = [_gold_event(actor=["Karm Brigade"], date={"from": "2016-01-01", "to": "2016-01-01"}), _gold_event(FLED)]
    told = _told(gold, [_event(), _event(FLED, place=["Velm"])])
    count = counted(iter([told]), scorer, NAMES)
    assert (count.right, count.of()) == (2, (2, 1, 1))
    assert count.of("party: open, named in the clause") == (1, 1, 0)
    assert count.f1() == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert count.f1("party: open, named in the clause") == pytest.approx(2 * 3 / (2 * 3 + 1))
    assert count.dates["left open"] == 1
    rows = list(table({"one": count, "two": replace(count, found=())}))
    assert rows[3].startswith("| party: open, named in the clause | 1 (1, 0), 1, 0.857 | 0 (0, 0), 0, 1.000 |")


def test_a_count_that_is_not_the_scorers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    told = _told([_gold_event(actor=["Karm Brigade"])], [_event()])
    one = Mistake("type: another", "event", "type", 1, 1)
    monkeypatch.setattr("benchmarks.quality.errors.mistakes", lambda *_: iter([one]))
    with pytest.raises(ValueError, match="in the slots"):
        counted(iter([told]), scorer, NAMES)


def test_json_holds_every_class() -> None:
    assert set(Count(0, 0, ()).as_json()["classes"]) == set(CLASSES)


def test_every_class_of_the_document_exists() -> None:
    document = Path(__file__).parents[3] / "docs" / "explanation" / "errors.md"
    named = set(re.findall(r"^\| `((?:[a-z]+): [^`]+)`", document.read_text("utf-8"), re.MULTILINE))
    assert named
    assert named <= set(CLASSES)
