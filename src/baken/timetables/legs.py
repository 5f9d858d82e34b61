"""What a way consists of: rides and walks, with moments and names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from baken.core.kinds import LatLon

DEFAULT_RIDES: Final = 3


@dataclass(frozen=True, slots=True)
class RideLeg:
    """`stops`: how many the vehicle calls at, alighting included. `kind`: route_type of GTFS (0 tram, 3 bus, …).

    `wheelchair`: whether vehicle and both stops can be used with one; None: not known, ask. `board_at`, `alight_at`:
    where those stops are.
    """

    line: str
    headsign: str
    board: str
    alight: str
    leaves: datetime
    arrives: datetime
    stops: int
    kind: int
    wheelchair: bool | None
    board_at: LatLon | None = None
    alight_at: LatLon | None = None


@dataclass(frozen=True, slots=True)
class WalkLeg:
    """`to`: the stop; empty: to the door, or home."""

    seconds: int
    leaves: datetime
    to: str


@dataclass(frozen=True, slots=True)
class Trip:
    """`leaves`: when one must go at the latest to make it."""

    leaves: datetime
    arrives: datetime
    legs: tuple[RideLeg | WalkLeg, ...]

    @property
    def rides(self) -> tuple[RideLeg, ...]:
        return tuple(leg for leg in self.legs if isinstance(leg, RideLeg))

    @property
    def seconds(self) -> int:
        return round((self.arrives - self.leaves).total_seconds())
