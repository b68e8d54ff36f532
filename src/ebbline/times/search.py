"""Finds the expressions of time in a sentence by the rules that its words call for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache, reduce
from operator import or_

from ebbline.times.expression import Expression
from ebbline.times.holidays import feasts
from ebbline.times.rules import RULES, Rule
from ebbline.times.rules.rule import (
    DECADES,
    FEAST,
    FIGURES,
    FURTHER,
    MONTHLY,
    ORDINAL,
    SEASONAL,
    SPOKEN,
    WEEKLY,
    YEARLY,
    Builder,
)  # fmt: skip
from ebbline.times.vocabulary import words

_Search = Callable[[str, int, int], re.Match[str] | None]
_Matches = Callable[[str, int, int], Iterator[re.Match[str]]]
_Ready = tuple[str, _Search | None, _Matches, Builder]

_CALLS = (FURTHER << 1) - 1
_REMEMBERED = 32_768


@cache
def _flags() -> dict[str, int]:
    table = words()
    out: dict[str, int] = {}
    for names, flag in (
        (table.months, MONTHLY),
        (table.weekdays, WEEKLY),
        (table.seasons, SEASONAL),
        (table.spoken, SPOKEN),
        (table.further, FURTHER),
        (table.decades, DECADES),
        ([word.lower() for name in feasts() for word in re.findall(r"[^\W\d_]{4,}", name)], FEAST),
    ):
        for name in names:
            out[name] = out.get(name, 0) | flag
    for plain in table.plain:
        out[plain] = out.get(plain, 0) & ~FEAST
    return out | {"/": FIGURES}


@cache
def _bits() -> dict[str, int]:
    """The bit of each of the needs, above those that call."""
    return {name: (_CALLS + 1) << i for i, name in enumerate(words().needs)}


class _Flags(dict[str, int]):
    """Which rules a word calls for, of those in `mask`, and which of their needs it meets; 0 for nearly all words."""

    def __init__(self, mask: int) -> None:
        self._mask = mask

    def __missing__(self, token: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        flags = self[token] = (_called(token) | _met(token)) & self._mask
        return flags


@cache
def word_flags(*, further: bool = False) -> Mapping[str, int]:
    """Of every word asked for which rules it calls for, and which of their needs it meets; 0 for nearly all.

    `further`: also of those that date nothing.
    """
    return _Flags(-1 if further else ~FURTHER)


def _called(token: str) -> int:
    known = _flags().get(token.lower())
    if known:
        return known
    first = token[0]
    if first.isdigit():
        return _figure_flags(token)
    if "-" in token and len(token) > 6:
        return reduce(or_, (_called(part) for part in token.split("-") if part), 0)
    return 0


_INNER_MARKS = re.compile(r"[\W_]+")


def _met(token: str) -> int:
    needs, bits, met = words().needs, _bits(), 0
    for part in filter(None, _INNER_MARKS.split(token.lower())):
        if part[0].isdigit():
            met |= bits["figure"]
        for name, listed in needs.items():
            if part in listed:
                met |= bits[name]
    return met


def _figure_flags(token: str) -> int:
    if len(token) >= 4 and token[:2] in ("19", "20") and token[:4].isdigit():
        return YEARLY | (FIGURES if len(token) > 4 else 0) | (DECADES if token[-1] == "s" else 0)
    if "." in token:
        return FIGURES
    if token[-2:] in ("st", "nd", "rd", "th"):
        return ORDINAL
    if len(token) == 4 and token.isdigit():
        return FURTHER | YEARLY if token[0] == "1" else FURTHER
    if "-" in token and len(token) > 4:
        return reduce(or_, (_called(part) for part in token.split("-")[1:] if part), 0)
    return FURTHER if ":" in token or token[-1] in "mM" else DECADES if token[-1] == "s" else 0


def calls(flags: int) -> bool:
    """Whether any rule is called for."""
    return flags & _CALLS != 0


@cache
def _ready(rule: Rule) -> _Ready:
    """The rule with its patterns made ready, when first asked for: a run seldom needs all."""
    hint = re.compile(rule.hint, rule.flags).search if rule.hint else None
    return rule.name, hint, rule.compiled().finditer, rule.build


@lru_cache(maxsize=8_192)
def _rules(flags: int, further: bool, without: frozenset[str]) -> tuple[_Ready, ...]:
    bits = _bits()
    return tuple(
        _ready(rule)
        for rule in RULES
        if flags & rule.calls
        and (further or rule.dating)
        and rule.family not in without
        and all(flags & bits[need] for need in rule.needs)
    )


def expressions(
    text: str, start: int, end: int, flags: int, *, further: bool = False, without: frozenset[str] = frozenset()
) -> list[tuple[str, Expression]]:
    """Expressions of time in `text[start:end]` with their rules' names, in order; none overlap.

    Only rules that `flags` call for are tried; `further`: also those that date nothing; `without`: none of these
    families.
    """
    found: list[tuple[str, Expression]] = []
    for name, hint, matches, build in _rules(flags, further, without):
        if hint is not None and hint(text, start, end) is None:
            continue
        for match in matches(text, start, end):
            if found and _overlaps(match, found):
                continue
            expression = build(match)
            if expression is not None and not _part_of_name(text, match.end()):
                found.append((name, expression))
    return sorted(found, key=_place) if len(found) > 1 else found


def _place(found: tuple[str, Expression]) -> int:
    return found[1].start


def _overlaps(match: re.Match[str], found: list[tuple[str, Expression]]) -> bool:
    start, end = match.span()
    return any(e.start < end and start < e.end for _, e in found)


_CAPITAL = re.compile(r"[ \u00a0]([A-Z][a-z]+)")


def _part_of_name(text: str, end: int) -> bool:
    """Whether a capitalised word of names follows: `17 February Brigade`."""
    following = _CAPITAL.match(text, end)
    return following is not None and following.group(1) in words().names_after
