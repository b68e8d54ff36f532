"""Causes: a joining word that says one thing brought about another, and what factor stands on each side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ebbline.claims.certainty import certainty_at
from ebbline.claims.drafts import CauseDraft, SpeakerAt
from ebbline.claims.hits import Hits, strength
from ebbline.claims.lexicon import Hit, Lexicon, Search
from ebbline.claims.needs import ARMED_KINDS
from ebbline.claims.scene import Scene
from ebbline.ontology import strength_factor
from ebbline.records import Factor

_STOPS = frozenset((";", "--", "—", ":"))
_REACH = 26
"""Words a side may hold: longer ones lose more alignment than they gain."""


@cache
def _factors() -> Lexicon:
    return Lexicon.load("factors.toml")


@cache
def _search() -> Search:
    """Changes of strength and the other factors."""
    return Search((strength(), _factors()))


def read_causes(scenes: Sequence[Scene], found: Sequence[Hits], speaker_at: SpeakerAt) -> list[CauseDraft]:
    """Causal claims in order of the text, at most one a joining word. `found`: the hits of each sentence."""
    out: list[CauseDraft] = []
    for scene, hits in zip(scenes, found, strict=True):
        if not hits.causes:
            continue
        last = -1
        for hit in sorted(hits.causes, key=lambda h: (h.start, h.start - h.end)):
            if hit.start < last:
                continue
            draft = _draft(scene, hit, speaker_at)
            if draft:
                out.append(draft)
                last = hit.end
    return out


def _draft(scene: Scene, hit: Hit, speaker_at: SpeakerAt) -> CauseDraft | None:
    start, end = _left(scene, hit.start), _right(scene, hit.end)
    left, right = (start, hit.start), (hit.end, end)
    if hit.entry.says["order"] == "cause-after" and (
        hit.start - start < 2 or scene.words[start] == scene.words[hit.start]
    ):
        split = next((i for i in range(hit.end, end) if scene.words[i] == ","), None)
        if split is None:
            return None
        left, right = (split + 1, end), (hit.end, split)
    if left[1] - left[0] < 1 or right[1] - right[0] < 1:
        return None
    effect, cause = (left, right) if hit.entry.says["order"] == "cause-after" else (right, left)
    (a, by_a), (b, by_b) = factor_by(scene, *cause, hit.start), factor_by(scene, *effect, hit.start)
    if a is None and b is None and not (hit.entry.rule == "because" and _warlike(scene)):
        return None
    if hit.entry.says.get("strict") and (a is None or b is None):
        return None
    certainty, why = certainty_at(scene, hit.start, hit.end)
    first, last = min(left[0], hit.start), max(right[1], left[1])
    return CauseDraft(
        scene=scene,
        start=first,
        end=last,
        word=hit.start,
        until=hit.end,
        rules=(*hit.trace(why), *([f"cause: {by_a}"] if by_a else ()), *([f"effect: {by_b}"] if by_b else ())),
        cause=Factor(a or "other", scene.words_between(*cause)),
        effect=Factor(b or "other", scene.words_between(*effect)),
        certainty=certainty,
        said_by=speaker_at(scene, hit.start),
    )


def _warlike(scene: Scene) -> bool:
    """Whether the sentence names an armed side: then a sure joining word tells a cause whatever the factors."""
    return any(p.actor and p.actor.kind in ARMED_KINDS for p in scene.actors)


def _left(scene: Scene, word: int) -> int:
    i = word
    while i > 0 and word - i < _REACH and scene.words[i - 1] not in _STOPS:
        i -= 1
    return i


def _right(scene: Scene, word: int) -> int:
    i = word
    while i < len(scene.words) and i - word < _REACH and scene.words[i] not in _STOPS:
        if scene.words[i] == "," and scene.words[i + 1 : i + 2] in (("and",), ("but",), ("while",)) and i - word > 2:
            break
        i += 1
    return i


_NEAR = 6
"""Words of one step of distance from the joining word: what stands nearer is told; swept 3-10 on train."""
_CHANGE = 2
"""Rank of a strength change among the factors' rules: behind the killing of leaders only; swept 0-4."""


def factor_of(scene: Scene, start: int, end: int, joint: int) -> str | None:
    """The factor that words `start` to `end` tell, the one nearest the word `joint` first; None for none known."""
    return factor_by(scene, start, end, joint)[0]


def factor_by(scene: Scene, start: int, end: int, joint: int) -> tuple[str | None, str | None]:
    """The factor that `factor_of` finds, and the name of the rule that tells it."""
    words = scene.words[start:end]
    at = len(words) if joint == end else 0

    def step(hit: Hit) -> int:
        return min(abs(hit.start - at), abs(hit.end - at)) // _NEAR

    ranked: list[tuple[int, int, str, str]] = []
    changes, others = _search().find(words, scene.present)
    for hit in changes:
        factor = strength_factor(hit.entry.says["dimension"], hit.entry.says["direction"])
        ranked.append((step(hit), _CHANGE, factor, hit.entry.rule))
    order = _order()
    for hit in others:
        ranked.append((step(hit), 1 + order[hit.entry.rule], hit.entry.says["factor"], hit.entry.rule))
    return min(ranked)[2:] if ranked else (None, None)


@cache
def _order() -> dict[str, int]:
    """The factors' rules with their rank: earlier ones win."""
    return {rule: i for i, rule in enumerate(dict.fromkeys(entry.rule for entry in _factors().entries))}
