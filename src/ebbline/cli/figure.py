"""`ebbline figure`: the ledger's claims as a figure for print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption
from ebbline.cli.terminal import say, shown
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
    from ebbline.cli.files import check_output
    from ebbline.cli.files import output as open_output
    from ebbline.cli.names import reading

    try:
        from ebbline.picture.figures import figure, render
    except ImportError as error:
        if error.name and error.name.split(".")[0] == "ebbline":
            raise
        raise MissingExtraError("ebbline figure", "figures") from error

    form = _form(output)
    check_output(output, keep=[ledger])
    with reading(ledger, command="figure") as (store, mask):
        made = figure(name, store, mask=mask, actor=actor, ledger=ledger.name)
    with open_output(output, keep=[ledger], binary=True) as out:
        out.write(render(made, form))
    if made.taken:
        say(made.taken)
    typer.echo(shown(f"{output}: {made.caption}"))


def _form(output: Path) -> Form:
    from ebbline.picture.figures import FORMS

    for form in FORMS:
        if output.suffix.casefold() == f".{form}":
            return form
    ends = ", ".join(f".{form}" for form in FORMS)
    raise UsageError("--output", f"{output.name!r} tells no format", f"let the name end in one of: {ends}")
