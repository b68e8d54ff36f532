"""The document that a command looks into: words given, a file, or what is written to standard input."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ebbline.errors import InputError, UsageError

if TYPE_CHECKING:
    from ebbline.records import Document, Report

_LONGEST_NAME = 1_000


def asked_document(text: str, date: str | None, *, model: bool) -> Document:
    """The document of TEXT: words, a file's name, or `-`; its date as given, else as the report itself tells."""
    from dataclasses import replace

    from ebbline.language.segment import segment
    from ebbline.records import DateInterval, Published

    report = _file(text) if _is_file(text) else _words(sys.stdin.read() if text == "-" else text)
    if date is not None:
        day = _day(date)
        report = replace(report, published=Published(DateInterval(day, day), "given"))
    if not model:
        return segment(report)
    from ebbline.language.reader import Reader

    return Reader.open().read(report)


def _day(date: str) -> dt.date:
    try:
        return dt.date.fromisoformat(date)
    except ValueError as error:
        raise UsageError("--date", f"{date!r} is no date", "write it as 2015-06-16") from error


def _is_file(text: str) -> bool:
    if len(text) > _LONGEST_NAME or "\n" in text or "\0" in text:
        return False
    try:
        return Path(text).is_file()
    except OSError:
        return False


def _words(text: str) -> Report:
    from ebbline.ingest.dating import infer_published
    from ebbline.records import Report

    return Report("r_0", "text", text, "", "", "text", published=infer_published(text), language="en")


def _file(name: str) -> Report:
    from ebbline.api import utc_now
    from ebbline.ingest import IngestOptions, ingest

    for found in ingest([name], IngestOptions(keep_empty=True, offline=True), clock=utc_now):
        if isinstance(found, InputError):
            raise found
        if found.report is not None:
            return found.report
    raise InputError(name, "nothing readable in it", "give a file with a report in it, or the words themselves")
