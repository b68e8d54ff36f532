"""Control, strength and causes that rules find and that the language model proposes, weighed against each other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar, cast

from msgspec.structs import replace

from ebbline.actors import ActorMention
from ebbline.claims.advice import Advice, Proposed
from ebbline.claims.certainty import NOT_HAPPENED, certainty_at
from ebbline.claims.drafts import CauseDraft, ControlDraft, SpeakerAt, StrengthDraft
from ebbline.claims.frames import Framed
from ebbline.claims.scene import Scene
from ebbline.claims.setting import places_in, time_for
from ebbline.claims.strength import named_close_by
from ebbline.claims.weighing import headed
from ebbline.records import CausalLink, ClaimPlace, Direction, Extent, Factor, Span

Draft = TypeVar("Draft", ControlDraft, StrengthDraft, CauseDraft)
_CONTROL = "control "
_DIRECTIONS = ("up", "down", "stable")


def control(
    scenes: Sequence[Scene], drafts: Sequence[ControlDraft], advice: Advice, speaker_at: SpeakerAt
) -> list[ControlDraft]:
    """Who holds places: what the rules found, and what the model alone proposes."""
    out: list[ControlDraft] = []
    by_scene = _by_scene(drafts, advice)
    for scene in scenes:
        own = by_scene.get(scene.index, [])
        proposed = [p for p in advice.of(scene) if p.label.startswith(_CONTROL)]
        told = [_control(scene, p, advice, speaker_at) for p in _apart(proposed, own, advice.scales.control_new)]
        out += [*own, *(draft for draft in told if draft is not None)]
    return out


def strength(
    scenes: Sequence[Scene],
    drafts: Sequence[StrengthDraft],
    advice: Advice,
    speaker_at: SpeakerAt,
    main: ActorMention | None,
) -> list[StrengthDraft]:
    """Changes of strength: what the rules found, and what the model alone proposes.

    `main`: the armed group the report names most, whose strength it is where the model names nobody and the sentence or
    the one before names it.
    """
    out: list[StrengthDraft] = []
    by_scene = _by_scene(drafts, advice)
    for position, scene in enumerate(scenes):
        own = by_scene.get(scene.index, [])
        proposed = [p for p in advice.of(scene) if p.label.rpartition(" ")[2] in _DIRECTIONS]
        apart = _apart(proposed, own, advice.scales.strength_new)
        close = named_close_by(main, scenes, position) if apart else None
        told = [_strength(scene, p, advice, speaker_at, close) for p in apart]
        out += [*own, *(draft for draft in told if draft is not None)]
    return out


def causes(
    scenes: Sequence[Scene], drafts: Sequence[CauseDraft], advice: Advice, speaker_at: SpeakerAt
) -> list[CauseDraft]:
    """Causes given: what the rules found and the model bears out, and what it alone proposes."""
    out: list[CauseDraft] = []
    by_scene, links = _by_scene(drafts, advice), _Links(advice.links)
    for scene in scenes:
        proposed = [p for p in advice.of(scene) if p.label == "cause"]
        if max((p.score for p in proposed), default=0.0) < advice.scales.cause_keep:
            continue
        own = by_scene.get(scene.index, [])
        out += [_with_factors(draft, near, advice) for draft, near in _matched(own, proposed)]
        out += [_cause(scene, p, links, speaker_at) for p in _apart(proposed, own, advice.scales.cause_new)]
    return out


def _by_scene(drafts: Iterable[Draft], advice: Advice) -> dict[int, list[Draft]]:
    """The rules' drafts by sentence; none where the model is to stand alone."""
    out: dict[int, list[Draft]] = {}
    for draft in drafts if advice.scales.rules else ():
        out.setdefault(draft.scene.index, []).append(draft)
    return out


def _matched(drafts: Sequence[Draft], proposed: Sequence[Proposed]) -> Iterator[tuple[Draft, list[Proposed]]]:
    """Each draft with what hangs on the word next to its own inside it, the likeliest first; every word once."""
    left = list(proposed)
    for draft in drafts:
        inside = [p for p in left if draft.start <= p.word < draft.end]
        near = min(inside, key=lambda p: (abs(p.word - draft.word), -p.score), default=None)
        own = sorted([p for p in inside if near is not None and p.word == near.word], key=lambda p: -p.score)
        left = [p for p in left if near is None or p.word != near.word]
        yield draft, own


def _apart(proposed: Sequence[Proposed], drafts: Sequence[Draft], least: float) -> list[Proposed]:
    """The likeliest proposal of each word that belongs to no draft, if it is likely enough."""
    taken = {p.word for _, own in _matched(drafts, proposed) for p in own}
    free = sorted([p for p in proposed if p.word not in taken and p.score >= least], key=lambda p: (p.word, -p.score))
    return [next(same) for _, same in groupby(free, key=lambda p: p.word)]


def _control(scene: Scene, p: Proposed, advice: Advice, speaker_at: SpeakerAt) -> ControlDraft | None:
    clause = scene.clause_of(p.word)
    extent = cast(Extent, p.label.removeprefix(_CONTROL))
    places = _places(scene, clause.start, clause.end, p, advice)
    holders, why = _holders(advice, p)
    before, after, besieger = (holders[role] for role in _HOLDING)
    siege = extent == "besieged"
    if not places or not (before or after or siege) or p.proposal.certainty in NOT_HAPPENED:
        return None
    return ControlDraft(
        scene=scene,
        start=clause.start,
        end=clause.end,
        word=p.word,
        rules=(*headed([p]), *why),
        places=places,
        before=before[0] if before else None,
        after=tuple(after),
        extent=extent,
        besieger=besieger[0] if besieger and siege else None,
        time=time_for(scene, clause.start, clause.end),
        said_by=speaker_at(scene, p.word),
    )


def _places(scene: Scene, start: int, end: int, p: Proposed, advice: Advice) -> tuple[ClaimPlace, ...]:
    likely = [mention.place for score, mention in advice.places(p.proposal) if score >= advice.scales.control_place]
    return tuple(likely) or places_in(scene, start, end)


_HOLDING = ("before", "after", "besieger")


def _holders(advice: Advice, p: Proposed) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Who held it before, who holds it after, who besieges it, and why: as a frame says, else as the model does.

    Nobody is two of them: the likelier one stands.
    """
    framed = advice.framed(p.proposal.at, p.label) if advice.scales.frames else Framed(p.proposal.at)
    out = {role: list(dict.fromkeys(actor.name for actor in getattr(framed, role))) for role in _HOLDING}
    why = framed.rules if any(out.values()) else ()
    taken = {name for named in out.values() for name in named}
    by_head = [(score, role, name) for role in _HOLDING for score, name in _names(advice, p, role) if not out[role]]
    for _, role, name in sorted(by_head, key=lambda item: -item[0]):
        if name not in taken:
            taken.add(name)
            out[role].append(name)
            why = (*why, f"filled {role}: head") if f"filled {role}: head" not in why else why
    return out, why


def _names(advice: Advice, p: Proposed, role: str) -> list[tuple[float, str]]:
    least = advice.scales.control_party
    return [(score, actor.name) for score, actor in advice.actors(p.proposal, role) if score >= least]


def _strength(
    scene: Scene, p: Proposed, advice: Advice, speaker_at: SpeakerAt, main: ActorMention | None
) -> StrengthDraft | None:
    likely = [actor for score, actor in advice.actors(p.proposal, "whose") if score >= advice.scales.strength_whose]
    actor = likely[0] if likely else main
    if actor is None or p.proposal.certainty in NOT_HAPPENED:
        return None
    clause = scene.clause_of(p.word)
    dimension, _, direction = p.label.rpartition(" ")
    filled = "filled actor: head" if likely else "filled actor: main group, named close by"
    return StrengthDraft(
        scene=scene,
        start=clause.start,
        end=clause.end,
        word=p.word,
        rules=(*headed([p]), filled),
        actor=actor,
        dimension=dimension,
        direction=cast(Direction, direction),
        said_by=speaker_at(scene, p.word),
    )


def _with_factors(draft: CauseDraft, own: Sequence[Proposed], advice: Advice) -> CauseDraft:
    """The draft with the model's factors where no rule knows one."""
    if not own or not advice.scales.factors:
        return draft
    said = own[0].proposal
    cause, effect = _better(draft.cause, said.cause), _better(draft.effect, said.effect)
    if (cause, effect) == (draft.cause, draft.effect):
        return draft
    return replace(draft, cause=cause, effect=effect, rules=(*draft.rules, *headed(own)))


def _better(factor: Factor, by_head: str | None) -> Factor:
    return Factor(by_head, factor.text) if by_head is not None and factor.factor == "other" else factor


class _Links:
    """The causal links that the model draws between words, in the order of their first words."""

    def __init__(self, links: Sequence[CausalLink]) -> None:
        both = sorted(((_over(link), link) for link in links), key=lambda item: (item[0].start, item[0].end))
        self._starts = [span.start for span, _ in both]
        self._links = both

    def around(self, scene: Scene, at: Span) -> tuple[Span, CausalLink] | None:
        """The first link within a sentence whose words are around others."""
        first = bisect_left(self._starts, scene.starts[0])
        for span, link in self._links[first : bisect_right(self._starts, at.start)]:
            if at.start < span.end <= scene.ends[-1]:
                return span, link
        return None


def _over(link: CausalLink) -> Span:
    return Span(min(link.cause.start, link.effect.start), max(link.cause.end, link.effect.end))


def _cause(scene: Scene, p: Proposed, links: _Links, speaker_at: SpeakerAt) -> CauseDraft:
    found = links.around(scene, p.proposal.at)
    if found is not None:
        span, link = found
        start, end = bisect_right(scene.ends, span.start), bisect_left(scene.starts, span.end)
        cause, effect = (scene.text[side.start : side.end] for side in (link.cause, link.effect))
    else:
        start, end, cause, effect = _two_clauses(scene, p.word)
    certainty, why = certainty_at(scene, p.word, p.word + 1)
    return CauseDraft(
        scene=scene,
        start=start,
        end=end,
        word=p.word,
        rules=(*headed([p]), *((f"certainty: {why}",) if why else ())),
        cause=Factor(p.proposal.cause or "other", cause),
        effect=Factor(p.proposal.effect or "other", effect),
        certainty=certainty,
        said_by=speaker_at(scene, p.word),
    )


def _two_clauses(scene: Scene, word: int) -> tuple[int, int, str, str]:
    """The word's clause, as the effect's, and the one behind it or before it as the cause's; from where to where."""
    number = scene.clause_at(word)
    own = scene.clauses[number]
    other = scene.clauses[number + 1 if number + 1 < len(scene.clauses) else max(0, number - 1)]
    start, end = min(own.start, other.start), max(own.end, other.end)
    return start, end, scene.words_between(other.start, other.end), scene.words_between(own.start, own.end)
