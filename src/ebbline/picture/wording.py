"""Claims in the few words the page has room for; the wording is the brief's."""

from __future__ import annotations

from dataclasses import replace

from ebbline.picture import brief_wording as words
from ebbline.records import CauseClaim, Claim, ClaimTime, Published, Speaker


def headline(claim: Claim) -> str:
    """Type and roles."""
    phrase = words.what(claim)
    return phrase[:1].upper() + phrase[1:]


def detail(claim: Claim) -> str:
    """Figures and means of an event, the report's words for a cause and its effect; empty where there are none."""
    if isinstance(claim, CauseClaim):
        return f"“{claim.cause.text}” → “{claim.effect.text}”"
    return words.details(claim)


def when(time: ClaimTime | Published | None) -> str:
    """A date no finer than it is known, `undated` for None."""
    if isinstance(time, Published):
        return words.span_words(time.interval.start, time.interval.end)
    return words.time_words(time)


def speaker(said_by: Speaker | None) -> str:
    """Who says it, without the chain; empty for None, the outlet's own voice."""
    if said_by is None:
        return ""
    # That a source is anonymous stands beside its role.
    return words.speaker_name(replace(said_by, chain=(), anonymous=False))
