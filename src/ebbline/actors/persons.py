"""Finds the persons a report names: full names first, then every short form, with role, affiliation and publicity.

A private person's name that goes unnoticed would leave the ledger unmasked, so a name that only looks like a
person's is kept as one with role `unknown`; places, groups, offices and media are told apart by word lists.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import cast

from ebbline.actors.linking import ActorMention
from ebbline.actors.registry import Entry, Registry, entry
from ebbline.actors.words import Words, folded, split
from ebbline.records import Document, Person, Role, Span


@dataclass(frozen=True, slots=True)
class PublicPerson:
    """Someone on the list of public figures."""

    name: str
    others: tuple[str, ...]
    country: str | None
    role: Role
    affiliation: str | None


@dataclass(frozen=True, slots=True)
class Calling:
    """What a word like "spokesman" or "shopkeeper" tells of its bearer; `public` is "1", "0" or "c" (with a rank)."""

    words: tuple[str, ...]
    role: Role
    public: str


@dataclass(frozen=True, slots=True)
class _People:
    """The data files of this module, compiled."""

    given: frozenset[str]
    callings: Mapping[str, tuple[Calling, ...]]
    listed: Mapping[str, tuple[tuple[Entry, PublicPerson], ...]]


def _lines(name: str) -> Iterator[str]:
    raw = resources.files("ebbline.actors").joinpath("data", name).read_text("utf-8")
    return (line for line in raw.split("\n") if line and not line.startswith("#"))


@cache
def _people() -> _People:
    given = frozenset(
        folded(part) for line in _lines("given_names.txt") for word in line.split() for part in split(word)
    )
    callings: dict[str, list[Calling]] = {}
    for line in _lines("person_words.tsv"):
        role, public, names = line.split("\t")
        for name in names.split("|"):
            words = tuple(folded(word) for word in split(name))
            callings.setdefault(words[0], []).append(Calling(words, cast(Role, role), public))
    listed: dict[str, list[tuple[Entry, PublicPerson]]] = {}
    for line in _lines("public_persons.tsv"):
        name, others, country, role, affiliation = line.split("\t")
        spellings = tuple(part for part in others.split("|") if part)
        person = PublicPerson(name.split(" (")[0], spellings, country or None, cast(Role, role), affiliation or None)
        for spelling in (person.name, *spellings):
            item = entry(spelling, "local", "", _PARTICLES)
            if item is not None:
                listed.setdefault(item.words[0], []).append((item, person))
    return _People(
        given,
        {word: tuple(sorted(items, key=lambda c: -len(c.words))) for word, items in callings.items()},
        {word: tuple(sorted(items, key=lambda p: -len(p[0].words))) for word, items in listed.items()},
    )


_PARTICLES = frozenset({"al", "el", "bin", "ag", "de"})


@dataclass(slots=True)
class _Named:
    """A person while a report is read."""

    name: str
    words: tuple[str, ...]
    at: list[tuple[int, int]]
    role: Role = "unknown"
    affiliation: str | None = None
    public: bool = False
    listed: bool = False
    sure: bool = True


@dataclass(slots=True)
class _Search:
    """One report while its persons are looked for."""

    words: Words
    registry: Registry
    people: _People
    taken: dict[int, ActorMention]
    home: str | None
    blocked: frozenset[int]
    soft: frozenset[int]
    """Blocked words that may still be a surname after a given name: places and nationalities."""
    found: list[_Named] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    _at: dict[str, list[int]] = field(default_factory=dict)

    def at(self, low: str) -> list[int]:
        """Where a word stands, by its small letters."""
        if not self._at:
            self._at = defaultdict(list)
            for i, word in enumerate(self.words.low):
                self._at[word].append(i)
        return self._at[low]


def find_persons(document: Document, registry: Registry, actors: Sequence[ActorMention]) -> tuple[Person, ...]:
    """Every person named, in order of first mention, each with all spans that name them anywhere in the text."""
    words = Words.of(document)
    soft = _marked(document, registry, _SOFT_MARKS)
    blocked = soft | _marked(document, registry, _FIRM_MARKS)
    taken = _taken(words, actors)
    search = _Search(words, registry, _people(), taken, _main_country(actors), blocked, soft)
    _find_listed(search)
    past = 0
    for i in words.capitals:
        if i >= past:
            past = _try_name(search, i)
    _find_short_forms(search)
    text = document.report.text
    persons = [_person(search, item, text) for item in _merged(search.found)]
    return tuple(sorted(persons, key=lambda person: person.spans[0]))


def _taken(words: Words, actors: Sequence[ActorMention]) -> dict[int, ActorMention]:
    """The actor mention that each word belongs to."""
    out: dict[int, ActorMention] = {}
    for actor in actors:
        first = bisect_right(words.end, actor.span.start)
        for i in range(first, bisect_left(words.start, actor.span.end, first)):
            out[i] = actor
    return out


def _main_country(actors: Sequence[ActorMention]) -> str | None:
    counts = Counter(actor.country for actor in actors if actor.country)
    return max(counts, key=lambda iso: (counts[iso], iso)) if counts else None


_FIRM_MARKS = frozenset({"group", "state", "country"})
_SOFT_MARKS = frozenset({"seat", "demonym", "theatre"})


def _marked(document: Document, registry: Registry, kinds: frozenset[str]) -> frozenset[int]:
    """Words that belong to a known group, state or place."""
    marks = (mark for mark in registry.marks(document) if mark.kind in kinds)
    return frozenset(i for mark in marks for i in range(mark.first, mark.last))


# --- listed public persons ---------------------------------------------------------------------------------


def _find_listed(search: _Search) -> None:
    """Marks the listed; a bare surname counts where the full name stands too or the person's country is at hand."""
    hits = list(_listed_hits(search))
    full = {id(person) for _, _, person, n in hits if n > 1}
    for first, last, person, n in hits:
        if n == 1 and id(person) not in full and not _at_home(search, person):
            continue
        if n == 1 and _inside_longer_name(search, first, last):
            continue
        known = next((item for item in search.found if item.listed and item.name == person.name), None)
        if known is None:
            names = tuple(folded(word) for word in split(person.name))
            known = _Named(person.name, names, [], person.role, person.affiliation, True, True)
            search.found.append(known)
        known.at.append((first, last))
        search.used.update(range(first, last))


def _listed_hits(search: _Search) -> Iterator[tuple[int, int, PublicPerson, int]]:
    words, table = search.words, search.people.listed
    past = 0
    for i, low in enumerate(words.low):
        if i < past or low not in table:
            continue
        for item, person in table[low]:
            if item.fits(words, i) and (words.capital(i) or low in _PARTICLES):
                bare = [word for word in item.words if word not in _PARTICLES]
                past = i + len(item.words)
                yield i, past, person, len(bare)
                break


_WORLD = frozenset({"US", "RU", "GB", "FR", "DE", "IL", "TR"})


def _at_home(search: _Search, person: PublicPerson) -> bool:
    return person.country is None or person.country == search.home or person.country in _WORLD


def _inside_longer_name(search: _Search, first: int, last: int) -> bool:
    """Whether a bare surname is another person's: "Omar Saleh" is not the listed Saleh."""
    words = search.words
    before = first - 1
    while before >= 0 and words.joined(before + 1) and words.low[before] in search.registry.words["particles"]:
        before -= 1
    if before >= 0 and words.joined(before + 1) and words.capital(before) and not words.gap(before + 1).startswith("."):
        low = words.low[before]
        if low in search.people.given or (low in search.registry.words["kunya"]):
            return True
    return words.joined(last) and words.capital(last) and words.low[last] not in search.registry.words["nonames"]


# --- names by their look -----------------------------------------------------------------------------------


def _try_name(search: _Search, i: int) -> int:
    """Tries to read a name at word `i`, which has a capital; returns where to go on."""
    words = search.words
    if i in search.used or not _may_begin(search, i):
        return i + 1
    last = _name_end(search, i)
    title, first = _title(search, i, last)
    if first >= last:
        return last
    while last > first and words.low[last - 1] in search.registry.words["particles"]:
        last -= 1
    if last <= first or not _is_person(search, first, last, title):
        return last if last > i else i + 1
    _add_named(search, first, last, title)
    return last


def _may_begin(search: _Search, i: int) -> bool:
    words = search.words
    lists = search.registry.words
    if words.low[i] in lists["kunya"]:
        return i + 1 < len(words) and words.joined(i + 1)
    plain = words.low[i] in lists["nonames"] and _calling_at(search, i, len(words)) is None
    return i not in search.blocked and not plain


def _name_end(search: _Search, i: int) -> int:
    """The end of a run of capitalised words, small particles between them included."""
    words, particles = search.words, search.registry.words["particles"]
    nonames = search.registry.words["nonames"]
    kunya = words.low[i] in search.registry.words["kunya"]
    j = i + 1
    while j < len(words) and j - i < 7 and _goes_on(words, j) and j not in search.used:
        initial = len(words.raw[j]) == 1 and words.text[words.end[j] : words.end[j] + 1] == "."
        if (
            words.low[j] in nonames
            and not initial
            and words.low[j] not in particles
            and _calling_at(search, j, len(words)) is None
        ):
            break
        surname = j in search.soft and words.low[j - 1] in search.people.given and words.gap(j) == " "
        free = j not in search.blocked or surname or kunya or words.low[j - 1] in particles
        if (words.capital(j) and free) or (
            words.low[j] in particles and _goes_on(words, j + 1) and words.capital(j + 1)
        ):
            j += 1
        else:
            break
    return j


def _goes_on(words: Words, j: int) -> bool:
    """Whether word `j` may belong to the same name as the word before it."""
    if not words.joined(j):
        return False
    gap = words.gap(j)
    if gap in ("'", "’") and words.low[j] == "s":
        return False
    return "\n" not in gap and not (gap == ". " and len(words.raw[j - 1]) > 3)


def _title(search: _Search, i: int, last: int) -> tuple[Calling | None, int]:
    """Ranks and offices at the head of a run, or the small-letter calling just before it."""
    found: Calling | None = None
    first = i
    while first < last:
        calling = _calling_at(search, first, last)
        if calling is None:
            break
        found = _graver(found, calling)
        first += len(calling.words)
    before = _calling_before(search, i) if first < last else None
    return (_graver(found, before) if before else found), first


def _graver(one: Calling | None, two: Calling) -> Calling:
    """Of two callings the one that says more: a public office, then anything but "Mr"."""
    if one is None:
        return two
    rank = {"1": 2, "c": 1, "0": 0}
    if rank[one.public] != rank[two.public]:
        return one if rank[one.public] > rank[two.public] else two
    return two if one.words[0] in ("mr", "mrs", "ms", "dr") else one


def _calling_at(search: _Search, i: int, last: int) -> Calling | None:
    words = search.words
    for calling in search.people.callings.get(words.low[i], ()):
        n = len(calling.words)
        if i + n <= last and words.low[i : i + n] == calling.words:
            if n == 1 and words.low[i] in search.people.given and i + 1 >= last:
                continue
            return calling
    return None


def _calling_before(search: _Search, i: int) -> Calling | None:
    """The calling that ends right before word `i`: "an activist, Saad", "media activist Saad"."""
    words = search.words
    if (
        i == 0
        or words.sentence[i - 1] != words.sentence[i]
        or words.gap(i) not in (" ", ", ", "\u00a0", " - ", ": ", ". ")
    ):
        return None
    if (words.gap(i) == ": " and not words.opens(i - 1)) or (words.gap(i) == ". " and len(words.raw[i - 1]) > 5):
        return None
    best: Calling | None = None
    for back in range(1, 5):
        start = i - back
        if start < 0:
            break
        for calling in search.people.callings.get(words.low[start], ()):
            if len(calling.words) == back and words.low[start:i] == calling.words:
                best = calling
    return best


def _is_person(search: _Search, first: int, last: int, title: Calling | None) -> bool:
    words, lists = search.words, search.registry.words
    low = words.low[first:last]
    if any(len(word) > 1 and word in lists["nonames"] and word not in lists["particles"] for word in low):
        return False
    if low[-1] in lists["orgtails"] or any(word.isdigit() for word in words.raw[first:last]):
        return False
    if all(word.isupper() and len(word) > 1 for word in words.raw[first:last]) and not _shouting(words, first):
        return False
    if any(i in search.taken and search.taken[i].kind not in ("civilians", "unidentified") for i in range(first, last)):
        return False
    if title is not None:
        return not _revered_place(search, first, last, title)
    if low[0] in lists["placeheads"] or (words.joined(last) and words.low[last] in lists["placetails"]):
        return False
    return _looks_like_a_name(search, first, last)


def _revered_place(search: _Search, first: int, last: int, title: Calling) -> bool:
    """Whether a title is part of a place's name: "in Sheikh Hassoun", "the Imam Ali district"."""
    words, lists = search.words, search.registry.words
    if title.words[-1] not in lists["revered"] or first == 0 or not words.capital(first - 1):
        return False
    if words.joined(last) and words.low[last] in lists["placetails"]:
        return True
    return first > 1 and words.joined(first - 1) and words.low[first - 2] in lists["toward"]


def _shouting(words: Words, i: int) -> bool:
    sentence = words.sentence[i]
    return all(word.isupper() for word in words.raw[words.first[sentence] : words.first[sentence + 1]])


def _looks_like_a_name(search: _Search, first: int, last: int) -> bool:
    words, lists, given = search.words, search.registry.words, search.people.given
    low = words.low[first:last]
    core = [word for word in low if word not in lists["particles"]]
    placed = _placed(search, first)
    if low[0] in lists["kunya"] and len(low) > 1:
        return not placed or len(low) > 2
    if low[0] in given and len(core) > 1:
        return not placed or core[0] not in lists["twofold"]
    if placed and len(core) == 1:
        return False
    if _introduced(search, first):
        return True
    if _described(search, first, last):
        return True
    if _speaks(search, first, last):
        return len(core) > 1 or low[0] in given or not words.opens(first) or _stands_as_name(search, first)
    if len(core) == 1:
        return low[0] in given and low[0] not in lists["twofold"] and _in_prose(search, last)
    if any(word in given for word in core) and not placed:
        return True
    inner = {"al", "bin", "ibn", "ag", "ould", "bint"}.intersection(low[1:])
    return bool(inner) and not placed and 1 < len(core) <= 4 and not words.opens(first)


def _in_prose(search: _Search, last: int) -> bool:
    """Whether a word in small letters or a comma follows, as it does not in a table or a caption."""
    words = search.words
    if last >= len(words) or words.sentence[last] != words.sentence[last - 1]:
        return True
    return not words.capital(last) or words.gap(last) != " "


def _introduced(search: _Search, first: int) -> bool:
    """Whether a word such as "alias" or "named" stands before the name."""
    words = search.words
    if first == 0 or not words.joined(first):
        return False
    before = words.low[first - 1]
    return before in search.registry.words["naming"] or words.low[max(0, first - 2) : first] == ("known", "as")


def _placed(search: _Search, first: int) -> bool:
    """Whether the word before makes the name a place's: "in Abu Hamam", but not "the mother of Saad"."""
    words, lists = search.words, search.registry.words
    if first == 0 or not words.joined(first) or words.low[first - 1] not in lists["toward"]:
        return False
    return not (words.low[first - 1] == "of" and first > 1 and words.low[first - 2] in lists["kin"])


def _speaks(search: _Search, first: int, last: int) -> bool:
    """Whether a verb of speaking stands beside the name."""
    words, says = search.words, search.registry.words["says"]
    if last < len(words) and words.sentence[last] == words.sentence[first] and words.low[last] in says:
        return words.gap(last) == " "
    if first == 0 or words.sentence[first - 1] != words.sentence[first] or words.gap(first) != " ":
        return False
    before = words.low[first - 1] in search.registry.words["saysbefore"]
    return before or words.low[max(0, first - 2) : first] == ("according", "to")


def _described(search: _Search, first: int, last: int) -> bool:
    """Whether an age, "who" or a calling follows the name: "Karima, 34", "Saad, an activist"."""
    words = search.words
    if last >= len(words) or words.sentence[last] != words.sentence[first]:
        return False
    gap, lists = words.gap(last), search.registry.words
    low = words.low[last]
    if gap in (" (", ", ") and words.raw[last].isdigit():
        return _is_age(words, last) and not _date_before(words, first)
    if gap == " ":
        return low == "from" and words.low[first] in search.people.given
    if gap != ", " or not words.capital(first):
        return False
    if low in lists["bearing"] or _calling_near(search, last):
        return not _placed(search, first)
    known = words.low[first] in search.people.given or (words.opens(first) and not _placed(search, first))
    return (known and low == "from") or _indefinite(search, last)


def _calling_near(search: _Search, i: int) -> bool:
    calling = _apposition(search, i)
    return calling is not None


def _indefinite(search: _Search, i: int) -> bool:
    """Whether "a seamstress" follows: an article and a noun that is neither a place nor a body."""
    words, lists = search.words, search.registry.words
    if words.low[i] not in ("a", "an") or not words.joined(i + 1) or words.capital(i + 1):
        return False
    low = words.low[i + 1 : i + 4]
    return (
        lists["placetails"].isdisjoint(low)
        and lists["orgtails"].isdisjoint(low)
        and lists["toward"].isdisjoint(low[:1])
    )


def _is_age(words: Words, i: int) -> bool:
    """Whether a figure is set off like an age: "Karima, 34, a farmer", "Omar (19)"."""
    after = words.text[words.end[i] : words.end[i] + 1]
    return len(words.raw[i]) == 2 and after in (",", ")", ".", "-", ";", "")


def _date_before(words: Words, first: int) -> bool:
    return words.joined(first) and words.raw[first - 1].isdigit()


def _stands_as_name(search: _Search, first: int) -> bool:
    """Whether a lone word at a sentence's head is capitalised in the middle of another sentence too."""
    words = search.words
    low = words.low[first]
    inside = [i for i in search.at(low) if i != first]
    return any(words.capital(i) and not words.opens(i) for i in inside) and all(words.capital(i) for i in inside)


_ARTICLES = frozenset({"a", "an", "the", "one", "another", "also", "her", "his", "their", "our"})


def _apposition(search: _Search, i: int) -> Calling | None:
    """The calling in an apposition that begins at word `i`: "a spokesman for the brigade", "34, a farmer"."""
    words = search.words
    j = i
    for _ in range(6):
        if j >= len(words) or words.sentence[j] != words.sentence[i]:
            return None
        if j > i and not words.joined(j) and words.gap(j) != ", ":
            return None
        calling = _calling_at(search, j, len(words))
        if calling is not None:
            return calling
        if words.low[j] in search.registry.words["says"] or words.low[j] in ("was", "were", "is", "and"):
            return None
        j += 1
    return None


# --- what is told of a person ------------------------------------------------------------------------------


def _add_named(search: _Search, first: int, last: int, title: Calling | None) -> None:
    words = search.words
    name = " ".join(words.text[words.start[first] : words.end[last - 1]].split())
    apposition = _after_name(search, first, last)
    calling = title
    if apposition is not None and (calling is None or calling.role in ("resident", "unknown") or calling.public == "0"):
        calling = apposition if calling is None else _graver(calling, apposition)
        calling = apposition if calling is not None and calling.role == "resident" else calling
    affiliation = _affiliation(search, first, last)
    role: Role = calling.role if calling else "unknown"
    if calling and role == "official" and affiliation is not None and affiliation.kind in ("group", "generic"):
        role = "military"
    item = _Named(name, words.low[first:last], [(first, last)], role, affiliation.name if affiliation else None)
    search.found.append(item)
    search.used.update(range(first, last))


def _after_name(search: _Search, first: int, last: int) -> Calling | None:
    words = search.words
    if last >= len(words) or words.sentence[last] != words.sentence[first]:
        return None
    gap = words.gap(last)
    if gap == ", " and (
        words.low[last] in _ARTICLES or words.raw[last].isdigit() or _calling_at(search, last, len(words))
    ):
        return _apposition(search, last)
    if gap == " (" and not words.raw[last].isdigit():
        return _calling_at(search, last, len(words))
    return None


def _affiliation(search: _Search, first: int, last: int) -> ActorMention | None:
    """The actor named just before the name, in the apposition after it, or first in the sentence of a spokesman."""
    words = search.words
    for i in range(first - 1, max(-1, first - 6), -1):
        if words.sentence[i] != words.sentence[first]:
            break
        if not words.joined(i + 1) and not (i + 1 == first and words.gap(first) == ", "):
            voice = not {"spokesman", "spokeswoman", "spokesperson"}.isdisjoint(words.low[i + 1 : first])
            if voice:
                return _first_actor(search, first)
            break
        actor = search.taken.get(i)
        if actor is not None and actor.kind in ("group", "state", "coalition"):
            return actor
    if last < len(words) and words.sentence[last] == words.sentence[first] and words.gap(last) in (", ", " of ", " ("):
        for i in range(last, min(len(words), last + 9)):
            if words.sentence[i] != words.sentence[first] or words.low[i] in search.registry.words["says"]:
                break
            actor = search.taken.get(i)
            if actor is not None and actor.kind in ("group", "state", "coalition"):
                return actor
    return None


def _first_actor(search: _Search, at: int) -> ActorMention | None:
    words = search.words
    for i in range(words.first[words.sentence[at]], at):
        actor = search.taken.get(i)
        if actor is not None and actor.kind in ("group", "state", "coalition"):
            return actor
    return None


# --- short forms -------------------------------------------------------------------------------------------


def _find_short_forms(search: _Search) -> None:
    """Every later or earlier surname, given name or kunya of a person already found by a longer name."""
    words = search.words
    forms = _forms(search)
    for i in words.capitals:
        low = words.low[i]
        if i in search.used or low not in forms or _in_longer_run(search, i):
            continue
        owner = forms[low]
        first = i
        if i and words.low[i - 1] in _PARTICLES and words.joined(i) and i - 1 not in search.used:
            first = i - 1
        owner.at.append((first, i + 1))
        search.used.update(range(first, i + 1))


def _forms(search: _Search) -> dict[str, _Named]:
    """Short form to the first person who bears it; surnames before given names."""
    skip = search.registry.words["particles"] | search.registry.words["kunya"] | search.registry.words["nonames"]
    out: dict[str, _Named] = {}
    for item in search.found:
        core = [word for word in item.words if word not in skip and len(word) > 2]
        if core:
            out.setdefault(core[-1], item)
    for item in search.found:
        core = [word for word in item.words if word not in skip and len(word) > 2]
        if len(core) > 1 and item.words[0] == core[0] and not item.listed:
            out.setdefault(core[0], item)
    return out


def _in_longer_run(search: _Search, i: int) -> bool:
    """Whether the word is part of a place's or a group's name here, not a person's."""
    if i in search.blocked or (i in search.taken and search.taken[i].kind not in ("civilians", "unidentified")):
        return True
    words = search.words
    after = i + 1
    return words.joined(after) and words.low[after] in search.registry.words["orgtails"] and words.capital(after)


def _merged(found: Sequence[_Named]) -> list[_Named]:
    """One entry per person: equal names, and short names that a longer name begins or ends with."""
    out: list[_Named] = []
    owners: dict[tuple[str, ...], _Named] = {}
    for item in sorted(found, key=lambda named: (-len(named.words), named.at[0] if named.at else (0, 0))):
        owner = owners.get(item.words)
        if owner is None:
            out.append(item)
            for n in range(1, len(item.words) + 1):
                owners.setdefault(item.words[:n], item)
                owners.setdefault(item.words[-n:], item)
        else:
            owner.at.extend(item.at)
            if owner.role == "unknown" or (owner.role == "resident" and item.role != "unknown"):
                owner.role = item.role
            owner.affiliation = owner.affiliation or item.affiliation
            owner.public = owner.public or item.public
    return [item for item in out if item.at]


def _person(search: _Search, item: _Named, text: str) -> Person:
    spans = {search.words.span(first, last) for first, last in item.at}
    person = Person(item.name, (), item.role, item.affiliation, item.public)
    spans |= _elsewhere(search.words, item, text)
    return replace(person, spans=tuple(sorted(spans)))


def _elsewhere(words: Words, item: _Named, text: str) -> set[Span]:
    """The full name in furniture, which has no sentences."""
    named = sorted(words.span(first, last) for first, last in item.at)
    forms = {item.name, *(span.of(text) for span in named)}
    starts = [span.start for span in named]
    reach = list(accumulate((span.end for span in named), max))
    out: set[Span] = set()
    for form in forms:
        for start, end in _whole_words(form, text) if len(form) >= 4 else ():
            before = bisect_left(starts, end)
            if not before or reach[before - 1] <= start:
                out.add(Span(start, end))
    return out


def _whole_words(form: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a text holds a name with no letter, digit or underscore beside it; by search, no pattern to compile."""
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        if _apart(text[start - 1 : start]) and _apart(text[end : end + 1]):
            yield start, end
            start = text.find(form, end)
        else:
            start = text.find(form, start + 1)


def _apart(char: str) -> bool:
    return not (char.isalnum() or char == "_")
