"""A source, a file or a folder read in one call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from ebbline.errors import InputError
from ebbline.ingest import Ingested, IngestOptions, ingest

Read = Callable[..., list[Ingested | InputError]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], dt.datetime]) -> Read:
    """Write the named contents into an empty folder, make it the current one, and ingest what is named, or it all."""
    monkeypatch.chdir(tmp_path)

    def run(contents: dict[str, bytes | str], *inputs: str, keep_empty: bool = False) -> list[Ingested | InputError]:
        for name, content in contents.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return list(ingest(inputs or ["."], IngestOptions(keep_empty=keep_empty), clock=clock))

    return run


@pytest.fixture
def read_one(read: Read) -> Callable[..., Ingested]:
    """The one report of one file's contents."""

    def run(name: str, content: bytes | str, **options: bool) -> Ingested:
        (found,) = read({name: content}, name, **options)
        assert isinstance(found, Ingested), found
        return found

    return run


@pytest.fixture
def error_of(read: Read) -> Callable[..., str]:
    """The one error of one file's contents, as a user reads it."""

    def run(name: str, content: bytes | str, **options: bool) -> str:
        (found,) = read({name: content}, name, **options)
        assert isinstance(found, InputError), found
        return str(found)

    return run
