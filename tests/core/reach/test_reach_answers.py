"""What is asked of a timetable: journeys, backwards, windows, matrices; and that a stored one answers the same."""

import json
from pathlib import Path

import numpy as np
import pytest
from reach_feeds import arrivals, at, clock, gtfs, place, query, seconds, shown, table, timetable_of

from baken.core.kinds import LatLon
from baken.core.reach import StraightLine
from baken.core.reach.journeys import Journey, Walk, journeys
from baken.core.reach.matrix import BLOCK, MatrixQuery, Sparse, between, matrix, walks
from baken.core.reach.searching import (
    UNREACHED,
    Links,
    Query,
    ReachError,
    State,
    backward,
    by_rides,
    cut,
    one_to_all,
    ranks_of,
    reversed_mask,
    window,
)
from baken.core.reach.storing import StoredTimetableError, read_timetable, write_timetable
from baken.core.reach.timetable import Timetable, reverse
from baken.core.reach.transfers import Transfers

TOWN = {
    "slow:1": "A 8:00, B 8:20, C 9:00",
    "fast:1": "B 8:25, C 8:40",
    "slow:2": "A 8:30, B 8:50, C 9:30",
    "fast:2": "B 9:25, C 9:40",
}
RULES = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"


@pytest.fixture
def town(tmp_path: Path) -> Timetable:
    return timetable_of(tmp_path, gtfs(TOWN))


def told(timetable: Timetable, journey: Journey) -> list[str]:
    names = timetable.labels
    lines = []
    for leg in journey.legs:
        if isinstance(leg, Walk):
            where = ["start" if leg.origin is None else names.stop_ids[leg.origin]]
            where.append("site" if leg.target is None else names.stop_ids[leg.target])
            lines.append(f"{clock(leg.starts)} walk {where[0]}-{where[1]} {leg.seconds}")
        else:
            trip = names.trip_ids[timetable.trip_label[leg.trip]]
            stops = names.stop_ids[leg.board], names.stop_ids[leg.alight]
            lines.append(f"{clock(leg.leaves)} {trip} {stops[0]}-{stops[1]} {clock(leg.arrives)}")
    return lines


def test_journeys_are_the_fewest_changes_and_the_earliest_arrival(town: Timetable) -> None:
    direct, quick = journeys(town, Query(at(town, A=300), seconds("7:30")), at(town, C=60))
    assert told(town, direct) == ["7:55 walk start-A 300", "8:00 slow:1 A-C 9:00", "9:00 walk C-site 60"]
    assert told(town, quick) == [
        "7:55 walk start-A 300",
        "8:00 slow:1 A-B 8:20",
        "8:25 fast:1 B-C 8:40",
        "8:40 walk C-site 60",
    ]
    assert (clock(direct.departs), clock(direct.arrives)) == ("7:55", "9:01")
    assert (clock(quick.departs), clock(quick.arrives)) == ("7:55", "8:41")
    assert [ride.stops_between for ride in (*direct.rides, *quick.rides)] == [1, 0, 0]


def test_no_journey_where_none_is(town: Timetable) -> None:
    assert journeys(town, Query(at(town, A=0), seconds("10:00")), at(town, C=0)) == ()
    assert journeys(town, Query(at(town, A=0), seconds("7:00")), Links(*(np.zeros(0, np.int32),) * 2)) == ()
    assert journeys(town, Query(at(town, A=0), seconds("8:00"), cap_seconds=2400), at(town, C=1)) == ()
    assert len(journeys(town, Query(at(town, A=0), seconds("8:00"), cap_seconds=2400), at(town, C=0))) == 1


def test_a_journey_goes_round_what_is_cut(town: Timetable) -> None:
    asked = query(town, "A", "7:00", mask=cut(town, routes=["fast"], trips=["slow:1"]))
    (only,) = journeys(town, asked, at(town, C=0))
    assert [town.labels.trip_ids[town.trip_label[ride.trip]] for ride in only.rides] == ["slow:2"]


def test_a_journey_walks_between_its_rides(tmp_path: Path) -> None:
    stops = {"A": -9000.0, "B": 0.0, "B2": 100.0, "C": 9000.0}
    files = gtfs({"1": "A 8:00, B 8:10", "2": "B2 8:15, C 8:20"}, stops=stops)
    timetable = timetable_of(tmp_path, files, transfers=Transfers(200))
    (journey,) = journeys(timetable, query(timetable, "A", "7:30"), at(timetable, C=0))
    assert told(timetable, journey)[1:4] == ["8:00 1 A-B 8:10", "8:10 walk B-B2 105", "8:15 2 B2-C 8:20"]


def test_a_journey_keeps_the_least_time_of_a_change(tmp_path: Path) -> None:
    trips = {
        "1:a": "A 8:00, B 8:10",
        "2:tight": "B 8:11, C 8:20",
        "2:good": "B 8:15, C 8:30",
        "2:late": "B 8:40, C 8:50",
    }
    timetable = timetable_of(tmp_path, gtfs(trips, transfers=RULES + "B,B,2,300\n"))
    (journey,) = journeys(timetable, query(timetable, "A", "7:30"), at(timetable, C=0))
    assert [clock(ride.leaves) for ride in journey.rides] == ["8:00", "8:15"]


def test_with_more_rides_one_never_arrives_later(town: Timetable) -> None:
    found = by_rides(town, query(town, "A", "7:00", rides=3))
    assert [clock(time) for time in found[town.rows_of(["C"])[0], 1:]] == ["9:00", "8:40", "8:40"]
    assert found[town.rows_of(["A"])[0]].tolist() == [seconds("7:00")] * 4


def test_the_latest_departure_that_still_arrives(town: Timetable) -> None:
    back = reverse(town)
    for deadline, latest in (("9:40", "8:30"), ("9:39:59", "8:30"), ("9:29:59", "8:00"), ("8:40", "8:00")):
        found = backward(back, query(back, "C", deadline))
        assert shown(town, found, "C")["A"] == latest
    assert shown(town, backward(back, query(back, "C", "8:39")), "C") == {}


def test_the_last_way_home(tmp_path: Path) -> None:
    evening = {"1": "A 22:00, B 22:30", "last": "A 23:40, B 24:20", "morning": "A 6:00, B 6:30"}
    back = reverse(timetable_of(tmp_path, gtfs(evening)))
    assert shown(back, backward(back, query(back, "B", "27:00")), "B") == {"A": "23:40"}


def test_backwards_without_what_is_cut(town: Timetable) -> None:
    back = reverse(town)
    mask = reversed_mask(cut(town, trips=["slow:2"], stops=["B"]), town)
    assert shown(town, backward(back, query(back, "C", "10:00", mask=mask)), "C") == {"A": "8:00"}
    assert reversed_mask(None, town) is None


def test_backwards_one_boards_where_one_may(tmp_path: Path) -> None:
    times = table(
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type",
        ("1", "8:00:00", "8:00:00", "A", 1, 0, 0),
        ("1", "8:10:00", "8:12:00", "B", 2, 1, 0),
        ("1", "8:20:00", "8:20:00", "C", 3, 0, 0),
    )
    back = reverse(timetable_of(tmp_path, gtfs({"1": "A 8:00, B 8:10/8:12, C 8:20"}, stop_times=times)))
    assert shown(back, backward(back, query(back, "C", "9:00")), "C") == {"A": "8:00"}


def test_a_timetable_twice_backwards_is_the_timetable(town: Timetable) -> None:
    again = reverse(reverse(town))
    for one, other in zip(again.net, town.net, strict=True):
        assert np.array_equal(one, other)
    assert np.array_equal(again.trip_label, town.trip_label)


def test_a_window_counts_each_minute_of_departure(town: Timetable) -> None:
    asked = query(town, "A", "7:50", cap=2 * 3600)
    took = sorted(int(one_to_all(town, query(town, "A", clock(seconds("7:50") + 60 * m)))[1]) for m in range(20))
    least, median, most = window(town, asked, 20, percentiles=(0, 50, 100))[:, town.rows_of(["B"])[0]].tolist()
    assert took[0] == seconds("8:20")
    assert (least, most) == (
        20 * 60,
        49 * 60,
    )  # at 8:00 the vehicle leaves at once; at 8:01 it is gone for half an hour
    assert median == sorted([30 - m if m <= 10 else 60 - m for m in range(20)])[10] * 60


def test_departures_that_do_not_arrive_count_as_the_longest(town: Timetable) -> None:
    for cap, middle in ((49 * 60, 49 * 60), (49 * 60 - 1, UNREACHED)):  # 31 of 60 departures arrive, or 30
        median, most = window(town, query(town, "A", "8:00", cap=cap), 60, percentiles=(50, 100))
        assert most[town.rows_of(["B"])[0]] == UNREACHED
        assert median[town.rows_of(["B"])[0]] == middle


def test_ranks_are_the_nearest() -> None:
    assert ranks_of((0, 50, 90, 100), 60).tolist() == [0, 30, 53, 59]
    assert ranks_of((50,), 1).tolist() == [0]
    for wrong in ((), (-1,), (101,), (float("nan"),)):
        with pytest.raises(ReachError, match="percentiles"):
            ranks_of(wrong, 60)


def test_questions_that_cannot_be_asked_say_why(town: Timetable) -> None:
    for wrong in ({"rides": 0}, {"rides": 31}, {"cap": 0}, {"cap": 172_801}):
        with pytest.raises(ReachError, match="journey"):
            query(town, "A", "8:00", **wrong)  # type: ignore[arg-type]
    with pytest.raises(ReachError, match="minute"):
        window(town, query(town, "A", "8:00"), 0)
    with pytest.raises(ReachError, match="another"):
        one_to_all(town, query(town, "A", "8:00", rides=2), State(town, 3))


def test_a_state_forgets_the_question_before(town: Timetable) -> None:
    state = State(town)
    for leave in ("7:00", "8:10", "9:35", "7:00"):
        asked = query(town, "A", leave)
        assert np.array_equal(one_to_all(town, asked, state), one_to_all(town, asked))
        assert np.array_equal(window(town, asked, 7, state=state), window(town, asked, 7))


def test_a_stored_timetable_answers_the_same(town: Timetable, tmp_path: Path) -> None:
    write_timetable(town, tmp_path / "stored")
    write_timetable(town, tmp_path / "stored")  # a second worker had the same thought
    stored = read_timetable(tmp_path / "stored")
    assert arrivals(stored, "A", "7:00") == arrivals(town, "A", "7:00") == {"B": "8:20", "C": "8:40"}
    assert (stored.day, stored.valid, stored.timezone, stored.labels) == (
        town.day,
        town.valid,
        town.timezone,
        town.labels,
    )
    assert not stored.net.arrival.flags.writeable
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_a_damaged_or_older_stored_timetable_is_refused(town: Timetable, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_timetable(tmp_path / "none")
    folder = tmp_path / "stored"
    write_timetable(town, folder)
    meta = json.loads((folder / "timetable.json").read_text())
    (folder / "timetable.json").write_text(json.dumps(meta | {"format": 0}))
    with pytest.raises(StoredTimetableError, match="another version"):
        read_timetable(folder)
    (folder / "timetable.json").write_text(json.dumps(meta)[:50])
    with pytest.raises(StoredTimetableError, match="damaged"):
        read_timetable(folder)
    (folder / "timetable.json").write_text(json.dumps(meta))
    array = folder / "net.arrival.npy"
    array.write_bytes(array.read_bytes()[:-8])
    with pytest.raises(StoredTimetableError, match="damaged"):
        read_timetable(folder)


def many_origins(timetable: Timetable, count: int) -> MatrixQuery:
    stops = [timetable.place(row) for row in range(timetable.stops)]
    origins = [LatLon(stops[n % 3].lat + n * 1e-5, stops[n % 3].lon) for n in range(count)]
    sites = [LatLon(stop.lat - 2e-4, stop.lon) for stop in stops]
    line = StraightLine()
    access, egress = walks(timetable, origins, line), walks(timetable, sites, line)
    return MatrixQuery(access, egress, between(origins, sites, line, 1200), seconds("7:30"), 15)


def test_a_matrix_goes_on_where_it_stopped_and_is_the_same_with_workers(town: Timetable) -> None:
    asked = many_origins(town, BLOCK + 10)
    whole = dict(matrix(town, asked))
    assert list(whole) == [0, BLOCK]
    assert [len(block) for block in whole.values()] == [BLOCK, 10]
    ((start, rest),) = matrix(town, asked, first=BLOCK)
    assert start == BLOCK
    assert np.array_equal(rest, whole[BLOCK])
    for start, block in matrix(town, asked, workers=2):
        assert np.array_equal(block, whole[start])


def test_a_matrix_is_the_window_and_the_walk_to_the_site(town: Timetable) -> None:
    asked = many_origins(town, 6)
    ((_, found),) = matrix(town, asked)
    for origin in range(6):
        row = slice(*asked.access.start[origin : origin + 2])
        links = Links(asked.access.column[row], asked.access.seconds[row])
        ways = window(town, Query(links, asked.depart, cap_seconds=asked.cap_seconds), asked.minutes)[0]
        for site in range(3):
            ends = slice(*asked.egress.start[site : site + 2])
            best = min(int(ways[stop]) + int(walk) for stop, walk in _pairs(asked.egress, ends))
            direct = slice(*asked.direct.start[origin : origin + 2])
            best = min([best, *(walk for column, walk in _pairs(asked.direct, direct) if column == site)])
            assert found[origin, site] == (best if best <= asked.cap_seconds else UNREACHED)


def test_a_matrix_of_nobody_is_empty(town: Timetable) -> None:
    empty = walks(town, [], StraightLine())
    sites = walks(town, [place(0)], StraightLine())
    assert list(matrix(town, MatrixQuery(empty, sites, empty, 0))) == []
    with pytest.raises(ReachError, match="minute"):
        MatrixQuery(empty, sites, empty, 0, minutes=0)


def _pairs(sparse: Sparse, rows: slice) -> list[tuple[int, int]]:
    return list(zip(sparse.column[rows].tolist(), sparse.seconds[rows].tolist(), strict=True))
