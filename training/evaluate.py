"""Figures of a network in training on gold words and sentences: greedy heads, names, causal sentences."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import torch

from ebbline.language.pieces import Pieces
from training.batches import Labels, Stretch, Targets, featured, fits, grouped, sentences
from training.examples import Example, spans
from training.network import IGNORED, Batch, Network, Said

BUDGET = 4_000


@torch.no_grad()
def figures(
    network: Network, dev: Mapping[str, Sequence[Example]], pieces: Pieces, labels: Labels, device: torch.device
) -> dict[str, float]:
    """UPOS, UAS and LAS in per cent, F1 of names and of causal sentences; those whose examples are there."""
    network.eval()
    tally = _Tally(labels)
    targets = Targets(labels)
    for examples in dev.values():
        alone = [Stretch(e, start, stop, stop) for e in examples for start, stop in sentences(e)]
        both = [(stretch, item) for stretch in alone if fits(item := featured(stretch, pieces))]
        for group in grouped([item for _, item in both], BUDGET, random.Random(0)):
            batch = targets.batch([both[i][0] for i in group], [both[i][1] for i in group], pieces.pad)
            batch = Batch(**{name: value.to(device) for name, value in vars(batch).items()})
            tally.add(network, batch, network(batch))
    return tally.figures()


class _Tally:
    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._n: dict[str, float] = {}

    def _count(self, name: str, value: float) -> None:
        self._n[name] = self._n.get(name, 0.0) + value

    def add(self, network: Network, batch: Batch, said: Said) -> None:
        taught = batch.heads != IGNORED
        if taught.any():
            self._syntax(network, batch, said, taught)
        if (batch.names != IGNORED).any():
            self._names(batch, said)
        told = batch.causal != IGNORED
        if told.any():
            guessed = network.causal_scores(said.causal, batch.sentence, batch.causal.shape[1])[told] > 0
            gold = batch.causal[told] == 1
            self._count("causal right", (guessed & gold).sum().item())
            self._count("causal all", (guessed.sum() + gold.sum()).item())

    def _syntax(self, network: Network, batch: Batch, said: Said, taught: torch.Tensor) -> None:
        real = batch.sentence >= 0
        arcs = said.arcs.masked_fill(~torch.cat([real[:, :1], real], 1)[:, None, :], -1e4)
        row, at = taught.nonzero(as_tuple=True)
        guessed = arcs.argmax(-1)[row, at]
        labelled = network.labels(said.dependent[row, at], said.governor[row, guessed]).argmax(-1)
        right = guessed == batch.heads[row, at]
        self._count("words", len(row))
        self._count("uas", right.sum().item())
        self._count("las", (right & (labelled == batch.relations[row, at])).sum().item())
        self._count("upos", (said.pos.argmax(-1)[row, at] == batch.pos[row, at]).sum().item())

    def _names(self, batch: Batch, said: Said) -> None:
        values = self._labels.names
        for gold, guess in zip(batch.names.tolist(), said.names.argmax(-1).tolist(), strict=True):
            if gold[0] == IGNORED:
                continue
            size = sum(value != IGNORED for value in gold)
            truth = set(spans([values[value] for value in gold[:size]]))
            found = set(spans([values[value] for value in guess[:size]]))
            self._count("names right", len(truth & found))
            self._count("names all", len(truth) + len(found))

    def figures(self) -> dict[str, float]:
        n = self._n
        out = {name: 100 * n[name] / n["words"] for name in ("upos", "uas", "las") if n.get("words")}
        for name in ("names", "causal"):
            if n.get(f"{name} all"):
                out[name] = 200 * n[f"{name} right"] / n[f"{name} all"]
        return {name: round(value, 2) for name, value in out.items()}
