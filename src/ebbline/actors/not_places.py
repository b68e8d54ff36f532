"""Telling persons' names from the names of places, offices and outlets."""

from __future__ import annotations

from ebbline.actors.people import Calling, Search

ARTICLE = frozenset({"al", "el"})


_LOCATIVE = frozenset({"in", "near", "around", "outside", "inside", "across", "via", "towards", "between", "beneath"})


_FEATURES = frozenset({"mount", "mountain", "fort", "lake", "river", "port", "camp", "jabal", "jebel", "wadi"})


def is_known_place(search: Search, first: int, last: int) -> bool:
    """Whether the words are a place's name and stand like one; a name that begins with a given name must do both."""
    words = search.words
    low = words.low[first]
    if low not in search.people.given and low not in search.listed("kunya"):
        return search.is_place(first, last)
    before = words.low[first - 1] if words.joined(first) else ""
    if before in _LOCATIVE or (before == "of" and is_placed(search, first)):
        return True
    if before in _FEATURES and words.capital(first - 1):
        return True
    if is_aimed_at(search, first) and search.is_place(first, last):
        return True
    among = before in search.listed("takes") or is_placed(search, first) or in_place_list(search, first, last)
    return among and (
        search.is_place(first, last) or search.known.spelling(search.words.span(first, last).of(words.text))
    )


def is_aimed_at(search: Search, first: int) -> bool:
    """Whether an attack is told to be on what follows: "a strike on"."""
    words = search.words
    if first < 2 or words.low[first - 1] != "on" or not words.joined(first) or not words.joined(first - 1):
        return False
    return words.low[first - 2] in search.listed("aims")


def is_office(search: Search, i: int) -> bool:
    """Whether word `i` is an office or a rank: "the DoD Spokesman"."""
    one = (search.words.low[i],)
    callings = search.people.callings.get(one[0])
    return callings is not None and any(
        calling.words == one and calling.role in ("official", "military", "monitor") for calling in callings
    )


def is_outlet(search: Search, first: int, last: int) -> bool:
    """Whether the words are the name of the report's own outlet."""
    words = search.words
    outlet = search.outlet
    n = last - first
    if words.low[first] not in outlet or words.low[first] in search.people.given:
        return False
    return any(outlet[k : k + n] == words.low[first:last] for k in range(len(outlet) - n + 1))


def revered_place(search: Search, first: int, last: int, title: Calling) -> bool:
    """Whether a title is part of a place's name: "in Sheikh Hassoun", "the Imam Ali district"."""
    words, lists = search.words, search.lists
    if title.words[-1] in lists["revered"] and first and in_place_list(search, first - 1, last):
        return True
    if title.words[-1] not in lists["revered"] or first == 0 or not words.capital(first - 1):
        return False
    if words.joined(last) and words.low[last] in lists["placetails"]:
        return True
    return first > 1 and words.joined(first - 1) and words.low[first - 2] in lists["toward"]


def listed_after_place(search: Search, first: int) -> bool:
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
        if i != first and (is_placed(search, i) or words.low[i - 1] in search.listed("takes")):
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


def in_place_list(search: Search, first: int, last: int) -> bool:
    """As `listed_after_place`, where the list goes on or ends here: not "in Aden, Karim said"."""
    words = search.words
    if first == 0 or words.sentence[first - 1] != words.sentence[first]:
        return False
    onward = last < len(words) and (words.gap(last) == ", " or words.low[last] == "and")
    return (words.low[first - 1] == "and" or onward) and listed_after_place(search, first)


def is_placed(search: Search, first: int) -> bool:
    """Whether the word before makes the name a place's: "in Abu Hamam", but not "the mother of Saad"."""
    words = search.words
    if words.joined(first) and words.low[first - 1] in ARTICLE and words.gap(first) == "-":
        first -= 1
    if first == 0 or not words.joined(first) or words.low[first - 1] not in search.listed("toward"):
        return False
    if words.low[first - 1] != "of" or first == 1:
        return True
    before = words.low[first - 2]
    if before in search.listed("kin") or before in search.listed("closekin"):
        return False
    onward = first + 2 if words.low[first + 1 : first + 2] and words.low[first + 1] in ARTICLE else first + 1
    several = words.joined(onward) and words.capital(onward) and words.low[first] not in ARTICLE
    return not several or before in search.listed("placeof")
