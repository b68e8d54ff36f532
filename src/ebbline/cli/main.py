"""The `ebbline` program: its commands and what its exit status means."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ebbline.cli.actors import actors_command
from ebbline.cli.batch import batch_command
from ebbline.cli.brief import brief_command
from ebbline.cli.claims import claims_command
from ebbline.cli.explain import explain_command
from ebbline.cli.export import export_command
from ebbline.cli.figure import figure_command
from ebbline.cli.gazetteer import gazetteer_app
from ebbline.cli.merge import merge_command
from ebbline.cli.picture import picture_command
from ebbline.cli.places import places_command
from ebbline.cli.read import read_command
from ebbline.cli.reports import reports_command
from ebbline.cli.serve import serve_command
from ebbline.cli.terminal import OutputError, ReaderLeftError, drop_standard_output, guard_standard_output, say
from ebbline.cli.times import times_command
from ebbline.cli.verify import verify_command
from ebbline.cli.withdraw import withdraw_command
from ebbline.errors import EbblineError, UsageError

EXIT_ALL, EXIT_SOME, EXIT_USAGE, EXIT_STOPPED = 0, 1, 2, 130

app = typer.Typer(
    name="ebbline",
    help="Read reports of armed conflict into a cited ledger of what they claim.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("read")(read_command)
app.command("claims")(claims_command)
app.command("explain")(explain_command)
app.command("brief")(brief_command)
app.command("picture")(picture_command)
app.command("figure")(figure_command)
app.command("export")(export_command)
app.command("reports")(reports_command)
app.command("verify")(verify_command)
app.command("merge")(merge_command)
app.command("batch")(batch_command)
app.command("withdraw")(withdraw_command)
app.command("serve")(serve_command)
app.command("places")(places_command)
app.command("times")(times_command)
app.command("actors")(actors_command)
app.add_typer(gazetteer_app, name="gazetteer")


def _show_version(wanted: bool) -> None:
    if wanted:
        from ebbline.config import VERSION

        typer.echo(f"ebbline {VERSION}")
        raise typer.Exit


@app.callback()
def _all_commands(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Read reports of armed conflict into a cited ledger of what they claim."""


def run() -> None:
    """Run the command line; the exit status is 0 all done, 1 some not, 2 wrong usage, 130 stopped by the user."""
    guard_standard_output()
    try:
        status = _run()
        sys.stdout.flush()
    except ReaderLeftError:
        # The reader of our output left (`| head`): nothing more to say, and nothing went wrong.
        drop_standard_output()
        status = EXIT_ALL
    except OutputError as error:
        drop_standard_output()
        say(f"ebbline: {error}")
        status = EXIT_SOME
    sys.exit(status)


def _run() -> int | str | None:
    try:
        app(standalone_mode=True)
    except SystemExit as leaving:
        return leaving.code
    except UsageError as error:
        say(f"ebbline: {error}")
        return EXIT_USAGE
    except OutputError:
        raise
    except EbblineError as error:
        say(f"ebbline: {error}")
        return EXIT_SOME
    except KeyboardInterrupt:
        return EXIT_STOPPED
    return EXIT_ALL
