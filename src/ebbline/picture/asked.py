"""Names as people type them, as a ledger's claims have them; and the claims found by what of them is shown."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ebbline.errors import UsageError
from ebbline.ledger.queries import ClaimQuery, match_words, name_tokens
from ebbline.ledger.rows import folded, names_of, search_words
from ebbline.records import Claim, ClaimPlace

if TYPE_CHECKING:
    from ebbline.actors.registry import Registry
    from ebbline.ledger import LedgerStore
    from ebbline.privacy import Mask

_BRANCHES = ("military", "police", "government")
_TOLD = 4
"""So many names are said to be meant; more are counted."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a typed name stands for in a ledger."""

    asked: str
    names: tuple[str, ...]
    """All that claims are to be looked up by, gazetteer ids too; the typed name first."""
    known_as: tuple[str, ...] = ()
    """The names the claims have, masked, where they are others than the typed one."""

    @property
    def note(self) -> str:
        """The sentence a person is told, empty where the name is taken as it stands."""
        if not self.known_as:
            return ""
        more = len(self.known_as) - _TOLD
        told = [*self.known_as[:_TOLD], *([f"{more:,} more"] if more > 0 else [])]
        listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
        return f"{self.asked}: taken as {listed}"


def actor_meant(store: LedgerStore, mask: Mask, asked: str) -> Meant:
    """The actor's names in the claims: all that the registry knows under the typed name, acronyms and states too.

    Raises UsageError for a blank name.
    """
    _check("--actor", asked)
    from ebbline.actors.registry import Registry

    others = [name for name in registered(asked, Registry.open()) if folded(name) != folded(asked)]
    there = [name for name in others if _exists(store, mask, ClaimQuery(actor=name))]
    return Meant(asked, (asked, *there), tuple(there))


def registered(asked: str, registry: Registry) -> list[str]:
    """The canonical names of all actors of the registry that have this spelling, whatever its case and marks."""
    from ebbline.actors.registry import Country, Group, StateName
    from ebbline.actors.words import folded as low
    from ebbline.actors.words import split

    words = [low(word) for word in split(asked)]
    words = words[1:] if words[:1] == ["the"] and len(words) > 1 else words
    found: list[str] = []
    for name, _, payload in registry.spelled(words[0]) if words else ():
        if [low(word) for word in split(name)] != words:
            continue
        match payload:
            case Group():
                found.append(payload.name)
            case StateName():
                found.append(registry.state(payload.branch, payload.iso))
            case Country():
                found += [registry.state(branch, payload.iso) for branch in _BRANCHES]
    return list(dict.fromkeys(found))


def place_meant(store: LedgerStore, mask: Mask, asked: str) -> Meant:
    """The place's names and ids in the claims: every spelling of what the ledger, else the gazetteer, calls so.

    Accents, hyphens and the Arabic article do not count. Raises UsageError for a blank name.
    """
    _check("--place", asked)
    from ebbline.places.names import ARTICLES, fold

    def bare(name: str) -> str:
        words = fold(name).split()
        return "".join([word for word in words if word not in ARTICLES] or words)

    wanted = bare(asked)
    known = _places(store)
    direct = [
        masked
        for place, claims in known.items()
        if wanted in (bare(place.name), bare(place.mention), bare(place.admin1 or ""))
        for masked in _masked(place, claims, mask)
        if wanted in (bare(masked.name), bare(masked.mention), bare(masked.admin1 or ""))
    ]
    names = {place.name for place in direct if bare(place.name) == wanted}
    names |= {place.mention for place in direct if bare(place.mention) == wanted}
    names |= {place.admin1 for place in direct if place.admin1 and bare(place.admin1) == wanted}
    ids = {place.gazetteer_id for place in direct if wanted in (bare(place.name), bare(place.mention))} - {None}
    if not direct:
        ids = set(_in_gazetteer(asked, {place.gazetteer_id for place in known if place.gazetteer_id}))
    shown = Counter(place.name for place in known if place.gazetteer_id in ids)
    shown.update(name for name in names if folded(name) != folded(asked) and not ids)
    as_asked = any(folded(name) == folded(asked) for name in shown)
    told = () if as_asked else tuple(mask.text(name) for name, _ in sorted(shown.items(), key=_most_first))
    found = [asked, *sorted(names), *sorted(name for name in ids if name)]
    return Meant(asked, tuple(dict.fromkeys(found)), told)


def _most_first(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def _places(store: LedgerStore) -> dict[ClaimPlace, list[Claim]]:
    """The distinct places of all claims, each with one claim for every report."""
    found: dict[ClaimPlace, dict[str, Claim]] = {}
    for claim in store.claims():
        for place in claim.places:
            found.setdefault(place, {}).setdefault(claim.report_id, claim)
    return {place: list(claims.values()) for place, claims in found.items()}


def _masked(place: ClaimPlace, claims: Iterable[Claim], mask: Mask) -> Iterator[ClaimPlace]:
    for claim in claims:
        yield from (shown for own, shown in zip(claim.places, mask.claim(claim).places, strict=True) if own == place)


def _in_gazetteer(asked: str, ids: set[str]) -> Iterator[str]:
    """Those of the ids that the gazetteer has under the typed name, else under one that is romanised alike."""
    from ebbline.places.gazetteer import Gazetteer

    gazetteer = Gazetteer.open()
    for numbers in (gazetteer.named(asked), gazetteer.skeletal(asked)):
        found = {gazetteer.place(number).place_id for number in numbers} & ids
        if found:
            yield from found
            return


def _check(option: str, asked: str) -> None:
    if not asked.strip():
        raise UsageError(option, "an empty name", "name one, or leave the option out")


# Claims by what is shown -------------------------------------------------------------------------------------


def matching(store: LedgerStore, mask: Mask, query: ClaimQuery) -> Iterator[tuple[Claim, Claim]]:
    """Claims that fit, each as stored and masked; the masked one fits too. `limit` counts what is found.

    A claim found only by a hidden name is left out: otherwise asking for a name would tell where it stands.
    """
    from dataclasses import replace
    from itertools import islice

    unlimited = replace(query, limit=None) if mask else query
    with closing(_Words(query.text)) as words:
        yield from islice(_fitting(store, mask, unlimited, words.occur), query.limit)


def _fitting(
    store: LedgerStore, mask: Mask, query: ClaimQuery, occur: Callable[[Claim, Claim], bool]
) -> Iterator[tuple[Claim, Claim]]:
    asked = [set(tokens) for tokens in name_tokens(query)]
    for claim in store.claims(query):
        masked = mask.claim(claim)
        if masked == claim or (_named(masked, asked) and occur(claim, masked)):
            yield claim, masked


def _named(masked: Claim, asked: list[set[str]]) -> bool:
    tokens = set(names_of(masked).split()) if asked else set()
    return all(not wanted.isdisjoint(tokens) for wanted in asked)


def _exists(store: LedgerStore, mask: Mask, query: ClaimQuery) -> bool:
    return next(matching(store, mask, query), None) is not None


class _Words:
    """Searches one claim's words as the ledger searches all."""

    def __init__(self, asked: str | None) -> None:
        self._asked = None if asked is None else match_words(asked)
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE one USING fts5 (words, tokenize='unicode61 remove_diacritics 2')")

    def occur(self, claim: Claim, masked: Claim) -> bool:
        """Whether the words asked for are all among those still shown."""
        shown = search_words(masked)
        if self._asked is None or shown == search_words(claim):
            return True
        self._db.execute("DELETE FROM one")
        self._db.execute("INSERT INTO one VALUES (?)", [shown])
        return self._db.execute("SELECT 1 FROM one WHERE one MATCH ?", [self._asked]).fetchone() is not None

    def close(self) -> None:
        """Forget them."""
        self._db.close()
