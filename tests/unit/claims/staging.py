"""Sentences with marked names, and what a language model might propose for them, told by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, cast

from ebbline.actors import ActorMention
from ebbline.claims.advice import Advice
from ebbline.claims.frames import Framed, Frames
from ebbline.claims.scales import Scales
from ebbline.claims.scene import Scene, scenes
from ebbline.language import segment
from ebbline.places import PlaceMention
from ebbline.records import CausalLink, ClaimPlace, Document, Party, Proposal, Report, Span

_MARKS = re.compile(r"\{([^}]*)\}|<([^>]*)>")
SCALES = Scales(
    keep=0.1,
    new=0.8,
    again=0.9,
    party=0.5,
    control_new=0.7,
    control_place=0.4,
    control_party=0.4,
    strength_new=0.6,
    strength_whose=0.2,
    cause_keep=0.1,
    cause_new=0.9,
)


class Stage(NamedTuple):
    """What the rules see of a text, and how proposals are laid over it."""

    text: str
    scenes: tuple[Scene, ...]
    actors: tuple[ActorMention, ...]
    document: Document

    def advice(
        self,
        *proposals: Proposal,
        framed: Mapping[str, Framed] | None = None,
        links: Sequence[CausalLink] = (),
        **scales: Any,
    ) -> Advice:
        """The proposals laid over the scenes; `framed` is what frames read for a label."""
        read = replace(self.document, proposals=proposals, links=tuple(links))
        return Advice(read, self.scenes, Told(framed or {}), replace(SCALES, **scales))

    def span(self, words: str) -> Span:
        """Where words stand."""
        start = self.text.index(words)
        return Span(start, start + len(words))

    def actor(self, name: str) -> ActorMention:
        """The first mention of an actor."""
        return next(actor for actor in self.actors if actor.name == name)

    def proposal(
        self,
        word: str,
        label: str = "Attack",
        score: float = 0.99,
        certainty: str = "asserted",
        factors: tuple[str | None, str | None] = (None, None),
        **parties: tuple[str, float] | list[tuple[str, float]],
    ) -> Proposal:
        """A proposal at a word; each party is a name with its score, told at the name's last word."""
        told = []
        for role, named in parties.items():
            for name, likely in [named] if isinstance(named, tuple) else named:
                end = self.span(name).end
                told.append(Party(role, Span(end - len(name.split()[-1]), end), likely))
        return Proposal(self.span(word), label, score, certainty, *factors, tuple(told))


class Told(Frames):
    """Frames that say of each label what they are told to."""

    def __init__(self, framed: Mapping[str, Framed]) -> None:
        self._framed = framed

    def read(self, staged: object, at: Span, label: str) -> Framed:
        """What was told, else nothing."""
        return self._framed.get(label, Framed(at, ("frame: none",)))


def stage(marked: str) -> Stage:
    """The text, its actors in braces and its places in angles; a name is what stands behind `=`, else the words."""
    text, actors, places, done = "", [], [], 0
    for mark in _MARKS.finditer(marked):
        text += marked[done : mark.start()]
        done = mark.end()
        words, _, name = cast(str, mark[1] or mark[2]).partition("=")
        span = Span(len(text), len(text) + len(words))
        if mark[1]:
            actors.append(ActorMention(span, name or words, None, "group", None, False))
        else:
            places.append(PlaceMention(span, ClaimPlace(name or words, words, precision="exact"), "city"))
        text += words
    text += marked[done:]
    document = segment(Report("r_0", "n", text, "", "", "n", language="en"))
    return Stage(text, scenes(document, actors, places, ()), tuple(actors), document)
