"""The sentences a claim rests on, its evidence marked, private names masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebbline.language.segment import segment
from ebbline.picture.source import Masking
from ebbline.records import Claim, Report, Span

Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report and the stretches of them that carry a claim, in code points of `text`."""

    text: str
    marks: tuple[Mark, ...]


class Quoter:
    """Quotes from one report; sentences are cut, and masked, once."""

    def __init__(self, report: Report, mask: Masking) -> None:
        self._report = report
        self._mask = mask
        self._sentences = [sentence.span for sentence in segment(report).sentences]
        self._passages: dict[Span, Passage] = {}

    def quotes(self, claim: Claim) -> list[Quote]:
        """One quote for each sentence with evidence in it, in the order of the report."""
        spans = [Span(item.start, item.end) for item in claim.evidence]
        touched = [s for s in self._sentences if any(s.overlaps(span) for span in spans)]
        bare = [span for span in spans if not any(s.overlaps(span) for s in touched)]
        return [self._quote(where, spans) for where in sorted(touched + bare)]

    def _quote(self, where: Span, spans: Sequence[Span]) -> Quote:
        if where not in self._passages:
            self._passages[where] = Passage(where, self._report, self._mask)
        inside = [
            (max(span.start, where.start) - where.start, min(span.end, where.end) - where.start)
            for span in spans
            if span.overlaps(where)
        ]
        return self._passages[where].marked(inside)


class Passage:
    """A stretch of a report, masked, that knows where its own offsets went."""

    def __init__(self, where: Span, report: Report, mask: Masking) -> None:
        words = where.of(report.text)
        covers = mask.covers(words, report.report_id, where.start)
        shown, edges = _shown(words, [(cover.start, cover.end, cover.label) for cover in covers])
        final = mask.text(shown, report.report_id)
        self.text = " ".join(final.split("\n"))
        self._edges = edges if final == shown else None

    def moved(self, span: Mark) -> Mark | None:
        """Where a stretch of the original went in `text`; None where offsets are lost."""
        return None if self._edges is None else (self._edges[span[0]], self._edges[span[1]])

    def marked(self, spans: Sequence[Mark]) -> Quote:
        """The text with these stretches of the original marked; a masked name is marked whole or not at all.

        Where the mask went over the text more than once and offsets are lost, nothing is marked.
        """
        moved = sorted(found for found in map(self.moved, spans) if found is not None)
        marks: list[Mark] = []
        for start, end in moved:
            start = max(start, marks[-1][1] if marks else 0)
            if end > start:
                marks.append((start, end))
        return Quote(self.text, tuple(marks))


def _shown(words: str, covers: Sequence[tuple[int, int, str]]) -> tuple[str, list[int]]:
    """The words with covers replaced, and for each old offset the new one."""
    out: list[str] = []
    edges: list[int] = []
    at = length = 0
    for start, end, label in covers:
        edges += range(length, length + start - at)
        length += start - at
        out += [words[at:start], label]
        # The first half of a covered name points to the label's start, the rest to its end.
        edges += [length if 2 * i < end - start else length + len(label) for i in range(end - start)]
        length += len(label)
        at = end
    edges += range(length, length + len(words) - at + 1)
    return "".join([*out, words[at:]]), edges
