"""Copies of one story: signatures of texts that tell syndicated and lightly changed copies from other reports."""

from __future__ import annotations

import hashlib
import re
import struct
from functools import lru_cache
from operator import eq

from rensa import RMinHash

from ebbline.ingest.assembly import body_of
from ebbline.ingest.tables import words_of
from ebbline.records import Report

SHINGLE_WORDS = 3
PERMUTATIONS = 128
FIGURE_PERMUTATIONS = 64
SEED = 20150616

BAND_ROWS = 2
BANDS = 32
"""Two permutations a key, 32 keys: copies that share 30 % of their runs of words meet with a chance of .95.

On dev variants (`benchmarks/ingest/stories.py ../shared/quality`) all meet but .03 of those cut to a third and .02
of those merged; of 210,276 pairs of different reports 7 meet, and what follows tells all of them apart.
"""

MIN_WORDS = 30
"""A shorter text says too little to be like another: it is a copy only of the same words."""

CONTAINED = 0.5
"""Swept .2-.6 on variants of the dev reports and a fifth of the others (cut, re-headed, words changed, sentences
shuffled, two merged): none lost at any of them; different reports reach .19, two daily bulletins on one form .81."""

FIGURES_CONTAINED = 0.4
MIN_FIGURES = 12
"""Of texts with at least so many runs around a number; the two bulletins share .30 of them. Swept .3-.6 and 5-20: no
variant lost at .4, of those with a tenth of their words changed .02 at .5, .04 at .6."""

_WORD = re.compile(r"[^\W_]+")
_MARKS = "\u2019\u201c\u201d\u2018\u2013\u2014\u2026\u00a0"
"""What English reports hold besides ASCII, mostly nothing else; ASCII is cut into words in a third of the time."""
_ASCII_WORDS = bytes(code if code < 128 and chr(code).isalnum() else 32 for code in range(256))
_HEADER = struct.Struct(">BHHQ")
"""Kind, runs of words, those of them with a number, hash of the exact words."""
_SHORT, _LONG = 1, 2
_VALUES = struct.Struct(f">{PERMUTATIONS}I")
_FIGURES = struct.Struct(f">{FIGURE_PERMUTATIONS}I")
_BANDS = struct.Struct(f">{BANDS}q")
_MOST = 0xFFFF
_MIX = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def report_signature(report: Report) -> bytes:
    """The signature of a report's text without its furniture, in which copies of one story differ most."""
    return signature(body_of(report.text, report.furniture))


def signature(text: str) -> bytes:
    """At most 781 bytes that stand for a text's words in their order; the same on every machine."""
    words = _words(text)
    exact = int.from_bytes(hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest())
    if len(words) < MIN_WORDS:
        return _HEADER.pack(_SHORT, len(words), 0, exact)
    runs = list(map(" ".join, zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False)))
    shingles = set(runs)
    figures = {runs[at] for number in _numbers(words) for at in _runs_around(number, len(runs))}
    header = _HEADER.pack(_LONG, min(len(shingles), _MOST), min(len(figures), _MOST), exact)
    values = _VALUES.pack(*_minhash(shingles, PERMUTATIONS))
    return header + values + _FIGURES.pack(*_minhash(figures, FIGURE_PERMUTATIONS))


def _words(text: str) -> list[str]:
    folded = text.casefold()
    for mark in _MARKS:
        folded = folded.replace(mark, " ")
    if folded.isascii():
        return folded.encode().translate(_ASCII_WORDS).decode().split()
    return _WORD.findall(folded)


def _numbers(words: list[str]) -> list[int]:
    """Where the words with a number stand: of ASCII, those in the order before the letters."""
    named = words_of("stories", "numbers")
    return [at for at, word in enumerate(words) if word < ":" or word in named or (word > "\x7f" and word[0].isdigit())]


def _runs_around(number: int, runs: int) -> range:
    return range(max(0, number - SHINGLE_WORDS + 1), min(number + 1, runs))


def _minhash(shingles: set[str], permutations: int) -> list[int]:
    minhash = RMinHash(num_perm=permutations, seed=SEED)
    # A set's order differs from run to run; the least hash of each permutation does not.
    minhash.update(list(shingles))
    digest: list[int] = minhash.digest()
    return digest


def bands(signature: bytes) -> tuple[int, ...]:
    """Signed 64-bit keys: two signatures without a common key are of two stories; with one they may be of the same."""
    kind, _, _, exact = _HEADER.unpack_from(signature)
    if kind == _SHORT:
        return (_signed(exact),)
    rows = _BANDS.unpack_from(signature, _HEADER.size)
    return tuple(_signed((row ^ (index + 1) * _MIX) & _MASK) for index, row in enumerate(rows))


def same_story(a: bytes, b: bytes) -> bool:
    """Whether two signatures are of copies of one story: one holds most of the other's runs of words, figures too.

    Two bulletins on one form share most words and are no copies: their figures differ.
    """
    if a == b:
        return True
    kind_a, size_a, figures_a, exact_a = _HEADER.unpack_from(a)
    kind_b, size_b, figures_b, exact_b = _HEADER.unpack_from(b)
    if kind_a != _LONG or kind_b != _LONG or exact_a == exact_b:
        return bool(exact_a == exact_b)
    if _contained(_values(a), _values(b), size_a, size_b) < CONTAINED:
        return False
    return min(figures_a, figures_b) < MIN_FIGURES or figures_containment(a, b) >= FIGURES_CONTAINED


def containment(a: bytes, b: bytes) -> float:
    """Estimated share of the shorter text's runs of words that the longer one has too; of two long signatures."""
    sizes = _HEADER.unpack_from(a)[1], _HEADER.unpack_from(b)[1]
    return _contained(_values(a), _values(b), *sizes)


@lru_cache(maxsize=64)
def _values(signature: bytes) -> tuple[int, ...]:
    return _VALUES.unpack_from(signature, _HEADER.size)


def figures_containment(a: bytes, b: bytes) -> float:
    """The same of the runs of words with a number in them."""
    sizes = _HEADER.unpack_from(a)[2], _HEADER.unpack_from(b)[2]
    start = _HEADER.size + _VALUES.size
    return _contained(_FIGURES.unpack_from(a, start), _FIGURES.unpack_from(b, start), *sizes)


def _contained(a: tuple[int, ...], b: tuple[int, ...], size_a: int, size_b: int) -> float:
    # Of two sets with Jaccard index j, j / (1 + j) of their sizes' sum is common.
    alike: float = sum(map(eq, a, b)) / len(a)
    return min(1.0, alike / (1 + alike) * (size_a + size_b) / max(1, min(size_a, size_b)))


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
