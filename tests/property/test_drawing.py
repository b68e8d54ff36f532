"""Whatever the text, marks stand exactly under their words and no line is wider than asked."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from ebbline.picture.drawing import NARROWEST, Mark, cells, drawn, lines_of, one_line, right_to_left

# Signs whose width every table of widths agrees on: no emoji, no jamo, nothing that runs from right to left.
PLAIN = "abcxyzIS éß.,'\"-–«»"
WIDE = "军队北京市カナ"
MARKS = "\u0300\u0308\u0327\u0903"[:3]
anything = st.text(st.sampled_from(PLAIN + WIDE + MARKS), max_size=120)
widths = st.integers(1, 90)


def told_width(text: str) -> int:
    """The cells of a text by the Unicode character database: an opinion that is not the drawing's own."""
    width = 0
    for char in text:
        if not unicodedata.combining(char):
            width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width


@given(anything, st.integers(0, 120), st.integers(1, 40), widths)
@settings(max_examples=120, deadline=None)
def test_a_mark_stands_under_its_words_and_nothing_else(text: str, start: int, length: int, width: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    mark = Mark("m", start, end)
    shown = iter(drawn(text, [mark], width))
    for first, last in lines_of(one_line(text), width):
        line = next(shown)
        assert line == one_line(text)[first:last]
        inside = list(range(max(first, start), min(last, end)))
        while inside and text[inside[0]] == " ":
            inside.pop(0)
        while inside and text[inside[-1]] == " ":
            inside.pop()
        if not inside or not told_width(text[inside[0] : inside[-1] + 1]):
            continue
        row = next(shown)
        under = {i for i, sign in enumerate(row) if sign == "^"}
        before = told_width(text[first : inside[0]])
        assert under == set(range(before, before + told_width(text[inside[0] : inside[-1] + 1])))
        if "m" not in row:
            assert "m" in next(shown)
    assert next(shown, None) is None


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), max_size=6), widths)
@settings(max_examples=150, deadline=None)
def test_any_text_is_drawn_whole_and_within_the_width(text: str, stretches: list[tuple[int, int]], width: int) -> None:
    marks = [Mark("actor", start, start + length) for start, length in stretches]
    drawing = drawn(text, marks, width)
    flat = one_line(text)
    lines = [flat[start:end] for start, end in lines_of(flat, width)]
    assert "".join(lines).replace(" ", "") == flat.replace(" ", "")
    rest = iter(drawing)
    assert all(line in rest for line in lines)
    for line in lines:
        assert cells(line) <= max(width, NARROWEST)
    for line in drawing:
        assert line.isprintable() or "\u200e" in line
        assert cells(line) <= max(width, NARROWEST) or right_to_left(line) or "«" in line


@given(st.text(st.sampled_from("ab 军"), max_size=80), widths)
@settings(max_examples=80, deadline=None)
def test_lines_cover_every_word_in_order(text: str, width: int) -> None:
    ends = 0
    for start, end in lines_of(text, width):
        assert text[ends:start].strip(" ") == ""
        assert start < end
        ends = end
    assert text[ends:].strip(" ") == ""
