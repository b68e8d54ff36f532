"""What the benchmarks of the whole coder share: the coder asked for, reports made of bare texts, figures kept."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ebbline.config import DEFAULT_CODER
from ebbline.pipeline import CODERS
from ebbline.records import DateInterval, Published, Report, report_id

if TYPE_CHECKING:
    from ebbline.claims.coder import Coder

RIVAL = "keyword"


@dataclass(frozen=True, slots=True)
class Score:
    """How many are right, of how many in the gold and how many guessed."""

    right: float = 0
    gold: float = 0
    guessed: float = 0
    found: float | None = None
    """How many of the gold were found, where this is not `right`: several guesses may find the same."""

    def __add__(self, other: Score) -> Score:
        found = None
        if self.found is not None or other.found is not None:
            found = self._found + other._found
        return Score(self.right + other.right, self.gold + other.gold, self.guessed + other.guessed, found)

    @property
    def _found(self) -> float:
        return self.right if self.found is None else self.found

    @property
    def precision(self) -> float:
        """Share of the guessed that is right; 0 where nothing was guessed."""
        return self.right / self.guessed if self.guessed else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 where there is none."""
        return self._found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_json(self) -> dict[str, float]:
        """Per cent, and what they are of."""
        return {
            "precision": round(100 * self.precision, 1),
            "recall": round(100 * self.recall, 1),
            "f1": round(100 * self.f1, 1),
            "gold": self.gold,
            "guessed": self.guessed,
        }

    def __str__(self) -> str:
        return f"P {100 * self.precision:5.1f}  R {100 * self.recall:5.1f}  F1 {100 * self.f1:5.1f}"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options every runner takes."""
    parser.add_argument("--coder", choices=sorted(CODERS), help="the program's default coder where none is named")
    parser.add_argument("--write", action="store_true", help="keep the figures in figures.json beside the runner")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N items with what was coded wrong")


def coder_named(name: str | None) -> Coder:
    """The coder of that name, the default one for None."""
    return CODERS[name or DEFAULT_CODER]()


def report_of(name: str, text: str, published: dt.date | None = None) -> Report:
    """An English report of a bare text."""
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    known = Published(DateInterval(published, published), "given") if published else None
    return Report(report_id(text, name), name, text, digest, digest, name, published=known, language="en")


def keep(path: Path, figures: Mapping[str, object]) -> None:
    """Writes figures as JSON; those of other coders that the file holds stay."""
    before: dict[str, object] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**before, **figures}, indent=1, ensure_ascii=False) + "\n", "utf-8")
