"""Groups the registry does not know: found by the pattern of their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ebbline.actors.acronyms import new_group
from ebbline.actors.registry import Country, Group, Mark, Registry, Role, StateName
from ebbline.actors.words import Words

Lists = dict[str, frozenset[str]]

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)?$")


def find_new_groups(words: Words, marks: Sequence[Mark], registry: Registry, ends: Sequence[int]) -> list[Mark]:
    """The marks with those of unknown groups merged in, in order, none overlapping.

    `ends`: where the first and last words of groups' names stand.
    """
    lists = registry.words
    heads, tails, small = lists["heads"], lists["tails"], lists["lowertails"]
    at = [i for i in ends if words.large[i] or words.low[i] in small]
    if not at:
        return list(marks)
    firm = {i for mark in marks if isinstance(mark.payload, (Group, StateName)) for i in range(mark.first, mark.last)}
    cover = {mark.first: mark for mark in marks}
    roles = {mark.last - 1 for mark in marks if isinstance(mark.payload, Role) and mark.last - mark.first > 1}
    named: dict[tuple[str, ...], Group] = {}
    fresh: list[Mark] = []
    floor = 0
    for i in at:
        if i < floor or i in firm:
            continue
        found, low = None, words.low[i]
        if words.large[i] and (low in heads or (i not in roles and _names_itself(words, i, lists))):
            found = _after_head(words, i, firm, lists)
        elif low in tails:
            found = _before_tail(words, i, floor, firm, cover, lists)
        if found is not None and not _is_role(cover, *found):
            first, last = found
            key = words.low[first:last]
            mark = _unit(words, first, last, lists) or Mark(
                first, last, "local", named.setdefault(key, new_group(words, first, last))
            )
            fresh.append(mark)
            floor = last
    if not fresh:
        return list(marks)
    taken = {i for mark in fresh for i in range(mark.first, mark.last)}
    kept = [mark for mark in marks if not any(i in taken for i in range(mark.first, mark.last))]
    return sorted([*kept, *fresh], key=lambda mark: mark.first)


def _is_role(cover: dict[int, Mark], first: int, last: int) -> bool:
    """Whether the words only say what kind of forces: "the Armed Forces"."""
    mark = cover.get(first)
    return mark is not None and isinstance(mark.payload, Role) and mark.last == last


def _names_itself(words: Words, i: int, lists: Lists) -> bool:
    """Whether a last word comes first: "Army of Dawn", "Front for the Coast"."""
    if words.low[i] not in lists["tails"] or not words.joined(i + 1) or words.low[i + 1] not in ("of", "for"):
        return False
    j = i + 3 if words.low[i + 2 : i + 3] == ("the",) else i + 2
    return words.joined(j) and words.capital(j) and (words.low[i] in lists["armedtails"] or not words.opens(i))


def _after_head(words: Words, i: int, firm: set[int], lists: Lists) -> tuple[int, int] | None:
    last, j = i + 1, i + 1
    while j < len(words) and words.joined(j) and j not in firm and j - i < 7:
        if words.low[j - 1] == "and" and words.low[j] in lists["heads"]:
            break
        if words.capital(j) or words.low[j] in lists["tails"]:
            last = j + 1
        elif words.low[j] not in lists["inner"]:
            break
        j += 1
    if last <= i + 1 or " ".join(words.low[i:last]) in lists["nogroups"]:
        return None
    return i, last


def _before_tail(
    words: Words, tail: int, floor: int, firm: set[int], cover: dict[int, Mark], lists: Lists
) -> tuple[int, int] | None:
    """The name that ends in a last word such as "Brigade"; `floor` is where it may begin at the earliest."""
    if not words.capital(tail) and words.low[tail] not in lists["lowertails"]:
        return None
    if _listed_small(words, tail, floor, firm, lists):
        return tail - 1, tail + 1
    first = tail
    for j in range(tail - 1, max(floor, tail - 6) - 1, -1):
        low = words.low[j]
        if not words.joined(j + 1) or j in firm:
            break
        if low == "of" and j > floor and words.capital(j - 1) and words.low[j - 1] in lists["bearersof"]:
            continue
        if low in lists["notnames"]:
            break
        if words.capital(j) or _ORDINAL.fullmatch(low):
            first = j
        elif low not in lists["particles"] and not (low in lists["bearersof"] and j == tail - 1):
            break
    if first == tail or (tail - first == 1 and words.opens(first) and _too_little(words, tail)):
        return None
    mark = cover.get(first)
    if mark is not None and isinstance(mark.payload, Country) and (mark.last == tail or mark.kind == "demonym"):
        return None
    if words.low[tail] in lists["sharedtails"] and not lists["warlike"].intersection(words.low[first:tail]):
        return None
    return first, tail + 1


def _listed_small(words: Words, tail: int, floor: int, firm: set[int], lists: Lists) -> bool:
    """Whether a name in small letters stands in a list of groups: "the Karm brigade and liberation brigade"."""
    i = tail - 1
    if i <= floor - 1 or words.capital(i) or words.low[i] not in lists["warlike"] or not words.joined(tail):
        return False
    return i > 1 and words.low[i - 1] == "and" and (i - 2 in firm or words.low[i - 2] in lists["tails"])


def _too_little(words: Words, tail: int) -> bool:
    """Whether one capitalised word at a sentence's head is too little for a name before this last word."""
    return words.low[tail] not in ("brigade", "militia", "battalion")


def _unit(words: Words, first: int, last: int, lists: Lists) -> Mark | None:
    """A numbered unit ("93rd Brigade") is the state's, not a group of its own."""
    low = words.low[first]
    if words.low[last - 1] in lists["units"] and (_ORDINAL.fullmatch(low) or low in lists["ordinals"]):
        return Mark(first, last, "role", Role("military"))
    return None
