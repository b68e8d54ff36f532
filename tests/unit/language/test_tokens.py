"""Words in the treebank's conventions, and where they begin."""

import re
import time

import pytest

from ebbline.language.segment import blocks
from ebbline.language.tokens import tokens
from ebbline.records import Report, Span


def cut(text: str) -> str:
    words, starts = tokens(text, 0, len(text))
    assert all(text.startswith(word, at) for word, at in zip(words, starts, strict=True))
    return " ".join(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They don't know, and cannot say.", "They do n't know , and can not say ."),
        ("It’s gonna fall; he wont leave", "It ’s gon na fall ; he wo nt leave"),
        ("CAN'T", "CA N'T"),
        ("the town's walls, the rebels' tunnel", "the town 's walls , the rebels ' tunnel"),
        ("Al-Tarim's Ba'athist-held T-72", "Al - Tarim 's Ba'athist - held T - 72"),
        ("a non-lethal, post-war e-mail", "a non-lethal , post-war e-mail"),
        ("a $5m grant, 1,000 men, 3.5% of them", "a $ 5 m grant , 1,000 men , 3.5 % of them"),
        ("at 10:30pm on 3/11/2014, the 5th of 10-15", "at 10:30 pm on 3/11/2014 , the 5th of 10 - 15"),
        ("(2011-2014)", "( 2011 - 2014 )"),
        ("a 122mm rocket, the 1990s, the '90s", "a 122 mm rocket , the 1990s , the '90s"),
        ("(call 555-0142 or 001-555-0142)", "( call 555-0142 or 001-555-0142 )"),
        ("Write to omar.h@example.org.", "Write to omar.h@example.org ."),
        ("see (https://example.org/a-b?c=1).", "see ( https://example.org/a-b?c=1 ) ."),
        ("www.example.com, example.net/page", "www.example.com , example.net/page"),
        ("U.S.-led, the U.S. said at 5 p.m. that", "U.S. - led , the U.S. said at 5 p.m. that"),
        ("Dr. A. Haddad met Brig. Gen. Nasser Jr. there", "Dr. A. Haddad met Brig. Gen. Nasser Jr. there"),
        ("So did I. No. 7 fell. No.", "So did I . No. 7 fell . No ."),
        ("tanks, guns, etc. were lost, etc.", "tanks , guns , etc. were lost , etc ."),
        ("Well... it fell -- \"[sic]\" he said?!", 'Well ... it fell -- " [ sic ] " he said ?!'),
        ("fine :) and/or b/c w/o AT&T", "fine :) and / or b/c w/o AT&T"),
        ("#Tarim fell, @observer_7 wrote", "#Tarim fell , @observer_7 wrote"),
        ("over.They fled", "over . They fled"),
        ("قال الناطق: \"سقطت البلدة\".", 'قال الناطق : " سقطت البلدة " .'),
        ("gone 👍🏽👍 ⚠️ now", "gone 👍🏽 👍 ⚠️ now"),
        ("Ta\u02bfizz, Homs\u0301ı", "Ta\u02bfizz , Homs\u0301ı"),
    ],
)  # fmt: skip
def test_words_are_cut_as_the_treebank_does(text: str, words: str) -> None:
    assert cut(text) == words


def test_only_the_stretch_is_read_and_offsets_are_the_texts() -> None:
    text = "Before. They can't. After."
    assert tokens(text, 8, 19) == (["They", "ca", "n't", "."], [8, 13, 15, 18])
    assert tokens(text, 7, 8) == ([], [])


def test_what_has_no_width_or_is_a_control_is_in_no_word() -> None:
    assert tokens("a\u200bb\x00c\x07 \ufeffd\u00ad", 0, 10) == (["a", "b", "c", "d"], [0, 2, 4, 8])


HOSTILE = """x a. a- 1- 1. 1/ a@ a' 's n't http:// www. . - !? :) a/ é\u0301 [ &A non- _1"""


@pytest.mark.parametrize("piece", HOSTILE.split())
def test_time_grows_with_the_length_only(piece: str) -> None:
    long = piece * (20_000 // len(piece))
    began = time.process_time()
    words, _ = tokens(long, 0, len(long))
    assert time.process_time() - began < 1
    assert "".join(words) == long


def test_blocks_are_the_stretches_to_cut() -> None:
    text = "Menu\nThe town fell.\n\nNobody was there."
    report = Report("r_0", "n", text, "", "", "n", furniture=(Span(0, 4),))
    assert [span.of(text) for span in blocks(report)] == ["The town fell.", "Nobody was there."]
    assert re.sub(r"\s", "", text[4:]) == "".join(w for s in blocks(report) for w in tokens(text, s.start, s.end)[0])
