"""Names weighed together where the report is about no war: `weighed_together`.

The choice of `choice.py` was made for reports of wars, whose places lie in a country or two. Reports of other things
name places all over a state or the world; there, and for foreign places in reports of a war, the names are resolved
together (`resolve.py`), and names that were in doubt stand if they lie where the others do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from ebbline.places.candidates import Candidates
from ebbline.places.choice import Choice
from ebbline.places.focus import Focus
from ebbline.places.lexicon import Lexicon
from ebbline.places.resolve import Resolution, Resolved
from ebbline.places.spots import Spot
from ebbline.records import Span

_Chosen = tuple[Spot, Choice]
_GREAT = 500_000
_AT_HOME = 0.5
"""Countries of at least this weight are what a report of a war is about."""


def weighed_together(
    text: str,
    chosen: list[_Chosen],
    doubtful: Sequence[_Chosen],
    candidates: Candidates,
    words: Lexicon,
    focus: Focus,
) -> list[_Chosen]:
    """The choices, those that the other names overrule changed, and the doubtful ones that they bear out."""
    home = focus.foremost(4, _AT_HOME)
    war = not words.theatres.isdisjoint(home)
    settled = words.theatres.union(home, ("",)) if war else frozenset(("",))
    open_to_change = [at for at, (spot, choice) in enumerate(chosen) if _open(spot, choice, candidates, settled, war)]
    doubtful = [] if war else doubtful
    if not open_to_change and not doubtful:
        return chosen
    all_of_them = [*chosen, *doubtful]
    named = [(spot, choice) for spot, choice in all_of_them if spot.country or choice[0] is not None]
    answers = Resolution(text, [Span(s.start, s.end) for s, _ in named], candidates, frozenset()).answers()
    answer_of = {id(spot): answer for (spot, _), answer in zip(named, answers, strict=True)}
    out = list(chosen)
    for at in open_to_change:
        spot, choice = out[at]
        number = _number(answer_of[id(spot)])
        if number is not None:
            out[at] = (spot, (number, choice[1]))
    borne_out = _borne_out(doubtful, answer_of, [answer_of[id(s)] for s, _ in chosen if id(s) in answer_of])
    return sorted([*out, *borne_out], key=_by_start) if borne_out else out


def _by_start(chosen: _Chosen) -> int:
    return chosen[0].start


def _open(spot: Spot, choice: Choice, candidates: Candidates, settled: Collection[str], war: bool) -> bool:
    """Whether the names beside it may change what a spot means: in a report of a war not the places of wars, nor the
    great cities of the world."""
    number = choice[0]
    if number is None or spot.match < 1.0 or spot.country:
        return False
    if candidates.gazetteer.country_of(number) in settled:
        return False
    return not war or (len(spot.numbers) > 1 and candidates.gazetteer.population_of(number) < _GREAT)


def _number(answer: Resolved) -> int | None:
    chosen = answer.choice
    return chosen.number if chosen is not None and chosen.kind != "country" and chosen.number >= 0 else None


def _borne_out(doubtful: Sequence[_Chosen], answer_of: dict[int, Resolved], sure: Sequence[Resolved]) -> list[_Chosen]:
    """The doubtful names that lie in a country the sure ones lie in."""
    countries = Counter(answer.choice.country for answer in sure if answer.choice is not None)
    out: list[_Chosen] = []
    for spot, choice in doubtful:
        meant = answer_of[id(spot)].choice
        number = _number(answer_of[id(spot)])
        if meant is not None and number is not None and countries[meant.country] and spot.context.person < 0.5:
            out.append((spot, (number, choice[1])))
    return out
