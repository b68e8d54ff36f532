"""The tables of the codebook: sub-event types, strength dimensions, causal factors."""

from ebbline.ontology.tables import (
    DIMENSIONS,
    EVENT_TYPES,
    FACTORS,
    SUB_EVENT_TYPES,
    event_type_of,
    strength_factor,
)

__all__ = ["DIMENSIONS", "EVENT_TYPES", "FACTORS", "SUB_EVENT_TYPES", "event_type_of", "strength_factor"]
