"""`ebbline explain`: why a claim says what it says, its sentence with the words marked and every field's rule."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption
from ebbline.errors import UsageError

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.picture.explanation import Explanation, MarkedSentence
    from ebbline.picture.explanation_text import Draw
    from ebbline.privacy import Mask
    from ebbline.records import Claim


def explain_command(
    claims: Annotated[
        list[str] | None, typer.Argument(metavar="[CLAIM]...", help="A claim's id, or as much of it as no other has.")
    ] = None,
    ledger: LedgerOption = LEDGER_DEFAULT,
    report: Annotated[
        str | None, typer.Option(metavar="NAME", help="All claims of a report, by its id or name.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    names: Annotated[bool, typer.Option("--names", help="Show private people's names; the ledger logs it.")] = False,
) -> None:
    """Draw a claim's sentence with the words marked, and say for each coded field which rule decided it."""
    from ebbline.cli.names import reading

    if not claims and report is None:
        raise UsageError("CLAIM", "no claim is named", "give an id as `ebbline claims` shows it, or --report NAME")
    with reading(ledger, command="explain", names=names) as (store, mask):
        wanted = _wanted(store, claims or (), report)
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # a sign this terminal lacks is no reason to stop
        first = True
        for explanation in _explained(store, mask, wanted):
            if as_json:
                print(json.dumps(explanation.to_json(), ensure_ascii=not _utf8(), default=str))
                continue
            if not first:
                print()
            print("\n".join(_lines(explanation)))
            first = False
    if not wanted and report is not None:
        from ebbline.cli.terminal import say

        say(f"{report}: nothing was claimed in this report, or nothing was found")


def _wanted(store: LedgerStore, asked: Sequence[str], report: str | None) -> list[Claim]:
    from ebbline.cli.claims import report_named
    from ebbline.ledger import ClaimQuery
    from ebbline.picture.explaining import claim_begun

    found = {claim.claim_id: claim for claim in (claim_begun(store, item) for item in asked)}
    if report is not None:
        of_report = store.claims(ClaimQuery(report_id=report_named(store, report)))
        found |= {claim.claim_id: claim for claim in of_report}
    return list(found.values())


def _explained(store: LedgerStore, mask: Mask, claims: Sequence[Claim]) -> Iterator[Explanation]:
    from ebbline.picture.explaining import Explainer

    explainer: tuple[str, Explainer] | None = None
    for claim in claims:
        if explainer is None or explainer[0] != claim.report_id:
            explainer = (claim.report_id, Explainer.of(store, mask, claim.report_id))
        yield explainer[1].explain(claim)


def _lines(explanation: Explanation) -> list[str]:
    from ebbline.cli.claims import styles
    from ebbline.picture.explanation_text import marked_lines, to_lines

    width = shutil.get_terminal_size((100, 24)).columns
    draw: Draw = _coloured if styles() else marked_lines
    return to_lines(explanation, width, draw=draw)


_COLOURS = {
    "evidence": "underline",
    "actor": "bold green",
    "target": "bold red",
    "supporter": "bold cyan",
    "holder before": "bold red",
    "holder after": "bold green",
    "besieger": "bold red",
    "place": "bold blue",
    "time": "bold magenta",
    "speaker": "italic cyan",
    "cause": "bold red",
    "effect": "bold blue",
}
_OTHER = "bold yellow"


def _coloured(sentence: MarkedSentence, width: int) -> list[str]:
    """A sentence with its words in colours, and a line that says which is which."""
    from rich.console import Console
    from rich.text import Text

    from ebbline.picture.drawing import lines_of, one_line

    console = Console(highlight=False, width=width)
    whole = Text(one_line(sentence.text))
    legend = Text()
    for mark in sorted(sentence.marks, key=lambda m: (m.what != "evidence", m.start)):
        style = _COLOURS.get(mark.what, _OTHER)
        whole.stylize(style, mark.start, mark.end)
        if mark.what not in legend.plain.split(" · "):
            legend.append(" · " if legend.plain else "").append(mark.what, style)
    parts = [whole[start:end] for start, end in lines_of(whole.plain, width)]
    with console.capture() as capture:
        for part in (*parts, *([legend] if legend.plain else [])):
            console.print(part, soft_wrap=True)
    return capture.get().rstrip("\n").split("\n")


def _utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
