"""Which trips run on a day, and when: midnight, calendars, headways, blank times."""

from datetime import date
from pathlib import Path

import pytest
from reach_feeds import CALENDAR, TUESDAY, arrivals, gtfs, table, timetable_of

from baken.core.reach.timetable import NoService

WEEKEND = CALENDAR.replace("1,1,1,1,1,1,1", "0,0,0,0,0,1,1")
DATES = "service_id,date,exception_type\n"


def test_the_first_trip_that_can_be_caught_is_taken(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs({"early": "A 8:00, B 8:10", "late": "A 8:30, B 8:40"}))
    assert arrivals(timetable, "A", "7:00") == {"B": "8:10"}
    assert arrivals(timetable, "A", "8:00") == {"B": "8:10"}
    assert arrivals(timetable, "A", "8:00:01") == {"B": "8:40"}
    assert arrivals(timetable, "A", "8:31") == {}
    assert arrivals(timetable, "B", "7:00") == {}


def test_a_trip_past_midnight_runs_on_that_night(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs({"night": "A 23:50, B 24:10, C 25:05"}))
    assert arrivals(timetable, "A", "23:00") == {"B": "24:10", "C": "25:05"}


def test_yesterdays_trips_are_still_on_their_way_after_midnight(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs({"night": "A 23:50, B 24:10, C 25:05"}))
    assert arrivals(timetable, "B", "0:05") == {"C": "1:05"}
    assert arrivals(timetable, "A", "-0:10") == {"B": "0:10", "C": "1:05"}


def test_yesterdays_trips_depend_on_yesterdays_calendar(tmp_path: Path) -> None:
    monday_only = CALENDAR.replace("1,1,1,1,1,1,1", "1,0,0,0,0,0,0")
    timetable = timetable_of(tmp_path, gtfs({"night": "A 24:30, B 24:40"}, calendar=monday_only))
    assert arrivals(timetable, "A", "0:00") == {"B": "0:40"}  # Tuesday morning
    assert arrivals(timetable, "A", "1:00") == {}  # and not in the night after


def test_a_trip_of_two_days_runs_from_the_day_before_yesterday(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs({"sleeper": "A 20:00, B 49:00"}))
    assert arrivals(timetable, "A", "-28:00", cap=48 * 3600) == {"B": "1:00"}


def test_a_feed_may_have_dates_only(tmp_path: Path) -> None:
    files = gtfs({"1": "A 8:00, B 8:10"}, calendar_dates=DATES + "daily,20261124,1\n")
    del files["calendar.txt"]
    timetable = timetable_of(tmp_path, files)
    assert arrivals(timetable, "A", "7:00") == {"B": "8:10"}
    assert timetable.valid == (TUESDAY, TUESDAY)


def test_an_exception_takes_a_day_away_and_adds_another(tmp_path: Path) -> None:
    files = gtfs(
        {"1": "A 8:00, B 8:10"}, calendar=WEEKEND, calendar_dates=DATES + "daily,20261124,1\ndaily,20261128,2\n"
    )
    assert arrivals(timetable_of(tmp_path, files), "A", "7:00") == {"B": "8:10"}
    with pytest.raises(NoService):
        timetable_of(tmp_path / "saturday", files, day=date(2026, 11, 28))


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 2)])
def test_a_day_without_service_names_the_days_that_have_it(tmp_path: Path, day: date) -> None:
    with pytest.raises(NoService, match="valid from 2026-01-01 to 2026-12-31") as refused:
        timetable_of(tmp_path, gtfs({"1": "A 8:00, B 8:10"}), day=day)
    assert refused.value.valid == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_feed_that_never_runs_says_so(tmp_path: Path) -> None:
    never = CALENDAR.replace("1,1,1,1,1,1,1", "0,0,0,0,0,0,0")
    with pytest.raises(NoService, match="never runs"):
        timetable_of(tmp_path, gtfs({"1": "A 8:00, B 8:10"}, calendar=never))


def test_a_trip_of_frequencies_runs_at_every_headway_until_the_end(tmp_path: Path) -> None:
    often = table("trip_id,start_time,end_time,headway_secs", ("1", "6:00:00", "7:00:00", 1200))
    timetable = timetable_of(tmp_path, gtfs({"1": "A 0:00, B 0:10"}, frequencies=often))
    assert [arrivals(timetable, "A", leave).get("B") for leave in ("0:00", "6:01", "6:40", "6:41")] == [
        "6:10",
        "6:30",
        "6:50",
        None,  # at 7:00 the service ends; the trip itself does not run
    ]


def test_frequencies_past_midnight_run_from_yesterday_too(tmp_path: Path) -> None:
    often = table("trip_id,start_time,end_time,headway_secs", ("1", "23:30:00", "25:00:00", 1800))
    timetable = timetable_of(tmp_path, gtfs({"1": "A 5:00, B 5:10"}, frequencies=often))
    assert arrivals(timetable, "A", "0:10") == {"B": "0:40"}  # yesterday's of 24:30


def test_blank_times_lie_in_proportion_to_the_way(tmp_path: Path) -> None:
    files = gtfs({"1": "A 8:00, B -, C -, D 8:10"}, stops={"A": 0, "B": 2000, "C": 7000, "D": 10_000})
    assert arrivals(timetable_of(tmp_path, files), "A", "7:00") == {"B": "8:02", "C": "8:07", "D": "8:10"}


def test_blank_times_between_stops_of_one_place_are_shared_out(tmp_path: Path) -> None:
    files = gtfs({"1": "A 8:00, B -, C -, D 8:09"}, stops={"A": 0, "B": 0, "C": 0, "D": 0})
    assert arrivals(timetable_of(tmp_path, files), "A", "7:00") == {"B": "8:03", "C": "8:06", "D": "8:09"}


def test_a_trip_that_overtakes_does_not_hide_the_faster_one(tmp_path: Path) -> None:
    slow_and_fast = {
        "slow": "A 8:00, B 9:00, C 9:30",
        "fast": "A 8:10, B 8:20, C 8:30",
        "last": "A 8:20, B 9:10, C 9:40",
    }
    timetable = timetable_of(tmp_path, gtfs(slow_and_fast))
    assert arrivals(timetable, "A", "7:00") == {"B": "8:20", "C": "8:30"}
    assert arrivals(timetable, "A", "8:11") == {"B": "9:10", "C": "9:40"}
    assert arrivals(timetable, "B", "8:30") == {"C": "9:30"}
    assert timetable.patterns == 2


def test_a_trip_may_pass_its_stop_twice(tmp_path: Path) -> None:
    timetable = timetable_of(tmp_path, gtfs({"loop": "A 8:00, B 8:10, A 8:20, C 8:30"}))
    assert arrivals(timetable, "A", "8:05") == {"C": "8:30"}
    assert arrivals(timetable, "B", "8:00") == {"A": "8:20", "C": "8:30"}
