"""Frames over the tree: who did it to whom, who helped, whose loss it is, who holds a place now and who held it before.

`frames.toml` says for each class of predicate which phrases of the sentence fill which role, the surest first; the
first that names an actor fills it. A role that no phrase fills stays empty.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from msgspec import Struct

from ebbline.actors import ActorMention
from ebbline.claims.grammar import NOMINAL, WHEN, Parsed, Party, forms, words_of
from ebbline.claims.lexicon import data_table
from ebbline.places import PlaceMention
from ebbline.records import Document, Span

Group = tuple[ActorMention, ...]

ROLES = ("actor", "target", "supporter", "before", "after", "besieger", "whose")
"""The roles that frames fill."""


@dataclass(frozen=True)
class Staged:
    """A document that the language model read with the mentions of actors and places in it, in order of the text."""

    document: Document
    actors: Sequence[ActorMention]
    places: Sequence[PlaceMention]
    _starts: list[int] = field(init=False, repr=False, compare=False)
    _parsed: dict[int, Parsed] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [sentence.span.start for sentence in self.document.sentences])
        object.__setattr__(self, "_parsed", {})

    def parsed(self, offset: int) -> Parsed | None:
        """The sentence at an offset of the text, its tree turned round once; None where the document has none."""
        number = max(0, bisect_right(self._starts, offset) - 1)
        if not self._starts:
            return None
        if number not in self._parsed:
            sentence = self.document.sentences[number]
            self._parsed[number] = Parsed(
                sentence, _inside(self.actors, sentence.span), _inside(self.places, sentence.span)
            )
        return self._parsed[number]


def _inside(mentions: Sequence[Any], span: Span) -> Sequence[Any]:
    """The mentions that begin in a span; they are sorted."""
    return mentions[bisect_left(mentions, span.start, key=_start) : bisect_left(mentions, span.end, key=_start)]


def _start(mention: Any) -> int:
    start: int = mention.span.start
    return start


class Framed(Struct, frozen=True, gc=False):
    """What a frame reads around a predicate."""

    span: Span
    """The predicate's clause, other clauses and the words of a speaker left out."""
    rules: tuple[str, ...] = ()
    """The frame and the way each role was found."""
    actor: Group = ()
    target: Group = ()
    supporter: Group = ()
    before: Group = ()
    after: Group = ()
    besieger: Group = ()
    whose: Group = ()
    places: tuple[PlaceMention, ...] = ()


class Slot(Struct, frozen=True, gc=False):
    """One way to fill a role."""

    name: str
    way: str
    leads: frozenset[str] = frozenset()


class Frame(Struct, frozen=True, gc=False):
    """A class of predicates, and for each role the ways to fill it, the surest first."""

    name: str
    roles: dict[str, tuple[Slot, ...]]
    kinds: dict[str, frozenset[str]]
    """For each role the kinds of mentions that may fill it."""


class Frames:
    """The frames of `frames.toml`, ready to read."""

    def __init__(self, table: dict[str, Any]) -> None:
        kinds = {role: frozenset(kinds) for role, kinds in table["kinds"].items()}
        self._by_label: dict[str, Frame] = {}
        self._by_word: dict[tuple[str, str], Frame] = {}
        for entry in table["frame"]:
            frame = _frame(entry, kinds)
            for label in entry.get("labels", ()):
                self._by_label[label] = frame
            words = {form for lemma in entry.get("words", ()) for form in forms(lemma)}
            for label in entry.get("for", ()):
                for word in words:
                    self._by_word.setdefault((label, word), frame)
        self._other = self._by_label["other"]

    @classmethod
    def open(cls) -> Frames:
        """The shipped frames."""
        return cls(data_table("frames.toml"))

    def read(self, staged: Staged, at: Span, label: str) -> Framed:
        """The roles around the word at `at` as far as it tells of `label`.

        A sub-event type, "control EXTENT", "DIMENSION DIRECTION" ("morale down") or "cause". Never raises.
        """
        parsed = staged.parsed(at.start)
        if parsed is None or not parsed.size:
            return Framed(at, ("frame: none",))
        word = parsed.word_at(at.start)
        chain = _chain(parsed, word, label in _AIMS or label.startswith("control"))
        frame = self._frame(parsed, chain, label)
        found: dict[str, Group] = {}
        rules = [f"frame: {frame.name}"]
        for role, slots in frame.roles.items():
            if role not in _roles_of(label):
                continue
            group, why = _filled(parsed, chain, slots, frame.kinds[role])
            if group:
                found[role] = group
                rules.append(f"{role} by {why}")
        _accompanied(parsed, chain, found, rules)
        _parted(found, rules, label in _OWN)
        if "actor" in _roles_of(label):
            _helped(parsed, chain, found, rules)
        places = _places(parsed, chain)
        return Framed(_span(parsed, word), tuple(rules), places=places, **found)

    def _frame(self, parsed: Parsed, chain: Sequence[int], label: str) -> Frame:
        """The frame of the first word of the chain that has one for the label, else the label's own."""
        for key in (label, _family(label)):
            for word in chain[:1]:
                for form in _with_particle(parsed, word):
                    frame = self._by_word.get((key, form))
                    if frame is not None:
                        return frame
        return self._by_label.get(label) or self._by_label.get(_family(label)) or self._other


def _frame(entry: dict[str, Any], kinds: dict[str, frozenset[str]]) -> Frame:
    roles = {role: tuple([_slot(text) for text in entry[role]]) for role in ROLES if role in entry}
    allowed = {role: frozenset(entry.get("kinds", {}).get(role, kinds[role])) for role in roles}
    return Frame(entry["name"], roles, allowed)


@cache
def _slot(text: str) -> Slot:
    way = text if text in _WAYS else "lead"
    return Slot(text, way, frozenset(text.split("/")) if way == "lead" else frozenset())


def _family(label: str) -> str:
    """What labels of one kind share: "control", "up", "down", "stable"; any sub-event type is an "event"."""
    first, _, last = label.rpartition(" ")
    if label.startswith("control"):
        return "control"
    if last in ("up", "down", "stable") and first and " " not in first and first.islower():
        return last
    return "cause" if label == "cause" else "event"


def _roles_of(label: str) -> tuple[str, ...]:
    match _family(label):
        case "control":
            return ("before", "after", "besieger")
        case "up" | "down" | "stable":
            return ("whose",)
        case "cause":
            return ()
    return ("actor", "target", "supporter")


def _with_particle(parsed: Parsed, word: int) -> Iterator[str]:
    """A verb with its particle ("hand over"), then the word alone."""
    for child in parsed.children[word]:
        if parsed.relations[child] in ("compound:prt", "advmod") and child > word:
            yield f"{parsed.words[word]} {parsed.words[child]}"
    yield parsed.words[word]


# ---- the predicate that is meant

_STEPS = 5
_AIMS = frozenset(("Government regains territory", "Non-state actor overtakes territory"))
"""What operations are for: where one of these is told, the operation's aim is the predicate."""


def _aim(parsed: Parsed, word: int) -> int | None:
    """What an operation is for, where that is asked for: "launched an offensive to retake Dorn"."""
    nouns = [word, *parsed.related(word, "obj"), *parsed.oblique(word, _UNDER)]
    for noun in nouns:
        if parsed.words[noun] in words_of("campaigns"):
            hanging = [*parsed.related(noun, "acl", "advcl"), *parsed.related(parsed.heads[noun], "advcl", "xcomp")]
            for child in hanging:
                if child > noun and any(parsed.words[c] == "to" for c in parsed.related(child, "mark")):
                    return child
    return None


def _chain(parsed: Parsed, word: int, aims: bool = False) -> list[int]:
    """The word that is meant first, then the light verbs, auxiliaries and words of saying it was reached by."""
    chain = [word]
    for _ in range(_STEPS):
        meant = (_aim(parsed, chain[0]) if aims else None) or _meant(parsed, chain[0])
        if meant is None or meant in chain:
            break
        chain.insert(0, meant)
    top = parsed.heads[chain[-1]]
    if top >= 0 and _governs_act(parsed, top, chain[-1]):
        chain.append(top)
    return chain


def _governs_act(parsed: Parsed, verb: int, noun: int) -> bool:
    """Whether a noun of action is told of by a verb that adds nothing but who does or suffers it."""
    if not parsed.is_verb(verb) or parsed.tags[noun] not in NOMINAL:
        return False
    performs = parsed.words[verb] in words_of("light") or _suffered(parsed, verb)
    return performs and parsed.kind(noun) in ("obj", "nsubj", "obl")


def _meant(parsed: Parsed, word: int) -> int | None:
    """The word one step on that tells what was done, where this one only opens, reports or performs it."""
    told = parsed.words[word]
    clauses = parsed.related(word, "xcomp", "ccomp") + [
        child
        for child in parsed.related(word, "advcl", "acl")
        if any(
            parsed.words[c] in ("to", "of", "for", "in")
            for c in parsed.children[child]
            if parsed.relations[c] == "mark"
        )
    ]
    clauses = [c for c in clauses if c > word or (parsed.relations[c] == "ccomp" and told in words_of("reporting"))]
    for noun in parsed.related(word, "obj") if not clauses else ():
        if parsed.words[noun] in words_of("intentions"):
            clauses = parsed.related(noun, "acl")
            told = parsed.words[noun] if clauses else told
    if clauses and (told in words_of("opening") or told in words_of("reporting") or told in words_of("object_control")):
        return clauses[0]
    if parsed.tags[word] in ("NOUN", "NUM", "DET") and told not in words_of("acts") and told not in words_of("people"):
        acts = [c for c in parsed.oblique(word, _OF) if parsed.words[c] in words_of("acts")]
        counted = [word, *parsed.oblique(word, _OF)]
        told_of = [c for top in counted for c in parsed.related(top, "acl", "acl:relcl") if parsed.is_verb(c)]
        return next(iter(acts + told_of), None)
    if told in words_of("blame"):
        accused = [c for top in parsed.related(word, "obj") for c in parsed.related(top, "acl")]
        clauses += [c for c in accused if parsed.lead(c) in _BLAMED_FOR]
        acts = [*clauses, *parsed.oblique(word, _BLAMED_FOR)]
        return acts[0] if acts else None
    if told in words_of("light") or _suffered(parsed, word) or told in words_of("reporting"):
        acts = [*parsed.related(word, "obj"), *parsed.oblique(word, _UNDER)]
        if parsed.passive(word):
            acts += parsed.related(word, "nsubj:pass", "nsubj")
        acts += [c for act in acts for c in parsed.oblique(act, _OF)]  # "the launch of an offensive"
        owned = [act for act in acts if parsed.words[act] in words_of("owning_to")]
        acts += [c for act in owned for c in parsed.oblique(act, _BLAMED_FOR)]
        return next((act for act in acts if parsed.words[act] in words_of("acts")), None)
    return None


_OF = frozenset(("of",))
_BLAMED_FOR = frozenset(("of", "for", "over"))
_UNDER = frozenset(("under", "to", "in", "into"))


# ---- filling roles


def _filled(parsed: Parsed, chain: Sequence[int], slots: Iterable[Slot], kinds: frozenset[str]) -> tuple[Group, str]:
    """The actors that the first of some ways names, and that way."""
    for slot in slots:
        for place, word in enumerate(chain):
            if not _applies(parsed, slot, word, place):
                continue
            told = _WAYS[slot.way](parsed, word, slot.leads)
            found = [p.mention for p in told if p.mention.kind in kinds and not _anaphoric(parsed, p)]
            if found:
                return tuple(found), slot.name
    return (), ""


def _anaphoric(parsed: Parsed, party: Party) -> bool:
    """Whether a description that names nobody means somebody told of elsewhere: "the gunmen", "fighters"."""
    if party.mention.kind != "unidentified":
        return False
    first = parsed.word_at(party.mention.span.start)
    inside = range(first, parsed.word_at(max(first, party.mention.span.end - 1)) + 1)
    known = first > 0 and parsed.words[first - 1] in words_of("known")
    return known or not any(parsed.words[i] in words_of("perpetrators") for i in inside)


def _applies(parsed: Parsed, slot: Slot, word: int, place: int) -> bool:
    """Whether a way is open at a word of the chain: first the predicate, then the verbs it was reached by."""
    if slot.way in ("subject", "sufferer"):
        performs = not place or parsed.words[word] in words_of("light")
        return _suffered(parsed, word) if slot.way == "sufferer" else performs and not _suffered(parsed, word)
    return not place or slot.way not in _FOCUS_ONLY


def _accompanied(parsed: Parsed, chain: Sequence[int], found: dict[str, Group], rules: list[str]) -> None:
    """Adds who does it along with the actor."""
    if "actor" not in found:
        return
    beside = [p.mention for w in chain for p in parsed.parties(list(parsed.oblique(w, _ALONG)))]
    new = [m for m in beside if m.name not in _names(found["actor"]) and m.kind not in ("civilians", "unidentified")]
    if new:
        found["actor"] = (*found["actor"], *new)
        rules.append("actor too: along with")


_ALONG = frozenset(("alongside", "along with", "together with", "as well as", "backed by"))


_OWN = frozenset(("Attack", "Arrests", "Abduction/forced disappearance"))
"""What a body does to its own members too."""


def _parted(found: dict[str, Group], rules: list[str], own: bool = False) -> None:
    """Of both sides of an act told as one list ("X and Y clashed") the first is the actor, the others the target."""
    for first, second in (("actor", "target"),):
        if first in found and second in found and _names(found[first]) == _names(found[second]):
            group = found[first]
            if len(group) > 1:
                found[first], found[second] = group[:1], group[1:]
                rules.append("sides: one list")
            elif not own or found[first][0].span == found[second][0].span:
                # A party that a preposition marks as the one it is done to is no doer.
                marked = any(rule.startswith(f"{second} by ") and "/" in rule for rule in rules)
                del found[first if marked and found[first][0].span == found[second][0].span else second]
        elif first in found and second in found:
            rest = tuple([m for m in found[second] if m.name not in _names(found[first])])
            if rest:
                found[second] = rest
            else:
                del found[second]


def _names(group: Group) -> set[str]:
    return {mention.name for mention in group}


def _subject(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    if parsed.is_verb(word) or parsed.passive(word):
        return _doing(parsed, parsed.subjects(word))
    told = parsed.surface(word) if parsed.related(word, "nsubj", "cop") else []
    return parsed.parties(parsed.doers(word)) or _doing(parsed, told)


def _holding(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """The subject of a verb, or of a noun that is told of it; a noun that only stands in a sentence has none."""
    if parsed.is_verb(word) or parsed.passive(word):
        return parsed.parties(parsed.subjects(word))
    return parsed.parties(parsed.surface(word)) if parsed.related(word, "nsubj", "cop") else []


def _doing(parsed: Parsed, words: Sequence[int]) -> list[Party]:
    """Who nouns name as doers: themselves, or whose strike, shell or offensive they are."""
    found = parsed.parties(words)
    if found:
        return found
    for word in words:
        if parsed.words[word] in words_of("acts"):
            found = parsed.parties(list(parsed.oblique(word, _DOER_OF)))
            made = [c for c in parsed.related(word, "acl") if parsed.passive(c)]
            return found or parsed.parties([a for c in made for a in parsed.agents(c)])
    return []


_DOER_OF = frozenset(("by", "from", "of"))


def _sufferer(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """The subject of what is undergone: "X came under attack", "X suffered a strike"."""
    return parsed.parties(parsed.surface(word)) if _suffered(parsed, word) else []


def _suffered(parsed: Parsed, word: int) -> bool:
    if parsed.words[word] in words_of("undergo_under"):
        return any(parsed.oblique(word, _UNDERGONE))
    return parsed.words[word] in words_of("undergo")


_UNDERGONE = frozenset(("under",))


def _object(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """To whom it is done; not whose act is the object: "stopped X's advance"."""
    acts = words_of("acts") - words_of("vehicles")
    return parsed.parties([c for c in parsed.objects(word) if parsed.words[c] != "it" and parsed.words[c] not in acts])


def _recipient(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """To whom something is given, or whom it costs: the first of two objects."""
    return parsed.parties(parsed.related(word, "iobj"))


def _owner(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    return parsed.parties(parsed.related(word, "nmod:poss"))


def _modifier(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    named = [c for c in parsed.related(word, "compound", "amod", "nmod:unmarked", "nmod:desc") if parsed.actor(c)]
    own = parsed.actor(word)
    return parsed.parties(named) or ([Party(own, word)] if own and parsed.tags[word] in NOMINAL else [])


def _lead(parsed: Parsed, word: int, leads: frozenset[str]) -> list[Party]:
    """Who stands behind a preposition that hangs on the predicate, or on its object: "took arms against X"."""
    acts = words_of("acts")
    direct = [c for c in parsed.oblique(word, leads) if parsed.words[c] not in acts or parsed.lead(c) != "of"]
    found = parsed.parties(direct)
    return found or parsed.parties(list(parsed.further(word, leads - _LOOSE, marked=True)))


_LOOSE = frozenset(("of", "in", "at", "to", "for", "among", "inside", "within"))
"""Prepositions that say nothing of the predicate where they stand within one of its phrases."""


def _surface(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    return parsed.parties(parsed.surface(word))


def _holder(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Who holds the places that are the predicate's object or stand in its phrases, by an attribute of theirs."""
    near = [word, *parsed.objects(word), *[c for c in parsed.children[word] if parsed.kind(c) in ("obl", "nmod")]]
    near += [c for top in near[1:] for c in parsed.children[top] if parsed.kind(c) in ("nmod", "appos", "compound")]
    return [party for top in near[:_NEAR] for party in parsed.holders(top)]


_NEAR = 24


def _victim(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Whom a verb of harm beside the predicate names: "a bomb exploded, killing X", "the attack which wounded X"."""
    beside = [c for c in parsed.children[word] if parsed.kind(c) in ("advcl", "conj", "acl", "parataxis")]
    beside = [c for c in beside if not parsed.passive(c)]
    head = parsed.heads[word]
    if head >= 0 and (parsed.relations[word] == "nsubj" or parsed.lead(word) in ("in", "by")):
        beside.append(head)
    for verb in beside[:_NEAR]:
        if parsed.words[verb] in words_of("harm") and parsed.is_verb(verb):
            found = parsed.parties(parsed.objects(verb))
            if found:
                return found
    return []


def _means(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Whose strike or attack somebody suffers: "killed in X's strikes"."""
    acts = [c for c in parsed.oblique(word, _IN_ACT) if parsed.words[c] in words_of("acts")]
    return [party for act in acts for party in parsed.parties(parsed.doers(act)) or _doing(parsed, [act])]


_IN_ACT = frozenset(("of", "in", "during", "with", "by", "from", "under"))


def _blamed(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Who is blamed: "blamed the blast on X", "accused X"."""
    on = list(parsed.oblique(word, _ON))
    return _doing(parsed, on or parsed.objects(word))


_ON = frozenset(("on",))


def _listed(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Whom a list names as doers: "nations that struck include X"; not where it names the dead."""
    return [] if _lists_victims(parsed, word) else parsed.parties(parsed.objects(word))


def _listed_victims(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Whom a list names as hurt: "the dead include X"."""
    return parsed.parties(parsed.objects(word)) if _lists_victims(parsed, word) else []


def _lists_victims(parsed: Parsed, word: int) -> bool:
    tops = parsed.surface(word)
    told = [*tops, *(c for top in tops for c in parsed.children[top])]
    return any(parsed.words[i] in words_of("harmed") for i in told)


def _others(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """The parties of an act between all of its subjects: "X and Y clashed"."""
    found = parsed.parties(parsed.surface(word)) if parsed.words[word] in words_of("reciprocal") else []
    return found if len(found) > 1 else []


def _of_doer(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Behind "of" who does it: "the raids of X"; told by the noun."""
    return parsed.parties(list(parsed.oblique(word, _OF))) if _is_of_doer(parsed, word) else []


def _is_of_doer(parsed: Parsed, word: int) -> bool:
    return parsed.words[word] in words_of("of_doer") and not parsed.words[word].endswith("ing")


def _of_done(parsed: Parsed, word: int, leads: frozenset[str]) -> list[Party]:
    """Behind "of" to whom it is done: "the bombing of X"; told by the noun."""
    return [] if _is_of_doer(parsed, word) else _lead(parsed, word, _OF)


def _hands(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """At whose hands somebody suffers."""
    hands = [c for c in parsed.oblique(word, _AT) if parsed.words[c] in ("hands", "hand")]
    return parsed.parties([c for top in hands for c in (*parsed.related(top, "nmod:poss"), *parsed.oblique(top, _OF))])


_AT = frozenset(("at",))


def _sides(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Both sides, told behind "between" or as one list."""
    return parsed.parties([*parsed.oblique(word, _BETWEEN), *parsed.further(word, _BETWEEN)])


_BETWEEN = frozenset(("between", "among"))


def _deed(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Whose act the object is: "repelled an attack by X", "stopped X's advance"."""
    return [p for noun in parsed.objects(word) for p in parsed.parties(parsed.doers(noun)) or _doing(parsed, [noun])]


_WAYS = {
    "subject": _subject,
    "holding": _holding,
    "sufferer": _sufferer,
    "surface": _surface,
    "object": _object,
    "recipient": _recipient,
    "owner": _owner,
    "modifier": _modifier,
    "holder": _holder,
    "victim": _victim,
    "means": _means,
    "blamed": _blamed,
    "listed": _listed,
    "listed victims": _listed_victims,
    "others": _others,
    "of doer": _of_doer,
    "of done": _of_done,
    "hands": _hands,
    "sides": _sides,
    "deed": _deed,
    "lead": _lead,
}
"""How a role is found, by the names that `frames.toml` uses; anything else there is prepositions set apart by "/"."""
_FOCUS_ONLY = frozenset(("owner", "modifier", "surface"))


# ---- who helps


def _helped(parsed: Parsed, chain: Sequence[int], found: dict[str, Group], rules: list[str]) -> None:
    """Moves those who only help into their own role."""
    if "supporter" in found:
        return
    helping = _helpers(parsed, chain)
    known = _names(found.get("target", ()))
    helping = [mention for mention in helping if mention.name not in known]
    if not helping:
        return
    names = {mention.name for mention in helping}
    rest = tuple([mention for mention in found.get("actor", ()) if mention.name not in names])
    if found.get("actor") and not rest:
        return
    if rest:
        found["actor"] = rest
    found["supporter"] = tuple(helping)
    rules.append("supporter by words of help")


def _helpers(parsed: Parsed, chain: Sequence[int]) -> list[ActorMention]:
    """Who backs the doers, or the act itself: "backed by X", "X-backed", "with the help of X"."""
    words: list[int] = []
    for word in chain:
        doers = parsed.subjects(word) if parsed.is_verb(word) else parsed.doers(word)
        listed = [item for doer in doers for item in parsed.listed(doer)]
        for top in (word, *listed):
            for child in parsed.children[top]:
                if parsed.words[child] in words_of("backed") and parsed.kind(child) in (
                    "acl",
                    "amod",
                    "advcl",
                    "compound",
                ):
                    words += [
                        *parsed.agents(child),
                        *parsed.related(child, "compound", "obl:unmarked", "nmod:poss", "amod"),
                    ]
            for child in parsed.oblique(top, _WITH_HELP):
                if parsed.words[child] in words_of("help"):
                    words += [*parsed.related(child, "nmod:poss", "compound", "amod"), *parsed.oblique(child, _HELP_OF)]
    out: dict[str, ActorMention] = {}
    for party in parsed.parties(words):
        out.setdefault(party.mention.name, party.mention)
    return list(out.values())


_WITH_HELP = frozenset(("with", "under", "by", "amid", "thanks to"))
_HELP_OF = frozenset(("of", "from", "by"))


# ---- places


def _places(parsed: Parsed, chain: Sequence[int]) -> tuple[PlaceMention, ...]:
    """The places of the clause; where it has none, those of the clauses that share its setting."""
    if not parsed.places:
        return ()
    for word in chain:
        found = _places_under(parsed, word)
        if found:
            return found
    at = chain[-1]
    for _ in range(_STEPS):
        joined = [c for c in parsed.related(at, "conj") if parsed.is_verb(c)]
        found = tuple([place for c in joined for place in _places_under(parsed, c)]) if parsed.is_verb(at) else ()
        if found or parsed.heads[at] < 0 or not _shares_setting(parsed, at):
            return found
        at = parsed.heads[at]
        found = _places_under(parsed, at, subject=False)
        if found:
            return found
    return ()


def _shares_setting(parsed: Parsed, word: int) -> bool:
    """Whether what a word tells happens where the clause above it does."""
    if parsed.relations[word] in ("advcl", "xcomp", "obj", "nsubj", "nsubj:pass", "acl:relcl", "acl"):
        return True
    return parsed.kind(word) in ("obl", "nmod") or (parsed.relations[word] == "conj" and parsed.is_verb(word))


def _places_under(parsed: Parsed, top: int, subject: bool = True) -> tuple[PlaceMention, ...]:
    """The places named in a predicate's phrases, its subject's if asked for; not those that say when."""
    out: dict[int, PlaceMention] = {}
    queue, at = [top], 0
    while at < len(queue) and at < _WIDEST:
        word = queue[at]
        at += 1
        place = parsed.place(word)
        if place is not None and place.kind not in ("dateline", "metonym"):
            out.setdefault(place.span.start, place)
        for child in parsed.children[word]:
            acting = word == top and parsed.relations[child] == "nsubj"
            if not (parsed.other_clause(child) or _apart(parsed, child) or (acting and not subject)):
                queue.append(child)
    finer = [place for place in out.values() if place.kind != "country"]
    return tuple(finer or out.values())


def _apart(parsed: Parsed, child: int) -> bool:
    """Whether a phrase says when, or who says it, and not where."""
    return parsed.kind(child) in ("obl", "nmod") and parsed.lead(child) in WHEN


_WIDEST = 600


# ---- the clause


def _span(parsed: Parsed, word: int) -> Span:
    """The predicate's clause as one stretch of the text."""
    words, _ = parsed.clause(word)
    first, last = words[0], words[-1]
    while last > word and not parsed.words[last][:1].isalnum():
        last -= 1
    while first < word and (not parsed.words[first][:1].isalnum() or parsed.relations[first] in ("cc", "mark")):
        first += 1
    return Span(parsed.starts[first], parsed.end_of(last))
