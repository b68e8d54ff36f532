"""Made-up claims of a made-up course of events, for the picture's tests. People, outlets and groups are invented."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ebbline.ontology import DIMENSIONS, EVENT_TYPES
from ebbline.records import (
    CauseClaim,
    Claim,
    ClaimActor,
    ClaimPlace,
    ClaimTime,
    ControlClaim,
    DateInterval,
    EventClaim,
    Evidence,
    Factor,
    LeftOpen,
    Published,
    Reading,
    Report,
    Span,
    Speaker,
    StrengthClaim,
    identified,
    report_id,
)

TOWNS = {
    "Tal Abyad": (36.697, 38.956, "SY"),
    "Raqqa": (35.95, 39.01, "SY"),
    "Kobani": (36.89, 38.355, "SY"),
    "Manbij": (36.528, 37.955, "SY"),
    "Deir ez-Zor": (35.336, 40.14, "SY"),
    "Hasakah": (36.5, 40.75, "SY"),
    "Palmyra": (34.56, 38.27, "SY"),
    "Sinjar": (36.32, 41.86, "IQ"),
}
GROUPS = ("River Brigade", "Army of the Plain", "Northern Front", "Mill Street Guards")
SPEAKERS = (None, Speaker("Tamim Orlo", "activist", "Pump Watch"), Speaker(None, "military", "Northern Front", True))


@dataclass
class MadeUpStore:
    """As much of a ledger as the picture asks for."""

    made: list[Report]
    told: list[Claim]
    grouped: dict[str, list[str]]
    opened: list[tuple[str, LeftOpen]] = field(default_factory=list)

    def claims(self) -> Iterator[Claim]:
        return iter(self.told)

    def reports(self) -> Iterator[Report]:
        return iter(self.made)

    def readings(self, *, current: bool) -> Iterator[Reading]:
        return (Reading("g_" + report.report_id, report.report_id, "x", ()) for report in self.made)

    def stories(self) -> dict[str, list[str]]:
        return self.grouped

    def left_open(self) -> Iterator[tuple[str, LeftOpen]]:
        return iter(self.opened)


def town(name: str, precision: Any = "exact", radius_m: int | None = None) -> ClaimPlace:
    lat, lon, country = TOWNS[name]
    return ClaimPlace(name, name, f"x:{name}", lat, lon, precision, country, None, 0.9, radius_m)


def day(when: str) -> ClaimTime:
    date = dt.date.fromisoformat(when)
    return ClaimTime(date, date, "day", when)


def report_of(text: str, name: str = "a.txt", **more: Any) -> Report:
    return Report(report_id(text, name), name, text, "0", "0", name, **more)


def event(report: Report, words: str, **more: Any) -> EventClaim:
    """An armed clash on these words of the report, unless told otherwise."""
    coded = {"event_type": "Battles", "sub_event_type": "Armed clash", **more}
    return identified(EventClaim(report_id=report.report_id, evidence=(evidence(report, words),), **coded))


def evidence(report: Report, words: str) -> Evidence:
    start = report.text.index(words)
    return Evidence(start, start + len(words), words)


def store_of(reports: list[Report], claims: list[Claim], **more: Any) -> MadeUpStore:
    return MadeUpStore(reports, claims, {f"s_{report.report_id}": [report.report_id] for report in reports}, **more)


def many(claims: int, reports: int = 10, seed: int = 1) -> MadeUpStore:
    """A ledger of so many claims of all kinds, the same for the same seed."""
    chance = random.Random(seed)
    made: list[Report] = []
    told: list[Claim] = []
    for number in range(reports):
        lines = [
            f"Line {line} of notebook {number} says that the pump at the mill stood still."
            for line in range(claims // reports + 1)
        ]
        interval = DateInterval(dt.date(2015, 9, 1), dt.date(2015, 9, 1))
        report = report_of(
            "\n\n".join(lines), f"{number:03}.txt", outlet="Mill Wire", published=Published(interval, "given")
        )
        made.append(report)
        told += [_any_claim(chance, report, line) for line in lines][: claims // reports]
    left = [(made[0].report_id, LeftOpen("place", "Qnitry", Span(0, 4)))]
    return store_of(made, told, opened=left)


def _any_claim(chance: random.Random, report: Report, line: str) -> Claim:
    first = dt.date(2015, 6, 1) + dt.timedelta(days=chance.randrange(280))
    shared: dict[str, Any] = {
        "report_id": report.report_id,
        "evidence": (evidence(report, line),),
        "said_by": chance.choice(SPEAKERS),
        "certainty": chance.choice(("asserted", "asserted", "possible", "denied", "planned", "failed")),
        "time": chance.choice(
            (None, ClaimTime(first, first, "day", "x"), ClaimTime(first, first + dt.timedelta(30), "month", "x"))
        ),
        "places": chance.choice(
            ((town(chance.choice(list(TOWNS))),), (town("Palmyra", "near"),), (ClaimPlace("Qnitry", "Qnitry"),), ())
        ),
    }
    match chance.randrange(6):
        case 0:
            return identified(ControlClaim(**shared, holder_after=(chance.choice(GROUPS),)))
        case 1:
            return identified(
                StrengthClaim(
                    **shared,
                    actor=chance.choice(GROUPS),
                    dimension=chance.choice(DIMENSIONS),
                    direction=chance.choice(("up", "down", "stable")),
                )
            )
        case 2:
            return identified(
                CauseClaim(
                    **shared, cause=Factor("airstrikes", "the raids"), effect=Factor("manpower down", "its losses")
                )
            )
    kind = chance.choice(list(EVENT_TYPES))
    actors = (ClaimActor("actor", chance.choice(GROUPS)), ClaimActor("target", "Civilians"))
    return identified(EventClaim(**shared, event_type=kind, sub_event_type=EVENT_TYPES[kind][0], actors=actors))
