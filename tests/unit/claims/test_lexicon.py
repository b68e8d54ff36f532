"""Patterns are found as they are written, and every entry of the data files finds its own example."""

import re

import pytest

from ebbline.claims.lexicon import Entry, Lexicon, class_words, compile_pattern, data_table, inflections, word_classes

FILES = ("events.toml", "control.toml", "strength.toml", "causes.toml", "factors.toml", "certainty.toml")


def words_of(text: str) -> list[str]:
    return re.findall(r"[\w']+|[^\w\s]", text.lower().replace("-", " ").replace("'s", " 's "))


def found(pattern: str, text: str) -> list[str]:
    entries = [Entry("r", pattern, elements, {}) for elements in compile_pattern(pattern)]
    words = words_of(text)
    return [" ".join(words[hit.start : hit.end]) for hit in Lexicon(entries).find(words)]


@pytest.mark.parametrize("name", FILES)
def test_every_entry_finds_its_example(name: str) -> None:
    lexicon = Lexicon.load(name)
    missed = [
        (entry.rule, entry.pattern)
        for entry in lexicon.entries
        if not any(hit.entry.pattern == entry.pattern for hit in lexicon.find(words_of(entry.example or "")))
    ]
    assert missed == []


@pytest.mark.parametrize("name", FILES)
def test_no_two_entries_of_a_file_are_the_same(name: str) -> None:
    patterns = [(rule["name"], pattern) for rule in data_table(name)["rule"] for pattern, _ in rule["patterns"]]
    assert len(patterns) == len(set(patterns))


def test_a_verb_is_found_in_every_form_and_not_as_a_noun() -> None:
    assert found("attack/v", "they attacked it") == ["attacked"]
    assert found("attack/v", "the attacks on the town") == []
    assert found("attack/n", "the attacks on the town") == ["attacks"]


def test_gaps_options_and_alternatives() -> None:
    assert found("take/v *1 control of", "took full control of the town") == ["took full control of"]
    assert found("take/v *1 control of", "took it . control of the town") == []
    assert found("the? (front line|border)", "at the front line")[0] == "the front line"
    assert found("(lay/v|put/v) down (arms|weapons)", "laid down arms") == ["laid down arms"]


def test_a_gap_does_not_cross_a_full_stop() -> None:
    assert found("fire/v *4 rockets", "fired . the rockets") == []


def test_an_unknown_lemma_names_the_tool_that_cures_it() -> None:
    with pytest.raises(LookupError, match="make_inflections"):
        compile_pattern("zzyzx/v")


def test_classes_know_their_plurals() -> None:
    assert {"soldier", "soldiers", "policemen"} <= class_words("armed")
    assert "unarmed" in word_classes()


def test_inflections_keep_the_lemma_first() -> None:
    assert all(forms[0] == lemma for (lemma, _), forms in inflections().items())
    assert "overran" in inflections()["overrun", "v"]
