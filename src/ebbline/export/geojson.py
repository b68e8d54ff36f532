"""GeoJSON: a point for each place of each claim, and beside them every claim that has none.

A point is where the name lies, not where the thing happened to the metre: `precision` and `radius_m` say how far
to trust it.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, TextIO

from ebbline.export.claims_json import line
from ebbline.export.csv_table import flat_row
from ebbline.export.profile import Profile
from ebbline.export.record import Row, Rows, Tally
from ebbline.records import ClaimPlace

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask

_PER_PLACE = frozenset(
    "places place_mentions place_precisions latitude longitude radius_m country admin1 gazetteer_id".split()  # noqa: SIM905
)


def write(store: LedgerStore, out: TextIO, *, mask: Mask, profile: Profile = "working", now: dt.datetime) -> Tally:
    """Write one FeatureCollection to `out`; foreign members `ebbline` (counts) and `without_coordinates` (a list)."""
    rows = Rows(store, mask=mask, profile=profile, now=now)
    out.write('{"type": "FeatureCollection", "features": [')
    lacking: list[dict[str, Any]] = []
    features = mapped = 0
    for row in rows:
        found = [place for place in row.claim.places if _has_point(place)]
        mapped += bool(found)
        for place in found:
            out.write((",\n" if features else "\n") + line(_feature(row, place)))
            features += 1
        if len(found) < len(row.claim.places) or not found:
            lacking.append(_lacking(row))
    counts = {
        "profile": profile,
        "claims": rows.tally.written,
        "claims_with_coordinates": mapped,
        "claims_without_coordinates": rows.tally.written - mapped,
        "features": features,
        "held_back": rows.tally.held_back,
        "coarsened": rows.tally.coarsened,
    }
    out.write('\n], "ebbline": ' + json.dumps(counts) + ', "without_coordinates": [')
    out.write(",".join("\n" + line(item) for item in lacking))
    out.write("\n]}\n")
    return rows.tally


def _has_point(place: ClaimPlace) -> bool:
    return place.lat is not None and place.lon is not None


def _feature(row: Row, place: ClaimPlace) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {
            **_told(row),
            "place": place.name,
            "place_mention": place.mention,
            "precision": place.precision,
            "radius_m": place.radius_m,
            "country": place.country,
            "admin1": place.admin1,
            "gazetteer_id": place.gazetteer_id,
        },
    }


def _lacking(row: Row) -> dict[str, Any]:
    """A claim some or all of whose places are not on the map, and why."""
    unresolved = [place.name for place in row.claim.places if not _has_point(place)]
    why = "place not resolved" if unresolved else "no place told"
    return {**_told(row), "why": why, "places": unresolved}


def _told(row: Row) -> dict[str, Any]:
    """What a claim says apart from where, in the words of the table's columns; what it leaves open is left out."""
    flat = flat_row(row)
    return {key: _plain(value) for key, value in flat.items() if key not in _PER_PLACE and value is not None}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
