"""What is known of names before a report is read, and one report while its persons are looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import compress
from operator import not_
from typing import cast

from ebbline.actors.linking import ActorMention
from ebbline.actors.registry import Entry, Registry, entry, given_names, head
from ebbline.actors.words import Words, folded, split
from ebbline.records import Role

PARTICLES = frozenset({"al", "el", "bin", "ag", "de"})
PASSIVE = frozenset({"was", "is", "were", "had", "has", "being", "and"})
"""Words between a name and what its bearer suffered: "Saad was arrested"."""


def _nowhere(name: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Known:
    """What other stages know of words that may look like a person's name; by default nothing."""

    place: Callable[[str], bool] = _nowhere
    """Whether a place has this name, given as words with single blanks."""
    spelling: Callable[[str], bool] = _nowhere
    """Whether a place's name may be spelled so."""
    ordinary: Set[str] = frozenset()
    """Folded words of the language, which a capital in a headline does not make names."""


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class PublicPerson:
    """Someone on the list of public figures."""

    name: str
    others: tuple[str, ...]
    country: str | None
    role: Role
    affiliation: str | None


@dataclass(frozen=True, slots=True)
class Calling:
    """What a word like "spokesman" or "shopkeeper" tells of its bearer; `public` is "1", "0" or "c" (with a rank)."""

    words: tuple[str, ...]
    role: Role
    public: str


Spelled = tuple[Entry, PublicPerson]


class Listed(Mapping[str, tuple[Spelled, ...]]):
    """The spellings of public persons by first word, the longest first; each made when a text first holds the word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines: dict[str, list[str]] = {}
        self._persons: dict[str, PublicPerson] = {}
        self._made: dict[str, tuple[Spelled, ...]] = {}
        self._behind: dict[str, dict[str, tuple[Spelled, ...]]] = {}
        for line in lines:
            name, others, _ = line.split("\t", 2)
            names = f"{name}|{others}" if others else name
            for word in {head(spelling) for spelling in names.split("|")}:
                self._lines.setdefault(word, []).append(line)

        self.heads: Set[str] = self._lines.keys()
        """The first words of all spellings."""

    def __getitem__(self, word: str) -> tuple[Spelled, ...]:
        found = self._made.get(word)
        if found is None:
            spelled = [item for line in self._lines[word] for item in self._spelled(line, word)]
            found = self._made[word] = tuple(sorted(spelled, key=lambda item: -len(item[0].words)))
        return found

    def begun(self, word: str, second: str) -> tuple[Spelled, ...]:
        """The spellings that may stand at a word with this one behind it."""
        behind = self._behind.get(word)
        if behind is None:
            spelled = self[word]
            alone = tuple(item for item in spelled if len(item[0].words) == 1)
            seconds = {item[0].words[1] for item in spelled if len(item[0].words) > 1}
            behind = {
                low: (*(item for item in spelled if len(item[0].words) > 1 and item[0].words[1] == low), *alone)
                for low in seconds
            }
            self._behind[word] = behind = {**behind, "": alone}
        return behind.get(second) or behind[""]

    def __contains__(self, word: object) -> bool:
        return word in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def _spelled(self, line: str, word: str) -> Iterator[Spelled]:
        person = self._persons.get(line)
        if person is None:
            name, others, country, role, affiliation, _ = line.split("\t", 5)
            spellings = tuple(part for part in others.split("|") if part)
            person = PublicPerson(
                name.split(" (")[0], spellings, country or None, cast(Role, role), affiliation or None
            )
            self._persons[line] = person
        for spelling in (person.name, *person.others):
            item = entry(spelling, "local", "", PARTICLES) if head(spelling) == word else None
            if item is not None:
                yield item, person


@dataclass(frozen=True, slots=True)
class People:
    """The data files of this module, compiled."""

    given: frozenset[str]
    callings: Mapping[str, tuple[Calling, ...]]
    """Callings by their first word, the longest first."""
    ends: frozenset[str]
    """The last words of callings."""
    listed: Listed


def _lines(name: str) -> Iterator[str]:
    raw = resources.files("ebbline.actors").joinpath("data", name).read_text("utf-8")
    return (line for line in raw.split("\n") if line and not line.startswith("#"))


@cache
def people() -> People:
    """The lists that ship with the program; read once per process."""
    callings: dict[str, list[Calling]] = {}
    for line in _lines("person_words.tsv"):
        role, public, names = line.split("\t")
        for name in names.split("|"):
            words = tuple(folded(word) for word in split(name))
            callings.setdefault(words[0], []).append(Calling(words, cast(Role, role), public))
    return People(
        given_names(),
        {word: tuple(sorted(items, key=lambda c: -len(c.words))) for word, items in callings.items()},
        frozenset(calling.words[-1] for items in callings.values() for calling in items),
        Listed(_lines("public_persons.tsv")),
    )


_STEM_ENDS = frozenset("sdgy")
"""Last letters of the words that `stems` finds stems of."""


def stems(low: str) -> Iterator[str]:
    """What an English word may be a form of: "raids", "raided" and "raiding" of "raid"."""
    for end in ("s", "ed", "ing", "ly", "d"):
        if low.endswith(end) and len(low) > len(end) + 2:
            yield low[: -len(end)]
    if low.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        yield low[:-2]
    if low.endswith(("ing", "ed")):
        yield low.removesuffix("ing").removesuffix("ed") + "e"


@cache
def name_lists(registry: Registry) -> Mapping[str, frozenset[str]]:
    """The registry's closed word lists with those that only telling names apart needs."""
    lists = dict(registry.words)
    for line in _lines("name_lists.tsv"):
        name, words = line.split("\t")
        lists[name] = lists.get(name, frozenset()) | frozenset(words.split("|"))
    lists["thingtails"] = lists["orgtails"] | lists["placetails"] | lists["grouptails"]
    lists["idle"] = lists["nonames"] - people().callings.keys() - lists["kunya"]
    lists["barebefore"] = lists["harm"] | lists["naming"] | lists["saysbefore"] | {"as", "of", "to"}
    lists["bareafter"] = lists["harm"] | lists["lives"] | lists["says"] | PASSIVE | {"s", "family", "from"}
    lists["noshortforms"] = lists["particles"] | lists["kunya"] | lists["nonames"]
    return lists


@dataclass(slots=True)
class Named:
    """A person while a report is read."""

    name: str
    words: tuple[str, ...]
    at: list[tuple[int, int]]
    role: Role = "unknown"
    affiliation: str | None = None
    public: bool = False
    listed: bool = False
    sure: bool = True


@dataclass(slots=True)
class Search:
    """One report while its persons are looked for."""

    words: Words
    registry: Registry
    lists: Mapping[str, frozenset[str]]
    people: People
    taken: dict[int, ActorMention]
    home: str | None
    blocked: frozenset[int]
    soft: frozenset[int]
    """Blocked words that may still be a surname after a given name: places and nationalities."""
    known: Known = NOTHING
    outlet: tuple[str, ...] = ()
    """The folded words of the name of who published the report."""
    found: list[Named] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    _at: dict[str, list[int]] = field(default_factory=dict)
    _headline: dict[int, bool] = field(default_factory=dict)
    _small: Set[str] | None = None

    @property
    def small(self) -> Set[str]:
        """The words that stand somewhere without a capital."""
        if self._small is None:
            words = self.words
            self._small = frozenset(compress(words.low, map(not_, words.large)))
        return self._small

    def at(self, low: str) -> list[int]:
        """Where a word stands, by its small letters."""
        found = self._at.get(low)
        if found is None:
            words, i, found = self.words.low, -1, []
            for _ in range(words.count(low)):
                i = words.index(low, i + 1)
                found.append(i)
            self._at[low] = found
        return found

    def listed(self, name: str) -> frozenset[str]:
        """The words of one of the closed lists."""
        return self.lists[name]

    def headline(self, i: int) -> bool:
        """Whether word `i` stands in a sentence of capitals, where one says nothing."""
        sentence = self.words.sentence[i]
        found = self._headline.get(sentence)
        if found is None:
            large = self.words.large[self.words.first[sentence] : self.words.first[sentence + 1]]
            found = self._headline[sentence] = len(large) > 3 and sum(large) * 3 > len(large) * 2
        return found

    def ordinary(self, i: int) -> bool:
        """Whether word `i` is a word of the language: in a list, or written small elsewhere in the report."""
        low, ordinary = self.words.low[i], self.known.ordinary
        if low in ordinary or low in self.lists["nonames"]:
            return True
        if low[-1] == "s" and low[:-1] in ordinary:
            return True
        if len(low) < 3 or low not in self.small:
            return False
        places = self.at(low)
        if len(places) == 1:
            return False  # it stands here only, with a capital or followed by the same
        after = self.words.low[i + 1 : i + 2]
        small = (j for j in places if not self.words.large[j])
        return any(self.words.low[j + 1 : j + 2] != after for j in small)

    def ordinary_small(self, i: int) -> bool:
        """Whether word `i`, written small, is a word of the language."""
        low = self.words.low[i]
        ordinary = self.known.ordinary
        if low in ordinary or low in self.lists["nonames"] or low in self.lists["particles"]:
            return True
        return low[-1] in _STEM_ENDS and any(stem in ordinary for stem in stems(low))

    def is_group(self, first: int, last: int) -> bool:
        """Whether any of the words belongs to an actor other than plain people."""
        for i in range(first, last):
            actor = self.taken.get(i)
            if actor is not None and actor.kind not in ("civilians", "unidentified"):
                return True
        return False

    def is_place(self, first: int, last: int) -> bool:
        """Whether the words are a place's name in the gazetteer."""
        return self.known.place(" ".join(self.words.raw[first:last]))

    def add(self, item: Named) -> None:
        """Keep a person found; its words name nobody else."""
        self.found.append(item)
        for first, last in item.at:
            self.used.update(range(first, last))
