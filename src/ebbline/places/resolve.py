"""Given stretches of a report, the places they mean, chosen together: `resolve_spans`.

Each stretch has candidates (`candidates.py`). A candidate scores by its size, by whether the words are its own name
and by what stands around them; then by the countries and divisions of the other names' candidates, and by how near
to it those lie. The last three depend on the other choices, so they are asked for again until they hold still.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from ebbline.places.candidates import Candidate, Candidates, Surface
from ebbline.places.context import FACILITIES
from ebbline.places.divisions import divisions
from ebbline.places.gazetteer import SETTLED, Gazetteer
from ebbline.places.hints import Hints, hints_of
from ebbline.places.lexicon import lexicon
from ebbline.places.spellings import alike
from ebbline.places.spots import LIKE
from ebbline.places.weighing import Weighed
from ebbline.records import Document, Span

RULES = frozenset(
    ("population", "own name", "kind", "containment", "country", "division", "nearness", "hints", "spelling")
)
"""Families of rules that can be left out, for measuring what each brings."""

_ALONE = ("population", "own name", "kind")
_HEATS = (3.0, 2.0, 1.0, 1.0)
"""Rounds; what is likeliest alone counts little more than the rest in the first, and fully in the last."""
_ANCHORS = 6
_SHORTEST, _LIKENESS = 3, 0.6
"""Names of more letters than this are heard as others that are as like as this at least."""
_ROUND = 200
"""Names on either side whose nearness draws: more than any report holds, so that lists of places stay linear."""
_GREAT_DIVISION = math.log(500_000)
_METROPOLIS = math.log(1_000_000)
_KEPT = 12
"""So many candidates of a name are weighed against the places near it."""
_SURE = 0.0


class Weights(NamedTuple):
    """What each consideration is worth, in powers of e.

    Swept from half to twice each on the development halves of LGL, TR-News and GeoVirus: the figures move by a point
    or two at most. `near` is best at 5 to 6 on LGL; more harms the names of countries and regions.
    """

    size: float = 0.5
    own: float = 4.0
    country: float = 4.0
    division: float = 3.5
    near: float = 5.0
    inside: float = 7.0
    kind: float = 2.0
    country_name: float = 2.0
    capital: float = 1.0
    seat: float = 3.0
    """Of a seat of government that shares its name with a division elsewhere in the country: Washington."""
    home: float = 2.0
    region: float = 2.0


_WEIGHTS = Weights()


@dataclass(slots=True)
class _Node:
    """A name of the report with its candidates; mentions of one name are one node."""

    text: str
    surface: Surface
    candidates: list[Candidate]
    alone: list[float]
    """Scores but for the other names."""
    scores: list[float]
    beliefs: list[float]
    spans: list[int]
    feature: str | None = None
    """The kind of place that the words, or those beside them, ask for."""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a stretch means, with the candidates in falling order and their scores; empty where none fits."""

    span: Span
    ranked: tuple[tuple[Candidate, float], ...]
    probability: float
    """Of the first, among the candidates."""

    @property
    def choice(self) -> Candidate | None:
        """The place, None where it cannot be told."""
        return self.ranked[0][0] if self.ranked else None


_held: WeakKeyDictionary[Gazetteer, Candidates] = WeakKeyDictionary()


def candidates_of(gazetteer: Gazetteer) -> Candidates:
    """The look-up of a gazetteer, with what it has found before."""
    held = _held.get(gazetteer)
    if held is None:
        held = _held[gazetteer] = Candidates(gazetteer)
    return held


def resolve_spans(
    document: Document, spans: Sequence[Span], gazetteer: Gazetteer, *, without: Collection[str] = ()
) -> tuple[Resolved, ...]:
    """What each stretch means, in the order given; `without` leaves out families of RULES."""
    return Resolution(document.report.text, spans, candidates_of(gazetteer), frozenset(without)).answers()


class Resolution:
    """One report's names, weighed against each other."""

    def __init__(
        self,
        text: str,
        spans: Sequence[Span],
        candidates: Candidates,
        without: frozenset[str],
        weights: Weights | None = None,
    ) -> None:
        self._text, self._spans, self._candidates = text, spans, candidates
        self._without, self._weights = without, weights or _WEIGHTS
        words = lexicon()
        self._capitals, self._features = words.capitals, words.features
        taken = [(span.start, span.end) for span in spans]
        self._hints = Hints() if "hints" in without else hints_of(text, taken)
        self._nodes = self._gather()
        self._settle()
        if "spelling" not in without and self._hear():
            self._settle()

    def _gather(self) -> list[_Node]:
        nodes: dict[str, _Node] = {}
        for index, span in enumerate(self._spans):
            words = span.of(self._text)
            surface = self._candidates.surface(words)
            key = surface.key
            node = nodes.get(key)
            if node is None:
                found = list(self._candidates.of(words))
                node = nodes[key] = _Node(words, surface, found, [], [], [], [], surface.feature)
            node.spans.append(index)
            if node.feature is None and "kind" not in self._without:
                node.feature = self._feature(span)
        out = list(nodes.values())
        for node in out:
            node.alone = [self._alone(node, candidate) for candidate in node.candidates]
        if "containment" not in self._without:
            self._contain(out)
        for node in out:
            node.scores, node.beliefs = node.alone, _soft(node.alone, 1.0)
            if node.candidates and all(c.kind == "country" for c in node.candidates):
                node.weight = 0.6
        return out

    def _alone(self, node: _Node, candidate: Candidate, leave_out: str = "") -> float:
        w, without = self._weights, self._without
        if leave_out:
            without = without | {leave_out}
        score = 0.0
        if "population" not in without:
            score += w.size * candidate.size
        if "own name" not in without:
            score += w.own * candidate.own
        if "kind" not in without:
            score += w.kind * self._fit(node, candidate)
        if candidate.kind == "country":
            if "own name" not in without:
                score += w.country_name
        elif (
            candidate.kind == "region"
            and candidate.own == 1.0
            and candidate.size >= _GREAT_DIVISION
            and self._fit(node, candidate) >= 0
            and not self._has_metropolis(node, candidate)
        ):
            score += w.region
        elif (candidate.country, node.surface.key) in self._capitals and candidate.kind == "city":
            score += w.capital
            if any(c.kind == "region" and c.country == candidate.country and c.own == 1.0 for c in node.candidates):
                score += w.seat
        return score

    def _feature(self, span: Span) -> str | None:
        """`Aleppo province`, `the province of Aleppo`."""
        features = self._features
        after = _WORD_AFTER.match(self._text, span.end)
        if after and (kind := features.get(after[1].lower())) and kind not in FACILITIES:
            return kind
        before = _OF_BEFORE.search(self._text, max(0, span.start - 40), span.start)
        kind = features.get(before[1].lower()) if before else None
        return None if kind in FACILITIES else kind

    def _fit(self, node: _Node, candidate: Candidate) -> float:
        kind = candidate.kind
        if node.feature is not None:
            if kind == node.feature:
                return 1.0
            return 0.5 if kind in LIKE.get(node.feature, ()) else 0.0
        if kind in _DIVISIONS and any(
            c.kind in SETTLED and c.country == candidate.country and c.own >= 0.7 and _km(c, candidate) < 150
            for c in node.candidates
        ):
            return -1.0
        return 0.0

    def _has_metropolis(self, node: _Node, region: Candidate) -> bool:
        """Whether a city of the region's own name is what most mean by it: New York."""
        return any(c.kind == "city" and c.division == region.division and c.size > _METROPOLIS for c in node.candidates)

    def _contain(self, nodes: Sequence[_Node]) -> None:
        """`Alexandria, Louisiana`: a candidate inside what follows the comma gains."""
        for node in nodes:
            gains = [0.0] * len(node.candidates)
            for index in node.spans:
                for at, inside in enumerate(self._inside(node, self._spans[index].end)):
                    if inside:
                        gains[at] = self._weights.inside
            node.alone = [score + gain for score, gain in zip(node.alone, gains, strict=True)]

    def _inside(self, node: _Node, end: int) -> list[bool]:
        holder = self._holder(end)
        if holder is None:
            return []
        held = [h for h in self._candidates.of(holder) if h.kind in ("country", "region", "district")]
        divisions_ = {
            f"{h.country}/{self._candidates.gazetteer.place(h.number).name}" for h in held if h.kind == "region"
        }
        countries = {h.country for h in held if h.kind == "country"}
        districts = [h for h in held if h.kind == "district"]
        return [
            c.kind != "country"
            and (
                (c.division in divisions_ and c.kind != "region")
                or c.country in countries
                or any(c.division == d.division and _km(c, d) < 60 for d in districts)
            )
            for c in node.candidates
        ]

    def _holder(self, end: int) -> str | None:
        """The words after the comma after a name, where they are a division or a country."""
        text = self._text
        match = _AFTER_COMMA.match(text, end)
        if match is None:
            return None
        words = match[1]
        table = divisions()
        for count in (3, 2, 1):
            parts = words.split()
            if len(parts) < count:
                continue
            told = " ".join(parts[:count])
            for form in (told, told.rstrip(".,;")):
                if table.meant(form) or any(
                    c.kind in ("country", "region", "district") for c in self._candidates.of(form)
                ):
                    return form
        return None

    def _settle(self) -> None:
        if len(self._nodes) < 2 and not self._hints.countries:
            return
        for heat in _HEATS:
            for node in self._nodes:
                node.beliefs = _soft(node.scores, heat)
            for node, scores in zip(self._nodes, self._weighed(), strict=True):
                node.scores = scores
        for node in self._nodes:
            node.beliefs = _soft(node.scores, 1.0)

    def _hear(self) -> bool:
        """Gives names without candidates those that sound like them in the countries the others lie in."""
        lost = [node for node in self._nodes if not node.candidates and len(node.surface.key) > _SHORTEST]
        if not lost:
            return False
        votes = dict(self._hints.countries)
        for node in self._nodes:
            for c, belief in zip(node.candidates, node.beliefs, strict=True):
                votes[c.country] = votes.get(c.country, 0.0) + belief * node.weight
        countries = tuple(sorted([c for c in votes if c], key=lambda c: (-votes[c], c))[:2])
        found = False
        for node in lost if countries else ():
            heard = alike(node.surface.key, countries, self._candidates.gazetteer)
            if heard is not None and heard[1] >= _LIKENESS:
                node.candidates = [self._candidates.entry(number, heard[1]) for number in heard[0]]
                node.alone = [self._alone(node, candidate) for candidate in node.candidates]
                node.scores, node.beliefs, found = node.alone, _soft(node.alone, 1.0), True
        return found

    def _weighed(self) -> list[list[float]]:
        """Each candidate's score, given how likely the others are now."""
        shares = [_shares(node) for node in self._nodes]
        countries, divided = dict(self._hints.countries), dict(self._hints.divisions)
        for in_country, in_division in shares:
            for country, share in in_country.items():
                countries[country] = countries.get(country, 0.0) + share
            for division, share in in_division.items():
                divided[division] = divided.get(division, 0.0) + share
        total = 0.5 * sum(self._hints.countries.values()) + sum([n.weight for n in self._nodes if n.candidates])
        anchors = [] if "nearness" in self._without else self._anchors()
        out = []
        for at, (node, (in_country, in_division)) in enumerate(zip(self._nodes, shares, strict=True)):
            others = max(0.0, total - node.weight) + 0.5
            backing = {c: (countries[c] - share) / others for c, share in in_country.items()}
            nearby = {d: (divided[d] - share) / others for d, share in in_division.items()}
            scores = self._backed(node, backing, nearby, countries, divided, others)
            if anchors:
                self._draw_near(at, node, scores, anchors)
            out.append(scores)
        return out

    def _backed(
        self,
        node: _Node,
        backing: dict[str, float],
        nearby: dict[str, float],
        countries: dict[str, float],
        divided: dict[str, float],
        others: float,
    ) -> list[float]:
        """The scores with what the other names say of the candidates' countries and divisions."""
        w = self._weights
        by_country = 0.0 if "country" in self._without else w.country
        by_division = 0.0 if "division" in self._without else w.division
        scores = []
        for c, score in zip(node.candidates, node.alone, strict=True):
            if c.country and by_country:
                backed = backing.get(c.country)
                if backed is None:
                    backed = countries.get(c.country, 0.0) / others
                score += (by_country + w.home if c.kind == "country" else by_country) * backed
            if c.division and by_division:
                backed = nearby.get(c.division)
                score += by_division * (divided.get(c.division, 0.0) / others if backed is None else backed)
            scores.append(score)
        return scores

    def _anchors(self) -> list[list[tuple[float, float, float]]]:
        """Of each name the likeliest places, but for countries and regions: latitude, longitude, belief."""
        anchors = []
        for node in self._nodes:
            order = sorted(range(len(node.beliefs)), key=node.beliefs.__getitem__, reverse=True)[:_ANCHORS]
            anchors.append(
                [
                    (c.lat, c.lon, node.beliefs[i])
                    for i in order
                    if (c := node.candidates[i]).kind not in ("country", "region") and node.beliefs[i] > 0.02
                ]
            )
        return anchors

    def _draw_near(
        self, at: int, node: _Node, scores: list[float], anchors: Sequence[Sequence[tuple[float, float, float]]]
    ) -> None:
        if len(scores) < 2:
            return
        kept = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:_KEPT]
        first = max(0, at - _ROUND)
        others = [places for other, places in enumerate(anchors[first : at + _ROUND], first) if other != at and places]
        for i in kept:
            c = node.candidates[i]
            if c.kind in ("country", "region"):
                continue
            shrink = math.cos(math.radians(c.lat))
            drawn = 0.0
            for places in others:
                for lat, lon, belief in places:
                    north, east = c.lat - lat, (c.lon - lon) * shrink
                    apart = north * north + east * east
                    if apart < 16.0:
                        drawn += belief * math.exp(-math.sqrt(apart) * 111.0 / 80.0)
            scores[i] += self._weights.near * min(1.0, drawn)

    def explained(self) -> tuple[list[Weighed], ...]:
        """For each stretch, in the order given, the candidates with what their scores are made of."""
        out: list[list[Weighed]] = [[] for _ in self._spans]
        for node in self._nodes:
            entries = []
            for at, candidate in enumerate(node.candidates):
                alone = self._alone(node, candidate)
                parts = [(name, alone - self._alone(node, candidate, name)) for name in _ALONE]
                parts += [("containment", node.alone[at] - alone), ("others", node.scores[at] - node.alone[at])]
                entries.append(Weighed(candidate.number, node.scores[at], tuple(parts)))
            for index in node.spans:
                out[index] = entries
        return tuple(out)

    def answers(self) -> tuple[Resolved, ...]:
        """For each stretch, in the order given."""
        out: list[Resolved | None] = [None] * len(self._spans)
        for node in self._nodes:
            order = sorted(range(len(node.scores)), key=lambda i: -node.scores[i])
            ranked = tuple([(node.candidates[i], node.scores[i]) for i in order])
            belief = node.beliefs[order[0]] if order else 0.0
            for index in node.spans:
                out[index] = Resolved(self._spans[index], ranked, belief)
        return tuple([answer for answer in out if answer is not None])


def _shares(node: _Node) -> tuple[dict[str, float], dict[str, float]]:
    """How likely a name lies in each country, and in each division."""
    in_country: dict[str, float] = {}
    in_division: dict[str, float] = {}
    for c, belief in zip(node.candidates, node.beliefs, strict=True):
        if belief > 0.01:
            share = belief * node.weight
            in_country[c.country] = in_country.get(c.country, 0.0) + share
            if c.division:
                in_division[c.division] = in_division.get(c.division, 0.0) + share
    return in_country, in_division


_WORD_AFTER = re.compile(r"[ \u00a0]([A-Za-z-]+)")
_OF_BEFORE = re.compile(r"([A-Za-z-]+) of (?:the )?$")
_DIVISIONS = frozenset(("region", "district", "subdistrict"))
_AFTER_COMMA = re.compile(r"(?:['’]s)?\s*[,(]\s*((?:[A-Z][\w.’'-]*)(?:\s+[A-Z][\w.’'-]*){0,2})")


def _soft(scores: Sequence[float], heat: float) -> list[float]:
    """Shares that scores come to."""
    if not scores:
        return []
    most = max(scores)
    powers = [math.exp((score - most) / heat) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _km(a: Candidate, b: Candidate) -> float:
    shrink = math.cos(math.radians(a.lat))
    return math.hypot(a.lat - b.lat, (a.lon - b.lon) * shrink) * 111.0
