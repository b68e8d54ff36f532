"""The lexicons of the four kinds of claim, looked for in a sentence all at once."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ebbline.claims.lexicon import Hit, Lexicon, Search, data_table
from ebbline.claims.scene import Scene


class Hits(NamedTuple):
    """What the lexicons find in a sentence, each in the order of the words."""

    events: list[Hit]
    masks: list[Hit]
    """Words that only look like an act."""
    control: list[Hit]
    strength: list[Hit]
    causes: list[Hit]


def hits_in(scene: Scene) -> Hits:
    """All that the lexicons find in a sentence."""
    return Hits._make(_kinds().find(scene.words, scene.present))


@cache
def strength() -> Lexicon:
    """The strength lexicon, compiled once."""
    return Lexicon.load("strength.toml")


@cache
def _kinds() -> Search:
    masks = Lexicon.plain(data_table("not_events.toml")["patterns"])
    events, control, causes = (Lexicon.load(f"{kind}.toml") for kind in ("events", "control", "causes"))
    return Search((events, masks, control, strength(), causes))
