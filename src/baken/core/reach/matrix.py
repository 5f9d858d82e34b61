"""From many origins to many sites over a window of departures: one search per origin serves all sites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from baken.core.kinds import LatLon
from baken.core.reach.engine import INF, block
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
from baken.core.reach.timetable import Timetable
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

    def some(start: int) -> tuple[int, Ints]:
        end = min(origins, start + BLOCK)
        found = np.full((end - start, sites), INF, np.int32)
        work = new_work(stops, timetable.patterns, query.rides)
        block(
            start, end, *_columns(query.access), *_columns(by_stop), *_columns(query.direct),
            query.depart, query.minutes, query.cap_seconds, rank, timetable.net, work, without, found,
        )  # fmt: skip
        return start, found

    starts = range(first, origins, BLOCK)
    if workers <= 1:
        yield from map(some, starts)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(some, starts)


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
