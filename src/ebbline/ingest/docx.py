"""Word documents (.docx): paragraphs and tables in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml.etree import LxmlError

from ebbline.config import MAX_INPUT_BYTES
from ebbline.errors import InputError
from ebbline.ingest.assembly import Known, report_of
from ebbline.ingest.decoding import stored_text
from ebbline.ingest.formats import Context, Ingested, Source

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read(source: Source, context: Context) -> Iterator[Ingested | InputError]:
    """The one report of a document; its title is the core property of that name.

    The properties' dates are those of a template or a copy, not of publication.
    """
    data = source.read()
    if data.startswith(_OLD_OFFICE):
        raise InputError(
            source.origin, "an encrypted or old (.doc) Word document", "save it as .docx without a password"
        )
    document = _opened(data, source.origin)
    text = stored_text("\n\n".join(_lines(document)))
    if not text.strip() and not context.options.keep_empty:
        raise InputError(source.origin, "a Word document without text", "skipped (keep it with --keep-empty)")
    known = Known(
        title=" ".join(stored_text(document.core_properties.title or "").split()) or None,
        url=source.url,
    )
    capture = source.capture(data, _MEDIA_TYPE)
    yield Ingested(capture, report_of(text, capture, origin=source.origin, name=source.label, known=known))


def _opened(data: bytes, which: str) -> Any:
    from docx import Document
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > MAX_INPUT_BYTES:
            raise InputError(
                which, "a document that unpacks to more than a report can hold", "save it without its pictures"
            )
        return Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PythonDocxError, OpcError, LxmlError, KeyError, ValueError, EOFError, OSError) as error:
        raise InputError(which, "not a Word document, or a damaged one", "open it in Word and save it anew") from error
    except (NotImplementedError, RuntimeError, AttributeError, zipfile.LargeZipFile) as error:
        # zipfile's answers to unknown compression and encrypted members; python-docx's to parts of the wrong kind.
        raise InputError(
            which, "a Word document packed in a way that cannot be read", "save it anew as .docx"
        ) from error


def _lines(document: Any) -> Iterator[str]:
    """Paragraphs and table rows in document order."""
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            yield from _rows(item)
        elif item.text.strip():
            yield item.text.strip()


def _rows(table: Any) -> Iterator[str]:
    """Each row as one line, its cells parted by a blank; of a row laid out with whole texts in it each paragraph."""
    for row in table.rows:
        # A merged cell is met once for every column it spans.
        cells = {id(cell._tc): list(_lines(cell)) for cell in row.cells}
        if any(len(lines) > 1 for lines in cells.values()):
            yield from (line for lines in cells.values() for line in lines)
            continue
        line = " ".join(" ".join(lines[0].split()) for lines in cells.values() if lines)
        if line:
            yield line
