from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest

from ebbline.export import csv_table
from ebbline.privacy import Mask

NOW = dt.datetime(2016, 3, 10, tzinfo=dt.UTC)


def test_the_columns_are_the_public_ones() -> None:
    assert " ".join(csv_table.COLUMNS) == (
        "claim_id kind report_id report report_sha256 title outlet url published_from published_to story_id page "
        "evidence evidence_start evidence_end evidence_spans "
        "said_by said_by_role said_by_affiliation said_by_anonymous said_by_chain "
        "certainty time_start time_end time_precision time_text "
        "places place_mentions place_precisions latitude longitude radius_m country admin1 gazetteer_id "
        "event_type sub_event_type actors targets supporters fatalities_low fatalities_best fatalities_high tolls "
        "means object target_class acts holder_before holder_after extent besieger "
        "strength_actor dimension direction magnitude_low magnitude_best magnitude_high magnitude_unit "
        "cause_factor cause_text effect_factor effect_text extractor score"
    )


def table(sample: Any) -> str:
    out = io.StringIO(newline="")
    csv_table.write(sample.store, out, mask=Mask.of(sample.store.persons()), now=NOW)
    return out.getvalue()


def test_a_byte_order_mark_then_the_heading(sample: Any) -> None:
    assert table(sample).startswith("\ufeffclaim_id,kind,")
    assert "\r" not in table(sample)


def test_a_formula_is_never_a_cell_s_first_character(sample: Any) -> None:
    rows = list(csv.reader(io.StringIO(table(sample).removeprefix("\ufeff"))))
    numeric = {csv_table.COLUMNS.index(name) for name in ("latitude", "longitude")}
    for row in rows:
        assert not [cell for at, cell in enumerate(row) if at not in numeric and cell[:1] in ("=", "+", "-", "@")]
    assert any("'=SUM(A1)" in row for row in rows)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-2 dead", "'-2 dead"),
        ("@x", "'@x"),
        (" =x", "' =x"),
        ("\t=x", "'\t=x"),
        ("＝x", "'＝x"),
        (-35.5, -35.5),
        ("plain = x", "plain = x"),
        ("a\x00b", "ab"),
        ("\ud800", "?"),
        (None, None),
    ],
)
def test_cells(cell: object, written: object) -> None:
    assert csv_table._cell(cell) == written


def test_rows_are_typed_for_data_frames(sample: Any) -> None:
    rows = list(csv_table.rows(sample.store, mask=Mask.of(sample.store.persons())))
    attack = next(row for row in rows if row["fatalities_best"] == 12)
    assert tuple(attack) == csv_table.COLUMNS
    assert attack["time_start"] == dt.date(2015, 6, 25)
    assert attack["tolls"] == "civilians killed /12/"
    assert attack["said_by"] == "[activist]"
    assert attack["page"] == 1
    assert (attack["report"], attack["url"]) == (
        "[activist]_diary.txt",
        "https://diary.example/[activist]/[activist]",
    )


def test_the_public_profile_needs_a_clock(sample: Any) -> None:
    with pytest.raises(ValueError, match="time"):
        next(csv_table.rows(sample.store, mask=Mask.of(()), profile="public"))
