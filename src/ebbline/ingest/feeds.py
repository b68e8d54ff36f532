"""RSS and Atom feeds: each entry a report, from its own text, its page, or its summary."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace

from ebbline.errors import InputError
from ebbline.ingest.feedparsing import Entry, Feed, is_page, parse_feed
from ebbline.ingest.formats import FORMATS, Context, Ingested, Source

MAX_FEED_BYTES = 10 * 1024 * 1024
MAX_PAGES = 200
"""So many pages at most are fetched for one feed: a feed is not a crawl."""

SUMMARY_ONLY = "only the feed's summary was read"


def read(source: Source, context: Context) -> Iterator[Ingested | InputError]:
    """The feed's own bytes, then the report of each entry. Pages are fetched only for a feed that was fetched."""
    data = source.read(MAX_FEED_BYTES)
    if is_page(data):
        yield from _page_reader(source, context)
        return
    feed = parse_feed(data, source.origin, charset=source.charset, base=source.url, latest=context.clock())
    yield Ingested(source.capture(data, "application/xml"), None, feed.notes + _plan(feed, source, context))
    fetched = 0
    for entry in feed.entries:
        if entry.html is not None:
            yield from _from_feed(entry, entry.html, source, context)
        elif entry.link is not None and fetched < MAX_PAGES and _may_fetch(source, context):
            fetched += 1
            yield from _from_page(entry, entry.link, context)
        elif entry.summary is not None:
            yield from _from_feed(entry, entry.summary, source, context, SUMMARY_ONLY)


def _may_fetch(source: Source, context: Context) -> bool:
    return source.url is not None and context.fetcher is not None and not context.options.offline


def _plan(feed: Feed, source: Source, context: Context) -> tuple[str, ...]:
    """What of the feed will not be read, said before it is read."""
    notes = []
    linked = sum(1 for entry in feed.entries if entry.html is None and entry.link is not None)
    silent = sum(1 for entry in feed.entries if entry.html is None and entry.summary is None and entry.link is None)
    if not _may_fetch(source, context):
        silent = sum(1 for entry in feed.entries if entry.html is None and entry.summary is None)
    elif linked > MAX_PAGES:
        notes.append(f"{linked} entries link to pages, of which the first {MAX_PAGES} are fetched")
    if silent:
        notes.append(f"{silent} entries without text left out")
    return tuple(notes)


def _from_feed(
    entry: Entry, markup: str, source: Source, context: Context, note: str | None = None
) -> Iterator[Ingested | InputError]:
    """The report of an entry's own text, under the feed's origin and the entry's identifier."""
    title = html.escape(entry.title or "", quote=False)
    page = (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>\n<body><article>\n{markup}\n'
    )
    origin = f"{source.origin}#{entry.entry_id}"
    inner = Source.of_bytes(
        (page + "</article></body></html>\n").encode("utf-8"),
        origin=origin,
        name=entry.link or origin,
        fetched_at=source.fetched_at,
        media_type="text/html",
        charset="utf-8",
        url=entry.link,
    )
    for found in _page_reader(inner, context):
        yield found if isinstance(found, InputError) else _with_entry(found, entry, note)


def _from_page(entry: Entry, link: str, context: Context) -> Iterator[Ingested | InputError]:
    """The report of the page an entry links to, under the page's own address."""
    if context.fetcher is None:
        return
    try:
        fetched = context.fetcher.fetch(link)
    except InputError as error:
        yield error
        return
    inner = Source.of_bytes(
        fetched.data,
        origin=link,
        fetched_at=fetched.fetched_at,
        media_type=fetched.media_type,
        charset=fetched.charset,
        url=fetched.final_url,
    )
    for found in context.read(inner):
        yield found if isinstance(found, InputError) else _with_entry(found, entry, *fetched.notes)


def _page_reader(source: Source, context: Context) -> Iterator[Ingested | InputError]:
    html_row = next(row for row in FORMATS if row.name == "html")
    try:
        yield from html_row.reader()(source, context)
    except InputError as error:
        yield error


def _with_entry(found: Ingested, entry: Entry, *notes: str | None) -> Ingested:
    """The report with what the feed knows: title, a date before any guess, an outlet where the page has none."""
    said = tuple(note for note in notes if note)
    report = found.report
    if report is None:
        return replace(found, notes=found.notes + said)
    given = report.published
    if entry.published is not None and (given is None or given.how != "metadata"):
        given = entry.published
    report = replace(
        report,
        title=entry.title or report.title,
        outlet=report.outlet or entry.outlet,
        url=report.url or entry.link,
        published=given,
    )
    return replace(found, report=report, notes=found.notes + said)
