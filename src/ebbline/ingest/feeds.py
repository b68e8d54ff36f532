"""RSS and Atom feeds: each entry a report, from its own text, its page, or its summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ebbline.errors import InputError
from ebbline.ingest.assembly import Known
from ebbline.ingest.feedparsing import Entry, Feed, is_page, parse_feed
from ebbline.ingest.formats import Context, Ingested, Source
from ebbline.records import Capture

MAX_FEED_BYTES = 10 * 1024 * 1024
MAX_PAGES = 200
"""So many pages at most are fetched for one feed: a feed is not a crawl."""

SUMMARY_ONLY = "only the feed's summary was read"


def read(source: Source, context: Context) -> Iterator[Ingested | InputError]:
    """The feed's own bytes, then the report of each entry. Pages are fetched only for a feed that was fetched."""
    data = source.read(MAX_FEED_BYTES)
    if is_page(data):
        from ebbline.ingest.html import read as read_page

        yield from read_page(source, context)
        return
    feed = parse_feed(data, source.origin, charset=source.charset, base=source.url, latest=context.clock())
    yield Ingested(
        source.capture(data, "application/xml"), None, feed.notes + _plan(feed, source, context), container=True
    )
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
    from ebbline.ingest.html import page_report

    origin = f"{source.origin}#{entry.entry_id}"
    capture = Capture(origin, source.fetched_at, "text/html", markup.encode("utf-8"))
    known = Known(title=entry.title, outlet=entry.outlet, url=entry.link, published=entry.published)
    page = f"<html><body><article>\n{markup}\n</article></body></html>"
    try:
        found = page_report(page, capture, name=entry.link or origin, known=known, options=context.options)
    except InputError as error:
        yield error
        return
    yield replace(found, notes=found.notes + ((note,) if note else ()))


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
        yield found if isinstance(found, InputError) else _with_entry(found, entry, fetched.notes)


def _with_entry(found: Ingested, entry: Entry, notes: tuple[str, ...]) -> Ingested:
    """The report with what the feed knows: title, outlet, and a date where the page itself declares none."""
    report = found.report
    if report is not None:
        declared = report.published is not None and report.published.how in ("given", "metadata")
        report = replace(
            report,
            title=entry.title or report.title,
            outlet=entry.outlet or report.outlet,
            published=report.published if declared else entry.published or report.published,
        )
    return replace(found, report=report, notes=found.notes + notes)
