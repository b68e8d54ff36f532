"""What is said about each reading."""

import datetime as dt

from ebbline.language.segment import segment
from ebbline.records import DateInterval, Published, Report
from ebbline.times.rules import RULES
from ebbline.times.trace import TimeTrace, trace_times

ON = dt.date(2016, 3, 10)


def traced(text: str, *, known: bool = True) -> tuple[TimeTrace, ...]:
    published = Published(DateInterval(ON, ON), "given") if known else None
    return trace_times(segment(Report("r_0", "n", text, "", "", "n", published=published)))


def test_a_weekday_names_its_anchor_and_both_candidates() -> None:
    (trace,) = traced("They left on Monday.")
    assert (trace.rule, trace.family) == ("weekday", "relative")
    assert trace.why == "counted from the report's date: 2016-03-10"
    assert [(str(c.start), c.away_days, c.chosen) for c in trace.candidates] == [
        ("2016-03-07", -3, True), ("2016-03-14", 4, False),
    ]  # fmt: skip


def test_a_date_in_figures_shows_both_readings() -> None:
    (trace,) = traced("They left on 4/3/2016.")
    assert [(str(c.start), c.why) for c in trace.candidates] == [
        ("2016-03-04", "the day first"), ("2016-04-03", "the month first"),
    ]  # fmt: skip
    assert trace.why == "its own words tell the date"


def test_a_date_without_a_year_shows_the_years_it_could_be_of() -> None:
    (trace,) = traced("The mill burnt on 2 May.")
    assert [c.why for c in trace.candidates] == ["in 2015", "in 2016", "in 2017"]


def test_an_event_told_elsewhere_is_named_as_anchor() -> None:
    trace = traced("Rebels captured Dorn on 3 May 2014. Two days after the capture of Dorn they left.")[-1]
    assert (str(trace.start), "'3 May 2014'" in trace.why) == ("2014-05-05", True)


def test_what_is_open_and_what_dates_nothing_say_so() -> None:
    first, second = traced("They left on Monday for three weeks.", known=False)
    assert (first.start, first.why) == (None, "left open: nothing to count it from")
    assert (second.kind, second.why) == ("duration", "dates nothing: a length of time")


def test_words_of_saying_and_of_the_report_are_told_apart() -> None:
    dateline, saying = traced("HALABIYA, 10 March 2016 (Wire) - The council said on Monday that six men died.")
    assert "dates the report itself" in dateline.why
    assert "time of the words said" in saying.why


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
