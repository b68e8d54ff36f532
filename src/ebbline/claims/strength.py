"""Strength: words that tell of an armed actor's ground, men, leaders, money, arms, unity, will or backing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from ebbline.actors import ActorMention
from ebbline.claims import roles
from ebbline.claims.certainty import NOT_HAPPENED, certainty_at
from ebbline.claims.drafts import StrengthDraft, names
from ebbline.claims.lexicon import Hit, Lexicon
from ebbline.claims.scene import Scene
from ebbline.claims.tolls import counts
from ebbline.records import Magnitude, Span, Speaker

_ARMED = frozenset(("group", "state", "coalition"))


@cache
def lexicon() -> Lexicon:
    """The strength lexicon, compiled once."""
    return Lexicon.load("strength.toml")


def read_strength(
    scenes: Sequence[Scene], speaker_at: Callable[[Span], Speaker | None], main: ActorMention | None
) -> list[StrengthDraft]:
    """Strength claims in order of the text. `main`: the armed actor the report names most, for words that name none."""
    out: list[StrengthDraft] = []
    seen: set[tuple[object, ...]] = set()
    for scene in scenes:
        taken: set[tuple[int, str]] = set()
        for hit in sorted(lexicon().find(scene.words), key=lambda h: (h.start, h.start - h.end)):
            says = hit.entry.says
            number = scene.clause_at(hit.start)
            if (number, says["dimension"]) in taken:
                continue
            draft = _draft(scene, hit, main)
            if draft is None:
                continue
            said_by = speaker_at(scene.span(hit.start, hit.start + 1))
            key = (
                draft.actor.name,
                draft.dimension,
                draft.direction,
                said_by and said_by.name,
                scene.sentence.paragraph,
            )
            if key in seen:
                continue
            seen.add(key)
            taken.add((number, says["dimension"]))
            out.append(replace(draft, said_by=said_by))
    return out


def _draft(scene: Scene, hit: Hit, main: ActorMention | None) -> StrengthDraft | None:
    says = hit.entry.says
    clause = scene.clauses[scene.clause_at(hit.start)]
    start, end = clause.start, max(clause.end, hit.end)
    if says["whose"] == "object":
        whose = roles.after(scene, hit.start, end) or roles.holders(scene, start, end)
        if roles.is_passive(scene, hit) or not whose:
            whose = whose or (roles.subject(scene, hit.start) if roles.is_passive(scene, hit) else ())
    else:
        whose = (
            roles.modifier(scene, hit.start)
            or roles.after(scene, hit.end - 1, end, ("of", "within", "among", "in", "inside", "for", "against"))
            or roles.subject(scene, hit.start)
            or roles.after(scene, hit.start, end)
        )
    actor = next((a for a in whose if a.kind in _ARMED), None)
    if actor is None and main is not None:
        by_itself = says["whose"] == "object" and main.name in names(roles.subject(scene, hit.start))
        actor = None if by_itself else main
    if actor is None:
        return None
    certainty, why = certainty_at(scene, hit.start, hit.end)
    if certainty in NOT_HAPPENED:
        return None
    return StrengthDraft(
        scene=scene,
        start=start,
        end=end,
        word=hit.start,
        rules=hit.trace(why),
        actor=actor,
        dimension=says["dimension"],
        direction=says["direction"],
        magnitude=_magnitude(scene, hit, end),
        certainty=certainty,
    )


def _magnitude(scene: Scene, hit: Hit, end: int) -> Magnitude | None:
    """The figure inside the words of the rule, with the word behind it as unit."""
    part = scene.words[hit.start : min(end, hit.end + 3)]
    for count in counts(part):
        unit = part[count.end] if count.end < len(part) else None
        if unit in (",", ".", None):
            continue
        return Magnitude(count.range.low, count.range.best, count.range.high, unit)
    return None
