from __future__ import annotations

import csv
from pathlib import Path

import pytest

from training.corpora import causal_news
from training.corpora.causal_news import Relation, marked
from training.examples import spans, text_of

TEXT = "Bakers struck because their pay ' s late , leaving shops empty ."
FIRST = "<ARG1>Bakers struck</ARG1> <SIG0>because</SIG0> <ARG0>their pay ' s late</ARG0> , leaving shops empty ."
SECOND = "<ARG0>Bakers struck</ARG0> because their pay ' s late , <ARG1><SIG0>leaving</SIG0> shops empty</ARG1> ."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    here = tmp_path / "causal_news"
    here.mkdir()
    plain = [["index", "text", "label"], ["train_01_1_7", TEXT, 1], ["train_01_2_8", "They sang . Loudly .", 0]]
    grouped = [
        ["corpus", "doc_id", "sent_id", "eg_id", "index", "text", "causal_text_w_pairs", "num_rs"],
        ["cnc", "train_01_1", 7, 0, "cnc_train_01_1_7_0", TEXT, repr([FIRST, SECOND]), 2],
        ["cnc", "train_01_2", 8, 0, "cnc_train_01_2_8_0", "They sang . Loudly .", "[]", 0],
    ]
    for name, rows in (("train_subtask1", plain), ("train_subtask2_grouped", grouped)):
        with (here / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as lines:
            csv.writer(lines).writerows(rows)
    return tmp_path


def test_all_relations_of_a_sentence_at_once(folder: Path) -> None:
    first, _ = causal_news.read(folder, "train")
    assert first.causal == (1.0,)
    assert first.links is not None
    told = [[" ".join(first.words[start:end]) for start, end, _ in spans(layer)] for layer in first.links]
    assert told == [
        ["Bakers struck", "their pay ' s late"],
        ["Bakers struck", "leaving shops empty"],
        ["because", "leaving"],
    ]


def test_spaces_are_those_of_running_text(folder: Path) -> None:
    first, second = causal_news.read(folder, "train")
    assert text_of(first.words, first.spaced).endswith("late, leaving shops empty.")
    assert text_of(second.words, second.spaced) == "They sang. Loudly."


def test_ends_are_open_where_a_line_holds_two_sentences(folder: Path) -> None:
    first, second = causal_news.read(folder, "train")
    assert first.ends is not None
    assert first.ends[-1]
    assert second.ends is None
    assert second.links == (("O",) * 5, ("O",) * 5, ("O",) * 5)


def test_relations_count_the_words_between_spaces(folder: Path) -> None:
    words, relations = causal_news.relations_of(folder, "train")[0]
    assert words[2] == "because"
    assert relations == [Relation((3, 8), (0, 2), ((2, 3),)), Relation((0, 2), (9, 12), ((9, 10),))]


def test_tags_inside_tags() -> None:
    assert marked("a <ARG0><SIG0>to</SIG0> go</ARG0>") == [(2, 4, "signal"), (2, 7, "cause")]
