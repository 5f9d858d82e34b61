"""From labels to legs: how one gets there, with lines, stops and times that stand in the timetable.

The search keeps no parents. A leg is found by asking which ride or walk explains the label at its end exactly; there
always is one, and what is found runs by construction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baken.core.reach.engine import INF, Work
from baken.core.reach.searching import Links, Mask, Query, State, by_rides
from baken.core.reach.timetable import MAY_ALIGHT, MAY_BOARD, Timetable

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ride:
    """Seconds since midnight. Stops are rows of the timetable; `trip` a row of its trips."""

    trip: int
    board: int
    leaves: int
    alight: int
    arrives: int
    stops_between: int


@dataclass(frozen=True, slots=True)
class Walk:
    """`origin` None: from where the person is; `target` None: to the site."""

    origin: int | None
    target: int | None
    starts: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Journey:
    """Legs in order. `departs`: when one must leave at the latest to go this way; `arrives`: at the site."""

    departs: int
    arrives: int
    legs: tuple[Ride | Walk, ...]

    @property
    def rides(self) -> tuple[Ride, ...]:
        return tuple(leg for leg in self.legs if isinstance(leg, Ride))


def journeys(timetable: Timetable, query: Query, egress: Links, state: State | None = None) -> tuple[Journey, ...]:
    """All that are worth considering to one place: each arrives earlier than those with fewer rides. Fewest rides
    first, so the first has the fewest changes and the last the earliest arrival. Walking all the way is not among them.

    `egress`: stops from which one walks to the place. Empty where it cannot be reached.
    """
    state = state or State(timetable, query.rides)
    arrived = by_rides(timetable, query, state)
    found: list[Journey] = []
    best = INF
    for rides in range(1, query.rides + 1):
        ends = arrived[egress.stops, rides].astype(np.int64) + egress.seconds
        if not len(ends) or ends.min() >= min(best, query.depart + query.cap_seconds + 1):
            continue
        at = int(ends.argmin())
        best = int(ends[at])
        stop, walk = int(egress.stops[at]), int(egress.seconds[at])
        legs = _Tracer(timetable, query, state.work).legs(stop, rides)
        if legs is not None:
            found.append(_journey(query, legs, Walk(stop, None, best - walk, walk)))
    return tuple(found)


def _journey(query: Query, legs: list[Ride | Walk], last: Walk) -> Journey:
    """The first walk is put off until the vehicle comes: nobody waits longer than needed."""
    first = legs[0]
    assert isinstance(first, Walk)
    leaves = next((leg.leaves for leg in legs if isinstance(leg, Ride)), None)
    departs = query.depart if leaves is None else leaves - first.seconds
    legs[0] = Walk(first.origin, first.target, departs, first.seconds)
    return Journey(departs, last.starts + last.seconds, (*legs, last))


class _Tracer:
    """Walks the labels backwards."""

    def __init__(self, timetable: Timetable, query: Query, labels: Work) -> None:
        self._net, self._arrived, self._ready = timetable.net, labels.arrived, labels.ready
        self._mask = query.mask or Mask()
        self._depart = query.depart

    def legs(self, stop: int, rides: int) -> list[Ride | Walk] | None:
        """Legs up to the arrival at `stop` with at most `rides` rides; None where nobody rides at all."""
        while rides and self._arrived[stop, rides] == self._arrived[stop, rides - 1]:
            rides -= 1
        if not rides:
            return None
        return self._arriving(stop, rides, int(self._arrived[stop, rides]))

    def _arriving(self, stop: int, rides: int, time: int) -> list[Ride | Walk]:
        ride = self._ride_to(stop, rides, time)
        return self._walking(stop, rides, time) if ride is None else [*self._boarding(ride, rides), ride]

    def _walking(self, stop: int, rides: int, time: int) -> list[Ride | Walk]:
        for origin, seconds in self._walks_to(stop):
            ride = self._ride_to(origin, rides, time - seconds)
            if ride is not None:
                return [*self._boarding(ride, rides), ride, Walk(origin, stop, time - seconds, seconds)]
        raise AssertionError(f"no leg explains the label of stop {stop}: {time}")

    def _boarding(self, ride: Ride, rides: int) -> list[Ride | Walk]:
        """What comes before a ride: the walk from the start, or the ride before."""
        stop, fewer = ride.board, rides - 1
        ready = int(self._ready[stop, fewer])
        while fewer and self._ready[stop, fewer - 1] == ready:
            fewer -= 1
        if not fewer:
            return [Walk(None, stop, self._depart, ready - self._depart)]
        change = int(self._net.change_seconds[stop])
        before = self._ride_to(stop, fewer, ready - change)
        if before is not None:
            return [*self._boarding(before, fewer), before]
        return self._walking(stop, fewer, ready)

    def _ride_to(self, stop: int, rides: int, time: int) -> Ride | None:
        """A trip that arrives there at that time and could be boarded with one ride fewer."""
        if not self._open(stop):
            return None
        net = self._net
        for call in np.flatnonzero(net.call_stop == stop).tolist():
            pattern = int(np.searchsorted(net.call_start, call, side="right")) - 1
            first, calls = int(net.call_start[pattern]), int(net.call_start[pattern + 1] - net.call_start[pattern])
            place = call - first
            if not place or not net.call_rule[call] & MAY_ALIGHT:
                continue
            times = int(net.time_start[pattern])
            trips = int(net.trip_start[pattern + 1] - net.trip_start[pattern])
            column = net.arrival[times + place : times + trips * calls : calls]
            for trip in np.flatnonzero(column == time).tolist():
                ride = self._boarded(pattern, first, place, times + trip * calls, trip, rides)
                if ride is not None:
                    return ride
        return None

    def _boarded(self, pattern: int, first: int, place: int, times: int, trip: int, rides: int) -> Ride | None:
        net, row = self._net, int(self._net.trip_start[pattern]) + trip
        if self._mask.trips is not None and not self._mask.trips[row]:
            return None
        for before in range(place - 1, -1, -1):
            stop, leaves = int(net.call_stop[first + before]), int(net.departure[times + before])
            if (
                net.call_rule[first + before] & MAY_BOARD
                and self._open(stop)
                and self._ready[stop, rides - 1] <= leaves
            ):
                arrives = int(net.arrival[times + place])
                return Ride(row, stop, leaves, int(net.call_stop[first + place]), arrives, place - before - 1)
        return None

    def _walks_to(self, stop: int) -> list[tuple[int, int]]:
        net = self._net
        at = np.flatnonzero(net.foot_stop == stop)
        origins = np.searchsorted(net.foot_start, at, side="right") - 1
        return [
            (origin, seconds)
            for origin, seconds in zip(origins.tolist(), net.foot_seconds[at].tolist(), strict=True)
            if self._open(origin)
        ]

    def _open(self, stop: int) -> bool:
        return self._mask.stops is None or bool(self._mask.stops[stop])
