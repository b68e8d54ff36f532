"""Words that only look like an act, and harmless words, are found in their own examples."""

from __future__ import annotations

import pytest

from ebbline.claims.lexicon import Lexicon, data_table
from tests.unit.claims.test_lexicon import words_of

MASKS = [*data_table("not_events.toml")["patterns"], *data_table("certainty.toml")["harmless"]]


@pytest.mark.parametrize(("pattern", "example"), MASKS)
def test_a_mask_is_found_in_its_example(pattern: str, example: str) -> None:
    assert Lexicon.plain([(pattern, example)]).find(words_of(example))
