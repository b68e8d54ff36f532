"""Acronyms that a report explains itself, whichever of the two it gives first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from ebbline.actors.registry import Entry, Group, Registry, StateName, entry
from ebbline.actors.words import Words

Lists = dict[str, frozenset[str]]
Stretch = tuple[int, int]
"""Words `first` up to but without `last`."""

_SHORT = r"([A-Z][A-Za-z]{0,3}[A-Z](?:[A-Z-][A-Za-z]*)*)"
_BRACKET = re.compile(rf"\((?:also |known as |or |the |its )*[“\"']?{_SHORT}[”\"']?[),]")
"""The Army of the North (AN)."""
_CALLED = re.compile(
    rf"(?:known (?:by (?:its|the) (?:acronym|initials) )?(?:as )?|calls itself |abbreviated (?:as )?)"
    rf"(?:the )?[“\"']?{_SHORT}\b"
)
"""The Army of the North, known as AN."""
_EXPANDED = re.compile(r" \((?:the |short for (?:the )?)?([A-Z][^()]{4,80})\)")
"""AN (Army of the North)."""
_APPOSED = re.compile(r", (?:or )?the ([A-Z][^,.;:()]{4,80})[,.;]")
"""AN, the Army of the North, …"""
_CALLING = ("known as", "known by", "calls itself", "abbreviated")
_LONGEST = 8
"""Words of a name at most."""
_MOST = 100
"""Names of a report that begin with the same word, so that long lists of them stay linear."""


def local_names(words: Words, registry: Registry) -> dict[str, tuple[Entry, ...]]:
    """The report's own acronyms by their first word, folded: "Free Idlib Army (FIA)" makes every FIA that group."""
    out: dict[str, dict[tuple[str, ...], Entry]] = defaultdict(dict)
    for short, (first, last) in _explained(words, registry):
        meant = known(words, first, last, registry) or new_group(words, first, last)
        names = (short, meant.name) if isinstance(meant, Group) and meant.source == "report" else (short,)
        for name in names:
            item = entry(name, "local", meant, registry.words["loose"])
            if item is not None and len(out[item.words[0]]) < _MOST:
                out[item.words[0]].setdefault(item.spelled, item)
    return {word: tuple(items.values()) for word, items in out.items()}


def _explained(words: Words, registry: Registry) -> Iterator[tuple[str, Stretch]]:
    text, lists = words.text, registry.words
    if "(" in text:
        for match in _BRACKET.finditer(text):
            found = _before(words, match.start(), match[1], registry)
            if found is not None:
                yield match[1], found
        yield from _behind_acronyms(words, _EXPANDED.finditer(text), lists)
    if ", the " in text or ", or the " in text:
        yield from _behind_acronyms(words, _APPOSED.finditer(text), lists)
    if any(map(text.__contains__, _CALLING)):
        for match in _CALLED.finditer(text):
            found = _before(words, match.start(), match[1], registry)
            if found is not None:
                yield match[1], found


def _behind_acronyms(words: Words, matches: Iterator[re.Match[str]], lists: Lists) -> Iterator[tuple[str, Stretch]]:
    """Names that stand behind a word of capitals which they explain."""
    for match in matches:
        i = bisect_left(words.end, match.start())
        if i < len(words) and words.end[i] == match.start() and _is_short(words.raw[i]):
            found = _inside(words, match.start(1), match.end(1), words.raw[i], lists)
            if found is not None:
                yield words.raw[i], found


def _is_short(word: str) -> bool:
    """Whether a word may be an acronym: capitals, and at most two small letters among them."""
    return word[0].isupper() and 2 <= sum(map(str.isupper, word)) >= len(word) - 2


def _before(words: Words, at: int, short: str, registry: Registry) -> Stretch | None:
    """The name that ends before an offset: words with the acronym's initials, else a group's name by its look."""
    i = bisect_left(words.start, at)
    if not 0 < i <= len(words) or at - words.end[i - 1] > 2:
        return None
    first = _initials(words, i, short, registry.words)
    if first is None:
        first = _looks_like_a_name(words, i, registry)
    return None if first is None else (first, i)


def _initials(words: Words, i: int, acronym: str, lists: Lists) -> int | None:
    """The first of the capitalised words before word `i` that an acronym stands for."""
    j, need = i - 1, [c for c in acronym if c.isupper()]
    first = None
    while j >= 0 and i - j <= _LONGEST and words.sentence[j] == words.sentence[i - 1] and need:
        if j < i - 1 and not words.joined(j + 1):
            break
        if words.raw[j][0].upper() == need[-1]:
            need.pop()
            first = j
        elif words.capital(j) is False and words.low[j] not in lists["inner"]:
            break
        j -= 1
    if need or first is None or not words.capital(first):
        return None
    return first if _warlike(words, first, i, lists) else None


def _warlike(words: Words, first: int, last: int, lists: Lists) -> bool:
    """Whether a word of the stretch is one that armed groups' names have."""
    named = words.low[first:last]
    return not all(lists[name].isdisjoint(named) for name in ("tails", "warlike", "heads", "parties"))


def _looks_like_a_name(words: Words, last: int, registry: Registry) -> int | None:
    """Where a run of capitalised words before word `last` begins, if it is a group's name: "Army of the North"."""
    lists, first = registry.words, None
    for j in range(last - 1, max(-1, last - _LONGEST), -1):
        if words.sentence[j] != words.sentence[last - 1] or (j < last - 1 and not words.joined(j + 1)):
            break
        if words.capital(j) and words.low[j] not in lists["notnames"]:
            first = j
        elif words.low[j] not in lists["inner"]:
            break
    if first is None or last - first < 2 or not _warlike(words, first, last, lists):
        return None
    return first


def _inside(words: Words, start: int, end: int, short: str, lists: Lists) -> Stretch | None:
    """The name between two offsets, if it begins as the acronym does and is a group's by its words."""
    first, last = bisect_left(words.start, start), bisect_left(words.start, end)
    if not first < last <= first + _LONGEST or words.start[first] != start:
        return None
    for j in range(first + 1, last):
        if not words.joined(j) or not (words.capital(j) or words.low[j] in lists["inner"]):
            last = j
            break
    while last > first and not words.capital(last - 1):
        last -= 1
    if last - first < 2 or not _warlike(words, first, last, lists):
        return None
    return (first, last) if _agrees(words, first, last, short) else None


def _agrees(words: Words, first: int, last: int, short: str) -> bool:
    """Whether an acronym's capitals stand in this order at the heads of the words, or its first at the first."""
    heads = [words.raw[i][0].upper() for i in range(first, last)]
    at = 0
    for letter in (c for c in short if c.isupper()):
        if letter not in heads[at:]:
            return False
        at = heads.index(letter, at) + 1
    return True


def known(words: Words, first: int, last: int, registry: Registry) -> Group | StateName | None:
    """Whom the registry knows by just these words."""
    for item in registry.entries(words.low[first]):
        meant = item.payload
        if len(item.words) == last - first and item.fits(words, first) and isinstance(meant, (Group, StateName)):
            return meant
    return None


def new_group(words: Words, first: int, last: int) -> Group:
    """A group under the name the report gives it."""
    name = " ".join(words.text[words.start[first] : words.end[last - 1]].split())
    return Group(f"new:{name.lower()}", name, "2", (), _tags(words, last), (), None, None, None, "report")


def _tags(words: Words, last: int) -> frozenset[str]:
    tail = words.low[last - 1]
    return frozenset({"militia"} if tail in ("militia", "militias", "gang", "cartel") else {"rebel", "militia"})
