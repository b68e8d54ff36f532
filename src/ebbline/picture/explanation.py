"""Why a claim says what it says: its sentences with the words marked, and for each coded field the rule behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ebbline.claims.trace import Pattern
from ebbline.picture.drawing import Mark
from ebbline.records import Claim, claim_to_json


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the report behind a field, private names masked; offsets are the report's."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: the trace's entry, empty for what no rule decided, and what it means."""

    entry: str
    says: str
    patterns: tuple[Pattern, ...] = ()
    """The rule's patterns, those found in the words first; empty for a rule that lives in code."""
    source: str | None = None
    """The file of `claims/data` that holds the rule."""


@dataclass(frozen=True, slots=True)
class Field:
    """A coded field: its value in words, the words it was read from, and why."""

    field: str
    value: str
    words: tuple[Words, ...] = ()
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence of the report, from `start` to `end` there, and what its words stand for.

    `text` has private names masked; the marks are in offsets into it.
    """

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a claim says what it says."""

    claim: Claim
    """Masked."""
    report: str
    """The report's name for people, masked."""
    outlet: str | None
    sentences: tuple[MarkedSentence, ...]
    """Those with evidence, and others that a field's words stand in, in the order of the report."""
    fields: tuple[Field, ...]

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready object: `claim` as the export has it, `sentences` and `fields`."""
        return {
            "claim_id": self.claim.claim_id,
            "report": self.report,
            "claim": claim_to_json(self.claim),
            "sentences": [
                {
                    "start": sentence.start,
                    "end": sentence.end,
                    "text": sentence.text,
                    "marks": [mark._asdict() for mark in sentence.marks],
                }
                for sentence in self.sentences
            ],
            "fields": [_field_json(field) for field in self.fields],
        }


def _field_json(field: Field) -> dict[str, Any]:
    return {
        "field": field.field,
        "value": field.value,
        "words": [{"start": words.start, "end": words.end, "text": words.text} for words in field.words],
        "why": [
            {
                "entry": why.entry,
                "says": why.says,
                "patterns": [{"pattern": each.pattern, "example": each.example} for each in why.patterns],
                "source": why.source,
            }
            for why in field.why
        ],
    }
