"""Page furniture in plain text: spans of lines that belong to the page, not to the report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ebbline.ingest.tables import table, words_of
from ebbline.records import Span

MAX_LINE_CHARS = 260
"""A longer line is a paragraph, whatever it begins with; the longest notices (cookies, akismet) stay below."""

MAX_HEADLINE_CHARS = 160
MAX_HEADLINES = 12
"""After "Related posts" so many lines of at most this length, none a sentence, are other reports' headlines."""

MIN_MENU_ENTRIES = 3
MAX_MENU_CHARS = 30
"""So many lines in a row, each this short, half of them words of menus, are a menu."""

_BULLET = re.compile(r"^[\s•·▪◦●*►▶➤→\-–—>#|]+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


def furniture_of(text: str) -> tuple[Span, ...]:
    """Sorted, disjoint spans of whole lines; a paragraph of the body is never among them, rather a line too few."""
    lines = _lines(text)
    marked = [_is_furniture(line) for line in lines]
    _mark_letter_heads(lines, marked)
    _mark_menus(lines, marked)
    _mark_sections(lines, marked)
    return _spans(lines, marked)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank; `words` are folded for comparing, empty where the line is too long for furniture."""

    span: Span
    raw: str
    words: str


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for raw in text.split("\n"):
        end = start + len(raw)
        if raw and not raw.isspace():
            lines.append(_Line(Span(start, end), raw, _folded(raw) if len(raw) <= MAX_LINE_CHARS else ""))
        start = end + 1
    return lines


def _folded(raw: str) -> str:
    return " ".join(_BULLET.sub("", raw.strip()).split()).lower()


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in table("furniture")[key]))


def _is_furniture(line: _Line) -> bool:
    if not line.words:
        return False
    return _one_piece(line.words) or _menu_on_one_line(line.words) or _pieces(line.raw)


def _one_piece(words: str) -> bool:
    return _pattern("lines").fullmatch(words) is not None


@cache
def _marks(key: str) -> re.Pattern[str]:
    return re.compile(table("furniture")[key], re.IGNORECASE)


def _menu_on_one_line(words: str) -> bool:
    """`Home | News | Opinion`, `Home > World > Middle East`."""
    if _marks("menu_mark").search(words) is None:
        return False
    parts = [part for part in _marks("menu_marks").split(words) if part]
    if len(parts) < MIN_MENU_ENTRIES or any(len(part) > MAX_MENU_CHARS for part in parts):
        return False
    menu = words_of("furniture", "menu_words")
    return 2 * sum(part in menu for part in parts) >= len(parts)


def _pieces(raw: str) -> bool:
    """`Posted 12 May · 3 min read · Share`: furniture in pieces, with nothing else but dates and bylines between."""
    line = raw.strip()
    mark = _marks("line_marks").search(line)
    # Nearly all lines are sentences, whose first piece tells it.
    if mark is None or _is_prose(_piece(line[: mark.start()])):
        return False
    pieces = [_piece(piece) for piece in _marks("line_marks").split(line) if piece]
    return len(pieces) > 1 and any(map(_is_known, pieces)) and not any(map(_is_prose, pieces))


def _piece(raw: str) -> str:
    return _folded(raw).strip("[]() ")


def _is_known(piece: str) -> bool:
    return piece in words_of("furniture", "menu_words") or _one_piece(piece)


def _is_prose(piece: str) -> bool:
    return bool(piece) and not _is_known(piece) and _pattern("neutral").fullmatch(piece) is None


def _mark_menus(lines: Sequence[_Line], marked: list[bool]) -> None:
    menu, run = words_of("furniture", "menu_words"), 0
    for index in range(len(lines) + 1):
        short = index < len(lines) and _menu_entry(lines[index].words)
        if short:
            run += 1
            continue
        known = [lines[entry].words in menu or marked[entry] for entry in range(index - run, index)]
        if run >= MIN_MENU_ENTRIES and 2 * sum(known) >= run:
            for entry in range(index - run, _menu_end(lines, index - run, known)):
                marked[entry] = True
            _mark_links(lines, marked, index - run + max(place for place, sure in enumerate(known, 1) if sure))
        run = 0


MIN_LINKS, MIN_LINK_BLANKS = 3, 3
"""So many lines of at least four words, none a sentence, right under a menu and set off from what follows."""


def _mark_links(lines: Sequence[_Line], marked: list[bool], first: int) -> None:
    """Headlines of other reports that a menu goes on with; the last line before a paragraph may be this one's own."""
    end = first
    while end < len(lines) and _link(lines, end):
        end += 1
    if end - first >= MIN_LINKS and end < len(lines) and lines[end].span.start > lines[end - 1].span.end + 1:
        marked[first:end] = [True] * (end - first)


def _link(lines: Sequence[_Line], index: int) -> bool:
    words = lines[index].words
    return (
        lines[index].span.start == lines[index - 1].span.end + 1
        and _headline(words)
        and words.count(" ") >= MIN_LINK_BLANKS
        and _pattern("neutral").fullmatch(words) is None
    )


_LETTER_HEAD = re.compile(r"[>\s*]*([A-Za-z][A-Za-z-]{1,30})\*? ?:\*?(?:\s|$)")
SURE_HEADS = 5
"""So many of the keys of a letter's head, first in the list, are met in every letter."""


def _mark_letter_heads(lines: Sequence[_Line], marked: list[bool]) -> None:
    keys: list[str] = []
    for index in range(len(lines) + 1):
        key = _letter_head(lines[index].raw) if index < len(lines) else None
        if key is not None and (not keys or lines[index].span.start == lines[index - 1].span.end + 1):
            keys.append(key)
            continue
        if len(set(keys)) > 1 and not set(table("furniture")["letter_heads"][:SURE_HEADS]).isdisjoint(keys):
            marked[index - len(keys) : index] = [True] * len(keys)
        keys = [key] if key is not None else []


def _letter_head(raw: str) -> str | None:
    match = _LETTER_HEAD.match(raw)
    key = match[1].lower() if match else ""
    return key if key in words_of("furniture", "letter_heads") else None


def _menu_end(lines: Sequence[_Line], first: int, known: Sequence[bool]) -> int:
    """Where a menu ends: short lines after its last known entry may be a headline, a byline and a date instead."""
    last = end = first + max(place for place, sure in enumerate(known, 1) if sure)
    while end < len(lines) and lines[end].span.start == lines[end - 1].span.end + 1:
        if end == first + len(known) or _pattern("neutral").fullmatch(lines[end].words) is not None:
            return last
        end += 1
    return end


def _menu_entry(line: str) -> bool:
    return bool(line) and len(line) <= MAX_MENU_CHARS and not _SENTENCE_END.search(line) and line.count(" ") <= 3


def _mark_sections(lines: Sequence[_Line], marked: list[bool]) -> None:
    # A flash may be nothing but "Latest news" and a headline: without a paragraph beside them they are the report.
    if all(_headline(line.words) or sure for line, sure in zip(lines, marked, strict=True)):
        return
    for index, line in enumerate(lines):
        if not line.words:
            continue
        if _pattern("headline_sections").fullmatch(line.words):
            _mark_headlines(lines, marked, index)
        if _pattern("comment_sections").fullmatch(line.words) and _mark_comments(lines, marked, index):
            return


def _mark_headlines(lines: Sequence[_Line], marked: list[bool], heading: int) -> None:
    """The heading and the headlines after it; without headlines the heading may be the report's own and stays."""
    last = heading
    for index in range(heading + 1, min(heading + 1 + MAX_HEADLINES, len(lines))):
        if not _headline(lines[index].words) and not marked[index]:
            break
        last = index
    # In a report's middle so many short lines may be a section of its own.
    if last > heading and (last == len(lines) - 1 or last - heading <= MAX_HEADLINES // 2):
        for index in range(heading, last + 1):
            marked[index] = True


def _headline(line: str) -> bool:
    return bool(line) and len(line) <= MAX_HEADLINE_CHARS and not _SENTENCE_END.search(line) and not line.endswith(":")


def _mark_comments(lines: Sequence[_Line], marked: list[bool], heading: int) -> bool:
    """The heading, and all after it (then True) where a reader's comment opens ("Name says:")."""
    if any(not line.words for line in lines[heading + 1 : heading + 2]):
        return False
    marked[heading] = True
    # Between the heading and the first comment stands a line or two at most.
    for opener in range(heading + 1, min(heading + 4, len(lines))):
        if _pattern("comment_openers").fullmatch(lines[opener].words):
            marked[opener:] = [True] * (len(lines) - opener)
            return True
    return False


def _spans(lines: Sequence[_Line], marked: Sequence[bool]) -> tuple[Span, ...]:
    """Runs of marked lines as one span each."""
    spans: list[Span] = []
    before = False
    for line, furniture in zip(lines, marked, strict=True):
        if furniture and before:
            spans[-1] = Span(spans[-1].start, line.span.end)
        elif furniture:
            spans.append(line.span)
        before = furniture
    return tuple(spans)
