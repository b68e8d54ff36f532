"""Sentences and tokens: where they end, and that their offsets hold."""

import pytest

from ebbline.language.segment import SENTENCE_LIMIT, segment
from ebbline.records import Document, Report, Span


def document_of(text: str, furniture: tuple[Span, ...] = ()) -> Document:
    return segment(Report("r_0", "note.txt", text, "", "", "note.txt", furniture=furniture))


def sentences(text: str, furniture: tuple[Span, ...] = ()) -> list[str]:
    return [s.span.of(text) for s in document_of(text, furniture).sentences]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. A. Farouk of the U.S. Army met Dr. Salim. They left.", 2),
        ("It began in the U.S. The rest followed.", 2),
        ("The village fell on Jan. 3 at 4 a.m. local time.", 1),
        ("They withdrew on 16 / 6/2015 without a shot.", 1),
        ("About 3.5 km away, 1,200 people waited. Nobody came.", 2),
        ("No. 5 Company held. No. Nothing else.", 3),
        ("He said: “We fled.” Then he wept.", 2),
        ("“Why?” he asked. “Because!”", 2),
        ("They left the town”.While others stayed in it.", 2),
        ("Shells fell... and then stopped.", 1),
    ],
)
def test_a_stop_ends_a_sentence_only_where_it_closes_one(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_closing_quotes_stay_with_their_sentence() -> None:
    assert sentences("“The men fled.” She stayed.")[0] == "“The men fled.”"
    assert sentences("He spoke of “heavy losses”. She did not.")[0] == "He spoke of “heavy losses”."


def test_lines_are_blocks_and_short_ones_headings() -> None:
    document = document_of("Fighting near the dam\n\nThree men died. Two fled.\n- one lorry burnt\n- two guns taken")
    assert [s.heading for s in document.sentences] == [True, False, False, False, False]
    assert [s.paragraph for s in document.sentences] == [0, 1, 1, 2, 3]


def test_lines_wrapped_by_hand_are_joined() -> None:
    text = (
        "The column left the northern gate shortly before dawn and drove\n"
        "along the canal until it met the first of the two roadblocks of\n"
        "the brigade. Nobody was hurt."
    )
    assert len(sentences(text)) == 2


def test_furniture_is_left_out() -> None:
    text = "Share this page\nThe bridge was blown up. Read more\nNobody was hurt."
    furniture = (Span(0, 15), Span(text.index("Read"), text.index("Read") + 9))
    assert sentences(text, furniture) == ["The bridge was blown up.", "Nobody was hurt."]


def test_tokens_keep_hyphens_and_apostrophes_and_part_marks() -> None:
    text = "The rebel-held town’s wells, 10-15 of them, at Ta'izz don't matter: F-16s hit al-Bab."
    words = [t.text for s in document_of(text).sentences for t in s.tokens]
    assert "rebel-held" in words
    assert "Ta'izz" in words
    assert "don't" in words
    assert "F-16s" in words
    assert "al-Bab" in words
    assert words[words.index("town") + 1] == "’s"
    at = words.index("10")
    assert words[at : at + 3] == ["10", "-", "15"]


def test_a_text_without_stops_is_cut_near_the_limit() -> None:
    text = "and then they went on " * 1_000
    found = document_of(text).sentences
    assert max(s.span.end - s.span.start for s in found) <= SENTENCE_LIMIT
    assert all(text[s.span.start - 1].isspace() for s in found[1:])


def test_a_line_of_one_unbroken_word_is_cut_too() -> None:
    found = document_of("x" * 9_000).sentences
    assert sum(s.span.end - s.span.start for s in found) == 9_000
    assert max(s.span.end - s.span.start for s in found) <= SENTENCE_LIMIT


def test_no_break_spaces_and_blank_reports() -> None:
    assert sentences("The\u00a0town fell.\u00a0 It burnt.") == ["The\u00a0town fell.", "It burnt."]
    assert sentences(" \n\u200b\n") == []
