"""Ranks, offices and callings at a name: "General", "a spokesman for the brigade", "34, a farmer"."""

from __future__ import annotations

from ebbline.actors.people import Calling, Search


def hyphenated(search: Search, i: int) -> bool:
    """Whether word `i` is the end of a hyphenated one, such as "Khin-U"; an article may stand before the hyphen."""
    words = search.words
    return words.gaps[i] in HYPHENS and words.joins[i] and words.low[i - 1] not in search.listed("particles")


HYPHENS = frozenset({"-", "‐", "‑"})


def title_at(search: Search, i: int, last: int) -> tuple[Calling | None, int]:
    """Ranks and offices at the head of a run, or the small-letter calling just before it."""
    found: Calling | None = None
    first = i
    while first < last:
        calling = calling_at(search, first, last)
        if calling is None:
            break
        found = graver(found, calling)
        first += len(calling.words)
    before = calling_before(search, i) if first < last else None
    return (graver(found, before) if before else found), first


def graver(one: Calling | None, two: Calling) -> Calling:
    """Of two callings the one that says more: a public office, then anything but "Mr"."""
    if one is None:
        return two
    rank = {"1": 2, "c": 1, "0": 0}
    if rank[one.public] != rank[two.public]:
        return one if rank[one.public] > rank[two.public] else two
    return two if one.words[0] in ("mr", "mrs", "ms", "dr") else one


def calling_at(search: Search, i: int, last: int) -> Calling | None:
    """The calling that begins at word `i` and ends before `last`."""
    words = search.words
    callings = search.people.callings.get(words.low[i])
    if callings is None:
        return None
    for calling in callings:
        n = len(calling.words)
        if i + n <= last and words.low[i : i + n] == calling.words:
            if n == 1 and words.low[i] in search.people.given and i + 1 >= last:
                continue
            return calling
    return None


def calling_before(search: Search, i: int) -> Calling | None:
    """The calling that ends right before word `i`: "an activist, Saad", "media activist Saad"."""
    words = search.words
    if i == 0 or words.low[i - 1] not in search.people.ends:
        return None
    if words.sentence[i - 1] != words.sentence[i] or words.gap(i) not in (" ", ", ", "\u00a0", " - ", ": ", ". "):
        return None
    if (words.gap(i) == ": " and not words.opens(i - 1)) or (words.gap(i) == ". " and len(words.raw[i - 1]) > 5):
        return None
    best: Calling | None = None
    for back in range(1, 5):
        start = i - back
        if start < 0:
            break
        for calling in search.people.callings.get(words.low[start], ()):
            whole = len(calling.words) == back and words.low[start:i] == calling.words
            if whole and not hyphenated(search, start):
                best = calling
    return best


ARTICLES = frozenset({"a", "an", "the", "one", "another", "also", "her", "his", "their", "our"})


def calling_behind(search: Search, i: int) -> Calling | None:
    """The calling in an apposition that begins at word `i`: "a spokesman for the brigade", "34, a farmer"."""
    words = search.words
    j = i
    for _ in range(6):
        if j >= len(words) or words.sentence[j] != words.sentence[i]:
            return None
        if j > i and not words.joined(j) and words.gap(j) != ", ":
            return None
        calling = calling_at(search, j, len(words))
        if calling is not None:
            return calling
        if j > i + 1 and words.low[j] in ("group", "organisation", "organization", "network", "agency", "website"):
            return None
        if words.low[j] in search.lists["says"] or words.low[j] in ("was", "were", "is", "and"):
            return None
        j += 1
    return None
