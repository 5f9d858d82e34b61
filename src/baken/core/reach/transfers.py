"""Changing on foot: from stop to stop, closed transitively, with the rules of transfers.txt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from baken.core.kinds import LatLon
from baken.core.reach.gtfs import TransferRules
from baken.core.reach.walking import EARTH_RADIUS_METRES, StraightLine, Walking

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]

_NEVER = 1 << 29  # seconds: a change that is forbidden


@dataclass(frozen=True, slots=True)
class Transfers:
    """`metres`: how far apart, as the crow flies, two stops may lie for a direct walk between them. `walking` gives
    the time, straight lines by default. Walks over several stops follow from direct ones (the set is closed), so that
    a search needs to look only one walk ahead between two rides."""

    metres: float = 200.0
    walking: Walking | None = None


def changes(
    transfers: Transfers, lat: Floats, lon: Floats, used: Bools, rules: Sequence[tuple[TransferRules, int]]
) -> dict[str, NDArray[Any]]:
    """The arrays `foot_…` and `change_seconds` of a Net. `used` (stops,): where any vehicle calls. `rules`: of each
    feed, with its number of stops."""
    origin, target, seconds = _closed(*_direct(transfers, lat, lon, used), len(lat))
    change = np.zeros(len(lat), np.int32)
    said: dict[tuple[int, int], int] = {}
    before = 0
    for rule, stops in rules:
        ends = (rule.origin + before).tolist(), (rule.target + before).tolist()
        said |= {(one, other): least for one, other, least in zip(*ends, rule.seconds.tolist(), strict=True)}
        before += stops
    said |= _untimed(said, origin * len(lat) + target, transfers.walking or StraightLine(), lat, lon)
    for (one, other), least in said.items():
        if one == other:
            change[one] = _NEVER if least < 0 else least
    origin, target, seconds = _with_rules(origin, target, seconds, said, len(lat))
    order = np.lexsort((seconds, origin))
    return {
        "foot_start": np.append(0, np.cumsum(np.bincount(origin, minlength=len(lat)))).astype(np.int64),
        "foot_stop": target[order].astype(np.int32),
        "foot_seconds": seconds[order].astype(np.int32),
        "change_seconds": change,
    }


def _with_rules(
    origin: Longs, target: Longs, seconds: Longs, said: Mapping[tuple[int, int], int], stops: int
) -> tuple[Longs, Longs, Longs]:
    """A forbidden change is none; else a change takes at least what the rule says, and the walk."""
    key = origin * stops + target
    walk = dict(zip(key.tolist(), seconds.tolist(), strict=True)) if said else {}
    ruled = {one * stops + other: least for (one, other), least in said.items() if one != other}
    kept = ~np.isin(key, np.array(list(ruled), np.int64))
    allowed = {pair: max(least, walk.get(pair, 0)) for pair, least in ruled.items() if least >= 0}
    pairs, least = np.array(list(allowed), np.int64), np.array(list(allowed.values()), np.int64)
    return (
        np.concatenate([origin[kept], pairs // stops]),
        np.concatenate([target[kept], pairs % stops]),
        np.concatenate([seconds[kept], least]),
    )


def _untimed(
    said: Mapping[tuple[int, int], int], near: Longs, walking: Walking, lat: Floats, lon: Floats
) -> dict[tuple[int, int], int]:
    """Rules that give no time between stops that are not joined on foot: the walk, or no change where none is known."""
    untimed = [pair for pair, least in said.items() if not least and pair[0] != pair[1]]
    origin, target = np.array(untimed, np.int64).reshape(-1, 2).T
    far = ~np.isin(origin * len(lat) + target, near)
    origin, target = origin[far], target[far]
    seconds = np.full(len(origin), np.inf)
    placed = np.isfinite(lat[origin]) & np.isfinite(lat[target])
    ends = (rows[placed].astype(np.int32) for rows in (origin, target))
    seconds[placed] = _seconds(walking, lat, lon, *ends)
    walks = np.where(np.isfinite(seconds), seconds, -1).astype(int)
    return dict(zip(zip(origin.tolist(), target.tolist(), strict=True), walks.tolist(), strict=True))


def _direct(transfers: Transfers, lat: Floats, lon: Floats, used: Bools) -> tuple[Ints, Ints, Floats]:
    """Pairs of used stops near each other, both ways, with the seconds between them."""
    rows = np.flatnonzero(used & np.isfinite(lat))
    if len(rows) < 2 or transfers.metres <= 0:
        return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0)
    plane = on_plane(lat[rows], lon[rows], float(np.mean(lat[rows])))
    pairs = cKDTree(plane).query_pairs(transfers.metres, output_type="ndarray")
    one, other = rows[pairs[:, 0]].astype(np.int32), rows[pairs[:, 1]].astype(np.int32)
    walking = transfers.walking or StraightLine()
    seconds = _seconds(walking, lat, lon, one, other)
    known = np.isfinite(seconds)
    one, other, seconds = one[known], other[known], seconds[known]
    return np.concatenate([one, other]), np.concatenate([other, one]), np.concatenate([seconds, seconds])


def _seconds(walking: Walking, lat: Floats, lon: Floats, one: Ints, other: Ints) -> Floats:
    """Rounded up: nobody catches a bus by half a second."""
    if isinstance(walking, StraightLine):
        degrees = np.stack([lat, lon], axis=1)
        return np.ceil(walking.pairwise(degrees[one], degrees[other]))
    order = np.argsort(one, kind="stable")
    seconds = np.empty(len(one))
    ends = np.flatnonzero(np.append(np.diff(one[order]) != 0, len(one) > 0)) + 1
    for first, end in pairwise([0, *ends.tolist()]):
        rows = order[first:end]
        start = int(one[rows[0]])
        places = [LatLon(float(lat[stop]), float(lon[stop])) for stop in other[rows].tolist()]
        seconds[rows] = walking.seconds(LatLon(float(lat[start]), float(lon[start])), places)
    return np.ceil(seconds)


def _closed(origin: Ints, target: Ints, seconds: Floats, stops: int) -> tuple[Longs, Longs, Longs]:
    """Shortest walks over any number of stops: Dijkstra on each island of stops that walks join. Most islands are two
    platforms facing each other, which have no other way than the direct one."""
    none = np.zeros(0, np.int64)
    if not len(origin):
        return none, none, none
    rows = np.unique(origin)
    place = np.empty(stops, np.int64)
    place[rows] = np.arange(len(rows))
    graph = csr_array((np.maximum(seconds, 1e-6), (place[origin], place[target])), shape=(len(rows), len(rows)))
    _, island = connected_components(graph, directed=False)
    order = np.argsort(island, kind="stable")
    sizes = np.bincount(island)
    ends = np.cumsum(sizes)
    pair = sizes[island[place[origin]]] == 2
    parts = [(place[origin[pair]], place[target[pair]], np.rint(seconds[pair]).astype(np.int64))]
    parts += [
        _island(graph, order[ends[number] - sizes[number] : ends[number]]) for number in np.flatnonzero(sizes > 2)
    ]
    one, other, walk = (np.concatenate(column) for column in zip(*parts, strict=True))
    return rows[one], rows[other], walk


def _island(graph: Any, members: Longs) -> tuple[Longs, Longs, Longs]:
    reached = dijkstra(graph[members][:, members])
    one, other = np.nonzero(np.isfinite(reached) & ~np.eye(len(members), dtype=bool))
    return members[one], members[other], np.rint(reached[one, other]).astype(np.int64)


def on_plane(lat: Floats, lon: Floats, around: float) -> Floats:
    """(n, 2) metres east and north, true near latitude `around`."""
    metres = np.radians(1.0) * EARTH_RADIUS_METRES
    return np.stack([lon * np.cos(np.radians(around)) * metres, lat * metres], axis=1)
