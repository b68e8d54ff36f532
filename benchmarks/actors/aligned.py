"""Why the actor or target of an aligned event is missed or wrong: every case with its sentence, sorted by cause.

    python benchmarks/actors/aligned.py [--data FOLDER] [NAME ...] [--show CAUSE] [--slot actor|target] [--limit N]

Each gold event that a claim meets is compared slot by slot, as the scorer compares. A missed party is put under where
the program found it: in the clause of the claim, in its sentence, in one of the two before, elsewhere in the report, or
nowhere; "wrong" is said where the slot holds another name, "open" where it is empty.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.actors.quality_filling import module_at
from ebbline.actors import ActorMention, Registry, find_actors
from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.language.segment import segment
from ebbline.records import Document, Report

ROLES = {"actor": ("actor", "supporter"), "target": ("target",)}


class Case(NamedTuple):
    """One disagreement."""

    slot: str
    cause: str
    folder: str
    report: str
    wanted: str
    got: str
    rule: str
    words: str


def main() -> None:
    """Code, align, sort, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=["dev", "train", "synthetic"])
    parser.add_argument("--data", type=Path, default=Path("../shared/quality"))
    parser.add_argument("--show", metavar="CAUSE", help="print the cases whose cause begins so")
    parser.add_argument("--slot", choices=ROLES)
    parser.add_argument("--rule", default="", help="only claims made by this rule of the lexicon")
    parser.add_argument("--limit", type=int, default=60)
    asked = parser.parse_args()
    scorer = module_at(asked.data / "score.py")
    loop = module_at(Path(__file__).parents[1] / "quality" / "score_dev.py")
    for name in asked.names:
        cases = [case for case in _cases(asked.data / name, scorer, loop) if asked.slot in (None, case.slot)]
        cases = [case for case in cases if asked.rule in case.rule]
        print(f"== {name}")
        for (slot, cause), count in sorted(Counter((c.slot, c.cause) for c in cases).items()):
            rules = Counter(c.rule for c in cases if (c.slot, c.cause) == (slot, cause)).most_common(6)
            print(f"{slot:7}{cause:34}{count:5}  {', '.join(f'{rule} {n}' for rule, n in rules)}")
        if asked.show is not None:
            for case in [c for c in cases if c.cause.startswith(asked.show)][: asked.limit]:
                print(f"  {case.report} {case.slot} {case.cause} [{case.rule}] want {case.wanted} got {case.got}")
                print(f"      {case.words}")


def _cases(folder: Path, scorer: ModuleType, loop: ModuleType) -> Iterator[Case]:
    names, registry = scorer.Names(folder), Registry.open()
    made_of: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for claim in loop.coded(folder, LexiconCoder()):
        if claim["kind"] == "event":
            made_of[claim["report"]].append(claim)
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        raw = gold.get("text") or (folder / gold["doc"]).read_text("utf-8")
        text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
        document = segment(Report(gold["doc"], gold["doc"], text, "", "", gold["doc"]))
        mentions = find_actors(document, registry)
        told, made = gold["events"], made_of[gold["doc"]]
        for at, which in loop._pairs(scorer, "event", told, made, text, names):
            for slot, roles in ROLES.items():
                want = (
                    told[at].get("actor", []) + told[at].get("supporter", [])
                    if slot == "actor"
                    else told[at].get(slot, [])
                )
                got = scorer.actors(made[which], *roles)
                for cause, wanted in _causes(want, got, names, made[which], document, mentions):
                    evidence = made[which]["evidence"][0]
                    yield Case(
                        slot, cause, folder.name, gold["doc"].removesuffix(".txt")[:12], str(wanted), str(got),
                        made[which]["trace"][0], _context(document, evidence),
                    )  # fmt: skip


def _causes(
    want: list[Any],
    got: list[str],
    names: Any,
    claim: dict[str, Any],
    document: Document,
    mentions: Sequence[ActorMention],
) -> Iterator[tuple[str, Any]]:
    left, missed = list(got), []
    for name in want:
        hit = next((p for p in left if names.same_actor(name, p)), None)
        if hit is not None:
            left.remove(hit)
        else:
            missed.append(name)
    for name in missed:
        state = "wrong" if left else "more" if got else "open"
        yield f"{state}: {_where(name, names, claim, document, mentions)}", name
    if left and not missed:
        yield "extra" if want else "extra: gold is open", want


def _where(name: Any, names: Any, claim: dict[str, Any], document: Document, mentions: Sequence[ActorMention]) -> str:
    start, end = claim["evidence"][0]["start"], claim["evidence"][0]["end"]
    same = [mention for mention in mentions if names.same_actor(name, mention.name)]
    if any(start <= m.span.start < end for m in same):
        return "in its clause"
    number = next((i for i, s in enumerate(document.sentences) if s.span.start <= start < s.span.end), None)
    if number is None or not same:
        return "found nowhere"
    for back, place in enumerate(("in its sentence", "one sentence before", "two sentences before")):
        if number >= back:
            span = document.sentences[number - back].span
            if any(span.start <= m.span.start < span.end for m in same):
                return place
    return "elsewhere"


def _context(document: Document, evidence: dict[str, Any]) -> str:
    """The sentence with the claim's words in brackets, the sentence before it if short."""
    for i, sentence in enumerate(document.sentences):
        if sentence.span.start <= evidence["start"] < sentence.span.end:
            text, low = document.report.text, document.sentences[max(0, i - 1)].span.start
            parts = (text[max(low, sentence.span.start - 160) : evidence["start"]], evidence["text"],
                     text[evidence["end"] : sentence.span.end])  # fmt: skip
            return " ".join("{}[{}]{}".format(*parts).split())
    return str(evidence["text"])


if __name__ == "__main__":
    main()
