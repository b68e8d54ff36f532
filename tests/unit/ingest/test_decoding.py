"""Bytes into stored text."""

from __future__ import annotations

import pytest

from ebbline.errors import InputError
from ebbline.ingest.decoding import decode, stored_text

ARABIC = "قالت مصادر محلية إن القوات دخلت البلدة صباح اليوم بعد انسحاب المقاتلين منها دون قتال يذكر. " * 6
RUSSIAN = "Местные жители сообщили, что отряды вошли в посёлок утром после отхода боевиков без боя. " * 6


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_in_any_dress(encoding):
    text = "Fighters left “Derwan”.\n" * 30
    assert decode(text.encode(encoding), "x")[0] == text


@pytest.mark.parametrize(("text", "encoding"), [(ARABIC, "cp1256"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r")])
def test_old_encodings_are_guessed_and_said(text, encoding):
    decoded, notes = decode(text.encode(encoding), "x")
    assert decoded == text
    assert "which it does not declare" in notes[0]


def test_a_declared_encoding_comes_before_a_guess():
    assert decode("café".encode("cp1252"), "x", "iso-8859-1") == ("café", ())
    assert decode("Дерван".encode("koi8-r"), "x", "KOI8-R") == ("Дерван", ())


@pytest.mark.parametrize("declared", ["no-such-thing", "hex", "utf-16", "rot13", "", "a\x00b"])
def test_a_declared_encoding_that_is_none_is_passed_over(declared):
    assert decode("café".encode(), "x", declared)[0] == "café"


def test_windows_quotes_strewn_into_utf8_are_mended():
    data = "Le café de Derwan, ".encode() * 20 + b"\x93quoted\x94 words."
    text, notes = decode(data, "x")
    assert text.endswith("“quoted” words.")
    assert notes == ("2 bytes outside UTF-8 read as Windows-1252",)


def test_line_ends_and_composition():
    assert stored_text("a\r\nb\rc\nd") == "a\nb\nc\nd"
    assert stored_text("Kurdi\u0302") == "Kurd\u00ee"
    assert stored_text("half \ud83d of a pair") == "half \ufffd of a pair"


def test_control_characters_stay():
    assert decode(b"a\x00b\x07c\x0c", "x")[0] == "a\x00b\x07c\x0c"


@pytest.mark.parametrize(
    "data", [b"\xff\xfea", b"\xef\xbb\xbf\xff\xff", b"%PDF-1.7 x", b"PK\x03\x04abc", b"\x7fELF\x00\x01"]
)
def test_what_is_no_text_is_refused_with_a_cure(data):
    with pytest.raises(InputError) as error:
        decode(data, "x.txt")
    assert error.value.which == "x.txt"
    assert error.value.cure
