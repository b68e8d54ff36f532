"""What may leave: the `working` profile shows all places; `public` holds back what could guide harm.

`publish` is one pure function, so that every format publishes the same. What it does and does not protect against
is written down in docs/explanation/do-no-harm.md.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, TypeVar

from ebbline.records import (
    CauseClaim,
    Claim,
    ClaimActor,
    ClaimPlace,
    EventClaim,
    Report,
    Speaker,
    StrengthClaim,
)

Profile = Literal["working", "public"]
PROFILES: tuple[Profile, ...] = ("working", "public")

DELAY = dt.timedelta(days=14)
"""The design's: what happened less than this long ago is held back."""

CELL = 0.25
"""Degrees of the grid that stands in for districts: about 28 by 22 km at 36° N, the size of a Syrian district."""

CELL_RADIUS_M = 18_000
"""From the middle of a cell to its corner at 36° N, rounded up."""

WITHHELD = "[words withheld: they tell the exact place]"

AnyClaim = TypeVar("AnyClaim", bound=Claim)
_COARSE = frozenset({"district", "region", "country"})


def publish(claim: AnyClaim, report: Report, now: dt.datetime) -> AnyClaim | None:
    """The claim as the public may see it, None while it is too fresh.

    Anonymous speakers lose their description and affiliation; what is exposed (`exposure`) is placed by district,
    and every word of it that could name the place is withheld. Offsets, ids and hashes stay.
    """
    if too_fresh(claim, report, now):
        return None
    return _coarse(_without_trace_of_anonymous(claim))


def too_fresh(claim: Claim, report: Report, now: dt.datetime) -> bool:
    """Whether the claim's last day lies within the delay; undated claims go by publication, then by the fetch.

    A claim that nothing dates at all counts as fresh.
    """
    last = _last_day(claim, report)
    return last is None or last > (now - DELAY).date()


def _last_day(claim: Claim, report: Report) -> dt.date | None:
    if claim.time is not None:
        return claim.time.end
    if report.published is not None:
        return report.published.interval.end
    return report.fetched_at.date() if report.fetched_at else None


def exposure(claim: Claim) -> str | None:
    """What a claim exposes in the words of `data/exposed.toml` ("a medical place"), None if nothing."""
    words = " \n".join(_words_of(claim))
    classes = claim.target_class if isinstance(claim, EventClaim) else ()
    sub_event_type = claim.sub_event_type if isinstance(claim, EventClaim) else ""
    for group in _exposed():
        if group.classes.intersection(classes) or sub_event_type in group.sub_event_types or group.words.search(words):
            return group.label
    return None


class _Group(NamedTuple):
    label: str
    classes: frozenset[str]
    sub_event_types: frozenset[str]
    words: re.Pattern[str]


@cache
def _exposed() -> tuple[_Group, ...]:
    table = tomllib.loads(files("ebbline.export").joinpath("data/exposed.toml").read_text("utf-8"))
    return tuple(
        _Group(
            group["label"],
            frozenset(group["target_class"]),
            frozenset(group.get("sub_event_types", ())),
            re.compile(rf"(?<!\w)(?:{'|'.join(map(_loosely, group['words']))})s?(?!\w)", re.IGNORECASE),
        )
        for group in table.values()
    )


def _loosely(words: str) -> str:
    return r"[\s_-]+".join(map(re.escape, words.split()))


def _words_of(claim: Claim) -> list[str]:
    words = [item.text for item in claim.evidence]
    words += [text for place in claim.places for text in (place.name, place.mention)]
    match claim:
        case EventClaim():
            words += [claim.object or "", claim.means or "", *(actor.mention or "" for actor in claim.actors)]
        case StrengthClaim():
            words.append((claim.magnitude.unit if claim.magnitude else None) or "")
        case CauseClaim():
            words += [claim.cause.text, claim.effect.text]
    return words


def _coarse(claim: AnyClaim) -> AnyClaim:
    label = exposure(claim)
    if label is None:
        return claim
    tells = _teller(claim)
    changed: dict[str, Any] = {
        "evidence": tuple(replace(item, text=WITHHELD) for item in claim.evidence),
        "time": replace(claim.time, text=WITHHELD) if claim.time else None,
        "places": tuple(dict.fromkeys(map(_district, claim.places))),
        "said_by": _quiet(claim.said_by, tells),
    }
    match claim:
        case EventClaim():
            changed["actors"] = tuple(_quiet_actor(actor, tells) for actor in claim.actors)
            changed["object"] = label if claim.object else None
            changed["means"] = None if claim.means and tells(claim.means) else claim.means
        case StrengthClaim():
            changed["magnitude"] = replace(claim.magnitude, unit=None) if claim.magnitude else None
        case CauseClaim():
            changed["cause"] = replace(claim.cause, text=WITHHELD)
            changed["effect"] = replace(claim.effect, text=WITHHELD)
    return replace(claim, **changed)


def _district(place: ClaimPlace) -> ClaimPlace:
    """The cell of the grid instead of the place; a place known no finer than a district stays as it is."""
    if place.precision in _COARSE:
        return place
    around = place.admin1 or place.country
    return ClaimPlace(
        name=f"a district of {around}" if around else "a district",
        mention="[place]",
        lat=_middle(place.lat),
        lon=_middle(place.lon),
        precision="district",
        country=place.country,
        admin1=place.admin1,
        radius_m=CELL_RADIUS_M if place.lat is not None and place.lon is not None else None,
    )


def _middle(degrees: float | None) -> float | None:
    return None if degrees is None else math.floor(degrees / CELL) * CELL + CELL / 2


def _teller(claim: Claim) -> Callable[[str], bool]:
    """Whether a text names one of the claim's exact places, or an exposed thing."""
    names = {text for place in claim.places if place.precision not in _COARSE for text in (place.name, place.mention)}
    patterns = [group.words for group in _exposed()]
    if spelled := [_loosely(name) for name in sorted(names) if name.strip()]:
        patterns.append(re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)", re.IGNORECASE))
    return lambda text: any(pattern.search(text) for pattern in patterns)


def _quiet(speaker: Speaker | None, tells: Callable[[str], bool]) -> Speaker | None:
    if speaker is None:
        return None
    return replace(
        speaker,
        name=None if speaker.name and tells(speaker.name) else speaker.name,
        affiliation=None if speaker.affiliation and tells(speaker.affiliation) else speaker.affiliation,
        chain=tuple(link for link in speaker.chain if not tells(link)),
    )


def _quiet_actor(actor: ClaimActor, tells: Callable[[str], bool]) -> ClaimActor:
    name = "[group withheld]" if actor.actor_id is None and tells(actor.name) else actor.name
    return replace(actor, name=name, mention=None)


def _without_trace_of_anonymous(claim: AnyClaim) -> AnyClaim:
    """An anonymous speaker keeps the role alone, and the outlets that passed the words on."""
    speaker = claim.said_by
    if speaker is None or not speaker.anonymous:
        return claim
    told = [words for words in (speaker.name, speaker.affiliation) if words]
    told += [link for link in speaker.chain if not _is_outlet(link)]
    bare = Speaker(None, speaker.role, None, True, tuple(link for link in speaker.chain if _is_outlet(link)))
    if not told:
        return replace(claim, said_by=bare)
    spelled = "|".join(_loosely(words) for words in sorted(told, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{spelled})(?!\w)", re.IGNORECASE)

    def bared(text: str) -> str:
        return pattern.sub(f"[{speaker.role}]", text)

    changed: dict[str, Any] = {"evidence": tuple(replace(item, text=bared(item.text)) for item in claim.evidence)}
    if isinstance(claim, CauseClaim):
        changed |= {
            "cause": replace(claim.cause, text=bared(claim.cause.text)),
            "effect": replace(claim.effect, text=bared(claim.effect.text)),
        }
    return replace(claim, said_by=bare, **changed)


def _is_outlet(link: str) -> bool:
    """A link of the chain with a name of its own; "a doctor in the town" describes somebody."""
    return link[:1].isupper() and not link.lower().startswith(("a ", "an ", "the source", "one ", "some "))
