"""Which files a batch reads, and what the Parquet file of each is called."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ebbline.batch.shard import FORMAT
from ebbline.config import VERSION
from ebbline.errors import InputError, UsageError
from ebbline.ingest.inputs import files_of, is_address, origin_of


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read, by any worker that sees the same folders."""

    path: str
    """Absolute: workers may run in another folder."""
    origin: str
    """As `ebbline read` would cite it, told from the folder the batch was asked for in."""
    output: str
    """Name of the Parquet file; a hash only, since a file's own name may name a person."""


def plan(inputs: Sequence[str], out: Path, *, extractor: str, keep_empty: bool) -> Iterator[Task | InputError]:
    """The files in the order of `ebbline read`, each once, those in `out` left out; InputError for what is no file.

    The name of an output changes with its file's size or time of change, with the program's version and with the
    coder, so that a file under its name needs no reading again. Raises UsageError for an address.
    """
    for name in inputs:
        if is_address(name):
            raise UsageError(name, "an address; a batch reads files only", "fetch it with: ebbline read")
    seen: set[str] = set()
    for path in (found for name in inputs for found in files_of(Path(name))):
        task = path if isinstance(path, InputError) else _task(path, out.absolute(), (extractor, keep_empty))
        if isinstance(task, InputError):
            yield task
        elif task is not None and task.output not in seen:
            seen.add(task.output)
            yield task


def _task(path: Path, out: Path, how: tuple[str, bool]) -> Task | InputError | None:
    whole = path.absolute()
    if out in whole.parents:
        return None
    origin = origin_of(path)
    try:
        found = whole.stat()
    except OSError as error:
        return InputError(origin, f"cannot be read ({error.strerror or error})", "check the path and the disk")
    known = json.dumps([FORMAT, VERSION, *how, str(whole), origin, found.st_size, found.st_mtime_ns])
    digest = hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()
    return Task(str(whole), origin, f"b_{digest[:16]}.parquet")
