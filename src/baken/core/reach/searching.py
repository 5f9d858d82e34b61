"""Questions to a timetable: everywhere from here at one moment, over a window of moments, and back from a deadline.

All results are int32 per stop; `UNREACHED` where a stop cannot be reached within the limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import LatLon
from baken.core.reach.engine import INF, Cuts, Work, once, over, ranked
from baken.core.reach.timetable import Timetable
from baken.core.reach.walking import EARTH_RADIUS_METRES, Walking

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

UNREACHED = INF
DEFAULT_RIDES = 5
DEFAULT_CAP_SECONDS = 2 * 3600
DEFAULT_ACCESS_SECONDS = 20 * 60
MOST_CAP_SECONDS = 48 * 3600


class ReachError(ValueError):
    """A question that cannot be asked of a timetable; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Links:
    """Stops that can be walked to from a place, or from which it can be walked to, and the seconds."""

    stops: Ints
    seconds: Ints


@dataclass(frozen=True, slots=True)
class Mask:
    """What a question goes without, the timetable staying as it is. None: everything is there.

    `trips` (trips,) and `stops` (stops,): True where usable. Nobody boards, alights or changes at a stop that is not.
    """

    trips: Bools | None = None
    stops: Bools | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """`depart`: seconds since midnight of the timetable's day (for `backward`: when to be there at the latest).

    `rides`: most vehicles, one after another. `cap_seconds`: no journey takes longer.
    """

    links: Links
    depart: int
    rides: int = DEFAULT_RIDES
    cap_seconds: int = DEFAULT_CAP_SECONDS
    mask: Mask | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.rides <= 30:
            raise ReachError(f"a journey has 1 to 30 rides, not {self.rides}")
        if not 0 < self.cap_seconds <= MOST_CAP_SECONDS:
            raise ReachError(f"a journey takes up to 48 hours, not {self.cap_seconds} seconds")


class State:
    """The memory of a search over one timetable; use it for one question after another, in one thread."""

    __slots__ = ("rides", "work")

    def __init__(self, timetable: Timetable, rides: int = DEFAULT_RIDES) -> None:
        self.rides = rides
        self.work = new_work(timetable.stops, timetable.patterns, rides)


def new_work(stops: int, patterns: int, rides: int) -> Work:
    arrived = np.full((stops, rides + 1), INF, np.int32)
    return Work(
        arrived=arrived,
        ready=arrived.copy(),
        first_call=np.full(patterns, -1, np.int32),
        queue=np.empty(patterns, np.int32),
        marked=np.zeros(stops, np.bool_),
        marks=np.empty(stops, np.int32),
        ridden=np.empty(stops, np.int32),
        walked=np.full(stops, INF, np.int32),
        seen=np.zeros(stops, np.bool_),
        touched=np.empty(stops, np.int32),
        reached=np.zeros(1, np.int64),
    )


def one_to_all(timetable: Timetable, query: Query, state: State | None = None) -> Ints:
    """Earliest arrival at each stop, seconds since midnight: (stops,)."""
    work = _work(timetable, query, state)
    once(
        query.links.stops,
        query.links.seconds,
        query.depart,
        query.cap_seconds,
        timetable.net,
        work,
        cuts(timetable, query.mask),
    )
    return np.ascontiguousarray(work.arrived[:, query.rides])


def by_rides(timetable: Timetable, query: Query, state: State | None = None) -> Ints:
    """Earliest arrival at each stop with at most 0, 1, 2 … rides: (stops, rides + 1)."""
    one_to_all(timetable, query, state := state or State(timetable, query.rides))
    return state.work.arrived[:, : query.rides + 1].copy()


def window(
    timetable: Timetable,
    query: Query,
    minutes: int,
    percentiles: Sequence[float] = (50,),
    state: State | None = None,
) -> Ints:
    """Travel seconds over departures at every minute from `query.depart` on, at the asked percentiles (nearest rank;
    departures from which a stop is not reached count as the longest): (percentiles, stops)."""
    if minutes < 1:
        raise ReachError(f"a window has a minute or more, not {minutes}")
    work = _work(timetable, query, state)
    ranks = ranks_of(percentiles, minutes)
    found = np.full((len(ranks), timetable.stops), INF, np.int32)
    times = np.full((timetable.stops, minutes), INF, np.int32)
    over(
        query.links.stops,
        query.links.seconds,
        query.depart,
        minutes,
        query.cap_seconds,
        timetable.net,
        work,
        cuts(timetable, query.mask),
        times,
    )
    ranked(times, ranks, work, found)
    return found


def backward(reversed_timetable: Timetable, query: Query, state: State | None = None) -> Ints:
    """The latest departure from each stop that still arrives by `query.depart`, seconds since midnight: (stops,).

    `reversed_timetable`: `reverse(timetable)`; its mask is in its own order of trips (`reversed_mask`).
    """
    turned = Query(query.links, -query.depart, query.rides, query.cap_seconds, query.mask)
    arrived = one_to_all(reversed_timetable, turned, state)
    return np.where(arrived == INF, UNREACHED, -arrived).astype(np.int32)


def reversed_mask(mask: Mask | None, timetable: Timetable) -> Mask | None:
    """The mask of a timetable for its reverse."""
    if mask is None or mask.trips is None:
        return mask
    turned = np.empty_like(mask.trips)
    starts = timetable.net.trip_start
    for first, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        turned[first:end] = mask.trips[first:end][::-1]
    return Mask(turned, mask.stops)


def cut(
    timetable: Timetable,
    *,
    routes: Sequence[str] = (),
    trips: Sequence[str] = (),
    stops: Sequence[str] = (),
) -> Mask:
    """Without these routes, trips and stops, by their ids. Raises ReachError for an id that is not there."""
    labels = timetable.labels
    route = _known(labels.route_ids, routes, "route")
    trip = _known(labels.trip_ids, trips, "trip")
    stop = _known(labels.stop_ids, stops, "stop")
    runs = ~np.isin(timetable.trip_route, route) & ~np.isin(timetable.trip_label, trip)
    usable = np.ones(timetable.stops, bool)
    usable[stop] = False
    return Mask(runs, usable)


def for_wheelchair(timetable: Timetable, *, strict: bool) -> Mask:
    """Strict: only trips and stops that say one can enter with a wheelchair. Else also those that say nothing, which
    is then to be asked."""
    if strict:
        return Mask(timetable.trip_wheelchair == 1, timetable.stop_wheelchair == 1)
    return Mask(timetable.trip_wheelchair != 2, timetable.stop_wheelchair != 2)


def both(one: Mask | None, other: Mask | None) -> Mask | None:
    """Without what either goes without."""
    if one is None or other is None:
        return one or other
    return Mask(_and(one.trips, other.trips), _and(one.stops, other.stops))


def links(timetable: Timetable, place: LatLon, walking: Walking, most_seconds: int = DEFAULT_ACCESS_SECONDS) -> Links:
    """Stops where vehicles call, within a walk of `most_seconds` of a place, in order of their rows."""
    rows = _around(timetable, place, most_seconds)
    if not len(rows):
        return Links(np.zeros(0, np.int32), np.zeros(0, np.int32))
    seconds = np.ceil(walking.seconds(place, [timetable.place(row) for row in rows.tolist()]))
    near = seconds <= most_seconds
    return Links(rows[near].astype(np.int32), seconds[near].astype(np.int32))


def cuts(timetable: Timetable, mask: Mask | None) -> Cuts:
    """A mask as the compiled search takes it."""
    if mask is None:
        return Cuts(False, np.zeros(0, np.bool_), np.zeros(0, np.bool_))
    trips = np.ones(timetable.trips, np.bool_) if mask.trips is None else mask.trips
    stops = np.ones(timetable.stops, np.bool_) if mask.stops is None else mask.stops
    if len(trips) != timetable.trips or len(stops) != timetable.stops:
        raise ReachError("this mask was made for another timetable")
    return Cuts(True, trips, stops)


def ranks_of(percentiles: Sequence[float], count: int) -> Ints:
    """Nearest ranks: of 60 departures the median is the 31st, counted from 0: 30."""
    if not percentiles or any(not 0 <= percentile <= 100 for percentile in percentiles):
        raise ReachError(f"percentiles lie from 0 to 100, not {list(percentiles)}")
    return np.array([int(percentile / 100 * (count - 1) + 0.5) for percentile in percentiles], np.int32)


def _work(timetable: Timetable, query: Query, state: State | None) -> Work:
    state = state or State(timetable, query.rides)
    if state.rides != query.rides or len(state.work.marked) != timetable.stops:
        raise ReachError("this state was made for another timetable or another number of rides")
    return state.work


def _and(one: Bools | None, other: Bools | None) -> Bools | None:
    if one is None or other is None:
        return one if other is None else other
    return one & other


def _known(names: Sequence[str], asked: Sequence[str], kind: str) -> Ints:
    row = {name: number for number, name in enumerate(names)}
    for name in asked:
        if name not in row:
            raise ReachError(f"there is no {kind} {name!r} in the timetable")
    return np.array([row[name] for name in asked], np.int32)


def _around(timetable: Timetable, place: LatLon, most_seconds: int) -> NDArray[np.int64]:
    """Stops in the box that a brisk straight walk of that time could reach."""
    metres = most_seconds * 2.0
    degree = np.radians(1.0) * EARTH_RADIUS_METRES
    east = degree * max(np.cos(np.radians(place.lat)), 0.01)
    near = (np.abs(timetable.lat - place.lat) * degree <= metres) & (np.abs(timetable.lon - place.lon) * east <= metres)
    calls = np.zeros(timetable.stops, bool)
    calls[timetable.net.call_stop] = True
    return np.flatnonzero(near & calls)
