"""Which sub-event type an act is: families of the lexicon resolved by who acts where, and by other words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from ebbline.claims.lexicon import Hit, class_words, data_table
from ebbline.claims.needs import ARMED_KINDS
from ebbline.claims.roles import Parties
from ebbline.claims.scene import Scene
from ebbline.records import ClaimPlace


def type_of(hit: Hit, parties: Parties, places: Sequence[ClaimPlace], scene: Scene, start: int, end: int) -> str:
    """Resolves the families of the lexicon to a sub-event type."""
    kind: str = hit.entry.says["type"]
    match kind:
        case "capture":
            home = any(
                actor.kind == "state" and actor.country and any(p.country == actor.country for p in places)
                for actor in parties.actor
            )
            return "Government regains territory" if home else "Non-state actor overtakes territory"
        case "bombing-place":
            flown = any(actor.kind in ("state", "coalition") for actor in parties.actor)
            return "Air/drone strike" if flown else "Remote explosive/landmine/IED"
        case "bombing":
            if not parties.actor or any(actor.kind in ("state", "coalition") for actor in parties.actor):
                return "Air/drone strike"
            return "Remote explosive/landmine/IED"
        case "bombardment":
            return "Air/drone strike"
        case "attack" | "harm":
            return _attack_type(parties, scene.words[start:end], kind)
        case _:
            return kind


@cache
def _shifts() -> dict[str, tuple[frozenset[str], list[dict[str, Any]]]]:
    """Type to all words that shift it, and the shifts away from it in the order of the file."""
    found: dict[str, list[dict[str, Any]]] = {}
    for shift in data_table("shifts.toml")["shift"]:
        for kind in shift["from"]:
            found.setdefault(kind, []).append({**shift, "words": frozenset(shift["words"])})
    return {kind: (frozenset().union(*(shift["words"] for shift in rows)), rows) for kind, rows in found.items()}


def shifted(kind: str, hit: Hit, scene: Scene, start: int, end: int) -> tuple[str, tuple[str, ...]]:
    """The type after the shifts that other words of the clause call for, and the shift's name for the trace."""
    shifting, shifts = _shifts().get(kind, _NO_SHIFTS)
    if shifting.isdisjoint(scene.present):
        return kind, ()
    for shift in shifts:
        if shift["words"].isdisjoint(scene.present) or hit.entry.rule not in shift.get("rules", (hit.entry.rule,)):
            continue
        if shift["scope"] == "sentence" or not shift["words"].isdisjoint(scene.words[start:end]):
            return shift["to"], (f"shift: {shift['name']}",)
    return kind, ()


_NO_SHIFTS: tuple[frozenset[str], list[dict[str, Any]]] = frozenset(), []


def _attack_type(parties: Parties, words: Sequence[str], kind: str) -> str:
    if any(actor.kind == "civilians" for actor in parties.target):
        return "Attack"
    if any(actor.kind in ARMED_KINDS for actor in parties.target):
        return "Armed clash"
    if not (class_words("unarmed").isdisjoint(words) and class_words("civil_object").isdisjoint(words)):
        return "Attack"
    if not class_words("armed").isdisjoint(words):
        return "Armed clash"
    return "Attack"
