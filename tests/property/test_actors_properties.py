"""Whatever the text: mentions lie in it, do not overlap, and come out the same every time."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ebbline.actors import Registry, find_actors, find_persons
from ebbline.actors.trace import trace_actors
from ebbline.claims.attribution import attribute
from ebbline.language.segment import segment
from ebbline.records import Document, Report

_WORDS = (
    "IS is US said “ ” \" ' ( ) , . : ? Abu al-Nusra Russia 's forces Syrian rebels told he they it A: Q: Hama "
    "the brigade group known as Army of The North include Jordan and Qatar nations backed latter"
)
_PHRASES = "the army|according to|\n\n|General|spokesman|Liwa|Brigade|(FIA)|who|and|that|é|́|ﷺ|1|—|Omar|Halabi|in|of"
_PIECES = st.sampled_from((*_WORDS.split(), *_PHRASES.split("|")))
_TEXT = st.one_of(st.lists(_PIECES, max_size=60).map(" ".join), st.text(max_size=200))


def document_of(text: str) -> Document:
    return segment(Report("r", "t", text, "", "", "t"))


@settings(deadline=None, max_examples=150)
@given(_TEXT)
@example("IS the army forces")
def test_spans_lie_in_the_text_and_actors_do_not_overlap(text: str) -> None:
    document, registry = document_of(text), Registry.open()
    actors = find_actors(document, registry)
    persons = find_persons(document, registry, actors)
    for left, right in pairwise(actors):
        assert left.span.end <= right.span.start
    spans = [m.span for m in actors] + [span for p in persons for span in p.spans]
    spans += [a.content for a in attribute(document, persons, actors)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(p.spans == tuple(sorted(set(p.spans))) for p in persons)


@settings(deadline=None, max_examples=50)
@given(_TEXT)
def test_reading_twice_gives_the_same(text: str) -> None:
    registry = Registry.open()
    results = []
    for _ in range(2):
        document = document_of(text)
        actors = find_actors(document, registry)
        persons = find_persons(document, registry, actors)
        results.append((actors, persons, attribute(document, persons, actors)))
    assert results[0] == results[1]


@settings(deadline=None, max_examples=100)
@given(_TEXT)
def test_a_trace_tells_of_the_same_mentions_each_within_a_sentence(text: str) -> None:
    document, registry = document_of(text), Registry.open()
    traced = trace_actors(document, registry)
    assert tuple(item.mention for item in traced.mentions) == find_actors(document, registry)
    for item in traced.mentions:
        assert any(s.span.start <= item.mention.span.start < item.mention.span.end <= s.span.end
                   for s in document.sentences)  # fmt: skip
        assert item.candidates[0].name == item.mention.name
        assert item.why
    assert {group.name for group in traced.new_groups} == {i.mention.name for i in traced.mentions if i.mention.new}


@settings(deadline=None, max_examples=60)
@given(_TEXT)
def test_text_that_names_nobody_changes_nothing_before_it(text: str) -> None:
    registry = Registry.open()
    before = find_actors(document_of(text), registry)
    after = find_actors(document_of(text + "\n\nRain fell on the wells.\n\nSnow fell."), registry)
    assert [(m.span, m.name) for m in after if m.span.end <= len(text)] == [(m.span, m.name) for m in before]


def test_time_grows_with_length_only() -> None:
    unit = 'Omar Halabi, a nurse, said "the army shelled Hama and they left us". IS withdrew (IS). '
    registry, spent = Registry.open(), []
    for times in (100, 800):
        document = document_of(unit * times)
        begun = time.process_time()
        actors = find_actors(document, registry)
        persons = find_persons(document, registry, actors)
        attribute(document, persons, actors)
        spent.append(time.process_time() - begun)
    assert spent[1] < 40 * max(spent[0], 0.01)
