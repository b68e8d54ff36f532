"""JSON Lines: one report a line, one error for a bad one."""

from __future__ import annotations

import datetime as dt
import json
import tracemalloc

import pytest

from ebbline.errors import InputError
from ebbline.ingest import Ingested, IngestOptions, ingest


def line(**fields):
    return json.dumps({"report": "r1", "text": "Fighters left Derwan."} | fields, ensure_ascii=False)


def test_a_record_with_everything(read):
    record = line(title="Fighters\nleave", published="2015-06-16", url="https://a.example/x", outlet="River Radio")
    (found,) = read({"a.jsonl": record + "\n"})
    report = found.report
    assert found.capture.data == record.encode()
    assert found.capture.origin == report.origin == "a.jsonl#r1"
    assert (report.name, report.title, report.outlet, report.url) == (
        "r1",
        "Fighters leave",
        "River Radio",
        "https://a.example/x",
    )
    assert (report.published.interval.start, report.published.how) == (dt.date(2015, 6, 16), "given")


@pytest.mark.parametrize("label", [None, "", {"a": 1}])
def test_a_record_without_a_name_goes_by_its_line(read, label):
    (found,) = read({"a.jsonl": "\n" + line(report=label)})
    assert (found.report.origin, found.report.name) == ("a.jsonl#L2", "L2")


def test_a_bad_line_is_one_error_with_its_number_and_the_rest_goes_on(read):
    found = read({"a.ndjson": "\n".join([line(), "{broken", "[1]", '{"report": "x"}', '"s"', line(report="r2")])})
    errors = [item for item in found if isinstance(item, InputError)]
    assert [error.which for error in errors] == ["a.ndjson#L2", "a.ndjson#L3", "a.ndjson#L4", "a.ndjson#L5"]
    assert [item.report.name for item in found if isinstance(item, Ingested)] == ["r1", "r2"]


@pytest.mark.parametrize("bad", [b"\xff\xfe{", b'{"text": "\xff"}', b'{"text": ""}', b'{"text": 5}', b"[" * 100_000])
def test_a_line_that_is_no_report(read, bad):
    (error, report) = read({"a.jsonl": bad + b"\n" + line().encode()})
    assert isinstance(error, InputError)
    assert isinstance(report, Ingested)


def test_half_a_surrogate_pair_does_not_reach_the_ledger(read):
    (found,) = read({"a.jsonl": r'{"report": "\ud83d", "text": "Fire \ud83d in Derwan"}'})
    if isinstance(found, Ingested):
        found.report.text.encode("utf-8")
        found.report.origin.encode("utf-8")


def test_a_file_that_is_no_json_lines_is_said_once_in_the_end(read):
    found = read({"a.jsonl": "no json\n" * 500})
    assert len(found) == 51
    assert "no JSON Lines" in str(found[-1])


def test_a_date_that_is_none_is_noted_and_the_report_kept(read):
    (found,) = read({"a.jsonl": line(published="last week")})
    assert found.report.published is None
    assert "last week" in found.notes[0]


def test_a_page_in_a_record(read):
    html = "<title>T</title><p>Fighters left Derwan on Monday after two days of shelling, residents said.</p>"
    (found,) = read({"a.jsonl": json.dumps({"report": "p", "html": html, "published": {"from": "2015", "to": "2016"}})})
    assert found.report.text.startswith("Fighters left")
    assert found.report.published.interval.end == dt.date(2016, 12, 31)
    assert found.report.title == "T"


def test_a_line_of_50_mb_is_passed_over_without_being_held(tmp_path, clock):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as out:
        out.write(line().encode() + b'\n{"text": "')
        for _ in range(50):
            out.write(b"x" * 1024 * 1024)
        out.write(b'"}\n' + line(report="r2").encode())
    list(ingest([str(path)], IngestOptions(), clock=clock))  # what is loaded on first use is not counted
    tracemalloc.start()
    first, error, last = ingest([str(path)], IngestOptions(), clock=clock)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(error, InputError)
    assert error.which.endswith("#L2")
    assert "more than 16 MB" in str(error)
    assert (first.report.name, last.report.name) == ("r1", "r2")
    assert peak < 24 * 1024 * 1024


def test_memory_does_not_grow_with_the_number_of_reports(tmp_path, clock):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(line(report=f"r{i}", text="Fighters left Derwan. " * 60) + "\n" for i in range(500)))
    tracemalloc.start()
    count = sum(1 for _ in ingest([str(path)], IngestOptions(), clock=clock))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 500
    assert peak < 1 * 1024 * 1024
