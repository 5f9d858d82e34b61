"""Changing: on foot, at the same stop, as transfers.txt wants it; who may board; what is cut."""

from pathlib import Path

import pytest
from reach_feeds import NO_WALKS, arrivals, gtfs, place, table, timetable_of

from baken.core.kinds import LatLon
from baken.core.reach import StraightLine, WithBarriers
from baken.core.reach.searching import Mask, ReachError, both, cut, for_wheelchair, links
from baken.core.reach.transfers import Transfers

TWO_LINES = {"1:out": "A 8:00, B 8:10", "2:on": "B 8:12, C 8:20", "2:later": "B 8:30, C 8:38"}
RULES = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"
STOPS = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding\n"
WALKS = Transfers(metres=200)


def test_one_changes_at_a_stop(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs(TWO_LINES))
    assert arrivals(timetable, "A", "7:00") == {"B": "8:10", "C": "8:20"}


def test_no_more_rides_than_asked(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs(TWO_LINES))
    assert arrivals(timetable, "A", "7:00", rides=1) == {"B": "8:10"}


def test_no_journey_is_longer_than_the_cap(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs(TWO_LINES))
    assert arrivals(timetable, "A", "8:00", cap=20 * 60) == {"B": "8:10", "C": "8:20"}
    assert arrivals(timetable, "A", "8:00", cap=20 * 60 - 1) == {"B": "8:10"}
    assert arrivals(timetable, "A", "7:59", cap=20 * 60) == {"B": "8:10"}


def test_a_change_takes_the_least_time_of_its_stop(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs(TWO_LINES, transfers=RULES + "B,B,2,180\n"))
    assert arrivals(timetable, "A", "7:00") == {"B": "8:10", "C": "8:38"}
    assert arrivals(timetable, "B", "8:11") == {"C": "8:20"}  # who starts there does not change


def test_a_forbidden_change_is_none(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs(TWO_LINES, transfers=RULES + "B,B,3,\n"))
    assert arrivals(timetable, "A", "7:00") == {"B": "8:10"}


def test_staying_in_the_vehicle_is_no_change_by_rule(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs(TWO_LINES, transfers=RULES + "B,B,5,\n"))
    assert arrivals(timetable, "A", "7:00") == {"B": "8:10", "C": "8:20"}


NEAR = {"A": -9000.0, "B": 0.0, "B2": 100.0, "C": 9000.0}
ACROSS = {"1:out": "A 8:00, B 8:10", "2:on": "B2 8:12, C 8:20", "2:later": "B2 8:30, C 8:38"}


@pytest.mark.parametrize(
    ("rules", "there"),
    [
        ("", "8:20"),  # 104 seconds on foot
        ("B,B2,2,120\n", "8:20"),
        ("B,B2,2,121\n", "8:38"),
        ("B,B2,2,10\n", "8:20"),
        ("B,B2,0,\n", "8:20"),
        ("B,B2,3,\n", None),
        ("B2,B,3,\n", "8:20"),
    ],
)
def test_a_walk_between_two_stops_obeys_its_rule(tmp_path: Path, rules: str, there: str | None) -> None:
    files = gtfs(ACROSS, stops=NEAR, **({"transfers": RULES + rules} if rules else {}))
    assert arrivals(timetable_of(tmp_path, files, transfers=WALKS), "A", "7:00").get("C") == there


def test_a_rule_joins_stops_that_lie_far_apart(tmp_path: Path) -> None:
    files = gtfs(ACROSS, stops={**NEAR, "B2": 1000.0}, transfers=RULES + "B,B2,2,90\n")
    assert arrivals(timetable_of(tmp_path, files, transfers=WALKS), "A", "7:00")["C"] == "8:20"


def test_a_rule_for_a_station_holds_at_each_platform(tmp_path: Path) -> None:
    middle = place(0)
    rows = [
        f"{name},{name},{place(metres).lat},{place(metres).lon},{kind},{parent},\n"
        for name, metres, kind, parent in (
            ("A", -9000, 0, ""),
            ("C", 9000, 0, ""),
            ("B", 0, 0, "S"),
            ("B2", 100, 0, "S"),
        )
    ]
    stops = STOPS + "".join(rows) + f"S,Station,{middle.lat},{middle.lon},1,,\n"
    files = gtfs(ACROSS, transfers=RULES + "S,S,2,300\n") | {"stops.txt": stops}
    assert arrivals(timetable_of(tmp_path, files, transfers=WALKS), "A", "7:00")["C"] == "8:38"


def test_walks_go_on_from_stop_to_stop(tmp_path: Path) -> None:
    stops = {"A": -9000.0, "B": 0.0, "M": 150.0, "N": 300.0, "D": 450.0, "C": 9000.0, "Z": 20_000.0}
    trips = {"1:out": "A 8:00, B 8:10", "2:on": "D 8:18, C 8:30", "3:by": "M 23:00, N 23:05, Z 23:30"}
    timetable = timetable_of(tmp_path, gtfs(trips, stops=stops), transfers=WALKS)
    assert arrivals(timetable, "A", "7:00", rides=2)["D"] == "8:17:51"  # three walks of 150 metres, 157 seconds each
    assert arrivals(timetable, "A", "7:00", rides=2)["C"] == "8:30"


def test_a_river_is_walked_round_by_its_bridge(tmp_path: Path) -> None:
    river = [place(50, -5000), place(50, 5000)]
    bridge = place(50, 300)
    for bridges, there in (([bridge], "8:38"), ([], None)):
        walking = WithBarriers([river], bridges)
        files = gtfs(ACROSS, stops=NEAR)
        timetable = timetable_of(tmp_path / str(len(bridges)), files, transfers=Transfers(200, walking))
        assert arrivals(timetable, "A", "7:00").get("C") == there


def test_walks_to_stops_end_where_one_would_walk_too_long(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs({"1": "A 8:00, B 8:10, C 8:20"}, stops={"A": 0, "B": 500, "C": 2000}))
    near = links(timetable, place(0), StraightLine(), 521)
    assert [
        (timetable.labels.stop_ids[stop], second) for stop, second in zip(near.stops, near.seconds, strict=True)
    ] == [
        ("A", 0),
        ("B", 521),
    ]
    assert len(links(timetable, LatLon(-40, 170), StraightLine()).stops) == 0


def test_where_one_may_not_board_or_alight_one_does_not(tmp_path: Path) -> None:
    times = table(
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type",
        ("1", "8:00:00", "8:00:00", "A", 1, 0, 1),
        ("1", "8:10:00", "8:10:00", "B", 2, 0, 1),
        ("1", "8:20:00", "8:20:00", "C", 3, 1, 0),
        ("1", "8:30:00", "8:30:00", "D", 4, 2, 3),  # by arrangement is a way too
    )
    timetable = timetable_of(tmp_path, gtfs({"1": "A 8:00, B 8:10, C 8:20, D 8:30"}, stop_times=times))
    assert arrivals(timetable, "A", "7:00") == {"C": "8:20", "D": "8:30"}
    assert arrivals(timetable, "B", "7:00") == {"C": "8:20", "D": "8:30"}
    assert arrivals(timetable, "C", "7:00") == {}


def wheelchair_feed() -> dict[str, str]:
    trips = {"yes": "A 9:00, B 9:10", "silent": "A 8:30, B 8:40", "no": "A 8:00, B 8:10", "on": "B 10:00, C 10:10"}
    flags = {"yes": 1, "silent": "", "no": 2, "on": 1}
    stops = STOPS + "A,A,51,4,0,,1\nB,B,51.1,4,0,S,\nC,C,51.2,4,0,,2\nS,S,51.1,4,1,,1\n"
    rows = [("1", "daily", trip, flag) for trip, flag in flags.items()]
    return gtfs(trips, stops={}, trips=table("route_id,service_id,trip_id,wheelchair_accessible", *rows)) | {
        "stops.txt": stops
    }


def test_with_a_wheelchair_what_says_no_is_left_and_what_says_nothing_is_to_be_asked(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, wheelchair_feed())
    strict, lenient = (for_wheelchair(timetable, strict=strict) for strict in (True, False))
    assert arrivals(timetable, "A", "7:00") == {"B": "8:10", "C": "10:10"}
    assert arrivals(timetable, "A", "7:00", mask=lenient) == {"B": "8:40"}
    assert arrivals(timetable, "A", "7:00", mask=strict) == {"B": "9:10"}  # B is as its station


def test_a_platform_without_coordinates_lies_where_its_station_lies(tmp_path: Path) -> None:
    stops = STOPS + "A,A,51,4,0,,\nB,B,,,0,S,\nS,S,51.1,4,1,,\nD,D,,,0,,\n"
    files = gtfs({"1": "A 8:00, B 8:10, D 8:20"}, stops={}) | {"stops.txt": stops}
    timetable = timetable_of(tmp_path, files, transfers=WALKS)
    near = links(timetable, LatLon(51.1, 4), StraightLine())
    assert near.stops.tolist() == timetable.rows_of(["B"])
    assert arrivals(timetable, "A", "7:00") == {"B": "8:10", "D": "8:20"}  # one rides there; nobody walks there


TRIANGLE = {"1:a": "A 8:00, B 8:10, C 8:20", "2:b": "A 8:05, C 8:40", "2:c": "A 8:15, C 8:50"}


def test_lines_trips_and_stops_can_be_cut_without_building_anew(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs(TRIANGLE))
    assert arrivals(timetable, "A", "7:00") == {"B": "8:10", "C": "8:20"}
    assert arrivals(timetable, "A", "7:00", mask=cut(timetable, routes=["1"])) == {"C": "8:40"}
    assert arrivals(timetable, "A", "7:00", mask=cut(timetable, routes=["1"], trips=["2:b"])) == {"C": "8:50"}
    assert arrivals(timetable, "A", "7:00", mask=cut(timetable, stops=["B"])) == {"C": "8:20"}  # it rides past B
    assert arrivals(timetable, "A", "7:00", mask=cut(timetable, stops=["A"])) == {}
    both_cut = both(cut(timetable, routes=["1"]), cut(timetable, routes=["2"]))
    assert arrivals(timetable, "A", "7:00", mask=both_cut) == {}


def test_what_is_not_there_cannot_be_cut(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs(TRIANGLE))
    with pytest.raises(ReachError, match="no route 'N9'"):
        cut(timetable, routes=["N9"])
    other = timetable_of(tmp_path / "other", gtfs({"1": "A 8:00, B 8:10"}))
    with pytest.raises(ReachError, match="another timetable"):
        arrivals(other, "A", "7:00", mask=Mask(cut(timetable, routes=["1"]).trips))


def test_feeds_that_share_stop_ids_stay_apart(tmp_path: Path) -> None:
    buses = gtfs({"b": "A 8:00, B 8:10"}, stops={"A": 0, "B": 9000})
    trains = gtfs({"t": "B 8:15, C 8:30"}, stops={"B": 9100, "C": 30_000})
    timetable = timetable_of(tmp_path, buses, trains, transfers=WALKS)
    assert timetable.labels.stop_ids == ("A", "0:B", "1:B", "C")
    assert arrivals(timetable, "A", "7:00") == {"0:B": "8:10", "1:B": "8:11:45", "C": "8:30"}


def test_the_order_of_feeds_changes_no_journey(tmp_path: Path) -> None:
    buses = gtfs({"b": "A 8:00, B 8:10"}, stops={"A": 0, "B": 9000})
    trains = gtfs({"t": "X 8:15, C 8:30"}, stops={"X": 9100, "C": 30_000})
    for name, feeds in (("one", (buses, trains)), ("other", (trains, buses))):
        timetable = timetable_of(tmp_path / name, *feeds, transfers=WALKS)
        assert arrivals(timetable, "A", "7:00") == {"B": "8:10", "X": "8:11:45", "C": "8:30"}


def test_without_walks_there_are_none(tmp_path: Path) -> None:
    assert len(timetable_of(tmp_path, gtfs(ACROSS, stops=NEAR), transfers=NO_WALKS).net.foot_stop) == 0
