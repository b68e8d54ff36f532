"""Who did it to whom, read from word order, voice and prepositions around a predicate."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

from ebbline.actors import ActorMention
from ebbline.claims.lexicon import Hit, data_table, forms_of, word_list
from ebbline.claims.scene import Placed, Scene, lead

Group = tuple[ActorMention, ...]


class Parties(Struct, frozen=True, gc=False):
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
    if not scene.actors:
        return ()
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
        found = subject_in(scene, start, end)
        if not found and start > clause.start:
            found = subject_in(scene, clause.start, start)
        if found:
            return found
        if clause.link == "relative":
            return _last_before(scene, clause.start)
        if clause.link not in ("and", "participle", "sub"):
            return ()
        if clause.link == "sub" and _own_subject(scene, clause.start, word):
            taken_up = number and not {"they", "it"}.isdisjoint(scene.words[clause.start : word])
            before = scene.clauses[number - 1] if number else clause
            return _armed_only(subject_in(scene, before.start, before.end)) if taken_up else ()
        word = clause.start
        number -= 1
    return ()


def _told_to(scene: Scene, word: int) -> Group:
    """Who stands right before "to" and the predicate: "urged the regime to stop", "allow them to leave"."""
    near = scene.words[max(1, word - 3) : word]
    if "to" not in near:
        return ()
    to = word - 1 - near[::-1].index("to")
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
    """Every form of the words of a list of `stance.toml`."""
    return frozenset([form for item in data_table("stance.toml")[name] for form in forms_of(item)])


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
    stances = _stance("stance")
    if not stances.isdisjoint(scene.present):
        clause = scene.clause_of(word)
        if not stances.isdisjoint(scene.words[clause.start : word]):
            return ()
    return subject(scene, word)


def blamed(scene: Scene, word: int) -> Group | None:
    """Who is accused of the act at `word`: "X accused Y of bombing"; None where nobody is accused."""
    blame = _stance("blame")
    if blame.isdisjoint(scene.present):
        return None
    for i in range(word - 1, max(0, word - _ACCUSED) - 1, -1):
        if scene.words[i] in blame:
            found = [p for p in scene.actors if i < p.start and p.end <= word]
            return run(scene, found, found[0]) if found else None
    return None


_ACCUSED = 24
"""Words over which an accusation reaches; swept 14-30 on train and synthetic."""


_PRONOUNS = word_list("pronouns")


def _own_subject(scene: Scene, start: int, word: int) -> bool:
    return not _PRONOUNS.isdisjoint(scene.words[start:word])


def subject_in(scene: Scene, start: int, end: int) -> Group:
    """The first actor between two words that no preposition governs, with those a list joins to it."""
    actors = scene.actors
    if not actors:
        return ()
    inside = [p for p in actors if start <= p.start and p.end <= end and not p.attributive]
    if not inside:
        return ()
    free = [p for p in inside if not p.lead] or [p for p in inside if p.lead in ("of", "among", "by")][:1]
    if not free:
        return ()
    return run(scene, free, _owner(scene, inside, free[0]))


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


def run(scene: Scene, candidates: list[Placed], first: Placed) -> Group:
    """A mention and those that a list joins to it ("the YPG, the FSA and others")."""
    if candidates[-1].start <= first.start:
        return (first.actor,) if first.actor else ()
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
    actors = scene.actors
    if not actors or actors[-1].start < word:
        return ()
    candidates = [p for p in actors if word <= p.start < end and not p.attributive]
    for placed in candidates:
        if (placed.lead in leads) if leads is not None else placed.lead not in _OBLIQUE:
            return run(scene, candidates, placed)
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
    present = scene.present
    if _SUPPORTING.isdisjoint(present):
        return ()
    out = list(_active_helpers(scene, start, end))
    if _SUPPORT_CUES.isdisjoint(present) and _AID.isdisjoint(present):
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


_SUPPORTING = _SUPPORT_CUES | _AID | _HELPING


def roster(scene: Scene, hit: Hit) -> Group:
    """The states that a list behind an act names as its doers: "nations which struck include Jordan and Qatar"."""
    if len(scene.actors) < 2:
        return ()
    listed = [p.actor for p in scene.actors if p.start >= hit.end and p.actor and p.actor.rule == _ROSTER]
    return tuple(listed) if len(listed) > 1 else ()


def roster_of(scene: Scene) -> Group:
    """Whose members a list of states names: "coalition nations which struck include Jordan and Qatar"."""
    for before, placed in pairwise(scene.actors):
        if placed.actor and placed.actor.rule == _ROSTER and before.actor and before.actor.rule != _ROSTER:
            return (before.actor,)
    return ()


_ROSTER = "list of states"
