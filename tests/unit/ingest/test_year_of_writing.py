"""The year or day of writing that a report's words leave, each with its reason."""

import pytest

from ebbline.ingest.year_of_writing import year_of_writing


@pytest.mark.parametrize(
    ("text", "start", "end", "reason"),
    [
        (
            "Raids began in September last year. In September and October of 2014 dozens were flown.",
            "2015-01-01", "2015-12-31", "September last year … September and October of 2014",
        ),
        ("In summer last year they left. The summer of 2015 was hot.", "2016-01-01", "2016-12-31", "summer last year"),
        ("He was freed last year, in 2014, they said.", "2015-01-01", "2015-12-31", "last year, in 2014"),
        ("He was freed in 2014, last year, they said.", "2015-01-01", "2015-12-31", "in 2014, last year"),
        ("Voting is due next year (2017).", "2016-01-01", "2016-12-31", "next year (2017"),
        ("It began five years ago, in 2011.", "2016-01-01", "2016-12-31", "five years ago, in 2011"),
        ("They came yesterday, 3 May 2016.", "2016-05-04", "2016-05-04", "yesterday, 3 May 2016"),
        ("They came today, Tuesday, May 3, 2016.", "2016-05-03", "2016-05-03", "today, Tuesday, May 3, 2016"),
        (
            "On Monday, 4 May, they came; shells fell again yesterday. It began in March 2015.",
            "2015-05-04", "2015-06-04", "Monday, 4 May … 2015",
        ),
        (
            "He was freed last year, in 2014. They came yesterday, 3 May 2015.",
            "2015-05-04", "2015-05-04", "last year, in 2014; yesterday, 3 May 2015",
        ),
    ],
)  # fmt: skip
def test_the_words_leave_one_year_or_day(text: str, start: str, end: str, reason: str) -> None:
    found = year_of_writing(text)
    assert found is not None
    assert (str(found.interval.start), str(found.interval.end)) == (start, end)
    assert reason in (found.words or "")
    assert found.how == "text"


@pytest.mark.parametrize(
    "text",
    [
        "It began in May last year. In May 2014 and May 2013 there were raids.",
        "About five years ago, in 2011, it began.",
        "He was freed last year, in 2014. It began five years ago, in 2009.",
        "On Monday, 4 May, they came. It began in March 2015.",
        "On Monday, 5 May, they came; shells fell again yesterday. It began in March 2015.",
        "They came yesterday, 31 February 2016.",
        "They left last year.",
        "",
    ],
)
def test_words_that_fit_more_than_one_or_none_leave_it_open(text: str) -> None:
    assert year_of_writing(text) is None
