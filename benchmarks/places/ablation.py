"""What each family of rules brings: the figures of places with one family left out after the other.

    python benchmarks/places/ablation.py ../shared

Finding and choosing, by `ebbline.places.find.FAMILIES`: recall and precision on the development reports, variant
spellings of the three reports with those spellings taken out of the data, strict F1 of names and the share of them
within 161 km on the development halves of the news corpora. Resolution of marked names, by `RULES` of
`ebbline.places.resolve`, is `geoparsing.py --ablation`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.places import names_found, quality_places, variants
from benchmarks.places.corpora import articles
from benchmarks.places.geoparsing import NEAR_KM, apart_km
from benchmarks.places.names_found import Find
from ebbline.language.segment import segment
from ebbline.places import Gazetteer, PlaceMention
from ebbline.places.find import FAMILIES, found_places
from ebbline.records import Document

FAMILIES_OF_RULES = sorted(FAMILIES - {"language model"})


def finder(family: str) -> Find:
    """`find_places` without a family of rules."""

    def find(document: Document, gazetteer: Gazetteer) -> list[PlaceMention]:
        return [mention for _, mention in found_places(document, gazetteer, without={family})]

    return find


def within(folder: Path, corpus: str, gazetteer: Gazetteer, find: Find) -> float:
    """Per cent of the names found, and marked with a point, that are put within 161 km of it."""
    told = right = 0
    for article in articles(folder, corpus):
        if article.half == "test":
            continue
        points = {marked.span: marked.point for marked in article.marked}
        for mention in find(segment(article.report), gazetteer):
            point, place = points.get(mention.span), mention.place
            if point is None:
                continue
            told += 1
            if place.lat is not None and place.lon is not None:
                right += apart_km((place.lat, place.lon), point) <= NEAR_KM
    return 100 * right / max(1, told)


def main() -> int:
    """Prints one line a family."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    shared: Path = parser.parse_args().shared
    corpora = shared / "benchmarks/geoparsing"
    gazetteer = Gazetteer.open()
    hidden = variants.without(Gazetteer.open(), [spelling for _, spelling, _ in variants.spellings()])
    print("| without | recall | precision | spellings of 24 | TR-News F1 | GeoVirus F1 | LGL within | TR-News within |")
    for family in ("", *FAMILIES_OF_RULES):
        find = finder(family)
        counts, _, _ = quality_places.measure(shared / "quality/dev", gazetteer, find)
        spelt = sum(right for *_, right in variants.found(shared / "quality/dev", hidden, find))
        f1 = [
            names_found.measure(corpora, corpus, "development", gazetteer, segment, find).f1
            for corpus in ("TR-News", "GeoVirus")
        ]
        near = [within(corpora, corpus, gazetteer, find) for corpus in ("LGL", "TR-News")]
        shares = (counts["met"] / counts["gold"], counts["right"] / max(1, counts["resolved"]))
        cells = [f"{100 * share:.1f}" for share in shares] + [str(spelt)] + [f"{figure:.1f}" for figure in (*f1, *near)]
        print(f"| {family or 'nothing'} | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
