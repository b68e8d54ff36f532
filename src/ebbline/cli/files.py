"""Where a command's output goes: a file that appears whole or not at all, or standard output."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from ebbline.errors import EbblineError, UsageError

_SQLITE = b"SQLite format 3\x00"
_BESIDE = ("-wal", "-shm", "-journal")
"""Ends of the files that SQLite keeps beside a database: losing one loses what was stored last."""


@contextmanager
def output(path: Path | None, *, keep: Iterable[Path] = (), binary: bool = False) -> Iterator[IO[Any]]:
    """An open file for what the block writes; `path` None is standard output.

    A file is written beside itself and put in place at the end, so that a stopped command leaves the old one; a device
    or a pipe is written to as it is. Raises what `check_output` does, UsageError for binary output to a terminal, and
    EbblineError where nothing can be written there.
    """
    if path is None:
        yield _standard(binary)
        sys.stdout.flush()
        return
    check_output(path, keep=keep)
    try:
        with _opened(path, binary) as out:
            yield out
    except OSError as error:
        raise EbblineError(
            str(path), f"cannot be written ({error.strerror or error})", "name another --output"
        ) from error


def check_output(path: Path | None, *, keep: Iterable[Path] = ()) -> None:
    """Raises UsageError for an output that is a folder, a ledger or another database, or one of the files to `keep`."""
    if path is None:
        return
    if path.is_dir():
        raise UsageError("--output", f"{str(path)!r} is a folder", "name a file in it")
    if any(_same(path, kept) for kept in keep):
        raise UsageError("--output", f"{str(path)!r} is read by this very command", "name another file")
    if _is_sqlite(path) or any(_is_sqlite(base) for base in _bases(path)):
        raise UsageError("--output", f"{str(path)!r} is a ledger or belongs to one", "name another file")


def _same(path: Path, kept: Path) -> bool:
    try:
        return path.samefile(kept)
    except OSError:
        # One of them is not there yet.
        return path.resolve() == kept.resolve()


def _bases(path: Path) -> list[Path]:
    """The databases that a file of this name would lie beside, links followed."""
    return [
        whole.with_name(whole.name.removesuffix(end))
        for whole in {path, path.resolve()}
        for end in _BESIDE
        if whole.name.endswith(end) and whole.name != end
    ]


def _is_sqlite(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _standard(binary: bool) -> IO[Any]:
    if not binary:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        return sys.stdout
    if sys.stdout.isatty():
        raise UsageError("standard output", "a binary format is nothing for a terminal", "name a file with --output")
    return sys.stdout.buffer


@contextmanager
def _opened(path: Path, binary: bool) -> Iterator[IO[Any]]:
    text: dict[str, Any] = {} if binary else {"encoding": "utf-8", "newline": ""}
    if path.exists() and not path.is_file():
        with path.open("wb" if binary else "w", **text) as out:
            yield out
        return
    target = path.resolve() if path.is_symlink() else path
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb" if binary else "w", **text) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
