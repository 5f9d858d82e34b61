"""What holds in any network: small random ones, asked in every way that should agree."""

from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from reach_feeds import TUESDAY, place

from baken.core.reach.gtfs import Calendar, Calls, Feed, Frequencies, Routes, Stops, TransferRules, Trips
from baken.core.reach.journeys import Journey, Ride, Walk, journeys
from baken.core.reach.matrix import MatrixQuery, Sparse, matrix
from baken.core.reach.searching import (
    UNREACHED,
    Links,
    Mask,
    Query,
    State,
    backward,
    by_rides,
    one_to_all,
    reversed_mask,
    window,
)
from baken.core.reach.timetable import MAY_ALIGHT, MAY_BOARD, Timetable, build_timetable, reverse
from baken.core.reach.transfers import Transfers

STOPS = 7
HOUR = 3600
MORNING = 8 * HOUR
LONG = 20 * HOUR


@dataclass(frozen=True, slots=True)
class Trip:
    """`calls`: stop, arrival, departure, may board, may alight."""

    calls: tuple[tuple[int, int, int, bool, bool], ...]


@dataclass(frozen=True, slots=True)
class Network:
    metres_east: tuple[int, ...]
    trips: tuple[Trip, ...]
    change: tuple[int, ...]  # least seconds to change at a stop, 0 for no rule

    def without(self, gone: frozenset[int]) -> "Network":
        return Network(self.metres_east, tuple(t for n, t in enumerate(self.trips) if n not in gone), self.change)


@st.composite
def trips(draw: st.DrawFn) -> Trip:
    stops = draw(st.lists(st.integers(0, STOPS - 1), min_size=2, max_size=5))
    time = MORNING + 60 * draw(st.integers(0, 180))
    calls = []
    for stop in stops:
        arrival = time + 60 * draw(st.integers(0, 12))
        time = arrival + 60 * draw(st.integers(0, 2))
        rule = draw(st.integers(0, 9))
        calls.append((stop, arrival, time, rule != 0, rule != 1))
    return Trip(tuple(calls))


networks = st.builds(
    Network,
    metres_east=st.tuples(*[st.integers(0, 20).map(lambda n: 60 * n)] * STOPS),
    trips=st.lists(trips(), min_size=1, max_size=14).map(tuple),
    change=st.tuples(*[st.sampled_from((0, 0, 0, 120, 600))] * STOPS),
)
stop_rows = st.integers(0, STOPS - 1)
leaving = st.integers(0, 200).map(lambda n: MORNING - 600 + 60 * n)


def built(network: Network) -> Timetable:
    """A trip that never helps calls everywhere long after, so that every stop is used whatever else is taken away."""
    kept = Trip(tuple((stop, 40 * HOUR + stop, 40 * HOUR + stop, True, True) for stop in range(STOPS)))
    calls = [call for trip in (*network.trips, kept) for call in trip.calls]
    lengths = [len(trip.calls) for trip in (*network.trips, kept)]
    stop, arrival, departure, board, alight = (np.array(column) for column in zip(*calls, strict=True))
    count = len(lengths)
    where = [place(metres) for metres in network.metres_east]
    nothing = np.zeros(0, np.int32)
    rules = np.array(
        [(row, row, least) for row, least in enumerate(network.change) if least] or np.zeros((0, 3)), np.int32
    )
    day = TUESDAY.toordinal()
    feed = Feed(
        name="random",
        timezone="Europe/Brussels",
        stops=Stops(
            tuple(map(str, range(STOPS))),
            tuple(map(str, range(STOPS))),
            np.array([spot.lat for spot in where]),
            np.array([spot.lon for spot in where]),
            np.full(STOPS, -1, np.int32),
            np.zeros(STOPS, np.int8),
            np.zeros(STOPS, np.int8),
        ),
        routes=Routes(("1",), ("1",), np.full(1, 3, np.int32)),
        trips=Trips(
            tuple(map(str, range(count))),
            ("",) * count,
            np.zeros(count, np.int32),
            np.zeros(count, np.int32),
            np.zeros(count, np.int8),
        ),
        calls=Calls(
            np.append(0, np.cumsum(lengths)).astype(np.int64),
            *(column.astype(np.int32) for column in (stop, arrival, departure)),
            board.astype(bool),
            alight.astype(bool),
        ),
        frequencies=Frequencies(nothing, nothing, nothing, nothing),
        transfers=TransferRules(rules[:, 0], rules[:, 1], rules[:, 2]),
        calendar=Calendar(
            ("daily",),
            np.zeros(1, np.int32),
            np.ones((1, 7), bool),
            np.full(1, day, np.int32),
            np.full(1, day, np.int32),
            np.zeros((0, 3), np.int32),
        ),
    )
    return build_timetable([feed], TUESDAY, Transfers(metres=200))


def asked(origin: int, leave: int, *, rides: int = 4, cap: int = LONG, mask: Mask | None = None) -> Query:
    return Query(Links(np.array([origin], np.int32), np.zeros(1, np.int32)), leave, rides, cap, mask)


def plainly(network: Network, timetable: Timetable, origin: int, leave: int, rides: int) -> list[int]:
    """The same search as plainly as can be: every trip of every round, from every stop, no pruning."""
    net = timetable.net
    feet = [
        (stop, int(net.foot_stop[at]), int(net.foot_seconds[at]))
        for stop in range(STOPS)
        for at in range(net.foot_start[stop], net.foot_start[stop + 1])
    ]
    best = [UNREACHED] * STOPS
    best[origin] = leave
    for start, end, seconds in feet:
        if start == origin:
            best[end] = min(best[end], leave + seconds)
    ready = list(best)
    for _ in range(rides):
        rode = [UNREACHED] * STOPS
        for trip in network.trips:
            boarded = False
            for stop, arrival, departure, board, alight in trip.calls:
                if boarded and alight:
                    rode[stop] = min(rode[stop], arrival)
                boarded = boarded or (board and ready[stop] <= departure)
        reached = [*((stop, stop, 0) for stop in range(STOPS)), *feet]
        for start, end, seconds in reached:
            if rode[start] < UNREACHED:
                change = network.change[end] if start == end else 0
                best[end] = min(best[end], rode[start] + seconds)
                ready[end] = min(ready[end], rode[start] + seconds + change)
    return best


@given(networks, stop_rows, leaving, st.integers(1, 4))
def test_the_search_finds_what_trying_everything_finds(network: Network, origin: int, leave: int, rides: int) -> None:
    timetable = built(network)
    found = one_to_all(timetable, asked(origin, leave, rides=rides))
    assert found.tolist() == plainly(network, timetable, origin, leave, rides)


@given(networks, stop_rows, leaving)
def test_nobody_arrives_before_leaving_and_more_rides_are_never_later(
    network: Network, origin: int, leave: int
) -> None:
    found = by_rides(built(network), asked(origin, leave))
    assert (found >= leave).all()
    assert (np.diff(found, axis=1) <= 0).all()


@given(networks, stop_rows, leaving, st.integers(1, 1800))
def test_who_leaves_later_never_arrives_earlier(network: Network, origin: int, leave: int, later: int) -> None:
    timetable = built(network)
    early, late = (one_to_all(timetable, asked(origin, time)) for time in (leave, leave + later))
    assert (late >= early).all()


@given(networks, trips(), stop_rows, leaving)
def test_one_trip_more_makes_nothing_later(network: Network, more: Trip, origin: int, leave: int) -> None:
    richer = Network(network.metres_east, (*network.trips, more), network.change)
    before, after = (one_to_all(built(one), asked(origin, leave)) for one in (network, richer))
    assert (after <= before).all()


@given(networks, st.frozensets(st.integers(0, 13)), stop_rows, leaving)
def test_a_mask_is_as_good_as_building_anew(network: Network, gone: frozenset[int], origin: int, leave: int) -> None:
    timetable, rebuilt = built(network), built(network.without(gone))
    mask = Mask(trips=~np.isin(timetable.trip_label, list(gone)))
    masked = asked(origin, leave, mask=mask)
    assert np.array_equal(one_to_all(timetable, masked), one_to_all(rebuilt, asked(origin, leave)))
    assert np.array_equal(window(timetable, masked, 9), window(rebuilt, asked(origin, leave), 9))


@given(networks, stop_rows, stop_rows, leaving, st.frozensets(st.integers(0, 13), max_size=2))
def test_the_latest_departure_arrives_and_a_second_later_does_not(
    network: Network, start: int, end: int, deadline: int, gone: frozenset[int]
) -> None:
    timetable = built(network)
    mask = Mask(trips=~np.isin(timetable.trip_label, list(gone)))
    back = reverse(timetable)
    turned = asked(end, deadline, mask=reversed_mask(mask, timetable))
    latest = int(backward(back, turned)[start])
    if latest == UNREACHED:
        latest = deadline - LONG - 1
    else:
        assert one_to_all(timetable, asked(start, latest, mask=mask))[end] <= deadline
    assert one_to_all(timetable, asked(start, latest + 1, mask=mask))[end] > deadline


@given(networks, stop_rows, leaving, st.integers(1, 40), st.sampled_from((900, 3600, LONG)), st.integers(1, 4))
def test_a_window_is_its_departures_one_by_one(
    network: Network, origin: int, leave: int, minutes: int, cap: int, rides: int
) -> None:
    timetable, state = built(network), State(built(network), rides)
    took = []
    for minute in range(minutes):
        moment = leave + 60 * minute
        found = one_to_all(timetable, asked(origin, moment, cap=cap, rides=rides), state).astype(np.int64)
        took.append(np.where(found == UNREACHED, UNREACHED, found - moment))
    ranked = np.sort(np.stack(took), axis=0)
    percentiles = (0, 25, 50, 100)
    rows = [int(p / 100 * (minutes - 1) + 0.5) for p in percentiles]
    found = window(timetable, asked(origin, leave, cap=cap, rides=rides), minutes, percentiles, state)
    assert np.array_equal(found, ranked[rows])


def sparse(rows: list[list[tuple[int, int]]]) -> Sparse:
    cells = [cell for row in rows for cell in row]
    start = np.append(0, np.cumsum([len(row) for row in rows])).astype(np.int64)
    return Sparse(start, *(np.array(column, np.int32) for column in (list(zip(*cells, strict=True)) or [(), ()])))


some_walks = st.lists(
    st.dictionaries(stop_rows, st.integers(0, 900), max_size=3).map(lambda row: sorted(row.items())),
    min_size=1,
    max_size=3,
)


@given(networks, some_walks, some_walks, leaving, st.integers(1, 20), st.sampled_from((1200, LONG)))
def test_a_matrix_is_the_window_and_the_walk_to_the_site(
    network: Network,
    access: list[list[tuple[int, int]]],
    egress: list[list[tuple[int, int]]],
    leave: int,
    minutes: int,
    cap: int,
) -> None:
    timetable = built(network)
    nowhere: list[list[tuple[int, int]]] = [[] for _ in access]
    rows = MatrixQuery(sparse(access), sparse(egress), sparse(nowhere), leave, minutes, 50, 4, cap)
    ((_, found),) = matrix(timetable, rows)
    for origin, walks in enumerate(access):
        took = np.full((minutes, len(egress)), UNREACHED, np.int64)
        links = Links(*(np.array(column, np.int32) for column in (list(zip(*walks, strict=True)) or [(), ()])))
        for minute in range(minutes):
            moment = leave + 60 * minute
            arrived = one_to_all(timetable, Query(links, moment, 4, cap)).astype(np.int64)
            for site, ends in enumerate(egress):
                for stop, seconds in ends:
                    if arrived[stop] + seconds - moment <= cap:
                        took[minute, site] = min(took[minute, site], arrived[stop] + seconds - moment)
        middle = np.sort(took, axis=0)[int(0.5 * (minutes - 1) + 0.5)]
        assert found[origin].tolist() == middle.tolist()


@given(networks, st.dictionaries(stop_rows, st.integers(0, 600), min_size=1, max_size=3), stop_rows, leaving)
def test_the_legs_of_a_journey_add_up_run_and_match_the_labels(
    network: Network, access: dict[int, int], target: int, leave: int
) -> None:
    timetable = built(network)
    start = Links(np.array(list(access), np.int32), np.array(list(access.values()), np.int32))
    question = Query(start, leave, 4, LONG)
    arrived = by_rides(timetable, question)[target]
    found = journeys(timetable, question, Links(np.array([target], np.int32), np.zeros(1, np.int32)))
    better = [rides for rides in range(1, 5) if arrived[rides] < min([UNREACHED, *arrived[1:rides]])]
    assert [journey.arrives for journey in found] == [arrived[rides] for rides in better if _rides(arrived, rides)]
    for journey in found:
        _adds_up(journey, leave)
        _runs(journey, timetable, network)


def _rides(arrived: np.ndarray, rides: int) -> bool:
    """Not where walking all the way is as quick."""
    return bool(arrived[rides] < arrived[0])


def _adds_up(journey: Journey, leave: int) -> None:
    assert journey.departs >= leave
    time, here = journey.departs, None
    for number, leg in enumerate(journey.legs):
        starts, ends = (leg.leaves, leg.arrives) if isinstance(leg, Ride) else (leg.starts, leg.starts + leg.seconds)
        origin, target = (leg.board, leg.alight) if isinstance(leg, Ride) else (leg.origin, leg.target)
        assert starts >= time
        assert number == 0 or origin == here
        time, here = ends, target
    assert time == journey.arrives
    assert here is None


def _runs(journey: Journey, timetable: Timetable, network: Network) -> None:
    """Each ride stands in the feed, may be boarded and left, and the change before it is long enough."""
    before: Ride | Walk | None = None
    for leg in journey.legs:
        if isinstance(leg, Ride):
            calls = network.trips[int(timetable.trip_label[leg.trip])].calls
            boards = [n for n, c in enumerate(calls) if (c[0], c[2]) == (leg.board, leg.leaves) and c[3]]
            leaves = [n for n, c in enumerate(calls) if (c[0], c[1]) == (leg.alight, leg.arrives) and c[4]]
            assert any(on < off for on in boards for off in leaves)
            if isinstance(before, Ride):
                assert before.arrives + network.change[leg.board] <= leg.leaves
        elif leg.origin is not None and leg.target is not None:
            net = timetable.net
            feet = slice(*net.foot_start[leg.origin : leg.origin + 2])
            assert (leg.target, leg.seconds) in list(zip(net.foot_stop[feet], net.foot_seconds[feet], strict=True))
        before = leg


@given(networks)
@settings(max_examples=20)
def test_patterns_hold_every_trip_once_and_none_overtakes(network: Network) -> None:
    timetable = built(network)
    net = timetable.net
    assert sorted(timetable.trip_label.tolist()) == list(range(len(network.trips) + 1))
    for pattern in range(timetable.patterns):
        calls = int(np.diff(net.call_start[pattern : pattern + 2])[0])
        times = slice(*net.time_start[pattern : pattern + 2])
        for column in (net.arrival, net.departure):
            assert (np.diff(column[times].reshape(-1, calls), axis=0) >= 0).all()
    assert set(np.unique(net.call_rule)) <= {0, MAY_BOARD, MAY_ALIGHT, MAY_BOARD | MAY_ALIGHT}
