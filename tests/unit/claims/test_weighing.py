"""Acts that rules find and that the model proposes: which belong together, which are told, and who takes part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from ebbline.claims.advice import Advice
from ebbline.claims.drafts import EventDraft
from ebbline.claims.frames import Framed
from ebbline.claims.lexicon import Element, Entry, Hit
from ebbline.claims.roles import Parties
from ebbline.claims.scene import Scene
from ebbline.claims.weighing import Act, acts, headed, is_told, parties
from ebbline.records import Span
from tests.unit.claims.staging import SCALES, Stage, stage


def hit(scene: Scene, word: str, kind: str = "Attack") -> Hit:
    """A rule's hit on one word."""
    at = scene.words.index(word)
    return Hit(Entry("rule", word, (Element({word: ""}),), {"type": kind, "weight": 5}), at, at + 1)


def told(found: Sequence[Act], scene: Scene) -> list[tuple[str, bool, list[str]]]:
    """Each act's word, whether a rule found it, and what is proposed for it."""
    return [(scene.words[act.word], act.hit is not None, [p.label for p in act.proposed]) for act in found]


def test_without_a_model_every_hit_is_an_act() -> None:
    (scene,) = stage("{Rebels} shelled <Tarn> and fled.").scenes
    found = acts(scene, [hit(scene, "shelled"), hit(scene, "fled")], None)
    assert told(found, scene) == [("shelled", True, []), ("fled", True, [])]
    assert [act.support for act in found] == [1.0, 1.0]


def test_a_hit_takes_what_hangs_on_the_nearest_word_of_its_clause() -> None:
    on = stage("{Rebels} launched an attack on <Tarn> with a raid, and {Guards} answered with shells.")
    (scene,) = on.scenes
    advice = on.advice(on.proposal("attack", "Attack"), on.proposal("raid", "Attack", 0.7), on.proposal("shells"))
    found = acts(scene, [hit(scene, "launched")], advice)
    assert told(found, scene) == [
        ("launched", True, ["Attack"]),
        ("raid", False, ["Attack"]),
        ("shells", False, ["Attack"]),
    ]
    assert found[0].proposed[0].proposal.at == on.span("attack")


def test_each_word_is_taken_once_and_the_earlier_of_two_as_near() -> None:
    on = stage("{Rebels} raided guards shot posts.")
    (scene,) = on.scenes
    advice = on.advice(on.proposal("guards"), on.proposal("posts", score=0.6))
    found = acts(scene, [hit(scene, "shot"), hit(scene, "raided")], advice)
    assert told(found, scene) == [("raided", True, ["Attack"]), ("shot", True, ["Attack"])]
    by_word = {scene.words[act.word]: act.proposed[0].proposal.at for act in found}
    assert by_word == {"shot": on.span("guards"), "raided": on.span("posts")}


def test_all_that_hangs_on_a_word_goes_together_the_likeliest_first() -> None:
    on = stage("{Rebels} raided <Tarn>.")
    (scene,) = on.scenes
    advice = on.advice(on.proposal("raided", "Armed clash", 0.4), on.proposal("raided", "Attack", 0.8))
    assert told(acts(scene, [], advice), scene) == [("raided", False, ["Attack", "Armed clash"])]


def test_only_sub_event_types_are_acts() -> None:
    on = stage("{Rebels} hold <Tarn>.")
    (scene,) = on.scenes
    labels = ("control all", "morale down", "cause")
    assert acts(scene, [], on.advice(*[on.proposal("hold", label) for label in labels])) == []


def test_support_is_the_best_score_of_the_sentence() -> None:
    on = stage("{Rebels} raided <Tarn>, then slept. {Guards} fired.")
    first, second = on.scenes
    advice = on.advice(on.proposal("slept", score=0.3), on.proposal("raided", "Armed clash", 0.2))
    assert [act.support for act in acts(first, [hit(first, "raided")], advice)] == [0.3, 0.3]
    assert [act.support for act in acts(second, [hit(second, "fired")], advice)] == [0.0]


def test_without_rules_the_model_stands_alone() -> None:
    on = stage("{Rebels} raided <Tarn>.")
    (scene,) = on.scenes
    advice = on.advice(on.proposal("raided"), rules=False)
    assert told(acts(scene, [hit(scene, "raided")], advice), scene) == [("raided", False, ["Attack"])]


def draft(scene: Scene, word: str, kind: str = "Attack") -> EventDraft:
    at = scene.words.index(word)
    return EventDraft(
        scene=scene, start=at, end=at + 1, word=at, rules=(), weight=1, sub_event_type=kind, parties=Parties()
    )


@pytest.mark.parametrize(("score", "kept"), [(0.0, False), (0.09, False), (0.1, True), (0.9, True)])
def test_a_rules_act_needs_some_support(score: float, kept: bool) -> None:
    on = stage("{Rebels} raided <Tarn>.")
    (scene,) = on.scenes
    advice = on.advice(on.proposal("Tarn", "Armed clash", score)) if score else on.advice()
    (act,) = [act for act in acts(scene, [hit(scene, "raided")], advice) if act.hit]
    assert is_told(draft(scene, "raided"), act, [], advice) is kept
    assert is_told(draft(scene, "raided"), act, [], None)


@pytest.mark.parametrize(
    ("score", "before", "kept"),
    [
        (0.79, None, False),
        (0.8, None, True),
        (0.89, "Attack", False),
        (0.9, "Attack", True),
        (0.8, "Armed clash", True),
    ],
)
def test_what_the_model_alone_sees_must_be_sure(score: float, before: str | None, kept: bool) -> None:
    on = stage("{Rebels} raided <Tarn> at dawn.")
    (scene,) = on.scenes
    advice = on.advice(on.proposal("dawn", score=score))
    (act,) = acts(scene, [], advice)
    earlier = [draft(scene, "raided", before)] if before else []
    assert is_told(draft(scene, "dawn"), act, earlier, advice) is kept


def test_the_same_type_in_another_clause_is_no_repetition() -> None:
    on = stage("{Rebels} raided <Tarn>, and {Guards} stormed <Orm>.")
    (scene,) = on.scenes
    advice = on.advice(on.proposal("stormed", score=0.85))
    (act,) = acts(scene, [], advice)
    assert is_told(draft(scene, "stormed"), act, [draft(scene, "raided")], advice)


TEXT = "{Rebels} raided {Guards} with {Scouts} near {Millers} and {Weavers}."


def joined(
    by_order: dict[str, str], by_frame: dict[str, str], by_head: dict[str, Any], **scales: Any
) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Who takes part in the raid, and why."""
    on = stage(TEXT)
    (scene,) = on.scenes
    found = Parties(**{role: (on.actor(name),) for role, name in by_order.items()})
    read: dict[str, Any] = {role: (on.actor(name),) for role, name in by_frame.items()}
    framed = Framed(Span(0, 1), ("frame: raid",), **read)
    advice = on.advice(on.proposal("raided", **by_head), framed={"Attack": framed}, **scales)
    (act,) = acts(scene, [hit(scene, "raided")], advice)
    got, why = parties(found, act, scene, advice)
    return {role: [m.name for m in getattr(got, role)] for role in ("actor", "target", "supporter")}, why


def test_the_frame_comes_before_word_order_and_that_before_the_model() -> None:
    got, why = joined(
        {"actor": "Millers", "target": "Weavers"},
        {"actor": "Rebels"},
        {"actor": ("Guards", 0.9), "target": ("Guards", 0.9), "supporter": ("Scouts", 0.9)},
    )
    assert got == {"actor": ["Rebels"], "target": ["Weavers"], "supporter": ["Scouts"]}
    assert why == ("frame: raid", "filled supporter: head")


def test_the_model_names_parties_from_its_scale_on() -> None:
    assert joined({}, {}, {"actor": ("Rebels", SCALES.party)})[0]["actor"] == ["Rebels"]
    assert joined({}, {}, {"actor": ("Rebels", SCALES.party - 0.01)}) == (
        {"actor": [], "target": [], "supporter": []},
        (),
    )


def test_frames_can_be_left_out() -> None:
    got, why = joined({"actor": "Millers"}, {"actor": "Rebels"}, {}, frames=False)
    assert (got["actor"], why) == (["Millers"], ())


@pytest.mark.parametrize(
    ("by_frame", "by_head"),
    [({"target": "Rebels"}, {}), ({}, {"target": ("Rebels", 0.9)})],
)
def test_nobody_does_it_to_himself(by_frame: dict[str, str], by_head: dict[str, Any]) -> None:
    got, _ = joined({"actor": "Rebels"}, by_frame, by_head)
    assert (got["actor"], got["target"]) == (["Rebels"], [])


def test_who_only_helps_is_no_doer() -> None:
    got, _ = joined({"actor": "Scouts"}, {"supporter": "Scouts"}, {})
    assert (got["actor"], got["supporter"]) == ([], ["Scouts"])


def test_a_frame_is_read_at_the_words_of_the_act_under_its_family() -> None:
    asked: list[tuple[Span, str]] = []

    class Asked(Advice):
        def framed(self, at: Span, label: str) -> Framed:
            asked.append((at, label))
            return Framed(at)

    on = stage("{Rebels} captured <Tarn> in a raid.")
    (scene,) = on.scenes
    advice = on.advice(on.proposal("raid", "Armed clash"))
    advice.__class__ = Asked
    by_rule, by_model = Act(1, hit(scene, "captured", "capture")), acts(scene, [], advice)[0]
    for act in (by_rule, by_model):
        parties(Parties(), act, scene, advice)
    assert asked == [
        (on.span("captured"), "Non-state actor overtakes territory"),
        (on.span("raid"), "Armed clash"),
    ]


def test_without_a_model_word_order_stands() -> None:
    on = stage(TEXT)
    (scene,) = on.scenes
    order = Parties((on.actor("Rebels"),), (on.actor("Rebels"),))
    assert parties(order, Act(1, hit(scene, "raided")), scene, None) == (order, ())


def test_a_head_is_told_with_its_score() -> None:
    on: Stage = stage("{Rebels} raided <Tarn>.")
    advice = on.advice(on.proposal("raided", score=0.7), on.proposal("raided", "Armed clash", 0.96))
    assert headed(acts(on.scenes[0], [], advice)[0].proposed) == ("head: Armed clash 0.96",)
    assert headed(()) == ()
