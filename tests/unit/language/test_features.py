from __future__ import annotations

from ebbline.language.features import BROKEN, GLUED, LOOKS, SPACED, features, stacked
from ebbline.language.pieces import Pieces

PIECES = Pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "is", "fell", "##s", "."])


def test_pieces_stand_between_an_opening_and_a_closing_mark() -> None:
    seen = features(["is", "fells", "."], [BROKEN, SPACED, GLUED], PIECES)
    assert seen.pieces == [2, 4, 5, 6, 7, 3]
    assert (seen.first, seen.last) == ([1, 2, 4], [1, 3, 4])


def test_case_and_what_stands_before_a_word_are_seen_though_pieces_are_uncased() -> None:
    looks = {
        (word, gap): features([word], [gap], PIECES).looks[1]
        for word in ("FELLS", "fells", "Fells")
        for gap in (GLUED, SPACED, BROKEN)
    }
    assert len(set(looks.values())) == len(looks)
    assert all(0 < look < LOOKS for look in looks.values())


def test_rows_are_filled_up_to_the_longest() -> None:
    assert stacked([[1, 2], [3]], 9).tolist() == [[1, 2], [3, 9]]
    assert stacked([[1]], 0, 3).tolist() == [[1, 0, 0]]
    assert stacked([], 0).shape == (0, 0)


def test_a_name_that_spells_a_common_word_is_shown_as_a_name_unless_all_is_capitals() -> None:
    pieces = Pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "is", "isis", "he", "gone"])
    gaps = [SPACED] * 3
    assert features(["He", "IS", "gone"], gaps, pieces).pieces == [2, 6, 5, 7, 3]
    assert features(["HE", "IS", "GONE"], gaps, pieces).pieces == [2, 6, 4, 7, 3]
    assert features(["He", "is", "gone"], gaps, pieces).pieces == [2, 6, 4, 7, 3]
