"""Words that point at the past, the present or the future: "now", "recently", "in the future". They date nothing."""

from __future__ import annotations

import re

from ebbline.times.expression import Expression
from ebbline.times.rules.rule import FURTHER, Rule
from ebbline.times.vocabulary import either, words


def _vague(m: re.Match[str]) -> Expression | None:
    said = " ".join(m.group().lower().split())
    return Expression(m.start(), m.end(), "vague", which=words().vague[said])


RULES = (
    Rule(
        "past, present, future", "vague", FURTHER, "[nrcalstNRCALST]",
        rf"(?<![\w-])(?<!as ){either(words().vague)}(?![\w-]| after)", _vague, re.IGNORECASE, dating=False,
    ),
)  # fmt: skip
