"""Which claims are asked for, as SQL over the indexes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from ebbline.ledger.rows import Value, name_token
from ebbline.records import Certainty, Kind


@dataclass(frozen=True, slots=True)
class ClaimQuery:
    """What claims must match; every field given must hold, None asks for nothing.

    Names compare without case, accents, hyphens and apostrophes; of several, one must be there. `start` and `end` are
    inclusive days: claims whose interval touches them, undated ones left out.
    """

    kind: Kind | None = None
    actor: str | tuple[str, ...] | None = None
    """Name, mention or registry id of who acts, is acted on, helps, holds, besieges or is stronger or weaker."""
    place: str | tuple[str, ...] | None = None
    """Name, mention, province, country code or gazetteer id."""
    speaker: str | tuple[str, ...] | None = None
    """Name or affiliation of the speaker, or a link of the chain outward."""
    start: dt.date | None = None
    end: dt.date | None = None
    certainty: Certainty | None = None
    report_id: str | None = None
    text: str | None = None
    """Words that must all occur in evidence, names or types; `"a phrase"` in quotes, `begin*` for beginnings."""
    limit: int | None = None
    """No more than this many, the first in order."""


_ORDER = "ORDER BY reports.origin, reports.report_id, reading_claims.position"

_ALL = """
SELECT claims.body, reading_claims.signed
FROM reports
CROSS JOIN current_readings ON current_readings.report = reports.seq
CROSS JOIN reading_claims ON reading_claims.reading = current_readings.reading
CROSS JOIN claims ON claims.seq = reading_claims.claim
"""

_SOME = """
SELECT claims.body, reading_claims.signed
FROM claims
CROSS JOIN current_readings ON current_readings.report = claims.report
CROSS JOIN reading_claims ON reading_claims.claim = claims.seq AND reading_claims.reading = current_readings.reading
CROSS JOIN reports ON reports.seq = claims.report
"""


def claims_sql(query: ClaimQuery) -> tuple[str, list[Value]]:
    """SQL for body and signature of the claims of current readings, in order, and its parameters."""
    conditions, values = _conditions(query)
    base = _SOME if conditions else _ALL
    sql = base + (f"WHERE {' AND '.join(conditions)}\n" if conditions else "") + _ORDER
    if query.limit is not None:
        sql += "\nLIMIT ?"
        values.append(query.limit)
    return sql, values


def _conditions(query: ClaimQuery) -> tuple[list[str], list[Value]]:
    found: list[tuple[str, list[Value]]] = []
    for tokens in name_tokens(query):
        found.append((_SEARCH, [f"names : ({' OR '.join(tokens)})"]))
    if query.text is not None:
        found.append((_SEARCH, [f"words : ({match_words(query.text)})"]))
    if query.report_id is not None:
        found.append(("claims.report = (SELECT seq FROM reports WHERE report_id = ?)", [query.report_id]))
    if query.start is not None:
        found.append(("claims.time_end >= ?", [query.start.isoformat()]))
    if query.end is not None:
        found.append(("claims.time_start <= ?", [query.end.isoformat()]))
    if query.kind is not None:
        found.append(("claims.kind = ?", [query.kind]))
    if query.certainty is not None:
        found.append(("claims.certainty = ?", [query.certainty]))
    return [condition for condition, _ in found], [value for _, values in found for value in values]


def name_tokens(query: ClaimQuery) -> list[list[str]]:
    """For each name asked for the tokens of its spellings: a claim must have one of each."""
    asked: tuple[tuple[Literal["actor", "place", "speaker"], str | tuple[str, ...] | None], ...] = (
        ("actor", query.actor),
        ("place", query.place),
        ("speaker", query.speaker),
    )
    return [
        sorted({name_token(what, name) for name in ([names] if isinstance(names, str) else names)})
        for what, names in asked
        if names is not None
    ]


_SEARCH = "claims.seq IN (SELECT rowid FROM claim_search WHERE claim_search MATCH ?)"
_PART = re.compile(r'"([^"]*)"|(\S+)')


def match_words(text: str) -> str:
    """A search in a person's words as an FTS5 query that is always valid; no words match nothing."""
    parts = []
    for phrase, word in _PART.findall(text):
        words = (phrase or word).replace('"', " ").strip()
        begins = bool(word) and words.endswith("*")
        words = words.rstrip("*").replace("\x00", " ")
        if any(c.isalnum() for c in words):
            parts.append(f'"{words}"' + ("*" if begins else ""))
    return " ".join(parts) or '""'
