"""The whole coder on PETRARCH's unit-test records: who did what to whom, in codes.

    python benchmarks/petrarch/measure.py ../shared/benchmarks/petrarch [--coder NAME] [--errors N] [--write]

A claim becomes codings by `ontology/data/cameo.toml` (act) and the dictionaries beside the records (parties), one for
each pair of a source and a target. The records mix codes of CAMEO and of WEIS: a claim has one of each, and either
counts. See README.md for the figures and for what is left out.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.assignment import best_pairs
from benchmarks.petrarch.dictionaries import Dictionaries
from benchmarks.petrarch.records import NOBODY, Coding, Record, read
from benchmarks.whole_coder import RIVAL, Score, add_options, coder_named, keep, report_of
from ebbline.ontology.cameo import ActionCode, action_code
from ebbline.records import Claim, ControlClaim, EventClaim, StrengthClaim

if TYPE_CHECKING:
    from ebbline.claims.coder import Coder

CODES = tomllib.loads(Path(__file__).with_name("codes.toml").read_text("utf-8"))
PUBLISHED = "UniversalPetrarch: components 72.2, exact tuples F1 29.6"


@dataclass(frozen=True, slots=True)
class Guess:
    """One coding read from a claim, its act in both code books."""

    source: str
    target: str
    act: ActionCode

    def components(self, gold: Coding) -> tuple[bool, bool, bool]:
        """Whether source, target and code are right."""
        return self.source == gold.source, self.target == gold.target, gold.code in self.act.all

    def is_right(self, gold: Coding) -> bool:
        """Whether all three are."""
        return all(self.components(gold))

    def is_right_by_root(self, gold: Coding) -> bool:
        """Whether the parties are, and the first two digits of the code."""
        right = gold.code[:2] in {code[:2] for code in self.act.all}
        return right and (self.source, self.target) == (gold.source, gold.target)


@dataclass(frozen=True, slots=True)
class Result:
    """What the records say of one coder."""

    exact: Score
    by_root: Score
    components: Counter[str]
    """Right sources, targets and codes over the gold codings; `of` is the number of those."""
    coded: int
    """Records with gold codings that got any."""
    records: int
    silent: int
    """Records without gold codings that got none, of `without`."""
    without: int

    def share(self) -> float:
        """The share of the three components of the gold codings that is right."""
        right = sum(self.components[name] for name in _COMPONENTS)
        return right / max(1, 3 * self.components["of"])


_COMPONENTS = ("source", "target", "code")


@dataclass(frozen=True, slots=True)
class StandIns:
    """Names put in the place of others: so that a coder knows them, and back so that the dictionary does."""

    names: Mapping[str, str]

    @classmethod
    def read(cls) -> StandIns:
        """Those of codes.toml."""
        return cls(CODES["stand_ins"])

    def put(self, text: str) -> str:
        """The text with the stand-ins."""
        return _replaced(text, self.names)

    def taken_out(self, text: str) -> str:
        """The text with the names they stand for."""
        return _replaced(text, {stand_in: name for name, stand_in in self.names.items()})


NO_NAMES = StandIns({})


def _replaced(text: str, names: Mapping[str, str]) -> str:
    if not names:
        return text
    pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.sub(rf"\b(?:{pattern})\b", lambda match: names[match[0]], text)


def coded(coder: Coder, record: Record, known: Dictionaries, names: StandIns = NO_NAMES) -> list[Guess]:
    """The codings of a record by a coder."""
    reading = coder.code(report_of(record.name, names.put(record.text), record.date))
    return guesses(reading.claims, record, known, names)


def guesses(claims: Iterable[Claim], record: Record, known: Dictionaries, names: StandIns = NO_NAMES) -> list[Guess]:
    """The codings of a record's claims, each once, in the order of the claims; without any party known, none."""
    found: dict[Guess, None] = {}
    for claim in claims:
        act = action_code(claim)
        if act is None:
            continue
        sources, targets = (_codes(map(names.taken_out, side), record, known) for side in _sides(claim))
        found.update(dict.fromkeys(Guess(s, t, act) for s in sources for t in targets if (s, t) != (NOBODY, NOBODY)))
    return list(found)


def _sides(claim: Claim) -> tuple[list[str], list[str]]:
    """The words for who did it and to whom."""
    if isinstance(claim, EventClaim):
        both = [[a.mention or a.name for a in claim.actors if a.role == role] for role in ("actor", "target")]
        return both[0], both[1]
    if isinstance(claim, ControlClaim):
        return [claim.besieger] if claim.besieger else [], list(claim.holder_after)
    if isinstance(claim, StrengthClaim):
        return [claim.actor], []
    return [], []


def _codes(names: Iterable[str], record: Record, known: Dictionaries) -> list[str]:
    found = [code for name in names for code in known.codes(name, record.date)]
    return list(dict.fromkeys(found)) or [NOBODY]


def compared(told: Sequence[Record], said: Sequence[Sequence[Guess]]) -> Result:
    """Counts over records and what was guessed for each."""
    exact = by_root = Score()
    components: Counter[str] = Counter()
    coded = silent = 0
    for record, guess in zip(told, said, strict=True):
        exact += _paired(record.codings, guess, Guess.is_right)
        by_root += _paired(record.codings, guess, Guess.is_right_by_root)
        if record.codings:
            coded += bool(guess)
            components += _components(record.codings, guess)
        else:
            silent += not guess
    records = sum(bool(record.codings) for record in told)
    return Result(exact, by_root, components, coded, records, silent, len(told) - records)


def _paired(gold: Sequence[Coding], guess: Sequence[Guess], right: Callable[[Guess, Coding], bool]) -> Score:
    worth = [[float(right(one, other)) for one in guess] for other in gold]
    return Score(sum(worth[i][j] for i, j in best_pairs(worth)), len(gold), len(guess))


def _components(gold: Sequence[Coding], guess: Sequence[Guess]) -> Counter[str]:
    """Right components when guesses are paired with gold codings so that most are right."""
    counts = Counter(of=len(gold))
    worth = [[float(sum(one.components(other))) for one in guess] for other in gold]
    for i, j in best_pairs(worth):
        counts.update(name for name, right in zip(_COMPONENTS, guess[j].components(gold[i]), strict=True) if right)
    return counts


def inside(record: Record) -> Record:
    """The record with its codings inside the codebook alone."""
    return replace(record, codings=tuple(coding for coding in record.codings if coding.code in CODES["inside"]))


def _inside(records: Sequence[Record], said: Sequence[Sequence[Guess]]) -> tuple[list[Record], list[Sequence[Guess]]]:
    """Those parts of the records that have any, and what was guessed for them."""
    both = [(inside(record), guess) for record, guess in zip(records, said, strict=True)]
    kept = [(record, guess) for record, guess in both if record.codings]
    return [record for record, _ in kept], [guess for _, guess in kept]


def left_out(records: Sequence[Record]) -> Counter[str]:
    """How many codings of each root lie outside the codebook."""
    codes = (c.code for r in records for c in r.codings if c.code not in CODES["inside"])
    return Counter(code[:2] for code in codes)


def main() -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    add_options(parser)
    asked = parser.parse_args()
    records, known = list(read(asked.folder)), Dictionaries.open(asked.folder)
    figures: dict[str, object] = {}
    for name, names in ((asked.coder, NO_NAMES), (asked.coder, StandIns.read()), (RIVAL, NO_NAMES)):
        coder = coder_named(name)
        said = [coded(coder, record, known, names) for record in records]
        title = coder.extractor + (", countries it knows standing in for made-up ones" if names.names else "")
        whole, part = compared(records, said), compared(*_inside(records, said))
        figures[title] = _as_json(whole, part)
        _print(title, whole, part)
        if not figures.keys() - {title}:
            _print_errors(records, said, asked.errors)
    outside = left_out(records)
    print(f"\n{PUBLISHED}\noutside the codebook: {outside.total()} of {sum(len(r.codings) for r in records)} codings")
    for root, count in sorted(outside.items()):
        print(f"  {root}  {count:4}  {CODES['roots'][root]}")
    figures["outside the codebook, by root"] = dict(sorted(outside.items()))
    if asked.write:
        keep(Path(__file__).with_name("figures.json"), figures)
    return 0


def _print(name: str, whole: Result, part: Result) -> None:
    print(f"{name}")
    for title, result in (("all records", whole), ("codings inside the codebook", part)):
        shares = "  ".join(
            f"{c} {100 * result.components[c] / max(1, result.components['of']):.1f}" for c in _COMPONENTS
        )
        print(f"  {title}: {result.components['of']} codings in {result.records} records, {result.coded} of them coded")
        print(f"    tuples             {result.exact}")
        print(f"    tuples, root code  {result.by_root}")
        print(f"    components right   {100 * result.share():.1f}  ({shares})")
    print(f"  records without codings left uncoded: {whole.silent} of {whole.without}")


def _as_json(whole: Result, part: Result) -> dict[str, object]:
    def one(result: Result) -> dict[str, object]:
        of = max(1, result.components["of"])
        return {
            "codings": result.components["of"],
            "records": result.records,
            "records coded": result.coded,
            "tuples": result.exact.as_json(),
            "tuples, root code": result.by_root.as_json(),
            "components right": round(100 * result.share(), 1),
            **{f"{name} right": round(100 * result.components[name] / of, 1) for name in _COMPONENTS},
        }

    uncoded = f"{whole.silent} of {whole.without}"
    return {"all": one(whole), "inside the codebook": one(part), "without codings, left uncoded": uncoded}


def _print_errors(records: Sequence[Record], said: Sequence[Sequence[Guess]], most: int) -> None:
    wrong = [
        (r, g) for r, g in zip(records, said, strict=True) if g or any(c.code in CODES["inside"] for c in r.codings)
    ]
    for record, guess in wrong[:most]:
        print(f"{record.name}: {record.text}\n  gold  {[(c.source, c.target, c.code) for c in record.codings]}")
        print(f"  coded {[(g.source, g.target, *sorted(g.act.all)) for g in guess]}")


if __name__ == "__main__":
    raise SystemExit(main())
