"""All that trains and all that is looked at while training, corpus by corpus."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from training.batches import Labels
from training.corpora import causal_news, ewt, quality, re3d
from training.examples import CERTAINTIES, KINDS, NAMES, ROLES, Example

SHARES = {"ewt": 1.0, "causal_news": 1.0, "re3d": 1.0, "train": 1.0, "synthetic": 0.3}
"""How much of each corpus an epoch reads; another part each time."""
ALL = {**SHARES, "synthetic": 1.0}
"""The same where claims are taught too."""


@dataclass(frozen=True)
class Data:
    """Examples by corpus; `dev` never trains."""

    train: dict[str, list[Example]]
    dev: dict[str, list[Example]]
    shares: Mapping[str, float] = field(default_factory=SHARES.copy)

    @classmethod
    def read(cls, folder: Path, *, limit: int | None = None, shares: Mapping[str, float] = SHARES) -> Data:
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
        return cls(_taken(train, limit), _taken(dev, limit), shares)

    def labels(self) -> Labels:
        """The values of each layer, sorted where the data name them: the same data give the same numbers."""
        every = [example for examples in self.train.values() for example in examples]
        pos = sorted({value for example in every for value in example.pos or ()})
        relations = sorted({value for example in every for value in example.relations or ()})
        return Labels(tuple(pos), tuple(relations), _marked(NAMES), _marked(KINDS), **claim_labels(every))

    def epoch(self, rng: random.Random) -> Iterator[Example]:
        """The examples of one epoch."""
        for name, examples in self.train.items():
            share = self.shares.get(name, 1.0)
            yield from examples if share == 1 else rng.sample(examples, max(1, round(share * len(examples))))


LEAST = 5
"""Claims of a kind from which it is taught."""


def claim_labels(examples: Iterable[Example]) -> dict[str, tuple[str, ...]]:
    """The labels of `Labels` that are about claims, as far as examples have them."""
    told = [claim for example in examples for claim in example.claims or ()]
    claims = Counter(claim.labels[0] for claim in told)
    factors = Counter(side for claim in told for side in (claim.cause, claim.effect) if side is not None)
    return {
        "claims": _common(claims),
        "certainties": CERTAINTIES,
        "factors": _common(factors),
        "roles": ROLES,
    }


def _common(counted: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(value for value, count in counted.items() if count >= LEAST))


def _marked(values: Iterable[str]) -> tuple[str, ...]:
    return ("O", *(f"{mark}-{value}" for value in values for mark in "BI"))


def _taken(corpora: dict[str, Iterator[Example]], limit: int | None) -> dict[str, list[Example]]:
    return {name: list(examples)[:limit] for name, examples in corpora.items()}
