"""Records as rows and back, and the seal that every row ends in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import starmap
from typing import Any, Literal

import msgspec

from ebbline.records import (
    Capture,
    CauseClaim,
    Claim,
    ControlClaim,
    DateInterval,
    EventClaim,
    LeftOpen,
    Page,
    Person,
    Published,
    Reading,
    Report,
    Span,
    StrengthClaim,
    claim_from_json,
)
from ebbline.records.claim import coded_json

Value = str | int | float | bytes | None
Row = tuple[Any, ...]

SEALED: dict[str, int] = {
    "contents": 5,
    "captures": 6,
    "reports": 7,
    "report_details": 13,
    "capture_reports": 2,
    "readings": 10,
    "current_readings": 2,
    "claims": 11,
    "reading_claims": 4,
    "persons": 7,
    "left_open": 6,
    "stories": 4,
    "judgements": 7,
    "judgement_withdrawals": 3,
    "reviews": 11,
    "runs": 3,
    "run_ends": 3,
    "log": 4,
    "tombstones": 4,
    "tombstone_captures": 3,
}
"""Tables whose rows carry a seal, and how many columns it covers."""

_INSERT = {
    table: f"INSERT INTO {table} VALUES ({','.join('?' * (width + 1))})"  # noqa: S608 (names are our own)
    for table, width in SEALED.items()
}

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, zlib.error)
"""What the functions below raise for a damaged row; the store turns it into DamagedLedgerError."""


def seal(table: str, values: Sequence[Value]) -> bytes:
    """16 bytes of a hash over a row: types, lengths and order count."""
    parts = [table]
    for value in values:
        if isinstance(value, str):  # most are, and 36 rows a report are sealed
            parts.append(f"s{len(value)}:{value}")
        elif isinstance(value, int):
            digits = str(value)
            parts.append(f"i{len(digits)}:{digits}")
        elif value is None:
            parts.append("n0:")
        else:
            return _seal_of_bytes(table, values)
    joined = "".join(parts)
    if not joined.isascii():  # lengths are of bytes
        return _seal_of_bytes(table, values)
    return hashlib.blake2b(joined.encode(), digest_size=16).digest()


def _seal_of_bytes(table: str, values: Sequence[Value]) -> bytes:
    """The same for a row with values that are no text."""
    parts = [table.encode()]
    for value in values:
        kind, data = _bytes_of(value)
        parts += (b"%s%d:" % (kind, len(data)), data)
    return hashlib.blake2b(b"".join(parts), digest_size=16).digest()


def _bytes_of(value: Value) -> tuple[bytes, bytes]:
    match value:
        case None:
            return b"n", b""
        case str():
            return b"s", value.encode()
        case bytes():
            return b"b", value
        case int():
            return b"i", repr(value).encode()
    return b"f", repr(value).encode()


def insert(db: sqlite3.Connection, table: str, *values: Value) -> None:
    """Adds one row with its seal."""
    db.execute(_INSERT[table], (*values, seal(table, values)))


def insert_all(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Value, ...]]) -> None:
    """Adds rows with their seals."""
    sealed = [(*row, seal(table, row)) for row in rows]
    if sealed:
        db.executemany(_INSERT[table], sealed)


def next_seq(db: sqlite3.Connection, table: str) -> int:
    """The number of the next row; to be asked for inside the writing transaction."""
    row = db.execute(f"SELECT coalesce(max(seq), 0) + 1 FROM {table}").fetchone()  # noqa: S608
    number: int = row[0]
    return number


# Small values ------------------------------------------------------------------------------------------------


def to_json(value: Any) -> str:
    """JSON in one spelling: keys sorted, no blanks, letters as they are."""
    return _SORTED.encode(value).decode()


_SORTED = msgspec.json.Encoder(order="sorted")


def instant(at: dt.datetime) -> str:
    """UTC, to the microsecond, so that text order is time order."""
    if at.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {at.isoformat()}")
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def moment(text: str) -> dt.datetime:
    """The instant that `instant` wrote."""
    return dt.datetime.fromisoformat(text)


def capture_id(origin: str, sha256: str) -> str:
    """`k_` and 16 hex digits: the same bytes from one place are one capture."""
    return "k_" + hashlib.sha256(f"{origin}\x00{sha256}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def folded(name: str) -> str:
    """A name as look-ups compare it: no case, accents, apostrophes or hyphens."""
    bare = name if name.isascii() else "".join(filter(_is_base, unicodedata.normalize("NFKD", name)))
    return " ".join(bare.casefold().translate(_SEPARATORS).split())


def _is_base(char: str) -> bool:
    return not unicodedata.combining(char)


_SEPARATORS = {**dict.fromkeys(map(ord, "-‐‑–—_"), " "), **dict.fromkeys(map(ord, "'’‘`ʿʾʼ"), None)}


# Contents ----------------------------------------------------------------------------------------------------


def packed(data: bytes) -> tuple[str, bytes]:
    """How the bytes are kept and the bytes to keep: packed where that makes them smaller."""
    small = zlib.compress(data, 6)
    return ("zlib", small) if len(small) < len(data) else ("raw", data)


def unpacked(packing: str, data: bytes) -> bytes:
    """What `packed` packed; raises zlib.error."""
    return zlib.decompress(data) if packing == "zlib" else data


# Reports -----------------------------------------------------------------------------------------------------


def details_row(report: Report) -> Row:
    """The columns of report_details after `report`."""
    published = report.published and {
        "start": report.published.interval.start.isoformat(),
        "end": report.published.interval.end.isoformat(),
        "how": report.published.how,
        "words": report.published.words,
    }
    return (
        report.name,
        report.capture_sha256,
        report.title,
        report.outlet,
        report.url,
        published and to_json(published),
        report.fetched_at and instant(report.fetched_at),
        report.language,
        to_json([[span.start, span.end] for span in report.furniture]),
        to_json([[page.number, page.span.start, page.span.end] for page in report.pages]),
        report.unread,
    )


FETCHED_AT = 6
"""Position of `fetched_at` in details_row: when a report was fetched again is no news about it."""

REPORT_COLUMNS = """
    reports.report_id, reports.origin, reports.text, reports.text_sha256, details.name, details.capture_sha256,
    details.title, details.outlet, details.url, details.published, details.fetched_at, details.language,
    details.furniture, details.pages, details.unread
"""


def report_of(row: Row) -> Report:
    """The report of a row of REPORT_COLUMNS."""
    report_id, origin, text, text_sha256, name, capture, title, outlet, url, published, fetched_at, *rest = row
    language, furniture, pages, unread = rest
    return Report(
        report_id=report_id,
        name=name,
        text=text,
        text_sha256=text_sha256,
        capture_sha256=capture,
        origin=origin,
        title=title,
        outlet=outlet,
        url=url,
        published=None if published is None else _published(json.loads(published)),
        fetched_at=None if fetched_at is None else moment(fetched_at),
        language=language,
        furniture=tuple(Span(*pair) for pair in json.loads(furniture)),
        pages=tuple(Page(number, Span(start, end)) for number, start, end in json.loads(pages)),
        unread=unread,
    )


def _published(data: dict[str, Any]) -> Published:
    interval = DateInterval(dt.date.fromisoformat(data["start"]), dt.date.fromisoformat(data["end"]))
    return Published(interval, data["how"], data["words"])


# Claims ------------------------------------------------------------------------------------------------------


def claim_body(claim: Claim) -> tuple[str, str]:
    """The claim as two JSON texts: what is coded, and what one reading signs (extractor, scores, trace)."""
    # Not part of a claim's identity: kept beside each reading that finds the claim.
    places = [place.score for place in claim.places]
    return coded_json(claim), to_json(_Signed(claim.extractor, places, claim.score, claim.trace))


class _Signed(msgspec.Struct, frozen=True, gc=False):
    extractor: str
    places: list[float | None]
    score: float | None
    trace: tuple[str, ...]


def claim_of(body: str, signed: str) -> Claim:
    """The claim of its two JSON texts."""
    data, own = json.loads(body), json.loads(signed)
    for place, score in zip(data["places"], own.pop("places"), strict=True):
        place["score"] = score
    return claim_from_json(data | own)


def coded_claim_of(body: str) -> Claim:
    """What is coded alone: the claim without extractor, scores and trace."""
    return claim_from_json(json.loads(body))


def claim_order(claim: Claim) -> tuple[int, str, str]:
    """First offset, kind, claim_id: the order of claims within a report."""
    return min([item.start for item in claim.evidence]), claim.kind, claim.claim_id


def claim_columns(claim: Claim) -> Row:
    """kind, certainty, start, time_start, time_end, words, names: derived from the claim for the indexes."""
    time, names = claim.time, _names(claim)
    return (
        claim.kind,
        claim.certainty,
        claim_order(claim)[0],
        time and time.start.isoformat(),
        time and time.end.isoformat(),
        _search_words(claim, names),
        _tokens(names),
    )


def search_words(claim: Claim) -> str:
    """What a search for words looks at: the evidence, then names, types and things, one a line."""
    return _search_words(claim, _names(claim))


def _search_words(claim: Claim, names: Iterable[_Name]) -> str:
    parts = [item.text for item in claim.evidence]
    parts += [name for _, name in names]
    match claim:
        case EventClaim():
            parts += [claim.event_type, claim.sub_event_type, claim.means or "", claim.object or ""]
            parts += claim.target_class
        case ControlClaim():
            parts.append(claim.extent)
        case StrengthClaim():
            parts += [claim.dimension, claim.direction]
        case CauseClaim():
            parts += [claim.cause.factor, claim.cause.text, claim.effect.factor, claim.effect.text]
    return "\n".join(filter(None, dict.fromkeys(parts)))


def names_of(claim: Claim) -> str:
    """A token for every actor, place and speaker of the claim, for look-ups by name."""
    return _tokens(_names(claim))


def _tokens(names: Iterable[_Name]) -> str:
    return " ".join(sorted(set(starmap(name_token, names))))


_Named = Literal["actor", "place", "speaker"]
_Name = tuple[_Named, str]


@lru_cache(maxsize=10_000)
def name_token(what: _Named, name: str) -> str:
    """A word of 16 letters and digits for a name: kept in the text search, which takes new entries fastest."""
    return what[0] + hashlib.blake2b(folded(name).encode(), digest_size=8).hexdigest()[1:]


def _names(claim: Claim) -> list[_Name]:
    names: list[_Name] = [
        ("place", name)
        for place in claim.places
        for name in (place.name, place.mention, place.admin1, place.country, place.gazetteer_id)
        if name
    ]
    speaker = claim.said_by
    if speaker is not None:
        names += [("speaker", name) for name in (speaker.name, speaker.affiliation, *speaker.chain) if name]
    names += [("actor", name) for name in _actor_names(claim) if name]
    return names


def _actor_names(claim: Claim) -> Sequence[str | None]:
    match claim:
        case EventClaim():
            return [name for actor in claim.actors for name in (actor.name, actor.mention, actor.actor_id)]
        case ControlClaim():
            return (claim.holder_before, *claim.holder_after, claim.besieger)
        case StrengthClaim():
            return (claim.actor, claim.actor_id)
    return ()


# Persons -----------------------------------------------------------------------------------------------------


def person_row(person: Person) -> Row:
    """The columns of persons after `position`."""
    spans = to_json([[span.start, span.end] for span in person.spans])
    return person.name, spans, person.role, person.affiliation, int(person.public)


def person_of(row: Row) -> Person:
    """The person of a person_row."""
    name, spans, role, affiliation, public = row
    return Person(name, tuple(Span(*pair) for pair in json.loads(spans)), role, affiliation, bool(public))


def left_open_of(row: Row) -> LeftOpen:
    """What was left open, of a row of what, mention, start, end."""
    what, mention, start, end = row
    return LeftOpen(what, mention, Span(start, end))


# Consistency -------------------------------------------------------------------------------------------------


def reading_faults(report: Report, reading: Reading) -> Iterator[str]:
    """What is wrong with a reading before it is stored: a fault of the program, not of the input."""
    if reading.report_id != report.report_id:
        yield f"the reading is of {reading.report_id}, not of {report.report_id}"
    for claim in reading.claims:
        yield from claim_faults(report, claim)


def claim_faults(report: Report, claim: Claim) -> Iterator[str]:
    """What in a claim does not fit its report."""
    if claim.report_id != report.report_id:
        yield f"claim {claim.claim_id} is of {claim.report_id}, not of {report.report_id}"
    if not claim.evidence:
        yield f"claim {claim.claim_id} has no evidence"
    for item in claim.evidence:
        if not 0 <= item.start < item.end or report.text[item.start : item.end] != item.text:
            yield f"claim {claim.claim_id}: {item.start}:{item.end} does not hold its words"


def capture_of(row: Row) -> Capture:
    """The capture of its row, bytes unpacked."""
    origin, fetched_at, media_type, packing, data = row
    return Capture(origin, moment(fetched_at), media_type, unpacked(packing, data))
