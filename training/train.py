"""Trains the network and keeps its weights.

    python -m training.train DATA OUT [--epochs 8] [--budget 1800] [--threads N] [--limit N] [--claims] [--begin FILE]

DATA is the folder that holds `benchmarks/` and `quality/`. OUT takes `log.jsonl`, `state.pt` (after an interruption the
same command goes on from there) and, at the end, `weights.pt`. A GPU is used where there is one. The seed is fixed: the
same machine, threads and data give the same weights. With `--claims` claims are taught beside all else, which costs
syntax and names something: such weights serve as what training/claims.py begins with.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import torch

from ebbline.language.features import LOOKS
from ebbline.language.pieces import Pieces
from training.batches import Labels, Targets, featured, fits, grouped, stretches
from training.data import ALL, SHARES, Data
from training.evaluate import figures
from training.network import WEIGHTS, Batch, Network, Sizes, claim_losses, losses
from training.pretrained import vocabulary, weights_file

SEED = 20151
SAVE_EVERY_S = 240.0
"""Seconds between two states kept; as many may be lost to an interruption."""


@dataclass(frozen=True)
class Plan:
    """How long and how fast is trained; `budget` is the most pieces a batch has."""

    epochs: int = 8
    budget: int = 1_800
    encoder_rate: float = 2e-4
    heads_rate: float = 1e-3
    warm_up: int = 200
    decay: float = 0.01
    clip: float = 5.0


def main() -> int:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=Plan.epochs)
    parser.add_argument("--budget", type=int, default=Plan.budget)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--limit", type=int, help="take so many examples of each corpus only")
    parser.add_argument("--stop-after", type=int, help="stop after so many steps, as an interruption would")
    parser.add_argument("--claims", action="store_true", help="teach claims too")
    parser.add_argument("--begin", type=Path, help="weights of an earlier run to begin with")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    data = Data.read(asked.data, limit=asked.limit, shares=ALL if asked.claims else SHARES)
    training = Training(data, Plan(asked.epochs, asked.budget), asked.out, vocabulary(), claims=asked.claims)
    if asked.begin is None:
        training.network.encoder.load_pretrained(weights_file())
    else:
        training.network.load_state_dict(torch.load(asked.begin, weights_only=True)["weights"])
    training.run(asked.stop_after)
    return 0


class Training:
    """One run, whose log and state lie in `out`."""

    def __init__(self, data: Data, plan: Plan, out: Path, words: tuple[str, ...], *, claims: bool = False) -> None:
        torch.manual_seed(SEED)
        out.mkdir(parents=True, exist_ok=True)
        self.data, self.plan, self.out, self.claims = data, plan, out, claims
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.pieces, self.labels = Pieces(words), data.labels()
        self.targets = Targets(self.labels)
        self.network = Network(sizes(self.labels, len(words))).to(self.device)
        self.optimizer = torch.optim.AdamW(_rates(self.network, plan), betas=(0.9, 0.98), weight_decay=plan.decay)
        self.epoch, self.step, self.within = 0, 0, 0
        self.steps = sum(1 for _ in self.batches(0)) * plan.epochs
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self._rate)

    def run(self, most: int | None = None) -> None:
        """Trains to the end of the plan, or `most` steps, from where an earlier run was stopped."""
        self._resume()
        saved = time.monotonic()
        for epoch in range(self.epoch, self.plan.epochs):
            sums: dict[str, float] = {}
            started = time.monotonic()
            for number, batch in enumerate(self.batches(epoch)):
                if number < self.within:
                    continue
                self._learn(batch, sums)
                self.within = number + 1
                if self.step == most:
                    self._save()
                    return
                if self.step % 50 == 0:
                    self._log(
                        epoch=epoch, step=self.step, of=self.steps, s=time.monotonic() - started, losses=_means(sums)
                    )
                    sums = {}
                if time.monotonic() - saved > SAVE_EVERY_S:
                    self._save()
                    saved = time.monotonic()
            self.epoch, self.within = epoch + 1, 0
            self._save()
            self._log(epoch=epoch, dev=figures(self.network, self.data.dev, self.pieces, self.labels, self.device))
        weights = {name: value.cpu() for name, value in self.network.state_dict().items()}
        torch.save({"weights": weights, "labels": asdict(self.labels)}, self.out / "weights.pt")

    def batches(self, epoch: int) -> Iterator[Batch]:
        """The batches of an epoch, the same whenever they are asked for."""
        rng = random.Random(SEED + epoch)
        cut = [stretch for example in self.data.epoch(rng) for stretch in stretches(example, rng)]
        both = [(stretch, item) for stretch in cut if fits(item := featured(stretch, self.pieces))]
        for group in grouped([item for _, item in both], self.plan.budget, rng):
            chosen = [both[i] for i in group]
            yield self.targets.batch([stretch for stretch, _ in chosen], [item for _, item in chosen], self.pieces.pad)

    def _learn(self, batch: Batch, sums: dict[str, float]) -> None:
        self.network.train()
        batch = moved(batch, self.device)
        layers = self.network.encoder(batch.pieces, batch.looks)
        each = losses(self.network, batch, self.network.say(layers, batch))
        if self.claims:
            each |= claim_losses(self.network, batch, self.network.claim(layers, batch, whole=True))
        loss = sum((WEIGHTS[name] * value for name, value in each.items()), torch.zeros((), device=self.device))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.plan.clip)
        self.optimizer.step()
        self.schedule.step()
        self.step += 1
        for name, value in each.items():
            sums[name] = sums.get(name, 0.0) + value.item()
            sums[f"{name} n"] = sums.get(f"{name} n", 0.0) + 1

    def _rate(self, step: int) -> float:
        warm = self.plan.warm_up
        return min(step / warm if step < warm else 1.0, max(0.0, (self.steps - step) / max(1, self.steps - warm)))

    def _log(self, **says: Any) -> None:
        line = json.dumps({**says, "at": time.strftime("%H:%M:%S")}, ensure_ascii=False)
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    def _save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "random": torch.get_rng_state(),
            "at": (self.epoch, self.step, self.within),
            "plan": asdict(self.plan),
            "labels": asdict(self.labels),
        }
        fresh = self.out / "state.new"
        torch.save(state, fresh)
        fresh.replace(self.out / "state.pt")

    def _resume(self) -> None:
        file = self.out / "state.pt"
        if not file.exists():
            return
        state = torch.load(file, map_location=self.device, weights_only=True)
        if state["plan"] != asdict(self.plan) or state["labels"] != asdict(self.labels):
            raise SystemExit(f"{file}: begun with another plan or other data ({state['plan']}); name another folder")
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"].cpu())
        self.epoch, self.step, self.within = state["at"]


def sizes(labels: Labels, words: int) -> Sizes:
    """The network's sizes for these labels and so many word pieces."""
    counts = [len(getattr(labels, field.name)) for field in fields(labels)]
    return Sizes(words, LOOKS, *counts)


def moved(batch: Batch, device: torch.device) -> Batch:
    """The batch where the network is."""
    return Batch(**{field.name: getattr(batch, field.name).to(device) for field in fields(batch)})


def _rates(network: Network, plan: Plan) -> list[dict[str, Any]]:
    encoder = list(network.encoder.parameters())
    known = {id(parameter) for parameter in encoder}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in known]
    return [{"params": encoder, "lr": plan.encoder_rate}, {"params": heads, "lr": plan.heads_rate}]


def _means(sums: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value / sums[f"{name} n"], 4) for name, value in sums.items() if not name.endswith(" n")}


if __name__ == "__main__":
    raise SystemExit(main())
