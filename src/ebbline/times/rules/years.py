"""Years, their seasons, quarters and halves, decades and centuries."""

from __future__ import annotations

import re

from ebbline.times.expression import Expression
from ebbline.times.rules.rule import DECADES, FURTHER, SEASONAL, YEARLY, Rule, before, core, lead, next_word
from ebbline.times.vocabulary import (
    DASH,
    PART,
    SEASON,
    SINCE,
    SPELLED_YEAR,
    TO,
    YEAR,
    S,
    either,
    part_of,
    spelled_year,
    words,
    year_number,
)  # fmt: skip


def _season(m: re.Match[str]) -> Expression | None:
    if not m["year"] and not m["lead"] and not m["of"]:
        return None
    if m["season"].lower() == "fall" and not m["year"] and _is_a_falling(m):
        return None
    return Expression(
        m.start(), m.end(), "season", number=words().seasons[m["season"].lower()], year=year_number(m["year"]),
        part=part_of(m["part"]), which=lead(m) or (m["of"] and m["of"].lower()), since=bool(m["since"]),
        core=core(m, article=True),
    )  # fmt: skip


def _is_a_falling(m: re.Match[str]) -> bool:
    """ "This fall of the town" is no autumn."""
    said = lead(m)
    return said == "that" or (said in ("this", "next") and next_word(m) in ("of", "in", "to", "from"))


def _bare_season(m: re.Match[str]) -> Expression | None:
    return Expression(
        m.start(), m.end(), "season", number=words().seasons[m["season"].lower()], part=part_of(m["part"]), which="near"
    )


def _years(m: re.Match[str]) -> Expression | None:
    first = int(m["year"])
    second = int(m["year2"]) if len(m["year2"]) == 4 else first // 100 * 100 + int(m["year2"])
    if not first < second <= first + 60:
        return None
    one = Expression(m.start("year"), m.end("year"), "year", year=first)
    to = Expression(m.start("year2"), m.end("year2"), "year", year=second)
    return Expression(m.start(), m.end(), "year", year=first, to=to, among=(one, to))


def _led_year(m: re.Match[str]) -> Expression | None:
    """ "Since 2014", "early 2014"; "since the 2016 accord" begins with the accord, and tells the year alone."""
    if not m["part"] and not m["since"]:
        return None
    since = bool(m["since"]) and not (m["the"] and not m["part"])
    at = core(m) if m["since"] else -1
    return Expression(
        at if m["since"] and not since else m.start(), m.end(), "year", year=int(m["year"]), part=part_of(m["part"]),
        since=since, core=at if since else -1,
    )  # fmt: skip


def _one_year(m: re.Match[str]) -> Expression | None:
    """A figure is a year by the words beside it."""
    behind, following = before(m), next_word(m)
    bracketed = m.string[max(0, m.start() - 1) : m.start()] == "(" and m.string[m.end() : m.end() + 1] == ")"
    if behind not in words().before_year and not bracketed:
        return None
    loose = behind in words().surely_year and following not in words().counted
    if following and following not in words().after_year and not loose:
        return None
    return Expression(m.start(), m.end(), "year", year=int(m["year"]))


def _any_year(m: re.Match[str]) -> Expression | None:
    """Any figure like 1996 that counts nothing: "a 1996 law"."""
    if next_word(m) in words().counted or before(m) in ("about", "some", "nearly", "almost", "than", "over"):
        return None
    return Expression(m.start(), m.end(), "year", year=int(m["year"]))


def _spelled_year(m: re.Match[str]) -> Expression | None:
    if m.group().lower() in ("nineteen hundred", "two thousand") and not m["lead"]:
        return None
    return Expression(m.start(), m.end(), "year", year=spelled_year(m["year"]), part=part_of(m["part"]))


def _decade(m: re.Match[str]) -> Expression | None:
    if m["word"]:
        first = 1900 + words().eighties[m["word"].lower()]
    else:
        figures = m["figures"]
        first = int(figures) if len(figures) == 4 else 1900 + int(figures)
    return Expression(
        m.start(),
        m.end(),
        "decade",
        year=first,
        part=part_of(m["part"]),
        since=bool(m["since"]),
        core=core(m, article=True),
    )


def _century(m: re.Match[str]) -> Expression | None:
    said = m["number"].lower()
    count = int(re.sub(r"\D", "", said)) if said[0].isdigit() else words().ordinals[said]
    if not 1 <= count <= 21:
        return None
    return Expression(m.start(), m.end(), "century", year=max(1, 100 * (count - 1)), part=part_of(m["part"]))


def _quarter(m: re.Match[str]) -> Expression | None:
    count = words().ordinals[m["number"].lower()]
    if count > (4 if m["unit"].lower() == "quarter" else 2):
        return None
    said = (m["year"] or m["year0"], m["own"] or m["which"] or m["ago"])
    if m["unit"].lower() == "half" and said == (None, None) and m.string[m.start("unit") - 1] != "-":
        return None
    which = re.sub(r"(?:['’]s|^of|^the)\b", "", said[1].lower()).strip() if said[1] else None
    return Expression(
        m.start(), m.end(), "quarter" if m["unit"].lower() == "quarter" else "half", number=count,
        year=year_number(said[0]), which=which, part=part_of(m["part"]),
    )  # fmt: skip


def _half(m: re.Match[str]) -> Expression | None:
    return Expression(m.start(), m.end(), "half", number=words().ordinals[m["number"].lower()])


def _fiscal(m: re.Match[str]) -> Expression | None:
    if m["year"] or m["year2"]:
        return Expression(m.start(), m.end(), "year", year=int(m["year"] or m["year2"]))
    count = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get((m["lead"] or "").lower(), 0)
    return Expression(m.start(), m.end(), "relative", unit="year", count=count)


def _years_period(m: re.Match[str]) -> Expression | None:
    """ "the 1988 period": the quarter told last, of that year."""
    return Expression(m.start(), m.end(), "this", unit="period", year=int(m["year"]))


_PART = r"(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate|(?:beginning|start|middle|end)(?= of))(?: of the )?[- ]?)?"
_ORDINAL = either(name for name, value in words().ordinals.items() if value < 5)
_CENTURIES = either(words().ordinals)
_FIRSTS = "[SsEeMmLlTtNnPpAafWwbB]"
_LEAD = r"(?:[Tt]his[ ])?[Pp]ast|[Ll]ast|[Tt]his|[Nn]ext|[Tt]hat"

RULES = (
    Rule(
        "quarter or half of a year", "years", DECADES, "[TtIiAaNnLlFfSs12]",
        rf"\b(?:(?:the|a|an){S}(?!(?:fiscal{S})?{_ORDINAL}-)(?:flat{S})?)?"
        rf"(?:(?P<own>(?:this|last|next){S}year['’]s){S})?(?:(?P<year0>{YEAR}){S}|(?P<ago>year-(?:ago|earlier)){S})?"
        rf"(?:(?P<part>early|late){S})?(?:fiscal{S})?(?P<number>{_ORDINAL})(?:{S}|-)(?:fiscal{S})?(?P<unit>quarter|half)\b(?!s)"
        rf"(?!{S}of{S}(?:the|a|an|its|their|his){S}(?!year))"
        rf"(?:(?:,?{S}of)?{S}(?:(?:fiscal|the){S})?(?P<year>{YEAR})\b|(?:{S}of)?{S}(?P<which>(?:last|this|next){S}year)\b)?",
        _quarter, re.IGNORECASE,
    ),
    Rule(
        "fiscal year", "years", DECADES, "[TtFfIi]",
        rf"\b(?:(?:the|its){S})?(?:(?P<lead>last|this|next|past|current|previous|coming){S})?fiscal{S}"
        rf"(?:year(?:{S}(?P<year>{YEAR}))?|(?P<year2>{YEAR}))\b",
        _fiscal, re.IGNORECASE,
    ),
    Rule("period of a year", "years", DECADES, "[Tt]", rf"\b[Tt]he{S}(?P<year>{YEAR}){S}period\b", _years_period),
    Rule(
        "season", "years", SEASONAL, _FIRSTS,
        rf"\b{SINCE}(?:the{S})?(?:{_PART[:-1]})?(?:(?P<lead>{_LEAD}){S})?"
        rf"(?P<season>{SEASON})(?:(?:{S}of)?{S}(?P<year>{YEAR})|(?:{S}of)?{S}(?P<of>(?:last|this|next|that){S}year))?(?!\w)",
        _season,
    ),
    Rule(
        "bare season", "years", SEASONAL, "[TtEeLl]", rf"\b[Tt]he{S}{_PART}(?P<season>{SEASON})(?!\w)(?!{S}of)",
        _bare_season, dating=False,
    ),
    Rule(
        "decade", "years", DECADES, "[TtEeMmLlSs12'’nsfb]",
        rf"\b{SINCE}(?:the{S})?{_PART}(?:the{S})?"
        r"(?:(?<![\d$€£'’])['’]?(?P<figures>(?:1[5-9]|20)\d0|(?<=['’ ])[2-9]0)['’]?s\b"
        rf"|(?P<word>{either(words().eighties)})\b)",
        _decade,
    ),
    Rule(
        "century", "years", DECADES, r"[\dTtEeMmLlfsnetb]",
        rf"\b(?:the{S})?{_PART}(?P<number>\d{{1,2}}(?:st|nd|rd|th)|{_CENTURIES})(?:{S}|-)century\b(?!-old)", _century,
        re.IGNORECASE,
    ),
    Rule(
        "years", "years", YEARLY, "[12]",
        rf"(?<![\d,.$€£])(?P<year>{YEAR})(?:{TO})(?P<year2>{YEAR}|\d\d)(?!\w|[,.]\d|{DASH}\d)", _years,
    ),
    Rule(
        "year with a word before it", "years", YEARLY, "[SsEeMmLlBbfoct]",
        rf"(?<![\w,.$€£/-]){SINCE}(?:(?:the{S})?{PART})?(?P<year>{YEAR})(?!\w|[,.:]\d|[-–/]\d|%)", _led_year,
        needs=("before_month",), hint=r"(?<=[a-z][ \u00a0\t\n‐-])(?:19|20)\d\d",
    ),
    Rule(
        "year", "years", YEARLY, "[12]", rf"(?<![\w,.$€£/-])(?P<year>{YEAR})(?!\w|[,.:]\d|[-–/]\d|%)", _one_year,
    ),
)  # fmt: skip

ALONE = (
    Rule(
        "half of a year", "years", DECADES, "[tTfFsS]",
        rf"\b(?:the{S})?(?:fiscal{S})?(?P<number>first|second){S}half\b(?!{S}of{S}(?!the{S}year)|-)(?:{S}of{S}the{S}year\b)?",
        _half, re.IGNORECASE, dating=False,
    ),
    Rule(
        "any year", "years", YEARLY, "[12]", r"(?<![\w,.$€£/#:-])(?P<year>(?:1[6-9]|20)\d\d)(?!\w|[,.:]\d|[/]\d|%)",
        _any_year, dating=False,
    ),
    Rule(
        "year in words", "years", FURTHER | DECADES, "[nNtTeElLmM]",
        rf"\b(?P<lead>the{S}year{S})?(?:(?P<part>early|mid|late)(?:{S}|-))?(?P<year>{SPELLED_YEAR})\b", _spelled_year,
        re.IGNORECASE, ("spelled",), False,
    ),
)  # fmt: skip
