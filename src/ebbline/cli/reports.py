"""`ebbline reports`: what the ledger holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption
from ebbline.cli.terminal import shown

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask
    from ebbline.records import Report


def reports_command(
    ledger: LedgerOption = LEDGER_DEFAULT,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    names: Annotated[bool, typer.Option("--names", help="Show private persons' names; the ledger logs it.")] = False,
) -> None:
    """List the reports: id, date, language, outlet, name and title, copies of one story together."""
    from ebbline.cli.names import reading

    with reading(ledger, command="reports", names=names) as (store, mask):
        for report in store.reports():
            row = _row(report, store, mask)
            typer.echo(json.dumps(row, ensure_ascii=False) if as_json else _line(row))


def _row(report: Report, store: LedgerStore, mask: Mask) -> dict[str, Any]:
    interval = report.published.interval if report.published else None
    labels = mask.report(report)
    return {
        "report_id": report.report_id,
        "report": labels.name,
        "title": labels.title,
        "outlet": labels.outlet,
        "published": interval and {"from": interval.start.isoformat(), "to": interval.end.isoformat()},
        "published_how": report.published and report.published.how,
        "language": report.language,
        "story_id": store.story_of(report.report_id),
        "unread": report.unread,
    }


def _line(row: dict[str, Any]) -> str:
    when = row["published"]
    dated = (
        "undated" if when is None else when["from"] if when["from"] == when["to"] else f"{when['from']}..{when['to']}"
    )
    parts = (row["report_id"], row["story_id"], f"{dated:22}", row["language"], row["report"], row["title"] or "")
    return shown("  ".join(part for part in parts if part) + (f"  [{row['unread']}]" if row["unread"] else ""))
