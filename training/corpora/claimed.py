"""The claims of the annotated reports, laid over words: where each hangs, what it is, and which mentions take part.

A claim's anchor is the word of its quotation that governs the others, in the tree the shipped model gives. Parties are
tied to the actors and places that the program's own resolvers find, by the scorer's rules of what names are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ebbline.actors import Registry, find_actors, find_persons
from ebbline.language.reader import Reader
from ebbline.language.segment import segment
from ebbline.places import Gazetteer, find_places
from ebbline.records import Document, Report
from training.corpora.running import Words
from training.examples import CERTAINTIES, Told

_PARTIES = {
    "events": ("actor", "target", "supporter", "place"),
    "control": ("place", "before", "after", "besieger"),
    "strength": ("whose",),
    "causes": (),
}
_FIELDS = {("control", "place"): "places", ("strength", "whose"): "actor"}


class Same(Protocol):
    """What the scorer takes for one actor and one place."""

    def same_actor(self, gold: Any, pred: str) -> bool: ...  # noqa: D102
    def same_place(self, gold: str, pred: dict[str, Any]) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor or a place of the text: its last word, and what it is called."""

    word: int
    actor: str | None = None
    place: Mapping[str, Any] | None = None


class Claiming:
    """Reads the claims of annotated reports; opens the model and the resolvers once."""

    def __init__(self, same: Same, threads: int | None = None) -> None:
        self._same = same
        self._reader = Reader.open(threads=threads)
        self._registry, self._gazetteer = Registry.open(), Gazetteer.open()

    def claims(
        self, gold: Mapping[str, Any], words: Words, cuts: Sequence[int]
    ) -> tuple[tuple[Told, ...], tuple[tuple[int, bool], ...]]:
        """The claims of a report, and the last words of its mentions, true for places."""
        report = Report("r_0", gold["doc"], gold["text"], "", "", gold["doc"])
        governors = _governors(self._reader.read(report), words)
        mentions = list(self._mentions(report, words))
        told = [
            claim
            for kind in _PARTIES
            for entry in gold[kind]
            if (claim := self._told(kind, entry, gold["text"], words, cuts, governors, mentions)) is not None
        ]
        return tuple(told), tuple(sorted({(m.word, m.place is not None) for m in mentions}))

    def _mentions(self, report: Report, words: Words) -> Iterator[Mention]:
        document = segment(report)
        actors = find_actors(document, self._registry)
        persons = find_persons(document, self._registry, actors)
        taken = sorted([actor.span for actor in actors] + [span for person in persons for span in person.spans])
        for actor in actors:
            first, stop = words.over(actor.span.start, actor.span.end)
            if first < stop:
                yield Mention(stop - 1, actor=actor.name)
        for mention in find_places(document, self._gazetteer, taken):
            first, stop = words.over(mention.span.start, mention.span.end)
            place = mention.place
            if first < stop:
                known = {"name": place.name, "mention": place.mention, "lat": place.lat, "lon": place.lon}
                yield Mention(stop - 1, place=known)

    def _told(
        self,
        kind: str,
        entry: Mapping[str, Any],
        text: str,
        words: Words,
        cuts: Sequence[int],
        governors: Mapping[int, int],
        mentions: Sequence[Mention],
    ) -> Told | None:
        found = re.search(r"\s+".join(map(re.escape, entry["quote"].split())), text)
        if found is None:
            return None
        start, stop = words.over(*found.span())
        if start >= stop:
            return None
        bounds = [*cuts, len(words.words)]
        first_sentence = min(stop, bounds[bisect_right(cuts, start)])
        parties = tuple((role, tuple(self._named(kind, role, entry, mentions))) for role in _PARTIES[kind])
        certainty = entry.get("certainty") or "asserted"
        return Told(
            anchor=_anchor(words, start, first_sentence, governors),
            start=start,
            stop=stop,
            labels=_labels(kind, entry),
            certainty=certainty if certainty in CERTAINTIES else "asserted",
            cause=_first(entry.get("cause")) if kind == "causes" else None,
            effect=_first(entry.get("effect")) if kind == "causes" else None,
            parties=parties,
        )

    def _named(
        self, kind: str, role: str, entry: Mapping[str, Any], mentions: Sequence[Mention]
    ) -> Iterator[tuple[int, ...]]:
        value = entry.get(_FIELDS.get((kind, role), role))
        for party in [] if value is None else value if isinstance(value, list) else [value]:
            names = [party] if isinstance(party, str) else list(party)
            if role == "place":
                hits = [m.word for m in mentions if m.place and self._is_place(names, m.place)]
            else:
                hits = [m.word for m in mentions if m.actor and self._same.same_actor(names, m.actor)]
            yield tuple(sorted(hits))

    def _is_place(self, names: Sequence[str], place: Mapping[str, Any]) -> bool:
        return any(self._same.same_place(name, dict(place)) for name in names)


def _labels(kind: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
    match kind:
        case "events":
            return tuple(entry["type"])
        case "control":
            return (f"control {entry.get('extent') or 'all'}",)
        case "strength":
            return (f"{entry['dimension']} {entry['direction']}",)
    return ("cause",)


def _first(value: Any) -> str | None:
    if isinstance(value, list):
        return _first(value[0]) if value else None
    return None if value is None else str(value)


def _governors(document: Document, words: Words) -> dict[int, int]:
    """Of each word that the model read the word that governs it, -1 for a sentence's root."""
    out: dict[int, int] = {}
    for sentence in document.sentences:
        if sentence.tree is None:
            continue
        own = [bisect_left(words.starts, start) for start in sentence.starts]
        for word, head in zip(own, sentence.tree.heads, strict=True):
            out[word] = own[head] if head >= 0 else -1
    return out


_DEEPEST = 60


def _anchor(words: Words, start: int, stop: int, governors: Mapping[int, int]) -> int:
    """The highest of some words in the tree, the first of equals; marks only where there is nothing else."""
    real = [i for i in range(start, stop) if any(map(str.isalnum, words.words[i]))] or [start]
    tops = [i for i in real if i in governors and not start <= governors[i] < stop] or real

    def depth(word: int) -> int:
        steps = 0
        while governors.get(word, -1) >= 0 and steps < _DEEPEST:
            word, steps = governors[word], steps + 1
        return steps

    return min(tops, key=lambda i: (depth(i), i))
