"""Between which values the encoder's products take their input, so that the file may count them in 8 bits.

    python -m training.ranges DATA OUT [--stretches 600]

Adds `ranges` to OUT's `weights.pt`, those that are missing; measured on stretches of training text. The ranges are
fixed once here: were they taken while reading, what is read beside a sentence would change it.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ebbline.language.pieces import Pieces
from training.batches import Labels, Targets, featured, fits, grouped, stretches
from training.data import Data
from training.network import Network
from training.pretrained import vocabulary
from training.train import SEED, sizes

QUANTISED = ("qkv", "out", "inner", "outer")
"""The products of each layer that are counted in 8 bits."""
_OUTLIERS = 1e-5
"""The share of values beyond either end."""
_SAMPLE = 4_000
"""Values of each batch that are looked at, beside its extremes."""


def main() -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--stretches", type=int, default=600)
    parser.add_argument("--limit", type=int)
    asked = parser.parse_args()
    add(asked.out / "weights.pt", Data.read(asked.data, limit=asked.limit), vocabulary(), asked.stretches)
    return 0


def add(trained: Path, data: Data, words: tuple[str, ...], count: int) -> None:
    """Adds the ranges to a file of weights."""
    state: dict[str, Any] = torch.load(trained, map_location="cpu", weights_only=True)
    labels = Labels(**{name: tuple(values) for name, values in state["labels"].items()})
    network = Network(sizes(labels, len(words)))
    network.load_state_dict(state["weights"])
    known = state.get("ranges", {})
    state["ranges"] = {**ranges(network.eval(), data, Targets(labels), Pieces(words), count), **known}
    torch.save(state, trained)


@torch.no_grad()
def ranges(
    network: Network, data: Data, targets: Targets, pieces: Pieces, count: int
) -> dict[str, tuple[float, float]]:
    """Lowest and highest input of each product, outliers left aside."""
    rng = random.Random(SEED)
    cut = [stretch for examples in data.train.values() for example in examples for stretch in stretches(example, rng)]
    chosen = rng.sample(cut, min(count, len(cut)))
    both = [(stretch, item) for stretch in chosen if fits(item := featured(stretch, pieces))]
    seen: dict[str, list[Tensor]] = {}
    for where, layers in (("encoder.layers", network.encoder.layers), ("branch", network.branch)):
        for i, layer in enumerate(layers):
            for name in QUANTISED:
                noting = _noting(seen.setdefault(f"{where}.{i}.{name}", []))
                getattr(layer, name).register_forward_pre_hook(noting)
    for group in grouped([item for _, item in both], 2_000, rng):
        batch = targets.batch([both[i][0] for i in group], [both[i][1] for i in group], pieces.pad)
        network.claim(network.encoder(batch.pieces, batch.looks), batch)
    return {name: _ends(torch.cat(values)) for name, values in seen.items()}


def _noting(values: list[Tensor]) -> Any:
    def note(_: Any, inputs: tuple[Tensor, ...]) -> None:
        flat = inputs[0].flatten()
        values.append(flat[torch.randint(len(flat), (_SAMPLE * 20,))])

    return note


def _ends(values: Tensor) -> tuple[float, float]:
    ordered = values.sort().values
    out = int(len(ordered) * _OUTLIERS)
    return float(ordered[out]), float(ordered[-1 - out])


if __name__ == "__main__":
    raise SystemExit(main())
