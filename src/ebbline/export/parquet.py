"""Parquet for DuckDB, pandas and clusters: the claims record with its nested fields, typed.

Needs the `analysis` extra.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, BinaryIO

from ebbline.errors import MissingExtraError
from ebbline.export.profile import Profile
from ebbline.export.record import Row, Rows, Tally, record

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask

_BATCH = 5_000
"""Rows held at once; also the size of a row group."""


def write(store: LedgerStore, out: BinaryIO, *, mask: Mask, profile: Profile = "working", now: dt.datetime) -> Tally:
    """Write the file to `out`; its metadata holds `ebbline.profile`, `ebbline.claims` and `ebbline.held_back`.

    Raises MissingExtraError without pyarrow.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError("the parquet format", "analysis") from error
    fields = schema()
    rows = Rows(store, mask=mask, profile=profile, now=now)
    with pq.ParquetWriter(out, fields, compression="zstd") as writer:
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append(_typed(row, fields.names))
            if len(batch) == _BATCH:
                writer.write_table(pa.Table.from_pylist(batch, schema=fields))
                batch = []
        if batch or not rows.tally.written:
            writer.write_table(pa.Table.from_pylist(batch, schema=fields))
        writer.add_key_value_metadata(
            {
                "ebbline.profile": profile,
                "ebbline.claims": str(rows.tally.written),
                "ebbline.held_back": str(rows.tally.held_back),
            }
        )
    return rows.tally


def schema() -> Any:
    """The pyarrow schema: columns in the order of the claims record. Needs pyarrow."""
    import pyarrow as pa

    text, day, whole, real = pa.string(), pa.date32(), pa.int64(), pa.float64()

    def struct(**kinds: Any) -> Any:
        return pa.struct(list(kinds.items()))

    bounds = struct(low=whole, best=whole, high=whole)
    factor = struct(factor=text, text=text)
    place = struct(
        name=text, mention=text, gazetteer_id=text, lat=real, lon=real, precision=text, country=text, admin1=text,
        score=real, radius_m=whole,
    )  # fmt: skip
    columns: dict[str, Any] = {
        **dict.fromkeys(("claim_id", "kind", "report_id", "report", "report_sha256"), text),
        "evidence": pa.list_(struct(start=whole, end=whole, text=text)),
        "said_by": struct(name=text, role=text, affiliation=text, anonymous=pa.bool_(), chain=pa.list_(text)),
        "certainty": text,
        "time": struct(start=day, end=day, precision=text, text=text),
        "places": pa.list_(place),
        "extractor": text,
        "score": real,
        "trace": pa.list_(text),
        **dict.fromkeys(("event_type", "sub_event_type"), text),
        "actors": pa.list_(struct(role=text, name=text, actor_id=text, mention=text)),
        "fatalities": bounds,
        "tolls": pa.list_(struct(of=text, what=text, low=whole, best=whole, high=whole)),
        **dict.fromkeys(("means", "object"), text),
        "target_class": pa.list_(text),
        "acts": whole,
        "holder_before": text,
        "holder_after": pa.list_(text),
        **dict.fromkeys(("extent", "besieger", "actor", "actor_id", "dimension", "direction"), text),
        "magnitude": struct(low=real, best=real, high=real, unit=text),
        "cause": factor,
        "effect": factor,
        **dict.fromkeys(("title", "outlet", "url"), text),
        "published": struct(**{"from": day, "to": day, "how": text}),
        "story_id": text,
        "page": whole,
    }
    return pa.schema(list(columns.items()))


def _typed(row: Row, names: list[str]) -> dict[str, Any]:
    """The record with dates as dates; a kind's missing fields are null."""
    obj = record(row)
    if obj["time"]:
        time = row.claim.time
        obj["time"] = {**obj["time"], "start": time.start, "end": time.end} if time else None
    if obj["published"]:
        source = row.source
        obj["published"] = {**obj["published"], "from": source.published_from, "to": source.published_to}
    return {name: _storable(obj.get(name)) for name in names}


def _storable(value: Any) -> Any:
    """Lone surrogates cannot be stored as UTF-8."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    return value
