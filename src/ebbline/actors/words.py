"""A document's words as parallel columns, made for looking up long lists of names.

Hyphens, apostrophes and stops part words here ("al-Nusra" is two, "IS's" is two, "U.S." is two), so that one
spelling of a name in a list meets all its spellings in a text; `gaps` keeps what stood between.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress, count
from operator import itemgetter

from ebbline.records import Document, Span

FIRST = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
"""A word, the way names and texts are cut."""
_JOINS = frozenset(
    {"", " ", "-", "'", "’", "‘", "ʿ", "ʾ", "ʼ", "`", ".", ". ", "\u00a0", "‐", "‑", "–", "/", "\n", "  "}
)
"""What may stand between two words of one name."""
_OPENING = frozenset('"“”«„:‘\n')
_PARTS = re.compile(f"({FIRST.pattern})")
_PLAIN_PARTS = re.compile("([A-Za-z0-9]+)")
"""As `_PARTS`, in a third of the time, for texts without `_STRANGE` characters."""
_STRANGE = re.compile("[^\x00-\x7f“”‘’–—…\u00a0]")


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """The word in lower case without marks, so that "Métal" meets "metal"."""
    if word.isascii():
        return word.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain.replace("ı", "i").replace("İ", "i").lower() or word.lower()


def _all_folded(raw: Sequence[str]) -> tuple[str, ...]:
    """As `folded` for each of many words, in one go: to look each up takes longer."""
    if not raw:
        return ()
    joined = " ".join(raw)
    low = joined.lower().split(" ")
    if not joined.isascii():
        for i, word in enumerate(raw):
            if not word.isascii():
                low[i] = folded(word)
    return tuple(low)


def split(name: str) -> list[str]:
    """A name's words as a text would be cut, unfolded."""
    return FIRST.findall(name)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Columns of one length: word `i` is `raw[i]`, at `start[i]`..`end[i]` of the report's text."""

    text: str
    raw: tuple[str, ...]
    low: tuple[str, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]
    sentence: tuple[int, ...]
    """The sentence each word stands in, as an index into the document's sentences."""
    first: tuple[int, ...]
    """Per sentence the index of its first word; one more entry than sentences."""
    gaps: tuple[str, ...]
    """What stands between each word and the one before it; a line end before the first."""
    joins: tuple[bool, ...]
    """Whether each word may go on a name begun by the word before it; one more entry, False, than words."""
    large: tuple[bool, ...]
    """Whether each word begins with a capital."""
    capitals: tuple[int, ...]
    """Indices of the words that begin with a capital, rising: names are looked for at these only."""
    capital_low: tuple[str, ...]
    """The folded words at `capitals`."""
    plain: bool
    """Whether no letter or mark stands in the text but those of plain English."""

    @classmethod
    def of(cls, document: Document) -> Words:
        """The words of all sentences in order; the last documents are remembered, as several readers ask in turn."""
        return _words(Same(document))

    @classmethod
    def cut(cls, document: Document) -> Words:
        """The words of all sentences in order, cut anew."""
        text = document.report.text
        spans = [(item.span.start, item.span.end) for item in document.sentences]
        plain = not _STRANGE.search(text)
        raw, start, end, gaps = _pieces(text, [(spans[0][0], spans[-1][1])] if spans else [], plain=plain)
        first = [bisect_left(start, begin) for begin, _ in spans]
        first.append(len(raw))
        if any(k and end[k - 1] > stop for k, (_, stop) in zip(first[1:], spans, strict=True)):
            # Words stand between the sentences, as those of furniture do.
            raw, start, end, gaps = _pieces(text, spans, plain=plain)
            first = [bisect_left(start, begin) for begin, _ in spans]
            first.append(len(raw))
        joins = list(map(_JOINS.__contains__, gaps))
        joins.append(False)
        sentence: list[int] = []
        for number, k in enumerate(first):
            joins[k] = False
            sentence += [number - 1] * (k - len(sentence))
        large = tuple(map(str.isupper, map(itemgetter(0), raw)))
        low = _all_folded(raw)
        return cls(
            text,
            tuple(raw),
            low,
            tuple(start),
            tuple(end),
            tuple(sentence),
            tuple(first),
            tuple(gaps),
            tuple(joins),
            large,
            tuple(compress(count(), large)),
            tuple(compress(low, large)),
            plain,
        )

    def __len__(self) -> int:
        return len(self.raw)

    def gap(self, i: int) -> str:
        """What stands between word `i - 1` and word `i`; a line end before the first word."""
        return self.gaps[i]

    def joined(self, i: int) -> bool:
        """Whether word `i` may go on a name begun by the word before it; no word there goes on nothing."""
        return 0 < i < len(self.raw) and self.joins[i]

    def span(self, i: int, j: int) -> Span:
        """The stretch from word `i` up to but without word `j`."""
        return Span(self.start[i], self.end[j - 1])

    def capital(self, i: int) -> bool:
        """Whether word `i` begins with a capital."""
        return self.large[i]

    def opens(self, i: int) -> bool:
        """Whether word `i` begins a sentence or a quotation, where a capital says nothing."""
        if i == 0 or self.sentence[i] != self.sentence[i - 1]:
            return True
        gap = self.gaps[i]
        return gap != " " and not _OPENING.isdisjoint(gap) and not gap.isspace()


def _pieces(
    text: str, spans: Iterable[tuple[int, int]], *, plain: bool
) -> tuple[list[str], list[int], list[int], list[str]]:
    """The words of stretches of a text with where each starts and ends, and what stands before each."""
    raw: list[str] = []
    start: list[int] = []
    end: list[int] = []
    gaps: list[str] = []
    cut = (_PLAIN_PARTS if plain else _PARTS).split
    for begin, stop in spans:
        parts = cut(text[begin:stop])
        if len(parts) > 1:
            at = list(accumulate(map(len, parts), initial=begin))
            gaps.append(text[end[-1] : at[1]] if end else "\n")
            gaps += parts[2:-1:2]
            raw += parts[1::2]
            start += at[1:-1:2]
            end += at[2:-1:2]
    return raw, start, end, gaps


def standing(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a text holds a name with no letter, digit or underscore beside it; by search, no pattern to compile."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if (not start or _apart(text[start - 1])) and _apart(text[end : end + 1]):
            yield start, end
            start = text.find(name, end)
        else:
            start = text.find(name, start + 1)


def _apart(char: str) -> bool:
    return not (char.isalnum() or char == "_")


_FEW = 40
"""Names up to which each is searched for by itself, which is then faster than cutting the text."""
_RUN = re.compile(r"\w+")


def standing_all(names: Collection[str], text: str) -> dict[str, list[tuple[int, int]]]:
    """As `standing` for many names, each once; time linear in the text however many there are."""
    if len(names) <= _FEW:
        return {name: list(standing(name, text)) for name in names}
    out: dict[str, list[tuple[int, int]]] = {}
    lengths: set[int] = set()
    for name in names:
        runs = [match.span() for match in _RUN.finditer(name)]
        whole = bool(runs) and runs[0][0] == 0 and runs[-1][1] == len(name)
        out[name] = [] if whole else list(standing(name, text))
        if whole:
            lengths.add(len(runs))
    begins, ends = [], []
    for match in _RUN.finditer(text):
        begins.append(match.start())
        ends.append(match.end())
    longest = max(map(len, names))
    for length in lengths:
        for begin, end in zip(begins, ends[length - 1 :], strict=False):
            found = out.get(text[begin:end]) if end - begin <= longest else None
            if found is not None and (not found or found[-1][1] <= begin):
                found.append((begin, end))
    return out


class Same:
    """A document as a key of a cache: equal to itself only, without hashing its text."""

    __slots__ = ("document",)

    def __init__(self, document: Document) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.document is self.document


@lru_cache(maxsize=2)
def _words(key: Same) -> Words:
    return Words.cut(key.document)
