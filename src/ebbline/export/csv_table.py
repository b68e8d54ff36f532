"""CSV for spreadsheets: one flat row per claim.

UTF-8 with a byte order mark, because spreadsheet programs read it as something else without one; lists are joined
with "; ". A cell that a spreadsheet would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

from ebbline.export.profile import Profile
from ebbline.export.record import Row, Rows, Tally
from ebbline.records import CauseClaim, Claim, ControlClaim, EventClaim, Range, StrengthClaim, Toll

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask

COLUMNS: tuple[str, ...] = (
    *("claim_id", "kind", "report_id", "report", "report_sha256", "title", "outlet", "url"),
    *("published_from", "published_to", "story_id", "page"),
    *("evidence", "evidence_start", "evidence_end", "evidence_spans"),
    *("said_by", "said_by_role", "said_by_affiliation", "said_by_anonymous", "said_by_chain"),
    *("certainty", "time_start", "time_end", "time_precision", "time_text"),
    *("places", "place_mentions", "place_precisions", "latitude", "longitude", "radius_m"),
    *("country", "admin1", "gazetteer_id"),
    *("event_type", "sub_event_type", "actors", "targets", "supporters"),
    *("fatalities_low", "fatalities_best", "fatalities_high", "tolls"),
    *("means", "object", "target_class", "acts"),
    *("holder_before", "holder_after", "extent", "besieger"),
    *("strength_actor", "dimension", "direction"),
    *("magnitude_low", "magnitude_best", "magnitude_high", "magnitude_unit"),
    *("cause_factor", "cause_text", "effect_factor", "effect_text"),
    *("extractor", "score"),
)
"""In this order; latitude to gazetteer_id are those of the first place, new columns are added at the end."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write(store: LedgerStore, out: TextIO, *, mask: Mask, profile: Profile = "working", now: dt.datetime) -> Tally:
    """Write the table to `out`, heading first."""
    rows = Rows(store, mask=mask, profile=profile, now=now)
    out.write("\ufeff")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        flat = flat_row(row)
        table.writerow([_cell(flat[name]) for name in COLUMNS])
    return rows.tally


def rows(
    store: LedgerStore, *, mask: Mask, profile: Profile = "working", now: dt.datetime | None = None
) -> Iterator[dict[str, object]]:
    """The same rows with typed values (dates, numbers, None), unguarded; `now` counts for the public profile only."""
    moment = now or dt.datetime.max.replace(tzinfo=dt.UTC)
    if profile == "public" and now is None:
        raise ValueError("the public profile needs to know the time")
    for row in Rows(store, mask=mask, profile=profile, now=moment):
        yield flat_row(row)


def flat_row(row: Row) -> dict[str, object]:
    """One claim's value for each of COLUMNS; None where it says nothing."""
    claim, source = row.claim, row.source
    flat: dict[str, object] = dict.fromkeys(COLUMNS)
    flat |= {
        "claim_id": claim.claim_id,
        "kind": claim.kind,
        "report_id": claim.report_id,
        "report": source.name,
        "report_sha256": source.sha256,
        "title": source.title,
        "outlet": source.outlet,
        "url": source.url,
        "published_from": source.published_from,
        "published_to": source.published_to,
        "story_id": source.story_id,
        "page": row.page,
        "certainty": claim.certainty,
        "extractor": claim.extractor,
        "score": claim.score,
    }
    return {**flat, **_evidence(claim), **_speaker(claim), **_time(claim), **_places(claim), **_own(claim)}


def _evidence(claim: Claim) -> dict[str, object]:
    items = claim.evidence
    return {
        "evidence": " … ".join(dict.fromkeys(item.text for item in items)),
        "evidence_start": min((item.start for item in items), default=None),
        "evidence_end": max((item.end for item in items), default=None),
        "evidence_spans": "; ".join(f"{item.start}:{item.end}" for item in items),
    }


def _speaker(claim: Claim) -> dict[str, object]:
    speaker = claim.said_by
    if speaker is None:
        return {}
    return {
        "said_by": speaker.name,
        "said_by_role": speaker.role,
        "said_by_affiliation": speaker.affiliation,
        "said_by_anonymous": speaker.anonymous,
        "said_by_chain": _joined(speaker.chain),
    }


def _time(claim: Claim) -> dict[str, object]:
    time = claim.time
    if time is None:
        return {}
    return {
        "time_start": time.start,
        "time_end": time.end,
        "time_precision": time.precision,
        "time_text": time.text,
    }


def _places(claim: Claim) -> dict[str, object]:
    places = claim.places
    if not places:
        return {}
    first = places[0]
    return {
        "places": _joined(place.name for place in places),
        "place_mentions": _joined(place.mention for place in places),
        "place_precisions": _joined(place.precision for place in places),
        "latitude": first.lat,
        "longitude": first.lon,
        "radius_m": first.radius_m,
        "country": first.country,
        "admin1": first.admin1,
        "gazetteer_id": first.gazetteer_id,
    }


def _own(claim: Claim) -> dict[str, object]:
    match claim:
        case EventClaim():
            return _event(claim)
        case ControlClaim():
            return {
                "holder_before": claim.holder_before,
                "holder_after": _joined(claim.holder_after),
                "extent": claim.extent,
                "besieger": claim.besieger,
            }
        case StrengthClaim():
            size = claim.magnitude
            return {
                "strength_actor": claim.actor,
                "dimension": claim.dimension,
                "direction": claim.direction,
                "magnitude_low": size.low if size else None,
                "magnitude_best": size.best if size else None,
                "magnitude_high": size.high if size else None,
                "magnitude_unit": size.unit if size else None,
            }
        case CauseClaim():
            return {
                "cause_factor": claim.cause.factor,
                "cause_text": claim.cause.text,
                "effect_factor": claim.effect.factor,
                "effect_text": claim.effect.text,
            }
    return {}


def _event(claim: EventClaim) -> dict[str, object]:
    killed = claim.fatalities or Range()
    return {
        "event_type": claim.event_type,
        "sub_event_type": claim.sub_event_type,
        **{
            f"{role}s": _joined(actor.name for actor in claim.actors if actor.role == role)
            for role in ("actor", "target", "supporter")
        },
        "fatalities_low": killed.low,
        "fatalities_best": killed.best,
        "fatalities_high": killed.high,
        "tolls": _joined(map(_toll, claim.tolls)),
        "means": claim.means,
        "object": claim.object,
        "target_class": _joined(claim.target_class),
        "acts": claim.acts,
    }


def _toll(toll: Toll) -> str:
    figures = "/".join("" if figure is None else str(figure) for figure in (toll.low, toll.best, toll.high))
    return f"{toll.of} {toll.what} {figures}"


def _joined(items: Any) -> str | None:
    return "; ".join(items) or None


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    safe = value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return "'" + safe if safe.lstrip(" \n\u00a0").startswith(_FORMULA) else safe
