"""Acts that rules find and acts that the language model proposes, weighed against each other.

A rule finds an act by its words; the model proposes claims by the word they hang on. What rules find stands unless the
model sees no act near it; what the model alone sees must be sure. Who takes part is read by frames over the tree, then
by word order, and where both are silent by the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebbline.claims.advice import Advice, Proposed
from ebbline.claims.drafts import EventDraft
from ebbline.claims.frames import Framed
from ebbline.claims.lexicon import Hit
from ebbline.claims.roles import Group, Parties
from ebbline.claims.scene import Scene
from ebbline.ontology import SUB_EVENT_TYPES
from ebbline.records import Span


@dataclass(frozen=True, slots=True)
class Act:
    """An act at a word, that a rule found, or the model, or both."""

    word: int
    hit: Hit | None
    proposed: tuple[Proposed, ...] = ()
    """What hangs on one word near it, the likeliest first."""
    support: float = 1.0
    """How likely the model takes any act to be told in the sentence, 1 where it was not asked."""


def acts(scene: Scene, hits: Sequence[Hit], advice: Advice | None) -> list[Act]:
    """What may be told in a sentence, in the order of the words."""
    if advice is None:
        return [Act(hit.start, hit) for hit in hits]
    proposed = [p for p in advice.of(scene) if p.label in SUB_EVENT_TYPES]
    by_word: dict[int, list[Proposed]] = {}
    for p in sorted(proposed, key=lambda p: -p.score):
        by_word.setdefault(p.word, []).append(p)
    best = max((p.score for p in proposed), default=0.0)
    out: list[Act] = []
    for hit in hits if advice.scales.rules else ():
        clause = scene.clause_of(hit.start)
        inside = [word for word in by_word if clause.start <= word < max(clause.end, hit.end)]
        at = min(inside, key=lambda word: (abs(word - hit.start), word), default=None)
        own = () if at is None else tuple(by_word.pop(at))
        out.append(Act(hit.start, hit, own, best))
    out += [Act(word, None, tuple(own), best) for word, own in by_word.items()]
    return sorted(out, key=lambda act: (act.word, act.hit is None))


def is_faint(act: Act, advice: Advice | None) -> bool:
    """Whether an act that no rule found is not told whatever its draft says: most are, and a draft costs time."""
    if advice is None or act.hit is not None:
        return False
    return act.proposed[0].score < min(advice.scales.new, advice.scales.again)


def is_told(draft: EventDraft, act: Act, before: Sequence[EventDraft], advice: Advice | None) -> bool:
    """Whether a draft is sure enough beside those of its sentence taken before."""
    if advice is None:
        return True
    if act.hit is not None:
        return act.support >= advice.scales.keep
    clause = draft.scene.clause_at(draft.word)
    twice = any(d.sub_event_type == draft.sub_event_type and d.scene.clause_at(d.word) == clause for d in before)
    return act.proposed[0].score >= (advice.scales.again if twice else advice.scales.new)


def parties(found: Parties, act: Act, scene: Scene, advice: Advice | None) -> tuple[Parties, tuple[str, ...]]:
    """Who takes part as frames read it, else as `found` by word order, else as the model takes it; and the reasons."""
    if advice is None:
        return found, ()
    first = act.proposed[0].proposal if act.proposed else None
    label = _label(act.hit.entry.says["type"]) if act.hit else act.proposed[0].label
    at = first.at if act.hit is None and first else Span(scene.starts[act.word], scene.ends[act.word])
    framed = advice.framed(at, label) if advice.scales.frames else Framed(at)
    rules = list(framed.rules) if framed.actor or framed.target or framed.supporter else []

    def group(role: str, by_frame: Group, by_order: Group) -> Group:
        if by_frame or by_order or first is None:
            return by_frame or by_order
        likely = tuple([actor for score, actor in advice.actors(first, role) if score >= advice.scales.party])
        if likely:
            rules.append(f"filled {role}: head")
        return likely

    helping = framed.supporter or found.supporter
    actor = group("actor", _without(framed.actor, helping), _without(found.actor, helping))
    target = group("target", framed.target, found.target)
    if target != found.target or actor != found.actor:
        target = _without(target, actor)
    return Parties(actor, target, group("supporter", framed.supporter, found.supporter)), tuple(rules)


def _without(group: Group, others: Group) -> Group:
    """Those of a group whom the others do not name: who only helps is no doer, and nobody does it to himself."""
    known = {mention.name for mention in others}
    return tuple([mention for mention in group if mention.name not in known]) if known else group


def _label(kind: str) -> str:
    """A family of the lexicon as the sub-event type whose frame it is read by."""
    return _FRAMED_AS.get(kind, kind)


_FRAMED_AS = {
    "capture": "Non-state actor overtakes territory",
    "attack": "Attack",
    "harm": "Attack",
    "bombing": "Air/drone strike",
    "bombing-place": "Air/drone strike",
    "bombardment": "Shelling/artillery/missile attack",
}


def headed(proposed: Sequence[Proposed]) -> tuple[str, ...]:
    """The likeliest of some proposals, as a claim's trace names it."""
    return (f"head: {proposed[0].label} {proposed[0].score:.2f}",) if proposed else ()
