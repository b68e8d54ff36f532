"""Whose "army" or "police" stands without a nationality: the country of the place, or of a report about one country."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from ebbline.actors import ActorMention, Registry
from ebbline.actors.words import Words
from ebbline.claims.speakers import lexicon
from ebbline.places import PlaceMention
from ebbline.records import Document, Span

FOCUS = 0.75
"""Share of a report's places from which one country is its focus; swept .5-.9: within .001 slot F1 on all folders."""
_NO_SCENE = ("dateline", "metonym")


def settled(
    actors: Sequence[ActorMention], places: Sequence[PlaceMention], document: Document, registry: Registry
) -> tuple[ActorMention, ...]:
    """The mentions with bare forces given to the one state they can belong to; left out where there are several."""
    if not any(mention.bare for mention in actors):
        return tuple(actors)
    focus = _focus(place.place.country for place in places if place.kind not in _NO_SCENE)
    starts = [sentence.span.start for sentence in document.sentences]
    here: dict[int, set[str]] = {}
    for place in places:
        if place.place.country and place.kind not in _NO_SCENE:
            here.setdefault(bisect_left(starts, place.span.start + 1), set()).add(place.place.country)
    known = [actor.span for actor in actors] + [place.span for place in places]
    out = []
    for mention in actors:
        if not mention.bare:
            out.append(mention)
            continue
        number = bisect_left(starts, mention.span.start + 1)
        if not here.get(number) and _in_unknown_place(document, number - 1, known):
            continue
        country = _country(here.get(number, ()), focus, mention.country)
        if country in registry.countries:
            out.append(_of(mention, country, registry) if country != mention.country else mention)
    return tuple(out)


_SETTING = frozenset(("in", "at", "near", "outside"))


def _in_unknown_place(document: Document, number: int, known: Sequence[Span]) -> bool:
    """Whether a sentence is set at a name that the gazetteer does not tell: "in Ostrel"."""
    words = Words.of(document)
    for i in range(words.first[number] + 1, words.first[number + 1]):
        set_there = words.low[i - 1] in _SETTING and words.capital(i) and words.joined(i)
        if set_there and words.low[i] not in lexicon().lists["times"]:
            at = words.span(i, i + 1)
            if not any(span.overlaps(at) for span in known):
                return True
    return False


def _country(here: Collection[str], focus: tuple[str, ...], guess: str | None) -> str | None:
    """The sentence's only country, else the report's; None where two are as likely."""
    if len(here) == 1:
        return next(iter(here))
    if here:
        return focus[0] if len(focus) == 1 and focus[0] in here else None
    if focus:
        return focus[0] if len(focus) == 1 else None
    return guess


def _focus(countries: Iterable[str | None]) -> tuple[str, ...]:
    """The country most places lie in, alone if it has the share that makes it the focus."""
    counted = Counter(country for country in countries if country)
    ranked = sorted(counted, key=lambda country: (-counted[country], country))
    return tuple(ranked[:1] if ranked and counted[ranked[0]] >= FOCUS * counted.total() else ranked)


def _of(mention: ActorMention, country: str, registry: Registry) -> ActorMention:
    branch = (mention.actor_id or "").partition("-")[0]
    name = registry.state(branch, country)
    return replace(mention, name=name, actor_id=f"{branch}-{country.lower()}", country=country)
