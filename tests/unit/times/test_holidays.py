"""Feasts by year, against dates known from calendars."""

import datetime as dt

import pytest

from ebbline.times.holidays import days_of, easter, feasts

D = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("year", "western", "eastern"),
    [(2000, "2000-04-23", "2000-04-30"), (2014, "2014-04-20", "2014-04-20"), (2016, "2016-03-27", "2016-05-01")],
)
def test_easter(year: int, western: str, eastern: str) -> None:
    assert (easter(year), easter(year, eastern=True)) == (D(western), D(eastern))


def test_easter_is_a_sunday_within_its_bounds() -> None:
    for year in range(1900, 2100):
        assert easter(year).weekday() == easter(year, eastern=True).weekday() == 6
        assert (3, 22) <= (easter(year).month, easter(year).day) <= (4, 25)


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("Ramadan", 2015, "2015-06-18"),
        ("Eid al-Fitr", 2016, "2016-07-06"),
        ("Eid al-Adha", 2014, "2014-10-04"),
        ("Ashura", 2014, "2014-11-03"),
        ("Thanksgiving", 1999, "1999-11-25"),
        ("Memorial Day", 2016, "2016-05-30"),
        ("Nowruz", 2018, "2018-03-21"),
        ("Good Friday", 2015, "2015-04-03"),
    ],
)
def test_a_feast_holds_its_day(name: str, year: int, day: str) -> None:
    days = days_of(name, year)
    assert days is not None
    assert days.start <= D(day) <= days.end
    assert days.start >= D(day) - dt.timedelta(days=1)


def test_islamic_feasts_beyond_the_table_are_left_open() -> None:
    assert days_of("Ramadan", 1950) is None


def test_every_feast_falls_in_most_years() -> None:
    for name in feasts():
        assert sum(days_of(name, year) is not None for year in range(2000, 2030)) >= 29
