"""How the parties of an act are read: `verb`, `noun`, `mutual` and so on, as `events.toml` names the ways."""

from __future__ import annotations

from collections.abc import Callable

from ebbline.claims.lexicon import Hit, forms_of, word_list
from ebbline.claims.roles import (
    Group,
    Parties,
    after,
    blamed,
    doer,
    holders,
    is_passive,
    modifier,
    roster,
    run,
    subject,
    subject_in,
)
from ebbline.claims.scene import Scene


def _clause_end(scene: Scene, word: int) -> int:
    return scene.clause_of(word).end


def _reach(scene: Scene, word: int) -> int:
    """How far right a predicate's objects may stand: its clause, and a participle or relative after it."""
    number = scene.clause_at(word)
    end = scene.clauses[number].end
    if end - word < 3 and number + 1 < len(scene.clauses):
        end = scene.clauses[number + 1].end
    return end


def verb(scene: Scene, hit: Hit) -> Parties:
    """Subject and object of a verb, voice heeded; a noun among the words is read as a noun."""
    if hit.entry.elements[0].words.get(scene.words[hit.start]) != "v" and hit.end - hit.start <= 2:
        return noun(scene, hit)
    end = _reach(scene, hit.end - 1)
    if is_passive(scene, hit):
        start = scene.clause_of(hit.start).start
        suffering = subject_in(scene, start, hit.start) or holders(scene, start, hit.start) or subject(scene, hit.start)
        return Parties(after(scene, hit.start + 1, end, ("by",)), suffering)
    target = after(scene, hit.start + 1, end)
    named = modifier(scene, hit.start) if hit.entry.elements[0].words.get(scene.words[hit.start]) != "v" else ()
    return Parties(named or subject(scene, hit.start) or after(scene, hit.end, end, ("by",)), target)


def victim(scene: Scene, hit: Hit) -> Parties:
    """Who died: the subject, or "the deaths of X"; by whom only where "by" says it."""
    end = _reach(scene, hit.end - 1)
    hurt = after(scene, hit.end - 1, end, ("of", "among")) or subject(scene, hit.start) or after(scene, hit.start, end)
    return Parties(after(scene, hit.start, end, ("by",)), hurt)


def verb_place(scene: Scene, hit: Hit) -> Parties:
    """Subject of a verb whose object is a place; the target is who is driven out or who held it."""
    end = _reach(scene, hit.end - 1)
    lost_by = after(scene, hit.start + 1, end, ("from", "of")) or holders(scene, hit.start, end)
    if is_passive(scene, hit):
        return Parties(after(scene, hit.end, end, ("by",)), lost_by)
    return Parties(
        subject(scene, hit.start), after(scene, hit.start + 1, hit.end) or lost_by or after(scene, hit.end, end)
    )


def noun_place(scene: Scene, hit: Hit) -> Parties:
    """ "The capture of Dorn by X from Y"."""
    end = _clause_end(scene, hit.end - 1)
    actor = after(scene, hit.end, end, ("by",)) or modifier(scene, hit.start) or after(scene, hit.end, end, ("of",))
    actor = actor or subject(scene, hit.start)
    return Parties(actor, after(scene, hit.end, end, ("from",)) or holders(scene, hit.start, end))


def fall(scene: Scene, hit: Hit) -> Parties:
    """ "Dorn fell to X"."""
    end = _clause_end(scene, hit.end - 1)
    return Parties(after(scene, hit.start, end, ("to", "of", "under", "into", "by")), ())


def lose(scene: Scene, hit: Hit) -> Parties:
    """ "X lost Dorn to Y": the subject is the target."""
    end = _clause_end(scene, hit.end - 1)
    loser = modifier(scene, hit.start) or subject(scene, hit.start)
    return Parties(after(scene, hit.end, end, ("to",)), loser)


def mover(scene: Scene, hit: Hit) -> Parties:
    """The one who goes, changes or founds: subject of the verb, or "the withdrawal of X"."""
    end = _clause_end(scene, hit.end - 1)
    actor = subject(scene, hit.start) or modifier(scene, hit.start)
    if not actor or scene.words[hit.start].endswith(("al", "als", "ment", "ments", "ion", "ions", "split", "splits")):
        actor = (
            modifier(scene, hit.start) or after(scene, hit.end - 1, end, ("of", "by", "among", "within", "in")) or actor
        )
    return Parties(actor, after(scene, hit.end - 1, end, ("to", "with")))


def mutual(scene: Scene, hit: Hit) -> Parties:
    """Two sides: "X clashed with Y", "clashes between X and Y", "X's battle against Y"."""
    end = _clause_end(scene, hit.end - 1)
    between = after(scene, hit.end - 1, end, ("between", "among"))
    if len(between) > 1:
        return Parties(between[:1], between[1:])
    others = after(scene, hit.end - 1, end, ("with", "against", "by", "from"))
    actor = subject(scene, hit.start) or modifier(scene, hit.start) or between
    if is_passive(scene, hit) and others:
        return Parties(others, actor)
    return Parties(actor, others or (after(scene, hit.end, end) if scene.words[hit.start].startswith("ambush") else ()))


def noun(scene: Scene, hit: Hit) -> Parties:
    """ "X's strikes on Y", "strikes by X against Y", "X carried out strikes", "strikes hit Y"."""
    end = _reach(scene, hit.end - 1)
    actor = after(scene, hit.end - 1, end, ("by", "from")) or modifier(scene, hit.start) or doer(scene, hit.start)
    target = after(scene, hit.start + 1, end, ("on", "against", "at", "targeting", "upon", "into"))
    if not target:
        target = after(scene, hit.end - 1, end, ("of",)) or after(scene, hit.end, end)
    if not target and is_hit_by(scene, hit):
        target = tuple(a for a in subject(scene, hit.start) if a not in actor)
    return Parties(actor, tuple(t for t in target if t not in actor))


def repel(scene: Scene, hit: Hit) -> Parties:
    """An attack beaten back: who attacked is the doer, who held out the target; "pushed X back" is what it says."""
    attack = next((i for i in range(hit.end - 1, hit.start - 1, -1) if scene.words[i] in _ATTACKS), None)
    if attack is None and not is_passive(scene, hit):
        return verb(scene, hit)
    end = _reach(scene, hit.end - 1)
    if attack is None:
        return Parties(subject(scene, hit.start), after(scene, hit.end, end, ("by",)))
    attackers = after(scene, hit.start + 1, attack) if attack > hit.start else modifier(scene, attack)
    attackers = attackers or after(scene, attack, end, ("by", "from", "of"))
    if attack == hit.start or is_passive(scene, hit):
        return Parties(
            attackers if attack == hit.start else subject(scene, hit.start), after(scene, hit.end, end, ("by",))
        )
    return Parties(attackers, tuple([a for a in subject(scene, hit.start) if a not in attackers]))


_ATTACKS = frozenset(
    form
    for noun in ("attack", "assault", "offensive", "advance", "raid", "incursion")
    for form in forms_of(f"{noun}/n")
)


def is_hit_by(scene: Scene, hit: Hit) -> bool:
    """Whether the noun stands behind "by", "in" or "under": the subject suffers it."""
    return not _UNDERGOING.isdisjoint(scene.words[max(0, hit.start - 3) : hit.start])


_UNDERGOING = frozenset(("by", "in", "under", "from"))


def blast(scene: Scene, hit: Hit) -> Parties:
    """A bomb: who set it is rarely named; who is hurt stands behind."""
    end = _reach(scene, hit.end - 1)
    found = noun(scene, hit)
    agent = after(scene, hit.end - 1, end, ("by",)) or found.actor
    return Parties(agent, found.target)


def police(scene: Scene, hit: Hit) -> Parties:
    """Forces against a crowd."""
    found = verb(scene, hit)
    return Parties(found.actor, found.target)


def crowd(scene: Scene, hit: Hit) -> Parties:
    """A crowd against whom it marches or strikes; the crowd itself is named by the caller."""
    end = _clause_end(scene, hit.end - 1)
    return Parties((), after(scene, hit.end - 1, end, ("against", "at", "on")))


def parties(scene: Scene, hit: Hit) -> Parties:
    """All who agree: the subject, and those with or between whom."""
    end = _reach(scene, hit.end - 1)
    first = subject(scene, hit.start) or modifier(scene, hit.start)
    others = after(scene, hit.end - 1, end, ("between", "with", "by", "among"))
    return Parties((*first, *(o for o in others if o not in first)), ())


def flee(scene: Scene, hit: Hit) -> Parties:
    """People who flee act; people driven away suffer it, by whoever they are said to flee from."""
    end = _clause_end(scene, hit.end - 1)
    people = subject(scene, hit.start) or after(scene, hit.start, hit.end)
    people = tuple([a for a in people if a.kind == "civilians"])
    forced = not _FORCED.isdisjoint(scene.words[max(0, hit.start - 4) : hit.end]) or is_passive(scene, hit)
    if forced:
        return Parties(after(scene, hit.end - 1, end, ("by", "from")), people or after(scene, hit.start, hit.end))
    return Parties(people, ())


_FORCED = frozenset(("forced", "driven", "displaced", "made", "uprooted", "expelled", "ordered"))


def read(scene: Scene, hit: Hit) -> Parties:
    """Who takes part in what the hit tells, by its entry's way of reading."""
    found = READERS[hit.entry.says["roles"]](scene, hit)
    listed = roster(scene, hit)
    if listed:
        found = Parties(listed, found.target, found.supporter)
    accused = blamed(scene, hit.start)
    if accused:
        found = Parties(accused, tuple(t for t in found.target if t not in accused))
    if not found.actor:
        owning = claimed(scene, hit)
        found = Parties(owning, found.target) if owning else found
    if not found.actor and not scene.clause_at(hit.start):
        actor = _fronted(scene, hit)
        found = Parties(actor, found.target) if actor else found
    return found


def claimed(scene: Scene, hit: Hit) -> Group:
    """Who is said in the sentence to have owned to the act: "an attack claimed by X", "X claimed responsibility"."""
    if _CLAIMS.isdisjoint(scene.present):
        return ()
    for i, word in enumerate(scene.words):
        if word not in _CLAIMS:
            continue
        if scene.words[i + 1 : i + 2] == ("by",):
            return after(scene, i + 1, i + 6, ("by",))
        if word != "claiming" and ("responsibility" in scene.words[i + 1 : i + 4] or i < hit.start <= i + 4):
            return tuple([a for a in subject(scene, i) if a.kind in ("group", "generic")])
    return ()


_CLAIMS = frozenset(("claimed", "claims", "claiming"))


def _fronted(scene: Scene, hit: Hit) -> Group:
    """ "In the campaign to free Dorn, the army …": the subject of the main clause behind a fronted phrase."""
    if scene.words[0] not in _FRONTING:
        return ()
    comma = next((i for i in range(hit.end, len(scene.words)) if scene.words[i] == ","), None)
    if comma is None:
        return ()
    found = [p for p in scene.actors if comma < p.start <= comma + 6 and not p.lead]
    return run(scene, found, found[0]) if found else ()


_FRONTING = word_list("fronting")


READERS: dict[str, Callable[[Scene, Hit], Parties]] = {
    "verb": verb,
    "verb-place": verb_place,
    "noun-place": noun_place,
    "fall": fall,
    "lose": lose,
    "mover": mover,
    "mutual": mutual,
    "noun": noun,
    "repel": repel,
    "blast": blast,
    "victim": victim,
    "police": police,
    "crowd": crowd,
    "parties": parties,
    "flee": flee,
}
