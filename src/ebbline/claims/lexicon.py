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
from collections.abc import Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

_DATA = "ebbline.claims"


@dataclass(frozen=True, slots=True)
class Element:
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


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found in a sentence: words `start` to `end`, end exclusive."""

    entry: Entry
    start: int
    end: int

    def trace(self, certainty: str | None = None) -> tuple[str, ...]:
        """The rule, its pattern, and the certainty rule, as a claim's trace names them."""
        return (
            self.entry.rule,
            f"words: {self.entry.pattern}",
            *((f"certainty: {certainty}",) if certainty else ()),
        )


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


Beginning = tuple[Entry, KeysView[str] | None, bool | None]
"""An entry that may begin with a known pair of words; the words of which the sentence must hold one, None where the
pair does; and whether the first word must be used as a noun (True), as a verb (False) or either (None)."""


@dataclass(frozen=True)
class Lexicon:
    """The entries of one data file, indexed by the words they may begin with."""

    entries: tuple[Entry, ...]
    by_first: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    by_pair: dict[tuple[str, str], tuple[Beginning, ...]] = field(repr=False, default_factory=dict)
    """Entries that may begin with two words in a row, noted when a text first holds the two."""

    @classmethod
    def load(cls, name: str) -> Lexicon:
        """Reads `claims/data/NAME`; every rule gives its fields to each of its patterns."""
        entries = []
        for rule in data_table(name)["rule"]:
            says = {key: value for key, value in rule.items() if key not in ("name", "patterns")}
            for pattern, example in rule["patterns"]:
                for elements in compile_pattern(pattern):
                    entries.append(Entry(rule["name"], pattern, elements, says, example))
        return cls.of(entries)

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Lexicon:
        """A lexicon of these entries."""
        index: dict[str, list[Entry]] = {}
        for entry in entries:
            for word in entry.elements[0].words:
                index.setdefault(word, []).append(entry)
        return cls(tuple(entries), {word: tuple(found) for word, found in index.items()})

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Every entry found in the lower-case words, in their order; time linear in the words."""
        by_first, by_pair = self.by_first, self.by_pair
        at = [i for i, word in enumerate(words) if word in by_first]
        if not at:
            return []
        hits: list[Hit] = []
        present = frozenset(words)
        last = len(words) - 1
        for i in at:
            pair = words[i], words[i + 1] if i < last else ""
            beginnings = by_pair.get(pair)
            if beginnings is None:
                beginnings = self._beginnings(*pair)
            for entry, needed, as_noun in beginnings:
                if needed is not None and needed.isdisjoint(present):
                    continue
                if as_noun is not None and as_noun != used_as_noun(words, i):
                    continue
                elements = entry.elements
                end = _match(elements, 1, words, i + 1) if len(elements) > 1 else i + 1
                if end:
                    hits.append(Hit(entry, i, end))
        return hits

    def _beginnings(self, word: str, following: str) -> tuple[Beginning, ...]:
        """The entries that begin with a word, without those whose second element cannot be the word behind it."""
        if len(self.by_pair) >= _MOST_PAIRS:
            self.by_pair.clear()
        found = tuple(
            _beginning(entry, word, following) for entry in self.by_first[word] if _may_go_on(entry.elements, following)
        )
        self.by_pair[word, following] = found
        return found


_MOST_PAIRS = 50_000
"""Pairs of words noted before all are dropped: a report brings a few hundred new ones at most."""


def _beginning(entry: Entry, word: str, following: str) -> Beginning:
    needed = next((element for element in reversed(entry.elements) if not element.optional), entry.elements[0]).words
    pos = entry.elements[0].words[word]
    as_noun = None if not pos or _certain(word, pos) else pos == "n"
    return entry, None if word in needed or following in needed else needed.keys(), as_noun


def _may_go_on(elements: Sequence[Element], following: str) -> bool:
    return len(elements) == 1 or elements[1].optional or following in elements[1].words


def _fits(element: Element, words: Sequence[str], i: int) -> bool:
    pos = element.words.get(words[i])
    if not pos:
        return pos is not None
    return _certain(words[i], pos) or (pos == "n") == used_as_noun(words, i)


def _match(elements: Sequence[Element], k: int, words: Sequence[str], i: int) -> int:
    """End of the match of elements from `k` at word `i`, 0 for none."""
    if k == len(elements):
        return i
    element = elements[k]
    if element.gap:
        for skip in range(element.gap + 1):
            if skip and (i + skip > len(words) or words[i + skip - 1] in _GAP_STOPS):
                return 0
            end = _match(elements, k + 1, words, i + skip)
            if end:
                return end
        return 0
    if i < len(words) and _fits(element, words, i):
        end = _match(elements, k + 1, words, i + 1)
        if end:
            return end
    return _match(elements, k + 1, words, i) if element.optional else 0


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
