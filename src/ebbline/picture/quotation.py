"""The sentences a claim rests on, its evidence marked, private names masked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ebbline.language.segment import segment
from ebbline.records import Claim, Report, Span


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report and the stretches of them that carry a claim, in code points of `text`."""

    text: str
    marks: tuple[tuple[int, int], ...]


class Quoter:
    """Quotes from one report; sentences are cut once."""

    def __init__(self, report: Report, mask: Callable[[str], str]) -> None:
        self._text = report.text
        self._mask = mask
        self._sentences = [sentence.span for sentence in segment(report).sentences]

    def quotes(self, claim: Claim) -> list[Quote]:
        """One quote for each sentence with evidence in it, in the order of the report."""
        spans = [Span(item.start, item.end) for item in claim.evidence]
        touched = [s for s in self._sentences if any(s.overlaps(span) for span in spans)]
        bare = [span for span in spans if not any(s.overlaps(span) for s in touched)]
        return [self._quote(where, spans) for where in sorted(touched + bare)]

    def _quote(self, where: Span, spans: Sequence[Span]) -> Quote:
        inside = sorted(
            (max(span.start, where.start), min(span.end, where.end)) for span in spans if span.overlaps(where)
        )
        cuts = [where.start]
        for start, end in inside:
            start = max(start, cuts[-1])
            if end > start:
                cuts += [start, end]
        cuts.append(where.end)
        pieces = [self._text[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
        return masked(pieces, self._mask)


def masked(pieces: Sequence[str], mask: Callable[[str], str]) -> Quote:
    """The joined pieces masked as a whole, every second one marked.

    A name across a piece's edge is masked all the same; then everything between the first and the last mark is marked.
    """
    whole = " ".join(mask("".join(pieces)).split("\n"))
    parts = [" ".join(mask(piece).split("\n")) for piece in pieces]
    if "".join(parts) == whole:
        marks, at = [], 0
        for index, part in enumerate(parts):
            if index % 2 and part:
                marks.append((at, at + len(part)))
            at += len(part)
        return Quote(whole, tuple(marks))
    before, after = _same_head(parts[0], whole), _same_head(parts[-1][::-1], whole[::-1])
    start, end = min(before, len(whole)), max(len(whole) - after, min(before, len(whole)))
    return Quote(whole, ((start, end),) if end > start else ())


def _same_head(left: str, right: str) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count
