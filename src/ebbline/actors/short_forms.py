"""Short forms of persons' names, and the entries that are one person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from ebbline.actors.people import PARTICLES, Named, Search


def find_short_forms(search: Search) -> None:
    """Every later or earlier surname, given name or kunya of a person already found by a longer name."""
    words = search.words
    forms = _forms(search)
    for i in list(compress(words.capitals, map(forms.__contains__, words.capital_low))) if forms else ():
        if i in search.used or _in_longer_run(search, i):
            continue
        owner = forms[words.low[i]]
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


def merged(found: Sequence[Named]) -> list[Named]:
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
