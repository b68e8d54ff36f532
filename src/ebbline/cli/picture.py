"""`ebbline picture`: the ledger as one self-contained HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption
from ebbline.cli.terminal import shown


def picture_command(
    ledger: LedgerOption = LEDGER_DEFAULT,
    output: Annotated[Path, typer.Option(metavar="FILE", help="The page to write.")] = Path("picture.html"),
    title: Annotated[str, typer.Option(help="The page's heading.")] = "What the reports claim",
    names: Annotated[bool, typer.Option("--names", help="Show private persons' names; the ledger logs it.")] = False,
) -> None:
    """Write one HTML page with map, timeline, strength, causes and every claim; it needs no network and no server."""
    from ebbline.api import utc_now
    from ebbline.cli.files import check_output
    from ebbline.cli.files import output as open_output
    from ebbline.cli.names import reading
    from ebbline.picture.page import picture_page

    check_output(output, keep=[ledger])
    with reading(ledger, command="picture", names=names, detail={"output": str(output)}) as (store, mask):
        page = picture_page(store, mask=mask, title=title, generated_at=utc_now(), ledger=ledger.name)
    with open_output(output, keep=[ledger]) as out:
        out.write(page)
    typer.echo(
        shown(f"{output}: {len(page.encode()) / 1e6:.1f} MB, open it in a browser")
        + (" (private names shown)" if names else "")
    )
