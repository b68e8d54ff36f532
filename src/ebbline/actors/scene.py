"""What is known of one report while its mentions are linked, and the mentions found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from msgspec import Struct

from ebbline.actors.registry import Group, Mark, Registry
from ebbline.actors.words import Words
from ebbline.records import Span

ActorKind = Literal["group", "state", "coalition", "civilians", "unidentified", "generic", "role"]

UNIDENTIFIED = "Unidentified armed group"
UNARMED = frozenset({"coalition", "mission", "aid"})
"""Tags of those whom no description of fighters means."""


class ActorMention(Struct, frozen=True, gc=False):
    """Words of the report that name or describe an actor."""

    span: Span
    name: str
    """The name the field uses."""
    actor_id: str | None
    """The registry's id, None for a group new to it and for a class of people."""
    kind: ActorKind
    """`generic` is a description linked within the report."""
    country: str | None
    """ISO 3166-1 alpha-2 of the actor's state, None where there is none or it is not known."""
    new: bool
    """Whether the group is not in the registry."""
    bare: bool = False
    """Whether forces stand without a nationality: `country` is then only what the report is mostly about."""
    rule: str = ""
    """Why it is this actor, as `docs/explanation/actors.md` names the rules."""


class Candidate(NamedTuple):
    """An actor that words might mean, with what speaks for it; scores only rank."""

    name: str
    actor_id: str | None
    score: float
    why: str


class Found(Struct, frozen=True, gc=False):
    """A mention and the words it covers, with what later descriptions need to know of it."""

    first: int
    last: int
    mention: ActorMention
    group: Group | None = None
    role: str = ""
    head: str = ""


@dataclass(slots=True)
class Scene:
    """What is known of one report while its mentions are linked."""

    words: Words
    registry: Registry
    home: str | None
    leading: frozenset[int]
    """The sentences that a heading stands over: what a headline describes, the next sentence names."""
    ahead: dict[int, list[Group]]
    """Each sentence's armed groups by name."""
    found: list[Found] = field(default_factory=list)
    weighed: dict[int, tuple[Candidate, ...]] | None = None
    """By a description's first word whom it might mean, the likeliest first; None where nobody asks."""


def add(
    scene: Scene,
    first: int,
    last: int,
    name: str,
    kind: ActorKind,
    country: str | None = None,
    actor_id: str | None = None,
    group: Group | None = None,
    role: str = "",
    *,
    bare: bool = False,
    rule: str = "",
) -> None:
    """Adds a mention of words `first` up to but without `last`."""
    words = scene.words
    new = group is not None and group.source == "report"
    span = Span(words.start[first], words.end[last - 1])
    mention = ActorMention(span, name, None if new else actor_id, kind, country, new, bare, rule)
    scene.found.append(Found(first, last, mention, group, role, words.low[last - 1]))


_JOINT = frozenset({"coalition", "mission"})


def add_group(scene: Scene, mark: Mark, group: Group) -> None:
    """Adds a group by its name."""
    kind: ActorKind = "group"
    if not _JOINT.isdisjoint(group.tags):
        kind = "coalition"
    elif "aid" in group.tags:
        kind = "civilians"
    country = group.countries[0] if group.countries else None
    rule = "new name" if group.source == "report" else "name"
    if mark.kind == "local":
        rule = "acronym explained" if mark.last == mark.first + 1 else rule
    add(scene, mark.first, mark.last, group.name, kind, country, group.group_id, group, rule=rule)


def add_state(
    scene: Scene, first: int, last: int, branch: str, iso: str, *, bare: bool = False, rule: str = "nationality"
) -> None:
    """Adds the forces, the police or the government of a state."""
    name = scene.registry.state(branch, iso)
    add(scene, first, last, name, "state", iso, f"{branch}-{iso.lower()}", role=branch, bare=bare, rule=rule)


def add_generic(scene: Scene, first: int, last: int, group: Group, rule: str) -> None:
    """Adds a description or a pronoun that means a group."""
    country = group.countries[0] if group.countries else None
    add(scene, first, last, group.name, "generic", country, group.group_id, group, rule=rule)
