"""Whatever the text and the stretches: an answer for each, in order, on the earth, whatever stands beside."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebbline.language.segment import segment
from ebbline.places import Gazetteer, find_places, resolve_spans
from ebbline.places.trace import trace_places
from ebbline.records import Report, Span

SENTENCES = st.sampled_from(
    ["Rebels took Solok near Raqqa.", "Paris, Texas, was calm.", "He lives in Barrie, Ont., now.", "It rained.",
     "The road between Homs and Hama is shut.", "Six died in Zzyq, 3 km north of Homs.", "Syria and Iraq met.",
     "“Kubani” fell, said Ms Paris.", "A post 55 km (34 miles) east of Palmyra, in Syria.", "12 of 40."]
)  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def report(text: str) -> Report:
    return Report("r_0", "n", text, "", "", "n")


@given(text=st.text(max_size=60), cuts=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=6))
@settings(deadline=None, max_examples=150)
def test_any_stretch_of_any_text_has_an_answer(gazetteer: Gazetteer, text: str, cuts: list[tuple[int, int]]) -> None:
    spans = [Span(start, min(start + length, len(text))) for start, length in cuts if start <= len(text)]
    spans = [span for span in spans if span.end > span.start]
    answers = resolve_spans(segment(report(text)), spans, gazetteer)
    assert [answer.span for answer in answers] == spans
    for answer in answers:
        for candidate, _ in answer.ranked:
            assert candidate.lat != candidate.lat or -90 <= candidate.lat <= 90


@given(st.lists(SENTENCES, min_size=1, max_size=6))
@settings(deadline=None, max_examples=60)
def test_in_any_order_with_any_other_sentence_spans_hold(gazetteer: Gazetteer, sentences: list[str]) -> None:
    for order in (sentences, sentences[::-1], [*sentences, "The weather was mild."]):
        text = " ".join(order)
        mentions = find_places(segment(report(text)), gazetteer)
        for mention in mentions:
            assert mention.span.of(text) == mention.place.mention
        assert tuple(place.mention for place in trace_places(segment(report(text)), gazetteer).places) == mentions


@given(st.permutations(["Boston", "Worcester", "Springfield", "Salem"]))
@settings(deadline=None, max_examples=20)
def test_the_order_of_names_does_not_matter(gazetteer: Gazetteer, names: list[str]) -> None:
    text = "They drove by " + " and ".join(names) + "."
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    answers = resolve_spans(segment(report(text)), spans, gazetteer)
    divisions = {answer.choice.division for answer in answers if answer.choice}
    assert divisions == {"US/Massachusetts"}
