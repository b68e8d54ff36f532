"""Claims as JSON objects and back: the field names and types of the public record (claims export)."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any

import msgspec

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

# A list in JSON: what is a tuple in the record, so that nothing in a claim changes.
_LISTS: dict[type[Claim], tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind) if str(field.type).startswith("tuple["))
    for kind in CLAIM_TYPES.values()
}


def claim_to_json(claim: Claim) -> dict[str, Any]:
    """A JSON-ready object; keys in the order of the record's fields, `kind` second."""
    # Every claim passes here several times; `asdict` takes twenty times as long.
    out: dict[str, Any] = {"claim_id": claim.claim_id, "kind": claim.kind}
    out.update(msgspec.to_builtins(claim))
    for name in _LISTS[type(claim)]:
        out[name] = list(out[name])
    speaker = out["said_by"]
    if speaker is not None:
        speaker["chain"] = list(speaker["chain"])
    return out


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
