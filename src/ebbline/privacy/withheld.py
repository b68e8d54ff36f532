"""What is not shown of a report in which nobody looked for names."""

from __future__ import annotations

from dataclasses import dataclass

from ebbline.config import CODED_LANGUAGES
from ebbline.records import Report

TITLE_WITHHELD = "[title withheld]"


@dataclass(frozen=True, slots=True)
class Labels:
    """What is shown of a report beside its words, without private names."""

    name: str
    """The report's id where its own name is withheld."""
    title: str | None
    outlet: str | None
    url: str | None


def is_unread(report: Report) -> bool:
    """Whether no coder can have looked for names: a language that is not coded, or no text that could be read."""
    return report.unread is not None or report.language not in CODED_LANGUAGES


def withheld(report: Report, outlet: str | None) -> Labels:
    """What is shown of such a report: its id; of its `outlet`, masked already, only what is in Latin letters."""
    latin = outlet if outlet is None or all(char < "\u0250" or not char.isalpha() for char in outlet) else None
    return Labels(report.report_id, TITLE_WITHHELD if report.title else None, latin, None)
