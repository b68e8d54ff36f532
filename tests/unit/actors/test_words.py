"""Words are cut in one piece, and yet as if each sentence were cut by itself."""

from __future__ import annotations

from ebbline.actors import Registry
from ebbline.actors.people import PARTICLES, people
from ebbline.actors.words import Words, standing, standing_all
from ebbline.records import Document, Report, Sentence, Span


def document(text: str, *parts: str) -> Document:
    spans = [Span(text.index(part), text.index(part) + len(part)) for part in parts]
    return Document(Report("r", "t", text, "", "", "t"), tuple(Sentence(span, (), (), 0) for span in spans))


def test_words_of_furniture_between_sentences_are_left_out() -> None:
    words = Words.cut(document("Omar left. Share this! Sami stayed.", "Omar left.", "Sami stayed."))
    assert words.raw == ("Omar", "left", "Sami", "stayed")
    assert words.sentence == (0, 0, 1, 1)
    assert words.first == (0, 2, 4)
    assert words.gap(2) == ". Share this! "
    assert words.joins == (False, True, False, True, False)


def test_furniture_at_either_end_is_left_out() -> None:
    words = Words.cut(document("Menu Omar left. Print", "Omar left."))
    assert words.raw == ("Omar", "left")
    assert (words.start, words.end) == ((5, 10), (9, 14))
    assert words.gap(0) == "\n"


def test_a_sentence_without_a_word_has_none() -> None:
    words = Words.cut(document("Omar left. * * * Sami stayed.", "Omar left.", "* * *", "Sami stayed."))
    assert words.first == (0, 2, 2, 4)
    assert words.sentence == (0, 0, 2, 2)


def test_an_empty_document_has_no_words() -> None:
    words = Words.cut(document("Menu"))
    assert len(words) == 0
    assert words.first == (0,)
    assert words.joins == (False,)


def test_letters_with_marks_are_folded_and_capitals_told() -> None:
    words = Words.cut(
        document("Émile met İpek in Métal city — “São” too.", "Émile met İpek in Métal city — “São” too.")
    )
    assert words.low == ("emile", "met", "ipek", "in", "metal", "city", "sao", "too")
    assert words.capitals == (0, 2, 4, 6)


def test_every_word_a_reader_asks_for_is_sought() -> None:
    registry = Registry.open()
    lists = [registry.words[name] for name in ("heads", "tails", "pronouns")]
    for listed in (registry.spellings.keys(), people().given, PARTICLES, *lists):
        assert registry.sought.issuperset(listed)


def test_many_names_are_found_as_each_by_itself() -> None:
    text = "Omar Halabi met Karim. Karimov, Omar's aunt, saw Abu-Karim_x and (Al-Karim) Omar Halabi; Omar Halabian."
    few = {"Omar", "Omar Halabi", "Karim", "Al-Karim", "aunt, saw", "(Al", "nobody"}
    many = few | {f"Name {number}" for number in range(60)}
    found = standing_all(many, text)
    assert {name: found[name] for name in few} == {name: list(standing(name, text)) for name in few}
    assert not any(found[name] for name in many - few)
