"""Which places given stretches of a report mean, chosen together."""

import pytest

from ebbline.language.segment import segment
from ebbline.places import Gazetteer, Resolved, resolve_spans
from ebbline.places.resolve import RULES
from ebbline.records import Report, Span


def resolved(text: str, names: list[str], gazetteer: Gazetteer, without: tuple[str, ...] = ()) -> dict[str, Resolved]:
    spans, at = [], 0
    for name in names:
        at = text.index(name, at)
        spans.append(Span(at, at + len(name)))
        at += len(name)
    answers = resolve_spans(segment(Report("r_0", "n", text, "", "", "n")), spans, gazetteer, without=without)
    assert [answer.span for answer in answers] == spans
    return dict(zip(names, answers, strict=True))


def divisions(text: str, names: list[str], gazetteer: Gazetteer, without: tuple[str, ...] = ()) -> dict[str, str]:
    found = resolved(text, names, gazetteer, without)
    return {name: answer.choice.division or answer.choice.country for name, answer in found.items() if answer.choice}


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("She moved from Paris, Texas, last year.", ["Paris"], {"Paris": "US/Texas"}),
        ("She moved from Paris last year.", ["Paris"], {"Paris": "FR/Ile-de-France"}),
        ("He lives in London, Ont., with a dog.", ["London"], {"London": "CA/Ontario"}),
        ("A shop in Alexandria, La., burned.", ["Alexandria"], {"Alexandria": "US/Louisiana"}),
        ("Floods hit Athens (Ga.) again.", ["Athens"], {"Athens": "US/Georgia"}),
        (
            "A fire in Alexandria drew crews from Cottonport and all of Rapides Parish.",
            ["Alexandria", "Cottonport", "Rapides Parish"],
            dict.fromkeys(["Alexandria", "Cottonport", "Rapides Parish"], "US/Louisiana"),
        ),
        ("Votes from Lamar County and from Paris are in.", ["Lamar County", "Paris"], {"Lamar County": "US/Texas"}),
        ("Georgia and Armenia share a border with Turkey.", ["Georgia"], {"Georgia": "GE"}),
        ("Georgia beat Alabama in Atlanta.", ["Georgia", "Alabama", "Atlanta"], {"Georgia": "US/Georgia"}),
        ("Washington will answer.", ["Washington"], {"Washington": "US/District of Columbia"}),
        ("St. Louis and Ft. Worth played.", ["St. Louis", "Ft. Worth"], {"St. Louis": "US/Missouri"}),
        ("Winds hit the province of Quebec and B.C. alike.", ["Quebec", "B.C."], {"B.C.": "CA/British Columbia"}),
    ],
)
def test_the_other_words_say_which(text: str, names: list[str], expected: dict[str, str], gazetteer: Gazetteer) -> None:
    found = divisions(text, names, gazetteer)
    assert {name: found[name] for name in expected} == expected


def test_words_for_peoples_mean_the_country(gazetteer: Gazetteer) -> None:
    found = resolved("A Turkish pilot met Kenyans.", ["Turkish", "Kenyans"], gazetteer)
    assert {name: answer.choice.country for name, answer in found.items() if answer.choice} == {
        "Turkish": "TR",
        "Kenyans": "KE",
    }


def test_daily_life_tells_the_country(gazetteer: Gazetteer) -> None:
    text = (
        "The sheriff and his deputies met county commissioners and attorneys at a motel in Athens. Call (555) 555-0100."
    )
    assert divisions(text, ["Athens"], gazetteer)["Athens"].startswith("US/")
    assert divisions(text, ["Athens"], gazetteer, ("hints",))["Athens"].startswith("GR/")


def test_a_spelling_is_heard_in_the_countries_of_the_others(gazetteer: Gazetteer) -> None:
    text = "In Syria they left Raqqa and Minbijj."
    found = resolved(text, ["Syria", "Raqqa", "Minbijj"], gazetteer)["Minbijj"].choice
    assert found is not None
    assert (found.country, round(found.lat, 1), round(found.lon, 1)) == ("SY", 36.5, 37.9)


def test_what_no_entry_fits_is_unknown(gazetteer: Gazetteer) -> None:
    answer = resolved("Two men died in Qnitry.", ["Qnitry"], gazetteer)["Qnitry"]
    assert (answer.choice, answer.ranked) == (None, ())


def test_candidates_come_best_first(gazetteer: Gazetteer) -> None:
    answer = resolved("In Texas, in Paris.", ["Texas", "Paris"], gazetteer)["Paris"]
    scores = [score for _, score in answer.ranked]
    assert scores == sorted(scores, reverse=True)
    assert 0 < answer.probability <= 1


LOSSES = [
    ("population", "They drove from Birmingham to Manchester.", "Birmingham", ["Birmingham", "Manchester"]),
    ("own name", "He left Brooklyn and Salem.", "Salem", ["Brooklyn", "Salem"]),
    ("kind", "He left the city of Alexandria.", "Alexandria", ["Alexandria"]),
    ("containment", "A Texas man moved to Paris, Maine.", "Paris", ["Paris"]),
    ("country", "From Toronto and Montreal they went to London.", "London", ["Toronto", "Montreal", "London"]),
    (
        "division",
        "Votes from Jackson, Natchez and Biloxi are in, and from Columbus.",
        "Columbus",
        ["Jackson", "Natchez", "Biloxi", "Columbus"],
    ),
    (
        "nearness",
        "Crews from Cincinnati drove to Florence and to Newport.",
        "Florence",
        ["Cincinnati", "Florence", "Newport"],
    ),
    ("hints", "The sheriff and his deputies met attorneys at a motel in Athens.", "Athens", ["Athens"]),
    ("spelling", "In Syria they left Raqqa and Minbijj.", "Minbijj", ["Syria", "Raqqa", "Minbijj"]),
]


def test_every_family_has_a_case() -> None:
    assert {family for family, *_ in LOSSES} == RULES


@pytest.mark.parametrize(("family", "text", "name", "names"), LOSSES, ids=[loss[0] for loss in LOSSES])
def test_each_family_is_missed(family: str, text: str, name: str, names: list[str], gazetteer: Gazetteer) -> None:
    whole = resolved(text, names, gazetteer)[name].choice
    less = resolved(text, names, gazetteer, (family,))[name].choice
    assert whole is not None
    assert whole.number != (less.number if less else None)
