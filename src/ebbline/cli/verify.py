"""`ebbline verify`: whether the ledger still holds what was put into it."""

from __future__ import annotations

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption, open_existing


def verify_command(ledger: LedgerOption = LEDGER_DEFAULT) -> None:
    """Hash everything stored again and say what no longer fits; exit status 1 if anything does not."""
    with open_existing(ledger) as store:
        damaged = 0
        for damage in store.verify():
            damaged += 1
            typer.echo(f"damaged: {damage}", err=True)
        if damaged:
            typer.echo(f"{ledger}: {damaged} damaged; restore it from a copy, or read the inputs into a new ledger")
            raise typer.Exit(1)
        typer.echo(f"{ledger}: every hash fits")
