"""A sentence made ready for the rules: its words, its clauses, and who, where and when are named in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import add

from msgspec import Struct

from ebbline.actors import ActorMention
from ebbline.claims.lexicon import word_list
from ebbline.places import PlaceMention
from ebbline.records import Document, Sentence, Span
from ebbline.times import TimeMention


class Placed(Struct, frozen=True, gc=False):
    """A mention with the words it covers: `start` to `end`, end exclusive."""

    start: int
    end: int
    actor: ActorMention | None = None
    place: PlaceMention | None = None
    lead: str = ""
    """The preposition that governs an actor, or an empty string."""
    attributive: bool = False
    """Whether an actor only says who holds what follows ("IS-held Dorn") or backs it ("Russian-backed")."""


class Clause(Struct, frozen=True, gc=False):
    """Words `start` to `end` of a sentence; `link` says what joins it to the words before.

    `start`, `and` (a second predicate of the same subject, or a second main clause), `relative`, `participle`, `sub`.
    """

    start: int
    end: int
    link: str


class Scene(Struct, frozen=True, gc=False):
    """One sentence with what stands in it; word numbers count from 0."""

    index: int
    text: str
    """The whole report's text."""
    sentence: Sentence
    words: tuple[str, ...]
    present: frozenset[str]
    """The words, each once."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    clauses: tuple[Clause, ...]
    actors: tuple[Placed, ...]
    places: tuple[Placed, ...]
    times: tuple[TimeMention, ...]

    def clause_at(self, word: int) -> int:
        """The number of the clause a word stands in."""
        for number, clause in enumerate(self.clauses):
            if word < clause.end:
                return number
        return len(self.clauses) - 1

    def clause_of(self, word: int) -> Clause:
        """The clause a word stands in."""
        for clause in self.clauses:
            if word < clause.end:
                return clause
        return self.clauses[-1]

    def words_between(self, start: int, end: int) -> str:
        """The report's own words from word `start` to `end` (exclusive), marks at the edges left out."""
        while end > start and not self.words[end - 1][0].isalnum():
            end -= 1
        while start < end and not self.words[start][0].isalnum():
            start += 1
        return self.text[self.starts[start] : self.ends[end - 1]] if end > start else ""


_BREAKS = word_list("clause_marks")
_RELATIVES = word_list("relatives")
_SUBORDINATORS = word_list("subordinators")
_AND = frozenset(("and", "or", "then"))
_SAY = word_list("saying")
_AFTER_SAY = word_list("after_saying")
_AUX = word_list("auxiliaries")
_ADJECTIVES = word_list("like_verbs")


def scenes(
    document: Document,
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
    times: Sequence[TimeMention],
) -> tuple[Scene, ...]:
    """One scene a sentence, in order. Mentions must be sorted by their start."""
    text = document.report.text
    actor_starts = [mention.span.start for mention in actors]
    place_starts = [mention.span.start for mention in places]
    time_starts = [mention.span.start for mention in times]
    out = []
    for index, sentence in enumerate(document.sentences):
        words, starts, ends = _words(sentence)
        if not words:
            continue
        lo, hi = sentence.span.start, sentence.span.end
        inside = slice(bisect_left(actor_starts, lo), bisect_left(actor_starts, hi))
        placed_actors = _placed_actors(text, words, starts, ends, actors[inside])
        inside = slice(bisect_left(place_starts, lo), bisect_left(place_starts, hi))
        placed_places = tuple([Placed(*_covered(starts, m.span), None, m) for m in places[inside]])
        inside = slice(bisect_left(time_starts, lo), bisect_left(time_starts, hi))
        out.append(
            Scene(
                index,
                text,
                sentence,
                words,
                frozenset(words),
                starts,
                ends,
                _clauses(words, placed_actors + placed_places),
                placed_actors,
                placed_places,
                tuple(times[inside]),
            )
        )
    return tuple(out)


def _placed_actors(
    text: str, words: Sequence[str], starts: Sequence[int], ends: Sequence[int], actors: Sequence[ActorMention]
) -> tuple[Placed, ...]:
    before: dict[int, int] = {}
    out = []
    for mention in actors:
        start, end = _covered(starts, mention.span)
        before.setdefault(end, start)
        attributive = end < len(words) and words[end] in _ATTRIBUTING and _attributive(text, words, starts, ends, end)
        governing = lead(words, before.get(start, start))
        if attributive:
            before[end + 1] = start  # "by X-held Dorn", "by X-backed Y"
        out.append(Placed(start, end, mention, None, governing, attributive))
    return tuple(out)


def lead(words: Sequence[str], first: int) -> str:
    """The preposition that governs what begins at word `first`, or an empty string."""
    for i in range(first - 1, max(-1, first - 5), -1):
        word = words[i]
        if word in _PREPOSITIONS:
            if word == "to" and i > 1 and words[i - 1] == "loyal":
                return lead(words, i - 2)  # "by forces loyal to X" is by X
            return word if word != "of" or not i else _OF.get(words[i - 1], "of")
        if word not in _SKIPPED and not word[0].isdigit():
            return ""
    return ""


_PREPOSITIONS = word_list("prepositions")
_SKIPPED = word_list("before_names")
_HELP = frozenset(("support", "help", "coordination", "behalf"))
_DRESS = frozenset(("clothes", "uniform", "uniforms", "dress", "disguise", "guise", "name", "flag"))
"""Nouns whose "of" names no party: "in the clothes of rebels"."""
_OF = {**dict.fromkeys(_HELP, "for"), **dict.fromkeys(_DRESS, "in")}
"""What "of" behind a noun says of a party."""


def _attributive(text: str, words: Sequence[str], starts: Sequence[int], ends: Sequence[int], behind: int) -> bool:
    """Whether the word behind a name, one of backing or of holding, makes it an attribute; "held" only if joined."""
    return words[behind] != "held" or text[ends[behind - 1] : starts[behind]] == "-"


_ATTRIBUTING = word_list("backing") | word_list("holding")


def _covered(starts: Sequence[int], span: Span) -> tuple[int, int]:
    """The words a span covers, end exclusive."""
    first = bisect_right(starts, span.start) - 1
    if first < 0:
        first = 0
    last = bisect_left(starts, span.end, first)
    return first, last if last > first else first + 1


_QUOTES = frozenset('"“”„«»`‘')
_UNEVEN = re.compile("[-" + "".join(sorted(_QUOTES)) + "]")
"""What a token holds that is no word, or several."""


def _words(sentence: Sentence) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """The words in lower case with where they begin and end: no quotation marks, "IS-held" as two."""
    tokens, starts = sentence.words, sentence.starts
    ends = tuple(map(add, starts, map(len, tokens)))
    spaced = " ".join(tokens).lower()
    if _UNEVEN.search(spaced) is None:
        return tuple(spaced.replace("’", "'").split(" ")), starts, ends
    even = spaced.replace("’", "'").split(" ")
    words: list[str] = []
    first: list[int] = []
    last: list[int] = []
    done = 0
    for i in [i for i, word in enumerate(even) if "-" in word or word in _QUOTES]:
        words += even[done:i]
        first += starts[done:i]
        last += ends[done:i]
        done = i + 1
        for word, begin, end in _parts(tokens[i]):
            words.append("–" if word == "-" and _between_blanks(starts, ends, i) else word)
            first.append(starts[i] + begin)
            last.append(starts[i] + end)
    return tuple(words + even[done:]), (*first, *starts[done:]), (*last, *ends[done:])


@lru_cache(maxsize=8_192)
def _parts(token: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a token that is or holds a hyphen or a quotation mark, with their places in it."""
    if token in _QUOTES:
        return ()
    if len(token) < 3 or token[0] == "-":
        return ((token.lower().replace("’", "'"), 0, len(token)),)
    out, start = [], 0
    for part in token.split("-"):
        if part:
            out.append((part.lower(), start, start + len(part)))
        start += len(part) + 1
    return tuple(out)


def _between_blanks(starts: Sequence[int], ends: Sequence[int], number: int) -> bool:
    """Whether a hyphen stands between spaces, as a dash does."""
    return 0 < number < len(starts) - 1 and ends[number - 1] < starts[number] and ends[number] < starts[number + 1]


def _clauses(words: Sequence[str], covered: Sequence[Placed]) -> tuple[Clause, ...]:
    """Cuts at marks and joining words; never inside a name."""
    start, link, last = 0, "start", len(words)
    seen = 0
    out: list[Clause] = []
    for edge in [i for i, word in enumerate(words) if word in _EDGES]:
        for behind in _EDGES[words[edge]]:
            at = edge + behind
            if not start < at < last or at == seen:
                continue
            seen = at
            found = _break(words, at)
            if found and not [placed for placed in covered if placed.start < at < placed.end]:
                out.append(Clause(start, at, link))
                start, link = at, found
    out.append(Clause(start, last, link))
    return tuple(out)


_MAY_OPEN = _RELATIVES | _SUBORDINATORS | _AND | {"after", "as", "before"}
_MAY_CLOSE = _BREAKS | _SAY | {","}
_EDGES: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(_MAY_OPEN, (0,)),
    **dict.fromkeys(_MAY_CLOSE, (1,)),
    **dict.fromkeys(_MAY_OPEN & _MAY_CLOSE, (0, 1)),
}
"""Where a word may part clauses: before it, behind it, or both."""


def _break(words: Sequence[str], i: int) -> str | None:
    """What kind of clause begins at word `i`, None where none does."""
    word, before = words[i], words[i - 1]
    after = words[i + 1] if i + 1 < len(words) else ""
    if before in _BREAKS:
        return "start"
    if word in _RELATIVES:
        return "relative"
    if before in _SAY and word not in _AFTER_SAY:
        return "sub"
    if word == "that":
        return None
    if word in _SUBORDINATORS and (before == "," or word not in ("so", "since", "as", "despite", "before", "after")):
        return "sub"
    if word in ("after", "as", "before") and _verbish(words, i + 1, 4):
        return "sub"
    if word in _AND and (before == "," or _verb_form(after)):
        return "and"
    if before == "," and word.endswith("ing") and len(word) > 5 and word != "including":
        return "participle"
    return None


def _verbish(words: Sequence[str], i: int, reach: int) -> bool:
    return any(_verb_form(word) for word in words[i : i + reach])


def _verb_form(word: str) -> bool:
    return word in _AUX or (word.endswith("ed") and len(word) > 4 and word not in _ADJECTIVES)
