"""From many origins to many sites over a window of departures: one search per origin serves all sites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from baken.core.kinds import LatLon
from baken.core.reach.engine import INF, Cuts, Work, forget, nth, search
from baken.core.reach.searching import (
    DEFAULT_ACCESS_SECONDS,
    DEFAULT_CAP_SECONDS,
    DEFAULT_RIDES,
    Mask,
    ReachError,
    cuts,
    new_work,
    ranks_of,
)
from baken.core.reach.timetable import Net, Timetable
from baken.core.reach.transfers import on_plane
from baken.core.reach.walking import StraightLine, Walking

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

BLOCK = 64  # origins that one call works off


@dataclass(frozen=True, slots=True)
class Sparse:
    """Rows of (column, seconds): row i is `start[i]:start[i + 1]`."""

    start: Longs
    column: Ints
    seconds: Ints

    def turned(self, columns: int) -> Sparse:
        """Columns become rows."""
        row = np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))
        order = np.argsort(self.column, kind="stable")
        start = np.append(0, np.cumsum(np.bincount(self.column, minlength=columns))).astype(np.int64)
        return Sparse(start, row[order], self.seconds[order])


@dataclass(frozen=True, slots=True)
class MatrixQuery:
    """`access`: origins to stops; `egress`: sites to stops (the walk from the stop); `direct`: walks from origins
    to sites.

    `depart`: the first departure, seconds since midnight; then one every minute, `minutes` of them. `percentile`: of
    the travel times over the departures, by nearest rank.
    """

    access: Sparse
    egress: Sparse
    direct: Sparse
    depart: int
    minutes: int = 60
    percentile: float = 50
    rides: int = DEFAULT_RIDES
    cap_seconds: int = DEFAULT_CAP_SECONDS
    mask: Mask | None = None

    def __post_init__(self) -> None:
        if self.minutes < 1:
            raise ReachError(f"a window has a minute or more, not {self.minutes}")


def matrix(timetable: Timetable, query: MatrixQuery, *, workers: int = 1, first: int = 0) -> Iterator[tuple[int, Ints]]:
    """Blocks in order: the row of the first origin, and (origins, sites) travel seconds, `INF` where out of reach.

    `first`: begin at this origin (a multiple of BLOCK), for a run that was interrupted.
    """
    stops, sites = timetable.stops, len(query.egress.start) - 1
    by_stop = query.egress.turned(stops)
    rank = int(ranks_of([query.percentile], query.minutes)[0])
    without = cuts(timetable, query.mask)
    origins = len(query.access.start) - 1

    def block(start: int) -> tuple[int, Ints]:
        end = min(origins, start + BLOCK)
        found = np.full((end - start, sites), INF, np.int32)
        work = new_work(stops, timetable.patterns, query.rides)
        _block(
            start, end, *_columns(query.access), *_columns(by_stop), *_columns(query.direct),
            query.depart, query.minutes, query.cap_seconds, rank, timetable.net, work, without, found,
        )  # fmt: skip
        return start, found

    starts = range(first, origins, BLOCK)
    if workers <= 1:
        yield from map(block, starts)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(block, starts)


def walks(
    timetable: Timetable, places: Sequence[LatLon], walking: Walking, most_seconds: int = DEFAULT_ACCESS_SECONDS
) -> Sparse:
    """Every place's walks to the stops near it."""
    calls = np.unique(timetable.net.call_stop)
    calls = calls[np.isfinite(timetable.lat[calls])]
    stops = [timetable.place(row) for row in calls.tolist()]
    near = between(places, stops, walking, most_seconds)
    return Sparse(near.start, calls[near.column].astype(np.int32), near.seconds)


def between(origins: Sequence[LatLon], targets: Sequence[LatLon], walking: Walking, most_seconds: int) -> Sparse:
    """Walks of at most `most_seconds` from each origin to the targets near it."""
    start, columns, seconds = [0], [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    if not targets or not origins:
        return Sparse(np.zeros(len(origins) + 1, np.int64), columns[0], seconds[0])
    lat, lon = (np.array([getattr(place, axis) for place in targets]) for axis in ("lat", "lon"))
    middle = float(lat.mean())
    tree = cKDTree(on_plane(lat, lon, middle))
    here = on_plane(np.array([place.lat for place in origins]), np.array([place.lon for place in origins]), middle)
    radius = most_seconds * (1.25 / 1.3 if isinstance(walking, StraightLine) else 2.0) * 1.05
    for origin, rows in zip(origins, tree.query_ball_point(here, radius, return_sorted=True), strict=True):
        took = np.ceil(walking.seconds(origin, [targets[row] for row in rows])) if rows else np.zeros(0)
        near = took <= most_seconds
        columns.append(np.array(rows, np.int32)[near])
        seconds.append(took[near].astype(np.int32))
        start.append(start[-1] + int(near.sum()))
    return Sparse(np.array(start, np.int64), np.concatenate(columns), np.concatenate(seconds))


def _columns(sparse: Sparse) -> tuple[Longs, Ints, Ints]:
    return sparse.start, sparse.column, sparse.seconds


@njit(cache=True, nogil=True)
def _block(
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
        _profile(seeds, seconds, depart, minutes, cap, net, work, without, at_stop)
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
def _profile(
    seeds: Ints, seconds: Ints, depart: int, minutes: int, cap: int, net: Net, work: Work, without: Cuts, took: Ints
) -> None:
    forget(work)
    last = work.arrived.shape[1] - 1
    for minute in range(minutes - 1, -1, -1):
        leave = depart + minute * 60
        search(seeds, seconds, leave, leave + cap + 1, net, work, without)
        for number in range(work.reached[0]):
            stop = work.touched[number]
            took[stop, minute] = min(work.arrived[stop, last] - leave, INF // 2)


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
