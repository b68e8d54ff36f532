"""Which of the parties named before is meant: by how near, how often and in what part of a sentence each stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ebbline.actors.scene import Candidate, Found, Scene

REACH = 3
"""Sentences looked back over at most; 1-3 swept on train and synthetic."""
_NEARNESS = (4.0, 3.0, 1.5, 0.75)
"""What a mention weighs in the same sentence, the one before, and so on."""
_AS_SUBJECT = 1.5
"""Times its weight where a mention stands as subject."""
MARGIN = 1.6
"""How much more the likeliest must weigh than the next; of 1.2, 1.6, 2 and 2.5 the best on the annotated folders."""


class Weighed(NamedTuple):
    """A party with its weight and its last mention."""

    score: float
    item: Found
    mentions: int


def weigh(
    scene: Scene,
    first: int,
    fits: Callable[[Found], bool],
    reach: int = REACH,
    found: Sequence[Found] | None = None,
) -> list[Weighed]:
    """The parties before word `first` that fit, the weightiest first; `found`: those begun before, if it is known."""
    sentence = scene.words.sentence
    here = sentence[first]
    floor = scene.words.first[max(0, here - reach)]
    near: list[Found] = []
    for item in reversed(scene.found if found is None else found):
        if item.first < floor:
            break
        if item.last <= first and fits(item):
            near.append(item)
    if not near:
        return []
    if scene.weighed is None and (len(near) == 1 or len({item.mention.name for item in near}) == 1):
        return [Weighed(1.0, near[0], len(near))]
    seen: dict[str, Weighed] = {}
    for item in near:
        points = _NEARNESS[here - sentence[item.first]]
        if stands_as_subject(scene, item):
            points *= _AS_SUBJECT
        known = seen.get(item.mention.name)
        seen[item.mention.name] = Weighed(points, item, 1) if known is None else _more(known, points)
    return sorted(seen.values(), key=lambda weighed: -weighed.score)


def _more(known: Weighed, points: float) -> Weighed:
    """A further mention adds half of what it would weigh alone: a name often repeated does not drown the last."""
    return Weighed(known.score + points / 2, known.item, known.mentions + 1)


def likeliest(weighed: Sequence[Weighed]) -> Found | None:
    """The first if it is the only one or weighs clearly more than the next."""
    if not weighed or (len(weighed) > 1 and weighed[0].score < MARGIN * weighed[1].score):
        return None
    return weighed[0].item


def note(scene: Scene, first: int, weighed: Sequence[Weighed]) -> None:
    """Keep who was weighed, where somebody asks for it."""
    if scene.weighed is not None and weighed:
        scene.weighed[first] = tuple(
            Candidate(w.item.mention.name, w.item.mention.actor_id, round(w.score, 2), _told(scene, first, w))
            for w in weighed
        )


def _told(scene: Scene, first: int, weighed: Weighed) -> str:
    """What speaks for a party, in words."""
    back = scene.words.sentence[first] - scene.words.sentence[weighed.item.first]
    where = "same sentence" if not back else "sentence before" if back == 1 else f"{back} sentences before"
    often = f", {weighed.mentions} times" if weighed.mentions > 1 else ""
    return f"named in the {where}{often}" if back < 2 else f"named {where}{often}"


def stands_as_subject(scene: Scene, item: Found) -> bool:
    """Whether no preposition governs a mention and no other party stands before it in its sentence."""
    words, first = scene.words, item.first
    before = words.low[max(words.first[words.sentence[first]], first - 4) : first]
    return scene.registry.words["governing"].isdisjoint(before)
