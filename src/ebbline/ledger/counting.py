"""What reports and claims add up to, counted the same way by every command."""

from __future__ import annotations

from collections.abc import Iterable

from ebbline.config import CODED_LANGUAGES
from ebbline.records import Claim, Report

Voice = tuple[str, bool]
"""Who speaks, by name, affiliation or role, and whether anonymously."""


def voice_of(claim: Claim) -> Voice | None:
    """The speaker as counted, None for the outlet's own voice. Of a claim as stored: masked names are all alike."""
    speaker = claim.said_by
    if speaker is None:
        return None
    return speaker.name or speaker.affiliation or speaker.role, speaker.anonymous


def voices(claims: Iterable[Claim]) -> frozenset[Voice]:
    """The different speakers of claims as stored."""
    return frozenset(voice for voice in map(voice_of, claims) if voice is not None)


def anonymous(speakers: Iterable[Voice]) -> int:
    """How many of them want no name told."""
    return sum(is_anonymous for _, is_anonymous in speakers)


def was_read(report: Report) -> bool:
    """Whether the report has text in a language that is coded; others are kept unread."""
    return report.unread is None and report.language in CODED_LANGUAGES
