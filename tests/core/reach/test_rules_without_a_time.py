"""transfers.txt may join stops that lie far apart without saying how long it takes: then one walks."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from baken.core.reach.gtfs.reading import read_feed
from baken.core.reach.searching import UNREACHED, Links, Query, one_to_all
from baken.core.reach.timetable import Timetable, build_timetable
from baken.core.reach.transfers import Transfers

# a kilometre of latitude is 0.009 degrees; N lies nowhere
STOPS = "stop_id,stop_name,stop_lat,stop_lon\nA,A,51.0,4.0\nB,B,51.1,4.0\nC,C,51.109,4.0\nN,N,,\n"
WALK_SECONDS = 1041  # 1,000.8 metres, times 1.3, at 1.25 metres per second
FILES = {
    "stops.txt": STOPS,
    "routes.txt": "route_id,route_short_name,route_type\n1,1,3\n",
    "trips.txt": "route_id,service_id,trip_id\n1,daily,out\n1,daily,on\n1,daily,nowhere\n",
    "calendar_dates.txt": "service_id,date,exception_type\ndaily,20261124,1\n",
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "out,8:00:00,8:00:00,A,1\nout,8:10:00,8:10:00,B,2\n"
        "on,9:00:00,9:00:00,C,1\non,9:10:00,9:10:00,A,2\n"
        "nowhere,9:00:00,9:00:00,N,1\nnowhere,9:10:00,9:10:00,A,2\n"
    ),
}


def timetable(folder: Path, rules: str) -> Timetable:
    files = FILES | {"transfers.txt": "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n" + rules}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return build_timetable([read_feed(folder)], date(2026, 11, 24), Transfers(metres=200))


def after_the_first_ride(folder: Path, rules: str, stop: str) -> int | None:
    """Seconds from the arrival at B to being at `stop`."""
    built = timetable(folder, rules)
    start, end = built.rows_of(["A", stop])
    links = Links(np.array([start], np.int32), np.array([0], np.int32))
    arrived = int(one_to_all(built, Query(links, 8 * 3600))[end])
    return None if arrived == UNREACHED else arrived - (8 * 3600 + 600)


@pytest.mark.parametrize(
    ("rules", "seconds"),
    [
        ("", None),
        ("B,C,0,\n", WALK_SECONDS),
        ("B,C,1,\n", WALK_SECONDS),
        ("B,C,2,0\n", WALK_SECONDS),
        ("B,C,2,60\n", 60),
        ("B,C,3,\n", None),
        ("C,B,0,\n", None),
    ],
)
def test_it_is_the_walk_unless_the_rule_says_a_time(tmp_path, rules, seconds):
    assert after_the_first_ride(tmp_path, rules, "C") == seconds


def test_to_a_stop_that_lies_nowhere_there_is_no_walk(tmp_path):
    assert after_the_first_ride(tmp_path, "B,N,0,\n", "N") is None
    assert after_the_first_ride(tmp_path, "B,N,2,90\n", "N") == 90
