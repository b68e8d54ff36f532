"""Says who asserts what in a report that the language model has read: cues by patterns, then by the tree.

The patterns of `attribution` read each sentence first; the tree strikes out what they took for a verb of speaking
and is none, and adds the cues that no pattern fits. Where neither hears anybody the model's own quotation counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ebbline.actors import ActorMention
from ebbline.claims.attribution import Attribution, Told, attribute, attributed, told_by_patterns
from ebbline.claims.cues import leading_speaker
from ebbline.claims.heard_cues import heard_in, no_cue, subjects
from ebbline.claims.speakers import Scene, can_speak, number_of, resolved
from ebbline.records import Document, Person, Quotation, Sentence, Span, Speaker


def attribute_with(
    read: Document,
    document: Document,
    persons: Sequence[Person],
    actors: Sequence[ActorMention],
    places: Sequence[Span] = (),
) -> tuple[Attribution, ...]:
    """As `attribute`, of a document that the model has read; where it has no trees it is the same.

    `document`: the report cut by `segment`, from which `persons`, `actors` and `places` come.
    """
    if all(sentence.tree is None for sentence in read.sentences):
        return attribute(document, persons, actors, places)

    quoted = _by_sentence(read)

    def told(scene: Scene, number: int) -> Iterator[Told]:
        sentence = read.sentences[number]
        patterns = [item for item in told_by_patterns(scene, number) if not _struck_out(scene, sentence, item)]
        known = len(scene.spoken)
        scene.spoken += [item.speaker for item in patterns]  # "X said it …": for the tree's cues, then taken back
        by_tree = list(_told_by_tree(scene, sentence))
        del scene.spoken[known:]
        patterns = [_corrected(item, by_tree) for item in patterns]
        taken = {word for item in patterns for word in range(item.first, item.last)}
        added = [item for item in by_tree if item.first not in taken]
        both = sorted([*patterns, *added], key=lambda item: item.first)
        yield from (
            both or list(_before_quotation(scene, number)) or _of_the_model(scene, sentence, quoted.get(number, ()))
        )
        _note_topic(scene, number, sentence, both)

    return _in_full(read.report.text, attributed(read, persons, actors, places, told, everywhere=True))


_IN_FULL = re.compile(r"((?:[A-Z][\w.&’'-]*)(?: (?:[A-Z][\w.&’'-]*|of|for|the|in)){1,8}) \(([A-Z][\w-]{1,14})\)")


def _in_full(text: str, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Speakers who are called by a short name under their full one: "Ministry of Mills (MoM)", then "the MoM said"."""
    full = {short: name for name, short in _IN_FULL.findall(text)} if "(" in text else {}
    if not full:
        return tuple(found)
    out = []
    for item in found:
        name = full.get(item.speaker.name or "")
        if name is not None and item.speaker.role != "military":
            item = Attribution(item.content, replace(item.speaker, name=name), item.cue)
        out.append(item)
    return tuple(out)


def _before_quotation(scene: Scene, number: int) -> Iterator[Told]:
    """ "A colonel with the convoy: “…”", "Bashir laughs: “…”": a colon before a quotation is cue enough."""
    words = scene.words
    first, last = words.first[number], words.first[number + 1]
    for i in range(first + 1, last):
        if i in scene.quoted and i - 1 not in scene.quoted:
            if ":" in words.gap(i):
                speaker = leading_speaker(scene, first, i)
                if speaker is not None:
                    yield Told(first, i, speaker, ())
            return


def _corrected(item: Told, by_tree: Sequence[Told]) -> Told:
    """A cue as the tree has it where the pattern took what is said for who says it: "Omar, a baker, said nine …"."""
    same = next((told for told in by_tree if item.first <= told.first < item.last), None)
    if same is None:
        return item
    if same.first == item.first < item.last - 1 and 0 <= same.subject < same.first:
        return same
    ours, theirs = item.speaker.name or "", same.speaker.name or ""
    if ours != theirs and (theirs.endswith(ours) or ours.endswith(f" the {theirs}")):
        return Told(item.first, item.last, replace(same.speaker, chain=item.speaker.chain), item.contents)
    return item


def _note_topic(scene: Scene, number: int, sentence: Sentence, told: Sequence[Told]) -> None:
    """Keeps the person who speaks in a sentence, or whom it is about: "he" may stand for him in the next."""
    if sentence.tree is None:
        return
    for item in reversed(told):
        if number_of(scene, item.speaker) == "one":
            scene.topics[number] = item.speaker
            return
    for phrase in subjects(sentence, sentence.tree):
        begin, end = _words(scene, phrase)
        if begin >= end or begin in scene.quoted or scene.words.low[begin] in _PRONOUNS:
            continue
        if can_speak(scene, begin, end, strong=False):
            speaker = resolved(scene, begin, end)
            if speaker is not None and number_of(scene, speaker) == "one":
                scene.topics[number] = speaker


_PRONOUNS = frozenset({"he", "she", "it", "they"})


def quoted_by_model(
    read: Document,
    persons: Sequence[Person],
    actors: Sequence[ActorMention],
    places: Sequence[Span] = (),
) -> tuple[Attribution, ...]:
    """The model's quotations alone, their speakers resolved: what `benchmarks/attribution` compares with."""
    by_sentence = _by_sentence(read)

    def told(scene: Scene, number: int) -> Iterator[Told]:
        for quotation in by_sentence.get(number, ()):
            yield from _quotation_told(scene, quotation, strong=True)

    return attributed(read, persons, actors, places, told, everywhere=True)


def _by_sentence(read: Document) -> dict[int, list[Quotation]]:
    """The model's quotations by the sentence in which their content begins."""
    starts = [sentence.span.start for sentence in read.sentences]
    out: dict[int, list[Quotation]] = {}
    for quotation in read.quotations:
        out.setdefault(max(0, bisect_left(starts, quotation.content.start + 1) - 1), []).append(quotation)
    return out


def _of_the_model(scene: Scene, sentence: Sentence, quotations: Sequence[Quotation]) -> Iterator[Told]:
    """The model's quotations that have cue and speaker in their own sentence."""
    for quotation in quotations:
        own = (quotation.cue, quotation.speaker)
        if all(span is not None and sentence.span.overlaps(span) for span in own):
            yield from _quotation_told(scene, quotation, strong=False)


def _quotation_told(scene: Scene, quotation: Quotation, *, strong: bool) -> Iterator[Told]:
    if quotation.speaker is not None:
        begin, end = _words(scene, quotation.speaker)
        speaker = _speaker(scene, begin, end, strong=strong)
        if speaker is not None:
            yield Told(begin, end, speaker, (quotation.content,))


def _struck_out(scene: Scene, sentence: Sentence, item: Told) -> bool:
    """Whether the tree shows that a pattern's cue is none: "accused of spying" about a noun, "claims" a noun."""
    if sentence.tree is None:
        return False
    words = scene.words
    return no_cue(sentence, sentence.tree, scene.lists, sentence.words_in(words.span(item.first, item.last)))


_OURS = 12
"""Words like "our" that are looked at to tell whether a report speaks of itself."""


def _told_by_tree(scene: Scene, sentence: Sentence) -> Iterator[Told]:
    if sentence.tree is None:
        return
    own = any(word not in scene.quoted and scene.words.raw[word] != "US" for word in scene.ours[:_OURS])
    for heard in heard_in(sentence, sentence.tree, scene.lists, own=own):
        first, last = _words(scene, heard.cue)
        if first >= last or (first in scene.quoted and not heard.clause):
            continue
        begin, end = _words(scene, heard.subject)
        speaker = _speaker(scene, begin, end, strong=heard.strong)
        if speaker is not None:
            yield Told(first, last, speaker, heard.contents, begin)


def _speaker(scene: Scene, begin: int, end: int, *, strong: bool) -> Speaker | None:
    """Whom a phrase names, a pronoun and "the minister" resolved; None where it names nobody who can speak."""
    if begin >= end or not can_speak(scene, begin, end, strong=strong):
        return None
    return resolved(scene, begin, end)


def _words(scene: Scene, span: Span) -> tuple[int, int]:
    """The words of the scene that a stretch of text holds, end exclusive."""
    return bisect_left(scene.words.start, span.start), bisect_left(scene.words.start, span.end)
