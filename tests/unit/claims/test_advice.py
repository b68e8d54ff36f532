"""What the model proposes, laid over the scenes of a report: on which word, and whom it names."""

from __future__ import annotations

from dataclasses import replace

from ebbline.records import Party, Proposal, Span
from tests.unit.claims.staging import Stage, stage


def word_of(told: Stage, at: str | Span, sentence: int = 0) -> str:
    """The word of the scene that a proposal hangs on."""
    span = told.span(at) if isinstance(at, str) else at
    scene = told.scenes[sentence]
    (proposed,) = told.advice(Proposal(span, "Attack", 0.9, "asserted")).of(scene)
    return scene.words[proposed.word]


def test_a_proposal_lies_in_its_sentence() -> None:
    told = stage("The baker slept. {Velm Guard} shelled <Tarn>. Snow fell.")
    advice = told.advice(told.proposal("shelled"))
    assert [len(advice.of(scene)) for scene in told.scenes] == [0, 1, 0]
    assert word_of(told, "shelled", 1) == "shelled"
    assert word_of(told, "Snow", 2) == "snow"


def test_the_parts_of_a_joined_word_are_told_apart() -> None:
    told = stage("The {Guard}-held hill burned.")
    assert word_of(told, "held") == "held"
    assert word_of(told, "Guard") == "guard"
    assert word_of(told, "Guard-held") == "guard"


def test_a_quotation_mark_belongs_to_the_word_before_it() -> None:
    told = stage("They said “we shelled” it.")
    assert word_of(told, "shelled") == "shelled"
    assert word_of(told, Span(told.text.index("”"), told.text.index("”") + 1)) == "shelled"


def test_words_outside_every_scene_advise_nothing() -> None:
    told = stage("{Velm Guard} shelled <Tarn>.")
    far = Proposal(Span(900, 905), "Attack", 0.9, "asserted")
    assert not told.advice(far).of(told.scenes[0])
    led = stage("   {Velm Guard} shelled <Tarn>.")
    blank = Proposal(Span(0, 1), "Attack", 0.9, "asserted")
    assert not led.advice(blank).of(led.scenes[0])


def test_a_name_counts_where_it_ends() -> None:
    told = stage("The {Guard of Velm} shelled <Tarn>.")
    whole = told.proposal("shelled", actor=("Guard of Velm", 0.9))
    assert [(s, a.name) for s, a in told.advice(whole).actors(whole, "actor")] == [(0.9, "Guard of Velm")]
    first = replace(whole, parties=(Party("actor", told.span("Guard"), 0.9),))
    assert told.advice(first).actors(first, "actor") == []


def test_only_the_role_asked_for_is_told() -> None:
    told = stage("{Guard} shelled {Rebels} in <Tarn>.")
    proposal = told.proposal("shelled", actor=("Guard", 0.9), target=("Rebels", 0.8), place=("Tarn", 0.7))
    advice = told.advice(proposal)
    assert [a.name for _, a in advice.actors(proposal, "target")] == ["Rebels"]
    assert advice.actors(proposal, "supporter") == []
    assert [(score, p.place.name) for score, p in advice.places(proposal)] == [(0.7, "Tarn")]


def test_each_name_once_and_the_likeliest_first() -> None:
    told = stage("{Guard} fired; the {gunmen=Guard} and {Rebels} fled <Tarn> for <Orm> and <the town=Tarn>.")
    proposal = told.proposal(
        "fired",
        actor=[("Guard", 0.6), ("gunmen", 0.9), ("Rebels", 0.7)],
        place=[("Tarn", 0.5), ("Orm", 0.6), ("the town", 0.8)],
    )
    advice = told.advice(proposal)
    assert [(s, a.name, a.span) for s, a in advice.actors(proposal, "actor")] == [
        (0.9, "Guard", told.span("gunmen")),
        (0.7, "Rebels", told.span("Rebels")),
    ]
    assert [(s, p.place.name, p.span) for s, p in advice.places(proposal)] == [
        (0.8, "Tarn", told.span("the town")),
        (0.6, "Orm", told.span("Orm")),
    ]


def test_equals_stand_in_the_order_of_the_text() -> None:
    told = stage("{Rebels} and {Guard} fired.")
    proposal = told.proposal("fired", actor=[("Guard", 0.6), ("Rebels", 0.6)])
    assert [a.name for _, a in told.advice(proposal).actors(proposal, "actor")] == ["Rebels", "Guard"]


def test_a_text_without_a_sentence_takes_no_advice() -> None:
    told = stage("")
    assert told.scenes == ()
    assert told.advice(Proposal(Span(0, 3), "Attack", 0.9, "asserted"))
