"""Whether the words around a date tell of what is to come or of what was."""

from __future__ import annotations

import re
from functools import cache

from ebbline.times.vocabulary import either, words

_WITHIN = r"(?:[^.;“”\"]|(?<!(?-i:[a-z]{3}))\.|\.(?=\S))"
"""Any character of a sentence, the stops of "Mr." and "p.m." too."""
_REST = r"(?:[^.;“”\"]++|(?<!(?-i:[a-z]{3}))\.|\.(?=\S))*+$"
"""The words of a sentence up to the date."""
_REACH, _NEAR, _WEEKDAY_REACH = 160, 80, 70

_PROMISED = re.compile(
    rf"\b(?:will|shall|would|must|scheduled|slated|due|deadline|going to|payable|effective)\b{_REST}"
    r"|\b(?:promis|plan|vow|pledg|expect|intend|aim|hop(?:e|ing)|agree|order|decid|demand|call|urg|threaten|want|ask)\w*"
    rf"\b{_WITHIN}*\b(?:to|that|for|by|until|before)\b{_REST}"
    r"|\b(?:by|until|through|extended to)[ \u00a0]$",
    re.IGNORECASE,
)
"""What lets a month or day without a year lie ahead of the report's date."""
_CLAUSE = re.compile(rf"(?:(?![:\n]){_WITHIN})*$")
_CLAUSE_AFTER = re.compile(rf"(?:(?![:\n]){_WITHIN})*")
_LIMIT = re.compile(r"[ \u00a0](?:deadline|election|vote|summit|conference)")


def tense_around(text: str, start: int, end: int) -> str | None:
    """`ahead` where the words before tell of what is to come, `past` where those around tell of what was."""
    if _LIMIT.match(text, end) is not None or _PROMISED.search(text, max(0, start - _REACH), start) is not None:
        return "ahead"
    before = _CLAUSE.search(text, max(0, start - _NEAR), start)
    after = _CLAUSE_AFTER.match(text, end, end + _NEAR)
    around = (before.group() if before else "") + " " + (after.group() if after else "")
    return "past" if _past().search(around) is not None else None


@cache
def _past() -> re.Pattern[str]:
    return re.compile(rf"\b(?<!be )(?:[A-Za-z]{{2,}}(?<!ne)ed|{either(words().past)})\b")


_AHEAD = re.compile(
    rf"(?:\b(?:will|shall|would|called for|announced for|until|deadline|as (?:soon|early|late) as"
    r"|plan(?:s|ned|ning)? (?:to|for|a|an)|expect(?:ed|s)? (?:to|on|by))"
    rf"|(?<!was )(?<!were )(?<!been )\b(?:scheduled|due|set))\b{_REST}"
)
"""What lets a bare weekday lie ahead of the report's date: "will be buried on Monday"."""


def weekday_ahead(text: str, start: int, end: int) -> bool:
    """Whether a bare weekday is one to come: not where something is "Monday's"."""
    if text.startswith(("'s", "’s"), end):
        return False
    return _AHEAD.search(text, max(0, start - _WEEKDAY_REACH), start) is not None
