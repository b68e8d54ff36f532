"""Whatever the codebook can code, the tables of other code books map or name as left out."""

from __future__ import annotations

import pytest

from ebbline.ontology import DIMENSIONS, SUB_EVENT_TYPES, cameo, muc4


@pytest.mark.parametrize("sub_event_type", SUB_EVENT_TYPES)
def test_every_sub_event_type_is_mapped_or_left_out(sub_event_type: str) -> None:
    for table in (cameo, muc4):
        assert (sub_event_type in table.mapped_types()) != (sub_event_type in table.UNMAPPED), table.__name__


@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize("direction", ["up", "down", "stable"])
def test_every_change_of_strength_is_mapped_or_left_out(dimension: str, direction: str) -> None:
    change = f"{dimension} {direction}"
    left_out = change in cameo.UNMAPPED or dimension in cameo.UNMAPPED
    assert (change in cameo.mapped_changes()) != left_out


@pytest.mark.parametrize("extent", ["all", "part", "contested"])
def test_every_extent_without_a_code_is_left_out(extent: str) -> None:
    assert f"control {extent}" in cameo.UNMAPPED


def test_no_table_names_what_the_codebook_has_not() -> None:
    assert cameo.mapped_types() <= set(SUB_EVENT_TYPES)
    assert muc4.mapped_types() <= set(SUB_EVENT_TYPES)


def test_every_code_of_cameo_has_a_label_and_every_label_a_code() -> None:
    codes = cameo.reachable_in_cameo()
    assert codes == set(cameo.LABELS)


def test_nothing_is_left_out_without_a_reason() -> None:
    for table in (cameo.UNMAPPED, muc4.UNMAPPED, muc4.LEFT_OUT):
        assert all(table.values())
