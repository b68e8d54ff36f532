"""Copies of one story."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from ebbline.ingest.stories import bands, report_signature, same_story, signature

SENTENCES = [
    "Fighters of the River Front entered the village of Tal Zira on Monday after two days of shelling.",
    "At least four members of the Northern Shield were killed near the mill, a doctor said by telephone.",
    "The council of the village had left for the hills in the night, taking the grain and the mules along.",
    "A spokesman of the Shield denied the loss and spoke of a move that had been planned for a week.",
    "Residents told the paper that the bridge was still standing but that nobody dared to cross it.",
    "The river road has changed hands three times since the spring, when the truce of Derwan broke down.",
    "An aid convoy of eleven lorries waited at the crossing for a word from either of the two sides.",
    "The price of bread in the market of the town doubled within two days, traders said on Tuesday.",
]
TEXT = "\n\n".join(SENTENCES)
OTHER = (
    "The Northern Shield shelled the village of Tal Zira on Friday for the third time in a month, killing a shepherd. "
    "The bridge was hit and the river road closed. Residents said that the River Front had set up a post in the mill, "
    "which the Shield wants to have back before winter. A convoy of aid turned round at the crossing, its leader said."
)


def copy_of(name):
    rng = random.Random(1)
    words = TEXT.split()
    return {
        "same": TEXT,
        "case and marks": TEXT.upper().replace(",", " -"),
        "cut to half": "\n\n".join(SENTENCES[:4]),
        "re-headed": "Village falls\n\nFrom our desk\n\n" + TEXT,
        "shuffled": " ".join(rng.sample(SENTENCES, len(SENTENCES))),
        "words changed": " ".join("thing" if index % 20 == 7 else word for index, word in enumerate(words)),
        "merged": TEXT + "\n\n" + OTHER,
    }[name]


@pytest.mark.parametrize(
    "name", ["same", "case and marks", "cut to half", "re-headed", "shuffled", "words changed", "merged"]
)
def test_copies_meet_and_are_one_story(name):
    a, b = signature(TEXT), signature(copy_of(name))
    assert not set(bands(a)).isdisjoint(bands(b))
    assert same_story(a, b)
    assert same_story(b, a)


def test_two_reports_of_one_event_are_two_stories():
    assert not same_story(signature(TEXT), signature(OTHER))


def bulletin(day, numbers):
    lines = [
        f"Near Tal {name}, {count} strikes destroyed {count + 1} vehicles and {count + 2} fighting positions."
        for name, count in numbers
    ]
    form = "The strikes were flown as part of the operation to put an end to the group and its threat to the valley."
    return f"On {day} May the coalition flew strikes.\n" + "\n".join(lines) + "\n" + form * 2


def test_two_daily_bulletins_on_one_form_are_two_stories():
    names = ["Zira", "Lata", "Hamr", "Soud", "Arus", "Jafr"]
    monday = bulletin(4, [(name, 11 + index) for index, name in enumerate(names)])
    tuesday = bulletin(5, [(name, 31 + 2 * index) for index, name in enumerate(names)])
    assert not same_story(signature(monday), signature(tuesday))
    assert same_story(signature(monday), signature("Another head\n" + monday))


def test_short_texts_are_copies_only_of_the_same_words():
    a, b = signature("Fighters left Tal Zira on Monday."), signature("Fighters left Tal Zira on Tuesday.")
    assert same_story(a, signature("FIGHTERS left Tal Zira, on Monday"))
    assert not same_story(a, b)
    assert set(bands(a)).isdisjoint(bands(b))


def test_signatures_are_small_and_bands_are_signed_64_bit():
    for text in (TEXT, "", "Fire.", TEXT * 50):
        mark = signature(text)
        assert len(mark) <= 1024
        assert all(-(2**63) <= band < 2**63 for band in bands(mark))
        assert same_story(mark, mark)


def test_the_signature_is_the_same_in_another_process():
    code = f"from ebbline.ingest.stories import signature; print(signature({TEXT!r}).hex())"
    other = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert other.stdout.strip() == signature(TEXT).hex()


def test_furniture_does_not_make_two_stories_one(read):
    page = "\nShare this: Facebook | Twitter\n\nLeave a Reply\n\nYour email address will not be published.\n"
    first, second = read({"a.txt": TEXT + page, "b.txt": TEXT})
    assert report_signature(first.report) == report_signature(second.report)
