"""Words of raw text against the English Web Treebank's own, offsets exact, beside a naive rival.

    python benchmarks/language/tokens.py ../shared/benchmarks/ud_ewt [--part dev] [--errors 40]

A word is right when it begins and ends where one of the treebank's does. Two ways of giving the text: sentence by
sentence as the treebank cuts them, and whole paragraphs. The rival splits at white space and around every mark.
"""

from __future__ import annotations

import argparse
import lzma
import re
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from ebbline.language.tokens import tokens

_Cutter = Callable[[str, int, int], tuple[list[str], list[int]]]
_NAIVE = re.compile(r"\w+|[^\w\s]")


@dataclass(slots=True)
class Paragraph:
    """Raw text, where its words begin and end, and where its sentences do."""

    text: str = ""
    words: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)


def paragraphs(path: Path) -> Iterator[Paragraph]:
    """The treebank's paragraphs in order, their text put together again."""
    paragraph = Paragraph()
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for block in file.read().split("\n\n"):
            if "# newpar" in block and paragraph.words:
                yield paragraph
                paragraph = Paragraph()
            if block.strip():
                _add(paragraph, block.splitlines())
    if paragraph.words:
        yield paragraph


def _add(paragraph: Paragraph, lines: list[str]) -> None:
    begin = at = len(paragraph.text)
    paragraph.text += next(line[9:] for line in lines if line.startswith("# text = "))
    rows = [line.split("\t") for line in lines if line[0] != "#"]
    for row in rows:
        if row[0].isdigit():
            at = paragraph.text.index(row[1], at)
            paragraph.words.append((at, at := at + len(row[1])))
    paragraph.sentences.append((begin, at))
    last = rows[-2] if len(rows) > 1 and rows[-2][0].endswith(f"-{rows[-1][0]}") else rows[-1]
    if "SpaceAfter=No" not in last[9]:
        paragraph.text += " "


def naive(text: str, start: int, end: int) -> tuple[list[str], list[int]]:
    """White space and marks part words; nothing else does."""
    found = list(_NAIVE.finditer(text, start, end))
    return [match[0] for match in found], [match.start() for match in found]


def score(given: list[Paragraph], cut: _Cutter, *, sentences: bool) -> tuple[float, float, float, Counter[str]]:
    """F1, precision, recall, and the stretches cut otherwise with the treebank's cut first."""
    right = found = wanted = 0
    errors: Counter[str] = Counter()
    for paragraph in given:
        told: set[tuple[int, int]] = set()
        for start, end in paragraph.sentences if sentences else [(0, len(paragraph.text))]:
            words, starts = cut(paragraph.text, start, end)
            told |= {(at, at + len(word)) for word, at in zip(words, starts, strict=True)}
        gold = set(paragraph.words)
        right, found, wanted = right + len(gold & told), found + len(told), wanted + len(gold)
        errors.update(_differences(paragraph.text, gold, told))
    return 2 * right / (found + wanted), right / found, right / wanted, errors


def _differences(text: str, gold: set[tuple[int, int]], told: set[tuple[int, int]]) -> Iterator[str]:
    """Stretches without white space that the two cut otherwise."""
    ends = [sorted({end for _, end in words}) for words in (gold, told)]
    for match in re.finditer(r"\S+", text):
        cuts = []
        for column in ends:
            own = column[bisect_right(column, match.start()) : bisect_right(column, match.end())]
            cuts.append(" ".join(text[s:e] for s, e in pairwise([match.start(), *own])))
        if cuts[0] != cuts[1]:
            yield f"{cuts[0]}  ≠  {cuts[1]}"


def main() -> None:
    """Prints the figures, and the commonest differences if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="dev", choices=("train", "dev", "test"))
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    given = list(paragraphs(args.folder / f"en_ewt-ud-{args.part}.conllu.xz"))
    print(f"{args.part}: {len(given)} paragraphs, {sum(len(p.words) for p in given):,} words")
    tokens("Ready.", 0, 6)
    for times in ("first", "again"):
        began = time.process_time()
        count = sum(len(tokens(paragraph.text, 0, len(paragraph.text))[0]) for paragraph in given)
        print(f"{times}: {count / (time.process_time() - began):,.0f} words/s")
    for name, cut in (("ebbline", tokens), ("naive rival", naive)):
        for sentences in (True, False):
            f1, precision, recall, errors = score(given, cut, sentences=sentences)
            what = "sentences" if sentences else "paragraphs"
            print(f"{name:12} {what:10} F1 {f1:.2%}  precision {precision:.2%}  recall {recall:.2%}")
            if args.errors and cut is tokens:
                print(*(f"  {count:4} {text}" for text, count in errors.most_common(args.errors)), sep="\n")


if __name__ == "__main__":
    main()
