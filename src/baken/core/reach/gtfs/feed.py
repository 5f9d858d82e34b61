"""A feed as read, for every date it covers: columns of numbers, and names apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baken.core.reach.gtfs.calendar import Calendar
from baken.core.reach.gtfs.faults import Fault

Ints = NDArray[np.int32]
Flags = NDArray[np.int8]  # 0 not known, 1 yes, 2 no: as GTFS says it
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stops:
    """`parent`: row of the station, -1 without one; coordinates NaN where neither stop nor station has any.

    `wheelchair`: a platform that says nothing is as its station.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    lat: Floats
    lon: Floats
    parent: Ints
    wheelchair: Flags
    kind: Flags  # location_type: 0 stop or platform, 1 station, 2 entrance, 3 node, 4 boarding area


@dataclass(frozen=True, slots=True)
class Routes:
    """`names`: the short name where there is one. `kind`: route_type."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    kind: Ints


@dataclass(frozen=True, slots=True)
class Trips:
    """`route` and `service`: rows of those."""

    ids: tuple[str, ...]
    headsigns: tuple[str, ...]
    route: Ints
    service: Ints
    wheelchair: Flags


@dataclass(frozen=True, slots=True)
class Calls:
    """Stop times: those of trip `i` are `starts[i]:starts[i + 1]`, in order. Seconds since the service day's noon less
    twelve hours; blank times are interpolated. `board` and `alight`: whether one may."""

    starts: NDArray[np.int64]
    stop: Ints
    arrival: Ints
    departure: Ints
    board: NDArray[np.bool_]
    alight: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Trip `trip` runs every `headway` seconds from `start` until before `end`."""

    trip: Ints
    start: Ints
    end: Ints
    headway: Ints


@dataclass(frozen=True, slots=True)
class TransferRules:
    """Between stops (stations are spread over their platforms): `seconds`, or -1 where a change is forbidden."""

    origin: Ints
    target: Ints
    seconds: Ints


@dataclass(frozen=True, slots=True)
class Feed:
    """`faults`: what was left out or mended when it was read."""

    name: str
    timezone: str
    stops: Stops
    routes: Routes
    trips: Trips
    calls: Calls
    frequencies: Frequencies
    transfers: TransferRules
    calendar: Calendar
    faults: tuple[Fault, ...] = ()
