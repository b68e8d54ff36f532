"""The English Web Treebank with the names of Universal NER and the factuality of UDS-IH2 laid over it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from training.corpora.conllu import Sentence, opened, sentences
from training.examples import NAMES, UNKNOWN, Example, Layer
from training.speech import speech

PARTS = ("train", "dev", "test")

_TREES = "ud_ewt/en_ewt-ud-{part}.conllu.xz"
_NAMES = {
    "train": "uner_ewt/en_ewt-ud-train.first_commit.iob2",
    "dev": "uner_ewt/en_ewt-ud-dev.iob2",
    "test": "uner_ewt/en_ewt-ud-test.iob2",
}
_CERTAINTY = "factuality/UDS_IH2/{part}.jsonl"

Judged = Sequence[tuple[int, int, float]]
"""Stretches of a sentence's characters, white space left out, and how far what they tell is said to have happened."""


def read(folder: Path, part: str) -> Iterator[Example]:
    """An example for each document of a part of PARTS; `folder` is that of the benchmarks."""
    names = named(opened(folder / _NAMES[part]))
    certainty = folder / _CERTAINTY.format(part=part)
    judged = judgements(opened(certainty)) if certainty.exists() else {}
    trees = sentences(opened(folder / _TREES.format(part=part)))
    for document, run in groupby(trees, key=lambda sentence: sentence.document):
        yield _example(document, list(run), names, judged)


def named(lines: Iterable[str]) -> dict[str, tuple[str, Layer]]:
    """For each sentence its characters without white space, and a label for each; what is no name of NAMES is O."""
    found: dict[str, tuple[str, Layer]] = {}
    sentence_id, words, labels = "", list[str](), list[str]()
    for line in (*lines, ""):
        if line.startswith("# sent_id"):
            sentence_id = line.partition("=")[2].strip()
        elif line and not line.startswith("#"):
            _, word, label = line.split("\t")[:3]
            words.append(word)
            labels.append(label if label[2:] in NAMES else "O")
        elif not line and words:
            found[sentence_id] = "".join(words), _by_character(words, labels)
            words, labels = [], []
    return found


def _by_character(words: Sequence[str], labels: Sequence[str]) -> Layer:
    column: list[str] = []
    for word, label in zip(words, labels, strict=True):
        inside = "I" + label[1:] if label != "O" else "O"
        column += [label, *[inside] * (len(word) - 1)]
    return tuple(column)


def judgements(lines: Iterable[str]) -> dict[str, Judged]:
    """For each sentence, by its characters without white space, the judged words."""
    found: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for line in lines:
        item = json.loads(line)
        words = item["text"].split()
        bounds = [0]
        for word in words:
            bounds.append(bounds[-1] + len(word))
        for target in item["targets"]:
            first, last = target["span1"]
            found["".join(words)].append((bounds[first], bounds[last], float(target["label"])))
    return dict(found)


def _example(
    document: str, run: list[Sentence], names: Mapping[str, tuple[str, Layer]], judged: Mapping[str, Judged]
) -> Example:
    starts = [0]
    for sentence in run:
        starts.append(starts[-1] + len(sentence.words))
    heads = [
        head + start if head >= 0 else -1
        for sentence, start in zip(run, starts, strict=False)
        for head in sentence.heads
    ]
    return Example(
        source=f"ud_ewt {document}",
        words=tuple(word for sentence in run for word in sentence.words),
        spaced=tuple(
            gap or (sentence.paragraph and not index) for sentence in run for index, gap in enumerate(sentence.spaced)
        ),
        broken=tuple(sentence.paragraph and not index for sentence in run for index in range(len(sentence.words))),
        cuts=tuple(starts[:-1]),
        ends=tuple(index == len(sentence.words) - 1 for sentence in run for index in range(len(sentence.words))),
        pos=tuple(pos for sentence in run for pos in sentence.pos),
        heads=tuple(heads),
        relations=tuple(relation for sentence in run for relation in sentence.relations),
        names=tuple(label for sentence in run for label in _names(sentence, names)),
        speech=speech(_paragraphs(run)),
        certainty=tuple(value for sentence in run for value in _certainty(sentence, judged)) if judged else None,
    )


def _paragraphs(run: Sequence[Sentence]) -> list[list[Sentence]]:
    found: list[list[Sentence]] = []
    for sentence in run:
        if sentence.paragraph or not found:
            found.append([])
        found[-1].append(sentence)
    return found


def _names(sentence: Sentence, names: Mapping[str, tuple[str, Layer]]) -> Layer:
    """The labels of the sentence's own words, whose cuts may differ from those that were labelled."""
    characters, labels = names.get(sentence.sentence_id, ("", ()))
    if characters != "".join(sentence.words):
        return (UNKNOWN,) * len(sentence.words)
    column: list[str] = []
    at = 0
    for word in sentence.words:
        column.append(labels[at])
        at += len(word)
    return tuple(column)


def _certainty(sentence: Sentence, judged: Mapping[str, Judged]) -> tuple[float | None, ...]:
    values: dict[int, float] = {start: value for start, _, value in judged.get("".join(sentence.words), ())}
    column: list[float | None] = []
    at = 0
    for word in sentence.words:
        column.append(values.get(at))
        at += len(word)
    return tuple(column)
