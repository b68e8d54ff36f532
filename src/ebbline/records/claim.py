"""What one speaker asserts in one report: the four kinds of claim and their parts (see the codebook)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, ClassVar, Literal, TypeVar

import msgspec

from ebbline.records.values import Magnitude, Range, TimePrecision

Kind = Literal["event", "control", "strength", "cause"]
Role = Literal["official", "military", "monitor", "activist", "defector", "resident", "expert", "media", "unknown"]
Certainty = Literal["asserted", "probable", "possible", "denied", "planned", "demanded", "hypothetical", "failed"]
PlacePrecision = Literal["exact", "near", "part", "district", "region", "country"]
Direction = Literal["up", "down", "stable"]
Extent = Literal["all", "part", "contested", "besieged"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the report that carry a claim; `text` equals the stored text from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """The innermost speaker a report names, and the chain outward to the outlet."""

    name: str | None
    role: Role = "unknown"
    affiliation: str | None = None
    anonymous: bool = False
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimTime:
    """When it happened: inclusive days, how fine, and the words it was read from."""

    start: dt.date
    end: dt.date
    precision: TimePrecision
    text: str


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """Where it happened. Without coordinates the place is named but not resolved: unknown is an answer."""

    name: str
    mention: str
    gazetteer_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision = "exact"
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None
    score: float | None = None
    radius_m: int | None = None
    """Uncertainty of the coordinates in metres; None is not known."""


@dataclass(frozen=True, slots=True)
class ClaimActor:
    """Who takes part; `actor_id` is the registry's, None for a group new to it."""

    role: Literal["actor", "target", "supporter"]
    name: str
    actor_id: str | None = None
    mention: str | None = None


@dataclass(frozen=True, slots=True)
class Toll:
    """People hurt: whose they are and what befell them."""

    of: Literal["actor", "target", "civilians", "unknown"]
    what: Literal["killed", "wounded", "captured", "missing", "displaced"]
    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """One end of a causal statement: a factor of the ontology and the report's words for it."""

    factor: str
    text: str


class _Noted:
    """Room beside a claim's fields for the id it was given and the values that were hashed: storing asks for both."""

    __slots__ = ("_note",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(_Noted):
    """The part all claims share. Make one with `identified`, which fills `claim_id`."""

    kind: ClassVar[Kind]

    claim_id: str = ""
    report_id: str
    evidence: tuple[Evidence, ...]
    said_by: Speaker | None = None
    """None: the outlet's own voice."""
    certainty: Certainty = "asserted"
    time: ClaimTime | None = None
    """None: nothing in the text dates the claim."""
    places: tuple[ClaimPlace, ...] = ()
    extractor: str = ""
    score: float | None = None
    trace: tuple[str, ...] = ()
    """Names of the rules or heads behind the claim, in the order they applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClaim(Claim):
    """Something done, being done, planned, denied or failed."""

    kind: ClassVar[Kind] = "event"

    event_type: str
    sub_event_type: str
    actors: tuple[ClaimActor, ...] = ()
    fatalities: Range | None = None
    tolls: tuple[Toll, ...] = ()
    means: str | None = None
    object: str | None = None
    target_class: tuple[str, ...] = ()
    acts: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlClaim(Claim):
    """Who holds, held, contests or besieges the places."""

    kind: ClassVar[Kind] = "control"

    holder_before: str | None = None
    holder_after: tuple[str, ...] = ()
    extent: Extent = "all"
    besieger: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthClaim(Claim):
    """A change or level of an armed actor's capability along one dimension."""

    kind: ClassVar[Kind] = "strength"

    actor: str
    actor_id: str | None = None
    dimension: str
    direction: Direction
    magnitude: Magnitude | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseClaim(Claim):
    """A speaker's statement that one thing brought about another."""

    kind: ClassVar[Kind] = "cause"

    cause: Factor
    effect: Factor


AnyClaim = TypeVar("AnyClaim", bound=Claim)

# Never part of a claim's identity: the same words coded the same way by two versions are one claim.
_NOT_CODED = ("claim_id", "extractor", "score", "trace")


def identified(claim: AnyClaim) -> AnyClaim:
    """The claim with its `claim_id`: `c_` and 16 hex digits of report, kind, offsets and coded fields."""
    return replace(claim, claim_id=id_of(claim))


def identify(claim: Claim) -> None:
    """Gives a claim its `claim_id` in place: only for one just made, which nobody else has seen."""
    values = _coded_values(claim)
    claim_id = _id_of(claim, values)
    _set_claim_id(claim, claim_id)
    _set_note(claim, (claim_id, values))


_set_claim_id = vars(Claim)["claim_id"].__set__
_set_note = vars(_Noted)["_note"].__set__


def id_of(claim: Claim) -> str:
    """The id a claim must have, whatever id it holds: `claim_id_of` its JSON object in a quarter of the time."""
    return _id_of(claim, _coded_values(claim))


def has_its_id(claim: Claim) -> bool:
    """Whether a claim holds the id it must have."""
    noted: tuple[str, _Values] | None = getattr(claim, "_note", None)
    return claim.claim_id == (noted[0] if noted else id_of(claim))


def coded_json(claim: Claim) -> str:
    """A JSON object, keys sorted, of `claim_id`, `kind` and the fields two readings share if they code one claim.

    That is all but the extractor, the trace and the scores, those of places too.
    """
    noted: tuple[str, _Values] | None = getattr(claim, "_note", None)
    values = noted[1] if noted else _coded_values(claim)
    coded = _CODED[type(claim)]
    return _QUICK.encode(coded.whole(claim.claim_id, *values)).decode()


_Values = list[Any]
"""Of the fields that `_Coded` names, in its order."""


def _coded_values(claim: Claim) -> _Values:
    coded = _CODED[type(claim)]
    values = list(coded.values(claim))
    if claim.places:
        values[coded.places] = [_Place(*_place_values(place)) for place in claim.places]
    return values


def _id_of(claim: Claim, values: _Values) -> str:
    coded = _CODED[type(claim)]
    hashed = values.copy()
    hashed[coded.evidence] = [(item.start, item.end) for item in claim.evidence]
    numbers: list[float | None] = []
    for place in claim.places:
        numbers += (place.lat, place.lon)
    magnitude: Magnitude | None = getattr(claim, "magnitude", None)
    if magnitude is not None:
        numbers += (magnitude.low, magnitude.best, magnitude.high)
    return _hashed(_canonical(coded.hashed(*hashed), numbers))


def claim_id_of(claim_json: dict[str, Any]) -> str:
    """The id of the claim that a `claim_to_json` object stands for, whatever id that holds."""
    coded = claim_json.copy()
    for name in _NOT_CODED:
        coded.pop(name, None)
    coded["evidence"] = [(item["start"], item["end"]) for item in coded["evidence"]]
    if coded["places"]:
        coded["places"] = places = [place.copy() for place in coded["places"]]
        for place in places:
            place.pop("score", None)
    return _hashed(_canonical(coded, _numbers_of(coded)))


def _hashed(canonical: bytes) -> str:
    return "c_" + hashlib.sha256(canonical).hexdigest()[:16]


def _canonical(coded: Any, numbers: list[Any]) -> bytes:
    """JSON with sorted keys, no blanks, ASCII only: spelt as the standard library does, five times as fast."""
    # A number that needs an exponent is spelt differently by the two encoders.
    if not [number for number in numbers if number and not 1e-4 <= abs(number) < 1e16]:
        try:
            quick = _QUICK.encode(coded)
        except UnicodeEncodeError:  # half a character
            return _slow(coded)
        if quick.isascii() and b"\x7f" not in quick:
            return quick
        return _BEYOND_ASCII.sub(_escaped, quick.decode()).encode("ascii")
    return _slow(coded)


def _slow(coded: Any) -> bytes:
    return _CANONICAL.encode(msgspec.to_builtins(coded)).encode("ascii")


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


_BEYOND_ASCII = re.compile("[^\x00-\x7e]+")


def _numbers_of(coded: dict[str, Any]) -> list[Any]:
    """The numbers that may have fractions."""
    numbers: list[Any] = []
    for place in coded["places"]:
        numbers += (place["lat"], place["lon"])
    magnitude = coded.get("magnitude")
    if magnitude is not None:
        numbers += (magnitude["low"], magnitude["best"], magnitude["high"])
    return numbers


@dataclass(frozen=True, slots=True)
class _Coded:
    """How the coded fields of a kind of claim are read and written: all at once, by name in alphabetical order."""

    values: Callable[[Any], tuple[Any, ...]]
    hashed: Callable[..., msgspec.Struct]
    whole: Callable[..., msgspec.Struct]
    """The same with `claim_id` first."""
    evidence: int
    places: int


def _coded(kind: type[Claim]) -> _Coded:
    names = sorted({field.name for field in fields(kind)}.difference(_NOT_CODED) | {"kind"})
    hashed = msgspec.defstruct(kind.__name__, names, frozen=True, gc=False)
    whole = msgspec.defstruct(kind.__name__, ["claim_id", *names], frozen=True, gc=False)
    return _Coded(attrgetter(*names), hashed, whole, names.index("evidence"), names.index("places"))


_CODED: dict[type[Claim], _Coded] = {
    kind: _coded(kind) for kind in (EventClaim, ControlClaim, StrengthClaim, CauseClaim)
}
_PLACE = sorted({field.name for field in fields(ClaimPlace)} - {"score"})
_Place = msgspec.defstruct("_Place", _PLACE, frozen=True, gc=False)
_place_values = attrgetter(*_PLACE)
_QUICK = msgspec.json.Encoder(order="sorted")
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":"))
