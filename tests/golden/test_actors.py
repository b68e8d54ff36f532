"""Invented reports: whom each mention of an actor means, and the groups that are kept as new."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ebbline.actors import ActorMention, Registry, find_actors
from ebbline.language.segment import segment
from ebbline.records import Report

REPORTS = tomllib.loads(Path(__file__).with_name("actors.toml").read_text("utf-8"))["report"]


def meant(text: str, words: str, which: int, mentions: tuple[ActorMention, ...]) -> str:
    """The name of whom the words mean, empty where they mean nobody."""
    at = -1
    for _ in range(which + 1):
        at = text.index(words, at + 1)
        while text[at - 1 : at].isalnum() or text[at + len(words) : at + len(words) + 1].isalnum():
            at = text.index(words, at + 1)
    return next((m.name for m in mentions if m.span.start <= at < m.span.end), "")


@pytest.mark.parametrize("case", REPORTS, ids=[case["name"] for case in REPORTS])
def test_mentions_mean_whom_they_should(case: dict[str, Any]) -> None:
    text = case["text"]
    mentions = find_actors(segment(Report("r", "t", text, "", "", "t")), Registry.open())
    got = [[words, which, meant(text, words, which, mentions)] for words, which, _ in case["mentions"]]
    assert got == case["mentions"]
    new = {mention.name for mention in mentions if mention.new}
    assert new >= set(case.get("new", ()))
