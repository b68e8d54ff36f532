"""Whatever the text: words lie where they are said to, in order, and nothing that is seen is lost."""

import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ebbline.language.shapes import SHAPES, shape
from ebbline.language.tokens import tokens

PIECES = st.sampled_from(
    ["don't", "cannot", " ", "\n", "U.S.", "Mr.", "A.", "etc.", "“", "”", ".", "!", "...", "'s", "’", "-", "1,000",
     "10:30", "5pm", "$", "555-0142", "a@b.org", "http://", "www.", "/", ":)", "\u00a0", "\u200b", "\u200f", "\u202e",
     "\x00", "\x1c", "\u0085", "ق", "سقطت", "\u064b", "é", "\u0301", "👍", "🏽", "\ufe0f", "\u200d", "#", "&", "_",
     "non-"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=150))


def seen(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))


@given(TEXTS, st.integers(0, 30), st.integers(0, 30))
@settings(deadline=None)
def test_offsets_hold_order_is_kept_and_nothing_seen_is_lost(text: str, left: int, right: int) -> None:
    start, end = min(left, len(text)), max(min(left, len(text)), len(text) - right)
    words, starts = tokens(text, start, end)
    spans = [(at, at + len(word)) for word, at in zip(words, starts, strict=True)]
    assert all(word and text[s:e] == word for word, (s, e) in zip(words, spans, strict=True))
    assert all(a[1] <= b[0] for a, b in pairwise([(start, start), *spans, (end, end)]))
    assert seen("".join(words)) == seen(text[start:end])
    assert not any(char.isspace() for word in words for char in word)
    assert all(0 <= shape(word) < len(SHAPES) for word in words)
