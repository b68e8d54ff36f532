"""Groups the registry does not know: found by the pattern of their names and by what a report puts in brackets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from ebbline.actors.registry import Country, Entry, Group, Mark, Registry, Role, StateName, entry
from ebbline.actors.words import Words

Lists = dict[str, frozenset[str]]

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)?$")
_SOURCE = "report"


def find_new_groups(words: Words, marks: Sequence[Mark], registry: Registry) -> list[Mark]:
    """The marks with those of unknown groups merged in, in order, none overlapping."""
    lists = registry.words
    heads, tails, small = lists["heads"], lists["tails"], lists["lowertails"]
    at = [i for i in registry.among(words, lists["headsandtails"]) if words.large[i] or words.low[i] in small]
    if not at:
        return list(marks)
    firm = {i for mark in marks if isinstance(mark.payload, (Group, StateName)) for i in range(mark.first, mark.last)}
    cover = {mark.first: mark for mark in marks}
    named: dict[tuple[str, ...], Group] = {}
    fresh: list[Mark] = []
    floor = 0
    for i in at:
        if i < floor or i in firm:
            continue
        found, low = None, words.low[i]
        if words.large[i] and (low in heads or _names_itself(words, i, lists)):
            found = _after_head(words, i, firm, lists)
        elif low in tails:
            found = _before_tail(words, i, floor, firm, cover, lists)
        if found is not None:
            first, last = found
            key = words.low[first:last]
            mark = _unit(words, first, last, lists) or Mark(
                first, last, "local", named.setdefault(key, _group(words, first, last))
            )
            fresh.append(mark)
            floor = last
    if not fresh:
        return list(marks)
    taken = {i for mark in fresh for i in range(mark.first, mark.last)}
    kept = [mark for mark in marks if not any(i in taken for i in range(mark.first, mark.last))]
    return sorted([*kept, *fresh], key=lambda mark: mark.first)


def _group(words: Words, first: int, last: int) -> Group:
    name = " ".join(words.text[words.start[first] : words.end[last - 1]].split())
    return Group(f"new:{name.lower()}", name, "2", (), _tags(words, first, last), (), None, None, None, _SOURCE)


def _tags(words: Words, first: int, last: int) -> frozenset[str]:
    tail = words.low[last - 1]
    return frozenset({"militia"} if tail in ("militia", "militias", "gang", "cartel") else {"rebel", "militia"})


def _names_itself(words: Words, i: int, lists: Lists) -> bool:
    """Whether a last word comes first: "Army of Dawn", "Front for the Coast"."""
    if words.low[i] not in lists["tails"] or not words.joined(i + 1) or words.low[i + 1] not in ("of", "for"):
        return False
    j = i + 3 if words.low[i + 2 : i + 3] == ("the",) else i + 2
    return words.joined(j) and words.capital(j) and not words.opens(i)


def _after_head(words: Words, i: int, firm: set[int], lists: Lists) -> tuple[int, int] | None:
    last, j = i + 1, i + 1
    while j < len(words) and words.joined(j) and j not in firm and j - i < 7:
        if words.capital(j) or words.low[j] in lists["tails"]:
            last = j + 1
        elif words.low[j] not in lists["inner"]:
            break
        j += 1
    return (i, last) if last > i + 1 else None


def _before_tail(
    words: Words, tail: int, floor: int, firm: set[int], cover: dict[int, Mark], lists: Lists
) -> tuple[int, int] | None:
    """The name that ends in a last word such as "Brigade"; `floor` is where it may begin at the earliest."""
    if not words.capital(tail) and words.low[tail] not in lists["lowertails"]:
        return None
    first = tail
    for j in range(tail - 1, max(floor, tail - 6) - 1, -1):
        low = words.low[j]
        if not words.joined(j + 1) or j in firm or low in lists["notnames"]:
            break
        if words.capital(j) or _ORDINAL.fullmatch(low):
            first = j
        elif low not in lists["particles"]:
            break
    if first == tail or (tail - first == 1 and words.opens(first) and _too_little(words, tail)):
        return None
    mark = cover.get(first)
    if mark is not None and isinstance(mark.payload, Country) and (mark.last == tail or mark.kind == "demonym"):
        return None
    if words.low[tail] in lists["sharedtails"] and not lists["warlike"].intersection(words.low[first:tail]):
        return None
    return first, tail + 1


def _too_little(words: Words, tail: int) -> bool:
    """Whether one capitalised word at a sentence's head is too little for a name before this last word."""
    return words.low[tail] not in ("brigade", "militia", "battalion")


def _unit(words: Words, first: int, last: int, lists: Lists) -> Mark | None:
    """A numbered unit ("93rd Brigade") is the state's, not a group of its own."""
    low = words.low[first]
    if words.low[last - 1] in lists["units"] and (_ORDINAL.fullmatch(low) or low in lists["ordinals"]):
        return Mark(first, last, "role", Role("military"))
    return None


_BRACKET = re.compile(r"\((?:also |known as |or |the )*[“\"']?([A-Z][A-Za-z]{0,3}[A-Z](?:[A-Z-][A-Za-z]*)*)[”\"']?\)")


def local_names(words: Words, registry: Registry) -> dict[str, tuple[Entry, ...]]:
    """Acronyms that the report itself explains: "Free Idlib Army (FIA)" makes every FIA that group."""
    out: dict[str, list[Entry]] = defaultdict(list)
    if "(" not in words.text:
        return {}
    for match in _BRACKET.finditer(words.text):
        i = bisect_left(words.start, match.start(1))
        if not 0 < i < len(words) or words.start[i] != match.start(1):
            continue
        first = _initials(words, i, match.group(1), registry.words)
        if first is None:
            continue
        item = entry(
            match.group(1),
            "local",
            _known(words, first, i, registry) or _group(words, first, i),
            registry.words["loose"],
        )
        if item is not None and not (isinstance(item.payload, Country)):
            out[item.words[0]].append(item)
    return {word: tuple(items) for word, items in out.items()}


def _initials(words: Words, i: int, acronym: str, lists: Lists) -> int | None:
    """The first of the capitalised words before word `i` that an acronym stands for."""
    j, need = i - 1, [c for c in acronym if c.isupper()]
    first = None
    while j >= 0 and i - j <= 8 and words.sentence[j] == words.sentence[i] and need:
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
    named = words.low[first:i]
    return None if all(lists[name].isdisjoint(named) for name in ("tails", "warlike", "heads", "parties")) else first


def _known(words: Words, first: int, last: int, registry: Registry) -> Group | StateName | None:
    for item in registry.entries(words.low[first]):
        if len(item.words) == last - first and item.fits(words, first) and isinstance(item.payload, (Group, StateName)):
            return item.payload
    return None
