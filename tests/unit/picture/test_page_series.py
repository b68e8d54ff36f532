"""Time: intervals over buckets, small multiples, causes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebbline.ontology import DIMENSIONS
from ebbline.picture.charts import group_rows, tick_labels
from ebbline.picture.series import Axis, axis_of, groups_of, links_of
from ebbline.records import CauseClaim, ClaimTime, Evidence, Factor, StrengthClaim, identified


def span(first: str, last: str) -> ClaimTime:
    return ClaimTime(dt.date.fromisoformat(first), dt.date.fromisoformat(last), "day", "x")


def strength(direction: str, time: ClaimTime | None, offset: int = 0) -> StrengthClaim:
    return identified(
        StrengthClaim(
            report_id="r",
            evidence=(Evidence(offset, offset + 1, "x"),),
            actor="River Brigade",
            dimension="morale",
            direction=direction,  # type: ignore[arg-type]
            time=time,
        )
    )


MONTHS = Axis("month", tuple(dt.date(2015, month, 1) for month in range(6, 11)))


def test_a_claim_of_a_month_is_spread_and_not_put_on_its_first_day() -> None:
    weeks = axis_of([span("2015-06-01", "2015-09-30")])
    assert weeks is not None
    assert weeks.unit == "week"
    shares = weeks.shares(span("2015-07-01", "2015-07-31"))
    assert len(shares) == 5
    assert max(shares.values()) == pytest.approx(7 / 31)


@given(st.dates(dt.date(2014, 1, 1), dt.date(2017, 1, 1)), st.integers(0, 900))
def test_shares_add_up_to_one_claim(first: dt.date, days: int) -> None:
    shares = MONTHS.shares(ClaimTime(first, first + dt.timedelta(days=days), "day", "x"))
    assert sum(shares.values()) == pytest.approx(1)
    assert all(-1 <= index <= len(MONTHS.edges) - 1 for index in shares)


@given(st.lists(st.tuples(st.dates(), st.integers(0, 4000)), min_size=1, max_size=40))
def test_any_dates_have_an_axis_that_holds_most_of_them(dates: list[tuple[dt.date, int]]) -> None:
    times = []
    for first, days in dates:
        last = dt.date.fromordinal(min(first.toordinal() + days, dt.date.max.toordinal()))
        times.append(ClaimTime(first, last, "day", "x"))
    axis = axis_of(times)
    assert axis is not None
    assert list(axis.edges) == sorted(set(axis.edges))
    if len(axis.edges) > 1:
        assert all(0 <= index < len(axis.edges) - 1 for index, _ in tick_labels(axis))


def test_one_old_date_does_not_squeeze_the_rest() -> None:
    times = [
        span(f"2015-{month:02}-{day:02}", f"2015-{month:02}-{day:02}") for month in range(6, 10) for day in range(1, 28)
    ]
    axis = axis_of([*times, span("1982-02-02", "1982-02-28")])
    assert axis is not None
    assert axis.unit == "week"
    assert axis.edges[0].year == 2015
    assert axis.shares(span("1982-02-02", "1982-02-28")) == {-1: 1.0}


def test_no_dates_no_axis() -> None:
    assert axis_of([]) is None


def test_groups_have_all_dimensions_in_the_ontologys_order() -> None:
    group = groups_of([strength("down", None), strength("up", None, 5)], DIMENSIONS)[0]
    assert tuple(trend.dimension for trend in group.trends) == DIMENSIONS
    morale = group.trends[DIMENSIONS.index("morale")]
    assert (morale.up, morale.down, morale.stable) == ((1,), (0,), ())


def test_undated_strength_stands_in_its_own_column_and_nothing_is_invented_between() -> None:
    axis = axis_of([span("2015-06-01", "2015-09-30")])
    claims = [
        strength("down", None),
        strength("down", span("2015-06-01", "2015-06-02"), 5),
        strength("up", span("2015-06-01", "2015-09-30"), 9),
    ]
    cell = next(cell for cell in group_rows(claims, axis, DIMENSIONS)[0].cells if cell.claims)
    assert sorted(index for point in cell.points for index in point.claims) == [0, 1, 2]
    undated = next(point for point in cell.points if point.claims == (0,))
    assert undated.x > max(point.x for point in cell.points if point is not undated)
    assert next(point for point in cell.points if point.claims == (2,)).width > 60


def test_causes_are_put_together_with_what_speaks_against_them() -> None:
    def cause(certainty: str, offset: int, report: str) -> CauseClaim:
        return identified(
            CauseClaim(
                report_id=report,
                evidence=(Evidence(offset, offset + 1, "x"),),
                cause=Factor("airstrikes", "raids"),
                effect=Factor("morale down", "fear"),
                certainty=certainty,  # type: ignore[arg-type]
            )
        )

    claims = [cause("asserted", 0, "r1"), cause("denied", 3, "r2"), cause("asserted", 5, "r3")]
    (link,) = links_of(claims, {"r1": "s", "r2": "s", "r3": "t"})
    assert (link.claims, link.against, link.stories) == ((0, 1, 2), (1,), 2)
