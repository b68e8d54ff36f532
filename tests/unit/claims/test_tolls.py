"""Counts of people hurt, as the codebook's rule 7 reads them."""

import pytest

from ebbline.claims.tolls import killed, one_killed, tolls
from ebbline.records import Range


def fatalities(text: str) -> Range | None:
    words = tuple(text.lower().split())
    return killed(tolls(words, 0, len(words)))


@pytest.mark.parametrize(
    ("text", "low", "best", "high"),
    [
        ("the blast killed 12 people", 12, 12, 12),
        ("more than 30 people were killed", 30, None, None),
        ("at least 42 people were killed and 40 wounded", 42, 42, None),
        ("dozens of fighters were killed", 12, None, None),
        ("several soldiers were killed", 3, None, None),
        ("between 10 and 15 rebels died", 10, None, 15),
        ("up to 20 people were killed", None, None, 20),
        ("no more than 80 people were killed", None, None, 80),
        ("no fewer than 9 people were killed", 9, None, None),
        ("about 200 soldiers were killed", None, 200, None),
        ("60 people were killed or wounded", None, None, 60),
        ("they shot dead three women and three children", 6, 6, 6),
        ("twenty-three".replace("-", " ") + " people were killed", 23, 23, 23),
        ("hundreds of thousands of people were killed", 100_000, None, None),
        ("nine bomb blasts killed seven people", 7, 7, 7),
        ("two thousand people were killed", 2000, 2000, 2000),
    ],
)
def test_figures_of_the_killed(text: str, low: int | None, best: int | None, high: int | None) -> None:
    assert fatalities(text) == Range(low, best, high)


@pytest.mark.parametrize(
    "text", ["he was killed in 2006 by a raid", "the raid of 14 june killed its emir", "the town lost 12 vehicles"]
)
def test_years_days_and_things_are_no_toll(text: str) -> None:
    assert fatalities(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a shell killed samir , 7 , in the yard",
        "jawad , 13 , was killed by a shell",
        "a mine killed samir ( 9 ) near the mill",
        "a shell killed a boy aged 9 near the mill",
        "two residents told the agency that a boy was killed",
        "a boy was killed , according to two residents",
        "a boy was killed , said 15 residents",
        "on 15 february 2016 missiles killed a boy",
    ],
)
def test_ages_tellers_and_dates_are_no_toll(text: str) -> None:
    assert fatalities(text) is None


def test_a_part_is_not_the_whole() -> None:
    assert fatalities("ten people , including 3 children , were killed") == Range(10, 10, 10)


def test_no_more_than_is_a_highest_figure() -> None:
    assert fatalities("no more than 80 people were killed") == Range(None, None, 80)


def test_people_said_to_be_dead_are_a_toll() -> None:
    assert fatalities("more than 2,700 people are said to have been killed") == Range(2700, None, None)


def test_killed_and_wounded_stand_apart() -> None:
    words = ("a", "bomb", "killed", "three", "people", "and", "left", "25", "hurt")
    assert [(toll.what, toll.best) for toll in tolls(words, 0, len(words))] == [("killed", 3), ("wounded", 25)]


def test_whose_they_are() -> None:
    words = ("the", "raid", "killed", "nine", "civilians")
    assert tolls(words, 0, len(words))[0].of == "civilians"
    words = ("the", "raid", "killed", "nine", "fighters")
    assert tolls(words, 0, len(words))[0].of == "target"


def test_a_single_person_is_a_toll_of_one() -> None:
    one = one_killed(("a", "young", "teacher", "was", "shot", "dead", "in", "the", "street"))
    assert one is not None
    assert one.best == 1
    assert one_killed(("the", "killing", "of", "the", "hope", "for", "peace")) is None
