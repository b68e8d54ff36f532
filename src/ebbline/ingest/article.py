"""Which blocks of a page are its article: what trafilatura keeps, found again in our own linearisation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml.etree import LxmlError
from lxml.html import HtmlElement

from ebbline.ingest.linear import Block, Linear
from ebbline.records import Span

SHINGLE = 4
"""Words in a run that is looked for in what trafilatura kept. Swept 3-5 on 181 public pages: F1 .9640 to .9649."""

COVERED = 0.6
"""Share of a block's words that must lie in kept runs. Swept .4-.8 on the same pages: no change."""

_WORD = re.compile(r"\w+")


def article_blocks(root: HtmlElement, linear: Linear) -> frozenset[int]:
    """Indices of the blocks that are the article; empty where the page has none."""
    kept = kept_lines(root)
    found = _align(kept, linear) if kept else frozenset()
    found = found - {index for index in found if _teaser(linear.blocks[index], linear.text)}
    return _with_neighbours(found, linear) if found else _by_density(linear)


_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
ALL_LINK, MIN_TEASER_WORDS = 0.95, 4
"""F1 on 181 public pages: .9648 without this rule, .9675 with it."""


def _teaser(block: Block, text: str) -> bool:
    """A line that is one link and no sentence: the headline of another report."""
    words = block.span.of(text)
    if block.link_chars < ALL_LINK * len(words) or len(words.split()) < MIN_TEASER_WORDS:
        return False
    return _SENTENCE_END.search(words) is None


def headline_block(linear: Linear, article: frozenset[int], title: str | None) -> int | None:
    """The page's heading above the article, where it is the title: part of the report, though no paragraph."""
    if not title or not article:
        return None
    wanted = _words(title)
    headings = [i for i, block in enumerate(linear.blocks) if block.tag in ("h1", "h2") and i < min(article) + 1]
    return next((i for i in reversed(headings) if _alike(_words(linear.blocks[i].span.of(linear.text)), wanted)), None)


def _alike(words: Sequence[str], wanted: Sequence[str]) -> bool:
    shared = sum((Counter(words) & Counter(wanted)).values())
    return bool(words) and shared >= 0.8 * max(len(words), min(len(wanted), len(words)))


def furniture_spans(linear: Linear, article: frozenset[int]) -> tuple[Span, ...]:
    """Runs of blocks outside the article, as sorted, disjoint spans."""
    spans: list[Span] = []
    before = False
    for index, block in enumerate(linear.blocks):
        outside = index not in article
        if outside and before:
            spans[-1] = Span(spans[-1].start, block.span.end)
        elif outside:
            spans.append(block.span)
        before = outside
    return tuple(spans)


def kept_lines(root: HtmlElement) -> list[str]:
    """The article's lines as trafilatura sees them; empty where it finds none or fails."""
    from trafilatura import bare_extraction

    try:
        # It changes the tree it is given.
        page = bare_extraction(deepcopy(root), include_comments=False, with_metadata=False)
    except (LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        # Odd trees make it stumble in many ways; our own rule takes over, and no page is lost by it.
        return []
    text = getattr(page, "text", None) if page is not None else None
    return [line for line in (text or "").split("\n") if line.strip()]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


@dataclass(frozen=True, slots=True)
class _Match:
    """A block, and the stretch of the kept words it was found at."""

    block: int
    start: int
    end: int


def _align(kept: Sequence[str], linear: Linear) -> frozenset[int]:
    """The blocks that hold the kept lines, in their order: of a paragraph a page has twice, the one in its place."""
    words = [word for line in kept for word in (*_words(line), _LINE_END)]
    places: dict[tuple[str, ...], list[int]] = {}
    for start in range(len(words)):
        places.setdefault(tuple(words[start : start + SHINGLE]), []).append(start)
    lines: dict[tuple[str, ...], list[int]] = {}
    start = 0
    for line in kept:
        line_words = _words(line)
        lines.setdefault(tuple(line_words), []).append(start)
        start += len(line_words) + 1
    matches = []
    for index, block in enumerate(linear.blocks):
        own = _words(block.span.of(linear.text))
        if len(own) < SHINGLE:
            # Too short for a run: the whole line must be one that was kept.
            starts = lines.get(tuple(own), [])[:MAX_PLACES] if own else []
            matches += [_Match(index, place, place + len(own)) for place in starts]
        else:
            matches += _matches(index, own, places, words)
    chain = _best_chain(matches, len(words))
    taken = [False] * (len(words) + 1)
    for match in chain:
        taken[match.start : match.end] = [True] * (match.end - match.start)
    # What trafilatura moved is out of order, yet no second copy: its words are not taken by the chain.
    moved = [match for match in matches if not any(taken[match.start : match.end])]
    return frozenset(match.block for match in (*chain, *moved))


_LINE_END = ""
MAX_PLACES = 64
"""A run of words found at more places of the kept text than this says nothing of where a block stands."""


def _matches(
    index: int, words: Sequence[str], places: dict[tuple[str, ...], list[int]], kept: Sequence[str]
) -> list[_Match]:
    """Where the kept text has a block's words, each place with enough of them."""
    offsets: Counter[int] = Counter()
    for i in range(len(words) - SHINGLE + 1):
        found = places.get(tuple(words[i : i + SHINGLE]), ())
        if len(found) <= MAX_PLACES:
            offsets.update(start - i for start in found)
    matches = []
    for offset, _ in offsets.most_common(MAX_PLACES):
        start, end = max(0, offset), min(len(kept), offset + len(words))
        if _same(words, kept, offset) >= COVERED * len(words):
            matches.append(_Match(index, start, end))
    if not matches and _covered(words, places) >= COVERED:
        start = min(offsets, default=0)
        matches.append(_Match(index, max(0, start), min(len(kept), max(0, start) + len(words))))
    return matches


def _same(words: Sequence[str], kept: Sequence[str], offset: int) -> int:
    return sum(0 <= offset + i < len(kept) and kept[offset + i] == word for i, word in enumerate(words))


def _covered(words: Sequence[str], places: dict[tuple[str, ...], list[int]]) -> float:
    covered = [False] * len(words)
    for start in range(len(words) - SHINGLE + 1):
        if tuple(words[start : start + SHINGLE]) in places:
            covered[start : start + SHINGLE] = [True] * SHINGLE
    return sum(covered) / len(words)


def _best_chain(matches: Sequence[_Match], length: int) -> list[_Match]:
    """The heaviest choice of matches, one a block, that goes forward in page and kept text alike (Fenwick tree)."""
    best: list[tuple[int, int]] = [(0, -1)] * (length + 2)
    weights: list[int] = []
    before: list[int] = []
    start = 0
    while start < len(matches):
        stop = start
        while stop < len(matches) and matches[stop].block == matches[start].block:
            weight, previous = _highest(best, matches[stop].start)
            weights.append(weight + matches[stop].end - matches[stop].start)
            before.append(previous)
            stop += 1
        for index in range(start, stop):
            _raise(best, matches[index].end, (weights[index], index))
        start = stop
    index = max(range(len(matches)), key=weights.__getitem__, default=-1)
    chain = []
    while index >= 0:
        chain.append(matches[index])
        index = before[index]
    return chain


def _highest(best: Sequence[tuple[int, int]], end: int) -> tuple[int, int]:
    """The heaviest chain that ends at or before `end`."""
    found = best[0]
    place = end + 1
    while place > 0:
        found = max(found, best[place])
        place -= place & -place
    return found


def _raise(best: list[tuple[int, int]], end: int, value: tuple[int, int]) -> None:
    place = end + 1
    while place < len(best):
        best[place] = max(best[place], value)
        place += place & -place


MIN_KEPT_WORDS = 40
MIN_NEIGHBOUR_WORDS = 8
"""Paragraphs beside so many words of the article, in the same element, are the article's too, unless shorter."""


def _with_neighbours(found: frozenset[int], linear: Linear) -> frozenset[int]:
    """The article with the paragraphs trafilatura lost between or beside those it kept."""
    kept: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    for index in found:
        block = linear.blocks[index]
        if block.tag == "p":
            length = len(_words(block.span.of(linear.text)))
            kept[block.container] += length
            kinds[block.kind] += length
    first, last = min(found), max(found)
    near = (
        index
        for index, block in enumerate(linear.blocks)
        if index not in found
        and block.tag == "p"
        and (
            kept[block.container] >= MIN_KEPT_WORDS
            or (kinds[block.kind] >= MIN_KEPT_WORDS and (first < index < last or _has_class(block)))
        )
        and _paragraph(block, linear.text, MIN_NEIGHBOUR_WORDS)
    )
    return found.union(near)


def _has_class(block: Block) -> bool:
    """Whether the container's class tells it from the other elements of its tag."""
    return " " in block.kind.strip()


# --- without trafilatura ----------------------------------------------------------------------------------------------

MIN_WORDS = 12
MIN_WORDS_SPARSE = 5
MAX_LINK_SHARE = 0.3
"""A block of at least so many words, at most this part of them links, outside navigation, is taken for a paragraph.

Where a page has no such block, a sentence is enough: a report of one line is a report.
"""


def _by_density(linear: Linear) -> frozenset[int]:
    for least in (MIN_WORDS, MIN_WORDS_SPARSE):
        found = frozenset(index for index, block in enumerate(linear.blocks) if _paragraph(block, linear.text, least))
        if found:
            return found
    return frozenset()


def _paragraph(block: Block, text: str, min_words: int) -> bool:
    if block.aside or block.link_chars > MAX_LINK_SHARE * (block.span.end - block.span.start):
        return False
    return len(_words(block.span.of(text))) >= min_words
