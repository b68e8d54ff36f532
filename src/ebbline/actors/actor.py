"""The full record of an actor: what it was called when, whom it answered to, who ruled it; read when asked for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Literal, cast

from ebbline.actors.registry import Registry, StateName
from ebbline.actors.words import folded, split

Side = Literal["government", "opposition", "non-state", "civilians", "external"]
"""Where UCDP would put an actor: a state, a rebel group against one, an armed group against others, unarmed people,
or a state, coalition or mission from outside."""

_SIDES: Mapping[str, Side] = {
    "1": "government", "2": "opposition", "3": "non-state", "4": "non-state",
    "5": "non-state", "6": "non-state", "7": "civilians", "8": "external",
}  # fmt: skip
_BRANCHES = ("military", "police", "government")


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when something held; each end is a year, month or day in ISO form, empty where it is open."""

    since: str = ""
    until: str = ""

    def covers(self, day: dt.date) -> bool:
        """Whether it held on this day, as far as is told: a year alone holds from its first day to its last."""
        told = day.isoformat()
        return self.since <= told and (not self.until or told[: len(self.until)] <= self.until)


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Called:
    """A name and when it was borne."""

    name: str
    period: Period = ALWAYS
    doubtful: bool = False
    """Whether it is read only in a report about a country of the actor."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Another actor and when the bond to it held."""

    actor_id: str
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class Regime:
    """Who ruled a state for a time."""

    name: str
    period: Period
    rulers: tuple[str, ...]
    """Ids of the actors of the registry that were the state's forces then."""
    names: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Everything the registry knows of one actor."""

    actor_id: str
    name: str
    """The name claims carry, unless the actor is coded as another."""
    type: str
    """ACLED's class: 1 state forces to 8 external forces."""
    side: Side
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-2, the home first."""
    tags: frozenset[str]
    names: tuple[Called, ...]
    """Other names and spellings in Latin script."""
    native: tuple[str, ...]
    """Names in the script of the actor's own language."""
    existed: Period
    parents: tuple[Tie, ...]
    allies: tuple[Tie, ...]
    members: tuple[Tie, ...]
    """Of a coalition: who took part."""
    coded_as: str | None
    """The id of the actor whose name claims carry in this one's stead."""
    regimes: tuple[Regime, ...]
    """Of a state: who ruled it, in order."""
    ruled: tuple[Regime, ...]
    """Of a group: when it was a state's government."""
    ucdp: tuple[int, ...]
    source: str

    def at(self, day: dt.date) -> Actor:
        """The record as it stood on a day: the names, ties and regimes of that day, type and side with them."""

        def then(ties: Iterable[Tie]) -> tuple[Tie, ...]:
            return tuple(tie for tie in ties if tie.period.covers(day))

        ruled = tuple(regime for regime in self.ruled if regime.period.covers(day))
        state = bool(ruled) and self.type != "1"
        return replace(
            self,
            type="1" if state else self.type,
            side="government" if state else self.side,
            names=tuple(called for called in self.names if called.period.covers(day)),
            parents=then(self.parents),
            allies=then(self.allies),
            members=then(self.members),
            regimes=tuple(regime for regime in self.regimes if regime.period.covers(day)),
            ruled=ruled,
        )


def period(told: str) -> Period:
    """A period as the files have it: "2016-07/2017", "2013/", "/2019"."""
    since, _, until = told.partition("/")
    return Period(since, until)


@lru_cache(maxsize=2)
def actors(registry: Registry) -> Mapping[str, Actor]:
    """All records by id; read once for a registry."""
    ties = _ties(registry)
    regimes, ruled = _regimes()
    found = (_of_group(row, ties, ruled) for row in _group_rows(registry))
    states = _of_states(registry, ties, regimes)
    return {actor.actor_id: actor for actor in (*found, *states)}


def called(registry: Registry, name: str, on: dt.date | None) -> tuple[Actor, ...]:
    """The actors with this name, on a day if one is given."""
    found = _by_name(registry).get(_key(name), ())
    if on is None:
        return tuple(dict.fromkeys(actor for actor, _ in found))
    return tuple(dict.fromkeys(actor for actor, borne in found if borne.covers(on) and actor.existed.covers(on)))


@lru_cache(maxsize=2)
def _by_name(registry: Registry) -> Mapping[str, list[tuple[Actor, Period]]]:
    table: dict[str, list[tuple[Actor, Period]]] = defaultdict(list)
    for actor in actors(registry).values():
        for name in (actor.name, *actor.native):
            table[_key(name)].append((actor, ALWAYS))
        for other in actor.names:
            table[_key(other.name)].append((actor, other.period))
    return table


def _key(name: str) -> str:
    return " ".join(folded(word) for word in split(name)).removeprefix("the ")


def _of_group(row: list[str], ties: _Ties, ruled: Mapping[str, tuple[Regime, ...]]) -> Actor:
    group_id, name, type_, countries, tags, names, coded_as, since, until, _, _, native, side, ucdp, source = row
    return Actor(
        group_id, name, type_, cast(Side, side or _SIDES[type_]), _list(countries), frozenset(tags.split()),
        tuple(map(_called, _list(names))), _list(native), Period(since, until),
        ties["parent"].get(group_id, ()), ties["ally"].get(group_id, ()), ties["member"].get(group_id, ()),
        coded_as or None, (), ruled.get(group_id, ()), tuple(int(number) for number in _list(ucdp)), source,
    )  # fmt: skip


def _of_states(registry: Registry, ties: _Ties, regimes: Mapping[str, tuple[Regime, ...]]) -> Iterator[Actor]:
    bynames = _bynames(registry)
    numbers = {row[0]: (int(row[5]),) for row in _rows("countries.tsv") if len(row) > 5}
    for iso in registry.countries:
        for branch in _BRANCHES:
            actor_id = f"{branch}-{iso.lower()}"
            ucdp = numbers.get(iso, ()) if branch == "government" else ()
            yield Actor(
                actor_id, registry.state(branch, iso), "1", "government", (iso,), frozenset({"government"}),
                bynames.get(StateName(iso, branch), ()), (), ALWAYS,
                ties["parent"].get(actor_id, ()), ties["ally"].get(actor_id, ()), ties["member"].get(actor_id, ()),
                None, regimes.get(iso, ()), (), ucdp, "ucdp_syria" if ucdp else "general knowledge",
            )  # fmt: skip


def _called(told: str) -> Called:
    name, _, borne = told.partition("@")
    return Called(name.removeprefix("~"), period(borne), name.startswith("~"))


_Ties = Mapping[str, Mapping[str, tuple[Tie, ...]]]
"""By relation ("parent", "ally", "member") and id."""


def _ties(registry: Registry) -> _Ties:
    """All bonds; an alliance told on one side is known on both."""
    found: dict[str, dict[str, dict[Tie, None]]] = {name: defaultdict(dict) for name in ("parent", "ally", "member")}
    for actor_id, relation, other, borne in _told_ties(registry):
        found[relation][actor_id][Tie(other, borne)] = None
        if relation == "ally":
            found["ally"][other][Tie(actor_id, borne)] = None
    return {name: {actor_id: tuple(ties) for actor_id, ties in table.items()} for name, table in found.items()}


def _told_ties(registry: Registry) -> Iterator[tuple[str, str, str, Period]]:
    for row in _group_rows(registry):
        for relation, cell in (("parent", row[9]), ("ally", row[10])):
            for told in _list(cell):
                other, _, borne = told.partition("@")
                yield row[0], relation, other, period(borne)
    for actor_id, relation, told, _ in _rows("ties.tsv"):
        other, _, borne = told.partition("@")
        yield actor_id, relation, other, period(borne)


def _regimes() -> tuple[dict[str, tuple[Regime, ...]], dict[str, tuple[Regime, ...]]]:
    """The regimes of each state, and of each actor that ruled one."""
    states: dict[str, list[Regime]] = defaultdict(list)
    rulers: dict[str, list[Regime]] = defaultdict(list)
    for iso, since, until, name, ruled_by, names, source in _rows("regimes.tsv"):
        regime = Regime(name, Period(since, until), _list(ruled_by), _list(names), source)
        states[iso].append(regime)
        for ruler in regime.rulers:
            rulers[ruler].append(regime)
    return {iso: tuple(all_) for iso, all_ in states.items()}, {one: tuple(all_) for one, all_ in rulers.items()}


def _bynames(registry: Registry) -> dict[StateName, tuple[Called, ...]]:
    found: dict[StateName, list[Called]] = defaultdict(list)
    for spellings in registry.spellings.values():
        for told in spellings:
            if not isinstance(told, str) and isinstance(told[2], StateName):
                found[told[2]].append(Called(told[0]))
    return {state: tuple(names) for state, names in found.items()}


def _group_rows(registry: Registry) -> Iterator[list[str]]:
    return map(registry.groups.row, registry.groups)


def _rows(name: str) -> Iterator[list[str]]:
    raw = resources.files("ebbline.actors").joinpath("data", name).read_text("utf-8")
    return (line.split("\t") for line in raw.split("\n") if line and not line.startswith("#"))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
