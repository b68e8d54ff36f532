"""`ebbline serve`: the ledger in a browser, on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption
from ebbline.cli.terminal import shown
from ebbline.errors import MissingExtraError


def serve_command(
    ledger: LedgerOption = LEDGER_DEFAULT,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 takes any free port.")] = 8765,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Another address to answer at; others may reach it.")
    ] = "127.0.0.1",
) -> None:
    """Show the picture, briefs and a JSON API of the ledger at a local address; only reads, names stay masked."""
    from ebbline.api import utc_now

    try:
        from ebbline.web.server import is_loopback, serve
    except ImportError as error:
        if error.name and error.name.split(".")[0] == "ebbline":
            raise
        raise MissingExtraError("ebbline serve", "serve") from error

    if not is_loopback(host):
        typer.echo(
            f"ebbline: warning: whoever reaches {host} can read this ledger's claims, without a password and "
            "unencrypted; private names stay masked, places do not",
            err=True,
        )

    def announce(address: str) -> None:
        typer.echo(shown(f"{ledger} at {address} · stop with Ctrl-C"))

    serve(ledger, host=host, port=port, clock=utc_now, announce=announce)
    typer.echo("stopped")
