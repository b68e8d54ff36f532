"""Who says what in reports that the language model has read: the examples of `heard.toml`, and what patterns miss."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebbline.actors import Registry, find_actors, find_persons
from ebbline.claims.attribution import Attribution, attribute
from ebbline.claims.heard import attribute_with
from ebbline.claims.lexicon import data_table
from ebbline.language.reader import Reader
from ebbline.language.segment import segment
from ebbline.records import Document, Report, Sentence, Span, Tree

EXAMPLES = [
    pytest.param(example, id=f"{cue['name']}: {example['text']}")
    for cue in data_table("heard.toml")["cue"]
    for example in cue["examples"]
]


def report(text: str) -> Report:
    return Report("r", "t", text, "", "", "t")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.open(threads=1)


def heard(read: Document) -> tuple[Attribution, ...]:
    document, registry = segment(read.report), Registry.open()
    actors = find_actors(document, registry)
    return attribute_with(read, document, find_persons(document, registry, actors), actors)


def said_by(attributions: tuple[Attribution, ...], text: str, words: str) -> str | None:
    """The name of whoever says all of `words`, by the shortest content; None for the outlet."""
    start = text.index(words)
    over = [a for a in attributions if a.content.start <= start and start + len(words) <= a.content.end]
    return min(over, key=lambda a: a.content.end - a.content.start).speaker.name if over else None


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_heard(example: Mapping[str, str], reader: Reader) -> None:
    text = example["text"]
    found = heard(reader.read(report(text)))
    if "outlet" in example:
        assert said_by(found, text, example["outlet"]) is None
    else:
        assert (said_by(found, text, example["says"]) or "").endswith(example["speaker"])


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "The Mill Watch, a body that counts fires, said nine millers had been shot on the road.",
            "nine millers had been shot",
            "Mill Watch",
        ),
        ("A guard named Petru laughs: “Nobody left. They changed their coats.”", "They changed their coats", "Petru"),
        (
            "The clerk of the court came to the gate. He said nine men had been freed.",
            "nine men had been freed",
            "clerk of the court",
        ),
    ],
)
def test_what_the_tree_adds(text: str, words: str, name: str, reader: Reader) -> None:
    found = said_by(heard(reader.read(report(text))), text, words)
    assert found is not None
    assert name in found


def test_without_trees_it_is_as_the_patterns_have_it() -> None:
    text = "Omar Halabi said that the mill had burned. “We saw it,” he added."
    document, registry = segment(report(text)), Registry.open()
    actors = find_actors(document, registry)
    persons = find_persons(document, registry, actors)
    assert attribute_with(document, document, persons, actors) == attribute(document, persons, actors)


_WORDS = [
    "said",
    "Omar",
    "the",
    "claim",
    "that",
    "denies",
    "by",
    "of",
    "“",
    "”",
    ",",
    ":",
    "army",
    "according",
    "to",
    "he",
]
_RELATIONS = [
    "nsubj",
    "ccomp",
    "parataxis",
    "acl",
    "acl:relcl",
    "obl:agent",
    "nmod:poss",
    "case",
    "punct",
    "conj",
    "obj",
]


@st.composite
def parsed(draw: st.DrawFn) -> Document:
    """A sentence of words of speech under any tree, even one that is none."""
    words = tuple(draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=25)))
    text, starts = " ".join(words), [0]
    for word in words[:-1]:
        starts.append(starts[-1] + len(word) + 1)
    size = len(words)
    heads = tuple(draw(st.lists(st.integers(-1, size - 1), min_size=size, max_size=size)))
    relations = tuple(draw(st.lists(st.sampled_from(_RELATIONS), min_size=size, max_size=size)))
    pos = tuple(draw(st.lists(st.sampled_from(["VERB", "NOUN", "PROPN", "ADP"]), min_size=size, max_size=size)))
    tree = Tree(pos, heads, relations)
    return Document(report(text), (Sentence(Span(0, len(text)), words, tuple(starts), 0, tree=tree),))


@settings(max_examples=150, deadline=None)
@given(parsed())
def test_any_tree_is_heard_without_an_error(read: Document) -> None:
    for attribution in heard(read):
        assert 0 <= attribution.content.start <= attribution.content.end <= len(read.report.text)
