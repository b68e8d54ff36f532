"""Whether a report is about armed conflict at all: sport, games, business, weather and anniversaries are not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ebbline.claims.lexicon import data_table
from ebbline.claims.scene import Scene

_FEWEST = 1
"""Signs of conflict a report must show, beside more of them than of other fields: swept 1-3 on train and synthetic."""

_AGAINST = {"other": 1.0, "telltale": 2.0, "faint": 0.5}
"""Weight of a word of another field; a telltale one is in `other` too. Tried 1-3 and 0-1 on train."""


@cache
def _signs() -> dict[str, tuple[int, float]]:
    """Word to whether it is a sign of conflict, and how much it weighs against it."""
    table = data_table("relevance.toml")
    out = dict.fromkeys(table["conflict"], (1, 0.0))
    for name, weight in _AGAINST.items():
        for word in set(table[name]):
            sign, against = out.get(word, (0, 0.0))
            out[word] = sign, against + weight
    return out


@cache
def _telling() -> frozenset[str]:
    return frozenset(_signs())


def is_relevant(scenes: Sequence[Scene]) -> bool:
    """Whether words of conflict and named armed actors outnumber the words of fields that borrow their language."""
    known, telling = _signs(), _telling()
    present: set[str] = set()
    armed: set[str] = set()
    for scene in scenes:
        present |= telling & scene.present
        for placed in scene.actors:
            if placed.actor and _is_armed(placed.actor.kind, placed.actor.name):
                armed.add(placed.actor.name)
    signs, against = len(armed), 0.0
    for word in present:
        sign, weight = known[word]
        signs += sign
        against += weight
    return signs >= _FEWEST and signs > against


def _is_armed(kind: str, name: str) -> bool:
    return kind in ("group", "coalition", "unidentified") or name.startswith(("Military Forces", "Police Forces"))
