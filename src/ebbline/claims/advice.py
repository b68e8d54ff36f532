"""What the language model takes to be claimed, laid over the scenes of a report."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ebbline.actors import ActorMention
from ebbline.claims.frames import Framed, Frames, Staged
from ebbline.claims.scales import Scales
from ebbline.claims.scene import Placed, Scene
from ebbline.places import PlaceMention
from ebbline.records import Document, Proposal, Span


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with the word of its scene that the claim hangs on."""

    word: int
    proposal: Proposal

    @property
    def score(self) -> float:
        """How likely it is claimed, 0 to 1."""
        return self.proposal.score

    @property
    def label(self) -> str:
        """What is claimed: see `Proposal.label`."""
        return self.proposal.label


class Advice:
    """The model's proposals by scene, and whom they name."""

    def __init__(self, read: Document, scenes: Sequence[Scene], frames: Frames, scales: Scales) -> None:
        self._actors = dict(_by_last_letter(scene.actors for scene in scenes))
        self._places = dict(_by_last_letter(scene.places for scene in scenes))
        self.links = read.links
        self.scales = scales
        actors = [placed.actor for scene in scenes for placed in scene.actors if placed.actor]
        places = [placed.place for scene in scenes for placed in scene.places if placed.place]
        self._staged = Staged(read, actors, places)
        self._frames = frames
        self._by_scene: dict[int, list[Proposed]] = {}
        begins = [scene.starts[0] for scene in scenes]
        for proposal in read.proposals:
            number = bisect_right(begins, proposal.at.start) - 1
            if number >= 0 and proposal.at.start < scenes[number].ends[-1]:
                scene = scenes[number]
                word = bisect_right(scene.starts, proposal.at.start) - 1
                self._by_scene.setdefault(scene.index, []).append(Proposed(word, proposal))

    def of(self, scene: Scene) -> Sequence[Proposed]:
        """The proposals that hang on words of a scene."""
        return self._by_scene.get(scene.index, ())

    def actors(self, proposal: Proposal, role: str) -> list[tuple[float, ActorMention]]:
        """Who plays a part, the likeliest first, each name once."""
        found: dict[str, tuple[float, ActorMention]] = {}
        for score, placed in self._named(proposal, role, self._actors):
            mention = placed.actor
            if mention is not None and score > found.get(mention.name, (0.0, mention))[0]:
                found[mention.name] = (score, mention)
        return sorted(found.values(), key=lambda item: (-item[0], item[1].span.start))

    def places(self, proposal: Proposal) -> list[tuple[float, PlaceMention]]:
        """Where it happened, the likeliest first, each name once."""
        found: dict[str, tuple[float, PlaceMention]] = {}
        for score, placed in self._named(proposal, "place", self._places):
            mention = placed.place
            if mention is not None and score > found.get(mention.place.name, (0.0, mention))[0]:
                found[mention.place.name] = (score, mention)
        return sorted(found.values(), key=lambda item: (-item[0], item[1].span.start))

    def framed(self, at: Span, label: str) -> Framed:
        """What a frame reads around a word."""
        return self._frames.read(self._staged, at, label)

    def _named(self, proposal: Proposal, role: str, known: dict[int, Placed]) -> Iterator[tuple[float, Placed]]:
        for party in proposal.parties:
            if party.role == role:
                for letter in range(party.at.start, party.at.end):
                    if letter in known:
                        yield party.score, known[letter]


def _by_last_letter(groups: Iterable[Sequence[Placed]]) -> Iterator[tuple[int, Placed]]:
    for group in groups:
        for placed in group:
            mention = placed.actor or placed.place
            if mention is not None:
                yield mention.span.end - 1, placed
