from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from training.corpora import ewt
from training.corpora.conllu import sentences
from training.examples import UNKNOWN, Example, text_of

TREES = """\
# newdoc id = letter-1
# sent_id = letter-1-0001
# newpar id = letter-1-p0001
# text = Omar Kasri didn't call.
1\tOmar\tOmar\tPROPN\tNNP\t_\t5\tnsubj\t_\t_
2\tKasri\tKasri\tPROPN\tNNP\t_\t1\tflat\t_\t_
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdid\tdo\tAUX\tVBD\t_\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\tcall\tcall\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5.1\tcall\tcall\tVERB\tVB\t_\t_\t_\t_\t_
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# sent_id = letter-1-0002
# text = Fine
1\tFine\tfine\tADJ\tJJ\t_\t0\troot\t_\t_

# newdoc id = letter-2
# sent_id = letter-2-0001
# newpar id = letter-2-p0001
# text = Tell me
1\tTell\ttell\tVERB\tVB\t_\t0\troot\t_\t_
2\tme\tI\tPRON\tPRP\t_\t1\tiobj\t_\t_

"""
NAMES = """\
# sent_id = letter-1-0001
1\tOmar\tB-PER\t-\tx
2\tKasri\tI-PER\t-\tx
3\tdidn't\tB-OTH
4\tcall\tO
5\t.\tB-O

# sent_id = letter-2-0001
1\tTell\tO
2\tus\tO

"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ud_ewt").mkdir()
    (tmp_path / "uner_ewt").mkdir()
    (tmp_path / "factuality" / "UDS_IH2").mkdir(parents=True)
    with lzma.open(tmp_path / "ud_ewt" / "en_ewt-ud-train.conllu.xz", "wt", encoding="utf-8") as packed:
        packed.write(TREES)
    (tmp_path / "uner_ewt" / "en_ewt-ud-train.first_commit.iob2").write_text(NAMES, "utf-8")
    item = {"text": "Omar Kasri did n't call .", "targets": [{"span1": [4, 5], "label": -2.5}]}
    (tmp_path / "factuality" / "UDS_IH2" / "train.jsonl").write_text(json.dumps(item) + "\n", "utf-8")
    return tmp_path


@pytest.fixture
def letters(folder: Path) -> list[Example]:
    return list(ewt.read(folder, "train"))


def test_a_document_is_an_example(letters: list[Example]) -> None:
    first, second = letters
    assert first.source == "ud_ewt letter-1"
    assert first.words == ("Omar", "Kasri", "did", "n't", "call", ".", "Fine")
    assert text_of(first.words, first.spaced, first.broken) == "Omar Kasri didn't call. Fine"
    assert first.cuts == (0, 6)
    assert first.ends == (False, False, False, False, False, True, True)
    assert first.heads == (4, 0, 4, 4, -1, 4, -1)
    assert second.broken == (True, False)


def test_names_lie_on_other_cuts_of_the_same_letters(letters: list[Example]) -> None:
    assert letters[0].names == ("B-PER", "I-PER", "O", "O", "O", "O", UNKNOWN)


def test_a_sentence_with_other_letters_has_no_names(letters: list[Example]) -> None:
    assert letters[1].names == (UNKNOWN, UNKNOWN)


def test_certainty_stands_at_the_judged_word(letters: list[Example]) -> None:
    assert letters[0].certainty == (None, None, None, None, -2.5, None, None)


def test_space_after_a_multiword_token_is_its_own() -> None:
    rows = ["# text = cannot.", "1-2\tcannot\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No"]
    rows += [f"{number}\t{word}\t{word}\tX\tX\t_\t0\troot\t_\t_" for number, word in ((1, "can"), (2, "not"), (3, "."))]
    (item,) = sentences(rows)
    assert item.spaced == (True, False, False)
