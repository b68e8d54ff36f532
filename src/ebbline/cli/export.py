"""`ebbline export`: the ledger's claims in a format of the field."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption
from ebbline.cli.terminal import say
from ebbline.errors import UsageError

if TYPE_CHECKING:
    from ebbline.export import Profile, Tally


def export_command(
    ledger: LedgerOption = LEDGER_DEFAULT,
    format_name: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="claims (JSON Lines), csv, geojson or parquet.")
    ] = "claims",
    profile: Annotated[
        str, typer.Option(metavar="PROFILE", help="working (all places) or public (holds back what could hurt).")
    ] = "working",
    names: Annotated[bool, typer.Option("--names", help="Show private people's names; the ledger logs it.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
) -> None:
    """Write every claim with its sentence, its speaker and its report; private names stay out."""
    from ebbline.api import utc_now
    from ebbline.cli.files import check_output
    from ebbline.cli.files import output as open_output
    from ebbline.cli.names import reading
    from ebbline.export import FORMATS

    chosen_profile = _profile(profile)
    chosen = FORMATS.get(format_name)
    if chosen is None:
        raise UsageError("--format", f"there is no format {format_name!r}", f"choose one of: {', '.join(FORMATS)}")
    if names and chosen_profile == "public":
        raise UsageError("--names", "the public profile never shows private names", "leave out one of the two")
    detail = {"format": format_name, "profile": profile}
    check_output(output, keep=[ledger])
    with (
        reading(ledger, command="export", names=names, detail=detail) as (store, mask),
        open_output(output, keep=[ledger], binary=chosen.binary) as out,
    ):
        tally = chosen.write(store, out, mask=mask, profile=chosen_profile, now=utc_now())
    for line in _remarks(tally, chosen_profile, output):
        say(line)


def _profile(name: str) -> Profile:
    from ebbline.export import PROFILES

    for profile in PROFILES:
        if profile == name:
            return profile
    raise UsageError("--profile", f"there is no profile {name!r}", f"choose one of: {', '.join(PROFILES)}")


def _remarks(tally: Tally, profile: Profile, output: Path | None) -> list[str]:
    """What a person should know; on a pipe silence means that all claims were written as they are."""
    lines = []
    if output is not None or profile == "public":
        lines.append(f"{tally.written:,} claims written" + (f" to {output}" if output else ""))
    if tally.held_back:
        lines.append(f"{tally.held_back:,} held back: less than 14 days old, or nothing tells how old")
    if tally.coarsened:
        lines.append(
            f"{tally.coarsened:,} shown by district, without their words: positions, medical places, camps, aid"
        )
    return lines
