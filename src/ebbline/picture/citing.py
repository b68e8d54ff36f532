"""Numbered citations: every line of a brief leads to a report, its offsets and its speaker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ebbline.export.record import Source, page_of, source_of
from ebbline.picture.brief_wording import quote, span_words, speaker_words
from ebbline.records import Claim, LeftOpen, Report

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask


@dataclass(frozen=True, slots=True)
class Citation:
    """One numbered source: the words of one claim, or of something left open."""

    number: int
    report_id: str
    report: str
    title: str | None
    outlet: str | None
    published: str
    address: str | None
    """Only where it is the report's own, unmasked, and of the web."""
    offsets: str
    page: int | None
    speaker: str
    """Empty: the outlet's own voice."""
    quote: str
    story_id: str
    copies: int
    """Reports that carry this story, this one included."""
    claim_id: str | None = None


class Citer:
    """Gives numbers in the order in which claims are first cited; reports and stories are looked up once."""

    def __init__(self, store: LedgerStore, mask: Mask) -> None:
        self._store, self._mask = store, mask
        self._stories = {
            report_id: (story, len(members)) for story, members in store.stories().items() for report_id in members
        }
        self._reports: dict[str, tuple[Report, Source]] = {}
        self._by_claim: dict[str, Citation] = {}
        self.citations: list[Citation] = []

    def claim(self, claim: Claim) -> Citation:
        """The citation of a masked claim."""
        known = self._by_claim.get(claim.claim_id)
        if known is None:
            offsets = ", ".join(f"{item.start}–{item.end}" for item in claim.evidence)
            page = page_of(claim, self.report(claim.report_id))
            known = self._cited(claim.report_id, offsets, page, speaker_words(claim), quote(claim), claim.claim_id)
            self._by_claim[claim.claim_id] = known
        return known

    def left_open(self, report_id: str, item: LeftOpen) -> Citation:
        """A citation of the words that a reading could not settle."""
        words = self._mask.passage(item.mention, report_id, item.span.start)
        report = self.report(report_id)
        page = next((p.number for p in report.pages if p.span.start <= item.span.start < p.span.end), None)
        return self._cited(report_id, f"{item.span.start}–{item.span.end}", page, "", " ".join(words.split()), None)

    def report(self, report_id: str) -> Report:
        """The report as stored."""
        return self._known(report_id)[0]

    def outlet(self, report_id: str) -> str | None:
        """Who published the report, if that is known."""
        return self._known(report_id)[1].outlet

    def story(self, report_id: str) -> str:
        """The report's story: copies of one text share it."""
        return self._stories.get(report_id, (report_id, 1))[0]

    def stories(self, claims: Iterable[Claim]) -> int:
        """How many independent stories carry these claims."""
        return len({self.story(claim.report_id) for claim in claims})

    def _known(self, report_id: str) -> tuple[Report, Source]:
        if report_id not in self._reports:
            report = self._store.report(report_id)
            self._reports[report_id] = (report, source_of(report, self._mask, self.story(report_id)))
        return self._reports[report_id]

    def _cited(
        self, report_id: str, offsets: str, page: int | None, speaker: str, words: str, claim_id: str | None
    ) -> Citation:
        report, source = self._known(report_id)
        own = source.url if source.url == report.url else None
        citation = Citation(
            number=len(self.citations) + 1,
            report_id=report_id,
            report=source.name,
            title=source.title,
            outlet=source.outlet,
            published=_published(source),
            address=own if own and own.startswith(("https://", "http://")) else None,
            offsets=offsets,
            page=page,
            speaker=speaker,
            quote=words,
            story_id=source.story_id,
            copies=self._stories.get(report_id, (report_id, 1))[1],
            claim_id=claim_id,
        )
        self.citations.append(citation)
        return citation


def _published(source: Source) -> str:
    if source.published_from is None or source.published_to is None:
        return "publication date unknown"
    return f"published {span_words(source.published_from, source.published_to)}"
