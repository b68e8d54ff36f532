"""Finds the quotations of a document: curly, straight, German and angle marks, over several paragraphs too."""

from __future__ import annotations

import re
from typing import NamedTuple

from ebbline.records import Document, Span

LONG = 4
"""A quotation of fewer words than this is a word in marks, not somebody speaking."""

_MARK = re.compile(r"[“”„«»\"]|(?<![^\W_])[‘'](?=\w)|(?<=[.,!?…] )'(?!\w)|(?<=[.,!?…])[’'](?!\w)|''")
_MAY_MARK = re.compile(r"[“”„«»\"‘’']")
_SINGLE = frozenset("‘’'")
"""Marks that are apostrophes too: only `_MARK` tells, which alone would take five times as long to look for."""
_REACH = 6
"""Paragraphs over which an open quotation is looked for its end."""
_BROKEN_OFF = 2
"""Paragraphs behind an open quotation without any mark that still are its own where the text ends with them."""


class _Mark(NamedTuple):
    text: str
    at: int
    paragraph: int


def quotations(document: Document) -> tuple[Span, ...]:
    """The words between marks, in order, none overlapping; one left open ends with its paragraph."""
    marks = _marks(document)
    if not marks:
        return ()
    ends = _paragraph_ends(document)
    out: list[Span] = []
    i = 0
    while i < len(marks):
        mark = marks[i]
        if not _opens(document.report.text, mark):
            i += 1
            continue
        j = _closing(document.report.text, marks, i)
        start = mark.at + len(mark.text)
        if j is not None:
            out.append(Span(start, max(start, marks[j].at)))
            i = j if _introduced(document.report.text, marks[j]) else j + 1
            continue
        if mark.text not in ("‘", "'") and ends[mark.paragraph] > start:
            out.append(Span(start, _left_open(mark, i + 1 < len(marks), ends)))
            i += 1
            while i < len(marks) and marks[i].paragraph == mark.paragraph:
                i += 1
        else:
            i += 1
    return tuple(out)


def _marks(document: Document) -> list[_Mark]:
    text = document.report.text
    out: list[_Mark] = []
    sentences = iter(document.sentences)
    start = end = paragraph = 0
    for candidate in _MAY_MARK.finditer(text):
        at, mark = candidate.start(), candidate[0]
        while at >= end:
            sentence = next(sentences, None)
            if sentence is None:
                return out
            start, end, paragraph = sentence.span.start, sentence.span.end, sentence.paragraph
        if at < start:
            continue
        if mark in _SINGLE:
            match = _MARK.match(text, at, end)
            if match is None:
                continue
            mark = match[0]
            start = match.end()
        out.append(_Mark(mark, at, paragraph))
    return out


def _paragraph_ends(document: Document) -> dict[int, int]:
    return {sentence.paragraph: sentence.span.end for sentence in document.sentences}


def _left_open(mark: _Mark, more: bool, ends: dict[int, int]) -> int:
    """Where an unclosed quotation ends: with its paragraph, or with a text that breaks off soon behind it."""
    if mark.text != "“" or more:
        return ends[mark.paragraph]
    last = max(ends)
    return ends[last] if last - mark.paragraph <= _BROKEN_OFF else ends[mark.paragraph]


def _opens(text: str, mark: _Mark) -> bool:
    after = mark.at + len(mark.text)
    if mark.text in ("»", "’"):
        return False
    if mark.text == "”":  # as in German-like ”…“
        if _introduced(text, mark):
            return after < len(text)
        return after < len(text) and not text[after].isspace() and (mark.at == 0 or text[mark.at - 1].isspace())
    if mark.text == "'":
        return (
            after < len(text)
            and text[after].isupper()
            and text[max(0, mark.at - 2) : mark.at].strip(" ") in ("", ":", ",", "(")
        )
    return True


def _closing(text: str, marks: list[_Mark], i: int) -> int | None:
    """The mark that closes quotation `i`; in a later paragraph only if no other quotation begins in between."""
    mark = marks[i]
    if mark.text in ("“", "”") and _introduced(text, mark):
        whole = _balanced(text, marks, i)
        if whole is not None:
            return whole
    for j in range(i + 1, min(len(marks), i + 60)):
        other = marks[j]
        if other.paragraph > mark.paragraph + _REACH:
            return None
        if _closes(mark.text, other.text):
            if other.paragraph == mark.paragraph:
                return j
            return j if _ends_words(text, other) and _odd(marks, j) else None
        if other.paragraph > mark.paragraph and other.text in ("“", "„", "«", '"'):
            return None
    return None


def _introduced(text: str, mark: _Mark) -> bool:
    """Whether a colon stands before the mark: speech begins, whichever way the mark is curled."""
    return text[max(0, mark.at - 2) : mark.at].rstrip(" \u00a0")[-1:] == ":"


def _balanced(text: str, marks: list[_Mark], i: int) -> int | None:
    """The curled mark that closes quotation `i` with the quotations inside it; None where none does."""
    open_now = 1
    for j in range(i + 1, min(len(marks), i + 60)):
        mark, before = marks[j], marks[j - 1]
        if mark.paragraph > marks[i].paragraph + _REACH:
            return None
        if _introduced(text, mark):
            return j if mark.text == "”" and mark.paragraph == marks[i].paragraph else None
        if mark.text == "“" and mark.paragraph == before.paragraph:
            open_now += 1
        elif mark.text == "”":
            open_now -= 1
            if not open_now:
                return j
    return None


def _ends_words(text: str, mark: _Mark) -> bool:
    """Whether the mark stands behind words, not before them."""
    after = mark.at + len(mark.text)
    return after >= len(text) or text[after].isspace() or text[after] in ".,;)"


def _odd(marks: list[_Mark], j: int) -> bool:
    """Whether straight marks of this paragraph are left with one that closes an earlier paragraph's quotation."""
    if marks[j].text != '"':
        return True
    return sum(mark.text == '"' for mark in marks if mark.paragraph == marks[j].paragraph) % 2 == 1


_CLOSERS = {"“": '”"', "„": '”“"', "”": "“”", "«": "»", '"': '"”', "''": "''", "‘": "’", "'": "'"}


def _closes(opened: str, mark: str) -> bool:
    return mark == opened if opened == "''" else mark in _CLOSERS[opened]
