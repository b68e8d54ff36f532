"""How a run is told."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ebbline.claims.keyword_coder import KeywordCoder
from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.cli.names import reading
from ebbline.cli.read import copies_words, passed_words, summary_lines
from ebbline.config import CODED_LANGUAGES
from ebbline.errors import MissingExtraError
from ebbline.pipeline import Summary
from ebbline.records import Capture, Person, Reading, Span, reading_id, report_id


@pytest.mark.parametrize(
    ("copies", "words"),
    [
        ({}, ""),
        ({"s_1": 1}, "1 copy of a story already known"),
        ({"s_1": 2}, "2 copies of one story"),
        ({"s_1": 1, "s_2": 1}, "2 copies of stories already known"),
        ({"s_1": 2, "s_2": 3}, "5 copies of 2 stories"),
        ({f"s_{number}": 2 for number in range(1000)}, "2,000 copies of 1,000 stories"),
    ],
)
def test_copies_in_words(copies: dict[str, int], words: str) -> None:
    assert copies_words(Counter(copies)) == words


def test_what_was_passed_over_in_words() -> None:
    assert passed_words(Counter({".mp4": 3, ".jpg": 9})) == "passed over 12 files of other kinds: 9 .jpg, 3 .mp4"
    assert passed_words(Counter({".jpg": 1})) == "passed over 1 file of another kind: 1 .jpg"


def test_every_number_has_its_separators(sample: Any) -> None:
    summary = Summary()
    summary.statuses.update(read=7200, known=1234, kept=2345, failed=3456)
    summary.kinds.update(event=7200, control=5067, strength=1500, cause=1100)
    summary.left_open.update(place=2000)
    summary.speakers = {(f"speaker {number}", True) for number in range(1001)}
    summary.not_relevant, summary.undated = 4567, 5678
    told = "\n".join(summary_lines(summary, sample.store, Path("x.db"), 1.0))
    assert "7,200 events · 5,067 control · 1,500 strength · 1,100 causes, by 1,001 speakers (1,001 anonymous)" in told
    for number in ("1,234", "2,345", "3,456", "4,567", "5,678", "2,000 places"):
        assert number in told


def test_the_coders_read_the_languages_that_are_counted_as_read() -> None:
    assert LexiconCoder.languages == KeywordCoder.languages == CODED_LANGUAGES


def test_what_is_stored_while_a_command_reads_is_neither_shown_nor_left_unmasked(sample: Any) -> None:
    with reading(sample.path, command="claims") as (store, mask):
        before = len(list(store.claims()))
        report = next(iter(sample.store.reports()))
        capture = sample.store.capture(report.report_id)
        assert mask
        text = "Zeyno Farouj said IS holds Tabqa."
        made = replace(
            report,
            report_id=report_id(text, "new.txt"),
            origin="new.txt",
            name="new.txt",
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            capture_sha256=hashlib.sha256(text.encode()).hexdigest(),
            pages=(),
        )
        person = Person("Zeyno Farouj", (Span(0, 12),), "resident")
        assert sample.store.store(
            Capture("new.txt", capture.fetched_at, "text/plain", text.encode()),
            made,
            Reading(reading_id(made.report_id, "x"), made.report_id, "x", (), (person,)),
        )
        assert len(list(store.claims())) == before
        assert "new.txt" not in [held.name for held in store.reports()]
    with reading(sample.path, command="claims") as (store, mask):
        assert mask.text("Zeyno Farouj") == "[resident]"


def test_advice_for_extras_holds_in_a_checkout_too() -> None:
    assert str(MissingExtraError("ebbline serve", "serve")).endswith(
        "pip install 'ebbline[serve]' (in a checkout: pip install '.[serve]')"
    )
