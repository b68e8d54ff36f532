"""From the words of a command to sources, and from each source to the format that reads it."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from ebbline.errors import FetchError, InputError
from ebbline.ingest.formats import FORMATS, Context, Format, Ingested, IngestOptions, PageFetcher, Source

HEAD_BYTES = 2048
"""How much of an input is looked at to tell its kind; every format's mark lies in the first hundred bytes."""

_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-unknown", "text/plain"})
"""Media types that servers give to anything: the first bytes say more."""


def read_inputs(
    inputs: Sequence[str],
    options: IngestOptions,
    *,
    clock: Callable[[], dt.datetime],
    fetcher: PageFetcher | None = None,
) -> Iterator[Ingested | InputError]:
    """The reports of each input in the order given; one that cannot be read is an InputError and the rest goes on."""
    context = Context(options, clock, lambda source: read_source(source, context), fetcher)
    for name in inputs:
        if is_address(name):
            yield from _address(name, context)
        else:
            for found in files_of(Path(name)):
                if isinstance(found, InputError):
                    yield found
                else:
                    yield from read_source(file_source(found, clock()), context)


def is_address(name: str) -> bool:
    """Whether an input names a web address rather than a file."""
    return name.lower().startswith(("http://", "https://"))


def _address(url: str, context: Context) -> Iterator[Ingested | InputError]:
    if context.options.offline or context.fetcher is None:
        yield FetchError(url, "not fetched: this run is offline", "leave out --offline, or save the page as a file")
        return
    try:
        fetched = context.fetcher.fetch(url)
    except InputError as error:
        yield error
        return
    source = Source.of_bytes(
        fetched.data,
        origin=url,
        fetched_at=fetched.fetched_at,
        media_type=fetched.media_type,
        charset=fetched.charset,
        url=fetched.final_url,
    )
    notes = fetched.notes
    for item in read_source(source, context):
        # What happened on the way is said once, with the first thing that came of it.
        yield replace(item, notes=notes + item.notes) if isinstance(item, Ingested) and notes else item
        notes = ()


# --- files ----------------------------------------------------------------------------------------------------------


def files_of(path: Path) -> Iterator[Path | InputError]:
    """The regular files of a path, folders entered in sorted order, hidden names passed over."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield _unreachable(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path)
    elif stat.S_ISREG(mode):
        yield path
    else:
        yield InputError(origin_of(path), "neither a file nor a folder", "name a regular file")


def _folder(path: Path) -> Iterator[Path | InputError]:
    try:
        entries = _entries(path)
    except OSError as error:
        yield _unreachable(path, error)
        return
    for entry in entries:
        if not _of_another_kind(entry):
            yield from files_of(entry)


def _entries(path: Path) -> list[Path]:
    """What of a folder is looked at, in order; raises OSError."""
    # A link to a folder may lead back up: links are followed to files only.
    return [
        entry
        for entry in sorted(path.iterdir(), key=lambda entry: entry.name)
        if not entry.name.startswith(".")
        and not (entry.is_symlink() and entry.is_dir())
        and not _tells_of_the_folder(entry)
    ]


def passed_over(inputs: Sequence[str], *, apart: Path | None = None) -> Counter[str]:
    """How many files in the folders named are of other kinds, by the end of their names: they are not read.

    What lies in the folder `apart` is not counted.
    """
    found: Counter[str] = Counter()
    waiting = [path for path in (Path(name) for name in inputs if not is_address(name)) if _is_folder(path)]
    while waiting:
        folder = waiting.pop()
        if apart is not None and folder.absolute() == apart.absolute():
            continue
        try:
            entries = _entries(folder)
        except OSError:
            continue  # reading says so
        waiting += [entry for entry in entries if _is_folder(entry)]
        found.update(
            _suffix(entry.name) or "without an ending"
            for entry in entries
            if _of_another_kind(entry) and not entry.name.endswith(_BESIDE_A_DATABASE)
        )
    return found


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


_DATABASE = b"SQLite format 3\x00"
_BESIDE_A_DATABASE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database for a while: part of that file, not a file of its own."""


def _of_another_kind(entry: Path) -> bool:
    """Whether a file found in a folder is none that can be read, by its name or, where that tells nothing, its start.

    Named outright it is tried, and an error says why it cannot be read.
    """
    if _by_suffix(entry.name) is not None:
        return False
    try:
        if not entry.is_file():
            return False
        if _suffix(entry.name) or entry.name.endswith(_BESIDE_A_DATABASE):
            return True
        with entry.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return False  # reading says so
    return head.startswith(_DATABASE) or (_by_magic(head) is None and b"\x00" in head)


def _tells_of_the_folder(entry: Path) -> bool:
    """Whether a file is, by its name, about the folder it lies in rather than a report; named outright, it is read."""
    return entry.is_file() and entry.stem.casefold() in ("readme", "license", "licence", "notice", "copying")


def _unreachable(path: Path, error: OSError | ValueError) -> InputError:
    which = origin_of(path)
    if isinstance(error, FileNotFoundError):
        return InputError(which, "no such file or folder", "check the path")
    if isinstance(error, PermissionError):
        return InputError(which, "may not be read", "give yourself the right to read it (chmod u+r)")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return InputError(which, f"cannot be read ({reason})", "check the path and the disk")


def origin_of(path: Path) -> str:
    """A file's origin: relative to the current folder if inside it, else absolute; with forward slashes."""
    # Not resolve(): a link keeps the name the user gave it.
    whole = Path(os.path.abspath(path))  # noqa: PTH100
    try:
        shown = whole.relative_to(Path.cwd()).as_posix()
    except ValueError:
        shown = whole.as_posix()
    # A name that is no valid UTF-8 would not survive the ledger.
    return shown.encode("utf-8", "replace").decode("utf-8")


def file_source(path: Path, fetched_at: dt.datetime) -> Source:
    """A file on disk as a source."""
    origin = origin_of(path)

    def opened() -> BinaryIO:
        try:
            return cast(BinaryIO, path.open("rb"))
        except OSError as error:
            raise _unreachable(path, error) from error

    return Source(origin=origin, name=origin.rsplit("/", 1)[-1], fetched_at=fetched_at, open=opened)


# --- which format ---------------------------------------------------------------------------------------------------


def read_source(source: Source, context: Context) -> Iterator[Ingested | InputError]:
    """What one source holds, by the format its name, declared type or first bytes tell."""
    try:
        with source.open() as stream:
            head = stream.read(HEAD_BYTES)
        if not head:
            raise InputError(source.origin, "an empty file", "nothing to read in it; leave it out or fetch it again")
        yield from choose(source, head).reader()(source, context)
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(source.origin, f"cannot be read to its end ({error.strerror or error})", "check the disk")


def choose(source: Source, head: bytes) -> Format:
    """The row of the table for a source; raises InputError where none fits."""
    declared = (source.media_type or "").split(";")[0].strip().lower()
    fetched = source.url is not None
    order: tuple[Callable[[], Format | None], ...] = (
        lambda: _by_type(declared) if fetched and declared not in _UNTOLD else None,
        lambda: None if fetched and declared in _UNTOLD else _by_suffix(source.name),
        lambda: _by_magic(head) if fetched or not _suffix(source.name) else None,
        lambda: _by_suffix(source.name),
        lambda: _by_type(declared),
        lambda: _text_if_text(source, head, declared),
    )
    for rule in order:
        found = rule()
        if found is not None:
            return found
    suffix = _suffix(source.name)
    what = f"a file of a kind that cannot be read ({declared or suffix or 'unknown'})"
    raise InputError(source.origin, what, "skipped; save it as text, HTML, PDF, DOCX, JSON Lines or WARC")


def _suffix(name: str) -> str:
    """The end of a file's name after its last dot, where that looks like a kind of file."""
    stem, dot, suffix = name.rsplit("/", 1)[-1].rpartition(".")
    return f".{suffix.lower()}" if dot and stem and suffix.isalnum() and len(suffix) <= 8 else ""


def _by_suffix(name: str) -> Format | None:
    lower = name.lower()
    fits = [(len(suffix), row) for row in FORMATS for suffix in row.suffixes if lower.endswith(suffix)]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _by_type(declared: str) -> Format | None:
    return next((row for row in FORMATS if declared in row.media_types), None)


def _by_magic(head: bytes) -> Format | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<?xml", b"<!--")) and b"<html" in start:
        return _named("html")
    return next((row for row in FORMATS if row.magic and start.startswith(row.magic)), None)


def _text_if_text(source: Source, head: bytes, declared: str) -> Format | None:
    # A file with a foreign suffix (.csv, .py) is not taken for a report merely because it holds letters.
    if _suffix(source.name) and source.url is None:
        return None
    if declared not in _UNTOLD and not declared.startswith("text/"):
        return None
    return _named("text") if b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")) else None


def _named(name: str) -> Format:
    return next(row for row in FORMATS if row.name == name)
