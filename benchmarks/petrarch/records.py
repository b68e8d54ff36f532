"""PETRARCH's unit-test records: sentences with the codings a coder should give, and why some are left out."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = "PETR.UnitTest.records.xml"
NOBODY = "---"
"""Stands for a party that no dictionary knows."""


@dataclass(frozen=True, slots=True)
class Coding:
    """Who did what to whom, in codes; `NOBODY` for a party without one."""

    source: str
    target: str
    code: str


@dataclass(frozen=True, slots=True)
class Record:
    """A sentence, the day its actors' codes are taken on, and its codings; `note` tells of a record with none."""

    name: str
    date: dt.date
    text: str
    codings: tuple[Coding, ...]
    note: str | None = None


def read(folder: Path) -> Iterator[Record]:
    """The records in the file's order."""
    for element in ET.parse(folder / FILE).getroot().iter("Sentence"):
        rows = [dict(item.attrib) for item in element.iter("EventCoding")]
        codings = tuple(
            Coding(row.get("sourcecode") or NOBODY, row.get("targetcode") or NOBODY, row["eventcode"])
            for row in rows
            if row.get("eventcode")
        )
        notes = [value if key == "error" else key for row in rows for key, value in row.items() if key not in _CODED]
        date = dt.datetime.strptime(element.get("date", "19950101"), "%Y%m%d").replace(tzinfo=dt.UTC).date()
        text = " ".join((element.findtext("Text") or "").split())
        yield Record(element.get("id", ""), date, text, codings, notes[0] if notes and not codings else None)


_CODED = frozenset(("sourcecode", "targetcode", "eventcode"))
