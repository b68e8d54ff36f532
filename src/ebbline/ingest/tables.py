"""The data files of this stage: word lists and patterns, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The data file `data/NAME.toml`."""
    return tomllib.loads(files("ebbline.ingest").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words_of(name: str, key: str) -> frozenset[str]:
    """A list of words of a data file, in lower case."""
    return frozenset(word.lower() for word in table(name)[key])
