"""Texts of the project's own writing and every time they must give, as `times.toml` lists them."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ebbline.language.segment import segment
from ebbline.records import DateInterval, Published, Report
from ebbline.times import TimeExpression, analyse_times

CASES = tomllib.loads(Path(__file__).with_name("times.toml").read_text("utf-8"))["text"]


def line(found: TimeExpression) -> str:
    """Words, days, precision, and what sets it apart."""
    if found.start is None:
        return f"{found.words} | {'open' if found.kind in ('date', 'time') else found.kind}"
    days = f"{found.start}" if found.start == found.end else f"{found.start}..{found.end}"
    mark = " (report)" if found.dates_report else " (said)" if found.telling else ""
    return f"{found.words} | {days} | {found.precision}{mark}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_text_gives_its_times(case: dict[str, Any]) -> None:
    on = dt.date.fromisoformat(case["published"]) if "published" in case else None
    published = Published(DateInterval(on, on), "given") if on else None
    document = segment(Report("r_0", "n", case["words"], "", "", "n", published=published))
    assert [line(found) for found in analyse_times(document)] == case["times"]
