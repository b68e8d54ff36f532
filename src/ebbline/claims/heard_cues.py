"""Finds in a sentence's tree the words that say who speaks, whom they name, and how far what is said reaches."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from msgspec import Struct

from ebbline.actors.words import folded
from ebbline.claims.lexicon import data_table
from ebbline.records import Sentence, Span, Tree


class Heard(Struct, frozen=True, gc=False):
    """A cue, the phrase that names who speaks, and what he says."""

    cue: Span
    subject: Span
    contents: tuple[Span, ...]
    strong: bool
    """Whether any name goes with the cue, as with "said"; else its subject must be one that can speak."""
    clause: bool = False
    """Whether a noun's verb brings in a clause: the surest of cues, heard inside quotations too."""


Lists = Mapping[str, frozenset[str]]
_SUBJECTS = frozenset({"nsubj", "nsubj:outer"})
_AGENTS = frozenset({"obl:agent", "obl"})
_CLAUSES = frozenset({"ccomp", "parataxis"})
_TOLD = frozenset({"acl", "ccomp", "acl:relcl", "appos", "parataxis", "nmod"})
_JOINED = frozenset({"conj", "advcl", "xcomp"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_NOBODY = _RELATIVE | {"i", "we", "you", "there", "nobody", "what", "this", "these", "those", "how", "why", "none"}
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_OUTSIDE = frozenset({"case", "mark", "cc", "conj", "parataxis", "advcl", "acl:relcl"})
_UP = 3
"""Verbs climbed in search of a subject."""


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of a cue of `heard.toml`."""
    return next(frozenset(cue["words"].split()) for cue in data_table("heard.toml")["cue"] if cue["name"] == name)


@cache
def _all_words() -> frozenset[str]:
    return frozenset().union(
        *(words_of(name) for name in ("acts", "blames", "puts", "of", "accounts", "reckonings", "says"))
    )


def heard_in(sentence: Sentence, tree: Tree, lists: Lists, *, own: bool = False) -> list[Heard]:
    """The cues of a sentence in the order of their words. `own`: the report speaks of itself as "we"."""
    low = [folded(word) for word in sentence.words]
    spoken = lists["verbs"] | _all_words()
    at = [i for i, word in enumerate(low) if word in spoken or word == "according"]
    if not at:
        return []
    view = View(sentence, tree, low)
    found = (_cue(view, i, lists) for i in at if not (own and low[i] in words_of("blames")))
    return [heard for heard in found if heard is not None]


def no_cue(sentence: Sentence, tree: Tree, lists: Lists, stretch: range) -> bool:
    """Whether words taken for a cue hold no verb of saying but "men accused of spying" or a noun: "a UN report"."""
    told = [i for i in stretch if folded(sentence.words[i]) in lists["verbs"]]
    return bool(told) and all(
        (tree.relations[i] == "acl" and tree.heads[i] == i - 1)
        or (tree.pos[i] == "NOUN" and folded(sentence.words[i]) in lists["nouny"])
        for i in told
    )


class View:
    """A tree with what hangs on each word."""

    def __init__(self, sentence: Sentence, tree: Tree, low: list[str]) -> None:
        self.sentence, self.low = sentence, low
        self.pos, self.relations, self.heads = tree.pos, tree.relations, tree.heads
        self.below: list[list[int]] = [[] for _ in low]
        for i, head in enumerate(tree.heads):
            if head >= 0:
                self.below[head].append(i)

    def hanging(self, i: int, relations: Collection[str]) -> list[int]:
        """The words that hang on a word in one of these ways, in order."""
        return [k for k in self.below[i] if self.relations[k] in relations]

    def led(self, i: int, by: Collection[str]) -> bool:
        """Whether one of these prepositions opens the phrase of a word."""
        return any(self.low[k] in by for k in self.hanging(i, ("case", "mark")))

    def subtree(self, top: int, without: Collection[int] = ()) -> set[int]:
        """A word and all that hangs on it, some branches left out."""
        out: set[int] = set()
        waiting = [top]
        while waiting:
            i = waiting.pop()
            if i not in without and i not in out:
                out.add(i)
                waiting += self.below[i]
        return out

    def span(self, first: int, last: int) -> Span:
        """The text of the words `first` to `last`, both included."""
        starts, words = self.sentence.starts, self.sentence.words
        return Span(starts[first], starts[last] + len(words[last]))

    def runs(self, words: set[int]) -> tuple[Span, ...]:
        """The stretches of text that the words make up; marks between them do not part them."""
        out: list[list[int]] = []
        for i in sorted(words):
            if out and all(self.relations[k] == "punct" for k in range(out[-1][1] + 1, i)):
                out[-1][1] = i
            else:
                out.append([i, i])
        return tuple(self.span(first, last) for first, last in out)


def _cue(view: View, i: int, lists: Lists) -> Heard | None:
    low = view.low[i]
    if low == "according":
        return _according(view, i, lists)
    if view.pos[i] == "VERB":
        return _verb(view, i, lists)
    if view.pos[i] != "NOUN":
        return None
    reckoned = _reckoned(view, i) if low in words_of("reckonings") else None
    return reckoned or (_account(view, i) if low in words_of("accounts") else None)


def _verb(view: View, i: int, lists: Lists) -> Heard | None:
    """ "X said that …", "…, X said", "X denies …", "X spoke of …", "… was rejected by X"."""
    low = view.low[i]
    acts = low in words_of("acts") or low in words_of("blames")
    if "nsubj:pass" in {view.relations[k] for k in view.below[i]}:
        return _passive(view, i) if acts else None
    subject = _subject(view, i)
    if subject is None:
        return None
    mine = view.subtree(subject)
    strong = low in lists["strong"] or low in lists["participles"]
    content = _of(view, i) if low in words_of("of") else set()
    if content:
        strong = False
    else:
        content = _told(view, i, subject, turned=strong or low in lists["inverted"])
    if not content and _counts(view, i, acts):
        content, strong = view.subtree(i), False
    content -= mine
    if not content:
        return None
    clause = bool(view.hanging(i, ("ccomp",))) and view.pos[subject] in ("NOUN", "PROPN")
    return Heard(view.span(i, i), _phrase(view, subject), view.runs(content), strong, clause)


def _counts(view: View, i: int, acts: bool) -> bool:
    """Whether what hangs on the verb is what its subject asserts: "denies the raid", "put the toll at nine"."""
    if view.hanging(i, ("aux:pass",)):
        return False
    if acts:
        return bool(view.hanging(i, ("obj", "xcomp")))
    figures = [k for k in view.hanging(i, ("obl",)) if view.led(k, ("at",))]
    return view.low[i] in words_of("puts") and any(view.pos[n] == "NUM" for k in figures for n in (k, *view.below[k]))


def _told(view: View, i: int, subject: int, *, turned: bool) -> set[int]:
    """The clauses that a verb brings in, or the clause that it is put into; without a verb of `says` no clause."""
    clauses = [k for k in view.hanging(i, _CLAUSES) if k != subject and not view.led(k, ("if", "whether"))]
    out: set[int] = set()
    for clause in clauses:
        out |= view.subtree(clause, (i,))
    head = view.heads[i]
    if turned and not clauses and view.relations[i] == "parataxis" and head >= 0:
        out = view.subtree(head, (i,))
    return out


def _of(view: View, i: int) -> set[int]:
    """What stands behind "of" or "about"."""
    told = [k for k in view.hanging(i, ("obl",)) if k > i and view.led(k, ("of", "about"))]
    out: set[int] = set()
    for k in told:
        out |= view.subtree(k)
    return out


def _passive(view: View, i: int) -> Heard | None:
    """ "Rumours that … were rejected by the army": the whole of it is what the army asserts."""
    agent = next((k for k in view.hanging(i, _AGENTS) if view.led(k, ("by",))), None)
    if agent is None:
        return None
    content = view.subtree(i, (agent,))
    return Heard(view.span(i, i), _phrase(view, agent), view.runs(content), False)


def _account(view: View, i: int) -> Heard | None:
    """ "the army's claim that …", "a statement by the army that …", "X carried reports that …"."""
    told = [k for k in view.hanging(i, _TOLD) if k > i and (view.relations[k] != "nmod" or view.led(k, ("of",)))]
    owner = next(iter(view.hanging(i, ("nmod:poss",))), None)
    if owner is None:
        owner = next((k for k in view.hanging(i, ("nmod", "obl:agent")) if view.led(k, ("by",))), None)
    head = view.heads[i]
    if owner is None and head >= 0 and view.relations[i] == "obj" and view.low[head] in words_of("bearers"):
        owner = _subject(view, head)
        told += [k for k in view.hanging(head, ("ccomp",)) if k > i]
    told = [k for k in told if k != owner]
    if owner is None or not told or view.low[owner] in _NOBODY:
        return None
    content: set[int] = set()
    for k in told:
        content |= view.subtree(k)
    content -= view.subtree(owner)
    return Heard(view.span(i, i), _phrase(view, owner), view.runs(content), False) if content else None


def _reckoned(view: View, i: int) -> Heard | None:
    """ "by the army's count", "in the view of analysts": what the phrase hangs on is what they say."""
    clause = view.heads[i]
    if clause < 0 or not view.led(i, ("by", "in", "on")):
        return None
    owner = next(iter(view.hanging(i, ("nmod:poss",))), None)
    if owner is None:
        owner = next((k for k in view.hanging(i, ("nmod",)) if view.led(k, ("of",))), None)
    if owner is None or view.low[owner] in _NOBODY:
        return None
    content = view.subtree(clause, (i,))
    return Heard(view.span(i, i), _phrase(view, owner), view.runs(content), False) if content else None


def _according(view: View, i: int, lists: Lists) -> Heard | None:
    source = view.heads[i]
    if source < 0 or view.relations[i] not in ("case", "mark", "advcl") or view.low[source] in lists["nobody"]:
        return None
    clause = view.heads[source]
    if clause < 0:
        return None
    content = view.subtree(clause, (source,))
    cue = view.span(min(i, source), max(i, source))
    return Heard(cue, _phrase(view, source), view.runs(content), True) if content else None


def _subject(view: View, i: int) -> int | None:
    """The word that heads the verb's subject; that of the verb it is joined to where it has none."""
    for _ in range(_UP):
        found = view.hanging(i, _SUBJECTS)
        head = view.heads[i]
        if found:
            subject = found[-1]
            if view.low[subject] in _RELATIVE and view.relations[i].startswith("acl"):
                return head if head >= 0 and view.pos[head] in _NOMINAL else None
            return None if view.low[subject] in _NOBODY else subject
        if head < 0 or "nsubj:pass" in {view.relations[k] for k in view.below[i]}:
            return None
        if view.relations[i] == "acl" and view.low[i].endswith("ing"):
            return head if view.pos[head] in _NOMINAL else None
        if view.relations[i] not in _JOINED:
            return None
        i = head
    return None


def _phrase(view: View, top: int) -> Span:
    """The unbroken phrase around a noun, clauses about it and what marks its case left out."""
    inside = view.subtree(top, _left_out(view, top))
    if view.relations[top] in _SUBJECTS and view.heads[top] >= 0:
        # A title and a name that the tree holds for two subjects.
        for beside in view.hanging(view.heads[top], _SUBJECTS):
            inside |= view.subtree(beside, _left_out(view, beside))
    first = last = top
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    while first < last and view.relations[first] == "punct":
        first += 1
    return view.span(first, last)


def _left_out(view: View, top: int) -> list[int]:
    return [k for k in view.below[top] if view.relations[k] in _OUTSIDE or (k > top and view.low[k] == ",")]


def subjects(sentence: Sentence, tree: Tree) -> Iterator[Span]:
    """The phrases of a sentence that are the subject of its main clause."""
    view = View(sentence, tree, [folded(word) for word in sentence.words])
    for i, relation in enumerate(tree.relations):
        if relation in ("nsubj", "nsubj:pass") and tree.heads[i] >= 0 and tree.heads[tree.heads[i]] < 0:
            yield _phrase(view, i)
