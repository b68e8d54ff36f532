"""Control, strength and causes: what the model alone proposes, and how it stands beside what rules found."""

from __future__ import annotations

from typing import Any

import pytest

from ebbline.claims import weighing_states as states
from ebbline.claims.certainty import NOT_HAPPENED
from ebbline.claims.drafts import CauseDraft, ControlDraft, StrengthDraft
from ebbline.claims.frames import Framed
from ebbline.claims.scene import Scene
from ebbline.records import CausalLink, Factor, Proposal, Span, Speaker
from tests.unit.claims.staging import Stage, stage

HELD = stage("{Guards} hold <Tarn> while {Rebels} watch.")


def nobody(scene: Scene, word: int) -> Speaker | None:
    return None


def control(on: Stage, *proposals: Proposal, own: tuple[ControlDraft, ...] = (), **said: Any) -> list[ControlDraft]:
    return states.control(on.scenes, own, on.advice(*proposals, **said), nobody)


def test_control_is_drafted_from_a_proposal() -> None:
    (draft,) = control(HELD, HELD.proposal("hold", "control all", after=("Guards", 0.9), place=("Tarn", 0.9)))
    assert [place.name for place in draft.places] == ["Tarn"]
    assert (draft.before, draft.after, draft.besieger, draft.extent) == (None, ("Guards",), None, "all")
    assert draft.rules == ("head: control all 0.99", "filled after: head")
    assert draft.scene.words[draft.word] == "hold"


@pytest.mark.parametrize(("score", "count"), [(0.69, 0), (0.7, 1)])
def test_control_is_told_from_its_scale_on(score: float, count: int) -> None:
    assert len(control(HELD, HELD.proposal("hold", "control all", score, after=("Guards", 0.9)))) == count


@pytest.mark.parametrize(("score", "count"), [(0.39, 0), (0.4, 1)])
def test_control_needs_somebody(score: float, count: int) -> None:
    assert len(control(HELD, HELD.proposal("hold", "control all", after=("Guards", score)))) == count


def test_a_siege_needs_nobody_and_only_a_siege_has_a_besieger() -> None:
    on = stage("<Tarn> is ringed by {Guards}.")
    (bare,) = control(on, on.proposal("ringed", "control besieged"))
    assert (bare.after, bare.besieger) == ((), None)
    (ringed,) = control(on, on.proposal("ringed", "control besieged", besieger=("Guards", 0.9)))
    assert (ringed.after, ringed.besieger) == ((), "Guards")
    held = on.proposal("ringed", "control all", besieger=("Guards", 0.9))
    assert control(on, held) == []


def test_control_without_a_place_is_not_told() -> None:
    on = stage("{Guards} hold the hill.")
    assert control(on, on.proposal("hold", "control all", after=("Guards", 0.9))) == []


def test_a_place_of_another_sentence_is_taken_where_the_model_is_sure_of_it() -> None:
    on = stage("They came to <Tarn>. {Guards} hold it since May.")
    held = "hold"
    (draft,) = control(on, on.proposal(held, "control all", after=("Guards", 0.9), place=("Tarn", 0.4)))
    assert [place.name for place in draft.places] == ["Tarn"]
    assert control(on, on.proposal(held, "control all", after=("Guards", 0.9), place=("Tarn", 0.39))) == []


def test_the_place_of_the_clause_is_taken_where_the_model_names_none() -> None:
    (draft,) = control(HELD, HELD.proposal("hold", "control part", after=("Guards", 0.9)))
    assert ([place.name for place in draft.places], draft.extent) == (["Tarn"], "part")


@pytest.mark.parametrize("certainty", sorted(NOT_HAPPENED))
def test_what_did_not_happen_changes_nothing(certainty: str) -> None:
    assert control(HELD, HELD.proposal("hold", "control all", certainty=certainty, after=("Guards", 0.9))) == []
    assert strength(HELD, HELD.proposal("hold", "morale up", certainty=certainty, whose=("Guards", 0.9))) == []


def test_nobody_holds_it_before_and_after() -> None:
    proposal = HELD.proposal("hold", "control all", before=[("Guards", 0.6)], after=[("Guards", 0.7), ("Rebels", 0.5)])
    (draft,) = control(HELD, proposal)
    assert (draft.before, draft.after) == (None, ("Guards", "Rebels"))


def test_a_frame_names_the_holder_before_the_model_does() -> None:
    framed = Framed(Span(0, 1), ("frame: hold", "after by subject"), after=(HELD.actor("Guards"),))
    proposal = HELD.proposal("hold", "control all", after=("Rebels", 0.9), before=("Rebels", 0.8))
    (draft,) = control(HELD, proposal, framed={"control all": framed})
    assert (draft.before, draft.after) == ("Rebels", ("Guards",))
    assert draft.rules == ("head: control all 0.99", "frame: hold", "after by subject", "filled before: head")
    (draft,) = control(HELD, proposal, framed={"control all": framed}, frames=False)
    assert (draft.before, draft.after) == (None, ("Rebels",))


def ruled(on: Stage, word: str, sentence: int = 0) -> ControlDraft:
    scene = on.scenes[sentence]
    at = scene.words.index(word)
    clause = scene.clause_of(at)
    place = scene.places[0].place
    assert place is not None
    return ControlDraft(
        scene=scene,
        start=clause.start,
        end=clause.end,
        word=at,
        rules=("control: own",),
        places=(place.place,),
        before=None,
        after=("Millers",),
        extent="all",
    )


def test_what_a_rule_found_is_not_told_twice() -> None:
    own = ruled(HELD, "hold")
    assert control(HELD, HELD.proposal("Tarn", "control all", after=("Guards", 0.9)), own=(own,)) == [own]


def test_of_two_words_in_a_rules_clause_the_farther_is_told_by_itself() -> None:
    on = stage("{Guards} hold <Tarn> with <Orm>.")
    own = ruled(on, "hold")
    found = control(
        on,
        on.proposal("Tarn", "control all", after=("Guards", 0.9)),
        on.proposal("Orm", "control all", after=("Guards", 0.9)),
        own=(own,),
    )
    assert [draft.scene.words[draft.word] for draft in found] == ["hold", "orm"]


def test_rules_can_be_left_out() -> None:
    assert control(HELD, own=(ruled(HELD, "hold"),), rules=False) == []
    assert control(HELD, own=(ruled(HELD, "hold"),)) != []


def test_drafts_stand_in_the_order_of_the_sentences() -> None:
    on = stage("{Guards} hold <Tarn>. {Rebels} hold <Orm>.")
    at = on.text.rindex("hold")
    second = Proposal(Span(at, at + 4), "control all", 0.99, "asserted")
    first = on.proposal("hold", "control all", after=("Guards", 0.9))
    assert [d.rules[0] for d in control(on, first, second, own=(ruled(on, "hold", 1),))] == [
        "head: control all 0.99",
        "control: own",
    ]


def strength(on: Stage, *proposals: Proposal, main: str | None = None, **said: Any) -> list[StrengthDraft]:
    actor = on.actor(main) if main else None
    return states.strength(on.scenes, (), on.advice(*proposals, **said), nobody, actor)


LOST = stage("{Guards} lost heart, {Rebels} saw.")


def test_strength_is_drafted_from_a_proposal() -> None:
    (draft,) = strength(LOST, LOST.proposal("lost", "morale down", whose=("Guards", 0.2)), main="Rebels")
    assert (draft.actor.name, draft.dimension, draft.direction) == ("Guards", "morale", "down")
    assert draft.rules == ("head: morale down 0.99", "filled actor: head")


def test_strength_is_the_main_groups_where_the_model_names_nobody() -> None:
    said = LOST.proposal("lost", "foreign support down", 0.6, whose=("Guards", 0.19))
    (draft,) = strength(LOST, said, main="Rebels")
    assert (draft.actor.name, draft.dimension) == ("Rebels", "foreign support")
    assert draft.rules[1] == "filled actor: main group, named close by"
    assert strength(LOST, said) == []


def test_strength_is_nobodys_where_the_main_group_is_not_named_close_by() -> None:
    far = stage("{Rebels} came. It rained. Snow fell. They lost heart.")
    said = far.proposal("lost", "morale down", 0.9)
    assert strength(far, said, main="Rebels") == []
    near = stage("{Rebels} came. They lost heart.")
    assert len(strength(near, near.proposal("lost", "morale down", 0.9), main="Rebels")) == 1


def test_strength_is_told_from_its_scale_on() -> None:
    assert strength(LOST, LOST.proposal("lost", "morale down", 0.59, whose=("Guards", 0.9))) == []


def test_the_likeliest_label_of_a_word_is_told() -> None:
    both = [LOST.proposal("lost", label, score) for label, score in (("arms down", 0.7), ("morale down", 0.8))]
    assert [draft.dimension for draft in strength(LOST, *both, main="Guards")] == ["morale"]


def causes(on: Stage, *proposals: Proposal, own: tuple[CauseDraft, ...] = (), **said: Any) -> list[CauseDraft]:
    return states.causes(on.scenes, own, on.advice(*proposals, **said), nobody)


FLED = stage("{Guards} fled <Tarn> because shells fell.")


def test_a_cause_is_drafted_from_the_link_around_its_word() -> None:
    link = CausalLink(FLED.span("shells fell"), FLED.span("Guards fled Tarn"))
    (draft,) = causes(FLED, FLED.proposal("because", "cause", factors=("airstrikes", None)), links=[link])
    assert draft.cause == Factor("airstrikes", "shells fell")
    assert draft.effect == Factor("other", "Guards fled Tarn")
    assert FLED.scenes[0].words_between(draft.start, draft.end) == "Guards fled Tarn because shells fell"
    assert draft.rules == ("head: cause 0.99",)


def test_without_a_link_a_cause_is_told_by_two_clauses() -> None:
    far = CausalLink(Span(900, 910), Span(920, 930))
    behind = CausalLink(FLED.span("fell"), FLED.span("shells"))
    for links in ([], [far], [behind]):
        (draft,) = causes(FLED, FLED.proposal("fled", "cause"), links=links)
        assert (draft.cause.text, draft.effect.text) == ("because shells fell", "Guards fled Tarn")
        assert FLED.scenes[0].words_between(draft.start, draft.end) == "Guards fled Tarn because shells fell"


def test_in_the_last_clause_the_cause_stands_before() -> None:
    (draft,) = causes(FLED, FLED.proposal("fell", "cause"))
    assert (draft.cause.text, draft.effect.text) == ("Guards fled Tarn", "because shells fell")


def test_a_link_over_two_sentences_is_not_taken() -> None:
    on = stage("{Guards} fled <Tarn>. Shells fell.")
    link = CausalLink(on.span("Shells fell"), on.span("Guards fled Tarn"))
    (draft,) = causes(on, on.proposal("fled", "cause"), links=[link])
    assert draft.effect.text == "Guards fled Tarn"


def test_what_may_be_is_told_as_uncertain() -> None:
    on = stage("{Guards} may have fled <Tarn> because shells fell.")
    (draft,) = causes(on, on.proposal("fled", "cause"))
    assert draft.certainty != "asserted"
    assert any(rule.startswith("certainty: ") for rule in draft.rules)


def linked(on: Stage, cause: str = "other", effect: str = "territory down") -> CauseDraft:
    scene = on.scenes[0]
    return CauseDraft(
        scene=scene,
        start=0,
        end=len(scene.words),
        word=scene.words.index("because"),
        rules=("link: own",),
        cause=Factor(cause, "shells fell"),
        effect=Factor(effect, "Guards fled Tarn"),
    )


@pytest.mark.parametrize(("score", "kept"), [(None, False), (0.09, False), (0.1, True)])
def test_a_rules_cause_needs_some_support(score: float | None, kept: bool) -> None:
    said = [FLED.proposal("because", "cause", score)] if score is not None else []
    assert bool(causes(FLED, *said, own=(linked(FLED),))) is kept


def test_a_cause_that_no_rule_finds_must_be_sure() -> None:
    assert causes(FLED, FLED.proposal("because", "cause", 0.89)) == []
    assert causes(FLED, FLED.proposal("because", "cause", 0.9)) != []


def test_the_model_names_a_factor_only_where_rules_know_none() -> None:
    said = FLED.proposal("because", "cause", 0.5, factors=("airstrikes", "morale down"))
    (draft,) = causes(FLED, said, own=(linked(FLED),))
    assert (draft.cause, draft.effect) == (
        Factor("airstrikes", "shells fell"),
        Factor("territory down", "Guards fled Tarn"),
    )
    assert draft.rules == ("link: own", "head: cause 0.50")


@pytest.mark.parametrize("known", [{"factors": False}, {"cause": "conscription"}])
def test_where_rules_know_both_factors_or_are_not_helped_nothing_changes(known: dict[str, Any]) -> None:
    own = linked(FLED, known.get("cause", "other"))
    said = FLED.proposal("because", "cause", factors=("airstrikes", "morale down"))
    assert causes(FLED, said, own=(own,), factors=known.get("factors", True)) == [own]
