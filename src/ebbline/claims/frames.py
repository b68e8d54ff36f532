"""Frames over the tree: who did it to whom, who helped, whose loss it is, who holds a place now and who held it before.

`frames.toml` says for each class of predicate which phrases of the sentence fill which role, the surest first; the
first that names an actor fills it. A role that no phrase fills stays empty.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from msgspec import Struct

from ebbline.actors import ActorMention
from ebbline.claims.frames_predicate import AIMS, chain_of, suffered
from ebbline.claims.frames_setting import clause_of, places_of
from ebbline.claims.frames_ways import FOCUS_ONLY, WAYS, helpers
from ebbline.claims.grammar import Parsed, Party, forms, words_of
from ebbline.claims.lexicon import data_table
from ebbline.places import PlaceMention
from ebbline.records import Document, Span

Group = tuple[ActorMention, ...]

ROLES = ("actor", "target", "supporter", "before", "after", "besieger", "whose")
"""The roles that frames fill."""


@dataclass(frozen=True)
class Staged:
    """A document that the language model read with the mentions of actors and places in it, in order of the text."""

    document: Document
    actors: Sequence[ActorMention]
    places: Sequence[PlaceMention]
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _parsed: dict[int, Parsed] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [sentence.span.start for sentence in self.document.sentences])
        object.__setattr__(self, "_parsed", {})

    def parsed(self, offset: int) -> Parsed | None:
        """The sentence at an offset of the text, its tree turned round once; None where the document has none."""
        number = max(0, bisect_right(self._starts, offset) - 1)
        if not self._starts:
            return None
        if number not in self._parsed:
            sentence = self.document.sentences[number]
            self._parsed[number] = Parsed(
                sentence, _inside(self.actors, sentence.span), _inside(self.places, sentence.span)
            )
        return self._parsed[number]


def _inside(mentions: Sequence[Any], span: Span) -> Sequence[Any]:
    """The mentions that begin in a span; they are sorted."""
    return mentions[bisect_left(mentions, span.start, key=_start) : bisect_left(mentions, span.end, key=_start)]


def _start(mention: Any) -> int:
    start: int = mention.span.start
    return start


class Framed(Struct, frozen=True, gc=False):
    """What a frame reads around a predicate."""

    span: Span
    """The predicate's clause, other clauses and the words of a speaker left out."""
    rules: tuple[str, ...] = ()
    """The frame and the way each role was found."""
    actor: Group = ()
    target: Group = ()
    supporter: Group = ()
    before: Group = ()
    after: Group = ()
    besieger: Group = ()
    whose: Group = ()
    places: tuple[PlaceMention, ...] = ()


class Slot(Struct, frozen=True, gc=False):
    """One way to fill a role."""

    name: str
    way: str
    leads: frozenset[str] = frozenset()


class Frame(Struct, frozen=True, gc=False):
    """A class of predicates, and for each role the ways to fill it, the surest first."""

    name: str
    roles: dict[str, tuple[Slot, ...]]
    kinds: dict[str, frozenset[str]]
    """For each role the kinds of mentions that may fill it."""
    never: frozenset[str] = frozenset()
    """Names too general to say who does it."""


class Frames:
    """The frames of `frames.toml`, ready to read."""

    def __init__(self, table: dict[str, Any]) -> None:
        kinds = {role: frozenset(kinds) for role, kinds in table["kinds"].items()}
        self._by_label: dict[str, Frame] = {}
        self._by_word: dict[tuple[str, str], Frame] = {}
        for entry in table["frame"]:
            frame = _frame(entry, kinds)
            for label in entry.get("labels", ()):
                self._by_label[label] = frame
            words = {form for lemma in entry.get("words", ()) for form in forms(lemma)}
            for label in entry.get("for", ()):
                for word in words:
                    self._by_word.setdefault((label, word), frame)
        self._other = self._by_label["other"]

    @classmethod
    def open(cls) -> Frames:
        """The shipped frames."""
        return cls(data_table("frames.toml"))

    def read(self, staged: Staged, at: Span, label: str) -> Framed:
        """The roles around the word at `at` as far as it tells of `label`.

        A sub-event type, "control EXTENT", "DIMENSION DIRECTION" ("morale down") or "cause". Never raises.
        """
        parsed = staged.parsed(at.start)
        if parsed is None or not parsed.size:
            return Framed(at, ("frame: none",))
        word = parsed.word_at(at.start)
        chain = chain_of(parsed, word, label in AIMS or label.startswith("control"))
        frame = self._frame(parsed, chain, label)
        wanted = _roles_of(label)
        found = _Found()
        for role, slots in frame.roles.items():
            if role in wanted:
                found.add(role, *_filled(parsed, chain, slots, frame.kinds[role]))
        if frame.never.intersection(found.names("actor")):
            found.add("actor", (), "")
        if "actor" in wanted:
            _accompanied(parsed, chain, found)
            _parted(found, label in _OWN)
            _helped(parsed, chain, found)
        rules = (f"frame: {frame.name}", *[f"{role} by {why}" for role, why in found.why.items()])
        return Framed(clause_of(parsed, word), rules, places=places_of(parsed, chain), **found.who)

    def _frame(self, parsed: Parsed, chain: Sequence[int], label: str) -> Frame:
        """The frame of the predicate's word for the label, else the label's own."""
        for key in (label, _family(label)):
            for form in _with_particle(parsed, chain[0]):
                frame = self._by_word.get((key, form))
                if frame is not None:
                    return frame
        return self._by_label.get(label) or self._by_label.get(_family(label)) or self._other


@dataclass(slots=True)
class _Found:
    """The roles filled so far, and by what."""

    who: dict[str, Group] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def add(self, role: str, group: Group, why: str) -> None:
        """Fills a role, or empties it where the group is empty."""
        if group:
            self.who[role], self.why[role] = group, why
        else:
            self.who.pop(role, None)
            self.why.pop(role, None)

    def names(self, role: str) -> set[str]:
        """Who fills a role."""
        return {mention.name for mention in self.who.get(role, ())}


def _frame(entry: dict[str, Any], kinds: dict[str, frozenset[str]]) -> Frame:
    roles = {role: tuple([_slot(text) for text in entry[role]]) for role in ROLES if role in entry}
    allowed = {role: frozenset(entry.get("kinds", {}).get(role, kinds[role])) for role in roles}
    return Frame(entry["name"], roles, allowed, frozenset(entry.get("never", ())))


@cache
def _slot(text: str) -> Slot:
    way = text if text in WAYS else "lead"
    return Slot(text, way, frozenset(text.split("/")) if way == "lead" else frozenset())


def _family(label: str) -> str:
    """What labels of one kind share: "control", "up", "down", "stable"; any sub-event type is an "event"."""
    first, _, last = label.rpartition(" ")
    if label.startswith("control"):
        return label if label == "control besieged" else "control"
    if last in ("up", "down", "stable") and first and " " not in first and first.islower():
        return last
    return "cause" if label == "cause" else "event"


def _roles_of(label: str) -> tuple[str, ...]:
    match _family(label):
        case "control" | "control besieged":
            return ("before", "after", "besieger")
        case "up" | "down" | "stable":
            return ("whose",)
        case "cause":
            return ()
    return ("actor", "target", "supporter")


def _with_particle(parsed: Parsed, word: int) -> Iterator[str]:
    """A verb with its particle ("hand over"), then the word alone."""
    for child in parsed.children[word]:
        if parsed.relations[child] in ("compound:prt", "advmod") and child > word:
            yield f"{parsed.words[word]} {parsed.words[child]}"
    yield parsed.words[word]


# ---- filling roles


def _filled(parsed: Parsed, chain: Sequence[int], slots: Iterable[Slot], kinds: frozenset[str]) -> tuple[Group, str]:
    """The actors that the first of some ways names, and that way."""
    for slot in slots:
        for place, word in enumerate(chain):
            if not _applies(parsed, slot, word, place):
                continue
            told = WAYS[slot.way](parsed, word, slot.leads)
            found = [p.mention for p in told if p.mention.kind in kinds and not _anaphoric(parsed, p)]
            if found:
                return tuple(found), slot.name
    return (), ""


def _anaphoric(parsed: Parsed, party: Party) -> bool:
    """Whether a description that names nobody means somebody told of elsewhere: "the gunmen", "fighters"."""
    if party.mention.kind != "unidentified":
        return False
    first = parsed.word_at(party.mention.span.start)
    inside = range(first, parsed.word_at(max(first, party.mention.span.end - 1)) + 1)
    known = first > 0 and parsed.words[first - 1] in words_of("known")
    return known or not any(parsed.words[i] in words_of("perpetrators") for i in inside)


def _applies(parsed: Parsed, slot: Slot, word: int, place: int) -> bool:
    """Whether a way is open at a word of the chain: first the predicate, then the verbs it was reached by."""
    if slot.way in ("subject", "sufferer"):
        performs = not place or parsed.words[word] in words_of("light")
        return suffered(parsed, word) if slot.way == "sufferer" else performs and not suffered(parsed, word)
    return not place or slot.way not in FOCUS_ONLY


def _accompanied(parsed: Parsed, chain: Sequence[int], found: _Found) -> None:
    """Adds who does it along with the actor."""
    if "actor" not in found.who:
        return
    beside = [party.mention for word in chain for party in parsed.parties(list(parsed.oblique(word, _ALONG)))]
    new = [m for m in beside if m.name not in found.names("actor") and m.kind not in ("civilians", "unidentified")]
    if new:
        found.add("actor", (*found.who["actor"], *new), f"{found.why['actor']}, along with")


_ALONG = frozenset(("alongside", "along with", "together with", "as well as"))
_OWN = frozenset(("Attack", "Arrests", "Abduction/forced disappearance"))
"""What a body does to its own members too."""


def _parted(found: _Found, own: bool) -> None:
    """Nobody stands on both sides: of one list ("X and Y clashed") the first is the actor, the others the target."""
    actors, targets = found.who.get("actor", ()), found.who.get("target", ())
    rest = tuple([mention for mention in targets if mention.name not in found.names("actor")])
    if len(rest) == len(targets):
        return
    if rest:
        found.add("target", rest, found.why["target"])
    elif len(actors) > 1 and found.names("actor") == found.names("target"):
        found.add("actor", actors[:1], f"{found.why['actor']}, first of one list")
        found.add("target", actors[1:], f"{found.why['target']}, rest of one list")
    elif actors[0].span == targets[0].span:
        # Words that a preposition marks as the one it is done to name no doer.
        found.add("actor" if "/" in found.why["target"] else "target", (), "")
    elif not own:
        found.add("target", (), "")


# ---- who helps


def _helped(parsed: Parsed, chain: Sequence[int], found: _Found) -> None:
    """Moves those who only help into their own role."""
    known = found.names("target")
    helping = tuple([mention for mention in helpers(parsed, chain) if mention.name not in known])
    if not helping or "supporter" in found.who:
        return
    names = {mention.name for mention in helping}
    actors = found.who.get("actor", ())
    rest = tuple([mention for mention in actors if mention.name not in names])
    if rest or not actors:
        if rest:
            found.add("actor", rest, found.why["actor"])
        found.add("supporter", helping, "words of help")
