"""Explains claims from the ledger and the files of rules that ship with the program: no coder is run again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ebbline.claims.scene import Scene, scenes
from ebbline.claims.trace import Pattern, Reason, Stand, Step, Trace, found_in, read_trace, reading_of, reason_of
from ebbline.errors import UsageError
from ebbline.language.segment import segment
from ebbline.picture import brief_wording as wording
from ebbline.picture.drawing import Mark
from ebbline.picture.explanation import Explanation, Field, MarkedSentence, Why, Words
from ebbline.picture.quotation import Passage
from ebbline.picture.source import Masking
from ebbline.records import (
    CauseClaim,
    Claim,
    ClaimActor,
    ControlClaim,
    Document,
    EventClaim,
    Report,
    Span,
    StrengthClaim,
)
from ebbline.times.trace import TimeTrace, trace_times

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask


class Explainer:
    """Explains claims of one report; it is cut into sentences, and they are masked, once."""

    def __init__(self, report: Report, mask: Masking, *, label: str, outlet: str | None = None) -> None:
        """`label` and `outlet`: the report's name and outlet as they are shown, masked."""
        self._read = _Read(report, mask)
        self._label = label
        self._outlet = outlet

    @classmethod
    def of(cls, store: LedgerStore, mask: Mask, report_id: str) -> Explainer:
        """For a report of a ledger, by the names that the mask lets it be shown with."""
        report = store.report(report_id)
        labels = mask.report(report)
        return cls(report, mask, label=labels.name, outlet=labels.outlet)

    def explain(self, claim: Claim) -> Explanation:
        """Why the claim says what it says. It must be a claim of this report."""
        masked = self._read.mask.claim(claim)
        drawing = _Drawing(claim, masked, self._read)
        return Explanation(masked, self._label, self._outlet, drawing.sentences(), drawing.fields())


class _Read:
    """A report as its explanations need it."""

    def __init__(self, report: Report, mask: Masking) -> None:
        self.report, self.mask = report, mask
        self.sentences = [sentence.span for sentence in self.document.sentences]
        self._passages: dict[Span, Passage] = {}

    @cached_property
    def document(self) -> Document:
        return segment(self.report)

    @cached_property
    def scenes(self) -> Sequence[Scene]:
        return scenes(self.document, (), (), ())

    @cached_property
    def times(self) -> Sequence[TimeTrace]:
        return trace_times(self.document)

    def passage(self, span: Span) -> Passage:
        """The words of a stretch, masked."""
        if span not in self._passages:
            self._passages[span] = Passage(span, self.report, self.mask)
        return self._passages[span]


_SHOWN = 5
"""So many claims are named where an id could be any of them."""


def claim_begun(store: LedgerStore, asked: str) -> Claim:
    """The claim with this id, or the only one whose id begins so. Raises UsageError for none and for several."""
    begins = asked.strip()
    found = store.claim_ids(begins, limit=_SHOWN + 1) if begins else []
    if begins in found or len(found) == 1:
        return store.claim(begins if begins in found else found[0])
    asked = begins or "CLAIM"
    if not found:
        raise UsageError(asked, "no claim has an id that begins so", "look for it with: ebbline claims")
    more = " …" if len(found) > _SHOWN else ""
    raise UsageError(asked, "several claims begin so", f"give more of the id: {', '.join(found[:_SHOWN])}{more}")


def _words_of(name: str) -> str:
    """A stand's or a field's name as people read it."""
    return name.replace("_", " ")


_TOLLS = ("killed", "wounded", "captured", "missing", "displaced")
_MAIN = {"event": "type", "control": "control", "strength": "strength", "cause": "link"}
"""The field of the entry that names the rule a claim was made by."""


class _Drawing:
    """One claim's explanation while it is made. Stands are in offsets of the report."""

    def __init__(self, claim: Claim, masked: Claim, read: _Read) -> None:
        self._claim, self._masked, self._read = claim, masked, read
        self._text = read.report.text
        trace = read_trace(claim.trace)
        # What has no known form may hold a report's words, as another program wrote them.
        self._shown = dict(zip(claim.trace, masked.trace, strict=True))
        self._trace = trace
        self._evidence = [(e.start, min(e.end, len(self._text))) for e in claim.evidence if e.start < len(self._text)]
        self._scene = self._staged()
        self._stands = self._found(trace)
        self._reasons = {step: reason_of(step) for step in trace.steps}
        self._patterns = {step: self._fitting(step) for step in trace.steps}
        self._passages = self._cut()

    # Where the words stand -----------------------------------------------------------------------------------

    def _staged(self) -> Scene | None:
        """The sentence in which the claim's rule, else its evidence, stands."""
        at = next((s.start for s in self._trace.stands if s.name == "words"), None)
        at = at if at is not None else self._evidence[0][0] if self._evidence else -1
        return next((s for s in self._read.scenes if s.sentence.span.start <= at < s.sentence.span.end), None)

    def _found(self, trace: Trace) -> list[Stand]:
        """What the trace says of where words stand, and what can be found of what it leaves out."""
        size = len(self._text)
        stands = [stand for stand in trace.stands if stand.end <= size]
        named = {stand.name for stand in stands}
        for name, mentions in _mentions(self._claim):
            if name not in named:
                stands += [Stand(name, *at) for at in map(self._search, mentions) if at is not None]
        return stands

    def _search(self, words: str) -> tuple[int, int] | None:
        """Where the words stand: in the evidence, else in its sentence, else nearest before, else behind."""
        if not words.strip():
            return None
        pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        first = self._evidence[0][0] if self._evidence else 0
        regions = list(self._evidence)
        if self._scene is not None:
            regions.append((self._scene.sentence.span.start, self._scene.sentence.span.end))
        for start, end in regions:
            found = pattern.search(self._text, start, end)
            if found is not None:
                return found.span()
        before = [hit.span() for hit in pattern.finditer(self._text, 0, first)]
        if before:
            return before[-1]
        behind = pattern.search(self._text, first)
        return behind.span() if behind is not None else None

    def _fitting(self, step: Step) -> tuple[Pattern, ...]:
        """The patterns of the entry's rule that are found in the sentence; their words become a stand."""
        reason = self._reasons[step]
        if step.field == _MAIN[self._claim.kind] or (step.field == "type" and self._claim.kind == "control"):
            told = {other.what for other in self._trace.steps if other.field == "words"}
            self._look_for_words(reason)
            return tuple(each for each in reason.patterns if each.pattern in told)
        if step.field in ("means", "target_class") or self._scene is None:
            return reason.patterns
        hits = found_in(reason, self._scene.words)
        bounds = self._bounds(step.field)
        spans = [(self._scene.starts[hit.start], self._scene.ends[hit.end - 1], hit.pattern) for hit in hits]
        spans = [span for span in spans if bounds[0] <= span[0] and span[1] <= bounds[1]]
        if not spans:
            return reason.patterns
        at = next((s.start for s in self._stands if s.name == "words"), bounds[0])
        start, end, pattern = min(spans, key=lambda span: abs(span[0] - at))
        if step.field in ("certainty", "shift"):
            self._stands.append(Stand(step.field, start, end))
        return (pattern,)

    def _look_for_words(self, reason: Reason) -> None:
        """The words of the claim's rule, where the trace does not say where they stand."""
        if self._scene is None or any(stand.name == "words" for stand in self._stands):
            return
        for hit in found_in(reason, self._scene.words):
            start, end = self._scene.starts[hit.start], self._scene.ends[hit.end - 1]
            if any(first <= start and end <= last for first, last in self._evidence):
                self._stands.append(Stand("words", start, end))
                return

    def _bounds(self, field: str) -> tuple[int, int]:
        """The stretch in which a field's rule can have been found."""
        if field in ("cause", "effect"):
            side = next((s for s in self._stands if s.name == field), None)
            if side is not None:
                return side.start, side.end
        assert self._scene is not None
        return self._scene.sentence.span.start, self._scene.sentence.span.end

    # The sentences -------------------------------------------------------------------------------------------

    def _cut(self) -> list[tuple[Span, Passage]]:
        """The sentences that hold evidence or a stand; words outside every sentence stand for themselves."""
        spans = [Span(*at) for at in self._evidence] + [Span(s.start, s.end) for s in self._stands]
        sentences = self._read.sentences
        held = {s for s in sentences if any(s.overlaps(span) for span in spans)}
        held |= {span for span in spans if not any(s.overlaps(span) for s in sentences)}
        return [(span, self._read.passage(span)) for span in sorted(held)]

    def sentences(self) -> tuple[MarkedSentence, ...]:
        """The sentences with their marks, evidence first."""
        main = _words_of(_MAIN[self._claim.kind])
        stands = [Stand("evidence", *at) for at in self._evidence]
        stands += [replace(s, name=main) if s.name == "words" else s for s in self._stands]
        out = []
        for span, passage in self._passages:
            marks = [
                Mark(_words_of(stand.name), *moved)
                for stand in stands
                for moved in self._moved(span, passage, stand.start, stand.end)
            ]
            out.append(MarkedSentence(span.start, span.end, passage.text, tuple(dict.fromkeys(marks))))
        return tuple(out)

    def _moved(self, span: Span, passage: Passage, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the part of a stretch that lies in a sentence is shown; nothing where it is hidden."""
        if start < span.end and span.start < end:
            moved = passage.moved((max(start, span.start) - span.start, min(end, span.end) - span.start))
            if moved is not None and moved[0] < moved[1]:
                yield moved

    def _words(self, *names: str) -> tuple[Words, ...]:
        """The words that stand for a field, as they are shown."""
        out = []
        for stand in self._stands:
            if stand.name in names:
                shown = [
                    passage.text[slice(*moved)]
                    for span, passage in self._passages
                    for moved in self._moved(span, passage, stand.start, stand.end)
                ]
                out.append(Words(stand.start, stand.end, " ".join(shown)))
        return tuple(dict.fromkeys(out))

    # The fields ----------------------------------------------------------------------------------------------

    def fields(self) -> tuple[Field, ...]:
        """Every coded field of the claim, by kind."""
        match self._masked:
            case EventClaim() as event:
                own = self._event(event)
            case ControlClaim() as control:
                own = self._control(control)
            case StrengthClaim() as strength:
                own = self._strength(strength)
            case CauseClaim() as cause:
                own = self._cause(cause)
            case _:
                own = iter(())
        return (*own, *self._shared())

    def _shared(self) -> Iterator[Field]:
        claim = self._masked
        why = self._why(_field("certainty")) or (_PLAIN if claim.certainty == "asserted" else _UNTOLD)
        yield Field("certainty", claim.certainty, self._words("certainty"), why)
        why = self._why(_field("speaker")) or (_OUTLET if claim.said_by is None else _UNTOLD)
        yield Field("said by", wording.speaker_words(claim) or "the outlet", self._words("speaker"), why)
        if claim.kind in ("event", "control"):
            yield from self._where_and_when(claim)

    def _where_and_when(self, claim: Claim) -> Iterator[Field]:
        if claim.places:
            why = self._why(_field("place")) or _UNTOLD
            known = tuple(Why("", _resolved(place.name, place.gazetteer_id, place.score)) for place in claim.places)
            yield Field("places", wording.places_words(claim.places), self._words("place"), (*why, *known))
        if claim.time is None:
            yield Field("time", "undated", (), (Why("", "nothing in the text dates it"),))
        else:
            value = f"{wording.time_words(claim.time)} ({claim.time.precision})"
            yield Field("time", value, self._words("time"), (*(self._why(_field("time")) or _UNTOLD), *self._dated()))

    def _dated(self) -> Iterator[Why]:
        """How the words of the time were turned into days."""
        time = self._claim.time
        spans = {(s.start, s.end) for s in self._stands if s.name == "time"}
        for found in self._read.times if spans else ():
            if (found.span.start, found.span.end) in spans and time is not None and found.start == time.start:
                yield Why("", f"{found.rule} ({found.family}): {found.why}")

    def _event(self, claim: EventClaim) -> Iterator[Field]:
        why = self._why(_main("event")) or _UNTOLD
        yield Field("type", f"{claim.sub_event_type} ({claim.event_type})", self._words("words", "shift"), why)
        for role in ("actor", "target", "supporter"):
            group = [actor for actor in claim.actors if actor.role == role]
            if group:
                yield self._party(role, group)
        if claim.tolls or claim.fatalities:
            why = self._why(_field("toll")) or _UNTOLD
            yield Field("tolls", wording.toll_words(claim), self._words("toll", *_TOLLS), why)
        if claim.acts is not None:
            yield Field("acts", f"{claim.acts:,}", (), self._why(_field("acts")) or _UNTOLD)
        if claim.means:
            yield Field("means", claim.means, self._words("means"), self._why(_field("means")) or _UNTOLD)
        if claim.object:
            yield Field("object", claim.object, self._words("object"), self._why(_field("object")) or _UNTOLD)
        if claim.target_class:
            why = self._why(_field("target_class")) or _UNTOLD
            yield Field("target class", ", ".join(claim.target_class), (), why)

    def _party(self, role: str, group: Sequence[ClaimActor]) -> Field:
        names = ", ".join(f"{actor.name} ({actor.actor_id})" if actor.actor_id else actor.name for actor in group)
        why = self._why(_field(role)) or self._why(_field("whose")) or _UNTOLD
        by_order = [s for s in self._trace.steps if s.field == role and not s.how]
        read = self._reading("type") if by_order and self._claim.kind == "event" else ()
        return Field(role, names, self._words(role), (*why, *read))

    def _reading(self, field: str) -> tuple[Why, ...]:
        """How the rule of this field reads who takes part."""
        step = next((step for step in self._trace.steps if step.field == field), None)
        read = reading_of(step) if step is not None else None
        return (Why("", f"the rule reads: {read}"),) if read else ()

    def _control(self, claim: ControlClaim) -> Iterator[Field]:
        yield Field("control", wording.what(claim), self._words("words"), self._why(_main("control")) or _UNTOLD)
        held = self._reading("control") or _UNTOLD
        parties = (
            ("holder before", "before", claim.holder_before),
            ("holder after", "after", ", ".join(claim.holder_after)),
            ("besieger", "besieger", claim.besieger),
        )
        for name, step, value in parties:
            if value:
                yield Field(name, value, self._words(name.replace(" ", "_")), self._why(_field(step)) or held)
        why = self._why(_field("extent")) or (
            Why("", "told by the words" if claim.extent == "besieged" else "no words tell of a part"),
        )
        yield Field("extent", claim.extent, (), why)

    def _strength(self, claim: StrengthClaim) -> Iterator[Field]:
        value = f"{claim.dimension} {claim.direction}"
        yield Field("strength", value, self._words("words"), self._why(_main("strength")) or _UNTOLD)
        yield self._party("actor", [ClaimActor("actor", claim.actor, claim.actor_id)])
        if claim.magnitude is not None:
            size = wording.magnitude_words(claim)
            yield Field("magnitude", size, self._words("magnitude"), self._why(_field("magnitude")) or _UNTOLD)

    def _cause(self, claim: CauseClaim) -> Iterator[Field]:
        yield Field("link", wording.what(claim), self._words("words"), self._why(_main("cause")) or _UNTOLD)
        for name, factor in (("cause", claim.cause), ("effect", claim.effect)):
            why = self._why(_field(name)) or (Why("", "no words of it stand for a factor of the codebook"),)
            yield Field(name, factor.factor, self._words(name), why)

    # The reasons ---------------------------------------------------------------------------------------------

    def _why(self, wanted: Callable[[Step], bool]) -> tuple[Why, ...]:
        return tuple(self._told(step) for step in self._trace.steps if wanted(step))

    def _told(self, step: Step) -> Why:
        reason: Reason = self._reasons[step]
        entry, says = step.entry, reason.says
        if not step.field or not reason.known:
            entry = self._shown[step.entry]
            says = "this version of the program has no such rule"
        elif step.how == "named":
            says = f"{_NAMED} {says}"
        return Why(entry, says, self._patterns[step], reason.source)


_NAMED = "known by its words:"
_UNTOLD = (Why("", "the trace names no rule for it"),)
_PLAIN = (Why("", "no words beside it deny it, doubt it, plan it or ask for it"),)
_OUTLET = (Why("", "the outlet's own voice: nobody is named as saying it"),)


def _field(name: str) -> Callable[[Step], bool]:
    return lambda step: step.field == name


def _main(kind: str) -> Callable[[Step], bool]:
    """The rule a claim was made by, and whatever no other field takes."""
    others = _SHARED | _OWN[kind]
    return lambda step: step.field not in others


_SHARED = frozenset({"certainty", "speaker", "place", "time", "words", "extent"})
_OWN = {
    "event": frozenset({"actor", "target", "supporter", "toll", "acts", "means", "object", "target_class"}),
    "control": frozenset({"before", "after", "besieger"}),
    "strength": frozenset({"actor", "whose", "magnitude"}),
    "cause": frozenset({"cause", "effect"}),
}
"""What has a field of its own, by kind of claim."""


def _resolved(name: str, gazetteer_id: str | None, score: float | None) -> str:
    if gazetteer_id is None:
        return f"{name}: no entry of the gazetteer fits"
    return f"{name}: {gazetteer_id}" + (f", score {score:.2f}" if score is not None else "")


def _mentions(claim: Claim) -> Iterator[tuple[str, Iterable[str]]]:
    """The words that a claim itself quotes, by the field they stand for."""
    yield "place", [place.mention for place in claim.places]
    yield "time", [claim.time.text] if claim.time else []
    match claim:
        case EventClaim():
            for role in ("actor", "target", "supporter"):
                yield role, [actor.mention for actor in claim.actors if actor.role == role and actor.mention]
            yield "object", [claim.object] if claim.object else []
            yield "means", [claim.means] if claim.means else []
        case CauseClaim():
            yield "cause", [claim.cause.text]
            yield "effect", [claim.effect.text]
