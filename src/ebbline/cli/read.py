"""`ebbline read`: reports into the ledger."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from ebbline.cli.options import LEDGER_DEFAULT, CoderOption, LedgerOption, check_named
from ebbline.cli.terminal import say, shown
from ebbline.config import DEFAULT_CODER
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
    coder: CoderOption = DEFAULT_CODER,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for machines.")] = False,
) -> None:
    """Read reports into the ledger; reading again changes nothing, and an interrupted run goes on where it stopped."""
    from ebbline.api import utc_now
    from ebbline.cli.known_names import KnownNames
    from ebbline.ingest import IngestOptions
    from ebbline.ingest.inputs import passed_over
    from ebbline.ledger import LedgerStore
    from ebbline.pipeline import CODERS, Summary, fetcher_for, read

    if coder not in CODERS:
        raise UsageError("--coder", f"there is no coder {coder!r}", f"choose one of: {', '.join(sorted(CODERS))}")
    check_named("INPUT", inputs)
    started = time.perf_counter()
    # A report is read in some ten thousand small objects without cycles. Looking for cycles less often takes 3-10 %
    # off the time of 1,000 reports and adds 1 MB.
    gc.set_threshold(50_000, 20, 20)
    summary = Summary()
    options = IngestOptions(keep_empty=keep_empty, allow_private=allow_private, offline=offline)
    with LedgerStore(ledger, clock=utc_now, late=True) as store, _voice(as_json) as voice:
        run, names = _Run(store, "read " + " ".join(inputs)), KnownNames(store, inputs)
        try:
            passed = passed_over(inputs)
            if passed:
                voice.note(passed_words(passed))
            fetcher = fetcher_for(inputs, options, clock=utc_now, warn=voice.note)
            outcomes = read(
                inputs, store, coder=coder, options=options, clock=utc_now, fetcher=fetcher, workers=workers
            )
            for outcome in outcomes:
                run.begin()
                summary.add(outcome)
                names.learn(outcome)
                voice.outcome(names.masked(outcome) if voice.names_all or problem_lines(outcome) else outcome)
        except KeyboardInterrupt:
            run.end({**dict(summary.statuses), "stopped": True})
            voice.note("stopped; what was read is kept, the same command goes on from here")
            raise typer.Exit(130) from None
        run.end(dict(summary.statuses))
        voice.summary(summary, store, ledger, time.perf_counter() - started)
    if summary.statuses["failed"] or summary.statuses["kept"]:
        raise typer.Exit(1)


class _Run:
    """A run noted in the ledger, once there is one: an input that cannot be read makes none."""

    def __init__(self, store: LedgerStore, command: str) -> None:
        self._store, self._command = store, command
        self._run_id: str | None = None
        self.begin()

    def begin(self) -> None:
        """Note that the run goes on, if it is not noted yet."""
        if self._run_id is None and self._store.is_open:
            self._run_id = self._store.begin_run(self._command)

    def end(self, summary: dict[str, Any]) -> None:
        """Note what it did."""
        if self._run_id is not None:
            self._store.end_run(self._run_id, summary)


def passed_words(passed: Counter[str]) -> str:
    """What a walk through folders left aside, most frequent kind first."""
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(passed.items(), key=lambda k: (-k[1], k[0])))
    files = "1 file of another kind" if passed.total() == 1 else f"{passed.total():,} files of other kinds"
    return f"passed over {files}: {kinds}"


class Voice(Protocol):
    """How a run is told: to a person or to a machine."""

    names_all: bool
    """Whether every outcome is named, not only those with a problem."""

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

    names_all = False

    def outcome(self, outcome: Outcome) -> None:
        """A line for whatever was not read in full; silence for the rest."""
        for line in problem_lines(outcome):
            self.note(line)

    def note(self, words: str) -> None:
        """One line on standard error."""
        say(words)

    def summary(self, summary: Summary, store: LedgerStore, ledger: Path, seconds: float) -> None:
        """The three or four lines a person checks."""
        for line in summary_lines(summary, store, ledger, seconds):
            print(shown(line))


class JsonVoice:
    """One JSON object a line on standard output: each outcome, then the summary."""

    names_all = True

    def outcome(self, outcome: Outcome) -> None:
        """The outcome as an object."""
        self._say(outcome_json(outcome))

    def note(self, words: str) -> None:
        """A note as an object."""
        self._say({"note": words})

    def summary(self, summary: Summary, store: LedgerStore, ledger: Path, seconds: float) -> None:
        """The counts as an object."""
        from ebbline.ledger.counting import anonymous

        self._say(
            {
                "summary": dict(summary.statuses),
                "claims": dict(summary.kinds),
                "speakers": len(summary.speakers),
                "anonymous_speakers": anonymous(summary.speakers),
                "copies": copies_among(summary.report_ids, store).total(),
                "not_about_conflict": summary.not_relevant,
                "undated": summary.undated,
                "left_open": dict(summary.left_open),
                "ledger": str(ledger),
                "seconds": round(seconds, 2),
            }
        )

    def _say(self, what: dict[str, Any]) -> None:
        print(_JSON.encode(what), flush=True)


_JSON = json.JSONEncoder(ensure_ascii=False)


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


def copies_among(report_ids: list[str], store: LedgerStore) -> Counter[str]:
    """The stories that several reports of the ledger carry, each with how many of these reports do."""
    if not report_ids:
        return Counter()
    sizes = {story: len(members) for story, members in store.stories().items()}
    return Counter(story for story in map(store.story_of, report_ids) if sizes.get(story, 1) > 1)


def copies_words(copies: Counter[str]) -> str:
    """The copies in words; empty for none. A lone copy is one of a story that the ledger had before."""
    number, stories = copies.total(), len(copies)
    if not number:
        return ""
    if number == stories:
        return f"{_count(number, 'copy')} of " + ("a story" if stories == 1 else "stories") + " already known"
    return f"{number:,} copies of " + ("one story" if stories == 1 else f"{stories:,} stories")


def summary_lines(summary: Summary, store: LedgerStore, ledger: Path, seconds: float) -> list[str]:
    """The counts in words a person can check, what was left open, and the next step."""
    read = summary.statuses["read"]
    if not read:
        return [_nothing_new(summary), f"ledger: {ledger} ({seconds:.1f} s)"]
    from ebbline.ledger.counting import anonymous

    remarks = [
        copies_words(copies_among(summary.report_ids, store)),
        f"{summary.not_relevant:,} not about conflict" if summary.not_relevant else "",
        f"{summary.undated:,} undated" if summary.undated else "",
        *_others(summary),
    ]
    found = ", ".join(remark for remark in remarks if remark)
    kinds = summary.kinds
    lines = [
        f"{_count(read, 'report')} read" + (f": {found}" if found else ""),
        f"{_count(kinds.total(), 'claim')}: {_count(kinds['event'], 'event')} · {kinds['control']:,} control · "
        f"{kinds['strength']:,} strength · {_count(kinds['cause'], 'cause')}, "
        f"by {_count(len(summary.speakers), 'speaker')} ({anonymous(summary.speakers):,} anonymous)",
    ]
    open_words = _left_open(summary)
    lines.append(f"{open_words}ledger: {ledger} ({seconds:.1f} s)")
    where = "" if ledger == LEDGER_DEFAULT else f" --ledger {ledger}"
    lines.append(f"next: ebbline brief{where} · ebbline claims{where} · ebbline picture{where}")
    return lines


def _nothing_new(summary: Summary) -> str:
    parts = _others(summary)
    return "no new reports" + (f": {', '.join(parts)}" if parts else "")


def _others(summary: Summary) -> list[str]:
    """What became of the inputs that were not read anew."""
    told = {"known": "known already", "kept": "kept unread", "failed": "not readable"}
    return [f"{summary.statuses[status]:,} {words}" for status, words in told.items() if summary.statuses[status]]


def _left_open(summary: Summary) -> str:
    words = {"place": "place", "actor": "group new to the registry", "time": "time expression"}
    plural = {"place": "places", "actor": "groups new to the registry", "time": "time expressions"}
    parts = [
        f"{count:,} {words[what] if count == 1 else plural[what]}"
        for what, count in sorted(summary.left_open.items(), key=lambda item: list(words).index(item[0]))
    ]
    return f"left open: {', '.join(parts)}            " if parts else ""


def _count(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
