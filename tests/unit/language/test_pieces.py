from __future__ import annotations

import pytest

from ebbline.language.pieces import MOST_PIECES, Pieces

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "shell",
    "##ing",
    "##ed",
    "u",
    "s",
    ".",
    "is",
    "qaim",
    "-",
    "al",
    "##s",
    "a",
]


@pytest.fixture
def pieces() -> Pieces:
    return Pieces(WORDS)


def spelled(pieces: Pieces, word: str) -> list[str]:
    return [WORDS[number] for number in pieces.of([word])[0]]


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("shelling", ["shell", "##ing"]),
        ("Shelled", ["shell", "##ed"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("IS", ["is"]),
        ("Qā\u02bcim", ["[UNK]"]),
        ("Qáim", ["qaim"]),
        ("zzz", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
        ("", ["[UNK]"]),
        ("a" * 101, ["[UNK]"]),
    ],
)
def test_the_longest_piece_first(pieces: Pieces, word: str, cut: list[str]) -> None:
    assert spelled(pieces, word) == cut


def test_a_long_word_keeps_its_first_and_its_last_piece(pieces: Pieces) -> None:
    found = spelled(pieces, "shell" + "s" * 20 + "ing")
    assert (len(found), found[0], found[-1]) == (MOST_PIECES, "shell", "##ing")


def test_a_word_is_remembered(pieces: Pieces) -> None:
    assert pieces.of(["IS", "is", "IS"]) == [pieces.of(["is"])[0]] * 3
