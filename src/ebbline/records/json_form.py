"""Claims as JSON objects and back: the field names and types of the public record (claims export)."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any

from ebbline.records.claim import (
    CauseClaim,
    Claim,
    ClaimActor,
    ClaimPlace,
    ClaimTime,
    ControlClaim,
    EventClaim,
    Evidence,
    Factor,
    Speaker,
    StrengthClaim,
    Toll,
)
from ebbline.records.values import Magnitude, Range

CLAIM_TYPES: dict[str, type[Claim]] = {
    kind.kind: kind for kind in (EventClaim, ControlClaim, StrengthClaim, CauseClaim)
}

_FIELD_NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (
        *CLAIM_TYPES.values(),
        *(Evidence, Speaker, ClaimTime, ClaimPlace, ClaimActor, Toll, Factor, Range, Magnitude),
    )
}


def claim_to_json(claim: Claim) -> dict[str, Any]:
    """A JSON-ready object; keys in the order of the record's fields, `kind` second."""
    out: dict[str, Any] = {"claim_id": claim.claim_id, "kind": claim.kind}
    for name in _FIELD_NAMES[type(claim)]:
        out[name] = _plain(getattr(claim, name))
    return out


def _plain(value: Any) -> Any:
    # Every claim passes here several times; `asdict` takes four times as long.
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    names = _FIELD_NAMES.get(type(value))
    return value if names is None else {name: _plain(getattr(value, name)) for name in names}


def claim_from_json(data: dict[str, Any]) -> Claim:
    """The claim a `claim_to_json` object stands for; keys it does not know (an export's additions) are passed over.

    Raises KeyError or TypeError where a field is missing or of the wrong shape.
    """
    kind = CLAIM_TYPES[data["kind"]]
    known = {field.name for field in fields(kind)}
    values = {key: _typed(key, value) for key, value in data.items() if key in known}
    return kind(**values)


def _typed(key: str, value: Any) -> Any:
    if value is None:
        return None
    match key:
        case "evidence":
            return tuple(Evidence(**item) for item in value)
        case "said_by":
            return Speaker(**{**value, "chain": tuple(value.get("chain", ()))})
        case "time":
            start, end = dt.date.fromisoformat(value["start"]), dt.date.fromisoformat(value["end"])
            return ClaimTime(start, end, value["precision"], value["text"])
        case "places":
            return tuple(ClaimPlace(**item) for item in value)
        case "actors":
            return tuple(ClaimActor(**item) for item in value)
        case "tolls":
            return tuple(Toll(**item) for item in value)
        case "fatalities":
            return Range(**value)
        case "magnitude":
            return Magnitude(**value)
        case "cause" | "effect":
            return Factor(**value)
        case "holder_after" | "target_class" | "trace":
            return tuple(value)
        case _:
            return value
