"""Finds the quotations of a document: curly, straight, German and angle marks, over several paragraphs too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ebbline.records import Document, Span

_MARK = re.compile(r"[“”„«»\"]|(?<![^\W_])‘(?=\w)|(?<=[.,!?…])’(?!\w)|(?<!\w)''|''(?!\w)")
_OPENING, _CLOSING = frozenset("“„«‘"), frozenset("»’")
LONG = 4
"""A quotation of fewer words than this is a word in marks, not somebody speaking."""


def quotations(document: Document) -> tuple[Span, ...]:
    """The words between marks, in order, none overlapping; a quotation left open ends with its paragraph."""
    return tuple(_quotations(document))


def _paragraphs(document: Document) -> Iterator[Span]:
    sentences = document.sentences
    i = 0
    while i < len(sentences):
        j = i
        while j + 1 < len(sentences) and sentences[j + 1].paragraph == sentences[i].paragraph:
            j += 1
        yield Span(sentences[i].span.start, sentences[j].span.end)
        i = j + 1


def _quotations(document: Document) -> Iterator[Span]:
    text = document.report.text
    for paragraph in _paragraphs(document):
        opened: tuple[int, str] | None = None
        for match in _MARK.finditer(text, paragraph.start, paragraph.end):
            mark = match.group()
            if opened is None:
                if mark not in _CLOSING and (mark != "”" or _opens(text, match.end(), match.start())):
                    opened = (match.end(), mark)
            elif _closes(opened[1], mark, text, match.start()):
                if match.start() > opened[0]:
                    yield Span(opened[0], match.start())
                opened = None
        if opened is not None and opened[1] != "‘" and paragraph.end > opened[0]:
            yield Span(opened[0], paragraph.end)


def _opens(text: str, after: int, at: int) -> bool:
    """Whether a ” begins a quotation, as in German-like ”…“."""
    return after < len(text) and not text[after].isspace() and (at == 0 or text[at - 1].isspace())


def _closes(opened: str, mark: str, text: str, at: int) -> bool:
    if opened == "‘":
        return mark == "’"
    if opened in ("''", '"'):
        return mark in (opened, "”")
    if opened == "«":
        return mark == "»"
    if opened == "”":
        return mark in "“”"
    return mark in ("”", '"', "“") and not (mark == "“" and opened == "“" and at and text[at - 1].isspace())
