"""A date said once stands over the lines of a list and over an act told on, and over nothing else."""

import datetime as dt

import pytest

from ebbline.claims.lexicon_coder import LexiconCoder
from ebbline.records import DateInterval, EventClaim, Published, Report


@pytest.fixture(scope="module")
def coder() -> LexiconCoder:
    return LexiconCoder()


def days(coder: LexiconCoder, text: str) -> list[dt.date | None]:
    day = dt.date(2016, 2, 3)
    report = Report("r_0", "n", text, "", "", "n", published=Published(DateInterval(day, day), "given"), language="en")
    events = [claim for claim in coder.code(report).claims if isinstance(claim, EventClaim)]
    return [event.time.start if event.time else None for event in sorted(events, key=lambda e: e.evidence[0].start)]


def test_lines_stand_under_the_sentence_that_dates_them(coder: LexiconCoder) -> None:
    text = (
        "On 30 January 2016 aircraft of the coalition conducted two air strikes on the group.\n\n"
        "- Raqqa: one strike destroyed a mortar position of the Islamic State.\n"
        "- Mosul: one strike destroyed a tank of the Islamic State.\n"
    )
    assert days(coder, text) == [dt.date(2016, 1, 30)] * 3


def test_a_masthead_dates_no_line(coder: LexiconCoder) -> None:
    text = "Bulletin, 3 February 2016\n\n- Rebels attacked an army post near Aleppo.\n- Rebels shelled Azaz.\n"
    assert days(coder, text) == [None, None]


def test_lines_with_a_time_of_day_stand_under_the_masthead(coder: LexiconCoder) -> None:
    text = "LIVE from Aleppo, 2 February 2016\n\n08:30 Rebels attacked an army post near Aleppo.\n"
    assert days(coder, text) == [dt.date(2016, 2, 2)]


def test_an_act_told_on_keeps_its_date(coder: LexiconCoder) -> None:
    text = (
        "Gunmen attacked an army post near Aleppo on 30 January 2016 and took a truck. "
        "The attackers then shelled the village of Azaz. Rebels also attacked Idlib."
    )
    assert days(coder, text) == [dt.date(2016, 1, 30), dt.date(2016, 1, 30), None]


def test_plans_take_no_date_from_above(coder: LexiconCoder) -> None:
    text = "On 30 January 2016 the army shelled Azaz again.\n\n- Aleppo: rebels will attack the army there.\n"
    assert days(coder, text) == [dt.date(2016, 1, 30), None]
