"""Times of day as GTFS writes them, and the blank ones between timed stops."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numba import njit
from numpy.typing import NDArray

from baken.core.reach.gtfs.files import Words

Ints = NDArray[np.int32]

BLANK, WRONG = -1, -2
_TIME = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")


def seconds_of(words: Words) -> Ints:
    """«7:05:00», «25:10:00» -> seconds; BLANK where nothing stands, WRONG where it is no time."""
    codes, distinct = pd.factorize(words)
    parsed = np.array([_seconds(str(text)) for text in distinct] or [BLANK], np.int32)
    return np.asarray(parsed[codes], np.int32)


def _seconds(text: str) -> int:
    if not text:
        return BLANK
    found = _TIME.fullmatch(text)
    if found is None:
        return WRONG
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)


@njit(cache=True)
def fill_blanks(
    starts: NDArray[np.int64], arrival: Ints, departure: Ints, along: NDArray[np.float64], usable: NDArray[np.bool_]
) -> None:
    """Blank times in place, in proportion to the way `along` (metres, rising over all calls), whole seconds cut off.

    A trip whose first or last call has no time cannot be used: `usable` (trips,) says so.
    """
    for trip in range(len(starts) - 1):
        first, end = int(starts[trip]), int(starts[trip + 1])
        timed = -1
        for at in range(first, end):
            if arrival[at] < 0 and departure[at] >= 0:
                arrival[at] = departure[at]
            if departure[at] < 0 and arrival[at] >= 0:
                departure[at] = arrival[at]
            if arrival[at] >= 0:
                if timed >= 0:
                    _between(timed, at, arrival, departure, along)
                timed = at
        usable[trip] = end - first >= 2 and arrival[first] >= 0 and timed == end - 1


@njit(cache=True)
def _between(before: int, after: int, arrival: Ints, departure: Ints, along: NDArray[np.float64]) -> None:
    way = along[after] - along[before]
    for at in range(before + 1, after):
        share = (along[at] - along[before]) / way if way > 0 else (at - before) / (after - before)
        arrival[at] = np.int32(departure[before] + share * (arrival[after] - departure[before]))
        departure[at] = arrival[at]
