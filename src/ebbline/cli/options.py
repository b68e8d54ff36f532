"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebbline.config import DEFAULT_LEDGER
from ebbline.errors import LedgerError

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore

LedgerOption = Annotated[Path, typer.Option("--ledger", metavar="FILE", help="The ledger to use.")]
LEDGER_DEFAULT = Path(DEFAULT_LEDGER)


def open_existing(path: Path) -> LedgerStore:
    """The ledger at `path`; LedgerError where there is none, so that asking never makes an empty one."""
    from ebbline.api import utc_now
    from ebbline.ledger import LedgerStore

    if not path.exists():
        raise LedgerError(str(path), "no ledger there", f"make one with: ebbline read FOLDER --ledger {path}")
    return LedgerStore(path, clock=utc_now)
