"""On foot: how long to walk from here to there."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import LatLon

EARTH_RADIUS_METRES = 6_371_008.8
SNAP_METRES = 100.0  # a bridge belongs to every barrier this near, and to the nearest one in any case

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class WalkingError(ValueError):
    """Walking that cannot be computed; the message says what to mend."""


class Walking(Protocol):
    """Walking times from one origin. Implementations: straight line, and with barriers and their crossings."""

    def seconds(self, origin: LatLon, places: Sequence[LatLon]) -> NDArray[np.float64]:
        """float64 (len(places),) seconds, in order; infinite where no way is known."""
        ...


class StraightLine:
    """Great-circle distance times a detour factor, at an even pace."""

    __slots__ = ("_seconds_per_metre",)

    def __init__(self, detour: float = 1.3, metres_per_second: float = 1.25) -> None:
        self._seconds_per_metre = _pace(detour, metres_per_second)

    def seconds(self, origin: LatLon, places: Sequence[LatLon]) -> Floats:
        seconds: Floats = _metres(_degrees([origin]), _degrees(places))[0] * self._seconds_per_metre
        return seconds

    def pairwise(self, starts: Floats, ends: Floats) -> Floats:
        """float64 (n,) seconds from each start to the end beside it; both (n, 2) degrees: latitude, longitude."""
        seconds: Floats = _haversine(*np.radians(starts).T, *np.radians(ends).T) * self._seconds_per_metre
        return seconds


class WithBarriers:
    """As the straight line, but a barrier (river, railway) is passed only at its crossings.

    `barriers`: lines of two points or more; `crossings`: a point on (or near) each bridge, tunnel or gate. The two
    ends of a way lie on different sides of a barrier when the straight line between them cuts it an odd number of
    times; the two banks of one side are joined, so that a bend of the river is not in the way. From a crossing both
    sides of its barrier are reached. Shortest ways between crossings are computed once, here. See
    docs/algorithms/walking.md for what this leaves out.
    """

    __slots__ = ("_barriers", "_between", "_crossings", "_on", "_seconds_per_metre")

    def __init__(
        self,
        barriers: Sequence[Sequence[LatLon]],
        crossings: Sequence[LatLon],
        detour: float = 1.3,
        metres_per_second: float = 1.25,
    ) -> None:
        if any(len(line) < 2 for line in barriers):
            raise WalkingError("a barrier is a line of two points or more")
        self._seconds_per_metre = _pace(detour, metres_per_second)
        self._barriers = [_degrees(line) for line in barriers]
        self._crossings = _degrees(crossings)
        self._on = _belonging(self._crossings, self._barriers)
        blocked = self._blocked(self._crossings, self._crossings, self._on[:, :, None] | self._on[:, None, :])
        self._between = _all_pairs(np.where(blocked, np.inf, _metres(self._crossings, self._crossings)))

    def seconds(self, origin: LatLon, places: Sequence[LatLon]) -> Floats:
        start, ends = _degrees([origin]), _degrees(places)
        metres: Floats = _metres(start, ends)[0]
        nowhere = np.zeros((len(self._barriers), 1, 1), dtype=bool)
        shut = self._blocked(start, ends, nowhere)[0]
        if shut.any():
            metres[shut] = np.maximum(metres[shut], self._round(start, ends[shut]))
        seconds: Floats = metres * self._seconds_per_metre
        return seconds

    def _round(self, start: Floats, ends: Floats) -> Floats:
        """float64 (len(ends),) metres by the best chain of crossings; infinite where there is none."""
        if not len(self._crossings):
            return np.full(len(ends), np.inf)
        onto = np.where(
            self._blocked(start, self._crossings, self._on[:, None, :]), np.inf, _metres(start, self._crossings)
        )
        off = np.where(
            self._blocked(self._crossings, ends, self._on[:, :, None]), np.inf, _metres(self._crossings, ends)
        )
        reached = (onto[0][:, None] + self._between).min(axis=0)
        shortest: Floats = (reached[:, None] + off).min(axis=0)
        return shortest

    def _blocked(self, starts: Floats, ends: Floats, exempt: Flags) -> Flags:
        """bool (len(starts), len(ends)). `exempt` (barriers, starts or 1, ends or 1): that barrier does not count."""
        blocked = np.zeros((len(starts), len(ends)), dtype=bool)
        for line, free in zip(self._barriers, exempt, strict=True):
            if not free.all():
                blocked |= _other_side(starts, ends, line) & ~free
        return blocked


def _pace(detour: float, metres_per_second: float) -> float:
    if not (detour >= 1 and np.isfinite(detour)):
        raise WalkingError(f"a detour factor is 1 or more, not {detour}")
    if not (metres_per_second > 0 and np.isfinite(metres_per_second)):
        raise WalkingError(f"a walking pace is over 0 metres per second, not {metres_per_second}")
    return detour / metres_per_second


def _degrees(places: Sequence[LatLon]) -> Floats:
    """float64 (len(places), 2): latitude, longitude."""
    return np.array([(place.lat, place.lon) for place in places], dtype=np.float64).reshape(-1, 2)


def _metres(starts: Floats, ends: Floats) -> Floats:
    """float64 (len(starts), len(ends)): haversine great-circle distances."""
    return _haversine(*np.radians(starts).T[:, :, None], *np.radians(ends).T[:, None, :])


def _haversine(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """Metres, from radians, broadcast."""
    half = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    metres: Floats = 2 * EARTH_RADIUS_METRES * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return metres


def _other_side(starts: Floats, ends: Floats, line: Floats) -> Flags:
    """bool (len(starts), len(ends)): the straight line between the two cuts `line` an odd number of times.

    Degrees serve as a plane: over a town the sides of a line are the same. A point on a line counts to one side
    (half-open), so that a cut through a corner of the line counts once.
    """
    heads, tails = line[:-1], line[1:]
    start_left = _left(heads[None, :], tails[None, :], starts[:, None])  # (starts, pieces)
    end_left = _left(heads[None, :], tails[None, :], ends[:, None])  # (ends, pieces)
    corner_left = _left(starts[:, None, None], ends[None, :, None], line[None, None, :])  # (starts, ends, corners)
    between = corner_left[:, :, :-1] != corner_left[:, :, 1:]
    cuts = between & (start_left[:, None, :] != end_left[None, :, :])
    odd: Flags = np.count_nonzero(cuts, axis=2) % 2 == 1
    return odd


def _left(heads: Floats, tails: Floats, points: Floats) -> Flags:
    """bool, broadcast over all but the last axis: the point lies left of (or on) the line from head to tail."""
    along, to = tails - heads, points - heads
    left: Flags = along[..., 1] * to[..., 0] - along[..., 0] * to[..., 1] >= 0
    return left


def _belonging(crossings: Floats, barriers: Sequence[Floats]) -> Flags:
    """bool (barriers, crossings): the barriers that each crossing passes."""
    if not barriers or not len(crossings):
        return np.zeros((len(barriers), len(crossings)), dtype=bool)
    gaps = np.stack([_metres_to_line(crossings, line) for line in barriers])
    near: Flags = (gaps <= SNAP_METRES) | (gaps == gaps.min(axis=0))
    return near


def _metres_to_line(points: Floats, line: Floats) -> Floats:
    """float64 (len(points),): distance to the nearest piece, on a plane that is true around the line."""
    scale = np.radians(EARTH_RADIUS_METRES) * np.array([1.0, np.cos(np.radians(line[:, 0].mean()))])
    heads, along = line[:-1] * scale, (line[1:] - line[:-1]) * scale
    to = points[:, None] * scale - heads
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip((to * along).sum(axis=2) / length, 0, 1)
    metres: Floats = np.sqrt(((to - share[:, :, None] * along) ** 2).sum(axis=2)).min(axis=1)
    return metres


def _all_pairs(metres: Floats) -> Floats:
    """Shortest ways between all crossings over each other (Floyd 1962)."""
    shortest = metres.copy()
    for via in range(len(shortest)):
        shortest = np.minimum(shortest, shortest[:, via, None] + shortest[None, via, :])
    return shortest
