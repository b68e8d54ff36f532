"""Places resolved and found in public news corpora, beside a naive rival and what the gazetteer allows.

    python benchmarks/places/geoparsing.py ../shared/benchmarks/geoparsing [--half HALF] [--ablation] [--errors N]

Resolution: for each stretch the corpus marks, is our place within 161 km of its point? Stretches without a point are
left out; a stretch left unknown counts as wrong, and is told apart. Demonyms and metonyms stay in (LGL and TR-News
give them the country's point). The rival takes the most populous place of exactly that name; the bound says where any
candidate lies within 161 km.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.places.corpora import CORPORA, Article, Half, Marked, articles
from ebbline.language.segment import segment
from ebbline.places import Gazetteer
from ebbline.places.candidates import Candidate
from ebbline.places.resolve import RULES, Resolved, resolve_spans

NEAR_KM = 161.0


@dataclass
class Score:
    """Counts over stretches with a point."""

    all: int = 0
    right: int = 0
    unknown: int = 0
    naive: int = 0
    bound: int = 0
    kilometres: list[float] = field(default_factory=list)
    seconds: float = 0.0
    reports: int = 0
    wrong: Counter[str] = field(default_factory=Counter)


def apart_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def measure(
    folder: Path, corpus: str, half: Half, gazetteer: Gazetteer, without: frozenset[str] = frozenset()
) -> Score:
    """The score on one half of a corpus."""
    score = Score()
    for article in articles(folder, corpus):
        if article.half == half:
            _add(score, article, gazetteer, without)
    return score


def _add(score: Score, article: Article, gazetteer: Gazetteer, without: frozenset[str]) -> None:
    document = segment(article.report)
    began = time.process_time()
    answers = resolve_spans(document, [m.span for m in article.marked], gazetteer, without=without)
    score.seconds += time.process_time() - began
    score.reports += 1
    for marked, answer in zip(article.marked, answers, strict=True):
        if marked.point is None:
            continue
        score.all += 1
        naive = gazetteer.named(marked.words)[:1]
        score.naive += bool(naive) and apart_km(gazetteer.at(naive[0]), marked.point) <= NEAR_KM
        score.bound += any(
            apart_km((c.lat, c.lon), marked.point) <= NEAR_KM for c, _ in answer.ranked if c.lat == c.lat
        )
        chosen = answer.choice
        if chosen is None or math.isnan(chosen.lat):
            score.unknown += 1
            score.wrong[f"{marked.words} {marked.code} unknown"] += 1
            continue
        apart = apart_km((chosen.lat, chosen.lon), marked.point)
        score.kilometres.append(apart)
        score.right += apart <= NEAR_KM
        if apart > NEAR_KM:
            score.wrong[_error(article, marked, answer, gazetteer)] += 1


def _error(article: Article, marked: Marked, answer: Resolved, gazetteer: Gazetteer) -> str:
    def told(candidate: Candidate, score: float) -> str:
        name = gazetteer.place(candidate.number).name if candidate.number >= 0 else candidate.country
        return f"{name}/{candidate.kind}/{candidate.division or candidate.country} {score:.1f}"

    point = marked.point or (0.0, 0.0)
    near = [
        f"{at} {told(c, s)}" for at, (c, s) in enumerate(answer.ranked) if apart_km((c.lat, c.lon), point) <= NEAR_KM
    ]
    right = near[0] if near else "no candidate"
    return f"{article.article_id} {marked.words!r} {marked.code} chose {told(*answer.ranked[0])}, right: {right}"


def ablation(folder: Path, half: Half, gazetteer: Gazetteer) -> int:
    """Prints what is within 161 km without each family of rules."""
    print("| without | " + " | ".join(CORPORA) + " |")
    for family in ("", *sorted(RULES)):
        scores = [measure(folder, corpus, half, gazetteer, frozenset({family} - {""})) for corpus in CORPORA]
        figures = " | ".join(f"{100 * score.right / score.all:.1f}" for score in scores)
        print(f"| {family or 'nothing'} | {figures} |", flush=True)
    return 0


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("test", "development"), default="test")
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--corpus", choices=tuple(CORPORA))
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--ablation", action="store_true", help="leave out one family of rules after the other")
    asked = parser.parse_args()
    gazetteer = Gazetteer.open(asked.gazetteer)
    if asked.ablation:
        return ablation(asked.folder, asked.half, gazetteer)
    for corpus in [asked.corpus] if asked.corpus else CORPORA:
        s = measure(asked.folder, corpus, asked.half, gazetteer, frozenset(asked.without))
        resolved = s.all - s.unknown
        print(
            f"{corpus} {asked.half}: {100 * s.right / s.all:.1f} of {s.all} within 161 km; unknown "
            f"{100 * s.unknown / s.all:.1f}, precision of the rest {100 * s.right / max(1, resolved):.1f}; median "
            f"{statistics.median(s.kilometres):.0f} km, mean {statistics.mean(s.kilometres):.0f} km; rival "
            f"{100 * s.naive / s.all:.1f}, bound {100 * s.bound / s.all:.1f}; {s.reports / s.seconds:.0f} reports/s"
        )
        for line, count in s.wrong.most_common(asked.errors):
            print(f"  {count} {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
