from __future__ import annotations

import pytest

from training.examples import Example, layer, spans, text_of


def example(**more: object) -> Example:
    words = ("Rain", "fell", ".", "Snow", "did", "n't", ".")
    base: dict[str, object] = {
        "source": "made up",
        "words": words,
        "spaced": (True, True, False, True, True, False, False),
        "broken": (True, False, False, True, False, False, False),
        "cuts": (0, 3),
        "heads": (1, -1, 1, 4, -1, 4, 4),
        "names": ("O",) * 7,
        "causal": (0.0, 1.0),
    }
    return Example(**{**base, **more})  # type: ignore[arg-type]


def test_text_has_lines_and_spaces() -> None:
    item = example()
    assert text_of(item.words, item.spaced, item.broken) == "Rain fell.\nSnow didn't."


@pytest.mark.parametrize("more", [{"names": ("O",)}, {"causal": (1.0,)}, {"cuts": (1,)}, {"speech": (("O",), ("O",))}])
def test_unequal_columns_are_refused(more: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="made up"):
        example(**more)


def test_spans_and_layer_are_a_pair() -> None:
    marked = [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC")]
    assert spans(layer(6, marked)) == marked


def test_a_span_written_over_another_leaves_two_pieces() -> None:
    assert layer(6, [(0, 6, ""), (2, 4, "")]) == ("B", "I", "B", "I", "B", "I")


def test_a_stray_inside_begins_a_span() -> None:
    assert spans(["O", "I-PER", "I-LOC", "?", "I"]) == [(1, 2, "PER"), (2, 3, "LOC"), (4, 5, "")]
