"""What a brief is made of, before it is Markdown or HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ebbline.picture.citing import Citation


@dataclass(frozen=True, slots=True)
class Fact:
    """A count and what it counts."""

    figure: str
    words: str
    numbers: tuple[int, ...]
    more: int = 0
    """So many further citations are not listed."""


@dataclass(frozen=True, slots=True)
class Said:
    """Who says the line, in words, and the citations that show it."""

    words: str
    numbers: tuple[int, ...]
    more: int = 0
    """So many further citations are not listed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing claimed. `status` is empty where it is plainly asserted."""

    what: str
    where: str = ""
    when: str = ""
    details: str = ""
    status: str = ""
    quote: str = ""
    said: tuple[Said, ...] = ()
    stories: int = 0
    """Independent stories behind the line; 0 where nothing is counted."""
    voices_left_out: int = 0
    """Speakers who say so too and are not listed."""
    done: bool = True
    """False for what is planned, demanded, denied, failed or hypothetical."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """All citations of the line, ascending."""
        return tuple(sorted({number for said in self.said for number in said.numbers}))


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading, empty for none."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief. `left_out` lines did not fit and are counted."""

    key: str
    title: str
    intro: str
    groups: tuple[Group, ...]
    left_out: int = 0

    @property
    def size(self) -> int:
        """Lines shown."""
        return sum(len(group.lines) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole brief; `citations` in the order of their numbers."""

    title: str
    notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    taken: tuple[str, ...] = ()
    """What typed names were taken for; empty where they are the names of the claims."""


def stories_words(number: int) -> str:
    """The count of independent stories as it is shown."""
    return "1 story" if number == 1 else f"{number:,} independent stories"


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs, first to last."""
    out: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if out and number == out[-1][1] + 1:
            out[-1] = (out[-1][0], number)
        else:
            out.append((number, number))
    return out
