"""Whatever the text: spans hold, intervals run forward, and nothing is resolved without an anchor."""

import datetime as dt
import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ebbline.language.segment import segment
from ebbline.records import DateInterval, Published, Report
from ebbline.times import analyse_times, find_times
from ebbline.times.rules import FAMILIES
from ebbline.times.trace import trace_times

WORDS = st.sampled_from(
    ["on", "Monday", "last", "May", "3", "31", "2015", "-", ",", "of", "the", "16/6/2015", "29 February",
     "two", "days", "ago", "earlier", "week", "since",
     "early", "Sept.", "year", "that", "night", "30 February 2015", "between", "and", "June", "next",
     "decade", "months", "after", ".", "13/13/2013", "summer", "the", "quarter", "third", "half", "century", "1990s",
     "Ramadan", "Easter", "10", "p.m.", "every", "99", "couple", "a", "past", "following", "through", "Friday", "end",
     "twenty-fifth", "nineteen", "ninety", "said", "'s", "fiscal", "minutes", "nearly", "fortnight", "year-earlier"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=25).map(" ".join)
DATES = st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1))


@given(TEXTS, st.none() | st.tuples(DATES, st.integers(0, 60)))
@settings(deadline=None, max_examples=150)
def test_spans_hold_and_intervals_run_forward(text: str, published: tuple[dt.date, int] | None) -> None:
    known = None
    if published is not None:
        known = Published(DateInterval(published[0], published[0] + dt.timedelta(days=published[1])), "given")
    report = Report("r_0", "n", text, "", "", "n", published=known)
    found = find_times(segment(report))
    for mention in found:
        assert mention.span.of(text) == mention.words
        assert (mention.start is None) == (mention.end is None)
        assert mention.start is None or mention.end is None or mention.start <= mention.end
        assert mention.start is not None or mention.precision == "unknown"
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert find_times(segment(report)) == found


@given(DATES)
def test_a_weekday_lies_in_the_week_up_to_the_report(on: dt.date) -> None:
    report = Report("r_0", "n", "He left on Friday.", "", "", "n", published=Published(DateInterval(on, on), "given"))
    (mention,) = find_times(segment(report))
    assert mention.start is not None
    assert mention.start.weekday() == 4
    assert 0 <= (on - mention.start).days < 7


@given(TEXTS, st.none() | DATES, st.sets(st.sampled_from(FAMILIES), max_size=3))
@settings(deadline=None, max_examples=150)
def test_all_that_is_found_holds_whatever_is_left_out(text: str, on: dt.date | None, without: set[str]) -> None:
    known = Published(DateInterval(on, on), "given") if on else None
    document = segment(Report("r_0", "n", text, "", "", "n", published=known))
    found = analyse_times(document, without=without)
    for one in found:
        assert one.span.of(text) == one.words
        assert one.family not in without
        assert one.start is None or one.end is None or one.start <= one.end
        assert one.start is not None or one.precision == "unknown"
        assert one.kind in ("date", "time") or one.start is None
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(st.text(max_size=80) | TEXTS, st.none() | DATES)
@settings(deadline=None, max_examples=150)
def test_no_text_raises(text: str, on: dt.date | None) -> None:
    known = Published(DateInterval(on, on), "given") if on else None
    document = segment(Report("r_0", "n", text, "", "", "n", published=known))
    traced = trace_times(document)
    assert [trace.span for trace in traced] == [found.span for found in analyse_times(document)]
    find_times(document)


@given(st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)))
@example(dt.date(1, 1, 1))
@example(dt.date(9999, 12, 31))
@settings(deadline=None, max_examples=50)
def test_the_ends_of_the_calendar_hold(on: dt.date) -> None:
    text = (
        "A decade ago, 999 years ago, last week, next weekend, two centuries later, tomorrow, the next 900 decades. "
        "Last summer, next winter, in May, in the third quarter, on Easter, last year, the end of next year, last June."
    )
    known = Published(DateInterval(on, on), "given")
    for found in analyse_times(segment(Report("r_0", "n", text, "", "", "n", published=known))):
        assert found.start is None or found.end is None or found.start <= found.end


PIECES = ["1", "1 ", "a few ", "two and ", "3, ", "May ", "the ", "19", "10:", "last ", "since "]


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_length_of_the_text_only(piece: str) -> None:
    text = "On Monday in May, two days ago, " + piece * (100_000 // len(piece))
    document = segment(Report("r_0", "n", text, "", "", "n"))
    began = time.process_time()
    analyse_times(document)
    assert time.process_time() - began < 2.0
