"""Where a run of words that may be a person's name begins and ends."""

from __future__ import annotations

from ebbline.actors.callings import HYPHENS, calling_at, hyphenated
from ebbline.actors.name_signs import stands_bare
from ebbline.actors.not_places import ARTICLE
from ebbline.actors.people import Search
from ebbline.actors.words import Words


def beginnings(search: Search) -> list[int]:
    """The words with a capital that are not known from the outset to begin no name."""
    words, blocked, given = search.words, search.blocked, search.people.given
    idle, kunya = search.lists["idle"], search.lists["kunya"]
    joins, large, out = words.joins, words.large, []
    for i, low in zip(words.capitals, words.capital_low, strict=True):
        if low in idle or (i in blocked and low not in kunya):
            continue
        if low in given or (joins[i + 1] and large[i + 1]) or not _is_alone(search, i):
            out.append(i)
    return out


def _is_alone(search: Search, i: int) -> bool:
    """Whether word `i`, no capital behind it, is a name by itself if any, and nothing beside it tells of a person."""
    words, callings = search.words, search.people.callings
    if words.joins[i + 1] and words.low[i + 1] in search.lists["particles"]:
        return False
    if words.low[i] in callings or (i and words.low[i - 1] in search.people.ends):
        return False
    return stands_bare(search, i, i + 1)


def may_begin(search: Search, i: int) -> bool:
    """Whether a name may begin at word `i`."""
    words, low = search.words, search.words.low[i]
    if low in search.lists["kunya"]:
        return words.joined(i + 1)
    if words.gaps[i] in HYPHENS and hyphenated(search, i):
        return False
    plain = low in search.lists["nonames"] or (
        low not in search.people.given and search.ordinary(i) and (words.opens(i) or search.headline(i))
    )
    return not plain or calling_at(search, i, len(words)) is not None


def name_end(search: Search, i: int) -> int:
    """The end of a run of capitalised words, small particles between them included."""
    words, j = search.words, i + 1
    if not words.joins[j]:
        return j
    particles, kunya = search.lists["particles"], words.low[i] in search.lists["kunya"]
    while j - i < 7 and _goes_on(words, j) and j not in search.used:
        if _no_name(search, j):
            break
        surname = j in search.soft and words.gap(j) in (" ", "-") and _may_end_name(search, j)
        free = j not in search.blocked or surname or kunya or words.low[j - 1] in particles
        inner = words.low[j] in particles and _goes_on(words, j + 1)
        if (words.capital(j) and free) or (inner and words.capital(j + 1)):
            j += 1
        elif inner and words.low[j] in ARTICLE and words.gap(j + 1) == "-" and not search.ordinary(j + 1):
            j += 2
        else:
            break
    return j


def _no_name(search: Search, j: int) -> bool:
    """Whether word `j` ends a run of names: a word of the language that a capital does not make a name."""
    words = search.words
    low = words.low[j]
    if low in search.listed("particles") or low in search.people.given:
        return False
    if len(low) == 1 and words.text[words.end[j] : words.end[j] + 1] == ".":
        return False
    plain = low in search.lists["nonames"] or (search.headline(j) and search.ordinary(j))
    if not plain or calling_at(search, j, len(words)) is not None:
        return False
    return low not in search.listed("surnamestoo") or not _may_end_name(search, j)


def _may_end_name(search: Search, j: int) -> bool:
    """Whether a people's or a place's name is a surname here: after a name's word, and no noun after it."""
    words = search.words
    before = words.low[j - 1]
    if before in search.listed("twofold") or not words.capital(j - 1):
        return False
    if words.joined(j + 1) and words.gap(j + 1) == " " and before not in search.people.given:
        after = words.low[j + 1]
        if not (after in _BE or any(after in search.listed(name) for name in ("nonames", "says", "harm"))):
            return False
    if words.joined(j + 1) and words.gap(j + 1) == " " and words.low[j + 1].endswith("s") and len(words.raw[j + 1]) > 3:
        return False
    if before in search.people.given:
        return True
    if len(before) == 1 and words.text[words.end[j - 1] : words.end[j - 1] + 1] == ".":
        return True
    strange = not words.raw[j - 1].isupper() and j - 1 not in search.blocked and j - 1 not in search.taken
    return strange and not search.ordinary(j - 1) and not search.is_place(j - 1, j) and words.low[j - 1] != "al"


_BE = frozenset({"was", "is", "had", "has", "were", "died", "who", "s"})


def _goes_on(words: Words, j: int) -> bool:
    """Whether word `j` may belong to the same name as the word before it."""
    if not words.joins[j]:
        return False
    gap = words.gaps[j]
    if gap == " ":
        return True
    if gap in ("'", "’") and words.low[j] == "s":
        return False
    return "\n" not in gap and "/" not in gap and not (gap == ". " and len(words.raw[j - 1]) > 3)
