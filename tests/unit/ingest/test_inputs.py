"""From the words of a command to sources: order, names, and what is said of what cannot be read."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ebbline.errors import FetchError, InputError
from ebbline.ingest import FORMATS, Ingested, IngestOptions, Source, ingest
from ebbline.ingest.inputs import choose, passed_over

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def origins(found):
    return [item.report.origin if isinstance(item, Ingested) else f"! {item.which}" for item in found]


def test_a_folder_is_read_in_sorted_order_without_hidden_files(read):
    found = read({"b/z.txt": "One.", "b/a.txt": "Two.", "a.txt": "Three.", ".hidden.txt": "No.", "b/.git/x.txt": "No."})
    assert origins(found) == ["a.txt", "b/a.txt", "b/z.txt"]


def test_inputs_keep_the_order_they_were_named_in(read):
    assert origins(read({"a.txt": "One.", "b.txt": "Two."}, "b.txt", "a.txt")) == ["b.txt", "a.txt"]


def test_a_link_to_a_folder_above_does_not_go_round(read, tmp_path):
    (tmp_path / "round").symlink_to(tmp_path)
    assert origins(read({"a.txt": "One."})) == ["a.txt"]


def test_origin_is_relative_inside_the_current_folder_and_absolute_outside(read, tmp_path, monkeypatch, clock):
    read({"in/a.txt": "One."})
    monkeypatch.chdir(tmp_path / "in")
    (tmp_path / "out.txt").write_text("Two.")
    found = list(ingest(["./a.txt", "../out.txt"], IngestOptions(), clock=clock))
    assert origins(found) == ["a.txt", (tmp_path / "out.txt").as_posix()]


def test_the_capture_is_the_file_as_it_is(read_one):
    data = "Fire\r\nin Derwan.".encode("utf-16")
    found = read_one("a.txt", data)
    assert found.capture.data == data
    assert found.report.capture_sha256 == hashlib.sha256(data).hexdigest()
    assert found.report.text == "Fire\nin Derwan."
    assert found.report.text_sha256 == hashlib.sha256(b"Fire\nin Derwan.").hexdigest()
    assert (found.report.name, found.report.fetched_at) == ("a.txt", found.capture.fetched_at)


def test_equal_names_in_two_folders_are_two_reports(read):
    first, second = read({"a/x.txt": "Same.", "b/x.txt": "Same."})
    assert first.report.report_id != second.report.report_id
    assert first.report.name == second.report.name == "x.txt"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"", "an empty file"),
        ("a.txt", b"\x89PNG\r\n\x1a\n0000", "not text but a PNG image"),
        ("a.txt", bytes(range(256)) * 20, "not text but binary data"),
        ("a.txt", b" \n \n", "nothing but blanks"),
        ("a.gz", b"\x1f\x8b\x08\x00broken", "gzip"),
        ("a.txt.gz", gzip.compress(b"Some words." * 4000, mtime=0)[:-40], "a gzip file that breaks off"),
    ],
    ids=range(6),
)
def test_what_cannot_be_read_gets_one_line_and_the_rest_goes_on(read, name, content, words):
    error, report = read({name: content, "z.txt": "The rest."})
    assert isinstance(error, InputError)
    assert str(error).startswith(f"{name}: ")
    assert words in str(error)
    assert error.cure
    assert report.report.origin == "z.txt"


def test_what_is_not_there_is_said(read):
    (error,) = read({}, "nowhere.txt")
    assert str(error) == "nowhere.txt: no such file or folder; check the path"


def test_an_address_needs_a_fetcher(read):
    (error,) = read({}, "https://news.example/x")
    assert isinstance(error, FetchError)
    assert "offline" in str(error)


def test_a_packed_file_is_read_by_its_own_kind_and_kept_packed(read_one):
    packed = gzip.compress(b"Shells fell on Derwan.", mtime=0)
    found = read_one("a.txt.gz", packed)
    assert found.report.text == "Shells fell on Derwan."
    assert found.capture.data == packed
    assert found.report.name == "a.txt.gz"


def test_whole_records_before_the_break_of_a_packed_file_are_kept(read):
    noise = [hashlib.sha256(str(i).encode()).hexdigest() * 20 for i in range(400)]
    lines = "".join(json.dumps({"report": f"r{i}", "text": f"Report {i}. {noise[i]}"}) + "\n" for i in range(400))
    packed = gzip.compress(lines.encode(), mtime=0)
    *reports, error = read({"a.jsonl.gz": packed[: len(packed) // 2]})
    assert 100 < len(reports) < 300
    assert all(isinstance(report, Ingested) for report in reports)
    assert reports[0].report.origin == "a.jsonl.gz#r0"
    assert "breaks off" in str(error)


@pytest.mark.parametrize(
    ("name", "media_type", "url", "head", "expected"),
    [
        ("a.TXT", None, None, b"x", "text"),
        ("a.warc.gz", None, None, b"\x1f\x8b", "warc"),
        ("a.html.gz", None, None, b"\x1f\x8b", "gzip"),
        ("noname", None, None, b"%PDF-1.4", "pdf"),
        ("noname", None, None, b"Plain words", "text"),
        ("noname", None, None, b'\xef\xbb\xbf{"report": 1}', "jsonl"),
        ("u", "text/html; charset=x", "https://a.example/u", b"words", "html"),
        ("u.php", "text/html", "https://a.example/u.php", b"words", "html"),
        ("u", "application/xhtml+xml", "https://a.example/u", b"<?xml", "html"),
        ("u", "text/plain", "https://a.example/u", b"<!DOCTYPE html>", "html"),
        ("u", "application/rss+xml", "https://a.example/u", b"<?xml", "feed"),
        ("u", "text/xml", "https://a.example/u", b"<rss", "feed"),
        ("u", "application/octet-stream", "https://a.example/u", b"<?xml version='1.0'?><html>", "html"),
        ("u.pdf", "application/octet-stream", "https://a.example/u.pdf", b"\n%PDF-", "pdf"),
        ("u.txt", "text/plain", "https://a.example/u.txt", b"Words", "text"),
    ],
)
def test_the_kind_of_a_source(name, media_type, url, head, expected):
    source = Source.of_bytes(head, origin=name, fetched_at=NOW, media_type=media_type, url=url)
    assert choose(source, head).name == expected


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_every_format_of_the_table_has_its_reader(row):
    assert callable(row.reader())


def test_reports_come_one_at_a_time(tmp_path: Path, clock: Callable[[], dt.datetime]):
    path = tmp_path / "a.jsonl"
    path.write_text('{"report": "a", "text": "One."}\n{"report": "b", "text": "Two."}\n')
    stream = ingest([str(path)], IngestOptions(), clock=clock)
    first = next(iter(stream))
    assert isinstance(first, Ingested)
    assert first.report is not None
    assert first.report.name == "a"


def test_a_readme_in_a_folder_is_no_report_unless_named(read, tmp_path):
    files = {"a.txt": "Fighters entered the town.", "README.md": "About these reports."}
    assert origins(read(files)) == ["a.txt"]
    named = tmp_path / "README.md"
    named.write_text("About these reports.", "utf-8")
    found = list(ingest([str(named)], IngestOptions(), clock=lambda: NOW))
    assert [item.report.name for item in found] == ["README.md"]


OTHERS = {
    "a.png": b"\x89PNG\r\n",
    "in/b.PNG": b"",
    "in/c.csv": b"a,b\n1,2\n",
    "old": b"SQLite format 3\x00 and so on",
    "x.db": b"SQLite format 3\x00 and so on",
    "x.db-wal": b"x\x00",
    "x.db-shm": b"",
    "raw": bytes(range(256)),
}


def test_files_of_other_kinds_in_a_folder_are_passed_over_and_counted(read, tmp_path):
    assert (
        origins(read({**OTHERS, "z.txt": "The rest.", "plain": "Words.", "page": "<html><body>Words"}))[-1] == "z.txt"
    )
    assert origins(ingest(["."], IngestOptions(), clock=lambda: NOW)) == ["page", "plain", "z.txt"]
    assert passed_over(["."]) == {".png": 2, ".csv": 1, ".db": 1, "without an ending": 2}
    assert passed_over([".", "https://x.example/"], apart=tmp_path / "in")[".png"] == 1
    assert not passed_over(["z.txt", "a.png", "absent"])


@pytest.mark.parametrize(("name", "words"), [("a.png", "(.png)"), ("in/c.csv", "(.csv)"), ("x.db", "(.db)")])
def test_one_named_outright_is_an_error(read, name, words):
    (error,) = read(OTHERS, name)
    assert isinstance(error, InputError)
    assert f"of a kind that cannot be read {words}" in error.what
