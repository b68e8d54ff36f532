"""Who says what: the stretches that the network marks as cue, speaker and content, joined over the tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from ebbline.records import Document, Quotation, Sentence, Span, Tree

Marked: TypeAlias = tuple[list[tuple[int, int]], ...]
"""Three layers of stretches of words, (first, after the last): cue, speaker, content; or cause, effect, signal."""

_ACROSS = 1
"""How many sentences away the cue of a quotation may stand."""


def quotations(read: Sequence[tuple[Sentence, Marked]]) -> tuple[Quotation, ...]:
    """A quotation for each content the sentences hold, in order, with the cue and the speaker that go with it."""
    out = []
    for number, (sentence, (_, _, contents)) in enumerate(read):
        for start, end in contents:
            cue, speaker = said_by(read, number, start, end)
            out.append(Quotation(span_of(sentence, start, end), cue, speaker))
    return tuple(out)


def said_by(
    read: Sequence[tuple[Sentence, Marked]], number: int, start: int, end: int
) -> tuple[Span | None, Span | None]:
    """Cue and speaker of words `start` up to `end` of sentence `number`; None where nothing tells."""
    sentence, (cues, speakers, _) = read[number]
    outside = [cue for cue in cues if cue[1] <= start or end <= cue[0]]
    if outside:
        cue = min(outside, key=lambda cue: _distance(sentence, cue, start, end))
        speaker = _speaker(sentence, cue, [s for s in speakers if s[1] <= start or end <= s[0]])
        return span_of(sentence, *cue), None if speaker is None else span_of(sentence, *speaker)
    own = [speaker for speaker in speakers if speaker[1] <= start or end <= speaker[0]]
    if own:
        return None, span_of(sentence, *min(own, key=lambda s: _distance(sentence, s, start, end)))
    for other in _nearby(read, number):
        beside, (other_cues, other_speakers, _) = read[other]
        if other_speakers:
            cue_there = other_cues[-1 if other < number else 0] if other_cues else None
            nearest = other_speakers[-1 if other < number else 0]
            found = _speaker(beside, cue_there, other_speakers) if cue_there else nearest
            there = span_of(beside, *cue_there) if cue_there else None
            return there, span_of(beside, *(found or nearest))
    return None, None


def _nearby(read: Sequence[tuple[Sentence, Marked]], number: int) -> list[int]:
    """The sentences beside this one, those of its own paragraph first; of the next paragraph none, and no heading."""
    paragraph = read[number][0].paragraph
    beside = [i for step in range(1, _ACROSS + 1) for i in (number - step, number + step)]
    inside = [i for i in beside if 0 <= i < len(read) and (i < number or read[i][0].paragraph == paragraph)]
    inside = [i for i in inside if not read[i][0].heading]
    return sorted(inside, key=lambda i: read[i][0].paragraph != paragraph)


def _distance(sentence: Sentence, cue: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """A cue that governs the content in the tree is nearer than any other; then words count."""
    tree = sentence.tree
    governs = tree is not None and any(
        not start <= tree.heads[i] < end and cue[0] <= tree.heads[i] < cue[1] for i in range(start, end)
    )
    governed = tree is not None and any(start <= tree.heads[i] < end for i in range(*cue))
    gap = start - cue[1] if cue[1] <= start else cue[0] - end
    return (0 if governs else 1 if governed else 2), gap


def _speaker(sentence: Sentence, cue: tuple[int, int], speakers: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The speaker that hangs on the cue, else the nearest to it."""
    tree = sentence.tree
    if not speakers:
        return None

    def far(speaker: tuple[int, int]) -> tuple[bool, int]:
        hangs = tree is not None and any(cue[0] <= tree.heads[i] < cue[1] for i in range(*speaker))
        return not hangs, max(speaker[0] - cue[1], cue[0] - speaker[1])

    return min(speakers, key=far)


def span_of(sentence: Sentence, start: int, end: int) -> Span:
    """The stretch of text from word `start` up to but without word `end`."""
    return Span(sentence.starts[start], sentence.starts[end - 1] + len(sentence.words[end - 1]))


def speaker_of(document: Document, *content: Span) -> Span | None:
    """Who says the words of a span, or of the parts of a broken one: by the quotation that covers most, else by trees.

    Whoever stands within the words is not the one who says them.
    """
    told = [q for q in document.quotations if q.speaker is not None and not _within(q.speaker, content)]
    likeness = [(_likeness(q.content, content), q.speaker) for q in told]
    most, speaker = max(likeness, key=lambda pair: pair[0], default=(0.0, None))
    if most >= _ALIKE:
        return speaker
    for part in content:
        for sentence in document.sentences:
            if sentence.span.overlaps(part):
                found = _governing_subject(sentence, sentence.words_in(part))
                if found is not None and not _within(found, content):
                    return found
    return speaker if most else None


_ALIKE = 0.7
"""How much of two contents must be shared before one's speaker is the other's without a look at the tree."""


def _likeness(one: Span, parts: Sequence[Span]) -> float:
    """Characters shared of all that either holds."""
    shared = sum(_shared(one, part) for part in parts)
    return shared / (one.end - one.start + sum(part.end - part.start for part in parts) - shared)


def _within(span: Span, parts: Sequence[Span]) -> bool:
    return any(part.start <= span.start and span.end <= part.end for part in parts)


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_BESIDE = frozenset({"ccomp", "parataxis", "advcl", "obl", "obl:agent"})
"""How a clause or phrase that tells the source may hang on the content: "…, he said", "according to …"."""
_STEPS = 4
"""How far up a subject is looked for: "promised to try to end …"."""


def _governing_subject(sentence: Sentence, content: range) -> Span | None:
    """The subject of what hangs on the content, or of the words that the content hangs on, the nearest first."""
    tree = sentence.tree
    if tree is None or not content:
        return None
    for i, head in enumerate(tree.heads):
        if head in content and i not in content and tree.relations[i] in _BESIDE:
            subject = _subject(tree, i, content)
            if subject is not None:
                return _subtree(sentence, tree, subject, content)
            if tree.relations[i].startswith("obl"):
                return _subtree(sentence, tree, i, content)
    above = next((tree.heads[i] for i in content if tree.heads[i] >= 0 and tree.heads[i] not in content), None)
    for _ in range(_STEPS):
        if above is None or above < 0:
            return None
        subject = _subject(tree, above, content)
        if subject is not None:
            return _subtree(sentence, tree, subject, content)
        if tree.relations[above].startswith("acl"):
            return _subtree(sentence, tree, tree.heads[above], range(above, content.stop))
        possessor = next((i for i, head in enumerate(tree.heads) if head == above and _owns(tree, i)), None)
        if possessor is not None and possessor not in content:
            return _subtree(sentence, tree, possessor, content)
        above = tree.heads[above]
    return None


def _subject(tree: Tree, verb: int, content: range) -> int | None:
    found = (i for i, head in enumerate(tree.heads) if head == verb and tree.relations[i] in _SUBJECTS)
    return next((i for i in found if i not in content), None)


def _owns(tree: Tree, word: int) -> bool:
    return tree.relations[word] == "nmod:poss"


def _subtree(sentence: Sentence, tree: Tree, top: int, without: range) -> Span:
    """The unbroken stretch around a word of the words that hang on it."""
    inside = {top}
    grown = True
    while grown:
        more = {i for i, head in enumerate(tree.heads) if head in inside and i not in without} - inside
        inside |= more
        grown = bool(more)
    start = end = top
    while start - 1 in inside:
        start -= 1
    while end + 1 in inside:
        end += 1
    return span_of(sentence, start, end + 1)
