"""The shipped figures: every one of the file is read, and the scales hold no other."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

import pytest

from ebbline.claims import scales
from ebbline.claims.lexicon import data_table
from ebbline.claims.scales import NEVER, Scales

TABLE: dict[str, dict[str, float]] = data_table("scales.toml")


def figures(told: Scales) -> dict[str, float]:
    """The numbers of some scales, without which sources are heard."""
    return {name: value for name, value in asdict(told).items() if not isinstance(value, bool)}


def test_as_many_figures_as_the_file_holds() -> None:
    told = figures(Scales.open())
    assert sorted(told.values()) == sorted(figure for part in TABLE.values() for figure in part.values())
    assert all(0 <= figure <= 1 for figure in told.values())


def test_each_figure_of_the_file_is_read_into_a_field_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    number = iter(range(100))
    marked = {part: {name: next(number) / 100 for name in figures} for part, figures in TABLE.items()}
    monkeypatch.setattr(scales, "data_table", lambda name: marked)
    assert figures(Scales.open()) == {
        "keep": marked["events"]["keep"],
        "new": marked["events"]["new"],
        "again": marked["events"]["again"],
        "party": marked["events"]["party"],
        "control_new": marked["control"]["new"],
        "control_place": marked["control"]["place"],
        "control_party": marked["control"]["party"],
        "strength_new": marked["strength"]["new"],
        "strength_whose": marked["strength"]["whose"],
        "cause_keep": marked["causes"]["keep"],
        "cause_new": marked["causes"]["new"],
    }


def test_every_source_is_heard_unless_told_otherwise() -> None:
    told: dict[str, Any] = asdict(Scales.open())
    assert all(told[field.name] for field in fields(Scales) if field.type == "bool")


def test_no_proposal_reaches_never() -> None:
    assert NEVER > 1
