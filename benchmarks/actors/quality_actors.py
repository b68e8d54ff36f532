"""How many of the actors that people coded are among the mentions found in the coded words' sentences.

    quality_actors.py FOLDER [--errors N]

FOLDER holds annotated reports and an `actors.json` of accepted names, as `../shared/quality/train` does. An actor
counts as found if a mention in a sentence that the quotation touches, or the one before, bears an accepted name.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from ebbline.actors import ActorMention, Registry, find_actors
from ebbline.language.segment import segment
from ebbline.records import Document, Report, Span


def report_of(folder: Path, gold: dict[str, Any]) -> Report:
    """The annotated report as the program would hold it, its text unchanged."""
    text = gold.get("text") or (folder / gold["doc"]).read_text("utf-8")
    return Report(gold["doc"], gold["doc"], text, "", "", gold["doc"])


def quoted(quote: str, text: str) -> Span | None:
    """Where the gold words stand, white space aside."""
    hit = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    return Span(*hit.span()) if hit else None


def scorer(folder: Path) -> Any:
    """The scorer's own names, so that the figures here mean what the score means."""
    sys.path.insert(0, str(folder.resolve().parent))
    return importlib.import_module("score").Names(folder)


def near(document: Document, at: Span) -> Span:
    """From the sentence before the quotation to the end of the last it touches."""
    touched = [i for i, s in enumerate(document.sentences) if s.span.overlaps(at)]
    if not touched:
        return at
    return Span(document.sentences[max(0, touched[0] - 1)].span.start, document.sentences[touched[-1]].span.end)


def wanted(gold: dict[str, Any]) -> list[tuple[str, Any]]:
    """Quote and actor of each slot of each event."""
    return [
        (e["quote"], name)
        for e in gold["events"]
        for role in ("actor", "target", "supporter")
        for name in e.get(role, ())
    ]


def main() -> None:
    """Prints the shares and, if asked, what was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--missed", action="store_true", help="count the names missed most")
    args = parser.parse_args()
    names, registry = scorer(args.folder), Registry.open()
    counts: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    spent, shown = 0.0, 0
    for path in sorted(args.folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        document = segment(report_of(args.folder, gold))
        begun = time.perf_counter()
        mentions: tuple[ActorMention, ...] = find_actors(document, registry)
        spent += time.perf_counter() - begun
        counts["reports"] += 1
        for quote, name in wanted(gold):
            at = quoted(quote, document.report.text)
            if at is None:
                continue
            window = near(document, at)
            here = [m for m in mentions if m.span.overlaps(window)]
            inside = [m for m in here if m.span.overlaps(at)]
            counts["slots"] += 1
            counts["in quotation"] += any(names.same_actor(name, m.name) for m in inside)
            if any(names.same_actor(name, m.name) for m in here):
                counts["near"] += 1
            else:
                missed[str(name)] += 1
                if shown < args.errors:
                    shown += 1
                    print(f"{gold['doc']} {name}: {quote[:110]!r} found {[m.name for m in inside]}", file=sys.stderr)
    slots = max(1, counts["slots"])
    shares = [f"{name} {counts[name] / slots:.3f}" for name in ("in quotation", "near")]
    print(f"{counts['reports']} reports, {slots} slots; {', '.join(shares)}; {1000 * spent / counts['reports']:.2f} ms")
    if args.missed:
        print("; ".join(f"{name} {n}" for name, n in missed.most_common(60)))


if __name__ == "__main__":
    main()
