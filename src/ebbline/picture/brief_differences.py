"""Where claims differ: tolls, whether a thing was done, who holds a place. Which is right is not decided here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from ebbline.ledger.rows import folded
from ebbline.picture import brief_wording as words
from ebbline.picture.brief_page import Group, Line, Said, Section
from ebbline.picture.brief_scope import Scope
from ebbline.records import Claim, ClaimPlace, ClaimTime, ControlClaim, EventClaim

_SHORT_DAYS = 7
"""Intervals this long or longer join nothing: a month's toll and a day's are no rivals."""

_VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
"""Event types that reports use for one another: a killing of civilians is an attack here, an armed clash there."""

_WIDE = frozenset({"region", "country"})


@dataclass(frozen=True, slots=True)
class _Told:
    """What one claim tells of one subject at one place."""

    claim: Claim
    time: ClaimTime
    place: str
    """The place's name as shown."""
    subject: Hashable
    """Only what tells of the same subject can differ."""
    value: Hashable
    """What it says of it."""


def disagreements(scope: Scope) -> Section:
    """The section: claims of one place and overlapping days side by side where they do not say the same."""
    groups = (
        Group("Tolls that differ", tuple(_lines(scope, _tolls, _rival_tolls, words.toll_words_of))),
        Group("Told as done and as not done", tuple(_lines(scope, _deeds, _same_subject, _done_words))),
        Group("Holders that differ", tuple(_lines(scope, _holders, _rival_holders, words.what))),
    )
    intro = (
        "Claims of the same place and overlapping days that cannot all be so, or that tell of different moments. "
        "Which is right is not decided here."
    )
    return Section("disagreements", "Where claims differ", intro, tuple(group for group in groups if group.lines))


def _lines(
    scope: Scope,
    tell: Callable[[Claim], Iterator[tuple[Hashable, Hashable]]],
    rivals: Callable[[_Told, _Told], bool],
    say: Callable[[Claim], str],
) -> Iterator[Line]:
    by_place: dict[str, list[_Told]] = defaultdict(list)
    for claim in scope.claims:
        if claim.time is None or (claim.time.end - claim.time.start).days >= _SHORT_DAYS:
            continue
        for subject, value in tell(claim):
            for key, name in _places(claim).items():
                by_place[key].append(_Told(claim, claim.time, name, subject, value))
    found = [cluster for _, told in sorted(by_place.items()) for cluster in _clusters(scope, told, rivals)]
    lines = {tuple(sorted({told.claim.claim_id for told in cluster})): _line(scope, cluster, say) for cluster in found}
    yield from lines.values()


def _places(claim: Claim) -> dict[str, str]:
    """The places two claims can share, each with the name to show; a whole country or region is no such place."""
    wide = isinstance(claim, EventClaim)
    return {_key(place): place.name for place in claim.places if not (wide and place.precision in _WIDE)}


def _key(place: ClaimPlace) -> str:
    return place.gazetteer_id or folded(place.name)


def _clusters(scope: Scope, told: list[_Told], rivals: Callable[[_Told, _Told], bool]) -> Iterator[list[_Told]]:
    """Claims that hang together by being comparable, where not all of them say the same."""
    told = sorted(told, key=lambda item: (item.time.start, item.time.end))
    leads = list(range(len(told)))

    def lead(at: int) -> int:
        while leads[at] != at:
            leads[at] = leads[leads[at]]
            at = leads[at]
        return at

    for at, one in enumerate(told):
        for beyond, other in enumerate(told[at + 1 :], at + 1):
            if other.time.start > one.time.end:
                break
            if _apart(scope, one.claim, other.claim) and rivals(one, other):
                leads[lead(beyond)] = lead(at)
    clusters: dict[int, list[_Told]] = defaultdict(list)
    for at, item in enumerate(told):
        clusters[lead(at)].append(item)
    yield from (cluster for cluster in clusters.values() if len({item.value for item in cluster}) > 1)


def _apart(scope: Scope, one: Claim, other: Claim) -> bool:
    """Whether two voices tell: one voice in one story speaks of two occurrences, it does not contradict itself."""
    return scope.citer.story(one.report_id) != scope.citer.story(other.report_id) or one.said_by != other.said_by


def _line(scope: Scope, cluster: list[_Told], say: Callable[[Claim], str]) -> Line:
    sides: dict[Hashable, list[Claim]] = defaultdict(list)
    for told in cluster:
        sides[told.value].append(told.claim)
    said = tuple(
        Said(f"{say(found[0])}, {one.words}", one.numbers) for found in sides.values() for one in scope.said(found)
    )
    claims = [told.claim for told in cluster]
    return Line(
        what=words.listed(claim.sub_event_type if isinstance(claim, EventClaim) else "Control" for claim in claims),
        where=cluster[0].place,
        when=_days(told.time for told in cluster),
        said=said,
        stories=scope.citer.stories(claims),
    )


def _days(times: Iterable[ClaimTime]) -> str:
    days: list[tuple[dt.date, dt.date]] = [(time.start, time.end) for time in times]
    return words.span_words(min(start for start, _ in days), max(end for _, end in days))


# What is told ------------------------------------------------------------------------------------------------


def _tolls(claim: Claim) -> Iterator[tuple[Hashable, Hashable]]:
    if not isinstance(claim, EventClaim) or claim.certainty not in words.HAPPENED:
        return
    for toll in claim.tolls:
        yield (toll.what, toll.of), (toll.low, toll.best, toll.high)
    if claim.fatalities is not None and not any(toll.what == "killed" for toll in claim.tolls):
        yield ("killed", "unknown"), (claim.fatalities.low, claim.fatalities.best, claim.fatalities.high)


def _rival_tolls(one: _Told, other: _Told) -> bool:
    """Whether two tolls may be of one occurrence: of the same people, by the same side, in acts of one family."""
    left, right = one.claim, other.claim
    assert isinstance(left, EventClaim)
    assert isinstance(right, EventClaim)
    (what, of), (other_what, other_of) = _pair(one.subject), _pair(other.subject)
    same_type = left.sub_event_type == right.sub_event_type
    same_people = of == other_of or (same_type and "unknown" in (of, other_of))
    if what != other_what or not same_people or not (same_type or _VIOLENT.issuperset(_types(left, right))):
        return False
    if of == other_of == "civilians":
        return _may_be_same(left, right, "actor")
    return _may_be_same(left, right, "actor") and _may_be_same(left, right, "target")


def _pair(subject: Hashable) -> tuple[str, str]:
    assert isinstance(subject, tuple)
    return subject[0], subject[1]


def _types(*claims: EventClaim) -> set[str]:
    return {claim.event_type for claim in claims}


def _may_be_same(left: EventClaim, right: EventClaim, role: str) -> bool:
    """Whether the parties in a role share one, or either names none."""
    ours, theirs = _parties(left, role), _parties(right, role)
    return not ours or not theirs or not ours.isdisjoint(theirs)


def _parties(claim: EventClaim, role: str) -> set[str]:
    return {actor.name for actor in claim.actors if actor.role == role and not actor.name.startswith("Unidentified")}


def _deeds(claim: Claim) -> Iterator[tuple[Hashable, Hashable]]:
    counts = claim.certainty in words.HAPPENED or claim.certainty in ("denied", "failed")
    if counts and isinstance(claim, EventClaim):
        yield claim.sub_event_type, claim.certainty in words.HAPPENED


def _same_subject(one: _Told, other: _Told) -> bool:
    return one.subject == other.subject


def _done_words(claim: Claim) -> str:
    return words.CERTAINTY_WORDS[claim.certainty] or "told as done"


def _holders(claim: Claim) -> Iterator[tuple[Hashable, Hashable]]:
    if not isinstance(claim, ControlClaim) or claim.certainty not in words.HAPPENED:
        return
    if claim.holder_after:
        yield "held", frozenset(claim.holder_after)
    elif claim.holder_before:
        yield "lost", claim.holder_before


def _rival_holders(one: _Told, other: _Told) -> bool:
    """Whether both tell who holds the place, or one says that it was lost by whom the other says holds it."""
    if one.subject == other.subject:
        return one.subject == "held"
    held, lost = (one, other) if one.subject == "held" else (other, one)
    assert isinstance(held.value, frozenset)
    return lost.value in held.value
