"""Marks under words and tables, for any script and any width."""

from ebbline.picture.drawing import NARROWEST, Mark, cells, columns, drawn, hanging, lines_of, one_line, right_to_left

TEXT = "Rebels took Dorn on Monday."


def mark(what: str, words: str, text: str = TEXT) -> Mark:
    return Mark(what, text.index(words), text.index(words) + len(words))


def test_marks_stand_under_their_words_with_their_names() -> None:
    marks = [mark("evidence", "Rebels took Dorn"), mark("actor", "Rebels"), mark("place", "Dorn")]
    assert drawn(TEXT, marks, 80) == [
        "Rebels took Dorn on Monday.",
        "~~~~~~~~~~~~~~~~ evidence",
        "^^^^^^ actor",
        "            ^^^^ place",
    ]


def test_a_name_goes_to_the_left_where_the_line_ends_and_below_where_neither_side_has_room() -> None:
    text = "x " * 9 + "Monday"
    assert drawn(text, [mark("time", "Monday", text)], 24)[1:] == ["             time ^^^^^^"]
    assert drawn("Monday " * 3, [Mark("time", 0, 20)], 20)[1:] == ["^" * 20, "time"]


def test_wide_characters_take_two_cells_and_combining_ones_none() -> None:
    text = "军队 took Zu\u0308rich"
    assert drawn(text, [mark("actor", "军队", text), mark("place", "Zu\u0308rich", text)], 60) == [
        text,
        "^^^^ actor",
        "          ^^^^^^ place",
    ]


def test_lines_break_between_words_and_inside_only_where_a_word_is_wider() -> None:
    text = "one two three four five six seven"
    assert [text[a:b] for a, b in lines_of(text, 20)] == ["one two three four", "five six seven"]
    long = "x" * 50
    assert [b - a for a, b in lines_of(long, 20)] == [20, 20, 10]
    assert lines_of("   ", 20) == []
    assert lines_of("", 20) == []


def test_a_line_that_runs_from_right_to_left_tells_its_words_below() -> None:
    text = "قصف الجيش Dorn"
    assert right_to_left(text)
    lines = drawn(text, [mark("actor", "الجيش", text)], 60)
    assert lines[0] == text
    assert lines[1].startswith("  actor: «الجيش»")
    assert not any("^" in line for line in lines)


def test_nothing_steers_the_terminal_and_offsets_stay() -> None:
    text = "a\u202eb\x1b[31m\tc\u200b\ud800d"
    assert len(one_line(text)) == len(text)
    assert one_line(text).isprintable()
    assert all(line.isprintable() for line in drawn(text, [Mark("actor", 0, len(text))], 40))


def test_a_terminal_may_be_absurdly_narrow() -> None:
    assert all(cells(line) <= NARROWEST for line in drawn(TEXT, [mark("place", "Dorn")], 1))
    assert hanging("label:", "some words", 1, 2)
    assert columns([("a", "b")], (1, 1))


def test_columns_keep_their_places() -> None:
    rows = columns([("a", "one two three four five six", "x\ny"), ("军队", "z", "")], (4, 20, 5))
    assert rows == ["a     one two three four    x", "      five six              y", "军队  z"]


def test_right_to_left_cells_do_not_draw_their_neighbours() -> None:
    (row,) = columns([("الجيش", "الجبهة")], (10, 10))
    assert row.count("\u200e") == 2
