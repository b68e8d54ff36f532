"""Whatever the bytes: a report with sound offsets or one InputError, never another exception."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ebbline.errors import InputError
from ebbline.ingest import Context, Ingested, IngestOptions, Source
from ebbline.ingest.dating import from_address, from_given, infer_published
from ebbline.ingest.decoding import decode, stored_text
from ebbline.ingest.furniture import furniture_of
from ebbline.ingest.inputs import read_source
from ebbline.ingest.stories import bands, same_story, signature

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ENDINGS = ["", ".txt", ".md", ".html", ".xhtml", ".jsonl", ".pdf", ".docx", ".gz", ".html.gz", ".jsonl.gz"]
LINES = [
    "Leave a Reply",
    "four × 5 =",
    "Home | News | Opinion",
    "READ ALSO: x",
    "Related",
    "Derwan, 3/4/2016 – fighters left",
    "2 Comments",
    "Joe says:",
    "22 March 2016",
]
MARKUP = ["<p>", "</div>", "<table><td>", "<script>", "<br>", "<a href=x>", "&amp;", "&#0;", "<!--", "]]>", "<p>" * 9]

unruly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
texts = st.lists(st.one_of(st.text(max_size=60), st.sampled_from(LINES)), max_size=12).map("\n".join)
pages = st.lists(st.one_of(st.text(max_size=40), st.sampled_from(MARKUP + LINES)), max_size=15).map("".join)


def read(name: str, data: bytes, *, keep_empty: bool = False) -> list[Ingested | InputError]:
    source = Source.of_bytes(data, origin=name, fetched_at=NOW)
    context = Context(IngestOptions(keep_empty=keep_empty), lambda: NOW, lambda inner: read_source(inner, context))
    return list(read_source(source, context))


def check(found: list[Ingested | InputError], data: bytes) -> None:
    assert found
    for item in found:
        if isinstance(item, InputError):
            assert item.which
            assert item.what
            assert "\n" not in item.what
            continue
        report = item.report
        if report is None:
            assert item.container
            continue
        assert report.capture_sha256 == hashlib.sha256(item.capture.data).hexdigest()
        assert report.text_sha256 == hashlib.sha256(report.text.encode("utf-8")).hexdigest()
        assert "\r" not in report.text
        assert unicodedata.is_normalized("NFC", report.text)
        spans = [*report.furniture]
        assert all(0 <= span.start < span.end <= len(report.text) for span in spans)
        assert all(a.end < b.start or a.end <= b.start for a, b in pairwise(spans))
        assert all(page.span.end <= len(report.text) for page in report.pages)


@unruly
@given(ending=st.sampled_from(ENDINGS), data=st.binary(max_size=400), keep=st.booleans())
def test_any_bytes_under_any_ending(ending: str, data: bytes, keep: bool) -> None:
    check(read(f"x{ending}", data, keep_empty=keep), data)


@unruly
@given(text=texts, encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]), packed=st.booleans())
def test_any_text_is_kept_as_it_is(text: str, encoding: str, packed: bool) -> None:
    data = text.encode(encoding, "replace")
    found = read("x.txt.gz" if packed else "x.txt", gzip.compress(data) if packed else data, keep_empty=True)
    check(found, data)
    if encoding != "utf-8" and text and "\x00" not in text:
        (item,) = found
        assert isinstance(item, Ingested)
        assert item.report is not None
        assert item.report.text == stored_text(text.encode(encoding, "replace").decode(encoding))


@unruly
@given(markup=pages, keep=st.booleans())
def test_any_markup(markup: str, keep: bool) -> None:
    check(read("x.html", markup.encode("utf-8", "replace"), keep_empty=keep), b"")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
records = st.dictionaries(
    st.sampled_from(["report", "text", "html", "title", "published", "url", "outlet"]), json_values, max_size=7
)


@unruly
@given(lines=st.lists(records, min_size=1, max_size=4))
def test_any_records(lines: list[dict[str, object]]) -> None:
    data = "\n".join(json.dumps(line) for line in lines).encode()
    found = read("x.jsonl", data)
    assert len(found) == len(lines)
    check(found, data)


@unruly
@given(text=texts)
def test_furniture_is_whole_lines_of_the_text(text: str) -> None:
    stored = stored_text(text)
    for span in furniture_of(stored):
        assert span.start == 0 or stored[span.start - 1] == "\n"
        assert span.end == len(stored) or stored[span.end] == "\n"


@unruly
@given(data=st.binary(max_size=200), declared=st.text(max_size=12) | st.sampled_from(["utf-7", "cp1256", "big5"]))
def test_decoding_gives_stored_text_or_an_input_error(data: bytes, declared: str) -> None:
    try:
        text, _ = decode(data, "x", declared)
    except InputError:
        return
    assert text == stored_text(text)


@unruly
@given(
    words=st.text(max_size=120), numbers=st.from_regex(r"\d{1,4}[ ./-]{1,2}\d{1,3}[ ./-]{1,2}\d{2,4}", fullmatch=True)
)
def test_dates_are_intervals_or_none(words: str, numbers: str) -> None:
    for found in (
        infer_published(f"{words}\n{numbers}\n{words} {numbers}"),
        from_address(f"https://a.example/{numbers}/{words}"),
        from_address(words),
        from_given(numbers),
        from_given({"from": words, "to": numbers}),
    ):
        assert found is None or found.interval.start <= found.interval.end


@unruly
@given(a=st.text(max_size=400), b=st.text(max_size=400))
def test_sameness_is_symmetric_and_copies_meet(a: str, b: str) -> None:
    mark_a, mark_b = signature(a), signature(b)
    assert same_story(mark_a, mark_b) == same_story(mark_b, mark_a)
    assert signature(a) == mark_a
    assert bands(mark_a) == bands(signature(a.upper().casefold())) or a.casefold() != a.upper().casefold()


@pytest.mark.parametrize("ending", ENDINGS)
def test_one_byte_is_no_crash(ending: str) -> None:
    for byte in (b"\x00", b"\x1f", b"<", b"{", b"\xff", b"\n"):
        check(read(f"x{ending}", byte), byte)
