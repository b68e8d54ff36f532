from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from training.corpora import quality
from training.examples import UNKNOWN, Example

TEXT = (
    "Rain Front fighters burned the mill in Velm because the guards fled. "
    "Major Ilan Tores said that the Front lost 20 men. "
    '"We will retake Velm", he told reporters. Nobody slept.'
)


SCORER = """\
class Names:
    def __init__(self, folder):
        self.folder = folder

    def same_actor(self, gold, pred):
        return pred == "Unidentified armed group"

    def same_place(self, gold, pred):
        return pred["mention"] == gold
"""
"""A scorer that takes every group without a name for the one that is asked for."""


def claim(quote: str, said_by: str | None, **more: Any) -> dict[str, Any]:
    made = {"type": ["Looting/property destruction"], "certainty": "asserted"}
    return {
        **made,
        "quote": quote,
        "said_by": said_by,
        "actor": ["Rain Front"],
        "target": [],
        "place": ["Velm"],
        **more,
    }


@pytest.fixture
def example(tmp_path: Path) -> Example:
    (tmp_path / "score.py").write_text(SCORER, "utf-8")
    part = tmp_path / "train"
    part.mkdir()
    gold = {
        "doc": "t1",
        "text": TEXT,
        "sources": [{"name": "Ilan Tores", "role": "military"}],
        "events": [
            claim("Rain Front fighters burned the mill in Velm", None),
            claim("the Front lost 20 men", "Ilan Tores"),
            claim("We will retake Velm", "Ilan Tores"),
        ],
        "control": [],
        "strength": [],
        "causes": [claim("burned the mill in Velm because the guards fled", None, cause="other", effect="other")],
    }
    (part / "t1.gold.json").write_text(json.dumps(gold), "utf-8")
    (part / "actors.json").write_text(json.dumps({"Rain Front": ["Rain Front fighters"]}), "utf-8")
    (part / "places.json").write_text(json.dumps({"Velm": [1.0, 2.0]}), "utf-8")
    return next(quality.read(tmp_path, "train"))


def tagged(example: Example, column: tuple[str, ...] | None, mark: str = "BI") -> str:
    assert column is not None
    return " ".join(word for word, tag in zip(example.words, column, strict=True) if tag[0] in mark)


def test_names_and_kinds(example: Example) -> None:
    assert example.names is not None
    named = dict(zip(example.words, example.names, strict=True))
    assert (named["Rain"], named["Velm"], named["mill"]) == ("B-ORG", "B-LOC", "O")
    assert tagged(example, example.kinds) == "Rain Front"


def test_indirect_speech_is_located(example: Example) -> None:
    assert example.speech is not None
    cue, speaker, content = example.speech
    assert tagged(example, cue) == "said"
    assert tagged(example, speaker) == "Ilan Tores"
    assert "that the Front lost 20 men" in tagged(example, content)
    assert content[:4] == ("O", "O", "O", "O")


def test_a_quotation_is_content_though_its_cue_is_open(example: Example) -> None:
    assert example.speech is not None
    assert '" We will retake Velm "' in tagged(example, example.speech[2])
    assert example.speech[0][example.words.index("told")] == UNKNOWN


def test_words_no_claim_covers_stay_open(example: Example) -> None:
    assert example.speech is not None
    assert example.speech[2][example.words.index("slept")] == UNKNOWN


def test_causes_are_parted_by_the_connective(example: Example) -> None:
    assert example.links is not None
    assert [tagged(example, column) for column in example.links] == [
        "the guards fled",
        "burned the mill in Velm",
        "because",
    ]
    assert example.causal is not None
    assert (example.causal[0], example.causal[-1]) == (1.0, 0.0)
    assert example.ends is None


def test_a_claim_hangs_on_the_word_that_governs_its_quotation(example: Example) -> None:
    assert example.claims is not None
    on = [(example.words[told.anchor], told.labels[0]) for told in example.claims]
    assert on[:2] == [("burned", "Looting/property destruction"), ("lost", "Looting/property destruction")]
    assert on[-1] == ("burned", "cause")
    assert " ".join(example.words[example.claims[1].start : example.claims[1].stop]) == "the Front lost 20 men"


def test_parties_are_the_mentions_the_resolvers_find(example: Example) -> None:
    assert example.claims is not None
    burned = dict(example.claims[0].parties)
    (fighters,) = burned["actor"]
    assert {example.words[word] for word in fighters} <= {"fighters"}
    assert fighters
    assert burned["target"] == ()
    assert {word for word, is_place in example.mentions if not is_place} >= set(fighters)
