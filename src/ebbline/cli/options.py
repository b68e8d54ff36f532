"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebbline.config import DEFAULT_LEDGER
from ebbline.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore

LedgerOption = Annotated[Path, typer.Option("--ledger", metavar="FILE", help="The ledger to use.")]
LEDGER_DEFAULT = Path(DEFAULT_LEDGER)
CoderOption = Annotated[
    str,
    typer.Option(
        help="Who reads: model (rules and language model), lexicon (rules alone, far faster) or keyword (naive)."
    ),
]


def open_existing(path: Path) -> LedgerStore:
    """The ledger at `path`; LedgerError where there is none, so that asking never makes an empty one."""
    from ebbline.api import utc_now
    from ebbline.ledger import LedgerStore

    check_existing(path)
    return LedgerStore(path, clock=utc_now, must_exist=True)


def check_existing(path: Path) -> None:
    """Raises LedgerError where there is no ledger to ask."""
    if not path.exists():
        raise LedgerError(str(path), "no ledger there", f"make one with: ebbline read FOLDER --ledger {path}")


def check_named(argument: str, names: Sequence[str]) -> None:
    """Raises UsageError for an empty or blank name: as a path it would stand for the whole working folder."""
    if any(not name.strip() for name in names):
        raise UsageError(argument, "an empty name", "name a file, a folder or an address; `.` is this folder")
