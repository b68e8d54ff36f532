"""Rows in the format of GeoNames' country files, made up: names of the public, numbers invented."""

from __future__ import annotations

import io
import zipfile
from typing import Any


def row(number: int, name: str, feature: str, lat: float, lon: float, **more: Any) -> str:
    """One line of 19 cells."""
    kind, _, code = feature.partition(".")
    cells = [
        str(number), name, more.get("ascii", name), more.get("others", ""), str(lat), str(lon), kind, code,
        more.get("country", "SY"), "", more.get("admin1", "04"), "", "", "", str(more.get("people", 0)), "", "210",
        "Asia/Damascus", "2020-01-01",
    ]  # fmt: skip
    return "\t".join(cells) + "\n"


QORQANIA = row(9900001, "Qorqāniā", "P.PPL", 35.8801, 38.9102, others="Qurqaniya,Kerkaniye,قرقانيا,QRQ,kr'knyt")
ROWS = (
    row(9900000, "Ar Raqqah", "A.ADM1", 35.95, 39.01, others="Raqqa Governorate"),
    QORQANIA,
    row(9900002, "Tall Mīlād", "T.HLL", 35.91, 38.99),
    row(9900003, "Maţār Ţayyibat", "S.AIRB", 35.70, 38.60),
    row(9900004, "Hotel Wādī", "S.HTL", 35.95, 39.01),
    row(9900005, "Madīnat Qubbat", "P.PPL", 36.10, 38.20, people=120_000),
    row(169577, "Homs", "P.PPLA", 34.73, 36.72, others="Khimsoria,Homs", people=775_404),
    row(9900007, "Elsewhere", "P.PPL", 33.0, 44.0, country="IQ"),
)
"""Invented places, a known one (Homs) under one more name, and a row of another country."""


def text(rows: tuple[str, ...] = ROWS) -> bytes:
    """A bare file."""
    return "".join(rows).encode()


def zipped(data: bytes, name: str = "SY.txt") -> bytes:
    """The file as GeoNames packs it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("readme.txt", "about")
        packed.writestr(name, data)
    return out.getvalue()
