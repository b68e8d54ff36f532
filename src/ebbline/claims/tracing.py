"""What a draft's claim names as the reasons for its fields, and where their words stand.

The form of an entry is in `docs/reference/claims-export.md`; `ebbline.claims.trace` reads it. No entry holds words of
a report. It is made of drafts that became claims only, since every report pays for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from ebbline.actors import ActorMention
from ebbline.claims.attribution import Attribution
from ebbline.claims.details import Details
from ebbline.claims.drafts import CauseDraft, ControlDraft, EventDraft, Figures, StrengthDraft
from ebbline.claims.lexicon import data_table, word_list
from ebbline.claims.roles import Group, blamed
from ebbline.claims.scene import Placed, Scene
from ebbline.records import ClaimPlace, ClaimTime

Trace = tuple[str, ...]
_Draft = EventDraft | ControlDraft | StrengthDraft | CauseDraft


def event_trace(draft: EventDraft, said: Attribution | None, details: Details) -> Trace:
    """The rules behind an event's fields; `said`: who says its words, None for the outlet."""
    rules, parties = draft.rules, draft.parties
    gone = [f"filled {role}: head" for role in ("actor", "target", "supporter") if not getattr(parties, role)]
    steps, at = [rule for rule in rules if rule not in gone], [_word(draft)]
    family = _families().get(rules[0])
    if family is not None and "shift: campaign" not in rules:
        steps.append(family)
    if parties.actor:
        _party("actor", parties.actor, draft, rules, steps, at)
    if parties.target:
        _party("target", parties.target, draft, rules, steps, at)
    if parties.supporter:
        steps.append("supporter: backing")
        _stand("supporter", parties.supporter, at)
    _setting(draft, draft.places, draft.time, said, steps, at)
    if draft.tolls:
        steps.append("toll: figures" if draft.figures else "toll: one person")
        _figures(draft.scene, draft.figures, at)
    if details.means:
        steps.append(f"means: {details.means}")
    if details.object:
        steps.append("object: thing behind the words")
    steps += [f"target_class: {name}" for name in details.target_class]
    if details.acts is not None:
        steps.append("acts: figure")
    return _with_places(steps, at)


def control_trace(draft: ControlDraft, said: Attribution | None) -> Trace:
    """The rules behind who holds a place, those of the event it follows from too."""
    steps, at = list(draft.rules), [_word(draft)]
    if draft.extent == "part":
        scene = draft.scene
        told = not _PART.isdisjoint(scene.words[draft.start : draft.end])
        steps.append("extent: part of it" if told else "extent: wide place")
    if draft.before:
        _holder("holder_before", (draft.before,), draft, at)
    if draft.after:
        _holder("holder_after", draft.after, draft, at)
    if draft.besieger:
        _holder("besieger", (draft.besieger,), draft, at)
    _setting(draft, draft.places, draft.time, said, steps, at)
    return _with_places(steps, at)


def strength_trace(draft: StrengthDraft, said: Attribution | None) -> Trace:
    """The rules behind a change of strength."""
    steps, at = list(draft.rules), [_word(draft)]
    _party("actor", (draft.actor,), draft, draft.rules, steps, at)
    if draft.magnitude is not None:
        steps.append("magnitude: figure")
        _figures(draft.scene, draft.figures, at)
    _setting(draft, (), None, said, steps, at)
    return _with_places(steps, at)


def cause_trace(draft: CauseDraft, said: Attribution | None) -> Trace:
    """The rules behind a causal link and the factors at its ends."""
    steps, at = list(draft.rules), [_word(draft)]
    _setting(draft, (), None, said, steps, at)
    return _with_places(steps, at)


_PART = word_list("part_of_place")


def _with_places(steps: list[str], at: list[str]) -> Trace:
    return (*steps, f"at: {', '.join(at)}")


def _word(draft: _Draft) -> str:
    """Where the words of the draft's rule stand."""
    last = draft.until - 1 if draft.until else draft.word
    return f"words {draft.scene.starts[draft.word]}-{draft.scene.ends[last]}"


@cache
def _families() -> Mapping[str, str]:
    """The entry that names a rule to the entry that names its family, for the rules that tell a family of types."""
    known = data_table("reasons.toml")["family"]
    rules = data_table("events.toml")["rule"]
    return {f"type: {rule['name']}": f"family: {rule['type']}" for rule in rules if rule["type"] in known}


# Who -------------------------------------------------------------------------------------------------------------


def _party(
    role: str, group: Group, draft: EventDraft | StrengthDraft, rules: Trace, steps: list[str], at: list[str]
) -> None:
    """How a party was found, unless a rule that filled it says so, and where it is named."""
    first, filled = group[0], f"filled {role}: "
    if not [rule for rule in rules if rule.startswith(filled)]:
        steps.append(f"{role}: {_how(first, draft, role)}")
    if first.rule != "name":
        steps.append(f"named {role}: {first.rule}")
    _stand(role, group, at)


def _how(mention: ActorMention, draft: EventDraft | StrengthDraft, role: str) -> str:
    """Where an actor stands to the words of the rule."""
    if mention.rule == "list of states":
        return "list of states"
    scene = draft.scene
    placed = next((p for p in scene.actors if p.actor is mention), None)
    if placed is None:
        return "other sentence"
    if role == "actor" and mention in (blamed(scene, draft.word) or ()):
        return "accused"
    if placed.attributive:
        return "holder"
    if placed.start >= (draft.until or draft.word + 1):
        return f"behind {placed.lead}" if placed.lead else "behind"
    if placed.end > draft.word:
        return "among the words"
    return "before" if placed.start >= scene.clause_of(draft.word).start else "clause before"


def _stand(name: str, group: Iterable[ActorMention], at: list[str]) -> None:
    at += [f"{name} {mention.span.start}-{mention.span.end}" for mention in group]


def _holder(name: str, held_by: Sequence[str], draft: ControlDraft, at: list[str]) -> None:
    """The mention that names each holder, if the sentence has one: names before descriptions, the nearest first."""
    inside = range(draft.start, draft.end)

    def unlikely(placed: Placed) -> tuple[bool, bool, int]:
        by_name = placed.actor is not None and placed.actor.rule == "name"
        return placed.start not in inside, not by_name, abs(placed.start - draft.word)

    for holder in held_by:
        named = [p for p in draft.scene.actors if p.actor and p.actor.name == holder]
        if named:
            _stand(name, [p.actor for p in (min(named, key=unlikely),) if p.actor], at)


# Where, when, by whom said, how many -----------------------------------------------------------------------------


def _setting(
    draft: _Draft,
    places: tuple[ClaimPlace, ...],
    time: ClaimTime | None,
    said: Attribution | None,
    steps: list[str],
    at: list[str],
) -> None:
    if places:
        steps.append(_placed(draft, places, at))
    if time is not None:
        _dated(draft, time, steps, at)
    if said is not None:
        steps.append(f"speaker: {said.rule}")
        if said.cue is not None:
            at.append(f"speaker {said.cue.start}-{said.cue.end}")


def _placed(draft: _Draft, places: tuple[ClaimPlace, ...], at: list[str]) -> str:
    """Whether the clause, the sentence or one before names the places."""
    start, end = draft.start, draft.end
    inside = found = False
    for placed in draft.scene.places:
        mention = placed.place
        if mention is not None and [place for place in places if place is mention.place]:
            found = True
            inside = inside or start <= placed.start < end
            at.append(f"place {mention.span.start}-{mention.span.end}")
    return "place: clause" if inside else "place: sentence" if found else "place: sentence before"


def _dated(draft: _Draft, time: ClaimTime, steps: list[str], at: list[str]) -> None:
    scene = draft.scene
    for mention in scene.times:
        if mention.start == time.start and mention.words == time.text:
            inside = scene.starts[draft.start] <= mention.span.start < scene.ends[draft.end - 1]
            steps.append("time: clause" if inside else "time: sentence")
            at.append(f"time {mention.span.start}-{mention.span.end}")
            return


def _figures(scene: Scene, figures: Figures, at: list[str]) -> None:
    at += [f"{what} {scene.starts[first]}-{scene.ends[end - 1]}" for what, first, end in figures]
