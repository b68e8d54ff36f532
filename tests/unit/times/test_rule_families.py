"""One table a family of rules: the loss of any fails here. Counted from Thursday 10 March 2016."""

import datetime as dt

import pytest

from ebbline.language.segment import segment
from ebbline.records import DateInterval, Published, Report
from ebbline.times import TimeExpression, analyse_times

ON = dt.date(2016, 3, 10)


def analysed(text: str, on: dt.date | None = ON) -> tuple[TimeExpression, ...]:
    published = Published(DateInterval(on, on), "given") if on else None
    return analyse_times(segment(Report("r_0", "n", text, "", "", "n", published=published)))


def dated(text: str) -> list[tuple[str, str, str, str]]:
    """Words, days and family of what is dated."""
    return [(t.words, str(t.start), str(t.end), t.family) for t in analysed(text) if t.start]


def undated(text: str) -> list[tuple[str, str, str, float]]:
    """Words, family, unit and count of what dates nothing."""
    return [(t.words, t.family, t.said.unit or t.said.which or "", t.said.count) for t in analysed(text) if not t.start]


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("It fell on 16 / 6/2015 at last.", "16 / 6/2015", "2015-06-16", "2015-06-16"),
        ("It fell on 2015-06-16 at last.", "2015-06-16", "2015-06-16", "2015-06-16"),
        ("It fell in the attack of 16/6 at last.", "16/6", "2015-06-16", "2015-06-16"),
        ("The siege of 17 March 2015 held.", "17 March 2015", "2015-03-17", "2015-03-17"),
        ("The siege of Sept. 3, 2015 held.", "Sept. 3, 2015", "2015-09-03", "2015-09-03"),
        ("Raids on 3, 5 and 7 May 2015 failed.", "3, 5 and 7 May 2015", "2015-05-03", "2015-05-07"),
        ("Raids on the night of 3-4 May 2015 failed.", "3-4 May 2015", "2015-05-03", "2015-05-04"),
        ("They came in September and October of 2014.", "September and October of 2014", "2014-09-01", "2014-10-31"),
        ("They came in early June.", "early June", "2015-06-01", "2015-06-10"),
        ("They came at the end of June.", "the end of June", "2015-06-21", "2015-06-30"),
        ("It began in September last year.", "September last year", "2015-09-01", "2015-09-30"),
        ("They came last June.", "last June", "2015-06-01", "2015-06-30"),
        ("They left on the twenty-fifth of May 2015.", "the twenty-fifth of May 2015", "2015-05-25", "2015-05-25"),
        ("They left on the 8th.", "the 8th", "2016-03-08", "2016-03-08"),
    ],
)
def test_dates_of_the_calendar(text: str, words: str, start: str, end: str) -> None:
    assert dated(text) == [(words, start, end, "absolute")]


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("The war of 2013 went on.", "2013", "2013-01-01", "2013-12-31"),
        ("A 1996 law forbids it.", "1996", "1996-01-01", "1996-12-31"),
        ("From 2011 to 2014 it rained.", "2011 to 2014", "2011-01-01", "2014-12-31"),
        ("It was held in the 1990s.", "the 1990s", "1990-01-01", "1999-12-31"),
        ("It was held in the late 1990s.", "the late 1990s", "1996-01-01", "1999-12-31"),
        ("It was built in the 19th century.", "the 19th century", "1800-01-01", "1899-12-31"),
        ("In the third quarter of 2015 it fell.", "the third quarter of 2015", "2015-07-01", "2015-09-30"),
        ("In the third quarter it fell.", "the third quarter", "2015-07-01", "2015-09-30"),
        ("In the first half of 2015 it fell.", "the first half of 2015", "2015-01-01", "2015-06-30"),
        ("They came in the summer of 2015.", "the summer of 2015", "2015-06-01", "2015-08-31"),
        ("They came last spring.", "last spring", "2015-03-01", "2015-05-31"),
        ("They came in nineteen ninety-one.", "nineteen ninety-one", "1991-01-01", "1991-12-31"),
        ("In fiscal 2015 they paid.", "fiscal 2015", "2015-01-01", "2015-12-31"),
        ("The truce since the 2013 accord held.", "2013", "2013-01-01", "2013-12-31"),
    ],
)
def test_years_and_their_parts(text: str, words: str, start: str, end: str) -> None:
    assert dated(text) == [(words, start, end, "years")]


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("He was seen last Thursday.", "last Thursday", "2016-03-03", "2016-03-03"),
        ("He was seen on Tuesday night.", "Tuesday night", "2016-03-08", "2016-03-08"),
        ("Raids went on from Monday to Wednesday.", "Monday to Wednesday", "2016-03-07", "2016-03-09"),
        ("He was seen last weekend.", "last weekend", "2016-03-05", "2016-03-06"),
        ("He was seen yesterday.", "yesterday", "2016-03-09", "2016-03-09"),
        ("He was seen last week.", "last week", "2016-02-29", "2016-03-06"),
        ("He was seen two days ago.", "two days ago", "2016-03-08", "2016-03-08"),
        ("He was seen a year and a half ago.", "a year and a half ago", "2014-03-12", "2015-03-11"),
        ("It rained over the past few weeks.", "the past few weeks", "2016-02-18", "2016-03-10"),
        ("It will rain in the next two weeks.", "the next two weeks", "2016-03-10", "2016-03-24"),
        ("It rained since the start of the year.", "since the start of the year", "2016-01-01", "2016-03-10"),
        ("It rained since Monday.", "since Monday", "2016-03-07", "2016-03-10"),
        ("It rained at the beginning of the month.", "the beginning of the month", "2016-03-01", "2016-03-10"),
        ("They left at year-end.", "year-end", "2016-09-01", "2016-12-31"),
        ("It rained earlier in the year.", "earlier in the year", "2016-01-01", "2016-04-30"),
    ],
)
def test_days_counted_from_the_report(text: str, words: str, start: str, end: str) -> None:
    assert dated(text) == [(words, start, end, "relative")]


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("It fell on 3 May 2014. The next day it burnt.", "The next day", "2014-05-04", "2014-05-04"),
        ("It fell on 3 May 2014. That afternoon it burnt.", "That afternoon", "2014-05-03", "2014-05-03"),
        ("It fell on 3 May 2014. Two days earlier it burnt.", "Two days earlier", "2014-05-01", "2014-05-01"),
        ("It fell on 3 May 2014. The following month it burnt.", "The following month", "2014-06-01", "2014-06-30"),
        (
            "Rebels captured Dorn on 3 May 2014. Much later came rain. A week after the capture of Dorn it burnt.",
            "A week after", "2014-05-07", "2014-05-13",
        ),
        ("In the third quarter of 2015 it fell from a year earlier.", "a year earlier", "2014-07-01", "2014-09-30"),
    ],
)  # fmt: skip
def test_days_counted_from_the_text(text: str, words: str, start: str, end: str) -> None:
    relative = [found for found in dated(text) if found[3] == "anchored"]
    assert relative == [(words, start, end, "anchored")]


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("Shelling fell on Christmas Eve.", "Christmas Eve", "2015-12-24", "2015-12-24"),
        ("It was calm during Ramadan.", "Ramadan", "2015-06-17", "2015-07-18"),
        ("It was calm during Ramadan in 2013.", "Ramadan in 2013", "2013-07-08", "2013-08-08"),
        ("It was calm on Eid al-Adha.", "Eid al-Adha", "2015-09-22", "2015-09-27"),
        ("They marched on Nowruz last year.", "Nowruz last year", "2015-03-21", "2015-03-21"),
        ("He died on Easter Sunday 2015.", "Easter Sunday 2015", "2015-04-05", "2015-04-05"),
        ("He died on Orthodox Easter 2015.", "Orthodox Easter 2015", "2015-04-12", "2015-04-12"),
        ("He died on Thanksgiving.", "Thanksgiving", "2015-11-26", "2015-11-26"),
    ],
)
def test_feasts(text: str, words: str, start: str, end: str) -> None:
    assert dated(text) == [(words, start, end, "holidays")]


def test_a_man_called_ramadan_is_no_month() -> None:
    assert dated("Ramadan Sallum left. The guard of Ramadan Sallum left.") == []


@pytest.mark.parametrize(
    ("text", "words", "clock", "start"),
    [
        ("He fled at 10 p.m. on Wednesday.", "10 p.m. on Wednesday", "22:00", "2016-03-09"),
        ("He fled at 19:15 on 3 May 2014.", "19:15 on 3 May 2014", "19:15", "2014-05-03"),
        ("He fled on Wednesday at noon.", "Wednesday at noon", "12:00", "2016-03-09"),
        ("He fled at ten o'clock in the evening.", "ten o'clock in the evening", "22:00", "2016-03-10"),
    ],
)
def test_times_of_day(text: str, words: str, clock: str, start: str) -> None:
    (found,) = analysed(text)
    assert (found.words, found.said.clock, str(found.start), found.kind) == (words, clock, start, "time")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They held it for three weeks.", ("three weeks", "durations", "week", 3)),
        ("A two-day visit ended.", ("two-day", "durations", "day", 2)),
        ("They held it for two and a half years.", ("two and a half years", "durations", "year", 2.5)),
        ("They held it for months.", ("months", "durations", "month", 0)),
        ("They came daily.", ("daily", "sets", "day", 1)),
        ("They came every two weeks.", ("every two weeks", "sets", "week", 2)),
        ("They came twice a week.", ("a week", "sets", "week", 1)),
        ("They came recently.", ("recently", "vague", "PAST_REF", 0)),
        ("They are in Dorn now.", ("now", "vague", "PRESENT_REF", 0)),
    ],
)
def test_lengths_rates_and_vague_words_date_nothing(text: str, found: tuple[str, str, str, float]) -> None:
    assert undated(text) == [found]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("The mill will open on 2 May.", "2016-05-02"),
        ("Talks must end by 2 May.", "2016-05-02"),
        ("The mill opened on 2 May.", "2015-05-02"),
        ("The 2 May deadline holds.", "2016-05-02"),
        ("Mr. Sallum will come to Dorn, his aide wrote, on Friday.", "2016-03-11"),
        ("Friday's raid failed; it was due on Friday.", "2016-03-04"),
    ],
)
def test_the_words_around_tell_what_lies_ahead(text: str, start: str) -> None:
    assert dated(text)[0][1] == start


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("The army said on Wednesday that it took the mill.", [True]),
        ("The army told the Wire on Wednesday it took the mill on Monday.", [True, False]),
        ("The army announced on Wednesday a truce.", [False]),
        ("The army announced on Wednesday that it took the mill.", [True]),
        ("The council condemned Wednesday's attack.", [False]),
        ("It shelled the mill on Wednesday, residents said.", [False]),
    ],
)
def test_the_time_of_saying_is_not_that_of_the_act(text: str, telling: list[bool]) -> None:
    assert [found.telling for found in analysed(text)] == telling


@pytest.mark.parametrize(
    "text",
    [
        "Over the weekend 2012 men came to 4.6 percent of homes.",
        "Jan Sallum came with an aide of 4.6 metres.",
        "This Week printed it.",
        "A 45-year-old man, 30 years old, fell.",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert [found.words for found in analysed(text)] in ([], ["the weekend"])


def test_nothing_is_counted_from_a_date_that_is_not_known() -> None:
    text = "Two days later they left. That night they came. Last week, on Monday, yesterday, in the third quarter."
    assert [found.start for found in analysed(text, None)] == [None] * 6
