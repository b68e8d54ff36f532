"""Classes of writing, told by a number."""

import pytest

from ebbline.language.shapes import SHAPES, shape


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("is", "small"), ("n't", "small"), ("IS", "CAPITALS"), ("us", "small"), ("US", "CAPITALS"),
        ("U.S.", "CAPITALS"),
        ("It", "Capital"), ("IT", "CAPITALS"), ("it", "small"), ("Ba'athist", "Capital"), ("A", "single capital"),
        ("W.", "single capital"), ("iPhone", "MiXed"), ("McCoy", "MiXed"), ("1,000", "figures"), ("½", "figures"),
        ("5th", "figures with letters"), ("...", "mark"), ("👍", "mark"), ("", "mark"), ("حلب", "other script"),
        ("Élan", "Capital"), ("ДОМ", "CAPITALS"),
    ],
)  # fmt: skip
def test_each_way_of_writing_has_its_class(word: str, name: str) -> None:
    assert SHAPES[shape(word)] == name
