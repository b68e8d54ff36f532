"""Words of a text as the English Web Treebank cuts them, with exact offsets: do n't, Al - Zaman, $ 5.

A stretch without white space is cut by one pattern; what the pattern cannot know (words kept whole though they
hold a mark, words that are two, units after figures, stops that belong to their word) is in `data/tokens.toml`,
counted in the treebank. Time grows with the length of the text only.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

_LONG = 48
"""Longer stretches without white space are cut each time: they do not come twice."""

_BLANK = "\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_MARKS = "\u0300-\u036f\u064b-\u0652"
_JOINED = "\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_CHUNK = re.compile(rf"[^\s{_BLANK}]+")
_WORD = rf"[^\W_](?:\w|[{_MARKS}])*+"
_APOSTROPHE = "['’`ʿʾ‘]"
_CLITIC = r"(?i:s|m|d|re|ve|ll)(?!\w)"

_PATTERN = r"""
    (?:(?:https?|ftp)://|www\.|(?:mailto|ymsgr):)\S*[\w/\#]     # addresses
  | [\w.+%\-]{{1,64}}@(?:[\w\-]{{1,63}}\.){{0,6}}[\w\-]*\w
  | @[A-Za-z]\w*+(?:\.\w++)* | \#[A-Za-z]\w++
  | [\w\-]{{1,63}}(?:\.[\w\-]{{1,63}}){{0,6}}\.(?i:{endings})(?!\w)(?:/[\w/.\-?=&%]*[\w/])?
  | [a-z]\w{{0,31}}(?:\.[a-z][\w\-]{{0,31}}){{2,6}}(?![\w.]) | (?<!\w)\.(?i:{endings})(?!\w)
  | (?<!\w)(?:{whole})(?:(?<=/)|(?!\w))                         # as the treebank has them
  | (?<![^\W\d])(?:[A-Za-z](?:\.[A-Za-z])+(?![\w.]) | (?:[^\W\d_]\.){{2,}})  # p.m  U.S.
  | (?<!\w)(?:[A-Z]{{1,4}}&[A-Z]{{1,4}}(?!\w) | [A-Z]{{1,3}}\$)     # AT&T  US$
  | (?<![\w/])[A-Za-z]/[A-Za-z](?![\w/])                       # b/c
  | [:;]['’\-]?[)(]+(?!\w) | (?<!\w)(?:[:;=]['’\-]?[)(DPpO/|\]\[*]+|\(:|\^_\^|-_-|<3)(?!\w)   # emoticons
  | \d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})(?!\w)               # figures, dates, telephone numbers
  | \d+(?:-\d+){{2,}}(?!\w) | \d+/\d{{3}}-\d{{4}}(?!\w) | \d{{1,6}}-\d{{4}}(?!\w)(?<!\b[12]\d{{3}}-[12]\d{{3}})
  | (?:1[0-2]/\d|0?[1-9]/[0-3]\d|1[0-2]/[0-3]\d)(?!\w)
  | (?<![\w.])['’]\d\ds?(?!\w) | (?<!\w)\+\d+(?!\w) | (?<!\w)\.\d+ | \d+['’]s(?!\w)
  | \d+(?:[.,:]\d+)*(?=(?:{units})(?!\w)|(?!(?:st|nd|rd|th)(?!\w))[a-z]{{2,}}(?!\w))
  | \d+(?:[.,:]\d+)+
  | [nN]['’`][tT](?!\w) | {apostrophe}{clitic}                  # n't  's
  | [^\W\d_]+?(?=[nN]['’`][tT](?!\w))
  | (?<![\w\-])(?i:{prefixes})-(?:[^\W_]\w*+)                  # non-lethal
  | {word}(?:{apostrophe}(?!{clitic}){word})*+                  # Ba'athist
  | \.{{2,}} | \.\?+ | [!?]+(?:\.(?![.\w]))?                    # runs of marks
  | [=~+*_\-]{{2,}}[-=~+*_|<>{{}}]*+ | [|>][-=]{{3,}}[-=+|>]*+ | (?P<mark>[-<>'’`$\#,)"])(?P=mark)+ | ‘’ | ->
  | \S[{marks}{joined}]*+
"""


class _Conventions(NamedTuple):
    pattern: re.Pattern[str]
    parts: dict[str, tuple[int, ...]]
    before_names: frozenset[str]
    before_figures: frozenset[str]
    inside: frozenset[str]


@cache
def _conventions() -> _Conventions:
    mined, known = _table("tokens.toml"), _table("abbreviations.toml")
    pattern = _PATTERN.format(
        marks=_MARKS,
        joined=_JOINED,
        word=_WORD,
        apostrophe=_APOSTROPHE,
        clitic=_CLITIC,
        **{key: _any_of(mined[key]) for key in ("endings", "whole", "units", "prefixes")},
    )
    return _Conventions(
        re.compile(pattern, re.VERBOSE),
        {"".join(parts): tuple(map(len, parts)) for parts in map(str.split, mined["parts"])},
        frozenset(mined["stop_always"]) | frozenset(known["before_a_name"]),
        frozenset(known["before_a_figure"]),
        frozenset(mined["stop_inside"]) | frozenset(known["inside"]),
    )


def _table(name: str) -> dict[str, list[str]]:
    raw = resources.files("ebbline.language").joinpath("data", name).read_text("utf-8")
    return tomllib.loads(raw)


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def tokens(text: str, start: int, end: int) -> tuple[list[str], list[int]]:
    """The words and marks of `text[start:end]`, and where in `text` each begins.

    White space, control characters and characters without width are in none; all else is in exactly one.
    """
    words: list[str] = []
    starts: list[int] = []
    cached, add_word, add_start = _cached, words.append, starts.append
    for match in _CHUNK.finditer(text, start, end):
        chunk, at = match[0], match.start()
        parts = cached(chunk) if len(chunk) <= _LONG else _cut(chunk)
        for word in parts:
            add_word(word)
            add_start(at)
            at += len(word)
    if "." in words:
        _join_stops(words, starts)
    return words, starts


def _cut(chunk: str) -> tuple[str, ...]:
    """The words of a stretch without white space; a stop is not yet part of any but dotted letters."""
    table = _conventions()
    found = [match[0] for match in table.pattern.finditer(chunk)]
    return tuple(part for word in found for part in _parts(word, table.parts))


_cached = lru_cache(maxsize=1 << 16)(_cut)


def _parts(word: str, table: dict[str, tuple[int, ...]]) -> list[str]:
    """`cannot` as two words, any other as itself."""
    lengths = table.get(word.lower()) if word.isalpha() else None
    if lengths is None:
        return [word]
    ends = [sum(lengths[: i + 1]) for i in range(len(lengths))]
    return [word[end - length : end] for end, length in zip(ends, lengths, strict=True)]


def _join_stops(words: list[str], starts: list[int]) -> None:
    """Stops of abbreviations and initials become part of the word before them."""
    table = _conventions()
    for i in [i for i, word in enumerate(words) if word == "." and i][::-1]:
        before = words[i - 1]
        if starts[i - 1] + len(before) == starts[i] and _abbreviates(before, words[i + 1 : i + 2], table):
            words[i - 1] = before + "."
            del words[i], starts[i]


def _abbreviates(word: str, following: list[str], table: _Conventions) -> bool:
    if word in table.before_names or (len(word) > 2 and word.isupper() and word.capitalize() in table.before_names):
        return True
    first = following[0][0] if following else ""
    if len(word) == 1 and word.isupper():
        return word != "I" and first.isupper()
    if word in table.before_figures and first.isdigit():
        return True
    return word in table.inside and bool(first) and (first.islower() or first.isdigit() or first in ",;:)-")
