"""The ways in which `frames.toml` fills a role: subject, object, owner, a preposition, whom a verb of harm names …"""

from __future__ import annotations

from collections.abc import Sequence

from ebbline.actors import ActorMention
from ebbline.claims.frames_predicate import OF, suffered
from ebbline.claims.grammar import NOMINAL, Parsed, Party, words_of


def _subject(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    if parsed.is_verb(word) or parsed.passive(word):
        return _doing(parsed, parsed.subjects(word))
    told = parsed.surface(word) if parsed.related(word, "nsubj", "cop") else []
    return _doing(parsed, parsed.doers(word)) or _doing(parsed, told)


def _holding(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """The subject of a verb, or of a noun that is told of it; a noun that only stands in a sentence has none."""
    if parsed.is_verb(word) or parsed.passive(word):
        return parsed.parties(parsed.subjects(word))
    return parsed.parties(parsed.surface(word)) if parsed.related(word, "nsubj", "cop") else []


def _doing(parsed: Parsed, words: Sequence[int]) -> list[Party]:
    """Who nouns name as doers: whom a list says they are, themselves, or whose strike, shell or offensive they are."""
    heads = [parsed.heads[word] for word in words if parsed.relations[word] == "nsubj"]
    listed = [head for head in heads if head >= 0 and parsed.words[head] in words_of("listing")]
    found = parsed.parties([c for head in listed for c in parsed.objects(head)]) or parsed.parties(words)
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
    return parsed.parties(parsed.surface(word)) if suffered(parsed, word) else []


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
    return parsed.parties(list(parsed.oblique(word, OF))) if _is_of_doer(parsed, word) else []


def _is_of_doer(parsed: Parsed, word: int) -> bool:
    return parsed.words[word] in words_of("of_doer") and not parsed.words[word].endswith("ing")


def _of_done(parsed: Parsed, word: int, leads: frozenset[str]) -> list[Party]:
    """Behind "of" to whom it is done: "the bombing of X"; told by the noun."""
    return [] if _is_of_doer(parsed, word) else _lead(parsed, word, OF)


def _hands(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """At whose hands somebody suffers."""
    hands = [c for c in parsed.oblique(word, _AT) if parsed.words[c] in ("hands", "hand")]
    return parsed.parties([c for top in hands for c in (*parsed.related(top, "nmod:poss"), *parsed.oblique(top, OF))])


_AT = frozenset(("at",))


def _grip(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """In whose hands or under whose control something is."""
    grips = [c for c in parsed.oblique(word, _INTO) if parsed.words[c] in words_of("grips")]
    naming = [c for top in grips for c in parsed.related(top, "nmod:poss", "compound", "amod")]
    return parsed.parties([*naming, *(c for top in grips for c in parsed.oblique(top, OF))])


_INTO = frozenset(("in", "into", "under", "to"))


def _quality(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Whose quality it is that a noun or an object tells of: "a fall in the popularity of X", "shook the will of X"."""
    parts = [*parsed.oblique(word, _IN_PART), *(c for c in parsed.objects(word) if parsed.actor(c) is None)]
    naming = [c for top in parts for c in parsed.related(top, "nmod:poss", "compound", "amod")]
    return parsed.parties([*naming, *(c for top in parts for c in parsed.oblique(top, _WITHIN))])


_IN_PART = frozenset(("in", "of", "to"))
_WITHIN = frozenset(("of", "within", "among", "inside"))


def _sides(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Both sides, told behind "between" or as one list."""
    return parsed.parties([*parsed.oblique(word, _BETWEEN), *parsed.further(word, _BETWEEN)])


_BETWEEN = frozenset(("between", "among"))


def _deed(parsed: Parsed, word: int, _: frozenset[str]) -> list[Party]:
    """Whose act the object is: "repelled an attack by X", "stopped X's advance"."""
    return [p for noun in parsed.objects(word) for p in parsed.parties(parsed.doers(noun)) or _doing(parsed, [noun])]


WAYS = {
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
    "grip": _grip,
    "quality": _quality,
    "sides": _sides,
    "deed": _deed,
    "lead": _lead,
}
"""How a role is found, by the names that `frames.toml` uses; anything else there is prepositions set apart by "/"."""
FOCUS_ONLY = frozenset(("owner", "modifier", "surface"))


# ---- who helps


def helpers(parsed: Parsed, chain: Sequence[int]) -> list[ActorMention]:
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
