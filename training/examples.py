"""The one form in which every corpus reaches the trainer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

NAMES = ("PER", "ORG", "LOC")
"""What `names` tells apart; armed groups are ORG."""

KINDS = ("GROUP", "FORCE", "WEAPON", "VEHICLE", "BASE", "NATIONALITY")
"""What `kinds` tells apart: armed groups, the forces of states, weapons, vehicles with vessels and aircraft,
military bases, and words for a people or its state used of persons ("Iraqi")."""

SPEECH = ("cue", "speaker", "content")
"""The layers of `speech`. They are flat: content inside content is a span of its own that interrupts the outer."""

LINKS = ("cause", "effect", "signal")
"""The layers of `links`."""

UNKNOWN = "?"
"""The label of a word whose label nobody gave: it must teach nothing. It may stand in `names`, `kinds`, `speech` and
`links`."""

ROLES = ("actor", "target", "supporter", "place", "before", "after", "besieger", "whose")
"""The parts a mention may play in a claim; `whose` is the actor of a strength claim."""

CERTAINTIES = ("asserted", "probable", "possible", "denied", "planned", "demanded", "hypothetical", "failed")
"""What `claims` tells apart of a claim's certainty; see the codebook."""

Layer = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A claim, as words of an example."""

    anchor: int
    """The word that governs those that carry it."""
    start: int
    stop: int
    labels: tuple[str, ...]
    """What it is: a sub-event type, `control EXTENT`, `DIMENSION DIRECTION` or `cause`; later ones are accepted too."""
    certainty: str
    cause: str | None = None
    effect: str | None = None
    parties: tuple[tuple[str, tuple[tuple[int, ...], ...]], ...] = ()
    """By role, for each party the mentions that name it; a role that is listed with none is known to be empty."""

    def moved(self, by: int) -> Told:
        """The same, its words counted from another one."""
        parties = tuple(
            (role, tuple(tuple(word - by for word in mentions) for mentions in found)) for role, found in self.parties
        )
        return replace(self, anchor=self.anchor - by, start=self.start - by, stop=self.stop - by, parties=parties)


@dataclass(frozen=True, slots=True)
class Example:
    """Consecutive sentences of one document, as EWT-style words; a layer that a corpus does not teach is None."""

    source: str
    """Corpus and document."""
    words: tuple[str, ...]
    spaced: tuple[bool, ...]
    """Whether white space stands before each word; true for a document's first."""
    broken: tuple[bool, ...]
    """Whether a line or paragraph begins with the word: a sentence end stands before it for sure."""
    cuts: tuple[int, ...]
    """The first word of each sentence, beginning with 0: where windows may be cut. From `ends` where they are known,
    else from the program's own splitter, which teaches nothing."""
    ends: tuple[bool, ...] | None = None
    """Whether the word closes its sentence."""
    pos: Layer | None = None
    """UPOS."""
    heads: tuple[int, ...] | None = None
    """Index into `words`; -1 for a sentence's root."""
    relations: Layer | None = None
    """UD relations with their subtypes."""
    names: Layer | None = None
    """`B-`, `I-` of NAMES, `O` or UNKNOWN."""
    kinds: Layer | None = None
    """`B-`, `I-` of KINDS, `O` or UNKNOWN."""
    speech: tuple[Layer, ...] | None = None
    """A layer for each of SPEECH: `B`, `I`, `O` or UNKNOWN."""
    causal: tuple[float | None, ...] | None = None
    """For each sentence (see `cuts`): 1 if it tells a cause and its effect, 0 if not, None if unknown."""
    links: tuple[Layer, ...] | None = None
    """A layer for each of LINKS: `B`, `I`, `O` or UNKNOWN."""
    certainty: tuple[float | None, ...] | None = None
    """How far what the word tells is said to have happened, -3 to 3; None where nobody judged."""
    claims: tuple[Told, ...] | None = None
    """All that the text claims."""
    mentions: tuple[tuple[int, bool], ...] = ()
    """The last word of each actor and place that the resolvers find; true for places."""

    def __post_init__(self) -> None:
        """Refuses columns of unequal length: ValueError."""
        flat = (self.spaced, self.broken, self.ends, self.pos, self.heads, self.relations, self.names, self.kinds)
        columns = [*flat, self.certainty, *(self.speech or ()), *(self.links or ())]
        if any(column is not None and len(column) != len(self.words) for column in columns):
            raise ValueError(f"{self.source}: columns of unequal length")
        if self.causal is not None and len(self.causal) != len(self.cuts):
            raise ValueError(f"{self.source}: {len(self.causal)} causal values for {len(self.cuts)} sentences")
        if self.words and self.cuts[:1] != (0,):
            raise ValueError(f"{self.source}: the first sentence begins at no word")


def text_of(words: Sequence[str], spaced: Sequence[bool], broken: Sequence[bool] | None = None) -> str:
    """The running text, a line feed where a line begins and one space for other white space."""
    parts: list[str] = []
    for index, word in enumerate(words):
        if index and broken is not None and broken[index]:
            parts.append("\n")
        elif index and spaced[index]:
            parts.append(" ")
        parts.append(word)
    return "".join(parts)


def spans(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """The (start, end, label) of a BIO column, end exclusive; a stray `I` begins one; plain `B` has the label ""."""
    found: list[tuple[int, int, str]] = []
    open_at, open_label = -1, ""
    for index, tag in enumerate((*labels, "O")):
        mark, _, label = tag.partition("-")
        if mark == "I" and open_at >= 0 and label == open_label:
            continue
        if open_at >= 0:
            found.append((open_at, index, open_label))
            open_at = -1
        if mark in ("B", "I"):
            open_at, open_label = index, label
    return found


def layer(length: int, marked: Iterable[tuple[int, int, str]], rest: str = "O") -> Layer:
    """A BIO column of the spans, later ones written over earlier ones; every other word is `rest`."""
    column = [rest] * length
    for start, end, label in marked:
        for index in range(start, end):
            mark = "B" if index == start else "I"
            column[index] = f"{mark}-{label}" if label else mark
        if end < length and column[end][0] == "I":
            column[end] = "B" + column[end][1:]
    return tuple(column)
