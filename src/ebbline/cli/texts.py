"""A text given on the command line, in a file or on standard input, as a document."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ebbline.errors import InputError, UsageError

if TYPE_CHECKING:
    from ebbline.records import Document


def document_of(text: str, date: dt.date | None, *, model: bool) -> Document:
    """The document of words, of a file's text, or of standard input for `-`; read by the language model if asked."""
    from ebbline.language import segment
    from ebbline.records import DateInterval, Published, Report

    words = _text_of(text).replace("\r\n", "\n").replace("\r", "\n")
    if not words.strip():
        raise UsageError("TEXT", "there is no text in it", "give words, a file of text, or - for standard input")
    if _in_another_script(words):
        typer.echo("note: most of this text is in a script other than Latin; only English is read yet", err=True)
    published = Published(DateInterval(date, date), "given") if date else None
    report = Report("r_text", "text", words, "", "", "text", published=published, language="en")
    if not model:
        return segment(report)
    from ebbline.language.reader import Reader

    return Reader.open().read(report)


_LAST_LATIN = "\u024f"


def _in_another_script(text: str) -> bool:
    """Whether more than half of the first letters are none of the Latin script."""
    letters = [letter for letter in text[:_SAMPLE] if letter.isalpha()]
    return 2 * sum(letter > _LAST_LATIN for letter in letters) > len(letters)


_SAMPLE = 2_000


def _text_of(text: str) -> str:
    if text == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    if "\0" in text or not os.path.isfile(text):  # noqa: PTH113  unlike Path.is_file it takes any words
        return _words(text)
    try:
        return _decoded(Path(text).read_bytes(), text)
    except OSError as error:
        raise InputError(text, f"cannot be read ({error.strerror})", "check your rights to it") from error


_FILE_LIKE = re.compile(
    r"\.{1,2}|(?:\.{0,2}[/\\]|~/|[A-Za-z]:[/\\])\S*|\S+\.(?:txt|html?|jsonl?|md|pdf|docx?|csv|tsv|eml|xml)",
    re.IGNORECASE,
)
"""One word that no text consists of, unlike 16/6/2015: a path from some root, or a name with a file's ending."""


def _words(text: str) -> str:
    """The words themselves, unless they can only have been meant as a file."""
    if _FILE_LIKE.fullmatch(text):
        if os.path.isdir(text):  # noqa: PTH112
            raise InputError(text, "is a folder", "give one file of it, words, or - for standard input")
        raise InputError(text, "there is no such file", "check the name, or give more than one word")
    return text


def _decoded(data: bytes, which: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(which, "is no UTF-8 text", "give a text file; `ebbline read` reads other kinds") from error
