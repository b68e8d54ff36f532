"""A claim while it is being read: its kind's fields with the clause it stands in, before it gets its identity."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from ebbline.actors import ActorMention
from ebbline.claims.roles import Parties
from ebbline.claims.scene import Scene
from ebbline.records import (
    Certainty,
    ClaimPlace,
    ClaimTime,
    Direction,
    Extent,
    Factor,
    Magnitude,
    Speaker,
    Toll,
)

Figures = tuple[tuple[str, int, int], ...]
"""What each figure tells (`killed`, `magnitude`), and its first word and the word behind its last."""

SpeakerAt = Callable[[Scene, int], Speaker | None]
"""Who says a word of a sentence, by its number; None for the outlet's own voice."""


class EventDraft(Struct, kw_only=True):
    """An event read in words `start` to `end` of a scene, its predicate at `word`."""

    scene: Scene
    start: int
    end: int
    word: int
    until: int = 0
    """The word behind the last of the rule's own, which begin at `word`; 0 where that is not known."""
    rules: tuple[str, ...]
    weight: int
    sub_event_type: str
    parties: Parties
    named_actor: str | None = None
    """A stand-in name for an actor no mention names, such as a crowd or an unidentified group."""
    named_target: str | None = None
    places: tuple[ClaimPlace, ...] = ()
    time: ClaimTime | None = None
    certainty: Certainty = "asserted"
    said_by: Speaker | None = None
    tolls: tuple[Toll, ...] = ()
    figures: Figures = ()
    """Where the figures of the tolls stand."""


def names(group: tuple[ActorMention, ...]) -> tuple[str, ...]:
    """The actors' names, each once, in order."""
    found = [mention.name for mention in group]
    return tuple(found if len(found) < 2 else dict.fromkeys(found))


class ControlDraft(Struct, frozen=True, kw_only=True):
    """Who holds or held places, read in words `start` to `end` of a scene."""

    scene: Scene
    start: int
    end: int
    word: int
    until: int = 0
    """The word behind the last of the rule's own, which begin at `word`; 0 where that is not known."""
    rules: tuple[str, ...]
    places: tuple[ClaimPlace, ...]
    before: str | None
    after: tuple[str, ...]
    extent: Extent
    besieger: str | None = None
    time: ClaimTime | None = None
    certainty: Certainty = "asserted"
    said_by: Speaker | None = None


class StrengthDraft(Struct, frozen=True, kw_only=True):
    """A change or level of an actor's strength, read in words `start` to `end` of a scene."""

    scene: Scene
    start: int
    end: int
    word: int
    until: int = 0
    """The word behind the last of the rule's own, which begin at `word`; 0 where that is not known."""
    rules: tuple[str, ...]
    actor: ActorMention
    dimension: str
    direction: Direction
    magnitude: Magnitude | None = None
    figures: Figures = ()
    """Where the figure of the magnitude stands."""
    certainty: Certainty = "asserted"
    said_by: Speaker | None = None


class CauseDraft(Struct, frozen=True, kw_only=True):
    """One thing said to bring about another: words `start` to `end`, each side with its factor and words."""

    scene: Scene
    start: int
    end: int
    word: int
    until: int = 0
    """The word behind the last of the rule's own, which begin at `word`; 0 where that is not known."""
    rules: tuple[str, ...]
    cause: Factor
    effect: Factor
    certainty: Certainty = "asserted"
    said_by: Speaker | None = None
