"""An invented country as a feed: towns on a grid, an hourly bus on ten lines in each, buses between neighbouring towns,
and a train along every row and column of towns."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import LatLon
from baken.core.reach.gtfs import Calendar, Calls, Feed, Frequencies, Routes, Stops, TransferRules, Trips

TOWN_STOPS, TOWN_LINES, LINE_STOPS = 70, 10, 14
TOWN_METRES, TOWNS_APART_METRES = 4000.0, 9000.0
RUNS = range(5 * 3600, 23 * 3600, 3600)
METRES_PER_SECOND, TRAIN_METRES_PER_SECOND = 6.0, 25.0
METRES_A_DEGREE = 111_195.0

Floats = NDArray[np.float64]


def country(towns: int, day: date, *, seed: int = 1) -> Feed:
    """`towns` times 70 stops, some 40 stop times to a stop."""
    random = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(towns)))
    middles = np.stack(np.divmod(np.arange(towns), side), axis=1) * TOWNS_APART_METRES
    spots = (middles[:, None] + random.uniform(-0.5, 0.5, (towns, TOWN_STOPS, 2)) * TOWN_METRES).reshape(-1, 2)
    lines = [line for town in range(towns) for line in _town_lines(town, spots, random)]
    lines += [line for town in range(towns) for line in _roads(town, towns, side)]
    trains = _trains(towns, side)
    both_ways = [turned for line in (*lines, *trains) for turned in (line, line[::-1])]
    speed = np.repeat([METRES_PER_SECOND, TRAIN_METRES_PER_SECOND], [2 * len(lines), 2 * len(trains)])
    return _feed(spots, both_ways, random.integers(0, 3600, len(both_ways)), speed, day)


def places_near(feed: Feed, count: int, *, seed: int) -> list[LatLon]:
    """Somewhere within 300 metres of a stop."""
    random = np.random.default_rng(seed)
    stops = random.integers(0, len(feed.stops.lat), count)
    off = random.uniform(-300, 300, (count, 2)) / METRES_A_DEGREE
    return [
        LatLon(float(feed.stops.lat[stop] + north), float(feed.stops.lon[stop] + east))
        for stop, (north, east) in zip(stops.tolist(), off.tolist(), strict=True)
    ]


def _town_lines(town: int, spots: Floats, random: np.random.Generator) -> list[NDArray[np.int64]]:
    """Across the town: stops in a band, in the order of the way."""
    first = town * TOWN_STOPS
    here = spots[first : first + TOWN_STOPS] - spots[first : first + TOWN_STOPS].mean(axis=0)
    lines = []
    for angle in random.uniform(0, np.pi, TOWN_LINES):
        along, across = here @ [np.cos(angle), np.sin(angle)], np.abs(here @ [-np.sin(angle), np.cos(angle)])
        band = np.argsort(across)[:LINE_STOPS]
        lines.append(first + band[np.argsort(along[band])])
    return lines


def _roads(town: int, towns: int, side: int) -> list[NDArray[np.int64]]:
    """To the next town east and the next one south, over three stops in each."""
    others = [other for other in (town + 1, town + side) if other < towns and (other % side or other != town + 1)]
    return [np.concatenate([town * TOWN_STOPS + np.arange(3), other * TOWN_STOPS + np.arange(3)]) for other in others]


def _trains(towns: int, side: int) -> list[NDArray[np.int64]]:
    """Through the first stop of every town of a row, and of a column; twice an hour, as two lines."""
    rows = [np.arange(first, min(first + side, towns)) * TOWN_STOPS for first in range(0, towns, side)]
    columns = [np.arange(first, towns, side) * TOWN_STOPS for first in range(side)]
    return [line for line in (*rows, *columns) if len(line) > 1 for _ in range(2)]


def _feed(spots: Floats, lines: list[NDArray[np.int64]], first: NDArray[np.int64], speed: Floats, day: date) -> Feed:
    stops, times, lengths = [], [], []
    for line, leaves, pace in zip(lines, first.tolist(), speed.tolist(), strict=True):
        way = np.append(0, np.cumsum(np.hypot(*np.diff(spots[line], axis=0).T)))
        along = (way / pace + 20 * np.arange(len(line))).astype(np.int64) + leaves
        stops += [line] * len(RUNS)
        times += [along + run for run in RUNS]
        lengths += [len(line)] * len(RUNS)
    count, nothing = len(lengths), np.zeros(0, np.int32)
    calls = np.concatenate(times).astype(np.int32)
    every = np.ones(len(calls), bool)
    return Feed(
        name="country",
        timezone="Europe/Brussels",
        stops=_stops(spots),
        routes=Routes(("1",), ("1",), np.full(1, 3, np.int32)),
        trips=Trips(
            tuple(map(str, range(count))), ("",) * count, *(np.zeros(count, np.int32),) * 2, np.zeros(count, np.int8)
        ),
        calls=Calls(
            np.append(0, np.cumsum(lengths)).astype(np.int64),
            np.concatenate(stops).astype(np.int32),
            calls,
            calls,
            every,
            every,
        ),
        frequencies=Frequencies(nothing, nothing, nothing, nothing),
        transfers=TransferRules(nothing, nothing, nothing),
        calendar=_only_on(day),
    )


def _stops(spots: Floats) -> Stops:
    names = tuple(map(str, range(len(spots))))
    lat, lon = 50 + spots[:, 0] / METRES_A_DEGREE, 4 + spots[:, 1] / METRES_A_DEGREE / np.cos(np.radians(50))
    flags = np.zeros(len(spots), np.int8)
    return Stops(names, names, lat, lon, np.full(len(spots), -1, np.int32), flags, flags)


def _only_on(day: date) -> Calendar:
    span = np.full(1, day.toordinal(), np.int32)
    return Calendar(("daily",), np.zeros(1, np.int32), np.ones((1, 7), bool), span, span, np.zeros((0, 3), np.int32))
