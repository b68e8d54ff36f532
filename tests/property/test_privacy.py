from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ebbline.privacy import Mask
from ebbline.records import Person

SYLLABLES = ("ba", "ku", "zor", "mi", "tal", "he", "fan", "ri", "dos", "lu", "qe", "shu")
ROLES = ("activist", "resident", "defector", "expert")

word = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=3).map(lambda parts: "".join(parts).capitalize())
names = st.lists(word, min_size=2, max_size=3).map(" ".join)
other = st.sampled_from(
    ["fighters", "left", "the", "bridge", "on", "Tuesday", "12", "and", "(near", "it)", "said:", "“no”"]
)
spelling = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        lambda name: name.replace(" ", "-"),
        lambda name: name.replace(" ", "_"),
        lambda name: name.replace(" ", "%20"),
        lambda name: name.replace(" ", ""),
        lambda name: name + "’s",
        lambda name: name.replace(" ", "\u00a0\n"),
        lambda name: unicodedata.normalize("NFD", name.replace("a", "á")),
        lambda name: name.split()[-1],
        lambda name: "https://a.example/" + name.lower().replace(" ", "-") + "/page.html",
    ]
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[str], Mask]:
    private = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    persons = [("r1", Person(name, (), draw(st.sampled_from(ROLES)))) for name in private]
    words: list[str] = []
    for _ in range(draw(st.integers(1, 12))):
        words.append(draw(other) if draw(st.booleans()) else draw(spelling)(draw(st.sampled_from(private))))
    return " ".join(words), private, Mask.of(persons)


def bare(text: str) -> str:
    """Letters and single spaces, as a reader sees them who ignores marks."""
    decomposed = unicodedata.normalize("NFD", re.sub(r"%20", " ", text))
    return " ".join(re.findall(r"[a-z]+|\[|\]", "".join(c for c in decomposed if not unicodedata.combining(c)).lower()))


@given(cases())
def test_no_masked_text_holds_a_private_name(case: tuple[str, list[str], Mask]) -> None:
    text, private, mask = case
    shown = f" {bare(mask.text(text, 'r1'))} "
    for name in private:
        surname = name.lower().split()[-1]
        assert f" {bare(name)} " not in shown
        assert f" {bare(name).replace(' ', '')} " not in shown
        assert f" {surname} " not in shown


@given(cases())
def test_masking_twice_is_masking_once(case: tuple[str, list[str], Mask]) -> None:
    text, _, mask = case
    once = mask.text(text, "r1")
    assert mask.text(once, "r1") == once
    assert mask.text(mask.text(text)) == mask.text(text)


@given(st.lists(other, max_size=12).map(" ".join), st.lists(names, max_size=4))
def test_words_that_name_nobody_stay(text: str, private: list[str]) -> None:
    mask = Mask.of([("r1", Person(name, (), "activist")) for name in private])
    assert mask.text(text, "r1") == text


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=12), max_size=4))
def test_any_text_and_any_name_can_be_masked(text: str, private: list[str]) -> None:
    mask = Mask.of([("r1", Person(name, (), "activist")) for name in private])
    once = mask.text(text, "r1")
    assert mask.text(once, "r1") == once


@given(cases())
def test_pieces_between_labels_come_from_the_text_in_order(case: tuple[str, list[str], Mask]) -> None:
    text, _, mask = case
    at = 0
    for piece in re.split(r"\[[a-z]+\]", mask.text(text, "r1")):
        at = text.index(piece, at) + len(piece)


@given(cases())
def test_the_quick_look_misses_no_name(case: tuple[str, list[str], Mask]) -> None:
    text, _, mask = case
    # An address in the text turns the quick look off.
    assert mask.text(text + " a/b", "r1") == mask.text(text, "r1") + " a/b"
