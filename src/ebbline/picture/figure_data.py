"""What the figures draw, before it is drawn: chosen claims, boxes, marks and the sentences of the caption."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ebbline.errors import UsageError
from ebbline.ledger.counting import Voice, voice_of
from ebbline.picture.series import Axis, axis_of, most_common
from ebbline.picture.source import HAPPENED
from ebbline.picture.style import read_style
from ebbline.records import Claim, ClaimPlace, ControlClaim, Kind, StrengthClaim

if TYPE_CHECKING:
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask

STATUSES: tuple[tuple[str, frozenset[str]], ...] = (
    ("told as having happened", HAPPENED),
    ("planned, demanded or conditional", frozenset({"planned", "demanded", "hypothetical"})),
    ("denied", frozenset({"denied"})),
    ("failed or foiled", frozenset({"failed"})),
)
"""What a claim's certainty means for a figure: each is drawn apart."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The masked claims of a figure and what its caption must say of them."""

    claims: tuple[Claim, ...]
    dated: tuple[Claim, ...]
    axis: Axis | None
    """None where nothing is dated."""
    beside: int
    """Dated claims wholly before or after the period shown."""
    voice: Mapping[str, Voice | None]
    """Who says each claim, before names are masked: for counting, never for showing."""
    taken: str = ""
    """What the name of the actor was taken for, empty where it is the name of the claims."""

    @property
    def undated(self) -> int:
        """How many claims nothing dates."""
        return len(self.claims) - len(self.dated) - self.beside

    def period(self) -> Axis:
        """The period to draw; UsageError where nothing is dated."""
        if self.axis is None:
            told = f"none of the {len(self.claims):,} claims asked for is dated"
            raise UsageError("figure", told, "ask for another figure or actor, or read reports that tell days")
        return self.axis


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of a bar: a bucket's share of claims drawn alike, `low` to `high` claims above the line."""

    first: dt.date
    last: dt.date
    """The day after its last."""
    low: float
    high: float
    group: str
    spread: bool
    """Of claims dated no finer than several buckets."""
    status: str


@dataclass(frozen=True, slots=True)
class Pile:
    """Undated strength claims of one direction: `low` to `high` claims above the line, or below it."""

    direction: str
    low: int
    high: int
    told: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """One control claim on one place."""

    place: str
    lane: int
    first: dt.date
    last: dt.date
    holder: str
    state: str
    """held, held in part, contested, besieged or lost."""
    certainty: str

    @property
    def happened(self) -> bool:
        """Whether it is told as so."""
        return self.certainty in HAPPENED


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with its spots in as many lanes as keep them apart."""

    name: str
    lanes: int
    spots: tuple[Spot, ...]
    undated: int


def choose(store: LedgerStore, *, mask: Mask, kind: Kind | None, actor: str | None) -> Chosen:
    """The claims of the kind about the actor, masked, and the period to draw.

    Raises UsageError where there are none.
    """
    from ebbline.ledger import ClaimQuery
    from ebbline.picture.asked import actor_meant, matching
    from ebbline.picture.brief import near_names

    meant = None if actor is None else actor_meant(store, mask, actor)
    found = list(matching(store, mask, ClaimQuery(kind=kind, actor=meant.names if meant else None)))
    claims = tuple(masked for _, masked in found)
    what = f"{kind} claims" if kind else "claims"
    if not claims and actor is not None:
        near = near_names(store, mask, actor, places=False)
        cure = f"near it: {', '.join(near)}" if near else "leave out --actor"
        raise UsageError("--actor", f"there are no {what} about {mask.text(actor)!r}", cure)
    if not claims:
        raise UsageError("figure", f"the ledger holds no {what}", "read reports that tell more: ebbline read FOLDER")
    axis = axis_of(claim.time for claim in claims if claim.time)
    dated = tuple(claim for claim in claims if axis is not None and _inside(claim, axis))
    beside = sum(claim.time is not None for claim in claims) - len(dated)
    voice = {claim.claim_id: voice_of(claim) for claim, _ in found}
    return Chosen(claims, dated, axis, beside, voice, mask.text(meant.note) if meant else "")


def _inside(claim: Claim, axis: Axis) -> bool:
    return claim.time is not None and claim.time.start < axis.edges[-1] and claim.time.end >= axis.edges[0]


def caption(chosen: Chosen, drawn: Sequence[Claim], left_out: Sequence[tuple[int, str]], ledger: str) -> str:
    """How many claims, by whom, and how many were left out for which reason."""
    named = len({chosen.voice[claim.claim_id] for claim in drawn} - {None})
    own = sum(claim.said_by is None for claim in drawn)
    hedged = sum(claim.certainty in ("probable", "possible") for claim in drawn)
    reports = len({claim.report_id for claim in drawn})
    voices = f"{_count(own, 'claim')} in the outlets' own voice"
    parts = [
        f"{_count(len(drawn), 'claim')} by {_count(named, 'speaker')}" + (f" ({voices})" if own else ""),
        f"from {_count(reports, 'report')} of {ledger}",
    ]
    parts += [f"{hedged:,} hedged as probable or possible"] if hedged else []
    left = [f"{number:,} {why}" for number, why in left_out if number]
    told = ", ".join(parts) + (f". Left out: {', '.join(left)}." if left else ". None left out.")
    return f"{told} {chosen.taken}." if chosen.taken else told


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


# Bars --------------------------------------------------------------------------------------------------------


def timeline_boxes(chosen: Chosen, axis: Axis) -> dict[str, list[Box]]:
    """For each status its stacked boxes, one group for each family of claims."""
    style = read_style()
    families = style.families
    found: dict[str, list[Box]] = {}
    for status, certainties in STATUSES:
        claims = [claim for claim in chosen.dated if claim.certainty in certainties]
        grouped = [(families[style.family_of(claim)].name, claim) for claim in claims]
        if grouped:
            found[status] = boxes(grouped, axis, [family.name for family in families], status)
    return found


def boxes(grouped: Iterable[tuple[str, Claim]], axis: Axis, order: Sequence[str], status: str) -> list[Box]:
    """Bars of the claims; a claim of several buckets gives each its share, drawn as such."""
    weights: dict[int, dict[tuple[int, bool], float]] = defaultdict(lambda: defaultdict(float))
    for group, claim in grouped:
        if claim.time is None:
            continue
        for index, share in axis.shares(claim.time).items():
            if 0 <= index < len(axis.edges) - 1:
                weights[index][order.index(group), share < 1] += share
    found = []
    for index, parts in sorted(weights.items()):
        low = 0.0
        for (group_index, spread), weight in sorted(parts.items()):
            high = low + weight
            first, last = axis.edges[index], axis.edges[index + 1]
            found.append(Box(first, last, round(low, 6), round(high, 6), order[group_index], spread, status))
            low = high
    return found


def strength_boxes(claims: Sequence[StrengthClaim], axis: Axis) -> list[Box]:
    """Up claims above the line, then those of no change; down claims below it. What is not told as so is outermost."""
    found: list[Box] = []
    for sign, directions in ((1, ("up", "stable")), (-1, ("down",))):
        order = [f"{direction} {told}" for direction in directions for told in ("told", "not")]
        grouped = [
            (f"{claim.direction} {'told' if claim.certainty in HAPPENED else 'not'}", claim)
            for claim in claims
            if claim.direction in directions
        ]
        for box in boxes(grouped, axis, order, ""):
            direction, told = box.group.split()
            found.append(Box(box.first, box.last, sign * box.low, sign * box.high, direction, box.spread, told))
    return found


def strength_piles(claims: Sequence[StrengthClaim]) -> list[Pile]:
    """The undated ones, stacked as `strength_boxes` stacks."""
    found = []
    for direction, sign in (("up", 1), ("down", -1), ("stable", 1)):
        mine = [claim for claim in claims if claim.time is None and claim.direction == direction]
        told = sum(claim.certainty in HAPPENED for claim in mine)
        piles = [Pile(direction, 0, sign * told, True), Pile(direction, sign * told, sign * len(mine), False)]
        found += [pile for pile in piles if pile.low != pile.high]
    return found


def groups_in(claims: Iterable[Claim]) -> list[str]:
    """The groups of strength claims, most claimed first."""
    return most_common(claim.actor for claim in claims if isinstance(claim, StrengthClaim))


WORD = 5
"""The air a mark needs that has a word beside it, in marks."""
MARK_SHARE = 0.03
"""A mark and the air around it, as a share of the width: 9 of some 300 points."""

# Control -----------------------------------------------------------------------------------------------------


def place_rows(chosen: Chosen, axis: Axis, most: int) -> tuple[list[PlaceRow], int]:
    """The places with most dated claims, by their first day; and how many places did not fit."""
    dated: dict[str, list[ControlClaim]] = defaultdict(list)
    undated: Counter[str] = Counter()
    names: dict[str, str] = {}
    for claim in chosen.claims:
        for place in claim.places:
            key = place.gazetteer_id or place.name.casefold()
            names.setdefault(key, place_name(place))
            if claim.time is None:
                undated[key] += 1
            elif isinstance(claim, ControlClaim) and claim in chosen.dated and claim not in dated[key]:
                dated[key].append(claim)
    keys = sorted((key for key in dated if dated[key]), key=lambda key: (-len(dated[key]), names[key]))
    shown = sorted(keys[:most], key=lambda key: (_first(dated[key]), names[key]))
    days = (axis.edges[-1] - axis.edges[0]).days
    gap = dt.timedelta(days=max(1, round(days * MARK_SHARE)))
    return [_place_row(names[key], dated[key], undated[key], gap) for key in shown], len(keys) - len(shown)


def place_name(place: ClaimPlace) -> str:
    """The name, with what it is where it is no town."""
    coarse = place.precision in ("district", "region", "country")
    return f"{place.name} ({place.precision})" if coarse else place.name


def _first(claims: Sequence[ControlClaim]) -> dt.date:
    return min(claim.time.start for claim in claims if claim.time)


def _place_row(name: str, claims: Sequence[ControlClaim], undated: int, gap: dt.timedelta) -> PlaceRow:
    def order(claim: ControlClaim) -> tuple[bool, dt.date, str]:
        assert claim.time
        return claim.certainty not in HAPPENED, claim.time.start, claim.claim_id

    told = [claim for claim in sorted(claims, key=order) if claim.certainty in HAPPENED]
    rest = [claim for claim in sorted(claims, key=order) if claim.certainty not in HAPPENED]
    spots, lanes = _laned(name, told, 0, gap)
    more, lanes = _laned(name, rest, lanes, gap * WORD)
    return PlaceRow(name, max(lanes, 1), tuple(spots + more), undated)


def _laned(name: str, claims: Sequence[ControlClaim], lane: int, gap: dt.timedelta) -> tuple[list[Spot], int]:
    """The claims as spots from this lane on, none within `gap` of another, and the first lane free after them."""
    free: list[dt.date] = []
    spots = []
    for claim in claims:
        assert claim.time
        index = next((i for i, day in enumerate(free) if day <= claim.time.start), len(free))
        if index == len(free):
            free.append(claim.time.end)
        free[index] = claim.time.end + gap if claim.time.end < dt.date.max - gap else dt.date.max
        spots.append(
            Spot(
                name, lane + index, claim.time.start, claim.time.end, holder_of(claim), state_of(claim), claim.certainty
            )
        )
    return spots, lane + len(free)


def holder_of(claim: ControlClaim) -> str:
    """Who is said to be there, or for a loss who was."""
    return " and ".join(claim.holder_after) or claim.holder_before or "not told"


def state_of(claim: ControlClaim) -> str:
    """What is said of the holding."""
    if claim.extent in ("contested", "besieged"):
        return claim.extent
    if not claim.holder_after and claim.holder_before:
        return "lost"
    return "held in part" if claim.extent == "part" else "held"
