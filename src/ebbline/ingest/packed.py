"""Gzip files: what is packed is read by its own kind."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from ebbline.errors import InputError
from ebbline.ingest.formats import Context, Ingested, Source


class _Unpacked(io.RawIOBase):
    """A gzip stream whose damage is an InputError."""

    def __init__(self, packed: BinaryIO, which: str) -> None:
        super().__init__()
        self._packed = packed
        self._stream = gzip.GzipFile(fileobj=packed, mode="rb")
        self._which = which

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        try:
            data = self._stream.read1(len(view))
        except EOFError as error:
            raise InputError(
                self._which, "a gzip file that breaks off", "what is whole before the break is kept; fetch it again"
            ) from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise InputError(self._which, "a damaged gzip file", "fetch it again, or unpack it by hand") from error
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._packed.close()
        super().close()


def read(source: Source, context: Context) -> Iterator[Ingested | InputError]:
    """The reports of the packed file, under the packed file's own origin."""
    if source.original is not None:
        raise InputError(source.origin, "a gzip file within a gzip file", "unpack the outer one")

    def opened() -> BinaryIO:
        return cast(BinaryIO, io.BufferedReader(_Unpacked(source.open(), source.origin), 64 * 1024))

    name = source.name[:-3] if source.name.lower().endswith(".gz") else source.name
    yield from context.read(replace(source, name=name, open=opened, media_type=None, original=source))
