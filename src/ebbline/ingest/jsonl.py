"""JSON Lines: one report a line, `{"report", "text" or "html", "title"?, "published"?, "url"?, "outlet"?}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import msgspec

from ebbline.config import MAX_LINE_BYTES
from ebbline.errors import InputError
from ebbline.ingest.assembly import Known, report_of
from ebbline.ingest.dating import from_given
from ebbline.ingest.decoding import stored_text
from ebbline.ingest.formats import Context, Ingested, Source
from ebbline.records import Capture

PIECE_BYTES = 1024 * 1024

GIVE_UP_AFTER = 50
"""So many bad lines and no good one: the file is no JSON Lines, and one error says so."""


def read(source: Source, context: Context) -> Iterator[Ingested | InputError]:
    """The report of each line in turn; a bad line is one InputError and the rest goes on."""
    good = bad = 0
    with source.open() as stream:
        for number, line in _lines(stream):
            try:
                found = _record(line, number, source, context)
            except InputError as error:
                bad += 1
                yield error
            else:
                good += 1
                yield found
            if bad >= GIVE_UP_AFTER and not good:
                raise InputError(
                    source.origin,
                    f"no JSON Lines: none of its first {bad} lines holds a report",
                    "give each line one object with report and text",
                )
    if not good and not bad:
        raise InputError(source.origin, "no record in it, only blank lines", "leave it out or fetch it again")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines that are not blank; None for one too long to hold, which is passed over in pieces."""
    number = 0
    while line := stream.readline(PIECE_BYTES):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        whole = line if line.endswith(b"\n") or len(line) < PIECE_BYTES else _long_line(line, stream)
        if whole is None or whole.strip():
            yield number, whole


def _long_line(start: bytes, stream: BinaryIO) -> bytes | None:
    """A line from its first piece on; None, and nothing held, where it is longer than a record may be."""
    pieces, length = [start], len(start)
    while piece := stream.readline(PIECE_BYTES):
        length += len(piece)
        if length <= MAX_LINE_BYTES:
            pieces.append(piece)
        else:
            pieces.clear()
        if piece.endswith(b"\n"):
            break
    return b"".join(pieces) if length <= MAX_LINE_BYTES else None


def _record(line: bytes | None, number: int, source: Source, context: Context) -> Ingested:
    where = f"{source.origin}#L{number}"
    if line is None:
        raise InputError(
            where, f"a line of more than {MAX_LINE_BYTES // 1024**2} MB", "skipped; give each report its own line"
        )
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(where, "JSON Lines in UTF-16", "save the file as UTF-8")
    record = _object(line, where)
    label = record.get("report")
    name = str(label) if isinstance(label, str | int) and str(label).strip() else f"L{number}"
    name = stored_text(name)
    origin = f"{source.origin}#{name}"
    capture = Capture(origin, source.fetched_at, "application/json", line.rstrip(b"\r\n"))
    return _ingested(record, capture, name, context, where)


def _object(line: bytes, where: str) -> dict[str, Any]:
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(where, f"not valid JSON ({error})", "mend the line; the others were read") from error
    if not isinstance(record, dict):
        raise InputError(where, "not a JSON object", "give each line one object with report and text")
    return record


def _ingested(record: dict[str, Any], capture: Capture, name: str, context: Context, where: str) -> Ingested:
    published, notes = _published(record.get("published"))
    known = Known(
        title=_string(record, "title"),
        outlet=_string(record, "outlet"),
        url=_string(record, "url"),
        published=published,
    )
    text, html = record.get("text"), record.get("html")
    if isinstance(text, str) and (text.strip() or context.options.keep_empty):
        report = report_of(stored_text(text), capture, origin=capture.origin, name=name, known=known)
        return Ingested(capture, report, notes)
    if isinstance(html, str) and html.strip():
        from ebbline.ingest.html import page_report

        page = page_report(html, capture, name=name, known=known, options=context.options)
        return replace(page, notes=notes + page.notes)
    what = "an empty text" if isinstance(text, str) else "no text and no html"
    raise InputError(where, what, "give the line a text or html field that holds the report")


def _string(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return " ".join(stored_text(value).split()) or None if isinstance(value, str) else None


def _published(value: Any) -> tuple[Any, tuple[str, ...]]:
    if value is None or value == "":
        return None, ()
    published = from_given(value)
    if published is None:
        return None, (f"published {str(value)[:60]!r} is no date; passed over",)
    return published, ()
