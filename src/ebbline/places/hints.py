"""What the words of a report say of the countries and divisions it is about, its place names aside: `hints_of`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ebbline.places.divisions import divisions
from ebbline.places.lexicon import lexicon, rows
from ebbline.places.names import fold

_CAPITALS = re.compile(r"\b[A-Z][\w’'-]*\.?(?:[A-Z]\.)*(?:[ -][A-Z][\w’'-]*)?")
_PEOPLE, _COUNTRY, _DIVISION = 0.35, 0.4, 0.6


@cache
def _pointers() -> dict[str, tuple[tuple[str, str, float], ...]]:
    """Words as they are written, with country, division and weight of what they point to."""
    words, table = lexicon(), divisions()
    found: dict[str, tuple[tuple[str, str, float], ...]] = {}
    for key, country in words.peoples.items():
        found[key] = ((country, "", _PEOPLE),)
    for key, entry in words.countries.items():
        if len(key) > 3:
            found[key] = ((entry.code, "", _COUNTRY),)
    for key, (country, weight) in words.focus.items():
        found[key] = ((country, "", 0.5 * weight),)
    for name, (country, _) in table.full.items():
        found[fold(name)] = ((country, f"{country}/{name}", _DIVISION),)
    return found


_WORDS = re.compile(r"[a-z]+(?:['’]s)?")
_DOLLAR_PHONE = re.compile(r"\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b")
_MOST_CUES = 1.0
"""More than that the words of daily life never say."""


@cache
def _cues() -> dict[str, tuple[tuple[str, float], ...]]:
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for word, country, weight in rows("cues.tsv"):
        found[word] = (*found.get(word, ()), (country, float(weight)))
    return found


def _daily(text: str, hints: Hints) -> None:
    """Adds what the words of daily life, the money and the telephone numbers say."""
    cues = _cues()
    told: dict[str, float] = {"US": 0.3} if _DOLLAR_PHONE.search(text) else {}
    if "£" in text:
        told["GB"] = 0.5
    if "$" in text:
        told["US"] = told.get("US", 0.0) + 0.1
    for word in cues.keys() & set(_WORDS.findall(text.lower())):
        for country, weight in cues[word]:
            told[country] = told.get(country, 0.0) + weight
    for country, weight in told.items():
        hints.countries[country] = hints.countries.get(country, 0.0) + min(_MOST_CUES, weight)


class Hints:
    """Weights of countries and divisions, each word counted once."""

    __slots__ = ("countries", "divisions")

    def __init__(self) -> None:
        self.countries: dict[str, float] = {}
        self.divisions: dict[str, float] = {}


def hints_of(text: str, taken: Iterable[tuple[int, int]]) -> Hints:
    """What the capitalised words outside the `taken` stretches point to."""
    pointers, hints, seen = _pointers(), Hints(), set()
    _daily(text, hints)
    stretches = sorted(taken)
    at = 0
    for match in _CAPITALS.finditer(text):
        word = match[0]
        if word in seen:
            continue
        start, end = match.span()
        while at < len(stretches) and stretches[at][1] <= start:
            at += 1
        if at < len(stretches) and stretches[at][0] < end:
            continue
        seen.add(word)
        for key in _keys(word):
            for country, division, weight in pointers.get(key, ()):
                hints.countries[country] = hints.countries.get(country, 0.0) + weight
                if division:
                    hints.divisions[division] = hints.divisions.get(division, 0.0) + weight
    return hints


def _keys(word: str) -> tuple[str, ...]:
    low = word.lower().replace("’s", "").replace("'s", "")
    first, _, second = low.partition(" ")
    return (low, first, second) if second else (low,)
