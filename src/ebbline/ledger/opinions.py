"""What people and rules say of claims: judgements and reviews, and where a review belongs now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from ebbline.ledger import rows
from ebbline.records import Claim, Judgement, Review, Span

JUDGEMENTS = """
SELECT judgement_id, left_claim, right_claim, same, made_by, made_at, withdrawn_at
FROM judgements LEFT JOIN judgement_withdrawals USING (judgement_id) ORDER BY seq
"""

REVIEWS = """
SELECT review_id, claim_id, report_id, "start", "end", claim_kind, verdict, made_by, made_at, corrections
FROM reviews ORDER BY seq
"""

CANDIDATES = """
SELECT body FROM reports
CROSS JOIN current_readings ON current_readings.report = reports.seq
CROSS JOIN reading_claims ON reading_claims.reading = current_readings.reading
CROSS JOIN claims ON claims.seq = reading_claims.claim
WHERE reports.report_id = ? AND claims.kind = ? ORDER BY position
"""
"""Claims of a kind in the current reading of a report."""


def add_judgement(db: sqlite3.Connection, judgement: Judgement) -> bool:
    """True if new; raises ValueError for another judgement of the same id."""
    row = (
        judgement.judgement_id,
        judgement.left,
        judgement.right,
        int(judgement.same),
        judgement.by,
        rows.instant(judgement.made_at),
    )
    new = _add(db, "judgements", "judgement_id", row)
    if judgement.withdrawn_at is not None:
        withdrawn_at = rows.instant(judgement.withdrawn_at)
        new |= withdraw_judgement(db, judgement.judgement_id, judgement.by, withdrawn_at)
    return new


def withdraw_judgement(db: sqlite3.Connection, judgement_id: str, by: str, at: str) -> bool:
    """True if it stood until now."""
    sql = "SELECT 1 FROM judgement_withdrawals WHERE judgement_id = ?"
    if db.execute(sql, [judgement_id]).fetchone() is not None:
        return False
    rows.insert(db, "judgement_withdrawals", judgement_id, by, at)
    return True


def judgement_of(row: tuple[Any, ...]) -> Judgement:
    """The judgement of a row of JUDGEMENTS."""
    judgement_id, left, right, same, by, made_at, withdrawn_at = row
    withdrawn = None if withdrawn_at is None else rows.moment(withdrawn_at)
    return Judgement(judgement_id, left, right, bool(same), by, rows.moment(made_at), withdrawn)


def add_review(db: sqlite3.Connection, review: Review) -> bool:
    """True if new; raises ValueError for another review of the same id."""
    row = (
        review.review_id,
        review.claim_id,
        review.report_id,
        review.span.start,
        review.span.end,
        review.claim_kind,
        review.verdict,
        review.by,
        rows.instant(review.made_at),
        rows.to_json([list(pair) for pair in review.corrections]),
    )
    return _add(db, "reviews", "review_id", row)


def _add(db: sqlite3.Connection, table: str, key: str, row: rows.Row) -> bool:
    found = db.execute(f"SELECT * FROM {table} WHERE {key} = ?", [row[0]]).fetchone()  # noqa: S608 (our names)
    if found is None:
        rows.insert(db, table, rows.next_seq(db, table), *row)
        return True
    if tuple(found[1:-1]) != row:
        raise ValueError(f"not stored: {row[0]} is the id of another row of {table}, and rows are never changed")
    return False


def review_of(row: tuple[Any, ...]) -> Review:
    """The review of a row of REVIEWS."""
    review_id, claim_id, report_id, start, end, kind, verdict, by, made_at, corrections = row
    pairs = tuple((field, value) for field, value in json.loads(corrections))
    span = Span(start, end)
    return Review(review_id, claim_id, report_id, span, kind, verdict, by, rows.moment(made_at), pairs)


def attached(review: Review, claims: Sequence[Claim]) -> str | None:
    """The claim a review belongs to now: the one reviewed, else the one that covers its span most closely.

    None where none covers it or two do so equally well: guessing would put a person's verdict on the wrong claim.
    """
    if any(claim.claim_id == review.claim_id for claim in claims):
        return review.claim_id
    fits = sorted((_length(claim), claim.claim_id) for claim in claims if _covers(claim, review.span))
    if not fits or (len(fits) > 1 and fits[0][0] == fits[1][0]):
        return None
    return fits[0][1]


def _covers(claim: Claim, span: Span) -> bool:
    return any(item.start <= span.start and span.end <= item.end for item in claim.evidence)


def _length(claim: Claim) -> int:
    return sum(item.end - item.start for item in claim.evidence)
