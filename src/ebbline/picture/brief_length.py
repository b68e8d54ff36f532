"""A brief that stays short enough to be opened, read and sent: fewer lines, fewer numbers, no source nobody cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ebbline.picture.brief_page import Brief, Group, Line, Said, Section
from ebbline.picture.citing import Citation

MOST_BYTES = 900_000
"""A page about as large as this is the largest that is made: mail and browsers take a megabyte."""

GLANCE = 5
"""Numbers cited with each count at the top; it counts more than anyone would follow there."""

_STEPS = ((400, 20), (200, 10), (100, 5), (50, 5), (25, 3), (10, 2), (5, 1))
"""Lines of a section, and numbers and speakers of a line, from the fullest brief to the shortest."""


def shortened(brief: Brief) -> Brief:
    """The fullest brief that fits, its sources numbered anew in their order: only those that a line cites."""
    facts = tuple(replace(fact, numbers=fact.numbers[:GLANCE], more=len(fact.numbers[GLANCE:])) for fact in brief.facts)
    made = replace(brief, facts=facts)
    for lines, numbers in _STEPS:
        made = replace(made, sections=tuple(_cut(section, lines, numbers) for section in brief.sections))
        made = replace(made, citations=_cited(made, brief.citations))
        if _bytes(made) <= MOST_BYTES:
            break
    return _renumbered(made)


def _cut(section: Section, most: int, numbers: int) -> Section:
    room, groups = most, []
    for group in section.groups:
        if room > 0:
            kept = tuple(_line(line, numbers) for line in group.lines[:room])
            groups.append(Group(group.heading, kept))
        room -= len(group.lines)
    return replace(section, groups=tuple(groups), left_out=section.left_out + max(0, -room))


def _line(line: Line, most: int) -> Line:
    said = tuple(
        replace(one, numbers=one.numbers[:most], more=one.more + len(one.numbers[most:])) for one in line.said[:most]
    )
    return replace(line, said=said, voices_left_out=len(line.said[most:]))


def _cited(brief: Brief, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    used = {number for fact in brief.facts for number in fact.numbers}
    used |= {number for line in _lines(brief) for number in line.numbers}
    return tuple(citation for citation in citations if citation.number in used)


def _lines(brief: Brief) -> list[Line]:
    return [line for section in brief.sections for group in section.groups for line in group.lines]


def _bytes(brief: Brief) -> int:
    """About as many as the longer of the two forms, HTML, takes."""
    sources = sum(
        450 + _size(item.quote, item.report, item.title, item.outlet, item.speaker, item.address)
        for item in brief.citations
    )
    lines = sum(
        250
        + _size(line.what, line.where, line.when, line.details, line.status, line.quote)
        + sum(30 + _size(said.words) + 60 * len(said.numbers) for said in line.said)
        for line in _lines(brief)
    )
    return sources + lines


def _size(*words: str | None) -> int:
    return sum(len(part.encode("utf-8", "replace")) for part in words if part)


def _renumbered(brief: Brief) -> Brief:
    new = {citation.number: at for at, citation in enumerate(brief.citations, 1)}

    def numbers(old: Sequence[int]) -> tuple[int, ...]:
        return tuple(new[number] for number in old)

    def said(one: Said) -> Said:
        return replace(one, numbers=numbers(one.numbers))

    def line(one: Line) -> Line:
        return replace(one, said=tuple(map(said, one.said)))

    def section(one: Section) -> Section:
        return replace(one, groups=tuple(replace(group, lines=tuple(map(line, group.lines))) for group in one.groups))

    return replace(
        brief,
        facts=tuple(replace(fact, numbers=numbers(fact.numbers)) for fact in brief.facts),
        sections=tuple(map(section, brief.sections)),
        citations=tuple(replace(citation, number=new[citation.number]) for citation in brief.citations),
    )
