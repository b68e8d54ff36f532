"""Where a predicate's act is told to happen, and the stretch of text that tells it."""

from __future__ import annotations

from collections.abc import Sequence

from ebbline.claims.frames_predicate import STEPS
from ebbline.claims.grammar import WHEN, Parsed
from ebbline.places import PlaceMention
from ebbline.records import Span


def places_of(parsed: Parsed, chain: Sequence[int]) -> tuple[PlaceMention, ...]:
    """The places of the clause; where it has none, those of the clauses that share its setting."""
    if not parsed.places:
        return ()
    for word in chain:
        found = _places_under(parsed, word)
        if found:
            return found
    at = chain[-1]
    for _ in range(STEPS):
        joined = [c for c in parsed.related(at, "conj") if parsed.is_verb(c)]
        found = tuple([place for c in joined for place in _places_under(parsed, c)]) if parsed.is_verb(at) else ()
        if found or parsed.heads[at] < 0 or not _shares_setting(parsed, at):
            return found
        at = parsed.heads[at]
        found = _places_under(parsed, at, subject=False)
        if found:
            return found
    return ()


def _shares_setting(parsed: Parsed, word: int) -> bool:
    """Whether what a word tells happens where the clause above it does."""
    if parsed.relations[word] in ("advcl", "xcomp", "obj", "nsubj", "nsubj:pass", "acl:relcl", "acl"):
        return True
    return parsed.kind(word) in ("obl", "nmod") or (parsed.relations[word] == "conj" and parsed.is_verb(word))


def _places_under(parsed: Parsed, top: int, subject: bool = True) -> tuple[PlaceMention, ...]:
    """The places named in a predicate's phrases, its subject's if asked for; not those that say when."""
    out: dict[int, PlaceMention] = {}
    queue, at = [top], 0
    while at < len(queue) and at < _WIDEST:
        word = queue[at]
        at += 1
        place = parsed.place(word)
        if place is not None and place.kind not in ("dateline", "metonym"):
            out.setdefault(place.span.start, place)
        for child in parsed.children[word]:
            acting = word == top and parsed.relations[child] == "nsubj"
            if not (parsed.other_clause(child) or _apart(parsed, child) or (acting and not subject)):
                queue.append(child)
    finer = [place for place in out.values() if place.kind != "country"]
    return tuple(finer or out.values())


def _apart(parsed: Parsed, child: int) -> bool:
    """Whether a phrase says when, or who says it, and not where."""
    return parsed.kind(child) in ("obl", "nmod") and parsed.lead(child) in WHEN


_WIDEST = 600


def clause_of(parsed: Parsed, word: int) -> Span:
    """The predicate's clause as one stretch of the text."""
    words, _ = parsed.clause(word)
    first, last = words[0], words[-1]
    while last > word and not parsed.words[last][:1].isalnum():
        last -= 1
    while first < word and (not parsed.words[first][:1].isalnum() or parsed.relations[first] in ("cc", "mark")):
        first += 1
    return Span(parsed.starts[first], parsed.end_of(last))
