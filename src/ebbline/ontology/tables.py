"""Closed lists of the codebook, read from `data/codebook.toml` once."""

from __future__ import annotations

import tomllib
from importlib.resources import files

_CODEBOOK = tomllib.loads(files("ebbline.ontology").joinpath("data/codebook.toml").read_text("utf-8"))

EVENT_TYPES: dict[str, tuple[str, ...]] = {name: tuple(subs) for name, subs in _CODEBOOK["event_types"].items()}
"""Event type to its sub-event types, in the codebook's order."""

SUB_EVENT_TYPES: tuple[str, ...] = tuple(sub for subs in EVENT_TYPES.values() for sub in subs)

DIMENSIONS: tuple[str, ...] = tuple(_CODEBOOK["dimensions"])

FACTORS: frozenset[str] = frozenset(_CODEBOOK["factors"]["names"]) | {
    f"{dimension} {direction}" for dimension in DIMENSIONS for direction in ("up", "down", "stable")
}

_EVENT_TYPE_OF = {sub: name for name, subs in EVENT_TYPES.items() for sub in subs}


def event_type_of(sub_event_type: str) -> str:
    """The event type a sub-event type belongs to; KeyError for one the codebook does not have."""
    return _EVENT_TYPE_OF[sub_event_type]


def strength_factor(dimension: str, direction: str) -> str:
    """The causal factor that stands for a strength change, such as `manpower down`."""
    factor = f"{dimension} {direction}"
    if factor not in FACTORS:
        raise KeyError(factor)
    return factor
