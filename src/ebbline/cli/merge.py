"""`ebbline merge`: what a batch wrote, and other ledgers, into a ledger."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption, check_named
from ebbline.cli.terminal import shown

if TYPE_CHECKING:
    from ebbline.batch import Tally


def merge_command(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Parquet files of `ebbline batch`, folders of them, other ledgers."),
    ],
    ledger: LedgerOption = LEDGER_DEFAULT,
    apply_withdrawals: Annotated[
        bool, typer.Option("--apply-withdrawals", help="Withdraw here too what a source has withdrawn.")
    ] = False,
) -> None:
    """Bring readings made elsewhere into the ledger; merging again changes nothing, what was withdrawn stays out."""
    from ebbline.api import utc_now
    from ebbline.batch import Tally, merge
    from ebbline.cli.known_names import KnownNames
    from ebbline.cli.read import PlainVoice, problem_lines, summary_lines
    from ebbline.ledger import LedgerStore
    from ebbline.pipeline import Summary

    check_named("SOURCE", sources)
    started = time.perf_counter()
    summary, tally, voice = Summary(), Tally(), PlainVoice()
    with LedgerStore(ledger, clock=utc_now) as store:
        run_id, names = store.begin_run("merge " + " ".join(sources)), KnownNames(store)
        try:
            for outcome in merge(list(map(Path, sources)), store, tally=tally, apply_withdrawals=apply_withdrawals):
                summary.add(outcome)
                names.learn(outcome)
                voice.outcome(names.masked(outcome) if problem_lines(outcome) else outcome)
        except KeyboardInterrupt:
            store.end_run(run_id, {**dict(summary.statuses), "stopped": True})
            voice.note("stopped; what was merged is kept, the same command goes on from here")
            raise typer.Exit(130) from None
        store.end_run(run_id, dict(summary.statuses))
        first, *rest = summary_lines(summary, store, ledger, time.perf_counter() - started)
    for line in (first.replace(" read", " merged", 1), *_others(tally), *rest):
        print(shown(line))
    if summary.statuses["failed"] or summary.statuses["kept"]:
        raise typer.Exit(1)


def _others(tally: Tally) -> list[str]:
    counts = {
        "judgements": tally.judgements,
        "reviews": tally.reviews,
        "withdrawals": tally.withdrawals,
        "log entries": tally.logged,
    }
    parts = [f"{count:,} {name if count != 1 else _SINGULAR[name]}" for name, count in counts.items() if count]
    return [f"also: {', '.join(parts)}"] if parts else []


_SINGULAR = {"judgements": "judgement", "reviews": "review", "withdrawals": "withdrawal", "log entries": "log entry"}
