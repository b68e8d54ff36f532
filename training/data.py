"""All that trains and all that is looked at while training, corpus by corpus."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.batches import Labels
from training.corpora import causal_news, ewt, quality, re3d
from training.examples import KINDS, NAMES, Example

SHARES = {"ewt": 1.0, "causal_news": 1.0, "re3d": 1.0, "train": 1.0, "synthetic": 0.3}
"""How much of each corpus an epoch reads; another part each time."""


@dataclass(frozen=True)
class Data:
    """Examples by corpus; `dev` never trains."""

    train: dict[str, list[Example]]
    dev: dict[str, list[Example]]

    @classmethod
    def read(cls, folder: Path, *, limit: int | None = None) -> Data:
        """The corpora of a folder that holds `benchmarks/` and `quality/`."""
        public, own = folder / "benchmarks", folder / "quality"
        train = {
            "ewt": ewt.read(public, "train"),
            "causal_news": causal_news.read(public, "train"),
            "re3d": re3d.read(public, "train"),
            "train": quality.read(own, "train"),
            "synthetic": quality.read(own, "synthetic"),
        }
        dev = {"ewt": ewt.read(public, "dev"), "causal_news": causal_news.read(public, "dev")}
        return cls(_taken(train, limit), _taken(dev, limit))

    def labels(self) -> Labels:
        """The values of each layer, sorted where the data name them: the same data give the same numbers."""
        every = [example for examples in self.train.values() for example in examples]
        pos = sorted({value for example in every for value in example.pos or ()})
        relations = sorted({value for example in every for value in example.relations or ()})
        return Labels(tuple(pos), tuple(relations), _marked(NAMES), _marked(KINDS))

    def epoch(self, rng: random.Random) -> Iterator[Example]:
        """The examples of one epoch."""
        for name, examples in self.train.items():
            share = SHARES.get(name, 1.0)
            yield from examples if share == 1 else rng.sample(examples, max(1, round(share * len(examples))))


def _marked(values: Iterable[str]) -> tuple[str, ...]:
    return ("O", *(f"{mark}-{value}" for value in values for mark in "BI"))


def _taken(corpora: dict[str, Iterator[Example]], limit: int | None) -> dict[str, list[Example]]:
    return {name: list(examples)[:limit] for name, examples in corpora.items()}
