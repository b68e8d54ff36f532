"""What expressions of time mean, counted from a report of Thursday 10 March 2016 unless a case says otherwise."""

import datetime as dt

import pytest

from ebbline.language.segment import segment
from ebbline.records import DateInterval, Published, Report
from ebbline.times import TimeMention, find_times

D = dt.date.fromisoformat
KNOWN = Published(DateInterval(D("2016-03-10"), D("2016-03-10")), "given")


def times(text: str, published: Published | None = KNOWN) -> tuple[TimeMention, ...]:
    return find_times(segment(Report("r_0", "n", text, "", "", "n", published=published)))


def told(text: str, published: Published | None = KNOWN) -> list[tuple[str, str, str]]:
    return [(str(m.start), str(m.end), m.precision) for m in times(text, published)]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("They withdrew in 16 / 6/2015 at noon.", "2015-06-16", "2015-06-16", "day"),
        ("Dated 2016-03-04 by the clerk.", "2016-03-04", "2016-03-04", "day"),
        ("It fell on March 17, 2015, they said.", "2015-03-17", "2015-03-17", "day"),
        ("It fell on the 4th of July 2014.", "2014-07-04", "2014-07-04", "day"),
        ("It fell on Jan. 1 before dawn.", "2016-01-01", "2016-01-01", "day"),
        ("A raid on the night of 3-4 May 2015 failed.", "2015-05-03", "2015-05-04", "day"),
        ("Clashes in early June were worse.", "2015-06-01", "2015-06-10", "week"),
        ("Clashes in May 2014 were worse.", "2014-05-01", "2014-05-31", "month"),
        ("The months of September and October of 2014 were calm.", "2014-09-01", "2014-10-31", "season"),
        ("It began in September last year.", "2015-09-01", "2015-09-30", "month"),
        ("The siege began in 2014 and held.", "2014-01-01", "2014-12-31", "year"),
        ("In the summer of 2015 they came.", "2015-06-01", "2015-08-31", "season"),
        ("It ended in late 2015, he said.", "2015-09-01", "2015-12-31", "season"),
        ("He was seen last Thursday.", "2016-03-03", "2016-03-03", "day"),
        ("He was seen on Thursday.", "2016-03-10", "2016-03-10", "day"),
        ("He was seen on Monday.", "2016-03-07", "2016-03-07", "day"),
        ("He will be buried on Monday.", "2016-03-14", "2016-03-14", "day"),
        ("He had fled the Saturday before.", "2016-03-05", "2016-03-05", "day"),
        ("The March truce held.", "2016-03-01", "2016-03-31", "month"),
        ("He was shot yesterday.", "2016-03-09", "2016-03-09", "day"),
        ("Shells fell overnight.", "2016-03-09", "2016-03-10", "day"),
        ("Ten died this week.", "2016-03-07", "2016-03-10", "week"),
        ("Ten died two days ago.", "2016-03-08", "2016-03-08", "day"),
        ("Ten died last month.", "2016-02-01", "2016-02-29", "month"),
        ("Ten died over the past three weeks.", "2016-02-18", "2016-03-10", "month"),
        ("Ten died since the start of the year.", "2016-01-01", "2016-03-10", "year"),
        ("Ten died on the 8th.", "2016-03-08", "2016-03-08", "day"),
        ("In the winter of 2013 they came.", "2013-12-01", "2014-02-28", "season"),
        ("In the winter of 2016 they came.", "2015-12-01", "2016-02-29", "season"),
        ("He promised to pay them by the end of March.", "2016-03-21", "2016-03-31", "week"),
        ("Talks will resume in May.", "2016-05-01", "2016-05-31", "month"),
        ("They plan to open the road on 4 January.", "2016-01-04", "2016-01-04", "day"),
        ("They vowed to open the road by 4 April.", "2016-04-04", "2016-04-04", "day"),
        ("He promised in December to pay them.", "2015-12-01", "2015-12-31", "month"),
        ("It fell in late March.", "2015-03-21", "2015-03-31", "week"),
        ("It fell on Monday 9/11/2015.", "2015-11-09", "2015-11-09", "day"),
        ("It fell on 4/12/2015.", "2015-12-04", "2015-12-04", "day"),
        ("It fell on 3/5/2016.", "2016-03-05", "2016-03-05", "day"),
    ],
)
def test_an_expression_means_these_days(text: str, start: str, end: str, precision: str) -> None:
    assert told(text) == [(start, end, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "They may leave. It may rain in the second half.",
        "They march on. The sun sat low.",
        "About 2000 people of 2015 fighters fled.",
        "The 17 February Brigade came.",
        "They pray there every Friday.",
        "Room 1999 was empty.",
    ],
)
def test_ordinary_words_are_no_times(text: str) -> None:
    assert told(text) == []


def test_nothing_is_borrowed_where_nothing_is_known() -> None:
    assert [m.start for m in times("He left on Monday. He left yesterday. He left in March.", None)] == [
        None,
        None,
        None,
    ]


def test_a_year_told_once_fixes_the_others() -> None:
    found = told("The siege of April 2014 was long. On 9 May it ended.", None)
    assert found[1] == ("2014-05-09", "2014-05-09", "day")


def test_days_are_counted_from_the_date_told_last() -> None:
    found = told("They came on 3 May 2014. Two days later they left. That night it burnt.")
    assert [f[0] for f in found] == ["2014-05-03", "2014-05-05", "2014-05-05"]


def test_a_clause_after_so_many_days_is_dated_back() -> None:
    found = told("Shops stayed shut on Wednesday, two days after fighters walked in.")
    assert [f[0] for f in found] == ["2016-03-09", "2016-03-07"]


def test_a_wide_publication_date_widens_what_counts_from_it() -> None:
    wide = Published(DateInterval(D("2016-03-10"), D("2016-03-12")), "text")
    (mention,) = times("He left yesterday.", wide)
    assert (mention.start, mention.end, mention.precision) == (D("2016-03-09"), D("2016-03-11"), "week")
    wider = Published(DateInterval(D("2016-01-01"), D("2016-06-30")), "text")
    assert times("He left on Monday.", wider)[0].start is None


def test_a_dateline_dates_no_event_but_anchors_the_rest() -> None:
    found = told("HALABIYA, Examplia, 4 May 2014 (Wire) - Six men died. They left two days later.", None)
    assert found == [("2014-05-06", "2014-05-06", "day")]


def test_words_and_spans_hold() -> None:
    text = "First calm.\n\nIt fell on 17 March 2015 at dawn."
    (mention,) = times(text)
    assert mention.words == "17 March 2015" == mention.span.of(text)


def test_other_dates_tell_day_from_month() -> None:
    assert [f[0] for f in told("It fell on 4/5/2015, the mill on 6/17/2015.")] == ["2015-04-05", "2015-06-17"]
    assert [f[0] for f in told("It fell on 4/5/2015, the mill on 17/6/2015.")] == ["2015-05-04", "2015-06-17"]


def test_that_afternoon_is_the_day_told_last_and_the_next_day_the_one_after() -> None:
    found = told("They came on 3 May 2014. That afternoon it burnt. The same day they left. The following day it fell.")
    assert [f[0] for f in found] == ["2014-05-03", "2014-05-03", "2014-05-03", "2014-05-04"]


@pytest.mark.parametrize(
    "head", ["", "Mill falls\n", "Mill falls\n\n", "Mill falls - ", "Mill falls. ", "Mill falls | "]
)
@pytest.mark.parametrize(
    "dateline",
    [
        "HALABIYA, 16 June 2015 – ",
        "HALABIYA, June 16 (Wire) - ",
        "Halabiya, Examplia, June 16, 2015: ",
        "HALABIYA (Wire) – Tuesday, 16 June 2015 – ",
        "(HALABIYA, 16 June 2015) ",
        "HALABIYA, 16 June 2015. ",
    ],
)
@pytest.mark.parametrize("day", ["2015-06-16", "2015-06-17"])
def test_every_copy_of_a_story_counts_from_its_dateline(head: str, dateline: str, day: str) -> None:
    put_up = Published(DateInterval(D(day), D(day)), "address")
    assert told(f"{head}{dateline}Six men died yesterday, the council said.", put_up) == [
        ("2015-06-15", "2015-06-15", "day")
    ]


def test_a_sentence_that_opens_with_a_group_is_no_dateline() -> None:
    assert told("NDF men took the mill on 3 May 2014 - and then the dam.") == [("2014-05-03", "2014-05-03", "day")]


def test_the_words_a_report_is_dated_by_date_no_event() -> None:
    dated = Published(DateInterval(D("2016-03-04"), D("2016-03-04")), "text", "4 March 2016")
    text = "It fell on 4 March 2016. Mill falls, 4 March 2016"
    assert [m.span.start for m in times(text, dated)] == [11]


def test_stamps_of_messages_date_no_event_and_their_words_count_from_them() -> None:
    text = "[12/02/2016 09:14] Jets came yesterday.\n\n[13/02/2016 10:00] Shells fell this morning."
    span = Published(DateInterval(D("2016-02-12"), D("2016-02-13")), "text", "12/02/2016 09:14")
    assert [f[0] for f in told(text, span)] == ["2016-02-11", "2016-02-13"]


def test_a_stamp_that_may_be_two_days_anchors_nothing() -> None:
    wide = Published(DateInterval(D("2016-02-12"), D("2016-12-02")), "text", "12/02/2016 09:14")
    assert [m.start for m in times("[12/02/2016 09:14] Jets came yesterday.", wide)] == [None]


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("The ministry denied on Wednesday that it had shelled the mill.", [True]),
        ("The ministry denied reports on Wednesday that it had shelled the mill.", [True]),
        ("The ministry denied on Wednesday that it had shelled the mill on Monday.", [True, False]),
        ("The ministry denied shelling the mill on Wednesday.", [False]),
    ],
)
def test_the_time_of_a_denial_is_not_that_of_the_act(text: str, telling: list[bool]) -> None:
    assert [m.telling for m in times(text)] == telling


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("the Saturday before", "2015-02-28", "2015-02-28"),
        ("the following Monday", "2015-03-09", "2015-03-09"),
        ("the Wednesday after", "2015-03-11", "2015-03-11"),
        ("the week before", "2015-02-23", "2015-03-01"),
        ("the month after", "2015-04-01", "2015-04-30"),
    ],
)
def test_a_weekday_or_unit_beside_the_day_told(words: str, start: str, end: str) -> None:
    found = times(f"They took Dorn on 4 March 2015. Karm fell {words}.")[1]
    assert (found.words, str(found.start), str(found.end)) == (words, start, end)


def test_what_stands_before_something_else_is_counted_from_nothing() -> None:
    assert told("They took Dorn on 4 March 2015. They sang the week before the feast.")[1:] == []
    assert told("Dr May of the March on Dorn sang in the March family's home.") == []
