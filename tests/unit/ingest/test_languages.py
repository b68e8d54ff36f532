"""Which language a text is in."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ebbline.ingest.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Fighters of the River Front left the village after the shelling that had killed four of them.", "en"),
        ("Les combattants du Front ont quitté le village dimanche après des jours de bombardements intenses.", "fr"),
        ("Die Kämpfer der Front haben das Dorf am Sonntag nach tagelangem Beschuss verlassen, hieß es.", "de"),
        ("Боевики фронта покинули посёлок в воскресенье после нескольких дней обстрела, сообщили жители.", "ru"),
        ("انسحب مقاتلو الجبهة من القرية يوم الأحد بعد أيام من القصف العنيف كما قال السكان المحليون", "ar"),
        ("Cephe savaşçıları günler süren bombardımanın ardından pazar günü köyden çekildi, dedi köylüler.", "tr"),
        ("Too short to tell", "und"),
        ("2016 12 45 " * 30, "und"),
        ("", "und"),
        ("qxz wvb kjh pfd mnt rrl zzq xxw bbv hhj ffp ttm llr qxq wvw", "und"),
    ],
)
def test_language(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "The fighters left the village and the army said that it had been shelled.",
        "Marsh Guard forces seized Dorn and two other towns of the valley.",
        "Near Dorn, three strikes destroyed seven vehicles and an Orlan mortar.",
    ],
)
def test_plain_english_does_not_load_the_model(text):
    code = (
        "import sys; from ebbline.ingest.languages import language_of;"
        f"assert language_of({text!r}) == 'en';"
        "assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_few_english_words_make_no_text_english():
    text = "De woordvoerder van de Marsh Guard sprak of zweeg over killed in action en airstrikes op het dorp."
    assert language_of(text) == "nl"
