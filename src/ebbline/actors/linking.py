"""Finds every mention of an actor in a document and says who is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from ebbline.actors.acronyms import local_names
from ebbline.actors.descriptions import add_role
from ebbline.actors.nationalities import link_country
from ebbline.actors.newgroups import find_new_groups
from ebbline.actors.pronouns import link_pronouns
from ebbline.actors.registry import Country, Group, Mark, Registry, Role, StateName
from ebbline.actors.scene import (
    UNIDENTIFIED,
    ActorKind,
    ActorMention,
    Candidate,
    Scene,
    add_generic,
    add_group,
    add_state,
)
from ebbline.actors.shortnames import link_short_names
from ebbline.actors.words import Words
from ebbline.records import Document

__all__ = ["UNIDENTIFIED", "ActorKind", "ActorMention", "find_actors", "link"]


_RIVALS_OF = attrgetter("rivals")


def find_actors(document: Document, registry: Registry) -> tuple[ActorMention, ...]:
    """Every mention in order of the text, none overlapping another."""
    return tuple([item.mention for item in link(document, registry).found])


def link(document: Document, registry: Registry, *, weigh: bool = False) -> Scene:
    """The scene with every mention found, in order; with `weigh` it keeps whom each description might mean."""
    words = Words.of(document)
    local = local_names(words, registry)
    marks = registry.scan(words, local) if local else list(registry.marks(document))
    weighed: dict[int, tuple[Candidate, ...]] = {}
    if any(map(_RIVALS_OF, marks)):
        home, published = _home_of_sure(marks, registry), document.report.published
        weighed = {mark.first: _rivals(mark) for mark in marks if weigh and len(mark.rivals) > 1}
        marks = registry.settle(words, marks, home, published.interval if published else None)
    ends = registry.among(words, registry.words["headsandtails"])
    marks = find_new_groups(words, marks, registry, ends)
    home = _home_of_sure(marks, registry)
    scene = Scene(words, registry, home, _leading(document), _named_in(words, marks))
    scene.weighed = weighed if weigh else None
    at, end = 0, len(marks)
    while at < end:
        at += _link(scene, marks, at)
    link_short_names(scene, ends)
    scene.found.sort(key=lambda item: item.first)
    link_pronouns(scene)
    scene.found.sort(key=lambda item: item.first)
    return scene


def _rivals(mark: Mark) -> tuple[Candidate, ...]:
    """All whom a name may stand for, the likeliest first."""
    groups = [entry.payload for entry in mark.rivals if isinstance(entry.payload, Group)]
    return tuple(
        Candidate(group.name, group.group_id, round(1 / rank, 2), "has this name too")
        for rank, group in enumerate(groups, 1)
    )


_GROUPS = frozenset({"group", "local"})


def _unsure(mark: Mark) -> bool:
    """Whether a mark with rivals may be another's name, or none: it does not tell which country a report is about."""
    return len(mark.rivals) > 1 or mark.rivals[0].doubtful


def _home_of_sure(marks: Iterable[Mark], registry: Registry) -> str | None:
    """The country a report is about; what stands early weighs twice."""
    weight: dict[str, int] = {}
    for mark in marks:
        homes = mark.homes
        if not homes or (mark.rivals and _unsure(mark)):
            continue
        early = 2 if mark.first < _EARLY else 1
        for iso, points in homes:
            weight[iso] = weight.get(iso, 0) + points * early
    for remote in registry.words["remote"]:
        # These appear in reports about other people's wars; they are home only where they outweigh by far.
        if remote in weight:
            weight[remote] //= 3
    best = max(weight, key=lambda iso: (weight[iso], iso), default=None)
    return best if best is not None and weight[best] else None


_EARLY = 60
"""Words at a report's head that tell best which country it is about."""


def _leading(document: Document) -> frozenset[int]:
    sentences = document.sentences
    return frozenset([i for i, sentence in enumerate(sentences, 1) if sentence.heading and i < len(sentences)])


def _named_in(words: Words, marks: Iterable[Mark]) -> dict[int, list[Group]]:
    out: dict[int, list[Group]] = {}
    for mark in marks:
        if mark.kind in _GROUPS and isinstance(mark.payload, Group):
            out.setdefault(words.sentence[mark.first], []).append(mark.payload)
    return out


def _link(scene: Scene, marks: Sequence[Mark], at: int) -> int:
    """Adds what the mark at `at` stands for; returns how many marks were used."""
    mark = marks[at]
    payload = mark.payload
    if isinstance(payload, Role):
        if payload.kind != "strikes":
            add_role(scene, mark, payload)
    elif isinstance(payload, Group):
        parent = _parent(scene, marks, at) if payload.source == "report" else None
        mission = _mission(scene, mark, payload)
        if mission is not None:
            add_generic(scene, mark.first, mark.last, mission, "part of a group")
        elif parent is None:
            add_group(scene, mark, payload)
        else:
            add_generic(scene, mark.first, mark.last, parent, "part of a group")
    elif isinstance(payload, Country):
        return link_country(scene, marks, at, payload)
    elif isinstance(payload, StateName):
        add_state(scene, mark.first, mark.last, payload.branch, payload.iso)
    return 1


def _mission(scene: Scene, mark: Mark, group: Group) -> Group | None:
    """The mission whose name stands right before a word for all peacekeepers: "UNIFIL peacekeepers"."""
    if "mission" not in group.tags or scene.words.capital(mark.first) or not scene.found:
        return None
    before = scene.found[-1]
    if before.last != mark.first or before.group is None or not scene.words.joined(mark.first):
        return None
    return before.group if "mission" in before.group.tags else None


def _parent(scene: Scene, marks: Sequence[Mark], at: int) -> Group | None:
    """The group a new brigade or the like is said to be part of: "X's Karm brigade", "the Karm brigade of X"."""
    words, mark = scene.words, marks[at]
    if words.low[mark.last - 1] not in scene.registry.words["subunits"]:
        return None
    owner = scene.found[-1] if scene.found else None
    if owner is not None and owner.group is not None and words.low[owner.last : mark.first] == ("s",):
        return owner.group
    following = marks[at + 1] if at + 1 < len(marks) else None
    if following is not None and isinstance(following.payload, Group):
        between = words.low[mark.last : following.first]
        return following.payload if between in (("of",), ("of", "the")) and words.joined(following.first) else None
    return None
