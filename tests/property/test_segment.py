"""Whatever the text: offsets hold, order is kept, and nothing but white space is lost."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ebbline.language.segment import segment
from ebbline.records import Document, Report, Span

BLANK = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
PIECES = st.sampled_from(
    ["The town fell.", " ", "\n", "\n\n", "U.S.", "“", "”", ".", "!", "...", " He", "'s", "-",
     "16 / 6/2015", "\u00a0", "a", "B", "ق", "é", "(", ")",
     "- ", "1.", "\t", "\u200b", "’", "No.", ",", "x-y", "10-15"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))


def bare(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and c not in BLANK)


def document_of(text: str, furniture: tuple[Span, ...] = ()) -> Document:
    return segment(Report("r_0", "n", text, "", "", "n", furniture=furniture))


@given(TEXTS)
@settings(deadline=None)
def test_offsets_hold_order_is_kept_and_only_white_space_is_lost(text: str) -> None:
    document = document_of(text)
    tokens = [t for s in document.sentences for t in s.tokens]
    assert all(t.span.of(text) == t.text for t in tokens)
    assert all(a.span.end <= b.span.start for a, b in pairwise(tokens))
    assert all(a.paragraph <= b.paragraph for a, b in pairwise(document.sentences))
    assert bare("".join(t.text for t in tokens)) == bare(text)
    for sentence in document.sentences:
        assert (sentence.span.start, sentence.span.end) == (sentence.tokens[0].span.start, sentence.tokens[-1].span.end)


@given(TEXTS, st.lists(st.integers(0, 200), max_size=6))
@settings(deadline=None)
def test_furniture_yields_no_token_and_the_rest_stays(text: str, cuts: list[int]) -> None:
    edges = sorted({min(c, len(text)) for c in cuts})
    furniture = tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < b)
    tokens = [t for s in document_of(text, furniture).sentences for t in s.tokens]
    assert not any(t.span.overlaps(f) for t in tokens for f in furniture)
    body = "".join(c for i, c in enumerate(text) if not any(f.start <= i < f.end for f in furniture))
    assert bare("".join(t.text for t in tokens)) == bare(body)
