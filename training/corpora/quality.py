"""The annotated reports: names, kinds, speech and causes as far as their claims give them away.

The annotation is by claim, not by word. A label is given only where a claim's words, speaker or parties settle it; all
other words are UNKNOWN, so that nothing is unlearned from what nobody marked.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ebbline.actors import Registry
from training.corpora.attributed import Claimed, speech_of
from training.corpora.caused import causes_of
from training.corpora.claimed import Claiming, Same
from training.corpora.running import Words, cuts_of, words_of
from training.examples import Example
from training.silver import (
    Marked,
    Phrases,
    after_titles,
    apart,
    column,
    countries,
    doubtful,
    is_name,
    kind_of_type,
    kinds,
    registered,
    things,
)

PARTS = ("train", "synthetic")

_CLAIMS = ("events", "control", "strength", "causes")


@dataclass(frozen=True, slots=True)
class Known:
    """What a folder of reports knows of names: an actor's other names, the places, and its common words."""

    aliases: Mapping[str, Sequence[str]]
    places: Phrases
    common: frozenset[str]


def read(folder: Path, part: str) -> Iterator[Example]:
    """An example for each report of a part of PARTS; `folder` is that of the annotated reports."""
    paths = sorted((folder / part).glob("*.gold.json"))
    golds = [json.loads(path.read_text("utf-8")) for path in paths]
    known = _known(folder / part, golds)
    claiming = Claiming(_scorer(folder, part))
    for gold in golds:
        yield _example(part, gold, known, claiming)


def _scorer(folder: Path, part: str) -> Same:
    """What the scorer beside the folders takes for the same."""
    spec = importlib.util.spec_from_file_location("quality_score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    same: Same = module.Names(folder / part)
    return same


def _known(folder: Path, golds: Sequence[Mapping[str, Any]]) -> Known:
    aliases = json.loads((folder / "actors.json").read_text("utf-8"))
    places = json.loads((folder / "places.json").read_text("utf-8"))
    names = [name for name in (*places, *countries()) if is_name(name.split()) and len(name) > 2]
    common = frozenset(word for gold in golds for word in words_of(gold["text"]).words if word.islower())
    return Known(aliases, Phrases.of((name, "LOC") for name in names), common)


def _example(part: str, gold: Mapping[str, Any], known: Known, claiming: Claiming) -> Example:
    text = gold["text"]
    words = words_of(text)
    cuts = cuts_of(text, words)
    names = _names(gold, words, known)
    doubt = doubtful(words.words, frozenset(cuts), [*names, *_peoples(words.words)], known.common)
    told = _kinds(gold, words, known)
    claims = _claims(gold, text, words)
    causal, links = causes_of(words.words, cuts, [claim.words for claim in claims if claim.kind == "causes"])
    claimed, mentions = claiming.claims(gold, words, cuts)
    return Example(
        source=f"quality/{part} {gold['doc']}",
        words=words.words,
        spaced=words.spaced,
        broken=words.broken,
        cuts=cuts,
        names=column(len(words.words), names, doubt),
        kinds=column(len(words.words), told, doubtful(words.words, frozenset(cuts), told, known.common) - _sure(names)),
        speech=speech_of(words.words, cuts, claims, _speakers(gold)),
        causal=causal,
        links=links,
        claims=claimed,
        mentions=mentions,
    )


def _peoples(words: Sequence[str]) -> list[Marked]:
    """Words for peoples that begin no longer name: "Russian jets", not "Russian Embassy"."""
    return [
        (start, end, label)
        for start, end, label in registered().found(words)
        if label == "NATIONALITY" and not "".join(words[end : end + 1])[:1].isupper()
    ]


def _sure(names: Iterable[Marked]) -> set[int]:
    """Words of persons and places, which are of no kind."""
    return {index for start, end, label in names if label in ("PER", "LOC") for index in range(start, end)}


def _claims(gold: Mapping[str, Any], text: str, words: Words) -> list[Claimed]:
    found: list[Claimed] = []
    for kind in _CLAIMS:
        for claim in gold[kind]:
            places = [match.start() for match in re.finditer(re.escape(claim["quote"]), text)]
            if len(places) == 1 and "said_by" in claim:
                stretch = words.over(places[0], places[0] + len(claim["quote"]))
                found.append(Claimed(kind, stretch, _speaker(claim["said_by"])))
    return found


def _speaker(said_by: Any) -> str | None:
    """The speaker's name; of several that are accepted the first."""
    if isinstance(said_by, list):
        return _speaker(said_by[0]) if said_by else None
    name = said_by["name"] if isinstance(said_by, dict) else said_by
    return None if name is None else str(name)


def _speakers(gold: Mapping[str, Any]) -> list[str]:
    return [source["name"] for source in gold["sources"] if source["name"]]


def _names(gold: Mapping[str, Any], words: Words, known: Known) -> list[Marked]:
    """Speakers, parties and places where the text holds their names."""
    people = [name.removeprefix("The ") for name in _speakers(gold) if is_name(name.split()) and " and " not in name]
    bodies = {name for name in people if set(name.split()) & set(kinds().table["organisations"])}
    persons = [
        (name, "PER") for name in people if name not in bodies and " " in name and name.replace(" ", "").isalpha()
    ]
    parties = [(name, "ORG") for name in (*bodies, *_parties(gold, known))]
    found = Phrases.of([*persons, *((name, label) for name, label in parties if is_name(name.split()))]).found(
        words.words
    )
    bare = [
        (after_titles(words.words, start, end) if label == "PER" else start, end, label) for start, end, label in found
    ]
    return apart([mark for mark in bare if mark[0] < mark[1]], known.places.found(words.words))


def _parties(gold: Mapping[str, Any], known: Known) -> Iterator[str]:
    """All names of the groups and forces that the report's claims name."""
    for actor in _actors(gold):
        if kind_of(actor, known):
            yield from _spelled(actor, known)


def _spelled(actor: str, known: Known) -> Iterator[str]:
    for name in (actor, *known.aliases.get(actor, ())):
        words = name.removeprefix("the ").removeprefix("The ").split()
        while words and words[-1].islower():
            words.pop()
        if words and not _is_place(words, known):
            yield " ".join(words)


def _is_place(words: Sequence[str], known: Known) -> bool:
    """Whether only a people's, a state's or a town's name is left, as of "Syrian army", "Saudi-led" and "Kyiv's"."""
    if words[-1].endswith(("'s", "’s", "-led", "-backed")) or " ".join(words) in countries():
        return True
    found = [*registered().found(words[:1]), *known.places.found(words)]
    return any(label in ("NATIONALITY", "LOC") and end == len(words) for _, end, label in found)


def _actors(gold: Mapping[str, Any]) -> list[str]:
    """All parties of all claims, each once."""
    found: dict[str, None] = {}
    for claim in (claim for kind in _CLAIMS for claim in gold[kind]):
        for role in ("actor", "target", "supporter", "before", "after", "besieger"):
            for name in _flat(claim.get(role)):
                found[name] = None
    return list(found)


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _flat(item)


def kind_of(actor: str, known: Known) -> str:
    """GROUP or FORCE for an actor of the annotated reports, else empty."""
    registered_type = _registry_types().get(actor)
    if registered_type is not None:
        return kind_of_type(registered_type)
    if actor.startswith(("Military Forces", "Police Forces")):
        return "FORCE"
    table = kinds().table
    if actor.startswith(tuple(table["not_groups"])) or set(actor.split()) & set(table["not_group_words"]):
        return ""
    every = {word for name in (actor, *known.aliases.get(actor, ())) for word in name.split()}
    return "GROUP" if every & set(table["group_words"]) else ""


@cache
def _registry_types() -> Mapping[str, str]:
    groups = Registry.open().groups.values()
    return {name: group.type for group in groups for name in (group.name, *group.aliases)}


def _kinds(gold: Mapping[str, Any], words: Words, known: Known) -> list[Marked]:
    """Groups, forces and peoples by name; weapons, vehicles and bases by their words."""
    kinds_of = {actor: kind_of(actor, known) for actor in _actors(gold)}
    named = [(name, kind) for actor, kind in kinds_of.items() if kind for name in _spelled(actor, known)]
    marks = Phrases.of((name, label) for name, label in named if is_name(name.split())).found(words.words)
    return apart(marks, things(words.words), registered().found(words.words))
