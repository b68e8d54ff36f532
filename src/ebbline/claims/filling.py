"""Who takes part where the clause does not say: carried from earlier clauses, or the codebook's stand-in names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ebbline.actors import ActorMention
from ebbline.claims import roles
from ebbline.claims.drafts import EventDraft, names
from ebbline.claims.lexicon import Hit, class_words
from ebbline.claims.roles import Parties
from ebbline.claims.scene import Scene
from ebbline.ontology import event_type_of
from ebbline.records import ClaimPlace, ClaimTime

UNIDENTIFIED = "Unidentified armed group"
CIVILIANS = "Civilians"
BLASTS = frozenset(("Suicide bomb", "Remote explosive/landmine/IED", "Grenade"))
_MILITARY = frozenset(("Battles", "Explosions/Remote violence"))
_CROWDS = {
    "Peaceful protest": ("actor", "Protesters"),
    "Violent demonstration": ("actor", "Rioters"),
    "Mob violence": ("actor", "Rioters"),
    "Protest with intervention": ("target", "Protesters"),
    "Excessive force against protesters": ("target", "Protesters"),
}
FLYING = frozenset(("state", "coalition", "generic"))
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
_HURT = frozenset(("Air/drone strike", "Shelling/artillery/missile attack", "Chemical weapon", *BLASTS, *_PEOPLE_TYPES))


TOLL_RULES = frozenset(("kill", "toll", "die"))
_DEADLY = frozenset(("Air/drone strike", "Shelling/artillery/missile attack", "Suicide bomb", "Chemical weapon",
                     "Remote explosive/landmine/IED", "Grenade", "Armed clash"))  # fmt: skip


@dataclass(slots=True)
class Memory:
    """What earlier sentences of the report leave to later ones."""

    by_type: dict[str, Parties] = field(default_factory=dict)
    subject: roles.Group = ()
    places: tuple[ClaimPlace, ...] = ()
    when: dict[str, ClaimTime | None] = field(default_factory=dict)
    """Type to the time of the act that last named its actor: lines of a list stand under its date."""
    against: dict[str, roles.Group] = field(default_factory=dict)
    """Actor's name to whom it last acted against."""
    by: dict[str, roles.Group] = field(default_factory=dict)
    """Target's name to who last acted against it."""
    main: ActorMention | None = None
    last: EventDraft | None = None
    state_names: Mapping[str, str] = field(default_factory=dict)

    def keep(self, draft: EventDraft) -> None:
        """Remember who did what, and its date as long as the same actor's acts name no other."""
        kind = draft.sub_event_type
        earlier = self.by_type.get(kind)
        same = earlier is not None and names(earlier.actor) == names(draft.parties.actor)
        self.when[kind] = draft.time or (self.when.get(kind) if same else None)
        self.by_type[kind] = draft.parties


def able_only(parties: Parties, hit: Hit, words: Sequence[str]) -> Parties:
    """The parties without actors who cannot: civilians storm nothing, groups rarely fly, states plant no car bombs."""
    if hit.entry.says["roles"] in ("flee", "crowd", "parties"):
        return parties
    actor = tuple(a for a in parties.actor if a.kind != "civilians")
    target = parties.target
    if hit.entry.says["type"] == "Air/drone strike" and not any("drone" in word for word in words):
        flown = tuple(a for a in actor if a.kind in FLYING)
        target = target or tuple(a for a in actor if a.kind == "group")
        actor = flown
    if hit.entry.says["type"] in BLASTS:
        actor = tuple(a for a in actor if a.kind in ("group", "unidentified", "generic"))
    return Parties(actor, target, parties.supporter)


def continued(
    kind: str, parties: Parties, hit: Hit, memory: Memory, scene: Scene
) -> tuple[str, Parties, tuple[str, ...]]:
    """Deaths told without a doer right after a strike or a blast are its deaths."""
    last = memory.last
    if parties.actor or hit.entry.rule not in TOLL_RULES or last is None or last.sub_event_type not in _DEADLY:
        return kind, parties, ()
    if kind not in ("Attack", "Armed clash") or scene.index - last.scene.index > 1:
        return kind, parties, ()
    actor = _others(last.parties.actor, parties.target)
    return last.sub_event_type, replace(parties, actor=actor), ("continued",)


def _others(group: roles.Group, than: roles.Group) -> roles.Group:
    """Those of a group whose name is not among the others."""
    return tuple(actor for actor in group if actor.name not in names(than))


def filled(draft: EventDraft, memory: Memory, country: str | None) -> EventDraft:
    """Parties that the clause leaves out: carried from before, or the codebook's stand-ins.

    `country`: the one most places of the report lie in, for the names of crowds.
    """
    if draft.sub_event_type in _TWO_SIDED:
        parties = draft.parties
        target = _others(parties.target, parties.actor)
        if target != parties.target:
            draft = replace(draft, parties=replace(parties, target=target))
    draft = _with_actor(draft, memory)
    if draft.sub_event_type in _CROWDS:
        return _crowd(draft, memory, country)
    return _with_target(draft, memory)


def _with_actor(draft: EventDraft, memory: Memory) -> EventDraft:
    parties, kind = draft.parties, draft.sub_event_type
    if parties.actor:
        return draft
    if kind in BLASTS:
        return _noted(replace(draft, named_actor=UNIDENTIFIED), "actor", "unnamed")
    state = roles.state_subject(draft.scene, draft.word)
    if state in memory.state_names and kind not in _CROWDS:
        head = "Military Forces" if event_type_of(kind) in _MILITARY else "Government"
        named = replace(draft, named_actor=f"{head} of {memory.state_names[state or '']}")
        return _noted(named, "actor", "country-as-subject")
    rule, carried = _carried_actor(draft, memory)
    if not carried and kind in ("Attack", "Abduction/forced disappearance"):
        return _noted(replace(draft, named_actor=UNIDENTIFIED), "actor", "unnamed")
    earlier = memory.by_type.get(kind)
    told_under = earlier is not None and carried and carried[0].name in names(earlier.actor)
    time = draft.time or (memory.when.get(kind) if told_under else None)
    return _noted(replace(draft, parties=replace(parties, actor=carried), time=time), "actor", rule)


def _noted(draft: EventDraft, slot: str, rule: str) -> EventDraft:
    """The draft with the rule that filled a slot in its trace."""
    return replace(draft, rules=(*draft.rules, f"filled {slot}: {rule}")) if rule else draft


def _carried_actor(draft: EventDraft, memory: Memory) -> tuple[str, roles.Group]:
    """Who last acted against the same target, else who last did the same."""
    parties, kind = draft.parties, draft.sub_event_type
    near = draft.scene.index - memory.last.scene.index if memory.last else 99
    gap = "0" if near == 0 else "1" if near == 1 else "far"
    if parties.target:
        by = memory.by.get(parties.target[0].name, ())
        by = tuple(a for a in by if a.kind in FLYING) if kind == "Air/drone strike" else by
        if by:
            return f"by-target {gap}", by
    earlier = memory.by_type.get(kind)
    gap += " plural" if memory.last and memory.last.sub_event_type == kind else " otherkind"
    found = _others(earlier.actor, parties.target) if earlier else ()
    return (f"by-type {gap}" if found else ""), found


def _with_target(draft: EventDraft, memory: Memory) -> EventDraft:
    parties, kind = draft.parties, draft.sub_event_type
    if parties.target:
        return draft
    if kind in _PEOPLE_TYPES or (kind in _HURT and _unarmed(draft)):
        rule = "people-type" if kind in _PEOPLE_TYPES else "unarmed"
        return _noted(replace(draft, named_target=CIVILIANS), "target", rule)
    if kind not in _TWO_SIDED:
        return draft
    held = roles.holders(draft.scene, draft.start, draft.end)
    target = _others(held, parties.actor)
    rule = "holders" if target else ""
    near = draft.scene.index - memory.last.scene.index if memory.last else 99
    gap = "0" if near == 0 else "1" if near == 1 else "far"
    if not target and parties.actor:
        first = parties.actor[0].name
        target = memory.against.get(first, ())
        rule = f"against {gap}" if target else ""
        if not target and memory.main and first != memory.main.name:
            target = (memory.main,)
            rule = "main " + str(parties.actor[0].kind)
    return _noted(replace(draft, parties=replace(parties, target=target)), "target", rule)


def _crowd(draft: EventDraft, memory: Memory, country: str | None) -> EventDraft:
    """The codebook's names of crowds: "Protesters (Syria)" march or are shot at, "Rioters (Syria)" strike."""
    side, crowd = _CROWDS[draft.sub_event_type]
    where = next((place.country for place in draft.places if place.country), country)
    name = f"{crowd} ({memory.state_names[where]})" if where and where in memory.state_names else crowd
    if side == "actor":
        return _noted(replace(draft, named_actor=name, parties=replace(draft.parties, actor=())), "actor", "crowd")
    parties = replace(
        draft.parties, target=tuple(t for t in draft.parties.target if t.kind not in ("civilians", "role"))
    )
    if parties.target:
        return replace(draft, parties=parties)
    return _noted(replace(draft, parties=parties, named_target=name), "target", "crowd")


def _unarmed(draft: EventDraft) -> bool:
    """Whether the clause names unarmed people or houses, or counts victims without saying that they were armed."""
    words = draft.scene.words[draft.start : draft.end]
    if any(w in class_words("unarmed") or w in class_words("civil_object") for w in words):
        return True
    return any(toll.of in ("civilians", "unknown") and toll.what in ("killed", "wounded") for toll in draft.tolls)
