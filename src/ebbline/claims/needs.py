"""What must stand beside the words of a rule before they tell an event: a place, an armed side, a belligerent."""

from __future__ import annotations

from collections.abc import Callable

from ebbline.claims import roles
from ebbline.claims.lexicon import Hit, class_words, word_list
from ebbline.claims.scene import Scene

ARMED_KINDS = frozenset(("group", "state", "coalition", "unidentified", "generic"))
_REFERRING = word_list("referring")


def met(scene: Scene, hit: Hit) -> bool:
    """Whether all that the hit's rule needs is there."""
    needs = hit.entry.says.get("needs")
    return needs is None or all(_NEEDS[need](scene, hit) for need in needs)


def _place_object(scene: Scene, hit: Hit) -> bool:
    if roles.is_passive(scene, hit):
        clause = scene.clause_of(hit.start)
        span = range(clause.start, hit.start)
    else:
        span = range(hit.end, min(len(scene.words), hit.end + 8))
    if any(p.start in span for p in scene.places):
        return True
    if scene.places and scene.words[hit.end : hit.end + 1] in (("it",), ("there",)):
        return scene.places[0].start < hit.start
    return any(
        scene.words[i] in class_words("settlement") for i in list(span)[-6 if roles.is_passive(scene, hit) else 0 :][:6]
    )


def _place(scene: Scene, hit: Hit) -> bool:
    return bool(scene.places)


def _armed_subject(scene: Scene, hit: Hit) -> bool:
    clause = scene.clause_of(hit.start)
    if scene.actors:
        who = roles.subject(scene, hit.start) or roles.modifier(scene, hit.start)
        if _any_armed(who) or _any_armed(roles.after(scene, hit.end, clause.end, ("by",))):
            return True
    return not class_words("armed").isdisjoint(scene.words[clause.start : hit.start])


def _any_armed(group: roles.Group) -> bool:
    return not ARMED_KINDS.isdisjoint([actor.kind for actor in group])


def _armed_object(scene: Scene, hit: Hit) -> bool:
    end = min(len(scene.words), hit.end + 10)
    if any(p.actor and p.actor.kind in ARMED_KINDS for p in scene.actors if hit.end <= p.start < end):
        return True
    return not class_words("armed").isdisjoint(scene.words[hit.end : hit.end + 6])


def _group_near(scene: Scene, hit: Hit) -> bool:
    return any(p.actor and p.actor.kind in ("group", "unidentified", "generic") for p in scene.actors)


def _not_referring(scene: Scene, hit: Hit) -> bool:
    return _REFERRING.isdisjoint(scene.words[max(0, hit.start - 2) : hit.start])


_NEEDS: dict[str, Callable[[Scene, Hit], bool]] = {
    "place_object": _place_object,
    "place": _place,
    "armed_subject": _armed_subject,
    "armed_object": _armed_object,
    "group_near": _group_near,
    "not_referring": _not_referring,
}
