"""One report read by one version of the program, and what people say of what it read."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from ebbline.records.claim import Claim, Kind, Role
from ebbline.records.values import Span


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in a report. `public` is true only for listed officials, commanders and spokespersons."""

    name: str
    spans: tuple[Span, ...]
    """Every place of the text that names the person, short forms ("Homsi") included."""
    role: Role = "unknown"
    affiliation: str | None = None
    public: bool = False


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Something a reading could not settle: a place not resolved, a group new to the registry."""

    what: Literal["place", "actor", "time"]
    mention: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """The claims one version of the program found in one report. One reading of a report is current."""

    reading_id: str
    report_id: str
    extractor: str
    claims: tuple[Claim, ...]
    persons: tuple[Person, ...] = ()
    left_open: tuple[LeftOpen, ...] = ()
    relevant: bool = True
    """False: nothing in the report is about armed conflict."""


def reading_id(report_id: str, extractor: str) -> str:
    """`g_` and 16 hex digits: the same version reads the same report once."""
    return "g_" + hashlib.sha256(f"{report_id}\x00{extractor}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two claims are, or are not, the same occurrence; withdrawn by a later row, never deleted."""

    judgement_id: str
    left: str
    right: str
    same: bool
    by: str
    """`rule NAME` or the person's name."""
    made_at: dt.datetime
    withdrawn_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A person's verdict on a claim, bound to report, span and kind so that it outlives a new reading."""

    review_id: str
    claim_id: str
    report_id: str
    span: Span
    claim_kind: Kind
    verdict: Literal["accept", "correct", "reject"]
    by: str
    made_at: dt.datetime
    corrections: tuple[tuple[str, Any], ...] = ()
    """Field and JSON value, for `correct`."""
