"""How fast the ledger stores and answers: 4,000 reports of five claims, one process.

    python benchmarks/ledger/measure.py [REPORTS]

Texts are drawn from a made-up vocabulary of 20,000 words, so that the text search and the grouping of copies have
their usual work; names from a few hundred places, groups and speakers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from ebbline.ledger import ClaimQuery, LedgerStore
from ebbline.records import (
    Capture,
    Claim,
    ClaimActor,
    ClaimPlace,
    ClaimTime,
    EventClaim,
    Evidence,
    Reading,
    Report,
    Speaker,
    identified,
    reading_id,
    report_id,
)

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
EXTRACTOR = "measure"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
CHANCE = random.Random(1)
VOCABULARY = ["".join(CHANCE.choices(LETTERS, k=2 + i % 9)) for i in range(20_000)]


def main(count: int) -> None:
    """Prints reports a second, latencies and peak memory."""
    items = [_item(number) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder, LedgerStore(Path(folder) / "x.db", clock=lambda: NOW) as store:
        began, busy = time.perf_counter(), time.process_time()
        for item in items:
            store.store(*item)
        wall, busy = time.perf_counter() - began, time.process_time() - busy
        size = store.path.stat().st_size / 1e6
        print(f"store   {count / wall:7.0f} reports/s ({count / busy:.0f} for each second of CPU), {size:.0f} MB")
        for query in _queries():
            began = time.perf_counter()
            found = sum(1 for _ in store.claims(query))
            print(f"query   {(time.perf_counter() - began) * 1e3:7.1f} ms, {found:6d} claims: {_asked(query)}")
        began = time.perf_counter()
        damage = sum(1 for _ in store.verify())
        print(f"verify  {time.perf_counter() - began:7.2f} s, {damage} damaged")
        began = time.perf_counter()
        store.withdraw(items[0][1].report_id, "measured", "measure")
        print(f"withdraw{time.perf_counter() - began:7.2f} s")
    print(f"memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:7.0f} MB at most, the reports included")


def _asked(query: ClaimQuery) -> str:
    fields = {name: getattr(query, name) for name in query.__dataclass_fields__}
    return ", ".join(f"{name} {value}" for name, value in fields.items() if value is not None) or "all"


def _queries() -> Iterator[ClaimQuery]:
    yield ClaimQuery()
    yield ClaimQuery(limit=50)
    yield ClaimQuery(place="Dale 7")
    yield ClaimQuery(actor="Brigade 5")
    yield ClaimQuery(speaker="Speaker 7")
    yield ClaimQuery(kind="control")
    yield ClaimQuery(certainty="denied", kind="event")
    yield ClaimQuery(text=VOCABULARY[700])
    yield ClaimQuery(start=dt.date(2015, 3, 1), end=dt.date(2015, 3, 7))
    yield ClaimQuery(place="Province 3", start=dt.date(2014, 1, 1), end=dt.date(2014, 2, 1), kind="event")


def _item(number: int) -> tuple[Capture, Report, Reading]:
    chance = random.Random(number)
    words = [VOCABULARY[int(chance.betavariate(1, 6) * len(VOCABULARY))] for _ in range(230)]
    text, origin = " ".join(words), f"reports/{chance.getrandbits(40):x}.txt"
    capture = Capture(origin, NOW, "text/plain", text.encode())
    digest = hashlib.sha256(text.encode()).hexdigest()
    report = Report(report_id(text, origin), origin, text, digest, capture.sha256, origin, title=" ".join(words[:6]))
    claims = tuple(_claim(report, 100 * at, chance) for at in range(5))
    reading = Reading(reading_id(report.report_id, EXTRACTOR), report.report_id, EXTRACTOR, claims)
    return capture, report, reading


def _claim(report: Report, start: int, chance: random.Random) -> Claim:
    day = dt.date(2013, 1, 1) + dt.timedelta(chance.randrange(1500))
    place = ClaimPlace(
        f"Dale {chance.randrange(800)}", "Dala", f"own:{chance.randrange(800)}", 36.0, 38.0, "exact", "SY",
        f"Province {chance.randrange(20)}", 0.9,
    )  # fmt: skip
    return identified(
        EventClaim(
            report_id=report.report_id,
            evidence=(Evidence(start, start + 90, report.text[start : start + 90]),),
            said_by=Speaker(f"Speaker {chance.randrange(500)}", "resident"),
            time=ClaimTime(day, day, "day", "Monday"),
            places=(place,),
            event_type="Battles",
            sub_event_type="Armed clash",
            actors=(
                ClaimActor("actor", f"Brigade {chance.randrange(60)}"),
                ClaimActor("target", "Military Forces of Syria", "own:syria", "regime forces"),
            ),
            extractor=EXTRACTOR,
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
