"""Trips of one pattern into lanes in which none overtakes another."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int32]


def lanes_of(arrival: Ints, departure: Ints) -> list[NDArray[np.int64]]:
    """(trips, stops) times -> row numbers of each lane, by departure; usually there is one lane.

    Each trip goes into the first lane whose last trip it nowhere passes.
    """
    order = np.lexsort((arrival[:, -1], departure[:, 0]))
    lane = _lanes(arrival[order], departure[order])
    return [order[lane == number] for number in range(int(lane.max()) + 1)]


@njit(cache=True)
def _lanes(arrival: Ints, departure: Ints) -> Ints:
    trips = len(arrival)
    lane, last = np.empty(trips, np.int32), np.empty(trips, np.int32)
    lanes = 0
    for trip in range(trips):
        found = lanes
        for number in range(lanes):
            if _behind(arrival, departure, trip, last[number]):
                found = number
                break
        if found == lanes:
            lanes += 1
        lane[trip], last[found] = found, trip
    return lane


@njit(cache=True)
def _behind(arrival: Ints, departure: Ints, trip: int, other: int) -> bool:
    for at in range(arrival.shape[1]):
        if arrival[trip, at] < arrival[other, at] or departure[trip, at] < departure[other, at]:
            return False
    return True
