"""`ebbline picture`: the ledger as one self-contained HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebbline.cli.names import mask_for
from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption, open_existing
from ebbline.errors import UsageError


def picture_command(
    ledger: LedgerOption = LEDGER_DEFAULT,
    output: Annotated[Path, typer.Option(metavar="FILE", help="The page to write.")] = Path("picture.html"),
    title: Annotated[str, typer.Option(help="The page's heading.")] = "What the reports claim",
    names: Annotated[bool, typer.Option("--names", help="Show private persons' names; the ledger logs it.")] = False,
) -> None:
    """Write one HTML page with map, timeline, strength, causes and every claim; it needs no network and no server."""
    from ebbline.api import utc_now
    from ebbline.picture.page import picture_page

    with open_existing(ledger) as store:
        mask = mask_for(store, names=names, command="picture", detail={"output": str(output)})
        page = picture_page(store, mask=mask, title=title, generated_at=utc_now(), ledger=ledger.name)
    try:
        output.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or "cannot be written"
        raise UsageError(str(output), reason.lower(), "name another file with --output") from error
    typer.echo(
        f"{output}: {len(page.encode()) / 1e6:.1f} MB, open it in a browser"
        + (" (private names shown)" if names else "")
    )
