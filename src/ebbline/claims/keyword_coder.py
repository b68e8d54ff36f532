"""The naive rival: one event wherever a keyword stands, its actors and places the nearest names of the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from ebbline.actors import ActorMention, Registry, find_actors
from ebbline.claims.coder import signed
from ebbline.claims.lexicon import data_table
from ebbline.claims.named import NameFinder
from ebbline.config import VERSION
from ebbline.language import segment
from ebbline.ontology import event_type_of
from ebbline.places import Gazetteer, PlaceMention, find_places
from ebbline.records import (
    Claim,
    ClaimActor,
    EventClaim,
    Evidence,
    Person,
    Reading,
    Report,
    Sentence,
    identified,
    reading_id,
)


class KeywordCoder:
    """Codes by a keyword list, without grammar, speakers, certainty or time; kept to measure the real coder against."""

    languages = frozenset({"en", "und"})

    def __init__(self, gazetteer: Gazetteer | None = None, registry: Registry | None = None) -> None:
        self._gazetteer = gazetteer or Gazetteer.open()
        self.extractor = signed(f"ebbline {VERSION} / keyword_v1", self._gazetteer)
        self._registry = registry or Registry.open()
        self._names = NameFinder(self._gazetteer, self._registry)
        self._types = {word: kind for kind, words in data_table("keywords.toml")["events"].items() for word in words}

    def code(self, report: Report) -> Reading:
        """The reading of a report: at most one event a sentence."""
        claims: list[Claim] = []
        persons: tuple[Person, ...] = ()
        if report.unread is None and report.language in self.languages:
            document = segment(report)
            actors = find_actors(document, self._registry)
            # Whoever codes, private names must be known to be masked.
            persons = self._names.in_text(document, actors)
            places = find_places(document, self._gazetteer, [actor.span for actor in actors])
            for sentence in document.sentences:
                kind = next(
                    (self._types[t.text.lower()] for t in sentence.tokens if t.text.lower() in self._types), None
                )
                if kind:
                    claims.append(self._event(report, sentence, kind, actors, places))
        unique = {claim.claim_id: claim for claim in map(identified, claims)}
        ordered = tuple(unique[claim_id] for claim_id in sorted(unique))
        reading = reading_id(report.report_id, self.extractor)
        return Reading(reading, report.report_id, self.extractor, ordered, self._names.recorded(report, persons))

    def _event(
        self,
        report: Report,
        sentence: Sentence,
        kind: str,
        actors: Sequence[ActorMention],
        places: Sequence[PlaceMention],
    ) -> EventClaim:
        span = sentence.span
        named = [a for a in actors if a.span.overlaps(span)]
        parties = [ClaimActor("actor", a.name, a.actor_id) for a in named[:1]]
        parties += [ClaimActor("target", a.name, a.actor_id) for a in named[1:2]]
        return EventClaim(
            report_id=report.report_id,
            evidence=(Evidence(span.start, span.end, span.of(report.text)),),
            places=tuple(p.place for p in places if p.span.overlaps(span))[:1],
            extractor=self.extractor,
            trace=("type: keyword",),
            event_type=event_type_of(kind),
            sub_event_type=kind,
            actors=tuple(parties),
        )
