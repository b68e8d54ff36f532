"""Whose names a reading records, so that the mask can hide them: those of the text, beside it, and every speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ebbline.actors import ActorMention, Known, Registry, find_actors, find_beside, find_persons
from ebbline.actors.people import name_lists, people
from ebbline.actors.words import folded, split, standing_all
from ebbline.places import Gazetteer
from ebbline.places.lexicon import lexicon
from ebbline.records import Claim, Document, Person, Report, Role, Sentence, Span

_MOST_WORDS = 5
_MOST_NAMES = 8_192
"""Names that one finder remembers to be a place's or not: the same few stand in report after report."""


def known_names(gazetteer: Gazetteer) -> Known:
    """What the gazetteer and the language know of words that may look like a person's name."""
    return Known(
        place=lru_cache(_MOST_NAMES)(lambda name: bool(gazetteer.named(name))),
        spelling=lru_cache(_MOST_NAMES)(lambda name: bool(gazetteer.skeletal(name))),
        ordinary=lexicon().ordinary,
    )


def taken_by(actors: Iterable[ActorMention], persons: Iterable[Person]) -> list[Span]:
    """The stretches that name actors or persons, and so no places, in order."""
    return sorted([a.span for a in actors] + [span for person in persons for span in person.spans])


class NameFinder:
    """Finds persons with what the gazetteer and the language know of words that look like names."""

    def __init__(self, gazetteer: Gazetteer, registry: Registry) -> None:
        self._registry = registry
        self._is_actor = lru_cache(_MOST_NAMES)(lambda name: _is_actor(name, registry))
        self._known = known_names(gazetteer)

    def in_text(self, document: Document, actors: Sequence[ActorMention]) -> tuple[Person, ...]:
        """Persons with their spans, in order of first mention."""
        return find_persons(document, self._registry, actors, self._known)

    def recorded(self, report: Report, persons: Sequence[Person], claims: Iterable[Claim] = ()) -> tuple[Person, ...]:
        """The persons of the text with those named only beside it, and those whom only a claim takes for a speaker."""
        out, known = list(persons), _Known(persons)
        for person in find_beside(report, self._registry, self._known):
            if person.name not in known:
                out.append(person)
                known.add(person)
        only_speak: list[Person] = []
        for name, role, affiliation in _spoken(claims):
            if name not in known and self._is_person(report, name):
                only_speak.append(Person(name, (), role, affiliation))
                known.add(only_speak[-1])
        standing = standing_all({person.name for person in only_speak}, report.text)
        for person in only_speak:
            spans = tuple(Span(*at) for at in standing[person.name])
            out.append(Person(person.name, spans, person.role, person.affiliation))
        return tuple(out)

    def _is_person(self, report: Report, name: str) -> bool:
        """Whether a speaker's name is a person's: capitals throughout, and neither a body nor a place nor a class."""
        words, lists = split(name), name_lists(self._registry)
        low = [folded(word) for word in words]
        core = [word for word, small in zip(words, low, strict=True) if small not in lists["particles"]]
        if not core or len(core) > _MOST_WORDS or not all(word[0].isupper() for word in core):
            return False
        if low[0] in people().given and len(core) > 1:
            return True
        if low[-1] in lists["orgtails"] or low[-1] in lists["placetails"] or name == report.outlet:
            return False
        if any(word.isupper() and len(word) > 1 for word in core) or any(word in lists["nonames"] for word in low):
            return False
        if all(word in self._known.ordinary for word in low) or self._known.place(name):
            return False
        if len(core) == 1 and low[0] not in people().given and _stands_as_place(name, report.text):
            return False
        return not self._is_actor(name)


def _is_actor(name: str, registry: Registry) -> bool:
    """Whether an actor is named in a name that stands alone."""
    alone = Report("", "", name, "", "", "")
    return bool(find_actors(Document(alone, (Sentence(Span(0, len(name)), (), (), 0),)), registry))


def _spoken(claims: Iterable[Claim]) -> Iterator[tuple[str, Role, str | None]]:
    """The names of speakers and of the links to them, with role and affiliation, each speaker once."""
    said = [claim.said_by for claim in claims if claim.said_by is not None]
    # Most claims share one speaker: told apart by identity first, fewer are compared.
    for speaker in dict.fromkeys({id(speaker): speaker for speaker in said}.values()):
        if speaker.name and not speaker.anonymous:
            yield speaker.name, speaker.role, speaker.affiliation
        for link in speaker.chain:
            if folded(link.split(" ")[0]) in people().given:
                yield link, "unknown", None


@lru_cache(_MOST_NAMES)
def _folded(name: str) -> tuple[str, ...]:
    return tuple(map(folded, split(name)))


class _Known:
    """Persons by what they are called: a name is known if one bears it, or its last part behind a title."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._names: set[tuple[str, ...]] = set()
        self._public: set[tuple[str, ...]] = set()
        for person in persons:
            self.add(person)

    def add(self, person: Person) -> None:
        name = _folded(person.name)
        self._names.add(name)
        if person.public:
            self._public.add(name[-1:])

    def __contains__(self, name: str) -> bool:
        mine = _folded(name)
        return mine in self._names or mine[-1:] in self._public


_PLACING = re.compile(r"\b(?:in|near|around|outside|inside|towards?) (?=(\w+))")


@lru_cache(2)
def _placed(text: str) -> dict[str, list[int]]:
    """Where words stand behind a preposition of place, by the word."""
    out: dict[str, list[int]] = {}
    for match in _PLACING.finditer(text):
        out.setdefault(match[1], []).append(match.end())
    return out


def _stands_as_place(name: str, text: str) -> bool:
    first = re.match(r"\w+", name)
    behind = _placed(text).get(first[0], ()) if first else ()
    return any(
        text.startswith(name, at) and not _inside_word(text[at + len(name) : at + len(name) + 1]) for at in behind
    )


def _inside_word(char: str) -> bool:
    return char.isalnum() or char == "_"
