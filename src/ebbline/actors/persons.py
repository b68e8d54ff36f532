"""Finds the persons a report names: full names first, then every short form, with role, affiliation and publicity.

A private person's name that goes unnoticed would leave the ledger unmasked, so a name that only looks like a
person's is kept as one with role `unknown`; places, groups, offices and media are told apart by word lists.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate

from ebbline.actors.affiliations import add_named
from ebbline.actors.callings import title_at
from ebbline.actors.company import find_beside_nicknames, find_families, find_in_lists, find_small, find_surname_first
from ebbline.actors.linking import ActorMention
from ebbline.actors.listed_persons import find_listed
from ebbline.actors.name_bounds import beginnings, may_begin, name_end
from ebbline.actors.name_signs import in_prose, is_borne, shouting, stands_bare, titled_place
from ebbline.actors.not_places import (
    in_place_list,
    is_known_place,
    is_office,
    is_outlet,
    is_placed,
    listed_after_place,
    revered_place,
)
from ebbline.actors.people import NOTHING, Calling, Known, Named, Search, name_lists, people
from ebbline.actors.registry import Mark, Registry
from ebbline.actors.scripts import find_in_scripts
from ebbline.actors.short_forms import find_short_forms, merged
from ebbline.actors.words import Words, folded, split, standing_all
from ebbline.records import Document, Person, Span


def find_persons(
    document: Document, registry: Registry, actors: Sequence[ActorMention], known: Known = NOTHING
) -> tuple[Person, ...]:
    """Every person named, in order of first mention, each with all spans that name them anywhere in the text."""
    words = Words.of(document)
    outlet = tuple(map(folded, split(document.report.outlet or "")))
    soft, firm = _marked(words, registry.marks(document))
    taken = _taken(words, actors)
    search = Search(
        words, registry, name_lists(registry), people(), taken, _main_country(actors), soft | firm, soft, known, outlet
    )
    find_listed(search)
    find_surname_first(search)
    past = 0
    for i in beginnings(search):
        if i >= past:
            past = _try_name(search, i)
    find_in_lists(search)
    find_beside_nicknames(search)
    find_small(search)
    find_families(search)
    find_short_forms(search)
    text = document.report.text
    persons = _persons(search, merged(search.found), text)
    persons += find_in_scripts(search, persons)
    return tuple(sorted(persons, key=lambda person: person.spans[0]))


def _taken(words: Words, actors: Sequence[ActorMention]) -> dict[int, ActorMention]:
    """The actor mention that each word belongs to."""
    out: dict[int, ActorMention] = {}
    raw, start, end, count = words.raw, words.start, words.end, len(words)
    for actor in actors:
        span = actor.span
        i, stop = bisect_right(end, span.start), span.end
        if i < count and end[i] >= stop and not raw[i].isascii() and span.of(words.text).isalpha():
            continue  # "Işıl" is no ISIL: marks tell them apart
        while i < count and start[i] < stop:
            out[i] = actor
            i += 1
    return out


def _main_country(actors: Sequence[ActorMention]) -> str | None:
    counts: dict[str, int] = {}
    for actor in actors:
        if actor.country:
            counts[actor.country] = counts.get(actor.country, 0) + 1
    return max(counts, key=lambda iso: (counts[iso], iso)) if counts else None


_FIRM_MARKS = frozenset({"group", "state", "country"})


_SOFT_MARKS = frozenset({"seat", "demonym", "theatre"})


def _marked(words: Words, marks: Sequence[Mark]) -> tuple[frozenset[int], frozenset[int]]:
    """Words that belong to a known place or nationality, and those that belong to a known group, state or country."""
    soft: list[int] = []
    firm: list[int] = []
    for mark in marks:
        kind = mark.kind
        if kind == "role":
            continue
        if kind in _SOFT_MARKS:
            soft += range(mark.first, mark.last)
        elif kind in _FIRM_MARKS and (kind != "group" or mark.last > mark.first + 1 or words.raw[mark.first].isascii()):
            firm += range(mark.first, mark.last)
    return frozenset(soft), frozenset(firm)


def _try_name(search: Search, i: int) -> int:
    """Tries to read a name at word `i`, which has a capital; returns where to go on."""
    words = search.words
    if i in search.used or not may_begin(search, i):
        return i + 1
    last = name_end(search, i)
    title, first = title_at(search, i, last)
    if first >= last:
        return last
    while last > first and words.low[last - 1] in search.lists["particles"]:
        last -= 1
    if last <= first or not _is_person(search, first, last, title):
        return last if last > i else i + 1
    add_named(search, first, last, title)
    return last


def _is_person(search: Search, first: int, last: int, title: Calling | None) -> bool:
    words, lists = search.words, search.lists
    low, raw = words.low[first:last], words.raw[first:last]
    if not lists["nonames"].isdisjoint(low):
        plain = [word for word in low if len(word) > 1 and word in lists["nonames"] and word not in lists["particles"]]
        if plain and not (plain == [low[-1]] and low[-1] in lists["surnamestoo"]):
            return False
    if any(map(str.isdigit, raw)) or search.is_group(first, last):
        return False
    if all(map(str.isupper, raw)) and 1 not in map(len, raw) and not shouting(words, first):
        return False
    if low[-1] in lists["orgtails"] and not (low[0] in search.people.given and is_borne(search, first, last)):
        return False
    if title is None and low[0] not in search.people.given and is_office(search, last - 1):
        return False
    if title is not None:
        return not revered_place(search, first, last, title) and not titled_place(search, first, last)
    if words.joined(last) and words.low[last] in lists["placetails"]:
        return False
    if not stands_bare(search, first, last) and is_borne(search, first, last):
        return not all(search.ordinary_small(i) for i in range(first, last)) or low[0] in search.people.given
    if low[0] in lists["placeheads"] or is_outlet(search, first, last) or is_known_place(search, first, last):
        return False
    return _looks_like_a_name(search, first, last)


def _looks_like_a_name(search: Search, first: int, last: int) -> bool:
    words, lists, given = search.words, search.lists, search.people.given
    low = words.low[first:last]
    core = [word for word in low if word not in lists["particles"]]
    placed = is_placed(search, first) or (len(core) < 3 and in_place_list(search, first, last))
    if low[0] in lists["kunya"] and len(low) > 1:
        return not placed or len(low) > 2
    if low[0] in given and len(core) > 1:
        return not placed or core[0] not in lists["twofold"]
    if len(core) == 1:
        return not placed and low[0] in given and low[0] not in lists["twofold"] and in_prose(search, last)
    if placed:
        return False
    if any(word in given for word in core):
        return True
    inner = {"al", "bin", "ibn", "ag", "ould", "bint"}.intersection(low[1:])
    if inner and len(core) <= 4 and not words.opens(first):
        return True
    return _is_strange(search, first, last)


def _is_strange(search: Search, first: int, last: int) -> bool:
    """Whether nothing but a person's name is left: two to four words that are nothing else, nor stand as a place."""
    words, lists = search.words, search.lists
    low = words.low[first:last]
    core = [i for i in range(first, last) if words.low[i] not in lists["particles"]]
    if not 2 <= len(core) <= 4 or low[0] in lists["heads"] or low[-1] in lists["tails"]:
        return False
    loud = shouting(words, first)
    long = [i for i in core if len(words.raw[i]) > 1]
    if len(long) < 2 or any(search.ordinary_small(i) or (words.raw[i].isupper() and not loud) for i in long):
        return False
    if any(i in search.blocked for i in core[:-1]):
        return False
    if words.joined(last) and (words.low[last] in lists["orgtails"] or words.low[last] in lists["grouptails"]):
        return False
    if first and words.sentence[first - 1] == words.sentence[first] and words.low[first - 1] in lists["takes"]:
        return False
    return not listed_after_place(search, first) and not all(search.is_place(i, i + 1) for i in long)


def _persons(search: Search, items: Sequence[Named], text: str) -> list[Person]:
    """The persons with all places of the text where one of their names stands by itself."""
    start, end = search.words.start, search.words.end
    places = [{(start[first], end[last - 1]) for first, last in item.at} for item in items]
    names = [
        {form for form in (item.name, *(text[begin:stop] for begin, stop in named)) if len(form) >= _LEAST}
        for item, named in zip(items, places, strict=True)
    ]
    standing = standing_all(set().union(*names), text)
    out = []
    for item, named, forms in zip(items, places, names, strict=True):
        further = {at for form in forms for at in standing[form]} - named
        spans = tuple([Span(begin, stop) for begin, stop in sorted(named.union(_apart(further, named)))])
        out.append(Person(item.name, spans, item.role, item.affiliation, item.public))
    return out


_LEAST = 4
"""Letters of a name that is searched for where it was not read as one."""


def _apart(further: Set[tuple[int, int]], named: Set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those of the stretches that overlap none where the person is known to be named: in furniture, say."""
    if not further:
        return
    known = sorted(named)
    starts = [start for start, _ in known]
    reach = list(accumulate((end for _, end in known), max))
    for start, end in further:
        before = bisect_left(starts, end)
        if not before or reach[before - 1] <= start:
            yield start, end
