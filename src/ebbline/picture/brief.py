"""A brief: what a ledger's reports claim, by subject, every line with its speaker, certainty and citation.

It arranges claims and compares them; it concludes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ebbline.errors import UsageError
from ebbline.ledger.counting import Voice, anonymous, voices, was_read
from ebbline.picture import brief_wording as words
from ebbline.picture.asked import Meant, actor_meant, matching, place_meant
from ebbline.picture.brief_html import to_html
from ebbline.picture.brief_length import shortened
from ebbline.picture.brief_markdown import to_markdown
from ebbline.picture.brief_page import Brief, Fact, Line, Said, Section
from ebbline.picture.brief_scope import Scope
from ebbline.picture.brief_sections import sections
from ebbline.picture.citing import Citer
from ebbline.records import CauseClaim, Claim, ControlClaim, EventClaim, StrengthClaim

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask

__all__ = ["Brief", "Fact", "Line", "Said", "Section", "brief", "to_html", "to_markdown"]

_SHORT_NAME = 4
"""Names of no more letters count in their own case only: "IS" is not "is"."""

NEAR = 60
"""Names at least this alike (rapidfuzz WRatio, 0 to 100) are offered where one is unknown."""


def brief(
    store: LedgerStore,
    *,
    mask: Mask,
    actor: str | None = None,
    place: str | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> Brief:
    """The brief of all claims, or of those about an actor, at a place, of the days from `start` to `end`.

    Undated claims stay in, marked so. Causes have no actor and seldom a place: those whose words name them are in.
    Raises UsageError for an actor or place that no claim names, with the names that are near.
    """
    who = None if actor is None else actor_meant(store, mask, actor)
    where = None if place is None else place_meant(store, mask, place)
    found = _chosen(store, mask, who, where)
    claims = [masked for _, masked in found]
    if not claims and (who is not None or where is not None):
        raise _unknown(store, mask, who, where)
    inside = [claim for claim in claims if _within(claim, start, end)]
    speakers = voices(claim for claim, masked in found if _within(masked, start, end))
    in_scope = {claim.report_id for claim in inside}
    everything = actor is None and place is None and start is None and end is None
    open_ends = [(report_id, item) for report_id, item in store.left_open() if everything or report_id in in_scope]
    citer = Citer(store, mask)
    for claim in inside:
        citer.claim(claim)
    scope = Scope(tuple(inside), tuple(open_ends), citer)
    taken = tuple(mask.text(meant.note) for meant in (who, where) if meant is not None and meant.note)
    reports = sum(map(was_read, store.reports())) if everything else len(in_scope)
    return shortened(
        Brief(
            title=_title(mask, actor, place, start, end),
            notes=_notes(inside, claims, start, end, actor, place, taken),
            facts=_facts(inside, speakers, reports, citer),
            sections=sections(scope),
            citations=tuple(citer.citations),
            taken=taken,
        )
    )


def _chosen(store: LedgerStore, mask: Mask, actor: Meant | None, place: Meant | None) -> list[tuple[Claim, Claim]]:
    """The claims, as stored and masked, that name actor and place in their fields, and causes that do in their words.

    A name that is masked is not found: the words looked at are those that are shown.
    """
    from ebbline.ledger import ClaimQuery

    query = ClaimQuery(actor=actor.names if actor else None, place=place.names if place else None)
    found = list(matching(store, mask, query))
    if not found or (actor is None and place is None):
        return found
    claims = [masked for _, masked in found]
    asked = [_spellings(claims, meant, of) for meant, of in ((actor, _parties), (place, _places)) if meant is not None]
    known = {claim.claim_id for claim in claims}
    for claim, masked in matching(store, mask, ClaimQuery(kind="cause")):
        text = _spaced(words.quote(masked))
        if claim.claim_id not in known and all(any(_named(name, text) for name in names) for names in asked):
            found.append((claim, masked))
    order = {report.report_id: at for at, report in enumerate(store.reports())}
    return sorted(found, key=lambda pair: (order.get(pair[0].report_id, 0), _first(pair[0]), *_kind_and_id(pair[0])))


def _kind_and_id(claim: Claim) -> tuple[str, str]:
    return claim.kind, claim.claim_id


def _first(claim: Claim) -> int:
    return min(item.start for item in claim.evidence)


def _spellings(claims: Iterable[Claim], meant: Meant, of: Callable[[Claim], Iterable[frozenset[str]]]) -> set[str]:
    """The names and mentions under which these claims know what is asked for."""
    from ebbline.ledger.rows import folded

    same = set(map(folded, meant.names))
    found = set(meant.names)
    for claim in claims:
        for names in of(claim):
            if not same.isdisjoint(map(folded, names)):
                found |= names
    return found


def _parties(claim: Claim) -> list[frozenset[str]]:
    actors = claim.actors if isinstance(claim, EventClaim) else ()
    return [frozenset(filter(None, (actor.name, actor.mention, actor.actor_id))) for actor in actors]


def _places(claim: Claim) -> list[frozenset[str]]:
    return [frozenset((place.name, place.mention)) for place in claim.places]


def _spaced(text: str) -> str:
    return f" {' '.join(''.join(char if char.isalnum() else ' ' for char in text).split())} "


def _named(name: str, spaced: str) -> bool:
    """Whether the words hold the name; a short one ("IS") only in its own case."""
    looked_for = _spaced(name)
    if len(looked_for) <= _SHORT_NAME + 2:
        return bool(looked_for.strip()) and looked_for in spaced
    return looked_for.casefold() in spaced.casefold()


def _within(claim: Claim, start: dt.date | None, end: dt.date | None) -> bool:
    if claim.time is None:
        return True
    return (start is None or claim.time.end >= start) and (end is None or claim.time.start <= end)


def _title(mask: Mask, actor: str | None, place: str | None, start: dt.date | None, end: dt.date | None) -> str:
    subject = " at ".join(mask.text(name) for name in (actor, place) if name) or "All claims"
    match start, end:
        case None, None:
            return subject
        case first, None if first:
            return f"{subject}, from {words.day_words(first)}"
        case None, last if last:
            return f"{subject}, to {words.day_words(last)}"
    return f"{subject}, {words.span_words(start, end)}" if start and end else subject


def _notes(
    inside: list[Claim],
    claims: list[Claim],
    start: dt.date | None,
    end: dt.date | None,
    actor: str | None,
    place: str | None,
    taken: tuple[str, ...],
) -> tuple[str, ...]:
    notes = ["Each line is what a report claims, not what is known to have happened; its numbers lead to the sources."]
    notes += [f"{told}." for told in taken]
    if outside := len(claims) - len(inside):
        notes.append(f"{_count(outside, 'claim')} of other days left out.")
    undated = sum(claim.time is None for claim in inside)
    if undated and (start or end):
        notes.append(f"{_count(undated, 'claim')} without a date stay in, since they may belong to these days.")
    if named := " and ".join(kind for kind, name in (("actor", actor), ("place", place)) if name):
        notes.append(f"Of the causes, those whose words name the {named} are shown.")
    return tuple(notes)


def _facts(claims: list[Claim], speakers: frozenset[Voice], reports: int, citer: Citer) -> tuple[Fact, ...]:
    """The counts at a glance, each citing what it counts."""

    def numbers(of: Iterable[Claim]) -> tuple[int, ...]:
        return tuple(citer.claim(claim).number for claim in of)

    kinds = Counter(claim.kind for claim in claims)
    with_claims = len({claim.report_id for claim in claims})
    stories = _count(citer.stories(claims), "independent story")
    carried = stories if with_claims == reports else f"{with_claims:,} of them with claims, {stories}"
    spoken = [claim for claim in claims if claim.said_by]
    own = [claim for claim in claims if not claim.said_by]
    undone = [claim for claim in claims if claim.certainty not in words.HAPPENED]
    hedged = [claim for claim in claims if claim.certainty in ("probable", "possible")]
    undated = [claim for claim in claims if claim.time is None]
    dated = [claim.time for claim in claims if claim.time is not None]
    others = f"{kinds['control']:,} on control, {kinds['strength']:,} on strength, {_count(kinds['cause'], 'cause')}"
    facts = [
        Fact(_count(len(claims), "claim"), f"{_count(kinds['event'], 'event')}, {others}", numbers(claims)),
        Fact(_count(reports, "report"), carried, numbers(claims)),
        Fact(
            _count(len(speakers), "speaker"),
            f"{anonymous(speakers):,} anonymous; {_count(len(own), 'claim')} in the outlets' own voice",
            numbers(spoken or own),
        ),
    ]
    if dated:
        first, last = min(time.start for time in dated), max(time.end for time in dated)
        facts.append(
            Fact(
                words.span_words(first, last),
                f"the days told of; {_count(len(undated), 'claim')} undated",
                numbers(claim for claim in claims if claim.time is not None),
            )
        )
    if undone:
        told = Counter(claim.certainty for claim in undone)
        facts.append(
            Fact(
                f"{len(undone):,} not told as done",
                ", ".join(f"{number:,} {certainty}" for certainty, number in sorted(told.items())),
                numbers(undone),
            )
        )
    if hedged:
        facts.append(Fact(f"{len(hedged):,} hedged", "told as probable or possible", numbers(hedged)))
    return tuple(facts) if claims else ()


def _unknown(store: LedgerStore, mask: Mask, actor: Meant | None, place: Meant | None) -> UsageError:
    """What to say of a name no claim has: the option it came from, and the names that are near."""
    from ebbline.ledger import ClaimQuery

    def found(query: ClaimQuery) -> bool:
        return next(matching(store, mask, query), None) is not None

    actor_known = actor is None or found(ClaimQuery(actor=actor.names))
    place_known = place is None or found(ClaimQuery(place=place.names))
    both = [mask.text(meant.asked) for meant in (actor, place) if meant is not None]
    if actor_known and place_known:
        return UsageError(", ".join(both), "no claim has both", "ask for one of the two")
    option = "--place" if actor_known else "--actor"
    asked = both[-1 if actor_known else 0]
    near = near_names(store, mask, asked, places=actor_known)
    kind = "place" if actor_known else "actor"
    cure = f"near it: {', '.join(near)}" if near else f"list what there is with: ebbline claims --{kind} NAME"
    return UsageError(option, f"no claim names the {kind} {asked!r}", cure)


def near_names(store: LedgerStore, mask: Mask, asked: str, *, places: bool, most: int = 5) -> list[str]:
    """Names in the ledger's claims most like `asked`, masked, best first; of places or of actors."""
    from rapidfuzz import fuzz, process

    counts: Counter[str] = Counter()
    for claim in store.claims():
        counts.update(set(_place_names(mask.claim(claim)) if places else _actor_names(mask.claim(claim))))
    choices = sorted(counts)
    found = process.extract(
        asked.casefold(),
        choices,
        scorer=fuzz.WRatio,
        processor=str.casefold,
        limit=4 * most,
        score_cutoff=NEAR,
    )
    ranked = sorted(found, key=lambda hit: (-hit[1], -counts[hit[0]], hit[0]))
    return [name for name, _, _ in ranked][:most]


def _place_names(claim: Claim) -> list[str]:
    return [place.name for place in claim.places]


def _actor_names(claim: Claim) -> list[str]:
    match claim:
        case EventClaim():
            return [actor.name for actor in claim.actors]
        case ControlClaim():
            return [name for name in (*claim.holder_after, claim.holder_before, claim.besieger) if name]
        case StrengthClaim():
            return [claim.actor]
        case CauseClaim():
            return []
    return []


def _count(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
