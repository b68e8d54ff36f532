"""How often the speaker that people coded is the one attributed to the coded words.

    quality_speakers.py FOLDER [--errors N]

For each annotated event, strength and cause the innermost attribution over its quotation is taken; it is right if
the scorer's `same_speaker` holds, or if both sides leave the outlet's own voice.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ebbline.actors import Registry, find_actors, find_persons
from ebbline.claims.attribution import Attribution, attribute
from ebbline.language.segment import segment
from ebbline.records import Report, Span


def report_of(folder: Path, gold: dict[str, Any]) -> Report:
    """The annotated report as the program would hold it, its text unchanged."""
    text = gold.get("text") or (folder / gold["doc"]).read_text("utf-8")
    return Report(gold["doc"], gold["doc"], text, "", "", gold["doc"])


def quoted(quote: str, text: str) -> Span | None:
    """Where the gold words stand, white space aside."""
    hit = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    return Span(*hit.span()) if hit else None


def innermost(at: Span, attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution with the shortest content that holds the middle of the words."""
    middle = (at.start + at.end) // 2
    over = [item for item in attributions if item.content.start <= middle < item.content.end]
    return min(over, key=lambda item: (item.content.end - item.content.start, item.content.start), default=None)


def main() -> None:
    """Prints the shares and, if asked, where the two differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only", choices=("missed", "extra", "wrong"))
    args = parser.parse_args()
    sys.path.insert(0, str(args.folder.resolve().parent))
    names, registry = importlib.import_module("score").Names(args.folder), Registry.open()
    counts: Counter[str] = Counter()
    spent, shown = 0.0, 0
    for path in sorted(args.folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        document = segment(report_of(args.folder, gold))
        begun = time.perf_counter()
        actors = find_actors(document, registry)
        persons = find_persons(document, registry, actors)
        attributions = attribute(document, persons, actors)
        spent += time.perf_counter() - begun
        counts["reports"] += 1
        text = document.report.text
        for entry in [*gold["events"], *gold.get("strength", ()), *gold.get("causes", ())]:
            at = quoted(entry["quote"], text)
            if at is None:
                continue
            hit = innermost(at, attributions)
            got, want = hit.speaker.name if hit else None, entry.get("said_by")
            if want and got and names.same_speaker(want, got):
                outcome = "right"
            elif not want and not got:
                outcome = "rightly open"
            else:
                outcome = "wrong" if want and got else "missed" if want else "extra"
            counts[outcome] += 1
            if outcome in ("wrong", "missed", "extra") and args.only in (None, outcome) and shown < args.errors:
                shown += 1
                before = text[max(0, at.start - 130) : at.start]
                words = f"{before}<<{at.of(text)}>>{text[at.end : at.end + 90]}".replace("\n", "⏎")
                print(f"{gold['doc']} {outcome}: want {want!r} got {got!r}: {words}", file=sys.stderr)
    said = counts["right"] + counts["wrong"] + counts["missed"]
    given = counts["right"] + counts["wrong"] + counts["extra"]
    null = counts["rightly open"] + counts["extra"]
    print(
        f"{counts['reports']} reports; speaker recall {counts['right'] / max(1, said):.3f} of {said}, "
        f"precision {counts['right'] / max(1, given):.3f}, "
        f"null kept {counts['rightly open'] / max(1, null):.3f} of {null}; "
        f"{1000 * spent / counts['reports']:.2f} ms with actors and persons; {dict(counts)}"
    )


if __name__ == "__main__":
    main()
