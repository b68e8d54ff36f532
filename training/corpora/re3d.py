"""Defence reports with the persons, organisations and places they mention (re3d), without those of the BBC.

A mention may be a pronoun or a description; only what is a proper name is taught as one, and a capitalised word in no
mention is left open. Places told as acting ("Iraq agreed") are places here, as they are in the treebank's names.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.corpora.running import Words, cuts_of, words_of
from training.examples import UNKNOWN, Example
from training.silver import Marked, after_titles, apart, column, countries, doubtful, is_name, kinds, registered, things

PARTS = ("train", "test")

LEFT_OUT = frozenset(("BBC Online",))
"""Sources whose licence does not let them train what ships."""

_NAMES = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}
_KINDS = {"Weapon": "WEAPON", "MilitaryPlatform": "VEHICLE", "Nationality": "NATIONALITY"}
_LEADING = frozenset(("the", "a", "an", "this", "that", "its", "our", "their"))
_NO_KIND = frozenset((("Arabic",), ("she",), ("it",), ("air", "strikes")))
"""Mentions of a kind that are none: a language, pronouns, acts."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document with its mentions as (begin, end, type)."""

    source: str
    document_id: str
    text: str
    mentions: tuple[tuple[int, int, str], ...]


def read(folder: Path, part: str) -> Iterator[Example]:
    """An example for each document of a part of PARTS; `folder` is that of the benchmarks."""
    every = [item for item in documents(folder / "re3d" / "re3d.tar.xz") if item.source not in LEFT_OUT]
    places = _places(every)
    common = frozenset(word for item in every for word in words_of(item.text).words if word.islower())
    for item in every:
        if part_of(item.document_id) == part:
            yield _example(item, places, common)


def part_of(document_id: str) -> str:
    """The part a document belongs to, by a hash of its identifier: a fifth is test."""
    return "test" if hashlib.sha256(document_id.encode()).digest()[0] % 5 == 0 else "train"


def documents(archive: Path) -> Iterator[Document]:
    """All documents of all sources, in the order of the sources' names."""
    with lzma.open(archive) as packed, tarfile.open(fileobj=packed) as tar:
        rows = {
            (Path(member.name).parent.name, Path(member.name).name): _rows(tar, member)
            for member in tar.getmembers()
            if member.name.endswith(("documents.json", "entities.json"))
        }
    for source in sorted({source for source, _ in rows}):
        mentions: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for row in rows[source, "entities.json"]:
            mentions[row["documentId"]].append((row["begin"], row["end"], row["type"]))
        for row in rows[source, "documents.json"]:
            yield Document(source, row["_id"], row["text"], tuple(sorted(mentions[row["_id"]])))


def _rows(tar: tarfile.TarFile, member: tarfile.TarInfo) -> list[dict[str, Any]]:
    held = tar.extractfile(member)
    return [json.loads(line) for line in held.read().decode("utf-8").splitlines() if line] if held else []


def _example(item: Document, places: frozenset[str], common: frozenset[str]) -> Example:
    words = words_of(item.text)
    cuts = cuts_of(item.text, words)
    length = len(words.words)
    names, descriptions = names_of(item, words, places)
    doubt = doubtful(words.words, frozenset(cuts), _all(item, words), common)
    named = list(column(length, names, doubt))
    for start, end in descriptions:
        for index in range(start, end):
            word = words.words[index]
            if named[index] == "O" and word[:1].isupper() and word not in kinds().not_names and not _people((word,)):
                named[index] = UNKNOWN
    told = _kinds(item, words)
    return Example(
        source=f"re3d {item.source} {item.document_id}",
        words=words.words,
        spaced=words.spaced,
        broken=words.broken,
        cuts=cuts,
        names=tuple(named),
        kinds=column(length, told, doubtful(words.words, frozenset(cuts), [*told, *_all(item, words)], common)),
    )


def names_of(item: Document, words: Words, places: frozenset[str]) -> tuple[list[Marked], list[tuple[int, int]]]:
    """The mentions that are names, and the stretches of those that are descriptions with capitals in them."""
    names: list[Marked] = []
    descriptions: list[tuple[int, int]] = []
    for begin, end, kind in item.mentions:
        if kind not in _NAMES:
            continue
        start, stop = _bare(words, begin, end)
        if start < stop and words.words[stop - 1] in ("'s", "’s", "'", "’"):
            stop -= 1
        if kind == "Person":
            start = after_titles(words.words, start, stop)
        phrase = words.words[start:stop]
        if is_name(phrase) and not _people(phrase):
            names.append((start, stop, "LOC" if " ".join(phrase) in places else _NAMES[kind]))
        elif any(word[:1].isupper() for word in phrase):
            descriptions.append((start, stop))
    return apart(names), descriptions


def _people(phrase: Sequence[str]) -> bool:
    """Whether it is a word for a people ("Iraqis"), which is no name here."""
    return [label for _, _, label in registered().found(phrase)] == ["NATIONALITY"] and len(phrase) == 1


def _all(item: Document, words: Words) -> list[Marked]:
    return [(*words.over(begin, end), kind) for begin, end, kind in item.mentions if kind != "Vehicle"]


def _kinds(item: Document, words: Words) -> list[Marked]:
    spans = [(*_bare(words, begin, end), _KINDS[kind]) for begin, end, kind in item.mentions if kind in _KINDS]
    told = [mark for mark in spans if words.words[mark[0] : mark[1]] not in _NO_KIND and mark[0] < mark[1]]
    return apart(told, things(words.words), registered().found(words.words))


def _bare(words: Words, begin: int, end: int) -> tuple[int, int]:
    """The words of a mention without the articles it begins with."""
    start, stop = words.over(begin, end)
    while start < stop and words.words[start].lower() in _LEADING:
        start += 1
    return start, stop


def _places(every: Sequence[Document]) -> frozenset[str]:
    """Names that are places more often than organisations, and those of states; as words with spaces between them."""
    counted: Mapping[str, Counter[str]] = defaultdict(Counter)
    for item in every:
        words = words_of(item.text)
        for begin, end, kind in item.mentions:
            start, stop = _bare(words, begin, end)
            counted[" ".join(words.words[start:stop])][kind] += 1
    often = {name for name, kinds in counted.items() if kinds["Location"] > kinds["Organisation"] + kinds["Person"]}
    return frozenset(often | set(countries()))
