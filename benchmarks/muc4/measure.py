"""The whole coder on MUC-4: who did what to whom with what, in the report's own words, as CEAF-REE and CEAF-RME.

    python benchmarks/muc4/measure.py ../shared/benchmarks [--part PART] [--most N] [--coder NAME] [--write]

PART is `tst2` (the default, for the figures that are kept), `tst1` or `dev` (to look at and to change things by). The
texts are in capitals and are read twice, as printed and in ordinary spelling (truecase.py). See README.md for the
figures, how claims become templates and what is left out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.language import polnear
from benchmarks.muc4.ceaf import ROLES, Fillers, Template, ceaf_ree, ceaf_rme_phi3, ceaf_rme_subset, normal
from benchmarks.muc4.documents import PARTS, Item, read
from benchmarks.muc4.filling import left_out, over_text, templates
from benchmarks.muc4.truecase import Truecaser
from benchmarks.whole_coder import RIVAL, Score, add_options, coder_named, keep, report_of
from ebbline.ontology.muc4 import LEFT_OUT
from training.corpora import causal_news, ewt
from training.examples import Example, text_of

if TYPE_CHECKING:
    from ebbline.claims.coder import Coder

PUBLISHED = (
    "published, on TST3 and TST4: CEAF-REE IterX 57.4, GRIT 54.5, GE 1992 52.1; CEAF-RME (it seems phi-subset) "
    "IterX 48.2, GE 45.9"
)

Spelling = Callable[[str], str]


@dataclass(slots=True)
class Result:
    """Scores of one coder over texts."""

    ree: dict[str, Score] = field(default_factory=lambda: dict.fromkeys(ROLES, Score()))
    rme_subset: Score = field(default_factory=Score)
    rme_phi3: Score = field(default_factory=Score)
    types: dict[str, Score] = field(default_factory=dict)
    """Whether a text has an incident of a type, by type."""
    no_incident: Counter[str] = field(default_factory=Counter)
    """Sub-event types of the events that became no incident."""

    def add(self, item: Item, guess: Sequence[Template]) -> None:
        """Counts one text in."""
        for role, score in ceaf_ree(item.fillers, over_text(guess)).items():
            self.ree[role] += score
        self.rme_subset += ceaf_rme_subset(item.templates, guess)
        self.rme_phi3 += ceaf_rme_phi3(item.templates, guess)
        told = {name.strip() for template in item.templates for name in template.incident.split("/")}
        said = {template.incident for template in guess}
        for name in told | said:
            score = Score(name in told and name in said, name in told, name in said)
            self.types[name] = self.types.get(name, Score()) + score

    def whole_ree(self) -> Score:
        """All roles together."""
        return sum(self.ree.values(), Score())


def measure(coder: Coder, items: Sequence[Item], spelling: Spelling, most_errors: int = 0) -> Result:
    """The scores of a coder over texts spelt so; prints some texts with what was read."""
    result = Result()
    for item in items:
        text = spelling(item.text)
        reading = coder.code(report_of(item.name, text))
        guess = templates(reading, text)
        result.add(item, guess)
        result.no_incident.update(left_out(reading.claims))
        if most_errors and not _same(item.fillers, over_text(guess)):
            most_errors -= 1
            _print_item(item, text, guess)
    return result


def truecaser(folder: Path) -> Truecaser:
    """What learns spellings from the corpora at hand, abbreviations and common nouns from the development texts."""
    learner = Truecaser()
    articles = polnear.read(folder / "polnear" / "polnear-train-dev.tar.xz", "train")
    learner.learn(article.text for article in articles)
    learner.learn(_text(example) for example in ewt.read(folder, "train"))
    learner.learn(_text(example) for example in causal_news.read(folder, "train"))
    learner.collect([item.text for item in read(folder / "muc4", "dev")])
    return learner


def _text(example: Example) -> str:
    return text_of(example.words, example.spaced, example.broken)


def main() -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=PARTS, default="tst2")
    parser.add_argument("--most", type=int, help="so many texts only, spread over the part")
    add_options(parser)
    asked = parser.parse_args()
    items = read(asked.folder / "muc4", asked.part)
    items = items[:: max(1, len(items) // asked.most)] if asked.most else items
    spelt = truecaser(asked.folder).spelt
    figures: dict[str, object] = {"part": asked.part, "texts": len(items)}
    for name in (asked.coder, RIVAL):
        coder = coder_named(name)
        for title, spelling in ((coder.extractor, spelt), (f"{coder.extractor}, capitals as printed", _as_printed)):
            result = measure(coder, items, spelling, asked.errors if not figures.keys() - {"part", "texts"} else 0)
            figures[title] = _as_json(result)
            _print(title, result)
    print(f"\n{PUBLISHED}\nincidents by type, of {len(items)} texts:")
    told = Counter(template.incident for item in items for template in item.templates)
    for incident, count in told.most_common():
        print(f"  {incident:22}{count:5}  {LEFT_OUT.get(incident, '')}")
    figures["incidents by type"] = dict(told.most_common())
    if asked.write:
        keep(Path(__file__).with_name("figures.json"), figures)
    return 0


def _as_printed(text: str) -> str:
    return text


def _print(title: str, result: Result) -> None:
    print(title)
    print(f"  CEAF-REE               {result.whole_ree()}")
    for role, score in result.ree.items():
        print(f"    {role:10}           {score}   {score.gold:.0f} gold, {score.guessed:.0f} guessed")
    print(f"  CEAF-RME, phi-subset   {result.rme_subset}\n  CEAF-RME, phi-3        {result.rme_phi3}")
    for incident, score in sorted(result.types.items(), key=lambda pair: -pair[1].gold):
        print(f"    {incident:20} {score}   {score.gold:.0f} texts")
    shown = ", ".join(f"{name} {count}" for name, count in result.no_incident.most_common())
    print(f"  events that are no incident: {shown}")


def _as_json(result: Result) -> dict[str, object]:
    return {
        "CEAF-REE": result.whole_ree().as_json(),
        **{f"CEAF-REE {role}": score.as_json() for role, score in result.ree.items()},
        "CEAF-RME phi-subset": result.rme_subset.as_json(),
        "CEAF-RME phi-3": result.rme_phi3.as_json(),
        "texts with an incident of the type": {name: score.as_json() for name, score in sorted(result.types.items())},
        "events that are no incident": dict(result.no_incident.most_common()),
    }


def _same(gold: Fillers, guess: Fillers) -> bool:
    return all(score.right == score.gold == score.guessed for score in ceaf_ree(gold, guess).values())


def _print_item(item: Item, text: str, guess: Sequence[Template]) -> None:
    print(f"\n{item.name}\n{text}")
    for role in ROLES:
        told = [" / ".join(entity) for entity in item.fillers.get(role, ())]
        said = [normal(entity[0]) for entity in over_text(guess)[role]]
        print(f"  {role:10} gold {told}\n             read {said}")
    print(f"  incidents  gold {[t.incident for t in item.templates]}, read {[t.incident for t in guess]}")


if __name__ == "__main__":
    raise SystemExit(main())
