"""There, back, and the last way home, on a line one can follow by hand: Kerkplein :00, Gare d'Été :11, Hoek :20."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from pytest_django import DjangoAssertNumQueries

from baken.core.kinds import LatLon
from baken.core.reach import StraightLine
from baken.timetables import services, travel
from baken.timetables.travel import RideLeg, TimesUnknown, WalkLeg

BRUSSELS = ZoneInfo("Europe/Brussels")
HOME, STATION, HOEK = LatLon(51.0, 4.001), LatLon(51.0301, 4.001), LatLon(51.06, 4.001)
FAR = LatLon(51.5, 4.0)
DAY = date(2026, 11, 24)
ON_FOOT = StraightLine()


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BRUSSELS)


def test_one_search_says_how_long_it_is_to_every_place(on_the_line: None) -> None:
    places = [HOEK, HOME, STATION, FAR]
    ways = travel.ways(HOME, at(7, 50), places, walking=ON_FOOT)
    walk = ON_FOOT.seconds(HOEK, [LatLon(51.06, 4.0)])[0]
    assert ways.seconds[0] == 30 * 60 + np.ceil(walk)
    assert ways.seconds[1] == 0
    assert ways.seconds[2] < 23 * 60 < ways.walk_seconds[2]
    assert ways.seconds[3] == ways.walk_seconds[3] > 10 * 3600
    assert [ways.trip(index) is None for index in range(4)] == [False, True, False, True]


def test_a_trip_has_its_walks_lines_and_stops_with_times(on_the_line: None) -> None:
    trip = travel.ways(HOME, at(7, 50), [HOEK], walking=ON_FOOT).trip(0)
    assert trip is not None
    first, ride, last = trip.legs
    assert isinstance(first, WalkLeg) and isinstance(ride, RideLeg) and isinstance(last, WalkLeg)
    assert (first.to, last.to) == ("Kerkplein", "")
    assert (ride.line, ride.headsign, ride.board, ride.alight) == ("7", "Hoek", "Kerkplein", "Hoek")
    assert (ride.leaves, ride.arrives, ride.stops, ride.kind) == (at(8), at(8, 20), 2, 3)
    assert trip.leaves == first.leaves == at(8) - timedelta(seconds=first.seconds)
    assert trip.arrives == last.leaves + timedelta(seconds=last.seconds)
    assert trip.rides == (ride,) and trip.seconds == first.seconds + 20 * 60 + last.seconds


def test_a_vehicle_that_shows_nothing_goes_to_its_last_stop(on_the_line: None) -> None:
    trip = travel.ways(HOEK, at(8, 20), [HOME], walking=ON_FOOT).trip(0)
    assert trip is not None and trip.rides[0].headsign == "Kerkplein"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_a_moment_is_the_same_in_every_zone(on_the_line: None, zone: str) -> None:
    here = travel.ways(HOME, at(7, 50), [HOEK], walking=ON_FOOT).seconds
    there = travel.ways(HOME, at(7, 50).astimezone(ZoneInfo(zone)), [HOEK], walking=ON_FOOT).seconds
    assert here.tolist() == there.tolist()


def test_a_moment_without_a_zone_is_refused(on_the_line: None) -> None:
    with pytest.raises(ValueError, match="time zone"):
        travel.ways(HOME, at(8).replace(tzinfo=None), [HOEK], walking=ON_FOOT)


def test_after_midnight_the_last_evenings_bus_still_counts(on_the_line: None) -> None:
    night = at(0, 0, DAY + timedelta(days=1)) - timedelta(minutes=3)
    trip = travel.ways(HOME, night, [HOEK], walking=ON_FOOT).trip(0)
    assert trip is not None and trip.rides[0].leaves == at(0, 0, DAY + timedelta(days=1))


def test_when_the_clock_goes_back_the_bus_runs_by_the_clock(on_the_line: None) -> None:
    monday_after = date(2026, 10, 26)
    trip = travel.ways(HOME, at(7, 50, monday_after), [HOEK], walking=ON_FOOT).trip(0)
    assert trip is not None and trip.rides[0].leaves == at(8, 0, monday_after)


def test_no_places_are_no_ways(on_the_line: None) -> None:
    assert travel.ways(HOME, at(8), [], walking=ON_FOOT).seconds.shape == (0,)


def test_arriving_leaves_as_late_as_it_can(on_the_line: None) -> None:
    trip = travel.arriving(HOME, at(9, 40), HOEK, walking=ON_FOOT)
    assert trip is not None and trip.rides[0].leaves == at(9) and trip.arrives <= at(9, 40)
    early = travel.arriving(HOME, at(9, 20), HOEK, walking=ON_FOOT)
    assert early is not None and early.rides[0].leaves == at(8)
    assert travel.arriving(HOME, at(7), HOEK, walking=ON_FOOT) is None
    assert travel.arriving(HOME, at(9, 40), LatLon(51.001, 4.0), walking=ON_FOOT) is None


def test_the_first_way_back_is_the_next_bus_and_late_at_night_the_next_mornings(on_the_line: None) -> None:
    trip = travel.first_after(HOEK, HOME, at(11), walking=ON_FOOT)
    assert trip is None  # the next bus leaves at 17:30: on foot one is home before
    trip = travel.first_after(HOEK, HOME, at(17), walking=ON_FOOT)
    assert trip is not None and trip.rides[0].leaves == at(17, 30) and trip.leaves > at(17, 25)
    assert travel.first_after(FAR, HOME, at(0, 30), walking=ON_FOOT) is None  # nor tomorrow, a day and a night ahead
    afar = LatLon(51.06, 4.001)
    assert travel.first_after(afar, LatLon(50.99, 4.001), at(10), walking=ON_FOOT) is not None


def test_the_last_way_home_runs_before_three_at_night(on_the_line: None) -> None:
    trip = travel.last_home(HOEK, HOME, DAY, walking=ON_FOOT)
    assert trip is not None and trip.rides[0].leaves == at(23, 30)
    back = travel.last_home(HOME, HOEK, DAY, walking=ON_FOOT)
    assert back is not None and back.rides[0].leaves == at(0, 0, DAY + timedelta(days=1))
    assert travel.last_home(FAR, HOME, DAY, walking=ON_FOOT) is None


def test_next_door_there_is_no_way_but_walking(on_the_line: None) -> None:
    near = LatLon(51.0005, 4.001)
    assert travel.last_home(near, HOME, DAY, walking=ON_FOOT) is None
    assert travel.first_after(near, HOME, at(8), walking=ON_FOOT) is None
    assert travel.first_after(HOME, HOME, at(8), walking=ON_FOOT) is None


def test_with_a_wheelchair_what_is_not_known_is_to_be_asked(on_the_line: None) -> None:
    station = travel.ways(HOME, at(7, 50), [STATION], walking=ON_FOOT, wheelchair=True).trip(0)
    assert station is not None and [ride.wheelchair for ride in station.rides] == [True]
    ways = travel.ways(HOME, at(7, 50), [HOEK], walking=ON_FOOT, wheelchair=True)  # Hoek says nothing
    hoek = ways.trip(0)
    assert hoek is not None and [ride.wheelchair for ride in hoek.rides] == [None]
    late = travel.ways(HOME, at(9, 50), [STATION], walking=ON_FOOT, wheelchair=True)  # the bus of ten says nothing
    trip = late.trip(0)
    assert trip is not None and [ride.wheelchair for ride in trip.rides] == [None]
    last = travel.last_home(HOEK, HOME, DAY, walking=ON_FOOT, wheelchair=True)
    assert last is not None and last.rides[0].wheelchair is None


def test_a_bus_without_room_for_a_wheelchair_is_no_way(
    db: None, home: Path, small_line: Path, change: Callable[[str, str, str], None]
) -> None:
    change("stops.txt", "hoek,Hoek,51.060,4.000,0,,0", "hoek,Hoek,51.060,4.000,0,,2")
    services.import_feeds(paths=[small_line])
    ways = travel.ways(HOME, at(7, 50), [HOEK], walking=ON_FOOT, wheelchair=True)
    assert ways.trip(0) is None or ways.trip(0).rides[0].alight != "Hoek"  # type: ignore[union-attr]
    plain = travel.ways(HOME, at(7, 50), [HOEK], walking=ON_FOOT).trip(0)
    assert plain is not None and plain.rides[0].wheelchair is False
    assert travel.arriving(HOME, at(9, 40), HOEK, walking=ON_FOOT, wheelchair=True) is None


def test_without_a_timetable_or_on_another_day_times_are_unknown(db: None, home: Path, small_line: Path) -> None:
    with pytest.raises(TimesUnknown) as none:
        travel.ways(HOME, at(8), [HOEK], walking=ON_FOOT)
    assert none.value.code == "no-timetable" and none.value.valid is None
    services.import_feeds(paths=[small_line])
    with pytest.raises(TimesUnknown, match="2026-01-05 to 2026-12-31") as past:
        travel.arriving(HOME, at(8, day=date(2027, 5, 5)), HOEK, walking=ON_FOOT)
    assert past.value.code == "no-service" and past.value.valid == (date(2026, 1, 5), date(2026, 12, 31))


def test_a_lost_file_is_unknown_times_and_no_crash(on_the_line: None, home: Path) -> None:
    for feed in (home / "timetables/feeds").iterdir():
        (feed / "feed.json").unlink()
    with pytest.raises(TimesUnknown) as lost:
        travel.last_home(HOEK, HOME, DAY, walking=ON_FOOT)
    assert lost.value.code == "no-timetable"


def test_where_a_person_is_is_never_remembered(on_the_line: None) -> None:
    from baken.timetables.dates import day_of

    origin = LatLon(51.0001, 4.0012345)
    travel.ways(origin, at(8), [HOEK], walking=ON_FOOT)
    travel.arriving(origin, at(9, 40), HOEK, walking=ON_FOOT)
    travel.first_after(HOEK, origin, at(17), walking=ON_FOOT)
    travel.last_home(HOEK, origin, DAY, walking=ON_FOOT)
    assert set(day_of(DAY, ON_FOOT)._around) == {HOEK}


def test_it_is_said_that_times_are_invented(db: None, home: Path, small_line: Path) -> None:
    services.import_feeds(paths=[small_line])
    assert not travel.feeds_invented()
    services.import_feeds(paths=[small_line], invented=True)
    assert travel.feeds_invented()


def test_warming_up_asks_about_nobody_and_fails_for_nothing(db: None, home: Path, small_line: Path) -> None:
    travel.warm_up(at(8), walking=ON_FOOT)
    services.import_feeds(paths=[small_line])
    travel.warm_up(at(8), walking=ON_FOOT)
    travel.warm_up(at(8, day=date(2030, 1, 1)), walking=ON_FOOT)


def test_a_question_reads_the_database_a_fixed_few_times(
    on_the_line: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    travel.ways(HOME, at(8), [HOEK], walking=ON_FOOT)
    with django_assert_num_queries(3):
        travel.ways(HOME, at(8), [HOEK, STATION, FAR] * 20, walking=ON_FOOT)
