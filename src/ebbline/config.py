"""Names and limits that several stages share, and the version each claim is signed with."""

from __future__ import annotations

VERSION = "0.1.0"
"""The program's version, as every claim is signed with it."""

DEFAULT_CODER = "model"
"""The coder that reads where none is named."""

CODED_LANGUAGES = frozenset({"en", "und"})
"""Languages that the coders read, ISO 639-1; reports in others are kept unread. `und` is too short to tell."""

DEFAULT_LEDGER = "ebbline.db"
"""Where a command keeps its ledger unless told otherwise: the folder it is run in, never the home folder."""

MAX_INPUT_BYTES = 256 * 1024 * 1024
"""A single file larger than this is refused with a message, not read into memory."""

MAX_REPORT_CHARS = 2_000_000
"""A single report's text longer than this is refused: books and dumps are not reports."""

MAX_LINE_BYTES = 16 * 1024 * 1024
"""One JSON Lines record longer than this is refused and passed over without being held in memory."""
