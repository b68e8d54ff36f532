"""`ebbline figure`: the ledger's claims as a figure for print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption, open_existing
from ebbline.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from ebbline.picture.figures import Form


def figure_command(
    name: Annotated[str, typer.Argument(metavar="FIGURE", help="timeline, strength or control.")],
    output: Annotated[Path, typer.Option(metavar="FILE", help="Where to: a .png, .svg or .pdf.")],
    ledger: LedgerOption = LEDGER_DEFAULT,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Only what is about this actor.")] = None,
) -> None:
    """Draw claims over time, strength or control for print, with a caption that says what was left out."""
    from ebbline.cli.files import output as open_output
    from ebbline.privacy import Mask

    try:
        from ebbline.picture.figures import figure, render
    except ImportError as error:
        if error.name and error.name.split(".")[0] == "ebbline":
            raise
        raise MissingExtraError("ebbline figure", "figures") from error

    form = _form(output)
    with open_existing(ledger) as store:
        made = figure(name, store, mask=Mask.of(store.persons()), actor=actor, ledger=ledger.name)
    with open_output(output, binary=True) as out:
        out.write(render(made, form))
    typer.echo(f"{output}: {made.caption}")


def _form(output: Path) -> Form:
    from ebbline.picture.figures import FORMS

    for form in FORMS:
        if output.suffix.casefold() == f".{form}":
            return form
    ends = ", ".join(f".{form}" for form in FORMS)
    raise UsageError("--output", f"{output.name!r} tells no format", f"let the name end in one of: {ends}")
