"""What stands around a word in a sentence's tree: subject and object whatever the voice, prepositions, owner.

Nothing here knows what a word means but by the lists of `frames.toml`: which verbs pass their object on to an
infinitive, which nouns only measure or group. Whatever the tree looks like, every walk ends after so many steps.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from msgspec import Struct

from ebbline.actors import ActorMention
from ebbline.claims.lexicon import data_table
from ebbline.places import PlaceMention
from ebbline.records import Sentence

_UP = 8
"""Clauses climbed in search of a subject, and words in search of the clause a word stands in."""
_LISTED = 40
"""Parties that one list may name."""
_WIDE = 600
"""Words of a clause looked at: more than any sentence that the language model cuts."""

NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "DET", "SYM", "X"))
VERBAL = frozenset(("VERB", "AUX"))
_SUBJECT, _PASSIVE = frozenset(("nsubj", "nsubj:outer", "csubj")), frozenset(("nsubj:pass", "csubj:pass"))
_CLAUSES = frozenset(("acl", "advcl", "ccomp", "csubj", "parataxis", "acl:relcl", "advcl:relcl", "csubj:pass"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_NAMING = frozenset(("compound", "amod", "nmod:unmarked", "nmod:desc", "flat", "nummod", "det"))
_ENDINGS = ("s", "es", "ed", "d", "ing")


@cache
def words_of(name: str) -> frozenset[str]:
    """Every form of the words of a list of `frames.toml`."""
    return frozenset(form for lemma in data_table("frames.toml")["words"][name] for form in forms(lemma))


@cache
def forms(lemma: str) -> frozenset[str]:
    """The forms of a noun or a verb by rule, and those of `irregular` in `frames.toml`; "take over" is what it is."""
    if " " in lemma:
        return frozenset((lemma,))
    out = {lemma, *data_table("frames.toml")["irregular"].get(lemma, ())}
    out.update(lemma + ending for ending in _ENDINGS)
    if lemma.endswith("e"):
        out.add(lemma[:-1] + "ing")
    if lemma.endswith("y"):
        out.update((lemma[:-1] + "ies", lemma[:-1] + "ied"))
    if len(lemma) > 2 and lemma[-1] not in "aeiouwxys" and lemma[-2] in "aeiou":
        out.update((lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"))
    return frozenset(out)


class Party(Struct, frozen=True, gc=False):
    """A mention of an actor with the word it was found at."""

    mention: ActorMention
    word: int


class Parsed:
    """One sentence with its tree turned round, and the mentions that stand in it."""

    def __init__(self, sentence: Sentence, actors: Sequence[ActorMention], places: Sequence[PlaceMention]) -> None:
        size = len(sentence.words)
        self.sentence = sentence
        self.size = size
        self.words = tuple([word.lower().replace("’", "'") for word in sentence.words])
        self.starts = sentence.starts
        tree = sentence.tree
        self.tags = _column(tree.pos if tree else (), size, "X")
        self.relations = _column(tree.relations if tree else (), size, "dep")
        heads = _column(tree.heads if tree else (), size, -1)
        self.heads = tuple([head if 0 <= head < size and head != i else -1 for i, head in enumerate(heads)])
        children: list[list[int]] = [[] for _ in range(size)]
        for word, head in enumerate(self.heads):
            if head >= 0:
                children[head].append(word)
        self.children = children
        self.actors = tuple(actors)
        self.places = tuple(places)
        self._actor_at = self._laid([mention.span for mention in actors])
        self._place_at = self._laid([mention.span for mention in places])

    def _laid(self, spans: Sequence[Any]) -> dict[int, int]:
        """The words that spans cover, each with the number of its span."""
        out: dict[int, int] = {}
        for number, span in enumerate(spans):
            first = max(0, bisect_right(self.starts, span.start) - 1)
            for word in range(first, max(first + 1, bisect_left(self.starts, span.end))):
                out.setdefault(word, number)
        return out

    def word_at(self, offset: int) -> int:
        """The word at an offset of the text, or the one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def end_of(self, word: int) -> int:
        """Where a word ends in the text."""
        return self.starts[word] + len(self.sentence.words[word])

    def actor(self, word: int) -> ActorMention | None:
        """The mention of an actor that covers a word."""
        number = self._actor_at.get(word)
        return None if number is None else self.actors[number]

    def place(self, word: int) -> PlaceMention | None:
        """The mention of a place that covers a word."""
        number = self._place_at.get(word)
        return None if number is None else self.places[number]

    def related(self, word: int, *relations: str) -> list[int]:
        """The words that hang on a word by one of these relations, in order."""
        return [child for child in self.children[word] if self.relations[child] in relations]

    def kind(self, word: int) -> str:
        """The relation by which a word hangs, without its subtype."""
        relation: str = self.relations[word]
        return relation.partition(":")[0]

    def is_verb(self, word: int) -> bool:
        """Whether a word has a verb's grammar."""
        return self.tags[word] in VERBAL

    # ---- prepositions

    def lead(self, word: int) -> str:
        """The preposition that opens a phrase, of several words as they stand ("out of"), empty for none."""
        case = [c for c in self.children[word] if self.relations[c] in ("case", "mark") and c < word]
        for c in tuple(case[:1]):
            case += [f for f in self.children[c] if self.kind(f) == "fixed"]
        return " ".join([self.words[c] for c in sorted(case) if self.words[c] not in ("'s", "'")])

    def oblique(self, word: int, leads: frozenset[str]) -> Iterator[int]:
        """The phrases hanging on a word that one of these prepositions opens."""
        for child in self.children[word]:
            if self.kind(child) in ("obl", "nmod") and child > 0:
                lead = self.lead(child)
                if self._inside_name(child):
                    continue
                if lead and (lead in leads or (" " in lead and lead.rpartition(" ")[2] in leads and not _says(lead))):
                    yield child

    def _inside_name(self, word: int) -> bool:
        """Whether a phrase belongs to a name that began before its preposition: "the State of Arden"."""
        number = self._actor_at.get(word)
        cases = (c for c in self.children[word] if self.relations[c] == "case" and c < word)
        return number is not None and any(self._actor_at.get(c) == number for c in cases)

    # ---- clauses

    def passive(self, word: int) -> bool:
        """Whether a verb is in the passive voice: told by its auxiliary, or as a participle that stands alone."""
        if self.tags[word] not in ("VERB", "ADJ") or self.words[word].endswith("ing"):
            return False
        found = {self.relations[child] for child in self.children[word]}
        if "aux:pass" in found or "obl:agent" in found:
            return True
        if "obj" in found:
            return False
        if "nsubj:pass" in found:
            return True
        if found & {"nsubj", "aux", "mark", "cop", "nsubj:outer"} or not _participle(self.words[word]):
            return False
        match self.relations[word]:
            case "acl" | "amod" | "advcl":
                return True
            case "conj":
                head = self.heads[word]
                own = any(self.relations[c] in ("obj", "nsubj") for c in self.children[word])
                return not own and head >= 0 and self.relations[head] != "conj" and self.passive(head)
        return False

    def surface(self, word: int, steps: int = _UP) -> list[int]:
        """The words that stand as a predicate's subject, whatever its voice; inherited where it has none itself."""
        own = [c for c in self.children[word] if self.relations[c] in _SUBJECT or self.relations[c] in _PASSIVE]
        if own:
            # Of two subjects the one before the verb and nearer to it is its own.
            plain = [c for c in own if self.tags[c] in NOMINAL] or own
            free = [c for c in plain if self.words[c] not in _RELATIVE] or plain
            return [self.antecedent(([c for c in free if c < word] or free)[-1])]
        head, steps = self.heads[word], steps - 1
        if head < 0 or steps <= 0:
            return []
        match self.relations[word]:
            case "conj":
                return self.surface(head, steps) if self._clausal(head) else []
            case "xcomp" | "ccomp":
                return self._passed_on(word, head, steps)
            case "advcl":
                return self._of_adverbial(word, head, steps)
            case "acl":
                return self._of_attribute(word, head, steps)
            case "acl:relcl":
                taken = any(self.words[c] in ("where", "when", "why") for c in self.children[word])
                return [] if taken else [head]
        return []

    def _clausal(self, word: int) -> bool:
        return self.is_verb(word) or any(self.relations[c] in ("cop", "nsubj") for c in self.children[word])

    def _passed_on(self, word: int, head: int, steps: int) -> list[int]:
        """The subject of an infinitive: the object of verbs that order, force or accuse, else the verb's subject."""
        given = self.related(head, "obj", "iobj")
        if given and not self.passive(head) and self.words[head] in words_of("object_control"):
            return given[:1]
        if given and self.relations[word] == "xcomp" and self.words[head] not in words_of("subject_control"):
            return given[:1]
        return self.surface(head, steps)

    def _of_adverbial(self, word: int, head: int, steps: int) -> list[int]:
        marks = {self.words[c] for c in self.children[word] if self.relations[c] == "mark"}
        if {"of", "for"} & marks and self.words[head] in words_of("blame"):
            return self.related(head, "obj") or self.surface(head, steps)
        if not self._clausal(head):
            return [head] if self.tags[head] in NOMINAL else []
        if self.words[head] in words_of("object_control") and "to" in marks and not self.passive(head):
            return self.related(head, "obj")[:1] or self.surface(head, steps)
        if self.passive(head) and (not marks or marks == {"to"}):
            return self.agents(head)
        bare = self.words[word].endswith("ing") or "to" in marks or self.passive(word)
        return self.surface(head, steps) if bare else []

    def _of_attribute(self, word: int, head: int, steps: int) -> list[int]:
        marks = {self.words[c] for c in self.children[word] if self.relations[c] == "mark"}
        blamed = self.words[self.heads[head]] in words_of("blame")
        if blamed or not {"to", "of", "for", "at"} & marks:
            return [head]
        return self.doers(head, steps)

    def agents(self, word: int) -> list[int]:
        """The words behind "by" that name who does it, in the phrases that hang on a predicate too."""
        found = self.related(word, "obl:agent") or list(self.oblique(word, _BY))
        return found or list(self.further(word, _BY))

    def further(self, word: int, leads: frozenset[str], marked: bool = False) -> Iterator[int]:
        """Phrases of these prepositions hanging on a predicate's own phrases: "the strikes in the city by X".

        With `marked` only those that hang on its object, or on a noun of action among its phrases.
        """
        for child in self.children[word]:
            act = self.words[child] in words_of("acts")
            phrase = self.kind(child) in ("obl", "nmod", "obj") and self.lead(child) not in WHEN
            doer = self.lead(child) == "by" or self.relations[child] == "nmod:poss"
            if not (phrase or (act and self.relations[child] == "nsubj")):
                continue
            if marked and not (act or doer or self.relations[child] == "obj" or self.lead(child) == "of"):
                continue
            if doer or act or self.actor(child) is None:
                loose = leads - _LOOSELY if marked and self.relations[child] != "obj" else leads
                for item in self.listed(child):
                    yield from self.oblique(item, loose)
                    for grandchild in self.related(item, "nmod", "obl"):
                        yield from self.oblique(grandchild, loose)

    def subjects(self, word: int) -> list[int]:
        """The doers of a verb: its subject, or in the passive voice its agent."""
        if not self.passive(word):
            return self.surface(word)
        joined = [c for c in self.related(word, "conj") if self.passive(c)]
        if self.relations[word] == "conj" and self.heads[word] >= 0 and self.passive(self.heads[word]):
            joined.append(self.heads[word])
        return self.agents(word) or [agent for verb in joined for agent in self.agents(verb)]

    def objects(self, word: int) -> list[int]:
        """What a verb is done to: its object, or in the passive voice its subject."""
        if self.passive(word):
            return self.surface(word)
        own = [self.antecedent(c) for c in self.related(word, "obj")]
        if own or not self.is_verb(word):
            return own
        subjects = self.related(word, "nsubj", "nsubj:pass")
        if len(subjects) > 1:
            # A second subject is an object the parser took for one: "the jets bombed at dawn a headquarters".
            return [self.antecedent(c) for c in subjects if c > word and c not in self.surface(word)][-1:]
        if self.relations[word] == "acl:relcl" and self.related(word, "nsubj"):
            adverbs = any(self.words[c] in ("where", "when", "why") for c in self.children[word])
            return [] if adverbs or list(self.oblique(word, _WITHIN)) else [self.heads[word]]
        joined = [c for c in self.related(word, "conj") if c - word == 2 and self.is_verb(c)]
        return self.related(joined[0], "obj") if joined else []

    def doers(self, noun: int, steps: int = _UP) -> list[int]:
        """Whose act a noun names: its owner, who stands behind "by", or the subject of the verb it is the object of."""
        own = self.agents(noun) or self.related(noun, "nmod:poss")
        if own or steps <= 0:
            return own
        named = [c for c in self.children[noun] if self.relations[c] in _NAMING and self.actor(c)]
        told = self.words[noun] in words_of("acts")
        made = [c for c in self.related(noun, "acl", "acl:relcl") if self.passive(c)] if told else []
        named = named or [agent for verb in made for agent in self.agents(verb)]
        for verb in self.related(noun, "acl:relcl") if not named else ():
            named = named or [c for c in self.related(verb, "nsubj") if self.words[c] not in _RELATIVE]
        if named:
            return named
        head = self.heads[noun]
        if head >= 0 and self.words[head] in words_of("owning_to") and self.kind(noun) in ("nmod", "obl"):
            return self.doers(head, steps - 1)
        performed = told and self.relations[noun] in ("obj", "nsubj:pass") and self.is_verb(head)
        if head >= 0 and performed and self.words[head] not in words_of("no_doer"):
            return self.agents(head) if self.passive(head) else self.surface(head, steps - 1)
        return []

    def antecedent(self, word: int) -> int:
        """The noun a relative pronoun stands for; any other word itself."""
        if self.words[word] not in _RELATIVE or self.tags[word] not in ("PRON", "DET", "SCONJ"):
            return word
        at = word
        for _ in range(_UP):
            if self.relations[at] == "acl:relcl" and self.heads[at] >= 0:
                return self.heads[at]
            if self.heads[at] < 0:
                break
            at = self.heads[at]
        return word

    # ---- parties

    def listed(self, word: int) -> list[int]:
        """A noun and those that a list joins to it."""
        out, at = [word], 0
        while at < len(out) and len(out) < _LISTED:
            for child in self.children[out[at]]:
                joined = self.relations[child] == "conj" and self.tags[child] in NOMINAL | {"ADJ"}
                if self.relations[child] == "appos" and self.related(child, "conj"):
                    # "the army, tribesmen and militiamen": the parser takes the second for another name of the first.
                    own = self.actor(out[at])
                    joined = own is not None and own.kind not in _VAGUE and self.tags[child] in NOMINAL
                if joined and not any(self.words[c] == "not" for c in self.children[child]):
                    out.append(child)
            at += 1
        return out[:_LISTED]

    def parties(self, words: Sequence[int], deep: bool = True) -> list[Party]:
        """The actors that nouns name, themselves or by what they measure, group or belong to; each once."""
        out: list[Party] = []
        seen: set[str] = set()
        for word in words:
            for item in self.listed(word):
                for party in self._named(item, deep, 3):
                    if party.mention.name not in seen:
                        seen.add(party.mention.name)
                        out.append(party)
        return out

    def _named(self, word: int, deep: bool, steps: int) -> list[Party]:
        own = self.actor(word)
        if own is not None and own.bare:
            named = [
                c for c in self.related(word, *_NAMING, "nmod:poss") if (m := self.actor(c)) and m.name != own.name
            ]
            if named:
                return [Party(m, c) for c in named if (m := self.actor(c))]
        if own is not None and own.kind not in _VAGUE:
            return [*self._beside(word, own), Party(own, word)]
        if steps <= 0 or not deep:
            return [Party(own, word)] if own else []
        if own is None:
            for relations in (("nmod:poss",), tuple(_NAMING)):
                found = [c for c in self.related(word, *relations) if self.actor(c)]
                if found:
                    return [Party(m, c) for top in found for c in self.listed(top) if (m := self.actor(c))]
            for part in self.related(word, "compound"):  # "X weapons caches"
                found = [c for c in self.related(part, "compound", "amod") if self.actor(c)]
                if found:
                    return [Party(m, c) for c in found if (m := self.actor(c))]
        return self._behind(word, own, steps) or ([Party(own, word)] if own else [])

    def _beside(self, word: int, own: ActorMention) -> list[Party]:
        """Who else qualifies the noun that a mention ends in: "Russian and Syrian jets"."""
        out = []
        for child in self.related(word, "amod", "compound"):
            for item in self.listed(child) if any(map(self.actor, self.children[child])) else ():
                other = self.actor(item)
                if other is not None and other.name != own.name and other.span.end <= own.span.start:
                    out.append(Party(other, item))
        return out

    def _behind(self, word: int, own: ActorMention | None, steps: int) -> list[Party]:
        """Who stands behind a noun that only groups them ("dozens of", "positions of"), or renames it."""
        grouping = (
            own is not None or self.tags[word] in ("NUM", "DET", "PRON") or self.words[word] in words_of("groups")
        )
        leads = _OF_GROUP if grouping else _NONE
        if own is not None:
            owners = [m for c in self.related(word, "nmod:poss") if (m := self.actor(c)) and m.kind not in _NAMELESS]
            if owners:
                return [Party(m, word) for m in owners]
        for child in self.oblique(word, leads):
            found = [p for item in self.listed(child) for p in self._named(item, True, steps - 1)]
            if found and not (own is not None and all(p.mention.kind in _VAGUE for p in found)):
                return found
        for child in self.children[word]:
            renamed = self.relations[child] == "appos"
            loyal = self.words[child] in words_of("loyal")
            if renamed or loyal:
                heads = [child] if renamed else [*self.oblique(child, _LOYAL_TO), *self.related(child, "obj")]
                found = [p for top in heads for item in self.listed(top) for p in self._named(item, renamed, steps - 1)]
                if found and not (own is not None and all(p.mention.kind in _VAGUE for p in found)):
                    return found
        return []

    def holders(self, word: int) -> list[Party]:
        """Who holds a place by an attribute: "X-held Dorn", "the town, held by X", "Dorn, the stronghold of X"."""
        out = []
        parts = [c for part in self.related(word, "compound") for c in self.children[part]]  # "X-held east Dorn"
        for child in (*self.children[word], *parts):
            near: list[int] = []
            if self.words[child] in words_of("held") and self.kind(child) in ("amod", "acl", "compound"):
                close = self.related(child, "compound", "obl:unmarked", "nsubj", "obj", "nmod:poss")
                near = [*self.agents(child), *close]
            elif self.words[child] in words_of("strongholds") and self.kind(child) in ("appos", "nmod", "parataxis"):
                near = [*self.related(child, "nmod:poss", "compound", "amod"), *self.oblique(child, _OF_HOLDER)]
            out += self.parties(near)
        return out

    # ---- stretches

    def clause(self, word: int) -> tuple[list[int], list[int]]:
        """The words of a predicate and what hangs on it, other clauses left out; and the clauses left out."""
        out, at, left = [word], 0, []
        seen = {word}
        while at < len(out) and len(out) < _WIDE:
            for child in self.children[out[at]]:
                if child in seen:
                    continue
                seen.add(child)
                if self.other_clause(child):
                    left.append(child)
                else:
                    out.append(child)
            at += 1
        return sorted(out), left

    def other_clause(self, child: int) -> bool:
        """Whether a word opens a clause of its own."""
        relation = self.relations[child]
        if relation in ("parataxis", "discourse", "vocative", "list"):
            return True
        if relation == "conj":
            return self.is_verb(child) or self._clausal(child)
        if relation == "acl":
            return False
        return relation in _CLAUSES or (relation == "punct" and self.words[child] in ('"', "“", "”"))


WHEN = frozenset(("after", "before", "since", "until", "following", "ahead of", "according to", "despite", "during"))
"""Prepositions that say when, or who says it: what follows tells of something else than the predicate."""
_LOOSELY = frozenset(("from",))
_BY = frozenset(("by",))
_WITHIN = frozenset(("in", "at", "from", "to", "on"))
_NONE: frozenset[str] = frozenset()
_OF_GROUP = frozenset(("of", "from", "belonging to", "among"))
_OF_HOLDER = frozenset(("of", "for"))
_LOYAL_TO = frozenset(("to", "with", "by"))
_NAMELESS = frozenset(("unidentified", "role", "civilians"))
_VAGUE = frozenset(("unidentified", "generic", "role"))
"""Kinds of mention that name nobody: what stands behind them may."""


def _says(lead: str) -> bool:
    return lead in ("according to", "as to", "due to", "because of")


def _participle(word: str) -> bool:
    return word.endswith(("ed", "en", "wn", "ht", "lt")) or word in words_of("participles")


def _column(values: Sequence[Any], size: int, default: Any) -> Sequence[Any]:
    """A column of a tree, of the sentence's length whatever it was."""
    if len(values) == size:
        return values
    return (*values[:size], *[default] * (size - len(values)))
