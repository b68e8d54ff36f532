"""Claims as incidents of MUC-4, read from `data/muc4.toml` once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from ebbline.records import EventClaim

_TABLE: dict[str, Any] = tomllib.loads(files("ebbline.ontology").joinpath("data/muc4.toml").read_text("utf-8"))

UNMAPPED: Mapping[str, str] = _TABLE["unmapped"]
"""Sub-event types that are no incident, and why."""

LEFT_OUT: Mapping[str, str] = _TABLE["left_out"]
"""Incident types that no claim becomes, and why."""

STAGES: Mapping[str, str] = _TABLE["stages"]
"""Certainty to stage of execution; a claim of another certainty is no incident."""

PEOPLE: frozenset[str] = frozenset(_TABLE["roles"]["people"])
"""Nouns that end a mention of people, in lower case."""

OPENERS: frozenset[str] = frozenset(_TABLE["roles"]["openers"])
BREAKS: frozenset[str] = frozenset(_TABLE["roles"]["breaks"])
"""Words that stand before a noun's phrase, and words that end it to the left."""

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def incident_type(claim: EventClaim) -> str | None:
    """The type of incident a claim tells of; None where it tells of none."""
    if claim.certainty not in STAGES:
        return None
    words = {word for item in claim.evidence for word in words_of(item.text)}
    for incident, row in _TABLE["words"].items():
        if claim.sub_event_type in row["of"] and not words.isdisjoint(row["words"]):
            return str(incident)
    found = _TABLE["incidents"].get(claim.sub_event_type)
    return None if found is None else str(found)


def mapped_types() -> frozenset[str]:
    """The sub-event types that are incidents whatever their words."""
    return frozenset(_TABLE["incidents"])


def weapon_nouns(means: str) -> tuple[str, ...]:
    """The nouns that may tell a means in the text, in lower case, the longest first."""
    nouns = {means.lower(), *_TABLE["weapons"].get(means, ())}
    return tuple(sorted(nouns, key=lambda noun: (-len(noun.split()), noun)))


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [match[0].lower() for match in _WORD.finditer(text)]
