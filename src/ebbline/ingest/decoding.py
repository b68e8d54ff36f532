"""Bytes into the text that offsets point into."""

from __future__ import annotations

import codecs
import re
import unicodedata

from ebbline.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN_BINARY = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office document"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x7fELF", "a program"),
)
SAMPLE_BYTES = 64 * 1024
"""How much of a text in an undeclared encoding is looked at to guess it; a guess costs about 1 ms per 10 KB."""

MAX_STRAY = 0.02
"""Share of bytes outside UTF-8 up to which a text counts as UTF-8 with Windows-1252 marks strewn in."""

MAX_CONTROL = 0.02
"""Share of control characters above which bytes in no known encoding are taken for binary data."""

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def stored_text(text: str) -> str:
    """The text as it is kept: NFC, line ends `\\n`; control characters stay, halves of surrogate pairs cannot."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))
    return text


def decode(data: bytes, which: str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The stored text of bytes, and notes on what was guessed; raises InputError where they are no text.

    A byte order mark decides, then the declared encoding, UTF-8, UTF-8 with stray Windows-1252, and a guess.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return stored_text(_strict(data, encoding, which)), ()
    _refuse_known_binary(data, which)
    for encoding in dict.fromkeys((_usable(declared), "utf-8")):
        text = _try(data, encoding)
        if text is not None and _plausible(text):
            return stored_text(text), ()
    wide = _wide(data)
    if wide is not None:
        return stored_text(_strict(data, wide, which)), (f"read as {wide}, which it does not declare",)
    return _guess(data, which)


def _refuse_known_binary(data: bytes, which: str) -> None:
    for magic, kind in _KNOWN_BINARY:
        if data.startswith(magic):
            raise InputError(which, f"not text but {kind}", "give it the file ending of its kind, or leave it out")


def _usable(declared: str | None) -> str:
    try:
        name = codecs.lookup((declared or "").strip().strip("'\"")).name
    except (LookupError, ValueError):
        return "utf-8"
    # Pages that say Latin-1 mean Windows-1252 (so has the WHATWG); a declared UTF-16 without a mark is never so.
    if name in ("iso8859-1", "ascii"):
        return "cp1252"
    return "utf-8" if name.startswith(("utf-16", "utf-32", "utf-7")) or not _is_text_codec(name) else name


def _is_text_codec(name: str) -> bool:
    try:
        "a".encode(name)
    except (LookupError, UnicodeError):
        return False
    return True


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, ValueError):
        return None


def _plausible(text: str) -> bool:
    """False for bytes that happen to decode but hold a NUL in every other place or so."""
    return text.count("\x00", 0, 4096) <= max(1, min(len(text), 4096) * MAX_CONTROL)


def _strict(data: bytes, encoding: str, which: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, ValueError) as error:
        raise InputError(
            which, f"text that breaks off or is damaged ({encoding})", "fetch it again, or save it as UTF-8"
        ) from error


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: NULs in nearly every even or every odd place."""
    sample = data[:4096]
    if len(data) % 2 or len(sample) < 4:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _guess(data: bytes, which: str) -> tuple[str, tuple[str, ...]]:
    sample = data[:SAMPLE_BYTES]
    if len(_CONTROL.findall(sample)) > MAX_CONTROL * len(sample):
        raise InputError(which, "not text but binary data", "give it the file ending of its kind, or leave it out")
    mixed = _mixed(data)
    if mixed is not None:
        return mixed
    from charset_normalizer import from_bytes  # few inputs need it, and it takes 20 ms to load

    best = from_bytes(sample, threshold=0.4).best()
    text = _try(data, best.encoding) if best is not None else None
    if best is None or text is None:
        raise InputError(which, "in an encoding that cannot be told", "save it as UTF-8")
    return stored_text(text), (f"read as {best.encoding}, which it does not declare",)


def _mixed(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with a few Windows-1252 bytes in it (quotation marks pasted in), or None where there are too many."""
    parts: list[str] = []
    stray, start, allowed = 0, 0, max(2, int(len(data) * MAX_STRAY))
    if not _has_multibyte(data):
        return None
    while start < len(data):
        try:
            parts.append(data[start:].decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            stray += error.end - error.start
            # Each turn decodes the rest again: few strays are mended, many are another encoding.
            if stray > min(allowed, 200):
                return None
            parts.append(data[start : start + error.start].decode("utf-8"))
            bad = data[start + error.start : start + error.end]
            parts.append(bad.decode("cp1252", "replace"))
            start += error.end
    note = f"{stray} byte{'s' if stray != 1 else ''} outside UTF-8 read as Windows-1252"
    return stored_text("".join(parts)), (note,)


_MULTIBYTE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _has_multibyte(data: bytes) -> bool:
    return _MULTIBYTE.search(data) is not None
