"""What a command says: lines that cannot steer a terminal, and a standard output whose end is told, not traced."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import NoReturn

from ebbline.errors import EbblineError


class OutputError(EbblineError):
    """Standard output cannot be written."""


class ReaderLeftError(OutputError):
    """The program that read our output has closed it, as `head` does: nothing went wrong."""


def printable(text: str) -> str:
    """`text` on one line, without characters that steer a terminal: blanks stand for them."""
    return "".join(char if char.isprintable() else " " for char in text)


def shown(text: str) -> str:
    """`text` on one line, such characters written as escapes: for names, which must stay telling."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def say(line: object) -> None:
    """One line on standard error."""
    print(shown(str(line)), file=sys.stderr, flush=True)


def guard_standard_output() -> None:
    """From here on a standard output that is closed, full or read no further raises OutputError, never OSError."""
    if sys.stderr is None:
        sys.stderr = open(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stdout is None:
        # The number of standard output must not go to the next file that is opened.
        os.open(os.devnull, os.O_WRONLY)
        _replace(_Raw(None), "utf-8", "strict", line_buffering=False)
        return
    if not isinstance(sys.stdout, io.TextIOWrapper):
        return
    sys.stdout.flush()
    errors = "backslashreplace" if sys.stdout.errors == "strict" else sys.stdout.errors or "backslashreplace"
    _replace(_Raw(sys.stdout.fileno()), sys.stdout.encoding, errors, line_buffering=sys.stdout.line_buffering)


def drop_standard_output() -> None:
    """Throw away what is still to be written there: it cannot be."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _replace(raw: _Raw, encoding: str, errors: str, *, line_buffering: bool) -> None:
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=encoding, errors=errors, line_buffering=line_buffering
    )


class _Raw(io.RawIOBase):
    """A file descriptor whose errors are ours; None is one that was closed before we began."""

    def __init__(self, number: int | None) -> None:
        self._number = number

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        if self._number is None:
            raise io.UnsupportedOperation("fileno")
        return self._number

    def isatty(self) -> bool:
        return self._number is not None and os.isatty(self._number)

    def write(self, data: object) -> int:
        assert isinstance(data, bytes | bytearray | memoryview)
        if self._number is None:
            raise OutputError("standard output", "is closed", "name a file with --output, or leave it open")
        try:
            return os.write(self._number, data)
        except OSError as error:
            _fail(error)


def _fail(error: OSError) -> NoReturn:
    if error.errno == errno.EPIPE:
        raise ReaderLeftError("standard output", "is read no further") from error
    cure = "free some space, or write elsewhere" if error.errno == errno.ENOSPC else "write elsewhere"
    raise OutputError("standard output", f"cannot be written ({error.strerror or error})", cure) from error
