"""Labels for running text from lists of names, with UNKNOWN wherever a list may have missed something."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ebbline.actors import Registry
from ebbline.language.tokens import tokens
from training.examples import UNKNOWN, Layer, layer

Marked = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their first word, the longest first; `lower` ones are compared in lower case."""

    by_first: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, str]]) -> Phrases:
        """From pairs of a phrase and its label; of a phrase told twice the first label counts."""
        table: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
        for phrase, label in phrases:
            words = tuple(tokens(phrase, 0, len(phrase))[0])
            if words:
                table[words[0]].setdefault(words, label)
        return cls({first: sorted(found.items(), key=lambda item: -len(item[0])) for first, found in table.items()})

    def found(self, words: Sequence[str]) -> list[Marked]:
        """Where they stand, from left to right, none overlapping."""
        marks: list[Marked] = []
        at = 0
        while at < len(words):
            for phrase, label in self.by_first.get(words[at], ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    marks.append((at, at + len(phrase), label))
                    at += len(phrase) - 1
                    break
            at += 1
        return marks


@dataclass(frozen=True, slots=True)
class Kinds:
    """The lists of `data/kinds.toml`."""

    table: Mapping[str, Sequence[str]]
    things: Phrases
    before: Mapping[str, frozenset[str]]
    small: frozenset[str]
    not_names: frozenset[str]
    titles: frozenset[str]


@cache
def kinds() -> Kinds:
    """The lists that come with the trainer."""
    table = data("kinds")
    things = [(form, "WEAPON") for word in table["weapons"] for form in (word, _plural(word))]
    things += [(form, "VEHICLE") for word in table["vehicles"] for form in (word, _plural(word))]
    before = {"WEAPON": frozenset(table["weapons_before"]), "VEHICLE": frozenset(table["vehicles_before"])}
    return Kinds(
        table,
        Phrases.of(things),
        before,
        frozenset(table["small"]),
        frozenset(table["not_names"]),
        frozenset(table["titles"]),
    )


@cache
def registered() -> Phrases:
    """The registry's armed groups, state forces and demonyms, where they begin with a capital."""
    registry = Registry.open()
    names = [
        (name, kind_of_type(group.type)) for group in registry.groups.values() for name in (group.name, *group.aliases)
    ]
    demonyms = [name for country in registry.countries.values() for name in country.demonyms]
    peoples = [(name, "NATIONALITY") for name in (*kinds().table["peoples"], *demonyms) if name[1:2].islower()]
    return Phrases.of((name, label) for name, label in (*peoples, *names) if label and name[:1].isupper())


def kind_of_type(actor_type: str) -> str:
    """GROUP or FORCE for the registry's class of actor, else empty: missions and tribes are neither."""
    return {"1": "FORCE", "2": "GROUP", "3": "GROUP", "4": "GROUP"}.get(actor_type, "")


@cache
def countries() -> tuple[str, ...]:
    """The names of states and of their seats, as places."""
    known = Registry.open().countries.values()
    names = (name for country in known for name in (country.name, *country.others, *country.seats))
    return tuple(name for name in names if name[:1].isupper())


def data(name: str) -> dict[str, list[str]]:
    """A list file that comes with the trainer."""
    table = tomllib.loads((Path(__file__).parent / "data" / f"{name}.toml").read_text("utf-8"))
    return {key: value for key, value in table.items() if isinstance(value, list)}


def is_name(phrase: Sequence[str]) -> bool:
    """Whether the words look like a proper name: capitals but for its small words, at its first and last too."""
    if not phrase or not phrase[0][:1].isupper() or not (phrase[-1][:1].isupper() or phrase[-1][:1].isdigit()):
        return False
    if len(phrase) == 1 and phrase[0] in kinds().not_names:
        return False
    if any(word in (",", ".", ";", ":", "(") for word in phrase):
        return False
    return all(not word[:1].islower() or word.lower() in kinds().small for word in phrase)


def after_titles(words: Sequence[str], start: int, end: int) -> int:
    """Where a person's name begins behind its titles; `end` if there is none."""
    return max((index + 1 for index in range(start, end) if words[index] in kinds().titles), default=start)


def things(words: Sequence[str]) -> list[Marked]:
    """Weapons, vehicles and bases by their words."""
    lower = [word.lower() for word in words]
    marks = [(_with_before(lower, start, label), end, label) for start, end, label in kinds().things.found(lower)]
    return [*marks, *_bases(words, lower)]


def _with_before(lower: Sequence[str], start: int, label: str) -> int:
    while start and lower[start - 1] in kinds().before[label]:
        start -= 1
    return start


def _bases(words: Sequence[str], lower: Sequence[str]) -> list[Marked]:
    marks: list[Marked] = []
    ends = Phrases.of((word, "BASE") for word in kinds().table["bases"])
    for start, end, label in ends.found(lower):
        first = start
        while first and words[first - 1][:1].isupper():
            first -= 1
        if first < start and words[first].lower() not in ("the", "a", "this", "its"):
            marks.append((first, end, label))
    begins = Phrases.of((word, "BASE") for word in kinds().table["bases_first"])
    for start, end, label in begins.found(words):
        last = end
        while last < len(words) and words[last][:1].isupper():
            last += 1
        if last > end:
            marks.append((start, last, label))
    return marks


def doubtful(words: Sequence[str], cuts: Container[int], taken: Iterable[Marked], common: Container[str]) -> set[int]:
    """Capitalised words outside `taken` that may be names; `common` are lower-case words that only begin a sentence."""
    covered = {index for start, end, _ in taken for index in range(start, end)}
    found: set[int] = set()
    for index, word in enumerate(words):
        if index in covered or not word[:1].isupper() or word in kinds().not_names:
            continue
        begins = index in cuts or (index > 0 and words[index - 1] in ("“", '"', ":", "‘", "-", "–", "—"))
        if not (begins and word.lower() in common):
            found.add(index)
    return found


def column(length: int, marks: Sequence[Marked], doubt: Iterable[int]) -> Layer:
    """A BIO column; words in doubt are UNKNOWN, and so is a span that a word in doubt touches."""
    doubts = set(doubt)
    sure = [(start, end, label) for start, end, label in marks if not doubts & {start - 1, end, *range(start, end)}]
    unsure = {index for start, end, _ in marks for index in range(start, end)} | doubts
    labels = list(layer(length, sorted(sure, key=lambda item: item[0] - item[1])))
    return tuple(UNKNOWN if label == "O" and index in unsure else label for index, label in enumerate(labels))


def apart(*ranked: Iterable[Marked]) -> list[Marked]:
    """Spans of several lists, none overlapping: an earlier list's win, within a list the longer."""
    kept: list[Marked] = []
    taken: set[int] = set()
    for marks in ranked:
        for start, end, label in sorted(marks, key=lambda item: item[0] - item[1]):
            if not taken & set(range(start, end)):
                kept.append((start, end, label))
                taken.update(range(start, end))
    return sorted(kept)


def _plural(word: str) -> str:
    if word.endswith(("craft", "ammunition", "artillery", "s")):
        return word
    return word + ("es" if word.endswith(("ch", "sh", "x")) else "s")
