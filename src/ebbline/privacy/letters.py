"""A text as the mask sees it: folded letters without what stands between them, and where each one came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from anyascii import anyascii

APOSTROPHES = frozenset("'’‘ʼʻʿʾ`´′＇")
HYPHENS = frozenset("-‐‑‒–—−")
_INSIDE_NAMES = frozenset(' \t\n\r\u00a0_.+,"“”«»·•')
_ESCAPE = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"[/@#_\\%=&]|\w\.\w|-\w+-")
_NO_LETTER = re.compile(r"[^a-z]+")
_CASED_WORD = re.compile(r"[A-Z]+[a-z]*|[a-z]+")
_MARKS = dict.fromkeys(map(ord, "’‘“”«»…–—\u00a0·•"), " ")
_LABEL = re.compile(r"\[[a-z]+\]")


class Gap(IntEnum):
    """What stands before a letter.

    A name may always bridge WEAK, STRONG only between its own words, COMMA only with the surname first, HARD never.
    """

    NONE = 0
    WEAK = 1
    STRONG = 2
    COMMA = 3
    HARD = 4


@dataclass(frozen=True, slots=True)
class Letters:
    """`letters[i]` was read from `text[starts[i]:ends[i]]`; `gaps[i]` stands before it; one more gap ends the text."""

    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    gaps: tuple[Gap, ...]
    capital: tuple[bool, ...]
    address: tuple[bool, ...]
    """Whether the letter stands in an address, a handle or a file name, where words run together."""
    figures: frozenset[int] = frozenset()
    """Letters before which a digit stands, right after the letter before or right before this one."""


def fold(text: str) -> str:
    """Letters only, without case, diacritics and script."""
    if text.isascii() and "%" not in text and "[" not in text:
        return _NO_LETTER.sub("", text.lower())
    return read_letters(text).letters


def plain_words(text: str) -> tuple[str, list[int]] | None:
    """The letters of plain prose and where its words start in them, quickly; None for what needs `read_letters`."""
    simple = text.translate(_MARKS)
    if not simple.isascii() or "%" in simple or "[" in simple or _ADDRESS.search(simple):
        return None
    words = _CASED_WORD.findall(simple)
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word)
    return "".join(words).lower(), starts


def read_letters(text: str) -> Letters:
    """The letters of `text` with their gaps; `[role]` labels are walls, escapes such as `%20` are read."""
    addresses = [hit.span() for hit in _CHUNK.finditer(text) if _ADDRESS.search(hit.group())]
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gaps: list[Gap] = []
    capital: list[bool] = []
    inside: list[bool] = []
    gap, upper_before, at = Gap.HARD, True, 0
    figures: set[int] = set()
    last = ""
    for char, start, end in _characters(text):
        while at < len(addresses) and addresses[at][1] <= start:
            at += 1
        in_address = at < len(addresses) and addresses[at][0] <= start
        if char in APOSTROPHES:
            gap = max(gap, Gap.WEAK)
        elif char.isalpha():
            upper = char.isupper() or char.istitle()
            if last.isdigit():
                figures.add(len(letters))
            if gap is Gap.NONE and upper and not upper_before:
                gap = Gap.WEAK
            for letter in _folded(char):
                letters.append(letter)
                starts.append(start)
                ends.append(end)
                gaps.append(gap)
                capital.append(upper)
                inside.append(in_address)
                gap = Gap.NONE
            upper_before = upper
        elif unicodedata.category(char) not in ("Cf", "Mn", "Mc"):
            if char.isdigit() and last.isalpha():
                figures.add(len(letters))
            gap = max(gap, _gap_of(char, in_address))
        else:
            if ends and gap is Gap.NONE:
                ends[-1] = end  # a mark on the letter goes with it
            continue
        last = char
    gaps.append(Gap.HARD)
    columns = (tuple(starts), tuple(ends), tuple(gaps), tuple(capital), tuple(inside))
    return Letters("".join(letters), *columns, frozenset(figures))


def _characters(text: str) -> Iterator[tuple[str, int, int]]:
    if "%" not in text and "[" not in text:
        yield from ((char, at, at + 1) for at, char in enumerate(text))
        return
    at = 0
    while at < len(text):
        if hit := _LABEL.match(text, at):
            yield "[", at, hit.end()
            at = hit.end()
        elif hit := _ESCAPE.match(text, at):
            yield from _unescaped(hit.group(), at)
            at = hit.end()
        else:
            yield text[at], at, at + 1
            at += 1


def _unescaped(escapes: str, at: int) -> Iterator[tuple[str, int, int]]:
    data = bytes.fromhex(escapes.replace("%", ""))
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError:
        decoded = data.decode("latin-1")
        widths = [1] * len(decoded)
    else:
        widths = [len(char.encode("utf-8")) for char in decoded]
    for char, width in zip(decoded, widths, strict=True):
        yield char, at, at + 3 * width
        at += 3 * width


def _folded(char: str) -> str:
    if char.isascii():
        return char.lower()
    return "".join(letter for letter in anyascii(char).lower() if letter.isalpha()) or char.casefold()


def _gap_of(char: str, in_address: bool) -> Gap:
    if char in HYPHENS:
        return Gap.STRONG if in_address else Gap.WEAK
    if char == ",":
        return Gap.COMMA
    if char in _INSIDE_NAMES or char.isspace():
        return Gap.STRONG
    return Gap.HARD
