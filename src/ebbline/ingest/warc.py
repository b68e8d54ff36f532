"""Web archives (WARC 1.0 and 1.1, plain or gzip): the pages in them, one record at a time."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Literal, cast
from urllib.parse import urlsplit

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

from ebbline.errors import InputError
from ebbline.ingest.addresses import printable
from ebbline.ingest.formats import Context, Ingested, Source
from ebbline.ingest.transport import content_type

MAX_PAYLOAD_BYTES = 20 * 1024 * 1024
"""A record larger than this, packed or unpacked, is passed over and counted: a page is not."""

_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_WITH_TEXT = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_Decoding = Literal["all", "content", "transfer", "none"]
_DECODINGS: tuple[_Decoding, ...] = ("all", "content", "transfer", "none")
_CURE = "what came before is kept; fetch the archive again or repair it (warcio recompress)"


def read(source: Source, context: Context) -> Iterator[Ingested | InputError]:
    """The report of each page in the archive, and at its end one line on what was passed over and why."""
    skipped: Counter[str] = Counter()
    held: Ingested | None = None
    broken: InputError | None = None
    seen = 0
    with source.open() as stream:
        plain = _Plain(stream, source.origin)
        for found in _read_records(plain, source, context, skipped):
            seen += 1
            if isinstance(found, InputError):
                yield found
                continue
            if held is not None:
                yield held
            held = found  # One back, so that the last can carry the count.
        broken = plain.damage
    if held is not None:
        yield replace(held, notes=held.notes + _summary(skipped))
    elif not seen and broken is None:
        what = "; ".join(_summary(skipped)) or "no record in it"
        raise InputError(source.origin, f"no page in this archive ({what})", "skipped")
    if broken is not None:
        yield broken


def _summary(skipped: Counter[str]) -> tuple[str, ...]:
    if not skipped:
        return ()
    return ("passed over: " + ", ".join(f"{count} {why}" for why, count in sorted(skipped.items())),)


def _read_records(
    stream: _Plain, source: Source, context: Context, skipped: Counter[str]
) -> Iterator[Ingested | InputError]:
    for item in _records(stream, source.origin, skipped):
        if isinstance(item, InputError):
            yield item
            continue
        for found in context.read(item.source(source.fetched_at)):
            yield replace(found, notes=item.notes + found.notes) if isinstance(found, Ingested) else found


@dataclass(frozen=True, slots=True)
class _Record:
    """A page out of the archive, unpacked."""

    origin: str
    address: str
    media_type: str
    charset: str | None
    archived_at: dt.datetime | None
    data: bytes
    notes: tuple[str, ...] = ()

    def source(self, otherwise: dt.datetime) -> Source:
        web = self.address.lower().startswith(("http://", "https://"))
        return Source.of_bytes(
            self.data,
            origin=self.origin,
            name=self.address or self.origin,
            fetched_at=self.archived_at or otherwise,
            media_type=self.media_type,
            charset=self.charset,
            url=self.address if web else None,
        )


def _records(stream: _Plain, which: str, skipped: Counter[str]) -> Iterator[_Record | InputError]:
    """The pages in order, up to the end or to where the archive breaks off (`stream.damage` then says how)."""
    for number, record, block in _blocks(stream, which, skipped):
        try:
            page = _page(record, block, f"{which}#{number}", skipped)
        except InputError as error:
            yield error
        else:
            if page is not None:
                yield page


def _blocks(stream: _Plain, which: str, skipped: Counter[str]) -> Iterator[tuple[int, Any, bytes]]:
    """The records that may hold a page, numbered from 1, with their whole blocks."""
    number = 0
    try:
        for record in ArchiveIterator(stream, parse_http=False, stream_detect=False):
            number += 1
            declared = record.headers.get("Content-Length") or ""
            if not declared.isdecimal():
                stream.breaks(f"{which}#{number}", "the archive breaks off here")
                return
            if not _wanted(record, int(declared), skipped):
                continue
            block = record.reader.read(MAX_PAYLOAD_BYTES + 1)
            if len(block) < int(declared):
                stream.breaks(f"{which}#{number}", "the archive breaks off in this record")
                return
            yield number, record, block
    except OSError as error:
        if number:
            what = f"the archive is damaged from here on ({printable(str(error), 80)})"
            stream.breaks(f"{which}#{number + 1}", what)
        else:
            stream.breaks(which, "no web archive", "give it the file ending of its kind")


def _wanted(record: Any, length: int, skipped: Counter[str]) -> bool:
    if record.record_type == WarcRecordType.revisit:
        skipped["copies of a record elsewhere (revisit)"] += 1
        return False
    if record.record_type & _WITH_TEXT == 0:
        return False
    if length > MAX_PAYLOAD_BYTES:
        skipped[f"larger than {MAX_PAYLOAD_BYTES // 1024**2} MB"] += 1
        return False
    return True


def _page(record: Any, block: bytes, origin: str, skipped: Counter[str]) -> _Record | None:
    """The page of a record, None (and counted) where it holds none. Raises InputError where it is damaged."""
    address = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    declared = record.headers.get("Content-Type") or ""
    notes = _truncated(record)
    if record.is_http and record.record_type == WarcRecordType.response:
        _check_block(record, block, origin)
        answer = _answer(record, block, origin)
        if answer.status != 200:
            skipped[f"with status {answer.status}"] += 1
            return None
        declared, data = answer.content_type, answer.data
        notes += answer.notes
    else:
        data = block
    media_type, charset = content_type(declared)
    if media_type not in _PAGES:
        skipped["not text"] += 1
        return None
    if _path(address) == "/robots.txt":
        skipped["robots.txt"] += 1
        return None
    if record.record_type != WarcRecordType.response:
        _check_block(record, block, origin)
    return _Record(origin, printable(address, 2000), media_type, charset, _date(record), data, notes)


def _truncated(record: Any) -> tuple[str, ...]:
    reason = record.headers.get("WARC-Truncated")
    return (f"only its beginning was archived ({printable(reason, 40)})",) if reason else ()


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _date(record: Any) -> dt.datetime | None:
    try:
        stamp = dt.datetime.fromisoformat(record.headers.get("WARC-Date") or "")
    except ValueError:
        return None
    return stamp.astimezone(dt.UTC) if stamp.tzinfo else stamp.replace(tzinfo=dt.UTC)


# --- the HTTP answer inside a response record -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _HttpAnswer:
    status: int | None
    content_type: str
    data: bytes
    notes: tuple[str, ...]


def _answer(record: Any, block: bytes, origin: str) -> _HttpAnswer:
    """The answer with its packings undone. Raises InputError where it is none, or unpacks to more than a page."""
    # Archiving proxies store pages unpacked and leave the headers that say they are packed.
    for decode in _DECODINGS:
        try:
            answer = _http(block, decode)
            data = answer.reader.read(MAX_PAYLOAD_BYTES + 1)
        except OSError:
            continue
        if len(data) > MAX_PAYLOAD_BYTES:
            raise InputError(origin, f"unpacks to more than {MAX_PAYLOAD_BYTES // 1024**2} MB", "skipped")
        headers = answer.http_headers
        notes = _payload_note(record, block, data)
        return _HttpAnswer(headers.status_code, headers.get("Content-Type") or "", data, notes)
    raise InputError(origin, "no HTTP answer in this record", "skipped; the others are read")


def _http(block: bytes, decode: _Decoding) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.is_http = True
    record.set_bytes_content(block)
    record.parse_http(auto_decode=decode, quirks_mode=True)
    return record


def _check_block(record: Any, block: bytes, origin: str) -> None:
    stated = record.headers.get("WARC-Block-Digest")
    if stated and _fits(stated, block) is False:
        raise InputError(origin, "its bytes do not fit the archive's own checksum", "skipped; fetch the archive again")


def _payload_note(record: Any, block: bytes, data: bytes) -> tuple[str, ...]:
    """Writers differ in what they take for the payload, so that a misfit is told, not refused."""
    stated = record.headers.get("WARC-Payload-Digest")
    if not stated or record.headers.get("WARC-Block-Digest"):
        return ()
    body = block.partition(b"\r\n\r\n")[2]
    if any(_fits(stated, candidate) is not False for candidate in (body, data)):
        return ()
    return ("its text does not fit the archive's checksum",)


def _fits(stated: str, data: bytes) -> bool | None:
    """Whether a stated digest (`sha1:BASE32` or hex) is that of the data; None where it cannot be told."""
    name, _, value = stated.strip().partition(":")
    name = name.lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha512"):
        return None
    digest = hashlib.new(name, data, usedforsecurity=False).digest()
    if len(value) == 2 * len(digest):
        return value.lower() == digest.hex()
    return value.upper().rstrip("=") == base64.b32encode(digest).decode("ascii").rstrip("=")


# --- the bytes --------------------------------------------------------------------------------------------------------


class _Plain:
    """The archive without its gzip, as the reader of records wants it.

    Damage ends the stream and is kept in `damage`: raised from inside, it would take the records read ahead with it.
    """

    def __init__(self, stream: BinaryIO, which: str) -> None:
        buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
        packed = buffered.peek(2)[:2] == b"\x1f\x8b"
        self._stream = gzip.GzipFile(fileobj=buffered) if packed else buffered
        self._which = which
        self._at = 0
        self.damage: InputError | None = None

    def breaks(self, where: str, what: str, cure: str = _CURE) -> None:
        """Keeps the first damage met."""
        if self.damage is None:
            self.damage = InputError(where, what, cure)

    def read(self, size: int = -1) -> bytes:
        """The next bytes, as many as come at once; empty at the end."""
        if self.damage is not None:
            return b""
        try:
            data = self._stream.read1(size)
        except EOFError:
            self.breaks(self._which, "a gzip archive that breaks off")
            return b""
        except (zlib.error, gzip.BadGzipFile) as error:
            self.breaks(self._which, f"a damaged gzip archive ({printable(str(error), 80)})")
            return b""
        except InputError as error:
            self.damage = error
            return b""
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Where the stream is: the reader of records asks, it never goes back."""
        return self._at

    def close(self) -> None:
        """Nothing: whoever opened the stream closes it."""
