"""CEAF-REE and CEAF-RME: how role fillers are scored, as published.

*CEAF-REE* (Du, Rush and Cardie, EACL 2021, "GRIT", and its eval.py): per document and role, gold and guessed entities
are paired one to one so that most fit; a guessed entity fits a gold one when each of its mentions is among the gold
one's. *CEAF-RME* (Chen and others, EACL 2023, "IterX", and its ceaf_rme.py): per document, gold and guessed templates
are paired one to one so that their fillers agree most, and fillers agree only under the same incident type and role.
With phi-subset a guessed entity agrees when one of its mentions is one of a gold entity's (several guessed entities may
agree with the same; recall counts that one once); with phi-3 entities are paired one to one within the pair of
templates and their shared mentions counted, and both denominators are mentions. A gold template of several types
("bombing / attack") is each of them, and the one that agrees best counts. Mentions are compared in lower case, without
punctuation, articles and repeated blanks.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.assignment import best_pairs
from benchmarks.whole_coder import Score

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")

Entity = tuple[str, ...]
"""The mentions of one entity, as strings."""
Fillers = Mapping[str, Sequence[Entity]]
"""Role to its entities."""

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_MARKS = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Template:
    """One incident: its type and its role fillers."""

    incident: str
    fillers: Fillers = field(default_factory=dict)


def normal(mention: str) -> str:
    """A mention as it is compared."""
    return " ".join(_ARTICLES.sub(" ", mention.lower().translate(_MARKS)).split())


def ceaf_ree(gold: Fillers, guess: Fillers) -> dict[str, Score]:
    """The scores of one document by role."""
    return {role: _ree_of_role(_normal_all(gold.get(role, ())), _normal_all(guess.get(role, ()))) for role in ROLES}


def _ree_of_role(gold: list[frozenset[str]], guess: list[frozenset[str]]) -> Score:
    worth = [[float(said <= told) for said in guess] for told in gold]
    return Score(sum(worth[i][j] for i, j in best_pairs(worth)), len(gold), len(guess))


def _normal_all(entities: Sequence[Entity]) -> list[frozenset[str]]:
    return [frozenset(map(normal, entity)) for entity in entities if entity]


def ceaf_rme_subset(gold: Sequence[Template], guess: Sequence[Template]) -> Score:
    """The score of one document's templates with phi-subset."""
    told, said = [_slots(template) for template in gold], [_slots(template) for template in guess]
    right = found = 0.0
    for i, j in _best(gold, said, lambda slots, other: _agreeing(slots, other)[0]):
        several, once = _agreeing(i, said[j])
        right, found = right + several, found + once
    return Score(right, sum(map(len, told)), sum(map(len, said)), found)


def ceaf_rme_phi3(gold: Sequence[Template], guess: Sequence[Template]) -> Score:
    """The score of one document's templates with phi-3."""
    told, said = [_slots(template) for template in gold], [_slots(template) for template in guess]
    right = sum(_shared(slots, said[j]) for slots, j in _best(gold, said, _shared))
    return Score(right, *(sum(len(mentions) for slots in side for _, _, mentions in slots) for side in (told, said)))


_Slot = tuple[str, str, tuple[str, ...]]
"""Incident type, role, mentions as compared."""


def _slots(template: Template, incident: str | None = None) -> list[_Slot]:
    return [
        (incident or template.incident, role, tuple(map(normal, entity)))
        for role in ROLES
        for entity in template.fillers.get(role, ())
        if entity
    ]


def _best(
    gold: Sequence[Template], said: Sequence[list[_Slot]], worth_of: Callable[[list[_Slot], list[_Slot]], float]
) -> list[tuple[list[_Slot], int]]:
    """Gold slots under the best of their types with the template each is paired with.

    As published: all types of a gold template compete in a first table; of each the one with the greatest sum over all
    guessed templates stays, and the rest is paired.
    """
    kept: list[tuple[list[_Slot], list[float]]] = []
    for template in gold:
        types = [name.strip() for name in template.incident.split("/")]
        rows = [_slots(template, name) for name in types]
        worths = [[worth_of(slots, other) for other in said] for slots in rows]
        chosen = max(range(len(rows)), key=lambda k: sum(worths[k]))
        kept.append((rows[chosen], worths[chosen]))
    return [(kept[i][0], j) for i, j in best_pairs([worth for _, worth in kept])]


def _agreeing(told: list[_Slot], said: list[_Slot]) -> tuple[float, float]:
    """Guessed entities that share a mention with a gold one, and the gold ones so found."""
    right, found = 0, set[int]()
    for incident, role, mentions in said:
        other = _first_with(told, incident, role, mentions)
        if other is not None:
            right += 1
            found.add(other)
    return right, len(found)


def _first_with(told: list[_Slot], incident: str, role: str, mentions: Sequence[str]) -> int | None:
    for mention in mentions:
        for index, (gold_incident, gold_role, gold_mentions) in enumerate(told):
            if (incident, role) == (gold_incident, gold_role) and mention in gold_mentions:
                return index
    return None


def _shared(told: list[_Slot], said: list[_Slot]) -> float:
    worth = [
        [float(sum(m in gold[2] for m in slot[2])) if gold[:2] == slot[:2] else 0.0 for slot in said] for gold in told
    ]
    return sum(worth[i][j] for i, j in best_pairs(worth))
