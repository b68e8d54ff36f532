"""Names that only their company gives away: members of lists, families, and names written small."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from ebbline.actors.people import Named, Search

_LONGEST = 5
"""Words of a name in a list."""
_BESIDE = frozenset({", ", "; ", " ", "\n", ",\n", " (", ") "})


# --- lists -------------------------------------------------------------------------------------------------


def find_in_lists(search: Search) -> None:
    """Adds whoever stands in a list with somebody already found: "Salim, 8, and Tulin Kassar"."""
    at = 0
    while at < len(search.found):  # grows while it is walked
        for first, last in list(search.found[at].at):
            for run in (_next(search, last), _before(search, first)):
                if run is not None and _fits(search, *run):
                    search.add(_named(search, *run))
        at += 1


def find_surname_first(search: Search) -> None:
    """Adds the lines of lists such as "BARAKAT, Tulin"; to be asked first, since "Tulin" alone is a name too."""
    for run in list(_surname_first(search)):
        search.add(_named(search, *run))


def _named(search: Search, first: int, last: int) -> Named:
    words = search.words
    name = " ".join(words.text[words.start[first] : words.end[last - 1]].split())
    return Named(name, words.low[first:last], [(first, last)])


def _next(search: Search, last: int) -> tuple[int, int] | None:
    """The words of a name that goes on the list after word `last - 1`, an age between them left out."""
    words, i = search.words, last
    aged = _is_age(search, i)
    if aged:
        i += 1
    listed = i < len(words) and words.sentence[i] == words.sentence[last - 1] and words.gap(i) in _BESIDE
    comma = listed and words.gap(i) != " "
    if listed and words.low[i] in ("and", "or", "nor"):
        i += 1
        comma = True
    if not comma or i >= len(words) or words.sentence[i] != words.sentence[last - 1] or words.gap(i) not in _BESIDE:
        return None
    return _run(search, i)


def _run(search: Search, first: int) -> tuple[int, int] | None:
    words, particles = search.words, search.listed("particles")
    i = first
    while i < len(words) and i - first < _LONGEST and (i == first or (words.joined(i) and "\n" not in words.gap(i))):
        inner = i > first and words.low[i] in particles
        if i in search.used or not (words.capital(i) or inner) or words.low[i] in search.listed("nonames"):
            break
        i += 1
    while i > first and words.low[i - 1] in particles:
        i -= 1
    return (first, i) if i > first else None


def _before(search: Search, first: int) -> tuple[int, int] | None:
    """The words of a name that the list has before word `first`."""
    words, i = search.words, first
    if i and words.low[i - 1] == "and" and words.gap(i) == " ":
        i -= 1
    elif not i or words.gap(i) not in (", ", "; "):
        return None
    comma = i == first
    if i and words.raw[i - 1].isdigit() and _is_age(search, i - 1):
        i -= 1
    last = i
    while i and last - i < _LONGEST and words.sentence[i - 1] == words.sentence[first]:
        beside = i == last or words.joined(i)
        if not beside or i - 1 in search.used or words.low[i - 1] in search.listed("nonames"):
            break
        if not words.capital(i - 1) and words.low[i - 1] not in search.listed("particles"):
            break
        i -= 1
    while i < last and not words.capital(i):
        i += 1
    if i == last or (comma and last == first and words.low[i] not in search.people.given):
        return None  # "the supervisor of Radda, Abu Hashim"
    return i, last


def _is_age(search: Search, i: int) -> bool:
    words = search.words
    return i < len(words) and words.raw[i].isdigit() and len(words.raw[i]) < 3 and words.gap(i) in (", ", " (")


def _fits(search: Search, first: int, last: int) -> bool:
    """Whether words in a list with persons may be one: no place, group, acronym or word of the language."""
    words = search.words
    inside = range(first, last)
    aged = _is_age(search, last)
    if search.is_group(first, last) or any(i in search.taken for i in inside):
        return False
    if words.low[first] in search.people.given:
        return words.low[last - 1] not in search.listed("orgtails") or aged
    if any(i in search.blocked for i in inside) or all(search.ordinary(i) for i in inside):
        return False
    if words.low[first] in search.listed("placeheads"):
        return False
    if all(words.raw[i].isupper() for i in inside) or words.low[last - 1] in search.listed("orgtails"):
        return False
    if aged:
        return True
    if first and words.gap(first) in (", ", "; ") and last - first == 1 and not _goes_on(search, last):
        return False  # "said Omar Halabi, Reuters"
    if words.joined(last) and words.low[last] in search.listed("thingtails"):
        return False
    return not search.is_place(first, last)


def _goes_on(search: Search, last: int) -> bool:
    """Whether a list goes on after word `last - 1`."""
    words = search.words
    if last >= len(words) or words.sentence[last] != words.sentence[last - 1]:
        return False
    return words.gap(last) in (", ", "; ") or words.low[last] == "and"


def find_beside_nicknames(search: Search) -> None:
    """Adds the other half of a name that a nickname in quotation marks parts: 'Salim "the Baker" Kassar'."""
    for item in list(search.found):
        for first, last in list(item.at):
            for i in (_nickname(search, last, 1), _nickname(search, first - 1, -1)):
                if i is not None and _may_name(search, i):
                    search.add(replace(_named(search, i, i + 1), role=item.role))


def _may_name(search: Search, i: int) -> bool:
    free = i not in search.used and i not in search.blocked and i not in search.taken
    return free and search.words.capital(i) and not search.ordinary_small(i)


_OPENING, _CLOSING = frozenset({"“", '"', "‘", "'", "«", "("}), frozenset({"”", '"', "’", "'", "»", ")"})


def _nickname(search: Search, i: int, step: int) -> int | None:
    """The word behind, or with a step of -1 before, a nickname of a few words that begins or ends with word `i`."""
    words = search.words
    if not 0 <= i < len(words):
        return None
    near, far = (_OPENING, _CLOSING) if step > 0 else (_CLOSING, _OPENING)
    sentence = words.sentence[i]
    if i + 1 >= len(words) or words.gap(i if step > 0 else i + 1).strip() not in near:
        return None
    for _ in range(_LONGEST):
        gap = words.gap(i + 1 if step > 0 else i) if 0 < i + (step > 0) < len(words) else ""
        i += step
        if not 0 <= i < len(words) or words.sentence[i] != sentence:
            return None
        if gap.strip()[:1] in far and gap.strip():
            return i
    return None


_LINE = re.compile(r"^[ \t•*\-–\d.)]*([^\W\d_][\w'’ -]{1,30}), ([^\W\d_][\w'’. -]{1,30})[ \t]*$", re.MULTILINE)


def _lines(text: str) -> Iterator[re.Match[str]]:
    """The lines that look so; only those with one comma are tried."""
    at = 0
    for line in text.split("\n"):
        hit = _LINE.match(text, at) if line.count(",") == 1 else None
        if hit is not None:
            yield hit
        at += len(line) + 1


def _surname_first(search: Search) -> Iterator[tuple[int, int]]:
    """Lines of a list such as "BARAKAT, Tulin"; two of them, or one with its surname in capitals."""
    words = search.words
    hits = [hit for hit in _lines(words.text) if all(part.istitle() or part.isupper() for part in hit.groups())]
    if len(hits) < 2 and not any(hit[1].isupper() and len(hit[1]) > 2 and not hit[2].isupper() for hit in hits):
        return
    for hit in hits:
        first, last = bisect_left(words.start, hit.start(1)), bisect_left(words.start, hit.end(2))
        inside = range(first, last)
        if last - first < 2 or any(i in search.used for i in inside) or search.is_group(first, last):
            continue
        if words.low[last - 1] in search.people.given or not any(
            search.ordinary(i) or i in search.blocked for i in inside
        ):
            yield first, last


# --- families ----------------------------------------------------------------------------------------------


def find_families(search: Search) -> None:
    """Adds the surnames of families: "the Barakats fled", "the house of the Barakats", "the Barakat family"."""
    words = search.words
    known = {item.words[-1] for item in search.found if not item.listed}
    low, joins = words.low, words.joins
    for i, word in zip(words.capitals, words.capital_low, strict=True):
        if not joins[i] or not (word[-1] == "s" or (joins[i + 1] and low[i + 1] in _HOUSEHOLD)):
            continue
        if i in search.used or i in search.blocked or i in search.taken:
            continue
        if _is_plural_family(search, i, known) or _is_family(search, i):
            first = i
            while first > 1 and words.low[first - 1] in ("al", "el") and words.joined(first):
                first -= 1
            search.add(_named(search, first, i + 1))


def _is_plural_family(search: Search, i: int, known: set[str]) -> bool:
    words = search.words
    low, first = words.low[i], i
    if not low.endswith("s") or len(low) < 5:
        return False
    while first > 1 and words.low[first - 1] in ("al", "el"):
        first -= 1
    if first == 0 or words.low[first - 1] != "the" or search.ordinary(i):
        return False
    if words.low[first - 2 : first - 1] == ("of",) and first > 2:
        return words.low[first - 3] in search.listed("closekin")
    after = words.low[i + 1] if words.joined(i + 1) else ""
    if after in search.listed("thingtails") or (words.joined(i + 1) and words.capital(i + 1)):
        return False
    return low[:-1] in known or low[:-1] in search.people.given or after in search.listed("householdverbs")


def _is_family(search: Search, i: int) -> bool:
    words = search.words
    if not words.joined(i + 1) or words.low[i + 1] not in _HOUSEHOLD or words.gap(i + 1) != " ":
        return False
    return not search.ordinary(i)


_HOUSEHOLD = frozenset({"family", "household", "brothers", "sisters", "siblings", "children", "kids", "twins"})


# --- names written small -----------------------------------------------------------------------------------


def find_small(search: Search) -> None:
    """Adds given names without a capital that a second word follows which is none of the language."""
    if not search.known.ordinary:
        return
    words = search.words
    for i in search.registry.among(words, search.people.given):
        if words.large[i] or i in search.used or search.ordinary_small(i):
            continue
        last = _small_end(search, i)
        if last > i + 1:
            search.add(_named(search, i, last))


def _small_end(search: Search, first: int) -> int:
    words = search.words
    i = first + 1
    while i < len(words) and i - first < _LONGEST and words.joined(i) and words.gap(i) in (" ", "-", "'", "’"):
        glued = words.gap(i) == "-" and words.low[i - 1] in ("al", "el")
        if words.low[i] in ("al", "el", "bin", "ibn", "bint", "abu"):
            i += 1
            continue
        if i in search.used or i in search.taken or (search.ordinary_small(i) and not glued):
            break
        if words.low[i] in search.listed("placetails") or words.raw[i].isdigit() or len(words.raw[i]) < 2:
            break
        i += 1
    while i > first and words.low[i - 1] in ("al", "el", "bin", "ibn", "bint", "abu"):
        i -= 1
    return i
