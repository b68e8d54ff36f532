"""Cuts a report into sentences and tokens whose offsets point into the stored text; furniture is left out.

Lines are blocks of text, hard-wrapped lines are joined again, and a sentence ends at a stop that is not part
of an abbreviation, an initial or a figure; the marks that close a quotation stay with it. Nothing but white
space is lost, and time grows with the length of the text only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from ebbline.records import Document, Report, Sentence, Span

SENTENCE_LIMIT = 2_000
"""A sentence without a stop is cut near this many characters: the longest in the annotated reports has 900."""

_HEADING_CHARS = 110
_WRAP_MIN, _WRAP_MAX, _WRAP_RAGGED = 45, 100, 28
"""Widths between which lines of one block count as wrapped by hand, and how ragged their right edge may be."""

_BLANK = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_MARKS = "\u0300-\u036f\u064b-\u0652"
_WORD = rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*"
_TOKEN = re.compile(
    rf"""(?:[A-Za-z]\.){{2,}}(?![^\W_])                 # U.S.  a.m.
    | \d+(?:[.,:]\d+)+(?![^\W_])                        # 3.5  1,000  10:30
    | ['’][sS](?![^\W_])                                 # the possessive is a token of its own
    | {_WORD}(?:[-‐‑'’ʿʾ`](?![sS](?![^\W_])){_WORD})*     # al-Bab  Ta'izz  IS-held  F-16
    | \.{{2,}} | [-–—]{{2,}}
    | [^\s{_BLANK}]""",
    re.VERBOSE,
)
_DIGIT_RANGE = re.compile(r"(\d+)([-‐‑])(\d+)")
_FIGURES_JOINED = re.compile(r"\d-\d")
_LINE = re.compile(r"[^\n\r\v\f\u0085\u2028\u2029]+")
_STOP = re.compile(
    r"""[.!?؟۔…](?:(?<=\.)\.+|(?<=…)|(?<!…)[.!?؟۔]*)  # the stop: dots, one ellipsis, or marks
    (?:['"”’»)\]]*)                         # what it closes
    (?:[ \u00a0]["”»](?=\s|$))?             # a closing mark set off by a space
    (?:(?=\s)|$|(?<=[a-z’”"]{2}[.!?])(?=[“"‘]?[A-Z][a-z’' ]))""",
    re.VERBOSE,
)
_NEXT = re.compile(rf"[\s{_BLANK}]*([\"“‘'«(\[¿¡—–-]*)(\w[\w’'-]*)?")
_LAST_WORD = re.compile(r"((?:[^\W_]+\.)*[^\W_]+)$")
_BULLET = re.compile(r"(?:[-–—•*·▪●‣◦■►➢✓]|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")
_SHORT_DATE = re.compile(r"\d{1,2}\. ?\d{1,2}\. ?(?:\d{4}|\d{2})\b")
_ENDS = '.!?…:;”"’)»'
_SOFT_CUT = re.compile(r"[;,:—–]\s|\s")


class _Abbreviations(NamedTuple):
    names: frozenset[str]
    figures: frozenset[str]
    inside: frozenset[str]
    openers: frozenset[str]


@cache
def _abbreviations() -> _Abbreviations:
    raw = resources.files("ebbline.language").joinpath("data/abbreviations.toml").read_text("utf-8")
    table = tomllib.loads(raw)
    return _Abbreviations(*(frozenset(table[key]) for key in ("before_a_name", "before_a_figure", "inside", "openers")))


class _Block(NamedTuple):
    """One line, or several that were wrapped by hand; `end` exclusive, edges without white space."""

    start: int
    end: int
    paragraph: int


def segment(report: Report) -> Document:
    """The report's body as sentences in order, each with its tokens."""
    return Document(report, tuple(_sentences(report.text, report.furniture)))


def blocks(report: Report) -> Iterator[Span]:
    """The stretches of running text in order: lines, those wrapped by hand as one, without furniture."""
    return (Span(block.start, block.end) for block in _blocks(report.text, report.furniture))


def _sentences(text: str, furniture: tuple[Span, ...]) -> Iterator[Sentence]:
    for block in _blocks(text, furniture):
        cuts = list(_cuts(text, block))
        single = len(cuts) == 1
        for start, end in cuts:
            words, starts = _words(text, start, end)
            if words:
                heading = single and _is_heading(text, start, end)
                span = Span(starts[0], starts[-1] + len(words[-1]))
                yield Sentence(span, tuple(words), tuple(starts), block.paragraph, heading)


def _is_heading(text: str, start: int, end: int) -> bool:
    return end - start <= _HEADING_CHARS and text[end - 1] not in _ENDS + "," and not _BULLET.match(text, start, end)


def _blocks(text: str, furniture: tuple[Span, ...]) -> Iterator[_Block]:
    """Lines of the body; neighbours that one hand wrapped come as one."""
    paragraph = 0
    for lines in _paragraphs(text, furniture):
        stretches = _rejoined(text, lines) if _wrapped(lines) else lines
        for start, end in stretches:
            yield _Block(start, end, paragraph)
            paragraph += 1


def _paragraphs(text: str, furniture: tuple[Span, ...]) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines with no blank line, and no furniture, between them."""
    run: list[tuple[int, int]] = []
    last_end = 0
    for start, end in _body(text, furniture):
        if run and (start - last_end > 2 or text.count("\n", last_end, start) != 1):
            yield run
            run = []
        last_end = end
        left, right = _stripped(text, start, end)
        if left < right:
            run.append((left, right))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _body(text: str, furniture: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    """Lines, or the parts of lines, outside the furniture."""
    spans = iter(furniture)
    skip = next(spans, None)
    for match in _LINE.finditer(text):
        start, end = match.span()
        while skip is not None and skip.end <= start:
            skip = next(spans, None)
        while skip is not None and skip.start < end:
            if skip.start > start:
                yield start, skip.start
            start = max(start, skip.end)
            if skip.end > end:
                break
            skip = next(spans, None)
        if start < end:
            yield start, end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in _BLANK):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _BLANK):
        end -= 1
    return start, end


def _wrapped(lines: list[tuple[int, int]]) -> bool:
    """Whether every line but the last is about as wide as the widest, as a hand or a mail program wraps."""
    if len(lines) < 2:
        return False
    widths = [end - start for start, end in lines]
    widest = max(widths)
    if not _WRAP_MIN <= widest <= _WRAP_MAX:
        return False
    return sum(width >= widest - _WRAP_RAGGED for width in widths[:-1]) == len(widths) - 1


def _rejoined(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Wrapped lines as one stretch; a bullet starts anew, and of two lines alone only a small letter joins."""
    start, end = lines[0]
    for left, right in lines[1:]:
        if _BULLET.match(text, left, right) or (len(lines) == 2 and not text[left].islower()):
            yield start, end
            start = left
        end = right
    yield start, end


def _cuts(text: str, block: _Block) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in a block."""
    start = block.start
    bullet = _BULLET.match(text, start, block.end)
    for match in _STOP.finditer(text, bullet.end() if bullet else start, block.end):
        if match.end() >= block.end:
            break
        if _ends_here(text, start, match, block.end):
            yield from _limited(text, start, match.end())
            start = match.end()
    yield from _limited(text, start, block.end)


def _ends_here(text: str, start: int, match: re.Match[str], end: int) -> bool:
    follows = _NEXT.match(text, match.end(), end)
    opening, word = (follows.group(1), follows.group(2)) if follows else ("", None)
    if word is None:
        return False
    if word[0].islower() or (word[0] == "_"):
        return False
    if text[match.start()] != "." or match.group().startswith(".."):
        return True
    last = _last_word(text[max(start, match.start() - 24) : match.start()])
    if not last or opening:
        return not last or last not in _abbreviations().names
    return _stop_after(last, word, text, match.start() - len(last))


def _last_word(before: str) -> str:
    """The word, or letters with stops between, that a stretch ends in; empty for none."""
    last = before[before.rfind(" ") + 1 :]
    if last.isalnum():
        return last
    found = _LAST_WORD.search(last)
    return found[0] if found else ""


def _stop_after(last: str, word: str, text: str, at: int) -> bool:
    """Whether the stop after `last`, before the capitalised or numeric `word`, ends a sentence."""
    table = _abbreviations()
    if last in table.names:
        return False
    if last in table.figures or last.lower() in table.figures:
        return not word[0].isdigit()
    if last in table.inside or (len(last) == 1 and last.isalpha() and last.isupper()) or _dotted(last):
        return word in table.openers
    return not (last.isdigit() and len(last) <= 2 and word[0].isdigit() and _SHORT_DATE.match(text, at))


def _dotted(last: str) -> bool:
    """`J.R`, `U.S`: single letters with stops between."""
    return "." in last and all(len(part) == 1 for part in last.split("."))


def _limited(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch, cut at a mark or a space near the limit while it is too long."""
    while end - start > SENTENCE_LIMIT:
        at = start + SENTENCE_LIMIT
        window = [m.end() for m in _SOFT_CUT.finditer(text, at - 400, at) if len(m.group()) > 1]
        if not window:
            window = [m.end() for m in _SOFT_CUT.finditer(text, at - 400, at)]
        cut = window[-1] if window else at
        yield start, cut
        start = cut
    yield start, end


def _words(text: str, start: int, end: int) -> tuple[list[str], list[int]]:
    """The words and marks of a stretch, and where each begins; a range of figures as three."""
    words: list[str] = []
    starts: list[int] = []
    at = start
    for piece in text[start:end].split(" "):
        if piece.isalpha():
            words.append(piece)
            starts.append(at)
        elif piece:
            parts, offsets = _parts(piece)
            words += parts
            starts += [at + offset for offset in offsets]
        at += len(piece) + 1
    return words, starts


@lru_cache(maxsize=20_000)
def _parts(piece: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words and marks of what stands between two spaces, and where in it each begins."""
    found = list(_TOKEN.finditer(piece))
    words, starts = [match[0] for match in found], [match.start() for match in found]
    if "-" in piece and _FIGURES_JOINED.search(piece):
        for i in range(len(words) - 1, -1, -1):
            parts = _DIGIT_RANGE.fullmatch(words[i])
            if parts:
                words[i : i + 1] = parts.groups()
                starts[i : i + 1] = [starts[i] + parts.start(part) for part in (1, 2, 3)]
    return tuple(words), tuple(starts)
