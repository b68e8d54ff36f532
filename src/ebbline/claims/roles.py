"""Who did it to whom, read from word order, voice and prepositions around a predicate."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

from ebbline.actors import ActorMention
from ebbline.claims.lexicon import Hit, data_table, forms_of, word_list
from ebbline.claims.scene import Placed, Scene, lead

Group = tuple[ActorMention, ...]


class Parties(Struct, frozen=True):
    """Who takes part in an act."""

    actor: Group = ()
    target: Group = ()
    supporter: Group = ()


_BE = word_list("be")
_PREPOSITIONS = word_list("prepositions")
_SKIPPED = word_list("before_names")
_SUPPORT_CUES = word_list("backing")
_HOLDING = word_list("holding")


def is_passive(scene: Scene, hit: Hit) -> bool:
    """Whether the verb that opens the hit is in the passive voice."""
    word = scene.words[hit.start]
    if word.endswith(("ing", "s")) and word != "was":
        return False
    for i in range(hit.start - 1, max(-1, hit.start - 4), -1):
        before = scene.words[i]
        if before in _BE:
            return before != "is" or not _names(scene, i)
        if not before.endswith("ly") and before not in ("not", "also", "reportedly", "again", "all", "then", "even"):
            break
    after = scene.words[hit.end] if hit.end < len(scene.words) else ""
    return after == "by" or (word.endswith("ed") and scene.words[hit.start + 1 : hit.start + 2] == ("by",))


def _names(scene: Scene, word: int) -> bool:
    """Whether a word belongs to an actor's name: "IS executed nine men" is no passive."""
    return any(p.start <= word < p.end for p in scene.actors)


def opens_as_verb(scene: Scene, hit: Hit) -> bool:
    """Whether the first word of a hit is asked for as a verb."""
    return hit.entry.elements[0].words.get(scene.words[hit.start]) == "v"


def subject(scene: Scene, word: int) -> Group:
    """The actors that stand as subject of a predicate at `word`, looked for clause by clause to the left."""
    told = _told_to(scene, word)
    if told:
        return told
    leading = _of_campaign(scene, word)
    if leading:
        return leading
    number = scene.clause_at(word)
    while number >= 0:
        clause = scene.clauses[number]
        end = min(word, clause.end)
        start = _content(scene, clause.start, end)
        found = _subject_in(scene, start, end)
        if not found and start > clause.start:
            found = _subject_in(scene, clause.start, start)
        if found:
            return found
        if clause.link == "relative":
            return _last_before(scene, clause.start)
        if clause.link not in ("and", "participle", "sub"):
            return ()
        if clause.link == "sub" and _own_subject(scene, clause.start, word):
            taken_up = number and not {"they", "it"}.isdisjoint(scene.words[clause.start : word])
            before = scene.clauses[number - 1] if number else clause
            return _armed_only(_subject_in(scene, before.start, before.end)) if taken_up else ()
        word = clause.start
        number -= 1
    return ()


def _told_to(scene: Scene, word: int) -> Group:
    """Who stands right before "to" and the predicate: "urged the regime to stop", "allow them to leave"."""
    to = next((i for i in range(word - 1, max(0, word - 4), -1) if scene.words[i] == "to"), None)
    if to is None:
        return ()
    for placed in scene.actors:
        if placed.end == to and not placed.attributive and placed.lead not in _GIVEN:
            return (placed.actor,) if placed.actor else ()
    return ()


def _of_campaign(scene: Scene, word: int) -> Group:
    """Whose campaign an aim belongs to: "the Iraqi operation to free Dorn", "an offensive by X to take Dorn"."""
    if word < 2 or scene.words[word - 1] != "to":
        return ()
    at = next((i for i in range(word - 2, max(-1, word - 8), -1) if scene.words[i] in _CAMPAIGNS), None)
    if at is None or "," in scene.words[at:word]:
        return ()
    if scene.words[at - 1] in _POSSESSIVE:
        return _last_before(scene, at - 1)
    return after(scene, at, word, ("by", "of")) or modifier(scene, at)


_CAMPAIGNS = word_list("campaigns")
_POSSESSIVE = frozenset(("their", "its"))
_GIVEN = frozenset(("to", "from", "on", "in"))


def _content(scene: Scene, start: int, end: int) -> int:
    """Where what is said begins: behind the last "that" which names no noun: "was informed that X killed"."""
    if "that" not in scene.present:
        return start
    for i in range(end - 1, start, -1):
        if scene.words[i] == "that" and (scene.words[i - 1].endswith(_SAID) or _opens_with_name(scene, i + 1, start)):
            return i + 1
    return start


def _opens_with_name(scene: Scene, word: int, start: int) -> bool:
    """Whether an actor's name opens what somebody was told: "told the minister by phone that X withdrew"."""
    told = start > 0 and scene.words[start - 1] in _SAYING
    return told and any(word <= p.start <= word + 1 for p in scene.actors)


_SAYING = word_list("saying")
_SAID = (
    "ed",
    "id",
    "ays",
    "told",
    "says",
    "tion",
    "tions",
    "reports",
    "show",
    "shows",
    "found",
    "ing",
    "knows",
    "sworn",
)


def _armed_only(group: Group) -> Group:
    """Those of a group who bear arms: whom "they" and "it" take up in a clause about an act."""
    return tuple(actor for actor in group if actor.kind in ("group", "state", "coalition", "unidentified", "generic"))


@cache
def _stance(name: str) -> frozenset[str]:
    return frozenset(form for item in data_table("stance.toml")[name] for form in forms_of(item))


def state_subject(scene: Scene, word: int) -> str | None:
    """The code of the country named as a place that stands as subject right before a predicate: "Turkey struck …"."""
    clause = scene.clause_of(word)
    for placed in reversed(scene.places):
        if not clause.start <= placed.start < placed.end <= word or placed.place is None:
            continue
        near = word - placed.end <= 3 and "," not in scene.words[placed.end : word]
        country = placed.place.place.precision == "country" or placed.place.kind == "metonym"
        return placed.place.place.country if near and country and not _lead_of_place(scene, placed) else None
    return None


def _lead_of_place(scene: Scene, placed: Placed) -> str:
    """The preposition that governs a place, past an actor's name right before it."""
    return lead(scene.words, next((p.start for p in scene.actors if p.end == placed.start), placed.start))


def doer(scene: Scene, word: int) -> Group:
    """The subject of a noun's clause, unless it only speaks of the act: "X condemned the attack"."""
    clause = scene.clause_of(word)
    if not _stance("stance").isdisjoint(scene.words[clause.start : word]):
        return ()
    return subject(scene, word)


def blamed(scene: Scene, word: int) -> Group | None:
    """Who is accused of the act at `word`: "X accused Y of bombing"; None where nobody is accused."""
    blame, low = _stance("blame"), max(0, word - _ACCUSED)
    if blame.isdisjoint(scene.present):
        return None
    for i in range(word - 1, low - 1, -1):
        if scene.words[i] in blame:
            found = [p for p in scene.actors if i < p.start and p.end <= word]
            return _run(scene, found, found[0]) if found else None
    return None


_ACCUSED = 24
"""Words over which an accusation reaches; swept 14-30 on train and synthetic."""
_PRONOUNS = word_list("pronouns")


def _own_subject(scene: Scene, start: int, word: int) -> bool:
    return not _PRONOUNS.isdisjoint(scene.words[start:word])


def _subject_in(scene: Scene, start: int, end: int) -> Group:
    inside = [p for p in scene.actors if start <= p.start and p.end <= end and not p.attributive]
    if not inside:
        return ()
    free = [p for p in inside if not p.lead] or [p for p in inside if p.lead in ("of", "among", "by")][:1]
    if not free:
        return ()
    return _run(scene, free, _owner(scene, inside, free[0]))


def _owner(scene: Scene, inside: Sequence[Placed], first: Placed) -> Placed:
    """Whose "fighters" they are: "fighters of the front" are the front."""
    if first.actor is None or first.actor.kind not in ("unidentified", "generic", "role"):
        return first
    behind = next((p for p in inside if p.start >= first.end), None)
    if behind is not None and behind.start - first.end <= 3 and "of" in scene.words[first.end : behind.start]:
        return behind
    return first


def _last_before(scene: Scene, word: int) -> Group:
    before = [p.actor for p in scene.actors if p.end <= word and p.actor]
    return tuple(before[-1:])


def _run(scene: Scene, candidates: list[Placed], first: Placed) -> Group:
    """A mention and those that a list joins to it ("the YPG, the FSA and others")."""
    out = [first]
    last = first
    for placed in candidates:
        if placed.start <= last.start:
            continue
        between = scene.words[last.end : placed.start]
        if len(between) > 5 or _JOINING.isdisjoint(between) or not _IN_LIST.issuperset(between):
            break
        out.append(placed)
        last = placed
    return tuple([p.actor for p in out if p.actor])


_JOINING = frozenset(("and", ",", "with", "or", "alongside"))
_IN_LIST = _SKIPPED | word_list("list_words")


def after(scene: Scene, word: int, end: int, leads: Collection[str] | None = None) -> Group:
    """The nearest actors right of `word` before `end`; with `leads`, only those one of these prepositions governs."""
    candidates = [p for p in scene.actors if word <= p.start < end and not p.attributive]
    for placed in candidates:
        if (placed.lead in leads) if leads is not None else placed.lead not in _OBLIQUE:
            return _run(scene, candidates, placed)
    return ()


_OBLIQUE = frozenset(("by", "with", "to", "for", "in", "from"))


def modifier(scene: Scene, word: int) -> Group:
    """The actor named right before a noun or with it: "Russian air strikes", "the group's attack", "Russian jets"."""
    for placed in reversed(scene.actors):
        if placed.start <= word < placed.end:
            return (placed.actor,) if placed.actor else ()
        if placed.end > word:
            continue
        between = scene.words[placed.end : word]
        if between and placed.end <= scene.clause_of(word).start:
            return ()
        if len(between) <= 3 and _PARTING.isdisjoint(between) and not placed.attributive:
            return _run_back(scene, placed)
        return ()
    return ()


_PARTING = _PREPOSITIONS | word_list("closers")


def _run_back(scene: Scene, last: Placed) -> Group:
    """A mention and the one that "and" joins before it ("Russian and Syrian strikes")."""
    position = scene.actors.index(last)
    if position and scene.words[scene.actors[position - 1].end : last.start] in (("and",), ("and", "the"), (",",)):
        return tuple(p.actor for p in (scene.actors[position - 1], last) if p.actor)
    return (last.actor,) if last.actor else ()


def holders(scene: Scene, start: int, end: int) -> Group:
    """Who holds the places named between two words: "IS-held Dorn", "rebel-controlled"."""
    if _HOLDING.isdisjoint(scene.present):
        return ()
    words = scene.words
    return tuple(
        [
            p.actor
            for p in scene.actors
            if p.actor and start <= p.start < end and p.end < len(words) and words[p.end] in _HOLDING
        ]
    )


def supporters(scene: Scene, start: int, end: int) -> Group:
    """Who is named as helping: "backed by X", "X-backed", "with the help of X", "with X air support"."""
    out = list(_active_helpers(scene, start, end))
    if _SUPPORT_CUES.isdisjoint(scene.present) and _AID.isdisjoint(scene.present):
        return tuple(out)
    for placed in scene.actors:
        if placed.actor is None or not start <= placed.start < end:
            continue
        before = scene.words[max(0, placed.start - 6) : placed.start]
        behind = scene.words[placed.end : placed.end + 3]
        backed = any(cue in _SUPPORT_CUES and word == "by" for cue, word in pairwise(before))
        helped = "with" in before and not (_AID.isdisjoint(before) and _AID.isdisjoint(behind))
        if backed or helped or (behind and behind[0] in _SUPPORT_CUES):
            out.append(placed.actor)
    return tuple(out)


def _active_helpers(scene: Scene, start: int, end: int) -> Group:
    """Who helps somebody do it: "the coalition supported the army in its campaign"."""
    if _HELPING.isdisjoint(scene.present):
        return ()
    for i in range(max(1, start), min(end, len(scene.words) - 1)):
        if scene.words[i] in _HELPING and scene.words[i + 1] != "by" and scene.words[i - 1] not in _BE:
            helped = after(scene, i + 1, i + 6)
            helping = modifier(scene, i) or subject(scene, i)
            if helped and not set(map(_name, helped)) & set(map(_name, helping)):
                return helping
    return ()


def _name(actor: ActorMention) -> str:
    return actor.name


_HELPING = frozenset(("supported", "supports", "supporting", "support", "helped", "helping", "assisted", "assisting"))
_AID = frozenset(("help", "support", "backing", "aid"))


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
        suffering = (
            _subject_in(scene, start, hit.start) or holders(scene, start, hit.start) or subject(scene, hit.start)
        )
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


def roster(scene: Scene, hit: Hit) -> Group:
    """The states that a list behind an act names as its doers: "nations which struck include Jordan and Qatar"."""
    listed = [p.actor for p in scene.actors if p.start >= hit.end and p.actor and p.actor.rule == _ROSTER]
    return tuple(listed) if len(listed) > 1 else ()


def roster_of(scene: Scene) -> Group:
    """Whose members a list of states names: "coalition nations which struck include Jordan and Qatar"."""
    for before, placed in pairwise(scene.actors):
        if placed.actor and placed.actor.rule == _ROSTER and before.actor and before.actor.rule != _ROSTER:
            return (before.actor,)
    return ()


_ROSTER = "list of states"


def _fronted(scene: Scene, hit: Hit) -> Group:
    """ "In the campaign to free Dorn, the army …": the subject of the main clause behind a fronted phrase."""
    if scene.words[0] not in _FRONTING:
        return ()
    comma = next((i for i in range(hit.end, len(scene.words)) if scene.words[i] == ","), None)
    if comma is None:
        return ()
    found = [p for p in scene.actors if comma < p.start <= comma + 6 and not p.lead]
    return _run(scene, found, found[0]) if found else ()


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
