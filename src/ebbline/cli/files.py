"""Where a command's output goes: a file that appears whole or not at all, or standard output."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from ebbline.errors import EbblineError, UsageError


@contextmanager
def output(path: Path | None, *, binary: bool = False) -> Iterator[IO[Any]]:
    """An open file for what the block writes; `path` None is standard output.

    A file is written beside itself and put in place at the end, so that a stopped command leaves the old one.
    Raises EbblineError where nothing can be written there, UsageError for binary output to a terminal.
    """
    if path is None:
        yield _standard(binary)
        sys.stdout.flush()
        return
    try:
        with _replacing(path, binary) as out:
            yield out
    except OSError as error:
        raise EbblineError(
            str(path), f"cannot be written ({error.strerror or error})", "name another --output"
        ) from error


def _standard(binary: bool) -> IO[Any]:
    if not binary:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        return sys.stdout
    if sys.stdout.isatty():
        raise UsageError("standard output", "a binary format is nothing for a terminal", "name a file with --output")
    return sys.stdout.buffer


@contextmanager
def _replacing(path: Path, binary: bool) -> Iterator[IO[Any]]:
    text: dict[str, Any] = {} if binary else {"encoding": "utf-8", "newline": ""}
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb" if binary else "w", **text) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
