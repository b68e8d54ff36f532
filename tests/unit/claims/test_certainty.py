"""Negation, denial, plans, demands, conditions, hedges and failure, each told from a plain assertion."""

import pytest

from ebbline.claims.certainty import NOT_HAPPENED, certainty_of
from ebbline.language import segment
from ebbline.records import Report, Span


def certainty(text: str, predicate: str) -> str:
    start = text.index(predicate)
    document = segment(Report("r_0", "n", text, "", "", "n"))
    index = next(i for i, s in enumerate(document.sentences) if s.span.start <= start < s.span.end)
    return certainty_of(document, index, Span(start, start + len(predicate)))


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("The rebels stormed the base.", "stormed", "asserted"),
        ("The rebels reportedly stormed the base.", "stormed", "asserted"),
        ("The army did not bomb the clinic.", "bomb", "denied"),
        ("The army denied bombing the clinic.", "bombing", "denied"),
        ("There was no strike on the clinic.", "strike", "denied"),
        ("The rebels vowed to storm the base.", "storm", "planned"),
        ("The rebels will storm the base.", "storm", "planned"),
        ("The decision to liberate the town came late.", "liberate", "planned"),
        ("The envoy called for a ceasefire.", "ceasefire", "demanded"),
        ("The army must leave the town.", "leave", "demanded"),
        ("If the army bombs the town, families will flee.", "bombs", "hypothetical"),
        ("That would trigger an attack.", "attack", "hypothetical"),
        ("The rebels tried to storm the base.", "storm", "failed"),
        ("An attempted assassination shook the town.", "assassination", "failed"),
        ("The army may have bombed the clinic.", "bombed", "possible"),
        ("The army is expected to take the town.", "take", "probable"),
    ],
)
def test_words_before_the_predicate_decide(text: str, predicate: str, expected: str) -> None:
    assert certainty(text, predicate) == expected


def test_a_denial_does_not_reach_into_the_next_sentence() -> None:
    assert certainty("The army denied it. Its planes bombed the clinic.", "bombed") == "asserted"


def test_what_has_not_happened_is_listed() -> None:
    assert {"denied", "planned", "demanded", "hypothetical", "failed"} == NOT_HAPPENED
