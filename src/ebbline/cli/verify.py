"""`ebbline verify`: whether the ledger still holds what was put into it."""

from __future__ import annotations

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption, check_existing
from ebbline.cli.terminal import say, shown
from ebbline.errors import DamagedLedgerError

CURE = "restore it from a copy, or read the inputs into a new ledger"


def verify_command(ledger: LedgerOption = LEDGER_DEFAULT) -> None:
    """Hash everything stored again and say what no longer fits; exit status 1 if anything does not."""
    from ebbline.ledger.verification import verify

    check_existing(ledger)
    damaged = 0
    try:
        for damage in verify(ledger):
            damaged += 1
            say(f"damaged: {damage}")
    except DamagedLedgerError as error:
        # Too broken to be opened: there is nothing to list.
        raise DamagedLedgerError(error.which, error.what, CURE) from error
    if damaged:
        typer.echo(shown(f"{ledger}: {damaged:,} damaged; {CURE}"))
        raise typer.Exit(1)
    typer.echo(shown(f"{ledger}: every hash fits"))
