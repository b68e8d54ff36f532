"""Writes `claims/data/inflections.tsv`: every form of each lemma that a pattern names, so that none is made later.

Run it after adding a `lemma/v` or `lemma/n` to a file of `claims/data`. Needs lemminflect (development only).
"""

from __future__ import annotations

import re
from pathlib import Path

from lemminflect import getAllInflections, getAllInflectionsOOV  # type: ignore[import-untyped]

DATA = Path(__file__).parent.parent / "src/ebbline/claims/data"
_ITEM = re.compile(r"([a-z]+)/([vn])\b")
_UPOS = {"v": "VERB", "n": "NOUN"}
_TAGS = {"v": ("VB", "VBZ", "VBG", "VBD", "VBN"), "n": ("NN", "NNS")}


def forms(lemma: str, pos: str) -> list[str]:
    """The lemma and its other forms, British and American, without repeats."""
    table = getAllInflections(lemma, upos=_UPOS[pos]) or getAllInflectionsOOV(lemma, upos=_UPOS[pos])
    found = [lemma]
    for tag in _TAGS[pos]:
        found += [form for form in table.get(tag, ()) if form not in found]
    return found


def main() -> None:
    """Reads all patterns and classes, writes the table."""
    items = sorted(
        {match.groups() for path in DATA.glob("*.toml") for match in _ITEM.finditer(path.read_text("utf-8"))}
    )
    rows = ["# lemma, part of speech, forms. source: lemminflect (MIT), by tools/make_inflections.py"]
    rows += [f"{lemma}\t{pos}\t{' '.join(forms(lemma, pos))}" for lemma, pos in items]
    (DATA / "inflections.tsv").write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
