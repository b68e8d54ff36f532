"""Why each mention of an actor is taken for whom it is: the candidates in order, with their scores, and the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ebbline.actors.linking import ActorMention, link
from ebbline.actors.people import NOTHING, Known
from ebbline.actors.persons import find_persons
from ebbline.actors.registry import Registry
from ebbline.actors.scene import Candidate
from ebbline.actors.told import NewGroup, new_groups
from ebbline.records import Document, Person

RULES: Mapping[str, str] = {
    "name": "a name of the registry",
    "acronym explained": "an acronym that the report itself explains",
    "new name": "the name of a group new to the registry",
    "part of a group": "said to be part of this group",
    "nationality": "a nationality with what it qualifies",
    "country as doer": "a country or its capital that acts",
    "country as backer": "a nationality that backs somebody",
    "country beside a doer": "a country that acts together with the one before",
    "list of states": "in a list of states that act",
    "forces of the country": "forces without a nationality: those of the country the report is about",
    "forces named before": "the forces that were called so with a nationality shortly before",
    "class of people": "unarmed people",
    "unnamed": "armed people whom the report leaves unnamed",
    "description": "a description that fits this group, named close by",
    "usual meaning": "a description that usually means this group in such a country",
    "short name": "the group named last whose name has this word",
    "the group": "the armed group last spoken of",
    "pronoun": "the party last spoken of",
}
"""Each rule of `docs/explanation/actors.md` in a few words."""


@dataclass(frozen=True, slots=True)
class ActorTrace:
    """One mention, whom it might mean, and why it is taken for the first."""

    mention: ActorMention
    words: str
    candidates: tuple[Candidate, ...]
    """The one chosen first, then the others, likeliest first; scores only rank within one mention."""
    why: str


@dataclass(frozen=True, slots=True)
class ActorsTrace:
    """All that is found of actors in a document."""

    mentions: tuple[ActorTrace, ...]
    persons: tuple[Person, ...]
    new_groups: tuple[NewGroup, ...]


def trace_actors(document: Document, registry: Registry, known: Known = NOTHING) -> ActorsTrace:
    """The actors of a document as `find_actors` gives them, with what spoke for each, and the persons it names."""
    scene = link(document, registry, weigh=True)
    weighed = scene.weighed or {}
    text = document.report.text
    mentions = tuple(item.mention for item in scene.found)
    traced = tuple(
        ActorTrace(
            item.mention,
            item.mention.span.of(text),
            _candidates(item.mention, weighed.get(item.first, ())),
            RULES.get(item.mention.rule, item.mention.rule),
        )
        for item in scene.found
    )
    persons = find_persons(document, registry, mentions, known)
    return ActorsTrace(traced, persons, new_groups(document, registry, mentions))


def _candidates(mention: ActorMention, weighed: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those weighed, the one chosen in front."""
    chosen = next((c for c in weighed if c.name == mention.name), None)
    if chosen is None:
        chosen = Candidate(mention.name, mention.actor_id, 1.0, RULES.get(mention.rule, mention.rule))
    return (chosen, *(c for c in weighed if c is not chosen))
