"""Reports of the project's own writing and the claims they must give, line by line as in `reports.toml`.

A line is a claim as `line` writes it. What the coder should read but does not yet stands under `missing`:
the test fails when it starts to, so that the list is moved up.
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.records import (
    CauseClaim,
    Claim,
    ControlClaim,
    DateInterval,
    EventClaim,
    Published,
    Report,
    StrengthClaim,
)

CASES = tomllib.loads(Path(__file__).with_name("reports.toml").read_text("utf-8"))["report"]


def line(claim: Claim) -> str:
    """Kind and coded fields of a claim, empty ones left out."""
    parts = [claim.kind, *_coded(claim)]
    if claim.places:
        parts.append("at " + ", ".join(place.name for place in claim.places))
    if claim.certainty != "asserted":
        parts.append(claim.certainty)
    if claim.time:
        parts.append(f"on {claim.time.start}" + (f"..{claim.time.end}" if claim.time.end != claim.time.start else ""))
    if claim.said_by:
        parts.append(f"says {claim.said_by.name or claim.said_by.affiliation or claim.said_by.role}")
    return " | ".join(parts)


def _coded(claim: Claim) -> list[str]:
    match claim:
        case EventClaim():
            out = [claim.sub_event_type, *(f"{actor.role} {actor.name}" for actor in claim.actors)]
            if claim.fatalities:
                out.append(f"killed {claim.fatalities.low}/{claim.fatalities.best}/{claim.fatalities.high}")
            return out
        case ControlClaim():
            out = [claim.extent]
            out += [f"before {claim.holder_before}"] if claim.holder_before else []
            return out + ([f"after {', '.join(claim.holder_after)}"] if claim.holder_after else [])
        case StrengthClaim():
            return [f"{claim.actor} {claim.dimension} {claim.direction}"]
        case CauseClaim():
            return [f"{claim.cause.factor} > {claim.effect.factor}"]
    return []


@pytest.fixture(scope="module")
def coder() -> LexiconCoder:
    return LexiconCoder()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_report_gives_its_claims(coder: LexiconCoder, case: dict[str, Any]) -> None:
    day = dt.date(2016, 2, 3)
    report = Report(
        "r_0", "n", case["text"], "", "", "n", published=Published(DateInterval(day, day), "given"), language="en"
    )
    got = sorted(line(claim) for claim in coder.code(report).claims)
    assert got == sorted(case["claims"])
    assert not set(case.get("missing", ())) & set(got)
