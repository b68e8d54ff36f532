"""`ebbline withdraw`: destroy a report's bytes and words, leaving a tombstone."""

from __future__ import annotations

from typing import Annotated

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption, open_existing
from ebbline.cli.terminal import shown
from ebbline.errors import UsageError


def withdraw_command(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The report's id, as `ebbline reports` shows it.")],
    why: Annotated[str, typer.Option(help="The reason, kept with the tombstone.")],
    by: Annotated[str, typer.Option(help="Who asks for it, kept with the tombstone.")],
    ledger: LedgerOption = LEDGER_DEFAULT,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Destroy a report's bytes, text and claims for good; a tombstone stays, and reading it again is refused."""
    with open_existing(ledger) as store:
        # Withdrawn already, but perhaps still in the file because another program was reading it: finish that.
        if report not in {held.report_id for held in store.reports()} and store.withdrawn(report) is None:
            raise UsageError(report, "no such report in the ledger", "`ebbline reports` lists them")
        if not yes:
            typer.confirm(shown(f"Destroy {report} in {ledger}? This cannot be undone."), abort=True)
        store.withdraw(report, why, by)
        typer.echo(f"{shown(report)}: withdrawn; its bytes, text and claims are gone, a tombstone says why")
