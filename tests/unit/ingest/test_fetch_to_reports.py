"""Addresses and archives all the way to reports: fetcher, formats and guards together, on the loopback address."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ebbline.errors import InputError
from ebbline.ingest import Ingested, IngestOptions, ingest
from ebbline.ingest.fetch import Fetcher, Limits

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
STORY = (
    "<p>Units of the River Front entered the village of Tal Zira on Monday after two days of shelling, "
    "the provincial council said in a statement.</p><p>At least four members of the Northern Shield were killed "
    "near the mill and the others left toward the hills, a resident told the paper by telephone.</p>"
)
PAGE = f"<html><head><title>Village changes hands</title></head><body><article>{STORY}</article></body></html>"


class Handler(SimpleHTTPRequestHandler):
    extensions_map: ClassVar[dict[str, str]] = {
        ".xml": "application/rss+xml",
        ".html": "text/html; charset=utf-8",
        ".txt": "text/plain",
    }

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    address = f"http://127.0.0.1:{server.server_address[1]}"
    (tmp_path / "feed.xml").write_text(
        f"<rss version='2.0'><channel><title>Plain Paper</title><item><title>Village</title>"
        f"<link>{address}/page.html</link><pubDate>Mon, 01 Feb 2016 10:00:00 +0200</pubDate></item>"
        f"<item><link>http://169.254.169.254/latest</link></item></channel></rss>",
        encoding="utf-8",
    )
    yield address
    server.shutdown()
    server.server_close()


def fetcher(**settings: Any) -> Fetcher:
    return Fetcher(
        clock=lambda: NOW,
        warn=lambda words: None,
        sleep=lambda seconds: None,
        proxy_for=lambda url: None,
        limits=Limits(timeout=5, read_timeout=2),
        **settings,
    )


def read(name: str, **settings: Any) -> list[Ingested | InputError]:
    return list(ingest([name], IngestOptions(), clock=lambda: NOW, fetcher=fetcher(**settings)))


def test_an_address_becomes_a_report(site: str) -> None:
    (found,) = read(f"{site}/page.html", allow_private=True)
    assert isinstance(found, Ingested)
    assert found.report is not None
    assert found.report.origin == f"{site}/page.html"
    assert found.report.fetched_at == NOW
    assert "four members" in found.report.text


def test_a_feed_address_becomes_the_reports_of_its_pages(site: str) -> None:
    outside = {"169.254.169.254": ["169.254.169.254"], "127.0.0.1": ["127.0.0.1"]}
    kept, page, refused = read(
        f"{site}/feed.xml", allow_private=True, resolver=lambda host, port: outside[host] if host[0] == "1" else []
    )[:3]
    assert isinstance(kept, Ingested)
    assert kept.report is None
    assert isinstance(page, Ingested)
    assert page.report is not None
    assert page.report.published is not None
    assert page.report.published.interval.start == dt.date(2016, 2, 1)
    assert page.report.outlet == "Plain Paper"
    assert isinstance(refused, InputError)


def test_the_loopback_address_is_refused_unless_allowed(site: str) -> None:
    (found,) = read(f"{site}/page.html")
    assert isinstance(found, InputError)
    assert "--allow-private" in found.cure


def test_an_archive_becomes_the_reports_of_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number in (1, 2):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            body = io.BytesIO(PAGE.replace("four", f"{number}4").encode())
            with (
                record := writer.create_warc_record(
                    f"http://paper.example/2016/02/0{number}/a", "response", payload=body, http_headers=headers
                )
            ).raw_stream:
                writer.write_record(record)
    found = read(str(path))
    reports = [item.report for item in found if isinstance(item, Ingested) and item.report]
    assert [report.origin for report in reports] == [f"{path.as_posix()}#1", f"{path.as_posix()}#2"]
    assert [report.url for report in reports] == [
        "http://paper.example/2016/02/01/a",
        "http://paper.example/2016/02/02/a",
    ]
    assert [report.published.interval.start.day for report in reports if report.published] == [1, 2]
