"""`ebbline brief`: what the reports claim, by subject, every line with its citation."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption
from ebbline.cli.terminal import say
from ebbline.errors import UsageError


def brief_command(
    ledger: LedgerOption = LEDGER_DEFAULT,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Only what is about this actor.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Only what is at this place.")] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day, 2015-06-16.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="To this day, included.")] = None,
    format_name: Annotated[str, typer.Option("--format", metavar="FORMAT", help="md (Markdown) or html.")] = "md",
    names: Annotated[bool, typer.Option("--names", help="Show private people's names; the ledger logs it.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
) -> None:
    """Write a brief of all claims, or of an actor, a place or some days."""
    from ebbline.cli.files import check_output
    from ebbline.cli.files import output as open_output
    from ebbline.cli.names import reading
    from ebbline.picture.brief import brief, to_html, to_markdown

    forms = {"md": to_markdown, "html": to_html}
    if format_name not in forms:
        raise UsageError("--format", f"there is no format {format_name!r}", f"choose one of: {', '.join(forms)}")
    first, last = day("--from", start), day("--to", end)
    if first and last and last < first:
        raise UsageError("--from, --to", f"{last} is before {first}", "put the earlier day at --from")
    check_output(output, keep=[ledger])
    detail = {"actor": actor, "place": place}
    with reading(ledger, command="brief", names=names, detail=detail) as (store, mask):
        made = brief(store, mask=mask, actor=actor, place=place, start=first, end=last)
        page = forms[format_name](made)
    for note in made.taken:
        say(note)
    with open_output(output, keep=[ledger]) as out:
        out.write(page)
    if output is not None:
        say(f"brief of {len(made.citations):,} citations written to {output}")


def day(option: str, words: str | None) -> dt.date | None:
    """The day an option names; UsageError for words that are none."""
    if words is None:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError as error:
        raise UsageError(option, f"{words!r} is no date", "write it as 2015-06-16") from error
