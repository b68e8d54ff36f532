"""Whether a predicate is told as having happened: negation, denial, plans, demands, conditions, hedges, failure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import cast

from ebbline.claims.lexicon import Entry, Lexicon, Search, class_words, data_table, word_list
from ebbline.claims.scene import Clause, Scene, scenes
from ebbline.records import Certainty, Document, Span

NOT_HAPPENED = frozenset(("denied", "planned", "demanded", "hypothetical", "failed"))
"""Certainties under which nothing has changed on the ground."""


@cache
def _search() -> Search:
    """The rules, and words that look like a denial or a plan and are none."""
    return Search((Lexicon.load("certainty.toml"), Lexicon.plain(data_table("certainty.toml")["harmless"])))


_DETERMINERS = frozenset(class_words("det")) | {"since", "after"}


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
    far = scene.clauses[number - 1].start if number and _reports(scene, clause) else low
    low, far = max(low, start - 12), max(far, start - 16)
    high = min(clause.end, end + 18)
    best: tuple[int, Certainty, str] | None = None
    words = scene.words[far:high]
    found, passed = _search().find(words, scene.present)
    harmless = {i + far for hit in passed for i in range(hit.start, hit.end)} if passed else ()
    for hit in found:
        entry, first, last = hit.entry, hit.start + far, hit.end + far
        if first in harmless or (first < low and not entry.says.get("far")):
            continue
        if _applies(scene.words, entry, first, last, start, end, low):
            rank = _RANK[entry.rule]
            if best is None or rank < best[0]:
                best = (rank, cast(Certainty, entry.says["certainty"]), entry.rule)
    if best is None and low == clause.start and low and scene.words[low] in ("if", "unless"):
        return "hypothetical", "condition"
    return (best[1], best[2]) if best else ("asserted", None)


def _reports(scene: Scene, clause: Clause) -> bool:
    """Whether a clause tells what the one before says: "rejects reports that …", not "after …"."""
    return clause.link == "sub" and scene.words[clause.start] not in _SUBORDINATORS


_SUBORDINATORS = word_list("subordinators")
_ORDER = (
    "condition",
    "negation",
    "not-launched",
    "none-of-it",
    "nobody",
    "untrue",
    "denial",
    "goes-on",
    "foiled",
    "tried",
    "nearly",
    "collapsed",
    "misfired",
    "intention",
    "demand",
    "ordered",
    "purpose",
    "future",
    "opening",
    "conditional",
    "prospect",
    "probability",
    "possibility",
)
"""Which rule speaks where several fit: a plan that is denied is denied."""
_RANK = {rule: rank for rank, rule in enumerate(_ORDER)}


_BARS = word_list("bars")
"""Words past which a plan, a demand or an attempt no longer reaches: "press them to end the raids that kill"."""


def _applies(words: Sequence[str], entry: Entry, first: int, last: int, start: int, end: int, low: int) -> bool:
    window = entry.says["window"]
    match entry.says["side"]:
        case "before":
            near = last <= start and start - last < window
            return near and (entry.says.get("far", False) or _BARS.isdisjoint(words[last:start]))
        case "after":
            adjective = first > 0 and words[first - 1] in _DETERMINERS
            return first >= end and first - end < window and not adjective
        case "opening":
            return last <= start and first == low and (not first or words[first - 1] in (",", "--", ";"))
        case _:
            return last <= start and first <= low + 1
