"""Whatever was annotated and coded: each missed and each extra slot is in one class, and in no second."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.quality.errors import counted
from benchmarks.quality.mistakes import CLASSES, Told, mistakes
from tests.unit.benchmarks import scoring_stand_in as scorer

TEXT = "Rebels took Dorn. The army left Velm, he said. Two died."
SENTENCES = [(0, 17), (18, 46), (47, 56)]
PARTIES = ("Rebels", "Army", "Civilians", "Protesters (Farland)")
PLACES = ("Dorn", "Velm", "Farland", "Ulm")

at = st.sampled_from([(0, 17), (0, 11), (18, 36), (18, 46), (47, 56), (22, 26)])
parties = st.lists(st.sampled_from(PARTIES), max_size=2)
places = st.lists(st.sampled_from(PLACES), max_size=2)
voice = st.sampled_from([None, "he", "a witness"])
certainty = st.sampled_from(["asserted", "possible", "denied", "planned"])
killed = st.sampled_from([None, {"best": 2}, {"low": 3}])
types = st.sampled_from(["Attack", "Arrests", "Armed clash"])
dimension = st.sampled_from(["manpower", "morale"])
direction = st.sampled_from(["up", "down"])
factor = st.sampled_from(["airstrikes", "other", "morale down"])
extent = st.sampled_from([None, "all", "part", "besieged"])
party = st.sampled_from(PARTIES)
quote = at.map(lambda span: TEXT[slice(*span)]) | st.just("not there")

gold = st.fixed_dictionaries(
    {
        "events": st.lists(
            st.fixed_dictionaries(
                {"quote": quote, "type": st.lists(types, min_size=1, max_size=2), "actor": parties, "target": parties,
                 "supporter": parties, "place": places, "fatalities": killed, "certainty": certainty, "said_by": voice}
            ),
            max_size=2,
        ),
        "control": st.lists(
            st.fixed_dictionaries(
                {"quote": quote, "places": places, "before": st.none() | party, "after": parties, "extent": extent}
            ),
            max_size=2,
        ),
        "strength": st.lists(
            st.fixed_dictionaries(
                {"quote": quote, "actor": party, "dimension": dimension, "direction": direction, "said_by": voice}
            ),
            max_size=2,
        ),
        "causes": st.lists(
            st.fixed_dictionaries({"quote": quote, "cause": factor, "effect": factor, "said_by": voice}), max_size=2
        ),
    }
)  # fmt: skip

evidence = at.map(lambda span: [{"start": span[0], "end": span[1], "text": TEXT[slice(*span)]}])
said_by = voice.map(lambda name: name and {"name": name})
coded_places = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(PLACES[:2]), "mention": st.sampled_from(PLACES), "lat": st.sampled_from([None, 1.0]),
         "precision": st.sampled_from(["exact", "region", "country"])}
    ),
    max_size=2,
)  # fmt: skip
coded_factor = factor.map(lambda name: {"factor": name})
taking_part = st.lists(
    st.fixed_dictionaries({"role": st.sampled_from(["actor", "target", "supporter"]), "name": party}), max_size=3
)
common: dict[str, Any] = {"evidence": evidence, "said_by": said_by, "places": coded_places}
claim = st.one_of(
    st.fixed_dictionaries(
        common | {"kind": st.just("event"), "sub_event_type": types, "actors": taking_part, "fatalities": killed,
                  "certainty": certainty}
    ),
    st.fixed_dictionaries(
        common | {"kind": st.just("control"), "holder_before": st.none() | party, "holder_after": parties,
                  "extent": st.sampled_from(["all", "part", "besieged"])}
    ),
    st.fixed_dictionaries(
        common | {"kind": st.just("strength"), "actor": party, "dimension": dimension, "direction": direction}
    ),
    st.fixed_dictionaries(common | {"kind": st.just("cause"), "cause": coded_factor, "effect": coded_factor}),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(gold, st.lists(claim, max_size=5), st.booleans())
def test_the_sums_are_the_scorers(gold: dict[str, Any], made: list[dict[str, Any]], relevant: bool) -> None:
    told = Told(
        "one", TEXT, gold, made, relevant, SENTENCES, [(0, "Rebels"), (22, "Army")],
        [(12, {"name": "Dorn", "mention": "Dorn"}), (32, {"name": "Velm", "mention": "Velm"})],
    )  # fmt: skip
    names = scorer.Names()
    counted(iter([told]), scorer, names)  # raises where the sums differ
    found = list(mistakes(told, scorer, names))
    assert {mistake.name for mistake in found} <= set(CLASSES)
    assert all(mistake.missed or mistake.extra for mistake in found)
    assert all(mistake.missed >= 0 and mistake.extra >= 0 for mistake in found)
