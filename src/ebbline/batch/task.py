"""One task: a path in, a Parquet file out."""

from __future__ import annotations

import datetime as dt
import os
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ebbline.batch.files import Task
from ebbline.batch.shard import Item, ShardWriter, read_footer
from ebbline.config import DEFAULT_CODER, VERSION
from ebbline.errors import EbblineError, InputError
from ebbline.ingest import Context, Ingested, IngestOptions
from ebbline.ingest.inputs import file_source, read_source
from ebbline.ledger.rows import instant
from ebbline.pipeline import CODERS, coded, left_unread

if TYPE_CHECKING:
    from ebbline.claims.coder import Coder

SAID = 50
"""So many lines about one file are told; its Parquet file holds all."""

COUNTED = ("items", "reports", "claims", "kept", "problems")


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of a batch share."""

    out: str
    """The folder, as every worker sees it."""
    at: dt.datetime
    """When the batch began: the time at which everything counts as fetched, the same for every worker."""
    coder: str = DEFAULT_CODER
    keep_empty: bool = False
    version: str = VERSION


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file; `said` holds a line for what was not read, the first fifty of them."""

    task: Task
    items: int = 0
    reports: int = 0
    claims: int = 0
    kept: int = 0
    problems: int = 0
    said: tuple[str, ...] = ()
    skipped: bool = False
    """Read by an earlier batch."""


def read_file(task: Task, job: Job) -> Result:
    """Reads the task's file into its Parquet file, which appears whole or not at all; passes over one that is there.

    Raises EbblineError where this is not the version that made the plan or where nothing can be written.
    """
    if job.version != VERSION:
        what = f"this worker runs Ebbline {VERSION}, the batch {job.version}"
        raise EbblineError(task.origin, what, "install the same version on every worker")
    done = finished(task, job)
    if done is not None:
        return done
    final = Path(job.out, task.output)
    part = final.with_name(f".{final.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        result = _written(task, job, part)
        part.replace(final)
    except OSError as error:
        cure = "free some space there, or name another --out; the same command goes on from here"
        raise EbblineError(job.out, f"cannot be written ({error.strerror or error})", cure) from error
    finally:
        part.unlink(missing_ok=True)
    return result


def finished(task: Task, job: Job) -> Result | None:
    """What was counted in the task's file before, None where it has to be read (again).

    That was an earlier batch, or a worker of this one that died before it could tell: `skipped` is False then.

    A file of nothing but problems is read again: its cure may not have changed the input's size and time.
    """
    try:
        told = read_footer(Path(job.out, task.output))
        counts = {name: int(told[name]) for name in COUNTED}
    except (InputError, KeyError, ValueError):
        return None
    if not counts["items"] and counts["problems"]:
        return None
    return _result(task, counts, (), skipped=told.get("began") != instant(job.at))


def _written(task: Task, job: Job, part: Path) -> Result:
    coder = _coder(job.coder)
    about = {"version": VERSION, "extractor": coder.extractor, "input": task.origin, "began": instant(job.at)}
    counts: Counter[str] = Counter()
    said: list[str] = []
    with part.open("wb") as out:
        writer = ShardWriter(out, about=about)
        try:
            for entry in _entries(task, job, coder):
                writer.add(entry)
                line = _count(entry, counts)
                if line is not None and len(said) < SAID:
                    said.append(line)
        except BaseException:
            writer.abandon()
            raise
        writer.close({name: counts[name] for name in COUNTED})
        out.flush()
        os.fsync(out.fileno())
    return _result(task, counts, tuple(said), skipped=False)


def _result(task: Task, counts: Mapping[str, int], said: tuple[str, ...], *, skipped: bool) -> Result:
    return Result(
        task,
        items=counts["items"],
        reports=counts["reports"],
        claims=counts["claims"],
        kept=counts["kept"],
        problems=counts["problems"],
        said=said,
        skipped=skipped,
    )


def _entries(task: Task, job: Job, coder: Coder) -> Iterator[Item | InputError]:
    options = IngestOptions(keep_empty=job.keep_empty, offline=True)
    context = Context(options, lambda: job.at, lambda source: read_source(source, context))
    name = task.origin.rsplit("/", 1)[-1]
    source = replace(file_source(Path(task.path), job.at), origin=task.origin, name=name)
    for found in read_source(source, context):
        yield found if isinstance(found, InputError) else _item(found, coder)


def _item(found: Ingested, coder: Coder) -> Item | InputError:
    report = found.report
    if report is None:
        return Item(found)
    reading = coded(coder, report)
    return reading if isinstance(reading, InputError) else Item(found, reading, left_unread(coder, report))


def _count(entry: Item | InputError, counts: Counter[str]) -> str | None:
    """Count one entry in; the line to say where it was not read."""
    if isinstance(entry, InputError):
        counts["problems"] += 1
        return str(entry)
    counts["items"] += 1
    found, report = entry.ingested, entry.ingested.report
    if report is None or entry.left_unread is not None:
        counts["kept"] += not found.container
        why = "; ".join((*found.notes, *([entry.left_unread] if entry.left_unread else [])))
        # Nobody looked for names in it, so its own name is not told.
        name = found.capture.origin if report is None else report.report_id
        return None if found.container else f"{name}: kept, not read: {why or 'no text in it'}"
    counts["reports"] += 1
    counts["claims"] += len(entry.reading.claims) if entry.reading else 0
    return None


@cache
def _coder(name: str) -> Coder:
    # One for each worker process: making one opens the gazetteer.
    return CODERS[name]()
