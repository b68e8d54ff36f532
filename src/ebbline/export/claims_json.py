"""JSON Lines: one claim a line, the program's public record of what it read."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, TextIO

from ebbline.export.profile import Profile
from ebbline.export.record import Rows, Tally, record

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask


def write(store: LedgerStore, out: TextIO, *, mask: Mask, profile: Profile = "working", now: dt.datetime) -> Tally:
    """Write every claim to `out`; lone surrogates and line separators are escaped, so a line is a record."""
    rows = Rows(store, mask=mask, profile=profile, now=now)
    for row in rows:
        out.write(line(record(row)) + "\n")
    return rows.tally


def line(obj: object) -> str:
    """`obj` as JSON on one line, as UTF-8 can hold it."""
    text = json.dumps(obj, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(obj)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
