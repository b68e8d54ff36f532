"""Names weighed together where the report is about no war: `weighed_together`.

The choice of `choice.py` was made for reports of wars, whose places lie in a country or two. Reports of other things
name places all over a state or the world; there the names are resolved together (`resolve.py`), and divisions may be
told in short (`Gatineau, Que.`).
"""

from __future__ import annotations

from collections.abc import Collection

from ebbline.places.candidates import Candidates
from ebbline.places.choice import Choice
from ebbline.places.context import Context
from ebbline.places.divisions import divisions
from ebbline.places.focus import Focus
from ebbline.places.gazetteer import SETTLED, Gazetteer
from ebbline.places.lexicon import Lexicon
from ebbline.places.names import fold
from ebbline.places.resolve import Resolution, Resolved
from ebbline.places.spots import Spot
from ebbline.places.weighing import Weighing
from ebbline.records import Span

_Chosen = tuple[Spot, Choice]
_LARGE, _GREAT = 100_000, 500_000
_AT_HOME = 0.5
"""Countries of at least this weight are what a report of a war is about."""


def war_of(focus: Focus, words: Lexicon) -> tuple[str, ...]:
    """The countries a report is about, if one of them is at war; else none."""
    home = focus.foremost(4, _AT_HOME)
    return () if words.theatres.isdisjoint(home) else home


def weighed_together(
    text: str,
    chosen: list[_Chosen],
    candidates: Candidates,
    words: Lexicon,
    focus: Focus,
    notes: Weighing | None = None,
) -> list[_Chosen]:
    """The choices, those that the other names overrule changed, with divisions told in short."""
    home = war_of(focus, words)
    if home:
        return _foreign_settled(chosen, candidates.gazetteer, words.theatres.union(home, ("",)))
    chosen = with_short_forms(text, chosen, candidates)
    open_to_change = [at for at, (spot, choice) in enumerate(chosen) if _open(spot, choice)]
    if not open_to_change:
        return chosen
    named = [(spot, choice) for spot, choice in chosen if spot.country or choice[0] is not None]
    resolution = Resolution(text, [Span(s.start, s.end) for s, _ in named], candidates, frozenset())
    answer_of = {id(spot): answer for (spot, _), answer in zip(named, resolution.answers(), strict=True)}
    if notes is not None:
        notes.together = True
        for (spot, _), entries in zip(named, resolution.explained(), strict=True):
            notes.note(id(spot), entries)
    out = list(chosen)
    for at in open_to_change:
        spot, choice = out[at]
        number = _number(answer_of[id(spot)])
        if number is not None:
            out[at] = (spot, (number, choice[1]))
    return out


def with_short_forms(text: str, chosen: list[_Chosen], candidates: Candidates) -> list[_Chosen]:
    """The choices with the divisions that the text tells in short: `B.C.`, `Gatineau, Que.`."""
    table, out = divisions(), list(chosen)
    held = {at for spot, _ in chosen for at in range(spot.start, spot.end)}
    for match in table.written.finditer(text):
        start, end = match.span()
        found = [c for c in candidates.of(match[0]) if c.kind == "region"]
        if found and held.isdisjoint(range(start, end)):
            spot = Spot(-1, 0, 1, fold(match[0]), start, end, (found[0].number,), _TOLD, None, opens=False)
            out.append((spot, (found[0].number, 1.0)))
    return sorted(out, key=_by_start) if len(out) > len(chosen) else chosen


_TOLD = Context(cue=1.0)


def _by_start(chosen: _Chosen) -> int:
    return chosen[0].start


def _open(spot: Spot, choice: Choice) -> bool:
    """Whether the names beside it may change what a spot means."""
    return choice[0] is not None and spot.match == 1.0 and not spot.country


def _foreign_settled(chosen: list[_Chosen], gazetteer: Gazetteer, settled: Collection[str]) -> list[_Chosen]:
    """In a report of a war: small places of countries it is not about give way to the greatest of their name."""
    for at, (spot, choice) in enumerate(chosen):
        number = choice[0]
        if number is None or spot.match < 1.0 or len(spot.numbers) == 1:
            continue
        if gazetteer.country_of(number) in settled or gazetteer.population_of(number) >= _GREAT:
            continue
        own = [n for n in spot.numbers if gazetteer.kind_of(n) in SETTLED and _bears(n, spot.key, gazetteer)]
        if own and spot.context.feature is None:
            chosen[at] = (spot, (max(own, key=gazetteer.population_of), choice[1]))
    return chosen


def _bears(number: int, key: str, gazetteer: Gazetteer) -> bool:
    """Whether a town goes by a name, or is so large that its other names are known: Geneva."""
    return gazetteer.folded_name(number) == key or gazetteer.population_of(number) >= _LARGE


def _number(answer: Resolved) -> int | None:
    chosen = answer.choice
    return chosen.number if chosen is not None and chosen.kind != "country" and chosen.number >= 0 else None
