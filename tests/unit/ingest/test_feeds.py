from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from ebbline.errors import FetchError, InputError
from ebbline.ingest import Context, Ingested, IngestOptions, Source, feeds
from ebbline.ingest.feedparsing import Feed, parse_feed
from ebbline.ingest.fetch import Fetched
from ebbline.ingest.inputs import read_source

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ARTICLE = (
    "<p>Fighters of the Northern Shield left the village of Tal Zira on Tuesday, residents said.</p>"
    "<p>Two trucks were burnt on the road to the mill, and the school was closed for a week.</p>"
)
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>River &amp; Plain News</title><link>https://river.example/</link>
<item><title>Village left &lt;b&gt;overnight&lt;/b&gt;</title><link>/2016/02/village</link><guid>n-1</guid>
<pubDate>Wed, 03 Feb 2016 01:30:00 +0300</pubDate>
<description>Fighters left …</description><content:encoded><![CDATA[{ARTICLE}]]></content:encoded></item>
<item><title>Bridge closed</title><link>https://river.example/bridge</link><guid>n-2</guid>
<description>The bridge at Umm Sidra was closed to traffic, the district office said. Read more...</description></item>
</channel></rss>"""
ATOM = f"""<?xml version='1.0'?><feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Hill Wire</title>
<entry><id>tag:hill.example,2016:1</id><title type="html">A &amp;amp; B</title><link href="https://hill.example/1"/>
<updated>2016-02-05T10:00:00Z</updated><published>2016-02-04T23:30:00-05:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{ARTICLE}</div></content></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old Wire</title></channel>
<item rdf:about="https://old.example/1"><title>One</title><link>https://old.example/1</link>
<dc:date>2016-02-01</dc:date><description>Shells fell on the market of Qarn.</description></item></rdf:RDF>"""
RSS091 = """<rss version="0.91"><channel><title>Older</title><item><title>T</title><link>https://a.example/1</link>
<description>Shells fell.</description></item></channel></rss>"""


def parsed(text: str | bytes, charset: str | None = None) -> Feed:
    data = text.encode() if isinstance(text, str) else text
    return parse_feed(data, "feed.xml", charset=charset, base="https://river.example/feed", latest=NOW)


def test_an_rss_entry_has_its_title_link_date_outlet_and_whole_text() -> None:
    feed = parsed(RSS)
    entry = feed.entries[0]
    assert feed.title == "River & Plain News"
    assert (entry.title, entry.link, entry.outlet) == (
        "Village left overnight",
        "https://river.example/2016/02/village",
        "River & Plain News",
    )
    assert entry.html == ARTICLE
    assert entry.published is not None
    assert entry.published.interval.start == dt.date(2016, 2, 3), "the publisher's day, not that of UTC"
    assert entry.published.how == "metadata"
    assert feed.notes == ()


def test_a_teaser_is_a_summary_and_not_the_article() -> None:
    entry = parsed(RSS).entries[1]
    assert entry.html is None
    assert entry.summary is not None
    assert entry.summary.startswith("The bridge")
    assert entry.published is None


def test_a_long_description_is_the_article_unless_it_breaks_off() -> None:
    long = "The army said its units held the ridge above the town. " * 25
    feed = "<rss><channel><item><link>https://a.example/1</link><description>{}</description></item></channel></rss>"
    assert parsed(feed.format(long)).entries[0].html is not None
    assert parsed(feed.format(long + "[…]")).entries[0].html is None


def test_plain_text_becomes_paragraphs_with_its_signs_kept() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>
    <content type="text">More than 30 &lt; 40 fighters left.

    The road is shut.</content></entry></feed>"""
    assert parsed(feed).entries[0].html == "<p>More than 30 &lt; 40 fighters left.</p>\n<p>The road is shut.</p>"


def test_an_atom_entry_prefers_the_date_of_publication() -> None:
    feed = parsed(ATOM)
    entry = feed.entries[0]
    assert (feed.title, entry.title, entry.entry_id) == ("Hill Wire", "A & B", "tag:hill.example,2016:1")
    assert entry.published is not None
    assert entry.published.interval.end == dt.date(2016, 2, 4)
    assert entry.html is not None
    assert "Tal Zira" in entry.html


@pytest.mark.parametrize(("text", "outlet"), [(RDF, "Old Wire"), (RSS091, "Older")])
def test_older_formats_are_read(text: str, outlet: str) -> None:
    (entry,) = parsed(text).entries
    assert entry.outlet == outlet
    assert entry.summary is not None


@pytest.mark.parametrize(
    "date", ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "2041-01-01", "32/13/2016", "0000-00-00", "", "9" * 400]
)
def test_an_unlikely_or_unreadable_date_is_none(date: str) -> None:
    item = f"<item><guid>1</guid><pubDate>{date}</pubDate><description>x</description></item>"
    feed = f"<rss><channel>{item}</channel></rss>"
    assert parsed(feed).entries[0].published is None


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1256"]
)
def test_feeds_are_read_in_the_encoding_they_declare(encoding: str) -> None:
    name = encoding if encoding == "windows-1256" else encoding.removesuffix("-sig")
    text = RSS.replace('"utf-8"', f'"{name}"').replace("Bridge closed", "جسر مغلق")
    assert parsed(text.encode(encoding)).entries[1].title == "جسر مغلق"


HOSTILE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BODY = "<rss><channel><item><title>&a;</title><description>x</description></item></channel></rss>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize(
    "start",
    [
        f"<?xml version='1.0'?>{HOSTILE}",
        f"{HOSTILE}",
        f"<!-- <rss> -->{HOSTILE}",
        f"<?pi <rss> ?>\n\n{HOSTILE}",
        HOSTILE.lower(),
        "<!DOCTYPE rss SYSTEM 'http://evil.example/x.dtd'>",
        "<!ENTITY % x 'y'>",
        "<! DOCTYPE rss>",
    ],
)
def test_a_doctype_is_refused_however_it_is_encoded(start: str, encoding: str) -> None:
    with pytest.raises(InputError) as caught:
        parsed((start + BODY).encode(encoding))
    assert "DOCTYPE" in caught.value.what or "no feed" in caught.value.what or "not text" in caught.value.what


@pytest.mark.parametrize("declared", ["utf-7", "utf-16", "cp037", "rot13", "idna", "no-such"])
def test_a_declared_encoding_cannot_hide_a_doctype(declared: str) -> None:
    hidden = HOSTILE.replace("<", "+ADw-").replace(">", "+AD4-")
    text = f"<?xml version='1.0' encoding='{declared}'?>{hidden}{BODY}"
    try:
        feed = parsed(text)
    except InputError:
        return
    assert "root:" not in str(feed)
    assert all(entry.title in (None, "&a;", "a;") for entry in feed.entries)


def test_a_doctype_inside_an_article_is_no_declaration() -> None:
    assert parsed(RSS.replace("<![CDATA[", "<![CDATA[<!DOCTYPE html>")).entries[0].html is not None
    assert len(parsed(RSS.replace("<channel>", "<channel><!-- <!DOCTYPE x> -->")).entries) == 2


def test_a_doctype_in_the_middle_is_refused() -> None:
    with pytest.raises(InputError):
        parsed(RSS.replace("<item>", "<!DOCTYPE x><item>"))


def test_a_feed_cut_short_is_read_as_far_as_it_goes() -> None:
    feed = parsed(RSS[: RSS.index("Bridge closed")])
    assert feed.entries[0].html == ARTICLE
    assert any("not well-formed" in note for note in feed.notes)


def test_repeated_entries_are_left_out_with_a_note() -> None:
    item = "<item><guid>1</guid><description>Shells fell.</description></item>"
    feed = parsed(f"<rss><channel>{item}{item}{item}</channel></rss>")
    assert len(feed.entries) == 1
    assert feed.notes == ("2 repeated entries left out",)


def test_a_text_with_a_file_name_in_it_opens_no_file() -> None:
    with pytest.raises(InputError):
        parsed("/etc/passwd")


@pytest.mark.parametrize("text", ["<note><to>x</to></note>", "no markup at all", "<!-- only a remark -->"])
def test_other_xml_is_one_clear_error(text: str) -> None:
    with pytest.raises(InputError, match=r"no feed"):
        parsed(text)


def test_a_link_of_another_kind_is_none() -> None:
    feed = "<rss><channel><item><link>{}</link><description>x</description></item></channel></rss>"
    for link in ("javascript:alert(1)", "file:///etc/passwd", "http://[broken"):
        assert parsed(feed.format(link)).entries[0].link is None


# --- from feed to reports -------------------------------------------------------------------------------------------


class Pages:
    """Stands for the network."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def fetch(self, url: str) -> Fetched:
        self.asked.append(url)
        if url not in self.pages:
            raise FetchError(url, "no such page (status 404)", "check the address")
        page = self.pages[url].encode()
        return Fetched(url, url, "text/html", page, NOW, "utf-8")


def read_feed(
    text: str, *, url: str | None = None, pages: Pages | None = None, **options: bool
) -> list[Ingested | InputError]:
    context = Context(IngestOptions(**options), lambda: NOW, lambda source: read_source(source, context), pages)
    source = Source.of_bytes(
        text.encode(),
        origin=url or "feed.xml",
        fetched_at=NOW,
        url=url,
        media_type="application/rss+xml" if url else None,
    )
    return list(feeds.read(source, context))


def reports_of(found: list[Ingested | InputError]) -> Iterator[Ingested]:
    for item in found:
        assert isinstance(item, Ingested), item
        if item.report is not None:
            yield item


def test_the_feed_itself_is_kept_as_received() -> None:
    first = read_feed(RSS)[0]
    assert isinstance(first, Ingested)
    assert first.report is None
    assert first.capture.data == RSS.encode()
    assert first.capture.origin == "feed.xml"


def test_a_feed_file_is_read_without_the_network() -> None:
    pages = Pages({})
    whole, teaser = reports_of(read_feed(RSS, pages=pages))
    assert pages.asked == []
    assert whole.report is not None
    assert teaser.report is not None
    assert "Two trucks were burnt" in whole.report.text
    assert (whole.report.title, whole.report.outlet, whole.report.origin) == (
        "Village left overnight",
        "River & Plain News",
        "feed.xml#n-1",
    )
    assert whole.report.published is not None
    assert whole.report.published.interval.start == dt.date(2016, 2, 3)
    assert whole.report.capture_sha256 == whole.capture.sha256
    assert feeds.SUMMARY_ONLY in teaser.notes


def test_a_fetched_feed_has_its_linked_pages_fetched() -> None:
    body = f"<article><h1>Bridge closed</h1>{ARTICLE * 3}</article>"
    page = f"<html><head><title>Bridge</title></head><body>{body}</body></html>"
    pages = Pages({"https://river.example/bridge": page})
    whole, linked = reports_of(read_feed(RSS, url="https://river.example/feed", pages=pages))
    assert pages.asked == ["https://river.example/bridge"]
    assert whole.report is not None
    assert linked.report is not None
    assert linked.report.origin == "https://river.example/bridge"
    assert linked.report.outlet == "River & Plain News"
    assert feeds.SUMMARY_ONLY not in linked.notes


def test_a_page_that_cannot_be_fetched_is_an_error_and_the_rest_goes_on() -> None:
    found = read_feed(RSS, url="https://river.example/feed", pages=Pages({}))
    assert [type(item) for item in found] == [Ingested, Ingested, FetchError]


def test_offline_reads_summaries() -> None:
    pages = Pages({})
    found = read_feed(RSS, url="https://river.example/feed", pages=pages, offline=True)
    assert len(list(reports_of(found))) == 2
    assert pages.asked == []


def test_reading_a_grown_feed_finds_the_old_entries_unchanged() -> None:
    fresh = "<item><guid>n-9</guid><description>New shells fell on the mill.</description></item>"
    before = {item.report.report_id for item in reports_of(read_feed(RSS)) if item.report}
    after = {
        item.report.report_id
        for item in reports_of(read_feed(RSS.replace("<item>", fresh + "<item>", 1)))
        if item.report
    }
    assert before < after


def test_a_page_under_the_name_of_xml_is_read_as_a_page() -> None:
    page = f"<?xml version='1.0'?><!DOCTYPE html><html><body><article>{ARTICLE * 3}</article></body></html>"
    (only,) = reports_of(read_feed(page))
    assert only.report is not None
    assert "Two trucks" in only.report.text


def test_a_feed_does_not_become_a_crawl() -> None:
    items = "".join(f"<item><link>https://river.example/{n}</link></item>" for n in range(feeds.MAX_PAGES + 5))
    pages = Pages({})
    found = read_feed(f"<rss><channel>{items}</channel></rss>", url="https://river.example/feed", pages=pages)
    assert len(pages.asked) == feeds.MAX_PAGES
    assert isinstance(found[0], Ingested)
    assert "first 200 are fetched" in found[0].notes[0]
