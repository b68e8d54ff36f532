"""Invented reports for the ledger's tests, and a writer to be run (and killed) as a process of its own.

python samples.py write LEDGER FIRST COUNT
python samples.py iterate LEDGER SECONDS
    python samples.py nursery
python samples.py fill LEDGER
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
import time
import zlib
from dataclasses import replace

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
    Judgement,
    LeftOpen,
    Magnitude,
    Page,
    Person,
    Published,
    Range,
    Reading,
    Report,
    Review,
    Span,
    Speaker,
    StrengthClaim,
    Toll,
    identified,
    reading_id,
    report_id,
)

NOW = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
FIRST, SECOND = "ebbline 1 / first", "ebbline 2 / second"


def clock() -> dt.datetime:
    return NOW


class WordsInCommon:
    """A story rule for tests: copies share half of their words. Links do not carry over, so that chains occur."""

    def signature(self, text: str) -> bytes:
        return " ".join(sorted(set(text.split()))).encode()

    def bands(self, signature: bytes) -> tuple[int, ...]:
        return tuple(zlib.crc32(word) - 2**31 for word in signature.split())

    def same_story(self, a: bytes, b: bytes) -> bool:
        one, two = set(a.split()), set(b.split())
        return 2 * len(one & two) >= len(one | two)


def text_of(number: int) -> str:
    return (
        f"Lunadi fighters took the village of Upper Brennick{number} on 3 March, Ilko Marrun said.\n"
        f"The capture cut the road; Korvand{number} lost 12 men and its oil.\n"
        f"“Žár”, a market of the town, still belongs to the Ostrel Guard.\n"
    )


def capture_and_report(
    text: str, origin: str, *, published: bool = True, data: bytes | None = None
) -> tuple[Capture, Report]:
    received = text.encode() if data is None else data
    capture = Capture(origin, NOW, "text/plain", received)
    interval = DateInterval(dt.date(2016, 3, 4), dt.date(2016, 3, 4))
    report = Report(
        report_id=report_id(text, origin),
        name=origin.rsplit("/", 1)[-1],
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        capture_sha256=capture.sha256,
        origin=origin,
        title="Village taken",
        outlet="The Brennick Wire",
        url=None,
        published=Published(interval, "text", "4 March 2016") if published else None,
        fetched_at=NOW,
        language="en",
        furniture=(Span(0, 1),),
        pages=(Page(1, Span(0, len(text))),),
    )
    return capture, report


def sample(number: int, extractor: str = FIRST, *, origin: str | None = None) -> tuple[Capture, Report, Reading]:
    """One report with one claim of each kind, a person and something left open."""
    capture, report = capture_and_report(text_of(number), origin or f"folder/report-{number}.txt")
    claims = tuple(
        replace(claim, extractor=extractor, score=0.5 + len(extractor) / 100) for claim in sample_claims(report)
    )
    name = "Ilko Marrun"
    at = report.text.index(name)
    person = Person(name, (Span(at, at + len(name)),), "military", "Lunadi", public=False)
    left_open = LeftOpen("place", "Žár", Span(report.text.index("Žár"), report.text.index("Žár") + 3))
    reading = Reading(
        reading_id(report.report_id, extractor), report.report_id, extractor, claims, (person,), (left_open,)
    )
    return capture, report, reading


def evidence(report: Report, words: str) -> tuple[Evidence, ...]:
    start = report.text.index(words)
    return (Evidence(start, start + len(words), words),)


def sample_claims(report: Report) -> list[Claim]:
    text = report.text
    village = text[text.index("Upper") : text.index(" on 3 March")]
    rival = text[text.index("Korvand") : text.index(" lost")]
    day = ClaimTime(dt.date(2016, 3, 3), dt.date(2016, 3, 3), "day", "3 March")
    place = ClaimPlace(village, village, "own:7", 36, 38.25, "exact", "XX", "Žárland", 0.75, 900)
    speaker = Speaker("Ilko Marrun", "military", "Lunadi", chain=("Brennick Radio",))
    taken = evidence(report, text[: text.index(" on 3 March")])
    return [
        identified(
            EventClaim(
                report_id=report.report_id,
                evidence=taken,
                said_by=speaker,
                time=day,
                places=(place,),
                event_type="Battles",
                sub_event_type="Non-state actor overtakes territory",
                actors=(ClaimActor("actor", "Lunadi Front", "own:lunadi", "Lunadi"), ClaimActor("target", rival)),
                fatalities=Range(12, 12, None),
                tolls=(Toll("target", "killed", 12, 12),),
                target_class=("market",),
                trace=("take.active",),
            )
        ),
        identified(
            ControlClaim(
                report_id=report.report_id,
                evidence=taken,
                said_by=speaker,
                time=day,
                places=(place,),
                holder_before=rival,
                holder_after=("Lunadi Front",),
            )
        ),
        identified(
            StrengthClaim(
                report_id=report.report_id,
                evidence=evidence(report, f"{rival} lost 12 men"),
                actor=rival,
                dimension="manpower",
                direction="down",
                magnitude=Magnitude(12, 12.5, None, "men"),
                certainty="probable",
            )
        ),
        identified(
            CauseClaim(
                report_id=report.report_id,
                evidence=evidence(report, "The capture cut the road"),
                cause=Factor("ground offensive", "capture"),
                effect=Factor("blockade", "cut the road"),
            )
        ),
    ]


def open_store(path: object) -> LedgerStore:
    return LedgerStore(str(path), clock=clock, story_rule=WordsInCommon())


def fill(path: object) -> None:
    """A small ledger with rows in every table, made the same way every time but for the ids of runs."""
    with open_store(path) as store:
        run = store.begin_run("ebbline read folder")
        for number in range(4):
            store.store(*sample(number))
        store.store(*sample(1, origin="copy/report-1.txt"))
        store.store(*sample(2, SECOND))
        store.store(Capture("scan.png", NOW, "image/png", bytes(range(256))), None, None)
        add_opinions(store)
        store.withdraw(sample(3)[1].report_id, "asked by the family", "a. reviewer")
        store.log("names shown", {"command": "export --names"})
        store.end_run(run, {"reports": 5})


def add_opinions(store: LedgerStore) -> None:
    one, two = sample(1)[2].claims[0], sample(2)[2].claims[0]
    for name, same in (("j_1", True), ("j_2", False)):
        store.add_judgement(Judgement(name, one.claim_id, two.claim_id, same, "rule same place", NOW))
    store.withdraw_judgement("j_2", "a. reviewer")
    span = Span(one.evidence[0].start, one.evidence[0].end)
    store.add_review(
        Review("v_1", one.claim_id, one.report_id, span, "event", "correct", "a. reviewer", NOW, (("means", "rifles"),))
    )


def _write(ledger: str, first: int, count: int) -> None:
    with open_store(ledger) as store:
        print("open", flush=True)
        for number in range(first, first + count):
            store.store(*sample(number))
    print("done", flush=True)


def _iterate(ledger: str, seconds: float) -> None:
    until, rounds = time.monotonic() + seconds, 0
    with open_store(ledger) as store:
        print("open", flush=True)
        while time.monotonic() < until:
            claims = list(store.claims())
            assert len(claims) % 4 == 0, "half a report was read"
            rounds += 1
    print(f"done {rounds}", flush=True)


def _nursery() -> None:
    """Starts a writer for every line `LEDGER FIRST COUNT` and says its process id; an empty line waits for it.

    Forked, so that fifty of them need not load the program anew.
    """
    writer = 0
    for line in sys.stdin:
        if not line.strip():
            os.waitpid(writer, 0)
            print("gone", flush=True)
            continue
        writer = os.fork()
        if writer == 0:
            ledger, first, count = line.rstrip("\n").split("\t")
            sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 (the parent speaks)
            _write(ledger, int(first), int(count))
            os._exit(0)
        print(writer, flush=True)


if __name__ == "__main__" and sys.argv[1:] == ["nursery"]:
    _nursery()
elif __name__ == "__main__":
    what, ledger, *numbers = sys.argv[1:]
    if what == "fill":
        fill(ledger)
    elif what == "write":
        _write(ledger, int(numbers[0]), int(numbers[1]))
    else:
        _iterate(ledger, float(numbers[0]))
