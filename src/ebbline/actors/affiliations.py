"""What is told of a person: role and affiliation."""

from __future__ import annotations

from ebbline.actors.callings import ARTICLES, calling_at, calling_behind, graver
from ebbline.actors.linking import ActorMention
from ebbline.actors.people import Calling, Named, Search
from ebbline.actors.words import Words
from ebbline.records import Role


def add_named(search: Search, first: int, last: int, title: Calling | None) -> None:
    """Keeps the person whose name stands at words `first` to `last`, with what is told beside it."""
    words = search.words
    name = " ".join(words.text[words.start[first] : words.end[last - 1]].split())
    apposition = _after_name(search, first, last)
    calling = title
    if apposition is not None and (calling is None or calling.role in ("resident", "unknown") or calling.public == "0"):
        calling = apposition if calling is None else graver(calling, apposition)
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
        words.low[last] in ARTICLES or words.raw[last].isdigit() or calling_at(search, last, len(words))
    ):
        return calling_behind(search, last)
    if gap == " (" and not words.raw[last].isdigit():
        return calling_at(search, last, len(words))
    return None


def _affiliation(search: Search, first: int, last: int) -> ActorMention | None:
    """The actor named just before the name, in the apposition after it, or first in the sentence of a spokesman."""
    words = search.words
    for i in range(first - 1, max(-1, first - 6), -1):
        if words.sentence[i] != words.sentence[first] or words.low[i] in _PARTING or _is_deed(words, i):
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


def _is_deed(words: Words, i: int) -> bool:
    """Whether a deed that somebody is charged with stands between: "accused the Karm Front of killing the mayor X"."""
    return words.low[i].endswith("ing") and i > 0 and words.low[i - 1] in ("of", "for")


def _first_actor(search: Search, at: int) -> ActorMention | None:
    words = search.words
    for i in range(words.first[words.sentence[at]], at):
        actor = search.taken.get(i)
        if actor is not None and actor.kind in ("group", "state", "coalition"):
            return actor
    return None
