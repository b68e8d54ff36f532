"""What a rule of the grammar is, and what its builders ask of the words around a match."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ebbline.times.expression import Expression

MONTHLY, WEEKLY, SEASONAL, YEARLY, SPOKEN, FIGURES, ORDINAL, FEAST, DECADES, FURTHER = (1 << i for i in range(10))
"""What a word of a sentence calls for."""

Builder = Callable[[re.Match[str]], Expression | None]


class Rule(NamedTuple):
    """A pattern, what it makes, and when it is tried: only where a word of the sentence `calls` for it, and where for
    each of its `needs` (lists of `words.toml`) a word is there that it cannot do without.
    """

    name: str
    family: str
    calls: int
    opening: str
    """The characters that a match can open with: tried nowhere else, which takes half the time."""
    pattern: str
    build: Builder
    flags: int = 0
    needs: tuple[str, ...] = ()
    dating: bool = True
    """False: it makes what dates nothing, and the coder never asks for it."""
    hint: str = ""
    """A cheaper pattern without which the rule finds nothing."""

    def compiled(self) -> re.Pattern[str]:
        """The pattern made ready."""
        return re.compile(rf"(?={self.opening}){self.pattern}", self.flags)


_LOWER_WORD = re.compile(r"[ \u00a0\n]+([a-z]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0\n(‘“'\"-]*$")


def before(match: re.Match[str]) -> str:
    """The word before the match, small."""
    found = _WORD_BEFORE.search(match.string, max(0, match.start() - 24), match.start())
    return found.group(1).lower() if found else ""


def next_word(match: re.Match[str]) -> str:
    """The word after the match if it is a small one."""
    found = _LOWER_WORD.match(match.string, match.end())
    return found.group(1) if found else ""


def core(m: re.Match[str], *, article: bool = False) -> int:
    """Where the words behind "since" begin, with its `article` or without; -1 without "since"."""
    if not m["since"]:
        return -1
    end = m.end("the") if not article and "the" in m.re.groupindex and m["the"] else m.end("since")
    while m.string[end].isspace():
        end += 1
    return end


def lead(m: re.Match[str]) -> str | None:
    """The small `last`, `this` or `next` before a name; of "this past" the second."""
    return m["lead"].lower().split()[-1] if m["lead"] else None
