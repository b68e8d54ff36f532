"""Whatever the bytes of a feed or an archive: reports and InputErrors come out, nothing else."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from ebbline.errors import InputError
from ebbline.ingest import Context, Ingested, IngestOptions, Source, warc
from ebbline.ingest.feedparsing import parse_feed
from ebbline.ingest.transport import content_type
from ebbline.records import Capture

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
PAGE = b"<html><body><p>The mill at Tal Zira was shelled.</p></body></html>"
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
PACKED = gzip.compress(PAGE, mtime=0)
BLOCK = HTTP + b"%x\r\n%s\r\n0\r\n\r\n" % (len(PACKED), PACKED)


def record(block: bytes, kind: bytes = b"response", more: bytes = b"") -> bytes:
    head = (
        b"WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2016-02-03T04:05:06Z\r\n" % kind
    )
    typed = b"Content-Type: application/http; msgtype=response\r\n"
    return head + typed + more + b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(block), block)


ARCHIVE = record(BLOCK) + record(HTTP + PAGE, more=b"WARC-Block-Digest: sha1:AAAA\r\n") + record(PAGE, b"resource")
FEED = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>River</title>'
    b"<item><title>A &amp; B</title><link>/1</link><guid>1</guid><pubDate>Wed, 03 Feb 2016 01:30:00 +0300</pubDate>"
    b"<content:encoded><![CDATA[<p>Shells fell.</p>]]></content:encoded></item></channel></rss>"
)


@st.composite
def broken(draw: st.DrawFn, whole: bytes) -> bytes:
    """The bytes with a few places overwritten, cut, doubled or filled with marks that parsers heed."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        marks = st.sampled_from(
            [b"<", b"]]>", b"<!", b"&#x110000;", b"\r\n", b"-1", b"9" * 30, b"\x00", b"\xff\xfe", b"HTTP/"]
        )
        data[start:end] = draw(st.one_of(st.binary(max_size=12), marks, st.just(bytes(data[start:end]) * 2)))
    return bytes(data[: draw(st.integers(0, len(data)))]) if draw(st.booleans()) else bytes(data)


def keep(source: Source) -> Iterator[Ingested]:
    yield Ingested(Capture(source.origin, source.fetched_at, source.media_type or "", source.read()), None)


def read_archive(data: bytes) -> None:
    source = Source.of_bytes(data, origin="a.warc", fetched_at=NOW)
    try:
        for found in warc.read(source, Context(IngestOptions(), lambda: NOW, keep)):
            assert isinstance(found, Ingested | InputError)
    except InputError as error:
        assert error.cure  # noqa: PT017 - any outcome of these two is right


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=300), broken(ARCHIVE), broken(gzip.compress(ARCHIVE, mtime=0))))
def test_any_bytes_as_an_archive(data: bytes) -> None:
    read_archive(data)


@settings(max_examples=200, deadline=None)
@given(broken(BLOCK))
def test_any_answer_inside_a_sound_record(block: bytes) -> None:
    read_archive(record(block) + record(HTTP + PAGE))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), broken(FEED), broken(FEED.decode().encode("utf-16"))))
def test_any_bytes_as_a_feed(data: bytes) -> None:
    try:
        feed = parse_feed(data, "feed.xml", charset=None, base="http://a.example/feed", latest=NOW)
    except InputError as error:
        assert error.cure  # noqa: PT017 - either outcome is right
    else:
        for entry in feed.entries:
            assert entry.entry_id
            assert entry.link is None or entry.link.startswith(("http://", "https://"))


@given(st.text(max_size=80))
def test_any_content_type_header(header: str) -> None:
    media_type, charset = content_type(header)
    assert media_type == media_type.lower()
    assert charset is None or isinstance(charset, str)
