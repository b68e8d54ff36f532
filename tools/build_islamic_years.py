"""Writes the first days of the months that Islamic feasts stand in, from the Umm al-Qura calendar of `hijridate`.

    python tools/build_islamic_years.py src/ebbline/times/data/islamic_years.tsv

Needs `hijridate` (MIT licence) while it runs; the program reads the table only.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

FIRST_YEAR, LAST_YEAR = 1400, 1480
MONTHS = {"muharram": 1, "rabi_i": 3, "rajab": 7, "shaban": 8, "ramadan": 9, "shawwal": 10, "dhu_al_hijja": 12}


def main() -> int:
    """Write the table."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    hijri: Any = importlib.import_module("hijridate").Hijri
    lines = [
        "# First days of Islamic months by the Umm al-Qura calendar; where the moon is sighted they may be a day off.",
        "# source: hijridate 2.6.0 (MIT licence), written by tools/build_islamic_years.py",
        "\t".join(["year", *MONTHS]),
    ]
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        days = [hijri(year, month, 1).to_gregorian() for month in MONTHS.values()]
        lines.append("\t".join([str(year), *(f"{day.year:04}-{day.month:02}-{day.day:02}" for day in days)]))
    Path(sys.argv[1]).write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
