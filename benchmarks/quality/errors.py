"""The commonest mistakes of a coder on annotated reports, by class, dearest first.

    python benchmarks/quality/errors.py FOLDER [FOLDER ...] [--coder NAME] [--every N] [--kinds KIND,...]
        [--details N] [--json] [--show CLASS N] [--keep FOLDER]

FOLDER holds `reports.jsonl` and `*.gold.json`, and one level up `score.py`. Every slot that the scorer counts as missed
or extra is put into exactly one class (`mistakes.py` says which and why; that the sums are the scorer's is checked in
each run). A class costs its missed and extra slots; beside them the slot F1 that mending all of it would give. Dates
are no slots: they are counted apart. `--details` adds the commonest confusions of each class, `--show` prints N cases
whose class begins so; `--keep` stores what was coded in a folder, for the next time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.quality.mistakes import CLASSES, Mistake, Told, aligned, mistakes
from benchmarks.quality.score_dev import scorer_of as scorer_at
from ebbline.actors import Registry, find_actors
from ebbline.claims.named import NameFinder, taken_by
from ebbline.claims.nationality import settled
from ebbline.config import DEFAULT_CODER
from ebbline.errors import InputError
from ebbline.ingest import IngestOptions, ingest
from ebbline.language import segment
from ebbline.pipeline import CODERS
from ebbline.places import Gazetteer, find_places
from ebbline.records import Report, claim_to_json

if TYPE_CHECKING:
    from ebbline.claims.coder import Coder

Json = dict[str, Any]


def main() -> None:
    """Code, sort, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--coder", choices=sorted(CODERS), default=DEFAULT_CODER)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth report only")
    parser.add_argument("--kinds", default="", help="only mistakes in claims of these kinds")
    parser.add_argument("--details", type=int, default=0, metavar="N")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", nargs=2, metavar=("CLASS", "N"))
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    asked = parser.parse_args()
    counts = {}
    for folder in asked.folders:
        scorer = scorer_at(folder.resolve().parent / "score.py")
        counts[folder.name] = counted(_told(folder, asked), scorer, scorer.Names(folder), asked.kinds)
    if asked.show:
        _show(counts, asked.show[0], int(asked.show[1]))
    elif asked.json:
        print(json.dumps({name: count.as_json() for name, count in counts.items()}, indent=1, ensure_ascii=False))
    else:
        print("\n".join(table(counts, asked.details)))


@dataclass(frozen=True)
class Count:
    """The mistakes of a coder on one folder, with what was right."""

    right: int
    reports: int
    found: Sequence[tuple[Mistake, Told]]
    dates: Counter[str] = field(default_factory=Counter)

    def of(self, name: str | None = None) -> tuple[int, int, int]:
        """Cases, missed and extra slots of a class; of all without one."""
        chosen = [mistake for mistake, _ in self.found if name in (None, mistake.name)]
        return len(chosen), sum(one.missed for one in chosen), sum(one.extra for one in chosen)

    def f1(self, without: str | None = None) -> float:
        """Slot F1; if one class is all mended, what it would be."""
        _, missed, extra = self.of()
        _, mended, gone = self.of(without) if without else (0, 0, 0)
        return 2 * (self.right + mended) / max(1, 2 * (self.right + mended) + missed - mended + extra - gone)

    def details(self, name: str) -> Counter[str]:
        """What was taken for what in a class, by slots."""
        seen = Counter[str]()
        for mistake, _ in self.found:
            if mistake.name == name:
                seen[f"{mistake.kind} {mistake.detail}"] += mistake.missed + mistake.extra
        return seen

    def kinds(self, name: str) -> dict[str, int]:
        """Cases of a class by kind of claim."""
        return dict(Counter(mistake.kind for mistake, _ in self.found if mistake.name == name))

    def as_json(self) -> Json:
        """All of it, classes by what they cost."""
        _, missed, extra = self.of()
        classes = {}
        for name in sorted(CLASSES, key=lambda name: -sum(self.of(name)[1:])):
            cases, class_missed, class_extra = self.of(name)
            classes[name] = {
                "cases": cases, "missed": class_missed, "extra": class_extra,
                "f1_if_mended": round(self.f1(name), 3), "kinds": self.kinds(name),
                "details": dict(self.details(name).most_common(12)),
            }  # fmt: skip
        whole = {"reports": self.reports, "right": self.right, "missed": missed, "extra": extra}
        return {**whole, "f1": round(self.f1(), 3), "dates": dict(self.dates), "classes": classes}


def counted(reports: Iterator[Told], scorer: Any, names: Any, kinds: str = "") -> Count:
    """The mistakes in reports; raises ValueError where their slots are not those that the scorer counts."""
    wanted = tuple(kinds.split(",")) if kinds else scorer.KINDS
    total, dates = Counter[str](), Counter[str]()
    found: list[tuple[Mistake, Told]] = []
    seen = 0
    for told in reports:
        seen += 1
        total += _scored(told, scorer, names, wanted)
        found += [(mistake, told) for mistake in mistakes(told, scorer, names) if mistake.kind in wanted]
        dates += _dates(told, scorer, names)
    count = Count(total["right"], seen, found, dates)
    _, missed, extra = count.of()
    if (missed, extra) != (total["missed"], total["extra"]) or {one.name for one, _ in found} - set(CLASSES):
        raise ValueError(f"{missed} missed and {extra} extra in the classes, {total} in the slots")
    return count


def _scored(told: Told, scorer: Any, names: Any, kinds: Sequence[str]) -> Counter[str]:
    """Right, missed and extra slots of a report as the scorer counts them."""
    total = Counter[str]()
    for kind in kinds:
        side = aligned(told, kind, scorer, names)
        cases: list[tuple[Json | None, Json | None]] = [(side.gold[g], side.made[m]) for g, m in side.met.items()]
        cases += [(item, None) for i, item in enumerate(side.gold) if i not in side.met]
        cases += [(None, claim) for i, claim in enumerate(side.made) if i not in side.meeting]
        for item, made in cases:
            for right, missed, extra in scorer.slots(kind, item, made, names).values():
                total.update(right=right, missed=missed, extra=extra)
    return total


def _dates(told: Told, scorer: Any, names: Any) -> Counter[str]:
    """What became of the dates of events that are met."""
    side, out = aligned(told, "event", scorer, names), Counter[str]()
    for g, m in side.met.items():
        wanted, got = side.gold[g].get("date"), side.made[m].get("time")
        if not wanted:
            out["dated, where annotated as open" if got else "rightly open"] += "date" in side.gold[g]
        elif not got:
            out["left open"] += 1
        else:
            out["right" if scorer.date_agrees(wanted, got) else "another date"] += 1
    return out


# --- reports ----------------------------------------------------------------------------------------------------------


def _told(folder: Path, asked: argparse.Namespace) -> Iterator[Told]:
    golds = {gold["doc"]: gold for path in sorted(folder.glob("*.gold.json")) for gold in [_gold(path)]}
    chosen = set(sorted(golds)[:: asked.every])
    coded, finder = _Coded(folder, asked.coder, asked.keep), _Finder()
    for report in _reports(folder):
        if report.name in chosen:
            relevant, claims = coded.of(report)
            yield finder.told(report, golds[report.name], relevant, claims)
    coded.close()


def _gold(path: Path) -> Json:
    gold: Json = json.loads(path.read_text("utf-8"))
    return gold


def _reports(folder: Path) -> Iterator[Report]:
    options = IngestOptions(offline=True)
    for item in ingest([str(folder / "reports.jsonl")], options, clock=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC)):
        if not isinstance(item, InputError) and item.report is not None:
            yield item.report


class _Coded:
    """What a coder makes of reports, kept in a file if a folder for it is given."""

    def __init__(self, folder: Path, coder: str, keep: Path | None) -> None:
        self._name, self._coder = coder, None if keep else CODERS[coder]()
        self._path = keep / f"{folder.name}.{coder}.json" if keep else None
        self._kept: Json = json.loads(self._path.read_text("utf-8")) if self._path and self._path.exists() else {}
        self._new = False

    def of(self, report: Report) -> tuple[bool, list[Json]]:
        """Whether it is about armed conflict, and its claims as the export writes them, as far as the scorer looks."""
        if report.name not in self._kept:
            self._coder = self._coder or CODERS[self._name]()
            self._kept[report.name] = _made(self._coder, report)
            self._new = True
        relevant, claims = self._kept[report.name]
        return relevant, claims

    def close(self) -> None:
        """Writes the file."""
        if self._path and self._new:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(self._kept), "utf-8")


def _made(coder: Coder, report: Report) -> tuple[bool, list[Json]]:
    reading = coder.code(report)
    return reading.relevant, [claim_to_json(claim) for claim in reading.claims]


class _Finder:
    """What the resolvers find in a report, without the language model."""

    def __init__(self) -> None:
        self._registry, self._gazetteer = Registry.open(), Gazetteer.open()
        self._names = NameFinder(self._gazetteer, self._registry)

    def told(self, report: Report, gold: Json, relevant: bool, claims: Sequence[Json]) -> Told:
        """A report with its sentences, actors and places."""
        document = segment(report)
        actors = find_actors(document, self._registry)
        persons = self._names.in_text(document, actors)
        places = find_places(document, self._gazetteer, taken_by(actors, persons))
        return Told(
            report.name,
            report.text,
            gold,
            claims,
            relevant,
            [(sentence.span.start, sentence.span.end) for sentence in document.sentences],
            [(actor.span.start, actor.name) for actor in settled(actors, places, document, self._registry)],
            [
                (found.span.start, {key: getattr(found.place, key) for key in ("name", "mention", "lat", "lon")})
                for found in places
            ],
        )


# --- printing ---------------------------------------------------------------------------------------------------------


def table(counts: dict[str, Count], details: int = 0) -> Iterator[str]:
    """Markdown: a row a class, the dearest of the first folder first; a cell holds cases, missed and extra slots."""
    first = next(iter(counts.values()))
    yield f"| class | {' | '.join(f'{name}: slots (missed, extra), cases, F1 if mended' for name in counts)} |"
    yield "|---" * (len(counts) + 1) + "|"
    cells = (f"{c.of()[1] + c.of()[2]} ({c.of()[1]}, {c.of()[2]}), F1 {c.f1():.3f}" for c in counts.values())
    yield f"| all of {', '.join(str(c.reports) for c in counts.values())} reports | {' | '.join(cells)} |"
    for name in sorted(CLASSES, key=lambda name: -sum(first.of(name)[1:])):
        if any(count.of(name)[0] for count in counts.values()):
            yield f"| {name} | {' | '.join(_cell(count, name) for count in counts.values())} |"
            for what, cost in first.details(name).most_common(details):
                others = (str(count.details(name)[what]) for count in list(counts.values())[1:])
                yield f"| · {what} | {' | '.join((str(cost), *others))} |"
    for what in sorted({key for count in counts.values() for key in count.dates}):
        yield f"| date: {what} | {' | '.join(str(count.dates[what]) for count in counts.values())} |"


def _cell(count: Count, name: str) -> str:
    cases, missed, extra = count.of(name)
    return f"{missed + extra} ({missed}, {extra}), {cases}, {count.f1(name):.3f}"


def _show(counts: dict[str, Count], name: str, most: int) -> None:
    for folder, count in counts.items():
        by_class = defaultdict(list)
        for mistake, told in count.found:
            if mistake.name.startswith(name):
                by_class[mistake.name].append((mistake, told))
        for cases in by_class.values():
            for mistake, told in cases[:most]:
                what = f"{mistake.kind} {mistake.slot or 'claim'} {mistake.missed}/{mistake.extra} [{mistake.detail}]"
                print(f"{folder} {told.name[:14]} {mistake.name} | {what}\n    {_context(mistake, told)}")


def _context(mistake: Mistake, told: Told) -> str:
    """The sentence a mistake stands in, its words in brackets."""
    words = " ".join(mistake.words.split())
    for start, end in told.sentences:
        sentence = " ".join(told.text[start:end].split())
        if words in sentence:
            return sentence.replace(words, f"[{words}]")
    return words


if __name__ == "__main__":
    main()
