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
        ("The column entered the town without a fight.", "entered", "asserted"),
        ("Without a single shot the militia took the bridge.", "took", "asserted"),
        ("Guards arrested anyone who tried to leave the camp.", "arrested", "asserted"),
        ("Anyone who tried to leave was arrested at the gate.", "arrested", "asserted"),
        ("No more than nine men attacked the post.", "attacked", "asserted"),
        ("No fewer than nine men attacked the post.", "attacked", "asserted"),
        ("They pressed him to stop the raids that killed farmers.", "killed", "asserted"),
        ("The envoys failed to stop the bombing of the port.", "bombing", "asserted"),
        ("The ministry rejects reports that its men shot the herder.", "shot", "denied"),
        ("It is not true that the brigade entered the village.", "entered", "denied"),
        ("Not one soldier left the hill.", "left", "denied"),
        ("Were the guards to leave, prisoners would storm the fence.", "leave", "hypothetical"),
        ("The risk of an attack on the dam grows.", "attack", "hypothetical"),
        ("The garrison had been told to leave the fort.", "leave", "planned"),
        ("The cabinet approved more strikes on the depots.", "strikes", "planned"),
        ("The talks between the two sides broke down.", "talks", "failed"),
        ("A grenade lobbed at the gate failed to explode.", "lobbed", "failed"),
    ],
)
def test_words_before_the_predicate_decide(text: str, predicate: str, expected: str) -> None:
    assert certainty(text, predicate) == expected


def test_a_denial_does_not_reach_into_the_next_sentence() -> None:
    assert certainty("The army denied it. Its planes bombed the clinic.", "bombed") == "asserted"


def test_what_has_not_happened_is_listed() -> None:
    assert {"denied", "planned", "demanded", "hypothetical", "failed"} == NOT_HAPPENED
