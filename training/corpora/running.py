"""Running text cut into words by the program's own rules, and stretches of characters laid over them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from ebbline.language.segment import segment
from ebbline.language.tokens import tokens
from ebbline.records import Report

_LINE_ENDS = re.compile(r"[\n\r\v\f\u0085\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text with their places in it and what stands before each."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    stops: tuple[int, ...]
    spaced: tuple[bool, ...]
    broken: tuple[bool, ...]

    def over(self, start: int, end: int) -> tuple[int, int]:
        """The words that share a character with `start:end`, as first and last (exclusive)."""
        return bisect_right(self.stops, start), bisect_left(self.starts, end)


def words_of(text: str) -> Words:
    """The words; a line break anywhere before a word counts as the beginning of a line."""
    words, starts = tokens(text, 0, len(text))
    stops = [start + len(word) for word, start in zip(words, starts, strict=True)]
    gaps = [text[before:start] for before, start in zip([0, *stops], starts, strict=False)]
    return Words(
        tuple(words),
        tuple(starts),
        tuple(stops),
        tuple(not index or any(mark.isspace() for mark in gap) for index, gap in enumerate(gaps)),
        tuple(not index or bool(_LINE_ENDS.search(gap)) for index, gap in enumerate(gaps)),
    )


def cuts_of(text: str, words: Words) -> tuple[int, ...]:
    """The first word of each sentence as the program's splitter sees them; 0 is always one."""
    document = segment(Report("", "", text, "", "", ""))
    found = {bisect_left(words.starts, sentence.span.start) for sentence in document.sentences}
    return tuple(sorted({0} | {cut for cut in found if cut < len(words.words)}))


def laid(words: Words, marked: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Stretches of characters as stretches of words; those that hold no word are left out."""
    both = ((*words.over(start, end), label) for start, end, label in marked)
    return [(first, last, label) for first, last, label in both if first < last]
