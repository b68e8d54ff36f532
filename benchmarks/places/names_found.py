"""Place names found in public news corpora, strictly: a name counts when its first and last letter are those marked.

    python benchmarks/places/names_found.py ../shared/benchmarks/geoparsing [--half HALF] [--model] [--errors N]

Without --model the rules find the names alone; with it the language model has read the text. Every stretch that a
corpus marks counts, with or without a point. TR-News marks words for peoples and languages too (`Turkish`), which
we do not take for places: they count as missed. Both mark places that stand for a government, and so do we. The side
of a country that our mentions hold (`northern Iraq`) is cut off before comparing; the corpora mark the country.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.places.corpora import Half, articles
from ebbline.language.segment import segment
from ebbline.places import Gazetteer, PlaceMention, find_places
from ebbline.places.lexicon import lexicon
from ebbline.places.names import fold
from ebbline.records import Document, Report

Read = Callable[[Report], Document]


@dataclass
class Found:
    """Counts of names."""

    marked: int = 0
    told: int = 0
    right: int = 0
    peoples: int = 0
    """Marked words for peoples."""
    missed: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        """Per cent."""
        return 200 * self.right / max(1, self.marked + self.told)


Find = Callable[[Document, Gazetteer], Sequence[PlaceMention]]


def measure(folder: Path, corpus: str, half: Half, gazetteer: Gazetteer, read: Read, find: Find = find_places) -> Found:
    """The counts on one half of a corpus."""
    found, peoples = Found(), lexicon().peoples
    for article in articles(folder, corpus):
        if article.half != half:
            continue
        text = article.report.text
        told = {_proper(m, text) for m in find(read(article.report), gazetteer)}
        marked = {(m.span.start, m.span.end) for m in article.marked}
        found.marked += len(marked)
        found.told += len(told)
        found.right += len(told & marked)
        found.peoples += sum(fold(m.words) in peoples for m in article.marked)
        for start, end in marked - told:
            found.missed[f"{text[start:end]!r} in {' '.join(text[max(0, start - 25) : end + 20].split())!r}"] += 1
        for start, end in told - marked:
            found.extra[f"{text[start:end]!r} in {' '.join(text[max(0, start - 25) : end + 20].split())!r}"] += 1
    return found


_SIDE = re.compile(r"(?:the )?(?:(?:north|south)?-?(?:north|south|east|west)(?:ern)?|central)(?: of)? (?:the )?", re.I)


def _proper(mention: PlaceMention, text: str) -> tuple[int, int]:
    start, end = mention.span.start, mention.span.end
    side = _SIDE.match(text, start, end) if mention.kind == "country part" else None
    return (side.end() if side else start), end


def reader() -> Read:
    """The language model's reading."""
    from ebbline.language.reader import Reader

    return Reader.open().read


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("test", "development"), default="test")
    parser.add_argument("--corpus", choices=("TR-News", "GeoVirus", "LGL"), action="append")
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    asked = parser.parse_args()
    gazetteer, read = Gazetteer.open(), reader() if asked.model else segment
    for corpus in asked.corpus or ("TR-News", "GeoVirus"):
        found = measure(asked.folder, corpus, asked.half, gazetteer, read)
        print(
            f"{corpus} {asked.half}, {'language model' if asked.model else 'rules'}: F1 {found.f1:.1f}, precision "
            f"{100 * found.right / max(1, found.told):.1f}, recall {100 * found.right / max(1, found.marked):.1f} "
            f"({found.marked} marked, of them {found.peoples} words for peoples)"
        )
        for line, count in found.missed.most_common(asked.errors):
            print(f"  missed {count} {line}")
        for line, count in found.extra.most_common(asked.errors):
            print(f"  extra  {count} {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
