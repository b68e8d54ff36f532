"""The scorer that annotated reports come with, in short: names agree when they are spelt alike, places too."""

from __future__ import annotations

import itertools
from typing import Any

KINDS = ("event", "control", "strength", "cause")
GOLD_KEYS = {"event": "events", "control": "control", "strength": "strength", "cause": "causes"}
SHARED = 0.15
HAPPENED = {"asserted", "probable", "possible"}


class Names:
    countries = frozenset({"farland"})

    def same_actor(self, gold: str | list[str], made: str) -> bool:
        return made in ([gold] if isinstance(gold, str) else gold)

    def same_place(self, gold: str, made: dict[str, Any]) -> bool:
        return gold == made.get("name")

    def same_speaker(self, gold: str, made: str) -> bool:
        return gold == made

    def finer(self, places: list[str]) -> list[str]:
        return [place for place in places if plain(place) not in self.countries]


def plain(name: str) -> str:
    return name.lower()


def speaker(claim: dict[str, Any]) -> str | None:
    return (claim.get("said_by") or {}).get("name")


def actors(claim: dict[str, Any], *roles: str) -> list[str]:
    return [party["name"] for party in claim.get("actors", []) if party["role"] in roles]


def quoted(quote: str, text: str) -> set[int]:
    at = text.find(quote)
    return set(range(at, at + len(quote))) if at >= 0 else set()


def pointed(claim: dict[str, Any], text: str) -> set[int]:
    return {i for span in claim["evidence"] for i in range(span["start"], span["end"])}


def _many(gold: list[Any], made: list[Any], same: Any) -> tuple[int, int, int]:
    left, found = list(made), 0
    for name in gold:
        hit = next((other for other in left if same(name, other)), None)
        if hit is not None:
            left.remove(hit)
            found += 1
    return found, len(gold) - found, len(left)


def _one(wanted: bool, given: bool, agrees: bool) -> tuple[int, int, int]:
    right = wanted and given and agrees
    return int(right), int(wanted and not right), int(given and not right)


def slots(kind: str, gold: Any, made: Any, names: Names) -> dict[str, tuple[int, int, int]]:
    g, p, out = gold or {}, made or {}, {}
    both = bool(gold), bool(made)
    finer = [place for place in p.get("places", []) if place["precision"] != "country"]
    if kind == "event":
        out["type"] = _one(*both, p.get("sub_event_type") in g.get("type", []))
        wanted = g.get("actor", []) + g.get("supporter", [])
        out["actor"] = _many(wanted, actors(p, "actor", "supporter"), names.same_actor)
        out["target"] = _many(g.get("target", []), actors(p, "target"), names.same_actor)
        out["place"] = _many(names.finer(g.get("place", [])), finer, names.same_place)
        tolls = [g.get("fatalities"), p.get("fatalities")]
        out["toll"] = _one(bool(tolls[0]), bool(tolls[1]), tolls[0] == tolls[1])
        undone = [bool(side) and side.get("certainty", "asserted") not in HAPPENED for side in (g, p)]
        out["not_happened"] = _one(*undone, True)
    elif kind == "control":
        out["place"] = _many(names.finer(g.get("places", [])), finer, names.same_place)
        out["extent"] = _one(*both, (g.get("extent") or "all") == (p.get("extent") or "all"))
        before = [[side] if side else [] for side in (g.get("before"), p.get("holder_before"))]
        out["before"] = _many(*before, names.same_actor)
        out["after"] = _many(g.get("after") or [], p.get("holder_after") or [], names.same_actor)
    elif kind == "strength":
        keys = ("actor", "dimension", "direction")
        out["change"] = _one(*both, all(g.get(key) == p.get(key) for key in keys))
    else:
        for side in ("cause", "effect"):
            out[side] = _one(*both, g.get(side) == (p.get(side) or {}).get("factor"))
    if kind != "control":
        out["said_by"] = _one(bool(g.get("said_by")), bool(speaker(p)), g.get("said_by") == speaker(p))
    return out


def right(table: dict[str, tuple[int, int, int]]) -> int:
    return sum(found for found, _, _ in table.values())


def assign(weights: list[list[float]]) -> list[tuple[int, int]]:
    """The best pairing of a few claims, by trying all."""
    rows, columns = len(weights), len(weights[0]) if weights else 0
    best: tuple[float, list[tuple[int, int]]] = (0.0, [])
    for chosen in itertools.permutations([*range(columns), *[None] * rows], rows):
        pairs = [(row, at) for row, at in enumerate(chosen) if at is not None and weights[row][at] > 0]
        best = max(best, (sum(weights[row][at] for row, at in pairs), pairs))
    return best[1]
