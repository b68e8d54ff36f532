"""Where and when a claim is set: the places and times of its clause, else of its sentence, else carried over."""

from __future__ import annotations

from collections.abc import Sequence

from ebbline.claims.lexicon import word_list
from ebbline.claims.scene import Placed, Scene
from ebbline.records import ClaimPlace, ClaimTime
from ebbline.times import TimeMention

_DIRECTIONS = word_list("directions")


_APART = frozenset(("dateline", "metonym"))


def _elsewhere(scene: Scene, placed: Placed) -> bool:
    """Whether a name is no place of an act: a dateline, or a capital that opens its clause and means a government."""
    if placed.place is None or placed.place.kind == "dateline":
        return True
    return placed.place.kind == "metonym" and placed.start <= scene.clause_of(placed.start).start + 1


def places_in(scene: Scene, start: int, end: int) -> tuple[ClaimPlace, ...]:
    """The places named between two words, without those that only say where another one lies."""
    inside = [
        p
        for p in scene.places
        if start <= p.start < end and p.place and (p.place.kind not in _APART or not _elsewhere(scene, p))
    ]
    if len(inside) < 2:
        return tuple([p.place.place for p in inside if p.place])
    divisions = {p.place.place.admin1 for p in inside if p.place and p.place.place.precision in _NARROW}
    kept = [
        p.place
        for p in inside
        if p.place
        and not _locates_another(scene, p, inside)
        and (divisions.isdisjoint(_division(p.place.place)) or not _holds_another(scene, p, inside))
    ]
    finer = [mention for mention in kept if mention.place.precision != "country"]
    # "Mosul in northern Iraq" is one place.
    finer = [mention for mention in finer if mention.kind != "country part"] or finer
    out: dict[str, ClaimPlace] = {}
    for mention in finer or kept:
        out.setdefault(mention.place.name, mention.place)
    return tuple(out.values())


def _locates_another(scene: Scene, placed: Placed, inside: Sequence[Placed]) -> bool:
    """ "Dorn, 20 km north of Aleppo" happened in Dorn; "Dorn, Aleppo province" too."""
    at = placed.start
    others = [p for p in inside if p.end <= at <= p.end + 8 and p is not placed]
    if not others:
        return False
    before = scene.words[max(0, at - 3) : at]
    if len(before) > 1 and before[-1] in ("of", "from") and before[-2] in _DIRECTIONS:
        return True
    adjacent = others[-1].end == placed.start - 1 and before[-1:] == (",",)
    wide = placed.place is not None and placed.place.place.precision in ("region", "country", "district")
    narrow = others[-1].place is not None and others[-1].place.place.precision in ("exact", "near")
    return adjacent and wide and narrow


def _holds_another(scene: Scene, placed: Placed, inside: Sequence[Placed]) -> bool:
    """ "Aleppo countryside, where Dorn fell": what lies around a place that is named is not where it happened.

    Unless both stand in a list: "Aleppo and Dorn".
    """
    wide = placed.place.place if placed.place else None
    return wide is not None and any(
        p.place is not None
        and p.place.place.precision in _NARROW
        and p.place.place.admin1 in _division(wide)
        and p.place.place.name != wide.name
        and not _in_one_list(scene, placed, p)
        for p in inside
    )


_NARROW = frozenset(("exact", "near"))


def _division(place: ClaimPlace) -> frozenset[str | None]:
    """The names of the division that a place's name may stand for: its own, and a region's as the gazetteer has it."""
    return frozenset((place.name, place.admin1)) if place.precision in ("region", "part") else frozenset((place.name,))


_LISTING = frozenset((",", "and", "or"))


def _in_one_list(scene: Scene, one: Placed, other: Placed) -> bool:
    first, last = sorted((one, other), key=lambda p: p.start)
    between = scene.words[first.end : last.start]
    return bool(between) and _LISTING.issuperset(between)


def places_for(scene: Scene, start: int, end: int, around: tuple[ClaimPlace, ...]) -> tuple[ClaimPlace, ...]:
    """The places of a clause; where it names none, of those `around` it in its sentence."""
    if not around:
        return ()
    found = around if not start and end == len(scene.words) else places_in(scene, start, end)
    for place in found:
        if place.precision != "country":
            return found
    finer = [place for place in around if place.precision != "country"]
    return (_nearest(scene, finer, start),) if finer else found or around


def _nearest(scene: Scene, places: Sequence[ClaimPlace], word: int) -> ClaimPlace:
    at = {p.place.place.name: p.start for p in reversed(scene.places) if p.place}
    return min(places, key=lambda place: abs(at[place.name] - word))


def time_for(scene: Scene, start: int, end: int) -> ClaimTime | None:
    """The time named in a clause, else in its sentence; None where nothing dates it."""
    if not scene.times:
        return None
    low, high = scene.starts[start], scene.ends[end - 1]
    dated = [t for t in scene.times if t.start is not None and t.end is not None and not t.telling]
    inside = [t for t in dated if low <= t.span.start < high]
    chosen = inside or dated
    return claim_time(chosen[0]) if chosen else None


def claim_time(mention: TimeMention) -> ClaimTime | None:
    """The mention as the time of a claim; None for one that is not anchored."""
    if mention.start is None or mention.end is None:
        return None
    return ClaimTime(mention.start, mention.end, mention.precision, mention.words)
