"""The words of dates, from `data/words.toml`, and the pieces of patterns that are made of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """Numbers behind the words of dates."""

    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, str]
    day_parts: dict[str, str]
    about: dict[str, str]
    often: dict[str, tuple[int, str]]
    vague: dict[str, str]
    eighties: dict[str, int]
    digits: frozenset[str]
    vague_counts: frozenset[str]
    names_after: frozenset[str]
    before_year: frozenset[str]
    surely_year: frozenset[str]
    after_year: frozenset[str]
    counted: frozenset[str]
    may_leads: frozenset[str]
    dated_nouns: frozenset[str]
    spoken: frozenset[str]
    further: frozenset[str]
    decades: frozenset[str]
    plain: frozenset[str]
    past: frozenset[str]
    saying: frozenset[str]
    saying_that: frozenset[str]
    denying: frozenset[str]
    before_length: frozenset[str]
    no_event: frozenset[str]
    needs: dict[str, frozenset[str]]


@cache
def words() -> Words:
    """The word list of the package."""
    raw = tomllib.loads(resources.files("ebbline.times").joinpath("data/words.toml").read_text("utf-8"))
    tables: dict[str, Any] = {name: raw[name] for name in _TABLES}
    tables["often"] = {word: (count, unit) for word, (count, unit) in raw["often"].items()}
    tables["digits"] = frozenset(raw["digits"]["names"])
    tables["vague_counts"] = frozenset(raw["vague_counts"]["names"])
    tables["names_after"] = frozenset(raw["names"]["after"])
    tables["needs"] = {name: frozenset(listed) for name, listed in raw["needs"].items()}
    tables |= {name: frozenset(listed) for name, listed in raw["contexts"].items()}
    return Words(**tables)


_TABLES = ("months", "weekdays", "seasons", "numbers", "ordinals", "units", "day_parts", "about", "vague", "eighties")


def either(names: Iterable[str]) -> str:
    """A pattern for any of the names, the longer before the shorter, a blank in one for any white space."""
    listed = sorted(names, key=lambda name: (-len(name), name))
    return "(?:" + "|".join(re.escape(name).replace(r"\ ", S) for name in listed) + ")"


def cased(names: Iterable[str]) -> str:
    """A pattern for the names with a capital or all in capitals."""
    listed = list(names)
    return either([name.capitalize() for name in listed] + [name.upper() for name in listed])


S = r"[ \u00a0\t\n]+"
"""White space between two words."""

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|JAN|FEB|AUG|SEPT|OCT|NOV|DEC)\b\.?"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d"
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
SEASON = r"(?:spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Winter)"
DASH = r"[ \u00a0]*[-–—/][ \u00a0]*"
TO = rf"(?:{DASH}|{S}(?:to|and|or|until|till|through){S}(?:the{S})?)"
SINCE = rf"(?:(?P<since>[Ss]ince|[Ee]ver since){S}(?P<the>the{S})?)?"
LEAD_DAY = rf"(?:(?:{WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?),?{S}(?:the{S})?)?"
OF_YEAR = (
    rf"(?:,?{S}(?:of{S}|in{S})?\(?(?P<year>{YEAR})(?!\w)"
    rf"|,?{S}(?:of{S})?(?P<which>last|this|next|that|the same|the previous|the following){S}year\b)?"
)
PART = (
    r"(?P<part>[Ee]arly|[Mm]id|[Ll]ate|[Mm]iddle|[Bb]eginning|[Ss]tart|[Ee]nd"
    r"|(?:first|opening|last|closing|final) (?:days|weeks?|half))"
    rf"(?:{S}(?:in|of)(?:{S}the{S}month{S}of)?{S}|{S}|[-‐])"
)
SMALL = either(
    name
    for name, value in words().numbers.items()
    if value < 20 and len(name) > 2 and name not in ("few", "some", "couple")
)
_TENS = either(name for name, value in words().numbers.items() if value in range(20, 100, 10))
NUMBER = (
    rf"(?:\d{{1,3}}(?:\.\d)?(?:{S}\d/\d)?|{_TENS}(?:[- ]{SMALL})?|{SMALL}(?:{S}and{S}a{S}half|-and-a-half)?"
    rf"|(?:a{S})?hundred"
    rf"|(?:a{S})?couple(?:{S}of)?|(?:a{S})?few|several|some|many|half{S}an?|an?)"
)
_ONES = either(words().digits)
SPELLED_DAY = (
    rf"(?:(?:twenty|thirty)[- ]{either(name for name, value in words().ordinals.items() if value < 10)}|thirtieth"
    rf"|{either(name for name, value in words().ordinals.items() if value <= 20)})"
)
"""A day of the month in words: "twenty-fifth"."""
SPELLED_YEAR = (
    rf"(?:nineteen{S}(?:{_TENS}(?:[- \n]{_ONES})?|(?:oh|o){S}{_ONES}|hundred)|two{S}thousand(?:{S}(?:and{S})?{SMALL})?)"
)
ABOUT = rf"(?:(?P<about>{either(words().about)}){S})?"


def number(text: str) -> float:
    """The number that a match of `NUMBER` tells; a rough one for "several"."""
    clean = re.sub(r"[\s\u00a0-]+", " ", text.lower())
    table = words().numbers
    if clean[0].isdigit():
        whole, _, part = clean.partition(" ")
        above, _, below = part.partition("/")
        return float(whole) + (int(above) / int(below) if part and int(below) else 0)
    if clean.startswith("half"):
        return 0.5
    if clean.endswith(" and a half"):
        return number(clean.removesuffix(" and a half")) + 0.5
    told = [table[word] for word in clean.split(" ") if word in table and (word not in ("a", "an") or " " not in clean)]
    return sum(told)


def spelled_day(text: str) -> int:
    """25 of "twenty-fifth"."""
    table = words().numbers | words().ordinals | {"thirtieth": 30}
    return sum(table[word] for word in re.split(r"[-\s\u00a0]+", text.lower()))


def spelled_year(text: str) -> int:
    """1991 of "nineteen ninety-one", 2003 of "two thousand and three"."""
    said = [word for word in re.split(r"[-\s\u00a0]+", text.lower()) if word not in ("and", "oh", "o", "hundred")]
    century, rest = (2000, said[2:]) if said[0] == "two" else (1900, said[1:])
    return century + sum(words().numbers[word] for word in rest)


def is_vague(text: str | None) -> bool:
    """Whether a count is none: "a few", "several"."""
    return text is not None and not words().vague_counts.isdisjoint(text.lower().split())


def month_number(text: str) -> int:
    """1 to 12."""
    return words().months[text.lower().rstrip(".")]


def digits(text: str) -> int:
    """The figures of "17th"."""
    return int(text) if text.isdigit() else int(re.sub(r"\D", "", text))


def year_number(text: str | None) -> int | None:
    """The year, None where there is none."""
    return int(text) if text else None


def part_of(text: str | None) -> str | None:
    """`early`, `mid` or `late`."""
    if text is None:
        return None
    low = text.lower()
    if low.startswith(("earl", "begin", "start", "first", "open")):
        return "early"
    return "mid" if low.startswith("mid") else "late"
