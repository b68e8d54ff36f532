"""The rules of the grammar, by family, in order of right: a later rule takes no words that an earlier one has."""

from ebbline.times.rules import absolute, amounts, anchored, clock, feasts, spoken, vague, years
from ebbline.times.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *amounts.SETS,
    *spoken.YEAR_ENDS,
    *absolute.RULES,
    *feasts.RULES,
    *years.RULES,
    *anchored.SAME,
    *spoken.SHIFTS,
    *anchored.SHIFTS,
    *spoken.SPANS,
    *spoken.DAYS,
    *absolute.ALONE,
    *clock.RULES,
    *spoken.UNITS,
    *amounts.LENGTHS,
    *years.ALONE,
    *anchored.THE,
    *vague.RULES,
    *amounts.ALONE,
)

FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(rule.family for rule in RULES))

__all__ = ["FAMILIES", "RULES", "Rule"]
