"""How right guessed layers are: the published measures of the corpora, re-implemented. Needs no network."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations

from training.corpora.causal_news import Relation
from training.examples import UNKNOWN, Example, spans

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Score:
    """How many are right, of how many in the gold and how many guessed."""

    right: float = 0
    gold: float = 0
    guessed: float = 0

    @property
    def precision(self) -> float:
        """Share of the guessed that is right; 0 where nothing was guessed."""
        return self.right / self.guessed if self.guessed else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 where there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.gold + self.guessed
        return 2 * self.right / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Tree:
    """One sentence; `heads` count from 0 within it, -1 is the root."""

    words: tuple[str, ...]
    pos: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """Scores of words, sentences, parts of speech and trees as the CoNLL 2018 shared task counts them."""

    words: Score
    sentences: Score
    upos: Score
    uas: Score
    las: Score
    """Relations without their subtypes, as the shared task compares them."""
    las_subtypes: Score
    """Relations with their subtypes."""


def trees(example: Example) -> list[Tree]:
    """The sentences of an example that has trees."""
    if example.pos is None or example.heads is None or example.relations is None:
        raise ValueError(f"{example.source} has no trees")
    bounds = [*example.cuts, len(example.words)]
    return [
        Tree(
            example.words[start:end],
            example.pos[start:end],
            tuple(head - start if head >= 0 else -1 for head in example.heads[start:end]),
            example.relations[start:end],
        )
        for start, end in pairwise(bounds)
    ]


def attachment(gold: Sequence[Tree], guessed: Sequence[Tree]) -> Attachment:
    """Scores over words that both cut alike; with gold words and sentences they are plain accuracies.

    The characters of both, white space and marks without width aside, must be the same: ValueError. A word that one
    side cuts otherwise is wrong on both sides, and so is what hangs on it.
    """
    ours, theirs = _placed(gold), _placed(guessed)
    _same_text(gold, guessed)
    at = {word.place: word for word in theirs}
    counts: Counter[str] = Counter()
    for word in ours:
        other = at.get(word.place)
        if other is None:
            continue
        attached = word.head == other.head
        counts["words"] += 1
        counts["upos"] += word.pos == other.pos
        counts["uas"] += attached
        counts["las"] += attached and word.relation.partition(":")[0] == other.relation.partition(":")[0]
        counts["las_subtypes"] += attached and word.relation == other.relation
    score = {
        name: Score(counts[name], len(ours), len(theirs)) for name in ("words", "upos", "uas", "las", "las_subtypes")
    }
    return Attachment(sentences=_sentences(gold, guessed), **score)


@dataclass(frozen=True, slots=True)
class _Word:
    place: tuple[int, int]
    head: tuple[int, int] | None
    """The head's place; None for a root."""
    pos: str
    relation: str


def _places(sentences: Iterable[Tree]) -> list[list[tuple[int, int]]]:
    """Each word's place among the characters that count; words without any share an empty place."""
    found: list[list[tuple[int, int]]] = []
    at = 0
    for tree in sentences:
        found.append([])
        for word in tree.words:
            end = at + len(_shown(word))
            found[-1].append((at, end))
            at = end
    return found


def _placed(sentences: Sequence[Tree]) -> list[_Word]:
    return [
        _Word(place, places[head] if head >= 0 else None, tree.pos[index], tree.relations[index])
        for tree, places in zip(sentences, _places(sentences), strict=True)
        for index, (place, head) in enumerate(zip(places, tree.heads, strict=True))
    ]


def _sentences(gold: Sequence[Tree], guessed: Sequence[Tree]) -> Score:
    both = [{(places[0][0], places[-1][1]) for places in _places(side) if places} for side in (gold, guessed)]
    return Score(len(both[0] & both[1]), len(both[0]), len(both[1]))


def _shown(word: str) -> str:
    if word.isascii() and word.isprintable() and " " not in word:
        return word
    return "".join(mark for mark in word if unicodedata.category(mark) not in ("Cc", "Cf", "Zs", "Zl", "Zp"))


def _same_text(gold: Sequence[Tree], guessed: Sequence[Tree]) -> None:
    ours, theirs = ("".join(_shown(word) for tree in side for word in tree.words) for side in (gold, guessed))
    if ours != theirs:
        at = next((index for index, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), -1)
        raise ValueError(f"the texts differ at character {at}: {ours[at : at + 20]!r} and {theirs[at : at + 20]!r}")


def span_f1(gold: Sequence[Sequence[str]], guessed: Sequence[Sequence[str]], label: str | None = None) -> Score:
    """Spans of BIO columns that agree in both ends and label, over all columns; `label` keeps one label only.

    A guessed span that touches a word whose gold is UNKNOWN counts neither way.
    """
    right = ours = theirs = 0
    for told, said in zip(gold, guessed, strict=True):
        open_at = {index for index, tag in enumerate(told) if tag == UNKNOWN}
        true = {span for span in spans(["O" if tag == UNKNOWN else tag for tag in told]) if _kept(span, label)}
        found = {span for span in spans(["O" if tag == UNKNOWN else tag for tag in said]) if _kept(span, label)}
        found -= {span for span in found - true if open_at & set(range(span[0], span[1]))}
        right, ours, theirs = right + len(true & found), ours + len(true), theirs + len(found)
    return Score(right, ours, theirs)


def _kept(span: Span, label: str | None) -> bool:
    return label is None or span[2] == label


def placed_f1(gold: Sequence[Collection[Span]], guessed: Sequence[Collection[Span]]) -> Score:
    """The same for spans given by their places, as characters where words are not the gold's."""
    pairs = [(set(told), set(said)) for told, said in zip(gold, guessed, strict=True)]
    return Score(
        sum(len(told & said) for told, said in pairs),
        sum(len(told) for told, _ in pairs),
        sum(len(said) for _, said in pairs),
    )


@dataclass(slots=True)
class Fair:
    """Counts in which a near miss is one error, not two: wrong label, wrong boundary, or both."""

    right: int = 0
    extra: int = 0
    missed: int = 0
    near: int = 0

    def score(self) -> Score:
        """A near miss is half an extra span and half a missed one."""
        half = self.near / 2
        return Score(self.right, self.right + self.missed + half, self.right + self.extra + half)

    def add(self, other: Fair) -> None:
        """Adds the other's counts."""
        self.right += other.right
        self.extra += other.extra
        self.missed += other.missed
        self.near += other.near


@dataclass(slots=True)
class _Open:
    """A span and those of its words that no pair has counted yet."""

    start: int
    end: int
    label: str
    words: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, span: Span) -> _Open:
        return cls(*span, set(range(span[0], span[1])))


def fair(gold: Sequence[Span], guessed: Sequence[Span]) -> Fair:
    """The counts of one sentence after Ortmann's fair evaluation of labelled spans (LREC 2022).

    First identical spans, then identical places with another label, then overlaps of one label, then overlaps of two:
    in each step a gold span takes the guessed one that shares most words; what is left may join a pair already made
    as long as they share words not yet counted.
    """
    true, found = Counter(gold), Counter(guessed)
    same = true & found
    counts = Fair(right=same.total())
    ours = [_Open.of(span) for span in (true - same).elements()]
    theirs = [_Open.of(span) for span in (found - same).elements()]
    for item in list(ours):
        other = next((o for o in theirs if (o.start, o.end) == (item.start, item.end)), None)
        if other is not None:
            counts.near += 1
            ours.remove(item)
            theirs.remove(other)
    counted: tuple[list[_Open], list[_Open]] = ([], [])
    ours.sort(key=lambda item: item.end - item.start)
    theirs.sort(key=lambda item: item.end - item.start)
    counts.near += _overlaps(ours, theirs, counted, lambda a, b: a.label == b.label)
    counts.near += _overlaps(ours, theirs, counted, lambda a, b: a.label != b.label)
    counts.missed, counts.extra = len(ours), len(theirs)
    return counts


def _overlaps(
    ours: list[_Open],
    theirs: list[_Open],
    counted: tuple[list[_Open], list[_Open]],
    fits: Callable[[_Open, _Open], bool],
) -> int:
    """Pairs overlapping spans, moves them to `counted`, and says how many pairs there were."""
    pairs = 0
    for mine, others, joined in ((ours, theirs, True), (ours, counted[1], False), (theirs, counted[0], False)):
        for item in list(mine):
            near = [o for o in others if fits(item, o) and _touch(item, o) and (joined or item.words & o.words)]
            if not near:
                continue
            other = min(near, key=lambda o: _unlike(item, o))
            shared = item.words & other.words
            item.words -= shared
            other.words -= shared
            mine.remove(item)
            counted[0 if mine is ours else 1].append(item)
            if joined:
                others.remove(other)
                counted[1].append(other)
            pairs += 1
    return pairs


def _touch(a: _Open, b: _Open) -> bool:
    return a.start < b.end and b.start < a.end


def _unlike(item: _Open, other: _Open) -> tuple[int, int, int, int]:
    """Least for the span that shares most words, then leaves fewest, then has fewest of its own."""
    shared = len(item.words & other.words)
    return -shared, len(item.words - other.words), len(other.words - item.words), other.end - other.start


@dataclass(frozen=True, slots=True)
class CausalSpans:
    """Scores over causes, effects and signals together, and of each."""

    fair: Score
    """As the 2023 shared task ranks: near misses count as one error."""
    exact: Score
    by_layer: dict[str, Score]
    """Fair scores."""
    sentences: int


def causal_spans(gold: Sequence[Sequence[Relation]], guessed: Sequence[Sequence[Relation]]) -> CausalSpans:
    """Scores of relations by sentence, as the Causal News Corpus's shared task of 2023 counts them.

    Only sentences with gold relations count. Of the guessed ones as many as there are gold ones are kept, the first;
    missing ones are empty. They are paired with the gold ones so that the fair F1 of the sentence is best. A relation's
    cause and effect are compared with one another, its signals apart.
    """
    total = {name: Fair() for name in ("all", "cause", "effect", "signal")}
    exact = Score()
    sentences = 0
    for told, said in zip(gold, guessed, strict=True):
        if not told:
            continue
        sentences += 1
        kept = [*said[: len(told)], *[Relation(None, None)] * (len(told) - len(said))]
        best = max(permutations(kept), key=lambda order: _fair_of(told, order).score().f1)
        total["all"].add(_fair_of(told, best))
        for name in ("cause", "effect", "signal"):
            total[name].add(_fair_of(told, best, name))
        exact = _summed(exact, _exact_of(told, best))
    scores = {name: counts.score() for name, counts in total.items()}
    return CausalSpans(scores.pop("all"), exact, scores, sentences)


def _pairs_of(relation: Relation) -> tuple[list[Span], list[Span]]:
    sides = [(span, name) for span, name in ((relation.cause, "cause"), (relation.effect, "effect")) if span]
    return [(*span, name) for span, name in sides], [(*span, "signal") for span in relation.signals]


def _fair_of(told: Sequence[Relation], said: Sequence[Relation], only: str | None = None) -> Fair:
    counts = Fair()
    for ours, theirs in zip(told, said, strict=True):
        for gold, guess in zip(_pairs_of(ours), _pairs_of(theirs), strict=True):
            counts.add(fair([s for s in gold if _kept(s, only)], [s for s in guess if _kept(s, only)]))
    return counts


def _exact_of(told: Sequence[Relation], said: Sequence[Relation]) -> Score:
    ours, theirs = ([[*sides[0], *sides[1]] for sides in map(_pairs_of, side)] for side in (told, said))
    return placed_f1(ours, theirs)


def _summed(one: Score, other: Score) -> Score:
    return Score(one.right + other.right, one.gold + other.gold, one.guessed + other.guessed)
