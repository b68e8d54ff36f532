"""What each source brings the default coder: rules, the model's ear for speech, frames over the tree, learned heads.

    python benchmarks/quality/ablation.py [--data FOLDER] [NAME]

NAME is `dev` (the default), `train` or `synthetic` under FOLDER (`../shared/quality`). The language model reads every
report once; each set of sources then codes what it read, and the scorer tells precision, recall and F1 of all slots,
F1 of each kind, and F1 of each of the three articles where the folder holds them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.quality.gate import figures
from benchmarks.quality.score_dev import coded, scorer_of
from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.claims.model_coder import ModelCoder
from ebbline.claims.scales import NEVER, Scales
from ebbline.language.reader import Reader
from ebbline.records import Document, Report

KINDS = ("event", "control", "strength", "cause")


class Remembering:
    """The language model, asked once about each report."""

    def __init__(self) -> None:
        self._reader = Reader.open()
        self._read: dict[str, Document] = {}

    def read(self, report: Report) -> Document:
        """The report's document."""
        if report.report_id not in self._read:
            self._read[report.report_id] = self._reader.read(report)
        return self._read[report.report_id]


def sources() -> dict[str, Scales | None]:
    """The sets of sources by name; None: no model at all."""
    shipped = Scales.open()
    speech = replace(
        shipped,
        keep=0.0,
        new=NEVER,
        again=NEVER,
        party=NEVER,
        control_new=NEVER,
        strength_new=NEVER,
        cause_keep=0.0,
        cause_new=NEVER,
        frames=False,
        factors=False,
    )
    low = 0.4
    heads = replace(shipped, rules=False, frames=False, new=low, control_new=low, strength_new=low, cause_new=low)
    return {
        "rules (lexicon coder)": None,
        "rules, model's speech": speech,
        "rules, speech, frames": replace(speech, frames=True),
        "heads alone": heads,
        "all": shipped,
    }


def main() -> None:
    """Read once, code and score each way, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", default="dev")
    parser.add_argument("--data", type=Path, default=Path("../shared/quality"))
    asked = parser.parse_args()
    for line in table(asked.data, asked.name):
        print(line, flush=True)


def table(data: Path, name: str) -> Iterator[str]:
    """The lines of the table, each as soon as it is known."""
    scorer, reader = scorer_of(data / "score.py"), Remembering()
    for number, (title, scales) in enumerate(sources().items()):
        coder = LexiconCoder() if scales is None else ModelCoder(reader=reader, scales=scales)  # type: ignore[arg-type]
        result, _ = scorer.score(data / name, list(coded(data / name, coder)))
        row = columns(result)
        if not number:
            yield f"{'':24}" + "".join(f"{column:>9}" for column in row)
        yield f"{title:24}" + "".join(f"{value:9.3f}" for value in row.values())


def columns(result: dict[str, Any]) -> dict[str, float]:
    """What the table tells of a scorer's result."""
    got = figures(result)
    out = {"P": got["all precision"], "R": got["all recall"], "F1": got["all f1"]}
    out |= {kind: got[f"{kind} f1"] for kind in KINDS}
    return out | {key.removeprefix("article "): value for key, value in got.items() if key.startswith("article ")}


if __name__ == "__main__":
    main()
