from __future__ import annotations

import pytest

from training.corpora.conllu import Sentence
from training.speech import attributions, forms, speech


def sentence(rows: str) -> Sentence:
    """Words as `form|lemma|POS|head|relation`, heads counted from 1."""
    cells = [row.split("|") for row in rows.split()]
    words, lemmas, pos, heads, relations = zip(*cells, strict=True)
    return Sentence(
        "d", "s", True, words, lemmas, pos, tuple(int(head) - 1 for head in heads), relations, (True,) * len(words)
    )


def told(item: Sentence) -> list[tuple[str, str, str]]:
    def words(indices: frozenset[int]) -> str:
        return " ".join(item.words[index] for index in sorted(indices))

    return [(words(said.cue), words(said.speaker), words(said.content)) for said in attributions(item)]


BEFORE = (
    "The|the|DET|2|det mayor|mayor|NOUN|3|nsubj said|say|VERB|0|root that|that|SCONJ|6|mark "
    "roads|road|NOUN|6|nsubj closed|close|VERB|3|ccomp .|.|PUNCT|3|punct"
)
INSIDE = (
    "Roads|road|NOUN|5|nsubj ,|,|PUNCT|4|punct she|she|PRON|4|nsubj said|say|VERB|5|parataxis "
    "closed|close|VERB|0|root .|.|PUNCT|5|punct"
)
ACCORDING = (
    "According|accord|VERB|3|case to|to|ADP|1|fixed police|police|NOUN|6|obl ,|,|PUNCT|6|punct "
    "he|he|PRON|6|nsubj fled|flee|VERB|0|root .|.|PUNCT|6|punct"
)
RELATIVE = (
    "A|a|DET|2|det guard|guard|NOUN|0|root who|who|PRON|4|nsubj said|say|VERB|2|acl:relcl "
    "he|he|PRON|6|nsubj fled|flee|VERB|4|ccomp"
)
ADDING = (
    "She|she|PRON|2|nsubj left|leave|VERB|0|root ,|,|PUNCT|2|punct adding|add|VERB|2|advcl "
    "that|that|SCONJ|7|mark he|he|PRON|7|nsubj slept|sleep|VERB|4|ccomp"
)
NOUN = (
    "Their|they|PRON|2|nmod:poss claim|claim|NOUN|7|nsubj that|that|SCONJ|5|mark he|he|PRON|5|nsubj "
    "fled|flee|VERB|2|acl is|be|AUX|7|cop false|false|ADJ|0|root"
)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (BEFORE, [("said", "The mayor", "that roads closed")]),
        (INSIDE, [("said", "she", "Roads closed")]),
        (ACCORDING, [("According to", "police", "he fled")]),
        (RELATIVE, [("said", "A guard", "he fled")]),
        (ADDING, [("adding", "She", "that he slept")]),
        (NOUN, [("claim", "Their", "that he fled")]),
    ],
)
def test_attributions(rows: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(sentence(rows)) == expected


def test_no_word_of_saying_no_attribution() -> None:
    assert told(sentence("Roads|road|NOUN|2|nsubj closed|close|VERB|0|root")) == []


def test_a_quotation_runs_on_to_its_end() -> None:
    first = sentence(
        'He|he|PRON|2|nsubj said|say|VERB|0|root :|:|PUNCT|5|punct "|"|PUNCT|5|punct Go|go|VERB|2|ccomp '
        ".|.|PUNCT|2|punct"
    )
    second = sentence('Stay|stay|VERB|0|root .|.|PUNCT|1|punct "|"|PUNCT|1|punct')
    after = sentence("Rain|rain|NOUN|2|nsubj fell|fall|VERB|0|root")
    content = speech([[first, second, after]])[2]
    assert content[6:] == ("B", "I", "I", "O", "O")


def test_forms() -> None:
    assert {"said", "denies", "replied", "stressed", "told", "announcing"} <= forms()
