"""The invented town's timetable: whole, plausible, the same every time, and marked as invented."""

import importlib
import json
import re
import sys
import unicodedata
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import yaml

from baken.core.kinds import LatLon
from baken.core.reach.gtfs import Feed
from baken.core.reach.gtfs.reading import read_feed

DEMO = Path(__file__).parents[3] / "demo"
PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "reach.md"
TODAY = date(2026, 11, 23)
TUESDAY, SATURDAY, SUNDAY = date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 29)
CHRISTMAS = date(2026, 12, 25)  # a Friday
METRES = np.array([111_200.0, 111_200.0 * np.cos(np.radians(51.1))])
FEATURES = json.loads((DEMO / "areas.geojson").read_text(encoding="utf-8"))["features"]
HOUR = 3600


def demo_module(name: str) -> ModuleType:
    sys.path.insert(0, str(DEMO))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(DEMO))


@pytest.fixture(scope="module")
def transit() -> ModuleType:
    return demo_module("transit")


@pytest.fixture(scope="module")
def geography() -> ModuleType:
    return demo_module("geography")


@pytest.fixture(scope="module")
def packed(transit: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("feed") / "zandlijn.zip"
    transit.write(path, TODAY)
    return path


@pytest.fixture(scope="module")
def feed(packed: Path) -> Feed:
    return read_feed(packed)


def metres(*places: LatLon) -> np.ndarray:
    return np.array([(place.lat, place.lon) for place in places]) * METRES


def stops_at(feed: Feed) -> np.ndarray:
    """(stops, 2) metres north and east."""
    return np.stack([feed.stops.lat, feed.stops.lon], axis=1) * METRES


def starts(feed: Feed, day: date) -> list[tuple[str, int]]:
    """Line and first departure of each trip of a day."""
    runs = np.flatnonzero(feed.calendar.running(day)[feed.trips.service]).tolist()
    first = feed.calls.departure[feed.calls.starts[:-1]]
    return [(feed.routes.names[feed.trips.route[trip]], int(first[trip])) for trip in runs]


def between(feed: Feed, day: date, first: int, last: int) -> Counter[str]:
    """Departures by line between two hours."""
    return Counter(line for line, leaves in starts(feed, day) if first * HOUR <= leaves < last * HOUR)


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [f for f in FEATURES if f["properties"]["kind"] == kind]


def test_the_same_day_gives_the_same_bytes(transit, packed, tmp_path):
    transit.write(tmp_path / "again.zip", TODAY)
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_another_day_moves_the_validity_and_nothing_else(transit):
    files, later = transit.feed(TODAY), transit.feed(TODAY + timedelta(days=40))
    moved = {name for name in files if files[name] != later[name]}
    assert moved == {"calendar.txt", "calendar_dates.txt", "feed_info.txt"}


def test_it_is_read_without_a_fault(feed):
    assert feed.faults == ()
    assert feed.timezone == "Europe/Brussels"


def test_it_is_valid_from_a_week_before_the_day_of_loading_for_over_a_year(feed):
    assert feed.calendar.validity() == (TODAY - timedelta(days=7), TODAY + timedelta(days=370))


def test_it_says_that_it_is_invented(transit):
    files = transit.feed(TODAY)
    assert "(invented)" in files["agency.txt"]
    assert "INVENTED" in files["feed_info.txt"]


def test_it_is_of_the_size_of_a_city(feed):
    assert 600 <= int((feed.stops.kind == 0).sum()) <= 900
    assert 150_000 <= len(feed.calls.stop) <= 300_000
    kinds = Counter(feed.routes.kind.tolist())
    assert 4 <= kinds[0] <= 6
    assert 25 <= kinds[3] <= 32


@pytest.mark.parametrize("area", of_kind("neighbourhood"), ids=lambda area: area["properties"]["code"])
def test_half_of_every_neighbourhood_is_within_900_metres_of_a_stop(area, feed, transit, geography):
    code = area["properties"]["code"]
    if code in transit.BADLY_SERVED:
        return
    places = metres(*(geography.point_in(code, seed) for seed in range(40)))
    nearest = np.hypot(*(places[:, None] - stops_at(feed)[None]).transpose(2, 0, 1)).min(axis=1)
    assert (nearest <= 900).mean() >= 0.5


def test_quarters_named_as_badly_served_are_on_the_map_by_that_name(transit):
    names = {f["properties"]["code"]: f["properties"]["name"]["nl"] for f in of_kind("neighbourhood")}
    assert transit.BADLY_SERVED.items() <= names.items()
    assert all(name in transit.__doc__ for name in transit.BADLY_SERVED.values())


def test_nothing_runs_in_badly_served_quarters_in_the_evening_or_on_sunday(feed, transit, geography):
    lat, lon = feed.stops.lat, feed.stops.lon
    inside = np.zeros(len(lat), bool)
    for area in of_kind("neighbourhood"):
        if area["properties"]["code"] in transit.BADLY_SERVED:
            inside |= geography.inside(np.array(area["geometry"]["coordinates"][0]), lon, lat)
    assert inside.sum() > 60
    trip_of = np.repeat(np.arange(len(feed.trips.ids)), np.diff(feed.calls.starts))
    for day, latest in ((TUESDAY, 20 * HOUR), (SATURDAY, 19 * HOUR), (SUNDAY, 0), (CHRISTMAS, 0)):
        runs = feed.calendar.running(day)[feed.trips.service][trip_of]
        assert not (runs & inside[feed.calls.stop] & (feed.calls.departure > latest)).any()


def test_the_river_is_crossed_at_bridges_only(feed):
    river = np.array(of_kind("river")[0]["geometry"]["coordinates"])[:, ::-1] * METRES
    bridges = np.array([f["geometry"]["coordinates"][::-1] for f in of_kind("bridge")]) * METRES
    stops = stops_at(feed)
    calls = feed.calls
    pairs = {
        pair for first, end in pairwise(calls.starts.tolist()) for pair in pairwise(calls.stop[first:end].tolist())
    }
    cuts = [
        point
        for one, other in pairs
        for head, tail in pairwise(river)
        if (point := crossing(stops[one], stops[other], head, tail)) is not None
    ]
    away = [np.hypot(*(bridges - point).T) for point in cuts]
    assert max(float(distances.min()) for distances in away) < 300  # a line turns at the bridge, between stops
    assert {int(distances.argmin()) for distances in away} == set(range(len(bridges)))


def crossing(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray | None:
    """Where the two pieces of line cut each other."""
    (along, other), gap = np.array([b - a, d - c]), c - a
    turn = along[0] * other[1] - along[1] * other[0]
    if turn == 0:
        return None
    at, on = (gap[0] * other[1] - gap[1] * other[0]) / turn, (gap[0] * along[1] - gap[1] * along[0]) / turn
    return a + at * along if 0 <= at <= 1 and 0 <= on <= 1 else None


def test_stops_of_a_line_lie_some_hundred_metres_apart_and_a_bridge_at_most_doubles_it(feed):
    stops, calls = stops_at(feed), feed.calls
    steps = np.hypot(*(stops[calls.stop[1:]] - stops[calls.stop[:-1]]).T)
    steps = np.delete(steps, calls.starts[1:-1] - 1)
    assert 300 <= np.median(steps) <= 500
    assert steps.max() < 1100


def test_vehicles_are_as_fast_as_in_a_town(feed):
    stops, calls = stops_at(feed), feed.calls
    for trip, (first, end) in enumerate(pairwise(calls.starts.tolist())):
        way = np.hypot(*np.diff(stops[calls.stop[first:end]], axis=0).T).sum() * 1.2
        kmh = way / int(calls.arrival[end - 1] - calls.departure[first]) * 3.6
        slowest, fastest = (14.5, 18.5) if feed.routes.kind[feed.trips.route[trip]] == 0 else (16, 28)
        assert slowest <= kmh <= fastest, feed.trips.ids[trip]


def test_every_line_runs_both_ways_between_the_same_ends(feed):
    ends: dict[str, set[tuple[str, str]]] = {}
    for trip, (first, end) in enumerate(pairwise(feed.calls.starts.tolist())):
        line = feed.routes.names[feed.trips.route[trip]]
        one, other = (feed.stops.names[feed.calls.stop[call]] for call in (first, end - 1))
        ends.setdefault(line, set()).add((one, other))
        assert feed.trips.headsigns[trip] == other
    assert all(len(ways) == 2 and {way[::-1] for way in ways} == ways for ways in ends.values())


def test_trams_come_every_ten_minutes_by_day_and_thinner_in_the_evening_and_on_sunday(feed):
    day, evening, sunday = between(feed, TUESDAY, 9, 12), between(feed, TUESDAY, 20, 23), between(feed, SUNDAY, 9, 12)
    for number in ("1", "2", "4", "6", "8"):
        assert 34 <= day[number] <= 46  # both ways, three hours
        assert evening[number] < day[number] * 0.6
        assert sunday[number] < day[number] * 0.7


def test_no_bus_is_more_frequent_in_the_evening_or_on_sunday_than_by_day(feed):
    day, evening, sunday = between(feed, TUESDAY, 9, 12), between(feed, TUESDAY, 20, 23), between(feed, SUNDAY, 9, 12)
    assert all(evening[line] < day[line] and sunday[line] < day[line] for line in day)
    assert sum(sunday.values()) < sum(day.values()) / 2


def test_the_last_departures_are_late_and_the_night_lines_run_past_midnight(feed):
    last: dict[str, int] = {}
    for line, leaves in starts(feed, TUESDAY):
        last[line] = max(leaves, last.get(line, 0))
    daily = between(feed, SUNDAY, 9, 20).keys()
    assert all(22 * HOUR <= last[line] <= 24.5 * HOUR for line in daily)
    assert last["N1"] > 25 * HOUR
    assert feed.calls.arrival.max() > 26 * HOUR


def test_a_public_holiday_runs_as_a_sunday_also_on_a_saturday(feed):
    as_sunday = feed.calendar.running(SUNDAY)
    assert (feed.calendar.running(CHRISTMAS) == as_sunday).all()
    labour_day = date(2027, 5, 1)
    assert labour_day.weekday() == 5
    assert (feed.calendar.running(labour_day) == as_sunday).all()
    assert (feed.calendar.running(TUESDAY) != as_sunday).any()


def test_wheelchairs_can_enter_here_cannot_there_and_elsewhere_nobody_says(feed):
    served = feed.stops.wheelchair[np.unique(feed.calls.stop)]
    assert set(served.tolist()) == {0, 1, 2}
    assert set(feed.trips.wheelchair.tolist()) == {0, 1, 2}


def test_interchanges_are_stations_whose_platforms_take_time_to_change_between(feed):
    stations = np.flatnonzero(feed.stops.kind == 1)
    assert {feed.stops.names[row] for row in stations.tolist()} >= {"Stationskom", "Graanmarkt"}
    assert all((feed.stops.parent == row).sum() == 4 for row in stations.tolist())
    assert (feed.stops.wheelchair[feed.stops.parent >= 0] == 1).all()
    assert len(feed.transfers.seconds) == 16 * len(stations)
    assert (feed.transfers.seconds > 0).all()


def test_stops_have_names_of_their_own_and_some_have_diacritics(transit):
    names = [place.name for place in transit.lay().places]
    assert len(set(names)) == len(names)
    assert any(unicodedata.normalize("NFD", name) != name for name in names)


def test_what_the_town_says_of_its_stops_stands_in_the_timetable(feed):
    calling: dict[str, set[str]] = {}
    where: dict[str, list[int]] = {}
    trip_of = np.repeat(np.arange(len(feed.trips.ids)), np.diff(feed.calls.starts))
    lines = feed.trips.route[trip_of]
    for stop, route in {*zip(feed.calls.stop.tolist(), lines.tolist(), strict=True)}:
        calling.setdefault(feed.stops.names[stop], set()).add(feed.routes.names[route])
        where.setdefault(feed.stops.names[stop], []).append(stop)
    sites = [
        site for file in sorted((DEMO / "town").glob("*.yaml")) for site in sites_in(yaml.safe_load(file.read_text()))
    ]
    assert len(sites) > 40
    for site in sites:
        vehicles, name = re.split(r",? (?:eindhalte|halte|stop|arrêt) ", site["transportation"].split(" (")[0])
        said = set(re.findall(r"\d+", vehicles)) or {"1", "2", "4", "6", "8"}
        assert said <= calling.get(name, set()), site["transportation"]
        away = stops_at(feed)[where[name]] - metres(LatLon(site["lat"], site["lon"]))
        assert np.hypot(*away.T).min() < 1400, site["transportation"]


def sites_in(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [site for part in node for site in sites_in(part)]
    if not isinstance(node, dict):
        return []
    own = [node] if "transportation" in node else []
    return own + [site for part in node.values() for site in sites_in(part)]


def test_the_page_on_reach_shows_who_reaches_the_middle_of_the_town():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for moment, shares in demo_module("reached").shares().items():
        (row,) = (line for line in lines if line.startswith(f"| {moment} |"))
        shown = [int(percent) / 100 for percent in re.findall(r"(\d+)%", row)]
        assert shown == pytest.approx(shares, abs=0.015), moment
