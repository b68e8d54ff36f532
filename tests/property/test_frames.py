"""Frames over the tree: whatever the words, the tree and the mentions are, something is read, and in linear time."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from ebbline.actors import ActorMention
from ebbline.claims.frames import Frames, Staged
from ebbline.places import PlaceMention
from ebbline.records import ClaimPlace, Document, Report, Sentence, Span, Tree

FRAMES = Frames.open()
WORDS = (
    "attacked", "lost", "withdrew", "killing", "held", "who", "which", "that", "by", "of", "the", "army", "front",
    "accused", "came", "under", "launched", "strikes", "Dorn", ",", "and", "to", "backed", "dozens", "between",
    "\u2019s", "",
)  # fmt: skip
TAGS = ("VERB", "NOUN", "PROPN", "PRON", "AUX", "ADP", "ADJ", "PUNCT", "nonsense")
RELATIONS = (
    "nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "nmod", "nmod:poss", "compound", "amod", "conj", "acl",
    "acl:relcl", "advcl", "xcomp", "ccomp", "mark", "case", "cc", "parataxis", "appos", "aux:pass", "root", "odd",
)  # fmt: skip
LABELS = ("Armed clash", "Attack", "control all", "control besieged", "manpower down", "cause", "", "what is this")


def sentence(words: list[str], tags: list[str], heads: list[int], relations: list[str], start: int = 0) -> Sentence:
    starts, at = [], start
    for word in words:
        starts.append(at)
        at += len(word) + 1
    return Sentence(
        Span(start, max(start, at - 1)),
        tuple(words),
        tuple(starts),
        0,
        tree=Tree(tuple(tags), tuple(heads), tuple(relations)),
    )


def actor(start: int, end: int, name: str, kind: str = "group") -> ActorMention:
    return ActorMention(Span(start, end), name, None, kind, None, False)  # type: ignore[arg-type]


def place(start: int, end: int, name: str) -> PlaceMention:
    return PlaceMention(Span(start, end), ClaimPlace(name, name, precision="exact"), "city")


@st.composite
def documents(draw: st.DrawFn) -> Staged:
    out, at, actors, places = [], 0, [], []
    for _ in range(draw(st.integers(0, 3))):
        size = draw(st.integers(1, 14))
        words = draw(st.lists(st.sampled_from(WORDS), min_size=size, max_size=size))
        longer = draw(st.integers(-2, 2))
        columns = [
            draw(st.lists(values, min_size=max(0, size + longer), max_size=max(0, size + longer)))
            for values in (st.sampled_from(TAGS), st.integers(-3, size + 3), st.sampled_from(RELATIONS))
        ]
        made = sentence(words, *columns, start=at)
        out.append(made)
        for start, word in zip(made.starts, made.words, strict=True):
            if word and draw(st.booleans()):
                kind = draw(st.sampled_from(("group", "unidentified", "civilians", "generic")))
                actors.append(actor(start, start + len(word), word, kind))
            elif word and draw(st.booleans()):
                places.append(place(start, start + len(word), word))
        at = made.span.end + 1
    report = Report("r", "r", "x" * (at + 1), "", "", "r")
    return Staged(Document(report, tuple(out)), tuple(actors), tuple(places))


@settings(max_examples=300, deadline=None)
@given(documents(), st.integers(0, 200), st.sampled_from(LABELS))
def test_any_tree_is_read(staged: Staged, at: int, label: str) -> None:
    read = FRAMES.read(staged, Span(at, at + 1), label)
    named = (*read.actor, *read.target, *read.supporter, *read.before, *read.after, *read.besieger, *read.whose)
    assert set(named) <= set(staged.actors)
    assert set(read.places) <= set(staged.places)
    assert read.rules
    assert FRAMES.read(staged, Span(at, at + 1), label) == read


def _many(count: int) -> Staged:
    """So many sentences that say the same, each with two mentions."""
    words = ["front", "attacked", "army", "in", "Dorn", "."]
    tags = ["NOUN", "VERB", "NOUN", "ADP", "PROPN", "PUNCT"]
    relations = ["nsubj", "root", "obj", "case", "obl", "punct"]
    made = [sentence(words, tags, [1, -1, 1, 4, 1, 1], relations, start=number * 40) for number in range(count)]
    actors = [actor(s.starts[i], s.starts[i] + len(words[i]), words[i]) for s in made for i in (0, 2)]
    places = [place(s.starts[4], s.starts[4] + 4, "Dorn") for s in made]
    return Staged(Document(Report("r", "r", "x" * 40 * count, "", "", "r"), tuple(made)), actors, places)


def _seconds(count: int) -> float:
    best = 9.0
    for _ in range(3):
        staged = _many(count)
        begun = time.process_time()
        for made in staged.document.sentences:
            FRAMES.read(staged, Span(made.starts[1], made.starts[2]), "Attack")
        best = min(best, time.process_time() - begun)
    return best


def test_time_grows_with_the_text_only() -> None:
    assert _seconds(4_000) < 16 * max(_seconds(500), 0.01)


def test_a_sentence_without_end_is_read_in_time() -> None:
    size = 20_000
    chain = sentence(["front"] * size, ["NOUN"] * size, [max(-1, i - 1) for i in range(size)], ["conj"] * size)
    actors = [actor(start, start + 5, "front") for start in chain.starts]
    staged = Staged(Document(Report("r", "r", "front " * size, "", "", "r"), (chain,)), actors, ())
    begun = time.process_time()
    for start in chain.starts[:: size // 200]:
        FRAMES.read(staged, Span(start, start + 5), "Attack")
    assert time.process_time() - begun < 8
