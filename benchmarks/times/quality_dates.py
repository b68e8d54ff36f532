"""Dates found in annotated reports, against the dates of their events.

    python benchmarks/times/quality_dates.py ../shared/quality/train [--errors 40]

For each gold event with a date: does a time in the sentence of its quotation, or in the one before, agree as the
scorer asks (overlap, at most twice as long plus two days)? For each that gold leaves open: is no resolved time in
its own sentence? The published date comes from the gold file, as for the scored runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from ebbline.language.segment import segment
from ebbline.records import DateInterval, Document, Published, Report
from ebbline.times import TimeExpression, TimeMention, analyse_times, find_times


def scorer(path: Path) -> ModuleType:
    """The scorer beside the annotated folders, as a module."""
    spec = importlib.util.spec_from_file_location("quality_score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path}: no scorer there; give a folder of ../shared/quality")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def published_of(given: Any) -> Published | None:
    """The publication interval of a gold file."""
    if not given:
        return None
    first, last = (given, given) if isinstance(given, str) else (given["from"], given["to"])
    return Published(DateInterval(dt.date.fromisoformat(first[:10]), dt.date.fromisoformat(last[:10])), "given")


def agrees(mention: TimeMention | TimeExpression, date: dict[str, str], score: ModuleType) -> bool:
    """As the scorer decides."""
    if mention.start is None or mention.end is None:
        return False
    return bool(score.date_agrees(date, {"start": mention.start.isoformat(), "end": mention.end.isoformat()}))


def sentence_at(document: Document, offset: int) -> int:
    """Number of the sentence that holds an offset."""
    return next((i for i, s in enumerate(document.sentences) if s.span.end > offset), len(document.sentences) - 1)


def dated_events(folder: Path, without: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Of the gold events with a date, those for which a right time is found anywhere in their report, and all."""
    score = scorer(folder.resolve().parent / "score.py")
    right = of = 0
    for gold, text in _gold(folder):
        report = Report("r_0", gold["doc"], text, "", "", gold["doc"], published=published_of(gold.get("published")))
        found = [time for time in analyse_times(segment(report), without=without) if not time.dates_report]
        for event in gold.get("events", []):
            if event.get("date"):
                of += 1
                right += any(agrees(time, event["date"], score) for time in found)
    return right, of


def _gold(folder: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each gold file and the text it is about."""
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        raw = gold.get("text") or (folder / gold["doc"]).read_text("utf-8")
        yield gold, unicodedata.normalize("NFC", raw.replace("\r\n", "\n"))


def measure(folder: Path) -> tuple[Counter[str], list[str], float]:
    """Counts, disagreements and seconds spent in `find_times`."""
    score = scorer(folder.resolve().parent / "score.py")
    counts: Counter[str] = Counter()
    errors: list[str] = []
    spent = 0.0
    for gold, text in _gold(folder):
        report = Report("r_0", gold["doc"], text, "", "", gold["doc"], published=published_of(gold.get("published")))
        document = segment(report)
        began = time.process_time()
        mentions = find_times(document)
        spent += time.process_time() - began
        counts["characters"] += len(text)
        for event in gold.get("events", []):
            quote = re.search(r"\s+".join(map(re.escape, score.squeeze(event["quote"]).split(" "))), text)
            if quote is None or "date" not in event:
                continue
            at, until = sentence_at(document, quote.start()), sentence_at(document, quote.end() - 1)
            own = [
                m
                for m in mentions
                if document.sentences[at].span.start <= m.span.start < document.sentences[until].span.end
            ]
            sentence = score.squeeze(document.sentences[at].span.of(text))[:200]
            shown = [(m.words, str(m.start), str(m.end)) for m in own]
            if not event["date"]:
                counts["open"] += 1
                counts["rightly open"] += not any(m.start for m in own)
                if any(m.start for m in own):
                    errors.append(f"{gold['doc']} OPEN {shown} :: {sentence}")
                continue
            counts["dated"] += 1
            if any(agrees(m, event["date"], score) for m in own):
                counts["in sentence"] += 1
            elif any(agrees(m, event["date"], score) for m in mentions):
                counts["elsewhere"] += 1
            else:
                errors.append(
                    f"{gold['doc']} pub {gold.get('published')} WANTED {event['date']} GOT {shown} :: {sentence}"
                )
    return counts, errors, spent


def main() -> None:
    """Prints the figures, and disagreements if asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    counts, errors, spent = measure(args.folder)
    for line in errors[: args.errors]:
        print(line)
    nowhere = counts["dated"] - counts["in sentence"] - counts["elsewhere"]
    print(
        f"{args.folder.name}: {counts['dated']} dated events, a right time in the sentence {counts['in sentence']}, "
        f"elsewhere in the report {counts['elsewhere']}, nowhere {nowhere}; {counts['open']} open, no resolved time in "
        f"the sentence {counts['rightly open']}; "
        f"{spent / max(1, counts['characters']) * 1.5e6:.2f} ms per 1,500 characters"
    )


if __name__ == "__main__":
    main()
