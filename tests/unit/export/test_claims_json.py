from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

from ebbline.export import claims_json
from ebbline.privacy import Mask
from ebbline.records import claim_from_json

NOW = dt.datetime(2016, 3, 10, tzinfo=dt.UTC)
SHARED = "claim_id kind report_id report report_sha256 evidence said_by certainty time places extractor score trace"
ADDED = "title outlet url published story_id page"
OWN = {
    "event": "event_type sub_event_type actors fatalities tolls means object target_class acts",
    "control": "holder_before holder_after extent besieger",
    "strength": "actor actor_id dimension direction magnitude",
    "cause": "cause effect",
}


def lines(sample: Any, mask: Mask) -> list[dict[str, Any]]:
    out = io.StringIO()
    claims_json.write(sample.store, out, mask=mask, now=NOW)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_fields_of_every_kind(sample: Any) -> None:
    rows = lines(sample, Mask.of(()))
    assert {row["kind"] for row in rows} == set(OWN)
    for row in rows:
        assert list(row) == [*SHARED.split(), *OWN[row["kind"]].split(), *ADDED.split()]


def test_a_row_is_the_claim(sample: Any) -> None:
    found = {row["claim_id"]: claim_from_json(row) for row in lines(sample, Mask.none())}
    assert found == {claim.claim_id: claim for claim in sample.claims}


def test_rows_in_the_order_of_report_and_offset(sample: Any) -> None:
    rows = lines(sample, Mask.of(()))
    keys = [(row["report"], row["evidence"][0]["start"], row["kind"]) for row in rows]
    assert keys == sorted(keys)


def test_hash_offsets_and_story_stay_when_masked(sample: Any) -> None:
    masked, named = (lines(sample, mask) for mask in (Mask.of(sample.store.persons()), Mask.none()))
    for key in ("claim_id", "report_id", "report_sha256", "story_id", "page"):
        assert [row[key] for row in masked] == [row[key] for row in named]
    assert masked != named


def test_a_record_is_a_line_whatever_is_in_it() -> None:
    text = claims_json.line({"a": "x\u2028y\u0085z\nw", "b": "\ud800"})
    assert len(text.splitlines()) == 1
    assert json.loads(text)["a"] == "x\u2028y\u0085z\nw"
    text.encode("utf-8")
    assert "\u2028" not in claims_json.line("\u2028")
