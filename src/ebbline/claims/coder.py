"""What any coder promises: a report in, a reading of it out."""

from __future__ import annotations

from typing import Protocol

from ebbline.places import Gazetteer
from ebbline.records import Reading, Report


class Coder(Protocol):
    """Reads one report. The same report and the same version give the same reading, whatever ran before."""

    @property
    def extractor(self) -> str:
        """The program's version and the coder's name, as every claim is signed."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes of the languages it reads; reports in others are kept and get an empty reading."""
        ...

    def code(self, report: Report) -> Reading:
        """The reading of a report; never raises for what the text says."""
        ...


def signed(extractor: str, gazetteer: Gazetteer) -> str:
    """What a coder's readings are signed with: its name, and what was added to the gazetteer or left out of it."""
    return f"{extractor} + {gazetteer.signature}" if gazetteer.signature else extractor
