"""Claims in the few words the page has room for; the wording is the brief's."""

from __future__ import annotations

from ebbline.picture import brief_wording as words
from ebbline.records import Claim, ClaimTime, EventClaim, Published, Speaker


def headline(claim: Claim) -> str:
    """Type and roles."""
    return words.what(claim)


def detail(claim: Claim) -> str:
    """Figures and means of an event; empty for the rest."""
    return words.details(claim) if isinstance(claim, EventClaim) else ""


def when(time: ClaimTime | Published | None) -> str:
    """A date no finer than it is known, `undated` for None."""
    if isinstance(time, Published):
        return words.span_words(time.interval.start, time.interval.end)
    return words.time_words(time)


def speaker(said_by: Speaker | None) -> str:
    """Who says it; `the outlet` for None."""
    return words.speaker_name(said_by) or "the outlet"
