"""Who takes part where the clause does not say: what follows from the words, or the codebook's stand-ins.

A rule stays only where at least six of ten slots it fills are right on two of the three annotated folders
(`benchmarks/actors/quality_filling.py`); a party the report leaves open stays open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ebbline.claims import roles
from ebbline.claims.drafts import EventDraft, names
from ebbline.claims.enmity import Enmity, side
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
_PLANTING = frozenset(("group", "unidentified", "generic"))
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
    (
        "Air/drone strike",
        "Shelling/artillery/missile attack",
        "Chemical weapon",
        "Looting/property destruction",
        *BLASTS,
        *_PEOPLE_TYPES,
    )
)


TOLL_RULES = frozenset(("kill", "toll", "die"))
_DEADLY = frozenset(("Air/drone strike", "Shelling/artillery/missile attack", "Suicide bomb", "Chemical weapon",
                     "Remote explosive/landmine/IED", "Grenade", "Armed clash"))  # fmt: skip


@dataclass(slots=True)
class Memory:
    """What earlier sentences of the report leave to later ones."""

    places: tuple[ClaimPlace, ...] = ()
    around: tuple[ClaimPlace, ...] = ()
    """The places of the whole sentence that is being read."""
    when: ClaimTime | None = None
    """The time of the strikes that the last events go on with: lines of a list stand under its date."""
    last: EventDraft | None = None
    state_names: Mapping[str, str] = field(default_factory=dict)
    enmity: Enmity = field(default_factory=Enmity)
    scenes: Sequence[Scene] = ()
    """All sentences of the report."""
    before: Scene | None = None
    """The sentence before the one that is being read."""
    acts: dict[str, EventDraft] = field(default_factory=dict)
    """The last act of each event type."""

    _main: tuple[str | None] | None = None
    _parties: frozenset[str] | None = None

    def main(self) -> str | None:
        """The armed group the report is mostly about; looked for when first asked."""
        if self._main is None:
            self._main = (main_group(self.scenes),)
        return self._main[0]

    def parties(self) -> frozenset[str]:
        """The names of all armed parties and governments; looked for when first asked."""
        if self._parties is None:
            self._parties = parties_of(self.scenes)
        return self._parties

    def keep(self, draft: EventDraft) -> None:
        """Remember the last event, and the date of a run of strikes by the same."""
        last, actor = self.last, names(draft.parties.actor)
        self.acts[_family(draft.sub_event_type)] = draft
        same = last is not None and _strikes(last) and _strikes(draft) and names(last.parties.actor) == actor
        self.when = draft.time or (self.when if same else None)
        self.last = draft
        if event_type_of(draft.sub_event_type) in _MILITARY:
            self.enmity.add(draft.parties.actor, draft.parties.target)


def _family(kind: str) -> str:
    """Kinds of acts by which one act may be told again: any attack, but an arrest only as an arrest."""
    family = event_type_of(kind)
    return kind if kind == _STRIKE or family == "Strategic developments" else family


def _strikes(draft: EventDraft) -> bool:
    return draft.sub_event_type == _STRIKE and bool(draft.parties.actor)


def able_only(parties: Parties, hit: Hit, words: Sequence[str]) -> Parties:
    """The parties without actors who cannot: civilians storm nothing, groups rarely fly, states plant no car bombs."""
    if not parties.actor or hit.entry.says["roles"] in ("flee", "crowd", "parties"):
        return parties
    actor = tuple([a for a in parties.actor if a.kind != "civilians"])
    target = parties.target
    if hit.entry.says["type"] == _STRIKE and "drone" not in " ".join(words):
        target = target or tuple([a for a in actor if a.kind == "group"])
        actor = tuple([a for a in actor if a.kind in FLYING])
    elif hit.entry.says["type"] in BLASTS:
        actor = tuple([a for a in actor if a.kind in _PLANTING])
    return Parties(actor, target)


def continued(kind: str, parties: Parties, hit: Hit, memory: Memory, scene: Scene) -> tuple[str, tuple[str, ...]]:
    """Deaths told without a doer right after a strike or a blast are its deaths; by whom stays open."""
    last = memory.last
    if parties.actor or hit.entry.rule not in TOLL_RULES or last is None or last.sub_event_type not in _DEADLY:
        return kind, ()
    unarmed = any(target.kind == "civilians" for target in parties.target)
    if unarmed and last.sub_event_type == "Armed clash":
        return kind, ()
    if kind not in ("Attack", "Armed clash") or scene.index - last.scene.index > 1:
        return kind, ()
    return last.sub_event_type, ("shift: continued",)


def _others(group: roles.Group, than: roles.Group) -> roles.Group:
    """Those of a group who are not on the side of the others."""
    if not group or not than:
        return group
    known = set(map(side, than))
    return tuple([actor for actor in group if side(actor) not in known])


def fill(draft: EventDraft, memory: Memory, country: str | None) -> None:
    """Fills the parties that the clause leaves out, where they follow; a rule that fills one stands in the trace.

    Whoever is neither named in the clause nor follows stays open. `country`: the one most places of the report lie
    in, for the names of crowds.
    """
    _two_sided(draft)
    if not draft.parties.actor:
        _fill_actor(draft, memory)
    if draft.sub_event_type in _CROWDS:
        _fill_crowd(draft, memory, country)
    elif not draft.parties.target:
        _fill_target(draft, memory)


_AMONG_THEMSELVES = ("Agreement", "Change to group/activity")
_OWN = word_list("among_own")


def _two_sided(draft: EventDraft) -> None:
    """Nobody acts against himself, but where own members are meant."""
    parties = draft.parties
    if not parties.target or not parties.actor or draft.sub_event_type in _AMONG_THEMSELVES:
        return
    if not _OWN.isdisjoint(draft.scene.present) and not _OWN.isdisjoint(draft.scene.words[draft.start : draft.end]):
        return
    target = _others(parties.target, parties.actor)
    if len(target) != len(parties.target):
        draft.parties = Parties(parties.actor, target, parties.supporter)
        draft.rules = (*draft.rules, "veto: target on the actor's side")


def _fill_actor(draft: EventDraft, memory: Memory) -> None:
    kind = draft.sub_event_type
    if kind in BLASTS:
        _by_the_main_group(draft, memory)
        if draft.parties.actor:
            return
        draft.named_actor = UNIDENTIFIED
        _note(draft, "actor", "a bomb nobody owns to")
        return
    state = roles.state_subject(draft.scene, draft.word)
    if state in memory.state_names and kind not in _CROWDS:
        head = "Military Forces" if event_type_of(kind) in _MILITARY else "Government"
        draft.named_actor = f"{head} of {memory.state_names[state or '']}"
        _note(draft, "actor", "country as subject")
        return
    own = _own_side(draft, memory)
    if own is not None:
        draft.named_actor = own
        _note(draft, "actor", "the speaker's own side")
        return
    _strike_on(draft, memory)
    if not draft.parties.actor:
        _take_up(draft, memory)
    if not draft.parties.actor and kind in _PEOPLE_TYPES:
        _by_the_main_group(draft, memory)


def _by_the_main_group(draft: EventDraft, memory: Memory) -> None:
    """Harm to people told without a doer is by the group a report is about, if that is the armed party named last.

    Harm at another place than the sentence before told of is nobody's.
    """
    scene = draft.scene
    named = [p.actor for p in scene.actors if p.start < draft.word and p.actor and p.actor.kind in _BEARING_ARMS]
    if not named and memory.before is not None and memory.before.index == scene.index - 1:
        if draft.places and memory.places and not _same_place(draft.places, memory.places):
            return
        named = [p.actor for p in memory.before.actors if p.actor and p.actor.kind in _BEARING_ARMS]
    if named and named[-1].name == memory.main() and _others((named[-1],), draft.parties.target):
        draft.parties = Parties((named[-1],), draft.parties.target, draft.parties.supporter)
        _note(draft, "actor", "main group named just before")


def _same_place(here: Sequence[ClaimPlace], there: Sequence[ClaimPlace]) -> bool:
    """Whether one place at least is told of both times."""
    return not {place.name for place in here}.isdisjoint(place.name for place in there)


_BEARING_ARMS = frozenset(("group", "generic", "state", "coalition"))


def parties_of(scenes: Sequence[Scene]) -> frozenset[str]:
    """The names of all armed parties and governments of a report."""
    return frozenset(
        [p.actor.name for scene in scenes for p in scene.actors if p.actor and p.actor.kind in _BEARING_ARMS]
    )


def main_group(scenes: Sequence[Scene]) -> str | None:
    """The armed group a report names at least three times as often as any other; None where there is none."""
    seen = Counter(p.actor.name for scene in scenes for p in scene.actors if p.actor and p.actor.kind in _GROUPS)
    ranked = seen.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _MAIN * ranked[1][1]):
        return None
    return ranked[0][0]


_GROUPS = frozenset(("group", "generic"))
_MAIN = 3
"""Times by which the report's group outnumbers the next."""


def _own_side(draft: EventDraft, memory: Memory) -> str | None:
    """Whom "we" and "our forces" are, said by a member of an armed party or a government the report names."""
    said_by, words = draft.said_by, draft.scene.words[draft.start : draft.word]
    if said_by is None or said_by.affiliation is None or said_by.role not in ("military", "official"):
        return None
    if said_by.affiliation not in memory.parties():
        return None
    for i in range(len(words) - 1, max(-1, len(words) - _OURS), -1):
        if words[i] == "we":
            return said_by.affiliation if i >= len(words) - 3 else None
        if words[i] == "our" and not _FORCES.isdisjoint(words[i + 1 :]):
            return said_by.affiliation
    return None


_FORCES = class_words("armed") | word_list("own_forces")
_OURS = 8
"""Words before an act over which "our forces" do it."""


def _take_up(draft: EventDraft, memory: Memory) -> None:
    """ "The attack", "those raids": the parties of the act of this kind told last, if it was told shortly before."""
    scene, word = draft.scene, draft.word
    if not word or scene.words[word - 1] not in _TAKING_UP:
        return
    before = memory.acts.get(_family(draft.sub_event_type))
    if before is None or scene.index - before.scene.index > _FAR or not before.parties.actor:
        return
    own = [p.place.place for p in scene.places if p.place and word < p.start <= word + _ITS_PLACE]
    if own and before.places and not _same_place(own, before.places):
        return
    parties = draft.parties
    actor = _others(before.parties.actor, parties.target)
    if actor:
        draft.parties = Parties(actor, parties.target, parties.supporter)
        _note(draft, "actor", "act told before")


_TAKING_UP = word_list("taking_up")
_ITS_PLACE = 4
"""Words behind an act within which a place belongs to it: "the shelling of Dorn" is not that of Karm."""
_FAR = 4
"""Sentences over which "the attack" is the attack told before."""


def _note(draft: EventDraft, slot: str, rule: str) -> None:
    """The rule that filled a slot, in the trace."""
    draft.rules = (*draft.rules, f"filled {slot}: {rule}")


def _strike_on(draft: EventDraft, memory: Memory) -> None:
    """A strike told right after a strike is flown by the same, as in a list of strikes under its date."""
    last, parties = memory.last, draft.parties
    if draft.sub_event_type != _STRIKE or last is None or last.sub_event_type != _STRIKE:
        return
    flown = tuple([a for a in _others(last.parties.actor, parties.target) if a.kind in FLYING])
    if not flown:
        return
    if draft.time is None and memory.when is not None:
        draft.time = memory.when
        _note(draft, "time", "strikes go on")
    draft.parties = Parties(flown, parties.target or last.parties.target, parties.supporter)
    _note(draft, "actor", "strikes go on")
    if draft.parties.target and not parties.target:
        _note(draft, "target", "strikes go on")


def _fill_target(draft: EventDraft, memory: Memory) -> None:
    parties, kind = draft.parties, draft.sub_event_type
    if kind in _PEOPLE_TYPES and not _victims_untold(draft):
        draft.named_target = CIVILIANS
        _note(draft, "target", "unarmed by type")
    elif kind in _HURT and _unarmed(draft):
        draft.named_target = CIVILIANS
        _note(draft, "target", "unarmed by words")
    elif kind in _TWO_SIDED:
        held = _others(roles.holders(draft.scene, draft.start, draft.end), parties.actor)
        if held:
            draft.parties = Parties(parties.actor, held, parties.supporter)
            _note(draft, "target", "holder of the place")
        else:
            _fill_enemy(draft, memory.enmity)


def _fill_enemy(draft: EventDraft, enmity: Enmity) -> None:
    """Whom the actor fights, where the report has said so and it can be one only."""
    parties = draft.parties
    if not parties.actor:
        return
    fighting = roles.roster_of(draft.scene) or parties.actor
    foe, rule = enmity.of(fighting), "enemy told of before"
    if foe is None and event_type_of(draft.sub_event_type) == "Battles":
        foe, rule = enmity.common_enemy(fighting), "everybody's enemy"
    if foe is not None:
        draft.parties = Parties(parties.actor, (foe,), parties.supporter)
        _note(draft, "target", rule)


def _fill_crowd(draft: EventDraft, memory: Memory, country: str | None) -> None:
    """The codebook's names of crowds: "Protesters (Syria)" march or are shot at, "Rioters (Syria)" strike."""
    side, crowd = _CROWDS[draft.sub_event_type]
    where = next((place.country for place in draft.places if place.country), country)
    name = f"{crowd} ({memory.state_names[where]})" if where and where in memory.state_names else crowd
    parties = draft.parties
    if side == "actor":
        draft.named_actor = name
        draft.parties = Parties((), parties.target, parties.supporter)
        _note(draft, "actor", "crowd of the country")
        return
    target = tuple([t for t in parties.target if t.kind not in ("civilians", "role")])
    draft.parties = Parties(parties.actor, target, parties.supporter)
    if not target:
        draft.named_target = name
        _note(draft, "target", "crowd of the country")


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
