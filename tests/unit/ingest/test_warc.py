from __future__ import annotations

import datetime as dt
import gzip
import io
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ebbline.errors import InputError
from ebbline.ingest import Context, Ingested, IngestOptions, Source, warc
from ebbline.records import Capture

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
PAGE = b"<html><body><p>Residents said the checkpoint at Tal Zira was left in the night.</p></body></html>"


class Writer(WARCWriter):
    """warcio leaves its temporary files open, which counts as a warning here."""

    @staticmethod
    def _create_temp_file() -> io.BytesIO:
        return io.BytesIO()


class Archive:
    """Writes an archive the way crawlers do."""

    def __init__(self, packed: bool = True) -> None:
        self._buffer = io.BytesIO()
        self._writer = Writer(self._buffer, gzip=packed, warc_version="1.1")
        self._writer.write_record(self._writer.create_warcinfo_record("a.warc.gz", {"software": "a test"}))

    def add(
        self,
        url: str = "http://news.example/1",
        body: bytes = PAGE,
        *,
        kind: str = "response",
        status: str = "200 OK",
        headers: dict[str, str] | None = None,
        warc: dict[str, str] | None = None,
        media_type: str = "text/html; charset=utf-8",
    ) -> Archive:
        http = [("Content-Type", media_type), *(headers or {}).items()]
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders(status, http, protocol="HTTP/1.1") if kind == "response" else None,
            warc_content_type=media_type if kind != "response" else "",
            warc_headers_dict={"WARC-Date": "2016-02-03T04:05:06Z"} | (warc or {}),
        )
        self._writer.write_record(record)
        return self

    def revisit(self, url: str) -> Archive:
        record = self._writer.create_revisit_record(url, "sha1:" + "A" * 32, url, "2016-01-01T00:00:00Z")
        self._writer.write_record(record)
        return self

    @property
    def data(self) -> bytes:
        return self._buffer.getvalue()


def keep(source: Source) -> Iterator[Ingested | InputError]:
    """Stands for the reader of pages: keeps what it is given."""
    yield Ingested(
        Capture(source.origin, source.fetched_at, source.media_type or "", source.read()), None, (source.name,)
    )


def read_all(data: bytes, read: Any = keep) -> list[Ingested | InputError]:
    context = Context(IngestOptions(), lambda: NOW, read)
    source = Source.of_bytes(data, origin="a.warc.gz", fetched_at=NOW)
    found: list[Ingested | InputError] = []
    try:
        found.extend(warc.read(source, context))
    except InputError as error:
        found.append(error)
    return found


def pages(data: bytes) -> list[Ingested]:
    found = read_all(data)
    assert all(isinstance(item, Ingested) for item in found), found
    return [item for item in found if isinstance(item, Ingested)]


def kept_and_error(data: bytes) -> tuple[int, InputError]:
    found = read_all(data)
    errors = [item for item in found if isinstance(item, InputError)]
    assert len(errors) == 1
    assert found[-1] is errors[0]
    return len(found) - 1, errors[0]


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_keeps_its_address_its_date_and_its_number(packed: bool) -> None:
    (page,) = pages(Archive(packed).add("http://news.example/1").data)
    assert page.capture.origin == "a.warc.gz#2"
    assert page.capture.fetched_at == dt.datetime(2016, 2, 3, 4, 5, 6, tzinfo=dt.UTC)
    assert page.capture.data == PAGE
    assert page.notes == ("http://news.example/1",)


def test_the_charset_the_server_declared_is_handed_on() -> None:
    seen: list[Source] = []

    def read(source: Source) -> Iterator[Ingested]:
        seen.append(source)
        yield Ingested(source.capture(source.read(), "text/html"), None)

    read_all(Archive().add(media_type="text/html; charset=windows-1256").data, read)
    assert [(source.charset, source.media_type, source.url) for source in seen] == [
        ("windows-1256", "text/html", "http://news.example/1")
    ]


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:])) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE, mtime=0), {"Content-Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
        (brotli.compress(PAGE), {"Content-Encoding": "br"}),
        (chunked(PAGE), {"Transfer-Encoding": "chunked"}),
        (chunked(gzip.compress(PAGE, mtime=0)), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
        (PAGE, {"Content-Encoding": "gzip"}),
        (PAGE, {"Content-Encoding": "br"}),
        (PAGE, {"Transfer-Encoding": "chunked"}),
        (gzip.compress(PAGE, mtime=0), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
        (chunked(PAGE), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
    ],
    ids=range(10),
)
def test_packings_are_undone_and_stale_headers_of_packings_seen_through(body: bytes, headers: dict[str, str]) -> None:
    (page,) = pages(Archive().add(body=body, headers=headers).data)
    assert page.capture.data == PAGE


def test_what_is_no_page_is_passed_over_and_counted_at_the_end() -> None:
    archive = Archive()
    archive.add("http://news.example/1").add("http://news.example/x.png", b"\x89PNG", media_type="image/png")
    archive.add("http://news.example/gone", status="404 Not Found").add("http://news.example/r", status="302 Found")
    archive.add("http://news.example/robots.txt", b"User-agent: *", media_type="text/plain")
    archive.revisit("http://news.example/1").add("http://news.example/2", media_type="application/xhtml+xml")
    first, last = pages(archive.data)
    assert first.notes == ("http://news.example/1",)
    assert last.capture.origin == "a.warc.gz#8"
    assert last.notes[1:] == (
        "passed over: 1 copies of a record elsewhere (revisit), 1 not text, 1 robots.txt, 1 with status 302, "
        "1 with status 404",
    )


@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_plain_records_are_read_too(kind: str) -> None:
    archive = Archive().add("file:///notes.txt", b"The bridge is held.", kind=kind, media_type="text/plain")
    (page,) = pages(archive.data)
    assert page.capture.data == b"The bridge is held."
    assert page.capture.media_type == "text/plain"


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.77, 0.95])
def test_a_cut_archive_keeps_what_came_before_and_says_so_once(packed: bool, share: float) -> None:
    archive = Archive(packed)
    for number in range(20):
        archive.add(f"http://news.example/{number}", PAGE * 20)
    data = archive.data[: int(len(archive.data) * share)]
    kept, error = kept_and_error(data)
    assert kept >= int(20 * share) - 1
    assert "breaks off" in error.what


def test_every_cut_of_a_small_archive_is_noticed_or_leaves_whole_pages() -> None:
    whole = Archive(packed=False).add("http://news.example/1").add("http://news.example/2").data
    second = whole.rindex(b"WARC/1.1")
    for cut in range(second + 1, len(whole) - 4):
        kept, _ = kept_and_error(whole[:cut])
        assert kept == 1


def test_damage_in_the_packing_ends_the_archive_and_keeps_what_came_before() -> None:
    archive = Archive()
    for number in range(6):
        archive.add(f"http://news.example/{number}")
    data = bytearray(archive.data)
    data[len(data) * 3 // 4] ^= 0xFF
    kept, error = kept_and_error(bytes(data))
    assert kept >= 2
    assert "damaged" in error.what or "breaks off" in error.what


def test_a_flipped_byte_in_one_record_costs_that_record_only() -> None:
    archive = Archive(packed=False)
    for number in range(3):
        archive.add(f"http://news.example/{number}", PAGE + b" record %d" % number)
    found = read_all(archive.data.replace(b" record 1", b" record X"))
    errors = [item for item in found if isinstance(item, InputError)]
    assert [error.which for error in errors] == ["a.warc.gz#3"]
    assert "checksum" in errors[0].what
    assert len(found) == 3


def test_a_record_that_unpacks_without_end_is_refused() -> None:
    bomb = gzip.compress(b"\0" * (warc.MAX_PAYLOAD_BYTES + 10))
    archive = Archive().add(body=bomb, headers={"Content-Encoding": "gzip"}).add("http://news.example/2")
    found = read_all(archive.data)
    assert [type(item) for item in found] == [InputError, Ingested]


@pytest.mark.parametrize(
    "data",
    [b"no archive at all\n" * 5, gzip.compress(b"nor this", mtime=0), b"\x1f\x8bnot gzip", b"WARC/1.0\r\n"],
    ids=range(4),
)
def test_other_bytes_are_one_clear_error(data: bytes) -> None:
    kept, error = kept_and_error(data)
    assert kept == 0
    assert error.cure


def test_an_archive_without_pages_says_what_it_held() -> None:
    _, error = kept_and_error(Archive().add(status="500 Oops").data)
    assert "1 with status 500" in error.what


def test_a_shortened_page_is_marked() -> None:
    (page,) = pages(Archive().add(warc={"WARC-Truncated": "length"}).data)
    assert "only its beginning was archived (length)" in page.notes


def test_a_page_that_cannot_be_read_is_handed_on_and_the_rest_goes_on() -> None:
    def read(source: Source) -> Iterator[Ingested | InputError]:
        yield InputError(source.origin, "a login page", "skipped")

    found = read_all(Archive().add().add("http://news.example/2").data, read)
    assert [item.which for item in found if isinstance(item, InputError)] == ["a.warc.gz#2", "a.warc.gz#3"]
    assert len(found) == 2


def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path) -> None:
    def peak(records: int) -> int:
        archive = Archive()
        for number in range(records):
            archive.add(f"http://news.example/{number}", PAGE * 100)
        path = tmp_path / f"{records}.warc.gz"
        path.write_bytes(archive.data)
        del archive
        source = Source(origin="a.warc.gz", name="a.warc.gz", fetched_at=NOW, open=lambda: path.open("rb"))
        tracemalloc.start()
        assert sum(1 for _ in warc.read(source, Context(IngestOptions(), lambda: NOW, keep))) == records
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(400) < peak(20) + 200_000
