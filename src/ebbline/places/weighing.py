"""What was weighed while places were chosen, kept for whoever asks why: `Weighing`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Weighed(NamedTuple):
    """An entry of the gazetteer that a name could mean, its score, and what the score is made of."""

    number: int
    score: float
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(slots=True)
class Weighing:
    """Notes of one report, by the identity of the stretch they are about."""

    entries: dict[int, list[Weighed]] = field(default_factory=dict)
    together: bool = False
    """Whether the names were weighed together in the end, as in reports of no war."""
    home: tuple[tuple[str, float], ...] = ()
    """The countries the report is about, with their weights."""

    def note(self, stretch: int, entries: list[Weighed]) -> None:
        """Keeps the entries, best first."""
        self.entries[stretch] = sorted(entries, key=lambda entry: -entry.score)
