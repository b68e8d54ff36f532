"""Whatever the text: spans hold, stretches taken are left alone, and coordinates lie on the earth."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebbline.language.segment import segment
from ebbline.places import Gazetteer, find_places
from ebbline.places.names import fold, skeleton
from ebbline.records import Report, Span

WORDS = st.sampled_from(
    ["Raqqa", "Aleppo", "Syria", "in", "near", "12 km", "north", "of", "the", "village", "Omar", "al-Bab",
     "Ain", "Issa", "and", ",", ".", "“Kubani”", "Iraqi",
     "countryside", "Mosul", "gas field", "US", "us", "Zzyq", "Deir", "ez-Zor", "Lake", "Chad", "said",
     "\n", "Paris", "Syria-Turkey", "border", "jazal", "area"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=25).map(" ".join)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@given(text=TEXTS, start=st.integers(0, 60), length=st.integers(0, 20))
@settings(deadline=None, max_examples=120)
def test_spans_hold_and_taken_stretches_are_left_alone(
    gazetteer: Gazetteer, text: str, start: int, length: int
) -> None:
    taken = (Span(start, start + length),) if length else ()
    found = find_places(segment(Report("r_0", "n", text, "", "", "n")), gazetteer, taken)
    for mention in found:
        assert mention.span.of(text) == mention.place.mention
        assert not any(mention.span.overlaps(t) for t in taken)
        if mention.place.lat is not None and mention.place.lon is not None:
            assert -90 <= mention.place.lat <= 90
            assert -180 <= mention.place.lon <= 180
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert skeleton(fold(name)) == skeleton(fold(fold(name)))
