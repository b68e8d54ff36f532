"""Whether the words around a date without a year tell of what is to come or of what was."""

from __future__ import annotations

import re
from functools import cache

from ebbline.times.vocabulary import either, words

_PROMISED = re.compile(
    r"\b(?:will|shall|scheduled|slated|due|deadline|going to|payable|effective)\b[^.;“”\"]*$"
    r"|\b(?:promis|plan|vow|pledg|expect|intend|aim|hop(?:e|ing)|agree|order|decid|demand|call|urg|threaten|want|ask)\w*"
    r"\b[^.;“”\"]*\b(?:to|that|for|by|until|before)\b[^.;“”\"]*$",
    re.IGNORECASE,
)
"""What lets a month or day without a year lie ahead of the report's date."""
_REACH = 160
_CLAUSE = re.compile(r"[^.;:“”\"\n]*$")
_CLAUSE_AFTER = re.compile(r"[^.;:“”\"\n]*")
_NEAR = 80


def tense_around(text: str, start: int, end: int) -> str | None:
    """`ahead` where the words before tell of what is to come, `past` where those around tell of what was."""
    if _PROMISED.search(text, max(0, start - _REACH), start) is not None:
        return "ahead"
    before = _CLAUSE.search(text, max(0, start - _NEAR), start)
    after = _CLAUSE_AFTER.match(text, end, end + _NEAR)
    around = (before.group() if before else "") + " " + (after.group() if after else "")
    return "past" if _past().search(around) is not None else None


@cache
def _past() -> re.Pattern[str]:
    return re.compile(rf"\b(?:[A-Za-z]{{2,}}(?<!ne)ed|{either(words().past)})\b")
