"""What the sections of a brief are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ebbline.picture import brief_wording as words
from ebbline.picture.brief_page import Said
from ebbline.picture.citing import Citer
from ebbline.records import Claim, LeftOpen


@dataclass(frozen=True, slots=True)
class Scope:
    """The masked claims a brief is about, what their reports leave open, and the giver of numbers."""

    claims: tuple[Claim, ...]
    left_open: tuple[tuple[str, LeftOpen], ...]
    citer: Citer

    def of(self, kind: type[Claim]) -> list[Claim]:
        """The claims of one kind."""
        return [claim for claim in self.claims if isinstance(claim, kind)]

    def said(self, claims: Iterable[Claim]) -> tuple[Said, ...]:
        """Who says these claims, each with the citations of their own."""
        by_speaker: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            by_speaker[words.attribution(claim, self.citer.outlet(claim.report_id))].append(claim)
        return tuple(Said(speaker, self.numbers(found)) for speaker, found in by_speaker.items())

    def numbers(self, claims: Iterable[Claim]) -> tuple[int, ...]:
        """The citations of these claims, ascending."""
        return tuple(sorted(self.citer.claim(claim).number for claim in claims))
