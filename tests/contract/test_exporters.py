"""The same questions to every exporter: nothing lost, nobody named, the same bytes every time."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from ebbline.errors import UsageError
from ebbline.export import FORMATS, PROFILES, Tally
from ebbline.privacy import Mask

NOW = dt.datetime(2016, 3, 10, 12, 0, tzinfo=dt.UTC)
PRIVATE = ("qasem", "nabil", "huda")


def written(
    name: str, sample: Any, *, profile: str = "working", mask: Mask | None = None, now: dt.datetime = NOW
) -> tuple[bytes, Tally]:
    chosen = FORMATS[name]
    out: Any = io.BytesIO() if chosen.binary else io.StringIO(newline="")
    mask = Mask.of(sample.store.persons()) if mask is None else mask
    tally = chosen.write(sample.store, out, mask=mask, profile=profile, now=now)  # type: ignore[arg-type]
    value = out.getvalue()
    return (value if isinstance(value, bytes) else value.encode("utf-8")), tally


def records(name: str, data: bytes) -> list[dict[str, Any]]:
    """What a reader of the format gets; GeoJSON's features and its claims without coordinates together."""
    if name == "claims":
        return [json.loads(line) for line in data.decode().splitlines()]
    if name == "csv":
        return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    if name == "geojson":
        page = json.loads(data)
        return [*(feature["properties"] for feature in page["features"]), *page["without_coordinates"]]
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return rows


def said(name: str, data: bytes) -> str:
    return str(records(name, data)) if name == "parquet" else data.decode()


every_format = pytest.mark.parametrize("name", sorted(FORMATS))
every_profile = pytest.mark.parametrize("profile", PROFILES)


@every_format
def test_every_claim_is_there(name: str, sample: Any) -> None:
    data, tally = written(name, sample)
    assert {row["claim_id"] for row in records(name, data)} == {claim.claim_id for claim in sample.claims}
    assert tally == Tally(written=len(sample.claims))


@every_format
@every_profile
def test_the_same_ledger_gives_the_same_bytes(name: str, profile: str, sample: Any) -> None:
    assert written(name, sample, profile=profile)[0] == written(name, sample, profile=profile)[0]


@every_format
@every_profile
def test_nobody_private_is_named(name: str, profile: str, sample: Any) -> None:
    text = said(name, written(name, sample, profile=profile)[0]).casefold()
    assert [word for word in PRIVATE if word in text] == []
    assert "[activist]" in text


@every_format
def test_public_persons_keep_their_names(name: str, sample: Any) -> None:
    assert "Tarek Mansur" in said(name, written(name, sample)[0])


@every_format
def test_names_when_asked_for(name: str, sample: Any) -> None:
    assert "Nabil Qasem" in said(name, written(name, sample, mask=Mask.none())[0])


@every_format
def test_the_public_profile_never_shows_names(name: str, sample: Any) -> None:
    with pytest.raises(UsageError, match="public"):
        written(name, sample, profile="public", mask=Mask.none())


@every_format
def test_the_public_profile_holds_back_what_is_fresh(name: str, sample: Any) -> None:
    data, tally = written(name, sample, profile="public")
    assert "5 March 2016" not in said(name, data)
    assert tally.held_back == 1
    assert tally.written == len(sample.claims) - 1 == len({row["claim_id"] for row in records(name, data)})


@every_format
def test_the_public_profile_hides_where_the_hospital_is(name: str, sample: Any) -> None:
    data, tally = written(name, sample, profile="public")
    hidden = next(claim for claim in sample.claims if getattr(claim, "target_class", ()) == ("medical",))
    rows = [row for row in records(name, data) if row["claim_id"] == hidden.claim_id]
    assert rows
    assert not [word for word in ("Tabqa", "Sahel", "nurse", "35.8367", "38.5481", "wire.txt") if word in str(rows)]
    assert tally.coarsened == 1


@every_format
def test_an_empty_ledger_is_a_valid_file(name: str, tmp_path: Any) -> None:
    from ebbline.ledger import LedgerStore

    with LedgerStore(tmp_path / "empty.db", clock=lambda: NOW) as store:
        holder = type("Empty", (), {"store": store})
        data, tally = written(name, holder)
    assert records(name, data) == []
    assert tally.written == 0


@every_format
def test_a_row_leads_back_to_its_words(name: str, sample: Any) -> None:
    by_id = {claim.claim_id: claim for claim in sample.claims}
    read: dict[str, Callable[[dict[str, Any]], tuple[int, int] | None]] = {
        "claims": lambda row: (row["evidence"][0]["start"], row["evidence"][-1]["end"]),
        "parquet": lambda row: (row["evidence"][0]["start"], row["evidence"][-1]["end"]),
        "csv": lambda row: (int(row["evidence_start"]), int(row["evidence_end"])),
        "geojson": lambda row: (row["evidence_start"], row["evidence_end"]),
    }
    for row in records(name, written(name, sample)[0]):
        claim = by_id[row["claim_id"]]
        assert read[name](row) == (claim.evidence[0].start, claim.evidence[-1].end)
