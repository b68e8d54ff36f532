"""Whether a predicate is told as having happened: negation, denial, plans, demands, conditions, hedges, failure."""

from __future__ import annotations

from functools import cache
from typing import cast

from ebbline.claims.lexicon import Entry, Lexicon
from ebbline.claims.scene import Scene, scenes
from ebbline.records import Certainty, Document, Span

NOT_HAPPENED = frozenset(("denied", "planned", "demanded", "hypothetical", "failed"))
"""Certainties under which nothing has changed on the ground."""


@cache
def _lexicon() -> Lexicon:
    return Lexicon.load("certainty.toml")


def certainty_of(document: Document, sentence_index: int, predicate: Span) -> Certainty:
    """The certainty of the predicate at `predicate` in a sentence of the document; asserted where nothing says else."""
    for scene in scenes(document, (), (), ()):
        if scene.index == sentence_index:
            word = next((i for i, end in enumerate(scene.ends) if end > predicate.start), len(scene.words) - 1)
            return certainty_at(scene, word, word + 1)[0]
    return "asserted"


def certainty_at(scene: Scene, start: int, end: int) -> tuple[Certainty, str | None]:
    """The certainty of the predicate at words `start` to `end`, and the rule that says so."""
    number = scene.clause_at(start)
    clause = scene.clauses[number]
    low = clause.start
    if clause.link in ("and", "participle") and number and start - low <= 2:
        low = scene.clauses[number - 1].start
    low = max(low, start - 12)
    high = min(clause.end, end + 18)
    best: tuple[int, Certainty, str] | None = None
    for hit in _lexicon().find(scene.words[low:high]):
        entry, first, last = hit.entry, hit.start + low, hit.end + low
        if _applies(entry, first, last, start, end, low):
            rank = _ORDER.index(entry.rule)
            if best is None or rank < best[0]:
                best = (rank, cast(Certainty, entry.says["certainty"]), entry.rule)
    if best is None and low == clause.start and low and scene.words[low] in ("if", "unless"):
        return "hypothetical", "condition"
    return (best[1], best[2]) if best else ("asserted", None)


_ORDER = (
    "condition",
    "negation",
    "none-of-it",
    "nobody",
    "untrue",
    "denial",
    "goes-on",
    "foiled",
    "collapsed",
    "intention",
    "demand",
    "purpose",
    "future",
    "conditional",
    "probability",
    "possibility",
)
"""Which rule speaks where several fit: a plan that is denied is denied."""


def _applies(entry: Entry, first: int, last: int, start: int, end: int, low: int) -> bool:
    window = entry.says["window"]
    match entry.says["side"]:
        case "before":
            return last <= start and start - last < window
        case "after":
            return first >= end and first - end < window
        case _:
            return last <= start and first <= low + 1
