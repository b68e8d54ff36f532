"""Words drawn on lines of a given width, with marks exactly under them, and tables, whatever script they are in.

Widths are counted in a terminal's cells: wide characters take two, combining ones none. What is drawn is plain text;
signs are ASCII.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

NARROWEST = 20
"""Cells below which no line is drawn: a narrower terminal breaks the lines itself."""
_LEFT_TO_RIGHT = "\u200e"
"""Keeps words of a right-to-left script from drawing what follows on the line to their side."""
_TURNED = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})


class Mark(NamedTuple):
    """Characters `start` to `end` (exclusive) of a text, and what they are."""

    what: str
    start: int
    end: int


def cells(text: str) -> int:
    """The cells that a text takes on a line."""
    return len(text) if text.isascii() else cell_len(text)


def one_line(text: str) -> str:
    """The text with a blank for every character that would break a line, steer a terminal or not be seen.

    As long as before, so that offsets stay.
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def right_to_left(text: str) -> bool:
    """Whether any of it runs from right to left: on such a line nobody can say in which cell a word stands."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in _TURNED for c in text)


def lines_of(text: str, width: int) -> list[tuple[int, int]]:
    """Where to break a text: each line's first character and the one behind its last, blanks at its edges left out.

    Between words where it can be, inside a word that is wider than a line.
    """
    out: list[tuple[int, int]] = []
    width = max(width, NARROWEST)
    start = _past_blanks(text, 0)
    while start < len(text):
        end = _reach(text, start, width)
        if end < len(text) and text[end] != " ":
            blank = text.rfind(" ", start, end)
            end = blank if blank > start else _inside_word(text, start, end)
        out.append((start, start + len(text[start:end].rstrip(" "))))
        start = _past_blanks(text, end)
    return out


def _inside_word(text: str, start: int, end: int) -> int:
    """Where to break a word that is wider than a line: behind its last stroke or hyphen, if it has one there."""
    joint = max(text.rfind(sign, start, end) for sign in "/|-") + 1
    return joint if joint > start else end


def _past_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _reach(text: str, start: int, width: int) -> int:
    """The character behind the last that fits; no character is parted from those that combine with it."""
    if text.isascii():
        return min(len(text), start + width)
    end, used = start, 0
    while end < len(text):
        used += cell_len(text[end])
        if used > width and end > start:
            break
        end += 1
    return end


# Marks under words ----------------------------------------------------------------------------------------------


def drawn(text: str, marks: Sequence[Mark], width: int) -> list[str]:
    """The text broken into lines of at most `width` cells, each with rows of marks and their names under it.

    A line that runs from right to left has its marked words told below it instead.
    """
    text = one_line(text)
    out: list[str] = []
    for start, end in lines_of(text, width):
        line = text[start:end]
        out.append(line)
        here = list(_on_line(line, start, marks))
        if right_to_left(line):
            out += [f"  {mark.what}: «{line[mark.start : mark.end]}»{_LEFT_TO_RIGHT}" for mark in here]
        else:
            out += _rows(line, here, max(width, NARROWEST))
    return out


def _on_line(line: str, begins: int, marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks of a line, in its own characters, blanks at their edges left out; the longest of a place first."""
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        start, end = max(mark.start - begins, 0), min(mark.end - begins, len(line))
        while start < end and line[start] == " ":
            start += 1
        while end > start and line[end - 1] == " ":
            end -= 1
        if start < end:
            yield Mark(mark.what, start, end)


_SIGNS = {"evidence": "~"}


def _rows(line: str, marks: Sequence[Mark], width: int) -> list[str]:
    rows: list[list[str]] = []
    # What lies over other marks has a row of its own, above them.
    for mark in sorted(marks, key=lambda m: m.what != "evidence"):
        first, last = cells(line[: mark.start]), cells(line[: mark.end])
        if first == last:
            continue
        sign = _SIGNS.get(mark.what, "^") * (last - first)
        if last + 1 + cells(mark.what) <= width:
            _put(rows, first, f"{sign} {mark.what}")
        elif first > cells(mark.what):
            _put(rows, first - cells(mark.what) - 1, f"{mark.what} {sign}")
        else:
            below = _put(rows, first, sign)
            _put(rows, max(0, min(first, width - cells(mark.what))), mark.what, below + 1)
    return ["".join(row).rstrip() for row in rows]


def _put(rows: list[list[str]], at: int, words: str, first: int = 0) -> int:
    """Writes words into the first row that has room for them, and a blank before and behind; the row's number."""
    need = range(max(0, at - 1), at + len(words) + 1)
    number = first
    while number < len(rows) and any(rows[number][i] != " " for i in need if i < len(rows[number])):
        number += 1
    while len(rows) <= number:
        rows.append([])
    row = rows[number]
    row += [" "] * (at + len(words) - len(row))
    row[at : at + len(words)] = words
    return number


# Tables ---------------------------------------------------------------------------------------------------------


def columns(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Rows of cells as lines, each cell broken to its column's width; `\\n` in a cell begins a new line of it."""
    out: list[str] = []
    for row in rows:
        broken = [_cell(cell, width) for cell, width in zip(row, widths, strict=True)]
        for number in range(max(map(len, broken), default=0)):
            parts = [cell[number] if number < len(cell) else "" for cell in broken]
            out.append("  ".join(map(_padded, parts, widths)).rstrip())
    return out


def _cell(cell: str, width: int) -> list[str]:
    parts = [one_line(part) for part in cell.split("\n")]
    return [part[start:end] for part in parts for start, end in lines_of(part, width)]


def _padded(part: str, width: int) -> str:
    closed = part + _LEFT_TO_RIGHT if right_to_left(part) else part
    return closed + " " * (width - cells(part))


def hanging(label: str, words: str, width: int, indent: int) -> list[str]:
    """Words broken to a width behind a label, their lines after the first set in as far."""
    before = " " * indent
    parts = _cell(words, width - indent - cells(label) - 1)
    head = f"{before}{label} "
    blank = " " * cells(head)
    return [(head if not i else blank) + _padded(part, 0) for i, part in enumerate(parts)] or [head.rstrip()]
