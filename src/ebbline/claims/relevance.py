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
def _words(name: str) -> frozenset[str]:
    return frozenset(data_table("relevance.toml")[name])


def is_relevant(scenes: Sequence[Scene]) -> bool:
    """Whether words of conflict and named armed actors outnumber the words of fields that borrow their language."""
    present: set[str] = set()
    armed: set[str] = set()
    for scene in scenes:
        present |= scene.present
        armed.update(p.actor.name for p in scene.actors if p.actor and _is_armed(p.actor.kind, p.actor.name))
    signs = len(present & _words("conflict")) + len(armed)
    against = sum(weight * len(present & _words(name)) for name, weight in _AGAINST.items())
    return signs >= _FEWEST and signs > against


def _is_armed(kind: str, name: str) -> bool:
    return kind in ("group", "coalition", "unidentified") or name.startswith(("Military Forces", "Police Forces"))
