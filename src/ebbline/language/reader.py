"""Report → Document by the language model: words, sentences, trees, names, reported speech, causes.

A report's blocks of text are read in stretches of about a hundred words; several short blocks make one stretch, and
of a block that is longer the next stretch begins where the last whole sentence ended. Which words are read together
hangs on the report alone, so a report reads the same whatever is read beside it. The end of a block ends a sentence
for sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from pathlib import Path

from ebbline.language.decoding import Decoder, Found, document
from ebbline.language.features import BROKEN, GLUED, SPACED, Features, features
from ebbline.language.network import SURELY, Answers, Network
from ebbline.language.segment import blocks
from ebbline.language.tokens import tokens
from ebbline.records import Document, Report

WORDS = 112
"""Words of a stretch; as the network was trained."""
_MOST_WORDS = 4 * WORDS
"""Words of a stretch in which no sentence ends earlier; a sentence has no more."""
_ROOM = 510
"""Pieces the network has room for beside its opening and closing marks."""
_UNSURE = 3
"""Words at the end of a stretch cut short that see too little of what follows to close a sentence."""
_BUDGET = 1_000
"""Pieces the network reads at once, padding included."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Words with where each begins in the text, what stands before it, and the block it stands in."""

    text: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.text)

    def part(self, first: int, stop: int) -> _Words:
        """The words `first` up to `stop`."""
        at = slice(first, stop)
        return _Words(self.text[at], self.starts[at], self.gaps[at], self.blocks[at])

    def add(self, other: _Words) -> None:
        """Goes on with the other's words."""
        self.text.extend(other.text)
        self.starts.extend(other.starts)
        self.gaps.extend(other.gaps)
        self.blocks.extend(other.blocks)


@dataclass(slots=True)
class _Task:
    """Words that begin and end with a sentence, read from `at` on in stretches of up to `most` words."""

    words: _Words
    at: int = 0
    most: int = WORDS
    found: list[Found] = field(default_factory=list)


class Reader:
    """The language model, ready to read."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._decoder = Decoder(network)

    @classmethod
    def open(cls, path: Path | None = None, threads: int | None = None) -> Reader:
        """The shipped model, or another file's, on all processors or on so many; raises ModelError."""
        return cls(Network.open(path, threads))

    def read(self, report: Report) -> Document:
        """The report's document."""
        return next(self.read_all([report]))

    def read_all(self, reports: Iterable[Report], together: int = 32) -> Iterator[Document]:
        """The documents of reports in their order, so many read together; the same whatever the number."""
        rest = iter(reports)
        while group := list(islice(rest, max(1, together))):
            tasks = [_tasks(report) for report in group]
            self._run([task for of_report in tasks for task in of_report])
            for report, of_report in zip(group, tasks, strict=True):
                yield document(report, [found for task in of_report for found in task.found])

    def read_words(
        self, sentences: Iterable[tuple[Sequence[str], Sequence[int]]], together: int = 64
    ) -> Iterator[Found]:
        """What is found in sentences that were cut elsewhere: words, and what of `features` stands before each.

        Spans count characters of the words put together. A sentence with too many pieces is cut short; none is empty.
        """
        rest = iter(sentences)
        while group := list(islice(rest, max(1, together))):
            laid = [_laid(words, gaps) for words, gaps in group]
            seen = [self._stretch(_Task(words, most=len(words))) for words in laid]
            closed = [[-SURELY] * (len(item.first) - 1) + [SURELY] for item in seen]
            found: dict[int, Found] = {}
            for numbers in _batches(seen):
                answers = self._network.answers([seen[i] for i in numbers], [closed[i] for i in numbers])
                for i, answer in zip(numbers, answers, strict=True):
                    own = laid[i].part(0, len(seen[i].first))
                    found[i] = self._decoder.sentence(own.text, own.starts, 0, True, answer, slice(0, len(own)))
            yield from (found[i] for i in range(len(group)))

    def _run(self, tasks: Sequence[_Task]) -> None:
        """Reads the tasks to their ends, a stretch of each at a time."""
        waiting = list(tasks)
        while waiting:
            seen = [self._stretch(task) for task in waiting]
            closed = [_closed(task, len(item.first)) for task, item in zip(waiting, seen, strict=True)]
            for numbers in _batches(seen):
                answers = self._network.answers([seen[i] for i in numbers], [closed[i] for i in numbers])
                for i, answer in zip(numbers, answers, strict=True):
                    self._take(waiting[i], answer)
            waiting = [task for task in waiting if task.at < len(task.words)]

    def _stretch(self, task: _Task) -> Features:
        """The next words of the task, as many as there is room for."""
        words = task.words.part(task.at, task.at + task.most)
        cuts = self._network.pieces.of(words.text)
        room, count = _ROOM, 0
        for cut in cuts:
            room -= len(cut)
            if room < 0:
                break
            count += 1
        if task.at + count < len(task.words):
            count = _last_stop(words.text, count)
        gaps = [words.gaps[0] or SPACED, *words.gaps[1:count]]  # something stands before every stretch
        return features(words.text[:count], gaps, self._network.pieces)

    def _take(self, task: _Task, answers: Answers) -> None:
        """Adds the sentences that are whole and moves on behind them, or asks for more words."""
        size = len(answers.pos)
        stops = [i + 1 for i, end in enumerate((answers.ends > 0).tolist()) if end]
        if task.at + size == len(task.words):
            task.found += self._sentences(task, answers, stops)
        elif stops:
            task.found += self._sentences(task, answers, stops)
            task.at += stops[-1]
            task.most = WORDS
            return
        elif task.most < _MOST_WORDS and size > task.most // 2:
            task.most *= 2
            return
        else:
            task.found += self._sentences(task, answers, [size])
        task.at += size
        task.most = WORDS

    def _sentences(self, task: _Task, answers: Answers, stops: Sequence[int]) -> Iterator[Found]:
        words = task.words
        read = words.part(task.at, task.at + len(answers.pos))
        for first, stop in zip([0, *stops[:-1]], stops, strict=True):
            own = words.part(task.at + first, task.at + stop)
            block = own.blocks[0]
            before = words.blocks[task.at + first - 1] if task.at + first else None
            after = words.blocks[task.at + stop] if task.at + stop < len(words) else None
            alone = block not in (before, after)
            at = slice(first, stop)
            found = self._decoder.sentence(own.text, own.starts, block, alone, answers, at)
            yield replace(found, proposals=self._decoder.proposals(read.text, read.starts, answers, at))


def _laid(words: Sequence[str], gaps: Sequence[int]) -> _Words:
    starts, at = [], 0
    for word, gap in zip(words, gaps, strict=True):
        at += gap != GLUED and at > 0
        starts.append(at)
        at += len(word)
    return _Words(list(words), starts, list(gaps), [0] * len(words))


def _tasks(report: Report) -> list[_Task]:
    """The report's text as tasks: neighbouring blocks together while they fit into one stretch."""
    out: list[_Task] = []
    for number, block in enumerate(blocks(report)):
        words, starts = tokens(report.text, block.start, block.end)
        if not words:
            continue
        own = _Words(words, starts, _gaps(words, starts), [number] * len(words))
        if out and len(out[-1].words) + len(words) <= WORDS:
            out[-1].words.add(own)
        else:
            out.append(_Task(own))
    return out


def _gaps(words: Sequence[str], starts: Sequence[int]) -> list[int]:
    """What stands before each word of a block; before the first a line ends."""
    gaps = [
        SPACED if start > before + len(word) else GLUED
        for word, before, start in zip(words, starts, starts[1:], strict=False)
    ]
    return [BROKEN, *gaps]


_STOPS = frozenset(".!?")
_CLOSING = frozenset("\"'”’)]")


def _last_stop(words: Sequence[str], most: int) -> int:
    """Up to `most` words, so many as end where a sentence seems to, or all: else its beginning would be read twice."""
    for i in range(most - 1, most // 2, -1):
        if _may_close(words, i) and (i + 1 == len(words) or words[i + 1][0].isupper() or words[i + 1][0] in "\"“‘'("):
            return i + 1
    return most


def _may_close(words: Sequence[str], i: int) -> bool:
    return words[i] in _STOPS or (words[i] in _CLOSING and words[i - 1] in _STOPS)


def _closed(task: _Task, size: int) -> list[float]:
    """Which words of the task's next stretch surely close a sentence, and which surely do not."""
    blocks_ = [*task.words.blocks[task.at : task.at + size + 1], -1][: size + 1]
    closed = [SURELY if block != after else 0.0 for block, after in pairwise(blocks_)]
    if task.at + size < len(task.words) and not _may_close(task.words.text, task.at + size - 1):
        for i in range(max(0, size - _UNSURE), size):
            closed[i] = closed[i] or -SURELY
    return closed


def _batches(seen: Sequence[Features]) -> Iterator[list[int]]:
    """Numbers of stretches of like length, as many as may be read at once."""
    group: list[int] = []
    for i in sorted(range(len(seen)), key=lambda i: len(seen[i].pieces)):
        if group and (len(group) + 1) * len(seen[i].pieces) > _BUDGET:
            yield group
            group = []
        group.append(i)
    if group:
        yield group
