from __future__ import annotations

from benchmarks.causes.measure import Sentence, compared, places_of, relations_of
from ebbline.records import CauseClaim, Evidence, Factor, Reading
from training.corpora.causal_news import Relation

WORDS = ("Two", "bridges", "fell", "because", "of", "the", "flood", ",", "he", "said", ".")
TEXT = "Two bridges fell because of the flood, he said."


def _sentence(*relations: Relation) -> Sentence:
    return Sentence("one", TEXT, places_of(WORDS, TEXT), bool(relations), relations)


def _reading(cause: str, effect: str) -> Reading:
    end = TEXT.index(", he")
    claim = CauseClaim(
        report_id="r_0",
        evidence=(Evidence(0, end, TEXT[:end]),),
        cause=Factor("other", cause),
        effect=Factor("other", effect),
    )
    return Reading("g_0", "r_0", "made up", (claim,))


def test_words_are_found_in_running_text() -> None:
    assert [TEXT[start:end] for start, end in places_of(WORDS, TEXT)] == list(WORDS)


def test_a_claim_becomes_spans_with_the_words_between_as_signal() -> None:
    found = relations_of(_reading("the  flood", "two bridges fell"), _sentence())
    assert found == [Relation((5, 7), (0, 3), ((3, 5),))]


def test_a_side_whose_words_are_not_the_reports_is_empty() -> None:
    assert relations_of(_reading("high water", "Two bridges fell"), _sentence()) == [Relation(None, (0, 3))]


def test_scores_counted_by_hand() -> None:
    gold = Relation((5, 7), (0, 3), ((3, 5),))
    near = Relation((5, 7), (1, 3), ((3, 5),))
    sentences = [_sentence(gold), _sentence(gold), _sentence()]
    result = compared(sentences, [[near], [], [near]])
    assert (result.sentences.right, result.sentences.gold, result.sentences.guessed) == (1, 2, 2)
    # The effect is a near miss; the second sentence's three spans are missed.
    assert (result.spans.exact.right, result.spans.exact.gold, result.spans.exact.guessed) == (2, 6, 3)
    assert result.spans.by_layer["cause"].right == 1
    assert result.spans.by_layer["effect"].right == 0
