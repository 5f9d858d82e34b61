"""The search itself, compiled: RAPTOR in rounds of rides, and over a window of departures, the latest first, with what
later ones left behind (Delling, Pajor, Werneck, «Round-Based Public Transit Routing», Transportation Science 49, 2015).

All of it stands in one file: what is compiled is kept until the file of the outermost function changes.

Labels are kept per stop and number of rides, and never rise with more rides: so a label of a later departure may prune
an earlier one under any limit of rides.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from baken.core.reach.timetable import MAY_ALIGHT, Net

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

Longs = NDArray[np.int64]

INF: Final = 2_000_000_000
_ALIGHT: Final = MAY_ALIGHT


class Cuts(NamedTuple):
    """What is not there for this question. `on`: whether to look at all. True in `trips` or `stops`: usable."""

    on: bool
    trips: Bools
    stops: Bools


class Work(NamedTuple):
    """Memory of one search, used again and again. `arrived` (stops, rides + 1): earliest arrival; `ready`: earliest
    moment from which one can board there (later than the arrival where changing takes time). `touched`: the first
    `reached[0]` stops that any label of this query has reached."""

    arrived: Ints
    ready: Ints
    first_call: Ints
    queue: Ints
    marked: Bools
    marks: Ints
    ridden: Ints
    walked: Ints
    seen: Bools
    touched: Ints
    reached: NDArray[np.int64]


@njit(cache=True, nogil=True)
def forget(work: Work) -> None:
    """Labels of the query before."""
    for number in range(work.reached[0]):
        stop = work.touched[number]
        work.seen[stop] = False
        work.arrived[stop, :] = INF
        work.ready[stop, :] = INF
    work.reached[0] = 0


@njit(cache=True, nogil=True)
def search(seeds: Ints, walks: Ints, depart: int, horizon: int, net: Net, work: Work, cuts: Cuts) -> None:
    """One departure. `seeds`, `walks`: stops one can walk to, and the seconds. Nothing at or after `horizon` counts."""
    marks = _seed(seeds, walks, depart, horizon, work, cuts)
    for ride in range(1, work.arrived.shape[1]):
        queued = _queue(marks, net, work)
        marks = _ride(ride, queued, horizon, net, work, cuts)
        marks = _walk(ride, marks, horizon, net, work, cuts)
        if marks == 0:
            break
    for number in range(marks):
        work.marked[work.marks[number]] = False


@njit(cache=True, nogil=True)
def _lower(labels: Ints, stop: int, ride: int, time: int) -> None:
    """Also with more rides, as far as that is an improvement."""
    for more in range(ride, labels.shape[1]):
        if time >= labels[stop, more]:
            break
        labels[stop, more] = time


@njit(cache=True, nogil=True)
def _mark(stop: int, marks: int, work: Work) -> int:
    if not work.seen[stop]:
        work.seen[stop] = True
        work.touched[work.reached[0]] = stop
        work.reached[0] += 1
    if work.marked[stop]:
        return marks
    work.marked[stop] = True
    work.marks[marks] = stop
    return marks + 1


@njit(cache=True, nogil=True)
def _seed(seeds: Ints, walks: Ints, depart: int, horizon: int, work: Work, cuts: Cuts) -> int:
    marks = 0
    for number in range(len(seeds)):
        stop = seeds[number]
        time = depart + walks[number]
        if time < work.arrived[stop, 0] and time < horizon and (not cuts.on or cuts.stops[stop]):
            _lower(work.arrived, stop, 0, time)
            _lower(work.ready, stop, 0, time)
            marks = _mark(stop, marks, work)
    return marks


@njit(cache=True, nogil=True)
def _queue(marks: int, net: Net, work: Work) -> int:
    """Patterns to ride along, each from the first of its calls at a marked stop."""
    queued = 0
    for number in range(marks):
        stop = work.marks[number]
        work.marked[stop] = False
        for at in range(net.at_start[stop], net.at_start[stop + 1]):
            pattern, place = net.at_pattern[at], net.at_place[at]
            if work.first_call[pattern] < 0:
                work.first_call[pattern] = place
                work.queue[queued] = pattern
                queued += 1
            elif place < work.first_call[pattern]:
                work.first_call[pattern] = place
    return queued


@njit(cache=True, nogil=True)
def _ride(ride: int, queued: int, horizon: int, net: Net, work: Work, cuts: Cuts) -> int:
    marks = 0
    for number in range(queued):
        pattern = work.queue[number]
        place = work.first_call[pattern]
        work.first_call[pattern] = -1
        marks = _along(ride, pattern, place, marks, horizon, net, work, cuts)
    return marks


@njit(cache=True, nogil=True)
def _along(ride: int, pattern: int, place: int, marks: int, horizon: int, net: Net, work: Work, cuts: Cuts) -> int:
    """From call to call of one pattern, always on the first trip that can be caught."""
    call = net.call_start[pattern]
    calls = net.call_start[pattern + 1] - call
    trips = net.trip_start[pattern + 1] - net.trip_start[pattern]
    times = net.time_start[pattern]
    trip = trips  # not on board
    on_board = times
    for at in range(place, calls):
        stop = net.call_stop[call + at]
        if cuts.on and not cuts.stops[stop]:
            continue
        if trip < trips and net.call_rule[call + at] & _ALIGHT:
            time = net.arrival[on_board + at]
            if time < work.arrived[stop, ride] and time < horizon:
                _lower(work.arrived, stop, ride, time)
                _lower(work.ready, stop, ride, time + net.change_seconds[stop])
                marks = _mark(stop, marks, work)
        ready = work.ready[stop, ride - 1]
        if ready >= horizon or not net.call_rule[call + at] & 1:
            continue
        if trip == trips or (trip > 0 and ready <= net.departure[on_board - calls + at]):
            trip = _catch(ready, times + at * trips, trip, net.boarding)
            if cuts.on:
                first = net.trip_start[pattern]
                while trip < trips and not cuts.trips[first + trip]:
                    trip += 1
            on_board = times + trip * calls
    return marks


@njit(cache=True, nogil=True)
def _catch(ready: int, column: int, most: int, boarding: Ints) -> int:
    """The first of the trips before `most` that leaves at `ready` or later; `most` where none does."""
    low, high = 0, most
    while low < high:
        middle = (low + high) >> 1
        if boarding[column + middle] >= ready:
            high = middle
        else:
            low = middle + 1
    return low


@njit(cache=True, nogil=True)
def _walk(ride: int, marks: int, horizon: int, net: Net, work: Work, cuts: Cuts) -> int:
    """One walk from where this round's rides arrive; the walks are closed, so one is enough."""
    rides = marks
    for number in range(rides):
        work.ridden[number] = work.arrived[work.marks[number], ride]
    for number in range(rides):
        stop = work.marks[number]
        for at in range(net.foot_start[stop], net.foot_start[stop + 1]):
            time = work.ridden[number] + net.foot_seconds[at]
            if time >= horizon:
                break  # the shortest walk came first
            other = net.foot_stop[at]
            if cuts.on and not cuts.stops[other]:
                continue
            if time < work.arrived[other, ride]:
                _lower(work.arrived, other, ride, time)
                marks = _mark(other, marks, work)
            if time < work.ready[other, ride]:
                _lower(work.ready, other, ride, time)
                marks = _mark(other, marks, work)
    return marks


@njit(cache=True, nogil=True)
def spread(seeds: Ints, walks: Ints, net: Net, work: Work) -> tuple[Ints, Ints]:
    """From a stop that one walks to one may walk on, as between two rides: all stops so reached, and the seconds. So
    every label has its walks, and leaving earlier never arrives later."""
    found = 0
    for number in range(len(seeds)):
        found = _near(seeds[number], walks[number], found, work)
    for number in range(len(seeds)):
        for at in range(net.foot_start[seeds[number]], net.foot_start[seeds[number] + 1]):
            found = _near(net.foot_stop[at], walks[number] + net.foot_seconds[at], found, work)
    stops = work.ridden[:found].copy()
    seconds = work.walked[stops]
    work.walked[stops] = INF
    return stops, seconds


@njit(cache=True, nogil=True)
def _near(stop: int, seconds: int, found: int, work: Work) -> int:
    if work.walked[stop] == INF:
        work.ridden[found] = stop
        found += 1
    if seconds < work.walked[stop]:
        work.walked[stop] = seconds
    return found


@njit(cache=True, nogil=True)
def once(seeds: Ints, walks: Ints, depart: int, cap: int, net: Net, work: Work, without: Cuts) -> None:
    forget(work)
    stops, seconds = spread(seeds, walks, net, work)
    search(stops, seconds, depart, depart + cap + 1, net, work, without)


@njit(cache=True, nogil=True)
def over(
    seeds: Ints, walks: Ints, depart: int, minutes: int, cap: int, net: Net, work: Work, without: Cuts, times: Ints
) -> None:
    """The latest departure first: what it reached is as good for an earlier one, and prunes it."""
    forget(work)
    stops, seconds = spread(seeds, walks, net, work)
    last = work.arrived.shape[1] - 1
    for minute in range(minutes - 1, -1, -1):
        leave = depart + minute * 60
        search(stops, seconds, leave, leave + cap + 1, net, work, without)
        for number in range(work.reached[0]):
            stop = work.touched[number]
            took = work.arrived[stop, last] - leave
            times[stop, minute] = took if took <= cap else INF


@njit(cache=True, nogil=True)
def ranked(times: Ints, ranks: Ints, work: Work, found: Ints) -> None:
    for number in range(work.reached[0]):
        stop = work.touched[number]
        for row in range(len(ranks)):
            found[row, stop] = nth(times[stop], times.shape[1], ranks[row])


@njit(cache=True, nogil=True)
def block(
    start: int, end: int,
    access_start: Longs, access_stop: Ints, access_seconds: Ints,
    egress_start: Longs, egress_site: Ints, egress_seconds: Ints,
    direct_start: Longs, direct_site: Ints, direct_seconds: Ints,
    depart: int, minutes: int, cap: int, rank: int,
    net: Net, work: Work, without: Cuts, found: Ints,
) -> None:  # fmt: skip
    """Only what a search has touched is looked at and cleared: a country has many stops, a neighbourhood few."""
    sites = found.shape[1]
    at_stop = np.full((len(work.marked), minutes), INF, np.int32)
    at_site = np.full((sites, minutes), INF, np.int32)
    seen = np.zeros(sites, np.bool_)
    touched = np.empty(sites, np.int32)
    for origin in range(start, end):
        seeds = access_stop[access_start[origin] : access_start[origin + 1]]
        seconds = access_seconds[access_start[origin] : access_start[origin + 1]]
        over(seeds, seconds, depart, minutes, cap, net, work, without, at_stop)
        count = 0
        for at in range(direct_start[origin], direct_start[origin + 1]):
            count = _see(direct_site[at], count, seen, touched)
            at_site[direct_site[at], :] = np.minimum(at_site[direct_site[at], :], direct_seconds[at])
        for number in range(work.reached[0]):
            stop = work.touched[number]
            for at in range(egress_start[stop], egress_start[stop + 1]):
                count = _see(egress_site[at], count, seen, touched)
                _sooner(at_site[egress_site[at]], at_stop[stop], egress_seconds[at])
            at_stop[stop, :] = INF
        for number in range(count):
            site = touched[number]
            took = nth(at_site[site], minutes, rank)
            found[origin - start, site] = took if took <= cap else INF
            at_site[site, :] = INF
            seen[site] = False


@njit(cache=True, nogil=True)
def _sooner(site: Ints, stop: Ints, walk: int) -> None:
    for minute in range(len(site)):
        time = stop[minute] + walk
        if time < site[minute]:
            site[minute] = time


@njit(cache=True, nogil=True)
def _see(site: int, count: int, seen: NDArray[np.bool_], touched: Ints) -> int:
    if seen[site]:
        return count
    seen[site] = True
    touched[count] = site
    return count + 1


@njit(cache=True, nogil=True)
def nth(values: Ints, size: int, rank: int) -> int:
    """The value of this rank among the first `size`, which are reordered (Hoare's selection)."""
    low, high = 0, size - 1
    while low < high:
        pivot = values[rank]
        left, right = low, high
        while left <= right:
            while values[left] < pivot:
                left += 1
            while pivot < values[right]:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if right < rank:
            low = left
        if rank < left:
            high = right
    return int(values[rank])
