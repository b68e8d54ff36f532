"""An explanation as lines of text: the sentences with marks under their words, then field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ebbline.picture import brief_wording as wording
from ebbline.picture.drawing import columns, drawn, hanging, lines_of, one_line
from ebbline.picture.explanation import Explanation, Field, MarkedSentence

WIDE = 100
"""Cells from which the fields stand in columns; below that each stands in a block of its own."""
_LONGEST = 90
"""Characters of a pattern that are shown; the JSON has it whole."""

Draw = Callable[[MarkedSentence, int], Sequence[str]]


def marked_lines(sentence: MarkedSentence, width: int) -> list[str]:
    """A sentence with marks under its words."""
    return drawn(sentence.text, sentence.marks, width)


def to_lines(explanation: Explanation, width: int, *, draw: Draw = marked_lines) -> list[str]:
    """The whole explanation, no line wider than `width` cells; `draw` draws a sentence."""
    out = [*_head(explanation, width), ""]
    last: MarkedSentence | None = None
    for sentence in explanation.sentences:
        if last is not None and sentence.start - last.end > 2:
            out.append("  …")
        out += [f"  {line}" for line in draw(sentence, width - 2)]
        last = sentence
    out.append("")
    return out + (_table(explanation.fields, width) if width >= WIDE else _blocks(explanation.fields, width))


def _head(explanation: Explanation, width: int) -> Iterator[str]:
    claim = explanation.claim
    parts = [wording.what(claim)]
    parts += [wording.places_words(claim.places), wording.time_words(claim.time)] if claim.places or claim.time else []
    parts.append(wording.details(claim))
    status = wording.CERTAINTY_WORDS[claim.certainty] or "asserted"
    where = ", ".join(f"{item.start}-{item.end}" for item in claim.evidence)
    told = f"{claim.kind}: {' · '.join(part for part in parts if part)}"
    said = f"{status}, {wording.attribution(claim, explanation.outlet)}"
    cited = f"[{explanation.report}; {where}; coded by {claim.extractor}]"
    yield from hanging(claim.claim_id, told, width, 0)
    for line in (said, cited):
        text = one_line(line)
        yield from (f"  {text[start:end]}" for start, end in lines_of(text, width - 2))


# The fields -------------------------------------------------------------------------------------------------------


def _table(fields: Sequence[Field], width: int) -> list[str]:
    names = max([len(field.field) for field in fields], default=5)
    value, words = max(20, width // 6), max(22, width // 5)
    widths = (names, value, words, width - names - value - words - 6)
    rows = [(field.field, field.value, _words(field), "\n".join(_reasons(field))) for field in fields]
    return columns([("field", "value", "words", "why"), *rows], widths)


def _blocks(fields: Sequence[Field], width: int) -> list[str]:
    out: list[str] = []
    for field in fields:
        out += hanging(f"{field.field}:", field.value, width, 0)
        if field.words:
            out += hanging("from", _words(field).replace("\n", "; "), width, 2)
        for reason in _reasons(field):
            out += hanging("why ", reason, width, 2)
    return out


def _words(field: Field) -> str:
    return "\n".join(
        f"«{words.text}» {words.start}-{words.end}" if words.text else f"{words.start}-{words.end}"
        for words in field.words
    )


def _reasons(field: Field) -> Iterator[str]:
    for why in field.why:
        said = f"{why.entry} - {why.says}" if why.entry else why.says
        if len(why.patterns) > 1:
            said += f" ({len(why.patterns)} patterns in {why.source}), one of them"
        for pattern in why.patterns[:1]:
            said += f": {_short(pattern.pattern)}" + (f', as in "{pattern.example}"' if pattern.example else "")
        yield said


def _short(pattern: str) -> str:
    return pattern if len(pattern) <= _LONGEST else f"{pattern[:_LONGEST].rsplit('|', 1)[0]}|…"
