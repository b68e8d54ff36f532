"""What a picture needs of a ledger and of a mask: less than they offer, so that either can be stood in for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from ebbline.records import Claim, LeftOpen, Report

HAPPENED = frozenset({"asserted", "probable", "possible"})
"""Certainties under which a thing is told as having happened."""


class Source(Protocol):
    """The reading side of a ledger."""

    def claims(self) -> Iterator[Claim]:
        """Claims of current readings, by report, first offset, kind and id."""
        ...

    def reports(self) -> Iterator[Report]:
        """Every report."""
        ...

    def stories(self) -> Mapping[str, Sequence[str]]:
        """Story to its reports: copies of one text are one story."""
        ...

    def left_open(self) -> Iterator[tuple[str, LeftOpen]]:
        """What current readings could not settle, with the report's id."""
        ...


class Masking(Protocol):
    """Hides private names in words and claims."""

    def text(self, s: str, report_id: str | None = None) -> str:
        """The words with private names as `[role]`."""
        ...

    def claim(self, claim: Claim) -> Claim:
        """The claim with private names as `[role]` in every field."""
        ...
