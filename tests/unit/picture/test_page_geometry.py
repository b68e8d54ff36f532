"""Projection, clipping and thinning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebbline.picture.geometry import (
    Box,
    Frame,
    area_of,
    clip_line,
    clip_ring,
    inside,
    label_spot,
    latitude_of,
    mercator,
    thinned,
)

BOX = Box(0, 0, 10, 10)
POINTS = st.lists(st.tuples(st.floats(-30, 30), st.floats(-30, 30)), min_size=3, max_size=30)


def test_north_is_up_and_the_corners_are_the_corners() -> None:
    frame = Frame(Box(36, 34, 44, 38), 1000)
    assert frame.at(36, 38) == (0, 0)
    x, y = frame.at(44, 34)
    assert (x, y) == pytest.approx((1000, frame.height))
    assert frame.height == pytest.approx(1000 * 0.62, rel=0.02)  # 4 degrees of 36 degrees north to 8 of longitude


def test_a_ground_distance_is_as_long_as_its_degrees() -> None:
    frame = Frame(Box(36, 34, 44, 38), 1000)
    # One degree of latitude is 111.2 km; at 36 degrees north it is drawn 1/cos(36) degrees of longitude long.
    assert frame.units(111_195, 36) == pytest.approx(frame.at(38, 35.5)[1] - frame.at(38, 36.5)[1], rel=0.001)


@given(st.floats(-83, 83))
def test_mercator_and_back(latitude: float) -> None:
    assert latitude_of(mercator(latitude)) == pytest.approx(latitude, abs=1e-9)


@given(POINTS)
def test_a_clipped_ring_lies_in_the_box(ring: list[tuple[float, float]]) -> None:
    clipped = clip_ring(ring, BOX)
    slack = Box(-1e-6, -1e-6, 10 + 1e-6, 10 + 1e-6)
    assert all(slack.holds(point) for point in clipped)
    if all(BOX.holds(point) for point in ring):
        assert clipped == ring


@given(POINTS)
def test_clipped_lines_lie_in_the_box_and_lose_no_inner_point(line: list[tuple[float, float]]) -> None:
    pieces = clip_line(line, BOX)
    slack = Box(-1e-6, -1e-6, 10 + 1e-6, 10 + 1e-6)
    drawn = [point for piece in pieces for point in piece]
    assert all(slack.holds(point) for point in drawn)
    assert all(point in drawn for point in line if BOX.holds(point))


def test_a_ring_around_the_box_becomes_the_box() -> None:
    assert area_of(clip_ring([(-5, -5), (15, -5), (15, 15), (-5, 15)], BOX)) == pytest.approx(100)


def test_a_line_that_leaves_and_comes_back_is_two_pieces() -> None:
    assert len(clip_line([(5, 5), (15, 5), (15, 8), (5, 8)], BOX)) == 2


def test_holes_are_outside() -> None:
    rings = [[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)], [(4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0)]]
    assert inside((2, 2), rings)
    assert not inside((5, 5), rings)


def test_a_name_stands_inside_its_shape() -> None:
    horseshoe = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (8.0, 10.0), (8.0, 2.0), (2.0, 2.0), (2.0, 10.0), (0.0, 10.0)]
    where, room = label_spot(horseshoe)
    assert inside(where, [horseshoe])
    assert room > 0


def test_thinning_keeps_the_ends() -> None:
    line = [(i / 100, 0.0) for i in range(200)]
    kept = thinned(line, 0.5)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    assert len(kept) < 6
