"""Walking times: on a plain, and in a town with a river and a railway."""

from itertools import pairwise
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baken.core.kinds import LatLon
from baken.core.reach import StraightLine, WalkingError, WithBarriers

# A river from west to east at 51.20, a railway from south to north at 4.40
RIVER = [LatLon(51.20, 4.30 + step / 100) for step in range(21)]
RAILWAY = [LatLon(51.10, 4.40), LatLon(51.30, 4.40)]
WEST_BRIDGE, EAST_BRIDGE = LatLon(51.20, 4.36), LatLon(51.20, 4.44)
NORTH_GATE = LatLon(51.22, 4.40)
SOUTH_WEST, NORTH_WEST = LatLon(51.19, 4.39), LatLon(51.21, 4.39)
SOUTH_EAST, NORTH_EAST = LatLon(51.19, 4.41), LatLon(51.21, 4.41)

STRAIGHT = StraightLine()
ONE_RIVER = WithBarriers([RIVER], [WEST_BRIDGE, EAST_BRIDGE])
TOWN = WithBarriers([RIVER, RAILWAY], [WEST_BRIDGE, EAST_BRIDGE, NORTH_GATE])


def walk(walking: StraightLine | WithBarriers, *way: LatLon) -> float:
    return sum(float(walking.seconds(one, [other])[0]) for one, other in pairwise(way))


def test_a_degree_of_latitude_is_the_length_it_is() -> None:
    seconds = StraightLine(detour=1, metres_per_second=1).seconds(LatLon(50, 4), [LatLon(51, 4), LatLon(50, 4)])
    assert seconds == pytest.approx([111_195, 0], rel=1e-3)


def test_a_kilometre_takes_its_detour_and_its_pace() -> None:
    kilometre = LatLon(51.2 + 1 / 111.195, 4.4)
    assert walk(STRAIGHT, LatLon(51.2, 4.4), kilometre) == pytest.approx(1040, rel=1e-3)
    assert walk(StraightLine(1.0, 2.0), LatLon(51.2, 4.4), kilometre) == pytest.approx(500, rel=1e-3)


@pytest.mark.parametrize("walking", [STRAIGHT, ONE_RIVER, WithBarriers([], [])])
def test_no_places_take_no_times(walking: StraightLine | WithBarriers) -> None:
    assert walking.seconds(SOUTH_WEST, []).shape == (0,)


@pytest.mark.parametrize("numbers", [(0.9, 1.25), (float("nan"), 1.25), (1.3, 0), (1.3, -1), (1.3, inf), (inf, 1)])
def test_a_detour_below_one_or_no_pace_is_refused(numbers: tuple[float, float]) -> None:
    for walking in (StraightLine, lambda *args: WithBarriers([], [], *args)):
        with pytest.raises(WalkingError):
            walking(*numbers)


def test_a_barrier_of_one_point_is_refused() -> None:
    with pytest.raises(WalkingError, match="two points"):
        WithBarriers([[SOUTH_WEST]], [])


def test_on_one_bank_the_river_does_not_matter() -> None:
    places = [SOUTH_EAST, LatLon(51.11, 4.31), LatLon(51.19, 4.49)]
    assert ONE_RIVER.seconds(SOUTH_WEST, places) == pytest.approx(STRAIGHT.seconds(SOUTH_WEST, places))


def test_across_the_river_the_way_leads_over_the_better_bridge() -> None:
    assert walk(ONE_RIVER, SOUTH_WEST, NORTH_WEST) == pytest.approx(walk(STRAIGHT, SOUTH_WEST, WEST_BRIDGE, NORTH_WEST))
    far = LatLon(51.21, 4.45)
    assert walk(ONE_RIVER, SOUTH_EAST, far) == pytest.approx(walk(STRAIGHT, SOUTH_EAST, EAST_BRIDGE, far))


def test_there_and_back_take_the_same_time() -> None:
    for walking in (ONE_RIVER, TOWN):
        assert walk(walking, SOUTH_WEST, NORTH_EAST) == pytest.approx(walk(walking, NORTH_EAST, SOUTH_WEST))


def test_two_barriers_are_passed_one_after_the_other() -> None:
    expected = walk(STRAIGHT, SOUTH_WEST, WEST_BRIDGE, NORTH_GATE, NORTH_EAST)
    assert walk(TOWN, SOUTH_WEST, NORTH_EAST) == pytest.approx(expected)


def test_the_other_side_of_the_railway_is_two_bridges_and_a_gate_away() -> None:
    expected = walk(STRAIGHT, SOUTH_WEST, WEST_BRIDGE, NORTH_GATE, EAST_BRIDGE, SOUTH_EAST)
    assert walk(TOWN, SOUTH_WEST, SOUTH_EAST) == pytest.approx(expected)


def test_without_a_crossing_there_is_no_way() -> None:
    assert walk(WithBarriers([RIVER], []), SOUTH_WEST, NORTH_WEST) == inf
    assert walk(WithBarriers([RIVER, RAILWAY], [WEST_BRIDGE]), SOUTH_WEST, SOUTH_EAST) == inf


def test_round_the_end_of_a_barrier_the_way_is_free() -> None:
    east_of_it = LatLon(51.19, 4.55), LatLon(51.21, 4.55)
    assert walk(ONE_RIVER, *east_of_it) == pytest.approx(walk(STRAIGHT, *east_of_it))


def test_a_bend_of_the_river_between_two_places_of_one_bank_is_not_in_the_way() -> None:
    bend = [LatLon(51.20, 4.30), LatLon(51.20, 4.38), LatLon(51.18, 4.40), LatLon(51.20, 4.42), LatLon(51.20, 4.50)]
    one, other = LatLon(51.195, 4.37), LatLon(51.195, 4.43)  # both south of it; the line between cuts it twice
    assert walk(WithBarriers([bend], []), one, other) == pytest.approx(walk(STRAIGHT, one, other))


def test_a_line_through_a_corner_of_the_river_cuts_it_once() -> None:
    corner = [LatLon(51.20, 4.30), LatLon(51.20, 4.39), LatLon(51.201, 4.50)]
    assert walk(WithBarriers([corner], []), LatLon(51.19, 4.39), LatLon(51.21, 4.39)) == inf


def test_a_bridge_a_little_off_the_line_still_crosses_it() -> None:
    beside = WithBarriers([RIVER], [LatLon(51.2005, 4.38)])
    assert walk(beside, SOUTH_WEST, NORTH_WEST) < 1.3 * walk(STRAIGHT, SOUTH_WEST, NORTH_WEST)


def test_standing_on_the_bridge_both_banks_are_near() -> None:
    for bank in (SOUTH_WEST, NORTH_WEST):
        assert walk(ONE_RIVER, WEST_BRIDGE, bank) == pytest.approx(walk(STRAIGHT, WEST_BRIDGE, bank), rel=0.01)


def test_two_barriers_at_one_bridge_are_passed_together() -> None:
    canal = [LatLon(spot.lat + 0.0003, spot.lon) for spot in RIVER]
    both = WithBarriers([RIVER, canal], [WEST_BRIDGE])
    assert walk(both, SOUTH_WEST, NORTH_WEST) == pytest.approx(walk(STRAIGHT, SOUTH_WEST, WEST_BRIDGE, NORTH_WEST))


def test_an_island_is_reached_by_its_bridge() -> None:
    shore = [LatLon(51.20, 4.40), LatLon(51.20, 4.42), LatLon(51.22, 4.42), LatLon(51.22, 4.40), LatLon(51.20, 4.40)]
    bridge, inside = LatLon(51.20, 4.41), LatLon(51.21, 4.41)
    island = WithBarriers([shore], [bridge])
    outside = LatLon(51.21, 4.39)
    assert walk(island, outside, inside) == pytest.approx(walk(STRAIGHT, outside, bridge, inside))
    across = LatLon(51.21, 4.43)  # the line cuts the shore twice: the way round the island
    assert walk(island, outside, across) == pytest.approx(walk(STRAIGHT, outside, across))


spots = st.builds(LatLon, st.floats(51.15, 51.25), st.floats(4.32, 4.48))


@settings(max_examples=150, deadline=None)
@given(spots, st.lists(spots, min_size=1, max_size=8))
def test_a_way_round_is_never_shorter_than_the_straight_line(origin: LatLon, places: list[LatLon]) -> None:
    straight = STRAIGHT.seconds(origin, places)
    for walking in (ONE_RIVER, TOWN):
        assert (walking.seconds(origin, places) >= straight - 1e-9).all()


@settings(max_examples=100, deadline=None)
@given(spots, spots)
def test_one_more_bridge_never_makes_a_way_longer(one: LatLon, other: LatLon) -> None:
    more = WithBarriers([RIVER], [WEST_BRIDGE, EAST_BRIDGE, LatLon(51.20, 4.40)])
    assert walk(more, one, other) <= walk(ONE_RIVER, one, other) + 1e-9


@settings(max_examples=50, deadline=None)
@given(spots, st.lists(spots, min_size=2, max_size=8))
def test_many_places_at_once_are_as_each_alone(origin: LatLon, places: list[LatLon]) -> None:
    alone = np.array([TOWN.seconds(origin, [place])[0] for place in places])
    assert TOWN.seconds(origin, places) == pytest.approx(alone)


def test_the_walls_of_the_world_are_numbers_too() -> None:
    ends = [LatLon(-90, 0), LatLon(90, 180), LatLon(0, -180)]
    for walking in (STRAIGHT, TOWN):
        assert np.isfinite(walking.seconds(LatLon(0, 180), ends)).all()
