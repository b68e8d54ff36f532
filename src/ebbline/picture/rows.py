"""Claims as rows of the page: words for people, numbers for the drawing, every repeated thing once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ebbline.ledger.counting import Voice, voices
from ebbline.picture import wording
from ebbline.picture.quotation import Quote, Quoter
from ebbline.picture.source import HAPPENED, Masking, Source
from ebbline.picture.style import Style
from ebbline.records import CauseClaim, Claim, ControlClaim, EventClaim, Report, StrengthClaim

EPOCH = dt.date(1970, 1, 1).toordinal()


class Table:
    """Distinct values in the order they first came."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._index: dict[Hashable, int] = {}

    def put(self, key: Hashable, value: Any) -> int:
        """The index of the value that has this key, added if new."""
        if key not in self._index:
            self._index[key] = len(self.values)
            self.values.append(value)
        return self._index[key]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report as citations show it."""

    report_id: str
    name: str
    title: str
    outlet: str
    published: str
    story: int
    copies: int
    """Reports of the same story, this one included."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim as lists show it."""

    claim: Claim
    """Masked."""
    family: int
    happened: bool
    headline: str
    detail: str
    speaker: int
    time: str
    report: int
    page: int | None
    quotes: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
    """Sentence index and marks, in code points."""
    actors: tuple[int, ...]
    holders: tuple[int, ...]
    alike: int

    @property
    def offsets(self) -> str:
        """The evidence's offsets, as citations give them."""
        return ", ".join(f"{item.start}–{item.end}" for item in self.claim.evidence)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything the page shows, masked."""

    rows: list[Row]
    reports: list[ReportRow]
    speakers: list[dict[str, Any]]
    sentences: list[str]
    actors: list[str]
    holders: list[str]
    """Most claimed first."""
    alike: list[tuple[int, int]]
    """Of claims coded alike: independent stories, reports."""
    voices: frozenset[Voice] = field(repr=False)
    """Who speaks, and whether anonymously, before names are masked: for counting, never for showing."""
    story_of: dict[str, str] = field(repr=False)

    @property
    def claims(self) -> list[Claim]:
        """The masked claims in the rows' order."""
        return [row.claim for row in self.rows]


def gather(source: Source, mask: Masking, style: Style) -> Gathered:
    """The ledger's claims as rows, in the ledger's order."""
    story_of = {report: story for story, reports in source.stories().items() for report in reports}
    reports: dict[str, Report] = {report.report_id: report for report in source.reports()}
    originals = list(source.claims())
    builder = _Builder(mask, style, reports, story_of, originals)
    rows = [builder.row(claim) for claim in originals]
    return Gathered(
        rows,
        builder.reports.values,
        builder.speakers.values,
        builder.sentences.values,
        builder.actors.values,
        builder.holders,
        builder.alike,
        voices(originals),
        story_of,
    )


class _Builder:
    def __init__(
        self, mask: Masking, style: Style, reports: dict[str, Report], story_of: dict[str, str], claims: list[Claim]
    ) -> None:
        self.mask, self.style, self.source_reports, self.story_of = mask, style, reports, story_of
        self.reports, self.speakers, self.sentences, self.actors = Table(), Table(), Table(), Table()
        self._stories = Table()
        self._report_numbers: dict[str, int] = {}
        self._copies: dict[str, int] = defaultdict(int)
        for report_id in reports:
            self._copies[story_of.get(report_id, report_id)] += 1
        self._masked = {id(claim): mask.claim(claim) for claim in claims}
        self.alike_of, self.alike = _alike(claims, story_of)
        self.holders = _holders(self._masked.values())
        self._holder_index = {name: index for index, name in enumerate(self.holders)}
        self._quoter: tuple[str, Quoter] | None = None

    def row(self, original: Claim) -> Row:
        """The row of one claim; claims of one report come together, so that its sentences are cut once."""
        claim = self._masked[id(original)]
        return Row(
            claim=claim,
            family=self.style.family_of(claim),
            happened=claim.certainty in HAPPENED,
            headline=wording.headline(claim),
            detail=wording.detail(claim),
            speaker=self._speaker(claim),
            time=wording.when(claim.time),
            report=self._report(claim.report_id),
            page=self._page(original),
            quotes=tuple(self._sentence(claim, quote) for quote in self._quotes(original, claim)),
            actors=tuple(self.actors.put(name, name) for name in dict.fromkeys(names_in(claim))),
            holders=tuple(self._holder_index[name] for name in held_by(claim)),
            alike=self.alike_of[original.claim_id],
        )

    def _speaker(self, claim: Claim) -> int:
        said_by = claim.said_by
        return self.speakers.put(
            said_by,
            {
                "n": wording.speaker(said_by),
                "r": "outlet" if said_by is None else said_by.role,
                "a": bool(said_by and said_by.anonymous),
                "c": list(said_by.chain) if said_by else [],
            },
        )

    def _report(self, report_id: str) -> int:
        if report_id not in self._report_numbers:
            self._report_numbers[report_id] = self._new_report(report_id)
        return self._report_numbers[report_id]

    def _new_report(self, report_id: str) -> int:
        report = self.source_reports.get(report_id)
        story = self.story_of.get(report_id, report_id)
        number = self._stories.put(story, story)
        if report is None:
            return self.reports.put(report_id, ReportRow(report_id, report_id, "", "", "undated", number, 1))
        title, outlet = (self.mask.text(words or "", report_id) for words in (report.title, report.outlet))
        name = self.mask.text(report.name, report_id)
        published = wording.when(report.published)
        row = ReportRow(report_id, name, title, outlet, published, number, self._copies[story])
        return self.reports.put(report_id, row)

    def _page(self, claim: Claim) -> int | None:
        report = self.source_reports.get(claim.report_id)
        start = claim.evidence[0].start if claim.evidence else 0
        pages = report.pages if report else ()
        return next((page.number for page in pages if page.span.start <= start < page.span.end), None)

    def _quotes(self, original: Claim, claim: Claim) -> Iterable[Quote]:
        report = self.source_reports.get(original.report_id)
        if report is None or any(item.end > len(report.text) for item in original.evidence):
            return [Quote(item.text, ((0, len(item.text)),)) for item in claim.evidence]
        if self._quoter is None or self._quoter[0] != report.report_id:
            self._quoter = (report.report_id, Quoter(report, self.mask))
        return self._quoter[1].quotes(original)

    def _sentence(self, claim: Claim, quote: Quote) -> tuple[int, tuple[tuple[int, int], ...]]:
        return (self.sentences.put((claim.report_id, quote.text), quote.text), quote.marks)


def names_in(claim: Claim) -> list[str]:
    """Every armed actor the claim is about, for the filter."""
    match claim:
        case EventClaim():
            return [actor.name for actor in claim.actors]
        case ControlClaim():
            return [*claim.holder_after, *filter(None, (claim.holder_before, claim.besieger))]
        case StrengthClaim():
            return [claim.actor]
    return []


def held_by(claim: Claim) -> tuple[str, ...]:
    """Who a control claim says is in the place; empty for all others and for what is not told as so."""
    if isinstance(claim, ControlClaim) and claim.certainty in HAPPENED:
        return claim.holder_after
    return ()


def _holders(claims: Iterable[Claim]) -> list[str]:
    counts: dict[str, int] = defaultdict(int)
    for claim in claims:
        for name in held_by(claim):
            counts[name] += 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def _alike(claims: Sequence[Claim], story_of: dict[str, str]) -> tuple[dict[str, int], list[tuple[int, int]]]:
    """Each claim's group of claims coded alike, and each group's stories and reports.

    Coded alike is no more than that: fusion, not the page, says what is one occurrence.
    """
    groups = Table()
    of: dict[str, int] = {}
    stories: dict[int, set[str]] = defaultdict(set)
    reports: dict[int, set[str]] = defaultdict(set)
    for claim in claims:
        group = groups.put(_coded(claim), None)
        of[claim.claim_id] = group
        stories[group].add(story_of.get(claim.report_id, claim.report_id))
        reports[group].add(claim.report_id)
    return of, [(len(stories[i]), len(reports[i])) for i in range(len(groups.values))]


def _coded(claim: Claim) -> Hashable:
    """What two claims must share to count as coded alike; a claim without place and day shares with none but copies."""
    places = frozenset(place.gazetteer_id or place.name.casefold() for place in claim.places)
    days = (claim.time.start, claim.time.end) if claim.time else None
    match claim:
        case EventClaim():
            core: Hashable = (claim.sub_event_type, frozenset(a.name for a in claim.actors if a.role != "supporter"))
            core = core if places and days else (core, claim.claim_id)
        case ControlClaim():
            core = (frozenset(claim.holder_after), claim.extent) if places else claim.claim_id
        case StrengthClaim():
            core = (claim.actor, claim.dimension, claim.direction)
        case CauseClaim():
            core = (claim.cause.factor, claim.effect.factor)
        case _:
            core = claim.claim_id
    return (claim.kind, claim.certainty in HAPPENED, core, places, days)
