"""The sections of a brief, each made from the claims in scope."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from ebbline.ontology import DIMENSIONS
from ebbline.picture import brief_wording as words
from ebbline.picture.brief_differences import disagreements
from ebbline.picture.brief_page import Group, Line, Said, Section
from ebbline.picture.brief_scope import Scope
from ebbline.records import (
    CauseClaim,
    Claim,
    ControlClaim,
    EventClaim,
    StrengthClaim,
)

_NO_PLACE = "Place not told"
_OPEN_TITLES = {
    "place": "Places not resolved",
    "actor": "Groups new to the registry",
    "time": "Times that nothing anchors",
}


def sections(scope: Scope) -> tuple[Section, ...]:
    """All sections in order, empty ones too: that nothing is told of something is worth saying."""
    return (
        _happened(scope),
        _holds(scope),
        _strength(scope),
        _causes(scope),
        _speakers(scope),
        disagreements(scope),
        _left_open(scope),
    )


def _happened(scope: Scope) -> Section:
    dated = sorted(
        (claim for claim in scope.of(EventClaim) if claim.time),
        key=lambda claim: (claim.time.start, claim.time.end) if claim.time else (dt.date.max, dt.date.max),
    )
    undated = [claim for claim in scope.of(EventClaim) if not claim.time]
    groups = _grouped(scope, dated, lambda claim: words.time_words(claim.time), when=False)
    if undated:
        groups.append(Group(f"Undated ({len(undated):,})", tuple(_lines(scope, undated, when=False))))
    return Section("happened", "What happened, as claimed", "By date, earliest first.", tuple(groups))


def _holds(scope: Scope) -> Section:
    by_place: dict[str, list[Claim]] = defaultdict(list)
    for claim in scope.of(ControlClaim):
        for name in dict.fromkeys(words.place_words(place) for place in claim.places) or [_NO_PLACE]:
            by_place[name].append(claim)
    groups = [
        Group(name, tuple(_lines(scope, sorted(claims, key=_newest_first), where=False)))
        for name, claims in sorted(by_place.items(), key=lambda item: (item[0] == _NO_PLACE, item[0].casefold()))
    ]
    intro = "By place, newest first, as claimed; undated claims last."
    return Section("holds", "Who holds what", intro, tuple(groups))


def _newest_first(claim: Claim) -> tuple[bool, int]:
    return (claim.time is None, -claim.time.end.toordinal() if claim.time else 0)


def _strength(scope: Scope) -> Section:
    claims = sorted(scope.of(StrengthClaim), key=_oldest_first)
    by_dimension: dict[str, list[Claim]] = {dimension: [] for dimension in DIMENSIONS}
    for claim in claims:
        if isinstance(claim, StrengthClaim):
            by_dimension.setdefault(claim.dimension, []).append(claim)
    groups = [
        Group(dimension.capitalize(), tuple(_lines(scope, found))) for dimension, found in by_dimension.items() if found
    ]
    return Section("strength", "Strength", "By dimension, earliest first, undated last.", tuple(groups))


def _oldest_first(claim: Claim) -> tuple[bool, int]:
    return (claim.time is None, claim.time.start.toordinal() if claim.time else 0)


def _causes(scope: Scope) -> Section:
    groups = _grouped(
        scope,
        sorted(scope.of(CauseClaim), key=lambda claim: claim.effect.factor if isinstance(claim, CauseClaim) else ""),
        lambda claim: f"Causes of: {claim.effect.factor}" if isinstance(claim, CauseClaim) else "",
    )
    intro = "What speakers say brought something about; the program adds none of its own."
    return Section("causes", "Causes given", intro, tuple(groups))


def _speakers(scope: Scope) -> Section:
    by_speaker: dict[str, list[Claim]] = defaultdict(list)
    for claim in scope.claims:
        if claim.said_by:
            by_speaker[words.speaker_words(claim)].append(claim)
    lines = []
    for name, claims in sorted(by_speaker.items(), key=lambda item: (-len(item[1]), item[0])):
        reports = len({claim.report_id for claim in claims})
        said_by = claims[0].said_by
        role = f"role: {said_by.role}; " if said_by and said_by.role != "unknown" else ""
        told = f"{role}{len(claims):,} claim{'s' * (len(claims) > 1)} in {reports:,} report{'s' * (reports > 1)}"
        lines.append(
            Line(name, details=told, said=(Said("", scope.numbers(claims)),), stories=scope.citer.stories(claims))
        )
    groups = (Group("", tuple(lines)),) if lines else ()
    intro = (
        "Most claims first; the outlets' own voice is not among them. "
        "Private people of one role and affiliation share a line."
    )
    return Section("speakers", "Who says so", intro, groups)


def _left_open(scope: Scope) -> Section:
    undated = [claim for claim in scope.claims if not claim.time]
    unplaced = [claim for claim in scope.claims if not claim.places and claim.kind in ("event", "control")]
    groups = []
    if undated:
        groups.append(Group(f"Claims without a date ({len(undated):,})", _named(scope, undated)))
    if unplaced:
        groups.append(Group(f"Claims without a place ({len(unplaced):,})", _named(scope, unplaced)))
    by_what: dict[str, dict[str, list[int]]] = {what: defaultdict(list) for what in _OPEN_TITLES}
    for report_id, item in scope.left_open:
        citation = scope.citer.left_open(report_id, item)
        by_what.setdefault(item.what, defaultdict(list))[citation.quote].append(citation.number)
    for what, mentions in by_what.items():
        lines = tuple(
            Line(f"“{mention}”", said=(Said("", tuple(numbers)),)) for mention, numbers in sorted(mentions.items())
        )
        if lines:
            groups.append(Group(f"{_OPEN_TITLES.get(what, what)} ({len(lines):,})", lines))
    return Section(
        "open", "What is left open", "Not guessed, and listed so that a person can settle it.", tuple(groups)
    )


def _named(scope: Scope, claims: Sequence[Claim]) -> tuple[Line, ...]:
    """The claims by what they claim, without their words: those stand in the sections above."""
    by_what: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_what[words.what(claim), claim.certainty].append(claim)
    return tuple(
        Line(
            what,
            status=words.CERTAINTY_WORDS[found[0].certainty],
            said=(Said("", scope.numbers(found)),),
            done=found[0].certainty in words.HAPPENED,
        )
        for (what, _), found in by_what.items()
    )


def _grouped(
    scope: Scope, claims: Sequence[Claim], heading: Callable[[Claim], str], *, when: bool = True
) -> list[Group]:
    by_heading: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_heading[heading(claim)].append(claim)
    return [Group(name, tuple(_lines(scope, found, when=when))) for name, found in by_heading.items()]


def _lines(scope: Scope, claims: Iterable[Claim], *, when: bool = True, where: bool = True) -> Iterator[Line]:
    """A line for each thing claimed; claims coded alike share one, each with its own speaker."""
    alike: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        key = (
            words.what(claim),
            words.places_words(claim.places),
            words.time_words(claim.time),
            words.details(claim),
            claim.certainty,
            # What is undated or has no place may be anything: only its own words make it the same.
            "" if claim.time and claim.places else words.quote(claim),
        )
        alike[key].append(claim)
    for (what, places, time, details, _, _), found in alike.items():
        yield Line(
            what=what,
            where=places if where else _others(found[0], places),
            when=time if when else "",
            details=details,
            status=words.CERTAINTY_WORDS[found[0].certainty],
            quote=words.quote(found[0]),
            said=scope.said(found),
            stories=scope.citer.stories(found),
            done=found[0].certainty in words.HAPPENED,
        )


def _others(claim: Claim, places: str) -> str:
    return f"one of: {places}" if len(claim.places) > 1 else ""
