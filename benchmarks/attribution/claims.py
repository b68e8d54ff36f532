"""Who says each annotated claim, asked at its words: name, role, affiliation and anonymity; rules, model and both.

    python benchmarks/attribution/claims.py [--data FOLDER] [--kept FOLDER] [--ways both] [--errors N] [NAME ...]

NAME is `dev`, `train` or `synthetic` (all three by default) under FOLDER (`../shared/quality`). Of every event,
strength and cause the word that heads its quotation in the tree is looked up (`--at first` or `middle`: another one),
and the innermost attribution there compared with the annotation: the name by the scorer's rule, none against the
outlet's own voice; role, affiliation and anonymity where the name is right. `--kept` keeps what the model read in a
folder, so that only the first call reads. What is measured is attribution alone: no claim has to be found.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import pickle
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ebbline.actors import ActorMention, Registry, find_actors
from ebbline.claims.attribution import Attribution, attribute
from ebbline.claims.heard import attribute_with, quoted_by_model
from ebbline.claims.named import NameFinder, taken_by
from ebbline.claims.nationality import settled
from ebbline.errors import InputError
from ebbline.ingest import IngestOptions, ingest
from ebbline.language import segment
from ebbline.language.reader import Reader
from ebbline.places import Gazetteer, find_places
from ebbline.records import Document, Person, Report, Span, Speaker

KINDS = ("events", "strength", "causes")


@dataclass(frozen=True, slots=True)
class Case:
    """A report as the coders have it before they ask who speaks."""

    read: Document
    document: Document
    persons: Sequence[Person]
    actors: Sequence[ActorMention]
    places: Sequence[Span]


Way = Callable[[Case], Sequence[Attribution]]

WAYS: dict[str, Way] = {
    "rules": lambda case: attribute(case.document, case.persons, case.actors, case.places),
    "model": lambda case: quoted_by_model(case.read, case.persons, case.actors, case.places),
    "both": lambda case: attribute_with(case.read, case.document, case.persons, case.actors, case.places),
}


def main() -> None:
    """Prints the shares and, if asked, where the two differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=["dev", "train", "synthetic"])
    parser.add_argument("--data", type=Path, default=Path("../shared/quality"))
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--at", choices=("most", "top", "first", "middle"), default="most")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only", choices=("missed", "extra", "wrong", "role", "affiliation", "anonymous"))
    asked = parser.parse_args()
    sys.path.insert(0, str(asked.data.resolve()))
    scorer = importlib.import_module("score")
    for name in asked.names:
        folder = asked.data / name
        cases = list(_cases(folder, asked.kept))
        for way in asked.ways.split(","):
            _measure(scorer, folder, cases, way, asked)


def _cases(folder: Path, kept: Path | None) -> Iterator[Case]:
    registry, gazetteer = Registry.open(), Gazetteer.open()
    finder = NameFinder(gazetteer, registry)
    for read in _read(folder, kept):
        document = segment(read.report)
        actors = find_actors(document, registry)
        persons = finder.in_text(document, actors)
        places = find_places(document, gazetteer, taken_by(actors, persons))
        actors = settled(actors, places, document, registry)
        yield Case(read, document, persons, actors, [place.span for place in places])


def _read(folder: Path, kept: Path | None) -> list[Document]:
    path = kept / f"{folder.name}.docs.pkl" if kept else None
    if path is not None and path.exists():
        return list(pickle.loads(path.read_bytes()))
    documents = list(Reader.open(threads=1).read_all(list(_reports(folder))))
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(documents))
    return documents


def _reports(folder: Path) -> Iterator[Report]:
    options = IngestOptions(offline=True)
    for item in ingest([str(folder / "reports.jsonl")], options, clock=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC)):
        if not isinstance(item, InputError) and item.report is not None:
            yield item.report


def _measure(scorer: Any, folder: Path, cases: Sequence[Case], way: str, asked: argparse.Namespace) -> None:
    names, counts = scorer.Names(folder), Counter[str]()
    gold_of = {gold["doc"]: gold for gold in _golds(folder)}
    spent, shown = 0.0, 0
    for case in cases:
        gold, text = gold_of[case.read.report.name], case.read.report.text
        sources = {source["name"]: source for source in gold.get("sources", ())}
        begun = time.process_time()
        attributions = WAYS[way](case)
        spent += time.process_time() - begun
        for entry in (item for kind in KINDS for item in gold.get(kind, ())):
            at = scorer.quoted(entry["quote"], text)
            if not at:
                continue
            speaker = _said_by(case.read, Span(min(at), max(at) + 1), asked.at, attributions)
            outcomes = _compared(names, entry.get("said_by"), sources, speaker)
            counts.update(outcomes)
            wanted = [item for item in outcomes if item in _FAULTS and asked.only in (None, item)]
            if wanted and shown < asked.errors:
                shown += 1
                print(f"{gold['doc']} {wanted}: want {_told(entry, sources)} got {speaker}", file=sys.stderr)
                start = min(at)
                words = f"{text[max(0, start - 200) : start]}<<{text[start : max(at) + 1]}>>{text[max(at) + 1 :][:130]}"
                print("    " + words.replace("\n", "⏎"), file=sys.stderr)
    _report(folder.name, way, counts, 1000 * spent / max(1, len(cases)))


_FAULTS = ("missed", "extra", "wrong", "role wrong", "affiliation wrong", "anonymous wrong")


def _told(entry: dict[str, Any], sources: dict[str, Any]) -> str:
    return str(sources.get(entry.get("said_by") or "", entry.get("said_by")))


def _golds(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.gold.json")):
        yield json.loads(path.read_text("utf-8"))


def _said_by(read: Document, quote: Span, which: str, attributions: Sequence[Attribution]) -> Speaker | None:
    """The speaker at the words asked at; of all of them the one of the most."""
    if which != "most":
        return _innermost(_asked_at(read, quote, which), attributions)
    votes: Counter[Speaker | None] = Counter()
    for sentence in read.sentences:
        if sentence.span.overlaps(quote):
            starts = (sentence.starts[i] for i in sentence.words_in(quote) if sentence.words[i][0].isalnum())
            votes.update(_innermost(max(start, quote.start), attributions) for start in starts)
    return votes.most_common(1)[0][0] if votes else None


def _asked_at(read: Document, quote: Span, which: str) -> int:
    """The place of the text at which to ask: the quotation's head in the tree, its first word or its middle."""
    if which == "middle":
        return (quote.start + quote.end) // 2
    for sentence in read.sentences:
        if sentence.tree is not None and sentence.span.overlaps(quote):
            inside = sentence.words_in(quote)
            heads = sentence.tree.heads
            tops = [i for i in inside if heads[i] not in inside and sentence.words[i][0].isalnum()]
            if which == "top" and tops:
                return max(quote.start, sentence.starts[tops[0]])
            break
    return quote.start


def _innermost(at: int, attributions: Sequence[Attribution]) -> Speaker | None:
    over = [item for item in attributions if item.content.start <= at < item.content.end]
    if not over:
        return None
    return min(over, key=lambda item: (item.content.end - item.content.start, item.content.start)).speaker


def _compared(names: Any, want: str | None, sources: dict[str, Any], got: Speaker | None) -> list[str]:
    said = (got.name or got.affiliation or got.role) if got else None
    if not want or not said:
        return ["missed" if want else "extra" if said else "rightly open"]
    if not names.same_speaker(want, said):
        return ["wrong"]
    assert got is not None
    source, out = sources.get(want, {}), ["right"]
    if source.get("role"):
        out.append("role right" if source["role"] == got.role else "role wrong")
    if source.get("affiliation") or got.affiliation:
        mine, theirs = got.affiliation, source.get("affiliation")
        alike = bool(mine and theirs) and names.same_speaker(theirs, mine)
        out.append("affiliation right" if alike else "affiliation wrong")
    if "anonymous" in source:
        out.append("anonymous right" if source["anonymous"] == got.anonymous else "anonymous wrong")
    return out


def _report(name: str, way: str, counts: Counter[str], cost_ms: float) -> None:
    right, wrong = counts["right"], counts["wrong"]
    said, given = right + wrong + counts["missed"], right + wrong + counts["extra"]
    null = counts["rightly open"] + counts["extra"]
    shares = {key: _share(counts, key) for key in ("role", "affiliation", "anonymous")}
    print(
        f"{name:9} {way:5} speaker F1 {2 * right / max(1, said + given):.3f} P {right / max(1, given):.3f} "
        f"R {right / max(1, said):.3f} (missed {counts['missed']}, wrong {wrong}, extra {counts['extra']}); "
        f"null kept {counts['rightly open'] / max(1, null):.3f} of {null}; "
        + ", ".join(f"{key} {share:.3f}" for key, share in shares.items())
        + f"; {cost_ms:.2f} ms"
    )


def _share(counts: Counter[str], key: str) -> float:
    return counts[f"{key} right"] / max(1, counts[f"{key} right"] + counts[f"{key} wrong"])


if __name__ == "__main__":
    main()
