"""How claims are drawn: families, radii and limits, read from `data/drawing.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from ebbline.records import Claim, EventClaim


@dataclass(frozen=True, slots=True)
class Family:
    """Claims drawn alike: an event type, or one of the other kinds."""

    key: str
    name: str
    shape: str


@dataclass(frozen=True, slots=True)
class Style:
    """The drawing's table."""

    families: tuple[Family, ...]
    radius_m: dict[str, int]
    point_up_to_m: int
    holders: int
    static_claims: int
    groups: int

    def family_of(self, claim: Claim) -> int:
        """The index of the claim's family; an event type the table lacks goes with the strategic developments."""
        wanted = claim.event_type if isinstance(claim, EventClaim) else claim.kind
        for index, family in enumerate(self.families):
            if wanted in (family.name, family.key):
                return index
        return next(index for index, family in enumerate(self.families) if family.key == "strategic")


def read_style() -> Style:
    """The shipped table."""
    table: dict[str, Any] = tomllib.loads(
        files("ebbline.picture").joinpath("data/drawing.toml").read_text(encoding="utf-8")
    )
    families = tuple(Family(**family) for family in table["family"])
    return Style(families, table["radius_m"], **table["drawing"])
