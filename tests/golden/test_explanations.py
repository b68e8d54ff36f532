"""An invented report's claims explained, wide and narrow, line by line as in `explanations.txt`.

The claims are made by hand, so that the drawing is held and not the coder. If a change is meant, renew the file with
`python tests/golden/test_explanations.py` and read the difference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from ebbline.picture.explaining import Explainer
from ebbline.picture.explanation_text import to_lines
from ebbline.privacy import Mask
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
    Magnitude,
    Person,
    Published,
    Range,
    Report,
    Span,
    Speaker,
    StrengthClaim,
    Toll,
    identified,
)

GOLDEN = Path(__file__).with_name("explanations.txt")
TEXT = (
    "The front entered Dörn (多恩) on Monday.\n\n"
    "Samir Haddad, a baker, said its fighters tried to storm the old market and killed at least 12 people "
    "with a car bomb. The group lost two tanks because the bridge was mined, he added.\n\n"
    "قصف الجيش Karm on Tuesday.\n"
)
DAY = dt.date(2016, 2, 3)
REPORT = Report(
    "r_1", "market.txt", TEXT, "", "", "market.txt", language="en", outlet="The Hill Post",
    published=Published(DateInterval(DAY, DAY), "given"),
)  # fmt: skip
DORN = ClaimPlace("Dorn", "Dörn", "geo:1", 36.0, 38.0, "exact", "XX", "Hills", 0.91, 1000)
FRONT = ClaimActor("actor", "Hill Front", "hill-front", "its fighters")
BAKER = Speaker("Samir Haddad", "resident")
PERSONS = [("r_1", Person("Samir Haddad", (Span(TEXT.index("Samir"), TEXT.index("Samir") + 12),), "resident"))]


def evidence(words: str) -> tuple[Evidence, ...]:
    start = TEXT.index(words)
    return (Evidence(start, start + len(words), words),)


def at(**stands: str) -> str:
    """The entry that says where words stand."""
    found = ((name.rstrip("_"), TEXT.index(words), words) for name, words in stands.items())
    return "at: " + ", ".join(f"{name} {start}-{start + len(words)}" for name, start, words in found)


def claims() -> Iterator[Claim]:
    monday = ClaimTime(dt.date(2016, 2, 1), dt.date(2016, 2, 1), "day", "Monday")
    yield EventClaim(
        report_id="r_1", evidence=evidence("its fighters tried to storm the old market and killed at least 12 people"),
        said_by=BAKER, certainty="failed", time=monday, places=(DORN,), extractor="hand 1",
        event_type="Battles", sub_event_type="Armed clash",
        actors=(FRONT, ClaimActor("target", "Civilians", "civilians", "people")),
        fatalities=Range(12, 12, None), tolls=(Toll("civilians", "killed", 12, 12, None),), means="car bomb",
        target_class=("civilians",),
        trace=(
            "type: assault", "words: storm/v", "certainty: tried", "shift: continued", "actor: before",
            "named actor: the group", "filled target: unarmed by words", "place: sentence before",
            "filled time: stands over it", "speaker: cue", "toll: figures", "means: car bomb", "head: Attack .83",
            "colour: red", at(words="storm", actor="its fighters", killed="12", speaker="Samir Haddad, a baker, said"),
        ),
    )  # fmt: skip
    yield ControlClaim(
        report_id="r_1", evidence=evidence("The front entered Dörn (多恩) on Monday"), time=monday, places=(DORN,),
        holder_after=("Hill Front",), extractor="hand 1",
        trace=(
            "control: capture-tells-control", "type: enter-place", "words: enter/v", "place: clause", "time: clause",
            at(words="entered", holder_after="The front", place="Dörn", time="Monday"),
        ),
    )  # fmt: skip
    yield StrengthClaim(
        report_id="r_1", evidence=evidence("The group lost two tanks"), said_by=BAKER, actor="Hill Front",
        dimension="equipment", direction="down", magnitude=Magnitude(2, 2, 2, "tanks"), extractor="hand 1",
        trace=("strength: equipment-short", "actor by subject", "magnitude: figure", "speaker: quotation goes on"),
    )  # fmt: skip
    yield CauseClaim(
        report_id="r_1", evidence=evidence("The group lost two tanks because the bridge was mined"), said_by=BAKER,
        cause=Factor("other", "the bridge was mined"), effect=Factor("equipment down", "The group lost two tanks"),
        extractor="hand 1",
        trace=("link: because", "words: because of?", "effect: equipment-short", at(words="because")),
    )  # fmt: skip
    yield EventClaim(
        report_id="r_1", evidence=evidence("قصف الجيش Karm on Tuesday"), event_type="Explosions/Remote violence",
        sub_event_type="Shelling/artillery/missile attack", extractor="hand 1",
        actors=(ClaimActor("actor", "Military Forces of Xand", None, "الجيش"),), trace=("keyword",),
    )  # fmt: skip


def drawn(mask: Mask, *widths: int) -> str:
    explainer = Explainer(REPORT, mask, label="market.txt", outlet="The Hill Post")
    out: list[str] = []
    for claim in claims():
        for width in widths:
            out += [*to_lines(explainer.explain(identified(claim)), width), "", "-" * width, ""]
    return "\n".join(out)


def everything() -> str:
    return drawn(Mask.of(PERSONS), 120, 60) + drawn(Mask.none(), 80)


def test_explanations_are_drawn_as_before() -> None:
    assert everything() == GOLDEN.read_text("utf-8")


def test_nobody_private_is_named() -> None:
    assert "Haddad" not in drawn(Mask.of(PERSONS), 120, 60)
    assert "Haddad" in drawn(Mask.none(), 80)


if __name__ == "__main__":
    GOLDEN.write_text(everything(), "utf-8")
