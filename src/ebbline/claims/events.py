"""Events: what words of the lexicon tell of an act, who takes part, where, when, how sure and at what toll."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from ebbline.actors import ActorMention
from ebbline.claims import roles
from ebbline.claims.certainty import certainty_at
from ebbline.claims.drafts import EventDraft, names
from ebbline.claims.lexicon import Entry, Hit, Lexicon, class_words, compile_pattern, data_table, word_list
from ebbline.claims.roles import Parties
from ebbline.claims.scene import Scene
from ebbline.claims.setting import places_for, time_for
from ebbline.claims.tolls import one_killed, tolls
from ebbline.ontology import event_type_of
from ebbline.records import ClaimPlace, Span, Speaker

ARMED_KINDS = frozenset(("group", "state", "coalition", "unidentified", "generic"))
UNIDENTIFIED = "Unidentified armed group"
CIVILIANS = "Civilians"
SpeakerAt = Callable[[Span], Speaker | None]


@cache
def lexicon() -> Lexicon:
    """The event lexicon, compiled once."""
    return Lexicon.load("events.toml")


@cache
def masks() -> Lexicon:
    """Words that only look like an act."""
    patterns = data_table("not_events.toml")["patterns"]
    return Lexicon.of([Entry("mask", p, elements, {}) for p in patterns for elements in compile_pattern(p)])


@dataclass(slots=True)
class Memory:
    """What earlier sentences of the report leave to later ones."""

    by_type: dict[str, Parties] = field(default_factory=dict)
    subject: roles.Group = ()
    places: tuple[ClaimPlace, ...] = ()
    against: dict[str, roles.Group] = field(default_factory=dict)
    """Actor's name to whom it last acted against."""
    by: dict[str, roles.Group] = field(default_factory=dict)
    """Target's name to who last acted against it."""
    main: ActorMention | None = None
    last: EventDraft | None = None
    state_names: Mapping[str, str] = field(default_factory=dict)


def read_events(
    scenes: Sequence[Scene],
    speaker_at: SpeakerAt,
    country: str | None,
    main: ActorMention | None = None,
    state_names: Mapping[str, str] | None = None,
) -> list[EventDraft]:
    """The events of a report in order of the text. `country`: the country most places lie in, for crowds and police;
    `main`: the armed group the report names most, against whom others act where nobody else is named;
    `state_names`: country code to name, for "Protesters (Syria)"."""
    memory = Memory(main=main, state_names=state_names or {})
    out: list[EventDraft] = []
    for scene in scenes:
        drafts = _in_sentence(scene, memory, country)
        drafts = [replace(d, said_by=speaker_at(scene.span(d.word, d.word + 1))) for d in drafts]
        drafts = [d for d in drafts if not _retold(d, out)]
        out += drafts
        for draft in drafts:
            memory.last = draft
            if draft.parties.actor:
                memory.by_type[draft.sub_event_type] = draft.parties
                memory.subject = draft.parties.actor
            if draft.parties.actor and draft.parties.target:
                memory.against[draft.parties.actor[0].name] = draft.parties.target
                memory.by[draft.parties.target[0].name] = draft.parties.actor
        if scene.places:
            memory.places = places_for(scene, 0, len(scene.words))
    return [draft for i, draft in enumerate(out) if not _headline_of(draft, out[i + 1 :])]


_REFERRING = word_list("referring")


def _retold(draft: EventDraft, earlier: Sequence[EventDraft]) -> bool:
    """Whether the same speaker told it before and the clause adds no place, no figure and no actor."""
    scene = draft.scene
    referring = scene.words[draft.word - 1 : draft.word] and scene.words[draft.word - 1] in _REFERRING
    if draft.tolls or not referring or any(draft.start <= p.start < draft.end for p in scene.places):
        return False
    for other in reversed(earlier):
        same = other.sub_event_type == draft.sub_event_type and other.said_by == draft.said_by
        if same and names(draft.parties.actor) == names(other.parties.actor):
            same_target = names(draft.parties.target) == names(other.parties.target)
            if same_target:
                return other.certainty == draft.certainty
    return False


def _headline_of(draft: EventDraft, later: Sequence[EventDraft]) -> bool:
    """Whether a heading's event is told again by the text under it: headline and lead are one."""
    if not draft.scene.sentence.heading:
        return False
    reach = draft.scene.index + 8
    return any(
        other.sub_event_type == draft.sub_event_type and not other.scene.sentence.heading and other.scene.index <= reach
        for other in later
    )


def _in_sentence(scene: Scene, memory: Memory, country: str | None) -> list[EventDraft]:
    hits = lexicon().find(scene.words)
    if not hits:
        return []
    masked = {i for mask in masks().find(scene.words) for i in range(mask.start, mask.end)}
    chosen = _choose(scene, [hit for hit in hits if hit.start not in masked and _needs(scene, hit)])
    return [_draft(scene, hit, memory, country) for hit in chosen]


def _choose(scene: Scene, hits: Sequence[Hit]) -> list[Hit]:
    """One event a clause, the weightiest; deaths and damage beside a weapon's event are its toll, not another event."""
    best: dict[int, Hit] = {}
    for hit in hits:
        number = scene.clause_at(hit.start)
        if number not in best or _weight(hit) > _weight(best[number]):
            best[number] = hit
    out: list[Hit] = []
    for _, hit in sorted(best.items()):
        if out and hit.entry.rule in _TOLL_RULES and _hangs_on(scene, hit):
            continue
        if out and _weight(hit)[0] <= 4 and any(_weight(other)[0] >= 7 for other in best.values()):
            continue
        if out and hit.entry.says["type"] == out[-1].entry.says["type"] and not _fresh(scene, out[-1], hit):
            continue
        out.append(hit)
    return out


def _hangs_on(scene: Scene, hit: Hit) -> bool:
    """Whether deaths are told as what came of the act before: ", killing nine people"."""
    clause = scene.clauses[scene.clause_at(hit.start)]
    named = any(clause.start <= p.start < clause.end for p in scene.places)
    return clause.link in ("participle", "relative") and not named


def _weight(hit: Hit) -> tuple[int, int, int]:
    return (hit.entry.says["weight"], hit.end - hit.start, -hit.start)


def _fresh(scene: Scene, earlier: Hit, later: Hit) -> bool:
    """Whether the later clause names a place or an actor of its own."""
    start = scene.clauses[scene.clause_at(later.start)].start
    end = scene.clauses[scene.clause_at(later.start)].end
    return any(start <= p.start < end for p in scene.places)


def _needs(scene: Scene, hit: Hit) -> bool:
    return all(_NEEDS[need](scene, hit) for need in hit.entry.says.get("needs", ()))


def _place_object(scene: Scene, hit: Hit) -> bool:
    if roles.is_passive(scene, hit):
        clause = scene.clauses[scene.clause_at(hit.start)]
        span = range(clause.start, hit.start)
    else:
        span = range(hit.end, min(len(scene.words), hit.end + 8))
    if any(p.start in span for p in scene.places):
        return True
    if scene.places and scene.words[hit.end : hit.end + 1] in (("it",), ("there",)):
        return scene.places[0].start < hit.start
    return any(
        scene.words[i] in class_words("settlement") for i in list(span)[-6 if roles.is_passive(scene, hit) else 0 :][:6]
    )


def _place(scene: Scene, hit: Hit) -> bool:
    return bool(scene.places)


def _armed_subject(scene: Scene, hit: Hit) -> bool:
    who = roles.subject(scene, hit.start) or roles.modifier(scene, hit.start)
    if any(actor.kind in ARMED_KINDS for actor in who):
        return True
    clause = scene.clauses[scene.clause_at(hit.start)]
    by = roles.after(scene, hit.end, clause.end, ("by",))
    if any(actor.kind in ARMED_KINDS for actor in by):
        return True
    return any(word in class_words("armed") for word in scene.words[clause.start : hit.start])


def _armed_object(scene: Scene, hit: Hit) -> bool:
    end = min(len(scene.words), hit.end + 10)
    if any(p.actor and p.actor.kind in ARMED_KINDS for p in scene.actors if hit.end <= p.start < end):
        return True
    return any(word in class_words("armed") for word in scene.words[hit.end : hit.end + 6])


def _group_near(scene: Scene, hit: Hit) -> bool:
    return any(p.actor and p.actor.kind in ("group", "unidentified", "generic") for p in scene.actors)


def _not_referring(scene: Scene, hit: Hit) -> bool:
    return not any(word in _REFERRING for word in scene.words[max(0, hit.start - 2) : hit.start])


_NEEDS: dict[str, Callable[[Scene, Hit], bool]] = {
    "place_object": _place_object,
    "place": _place,
    "armed_subject": _armed_subject,
    "armed_object": _armed_object,
    "group_near": _group_near,
    "not_referring": _not_referring,
}


def _draft(scene: Scene, hit: Hit, memory: Memory, country: str | None) -> EventDraft:
    clause = scene.clauses[scene.clause_at(hit.start)]
    start, end = clause.start, max(clause.end, hit.end)
    parties = _armed_only(roles.read(scene, hit), hit, scene.words[start:end])
    helping = roles.supporters(scene, start, end)
    actor = tuple(a for a in parties.actor if a not in helping) or parties.actor
    known = names(actor)
    parties = replace(parties, actor=actor, supporter=tuple(a for a in helping if a.name not in known))
    carried = tuple(place for place in memory.places if place.country == country)
    places = places_for(scene, start, end) or carried
    certainty, why = certainty_at(scene, hit.start, hit.end)
    told = tolls(scene.words, start, len(scene.words))
    if not any(toll.what == "killed" for toll in told) and hit.entry.rule in _ONE_KILLED:
        alone = one_killed(scene.words[start:end])
        told = (alone, *told) if alone else told
    kind = _type(hit, parties, places, scene, start, end)
    kind, shift = _shifted(kind, hit, scene, start, end)
    kind, parties, goes_on = _continued(kind, parties, hit, memory, scene)
    draft = EventDraft(
        scene=scene,
        start=start,
        end=end,
        word=hit.start,
        rules=(*hit.trace(why), *shift, *goes_on),
        weight=hit.entry.says["weight"],
        sub_event_type=kind,
        parties=parties,
        places=places,
        time=time_for(scene, start, end),
        certainty=certainty,
        tolls=told,
    )
    return _filled(draft, memory, country)


def _armed_only(parties: Parties, hit: Hit, words: Sequence[str]) -> Parties:
    """The parties without actors who cannot: civilians storm nothing, groups rarely fly, states plant no car bombs."""
    if hit.entry.says["roles"] in ("flee", "crowd", "parties"):
        return parties
    actor = tuple(a for a in parties.actor if a.kind != "civilians")
    target = parties.target
    if hit.entry.says["type"] == "Air/drone strike" and not any("drone" in word for word in words):
        flown = tuple(a for a in actor if a.kind in _FLYING)
        target = target or tuple(a for a in actor if a.kind == "group")
        actor = flown
    if hit.entry.says["type"] in _BLASTS:
        actor = tuple(a for a in actor if a.kind in ("group", "unidentified", "generic"))
    return replace(parties, actor=actor, target=target)


def _type(hit: Hit, parties: Parties, places: Sequence[ClaimPlace], scene: Scene, start: int, end: int) -> str:
    """Resolves the families of the lexicon to a sub-event type."""
    kind: str = hit.entry.says["type"]
    match kind:
        case "capture":
            home = any(
                actor.kind == "state" and actor.country and any(p.country == actor.country for p in places)
                for actor in parties.actor
            )
            return "Government regains territory" if home else "Non-state actor overtakes territory"
        case "bombing-place":
            flown = any(actor.kind in ("state", "coalition") for actor in parties.actor)
            return "Air/drone strike" if flown else "Remote explosive/landmine/IED"
        case "bombing":
            if not parties.actor or any(actor.kind in ("state", "coalition") for actor in parties.actor):
                return "Air/drone strike"
            return "Remote explosive/landmine/IED"
        case "bombardment":
            return "Air/drone strike"
        case "attack" | "harm":
            return _attack_type(parties, scene.words[start:end], kind)
        case _:
            return kind


@cache
def _shifts() -> tuple[dict[str, Any], ...]:
    return tuple(data_table("shifts.toml")["shift"])


def _shifted(kind: str, hit: Hit, scene: Scene, start: int, end: int) -> tuple[str, tuple[str, ...]]:
    """The type after the shifts that other words of the clause call for, and the shift's name for the trace."""
    for shift in _shifts():
        if kind not in shift["from"] or hit.entry.rule not in shift.get("rules", (hit.entry.rule,)):
            continue
        words = scene.words if shift["scope"] == "sentence" else scene.words[start:end]
        if any(word in shift["words"] for word in words):
            return shift["to"], (f"shift: {shift['name']}",)
    return kind, ()


_ONE_KILLED = frozenset(
    ("kill", "kill-unarmed", "toll", "die", "open-fire", "airstrike-verb", "mob", "ied", "shelling")
)
_TOLL_RULES = frozenset(("kill", "toll", "die"))
_DEADLY = frozenset(("Air/drone strike", "Shelling/artillery/missile attack", "Suicide bomb", "Chemical weapon",
                     "Remote explosive/landmine/IED", "Grenade", "Armed clash"))  # fmt: skip


def _continued(
    kind: str, parties: Parties, hit: Hit, memory: Memory, scene: Scene
) -> tuple[str, Parties, tuple[str, ...]]:
    """Deaths told without a doer right after a strike or a blast are its deaths."""
    last = memory.last
    if parties.actor or hit.entry.rule not in _TOLL_RULES or last is None or last.sub_event_type not in _DEADLY:
        return kind, parties, ()
    if kind not in ("Attack", "Armed clash") or scene.index - last.scene.index > 1:
        return kind, parties, ()
    actor = tuple(a for a in last.parties.actor if a not in parties.target)
    return last.sub_event_type, replace(parties, actor=actor), ("continued",)


def _attack_type(parties: Parties, words: Sequence[str], kind: str) -> str:
    if any(actor.kind == "civilians" for actor in parties.target):
        return "Attack"
    if any(actor.kind in ARMED_KINDS for actor in parties.target):
        return "Armed clash"
    if any(word in class_words("unarmed") or word in class_words("civil_object") for word in words):
        return "Attack"
    if any(word in class_words("armed") for word in words):
        return "Armed clash"
    return "Attack"


_BLASTS = frozenset(("Suicide bomb", "Remote explosive/landmine/IED", "Grenade"))
_MILITARY = frozenset(("Battles", "Explosions/Remote violence"))
_CROWDS = {
    "Peaceful protest": ("actor", "Protesters"),
    "Violent demonstration": ("actor", "Rioters"),
    "Mob violence": ("actor", "Rioters"),
    "Protest with intervention": ("target", "Protesters"),
    "Excessive force against protesters": ("target", "Protesters"),
}
_FLYING = frozenset(("state", "coalition", "generic"))
_TWO_SIDED = frozenset(
    (
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Air/drone strike",
        "Shelling/artillery/missile attack",
    )
)
_PEOPLE_TYPES = frozenset(("Attack", "Abduction/forced disappearance", "Sexual violence"))
_HURT = frozenset(
    ("Air/drone strike", "Shelling/artillery/missile attack", "Chemical weapon", *_BLASTS, *_PEOPLE_TYPES)
)


def _filled(draft: EventDraft, memory: Memory, country: str | None) -> EventDraft:
    """Parties that the clause leaves out: carried from before, or the codebook's stand-ins."""
    parties, kind = draft.parties, draft.sub_event_type
    state = None if parties.actor else roles.state_subject(draft.scene, draft.word)
    if state and kind not in _BLASTS and kind not in _CROWDS:
        head = "Military Forces" if event_type_of(kind) in _MILITARY else "Government"
        if state in memory.state_names:
            return replace(draft, named_actor=f"{head} of {memory.state_names[state]}")
    if not parties.actor and parties.target and kind not in _BLASTS:
        by = memory.by.get(parties.target[0].name, ())
        parties = replace(
            parties, actor=by if kind != "Air/drone strike" else tuple(a for a in by if a.kind != "group")
        )
    if not parties.actor:
        earlier = memory.by_type.get(kind)
        if earlier and kind not in _BLASTS:
            parties = replace(parties, actor=tuple(a for a in earlier.actor if a not in parties.target))
    if not parties.actor and kind in (_BLASTS | {"Attack", "Abduction/forced disappearance"}):
        draft = replace(draft, named_actor=UNIDENTIFIED)
    if kind in _CROWDS:
        return _crowd(draft, memory, country)
    if not parties.target and kind in _HURT and _unarmed(draft):
        draft = replace(draft, named_target=CIVILIANS)
    if not parties.target and not draft.named_target and kind in _TWO_SIDED:
        held = roles.holders(draft.scene, draft.start, draft.end)
        parties = replace(parties, target=tuple(a for a in held if a not in parties.actor))
    if parties.actor and not parties.target and not draft.named_target and kind in _TWO_SIDED:
        parties = replace(parties, target=memory.against.get(parties.actor[0].name, ()))
        if not parties.target and memory.main and parties.actor[0].name != memory.main.name:
            parties = replace(parties, target=(memory.main,))
    if not parties.target and not draft.named_target and kind in _PEOPLE_TYPES:
        draft = replace(draft, named_target=CIVILIANS)
    return replace(draft, parties=parties)


def _crowd(draft: EventDraft, memory: Memory, country: str | None) -> EventDraft:
    """The codebook's names of crowds: "Protesters (Syria)" march or are shot at, "Rioters (Syria)" strike."""
    side, crowd = _CROWDS[draft.sub_event_type]
    where = next((place.country for place in draft.places if place.country), country)
    name = f"{crowd} ({memory.state_names[where]})" if where and where in memory.state_names else crowd
    if side == "actor":
        return replace(draft, named_actor=name, parties=replace(draft.parties, actor=()))
    parties = replace(
        draft.parties, target=tuple(t for t in draft.parties.target if t.kind not in ("civilians", "role"))
    )
    return replace(draft, parties=parties, named_target=None if parties.target else name)


def _unarmed(draft: EventDraft) -> bool:
    words = draft.scene.words[draft.start : draft.end]
    return any(w in class_words("unarmed") or w in class_words("civil_object") for w in words)


def dominant_country(places: Sequence[ClaimPlace]) -> str | None:
    """The country most places of a report lie in."""
    seen = Counter(place.country for place in places if place.country)
    return seen.most_common(1)[0][0] if seen else None


__all__ = ["CIVILIANS", "UNIDENTIFIED", "ActorMention", "dominant_country", "lexicon", "names", "read_events"]
