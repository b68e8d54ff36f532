"""How often frames over the tree name the right party for annotated claims, beside word order and the nearest mention.

    python benchmarks/quality/frames.py [--data FOLDER] [NAME ...] [--every N] [--keep FILE] [--errors ROLE]

Of every annotated claim the predicate is taken from the quotation (the highest word of the tree within it) and the
label from the annotation; the roles read around it are compared with the annotated ones by the scorer's rules of what
names are the same. NAME is `dev`, `train` or `synthetic` (all three by default) under FOLDER (`../shared/quality`), of
the last every Nth report (4 by default). `--keep` stores what the language model read, for the next time. Rivals read
the same claims: `order` the lexicon coder's rules of word order (claims/roles.py), `nearest` the nearest mention before
and behind the predicate, and every place of the sentence. `reached` counts annotated parties that the predicate's
sentence names at all.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import pickle
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from ebbline.actors import ActorMention, Registry, find_actors
from ebbline.claims import readers, roles
from ebbline.claims.frames import Frames, Staged
from ebbline.claims.lexicon import Element, Entry, Hit
from ebbline.claims.named import NameFinder, taken_by
from ebbline.claims.nationality import settled
from ebbline.claims.scene import Scene, scenes
from ebbline.language.reader import Reader
from ebbline.places import Gazetteer, PlaceMention, find_places
from ebbline.records import Document, Report, Sentence, Span

KINDS = {
    "events": ("actor", "target", "supporter"),
    "control": ("before", "after", "besieger"),
    "strength": ("whose",),
}
DEEPEST = 60
Roles = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Case:
    """An annotated claim whose predicate was found."""

    folder: str
    report: str
    kind: str
    gold: Mapping[str, Any]
    label: str
    staged: Staged
    sentence: Sentence
    word: int

    @property
    def at(self) -> Span:
        """The predicate's word."""
        start = self.sentence.starts[self.word]
        return Span(start, start + len(self.sentence.words[self.word]))

    @property
    def parties(self) -> Mapping[str, list[Any]]:
        """The annotated parties by role; a list among them holds equally acceptable names."""
        if self.kind == "strength":
            return {"whose": [self.gold["actor"]]}
        besieger = () if "besieger" in self.gold else ("besieger",)  # annotated from s801 on only
        return {role: _listed(self.gold.get(role)) for role in KINDS[self.kind] if role not in besieger}


def main() -> None:
    """Read, frame, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=["dev", "train", "synthetic"])
    parser.add_argument("--data", type=Path, default=Path("../shared/quality"))
    parser.add_argument("--every", type=int, default=4)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--errors", metavar="ROLE")
    asked = parser.parse_args()
    scorer, frames = _scorer(asked.data / "score.py"), Frames.open()
    table: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    documents = _kept(asked.keep)
    for folder in asked.names:
        names = scorer.Names(asked.data / folder)
        for case in _cases(asked.data / folder, asked.every if folder == "synthetic" else 1, documents):
            framed = frames.read(case.staged, case.at, case.label)
            told = {role: [mention.name for mention in getattr(framed, role)] for role in case.parties}
            _compare(table, folder, "frames", case, told, names)
            _compare(table, folder, "order", case, _by_order(case), names)
            _compare(table, folder, "nearest", case, _nearest(case), names)
            _compare_places(table, folder, case, framed.places, names)
            wrong = _wrong(case, told, names).get(asked.errors) if asked.errors else None
            if wrong:
                print(f"{folder} {case.report} {case.label} | {case.gold['quote'][:90]} | {wrong} {framed.rules}")
    if asked.keep:
        asked.keep.write_bytes(pickle.dumps(documents))
    _print(table)


def _kept(path: Path | None) -> dict[str, Document]:
    return pickle.loads(path.read_bytes()) if path and path.exists() else {}


def _cases(folder: Path, every: int, documents: dict[str, Document]) -> Iterator[Case]:
    for path in sorted(folder.glob("*.gold.json"))[::every]:
        gold = json.loads(path.read_text("utf-8"))
        raw = gold.get("text") or (folder / gold["doc"]).read_text("utf-8")
        text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
        key = f"{folder.name}/{gold['doc']}"
        if key not in documents:
            documents[key] = _reader().read(Report("r_0", gold["doc"], text, "", "", gold["doc"]))
        staged = _stage(documents[key])
        for kind in KINDS:
            for claim in gold[kind]:
                found = re.search(r"\s+".join(map(re.escape, claim["quote"].split())), text)
                anchor = _anchor(staged.document, *found.span()) if found else None
                if anchor is not None:
                    yield Case(folder.name, gold["doc"], kind, claim, _label(kind, claim), staged, *anchor)


@cache
def _reader() -> Reader:
    return Reader.open()


@cache
def _resolvers() -> tuple[Registry, Gazetteer, NameFinder]:
    registry, gazetteer = Registry.open(), Gazetteer.open()
    return registry, gazetteer, NameFinder(gazetteer, registry)


def _stage(document: Document) -> Staged:
    registry, gazetteer, finder = _resolvers()
    actors = find_actors(document, registry)
    places = find_places(document, gazetteer, taken_by(actors, finder.in_text(document, actors)))
    return Staged(document, settled(actors, places, document, registry), places)


def _label(kind: str, claim: Mapping[str, Any]) -> str:
    match kind:
        case "events":
            return str(claim["type"][0])
        case "control":
            return f"control {claim.get('extent') or 'all'}"
    return f"{claim['dimension']} {claim['direction']}"


def _anchor(document: Document, start: int, end: int) -> tuple[Sentence, int] | None:
    """The word of a quotation that stands highest in the tree of the first sentence it touches."""
    sentence = next((s for s in document.sentences if s.span.end > start and s.span.start < end), None)
    if sentence is None or sentence.tree is None:
        return None
    heads = sentence.tree.heads
    inside = [
        i
        for i, (begin, word) in enumerate(zip(sentence.starts, sentence.words, strict=True))
        if begin >= start and begin + len(word) <= end and any(map(str.isalnum, word))
    ]

    def depth(word: int) -> int:
        steps = 0
        while heads[word] >= 0 and steps < DEEPEST:
            word, steps = heads[word], steps + 1
        return steps

    return (sentence, min(inside, key=lambda i: (depth(i), i))) if inside else None


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


# ---- rivals


def _scene(case: Case) -> tuple[Scene, int] | None:
    """The sentence as the rules of word order see it, and the predicate's word in it."""
    for scene in _scenes(id(case.staged), case.staged):
        if scene.sentence is case.sentence:
            return scene, max(0, sum(start <= case.at.start for start in scene.starts) - 1)
    return None


_SCENES: dict[int, tuple[Staged, tuple[Scene, ...]]] = {}


def _scenes(key: int, staged: Staged) -> tuple[Scene, ...]:
    if key not in _SCENES:
        _SCENES.clear()
        _SCENES[key] = staged, scenes(staged.document, staged.actors, staged.places, ())
    return _SCENES[key][1]


def _by_order(case: Case) -> Roles:
    """What word order gives: subject and object for events, the subject or owner for control and strength."""
    found = _scene(case)
    if found is None:
        return {}
    scene, word = found
    if case.kind == "events":
        entry = Entry("rival", "", (Element({scene.words[word]: "v"}),), {})
        parties = readers.verb(scene, Hit(entry, word, word + 1))
        return {"actor": _names(parties.actor), "target": _names(parties.target)}
    owner = roles.modifier(scene, word) or roles.subject(scene, word)
    return {"after" if case.kind == "control" else "whose": _names(owner)}


def _nearest(case: Case) -> Roles:
    """The nearest mention before the predicate, and the nearest behind it."""
    span = case.sentence.span
    inside = [mention for mention in case.staged.actors if span.start <= mention.span.start < span.end]
    before = _names([mention for mention in inside if mention.span.start <= case.at.start][-1:])
    behind = _names([mention for mention in inside if mention.span.start > case.at.start][:1])
    match case.kind:
        case "events":
            return {"actor": before, "target": behind}
        case "control":
            return {"after": before}
    return {"whose": before or behind}


def _names(mentions: Sequence[ActorMention]) -> list[str]:
    return list(dict.fromkeys(mention.name for mention in mentions))


# ---- comparing


def _pairing(case: Case, role: str, told: Sequence[str], names: Any) -> tuple[int, list[str]]:
    """How many of the named are annotated, and the others; actor and supporter may change places, as in the scorer."""
    left = list(case.parties[role])
    if role in ("actor", "supporter"):
        left += _listed(case.gold.get("supporter" if role == "actor" else "actor"))
    right, wrong = 0, []
    for name in told:
        hit = next((gold for gold in left if names.same_actor(gold, name)), None)
        if hit is None:
            wrong.append(name)
        else:
            left.remove(hit)
            right += 1
    return right, wrong


def _wrong(case: Case, told: Roles, names: Any) -> dict[str, list[str]]:
    return {role: _pairing(case, role, told.get(role, ()), names)[1] for role in case.parties}


def _compare(
    table: dict[tuple[str, str, str], Counter[str]], folder: str, how: str, case: Case, told: Roles, names: Any
) -> None:
    span = case.sentence.span
    here = [mention.name for mention in case.staged.actors if span.start <= mention.span.start < span.end]
    for role, gold in case.parties.items():
        right, wrong = _pairing(case, role, told.get(role, ()), names)
        reached = sum(any(names.same_actor(party, name) for name in here) for party in gold)
        table[folder, role, how].update(right=right, wrong=len(wrong), gold=len(gold), reached=reached)


def _compare_places(
    table: dict[tuple[str, str, str], Counter[str]],
    folder: str,
    case: Case,
    framed: Sequence[PlaceMention],
    names: Any,
) -> None:
    if case.kind == "strength":
        return
    span = case.sentence.span
    here = [mention for mention in case.staged.places if span.start <= mention.span.start < span.end]
    for how, told in (("frames", framed), ("nearest", here)):
        left = names.finer(_listed(case.gold.get("place") or case.gold.get("places")))
        count, right, wrong = len(left), 0, 0
        for mention in told:
            place = mention.place
            if place.precision == "country":
                continue
            known = {"name": place.name, "mention": place.mention, "lat": place.lat, "lon": place.lon}
            hit = next((gold for gold in left if names.same_place(gold, known)), None)
            right, wrong = right + (hit is not None), wrong + (hit is None)
            if hit is not None:
                left.remove(hit)
        table[folder, "place", how].update(right=right, wrong=wrong, gold=count)


def _print(table: Mapping[tuple[str, str, str], Counter[str]]) -> None:
    share: Callable[[int, int], str] = lambda part, whole: f"{part / whole:.3f}" if whole else "  -  "  # noqa: E731
    for (folder, role, how), seen in sorted(table.items()):
        told = seen["right"] + seen["wrong"]
        if not told and how != "frames":
            continue
        precision, recall = share(seen["right"], told), share(seen["right"], seen["gold"])
        reached = f", reached {seen['reached']}" if role != "place" else ""
        print(f"{folder:10} {role:10} {how:8} P {precision} R {recall}  ({seen['right']} of {told} told{reached} "
              f"of {seen['gold']} annotated)")  # fmt: skip


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: no scorer there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
