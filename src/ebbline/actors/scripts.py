"""Names in other scripts than the report's: what stands in Arabic or Cyrillic letters inside English prose."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from ebbline.actors.people import Search
from ebbline.records import Person, Span

_LONGEST = 30
"""Words of a run that is still read as somebody's name; longer ones are passages."""
_MOSTLY = 2
"""A text with more than one letter of another script for two Latin ones is in another language."""

_OTHER = re.compile(
    r"(?![a-zA-Z\u00c0-\u024f\u1e00-\u1eff])[^\W\d_](?:(?![a-zA-Z\u00c0-\u024f\u1e00-\u1eff])[^\d_\n.,;:!?()\[\]{}«»“”\"/|،؛؟።၊။])*"
)

_STRANGE = re.compile("[^\x00-\u024f\u1e00-\u1eff\u2010-\u2027]")
"""Where none of these stands, no letter of another script does: `_OTHER` alone takes ten times as long to tell."""


def find_in_scripts(search: Search, persons: Sequence[Person]) -> list[Person]:
    """A person for each run of another script, unless it only repeats the place or group beside it in brackets.

    The run cannot be read, so it is taken for a name. It bears the role of the person whose name it follows.
    """
    text = search.words.text
    if search.words.plain:
        return []
    runs = runs_of_other_scripts(text)
    if not runs or _is_foreign(text, runs):
        return []
    ends = sorted((span.end, person.role) for person in persons for span in person.spans)
    named = [span for person in persons for span in person.spans]
    out: dict[str, Person] = {}
    for span in runs:
        if any(other.start <= span.start and span.end <= other.end for other in named):
            continue
        name = " ".join(span.of(text).split())
        if len(name.split()) > _LONGEST or _repeats(search, span):
            continue
        beside = bisect_right(ends, (span.start, "\uffff")) - 1
        near = beside >= 0 and span.start - ends[beside][0] < 4
        role = ends[beside][1] if near else "unknown"
        known = out.get(name)
        out[name] = Person(name, (*known.spans, span) if known else (span,), known.role if known else role)
    return list(out.values())


def runs_of_other_scripts(text: str) -> list[Span]:
    """Where words stand that are not in Latin letters; marks and line ends part them."""
    out: list[Span] = []
    if not _STRANGE.search(text):
        return out
    for hit in _OTHER.finditer(text):
        words = hit.group().rstrip(" \t'’-–—…*")
        if any(_script(char) for char in words):
            out.append(Span(hit.start(), hit.start() + len(words)))
    return out


@lru_cache(maxsize=4096)
def _script(char: str) -> bool:
    """Whether a letter belongs to another script than Latin; signs that are letters by name only do not."""
    if not char.isalpha():
        return False
    name = unicodedata.name(char, "LATIN")
    return not name.startswith(("LATIN", "MODIFIER", "MICRO", "FEMININE", "MASCULINE", "OHM", "KELVIN"))


def _is_foreign(text: str, runs: Sequence[Span]) -> bool:
    other = sum(span.end - span.start for span in runs)
    return other * _MOSTLY > sum(char.isalpha() for char in text) - other


def _repeats(search: Search, span: Span) -> bool:
    """Whether the run stands in brackets after words that are a place's or a group's."""
    words = search.words
    i = bisect_right(words.end, span.start) - 1
    if i < 0 or words.text[words.end[i] : span.start].strip() not in ("(", "/", "–", "-", "["):
        return False
    if i in search.used or not words.capital(i):
        return False
    return (
        i in search.taken
        or i in search.blocked
        or search.is_place(i, i + 1)
        or (i > 0 and search.is_place(i - 1, i + 1))
    )
