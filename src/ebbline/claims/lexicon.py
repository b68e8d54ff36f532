"""Word patterns kept in data files, and finding them in the words of a sentence.

A pattern is a row of elements set apart by spaces:

    capture/v            any form of the verb      airstrike/n        any form of the noun
    take/v control of    words in a row            (a|the|any more)   one of several
    the?                 may be missing            *3             up to three words of any kind
    @weapon              a word of the class `weapon` of `classes.toml`

An element with `/v` takes the form only where it is used as a verb, with `/n` as a noun, as far as the
neighbouring words tell. Forms come from `inflections.tsv`, which `tools/make_inflections.py` writes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from msgspec import Struct

_DATA = "ebbline.claims"


class Element(Struct, frozen=True, gc=False):
    """One place of a pattern: the words it takes, with the part of speech asked for (`v`, `n` or none)."""

    words: Mapping[str, str]
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A pattern of the lexicon with what it says."""

    rule: str
    pattern: str
    elements: tuple[Element, ...]
    says: Mapping[str, Any]
    example: str | None = None
    decides: str = "rule"
    """What of a claim the entry's file decides, as the trace names it."""
    ruled: str = field(init=False, repr=False)
    """The rule as a claim's trace names it."""
    traced: str = field(init=False, repr=False)
    """The pattern as a claim's trace names it."""
    needed: frozenset[str] = field(init=False, repr=False)
    """Words of which a sentence must hold one."""
    second: Mapping[str, str] | None = field(init=False, repr=False)
    """What the second word must be, None where it may be any."""

    def __post_init__(self) -> None:
        elements = self.elements
        object.__setattr__(self, "ruled", f"{self.decides}: {self.rule}")
        object.__setattr__(self, "traced", f"words: {self.pattern}")
        object.__setattr__(self, "needed", _rarest(elements))
        second = elements[1].words if len(elements) > 1 and not elements[1].optional else None
        object.__setattr__(self, "second", second)


def _rarest(elements: Sequence[Element]) -> frozenset[str]:
    """The words of the last element that must be there, rather one without words that stand in most sentences."""
    required = [element for element in elements if not element.optional] or elements[:1]
    rare = [element for element in required if _COMMON.isdisjoint(element.words)]
    return frozenset((rare or required)[-1].words)


class Hit(Struct, frozen=True, gc=False):
    """An entry found in a sentence: words `start` to `end`, end exclusive."""

    entry: Entry
    start: int
    end: int

    def trace(self, certainty: str | None = None) -> tuple[str, ...]:
        """The rule, its pattern, and the certainty rule, as a claim's trace names them."""
        entry = self.entry
        return (entry.ruled, entry.traced, f"certainty: {certainty}") if certainty else (entry.ruled, entry.traced)


@cache
def data_table(name: str) -> dict[str, Any]:
    """The content of a TOML file of `claims/data`, read once."""
    return tomllib.loads(files(_DATA).joinpath(f"data/{name}").read_text("utf-8"))


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of `words.toml`."""
    return frozenset(data_table("words.toml")[name])


@cache
def inflections() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(lemma, part of speech) to every form of it, the lemma first."""
    rows = files(_DATA).joinpath("data/inflections.tsv").read_text("utf-8").splitlines()
    table = {}
    for row in rows:
        if row and not row.startswith("#"):
            lemma, pos, forms = row.split("\t")
            table[lemma, pos] = tuple(forms.split(" "))
    return table


@cache
def word_classes() -> Mapping[str, tuple[str, ...]]:
    """Class name to its members; a member may carry `/v` or `/n`."""
    return {name: tuple(words) for name, words in data_table("classes.toml").items() if name != "source"}


@cache
def class_words(name: str) -> frozenset[str]:
    """Every form of every member of a class."""
    return frozenset(form for member in word_classes()[name] for form in forms_of(member))


def forms_of(item: str) -> Iterator[str]:
    """Every form of `lemma/v` or `lemma/n`; a plain word is its own only form."""
    lemma, _, pos = item.partition("/")
    if not pos:
        yield lemma
        return
    try:
        yield from inflections()[lemma, pos]
    except KeyError:
        raise LookupError(f"no inflections of {item}: run tools/make_inflections.py") from None


_COMMON = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "was", "with"))
_FREQUENT = _COMMON | {",", "as", "is", "that", "this", "were", "which"}
"""Words that stand in most sentences."""


@cache
def _element(text: str) -> Element:
    if re.fullmatch(r"\*\d", text):
        return Element({}, optional=True, gap=int(text[1]))
    optional = text.endswith("?")
    body = text.rstrip("?")
    words: dict[str, str] = {}
    for item in body.strip("()").split("|"):
        members = word_classes()[item[1:]] if item.startswith("@") else (item,)
        for member in members:
            for form in forms_of(member):
                words.setdefault(form, member.partition("/")[2])
    return Element(words, optional=optional)


_PART = re.compile(r"\([^()]*\)\??|\S+")


def _variants(part: str) -> list[list[str]]:
    """The ways to read one part of a pattern: alternatives of several words stand apart from those of one."""
    mark = "?" if part.endswith("?") else ""
    items = part.rstrip("?").strip("()").split("|")
    single = [item for item in items if " " not in item.strip()]
    out = [[f"({'|'.join(single)}){mark}"]] if single else []
    return out + [item.split() for item in items if " " in item.strip()]


def compile_pattern(pattern: str) -> tuple[tuple[Element, ...], ...]:
    """The rows of elements a pattern stands for; LookupError for a lemma without inflections or an unknown class."""
    parts = [_variants(part) if part.startswith("(") else [[part]] for part in _PART.findall(pattern)]
    return tuple(tuple(_element(text) for row in rows for text in row) for rows in product(*parts))


_NOUN_BEFORE = word_list("before_noun")
_VERB_BEFORE = word_list("before_verb")
_NOUN_AFTER = word_list("after_noun")


def used_as_noun(words: Sequence[str], i: int) -> bool:
    """Whether the word at `i`, which may be noun or verb, stands where a noun stands."""
    before = words[i - 1] if i else ""
    if before in _VERB_BEFORE:
        return False
    if before in _NOUN_BEFORE or before[:1].isdigit():
        return True
    after = words[i + 1] if i + 1 < len(words) else "."
    if not before and not words[i].endswith("ing"):
        return True
    if words[i].endswith("ing"):
        return after in ("of", "by", ".", ",") and before != ","
    if words[i].endswith("ed"):
        return False
    return after in _NOUN_AFTER


_DECIDES = {"events.toml": "type", "control.toml": "control", "strength.toml": "strength", "causes.toml": "link"}


Beginning = tuple[int, Entry, frozenset[str] | None, bool | None, int]
"""An entry that may begin with a known pair of words: the number of its lexicon; the words of which the sentence must
hold one, None where the pair does; whether the first word must be used as a noun (True), as a verb (False) or either
(None); and how many words of the pair are known to fit."""


Beginnings = tuple[frozenset[str] | None, tuple[Beginning, ...]]
"""The entries that may begin with a known pair of words, with the words of which the sentence must hold one for any of
them; None where one needs no more."""


class Lexicon:
    """The entries of one data file."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self._search = Search((self,))

    @classmethod
    def load(cls, name: str) -> Lexicon:
        """Reads `claims/data/NAME`; every rule gives its fields to each of its patterns."""
        entries = []
        for rule in data_table(name)["rule"]:
            says = {key: value for key, value in rule.items() if key not in ("name", "patterns")}
            for pattern, example in rule["patterns"]:
                for elements in compile_pattern(pattern):
                    entries.append(Entry(rule["name"], pattern, elements, says, example, _DECIDES.get(name, "rule")))
        return cls(entries)

    @classmethod
    def plain(cls, patterns: Sequence[Sequence[str]]) -> Lexicon:
        """A lexicon of patterns, each with its example, that say nothing but that they are there."""
        return cls(
            [Entry("plain", p, elements, {}, example) for p, example in patterns for elements in compile_pattern(p)]
        )

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Every entry found in the lower-case words, in their order; time linear in the words."""
        return self._search.find(words, frozenset(words))[0]


class Search:
    """Several lexicons looked for in one pass, indexed by the words their entries may begin with."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self._width = len(lexicons)
        self._first: dict[str, list[tuple[int, Entry]]] = {}
        for number, lexicon in enumerate(lexicons):
            for entry in lexicon.entries:
                for word in entry.elements[0].words:
                    self._first.setdefault(word, []).append((number, entry))
        # What may begin with two words in a row, noted when a text first holds the two.
        self._pairs: dict[str, dict[str, Beginnings]] = {word: {} for word in self._first}
        self._noted = 0
        # Entries that begin with a word of nearly every sentence are looked for by the word behind it.
        self._behind: dict[str, set[str]] = {}
        tied = [w for w in self._first.keys() & _FREQUENT if all(entry.second for _, entry in self._first[w])]
        for word in tied:
            for _, entry in self._first[word]:
                for second in entry.second or ():
                    self._behind.setdefault(second, set()).add(word)
        self._openers = frozenset(self._first).difference(tied)
        self._seconds = frozenset(self._behind)

    def find(self, words: Sequence[str], present: frozenset[str]) -> list[list[Hit]]:
        """For each lexicon every entry found in the lower-case words, in their order.

        `present`: the words as a set, or a larger one that holds them."""
        hits: list[list[Hit]] = [[] for _ in range(self._width)]
        all_pairs, openers, last = self._pairs, self._openers, len(words) - 1
        starts = [i for i, word in enumerate(words) if word in openers]
        if not self._seconds.isdisjoint(present):
            behind = self._behind
            starts += [i - 1 for i, word in enumerate(words) if word in behind and i and words[i - 1] in behind[word]]
            starts.sort()
        for i in starts:
            following = words[i + 1] if i < last else ""
            known = all_pairs[words[i]].get(following)
            if known is None:
                known = self._beginnings(words[i], following)
            gate, beginnings = known
            if gate is not None and gate.isdisjoint(present):
                continue
            for number, entry, needed, as_noun, fit in beginnings:
                if needed is not None and needed.isdisjoint(present):
                    continue
                if as_noun is not None and as_noun != used_as_noun(words, i):
                    continue
                elements = entry.elements
                end = i + fit if fit == len(elements) else _match(elements, fit, words, i + fit)
                if end:
                    hits[number].append(Hit(entry, i, end))
        return hits

    def _beginnings(self, word: str, following: str) -> Beginnings:
        """The entries that begin with a word, without those whose second element cannot be the word behind it."""
        if self._noted >= _MOST_PAIRS:
            for pairs in self._pairs.values():
                pairs.clear()
            self._noted = 0
        self._noted += 1
        found = [
            _beginning(number, entry, word, following)
            for number, entry in self._first[word]
            if entry.second is None or following in entry.second
        ]
        self._pairs[word][following] = gated = _gated(found)
        return gated


def _gated(found: list[Beginning]) -> Beginnings:
    """The beginnings with the words of which a sentence must hold one for any of them."""
    needed = [beginning[2] for beginning in found]
    if not needed:
        return _NOTHING, ()
    all_needed = [words for words in needed if words is not None]
    if len(all_needed) < len(needed):
        return None, tuple(found)
    if len(found) == 1:
        number, entry, words, as_noun, fit = found[0]
        return words, ((number, entry, None, as_noun, fit),)
    return frozenset().union(*all_needed), tuple(found)


_NOTHING: frozenset[str] = frozenset()


_MOST_PAIRS = 100_000
"""Pairs of words noted before all are dropped: a report brings a few hundred new ones at most."""


def _beginning(number: int, entry: Entry, word: str, following: str) -> Beginning:
    pos = entry.elements[0].words[word]
    as_noun = None if not pos or _certain(word, pos) else pos == "n"
    needed = None if word in entry.needed or following in entry.needed else entry.needed
    fit = 1
    if entry.second is not None:
        pos = entry.second[following]
        fit += not pos or _certain(following, pos)
    return number, entry, needed, as_noun, fit


def _match(elements: Sequence[Element], k: int, words: Sequence[str], i: int) -> int:
    """End of the match of elements from `k` at word `i`, 0 for none."""
    last = len(words)
    for number in range(k, len(elements)):
        element = elements[number]
        if element.gap:
            return _past_gap(elements, number, words, i)
        pos = element.words.get(words[i]) if i < last else None
        if pos:
            fits = _certain(words[i], pos) or (pos == "n") == used_as_noun(words, i)
        else:
            fits = pos is not None
        if element.optional:
            end = _match(elements, number + 1, words, i + 1) if fits else 0
            return end or _match(elements, number + 1, words, i)
        if not fits:
            return 0
        i += 1
    return i


def _past_gap(elements: Sequence[Element], k: int, words: Sequence[str], i: int) -> int:
    if k + 1 == len(elements):
        return i
    behind, last = elements[k + 1], len(words)
    for at in range(i, min(i + elements[k].gap, last) + 1):
        if at > i and words[at - 1] in _GAP_STOPS:
            return 0
        if behind.optional or (at < last and words[at] in behind.words):
            end = _match(elements, k + 1, words, at)
            if end:
                return end
    return 0


_GAP_STOPS = frozenset(".;:!?")


@cache
def _certain(word: str, pos: str) -> bool:
    """Whether a form belongs to one part of speech only, as far as the lexicon knows."""
    other = "v" if pos == "n" else "n"
    if pos == "v" and word.endswith("ing"):
        return False
    return word not in _all_forms(other)


@cache
def _all_forms(pos: str) -> frozenset[str]:
    return frozenset(form for (_, p), forms in inflections().items() if p == pos for form in forms)
