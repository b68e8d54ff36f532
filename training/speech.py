"""Who says what, read off gold trees by a list of words of saying."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from training.corpora.conllu import Sentence
from training.examples import Layer, layer

_OPENING, _CLOSING = frozenset("“«„"), frozenset("”»")
_STRAIGHT = frozenset(('"', "''", "``"))
_TRIM = frozenset(",;:-–—.") | {"--"}
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_CLAUSAL = ("ccomp", "parataxis")
_ONWARD = 4
"""A quotation left open is followed for so many sentences."""


@dataclass(frozen=True, slots=True)
class Saying:
    """The words of saying, as lemmas."""

    verbs: frozenset[str]
    infinitive: frozenset[str]
    nouns: frozenset[str]
    also: frozenset[str]
    """Verbs that tell of saying but take no clause."""
    irregular: Mapping[str, str]
    """Past forms that no rule makes, with their lemma."""


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution within a sentence, as word indices."""

    cue: frozenset[int]
    speaker: frozenset[int]
    content: frozenset[int]


@cache
def saying() -> Saying:
    """The list that comes with the trainer."""
    table = tomllib.loads((Path(__file__).parent / "data" / "saying.toml").read_text("utf-8"))
    verbs = frozenset((*table["speech"], *table["thought"], *table["showing"], *table["infinitive"]))
    return Saying(
        verbs,
        frozenset(table["infinitive"]),
        frozenset(table["nouns"]),
        frozenset(table["also"]),
        table["irregular"],
    )


@cache
def forms() -> frozenset[str]:
    """All forms, in lower case, of the verbs of saying."""
    found: set[str] = set()
    for verb in saying().verbs | saying().also:
        stem = verb[:-1] if verb.endswith("e") else verb
        past = verb[:-1] + "ied" if verb[-1] == "y" and verb[-2] not in "aeiou" else stem + "ed"
        third = (
            verb[:-1] + "ies" if past.endswith("ied") else verb + ("es" if verb.endswith(("sh", "ss", "ch")) else "s")
        )
        found |= {verb, third, past, stem + "ing"}
    return frozenset(found | saying().irregular.keys())


def speech(paragraphs: Iterable[Sequence[Sentence]]) -> tuple[Layer, ...]:
    """The layers of `examples.SPEECH` over consecutive paragraphs; a quotation runs on to its closing sentence."""
    columns: tuple[list[str], ...] = ([], [], [])
    for paragraph in paragraphs:
        onward = 0
        for sentence in paragraph:
            found = attributions(sentence)
            quoted = _quoted(sentence, onward)
            contents = [item.content for item in found]
            if quoted and (onward or not found):
                contents.insert(0, quoted)
            sets = ([item.cue for item in found], [item.speaker for item in found], contents)
            for column, marked in zip(columns, sets, strict=True):
                column.extend(flat(len(sentence.words), marked))
            onward = _still_open(sentence, frozenset().union(*contents), onward)
    return tuple(tuple(column) for column in columns)


def flat(length: int, marked: Iterable[frozenset[int]]) -> Layer:
    """Sets of words as one column: smaller sets are written over larger ones, a gap begins a span anew."""
    pieces: list[tuple[int, int, str]] = []
    for words in sorted(marked, key=len, reverse=True):
        pieces += [(start, end, "") for start, end in runs(words)]
    return layer(length, pieces)


def runs(words: Iterable[int]) -> list[tuple[int, int]]:
    """The unbroken stretches of a set of indices, ends exclusive."""
    found: list[tuple[int, int]] = []
    for index in sorted(words):
        if found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def attributions(sentence: Sentence) -> list[Said]:
    """What the sentence's words of saying, and "according to", attribute to whom."""
    tree = _Tree(sentence)
    found: list[Said] = []
    for index, lemma in enumerate(sentence.lemmas):
        if sentence.pos[index] == "VERB" and lemma in saying().verbs:
            said = tree.by_verb(index, lemma)
        elif sentence.pos[index] == "NOUN" and lemma in saying().nouns:
            said = tree.by_noun(index)
        elif sentence.words[index].lower() == "according":
            said = tree.according(index)
        else:
            said = None
        if said is not None and said.content:
            found.append(said)
    return found


class _Tree:
    """A sentence's tree, asked from the heads downward."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.children: list[list[int]] = [[] for _ in sentence.words]
        for index, head in enumerate(sentence.heads):
            if head >= 0:
                self.children[head].append(index)

    def by_verb(self, verb: int, lemma: str) -> Said | None:
        content = self._content(verb, lemma)
        if not content:
            return None
        speaker = self._speaker(verb)
        return Said(frozenset((verb,)), speaker - content, content - speaker - {verb})

    def by_noun(self, noun: int) -> Said | None:
        """`their claim that …`: the clause of the noun, with `of`, `by`, `from` or a possessive before it."""
        for child in self.children[noun]:
            if self._relation(child) in ("acl", "ccomp") and self._is_that_clause(child):
                content = self._trimmed(self._under(child))
                return Said(frozenset((noun,)), self._owner(noun) - content, content)
        return None

    def according(self, word: int) -> Said | None:
        source = self.sentence.heads[word]
        to = [child for child in self.children[word] if self._relation(child) == "fixed"]
        if source < 0 or not to or self.sentence.heads[source] < 0:
            return None
        phrase = self._under(source)
        cue = frozenset((word, *to))
        content = self._trimmed(self._under(self.sentence.heads[source]) - phrase)
        return Said(cue, self._name(source) - cue, content)

    def _relation(self, index: int) -> str:
        return self.sentence.relations[index].partition(":")[0]

    def _under(self, top: int) -> frozenset[int]:
        found, queue = {top}, [top]
        while queue:
            for child in self.children[queue.pop()]:
                found.add(child)
                queue.append(child)
        return frozenset(found)

    def _content(self, verb: int, lemma: str) -> frozenset[int]:
        """The clauses the verb governs, or the clause it is thrown into."""
        mine = self.children[verb]
        wanted = [child for child in mine if self._relation(child) == "ccomp"]
        wanted += [child for child in mine if self._relation(child) == "parataxis" and self._quotes(child, verb)]
        wanted += [child for child in mine if self._relation(child) == "xcomp" and lemma in saying().infinitive]
        wanted += [child for child in mine if self._relation(child) == "obj" and self._is_quoted(child)]
        if wanted:
            return frozenset().union(*(self._trimmed(self._under(child)) for child in wanted))
        return self._around(verb)

    def _around(self, verb: int) -> frozenset[int]:
        """Of `The road, he said, is cut` and `as he said`: the words outside the clause of saying."""
        head = self.sentence.heads[verb]
        if head < 0 or not self._subject(verb):
            return frozenset()
        marks = {self.sentence.words[child].lower() for child in self.children[verb] if self._relation(child) == "mark"}
        relation = self._relation(verb)
        has_object = any(self._relation(child) in ("obj", "xcomp") for child in self.children[verb])
        thrown_in = relation == "parataxis" and not marks and not has_object and self._set_off(verb)
        as_said = relation == "advcl" and marks == {"as"} and not has_object
        if not thrown_in and not as_said:
            return frozenset()
        return self._trimmed(self._under(head) - self._under(verb))

    def _set_off(self, verb: int) -> bool:
        """Whether the clause of saying stands between commas or at the end after one, not as a sentence of its own."""
        words, mine = self.sentence.words, self._under(verb)
        before = words[min(mine) - 1] if min(mine) else ""
        return words[min(mine)] in (",", "--", "-", "(") or before in (",", "--", "-", "(", '"', "”")

    def _quotes(self, child: int, verb: int) -> bool:
        """Whether a loosely joined clause is what was said: it is quoted, or announced and the verb's only object."""
        if self._is_quoted(child):
            return True
        taken = any(self._relation(other) in ("ccomp", "obj", "xcomp") for other in self.children[verb])
        words, first = self.sentence.words, min(self._under(child))
        announced = first > 0 and (words[first] in (":", ",") or words[first - 1] in (":", ","))
        return not taken and announced

    def _is_quoted(self, child: int) -> bool:
        under = sorted(self._under(child))
        words = self.sentence.words
        marks = _OPENING | _STRAIGHT
        return words[under[0]] in marks or (under[0] > 0 and words[under[0] - 1] in marks)

    def _is_that_clause(self, child: int) -> bool:
        return any(
            self._relation(mark) == "mark" and self.sentence.words[mark].lower() in ("that", "whether")
            for mark in self.children[child]
        )

    def _subject(self, verb: int) -> int | None:
        for child in self.children[verb]:
            if self.sentence.relations[child] in ("nsubj", "nsubj:outer"):
                return child
        return None

    def _agent(self, verb: int) -> int | None:
        """Of a passive: `by` whom; of `quoted as saying` the one quoted."""
        for child in self.children[verb]:
            if self.sentence.relations[child] in ("obl:agent", "obl"):
                cases = {self.sentence.words[case].lower() for case in self.children[child]}
                if "by" in cases and self._is_passive(verb):
                    return child
        return None

    def _is_passive(self, verb: int) -> bool:
        return any(self.sentence.relations[child] in ("nsubj:pass", "aux:pass") for child in self.children[verb])

    def _speaker(self, verb: int) -> frozenset[int]:
        """The words of the one who says it, empty where the sentence names nobody."""
        subject = self._subject(verb)
        if subject is not None:
            return self._resolved(subject, verb)
        agent = self._agent(verb)
        if agent is not None:
            return self._name(agent)
        if self._is_passive(verb):
            return frozenset()
        return self._borrowed(verb)

    def _borrowed(self, verb: int) -> frozenset[int]:
        """The subject of the verb that this one hangs on: `came and said`, `…, adding that`, `a note saying`."""
        head, relation = self.sentence.heads[verb], self._relation(verb)
        if head < 0:
            return frozenset()
        if relation == "acl":
            return self._name(head)
        if relation not in ("conj", "advcl", "xcomp") or self.sentence.pos[head] not in ("VERB", "AUX", "ADJ"):
            return frozenset()
        subject = self._subject(head)
        if subject is None and relation in ("advcl", "xcomp"):
            passive = [child for child in self.children[head] if self.sentence.relations[child] == "nsubj:pass"]
            subject = passive[0] if passive else None
        return self._resolved(subject, head) if subject is not None else self._borrowed(head)

    def _resolved(self, subject: int, verb: int) -> frozenset[int]:
        """A relative pronoun stands for the noun its clause is about."""
        head = self.sentence.heads[verb]
        if self.sentence.relations[verb] == "acl:relcl" and self.sentence.words[subject].lower() in _RELATIVE:
            return self._name(head)
        return self._name(subject)

    def _name(self, top: int) -> frozenset[int]:
        """A noun's words without its clauses and what only leads up to it."""
        words = {top}
        for child in self.children[top]:
            relation = self.sentence.relations[child]
            if relation.startswith(("acl", "parataxis", "punct", "cc", "case", "cop", "advcl")) and relation != "ccomp":
                continue
            if relation == "conj":
                words |= self._under(child)
            else:
                words |= self._name_part(child)
        whole = frozenset(words)
        return self._joined(whole, top)

    def _name_part(self, top: int) -> frozenset[int]:
        return self._under(top)

    def _joined(self, words: frozenset[int], top: int) -> frozenset[int]:
        """The words with marks and gaps of one or two between them filled, and the run that holds the head."""
        filled = set(words)
        ordered = sorted(words)
        for left, right in pairwise(ordered):
            between = range(left + 1, right)
            if all(self._relation(index) in ("punct", "cc", "case") for index in between):
                filled.update(between)
        for start, end in runs(filled):
            if start <= top < end:
                return frozenset(range(start, end))
        return frozenset((top,))

    def _owner(self, noun: int) -> frozenset[int]:
        for child in self.children[noun]:
            relation = self.sentence.relations[child]
            cases = {self.sentence.words[case].lower() for case in self.children[child]}
            if relation == "nmod:poss" or (relation == "nmod" and cases & {"by", "of", "from"}):
                return self._name(child)
        return frozenset()

    def _trimmed(self, words: frozenset[int]) -> frozenset[int]:
        """Without commas, stops and dashes at the edges of any stretch; a stop inside a quotation stays."""
        kept: set[int] = set()
        for start, end in runs(words):
            while start < end and self.sentence.words[start] in _TRIM:
                start += 1
            while start < end and self.sentence.words[end - 1] in _TRIM:
                end -= 1
            kept.update(range(start, end))
        return frozenset(kept)


def _quoted(sentence: Sentence, onward: int) -> frozenset[int]:
    """The words up to the mark that closes a quotation begun before; none where none is open."""
    if not onward:
        return frozenset()
    for index, word in enumerate(sentence.words):
        if word in _CLOSING or word in _STRAIGHT:
            return frozenset(range(index + 1))
    return frozenset(range(len(sentence.words)))


def _still_open(sentence: Sentence, content: frozenset[int], onward: int) -> int:
    """For how many more sentences a quotation that attributed words began may run on."""
    is_open, attributed = onward > 0, onward > 0
    for index, word in enumerate(sentence.words):
        near = bool(content & {index, index + 1})
        if word in _OPENING or (word in _STRAIGHT and not is_open):
            is_open, attributed = True, near
        elif word in _CLOSING or word in _STRAIGHT:
            is_open = False
    if not is_open or not attributed:
        return 0
    return onward - 1 if onward else _ONWARD
