from __future__ import annotations

import datetime as dt
import io
import sys
from typing import Any

import pytest

from ebbline.errors import MissingExtraError
from ebbline.export import claims_json, parquet
from ebbline.export.record import Rows, record
from ebbline.privacy import Mask

NOW = dt.datetime(2016, 3, 10, tzinfo=dt.UTC)


def test_its_columns_are_those_of_the_claims_record(sample: Any) -> None:
    told: dict[str, None] = {}
    for row in Rows(sample.store, mask=Mask.none(), now=NOW):
        told |= dict.fromkeys(record(row))
    assert set(parquet.schema().names) == set(told)


def test_dates_are_dates_and_the_metadata_counts(sample: Any) -> None:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    parquet.write(sample.store, out, mask=Mask.none(), profile="working", now=NOW)
    table = pq.read_table(io.BytesIO(out.getvalue()))
    times = [row["time"]["start"] for row in table.to_pylist() if row["time"]]
    assert dt.date(2015, 6, 25) in times
    metadata = pq.read_metadata(io.BytesIO(out.getvalue())).metadata
    assert (metadata[b"ebbline.profile"], metadata[b"ebbline.claims"]) == (b"working", b"12")


def test_without_pyarrow_it_says_what_to_install(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtraError, match="analysis"):
        parquet.write(sample.store, io.BytesIO(), mask=Mask.none(), profile="working", now=NOW)
    claims_json.write(sample.store, io.StringIO(), mask=Mask.none(), now=NOW)
