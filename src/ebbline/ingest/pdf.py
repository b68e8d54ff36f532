"""PDF documents: their text layer, page by page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from ebbline.config import MAX_REPORT_CHARS
from ebbline.errors import InputError
from ebbline.ingest.assembly import Known, report_of
from ebbline.ingest.decoding import stored_text
from ebbline.ingest.formats import Context, Ingested, Source
from ebbline.ingest.furniture import furniture_of
from ebbline.records import Page, Span

MIN_LETTERS_A_PAGE = 15
"""A document with fewer letters a page on average is a scan; page numbers stamped on one make up to ten."""

PARAGRAPH_GAP = 1.35
"""Lines further apart than this many usual steps are of two paragraphs (word processors set 1.5 or more)."""

FULL_LINE = 0.62
"""A line of at least this part of the page's longest goes on in the next one; a shorter one ends a paragraph."""

MIN_REPEATS = 2
"""A line at the same edge of so many pages, and of half of them, is a running head."""

PAGE_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class _Row:
    """A line, or two that a hyphen joined: the heights of its first and last mark above the page's foot, in points."""

    text: str
    first: float | None
    last: float | None


def read(source: Source, context: Context) -> Iterator[Ingested | InputError]:
    """The one report of a document; a scan becomes a report that says it is unread.

    A PDF's own date is that of a print or a scan, and so is one stamped on every page: neither is its publication.
    """
    data = source.read()
    rows, properties = _rows(data, source.origin)
    capture = source.capture(data, "application/pdf")
    text, pages, running = _set(rows)
    letters = sum(char.isalpha() for char in text)
    scan = letters < MIN_LETTERS_A_PAGE * max(1, len(pages))
    known = Known(
        title=_title(properties.get("Title")),
        url=source.url,
        dated=_without(text, running),
        furniture=_sorted((*running, *furniture_of(text))),
        pages=pages,
        unread="a scan: no text layer" if scan else None,
    )
    notes = (
        ("a scan without a text layer: kept, not read; run OCR on it (ocrmypdf) and read the result",) if scan else ()
    )
    yield Ingested(capture, report_of(text, capture, origin=source.origin, name=source.label, known=known), notes)


def _rows(data: bytes, which: str) -> tuple[list[list[_Row]], dict[str, str]]:
    """Each page's lines from top to bottom, and the document's properties."""
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            pages, length = [], 0
            for index in range(len(document)):
                pages.append(_page_rows(document, index))
                length += sum(len(row.text) for row in pages[-1])
                if length > MAX_REPORT_CHARS:
                    raise InputError(which, f"a document of more than {MAX_REPORT_CHARS:,} characters", "split it")
            return pages, dict(document.get_metadata_dict())
    except (pypdfium2.PdfiumError, ValueError, IndexError) as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise InputError(which, "an encrypted PDF", "save a copy without its password and read that") from error
        raise InputError(which, "a damaged PDF", "fetch it again, or print it to a new PDF") from error


def _page_rows(document: Any, index: int) -> list[_Row]:
    with closing(document[index]) as page, closing(page.get_textpage()) as textpage:
        rows, start = [], 0
        for line in textpage.get_text_range().split("\n"):
            words = _clean(line)
            if words:
                begin = start + len(line) - len(line.lstrip())
                end = start + len(line.rstrip()) - 1
                rows.append(_Row(words, _height(textpage, begin), _height(textpage, end)))
            start += len(line) + 1
        return rows


def _height(textpage: Any, index: int) -> float | None:
    """The foot of a mark's line; None where it cannot be told."""
    if index >= textpage.count_chars():
        return None
    _, bottom, _, top = textpage.get_charbox(index, loose=True)
    return float(bottom) if top > bottom else None


def _clean(line: str) -> str:
    # pdfium marks a hyphen at a line's end that it has joined: the word is whole again without it.
    return " ".join(stored_text(re.sub("[\x02\ufffe\x00]", "", line)).split())


# --- lines into paragraphs ------------------------------------------------------------------------------------------


def _set(pages: Sequence[Sequence[_Row]]) -> tuple[str, tuple[Page, ...], list[Span]]:
    """The stored text, its pages, and the spans of running heads and page numbers."""
    heads = _running_heads(pages)
    parts: list[str] = []
    spans: list[Page] = []
    running: list[Span] = []
    length = 0
    for number, rows in enumerate(pages, 1):
        text, found = _page_text(rows, number, heads)
        if number > 1:
            parts.append(PAGE_GAP)
            length += len(PAGE_GAP)
        spans.append(Page(number, Span(length, length + len(text))))
        running += [Span(length + span.start, length + span.end) for span in found if span.end > span.start]
        parts.append(text)
        length += len(text)
    return "".join(parts), tuple(spans), running


def _page_text(rows: Sequence[_Row], page: int, heads: frozenset[tuple[str, str]]) -> tuple[str, list[Span]]:
    widest = max((len(row.text) for row in rows), default=0)
    step = _usual_step(rows)
    parts: list[str] = []
    running: list[Span] = []
    length = 0
    for index, row in enumerate(rows):
        head = _is_head(rows, index, page, heads)
        if index:
            gap = _gap(rows[index - 1], row, widest, step)
            parted = head or _is_head(rows, index - 1, page, heads)
            parts.append("\n\n" if parted else gap)
            length += len(parts[-1])
        if head:
            running.append(Span(length, length + len(row.text)))
        parts.append(row.text)
        length += len(row.text)
    return "".join(parts), running


def _usual_step(rows: Sequence[_Row]) -> float | None:
    distances = (_distance(above, below) for above, below in pairwise(rows))
    steps = [distance for distance in distances if distance is not None and distance > 0]
    near = [step for step in steps if step < 1.8 * min(steps)]
    return median(near) if near else None


def _distance(above: _Row, below: _Row) -> float | None:
    return above.last - below.first if above.last is not None and below.first is not None else None


def _gap(above: _Row, below: _Row, widest: int, step: float | None) -> str:
    """What parts two lines: a blank within a paragraph, a line end, or an empty line between paragraphs."""
    distance = _distance(above, below)
    if step and distance is not None and not -step <= distance <= PARAGRAPH_GAP * step:
        return "\n\n"
    return " " if len(above.text) >= FULL_LINE * widest else "\n"


_PAGE_NUMBER = re.compile(r"(?:page|p\.?)?\s*[-–—|]?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—|]?", re.IGNORECASE)


_PRINTED = re.compile(
    r"(?:https?://|www\.)\S+(?:\s+\d{1,4}\s*(?:/|of)\s*\d{1,4})?(?:\s+\d{1,2}/\d{1,2}/\d{2,4}.{0,20})?"
    r"|(?:https?://|www\.)\S+\s+\d{1,2}[/.]\d{1,2}[/.]\d{2,4}.{0,20}",
    re.IGNORECASE,
)
_PRINT_HEAD = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?:,? \d{1,2}:\d\d(?: ?[AP]M)?)?\s+\S.*", re.IGNORECASE)
"""What a browser sets at the foot and at the head of a page it prints: the address, and the day with the title."""


def _edges(rows: Sequence[_Row]) -> dict[int, str]:
    """The first two and last two lines of a page, and which edge each is at."""
    named = ((0, "first"), (1, "second"), (len(rows) - 1, "last"), (len(rows) - 2, "last but one"))
    return {index: edge for index, edge in reversed(named) if 0 <= index < len(rows)}


_COUNTED = re.compile(r"(?<=page )\d{1,4}|(?<=p\. )\d{1,4}|\d{1,4}(?= ?(?:/|of) ?\d)", re.IGNORECASE)


def _masked(line: str, page: int) -> str:
    """A line that counts the pages is one line on all of them; any other figure tells it from its like."""
    return re.sub(rf"^{page}\b|\b{page}$", "#", _COUNTED.sub("#", line))


def _running_heads(pages: Sequence[Sequence[_Row]]) -> frozenset[tuple[str, str]]:
    counts = Counter(
        (edge, _masked(rows[i].text, number))
        for number, rows in enumerate(pages, 1)
        for i, edge in _edges(rows).items()
    )
    needed = max(MIN_REPEATS, (len(pages) + 1) // 2)
    return frozenset(line for line, count in counts.items() if count >= needed)


def _is_head(rows: Sequence[_Row], index: int, page: int, heads: frozenset[tuple[str, str]]) -> bool:
    edges = _edges(rows)
    if index not in edges:
        return False
    line = rows[index].text
    if (edges[index], _masked(line, page)) in heads or _PAGE_NUMBER.fullmatch(line) or _PRINTED.fullmatch(line):
        return True
    return index == 0 and _PRINT_HEAD.fullmatch(line) is not None and _PRINTED.fullmatch(rows[-1].text) is not None


def _without(text: str, spans: Sequence[Span]) -> str:
    """The text with blanks in place of the spans."""
    parts, start = [], 0
    for span in _sorted(spans):
        parts += [text[start : span.start], " " * (span.end - span.start)]
        start = span.end
    return "".join((*parts, text[start:]))


def _sorted(spans: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


# --- properties -----------------------------------------------------------------------------------------------------

_NO_TITLE = re.compile(
    r"(?:microsoft word|untitled|unspecified|document\d*|.*\.(?:docx?|pdf|indd|odt)$)", re.IGNORECASE
)


def _title(value: str | None) -> str | None:
    title = _clean(value or "")
    return title if title and _NO_TITLE.match(title) is None else None
