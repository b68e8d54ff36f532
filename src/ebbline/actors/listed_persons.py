"""Persons on the list of public figures, and their namesakes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress

from ebbline.actors.callings import calling_at, calling_before
from ebbline.actors.name_signs import is_age
from ebbline.actors.people import PARTICLES, Named, PublicPerson, Search
from ebbline.actors.words import folded, split


def find_listed(search: Search) -> None:
    """Marks the listed; a bare surname counts where the full name stands too or the person's country is at hand."""
    hits = list(_listed_hits(search))
    if not hits:
        return
    others = {hit for hit in hits if _is_namesake(search, hit[0], hit[1])}
    others |= {hit for hit in hits if hit[3] == 1 and _inside_longer_name(search, hit[0], hit[1])}
    full = {id(person) for first, last, person, n in hits if n > 1 and (first, last, person, n) not in others}
    # Where somebody else bears the surname, it is theirs when it stands alone.
    shared = {search.words.low[last - 1] for _, last, _, _ in others}
    for first, last, person, n in hits:
        alone = n == 1 and id(person) not in full
        if alone and (search.words.low[last - 1] in shared or not _at_home(search, person)):
            continue
        if (first, last, person, n) in others:
            continue
        known = next((item for item in search.found if item.listed and item.name == person.name), None)
        if known is None:
            names = tuple(folded(word) for word in split(person.name))
            known = Named(person.name, names, [], person.role, person.affiliation, True, True)
            search.found.append(known)
        known.at.append((first, last))
        search.used.update(range(first, last))


def _listed_hits(search: Search) -> Iterator[tuple[int, int, PublicPerson, int]]:
    words, table = search.words, search.people.listed
    past = 0
    at = list(compress(words.capitals, map(table.heads.__contains__, words.capital_low)))
    small = [i for i in search.registry.among(words, PARTICLES) if words.low[i] in table.heads]
    low, end = words.low, len(words) - 1
    for i in sorted({*at, *small}) if small else at:
        if i < past:
            continue
        for item, person in table.begun(low[i], low[i + 1] if i < end else ""):
            if item.fits(words, i):
                bare = [word for word in item.words if word not in PARTICLES]
                past = i + len(item.words)
                yield i, past, person, len(bare)
                break


_HUMBLE = frozenset({"resident", "activist", "defector"})


def _is_namesake(search: Search, first: int, last: int) -> bool:
    """Whether an age or a private calling follows that no listed person has: "Omar Saleh, 34, a baker"."""
    words = search.words
    if last >= len(words) or words.sentence[last] != words.sentence[first]:
        return False
    if words.gap(last) in (" (", ", ") and words.raw[last].isdigit():
        return is_age(words, last)
    if words.gap(last) != ", " or words.low[last] not in ("a", "an"):
        return False
    calling = calling_at(search, last + 1, len(words))
    return calling is not None and calling.public == "0" and calling.role in _HUMBLE


_WORLD = frozenset({"US", "RU", "GB", "FR", "DE", "IL", "TR"})


def _at_home(search: Search, person: PublicPerson) -> bool:
    return person.country is None or person.country == search.home or person.country in _WORLD


def _inside_longer_name(search: Search, first: int, last: int) -> bool:
    """Whether a bare surname is another person's: "Omar Saleh" is not the listed Saleh."""
    words = search.words
    before = first - 1
    while before >= 0 and words.joined(before + 1) and words.low[before] in search.lists["particles"]:
        before -= 1
    if before >= 0 and words.joined(before + 1) and words.capital(before) and not words.gap(before + 1).startswith("."):
        low = words.low[before]
        if low in search.people.given or low in search.listed("kunya"):
            return True
        if not _qualifies(search, before, first):
            return True
    return words.joined(last) and words.capital(last) and words.low[last] not in search.lists["nonames"]


def _qualifies(search: Search, before: int, first: int) -> bool:
    """Whether the capitalised word before a bare surname is a title, a nationality or an ordinary word, no name."""
    if before in search.blocked or before in search.taken or search.ordinary(before):
        return True
    return calling_before(search, first) is not None
