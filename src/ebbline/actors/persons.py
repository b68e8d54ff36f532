"""Finds the persons a report names: full names first, then every short form, with role, affiliation and publicity.

A private person's name that goes unnoticed would leave the ledger unmasked, so a name that only looks like a
person's is kept as one with role `unknown`; places, groups, offices and media are told apart by word lists.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from ebbline.actors.company import (
    find_beside_nicknames,
    find_families,
    find_in_lists,
    find_small,
    find_surname_first,
)
from ebbline.actors.linking import ActorMention
from ebbline.actors.people import (
    NOTHING,
    PARTICLES,
    PASSIVE,
    Calling,
    Known,
    Named,
    PublicPerson,
    Search,
    name_lists,
    people,
)
from ebbline.actors.registry import Mark, Registry
from ebbline.actors.scripts import find_in_scripts
from ebbline.actors.words import Words, folded, split, standing
from ebbline.records import Document, Person, Role, Span


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
    _find_listed(search)
    find_surname_first(search)
    past = 0
    for i in _beginnings(search):
        if i >= past:
            past = _try_name(search, i)
    find_in_lists(search)
    find_beside_nicknames(search)
    find_small(search)
    find_families(search)
    _find_short_forms(search)
    text = document.report.text
    persons = [_person(search, item, text) for item in _merged(search.found)]
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
        if mark.kind in _SOFT_MARKS:
            soft += range(mark.first, mark.last)
        elif mark.kind in _FIRM_MARKS and (
            mark.kind != "group" or mark.last > mark.first + 1 or words.raw[mark.first].isascii()
        ):
            firm += range(mark.first, mark.last)
    return frozenset(soft), frozenset(firm)


# --- listed public persons ---------------------------------------------------------------------------------


def _find_listed(search: Search) -> None:
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
    at = [i for i in words.capitals if words.low[i] in table]
    small = [i for i in search.registry.among(words, PARTICLES) if words.low[i] in table]
    for i in sorted({*at, *small}) if small else at:
        if i < past:
            continue
        for item, person in table[words.low[i]]:
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
        return _is_age(words, last)
    if words.gap(last) != ", " or words.low[last] not in ("a", "an"):
        return False
    calling = _calling_at(search, last + 1, len(words))
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
    return _calling_before(search, first) is not None


# --- names by their look -----------------------------------------------------------------------------------


def _beginnings(search: Search) -> list[int]:
    """The words with a capital that are not known from the outset to begin no name."""
    low, blocked, idle, kunya = search.words.low, search.blocked, search.lists["idle"], search.lists["kunya"]
    at = [i for i in search.words.capitals if low[i] not in idle and (i not in blocked or low[i] in kunya)]
    return [i for i in at if low[i] in search.people.given or not _is_alone(search, i)]


def _is_alone(search: Search, i: int) -> bool:
    """Whether word `i` is a name by itself if at all, and nothing beside it tells of a person: then it is none."""
    words, callings = search.words, search.people.callings
    if words.joins[i + 1] and (words.large[i + 1] or words.low[i + 1] in search.lists["particles"]):
        return False
    if words.low[i] in callings or (i and words.low[i - 1] in search.people.ends):
        return False
    return _stands_bare(search, i, i + 1)


def _try_name(search: Search, i: int) -> int:
    """Tries to read a name at word `i`, which has a capital; returns where to go on."""
    words = search.words
    if i in search.used or not _may_begin(search, i):
        return i + 1
    last = _name_end(search, i)
    title, first = _title(search, i, last)
    if first >= last:
        return last
    while last > first and words.low[last - 1] in search.lists["particles"]:
        last -= 1
    if last <= first or not _is_person(search, first, last, title):
        return last if last > i else i + 1
    _add_named(search, first, last, title)
    return last


def _may_begin(search: Search, i: int) -> bool:
    words, low = search.words, search.words.low[i]
    if low in search.lists["kunya"]:
        return words.joined(i + 1)
    if words.gaps[i] in _HYPHENS and _hyphenated(search, i):
        return False
    plain = low in search.lists["nonames"] or (
        low not in search.people.given and (words.opens(i) or search.headline(i)) and search.ordinary(i)
    )
    return not plain or _calling_at(search, i, len(words)) is not None


def _hyphenated(search: Search, i: int) -> bool:
    """Whether word `i` is the end of a hyphenated one, such as "Khin-U"; an article may stand before the hyphen."""
    words = search.words
    return words.gaps[i] in _HYPHENS and words.joins[i] and words.low[i - 1] not in search.listed("particles")


_HYPHENS = frozenset({"-", "‐", "‑"})


def _name_end(search: Search, i: int) -> int:
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
        elif inner and words.low[j] in _ARTICLE and words.gap(j + 1) == "-" and not search.ordinary(j + 1):
            j += 2
        else:
            break
    return j


_ARTICLE = frozenset({"al", "el"})


def _no_name(search: Search, j: int) -> bool:
    """Whether word `j` ends a run of names: a word of the language that a capital does not make a name."""
    words = search.words
    low = words.low[j]
    if low in search.listed("particles") or low in search.people.given:
        return False
    if len(words.raw[j]) == 1 and words.text[words.end[j] : words.end[j] + 1] == ".":
        return False
    plain = low in search.lists["nonames"] or (search.headline(j) and search.ordinary(j))
    if not plain or _calling_at(search, j, len(words)) is not None:
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


def _title(search: Search, i: int, last: int) -> tuple[Calling | None, int]:
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


def _calling_at(search: Search, i: int, last: int) -> Calling | None:
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


def _calling_before(search: Search, i: int) -> Calling | None:
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
            if whole and not _hyphenated(search, start):
                best = calling
    return best


def _is_person(search: Search, first: int, last: int, title: Calling | None) -> bool:
    words, lists = search.words, search.lists
    low, raw = words.low[first:last], words.raw[first:last]
    if not lists["nonames"].isdisjoint(low):
        plain = [word for word in low if len(word) > 1 and word in lists["nonames"] and word not in lists["particles"]]
        if plain and not (plain == [low[-1]] and low[-1] in lists["surnamestoo"]):
            return False
    if any(map(str.isdigit, raw)) or search.is_group(first, last):
        return False
    if all(map(str.isupper, raw)) and 1 not in map(len, raw) and not _shouting(words, first):
        return False
    if low[-1] in lists["orgtails"] and not (low[0] in search.people.given and _bears(search, first, last)):
        return False
    if title is None and low[0] not in search.people.given and _is_office(search, last - 1):
        return False
    if title is not None:
        return not _revered_place(search, first, last, title) and not _titled_place(search, first, last)
    if words.joined(last) and words.low[last] in lists["placetails"]:
        return False
    if not _stands_bare(search, first, last) and _bears(search, first, last):
        return not all(search.ordinary_small(i) for i in range(first, last)) or low[0] in search.people.given
    if low[0] in lists["placeheads"] or _is_outlet(search, first, last) or _is_known_place(search, first, last):
        return False
    return _looks_like_a_name(search, first, last)


_LOCATIVE = frozenset({"in", "near", "around", "outside", "inside", "across", "via", "towards", "between", "beneath"})


_FEATURES = frozenset({"mount", "mountain", "fort", "lake", "river", "port", "camp", "jabal", "jebel", "wadi"})


def _is_known_place(search: Search, first: int, last: int) -> bool:
    """Whether the words are a place's name and stand like one; a name that begins with a given name must do both."""
    words = search.words
    low = words.low[first]
    if low not in search.people.given and low not in search.listed("kunya"):
        return search.is_place(first, last)
    before = words.low[first - 1] if words.joined(first) else ""
    if before in _LOCATIVE or (before == "of" and _placed(search, first)):
        return True
    if before in _FEATURES and words.capital(first - 1):
        return True
    among = before in search.listed("takes") or _placed(search, first) or _in_place_list(search, first, last)
    return among and (
        search.is_place(first, last) or search.known.spelling(search.words.span(first, last).of(words.text))
    )


def _is_office(search: Search, i: int) -> bool:
    """Whether word `i` is an office or a rank: "the DoD Spokesman"."""
    one = (search.words.low[i],)
    callings = search.people.callings.get(one[0])
    return callings is not None and any(
        calling.words == one and calling.role in ("official", "military", "monitor") for calling in callings
    )


def _titled_place(search: Search, first: int, last: int) -> bool:
    """Whether a title and a name are a place: "Malam Fatori", "residents of Taze"."""
    words = search.words
    if first and words.capital(first - 1) and words.joined(first) and search.is_place(first - 1, last):
        return not _bears(search, first, last)
    loose = not words.joined(first) or not words.capital(first - 1)
    return loose and _placed(search, first) and search.is_place(first, last)


def _is_outlet(search: Search, first: int, last: int) -> bool:
    """Whether the words are the name of the report's own outlet."""
    words = search.words
    outlet = search.outlet
    n = last - first
    if words.low[first] not in outlet or words.low[first] in search.people.given:
        return False
    return any(outlet[k : k + n] == words.low[first:last] for k in range(len(outlet) - n + 1))


def _revered_place(search: Search, first: int, last: int, title: Calling) -> bool:
    """Whether a title is part of a place's name: "in Sheikh Hassoun", "the Imam Ali district"."""
    words, lists = search.words, search.lists
    if title.words[-1] in lists["revered"] and first and _in_place_list(search, first - 1, last):
        return True
    if title.words[-1] not in lists["revered"] or first == 0 or not words.capital(first - 1):
        return False
    if words.joined(last) and words.low[last] in lists["placetails"]:
        return True
    return first > 1 and words.joined(first - 1) and words.low[first - 2] in lists["toward"]


def _shouting(words: Words, i: int) -> bool:
    sentence = words.sentence[i]
    return all(word.isupper() for word in words.raw[words.first[sentence] : words.first[sentence + 1]])


def _stands_bare(search: Search, first: int, last: int) -> bool:
    """Whether no word or mark stands beside the name that may tell of a person: `_bears` need not be asked."""
    words, lists = search.words, search.lists
    if first and words.low[first - 1] in lists["barebefore"]:
        return False
    if last == len(words):
        return True
    return words.low[last] not in lists["bareafter"] and words.gaps[last] not in (", ", " (")


def _bears(search: Search, first: int, last: int) -> bool:
    """Whether the words around tell of a person: speech, an age, a calling, kin, what only people suffer."""
    words, given = search.words, search.people.given
    low = words.low[first:last]
    core = [word for word in low if word not in search.listed("particles")]
    lone = len(core) == 1
    placed = _placed(search, first) or (low[0] not in given and _in_place_list(search, first, last))
    aged = last + 1 < len(words) and words.gap(last) == words.gap(last + 1) == ", " and words.raw[last].isdigit()
    if aged and not placed and _described(search, first, last):
        return True
    known = low[0] in given or low[0] in search.listed("kunya")
    if (lone and placed) or (not known and _is_plain(search, first, last)):
        return not placed and not words.opens(first) and _suffers(search, first, last)
    if _introduced(search, first) or _described(search, first, last) or _suffers(search, first, last):
        return True
    if _of_kin(search, first, last, lone=lone) and not search.is_place(first, last):
        return True
    if not placed and _speaks(search, first, last):
        return not lone or low[0] in given or not words.opens(first) or _stands_as_name(search, first)
    return False


def _is_plain(search: Search, first: int, last: int) -> bool:
    """Whether the words are a known place's, or one that only begins a sentence."""
    opens = last == first + 1 and search.words.opens(first)
    return search.is_place(first, last) or (opens and search.ordinary(first))


def _looks_like_a_name(search: Search, first: int, last: int) -> bool:
    words, lists, given = search.words, search.lists, search.people.given
    low = words.low[first:last]
    core = [word for word in low if word not in lists["particles"]]
    placed = _placed(search, first) or (len(core) < 3 and _in_place_list(search, first, last))
    if low[0] in lists["kunya"] and len(low) > 1:
        return not placed or len(low) > 2
    if low[0] in given and len(core) > 1:
        return not placed or core[0] not in lists["twofold"]
    if len(core) == 1:
        return not placed and low[0] in given and low[0] not in lists["twofold"] and _in_prose(search, last)
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
    loud = _shouting(words, first)
    long = [i for i in core if len(words.raw[i]) > 1]
    if len(long) < 2 or any(search.ordinary_small(i) or (words.raw[i].isupper() and not loud) for i in long):
        return False
    if any(i in search.blocked for i in core[:-1]):
        return False
    if words.joined(last) and (words.low[last] in lists["orgtails"] or words.low[last] in lists["grouptails"]):
        return False
    if first and words.sentence[first - 1] == words.sentence[first] and words.low[first - 1] in lists["takes"]:
        return False
    return not _listed_after_place(search, first) and not all(search.is_place(i, i + 1) for i in long)


def _listed_after_place(search: Search, first: int) -> bool:
    """Whether the words go on a list that names places: "in Ain Issa, Qasr Dibeh and Bir Zalan"."""
    words = search.words
    sentence, i = words.sentence[first], first
    for _ in range(12):
        while i and words.joined(i) and words.low[i - 1] not in search.listed("toward"):
            if not words.capital(i - 1):
                break
            i -= 1
        if i == 0 or words.sentence[i - 1] != sentence:
            return False
        if i != first and (_placed(search, i) or words.low[i - 1] in search.listed("takes")):
            return True
        if words.low[i - 1] == "and":
            i -= 1
        if i == 0 or words.gap(i) not in (", ", " ", ": "):
            return False
        tail = words.low[i - 1] in search.listed("placetails") and words.capital(i - 2)
        if not words.capital(i - 1) and not tail:
            return i != first and words.gap(i) != " " and words.low[i - 1] in search.listed("placeof")
        i -= 1
    return True


def _in_place_list(search: Search, first: int, last: int) -> bool:
    """As `_listed_after_place`, where the list goes on or ends here: not "in Aden, Karim said"."""
    words = search.words
    if first == 0 or words.sentence[first - 1] != words.sentence[first]:
        return False
    onward = last < len(words) and (words.gap(last) == ", " or words.low[last] == "and")
    return (words.low[first - 1] == "and" or onward) and _listed_after_place(search, first)


def _suffers(search: Search, first: int, last: int) -> bool:
    """Whether something is done that is done to people only: "killed Saad", "Saad was arrested"."""
    words = search.words
    harm = search.listed("harm")
    if words.joined(first) and words.gap(first) == " " and words.low[first - 1] in harm:
        return True
    if not words.joined(last) or words.gap(last) != " ":
        return False
    after = words.low[last : last + 3]
    if after[:1] and (after[0] in search.listed("lives") or after[0] in harm):
        return not _placed(search, first)
    if not after or after[0] not in PASSIVE:
        return False
    return any(word in harm for word in after[1:] if after[0] != "and")


def _of_kin(search: Search, first: int, last: int, *, lone: bool) -> bool:
    """Whether kin or belongings stand beside: "the widow of Saad", "Saad's shop"; for a lone name the closest only."""
    words = search.words
    close = search.listed("closekin")
    kin = close if lone else close | search.listed("kin")
    if first > 1 and words.joined(first) and words.low[first - 1] == "of" and words.low[first - 2] in kin:
        return True
    if not words.joined(last):
        return False
    if words.low[last] == "s" and words.gap(last) in ("'", "’"):
        return words.joined(last + 1) and words.low[last + 1] in (close if lone else kin | search.listed("owned"))
    return words.gap(last) == " " and words.low[last] == "family"


def _in_prose(search: Search, last: int) -> bool:
    """Whether a word in small letters or a comma follows, as it does not in a table or a caption."""
    words = search.words
    if last >= len(words) or words.sentence[last] != words.sentence[last - 1]:
        return True
    return not words.capital(last) or words.gap(last) != " "


def _introduced(search: Search, first: int) -> bool:
    """Whether a word such as "alias" or "named" stands before the name."""
    words = search.words
    if first == 0 or not words.joined(first):
        return False
    before = words.low[first - 1]
    return before in search.lists["naming"] or words.low[max(0, first - 2) : first] == ("known", "as")


def _placed(search: Search, first: int) -> bool:
    """Whether the word before makes the name a place's: "in Abu Hamam", but not "the mother of Saad"."""
    words = search.words
    if words.joined(first) and words.low[first - 1] in _ARTICLE and words.gap(first) == "-":
        first -= 1
    if first == 0 or not words.joined(first) or words.low[first - 1] not in search.listed("toward"):
        return False
    if words.low[first - 1] != "of" or first == 1:
        return True
    before = words.low[first - 2]
    if before in search.listed("kin") or before in search.listed("closekin"):
        return False
    onward = first + 2 if words.low[first + 1 : first + 2] and words.low[first + 1] in _ARTICLE else first + 1
    several = words.joined(onward) and words.capital(onward) and words.low[first] not in _ARTICLE
    return not several or before in search.listed("placeof")


def _speaks(search: Search, first: int, last: int) -> bool:
    """Whether a verb of speaking stands beside the name."""
    words, says = search.words, search.lists["says"]
    if last < len(words) and words.sentence[last] == words.sentence[first] and words.low[last] in says:
        return words.gap(last) == " "
    if first == 0 or words.sentence[first - 1] != words.sentence[first] or words.gap(first) != " ":
        return False
    before = words.low[first - 1] in search.lists["saysbefore"]
    return before or words.low[max(0, first - 2) : first] == ("according", "to")


def _described(search: Search, first: int, last: int) -> bool:
    """Whether an age, "who" or a calling follows the name: "Karima, 34", "Saad, an activist"."""
    words = search.words
    if last >= len(words) or words.sentence[last] != words.sentence[first]:
        return False
    gap, lists = words.gap(last), search.lists
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


def _calling_near(search: Search, i: int) -> bool:
    """Whether a calling follows that may be the bearer's; "the spokesman said" and "officials said" are others."""
    words = search.words
    calling = _apposition(search, i)
    if calling is None or calling.words[-1] in ("officials", "residents"):
        return False
    last = i + 1 + len(calling.words)
    own = words.low[i] == "the" and words.low[i + 1 : last] == calling.words
    return not (own and words.joined(last) and words.low[last] in search.listed("says"))


def _indefinite(search: Search, i: int) -> bool:
    """Whether "a seamstress" follows: an article and a noun that is neither a place nor a body."""
    words, lists = search.words, search.lists
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
    figure = words.raw[i]
    return len(figure) <= 2 and figure != "0" and after in (",", ")", ".", "-", ";", "", "\n")


def _date_before(words: Words, first: int) -> bool:
    return words.joined(first) and words.raw[first - 1].isdigit()


def _stands_as_name(search: Search, first: int) -> bool:
    """Whether a lone word at a sentence's head is capitalised in the middle of another sentence too."""
    words = search.words
    low = words.low[first]
    inside = [i for i in search.at(low) if i != first]
    return any(words.capital(i) and not words.opens(i) for i in inside) and all(words.capital(i) for i in inside)


_ARTICLES = frozenset({"a", "an", "the", "one", "another", "also", "her", "his", "their", "our"})


def _apposition(search: Search, i: int) -> Calling | None:
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
        if j > i + 1 and words.low[j] in ("group", "organisation", "organization", "network", "agency", "website"):
            return None
        if words.low[j] in search.lists["says"] or words.low[j] in ("was", "were", "is", "and"):
            return None
        j += 1
    return None


# --- what is told of a person ------------------------------------------------------------------------------


def _add_named(search: Search, first: int, last: int, title: Calling | None) -> None:
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
    item = Named(name, words.low[first:last], [(first, last)], role, affiliation.name if affiliation else None)
    search.found.append(item)
    search.used.update(range(first, last))


def _after_name(search: Search, first: int, last: int) -> Calling | None:
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


def _affiliation(search: Search, first: int, last: int) -> ActorMention | None:
    """The actor named just before the name, in the apposition after it, or first in the sentence of a spokesman."""
    words = search.words
    for i in range(first - 1, max(-1, first - 6), -1):
        if words.sentence[i] != words.sentence[first] or words.low[i] in _PARTING:
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
            if words.sentence[i] != words.sentence[first] or words.low[i] in search.lists["says"] | _PARTING:
                break
            actor = search.taken.get(i)
            if actor is not None and actor.kind in ("group", "state", "coalition"):
                return actor
    return None


_PARTING = frozenset(
    {"in", "on", "after", "during", "by", "with", "against", "when", "as", "near", "following", "amid", "before"}
    | {"that", "who", "which", "whose", "whom", "was", "were", "is", "had", "has", "and", "but", "while", "where"}
)
"""Words behind which another actor is no employer of the person named: "in the Russian raids, the activist X"."""


def _first_actor(search: Search, at: int) -> ActorMention | None:
    words = search.words
    for i in range(words.first[words.sentence[at]], at):
        actor = search.taken.get(i)
        if actor is not None and actor.kind in ("group", "state", "coalition"):
            return actor
    return None


# --- short forms -------------------------------------------------------------------------------------------


def _find_short_forms(search: Search) -> None:
    """Every later or earlier surname, given name or kunya of a person already found by a longer name."""
    words = search.words
    forms = _forms(search)
    for i in words.capitals if forms else ():
        owner = forms.get(words.low[i])
        if owner is None or i in search.used or _in_longer_run(search, i):
            continue
        first = i
        if i and words.low[i - 1] in PARTICLES and words.joined(i) and i - 1 not in search.used:
            first = i - 1
        owner.at.append((first, i + 1))
        search.used.update(range(first, i + 1))


def _forms(search: Search) -> dict[str, Named]:
    """Short form to the first person who bears it; surnames before given names."""
    skip = search.lists["noshortforms"]
    out: dict[str, Named] = {}
    for item in search.found:
        core = [word for word in item.words if word not in skip and len(word) > 2]
        if core:
            out.setdefault(core[-1], item)
    for item in search.found:
        core = [word for word in item.words if word not in skip and len(word) > 2]
        if len(core) > 1 and item.words[0] == core[0] and not item.listed:
            out.setdefault(core[0], item)
    return out


def _in_longer_run(search: Search, i: int) -> bool:
    """Whether the word is part of a place's or a group's name here, not a person's."""
    if i in search.blocked or (i in search.taken and search.taken[i].kind not in ("civilians", "unidentified")):
        return True
    words = search.words
    after = i + 1
    return words.joined(after) and words.low[after] in search.lists["orgtails"] and words.capital(after)


def _merged(found: Sequence[Named]) -> list[Named]:
    """One entry per person: equal names, and short names that a longer name begins or ends with."""
    out: list[Named] = []
    owners: dict[tuple[str, ...], Named] = {}
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


def _person(search: Search, item: Named, text: str) -> Person:
    words = search.words
    named = sorted({(words.start[first], words.end[last - 1]) for first, last in item.at})
    at = sorted({*named, *_elsewhere(item.name, named, text)})
    spans = tuple([Span(start, end) for start, end in at])
    return Person(item.name, spans, item.role, item.affiliation, item.public)


def _elsewhere(name: str, named: Sequence[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """The full name in furniture, which has no sentences; `named`: where it is known to stand, rising."""
    forms = {name, *(text[start:end] for start, end in named)}
    starts = [start for start, _ in named]
    reach = list(accumulate((end for _, end in named), max))
    for form in forms:
        for start, end in standing(form, text) if len(form) >= 4 else ():
            before = bisect_left(starts, end)
            if not before or reach[before - 1] <= start:
                yield start, end
