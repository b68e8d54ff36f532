"""Whether a time is that of words said, not of what they tell: "said on Wednesday that it had taken the mill"."""

from __future__ import annotations

import re
from functools import cache

from ebbline.times.expression import Expression
from ebbline.times.vocabulary import either, words

_REACH = 60
_LEAD = r"(?:,?[ \u00a0](?:on|late|early|earlier|later|in|by|at|also))*[ \u00a0]$"
_POSSESSIVE = ("'s", "’s")
_THAT = re.compile(r",?[ \u00a0]that\b")


@cache
def _verbs() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = words()
    told = r"told(?:[ \u00a0](?:the[ \u00a0])?[A-Za-z]\w*){1,3}"
    verbs = ("told", *table.saying, *table.saying_that, *table.denying)
    return (
        re.compile("|".join(sorted({word[:3] for word in verbs}))),
        re.compile(rf"\b(?:{either((*table.saying, *table.denying))}|{told}){_LEAD}", re.IGNORECASE),
        re.compile(rf"\b{either(table.saying_that)}{_LEAD}", re.IGNORECASE),
        re.compile(rf"\b{either(table.denying)}(?:[ \u00a0][a-z]+){{1,4}}[ \u00a0]$", re.IGNORECASE),
    )


@cache
def _beside() -> frozenset[str]:
    """The words that stand right before a time of saying, but for names."""
    table = words()
    return (
        table.saying
        | table.saying_that
        | table.denying
        | {"on", "late", "early", "earlier", "later", "in", "by", "at", "also"}
    )


def _may_tell(e: Expression, text: str) -> bool:
    """Whether a word of saying could stand before the time: most times are told apart here."""
    word = text[text.rfind(" ", max(0, e.start - 24), e.start - 1) + 1 : max(0, e.start - 1)]
    return word in _beside() or word[:1].isupper() or text.startswith((" that", ", that"), e.end)


def tells(e: Expression, text: str) -> bool:
    """Whether the time is that of saying or denying: `said on Wednesday`, `denied reports on Wednesday that …`."""
    if not _may_tell(e, text) or text.startswith(_POSSESSIVE, e.end):
        # "condemned Monday's attack" tells when the attack was.
        return False
    before = max(0, e.start - _REACH)
    any_verb, saying, saying_that, denying = _verbs()
    if any_verb.search(text, before, e.start) is None:
        return False
    if saying.search(text, before, e.start) is not None:
        return True
    if _THAT.match(text, e.end) is None:
        return False
    return saying_that.search(text, before, e.start) is not None or denying.search(text, before, e.start) is not None
