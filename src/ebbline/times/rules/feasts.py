"""Feasts and days of remembrance, the months of the Islamic year."""

from __future__ import annotations

import re

from ebbline.times.expression import Expression
from ebbline.times.holidays import feasts
from ebbline.times.rules.absolute import year_words
from ebbline.times.rules.rule import FEAST, Rule, before, core, lead
from ebbline.times.vocabulary import OF_YEAR, SINCE, S, either, year_number

_BEHIND = frozenset(
    ("in", "during", "of", "before", "after", "since", "until", "for", "throughout", "by", "this", "last")
)
_CAPITAL_AFTER = re.compile(r"[ \u00a0][A-Z]")


def _feast(m: re.Match[str]) -> Expression | None:
    name = " ".join(m["feast"].split())
    feast = feasts()[name]
    if not feast.bare and not m["lead"] and before(m) not in _BEHIND and not m["since"]:
        return None
    if _CAPITAL_AFTER.match(m.string, m.end()) is not None:
        return None
    return Expression(
        m.start(), m.end(), "holiday", holiday=name, year=year_number(m["year"]), which=lead(m) or
        year_words(m["which"]), since=bool(m["since"]), core=core(m),
    )  # fmt: skip


RULES = (
    Rule(
        "feast", "holidays", FEAST, "[A-Zelnst]",
        rf"\b{SINCE}(?:(?P<lead>[Ll]ast|[Tt]his|[Nn]ext){S})?(?P<feast>{either(feasts())})(?!\w){OF_YEAR}", _feast,
    ),
)  # fmt: skip
