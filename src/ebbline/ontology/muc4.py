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

EMPTY: frozenset[str] = frozenset(_TABLE["roles"]["empty"])
TITLES: frozenset[str] = frozenset(_TABLE["roles"]["titles"])
"""What a party may be called without being named, and words before a person's name that are no part of it."""

OPENERS: frozenset[str] = frozenset(_TABLE["roles"]["openers"])
BREAKS: frozenset[str] = frozenset(_TABLE["roles"]["breaks"])
"""Words that stand before a noun's phrase, and words that end it to the left."""

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def incident_type(claim: EventClaim) -> str | None:
    """The type of incident a claim tells of; None where it tells of none."""
    if claim.certainty not in STAGES or _is_fighting_of_state(claim):
        return None
    words = {word for item in claim.evidence for word in words_of(item.text)}
    for incident, row in _TABLE["words"].items():
        if claim.sub_event_type in row["of"] and not words.isdisjoint(row["words"]):
            return str(incident)
    found = _TABLE["incidents"].get(claim.sub_event_type)
    return None if found is None else str(found)


def _is_fighting_of_state(claim: EventClaim) -> bool:
    if claim.sub_event_type not in _TABLE["state"]["of"]:
        return False
    named = " ".join(f"{a.mention or ''} {a.name}" for a in claim.actors if a.role == "actor")
    found = f" {' '.join(words_of(named))} "
    return any(f" {word} " in found for word in _TABLE["state"]["words"])


def mapped_types() -> frozenset[str]:
    """The sub-event types that are incidents whatever their words."""
    return frozenset(_TABLE["incidents"])


def weapon_nouns(means: str) -> tuple[str, ...]:
    """The nouns that may tell a means in the text, in lower case, the longest first; none where it is no instrument."""
    known = _TABLE["weapons"].get(means)
    nouns = set() if known == [] else {means.lower(), *(known or ())}
    return tuple(sorted(nouns, key=lambda noun: (-len(noun.split()), noun)))


def is_target(noun: str) -> bool:
    """Whether a thing, in lower case, may be a physical target: neither a weapon nor a mere place."""
    weapon = any(noun in (means.lower(), *nouns) for means, nouns in _TABLE["weapons"].items())
    return not weapon and noun not in _TABLE["roles"]["no_targets"]


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [match[0].lower() for match in _WORD.finditer(text)]
