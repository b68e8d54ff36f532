"""A sentence made ready for the rules: its words, its clauses, and who, where and when are named in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ebbline.actors import ActorMention
from ebbline.claims.lexicon import word_list
from ebbline.places import PlaceMention
from ebbline.records import Document, Sentence, Span
from ebbline.times import TimeMention

_QUOTES = frozenset('"“”„«»`‘')
_POSSESSIVE = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with the words it covers: `start` to `end`, end exclusive."""

    start: int
    end: int
    actor: ActorMention | None = None
    place: PlaceMention | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """Words `start` to `end` of a sentence; `link` says what joins it to the words before.

    `start`, `and` (a second predicate of the same subject, or a second main clause), `relative`, `participle`, `sub`.
    """

    start: int
    end: int
    link: str


@dataclass(frozen=True)
class Scene:
    """One sentence with what stands in it; word numbers count from 0."""

    index: int
    text: str
    """The whole report's text."""
    sentence: Sentence
    words: tuple[str, ...]
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

    def words_between(self, start: int, end: int) -> str:
        """The report's own words from word `start` to `end` (exclusive), marks at the edges left out."""
        while end > start and not self.words[end - 1][0].isalnum():
            end -= 1
        while start < end and not self.words[start][0].isalnum():
            start += 1
        return self.span(start, end).of(self.text) if end > start else ""

    def span(self, start: int, end: int) -> Span:
        """The stretch of text that words `start` to `end` (exclusive) cover."""
        return Span(self.starts[start], self.ends[max(start, end - 1)])


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
        placed_actors = tuple(_placed(starts, m.span, actor=m) for m in actors[inside])
        inside = slice(bisect_left(place_starts, lo), bisect_left(place_starts, hi))
        placed_places = tuple(_placed(starts, m.span, place=m) for m in places[inside])
        inside = slice(bisect_left(time_starts, lo), bisect_left(time_starts, hi))
        covered = [(p.start, p.end) for p in (*placed_actors, *placed_places)]
        out.append(
            Scene(
                index,
                document.report.text,
                sentence,
                words,
                starts,
                ends,
                tuple(_clauses(words, covered)),
                placed_actors,
                placed_places,
                tuple(times[inside]),
            )
        )
    return tuple(out)


def _placed(
    starts: Sequence[int], span: Span, actor: ActorMention | None = None, place: PlaceMention | None = None
) -> Placed:
    first = max(0, bisect_right(starts, span.start) - 1)
    last = max(first + 1, bisect_left(starts, span.end))
    return Placed(first, last, actor, place)


def _words(sentence: Sentence) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for number, (text, start) in enumerate(zip(sentence.words, sentence.starts, strict=True)):
        parts = _parts(text)
        if isinstance(parts, str):
            words.append(parts)
            starts.append(start)
            ends.append(start + len(text))
            continue
        for word, first, last in parts:
            words.append("–" if word == "-" and _spaced(sentence, number) else word)
            starts.append(start + first)
            ends.append(start + last)
    return tuple(words), tuple(starts), tuple(ends)


def _spaced(sentence: Sentence, number: int) -> bool:
    """Whether a hyphen stands between spaces, as a dash does."""
    words, starts = sentence.words, sentence.starts
    if not 0 < number < len(words) - 1:
        return False
    return starts[number - 1] + len(words[number - 1]) < starts[number] and starts[number] + 1 < starts[number + 1]


@lru_cache(maxsize=32_768)
def _parts(text: str) -> str | tuple[tuple[str, int, int], ...]:
    """A token in lower case, or its words with their places: none of a quotation mark, several of "IS-held"."""
    if text in _QUOTES:
        return ()
    if text == "-":
        return ((text, 0, 1),)
    if "-" not in text or len(text) < 3 or text[0] == "-":
        return "'s" if text in _POSSESSIVE else text.lower().replace("’", "'")
    out, start = [], 0
    for part in text.split("-"):
        if part:
            out.append((part.lower(), start, start + len(part)))
        start += len(part) + 1
    return tuple(out)


def _clauses(words: Sequence[str], covered: Sequence[tuple[int, int]]) -> Iterator[Clause]:
    """Cuts at marks and joining words; never inside a name."""
    start, link = 0, "start"
    edges = [i for i, word in enumerate(words) if word in _EDGES]
    if edges:
        within = {i for first, last in covered for i in range(first + 1, last)}
        for i in sorted({i for edge in edges for i in (edge, edge + 1)} - within):
            if not start < i < len(words) or not (words[i] in _MAY_OPEN or words[i - 1] in _MAY_CLOSE):
                continue
            found = _break(words, i)
            if found:
                yield Clause(start, i, link)
                start, link = i, found
    yield Clause(start, len(words), link)


_MAY_OPEN = _RELATIVES | _SUBORDINATORS | _AND | {"after", "as", "before"}
_MAY_CLOSE = _BREAKS | _SAY | {","}
_EDGES = _MAY_OPEN | _MAY_CLOSE


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
