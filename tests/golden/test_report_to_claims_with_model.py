"""Reports of the project's own writing and the claims the default coder must give, as in `model_reports.toml`."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ebbline.claims.model_coder import ModelCoder
from ebbline.language.reader import Reader
from ebbline.records import DateInterval, Published, Report
from tests.golden.test_report_to_claims import line

CASES = tomllib.loads(Path(__file__).with_name("model_reports.toml").read_text("utf-8"))["report"]


@pytest.fixture(scope="module")
def coder() -> ModelCoder:
    return ModelCoder(reader=Reader.open(threads=1))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_report_gives_its_claims(coder: ModelCoder, case: dict[str, Any]) -> None:
    published = Published(DateInterval(dt.date(2016, 2, 3), dt.date(2016, 2, 3)), "given")
    report = Report("r_0", "n", case["text"], "", "", "n", published=published, language="en")
    assert sorted(line(claim) for claim in coder.code(report).claims) == sorted(case["claims"])
