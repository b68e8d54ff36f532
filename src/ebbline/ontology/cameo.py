"""Claims as codes of CAMEO and WEIS, read from `data/cameo.toml` once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from ebbline.records import Claim, ControlClaim, EventClaim, StrengthClaim

_TABLE: dict[str, Any] = tomllib.loads(files("ebbline.ontology").joinpath("data/cameo.toml").read_text("utf-8"))

_DONE, _FAILED = "done", "failed"

LABELS: Mapping[str, str] = _TABLE["labels"]
"""What each code of CAMEO that a claim may take says."""

UNMAPPED: Mapping[str, str] = _TABLE["unmapped"]
"""Sub-event types, strength dimensions (some with a direction), extents and kinds without a code, and why."""


@dataclass(frozen=True, slots=True)
class ActionCode:
    """One act in two code books; `` where one of them has no code for it."""

    cameo: str
    weis: str

    @property
    def all(self) -> frozenset[str]:
        """Both, as far as there are any."""
        return frozenset(code for code in (self.cameo, self.weis) if code)


def action_code(claim: Claim) -> ActionCode | None:
    """The codes of a claim; None where CAMEO has none for it or its certainty tells of no act, threat or demand."""
    stage = _TABLE["certainty"].get(claim.certainty)
    if stage is None:
        return None
    if isinstance(claim, EventClaim):
        return _event(claim, stage)
    if stage != _DONE:
        return None
    if isinstance(claim, ControlClaim):
        return _made(_TABLE["control"].get(claim.extent))
    if isinstance(claim, StrengthClaim):
        return _made(_TABLE["strength"].get(f"{claim.dimension} {claim.direction}"))
    return None


def mapped_types() -> frozenset[str]:
    """The sub-event types that have a code."""
    return frozenset(_TABLE["events"])


def mapped_changes() -> frozenset[str]:
    """The strength changes that have a code, as `manpower up`."""
    return frozenset(_TABLE["strength"])


def reachable_in_cameo() -> frozenset[str]:
    """Every code of CAMEO that some claim may take."""
    rows = [row for stages in _TABLE["events"].values() for row in stages.values()]
    rows += [*_TABLE["control"].values(), *_TABLE["strength"].values()]
    finer = {code for by_means in _TABLE["means"].values() for code in by_means.values()}
    return frozenset(cameo for cameo, _ in rows if cameo) | finer


def _event(claim: EventClaim, stage: str) -> ActionCode | None:
    stages = _TABLE["events"].get(claim.sub_event_type, {})
    if stage == _FAILED and stage not in stages:
        stage = _DONE
    made = _made(stages.get(stage))
    if made is None or stage != _DONE:
        return made
    finer = _TABLE["means"].get(claim.sub_event_type, {}).get(claim.means or "")
    return ActionCode(finer, made.weis) if finer else made


def _made(row: list[str] | None) -> ActionCode | None:
    return ActionCode(*row) if row else None
