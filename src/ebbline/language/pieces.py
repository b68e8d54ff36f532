"""Words cut into the pieces that the encoder knows: WordPiece, uncased, as BERT's vocabulary was made.

The longest piece that a word begins with is taken, then the longest that its rest begins with (Wu et al. 2016). The
library that does the same brings a client for downloading models with it, which an offline program had better not hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

PAD, UNKNOWN, OPEN, CLOSE = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
MOST_PIECES = 8
"""Pieces a word may have; of a longer one the first and the last count."""

_MOST_CHARS = 100
"""A longer part of a word is unknown as a whole."""
_REMEMBERED = 65_536
_PARTS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_]+|[^\s\w]|_")
"""Letters and digits together, marks and Chinese characters one by one."""


class Pieces:
    """A vocabulary of word pieces; a piece's number is its place."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self.pad, self.open, self.close = (self._numbers[mark] for mark in (PAD, OPEN, CLOSE))
        self._unknown = self._numbers[UNKNOWN]
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, words: Iterable[str]) -> list[tuple[int, ...]]:
        """The pieces of each word, at least one a word."""
        known = self._known
        out = []
        for word in words:
            found = known.get(word)
            if found is None:
                if len(known) >= _REMEMBERED:
                    known.clear()
                found = known[word] = self._cut(word)
            out.append(found)
        return out

    def _cut(self, word: str) -> tuple[int, ...]:
        found = [number for part in _PARTS.findall(_plain(word)) for number in self._pieces(part)]
        if len(found) > MOST_PIECES:
            found = found[: MOST_PIECES - 1] + found[-1:]
        return tuple(found) or (self._unknown,)

    def _pieces(self, part: str) -> list[int]:
        out: list[int] = []
        start = 0
        while start < len(part):
            if len(part) > _MOST_CHARS:
                return [self._unknown]
            mark = "##" if start else ""
            for end in range(len(part), start, -1):
                number = self._numbers.get(mark + part[start:end])
                if number is not None:
                    break
            else:
                return [self._unknown]
            out.append(number)
            start = end
        return out


def _plain(word: str) -> str:
    """In lower case without accents."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) not in _UNSEEN)


_UNSEEN = frozenset({"Mn", "Cf", "Cc"})
"""Accents, and characters that only steer how a text is shown."""
