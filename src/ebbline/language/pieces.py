"""Words cut into the pieces that the encoder knows (WordPiece, uncased, as BERT's vocabulary was made)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer

PAD, UNKNOWN, OPEN, CLOSE = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
MOST_PIECES = 8
"""Pieces a word may have; of a longer one the first and the last count."""

_REMEMBERED = 65_536


class Pieces:
    """A vocabulary of word pieces; a piece's number is its line."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self.pad, self.open, self.close = numbers[PAD], numbers[OPEN], numbers[CLOSE]
        self._unknown = numbers[UNKNOWN]
        model = WordPiece(numbers, unk_token=UNKNOWN, max_input_chars_per_word=100)
        self._tokenizer = Tokenizer(model)
        self._normalizer = BertNormalizer(lowercase=True, strip_accents=True, clean_text=True)
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
        plain = self._normalizer.normalize_str(word).split()
        found = [number for part in plain for number in self._tokenizer.encode(part).ids]
        if len(found) > MOST_PIECES:
            found = found[: MOST_PIECES - 1] + found[-1:]
        return tuple(found) or (self._unknown,)
