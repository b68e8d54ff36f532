"""A brief as Markdown; the reports' words are escaped, so that none of them becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ebbline.picture.brief_page import Brief, Line, Section, runs, stories_words
from ebbline.picture.citing import Citation

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!$&])")
_LABEL = re.compile(r"\\\[([a-z]+)\\\](?![(:]|\\\[)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def to_markdown(brief: Brief) -> str:
    """The whole brief, ending in a line end."""
    return "\n".join(_page(brief)) + "\n"


def _page(brief: Brief) -> Iterator[str]:
    yield f"# Brief: {escaped(brief.title)}"
    yield ""
    for note in brief.notes:
        yield f"*{escaped(note)}*  "
    yield ""
    yield "## At a glance"
    yield ""
    if not brief.facts:
        yield "No claims."
    for fact in brief.facts:
        yield f"- **{escaped(fact.figure)}**: {escaped(fact.words)} {_cited(fact.numbers, fact.more)}"
    for section in brief.sections:
        yield from _section(section)
    yield ""
    yield "## Sources"
    yield ""
    for citation in brief.citations:
        yield _source(citation)


def _section(section: Section) -> Iterator[str]:
    yield ""
    yield f"## {escaped(section.title)}"
    yield ""
    yield f"*{escaped(section.intro)}*" if section.groups else "None found."
    for group in section.groups:
        yield ""
        if group.heading:
            yield f"### {escaped(group.heading)}"
            yield ""
        for line in group.lines:
            yield f"- {_line(line)}"
    if section.left_out:
        yield ""
        yield f"{section.left_out:,} more lines are not shown: narrow the brief by actor, place or days."


def _line(line: Line) -> str:
    head = f"**{escaped(line.what)}**"
    parts = [head, *(escaped(words) for words in (line.where, line.when, line.details) if words)]
    words = " · ".join(parts)
    if line.status:
        words += f" — *{escaped(line.status)}*"
    if line.quote:
        words += f" — “{escaped(line.quote)}”"
    said = "; ".join(
        " ".join(part for part in (escaped(item.words), _cited(item.numbers, item.more)) if part) for item in line.said
    )
    said += f"; and {line.voices_left_out:,} more who say so" if line.voices_left_out else ""
    count = f" ({stories_words(line.stories)})" if line.stories else ""
    return f"{words} — {said}{count}"


def _cited(numbers: Sequence[int], more: int = 0) -> str:
    listed = ", ".join(f"[{first}]" if first == last else f"[{first}–{last}]" for first, last in runs(numbers))
    return f"{listed} and {more:,} more" if more else listed


def _source(citation: Citation) -> str:
    report = [escaped(citation.report), escaped(citation.outlet or ""), escaped(citation.published)]
    where = f"characters {citation.offsets}" + (f", page {citation.page}" if citation.page else "")
    speaker = escaped(citation.speaker) if citation.speaker else "the outlet's own voice" if citation.claim_id else ""
    story = f"story carried by {citation.copies} reports" if citation.copies > 1 else "the only report of its story"
    tail = [where, speaker, story, f"`{citation.claim_id or citation.report_id}`"]
    source = f"{', '.join(filter(None, report))}; {'; '.join(filter(None, tail))}"
    return f"{citation.number}. “{escaped(citation.quote)}” — {source}"


def escaped(text: str) -> str:
    """`text` on one line as Markdown shows it literally; the mask's `[role]` labels stay readable."""
    plain = _MARKUP.sub(r"\\\1", " ".join(_CONTROL.sub(" ", text).split()))
    return _LABEL.sub(r"[\1]", plain)
