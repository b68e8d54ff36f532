"""Place names of a document, chosen over the whole report at once: `find_places`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ebbline.places.choice import Choice, choose, goes_on
from ebbline.places.gazetteer import Gazetteer
from ebbline.places.heeded import heeded
from ebbline.places.lexicon import Lexicon, lexicon
from ebbline.places.located import PlaceMention, mention_of
from ebbline.places.mentions import cutter
from ebbline.places.relative import told_by_others
from ebbline.places.resolve import candidates_of
from ebbline.places.spellings import joined, romanised
from ebbline.places.spots import Spot, Taken, distinct, scan, surnames_told, trust
from ebbline.places.together import war_of, weighed_together
from ebbline.places.weighing import Weighing
from ebbline.records import Document, Span
from ebbline.records.dateline import dateline_of

__all__ = ["PlaceMention", "find_places"]


def find_places(document: Document, gazetteer: Gazetteer, taken: Sequence[Span] = ()) -> tuple[PlaceMention, ...]:
    """Places the document names, in order; `taken` are stretches that name actors or persons."""
    return tuple([mention for _, mention in found_places(document, gazetteer, taken)])


FAMILIES = frozenset(("focus", "surnames", "spellings", "language model", "together", "relative"))
"""Families of rules that `found_places` can leave out, for measuring what each brings."""


def found_places(
    document: Document,
    gazetteer: Gazetteer,
    taken: Sequence[Span] = (),
    notes: Weighing | None = None,
    without: Collection[str] = (),
) -> list[tuple[Spot, PlaceMention]]:
    """The same, each with the stretch it was made of; what was weighed goes into `notes`, FAMILIES can be left out."""
    words, candidates = lexicon(), candidates_of(gazetteer)
    line_of = cutter().line_of
    lines = [line_of(sentence) for sentence in document.sentences]
    others = sorted([(span.start, span.end) for span in taken])
    stretches, focus = scan(lines, gazetteer, words, Taken(others))
    spots = [spot for spot in stretches if spot.known]
    if "surnames" not in without:
        surnames_told(spots)
    trusted = [(s.key, s.numbers, trust(s, words)) for s in distinct(spots) if s.country is None]
    focus.places(trusted, gazetteer)
    if "focus" not in without:
        focus.settle()
    if notes is not None:
        notes.home = tuple([(country, focus.weight(country)) for country in focus.foremost(4, 0.1)])
    if "spellings" not in without:
        spots = joined(spots, romanised(stretches, lines, gazetteer, words, focus))
    chosen, doubtful = choose(spots, gazetteer, words, focus, notes)
    text = document.report.text
    if document.names and "language model" not in without:
        chosen = heeded(document, chosen, doubtful, lines, candidates, words, war_of(focus, words))
    if "together" not in without:
        chosen = weighed_together(text, chosen, candidates, words, focus, notes)
    found = sorted(_mentions(document, chosen, gazetteer, words), key=_by_span)
    free = Taken(others)
    placed = [mention for _, mention in found]
    if "relative" not in without:
        placed = told_by_others(placed, text)
    return [
        (spot, mention)
        for (spot, _), mention in zip(found, placed, strict=True)
        if not free.covers(mention.span.start, mention.span.end)
    ]


def _mentions(
    document: Document, chosen: Sequence[tuple[Spot, Choice]], gazetteer: Gazetteer, words: Lexicon
) -> list[tuple[Spot, PlaceMention]]:
    """The choices as places; a capital that a list of speaking ones goes on with speaks too."""
    text = document.report.text
    stretch = dateline_of(document)
    dateline = stretch[0] if stretch else Span(0, 0)
    found: list[tuple[Spot, PlaceMention]] = []
    for at, (spot, choice) in enumerate(chosen):
        mention = mention_of(spot, choice, text, gazetteer, words, dateline)
        told = spot.listed and found and found[-1][1].kind == "metonym" and mention.kind != "dateline"
        if told and (mention.place.country, spot.key) in words.capitals and goes_on(spot, chosen[at - 1 : at]):
            mention = replace(mention, kind="metonym")
        found.append((spot, mention))
    return found


def _by_span(found: tuple[Spot, PlaceMention]) -> tuple[int, int]:
    return found[1].span.start, found[1].span.end
