"""Web pages: our own linearisation of the whole DOM, the article in it, everything else furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from lxml.html import HtmlElement

from ebbline.errors import InputError
from ebbline.ingest.article import article_blocks, furniture_spans, headline_block
from ebbline.ingest.assembly import Known, report_of
from ebbline.ingest.decoding import decode
from ebbline.ingest.formats import Context, Ingested, IngestOptions, Source
from ebbline.ingest.furniture import furniture_of
from ebbline.ingest.linear import Linear, linearise, parse_page
from ebbline.ingest.page_metadata import PageMetadata, page_metadata
from ebbline.ingest.tables import table
from ebbline.records import Capture, Span

SHORT_WORDS = 80
MAX_LINKS = 0.8
FEW_WORDS = 25
"""So short an article under the words of a login, error or challenge page is that page's own text."""

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:\-]{2,40})", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:\-]{2,40})[\"']", re.IGNORECASE)


def read(source: Source, context: Context) -> Iterator[Ingested | InputError]:
    """The one report of a page."""
    data = source.read()
    markup, notes = decode(data, source.origin, source.charset or declared_charset(data))
    capture = source.capture(data, "text/html")
    found = page_report(markup, capture, name=source.label, known=Known(url=source.url), options=context.options)
    yield Ingested(found.capture, found.report, notes + found.notes)


def declared_charset(data: bytes) -> str | None:
    """The encoding a page's first bytes declare."""
    match = _XML_DECLARED.search(data[:256]) or _DECLARED.search(data[:4096])
    return match[1].decode("ascii") if match else None


def page_report(markup: str, capture: Capture, *, name: str, known: Known, options: IngestOptions) -> Ingested:
    """The report of a page's markup; what `known` holds goes before what the page says of itself.

    Raises InputError where there is no article in it, unless `options.keep_empty`.
    """
    root = parse_page(markup)
    if root is None:
        raise InputError(capture.origin, "a page with nothing in it", "skipped; fetch it again")
    linear = linearise(root)
    article = article_blocks(root, linear)
    metadata = page_metadata(root, url=known.url, fetched_at=capture.fetched_at)
    empty = _no_article(root, linear, article, metadata)
    if empty and not options.keep_empty:
        raise InputError(capture.origin, f"{empty}, no article in it", "skipped (keep it with --keep-empty)")
    notes = (f"{empty}, no article in it; kept",) if empty else ()
    headline = headline_block(linear, article, metadata.title)
    whole = article | {headline} if headline is not None else article
    furniture = _merged((*furniture_spans(linear, whole), *furniture_of(linear.text)))
    about = Known(
        title=known.title or metadata.title,
        outlet=known.outlet or metadata.outlet,
        url=known.url or metadata.url,
        published=known.published or metadata.published,
        furniture=furniture,
    )
    return Ingested(capture, report_of(linear.text, capture, origin=capture.origin, name=name, known=about), notes)


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Sorted and disjoint, whatever overlaps."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


@cache
def _empty_kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind["what"], re.compile("|".join(kind["words"]), re.IGNORECASE)) for kind in table("pages")["empty"])


def _no_article(root: HtmlElement, linear: Linear, article: frozenset[int], metadata: PageMetadata) -> str | None:
    """What a page is that has no article; None for a page that has one."""
    body = " ".join(linear.blocks[index].span.of(linear.text) for index in sorted(article))
    length = len(body.split())
    if length >= SHORT_WORDS:
        return None
    headings = [block.span.of(linear.text) for block in linear.blocks if block.tag in ("h1", "h2", "legend")]
    titles = [metadata.title or "", *(" ".join(element.itertext()) for element in root.iter("title")), *headings]
    for what, words in _empty_kinds():
        in_title, in_body = any(map(words.search, titles)), words.search(body) is not None
        # A short report may say "access denied" once; the page of an error says it above and below.
        if (in_title and in_body) or ((in_title or in_body) and length < FEW_WORDS):
            return what
    links = sum(linear.blocks[index].link_chars for index in article)
    if article and links < MAX_LINKS * len(body):
        return None
    whole = linear.text[:4000]
    return next((what for what, words in _empty_kinds() if words.search(whole)), "a page of links or forms")
