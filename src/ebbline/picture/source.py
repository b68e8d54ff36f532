"""What a picture needs of a ledger and of a mask: less than they offer, so that either can be stood in for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from ebbline.records import Claim, LeftOpen, Reading, Report

HAPPENED = frozenset({"asserted", "probable", "possible"})
"""Certainties under which a thing is told as having happened."""

AnyClaim = TypeVar("AnyClaim", bound=Claim)


class Source(Protocol):
    """The reading side of a ledger."""

    def claims(self) -> Iterator[Claim]:
        """Claims of current readings, by report, first offset, kind and id."""
        ...

    def reports(self) -> Iterator[Report]:
        """Every report."""
        ...

    def readings(self, *, current: bool) -> Iterator[Reading]:
        """Every report's readings, only the current ones where asked."""
        ...

    def stories(self) -> Mapping[str, Sequence[str]]:
        """Story to its reports: copies of one text are one story."""
        ...

    def left_open(self) -> Iterator[tuple[str, LeftOpen]]:
        """What current readings could not settle, with the report's id."""
        ...


class Cover(Protocol):
    """A stretch of a text that names a private person, and the label to show instead."""

    @property
    def start(self) -> int:
        """Its first character."""
        ...

    @property
    def end(self) -> int:
        """The character after its last."""
        ...

    @property
    def label(self) -> str:
        """What to show."""
        ...


class Masking(Protocol):
    """Hides private names in words and claims; `ebbline.privacy.Mask` is one."""

    def __bool__(self) -> bool:
        """False when nothing is ever masked."""
        ...

    def text(self, text: str, report_id: str | None = None) -> str:
        """The words with private names as `[role]`."""
        ...

    def covers(self, text: str, report_id: str, start: int) -> tuple[Cover, ...]:
        """What is to be replaced in words of a report that begin at `start`; sorted and disjoint."""
        ...

    def claim(self, claim: AnyClaim) -> AnyClaim:
        """The claim with private names as `[role]` in every field."""
        ...
