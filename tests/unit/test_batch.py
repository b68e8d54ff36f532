"""A batch without its cluster: which files, what each becomes, and that a damaged file is never believed."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ebbline.batch import Job, Tally, Task, merge, plan, read_file
from ebbline.batch.cluster import run_tasks
from ebbline.batch.shard import FORMAT, GROUP_ROWS, Item, read_footer, read_shard, schema
from ebbline.errors import EbblineError, InputError, MissingExtraError, UsageError
from ebbline.ingest import IngestOptions, ingest
from ebbline.ledger import LedgerStore
from ebbline.pipeline import CODERS

AT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
COLUMNS = {
    "what": "string",
    "capture_id": "string",
    "capture_origin": "string",
    "media_type": "string",
    "captured_at": "string",
    "data": "binary",
    "container": "bool",
    "notes": "list<item: string>",
    "report_id": "string",
    "origin": "string",
    "text": "string",
    "text_sha256": "string",
    "name": "string",
    "capture_sha256": "string",
    "title": "string",
    "outlet": "string",
    "url": "string",
    "published": "string",
    "fetched_at": "string",
    "language": "string",
    "furniture": "string",
    "pages": "string",
    "unread": "string",
    "reading_id": "string",
    "extractor": "string",
    "relevant": "bool",
    "left_unread": "string",
    "claims": "list<item: struct<claim_id: string, kind: string, certainty: string, body: string, signed: string>>",
    "persons": "list<item: struct<name: string, spans: string, role: string, affiliation: string, public: bool>>",
    "left_open": "list<item: struct<what: string, mention: string, start: int64, end: int64>>",
    "problem": "struct<which: string, what: string, cure: string>",
    "seal": "fixed_size_binary[16]",
}


def record(number: int) -> str:
    text = f"Gunmen of the Harrow Guard shelled Lower Temmin{number} on 3 May 2015, killing {number} people."
    return json.dumps({"report": f"n{number}", "text": text, "published": "2015-05-04"})


def archive(folder: Path, count: int, *, bad: bool = False) -> Path:
    path = folder / "archive.jsonl"
    lines = [record(number) for number in range(count)]
    path.write_text("\n".join([*lines, "{broken"] if bad else lines) + "\n", "utf-8")
    return path


def tasks_of(*inputs: Path | str, out: Path, extractor: str = "x", keep_empty: bool = False) -> list[Task | InputError]:
    return list(plan(list(map(str, inputs)), out, extractor=extractor, keep_empty=keep_empty))


def job_for(out: Path, **fields: object) -> Job:
    out.mkdir(exist_ok=True)
    return Job(str(out), AT, **{"coder": "keyword", **fields})  # type: ignore[arg-type]


def written(path: Path, out: Path) -> Path:
    (task,) = tasks_of(path, out=out)
    assert isinstance(task, Task)
    read_file(task, job_for(out))
    return out / task.output


# --- the plan -------------------------------------------------------------------------------------------------------


def test_files_come_in_the_order_of_read_and_once(examples: Path, tmp_path: Path) -> None:
    planned = tasks_of(examples, examples / "wires", out=tmp_path / "out")
    origins = [task.origin for task in planned if isinstance(task, Task)]
    read = ingest([str(examples)], IngestOptions(), clock=lambda: AT)
    seen = [(found.which if isinstance(found, InputError) else found.capture.origin).split("#")[0] for found in read]
    assert origins == list(dict.fromkeys(seen))
    assert len({task.output for task in planned if isinstance(task, Task)}) == len(origins)


def test_the_outputs_are_no_inputs(tmp_path: Path) -> None:
    path = archive(tmp_path, 1)
    written(path, tmp_path / "out")
    assert [task.path for task in tasks_of(tmp_path, out=tmp_path / "out") if isinstance(task, Task)] == [str(path)]


def test_an_address_is_refused_and_a_missing_file_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="reads files only"):
        tasks_of("https://wire.example/feed", out=tmp_path)
    (problem,) = tasks_of(tmp_path / "gone.txt", out=tmp_path / "out")
    assert isinstance(problem, InputError)


def test_an_output_is_named_after_everything_that_changes_it(tmp_path: Path) -> None:
    path, out = archive(tmp_path, 2), tmp_path / "out"

    def name(**how: object) -> str:
        (task,) = tasks_of(path, out=out, **how)  # type: ignore[arg-type]
        assert isinstance(task, Task)
        return task.output

    first = name()
    assert name() == first
    names = {first, name(extractor="y"), name(keep_empty=True)}
    os.utime(path, (1, 1))
    names.add(name())
    assert len(names) == 4
    assert all("archive" not in each for each in names), "a file's name may name a person"


# --- one file -------------------------------------------------------------------------------------------------------


def test_what_is_written_is_what_was_read(examples: Path, tmp_path: Path) -> None:
    coder = CODERS["lexicon"]()
    job = job_for(tmp_path / "out", coder="lexicon")
    for task in tasks_of(examples, out=tmp_path / "out"):
        assert isinstance(task, Task)
        result = read_file(task, job)
        items = list(read_shard(tmp_path / "out" / task.output))
        wanted = []
        for found in ingest([task.path], IngestOptions(offline=True), clock=lambda: AT):
            assert not isinstance(found, InputError)
            wanted.append(Item(found, found.report and coder.code(found.report)))
        assert [item.ingested for item in items if isinstance(item, Item)] == [item.ingested for item in wanted]
        for item, want in zip(items, wanted, strict=True):
            assert isinstance(item, Item)
            assert item.reading is not None
            assert want.reading is not None
            assert sorted(map(repr, item.reading.claims)) == sorted(map(repr, want.reading.claims))
            assert (item.reading.persons, item.reading.left_open) == (want.reading.persons, want.reading.left_open)
            assert (item.reading.relevant, item.reading.extractor) == (want.reading.relevant, coder.extractor)
        assert result.reports == len(items)


def test_the_columns_are_as_released() -> None:
    assert {field.name: str(field.type).replace("element", "item") for field in schema()} == COLUMNS


def test_the_footer_tells_version_extractor_input_and_counts(tmp_path: Path) -> None:
    path = archive(tmp_path, 3, bad=True)
    told = read_footer(written(path, tmp_path / "out"))
    assert told["format"] == str(FORMAT)
    assert told["extractor"] == CODERS["keyword"]().extractor
    assert told["input"].endswith("archive.jsonl")
    assert (told["reports"], told["problems"], told["items"]) == ("3", "1", "3")
    assert int(told["claims"]) > 0


def test_a_second_batch_passes_over_what_is_there(tmp_path: Path) -> None:
    path, out = archive(tmp_path, 3, bad=True), tmp_path / "out"
    (task,) = tasks_of(path, out=out)
    assert isinstance(task, Task)
    first = read_file(task, job_for(out))
    before = (out / task.output).stat().st_mtime_ns
    lost = read_file(task, job_for(out))
    assert (lost.skipped, lost.reports) == (False, 3), "a worker of the same batch that died before it could tell"
    second = read_file(task, replace(job_for(out), at=AT + dt.timedelta(1)))
    assert second.skipped
    assert not first.skipped
    assert (second.reports, second.claims, second.problems) == (first.reports, first.claims, first.problems)
    assert (out / task.output).stat().st_mtime_ns == before
    assert [path.name for path in out.iterdir()] == [task.output]
    (out / task.output).write_bytes((out / task.output).read_bytes()[:-100])
    assert not read_file(task, replace(job_for(out), at=AT + dt.timedelta(1))).skipped, (
        "a cut-off file has to be written again"
    )


def test_a_file_of_nothing_but_problems_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (task,) = tasks_of(tmp_path / "broken.pdf", out=tmp_path / "out")
    assert isinstance(task, Task)
    for _ in range(2):
        result = read_file(task, job_for(tmp_path / "out"))
        assert (result.skipped, result.problems, result.items) == (False, 1, 0)
        assert "broken.pdf" in result.said[0]


def test_a_language_not_coded_is_kept_and_said(tmp_path: Path) -> None:
    words = "Les combattants ont pris le village de Lower Temmin hier soir, selon un porte-parole de la garde. " * 6
    (tmp_path / "fr.txt").write_text(words, "utf-8")
    (task,) = tasks_of(tmp_path / "fr.txt", out=tmp_path / "out")
    assert isinstance(task, Task)
    result = read_file(task, job_for(tmp_path / "out", coder="lexicon"))
    assert (result.kept, result.reports) == (1, 0)
    assert result.said[0].endswith("in a language not coded yet (fr)")
    target = tmp_path / "x.db"
    with LedgerStore(target, clock=lambda: AT) as store:
        (outcome,) = merge([tmp_path / "out"], store, tally=Tally())
    assert (outcome.status, outcome.notes) == ("kept", ("in a language not coded yet (fr)",))


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    path = archive(tmp_path, 40, bad=True)
    assert written(path, tmp_path / "a").read_bytes() == written(path, tmp_path / "b").read_bytes()


def test_rows_are_written_in_groups(tmp_path: Path) -> None:
    shard = written(archive(tmp_path, 2 * GROUP_ROWS + 1), tmp_path / "out")
    file = pq.ParquetFile(shard)
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [GROUP_ROWS, GROUP_ROWS, 1]
    file.close()


def test_nothing_can_be_written_and_the_wrong_version(tmp_path: Path) -> None:
    (task,) = tasks_of(archive(tmp_path, 1), out=tmp_path / "gone")
    assert isinstance(task, Task)
    with pytest.raises(EbblineError, match="cannot be written"):
        read_file(task, Job(str(tmp_path / "gone"), AT, "keyword"))
    with pytest.raises(EbblineError, match=r"the batch 0\.0\.1"):
        read_file(task, job_for(tmp_path / "out", version="0.0.1"))


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"ebbline batch: .*ebbline\[cluster\]"):
        next(run_tasks([], job_for(tmp_path), workers=1))


# --- damage ---------------------------------------------------------------------------------------------------------


def test_one_flipped_bit_is_never_believed(tmp_path: Path) -> None:
    shard = written(archive(tmp_path, 30), tmp_path / "out")
    sound = shard.read_bytes()
    items = list(read_shard(shard))
    rng = random.Random(7)
    noticed = 0
    for _ in range(150):
        flipped = bytearray(sound)
        flipped[rng.randrange(len(sound))] ^= 1 << rng.randrange(8)
        shard.write_bytes(flipped)
        try:
            found = list(read_shard(shard))
        except InputError:
            noticed += 1
            continue
        noticed += any(isinstance(item, InputError) for item in found)
        assert all(isinstance(item, InputError) or item in items for item in found)
    assert noticed > 75, "most of a file is its rows"


def test_a_damaged_group_leaves_the_others(tmp_path: Path) -> None:
    shard = written(archive(tmp_path, GROUP_ROWS + 5), tmp_path / "out")
    data = bytearray(shard.read_bytes())
    file = pq.ParquetFile(shard)
    names = [file.metadata.schema.column(n).path for n in range(file.metadata.num_columns)]
    column = file.metadata.row_group(0).column(names.index("text"))
    file.close()
    at = column.data_page_offset + column.total_compressed_size // 2
    data[at] ^= 0xFF
    shard.write_bytes(data)
    problems = [item for item in read_shard(shard) if isinstance(item, InputError)]
    items = [item for item in read_shard(shard) if isinstance(item, Item)]
    assert len(problems) == 1
    assert "group 1 of 2" in problems[0].which
    assert len(items) >= 5


@pytest.mark.parametrize("length", [0, 3, 8, 500, -1, -8, -200])
def test_a_cut_off_file_is_one_problem(tmp_path: Path, length: int) -> None:
    shard = written(archive(tmp_path, 3), tmp_path / "out")
    shard.write_bytes(shard.read_bytes()[:length])
    with pytest.raises(InputError, match="cut off"):
        list(read_shard(shard))


def test_other_and_newer_parquet_files_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.parquet"
    pq.write_table(pa.table({"a": [1]}), other)
    with pytest.raises(InputError, match="not a file of `ebbline batch`"):
        list(read_shard(other))
    newer = pa.table({"a": [1]}).replace_schema_metadata({"ebbline.format": str(FORMAT + 1), "ebbline.version": "9.0"})
    pq.write_table(newer, other)
    with pytest.raises(InputError, match=r"newer Ebbline \(9\.0"):
        list(read_shard(other))
