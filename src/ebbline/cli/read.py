"""`ebbline read`: reports into the ledger."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption
from ebbline.errors import UsageError

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.pipeline import Outcome, Summary


def read_command(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, folders, feeds, web archives or http(s) addresses."),
    ],
    ledger: LedgerOption = LEDGER_DEFAULT,
    keep_empty: Annotated[bool, typer.Option(help="Keep pages without an article too.")] = False,
    allow_private: Annotated[bool, typer.Option(help="Allow addresses on private and loopback networks.")] = False,
    offline: Annotated[bool, typer.Option(help="Refuse to fetch anything.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that code reports.")] = 1,
    coder: Annotated[str, typer.Option(help="Which coder reads: lexicon, or keyword (the naive rival).")] = "lexicon",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for machines.")] = False,
) -> None:
    """Read reports into the ledger; reading again changes nothing, and an interrupted run goes on where it stopped."""
    from ebbline.api import utc_now
    from ebbline.ingest import IngestOptions
    from ebbline.ledger import LedgerStore
    from ebbline.pipeline import CODERS, Summary, fetcher_for, read

    if coder not in CODERS:
        raise UsageError("--coder", f"there is no coder {coder!r}", f"choose one of: {', '.join(sorted(CODERS))}")
    started = time.perf_counter()
    # A report is read in some ten thousand small objects without cycles. Looking for cycles less often takes 3-10 %
    # off the time of 1,000 reports and adds 1 MB.
    gc.set_threshold(50_000, 20, 20)
    summary = Summary()
    options = IngestOptions(keep_empty=keep_empty, allow_private=allow_private, offline=offline)
    with LedgerStore(ledger, clock=utc_now) as store, _voice(as_json) as voice:
        run_id = store.begin_run("read " + " ".join(inputs))
        try:
            fetcher = fetcher_for(inputs, options, clock=utc_now, warn=voice.note)
            outcomes = read(
                inputs, store, coder=coder, options=options, clock=utc_now, fetcher=fetcher, workers=workers
            )
            for outcome in outcomes:
                summary.add(outcome)
                voice.outcome(outcome)
        except KeyboardInterrupt:
            store.end_run(run_id, {**dict(summary.statuses), "stopped": True})
            voice.note("stopped; what was read is kept, the same command goes on from here")
            raise typer.Exit(130) from None
        store.end_run(run_id, dict(summary.statuses))
        voice.summary(summary, store, ledger, time.perf_counter() - started)
    if summary.statuses["failed"] or summary.statuses["kept"]:
        raise typer.Exit(1)


class Voice(Protocol):
    """How a run is told: to a person or to a machine."""

    def outcome(self, outcome: Outcome) -> None:
        """Tell what became of one input."""

    def note(self, words: str) -> None:
        """Tell something about the run."""

    def summary(self, summary: Summary, store: LedgerStore, ledger: Path, seconds: float) -> None:
        """Tell the counts."""


@contextmanager
def _voice(as_json: bool) -> Iterator[Voice]:
    if as_json:
        yield JsonVoice()
    elif sys.stderr.isatty():
        from ebbline.cli.progress import progress_voice

        with progress_voice() as voice:
            yield voice
    else:
        yield PlainVoice()


class PlainVoice:
    """Problems as they come on standard error, the counts at the end on standard output."""

    def outcome(self, outcome: Outcome) -> None:
        """A line for whatever was not read in full; silence for the rest."""
        for line in problem_lines(outcome):
            self.note(line)

    def note(self, words: str) -> None:
        """One line on standard error."""
        print(words, file=sys.stderr, flush=True)

    def summary(self, summary: Summary, store: LedgerStore, ledger: Path, seconds: float) -> None:
        """The three or four lines a person checks."""
        for line in summary_lines(summary, store, ledger, seconds):
            print(line)


class JsonVoice:
    """One JSON object a line on standard output: each outcome, then the summary."""

    def outcome(self, outcome: Outcome) -> None:
        """The outcome as an object."""
        self._say(outcome_json(outcome))

    def note(self, words: str) -> None:
        """A note as an object."""
        self._say({"note": words})

    def summary(self, summary: Summary, store: LedgerStore, ledger: Path, seconds: float) -> None:
        """The counts as an object."""
        self._say(
            {
                "summary": dict(summary.statuses),
                "claims": dict(summary.kinds),
                "speakers": len(summary.speakers),
                "anonymous_speakers": sum(anonymous for _, anonymous in summary.speakers),
                "copies": copies_among(summary.report_ids, store),
                "not_about_conflict": summary.not_relevant,
                "undated": summary.undated,
                "left_open": dict(summary.left_open),
                "ledger": str(ledger),
                "seconds": round(seconds, 2),
            }
        )

    def _say(self, what: dict[str, Any]) -> None:
        print(json.dumps(what, ensure_ascii=False), flush=True)


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """An outcome for machines; `problem` holds what happened and what to do."""
    out: dict[str, Any] = {"report": outcome.name, "status": outcome.status}
    if outcome.report is not None:
        out["report_id"] = outcome.report.report_id
    if outcome.reading is not None:
        out["claims"] = len(outcome.reading.claims)
    if outcome.problem is not None:
        out["problem"] = {"what": outcome.problem.what, "do": outcome.problem.cure}
    if outcome.notes:
        out["notes"] = list(outcome.notes)
    return out


def problem_lines(outcome: Outcome) -> list[str]:
    """What a person should know of an input that was not read in full, one line each."""
    if outcome.problem is not None:
        return [str(outcome.problem)]
    if outcome.status == "kept":
        return [f"{outcome.name}: kept, not read: {'; '.join(outcome.notes) or 'no text in it'}"]
    if outcome.status == "withdrawn":
        return [f"{outcome.name}: withdrawn earlier; it stays out of the ledger"]
    return [f"{outcome.name}: {note}" for note in outcome.notes]


def copies_among(report_ids: list[str], store: LedgerStore) -> int:
    """How many of the reports share their story with another report of the ledger."""
    sizes = {story: len(members) for story, members in store.stories().items()}
    return sum(sizes.get(store.story_of(report_id), 1) > 1 for report_id in report_ids)


def summary_lines(summary: Summary, store: LedgerStore, ledger: Path, seconds: float) -> list[str]:
    """The counts in words a person can check, what was left open, and the next step."""
    read = summary.statuses["read"]
    if not read:
        return [_nothing_new(summary), f"ledger: {ledger} ({seconds:.1f} s)"]
    copies = copies_among(summary.report_ids, store)
    remarks = [
        f"{copies} copies of one story" if copies else "",
        f"{summary.not_relevant} not about conflict" if summary.not_relevant else "",
        f"{summary.undated} undated" if summary.undated else "",
        f"{summary.statuses['known']} known already" if summary.statuses["known"] else "",
        f"{summary.statuses['kept']} kept unread" if summary.statuses["kept"] else "",
        f"{summary.statuses['failed']} not readable" if summary.statuses["failed"] else "",
    ]
    found = ", ".join(remark for remark in remarks if remark)
    kinds = summary.kinds
    anonymous = sum(is_anonymous for _, is_anonymous in summary.speakers)
    lines = [
        f"{_count(read, 'report')} read" + (f": {found}" if found else ""),
        f"{_count(kinds.total(), 'claim')}: {_count(kinds['event'], 'event')} · {kinds['control']} control · "
        f"{kinds['strength']} strength · {_count(kinds['cause'], 'cause')}, "
        f"by {_count(len(summary.speakers), 'speaker')} ({anonymous} anonymous)",
    ]
    open_words = _left_open(summary)
    lines.append(f"{open_words}ledger: {ledger} ({seconds:.1f} s)")
    where = "" if ledger == LEDGER_DEFAULT else f" --ledger {ledger}"
    lines.append(f"next: ebbline brief{where} · ebbline claims{where} · ebbline picture{where}")
    return lines


def _nothing_new(summary: Summary) -> str:
    known, failed, kept = (summary.statuses[name] for name in ("known", "failed", "kept"))
    parts = [f"{known} known already"] if known else []
    parts += [f"{kept} kept unread"] if kept else []
    parts += [f"{failed} not readable"] if failed else []
    return "no new reports" + (f": {', '.join(parts)}" if parts else "")


def _left_open(summary: Summary) -> str:
    words = {"place": "place", "actor": "group new to the registry", "time": "time expression"}
    plural = {"place": "places", "actor": "groups new to the registry", "time": "time expressions"}
    parts = [
        f"{count} {words[what] if count == 1 else plural[what]}"
        for what, count in sorted(summary.left_open.items(), key=lambda item: list(words).index(item[0]))
    ]
    return f"left open: {', '.join(parts)}            " if parts else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
