"""Who takes part where the clause does not say: what follows from the words, or the codebook's stand-ins.

A rule stays only where at least six of ten slots it fills are right on two of the three annotated folders
(`benchmarks/actors/quality_filling.py`); a party the report leaves open stays open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ebbline.claims import roles
from ebbline.claims.drafts import EventDraft, names
from ebbline.claims.lexicon import Hit, class_words, word_list
from ebbline.claims.roles import Parties
from ebbline.claims.scene import Scene
from ebbline.ontology import event_type_of
from ebbline.records import ClaimPlace, ClaimTime

UNIDENTIFIED = "Unidentified armed group"
CIVILIANS = "Civilians"
_ANYONE = frozenset({"them", "him", "her", "it"})
BLASTS = frozenset(("Suicide bomb", "Remote explosive/landmine/IED", "Grenade"))
_MILITARY = frozenset(("Battles", "Explosions/Remote violence"))
_CROWDS = {
    "Peaceful protest": ("actor", "Protesters"),
    "Violent demonstration": ("actor", "Rioters"),
    "Mob violence": ("actor", "Rioters"),
    "Protest with intervention": ("target", "Protesters"),
    "Excessive force against protesters": ("target", "Protesters"),
}
_STRIKE = "Air/drone strike"
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

    places: tuple[ClaimPlace, ...] = ()
    when: ClaimTime | None = None
    """The time of the strikes that the last events go on with: lines of a list stand under its date."""
    last: EventDraft | None = None
    state_names: Mapping[str, str] = field(default_factory=dict)

    def keep(self, draft: EventDraft) -> None:
        """Remember the last event, and the date of a run of strikes by the same."""
        last, actor = self.last, names(draft.parties.actor)
        same = last is not None and _strikes(last) and _strikes(draft) and names(last.parties.actor) == actor
        self.when = draft.time or (self.when if same else None)
        self.last = draft


def _strikes(draft: EventDraft) -> bool:
    return draft.sub_event_type == _STRIKE and bool(draft.parties.actor)


def able_only(parties: Parties, hit: Hit, words: Sequence[str]) -> Parties:
    """The parties without actors who cannot: civilians storm nothing, groups rarely fly, states plant no car bombs."""
    if hit.entry.says["roles"] in ("flee", "crowd", "parties"):
        return parties
    actor = tuple(a for a in parties.actor if a.kind != "civilians")
    target = parties.target
    if hit.entry.says["type"] == "Air/drone strike" and "drone" not in " ".join(words):
        flown = tuple(a for a in actor if a.kind in FLYING)
        target = target or tuple(a for a in actor if a.kind == "group")
        actor = flown
    if hit.entry.says["type"] in BLASTS:
        actor = tuple(a for a in actor if a.kind in ("group", "unidentified", "generic"))
    return Parties(actor, target, parties.supporter)


def continued(
    kind: str, parties: Parties, hit: Hit, memory: Memory, scene: Scene
) -> tuple[str, Parties, tuple[str, ...]]:
    """Deaths told without a doer right after a strike or a blast are its deaths; by whom stays open."""
    last = memory.last
    if parties.actor or hit.entry.rule not in TOLL_RULES or last is None or last.sub_event_type not in _DEADLY:
        return kind, parties, ()
    unarmed = any(target.kind == "civilians" for target in parties.target)
    if unarmed and last.sub_event_type == "Armed clash":
        return kind, parties, ()
    if kind not in ("Attack", "Armed clash") or scene.index - last.scene.index > 1:
        return kind, parties, ()
    return last.sub_event_type, parties, ("continued",)


def _others(group: roles.Group, than: roles.Group) -> roles.Group:
    """Those of a group whose name is not among the others."""
    return tuple(actor for actor in group if actor.name not in names(than))


def filled(draft: EventDraft, memory: Memory, country: str | None) -> EventDraft:
    """Parties that the clause leaves out, where they follow; a rule that fills one stands in the trace.

    Whoever is neither named in the clause nor follows stays open. `country`: the one most places of the report lie
    in, for the names of crowds.
    """
    draft = _with_actor(_two_sided(draft), memory)
    if draft.sub_event_type in _CROWDS:
        return _crowd(draft, memory, country)
    return _with_target(draft, memory)


_AMONG_THEMSELVES = ("Agreement", "Change to group/activity")
_OWN = word_list("among_own")


def _two_sided(draft: EventDraft) -> EventDraft:
    """The draft with nobody acting against himself, but where own members are meant."""
    parties, words = draft.parties, draft.scene.words[draft.start : draft.end]
    if draft.sub_event_type in _AMONG_THEMSELVES or not _OWN.isdisjoint(words):
        return draft
    target = _others(parties.target, parties.actor)
    return draft if target == parties.target else replace(draft, parties=replace(parties, target=target))


def _with_actor(draft: EventDraft, memory: Memory) -> EventDraft:
    kind = draft.sub_event_type
    if draft.parties.actor:
        return draft
    if kind in BLASTS:
        return _noted(draft, "actor", "a bomb nobody owns to", named_actor=UNIDENTIFIED)
    state = roles.state_subject(draft.scene, draft.word)
    if state in memory.state_names and kind not in _CROWDS:
        head = "Military Forces" if event_type_of(kind) in _MILITARY else "Government"
        named = f"{head} of {memory.state_names[state or '']}"
        return _noted(draft, "actor", "country as subject", named_actor=named)
    return _strikes_go_on(draft, memory)


def _noted(draft: EventDraft, slot: str, rule: str, **filled: Any) -> EventDraft:
    """The draft with the fields `filled`, and the rule that filled a slot in its trace."""
    return replace(draft, rules=(*draft.rules, f"filled {slot}: {rule}"), **filled)


def _strikes_go_on(draft: EventDraft, memory: Memory) -> EventDraft:
    """A strike told right after a strike is flown by the same, as in a list of strikes under its date."""
    last, parties = memory.last, draft.parties
    if draft.sub_event_type != _STRIKE or last is None or last.sub_event_type != _STRIKE:
        return draft
    flown = tuple(a for a in _others(last.parties.actor, parties.target) if a.kind in FLYING)
    if not flown:
        return draft
    done = replace(draft, parties=replace(parties, actor=flown), time=draft.time or memory.when)
    done = _noted(done, "actor", "strikes go on")
    if parties.target or not last.parties.target:
        return done
    return _noted(replace(done, parties=replace(done.parties, target=last.parties.target)), "target", "strikes go on")


def _with_target(draft: EventDraft, memory: Memory) -> EventDraft:
    parties, kind = draft.parties, draft.sub_event_type
    if parties.target:
        return draft
    if kind in _PEOPLE_TYPES and not _victims_untold(draft):
        return _noted(draft, "target", "unarmed by type", named_target=CIVILIANS)
    if kind in _HURT and _unarmed(draft):
        return _noted(draft, "target", "unarmed by words", named_target=CIVILIANS)
    if kind not in _TWO_SIDED:
        return draft
    held = _others(roles.holders(draft.scene, draft.start, draft.end), parties.actor)
    if not held:
        return draft
    return _noted(replace(draft, parties=replace(parties, target=held)), "target", "holder of the place")


def _crowd(draft: EventDraft, memory: Memory, country: str | None) -> EventDraft:
    """The codebook's names of crowds: "Protesters (Syria)" march or are shot at, "Rioters (Syria)" strike."""
    side, crowd = _CROWDS[draft.sub_event_type]
    where = next((place.country for place in draft.places if place.country), country)
    name = f"{crowd} ({memory.state_names[where]})" if where and where in memory.state_names else crowd
    if side == "actor":
        return _noted(
            replace(draft, named_actor=name, parties=replace(draft.parties, actor=())), "actor", "crowd of the country"
        )
    parties = replace(
        draft.parties, target=tuple(t for t in draft.parties.target if t.kind not in ("civilians", "role"))
    )
    if parties.target:
        return replace(draft, parties=parties)
    return _noted(replace(draft, parties=parties, named_target=name), "target", "crowd of the country")


def _victims_untold(draft: EventDraft) -> bool:
    """Whether the victims may be armed: told by a pronoun ("killed all of them"), or by a word for fighters."""
    words = draft.scene.words
    if not _ANYONE.isdisjoint(words[draft.word + 1 : min(draft.end, draft.word + 5)]):
        return True
    return not class_words("armed").isdisjoint(words[draft.start : draft.end])


def _unarmed(draft: EventDraft) -> bool:
    """Whether the clause names unarmed people or houses, or counts victims without saying that they were armed."""
    words = draft.scene.words[draft.start : draft.end]
    if not (class_words("unarmed").isdisjoint(words) and class_words("civil_object").isdisjoint(words)):
        return True
    return any(toll.of in ("civilians", "unknown") and toll.what in ("killed", "wounded") for toll in draft.tolls)
