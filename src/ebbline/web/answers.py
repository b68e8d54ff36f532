"""Claims, reports and stories as JSON objects, masked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

from ebbline.export.record import Row, Source, page_of, record, source_of
from ebbline.language.segment import segment
from ebbline.picture.quotation import Quoter
from ebbline.records import Claim, Report, Span
from ebbline.web.desk import View


class Utf16:
    """A text's offsets as browsers count them: characters beyond U+FFFF count twice."""

    def __init__(self, text: str) -> None:
        self._twice = [] if text.isascii() else [at for at, char in enumerate(text) if ord(char) > 0xFFFF]

    def at(self, offset: int) -> int:
        """The offset in UTF-16 code units for one in code points."""
        return offset + bisect_left(self._twice, offset)

    def span(self, start: int, end: int) -> dict[str, int]:
        """Both counts of a stretch."""
        return {"start": start, "end": end, "utf16_start": self.at(start), "utf16_end": self.at(end)}


class Teller:
    """Puts claims into words of the API; claims of one report should come together."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._open: _OpenReport | None = None

    def claim(self, original: Claim, masked: Claim) -> dict[str, Any]:
        """The claims export's record, with UTF-16 offsets, the whole sentences and the citation."""
        opened = self._opened(original.report_id)
        told = record(Row(masked, opened.source, page_of(original, opened.report)))
        for item in told["evidence"]:
            item |= opened.utf16.span(item["start"], item["end"])
        told["sentences"] = [_sentence(quote.text, quote.marks) for quote in opened.quoter.quotes(original)]
        told["citation"] = _citation(told)
        told["story_reports"] = self._view.copies.get(opened.source.story_id, 1)
        return told

    def _opened(self, report_id: str) -> _OpenReport:
        if self._open is None or self._open.report.report_id != report_id:
            self._open = _OpenReport(self._view, self._view.store.report(report_id))
        return self._open


class _OpenReport:
    def __init__(self, view: View, report: Report) -> None:
        self.report = report
        self.source = source_of(report, view.mask, view.store.story_of(report.report_id))
        self.quoter = Quoter(report, view.mask)
        self.utf16 = Utf16(report.text)


def _sentence(text: str, marks: Iterable[tuple[int, int]]) -> dict[str, Any]:
    utf16 = Utf16(text)
    return {"text": text, "marks": [utf16.span(start, end) for start, end in marks]}


def _citation(told: dict[str, Any]) -> str:
    offsets = ", ".join(f"{item['start']}–{item['end']}" for item in told["evidence"])
    page = f", page {told['page']}" if told["page"] else ""
    return f"{told['report']}{page}, {offsets} [{told['claim_id']}]"


def report_answer(view: View, report: Report) -> dict[str, Any]:
    """What is said of a report; never its text, which cannot be shown without its names' offsets."""
    source = source_of(report, view.mask, view.store.story_of(report.report_id))
    return {
        "report_id": report.report_id,
        "report": source.name,
        "report_sha256": source.sha256,
        "title": source.title,
        "outlet": source.outlet,
        "url": source.url,
        "published": _published(source),
        "language": report.language,
        "characters": len(report.text),
        "unread": report.unread,
        "story_id": source.story_id,
        "story_reports": view.copies.get(source.story_id, 1),
    }


def _published(source: Source) -> dict[str, str | None] | None:
    if source.published_from is None or source.published_to is None:
        return None
    first, last = source.published_from.isoformat(), source.published_to.isoformat()
    return {"from": first, "to": last, "how": source.published_how}


def passages(view: View, report: Report, claims: Iterable[Claim]) -> Iterator[dict[str, Any]]:
    """The sentences that carry claims, in the order of the report, with the claims each carries."""
    spans = {claim.claim_id: [Span(item.start, item.end) for item in claim.evidence] for claim in claims}
    utf16 = Utf16(report.text)
    for where in (sentence.span for sentence in segment(report).sentences):
        carried = [claim_id for claim_id, parts in spans.items() if any(where.overlaps(part) for part in parts)]
        if carried:
            words = view.mask.passage(where.of(report.text), report.report_id, where.start)
            yield {**utf16.span(where.start, where.end), "text": words, "claims": carried}
