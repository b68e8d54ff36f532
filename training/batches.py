"""Examples cut into stretches of whole sentences, and stretches into padded batches."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ebbline.language.features import BROKEN, GLUED, SPACED, Features, features, stacked
from ebbline.language.pieces import Pieces
from training.claim_targets import ClaimTargets
from training.examples import Example
from training.network import IGNORED, PIECES_AT_MOST, Batch

MOST_WORDS = 112
"""Words a stretch may have, unless one sentence has more."""
ALONE = 0.5
"""How many of the sentences are read without their neighbours."""
CUT_SHORT = 0.15
"""How many of the longer stretches end within a sentence, as they do where a paragraph is longer than a stretch."""


@dataclass(frozen=True)
class Labels:
    """The values of each layer; a target is a value's place here."""

    pos: tuple[str, ...]
    relations: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    claims: tuple[str, ...]
    certainties: tuple[str, ...]
    factors: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """Words `start`..`stop` of an example; of `whole` ones the trees are taught."""

    example: Example
    start: int
    stop: int
    whole: int


def sentences(example: Example) -> list[tuple[int, int]]:
    """Where each sentence starts and stops."""
    return list(zip(example.cuts, [*example.cuts[1:], len(example.words)], strict=True))


def stretches(example: Example, rng: random.Random, alone: float = ALONE) -> Iterator[Stretch]:
    """The whole example once, in stretches of several sentences, or of one in the share `alone`."""
    group: list[tuple[int, int]] = []
    room = 0
    for start, stop in sentences(example):
        if group and (stop - group[0][0] > room):
            yield _stretch(example, group, rng)
            group = []
        if not group:
            room = 0 if rng.random() < alone else rng.randint(24, MOST_WORDS)
        group.append((start, stop))
    if group:
        yield _stretch(example, group, rng)


def _stretch(example: Example, group: Sequence[tuple[int, int]], rng: random.Random) -> Stretch:
    start, stop = group[0][0], group[-1][1]
    last = group[-1][0]
    if len(group) > 1 and stop - last > 3 and rng.random() < CUT_SHORT:
        return Stretch(example, start, rng.randint(last + 1, stop - 1), last)
    return Stretch(example, start, stop, stop)


def gaps(example: Example, start: int, stop: int) -> list[int]:
    """What stands before each word of a stretch; its first begins something."""
    out = [
        BROKEN if broken else SPACED if spaced else GLUED
        for broken, spaced in zip(example.broken[start:stop], example.spaced[start:stop], strict=True)
    ]
    if out and out[0] == GLUED:
        out[0] = SPACED
    return out


def featured(stretch: Stretch, pieces: Pieces) -> Features:
    """What the encoder sees of a stretch."""
    start, stop = stretch.start, stretch.stop
    return features(stretch.example.words[start:stop], gaps(stretch.example, start, stop), pieces)


def grouped(items: Sequence[Features], budget: int, rng: random.Random) -> list[list[int]]:
    """Numbers of items of like length in groups of at most `budget` pieces, in random order."""
    order = sorted(range(len(items)), key=lambda i: len(items[i].pieces) + rng.random() * 4)
    groups: list[list[int]] = []
    for i in order:
        if not groups or (len(groups[-1]) + 1) * len(items[i].pieces) > budget:
            groups.append([])
        groups[-1].append(i)
    rng.shuffle(groups)
    return groups


def fits(item: Features) -> bool:
    """Whether the encoder has places enough."""
    return len(item.pieces) <= PIECES_AT_MOST


class Targets:
    """Turns what an example teaches into numbers."""

    def __init__(self, labels: Labels) -> None:
        self._pos, self._relations, self._names, self._kinds = (
            {value: number for number, value in enumerate(values)}
            for values in (labels.pos, labels.relations, labels.names, labels.kinds)
        )
        self._claims = ClaimTargets(labels)

    def batch(self, group: Sequence[Stretch], seen: Sequence[Features], pad: int = 0) -> Batch:
        """The padded batch of some stretches."""
        rows = [self._rows(stretch) for stretch in group]
        wide = max(len(item.first) for item in seen)
        count = max(max(row["sentence"], default=0) for row in rows) + 1

        def whole(name: str, fill: int = IGNORED) -> torch.Tensor:
            return torch.from_numpy(stacked([row[name] for row in rows], fill, wide)).long()

        def layers(name: str) -> torch.Tensor:
            return torch.stack([whole(f"{name}{i}") for i in range(3)], -1)

        certainty = np.full((len(group), wide), np.nan, np.float32)
        for out, stretch in zip(certainty, group, strict=True):
            taught = stretch.example.certainty
            if taught is not None:
                part = taught[stretch.start : stretch.stop]
                out[: len(part)] = [np.nan if value is None else value for value in part]
        causal = torch.from_numpy(stacked([row["causal"] for row in rows], IGNORED, count)).long()
        return Batch(
            pieces=torch.from_numpy(stacked([item.pieces for item in seen], pad)).long(),
            looks=torch.from_numpy(stacked([item.looks for item in seen], 0)).long(),
            first=torch.from_numpy(stacked([item.first for item in seen], 0, wide)).long(),
            last=torch.from_numpy(stacked([item.last for item in seen], 0, wide)).long(),
            sentence=whole("sentence", -1),
            ends=whole("ends"),
            pos=whole("pos"),
            heads=whole("heads"),
            relations=whole("relations"),
            names=whole("names"),
            kinds=whole("kinds"),
            speech=layers("speech"),
            links=layers("links"),
            causal=causal,
            certainty=torch.from_numpy(certainty),
            **self._claims.tensors(group, wide),
        )

    def _rows(self, stretch: Stretch) -> dict[str, list[int]]:
        example, start, stop, whole = stretch.example, stretch.start, stretch.stop, stretch.whole
        size = stop - start
        rows: dict[str, list[int]] = {}
        first = bisect_right(example.cuts, start) - 1
        numbers = [bisect_right(example.cuts, i) - 1 - first for i in range(start, stop)]
        rows["sentence"] = numbers
        rows["ends"] = [IGNORED] * size if example.ends is None else [int(end) for end in example.ends[start:stop]]
        rows["pos"] = _numbers(example.pos, self._pos, start, stop)
        rows["heads"] = _heads(example, start, stop, whole)
        rows["relations"] = _numbers(example.relations, self._relations, start, stop)
        rows["names"] = _numbers(example.names, self._names, start, stop)
        rows["kinds"] = _numbers(example.kinds, self._kinds, start, stop)
        for name, layers in (("speech", example.speech), ("links", example.links)):
            for i in range(3):
                rows[f"{name}{i}"] = _numbers(layers[i] if layers else None, _OBI, start, stop)
        rows["causal"] = _causal(example, first, whole, numbers[-1] + 1)
        return rows


_OBI = {"O": 0, "B": 1, "I": 2}


def _numbers(values: Sequence[str] | None, known: dict[str, int], start: int, stop: int) -> list[int]:
    """Targets of a layer; a value that is not known teaches nothing."""
    if values is None:
        return [IGNORED] * (stop - start)
    return [known.get(value, IGNORED) for value in values[start:stop]]


def _heads(example: Example, start: int, stop: int, whole: int) -> list[int]:
    if example.heads is None:
        return [IGNORED] * (stop - start)
    inside = [head + 1 - start if head >= 0 else 0 for head in example.heads[start:whole]]
    return inside + [IGNORED] * (stop - whole)


def _causal(example: Example, first: int, whole: int, count: int) -> list[int]:
    """By sentence of the stretch, `first` the number of its first one; a sentence cut short teaches nothing."""
    if example.causal is None:
        return [IGNORED] * count
    out: list[int] = []
    for number in range(first, first + count):
        value = example.causal[number]
        out.append(IGNORED if value is None or example.cuts[number] >= whole else int(value))
    return out
