"""`ebbline actors`: whom a text names or describes, who else it might be, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebbline.cli.brief import day
from ebbline.cli.terminal import printable

if TYPE_CHECKING:
    from ebbline.actors.told import NewGroup
    from ebbline.actors.trace import ActorsTrace, ActorTrace
    from ebbline.records import Person


def actors_command(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words, a file's name, or - for standard input.")],
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The report's date.")] = None,
    model: Annotated[bool, typer.Option(help="Cut sentences with the language model.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for machines.")] = False,
) -> None:
    """Show who is meant by each mention of an actor in a text, who else it might be, and why."""
    from ebbline.actors import Registry
    from ebbline.actors.trace import trace_actors
    from ebbline.claims.named import known_names
    from ebbline.cli.texts import document_of
    from ebbline.places import Gazetteer

    document = document_of(text, day("--date", date), model=model)
    traced = trace_actors(document, Registry.open(), known_names(Gazetteer.open()))
    if as_json:
        print(json.dumps(_object(traced, document.report.text), ensure_ascii=False, indent=1))
        return
    for line in _lines(traced):
        print(printable(line))


def _lines(traced: ActorsTrace) -> Iterator[str]:
    for item in traced.mentions:
        yield _mention(item)
        for candidate in item.candidates if len(item.candidates) > 1 else ():
            yield f"      {candidate.score:5.2f}  {candidate.name}: {candidate.why}"
    if not traced.mentions:
        yield "no actor"
    for person in traced.persons:
        yield _person(person)
    for group in traced.new_groups:
        yield from _group(group)


def _mention(item: ActorTrace) -> str:
    mention = item.mention
    known = "new" if mention.new else mention.actor_id or mention.kind
    place = f", {mention.country}" if mention.country else ""
    return f"{mention.span.start:5}  {item.words} → {mention.name} ({known}{place}): {item.why}"


def _person(person: Person) -> str:
    of = f", {person.affiliation}" if person.affiliation else ""
    return f"person {person.name}: {person.role}{of}{', public' if person.public else ''}"


def _group(group: NewGroup) -> Iterator[str]:
    also = f" (also {', '.join(group.spellings)})" if group.spellings else ""
    where = ", ".join(filter(None, (group.place, group.country)))
    yield f"new group {group.name}{also}: {group.mentions} mentions{f', {where}' if where else ''}"
    for words in group.said:
        yield f"      said to be: {words}"
    for relation, other in group.bonds:
        yield f"      {relation} {other}"


def _object(traced: ActorsTrace, text: str) -> dict[str, Any]:
    from ebbline.actors import ActorMention

    shown = [key for key in ActorMention.__struct_fields__ if key not in ("span", "bare")]
    mentions = []
    for item in traced.mentions:
        told = {key: getattr(item.mention, key) for key in shown}
        at = {"start": item.mention.span.start, "end": item.mention.span.end, "words": item.words}
        mentions.append({**at, **told, "why": item.why, "candidates": [c._asdict() for c in item.candidates]})
    persons = [
        {
            "name": person.name,
            "role": person.role,
            "affiliation": person.affiliation,
            "public": person.public,
            "words": [span.of(text) for span in person.spans],
        }
        for person in traced.persons
    ]
    return {"mentions": mentions, "persons": persons, "new_groups": [asdict(group) for group in traced.new_groups]}
