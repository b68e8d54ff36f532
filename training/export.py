"""Writes the shipped file from trained weights.

    python -m training.export OUT [--to src/ebbline/language/data]

OUT holds `weights.pt` of a finished run. Beside `english.onnx` goes `english.toml` with its sha256, which the program
checks whenever it loads the file.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import Any

import torch

from training.batches import Labels
from training.graph import model
from training.pretrained import vocabulary

MOST_MB = 48
DATA = Path(__file__).parent.parent / "src" / "ebbline" / "language" / "data"
ABOUT = {
    "name": "Ebbline English 1",
    "licence": "CC BY-SA 4.0",
    "trained on": "UD English EWT, UNER English EWT, UDS-IH2, Causal News Corpus, re3d without BBC, annotated reports",
    "began as": "all-MiniLM-L6-v2 (Apache-2.0)",
}


def main() -> int:
    """Write the file and its hash."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--to", type=Path, default=DATA)
    asked = parser.parse_args()
    file = export(asked.out / "weights.pt", asked.to, vocabulary())
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB")
    return 0


def export(trained: Path, to: Path, words: tuple[str, ...], most_mb: float = MOST_MB) -> Path:
    """The shipped file made of trained weights; raises SystemExit where it is larger than may be shipped."""
    state: dict[str, Any] = torch.load(trained, map_location="cpu", weights_only=True)
    labels = Labels(**{name: tuple(values) for name, values in state["labels"].items()})
    weights = {name: value.float().numpy() for name, value in state["weights"].items()}
    data = model(weights, state.get("ranges", {}), labels, words, ABOUT).SerializeToString(deterministic=True)
    if len(data) > most_mb * 1e6:
        raise SystemExit(f"{len(data) / 1e6:.1f} MB; at most {most_mb} may be shipped")
    file = to / "english.onnx"
    file.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    (to / "english.toml").write_text(
        "# Made by training/export.py with english.onnx; the program refuses a file with another hash.\n"
        f'sha256 = "{digest}"\nlicence = "{ABOUT["licence"]}"\n',
        encoding="utf-8",
    )
    return file


if __name__ == "__main__":
    raise SystemExit(main())
