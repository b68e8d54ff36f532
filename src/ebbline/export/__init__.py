"""Claims out of the ledger, one module per format; see `FORMATS`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ebbline.export import claims_json, csv_table, geojson, parquet
from ebbline.export.profile import PROFILES, Profile, publish
from ebbline.export.record import Tally

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask

__all__ = ["FORMATS", "PROFILES", "Format", "Profile", "Tally", "publish"]


class Write(Protocol):
    """Writes a ledger's claims to an open file and tells what became of them."""

    def __call__(self, store: LedgerStore, out: Any, *, mask: Mask, profile: Profile, now: dt.datetime) -> Tally:
        """`out` is binary for a binary format, else text in UTF-8 with line ends left alone."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write the claims."""

    write: Write
    binary: bool = False


FORMATS: dict[str, Format] = {
    "claims": Format(claims_json.write),
    "csv": Format(csv_table.write),
    "geojson": Format(geojson.write),
    "parquet": Format(parquet.write, binary=True),
}
"""By the word that `--format` takes."""
