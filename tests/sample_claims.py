"""A small ledger of invented reports that exporters, the brief and the commands are asked about.

All outlets, people and events are invented. Load it through the `sample` fixture.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ebbline.ledger import LedgerStore
from ebbline.records import (
    Capture,
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
    Magnitude,
    Page,
    Person,
    Published,
    Range,
    Reading,
    Report,
    Span,
    Speaker,
    StrengthClaim,
    Toll,
    identified,
    reading_id,
    report_id,
)

NOW = dt.datetime(2016, 3, 10, 12, 0, tzinfo=dt.UTC)
PRIVATE = ("Nabil Qasem", "Qasem", "Nabil", "Huda", "nabil-qasem", "NabilQasem")
EXTRACTOR = "sample 1"

IS = ClaimActor("actor", "Islamic State", "actor:is", "IS")
YPG = ClaimActor("actor", "YPG", "actor:ypg", "YPG")
KOBANI = ClaimPlace("Kobani", "Kobane", "geo:1", 36.8914, 38.3536, "exact", "SY", "Aleppo", 0.9, 1000)
TABQA = ClaimPlace("Tabqa", "Tabqa", "geo:2", 35.8367, 38.5481, "exact", "SY", "Raqqa", 0.9, 1000)
RAQQA = ClaimPlace("Raqqa", "Raqqa province", "geo:3", 35.9, 39.0, "region", "SY", "Raqqa", 0.9, 60000)
UNKNOWN = ClaimPlace("Tell Mawj", "Tell Mawj")

DIARY = """A diary from the front, by Nabil Qasem

Nabil Qasem, an activist, said fighters of IS attacked Kobane on 25 June 2015 and killed 12 people.
Qasem added that the group lost men “every day” because of the air raids.
IS plans to storm Tabqa, Huda told the diary. IS holds Kobane.
"""
WIRE = """Agency report

The army denied that anyone was killed in Kobane on 25 June 2015.
The YPG said at least 30 people were killed by IS in Kobane on 25 June 2015.
General Tarek Mansur, the spokesman, said the YPG holds Kobane as of 25 June 2015.
A nurse at the Sahel hospital in Tabqa, who asked for no name, said a strike hit the hospital in Tabqa on 1 February.
IS fighters entered Raqqa province on 5 March 2016.
"""
HOSTILE = """=HYPERLINK("http://evil.example") <script>alert(1)</script>

Fighters shelled <b>Tell Mawj</b> & left; | `code` *stars* [link](http://evil.example). A clash was heard.
"""


@dataclass(frozen=True)
class Sample:
    """The open store and what went into it."""

    store: LedgerStore
    path: Path
    claims: tuple[Claim, ...]


def _report(name: str, text: str, *, published: dt.date | None, url: str | None = None, **fields: Any) -> Report:
    return Report(
        report_id=report_id(text, name),
        name=name,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        capture_sha256=hashlib.sha256(text.encode()).hexdigest(),
        origin=name,
        title=text.split("\n")[0],
        url=url,
        published=Published(DateInterval(published, published), "given") if published else None,
        fetched_at=dt.datetime(2016, 3, 9, tzinfo=dt.UTC),
        language="en",
        **fields,
    )


def _day(year: int, month: int, day: int) -> ClaimTime:
    date = dt.date(year, month, day)
    return ClaimTime(date, date, "day", f"{day} {date:%B} {year}")


def _claim(report: Report, kind: type[Claim], words: str, **fields: Any) -> Claim:
    start = report.text.index(words)
    evidence = (Evidence(start, start + len(words), words),)
    return identified(kind(report_id=report.report_id, evidence=evidence, extractor=EXTRACTOR, score=0.5, **fields))


def _named(report: Report, *names: str) -> tuple[Span, ...]:
    spans = []
    for name in names:
        at = report.text.find(name)
        while at >= 0:
            if not any(span.start <= at < span.end for span in spans):
                spans.append(Span(at, at + len(name)))
            at = report.text.find(name, at + 1)
    return tuple(sorted(spans))


def diary() -> tuple[Report, tuple[Claim, ...], tuple[Person, ...], tuple[LeftOpen, ...]]:
    """An activist's account, names and all, on two pages."""
    second = DIARY.index("Qasem added")
    report = _report(
        "nabil-qasem_diary.txt",
        DIARY,
        published=dt.date(2015, 6, 26),
        url="https://diary.example/NabilQasem/nabil%20qasem",
        outlet="The Front Diary",
        pages=(Page(1, Span(0, second)), Page(2, Span(second, len(DIARY)))),
    )
    nabil = Speaker("Nabil Qasem", "activist", "Diary Collective")
    claims = (
        _claim(
            report,
            EventClaim,
            "fighters of IS attacked Kobane on 25 June 2015 and killed 12 people",
            said_by=nabil,
            time=_day(2015, 6, 25),
            places=(KOBANI,),
            event_type="Violence against civilians",
            sub_event_type="Attack",
            actors=(IS, ClaimActor("target", "Civilians", "actor:civilians", "people")),
            fatalities=Range(best=12),
            tolls=(Toll("civilians", "killed", best=12),),
            target_class=("civilians",),
            trace=("attack.verb",),
        ),
        _claim(
            report,
            StrengthClaim,
            "Qasem added that the group lost men “every day”",
            said_by=nabil,
            actor="Islamic State",
            actor_id="actor:is",
            dimension="manpower",
            direction="down",
            magnitude=Magnitude(low=1, unit="men a day"),
        ),
        _claim(
            report,
            CauseClaim,
            "the group lost men “every day” because of the air raids",
            said_by=nabil,
            cause=Factor("airstrikes", "the air raids"),
            effect=Factor("manpower down", "the group lost men, Qasem says"),
        ),
        _claim(
            report,
            EventClaim,
            "IS plans to storm Tabqa, Huda told the diary",
            said_by=Speaker("Huda", "resident"),
            certainty="planned",
            places=(TABQA,),
            event_type="Battles",
            sub_event_type="Armed clash",
            actors=(IS,),
        ),
        _claim(
            report,
            ControlClaim,
            "IS holds Kobane",
            time=_day(2015, 6, 25),
            places=(KOBANI,),
            holder_after=("Islamic State",),
        ),
    )
    persons = (
        Person("Nabil Qasem", _named(report, "Nabil Qasem", "Qasem"), "activist", "Diary Collective"),
        Person("Huda", _named(report, "Huda"), "resident"),
    )
    found = report.text.index("Diary") if "Diary" in report.text else 2
    return report, claims, persons, (LeftOpen("actor", report.text[found : found + 5], Span(found, found + 5)),)


def wire() -> tuple[Report, tuple[Claim, ...], tuple[Person, ...], tuple[LeftOpen, ...]]:
    """A rival toll, a denial, a rival holder, an anonymous nurse and a fresh event."""
    report = _report("wire.txt", WIRE, published=dt.date(2016, 3, 6), outlet="Levant Wire")
    attack = {"event_type": "Violence against civilians", "sub_event_type": "Attack", "places": (KOBANI,)}
    claims = (
        _claim(
            report,
            EventClaim,
            "anyone was killed in Kobane on 25 June 2015",
            said_by=Speaker("Army", "military"),
            certainty="denied",
            time=_day(2015, 6, 25),
            **attack,
        ),
        _claim(
            report,
            EventClaim,
            "at least 30 people were killed by IS in Kobane on 25 June 2015",
            said_by=Speaker("YPG", "military"),
            time=_day(2015, 6, 25),
            actors=(IS,),
            fatalities=Range(low=30),
            **attack,
        ),
        _claim(
            report,
            ControlClaim,
            "the YPG holds Kobane as of 25 June 2015",
            said_by=Speaker("Tarek Mansur", "military", "YPG"),
            time=_day(2015, 6, 25),
            places=(KOBANI,),
            holder_after=("YPG",),
        ),
        _claim(
            report,
            EventClaim,
            "A nurse at the Sahel hospital in Tabqa, who asked for no name, said a strike hit the hospital in Tabqa",
            said_by=Speaker("A nurse", "resident", "Sahel hospital in Tabqa", anonymous=True),
            time=_day(2016, 2, 1),
            places=(TABQA,),
            event_type="Explosions/Remote violence",
            sub_event_type="Air/drone strike",
            object="the Sahel hospital",
            target_class=("medical",),
        ),
        _claim(
            report,
            EventClaim,
            "IS fighters entered Raqqa province on 5 March 2016",
            time=_day(2016, 3, 5),
            places=(RAQQA,),
            event_type="Strategic developments",
            sub_event_type="Non-violent transfer of territory",
            actors=(IS,),
        ),
    )
    persons = (Person("Tarek Mansur", _named(report, "Tarek Mansur"), "military", "YPG", public=True),)
    return report, claims, persons, ()


def hostile() -> tuple[Report, tuple[Claim, ...], tuple[Person, ...], tuple[LeftOpen, ...]]:
    """Words that want to be markup or a formula, a place on no map, a claim without a place."""
    report = _report('"><img src=x onerror=alert(1)>.txt', HOSTILE, published=dt.date(2015, 7, 1), outlet="=1+1")
    claims = (
        _claim(
            report,
            EventClaim,
            "Fighters shelled <b>Tell Mawj</b> & left; | `code` *stars* [link](http://evil.example)",
            places=(UNKNOWN,),
            event_type="Explosions/Remote violence",
            sub_event_type="Shelling/artillery/missile attack",
            actors=(ClaimActor("actor", "<script>alert(2)</script>", None, "Fighters"),),
        ),
        _claim(
            report,
            EventClaim,
            "A clash was heard",
            event_type="Battles",
            sub_event_type="Armed clash",
            means="=SUM(A1)",
        ),
    )
    return report, claims, (), (LeftOpen("place", "<b>Tell Mawj", _named(report, "<b>Tell Mawj")[0]),)


def build(path: Path) -> Sample:
    """A ledger at `path` with the three reports; close its store when done."""
    store = LedgerStore(path, clock=lambda: NOW)
    everything: list[Claim] = []
    for report, claims, persons, left_open in (diary(), wire(), hostile()):
        capture = Capture(report.origin, NOW, "text/plain", report.text.encode())
        ident = reading_id(report.report_id, EXTRACTOR)
        store.store(capture, report, Reading(ident, report.report_id, EXTRACTOR, claims, persons, left_open))
        everything += claims
    return Sample(store, path, tuple(everything))
