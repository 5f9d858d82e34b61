"""One service date as arrays: patterns of stops, their trips in order, changes on foot (docs/algorithms/reach.md).

A pattern is a sequence of stops with the same rules for boarding and alighting; its trips never overtake each other
(where they do, the pattern is split into lanes), so that the first trip one can catch is always the best one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import LatLon
from baken.core.reach.gtfs import Feed
from baken.core.reach.lanes import lanes_of
from baken.core.reach.transfers import Transfers, changes

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Arrays = Mapping[str, NDArray[Any]]

DAY_SECONDS = 86_400
MAY_BOARD, MAY_ALIGHT = 1, 2


class NoService(ValueError):
    """Nothing runs on the asked date. `valid`: first and last day of the feeds, None where they never run."""

    def __init__(self, day: date, valid: tuple[date, date] | None) -> None:
        self.valid = valid
        known = f"the timetable is valid from {valid[0]} to {valid[1]}" if valid else "the feed never runs"
        super().__init__(f"no service on {day}: {known}")


class Net(NamedTuple):
    """What the search reads, as numba takes it. Offsets have one element more than what they divide.

    `calls` of a pattern: `call_stop[call_start[p]:call_start[p + 1]]`, `call_rule` beside it. Times of a pattern lie
    trip after trip from `time_start[p]` in `arrival` and `departure`; in `boarding` the same departures lie stop after
    stop. `at_pattern`, `at_place`: the calls at stop s are `at_start[s]:at_start[s + 1]`. Changes on foot from stop s
    are `foot_start[s]:foot_start[s + 1]`, the shortest first. `change_seconds`: to change vehicles at the stop itself.
    """

    call_start: Longs
    call_stop: Ints
    call_rule: NDArray[np.uint8]
    trip_start: Longs
    time_start: Longs
    arrival: Ints
    departure: Ints
    boarding: Ints
    at_start: Longs
    at_pattern: Ints
    at_place: Ints
    foot_start: Longs
    foot_stop: Ints
    foot_seconds: Ints
    change_seconds: Ints


@dataclass(frozen=True, slots=True)
class Labels:
    """Names and what GTFS says of stops and trips, in the order of the arrays. `trip_row`: of the feed's own trips."""

    stop_ids: tuple[str, ...]
    stop_names: tuple[str, ...]
    trip_ids: tuple[str, ...]
    headsigns: tuple[str, ...]
    route_ids: tuple[str, ...]
    route_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Immutable; arrays may be mapped from disk. Times: seconds since midnight of `day`, yesterday's trips included.

    `trip_label`, `trip_route`, `trip_wheelchair` (trips,): row in `labels`, route, 0 unknown, 1 yes, 2 no. `lat`,
    `lon` (stops,): NaN where not known.
    """

    day: date
    valid: tuple[date, date]
    timezone: str
    net: Net
    lat: Floats
    lon: Floats
    stop_wheelchair: NDArray[np.int8]
    stop_station: Ints
    trip_label: Ints
    trip_route: Ints
    trip_wheelchair: NDArray[np.int8]
    route_kind: Ints
    labels: Labels

    @property
    def stops(self) -> int:
        return len(self.lat)

    @property
    def patterns(self) -> int:
        return len(self.net.call_start) - 1

    @property
    def trips(self) -> int:
        return len(self.trip_label)

    def place(self, stop: int) -> LatLon:
        return LatLon(float(self.lat[stop]), float(self.lon[stop]))

    def rows_of(self, stop_ids: Sequence[str]) -> list[int]:
        """Raises KeyError for an id that is not a stop of the timetable."""
        row = {stop: number for number, stop in enumerate(self.labels.stop_ids)}
        return [row[stop] for stop in stop_ids]


@dataclass(frozen=True, slots=True)
class _Runs:
    """Trips of a date, several feeds together. `first`, `last`: their calls in the joined columns; `shift`: seconds."""

    label: Longs
    first: Longs
    last: Longs
    shift: Longs


@dataclass(frozen=True, slots=True)
class _Joined:
    """Feeds one behind the other."""

    stop: Ints
    arrival: Ints
    departure: Ints
    rule: NDArray[np.uint8]


def build_timetable(feeds: Sequence[Feed], day: date, transfers: Transfers | None = None) -> Timetable:
    """The trips of `day` and those of the day before that run past midnight. Raises NoService.

    `transfers`: how one changes on foot; by default straight lines of 200 metres, closed transitively. A stop id that
    two feeds share gets the number of its feed in front: «1:stop».
    """
    labels = _labels(feeds)
    joined = _join(feeds)
    runs = _runs(feeds, day)
    if not len(runs.label):
        raise NoService(day, validity(feeds))
    lat, lon = (np.concatenate([getattr(feed.stops, axis) for feed in feeds]) for axis in ("lat", "lon"))
    routes = np.cumsum([0, *(len(feed.routes.ids) for feed in feeds)])
    route = np.concatenate([feed.trips.route + first for feed, first in zip(feeds, routes, strict=False)])
    wheelchair = np.concatenate([feed.trips.wheelchair for feed in feeds])
    patterns, order = _patterns(joined, runs)
    used = np.zeros(len(lat), bool)
    used[patterns["call_stop"]] = True
    feet = changes(transfers or Transfers(), lat, lon, used, [(feed.transfers, len(feed.stops.ids)) for feed in feeds])
    valid = validity(feeds)
    assert valid is not None
    return Timetable(
        day=day,
        valid=valid,
        timezone=next((feed.timezone for feed in feeds if feed.timezone), ""),
        net=_net(patterns, len(lat), feet),
        lat=lat,
        lon=lon,
        stop_wheelchair=np.concatenate([feed.stops.wheelchair for feed in feeds]),
        stop_station=_stations(feeds),
        trip_label=runs.label[order].astype(np.int32),
        trip_route=route[runs.label[order]].astype(np.int32),
        trip_wheelchair=wheelchair[runs.label[order]],
        route_kind=np.concatenate([feed.routes.kind for feed in feeds]),
        labels=labels,
    )


def validity(feeds: Sequence[Feed]) -> tuple[date, date] | None:
    """First and last day on which any of the feeds runs."""
    ranges = [found for feed in feeds if (found := feed.calendar.validity()) is not None]
    return (min(first for first, _ in ranges), max(last for _, last in ranges)) if ranges else None


def reverse(timetable: Timetable) -> Timetable:
    """The same day backwards: arriving becomes leaving, and every time its negative. A search in it from a place gives
    the latest departures that still arrive there (their negatives)."""
    net = timetable.net
    arrays: dict[str, NDArray[Any]] = {}
    lengths = np.diff(net.call_start)
    trips = np.diff(net.trip_start)
    backwards = _mirror(net.call_start)
    arrays["call_stop"] = net.call_stop[backwards]
    swap = np.array([0, MAY_ALIGHT, MAY_BOARD, MAY_BOARD | MAY_ALIGHT], np.uint8)
    arrays["call_rule"] = swap[net.call_rule[backwards]]
    mirrored = _mirror(net.time_start)  # the last call of the last trip first
    arrays["arrival"], arrays["departure"] = -net.departure[mirrored], -net.arrival[mirrored]
    patterns: dict[str, NDArray[Any]] = {
        "call_start": net.call_start,
        "trip_start": net.trip_start,
        "time_start": net.time_start,
        **arrays,
    }
    patterns["boarding"] = _stop_after_stop(patterns["departure"], net.time_start, trips, lengths)
    starts, stop = net.foot_start, np.repeat(np.arange(timetable.stops, dtype=np.int32), np.diff(net.foot_start))
    order = np.lexsort((net.foot_seconds, net.foot_stop))
    feet: dict[str, NDArray[Any]] = {
        "foot_start": _offsets(net.foot_stop, len(starts) - 1),
        "foot_stop": stop[order],
        "foot_seconds": net.foot_seconds[order],
        "change_seconds": net.change_seconds,
    }
    values = {field.name: getattr(timetable, field.name) for field in fields(Timetable)}
    trip_order = _mirror(net.trip_start)
    for name in ("trip_label", "trip_route", "trip_wheelchair"):
        values[name] = values[name][trip_order]
    values["net"] = _net(patterns, timetable.stops, feet)
    return Timetable(**values)


def _net(patterns: Arrays, stops: int, feet: Arrays) -> Net:
    """Read-only, as when it is mapped: the search is compiled once for both."""
    net = Net(**patterns, **_calls_at(patterns, stops), **feet)
    for array in net:
        array.flags.writeable = False
    return net


def _mirror(starts: Longs) -> Longs:
    """Row numbers that turn every part around, the parts staying where they are."""
    lengths = np.diff(starts)
    ends = np.repeat(starts[1:] - 1, lengths)
    return np.asarray(ends - (np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)), np.int64)


def _labels(feeds: Sequence[Feed]) -> Labels:
    ids = [feed.stops.ids for feed in feeds]
    times = Counter(stop for some in ids for stop in some)
    shared = {stop for stop, count in times.items() if count > 1}
    return Labels(
        stop_ids=tuple(
            f"{number}:{stop}" if stop in shared else stop for number, some in enumerate(ids) for stop in some
        ),
        stop_names=tuple(name for feed in feeds for name in feed.stops.names),
        trip_ids=tuple(trip for feed in feeds for trip in feed.trips.ids),
        headsigns=tuple(sign for feed in feeds for sign in feed.trips.headsigns),
        route_ids=tuple(route for feed in feeds for route in feed.routes.ids),
        route_names=tuple(name for feed in feeds for name in feed.routes.names),
    )


def _stations(feeds: Sequence[Feed]) -> Ints:
    """The station of each stop, or the stop itself."""
    before, rows = 0, []
    for feed in feeds:
        own = np.arange(len(feed.stops.ids), dtype=np.int32)
        rows.append(np.where(feed.stops.parent >= 0, feed.stops.parent, own) + before)
        before += len(own)
    return np.concatenate(rows).astype(np.int32)


def _join(feeds: Sequence[Feed]) -> _Joined:
    before, stops = 0, []
    for feed in feeds:
        stops.append(feed.calls.stop + before)
        before += len(feed.stops.ids)
    rules = [feed.calls.board * MAY_BOARD + feed.calls.alight * MAY_ALIGHT for feed in feeds]
    return _Joined(
        np.concatenate(stops).astype(np.int32),
        np.concatenate([feed.calls.arrival for feed in feeds]),
        np.concatenate([feed.calls.departure for feed in feeds]),
        np.concatenate(rules).astype(np.uint8),
    )


def _runs(feeds: Sequence[Feed], day: date) -> _Runs:
    """Every run of every trip: today's, and those of the days before that are still on the way after midnight."""
    parts = []
    trips = calls = 0
    for feed in feeds:
        starts = feed.calls.starts
        for before in range(1 + _latest(feed) // DAY_SECONDS):
            when, shift = day - timedelta(days=before), -before * DAY_SECONDS
            running = np.append(feed.calendar.running(when), False)[feed.trips.service]  # row -1: no calendar
            row, offset = _repeated(feed, np.flatnonzero(running), shift)
            still = feed.calls.arrival[starts[row + 1] - 1] + offset > 0
            row, offset = row[still], offset[still]
            parts.append((row + trips, starts[row] + calls, starts[row + 1] + calls, offset))
        trips += len(feed.trips.ids)
        calls += int(starts[-1])
    return _Runs(*(np.concatenate(column).astype(np.int64) for column in zip(*parts, strict=True)))


def _latest(feed: Feed) -> int:
    """No trip of a service day arrives later; trips of frequencies.txt are written at any hour."""
    return int(feed.calls.arrival.max(initial=0)) + int(feed.frequencies.end.max(initial=0))


def _repeated(feed: Feed, rows: Longs, shift: int) -> tuple[Longs, Longs]:
    """Trips and how much later than written they run; those of frequencies.txt once for every headway."""
    often = feed.frequencies
    single = rows[~np.isin(rows, often.trip)]
    row, offset = [single], [np.full(len(single), shift, np.int64)]
    for at in np.flatnonzero(np.isin(often.trip, rows)).tolist():
        trip = int(often.trip[at])
        leaves = int(feed.calls.departure[feed.calls.starts[trip]])
        times = np.arange(int(often.start[at]), int(often.end[at]), int(often.headway[at]), dtype=np.int64)
        row.append(np.full(len(times), trip, np.int64))
        offset.append(times - leaves + shift)
    return np.concatenate(row), np.concatenate(offset)


def _patterns(joined: _Joined, runs: _Runs) -> tuple[dict[str, NDArray[Any]], Longs]:
    """The arrays of patterns, and the order in which they take the runs."""
    groups: dict[tuple[bytes, bytes], list[int]] = {}
    for number, (first, last) in enumerate(zip(runs.first.tolist(), runs.last.tolist(), strict=True)):
        key = joined.stop[first:last].tobytes(), joined.rule[first:last].tobytes()
        groups.setdefault(key, []).append(number)
    stops, rules, arrivals, departures, order, trips = [], [], [], [], [], []
    for (stop, rule), members in groups.items():
        rows = np.array(members, np.int64)
        at = runs.first[rows][:, None] + np.arange(len(rule))
        arrival, departure = (times[at] + runs.shift[rows][:, None] for times in (joined.arrival, joined.departure))
        for lane in lanes_of(arrival.astype(np.int32), departure.astype(np.int32)):
            stops.append(np.frombuffer(stop, np.int32))
            rules.append(np.frombuffer(rule, np.uint8))
            arrivals.append(arrival[lane].astype(np.int32))
            departures.append(departure[lane].astype(np.int32))
            order.append(rows[lane])
            trips.append(len(lane))
    lengths = np.array([len(stop) for stop in stops], np.int64)
    counts = np.array(trips, np.int64)
    time_start = np.append(0, np.cumsum(lengths * counts)).astype(np.int64)
    departure = np.concatenate([times.ravel() for times in departures])
    return {
        "call_start": np.append(0, np.cumsum(lengths)).astype(np.int64),
        "call_stop": np.concatenate(stops),
        "call_rule": np.concatenate(rules),
        "trip_start": np.append(0, np.cumsum(counts)).astype(np.int64),
        "time_start": time_start,
        "arrival": np.concatenate([times.ravel() for times in arrivals]),
        "departure": departure,
        "boarding": _stop_after_stop(departure, time_start, counts, lengths),
    }, np.concatenate(order)


def _stop_after_stop(times: Ints, starts: Longs, trips: Longs, lengths: Longs) -> Ints:
    """Trip after trip -> stop after stop, within each pattern."""
    turned = np.empty_like(times)
    for start, end, count, length in zip(starts[:-1], starts[1:], trips, lengths, strict=True):
        turned[start:end] = times[start:end].reshape(count, length).T.ravel()
    return turned


def _calls_at(patterns: Mapping[str, NDArray[Any]], stops: int) -> dict[str, NDArray[Any]]:
    """By stop: the patterns one can board there, and at which of their calls."""
    start = patterns["call_start"]
    lengths = np.diff(start)
    pattern = np.repeat(np.arange(len(lengths)), lengths)
    place = np.arange(int(start[-1])) - start[pattern]
    boards = (place < lengths[pattern] - 1) & ((patterns["call_rule"] & MAY_BOARD) > 0)
    pattern, place, stop = pattern[boards], place[boards], patterns["call_stop"][boards]
    order = np.argsort(stop, kind="stable")
    return {
        "at_start": _offsets(stop, stops),
        "at_pattern": pattern[order].astype(np.int32),
        "at_place": place[order].astype(np.int32),
    }


def _offsets(rows: NDArray[Any], count: int) -> Longs:
    return np.append(0, np.cumsum(np.bincount(rows, minlength=count))).astype(np.int64)
