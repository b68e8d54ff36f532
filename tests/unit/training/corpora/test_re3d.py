from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from training.corpora import re3d
from training.examples import UNKNOWN, Example

TEXT = (
    "Sgt. Nadia Hollis of the Harbour Guard met Dorvian fishers near Port Elm. They left Elm Forum. He fired a rifle."
)
MENTIONS = [
    ("Sgt. Nadia Hollis", "Person"),
    ("the Harbour Guard", "Organisation"),
    ("Port Elm", "Location"),
    ("Dorvian", "Nationality"),
    ("They", "Organisation"),
    ("a rifle", "Weapon"),
]


def packed(path: Path, documents: dict[str, str]) -> None:
    path.parent.mkdir(parents=True)
    with tarfile.open(path, "w:xz") as tar:
        for source in ("Navy", "BBC Online"):
            rows = [{"_id": f"{source}{number}", "text": text} for number, text in documents.items()]
            entities = [
                {
                    "documentId": row["_id"],
                    "begin": row["text"].index(words),
                    "end": row["text"].index(words) + len(words),
                    "type": kind,
                }
                for row in rows
                for words, kind in MENTIONS
            ]
            for name, items in (("documents", rows), ("entities", entities)):
                data = "\n".join(json.dumps(item) for item in items).encode()
                info = tarfile.TarInfo(f"re3d/{source}/{name}.json")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))


@pytest.fixture
def examples(tmp_path: Path) -> list[Example]:
    packed(tmp_path / "re3d" / "re3d.tar.xz", {str(number): TEXT for number in range(12)})
    return [example for part in re3d.PARTS for example in re3d.read(tmp_path, part)]


def labelled(example: Example, column: str) -> dict[str, str]:
    return {word: tag for word, tag in zip(example.words, getattr(example, column), strict=True) if tag != "O"}


def test_every_document_is_in_one_part_and_the_bbc_in_none(examples: list[Example], tmp_path: Path) -> None:
    names = [example.source for example in examples]
    assert len(names) == len(set(names)) == 12
    assert not any("BBC" in name for name in names)
    assert any(re3d.read(tmp_path, "test"))
    assert any(re3d.read(tmp_path, "train"))


def test_names_without_titles_articles_and_pronouns(examples: list[Example]) -> None:
    names = labelled(examples[0], "names")
    told = {"Nadia": "B-PER", "Hollis": "I-PER", "Harbour": "B-ORG", "Guard": "I-ORG", "Port": "B-LOC", "Elm": "I-LOC"}
    assert {word: names[word] for word in told if word != "Elm"} == {w: tag for w, tag in told.items() if w != "Elm"}
    assert not {"the", "They", "Dorvian"} & names.keys()


def test_a_capitalised_word_in_no_mention_is_open(examples: list[Example]) -> None:
    assert labelled(examples[0], "names")["Forum"] == UNKNOWN


def test_kinds(examples: list[Example]) -> None:
    kinds = labelled(examples[0], "kinds")
    assert (kinds["Dorvian"], kinds["rifle"]) == ("B-NATIONALITY", "B-WEAPON")
    assert "a" not in kinds


def test_sentences_teach_no_ends(examples: list[Example]) -> None:
    assert examples[0].ends is None
    assert len(examples[0].cuts) == 3
