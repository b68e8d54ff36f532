"""`ebbline claims`: search and filter, each claim with its sentence."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_args

import typer

from ebbline.cli.brief import day
from ebbline.cli.options import LEDGER_DEFAULT, LedgerOption
from ebbline.cli.terminal import printable, say
from ebbline.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from ebbline.ledger import ClaimQuery, LedgerStore
    from ebbline.picture.asked import Meant
    from ebbline.picture.quotation import Quote, Quoter
    from ebbline.privacy import Mask
    from ebbline.records import Claim, Report


def claims_command(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]...", help="Words that must all occur.")] = None,
    ledger: LedgerOption = LEDGER_DEFAULT,
    kind: Annotated[str | None, typer.Option(help="event, control, strength or cause.")] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Who acts, is acted on, helps or holds.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="Where.")] = None,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so, or for whom they speak.")] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day, 2015-06-16.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="To this day, included.")] = None,
    certainty: Annotated[str | None, typer.Option(help="asserted, possible, denied, planned, failed …")] = None,
    report: Annotated[str | None, typer.Option(metavar="ID", help="A report's id or name.")] = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="Show no more than this many; 0 shows all.")] = 20,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, as the claims export has it.")
    ] = False,
    names: Annotated[bool, typer.Option("--names", help="Show private people's names; the ledger logs it.")] = False,
) -> None:
    """List claims: what is claimed, who says so, how certain, and the sentence it was read from."""
    from ebbline.cli.names import reading
    from ebbline.ledger import ClaimQuery
    from ebbline.picture.asked import actor_meant, place_meant

    query = ClaimQuery(
        kind=_one_of("--kind", kind, _kinds()),
        speaker=speaker,
        start=day("--from", start),
        end=day("--to", end),
        certainty=_one_of("--certainty", certainty, _certainties()),
        text=" ".join(words) if words else None,
    )
    with reading(ledger, command="claims", names=names) as (store, mask):
        who = None if actor is None else actor_meant(store, mask, actor)
        where = None if place is None else place_meant(store, mask, place)
        for note in (meant.note for meant in (who, where) if meant is not None and meant.note):
            say(note)
        query = replace(
            query,
            actor=who.names if who else None,
            place=where.names if where else None,
            report_id=report_named(store, report),
        )
        voice = _json_voice if as_json else _rich_voice if styles() else _plain_voice
        shown = found = 0
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # a sign this terminal lacks is no reason to stop
        for line in voice(_found(store, query, mask, limit)):
            print(line)
            shown += 1
        found = _count(store, mask, query) if limit and shown >= limit else shown
        for line in _remarks(store, query, mask, shown, found, who, where):
            say(line)


class _Found(NamedTuple):
    """A masked claim with what its citation needs."""

    claim: Claim
    report: Report
    record: dict[str, Any]
    quotes: list[Quote]
    copies: int


def _found(store: LedgerStore, query: ClaimQuery, mask: Mask, limit: int) -> Iterator[_Found]:
    from ebbline.export.record import Row, page_of, record, source_of
    from ebbline.picture.asked import matching
    from ebbline.picture.quotation import Quoter

    copies = {story: len(members) for story, members in store.stories().items()}
    quoter: tuple[str, Quoter, Report] | None = None
    for claim, masked in matching(store, mask, replace(query, limit=limit or None)):
        if quoter is None or quoter[0] != claim.report_id:
            report = store.report(claim.report_id)
            quoter = (claim.report_id, Quoter(report, mask), report)
        _, sentences, report = quoter
        story = store.story_of(claim.report_id)
        row = Row(masked, source_of(report, mask, story), page_of(claim, report))
        yield _Found(masked, report, record(row), sentences.quotes(claim), copies.get(story, 1))


def _json_voice(found: Iterator[_Found]) -> Iterator[str]:
    for item in found:
        yield json.dumps(item.record, ensure_ascii=not _utf8())


def _plain_voice(found: Iterator[_Found]) -> Iterator[str]:
    for item in found:
        quotes = [_marked(quote, "«", "»") for quote in item.quotes]
        yield "\n".join(_lines(item, quotes)) + "\n"


def _rich_voice(found: Iterator[_Found]) -> Iterator[Text | str]:
    from rich.console import Console

    console = Console(highlight=False)
    for item in found:
        with console.capture() as capture:
            for text in _styled(item):
                console.print(text)
        yield capture.get()


def _styled(item: _Found) -> Iterator[Text]:
    from rich.text import Text

    head, who, *rest = _lines(item, [])
    yield Text(head, style="bold")
    yield Text(who)
    for quote in item.quotes:
        text = Text("  ")
        at = 0
        for start, end in quote.marks:
            text.append(printable(quote.text[at:start]), style="dim")
            text.append(printable(quote.text[start:end]), style="bold underline")
            at = end
        text.append(printable(quote.text[at:]), style="dim")
        yield text
    for line in rest:
        yield Text(line, style="dim")


def _lines(item: _Found, quotes: list[str]) -> list[str]:
    """What is claimed; who says so and how certain; the sentences; the citation."""
    from ebbline.picture import brief_wording as wording

    claim, record = item.claim, item.record
    parts = [wording.what(claim), wording.places_words(claim.places), wording.time_words(claim.time)]
    parts.append(wording.details(claim))
    status = wording.CERTAINTY_WORDS[claim.certainty] or "asserted"
    cited = [record["report"], ", ".join(f"{item.start}–{item.end}" for item in claim.evidence)]
    cited += [f"page {record['page']}"] if record["page"] else []
    cited += [f"{item.copies} reports carry this story" if item.copies > 1 else "1 story"]
    lines = [
        f"{claim.kind}: " + " · ".join(part for part in parts if part),
        f"  {status}, {wording.attribution(claim, record['outlet'])}",
        *(f"  {quote}" for quote in quotes),
        f"  [{'; '.join([*cited, claim.claim_id])}]",
    ]
    return [printable(line) for line in lines]


def _marked(quote: Quote, before: str, after: str) -> str:
    out, at = [], 0
    for start, end in quote.marks:
        out += [quote.text[at:start], before, quote.text[start:end], after]
        at = end
    return "".join([*out, quote.text[at:]])


def styles() -> bool:
    """Whether to write in bold: on a terminal, unless the environment asks for plain text (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _count(store: LedgerStore, mask: Mask, query: ClaimQuery) -> int:
    from ebbline.picture.asked import matching

    return sum(1 for _ in matching(store, mask, query))


def _remarks(
    store: LedgerStore, query: ClaimQuery, mask: Mask, shown: int, found: int, who: Meant | None, where: Meant | None
) -> Iterator[str]:
    if found > shown:
        yield f"{shown:,} of {found:,} claims; --limit 0 shows all"
    if shown:
        return
    yield "no claim fits"
    yield from _advice(store, query, mask, who, where)


def _advice(store: LedgerStore, query: ClaimQuery, mask: Mask, who: Meant | None, where: Meant | None) -> Iterator[str]:
    """What to try, most telling first."""
    from ebbline.ledger import ClaimQuery as Query
    from ebbline.picture.asked import matching
    from ebbline.picture.brief import near_names

    def there(query: ClaimQuery) -> bool:
        return next(matching(store, mask, query), None) is not None

    if not there(Query()):
        yield "the ledger holds no claims yet; read reports with: ebbline read FOLDER"
        return
    named = True
    asked_for = (("actor", who, Query(actor=query.actor)), ("place", where, Query(place=query.place)))
    for option, meant, alone in asked_for:
        if meant is not None and not there(alone):
            named = False
            near = near_names(store, mask, meant.asked, places=option == "place")
            yield f"no claim names the {option} {meant.asked!r}" + (f"; near it: {', '.join(near)}" if near else "")
    if (query.start or query.end) and there(replace(query, start=None, end=None)):
        yield "there are such claims on other days or undated: leave out --from and --to"
    elif query.text and there(replace(query, text=None)):
        yield f"there are such claims without the words {query.text!r}: try fewer words, or beginnings: displac*"
    elif query.certainty and there(replace(query, certainty=None)):
        yield f"there are such claims, none of them {query.certainty}: leave out --certainty"
    elif query.kind and there(replace(query, kind=None)):
        yield f"there are such claims of other kinds: leave out --kind {query.kind}"
    elif named:
        yield "try fewer options, or see what was read with: ebbline reports"


def report_named(store: LedgerStore, asked: str | None) -> str | None:
    """The id of the report with this id, name or origin; UsageError for none or several."""
    if asked is None:
        return None
    hits = [r.report_id for r in store.reports() if asked in (r.report_id, r.name, r.origin, r.url)]
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise UsageError("--report", f"{len(hits)} reports are called {asked!r}", f"give an id: {', '.join(hits[:5])}")
    raise UsageError("--report", f"no report is called {asked!r}", "list them with: ebbline reports")


def _kinds() -> tuple[str, ...]:
    from ebbline.records import Kind

    return get_args(Kind)


def _certainties() -> tuple[str, ...]:
    from ebbline.records import Certainty

    return get_args(Certainty)


def _one_of(option: str, asked: str | None, known: tuple[str, ...]) -> Any:
    if asked is None or asked in known:
        return asked
    raise UsageError(option, f"there is no {asked!r}", f"choose one of: {', '.join(known)}")


def _utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
