"""Sentences of a treebank in CoNLL-U, with what the lines about them say."""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `heads` count from 0 within it, -1 for the root."""

    document: str
    sentence_id: str
    paragraph: bool
    """Whether a paragraph begins with it."""
    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    spaced: tuple[bool, ...]
    """Whether white space stands before each word; of the first one, whether it does after the sentence before."""


def opened(path: Path) -> Iterator[str]:
    """The file's lines without their ends, unpacked if the name ends in `.xz`."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as packed:
            yield from (line.rstrip("\n") for line in packed)
    else:
        with path.open(encoding="utf-8") as plain:
            yield from (line.rstrip("\n") for line in plain)


def sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    """The sentences in order; the parts of a multiword token are its words, empty nodes are left out."""
    document, spaced = "", True
    for block in _blocks(lines):
        about = dict(_comment(line) for line in block if line.startswith("#"))
        document = about.get("newdoc id", document)
        rows, gaps = _rows(block, spaced)
        spaced = gaps.pop()
        yield Sentence(
            document,
            about.get("sent_id", ""),
            "newdoc id" in about or "newpar id" in about or "newpar" in about,
            tuple(row[1] for row in rows),
            tuple(row[2] for row in rows),
            tuple(row[3] for row in rows),
            tuple(int(row[6]) - 1 for row in rows),
            tuple(row[7] for row in rows),
            tuple(gaps),
        )


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _comment(line: str) -> tuple[str, str]:
    name, _, value = line.lstrip("# ").partition("=")
    return name.strip(), value.strip()


def _rows(block: list[str], spaced: bool) -> tuple[list[list[str]], list[bool]]:
    """The words' columns, and the white space before each and after the last."""
    rows: list[list[str]] = []
    gaps = [spaced]
    whole_ends, whole_space = 0, True
    for line in block:
        if line.startswith("#"):
            continue
        row = line.split("\t")
        space = "SpaceAfter=No" not in row[9].split("|")
        if "-" in row[0]:
            whole_ends, whole_space = int(row[0].partition("-")[2]), space
        elif "." not in row[0]:
            rows.append(row)
            inside = int(row[0]) < whole_ends
            gaps.append(False if inside else whole_space if int(row[0]) == whole_ends else space)
    return rows, gaps
