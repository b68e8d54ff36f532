"""Place names of a document, chosen over the whole report at once: `find_places`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from ebbline.places.choice import choose, goes_on
from ebbline.places.gazetteer import Gazetteer
from ebbline.places.heeded import heeded
from ebbline.places.lexicon import lexicon
from ebbline.places.located import PlaceMention, mention_of
from ebbline.places.mentions import cutter
from ebbline.places.relative import told_by_others
from ebbline.places.resolve import candidates_of
from ebbline.places.spellings import joined, romanised
from ebbline.places.spots import Taken, distinct, scan, surnames_told, trust
from ebbline.places.together import weighed_together
from ebbline.records import Document, Span
from ebbline.records.dateline import dateline_of

__all__ = ["PlaceMention", "find_places"]


def find_places(document: Document, gazetteer: Gazetteer, taken: Sequence[Span] = ()) -> tuple[PlaceMention, ...]:
    """Places the document names, in order; `taken` are stretches that name actors or persons."""
    words = lexicon()
    line_of = cutter().line_of
    sentences = [line_of(sentence) for sentence in document.sentences]
    others = sorted([(span.start, span.end) for span in taken])
    stretches, focus = scan(sentences, gazetteer, words, Taken(others))
    spots = [spot for spot in stretches if spot.known]
    surnames_told(spots)
    trusted = [(s.key, s.numbers, trust(s, words)) for s in distinct(spots) if s.country is None]
    focus.places(trusted, gazetteer)
    focus.settle()
    spots = joined(spots, romanised(stretches, sentences, gazetteer, words, focus))
    chosen, doubtful = choose(spots, gazetteer, words, focus)
    text = document.report.text
    candidates = candidates_of(gazetteer)
    if document.names:
        chosen = heeded(document, chosen, doubtful, sentences, candidates, words)
    chosen = weighed_together(text, chosen, candidates, words, focus)
    stretch = dateline_of(document)
    dateline = stretch[0] if stretch else Span(0, 0)
    found: list[PlaceMention] = []
    for at, (spot, choice) in enumerate(chosen):
        mention = mention_of(spot, choice, text, gazetteer, words, dateline)
        capital = (mention.place.country, spot.key) in words.capitals and mention.kind != "dateline"
        if capital and found and found[-1].kind == "metonym" and goes_on(spot, chosen[at - 1 : at]):
            mention = replace(mention, kind="metonym")
        found.append(mention)
    free = Taken(others)
    placed = told_by_others(sorted(found, key=_by_span), text)
    return tuple([m for m in placed if not free.covers(m.span.start, m.span.end)])


_by_span = attrgetter("span.start", "span.end")
