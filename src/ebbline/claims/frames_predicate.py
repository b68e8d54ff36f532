"""The predicate that a word leads to: past words of saying, and verbs that only open or perform a noun of action."""

from __future__ import annotations

from ebbline.claims.grammar import NOMINAL, Parsed, words_of

STEPS = 5
AIMS = frozenset(("Government regains territory", "Non-state actor overtakes territory"))
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


def chain_of(parsed: Parsed, word: int, aims: bool = False) -> list[int]:
    """The word that is meant first, then the light verbs, auxiliaries and words of saying it was reached by."""
    chain = [word]
    for _ in range(STEPS):
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
    performs = parsed.words[verb] in words_of("light") or suffered(parsed, verb)
    return performs and parsed.kind(noun) in ("obj", "nsubj", "obl")


def _meant(parsed: Parsed, word: int) -> int | None:
    """The word one step on that tells what was done, where this one only opens, counts, reports or performs it."""
    told = parsed.words[word]
    clauses = _clauses(parsed, word)
    intended = [noun for noun in parsed.related(word, "obj") if parsed.words[noun] in words_of("intentions")]
    if clauses and any(told in words_of(kind) for kind in ("opening", "reporting", "object_control")):
        return clauses[0]
    if not clauses and intended and parsed.related(intended[0], "acl"):
        return parsed.related(intended[0], "acl")[0]
    if told in words_of("happening"):
        happened = [noun for noun in parsed.related(word, "nsubj") if _is_act(parsed, noun)]
        if happened:
            return happened[0]
    if parsed.tags[word] in ("NOUN", "NUM", "DET"):
        return _counted(parsed, word)
    if told in words_of("blame"):
        accused = [c for top in parsed.related(word, "obj") for c in parsed.related(top, "acl")]
        clauses += [c for c in accused if parsed.lead(c) in _BLAMED_FOR]
        return next(iter([*clauses, *parsed.oblique(word, _BLAMED_FOR)]), None)
    performing = told in words_of("light") or told in words_of("reporting") or suffered(parsed, word)
    if performing or (told in words_of("opening") and parsed.passive(word)):
        return _performed(parsed, word)
    return None


def _is_act(parsed: Parsed, noun: int) -> bool:
    """Whether a noun names what happens."""
    return parsed.words[noun] in words_of("acts") or parsed.words[noun] in words_of("conditions")


def _clauses(parsed: Parsed, word: int) -> list[int]:
    """The clauses behind a word that may tell what was done."""
    out = parsed.related(word, "xcomp", "ccomp")
    for child in parsed.related(word, "advcl", "acl"):
        if any(parsed.words[mark] in _MARKS for mark in parsed.related(child, "mark")):
            out.append(child)
    before = parsed.words[word] in words_of("reporting")  # "..., his agency says"
    return [child for child in out if child > word or (before and parsed.relations[child] == "ccomp")]


def _counted(parsed: Parsed, word: int) -> int | None:
    """The act of which a noun tells a part or a number, or what is told of people: "dozens of nurses whom X seized"."""
    if parsed.words[word] in words_of("acts") or parsed.words[word] in words_of("people"):
        return None
    counted = list(parsed.oblique(word, OF))
    acts = [noun for noun in counted if parsed.words[noun] in words_of("acts")]
    told_of = [c for top in (word, *counted) for c in parsed.related(top, "acl", "acl:relcl") if parsed.is_verb(c)]
    return next(iter(acts + told_of), None)


def _performed(parsed: Parsed, word: int) -> int | None:
    """The noun of action that a verb performs, reports or undergoes."""
    nouns = [*parsed.related(word, "obj"), *parsed.oblique(word, _UNDER)]
    if parsed.passive(word):
        nouns += parsed.related(word, "nsubj:pass", "nsubj")
    nouns += [part for noun in nouns for part in parsed.oblique(noun, OF)]  # "the launch of an offensive"
    owned = [noun for noun in nouns if parsed.words[noun] in words_of("owning_to")]
    nouns += [act for noun in owned for act in parsed.oblique(noun, _BLAMED_FOR)]
    return next((noun for noun in nouns if parsed.words[noun] in words_of("acts")), None)


_MARKS = frozenset(("to", "of", "for", "in"))
OF = frozenset(("of",))
_BLAMED_FOR = frozenset(("of", "for", "over"))
_UNDER = frozenset(("under", "to", "in", "into"))


def suffered(parsed: Parsed, word: int) -> bool:
    """Whether a verb's subject suffers what stands behind it: "faced", "came under"."""
    if parsed.words[word] in words_of("undergo_under"):
        return any(parsed.oblique(word, _UNDERGONE))
    return parsed.words[word] in words_of("undergo")


_UNDERGONE = frozenset(("under",))
