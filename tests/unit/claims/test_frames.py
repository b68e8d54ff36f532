"""Every example of `frames.toml`, read by the language model, yields the roles it names and no others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from ebbline.actors import ActorMention
from ebbline.claims.frames import ROLES, Framed, Frames, Staged
from ebbline.claims.frames_ways import WAYS
from ebbline.claims.grammar import forms, words_of
from ebbline.claims.lexicon import data_table, word_list
from ebbline.language.reader import Reader
from ebbline.ontology import SUB_EVENT_TYPES
from ebbline.places import PlaceMention
from ebbline.records import ClaimPlace, Document, Report, Sentence, Span

_MARKED = re.compile(r"\{(?:([cu]):)?([^}]*)\}|<([^>]*)>|[^{<]+")
_KINDS = {"c": "civilians", "u": "unidentified"}


def laid(marked: str) -> tuple[str, list[ActorMention], list[PlaceMention]]:
    """The text without its marks, the actors that stood in braces and the places in angles."""
    text, actors, places = "", [], []
    for kind, actor, place in (found.groups() for found in _MARKED.finditer(marked)):
        name = actor if actor is not None else place
        if name is None:
            continue
        text = marked_before(marked, text, name)
        span = Span(len(text), len(text) + len(name))
        if actor is not None:
            actors.append(ActorMention(span, name, None, _KINDS.get(kind, "group"), None, False))  # type: ignore[arg-type]
        else:
            places.append(PlaceMention(span, ClaimPlace(name, name, precision="exact"), "city"))
        text += name
    return plain(marked), actors, places


def plain(marked: str) -> str:
    """The text without its marks."""
    return re.sub(r"\{(?:[cu]:)?|[}<>]", "", marked)


def marked_before(marked: str, text: str, name: str) -> str:
    """The plain text up to where a name stands next."""
    whole = plain(marked)
    return whole[: whole.index(name, len(text))]


EXAMPLES = [
    pytest.param(frame["name"], example, id=f"{frame['name']}: {plain(example['text'])}")
    for frame in data_table("frames.toml")["frame"]
    for example in frame["examples"]
]


@pytest.fixture(scope="module")
def documents() -> Mapping[str, Document]:
    """All examples read in one go, by their text."""
    texts = [plain(param.values[1]["text"]) for param in EXAMPLES]
    reports = [Report("r", "r", text, "", "", "r") for text in texts]
    return dict(zip(texts, Reader.open(threads=1).read_all(reports, together=len(texts)), strict=True))


def read(documents: Mapping[str, Document], example: Mapping[str, Any]) -> Framed:
    text, actors, places = laid(example["text"])
    found = re.search(rf"\b{re.escape(example['at'])}\b", text)
    assert found is not None
    staged = Staged(documents[text], tuple(actors), tuple(places))
    return Frames.open().read(staged, Span(*found.span()), example["label"])


@pytest.mark.parametrize(("frame", "example"), EXAMPLES)
def test_an_example_yields_its_roles(documents: Mapping[str, Document], frame: str, example: Mapping[str, Any]) -> None:
    framed = read(documents, example)
    told = {role: [mention.name for mention in getattr(framed, role)] for role in ROLES}
    assert told == {role: example.get(role, []) for role in ROLES}
    assert [mention.place.name for mention in framed.places] == example.get("places", [])
    assert framed.rules[0] == f"frame: {frame}"


def test_every_sub_event_type_has_a_frame_and_every_frame_an_example() -> None:
    table = data_table("frames.toml")["frame"]
    labels = {label for frame in table for label in frame.get("labels", ())}
    assert set(SUB_EVENT_TYPES) <= labels
    assert {"event", "control", "up", "down", "stable"} <= labels
    assert all(frame["examples"] and frame["source"] for frame in table)


def test_every_way_is_known_and_every_other_a_preposition() -> None:
    prepositions = word_list("prepositions") | {"upon", "toward", "targeting"}
    for frame in data_table("frames.toml")["frame"]:
        for way in (way for role in ROLES for way in frame.get(role, ())):
            assert way in WAYS or set(way.split("/")) <= prepositions, f"{frame['name']}: {way}"


def test_a_lemma_has_its_forms_by_rule_and_by_list() -> None:
    assert {"carry", "carries", "carried", "carrying"} <= forms("carry")
    assert {"stop", "stopped", "stopping", "stops"} <= forms("stop")
    assert {"take", "took", "taken", "taking"} <= forms("take")
    assert {"strikes", "raids"} <= words_of("acts")


def test_a_clause_ends_where_another_begins(documents: Mapping[str, Document]) -> None:
    example = next(p.values[1] for p in EXAMPLES if p.values[1]["at"] == "executed")
    framed = read(documents, example)
    assert framed.span.of(plain(example["text"])) == "executed five villagers"


def test_a_sentence_without_tree_and_a_document_without_sentence_yield_no_roles() -> None:
    report = Report("r", "r", "The army bombed Dorn.", "", "", "r")
    sentence = Sentence(Span(0, 21), ("The", "army", "bombed", "Dorn", "."), (0, 4, 9, 16, 20), 0)
    army = ActorMention(Span(4, 8), "army", None, "state", None, False)
    for sentences in ((), (sentence,)):
        framed = Frames.open().read(Staged(Document(report, sentences), (army,), ()), Span(9, 15), "Attack")
        assert framed.actor == framed.target == ()
        assert framed.rules
