from __future__ import annotations

import pytest

from training.corpora.causal_news import Relation
from training.scoring import Tree, attachment, causal_spans, fair, span_f1

GOLD = Tree(
    ("He", "did", "n't", "go", "."),
    ("PRON", "AUX", "PART", "VERB", "PUNCT"),
    (3, 3, 3, -1, 3),
    ("nsubj", "aux", "advmod", "root", "punct"),
)


def test_perfect() -> None:
    score = attachment([GOLD], [GOLD])
    assert (score.words.f1, score.sentences.f1, score.upos.f1, score.uas.f1, score.las.f1) == (1, 1, 1, 1, 1)


def test_subtypes_count_only_where_asked() -> None:
    guess = Tree(GOLD.words, GOLD.pos, GOLD.heads, ("nsubj:pass", *GOLD.relations[1:]))
    score = attachment([GOLD], [guess])
    assert score.las.f1 == 1
    assert score.las_subtypes.f1 == pytest.approx(4 / 5)


def test_a_word_cut_otherwise_is_wrong_on_both_sides() -> None:
    guess = Tree(
        ("He", "didn't", "go", "."), ("PRON", "AUX", "VERB", "PUNCT"), (2, 2, -1, 2), ("nsubj", "aux", "root", "punct")
    )
    score = attachment([GOLD], [guess])
    assert (score.las.right, score.las.gold, score.las.guessed) == (3, 5, 4)
    assert score.las.f1 == pytest.approx(6 / 9)


def test_what_hangs_on_a_word_cut_otherwise_is_wrong() -> None:
    gold = Tree(("ab", "c"), ("X", "X"), (-1, 0), ("root", "dep"))
    guess = Tree(("a", "b", "c"), ("X", "X", "X"), (-1, 0, 0), ("root", "dep", "dep"))
    assert attachment([gold], [guess]).uas.right == 0


def test_sentences_cut_otherwise_keep_their_words() -> None:
    halves = [
        Tree(("He", "did"), ("PRON", "AUX"), (1, -1), ("nsubj", "root")),
        Tree(("n't", "go", "."), ("PART", "VERB", "PUNCT"), (1, -1, 1), ("advmod", "root", "punct")),
    ]
    score = attachment([GOLD], halves)
    assert (score.words.f1, score.sentences.right, score.uas.right) == (1, 0, 3)


def test_other_text_is_refused() -> None:
    with pytest.raises(ValueError, match="differ"):
        attachment([GOLD], [Tree(("She",), ("PRON",), (-1,), ("root",))])


def test_spans_exact_and_open_words() -> None:
    gold = [("B-PER", "I-PER", "O", "?", "B-LOC")]
    score = span_f1(gold, [("B-PER", "I-PER", "O", "B-ORG", "O")])
    assert (score.right, score.gold, score.guessed) == (1, 2, 1)
    assert span_f1(gold, [("B-PER", "O", "O", "O", "B-LOC")]).right == 1
    assert span_f1(gold, gold, "LOC").gold == 1


def test_a_near_miss_is_one_error() -> None:
    counts = fair([(0, 4, "cause")], [(0, 3, "cause")])
    assert (counts.right, counts.near, counts.missed, counts.extra) == (0, 1, 0, 0)
    both = fair([(0, 4, "cause"), (5, 6, "effect")], [(0, 3, "cause"), (5, 6, "effect")]).score()
    assert (both.precision, both.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_a_span_cut_in_two_is_two_near_misses() -> None:
    counts = fair([(0, 6, "cause")], [(0, 3, "cause"), (3, 6, "cause")])
    assert (counts.near, counts.missed, counts.extra) == (2, 0, 0)


def test_another_label_on_the_same_words() -> None:
    counts = fair([(0, 2, "cause"), (3, 5, "effect")], [(0, 2, "effect"), (3, 5, "cause")])
    assert (counts.right, counts.near, counts.missed) == (0, 2, 0)


def test_relations_are_paired_at_their_best_and_the_surplus_is_cut() -> None:
    one, two = Relation((0, 2), (3, 5), ((2, 3),)), Relation((6, 8), (9, 11))
    score = causal_spans([[one, two], []], [[two, one, Relation((1, 2), None)], [one]])
    assert (score.fair.f1, score.exact.f1, score.sentences) == (1, 1, 1)


def test_a_missing_relation_is_missed() -> None:
    one, two = Relation((0, 2), (3, 5)), Relation((6, 8), (9, 11))
    score = causal_spans([[one, two]], [[two]])
    assert (score.fair.precision, score.fair.recall) == (1, 0.5)
    assert score.by_layer["cause"].recall == 0.5
