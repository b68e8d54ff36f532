"""From which score on what the language model proposes counts beside the rules."""

from __future__ import annotations

from dataclasses import dataclass

from ebbline.claims.lexicon import data_table

NEVER = 2.0
"""A score that no proposal has."""


@dataclass(frozen=True, slots=True)
class Scales:
    """The figures of `scales.toml`, which says what each is; and which of the three sources are heard at all."""

    keep: float
    new: float
    again: float
    party: float
    control_new: float
    control_place: float
    control_party: float
    strength_new: float
    strength_whose: float
    cause_keep: float
    cause_new: float
    rules: bool = True
    """Whether what the rules find is told; without them the heads stand alone."""
    frames: bool = True
    """Whether frames over the tree say who takes part."""
    factors: bool = True
    """Whether the heads name a factor where the rules know none."""

    @classmethod
    def open(cls) -> Scales:
        """The shipped figures."""
        table = data_table("scales.toml")
        events, control, strength, causes = (table[name] for name in ("events", "control", "strength", "causes"))
        return cls(
            keep=events["keep"],
            new=events["new"],
            again=events["again"],
            party=events["party"],
            control_new=control["new"],
            control_place=control["place"],
            control_party=control["party"],
            strength_new=strength["new"],
            strength_whose=strength["whose"],
            cause_keep=causes["keep"],
            cause_new=causes["new"],
        )
