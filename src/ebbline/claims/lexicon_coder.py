"""The first coder: lexicon, gazetteer and patterns; no model, no parse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from ebbline.actors import ActorMention, Registry, find_actors
from ebbline.claims import weighing_states
from ebbline.claims.advice import Advice
from ebbline.claims.attribution import Attribution, attribute
from ebbline.claims.causes import read_causes
from ebbline.claims.coder import signed
from ebbline.claims.control import read_control
from ebbline.claims.details import details_of
from ebbline.claims.drafts import CauseDraft, ControlDraft, EventDraft, StrengthDraft
from ebbline.claims.events import dominant_country, read_events
from ebbline.claims.hits import hits_in
from ebbline.claims.named import NameFinder, taken_by
from ebbline.claims.nationality import settled
from ebbline.claims.relevance import is_relevant
from ebbline.claims.roles import Group
from ebbline.claims.scene import Scene, scenes
from ebbline.claims.strength import read_strength
from ebbline.claims.tolls import killed
from ebbline.claims.tracing import cause_trace, control_trace, event_trace, strength_trace
from ebbline.config import VERSION
from ebbline.language import segment
from ebbline.ontology import event_type_of
from ebbline.places import Gazetteer, PlaceMention, find_places
from ebbline.records import (
    CauseClaim,
    Claim,
    ClaimActor,
    ControlClaim,
    Document,
    EventClaim,
    Evidence,
    LeftOpen,
    Person,
    Reading,
    Report,
    Speaker,
    StrengthClaim,
    reading_id,
)
from ebbline.records.claim import identify
from ebbline.times import find_times

EXTRACTOR = f"ebbline {VERSION} / lexicon_v1"


class Heard(NamedTuple):
    """What the resolvers find in a report that is about armed conflict."""

    document: Document
    persons: tuple[Person, ...]
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    scenes: tuple[Scene, ...]


class LexiconCoder:
    """Codes English reports by word patterns. One instance reads any number of reports and keeps nothing of them."""

    languages = frozenset({"en", "und"})

    def __init__(self, gazetteer: Gazetteer | None = None, registry: Registry | None = None) -> None:
        self._gazetteer = gazetteer or Gazetteer.open()
        self.extractor = signed(EXTRACTOR, self._gazetteer)
        self._registry = registry or Registry.open()
        self._names = NameFinder(self._gazetteer, self._registry)
        self._state_names = {code: state.name for code, state in self._registry.countries.items()}

    def code(self, report: Report) -> Reading:
        """The reading of a report; one in another language or without readable text has no claims."""
        if report.unread is not None or report.language not in self.languages:
            return self._reading(report, self._names.recorded(report, ()), relevant=True)
        document = segment(report)
        actors = find_actors(document, self._registry)
        persons = self._names.in_text(document, actors)
        places = find_places(document, self._gazetteer, taken_by(actors, persons))
        actors = settled(actors, places, document, self._registry)
        times = find_times(document)
        staged = scenes(document, actors, places, times)
        if not is_relevant(staged):
            # Its title and its file name are shown all the same.
            return self._reading(report, self._names.recorded(report, persons), relevant=False)
        said, advice = self._heard(Heard(document, persons, actors, places, staged))
        claims = _claims(report, self.extractor, staged, _attribution_at(said), actors, self._state_names, advice)
        return Reading(
            reading_id(report.report_id, self.extractor),
            report.report_id,
            self.extractor,
            claims,
            self._names.recorded(report, persons, claims),
            _left_open(actors, places),
        )

    def _heard(self, heard: Heard) -> tuple[tuple[Attribution, ...], Advice | None]:
        """Who says what, and what a language model proposes; this coder asks none."""
        spans = [place.span for place in heard.places]
        return attribute(heard.document, heard.persons, heard.actors, spans), None

    def _reading(self, report: Report, persons: tuple[Person, ...], *, relevant: bool) -> Reading:
        reading = reading_id(report.report_id, self.extractor)
        return Reading(reading, report.report_id, self.extractor, (), persons, relevant=relevant)


_CELL = 512
"""Characters a cell of the attributions' index covers, so that long reports stay linear."""


AttributionAt = Callable[[Scene, int], Attribution | None]


def _attribution_at(said: Sequence[Attribution]) -> AttributionAt:
    """Who says a word of a sentence: the innermost attribution around it."""
    cells: dict[int, list[Attribution]] = {}
    for attribution in sorted(said, key=lambda a: a.content.end - a.content.start):
        for cell in range(attribution.content.start // _CELL, attribution.content.end // _CELL + 1):
            cells.setdefault(cell, []).append(attribution)

    def innermost(scene: Scene, word: int) -> Attribution | None:
        start, end = scene.starts[word], scene.ends[word]
        for attribution in cells.get(start // _CELL, ()):
            if attribution.content.start <= start and end <= attribution.content.end:
                return attribution
        return None

    return innermost


def _claims(
    report: Report,
    extractor: str,
    staged: Sequence[Scene],
    attribution_at: AttributionAt,
    actors: Sequence[ActorMention],
    state_names: Mapping[str, str],
    advice: Advice | None,
) -> tuple[Claim, ...]:
    def speaker_at(scene: Scene, word: int) -> Speaker | None:
        found = attribution_at(scene, word)
        return found.speaker if found else None

    country = dominant_country([p.place.place for scene in staged for p in scene.places if p.place])
    found = [hits_in(scene) for scene in staged]
    events = read_events(staged, found, speaker_at, country, state_names, advice)
    made: list[Claim] = [_event(report, extractor, draft, *_words(draft, attribution_at)) for draft in events]
    held = read_control(staged, found, events, speaker_at)
    if advice is not None:
        held = weighing_states.control(staged, held, advice, speaker_at)
    made += [_control(report, extractor, draft, *_words(draft, attribution_at)) for draft in held]
    changes = read_strength(staged, found, speaker_at, main_actor(actors))
    if advice is not None:
        changes = weighing_states.strength(staged, changes, advice, speaker_at, main_actor(actors))
    made += [_strength(report, extractor, draft, *_words(draft, attribution_at)) for draft in changes]
    links = read_causes(staged, found, speaker_at)
    if advice is not None:
        links = weighing_states.causes(staged, links, advice, speaker_at)
    made += [_cause(report, extractor, draft, *_words(draft, attribution_at)) for draft in links]
    for claim in made:
        identify(claim)
    unique = {claim.claim_id: claim for claim in made}
    return tuple([unique[claim_id] for claim_id in sorted(unique)])


def main_actor(actors: Iterable[ActorMention]) -> ActorMention | None:
    """The armed group a report names most, the first of equals; None where it names none."""
    groups = [actor for actor in actors if actor.kind == "group"]
    if len(groups) < 2:
        return groups[0] if groups else None
    names = [actor.name for actor in groups]
    seen = Counter(names)
    return groups[names.index(max(seen, key=seen.__getitem__))]


_Draft = EventDraft | ControlDraft | StrengthDraft | CauseDraft


def _clipped(draft: _Draft, found: Attribution | None) -> tuple[int, int]:
    """The words of a draft, `end` exclusive, without those that only say who says it."""
    scene, start, end = draft.scene, draft.start, draft.end
    if found is not None:
        while start < draft.word and scene.starts[start] < found.content.start:
            start += 1
        while end > draft.word + 1 and scene.ends[end - 1] > found.content.end:
            end -= 1
    return start, end


_JOINING = frozenset(("and", "but", "that"))


def _words(draft: _Draft, attribution_at: AttributionAt) -> tuple[tuple[Evidence, ...], Attribution | None]:
    """The words that carry a draft's claim, and who says them."""
    said = attribution_at(draft.scene, draft.word)
    return _evidence(draft, said), said


def _evidence(draft: _Draft, said: Attribution | None) -> tuple[Evidence, ...]:
    scene, words = draft.scene, draft.scene.words
    start, end = _clipped(draft, said)
    while end - 1 > start and not words[end - 1][0].isalnum():
        end -= 1
    while start + 1 < end and (not words[start][0].isalnum() or (start and words[start] in _JOINING)):
        start += 1
    first, last = scene.starts[start], scene.ends[max(start, end - 1)]
    return (Evidence(first, last, scene.text[first:last]),)


def _event(
    report: Report, extractor: str, draft: EventDraft, evidence: tuple[Evidence, ...], said: Attribution | None
) -> EventClaim:
    details = details_of(draft)
    return EventClaim(
        report_id=report.report_id,
        evidence=evidence,
        said_by=draft.said_by,
        certainty=draft.certainty,
        time=draft.time,
        places=draft.places,
        extractor=extractor,
        trace=event_trace(draft, said, details),
        event_type=event_type_of(draft.sub_event_type),
        sub_event_type=draft.sub_event_type,
        actors=_actors(draft),
        fatalities=killed(draft.tolls),
        tolls=draft.tolls,
        means=details.means,
        object=details.object,
        target_class=details.target_class,
        acts=details.acts,
    )


def _actors(draft: EventDraft) -> tuple[ClaimActor, ...]:
    parties, text = draft.parties, draft.scene.text
    out = [ClaimActor("actor", draft.named_actor)] if draft.named_actor else []
    if parties.actor:
        _add("actor", parties.actor, text, out)
    if parties.target:
        _add("target", parties.target, text, out)
    if parties.supporter:
        _add("supporter", parties.supporter, text, out)
    if draft.named_target:
        out.append(ClaimActor("target", draft.named_target))
    return tuple(out)


def _add(role: Literal["actor", "target", "supporter"], group: Group, text: str, out: list[ClaimActor]) -> None:
    """Adds those of a group to the actors of a claim, each name once."""
    names: set[str] = set()
    for mention in group:
        if mention.name not in names:
            names.add(mention.name)
            out.append(ClaimActor(role, mention.name, mention.actor_id, text[mention.span.start : mention.span.end]))


def _control(
    report: Report, extractor: str, draft: ControlDraft, evidence: tuple[Evidence, ...], said: Attribution | None
) -> ControlClaim:
    return ControlClaim(
        report_id=report.report_id,
        evidence=evidence,
        said_by=draft.said_by,
        certainty=draft.certainty,
        time=draft.time,
        places=draft.places,
        extractor=extractor,
        trace=control_trace(draft, said),
        holder_before=draft.before,
        holder_after=draft.after,
        extent=draft.extent,
        besieger=draft.besieger,
    )


def _strength(
    report: Report, extractor: str, draft: StrengthDraft, evidence: tuple[Evidence, ...], said: Attribution | None
) -> StrengthClaim:
    return StrengthClaim(
        report_id=report.report_id,
        evidence=evidence,
        said_by=draft.said_by,
        certainty=draft.certainty,
        extractor=extractor,
        trace=strength_trace(draft, said),
        actor=draft.actor.name,
        actor_id=draft.actor.actor_id,
        dimension=draft.dimension,
        direction=draft.direction,
        magnitude=draft.magnitude,
    )


def _cause(
    report: Report, extractor: str, draft: CauseDraft, evidence: tuple[Evidence, ...], said: Attribution | None
) -> CauseClaim:
    return CauseClaim(
        report_id=report.report_id,
        evidence=evidence,
        said_by=draft.said_by,
        certainty=draft.certainty,
        extractor=extractor,
        trace=cause_trace(draft, said),
        cause=draft.cause,
        effect=draft.effect,
    )


def _left_open(actors: Sequence[ActorMention], places: Sequence[PlaceMention]) -> tuple[LeftOpen, ...]:
    """Places without coordinates and groups new to the registry, each name once."""
    found: dict[tuple[str, str], LeftOpen] = {}
    for place in places:
        if place.place.lat is None:
            found.setdefault(("place", place.place.name), LeftOpen("place", place.place.mention, place.span))
    for actor in actors:
        if actor.new:
            found.setdefault(("actor", actor.name), LeftOpen("actor", actor.name, actor.span))
    return tuple(sorted(found.values(), key=lambda item: (item.span, item.what)))
