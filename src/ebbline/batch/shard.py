"""The Parquet file of one input: a row for each capture with its report and reading, and for each problem.

Columns hold what the ledger's rows hold, in the same words (`ledger/rows.py`): a claim is its two JSON texts, what
is coded and what the reading signs. Every row ends in a seal over all of it. The footer names the format's number,
the program's version, the extractor and the input, and counts the rows. Needs pyarrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ebbline.errors import InputError, MissingExtraError
from ebbline.ingest import Ingested
from ebbline.ledger import rows
from ebbline.ledger.connection import UPDATE
from ebbline.records import Capture, Reading, Report

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
"""Raised when a column changes its meaning; a reader refuses what is higher than its own."""

GROUP_ROWS, GROUP_BYTES = 256, 8 * 1024 * 1024
"""A row group is written when it holds so many rows or bytes: a task's memory does not grow with its file."""

_DETAILS = (
    "name", "capture_sha256", "title", "outlet", "url", "published", "fetched_at", "language", "furniture", "pages",
    "unread",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One row: what was ingested and its reading, None where there was nothing to read."""

    ingested: Ingested
    reading: Reading | None = None
    left_unread: str | None = None
    """Why its words were not coded, such as a language no coder reads."""


def arrow(feature: str) -> tuple[Any, Any]:
    """pyarrow and pyarrow.parquet; raises MissingExtraError."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError(feature, "cluster") from error
    return pa, pq


def schema() -> Any:
    """The pyarrow schema of format 1."""
    pa, _ = arrow("a batch's Parquet file")
    text, whole, flag = pa.string(), pa.int64(), pa.bool_()

    def listed(**kinds: Any) -> Any:
        return pa.list_(pa.struct(list(kinds.items())))

    columns: dict[str, Any] = {
        "what": text,  # capture (bytes without a text), report, or problem
        **dict.fromkeys(("capture_id", "capture_origin", "media_type", "captured_at"), text),
        "data": pa.binary(),
        "container": flag,
        "notes": pa.list_(text),
        **dict.fromkeys(("report_id", "origin", "text", "text_sha256", *_DETAILS), text),
        **dict.fromkeys(("reading_id", "extractor"), text),
        "relevant": flag,
        "left_unread": text,
        "claims": listed(claim_id=text, kind=text, certainty=text, body=text, signed=text),
        "persons": listed(name=text, spans=text, role=text, affiliation=text, public=flag),
        "left_open": listed(what=text, mention=text, start=whole, end=whole),
        "problem": pa.struct([("which", text), ("what", text), ("cure", text)]),
        "seal": pa.binary(16),
    }
    return pa.schema(list(columns.items()))


class ShardWriter:
    """Writes rows to an open file, a row group at a time; a context manager that leaves the counts in the footer."""

    def __init__(self, out: Any, *, about: dict[str, str]) -> None:
        self._pa, pq = arrow("ebbline batch")
        self._schema, self._about = schema(), about
        self._writer = pq.ParquetWriter(out, self._schema, compression="zstd", write_page_checksum=True)
        self._group: list[dict[str, Any]] = []
        self._bytes = 0

    def add(self, entry: Item | InputError) -> None:
        """Write one row, at the latest when the writer is closed."""
        row = _problem_row(entry) if isinstance(entry, InputError) else _item_row(entry)
        self._group.append({**row, "seal": seal_of(row)})
        self._bytes += len(row.get("data") or b"") + 4 * len(row.get("text") or "")
        if len(self._group) >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
            self._flush()

    def close(self, counts: dict[str, int]) -> None:
        """Write what is left and the footer."""
        if self._group:
            self._flush()
        told = {**self._about, "format": str(FORMAT), **{name: str(count) for name, count in counts.items()}}
        self._writer.add_key_value_metadata({f"ebbline.{name}": value for name, value in sorted(told.items())})
        self._writer.close()

    def abandon(self) -> None:
        """Give up; the file is not to be used."""
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(self._pa.Table.from_pylist(self._group, schema=self._schema))
        self._group, self._bytes = [], 0


def seal_of(row: dict[str, Any]) -> bytes:
    """16 bytes of a hash over a row: the bytes as they are, everything else as JSON in one spelling."""
    told = {name: value for name, value in row.items() if name not in ("data", "seal") and value is not None}
    return rows.seal("batch", (rows.to_json(told), row.get("data")))


def _problem_row(problem: InputError) -> dict[str, Any]:
    return {"what": "problem", "problem": {"which": problem.which, "what": problem.what, "cure": problem.cure}}


def _item_row(item: Item) -> dict[str, Any]:
    ingested, reading = item.ingested, item.reading
    capture, report = ingested.capture, ingested.report
    row: dict[str, Any] = {
        "what": "capture" if report is None else "report",
        "capture_id": rows.capture_id(capture.origin, capture.sha256),
        "capture_origin": capture.origin,
        "media_type": capture.media_type,
        "captured_at": rows.instant(capture.fetched_at),
        "data": capture.data,
        "container": ingested.container,
        "notes": list(ingested.notes),
    }
    if report is not None:
        row |= {"report_id": report.report_id, "origin": report.origin}
        row |= {"text": report.text, "text_sha256": report.text_sha256}
        row |= dict(zip(_DETAILS, rows.details_row(report), strict=True))
    row["left_unread"] = item.left_unread
    return row if reading is None else row | _reading_row(reading)


def _reading_row(reading: Reading) -> dict[str, Any]:
    claims = []
    for claim in sorted(reading.claims, key=rows.claim_order):
        body, signed = rows.claim_body(claim)
        identity = {"claim_id": claim.claim_id, "kind": claim.kind, "certainty": claim.certainty}
        claims.append({**identity, "body": body, "signed": signed})
    persons = []
    for person in reading.persons:
        name, spans, role, affiliation, public = rows.person_row(person)
        persons.append({"name": name, "spans": spans, "role": role, "affiliation": affiliation, "public": bool(public)})
    left_open = [
        {"what": item.what, "mention": item.mention, "start": item.span.start, "end": item.span.end}
        for item in reading.left_open
    ]
    return {
        "reading_id": reading.reading_id,
        "extractor": reading.extractor,
        "relevant": reading.relevant,
        "claims": claims,
        "persons": persons,
        "left_open": left_open,
    }


# --- reading --------------------------------------------------------------------------------------------------------


def read_footer(path: Path) -> dict[str, str]:
    """What the footer tells: version, extractor, input and the counts.

    Raises InputError for a file that is damaged, of another program, or of a newer version.
    """
    with _Open(path) as file:
        return _told(path, file)


def read_shard(path: Path) -> Iterator[Item | InputError]:
    """The rows in order; a row or row group that is damaged is an InputError and the rest goes on.

    A problem that the batch met comes out as the InputError it was. Raises InputError as `read_footer`.
    """
    pa, _ = arrow("a batch's Parquet file")
    with _Open(path) as file:
        _told(path, file)
        for group in range(file.num_row_groups):
            yield from _group(path, file, group, (pa.ArrowException, OSError))


class _Open:
    """A Parquet file, its errors told in our words."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Any:
        pa, pq = arrow("a batch's Parquet file")
        try:
            self._file = pq.ParquetFile(self._path, page_checksum_verification=True)
        except FileNotFoundError as error:
            raise InputError(str(self._path), "no such file", "check the path") from error
        except (pa.ArrowException, OSError) as error:
            cure = "write it anew with: ebbline batch"
            raise InputError(str(self._path), "cut off, damaged, or no Parquet file", cure) from error
        return self._file

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _told(path: Path, file: Any) -> dict[str, str]:
    metadata = file.schema_arrow.metadata or {}
    known = {**metadata, **(file.metadata.metadata or {})}
    told = {
        k.decode("utf-8", "replace")[8:]: v.decode("utf-8", "replace")
        for k, v in known.items()
        if k.startswith(b"ebbline.")
    }
    number = told.get("format", "")
    if not number.isdecimal():
        raise InputError(str(path), "not a file of `ebbline batch`", "name a folder or file that it wrote")
    if int(number) > FORMAT:
        what = f"made by a newer Ebbline ({told.get('version', 'unknown')}; format {number}, this one reads {FORMAT})"
        raise InputError(str(path), what, UPDATE)
    return told


def _group(path: Path, file: Any, group: int, broken: tuple[type[Exception], ...]) -> Iterator[Item | InputError]:
    number = 0
    try:
        for batch in file.iter_batches(batch_size=64, row_groups=[group]):
            for row in batch.to_pylist():
                number += 1
                yield _entry(f"{path}, row {number} of group {group + 1}", row)
    except broken:
        which = f"{path}, group {group + 1} of {file.num_row_groups}"
        yield InputError(which, "damaged; its reports were left out", "write it anew with: ebbline batch")


def _entry(which: str, row: dict[str, Any]) -> Item | InputError:
    cure = "left out; write the file anew with: ebbline batch"
    if seal_of(row) != row.get("seal"):
        return InputError(which, "does not fit its seal", cure)
    try:
        if row["what"] == "problem":
            return InputError(**row["problem"])
        return _item(row)
    except rows.UNREADABLE as error:
        return InputError(which, f"cannot be read ({error})", cure)


def _item(row: dict[str, Any]) -> Item:
    capture = Capture(row["capture_origin"], rows.moment(row["captured_at"]), row["media_type"], row["data"])
    report: Report | None = None
    if row["what"] == "report":
        details = [row[name] for name in _DETAILS]
        report = rows.report_of((row["report_id"], row["origin"], row["text"], row["text_sha256"], *details))
    ingested = Ingested(capture, report, tuple(row["notes"]), row["container"])
    if row["reading_id"] is None:
        return Item(ingested)
    return Item(ingested, _reading(row), row["left_unread"])


def _reading(row: dict[str, Any]) -> Reading:
    def each(column: str, make: Callable[..., Any], *names: str) -> tuple[Any, ...]:
        return tuple(make(tuple(part[name] for name in names)) for part in row[column])

    return Reading(
        row["reading_id"],
        row["report_id"],
        row["extractor"],
        claims=tuple(rows.claim_of(claim["body"], claim["signed"]) for claim in row["claims"]),
        persons=each("persons", rows.person_of, "name", "spans", "role", "affiliation", "public"),
        left_open=each("left_open", rows.left_open_of, "what", "mention", "start", "end"),
        relevant=row["relevant"],
    )
