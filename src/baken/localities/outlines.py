"""Plane geometry on longitude and latitude, good for the size of a city: no projection, no library."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baken.core.kinds import LatLon

Line = NDArray[np.float64]  # (n, 2): longitude, latitude


@dataclass(frozen=True, slots=True)
class Box:
    south: float
    west: float
    north: float
    east: float


def rings(polygon: dict[str, Any]) -> list[Line]:
    """All rings, outer ones and holes, of a GeoJSON Polygon or MultiPolygon."""
    parts = [polygon["coordinates"]] if polygon["type"] == "Polygon" else polygon["coordinates"]
    return [np.asarray(ring, dtype=np.float64)[:, :2] for part in parts for ring in part]


def contains(polygon: dict[str, Any], place: LatLon) -> bool:
    """Even-odd rule over all rings, so that holes are outside."""
    return sum(_crossings(ring, place) for ring in rings(polygon)) % 2 == 1


def _crossings(ring: Line, place: LatLon) -> int:
    """How often a ray going east from the place meets the ring."""
    (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
    meets = (y1 > place.lat) != (y2 > place.lat)
    steps = np.where(y1 == y2, 1.0, y2 - y1)
    return int(np.count_nonzero(meets & (place.lon < (x2 - x1) * (place.lat - y1) / steps + x1)))


def box(polygon: dict[str, Any]) -> Box:
    points = np.vstack(rings(polygon))
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Box(south=south, west=west, north=north, east=east)


def signed_area(ring: Line) -> float:
    """Square degrees, positive when counter-clockwise."""
    x, y = (ring - ring[0]).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def centre(polygon: dict[str, Any]) -> LatLon:
    """A point inside the polygon to stand for it: the centre of gravity, or else the middle of its widest part
    at that height (a crescent's centre of gravity lies outside it)."""
    ring = max(rings(polygon), key=lambda line: abs(signed_area(line)))
    x, y = (ring - ring[0]).T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    middle = ((ring[:-1] + ring[1:] - 2 * ring[0]) * cross[:, None]).sum(axis=0) / (3 * cross.sum()) + ring[0]
    place = LatLon(lat=float(middle[1]), lon=float(middle[0]))
    return place if contains(polygon, place) else _widest_part(polygon, place.lat)


def _widest_part(polygon: dict[str, Any], lat: float) -> LatLon:
    hits: list[float] = []
    for ring in rings(polygon):
        for (x1, y1), (x2, y2) in pairwise(ring.tolist()):
            if (y1 > lat) != (y2 > lat):
                hits.append((x2 - x1) * (lat - y1) / (y2 - y1) + x1)
    hits.sort()
    west, east = max(zip(hits[::2], hits[1::2], strict=True), key=lambda span: span[1] - span[0])
    return LatLon(lat=lat, lon=(west + east) / 2)


def simplify(line: Line, tolerance: float) -> Line:
    """Douglas-Peucker; `tolerance` in degrees of latitude. Ends stay where they are."""
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = _distances(line[first + 1 : last], line[first], line[last])
        far = int(np.argmax(away))
        if away[far] > tolerance:
            middle = first + 1 + far
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return line[keep]


def _distances(points: Line, start: Line, end: Line) -> NDArray[np.float64]:
    """From each point to the line through start and end, longitude squeezed as at the start."""
    squeeze = np.array([np.cos(np.radians(start[1])), 1.0])
    along, out = (end - start) * squeeze, (points - start) * squeeze
    length = float(np.hypot(*along))
    apart: NDArray[np.float64] = (
        np.abs(along[0] * out[:, 1] - along[1] * out[:, 0]) / length if length else np.hypot(*out.T)
    )
    return apart


def rounded(line: Line, decimals: int) -> list[list[float]]:
    """As GeoJSON positions, without those that fall on the one before."""
    near = np.round(line, decimals)
    kept: list[list[float]] = near[np.concatenate([[True], np.any(np.diff(near, axis=0) != 0, axis=1)])].tolist()
    return kept
