"""MUC-4's texts as printed, and the keys as GRIT and GTT processed them.

The texts are in capitals, wrapped, paragraphs indented; a dateline with tags opens each ("… -- [TEXT]"). The parts are
`dev` (1,300 texts), `tst1` and `tst2` (100 each).
"""

from __future__ import annotations

import json
import lzma
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.muc4.ceaf import ROLES, Entity, Fillers, Template

ARCHIVE = "muc4-dev-tst1-tst2.tar.xz"
PARTS = ("dev", "tst1", "tst2")

_TEXTS = {part: re.compile(rf"/{part}/{part}-muc[34]") for part in PARTS}
_PREFIX = {"dev": "DEV-", "tst1": "TST1-", "tst2": "TST2-"}
_KEYS = {"dev": "train", "tst1": "dev", "tst2": "dev"}
"""The processed files' own names for the parts."""
_BEGINS = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d{4})\b[^\n]*\n", re.MULTILINE)
_DATELINE = re.compile(r"\A.*?--\s+(?:\[[^\]]+\]\s+)+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Item:
    """A text, in capitals, with its key: fillers by role over the whole text, and templates."""

    name: str
    text: str
    fillers: Fillers
    templates: tuple[Template, ...]


def read(folder: Path, part: str) -> list[Item]:
    """The texts of a part of PARTS in their order."""
    fillers = {row["docid"]: _fillers(row["extracts"]) for row in _rows(folder, "grit", part)}
    templates = {row["docid"]: tuple(map(_template, row["templates"])) for row in _rows(folder, "gtt", part)}
    texts = sorted(_texts(folder, part))
    return [Item(name, text, fillers[name], templates[name]) for name, text in texts if name in fillers]


def _texts(folder: Path, part: str) -> Iterator[tuple[str, str]]:
    with tarfile.open(folder / ARCHIVE) as archive:
        for member in archive:
            data = archive.extractfile(member) if _TEXTS[part].search(f"/{member.name}") else None
            if data is not None:
                yield from cut(data.read().decode("latin-1"))


def cut(printed: str) -> Iterator[tuple[str, str]]:
    """The texts of a file: name and running text, a blank line between paragraphs."""
    starts = list(_BEGINS.finditer(printed))
    for i, match in enumerate(starts):
        end = starts[i + 1].start() if i + 1 < len(starts) else len(printed)
        yield match[1], running(printed[match.end() : end])


def running(printed: str) -> str:
    """A printed text without its dateline, lines joined, a blank line between paragraphs."""
    body = _DATELINE.sub("", printed.strip() + "\n", count=1).replace("[", "(").replace("]", ")")
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", body))
    return "\n\n".join(part for part in paragraphs if part)


def _rows(folder: Path, kind: str, part: str) -> Iterator[dict[str, Any]]:
    with lzma.open(folder / "processed" / f"{kind}.{_KEYS[part]}.json.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            if row["docid"].startswith(_PREFIX[part]):
                yield row


def _template(row: dict[str, Any]) -> Template:
    return Template(row["incident_type"], _fillers(row))


def _fillers(row: dict[str, Any]) -> dict[str, list[Entity]]:
    return {role: [tuple(mention for mention, _ in entity) for entity in row.get(role, ())] for role in ROLES}
