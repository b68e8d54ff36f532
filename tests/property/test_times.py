"""Whatever the text: spans hold, intervals run forward, and nothing is resolved without an anchor."""

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ebbline.language.segment import segment
from ebbline.records import DateInterval, Published, Report
from ebbline.times import find_times

WORDS = st.sampled_from(
    ["on", "Monday", "last", "May", "3", "31", "2015", "-", ",", "of", "the", "16/6/2015", "29 February",
     "two", "days", "ago", "earlier", "week", "since",
     "early", "Sept.", "year", "that", "night", "30 February 2015", "between", "and", "June", "next",
     "decade", "months", "after", ".", "13/13/2013", "summer"]
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
