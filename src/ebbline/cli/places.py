"""`ebbline places`: which places a text names, which on earth they are, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ebbline.cli.brief import day
from ebbline.cli.terminal import printable

if TYPE_CHECKING:
    from ebbline.places.trace import PlaceCandidate, PlacesTrace, PlaceTrace


def places_command(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words, a file's name, or - for standard input.")],
    date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The report's date; no place depends on it.")
    ] = None,
    model: Annotated[bool, typer.Option(help="Read with the language model.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for machines.")] = False,
) -> None:
    """Show the places in a text, what each could mean, which was chosen, and why."""
    from ebbline.actors import Registry, find_actors, find_persons
    from ebbline.claims.named import known_names, taken_by
    from ebbline.cli.texts import document_of
    from ebbline.places import Gazetteer
    from ebbline.places.trace import trace_places

    document, gazetteer, registry = (
        document_of(text, day("--date", date), model=model),
        Gazetteer.open(),
        Registry.open(),
    )
    actors = find_actors(document, registry)
    persons = find_persons(document, registry, actors, known_names(gazetteer))
    trace = trace_places(document, gazetteer, taken_by(actors, persons))
    if as_json:
        typer.echo(json.dumps(_record(trace), ensure_ascii=False))
        return
    home = ", ".join(f"{country} {weight:.2f}" for country, weight in trace.home if country)
    typer.echo(f"the report is about: {home or 'no country that can be told'}")
    typer.echo(
        f"names weighed: {'all together, as in a report of no war' if trace.together else 'as in a report of war'}"
    )
    for place in trace.places:
        _show(place)
    if not trace.places:
        typer.echo("no place")


def _show(trace: PlaceTrace) -> None:
    place = trace.mention.place
    typer.echo(f"\n{printable(trace.words)}")
    where = "no point"
    if place.lat is not None and place.lon is not None:
        radius = f", within {place.radius_m / 1000:.0f} km" if place.radius_m else ""
        where = f"{place.lat:.4f}, {place.lon:.4f}{radius}"
    area = " / ".join(part for part in (place.country, place.admin1) if part)
    typer.echo(f"  {printable(place.name)} ({trace.mention.kind}{', ' + printable(area) if area else ''}); {where}")
    typer.echo(f"  {place.precision}; found: {trace.how}; score {place.score:.2f}")
    for reason in trace.why:
        typer.echo(f"  {reason}")
    for candidate in trace.candidates:
        _show_candidate(candidate)


def _show_candidate(candidate: PlaceCandidate) -> None:
    mark = "*" if candidate.chosen else " "
    area = " / ".join(part for part in (candidate.country, candidate.admin1) if part)
    parts = ", ".join(f"{name} {value:+.2f}" for name, value in candidate.parts)
    typer.echo(
        f"  {mark} {candidate.score:6.2f}  {printable(candidate.name)}, {candidate.kind}, {printable(area)}: {parts}"
    )


def _record(trace: PlacesTrace) -> dict[str, Any]:
    return {
        "home": dict(trace.home),
        "together": trace.together,
        "places": [_place_record(place) for place in trace.places],
    }


def _place_record(trace: PlaceTrace) -> dict[str, Any]:
    place = trace.mention.place
    return {
        "span": [trace.span.start, trace.span.end],
        "words": trace.words,
        "name": place.name,
        "kind": trace.mention.kind,
        "gazetteer_id": place.gazetteer_id,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "radius_m": place.radius_m,
        "precision": place.precision,
        "score": place.score,
        "how": trace.how,
        "why": list(trace.why),
        "candidates": [
            {
                "name": each.name,
                "kind": each.kind,
                "country": each.country,
                "admin1": each.admin1,
                "lat": each.lat,
                "lon": each.lon,
                "score": each.score,
                "parts": dict(each.parts),
                "chosen": each.chosen,
            }
            for each in trace.candidates
        ],
    }
