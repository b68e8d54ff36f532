"""The Causal News Corpus: which sentences tell a cause and its effect, and which words do.

A sentence may hold several relations, and the shared task pairs what is guessed with them as well as can be and ignores
guesses beyond their number. So an example shows all relations at once: a cause of one may be the effect of another, as
they lie in layers of their own; where two causes overlap, the first told stands.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.corpora.running import Words, words_of
from training.examples import LINKS, Example, layer

PARTS = ("train", "dev")

_TAG = re.compile(r"<(/?)(ARG0|ARG1|SIG)[A-Z\d]*>")
_LAYER = {"ARG0": "cause", "ARG1": "effect", "SIG": "signal"}
_STOPS = frozenset(".!?")
_LEFT = frozenset(",.;:!?)]}”%'…") | {"''", "’", "n't", "n’t", "...", "'s", "’s"}
"""Marks that running text writes without a space before them."""
_RIGHT = frozenset("([{“‘$£€#`") | {"``"}
"""Marks that running text writes without a space after them."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One cause with its effect, and the words that signal it, as (start, end) of words; either may be empty."""

    cause: tuple[int, int] | None
    effect: tuple[int, int] | None
    signals: tuple[tuple[int, int], ...] = ()


def read(folder: Path, part: str) -> Iterator[Example]:
    """An example for each sentence of a part of PARTS; `folder` is that of the benchmarks."""
    for index, text, causal, tagged in _rows(folder / "causal_news", part):
        words = words_of(text)
        relations = [_relation(words, marked(item)) for item in tagged]
        yield Example(
            source=f"causal_news {index}",
            words=words.words,
            spaced=as_printed(words.words, words.spaced),
            broken=(True, *[False] * (len(words.words) - 1)),
            cuts=(0,),
            ends=_ends(words),
            causal=(float(causal),),
            links=_links(len(words.words), relations),
        )


def relations_of(folder: Path, part: str) -> list[tuple[tuple[str, ...], list[Relation]]]:
    """For each sentence, in the order of `read`, its words cut at spaces as the corpus does, and its relations."""
    found: list[tuple[tuple[str, ...], list[Relation]]] = []
    for _, text, _, tagged in _rows(folder / "causal_news", part):
        pieces = spaced_words(text)
        found.append((pieces.words, [_relation(pieces, marked(item)) for item in tagged]))
    return found


def spaced_words(text: str) -> Words:
    """The text cut at spaces only, as the shared task cuts it."""
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    words = text.split()
    stops = [start + len(word) for start, word in zip(starts, words, strict=True)]
    first = tuple(not index for index in range(len(words)))
    return Words(tuple(words), tuple(starts), tuple(stops), (True,) * len(words), first)


def marked(tagged: str) -> list[tuple[int, int, str]]:
    """The (start, end, layer) of the tags, in characters of the text without them."""
    found: list[tuple[int, int, str]] = []
    begun: dict[str, int] = {}
    removed = 0
    for match in _TAG.finditer(tagged):
        at, name = match.start() - removed, _LAYER[match[2]]
        removed += len(match[0])
        if not match[1]:
            begun[name] = at
        elif name in begun:
            found.append((begun.pop(name), at, name))
    return found


def as_printed(words: tuple[str, ...], spaced: tuple[bool, ...]) -> tuple[bool, ...]:
    """The white space as running text would have it, where the corpus sets every mark apart."""
    inside = False
    found: list[bool] = []
    for index, (word, space) in enumerate(zip(words, spaced, strict=True)):
        before = words[index - 1] if index else ""
        closes = word == '"' and inside
        glued = word in _LEFT or before in _RIGHT or closes or (before == '"' and inside)
        found.append(not index or (space and not glued))
        if word == '"':
            inside = not inside
    return tuple(found)


def _rows(folder: Path, part: str) -> Iterator[tuple[str, str, int, list[str]]]:
    """Index, text, whether it is causal, and the text once for each relation with its tags."""
    tagged = {row["index"].removeprefix("cnc_"): row for row in _table(folder / f"{part}_subtask2_grouped.csv")}
    by_text = {row["text"]: ast.literal_eval(row["causal_text_w_pairs"]) for row in tagged.values()}
    for row in _table(folder / f"{part}_subtask1.csv"):
        relations = by_text.get(row["text"], [])
        yield row["index"], row["text"], int(row["label"]), [str(item) for item in relations]


def _table(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def _relation(words: Words, marks: list[tuple[int, int, str]]) -> Relation:
    at: dict[str, list[tuple[int, int]]] = {name: [] for name in LINKS}
    for start, end, name in marks:
        first, last = words.over(start, end)
        if first < last:
            at[name].append((first, last))
    return Relation(next(iter(at["cause"]), None), next(iter(at["effect"]), None), tuple(at["signal"]))


def _links(length: int, relations: list[Relation]) -> tuple[tuple[str, ...], ...]:
    causes = [relation.cause for relation in relations if relation.cause]
    effects = [relation.effect for relation in relations if relation.effect]
    signals = [signal for relation in relations for signal in relation.signals]
    return tuple(layer(length, _apart(marks)) for marks in (causes, effects, signals))


def _apart(marks: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end in marks:
        if all(end <= first or last <= start for first, last, _ in kept):
            kept.append((start, end, ""))
    return kept


def _ends(words: Words) -> tuple[bool, ...] | None:
    """The last word closes the sentence; None where the line seems to hold several."""
    last = len(words.words) - 1
    inner = any(
        word in _STOPS and any(character.isalpha() for character in words.words[index + 1])
        for index, word in enumerate(words.words[:-1])
    )
    quoted_end = any(
        word in _STOPS and words.words[index + 1] in ("”", '"', "''") and words.words[index + 2][:1].isupper()
        for index, word in enumerate(words.words[:-2])
    )
    return None if inner or quoted_end else tuple(index == last for index in range(last + 1))
