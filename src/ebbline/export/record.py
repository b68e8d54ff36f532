"""What every format writes: each claim masked and published, beside what is said of its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ebbline.errors import UsageError
from ebbline.export.profile import Profile, exposure, publish
from ebbline.records import Claim, Report, claim_to_json

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask


@dataclass(frozen=True, slots=True)
class Source:
    """What is said of a report beside its claims; name, title and url without private names."""

    report_id: str
    name: str
    sha256: str
    """Of the stored text that the offsets point into."""
    title: str | None
    outlet: str | None
    url: str | None
    published_from: dt.date | None
    published_to: dt.date | None
    published_how: str | None
    story_id: str


@dataclass(frozen=True, slots=True)
class Row:
    """One claim ready to leave; `page` is that of its first words in a paginated report."""

    claim: Claim
    source: Source
    page: int | None


@dataclass(slots=True)
class Tally:
    """What an export did with the claims it met."""

    written: int = 0
    held_back: int = 0
    """Too fresh for the public profile."""
    coarsened: int = 0
    """Shown by district in the public profile."""


class Rows:
    """A ledger's claims as they may leave, in the ledger's order; `tally` is complete after the last one.

    Raises UsageError for the public profile with names shown.
    """

    def __init__(self, store: LedgerStore, *, mask: Mask, profile: Profile = "working", now: dt.datetime) -> None:
        if profile == "public" and mask.shows_names:
            raise UsageError("--names", "the public profile never shows private names", "leave out one of the two")
        self._store, self._mask, self._profile, self._now = store, mask, profile, now
        self.tally = Tally()

    def __iter__(self) -> Iterator[Row]:
        report: Report | None = None
        source: Source | None = None
        for claim in self._store.claims():
            if report is None or source is None or report.report_id != claim.report_id:
                report = self._store.report(claim.report_id)
                source = source_of(report, self._mask, self._store.story_of(report.report_id))
            masked = self._mask.claim(claim)
            if self._profile == "public":
                yield from self._published(masked, report, source)
            else:
                self.tally.written += 1
                yield Row(masked, source, page_of(claim, report))

    def _published(self, claim: Claim, report: Report, source: Source) -> Iterator[Row]:
        shown = publish(claim, report, self._now)
        if shown is None:
            self.tally.held_back += 1
            return
        if exposure(claim) is not None:
            self.tally.coarsened += 1
            source = replace(source, name=source.report_id, title=None, url=None)
        self.tally.written += 1
        yield Row(shown, source, page_of(claim, report))


def source_of(report: Report, mask: Mask, story_id: str) -> Source:
    """What is said of `report`, masked."""
    published, shown = report.published, mask.report(report)
    return Source(
        report_id=report.report_id,
        name=shown.name,
        sha256=report.text_sha256,
        title=shown.title,
        outlet=shown.outlet,
        url=shown.url,
        published_from=published.interval.start if published else None,
        published_to=published.interval.end if published else None,
        published_how=published.how if published else None,
        story_id=story_id,
    )


def page_of(claim: Claim, report: Report) -> int | None:
    """The page that holds the claim's first words, None for a report without pages."""
    first = min((item.start for item in claim.evidence), default=0)
    return next((page.number for page in report.pages if page.span.start <= first < page.span.end), None)


def record(row: Row) -> dict[str, Any]:
    """The row as a JSON-ready object: the public record of the claims export, its own additions last."""
    claim, source = claim_to_json(row.claim), row.source
    head = {key: claim.pop(key) for key in ("claim_id", "kind", "report_id")}
    published = None
    if source.published_from and source.published_to:
        published = {
            "from": source.published_from.isoformat(),
            "to": source.published_to.isoformat(),
            "how": source.published_how,
        }
    added = {
        "title": source.title,
        "outlet": source.outlet,
        "url": source.url,
        "published": published,
        "story_id": source.story_id,
        "page": row.page,
    }
    return {**head, "report": source.name, "report_sha256": source.sha256, **claim, **added}
