"""Reports that borrow the words of war yield nothing; reports of conflict in odd words yield claims.

Each list is parted in two by its names: on `mended` the rules were tried, of `held` only the score was looked at.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path

import pytest

from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.records import Report

_LISTS = tomllib.loads(Path(__file__).with_name("distractors.toml").read_text("utf-8"))


@cache
def _coder() -> LexiconCoder:
    return LexiconCoder()


def _part(name: str) -> str:
    return "held" if hashlib.sha256(name.encode()).digest()[0] % 2 else "mended"


def _claims(text: str) -> int:
    return len(_coder().code(Report("r_0", "n", text.strip(), "", "", "n", language="en")).claims)


@pytest.mark.parametrize(("part", "reports", "allowed"), [("mended", 35, 2), ("held", 25, 2)])
def test_distractors_yield_nothing(part: str, reports: int, allowed: int) -> None:
    texts = {item["name"]: item["text"] for item in _LISTS["distractor"] if _part(item["name"]) == part}
    assert len(texts) == reports
    coded = [name for name, text in texts.items() if _claims(text)]
    assert len(coded) <= allowed, coded


@pytest.mark.parametrize(("part", "reports", "allowed"), [("mended", 16, 2), ("held", 14, 3)])
def test_conflict_in_odd_words_is_read(part: str, reports: int, allowed: int) -> None:
    texts = {item["name"]: item["text"] for item in _LISTS["conflict"] if _part(item["name"]) == part}
    assert len(texts) == reports
    missed = [name for name, text in texts.items() if not _claims(text)]
    assert len(missed) <= allowed, missed
