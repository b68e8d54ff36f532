"""Who fights whom in a report, as far as it says so: for an act against an enemy that the clause leaves out.

A pair is known once a clause tells an attack of the one on the other, or a fight, war or campaign of the one against
the other. What a report has not said is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ebbline.actors import ActorMention
from ebbline.claims.lexicon import word_list
from ebbline.claims.roles import Group, modifier, subject
from ebbline.claims.scene import Placed, Scene

ARMED = frozenset(("group", "state", "coalition", "generic"))
_FIGHTS = word_list("fights")
_DEFEATS = word_list("defeats")
_PEACEABLE = word_list("peaceable")


@dataclass(slots=True)
class Enmity:
    """The pairs of enemies told so far."""

    foes: dict[str, dict[str, ActorMention]] = field(default_factory=dict)
    """A side (see `side`) to those it fights, each with a mention."""
    common: dict[str, ActorMention] = field(default_factory=dict)
    """Those whom somebody left unnamed fights: "the campaign against X"."""

    def add(self, one: Group, two: Group) -> None:
        """Both groups fight each other; unarmed people and strangers fight nobody."""
        for a in _armed(one):
            for b in _armed(two):
                one_side, other = side(a), side(b)
                if one_side != other:
                    self.foes.setdefault(one_side, {})[other] = b
                    self.foes.setdefault(other, {})[one_side] = a

    def hear(self, scene: Scene) -> None:
        """Take in what a sentence says of fights: "their war against X", "X's campaign to defeat Y"."""
        if _FIGHTS.isdisjoint(scene.present) and _DEFEATS.isdisjoint(scene.present):
            return
        for placed in scene.actors:
            at = _fought(scene, placed)
            if at is None or placed.actor is None or not _armed((placed.actor,)):
                continue
            doers = tuple([a for a in modifier(scene, at) or subject(scene, at) if side(a) != side(placed.actor)])
            if _armed(doers):
                self.add(doers, (placed.actor,))
            else:
                self.common.setdefault(side(placed.actor), placed.actor)

    def of(self, group: Group) -> ActorMention | None:
        """The one enemy that a group's members are said to have; None where there is none or are several."""
        known: dict[str, ActorMention] = {}
        for member in group:
            known.update(self.foes.get(side(member), {}))
        for member in group:
            known.pop(side(member), None)
        return next(iter(known.values())) if len(known) == 1 else None

    def common_enemy(self, group: Group) -> ActorMention | None:
        """Whom all fights of the report are against, for a group that is not among them and has no enemy of its own."""
        if any(side(member) in self.foes for member in group):
            return None
        ends = [set(foes) | {name} for name, foes in self.foes.items()] + [{name} for name in self.common]
        shared = set.intersection(*ends) if ends else set()
        shared -= {side(member) for member in group}
        if len(shared) != 1 or any(side(member) in self.common for member in group):
            return None
        name = shared.pop()
        return self.common.get(name) or next(foes[name] for foes in self.foes.values() if name in foes)


def side(actor: ActorMention) -> str:
    """One key for the forces, the police and the government of a state; others by their name."""
    return f"state {actor.country}" if actor.kind == "state" else actor.name


def _armed(group: Group) -> Sequence[ActorMention]:
    return [actor for actor in group if actor.kind in ARMED and actor.actor_id not in _PEACEABLE]


def _fought(scene: Scene, placed: Placed) -> int | None:
    """The word that says that an actor is fought: "war" in "the war against X", "defeat" in "to defeat X"."""
    first = placed.start
    for i in range(first - 1, max(-1, first - 5), -1):
        word = scene.words[i]
        if word in _DEFEATS:
            return i
        if word == "against":
            return next((k for k in range(i - 1, max(-1, i - 4), -1) if scene.words[k] in _FIGHTS), None)
        if word == "with":
            return i - 1 if i and scene.words[i - 1] in _FIGHTS else None
        if word in _FIGHTS and word.endswith("ing"):
            return i
        if word not in _LEADING and not word[0].isdigit():
            return None
    return None


_LEADING = word_list("before_names")
