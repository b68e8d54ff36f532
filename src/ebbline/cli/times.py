"""`ebbline times`: which expressions of time a text has, what days each means and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebbline.cli.brief import day
from ebbline.cli.terminal import printable

if TYPE_CHECKING:
    from ebbline.times.trace import TimeTrace


def times_command(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words, a file's name, or - for standard input.")],
    date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The report's date; else what the text tells of it.")
    ] = None,
    model: Annotated[bool, typer.Option(help="Read with the language model.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for machines.")] = False,
) -> None:
    """Show the expressions of time in a text, the days they mean, and why."""
    from dataclasses import replace

    from ebbline.cli.texts import document_of
    from ebbline.ingest.dating import infer_published
    from ebbline.times.trace import trace_times

    document = document_of(text, day("--date", date), model=model)
    if document.report.published is None:
        told = infer_published(document.report.text)
        document = replace(document, report=replace(document.report, published=told))
    published, traces = document.report.published, trace_times(document)
    if as_json:
        written = None
        if published is not None:
            days = published.interval
            written = {"from": str(days.start), "to": str(days.end), "how": published.how, "words": published.words}
        typer.echo(
            json.dumps({"published": written, "times": [_record(trace) for trace in traces]}, ensure_ascii=False)
        )
        return
    if published is None:
        typer.echo("the report's date: not known (give it with --date)")
    else:
        words = f", {printable(published.words)!r}" if published.words else ""
        typer.echo(
            f"the report's date: {_span(published.interval.start, published.interval.end)} ({published.how}{words})"
        )
    for trace in traces:
        _show(trace)
    if not traces:
        typer.echo("no expression of time")


def _span(start: object, end: object) -> str:
    return f"{start}" if start == end else f"{start} to {end}"


def _show(trace: TimeTrace) -> None:
    days = _span(trace.start, trace.end) if trace.start else "open" if trace.kind in ("date", "time") else trace.kind
    precision = f", {trace.precision}" if trace.start else ""
    typer.echo(f"\n{printable(trace.words)}\n  {days}{precision}")
    typer.echo(f"  rule: {trace.rule} ({trace.family}); {printable(trace.why)}")
    for candidate in trace.candidates:
        mark = "*" if candidate.chosen else " "
        away = f"{candidate.away_days:+} days"
        typer.echo(f"  {mark} {_span(candidate.start, candidate.end):24} {away:>12}  {candidate.why}")


def _record(trace: TimeTrace) -> dict[str, Any]:
    return {
        "span": [trace.span.start, trace.span.end],
        "words": trace.words,
        "kind": trace.kind,
        "start": str(trace.start) if trace.start else None,
        "end": str(trace.end) if trace.end else None,
        "precision": trace.precision,
        "rule": trace.rule,
        "family": trace.family,
        "why": trace.why,
        "candidates": [
            {"start": str(c.start), "end": str(c.end), "away_days": c.away_days, "why": c.why, "chosen": c.chosen}
            for c in trace.candidates
        ],
    }
