"""Events: what words of the lexicon tell of an act, who takes part, where, when, how sure and at what toll."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from msgspec.structs import replace

from ebbline.claims import readers, roles, weighing
from ebbline.claims.advice import Advice
from ebbline.claims.certainty import NOT_HAPPENED, certainty_at
from ebbline.claims.drafts import EventDraft, SpeakerAt, names
from ebbline.claims.filling import TOLL_RULES, Memory, able_only, continued, fill
from ebbline.claims.hits import Hits
from ebbline.claims.kinds import shifted, type_of
from ebbline.claims.lexicon import Hit, word_list
from ebbline.claims.needs import met
from ebbline.claims.roles import Parties
from ebbline.claims.running_dates import running_dates
from ebbline.claims.scene import Clause, Scene
from ebbline.claims.setting import places_for, places_in, time_for
from ebbline.claims.tolls import HARM, figured, killed, one_killed
from ebbline.claims.weighing import Act
from ebbline.records import Certainty, ClaimPlace, ClaimTime, Speaker


def read_events(
    scenes: Sequence[Scene],
    found: Sequence[Hits],
    speaker_at: SpeakerAt,
    country: str | None,
    state_names: Mapping[str, str] | None = None,
    advice: Advice | None = None,
) -> list[EventDraft]:
    """The events of a report in order of the text. `found`: the hits of each sentence; `country`: the country most
    places lie in, for crowds; `state_names`: country code to name, for "Protesters (Syria)"; `advice`: what the
    language model proposes, where it was asked."""
    memory = Memory(state_names=state_names or {}, scenes=scenes)
    out: list[EventDraft] = []
    for scene in scenes:
        memory.enmity.hear(scene)
    for scene, hits, over in zip(scenes, found, running_dates(scenes), strict=True):
        memory.around = places_in(scene, 0, len(scene.words)) if scene.places else ()
        if hits.events or (advice is not None and advice.of(scene)):
            told = _in_sentence(scene, hits, memory, country, speaker_at, advice)
            drafts = [_under(draft, over) for draft in told]
            drafts = [d for d in drafts if not _retold(d, out) and not _nobody_denies(d)]
            out += drafts
            for draft in drafts:
                memory.keep(draft)
        if scene.places:
            memory.places = memory.around
        memory.before = scene
    return [draft for i, draft in enumerate(out) if not (draft.scene.sentence.heading and _told_below(out, i))]


def _under(draft: EventDraft, over: ClaimTime | None) -> EventDraft:
    """The act with the date it stands under, if it has none of its own and is told as done."""
    if draft.time is not None or over is None or draft.certainty in NOT_HAPPENED:
        return draft
    return replace(draft, time=over, rules=(*draft.rules, "filled time: stands over it"))


def _nobody_denies(draft: EventDraft) -> bool:
    """Whether it is only the outlet itself that says "no strikes", "did not bomb": nothing to tell."""
    if draft.certainty != "denied" or draft.said_by is not None:
        return False
    return not {"certainty: negation", "certainty: none-of-it"}.isdisjoint(draft.rules)


_NEAR = 60
"""Events looked back or ahead for a retelling: more than any annotated report holds."""
_REFERRING = word_list("referring")


def _retold(draft: EventDraft, earlier: Sequence[EventDraft]) -> bool:
    """Whether the same speaker told it before and the clause adds no place, no figure and no actor."""
    scene = draft.scene
    if draft.tolls or not draft.word or scene.words[draft.word - 1] not in _REFERRING:
        return False
    if any(draft.start <= p.start < draft.end for p in scene.places):
        return False
    for other in reversed(earlier[-_NEAR:]):
        same = other.sub_event_type == draft.sub_event_type and other.said_by == draft.said_by
        if same and names(draft.parties.actor) == names(other.parties.actor):
            same_target = names(draft.parties.target) == names(other.parties.target)
            if same_target:
                return other.certainty == draft.certainty
    return False


def _told_below(drafts: Sequence[EventDraft], position: int) -> bool:
    """Whether a heading's event is told again by the text under it: headline and lead are one."""
    draft = drafts[position]
    reach = draft.scene.index + 8
    return any(
        other.sub_event_type == draft.sub_event_type and not other.scene.sentence.heading and other.scene.index <= reach
        for other in drafts[position + 1 : position + 1 + _NEAR]
    )


def _in_sentence(
    scene: Scene, found: Hits, memory: Memory, country: str | None, speaker_at: SpeakerAt, advice: Advice | None
) -> list[EventDraft]:
    masked = {i for mask in found.masks for i in range(mask.start, mask.end)} if found.masks else ()
    named = {i for placed in scene.actors if placed.end - placed.start > 1 for i in range(placed.start + 1, placed.end)}
    hits = [
        hit
        for hit in found.events
        if hit.start not in masked
        # "the Democratic Forces drove them out": the name ends in what looks like a verb.
        and not (hit.start in named and roles.opens_as_verb(scene, hit))
        and met(scene, hit)
    ]
    if not hits and advice is None:
        return []
    spoken = [clause.start for clause in scene.clauses if clause.link == "sub" and _opened_by_speech(scene, clause)]
    chosen = _choose(scene, hits, spoken) if hits else []
    acts = weighing.acts(scene, chosen, advice)
    out: list[EventDraft] = []
    for act in acts:
        if weighing.is_faint(act, advice):
            continue
        later = [hit for hit in chosen if hit.start > act.word]
        reach = _toll_end(scene, act, later, spoken)
        said_by = speaker_at(scene, act.word)
        read = _draft if act.hit is not None else _proposed
        draft = read(scene, act, memory, country, reach, said_by, advice)
        if weighing.is_told(draft, act, out, advice):
            memory.last = draft
            out.append(draft)
    return out


def _toll_end(scene: Scene, act: Act, later: Sequence[Hit], spoken: Sequence[int]) -> int:
    """The word up to which figures are an act's toll: where another act's clause begins, or another one speaks."""
    end = next((start for start in spoken if start > act.word), len(scene.words))
    for hit in later:
        clause = scene.clause_of(hit.start)
        if clause.link in ("and", "start") and hit.entry.rule not in TOLL_RULES:
            return min(end, clause.start)
    return end


_SAYING = word_list("saying")


def _opened_by_speech(scene: Scene, clause: Clause) -> bool:
    """Whether a verb of speaking opens a clause; "claimed 60 lives" and "claimed responsibility" say nothing."""
    if not clause.start or scene.words[clause.start - 1] not in _SAYING:
        return False
    return {"lives", "responsibility"}.isdisjoint(scene.words[clause.start : clause.start + 6])


def _said_apart(spoken: Sequence[int], hit: Hit, before: Hit) -> bool:
    """Whether a verb of speaking stands between two acts: "…, but residents said 11 died" is its own claim."""
    return any(before.end < start <= hit.start for start in spoken)


_SURE, _APART = 7, 4
"""Weight from which a second act in one clause is told, and words between the two; swept 5-7 and 2-4 on train."""
_FAINT = 4
"""Weight up to which an act is left out beside a sure one."""


def _choose(scene: Scene, hits: list[Hit], spoken: Sequence[int]) -> list[Hit]:
    """The weightiest act of each clause, and sure ones well apart from it; deaths beside an act are its toll.

    `spoken`: the words at which clauses begin that a verb of speaking opens."""
    if len(hits) == 1:
        return hits
    best: dict[int, Hit] = {}
    for hit in hits:
        number = scene.clause_at(hit.start)
        kept = best.get(number)
        if kept is None or _weight(hit) > _weight(kept):
            best[number] = hit
    sure = any(hit.entry.says["weight"] >= _SURE for hit in best.values())
    out: list[Hit] = []
    for _, hit in sorted(best.items()):
        if out and not _said_apart(spoken, hit, out[-1]):
            if hit.entry.rule in TOLL_RULES and _hangs_on(scene, hit):
                continue
            if sure and hit.entry.says["weight"] <= _FAINT:
                continue
            if hit.entry.says["type"] == out[-1].entry.says["type"] and not _fresh(scene, hit):
                continue
        out.append(hit)
    return _with_second(hits, out)


def _with_second(hits: Sequence[Hit], chosen: list[Hit]) -> list[Hit]:
    told = {kept.entry.says["type"] for kept in chosen}
    others = [hit for hit in hits if hit.entry.says["weight"] >= _SURE and hit.entry.says["type"] not in told]
    if not others:
        return chosen
    out = list(chosen)
    for hit in sorted(others, key=_weight, reverse=True):
        other_type = all(hit.entry.says["type"] != kept.entry.says["type"] for kept in out)
        if other_type and all(hit.start >= kept.end + _APART or hit.end + _APART <= kept.start for kept in out):
            out.append(hit)
    return sorted(out, key=lambda hit: hit.start)


def _hangs_on(scene: Scene, hit: Hit) -> bool:
    """Whether deaths are told as what came of the act before: ", killing nine people"."""
    clause = scene.clause_of(hit.start)
    named = any(clause.start <= p.start < clause.end for p in scene.places)
    return clause.link in ("participle", "relative") and not named


def _weight(hit: Hit) -> tuple[int, int, int]:
    return (hit.entry.says["weight"], hit.end - hit.start, -hit.start)


def _fresh(scene: Scene, later: Hit) -> bool:
    """Whether the later clause names a place or an actor of its own."""
    clause = scene.clause_of(later.start)
    return any(clause.start <= placed.start < clause.end for placed in (*scene.places, *scene.actors))


def _draft(
    scene: Scene,
    act: Act,
    memory: Memory,
    country: str | None,
    reach: int,
    said_by: Speaker | None,
    advice: Advice | None,
) -> EventDraft:
    """What the hit tells; `reach`: the word at which the next act's clause begins, up to which figures are its toll."""
    hit = cast(Hit, act.hit)
    clause = scene.clause_of(hit.start)
    start, end = clause.start, max(clause.end, hit.end)
    parties, vetoed = _parties(scene, hit, start, end)
    parties, framed = weighing.parties(parties, act, scene, advice)
    campaign = _campaign(scene, hit)
    told_by = (hit.start, hit.end) if campaign is None else (campaign, campaign + 1)
    certainty, why = certainty_at(scene, *told_by)
    places = places_for(scene, start, end, memory.around) or _carried(memory, country, certainty)
    kind = type_of(hit, parties, places, scene, start, end) if campaign is None else "Armed clash"
    told, figures = ((), ()) if HARM.isdisjoint(scene.present) else figured(scene.words, start, max(reach, end))
    if hit.entry.rule in _ONE_KILLED and not (told and killed(told)):
        alone = one_killed(scene.words[start:end])
        told = (alone, *told) if alone else told
    kind, shift = shifted(kind, hit, scene, start, end)
    kind, goes_on = continued(kind, parties, hit, memory, scene)
    time = time_for(scene, start, end)
    if goes_on and time is None and memory.last is not None and memory.last.time is not None:
        time, goes_on = memory.last.time, (*goes_on, "filled time: act before")
    draft = EventDraft(
        scene=scene,
        start=start,
        end=end,
        word=hit.start,
        until=hit.end,
        rules=(*hit.trace(why), *(() if campaign is None else _AIMED), *shift, *goes_on, *vetoed, *framed),
        weight=hit.entry.says["weight"],
        sub_event_type=kind,
        parties=parties,
        places=places,
        time=time,
        certainty=certainty,
        said_by=said_by,
        tolls=told,
        figures=figures,
    )
    fill(draft, memory, country)
    if campaign is None and hit.entry.says["type"] == "capture" and draft.parties.actor and not parties.actor:
        draft.sub_event_type = type_of(hit, draft.parties, places, scene, start, end)
    return draft


def _proposed(
    scene: Scene,
    act: Act,
    memory: Memory,
    country: str | None,
    reach: int,
    said_by: Speaker | None,
    advice: Advice | None,
) -> EventDraft:
    """What the language model alone takes to be told."""
    clause = scene.clause_of(act.word)
    start, end = clause.start, clause.end
    parties, framed = weighing.parties(Parties((), (), roles.supporters(scene, start, end)), act, scene, advice)
    certainty, why = certainty_at(scene, act.word, act.word + 1)
    told, figures = ((), ()) if HARM.isdisjoint(scene.present) else figured(scene.words, start, max(reach, end))
    draft = EventDraft(
        scene=scene,
        start=start,
        end=end,
        word=act.word,
        rules=(*weighing.headed(act.proposed), *((f"certainty: {why}",) if why else ()), *framed),
        weight=0,
        sub_event_type=act.proposed[0].label,
        parties=parties,
        places=places_for(scene, start, end, memory.around) or _carried(memory, country, certainty),
        time=time_for(scene, start, end),
        certainty=certainty,
        said_by=said_by,
        tolls=told,
        figures=figures,
    )
    fill(draft, memory, country)
    return draft


_UNABLE = ("veto: actor who cannot do it",)


def _parties(scene: Scene, hit: Hit, start: int, end: int) -> tuple[Parties, tuple[str, ...]]:
    """Who takes part, and who of them only helps; and what the trace says of those who cannot."""
    named = readers.read(scene, hit)
    parties = able_only(named, hit, scene.words[start:end])
    vetoed = _UNABLE if len(parties.actor) < len(named.actor) else ()
    helping = roles.supporters(scene, start, end)
    if not helping:
        return parties, vetoed
    actor = tuple([a for a in parties.actor if a not in helping]) or parties.actor
    known = names(actor)
    return Parties(actor, parties.target, tuple([a for a in helping if a.name not in known])), vetoed


def _carried(memory: Memory, country: str | None, certainty: Certainty) -> tuple[ClaimPlace, ...]:
    """The place named last in the sentences before, for an act told without one; what did not happen has none."""
    if not memory.places or certainty in NOT_HAPPENED:
        return ()
    return tuple([place for place in memory.places if place.country == country][-1:])


_CAMPAIGNS = word_list("campaigns")
_AIMED = ("shift: campaign",)
_AIMS = frozenset(("capture", "Armed clash"))


def _campaign(scene: Scene, hit: Hit) -> int | None:
    """The word that names a fight whose aim the hit is: "the operation to retake Dorn" took nothing yet."""
    for i in (hit.start - 1, hit.start - 2):
        if i > 0 and scene.words[i] == "to" and scene.words[i - 1] in _CAMPAIGNS and hit.entry.says["type"] in _AIMS:
            return i - 1
    return None


_ONE_KILLED = frozenset(
    ("kill", "kill-unarmed", "toll", "die", "open-fire", "airstrike-verb", "mob", "ied", "shelling")
)


def dominant_country(places: Sequence[ClaimPlace]) -> str | None:
    """The country most places of a report lie in."""
    seen: dict[str, int] = {}
    for place in places:
        if place.country:
            seen[place.country] = seen.get(place.country, 0) + 1
    return max(seen, key=seen.__getitem__, default=None)
