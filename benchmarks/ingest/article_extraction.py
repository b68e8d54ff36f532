"""How much of each article is kept.

    python benchmarks/ingest/article_extraction.py ../shared/benchmarks/article_extraction

Precision, recall and F1 of the words that are not furniture against the ground truth, averaged over pages, as a bag
of words and of runs of four, beside trafilatura's own text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from lxml.html import HtmlElement

from ebbline.ingest.article import article_blocks, kept_lines
from ebbline.ingest.decoding import decode
from ebbline.ingest.html import declared_charset
from ebbline.ingest.linear import linearise, parse_page

_WORD = re.compile(r"\w+")


def runs(text: str, length: int) -> Counter[tuple[str, ...]]:
    """The runs of so many words of a text, each as often as it stands there."""
    words = _WORD.findall(text.casefold())
    return Counter(tuple(words[i : i + length]) for i in range(len(words) - length + 1))


def score(text: str, truth: str, length: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of one page."""
    found, wanted = runs(text, length), runs(truth, length)
    shared = sum((found & wanted).values())
    if not shared:
        return (0.0, 0.0, 0.0)
    precision, recall = shared / sum(found.values()), shared / sum(wanted.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def parsed(path: Path) -> HtmlElement:
    """The DOM of a packed page."""
    data = gzip.decompress(path.read_bytes())
    root = parse_page(decode(data, path.name, declared_charset(data))[0])
    if root is None:
        raise SystemExit(f"{path}: no page")
    return root


def mean(rows: Sequence[tuple[float, float, float]]) -> str:
    """The averages of precision, recall and F1."""
    return "  ".join(f"{sum(column) / len(rows):.4f}" for column in zip(*rows, strict=True))


def main() -> None:
    """Print the averages and the time a page takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    folder: Path = parser.parse_args().data
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    rows: dict[str, list[tuple[float, float, float]]] = {}
    spent = 0.0
    for name, page in truth.items():
        root = parsed(folder / "html" / f"{name}.html.gz")
        started = time.perf_counter()
        linear = linearise(root)
        article = article_blocks(root, linear)
        spent += time.perf_counter() - started
        ours = "\n".join(linear.blocks[index].span.of(linear.text) for index in sorted(article))
        for kind, text in (("ebbline", ours), ("trafilatura", "\n".join(kept_lines(root)))):
            for length in (1, 4):
                rows.setdefault(f"{kind}, runs of {length}", []).append(score(text, page["articleBody"], length))
    print(f"{len(truth)} pages                 precision recall F1")
    for kind, values in rows.items():
        print(f"{kind:26}", mean(values))
    print(f"{1000 * spent / len(truth):.1f} ms a page")


if __name__ == "__main__":
    main()
