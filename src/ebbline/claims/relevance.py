"""Whether a report is about armed conflict at all: sport, games, business and anniversaries are not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ebbline.claims.lexicon import data_table
from ebbline.claims.scene import Scene


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(data_table("relevance.toml")[name])


def is_relevant(scenes: Sequence[Scene]) -> bool:
    """Whether words of conflict outweigh those of other fields that borrow them."""
    conflict = other = 0
    for scene in scenes:
        present = set(scene.words)
        conflict += len(present & _words("conflict"))
        other += len(present & _words("other"))
        conflict += sum(1 for p in scene.actors if p.actor and p.actor.kind in ("group", "state", "coalition"))
    return conflict > 0 and conflict * 2 >= other
