"""Trains the heads for claims on an encoder that stays as it is, and adds them to its weights.

    python -m training.claims DATA OUT [--begin FILE] [--epochs 4] [--budget 2400] [--threads N] [--limit N]

OUT holds `weights.pt` of a finished run of training/train.py; what is learned is written into it, with the names of the
claims. The other heads answer as before, since nothing they hang on is touched. FILE holds weights of a run of
training/train.py with `--claims`: its upper layers and its heads for claims are begun with. `claims.jsonl` logs the
losses. The seed is fixed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import torch

from ebbline.language.pieces import Pieces
from training.batches import Labels, Targets, featured, fits, grouped, stretches
from training.corpora import quality
from training.data import claim_labels
from training.examples import Example
from training.network import FORK, WEIGHTS, Batch, Claimed, Network, Rates, claim_losses
from training.pretrained import vocabulary
from training.train import SEED, moved, sizes

REAL = 3
"""Times an epoch reads a real report, of which there are few."""


@dataclass(frozen=True)
class Plan:
    """How long and how fast is trained; `budget` is the most pieces a batch has."""

    epochs: int = 4
    budget: int = 2_400
    branch_rate: float = 1e-4
    heads_rate: float = 5e-4
    warm_up: int = 100
    decay: float = 0.01
    clip: float = 5.0
    alone: float = 0.1
    """Of the sentences so many are read without their neighbours."""


def main() -> int:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--begin", type=Path, help="weights of a run that was taught claims whole")
    parser.add_argument("--epochs", type=int, default=Plan.epochs)
    parser.add_argument("--budget", type=int, default=Plan.budget)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--limit", type=int, help="take so many reports of each part only")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    folder = asked.data / "quality"
    examples = {part: list(quality.read(folder, part))[: asked.limit] for part in quality.PARTS}
    claiming = Claiming(examples, Plan(asked.epochs, asked.budget), asked.out)
    if asked.begin is not None:
        claiming.begin(asked.begin)
    claiming.run()
    return 0


class Claiming:
    """One run over the annotated reports, by part."""

    def __init__(self, examples: dict[str, list[Example]], plan: Plan, out: Path) -> None:
        torch.manual_seed(SEED)
        self.plan, self.out = plan, out
        self.examples = [
            example for part, group in examples.items() for example in group * (REAL if part == "train" else 1)
        ]
        state: dict[str, Any] = torch.load(out / "weights.pt", map_location="cpu", weights_only=True)
        told = claim_labels([example for group in examples.values() for example in group])
        self.labels = Labels(**{**{name: tuple(values) for name, values in state["labels"].items()}, **told})
        words = vocabulary()
        self.pieces, self.targets = Pieces(words), Targets(self.labels)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.network = Network(sizes(self.labels, len(words)), Rates(claims=0.3)).to(self.device)
        self.begun = _fitting(self.network, state["weights"])
        self.network.load_state_dict(self.begun, strict=False)
        self.network.fork()
        self.own = _own(self.network)
        self.ranges = state.get("ranges", {})

    def begin(self, file: Path) -> None:
        """Takes the upper layers of an encoder that was taught claims, and what its heads for claims learned."""
        taught = torch.load(file, map_location="cpu", weights_only=True)["weights"]
        layers = {
            name: taught[f"encoder.layers.{int(number) + FORK}.{rest}"]
            for name in self.own
            if name.startswith("branch.")
            for _, number, rest in [name.split(".", 2)]
        }
        heads = {name: taught[name] for name in self.own if name in taught and not name.startswith("branch.")}
        self.network.load_state_dict({**self.network.state_dict(), **heads, **layers})

    def run(self) -> None:
        """Trains to the end and writes the weights."""
        branch = [value for name, value in self.own.items() if name.startswith("branch.")]
        heads = [value for name, value in self.own.items() if not name.startswith("branch.")]
        rates = [{"params": branch, "lr": self.plan.branch_rate}, {"params": heads, "lr": self.plan.heads_rate}]
        optimizer = torch.optim.AdamW(rates, betas=(0.9, 0.98), weight_decay=self.plan.decay)
        steps = sum(1 for _ in self.batches(0)) * self.plan.epochs
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: self._rate(step, steps))
        for epoch in range(self.plan.epochs):
            started, sums, count = time.monotonic(), dict[str, float](), 0
            for batch in self.batches(epoch):
                for name, value in self._learn(batch, optimizer).items():
                    sums[name] = sums.get(name, 0.0) + value
                schedule.step()
                count += 1
            losses = {name: round(value / count, 4) for name, value in sums.items()}
            self._log(epoch=epoch, steps=count, s=round(time.monotonic() - started), losses=losses)
            self._save()

    def batches(self, epoch: int) -> Iterator[Batch]:
        """The batches of an epoch, the same whenever they are asked for."""
        rng = random.Random(SEED + epoch)
        cut = [stretch for example in self.examples for stretch in stretches(example, rng, self.plan.alone)]
        both = [(stretch, item) for stretch in cut if fits(item := featured(stretch, self.pieces))]
        for group in grouped([item for _, item in both], self.plan.budget, rng):
            chosen = [both[i] for i in group]
            yield self.targets.batch([stretch for stretch, _ in chosen], [item for _, item in chosen], self.pieces.pad)

    def said(self, batch: Batch) -> Claimed:
        """What the heads say; the encoder is neither dropped out nor taught."""
        self.network.encoder.eval()
        with torch.autocast(self.device.type, dtype=torch.bfloat16):  # 1.4 times as fast on two processors
            with torch.no_grad():
                layers = self.network.encoder(batch.pieces, batch.looks)
            said = self.network.claim(layers, batch)
        return Claimed(**{field.name: getattr(said, field.name).float() for field in fields(said)})

    def _learn(self, batch: Batch, optimizer: torch.optim.Optimizer) -> dict[str, float]:
        self.network.train()
        batch = moved(batch, self.device)
        each = claim_losses(self.network, batch, self.said(batch))
        loss = sum((WEIGHTS[name] * value for name, value in each.items()), torch.zeros((), device=self.device))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
        torch.nn.utils.clip_grad_norm_(list(self.own.values()), self.plan.clip)
        optimizer.step()
        return {name: value.item() for name, value in each.items()}

    def _rate(self, step: int, steps: int) -> float:
        warm = min(self.plan.warm_up, max(1, steps // 4))
        return step / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))

    def _log(self, **says: Any) -> None:
        with (self.out / "claims.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({**says, "at": time.strftime("%H:%M:%S")}) + "\n")

    def _save(self) -> None:
        """Writes the weights: those that were there, to the bit, and the claims' own."""
        learned = {name: value.detach().cpu() for name, value in self.network.state_dict().items()}
        weights = {**learned, **self.begun}
        state = {"weights": weights, "labels": asdict(self.labels), "ranges": self.ranges}
        fresh = self.out / "weights.new"
        torch.save(state, fresh)
        fresh.replace(self.out / "weights.pt")


_CLAIMS = (
    "branch.",
    "claiming.",
    "told.",
    "claims.",
    "carried.",
    "claimed.",
    "factors.",
    "tells",
    "asks",
    "answers",
    "distances",
)


def _own(network: Network) -> dict[str, torch.nn.Parameter]:
    """The parameters that serve claims alone."""
    return {name: value for name, value in network.named_parameters() if name.startswith(_CLAIMS)}


def _fitting(network: Network, weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """What a run brought that serves other tasks."""
    own: Sequence[str] = list(_own(network))
    return {name: value for name, value in weights.items() if name not in own}


if __name__ == "__main__":
    raise SystemExit(main())
