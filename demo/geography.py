"""The map of the demonstration town, an invented city: run it to write areas.geojson again.

    python demo/geography.py            writes areas.geojson beside this file
    python demo/geography.py --svg FILE also draws it, to look at

Quarters are the cells of a warped Voronoi diagram around the points of quarters.yaml, each bank of the river for
itself, drawn on a fine grid; their borders are traced once and shared, so that neighbours fit without gaps.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import ndimage

from baken.core.kinds import LatLon

HERE = Path(__file__).parent
AREAS = HERE / "areas.geojson"
SEED = 20_260
STEP_KM = 0.05
SOURCE = "invented for demonstration"
KM_PER_DEGREE_LAT = 111.2
AGE_BANDS = ("0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")

# kind of quarter -> people per km², and how a hundred of them divide over the age bands
QUARTERS = {
    "old": (13_000, (8, 7, 23, 22, 13, 11, 8, 5, 3)),
    "dense": (24_000, (16, 12, 18, 19, 13, 10, 6, 4, 2)),
    "terraced": (11_500, (13, 12, 14, 16, 14, 12, 9, 6, 4)),
    "estate": (6_800, (13, 12, 12, 13, 12, 12, 11, 9, 6)),
    "garden": (2_500, (10, 11, 9, 11, 12, 14, 13, 12, 8)),
    "village": (1_150, (9, 10, 8, 9, 12, 15, 15, 13, 9)),
    "polder": (190, (9, 10, 8, 9, 12, 16, 16, 12, 8)),
    "harbour": (130, (8, 7, 20, 22, 16, 13, 8, 4, 2)),
}

Point = tuple[float, float]
Line = list[Point]
Grid = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Town:
    """`labels[row, column]`: the quarter's index, -1 outside the city. Row 0 is the south, column 0 the west."""

    plan: dict[str, Any]
    quarters: list[dict[str, Any]]
    labels: Grid
    west: float
    south: float
    river: NDArray[np.float64]  # (n, 2) kilometres, south to north

    def river_east(self, north: float) -> float:
        """Where the river is at this height; it only ever runs northwards."""
        return float(np.interp(north, self.river[:, 1], self.river[:, 0]))

    def left_bank(self, label: int) -> bool:
        east, north = self.quarters[label]["at"]
        return bool(east < self.river_east(north))


@cache
def read_plan() -> dict[str, Any]:
    """What stands in quarters.yaml; to be read only."""
    plan: dict[str, Any] = yaml.safe_load((HERE / "quarters.yaml").read_text(encoding="utf-8"))
    return plan


def smooth_curve(points: list[list[float]], *, closed: bool, steps: int = 12) -> NDArray[np.float64]:
    """A Catmull-Rom curve through the points, float64 (n, 2)."""
    given = np.asarray(points, dtype=float)
    padded = (
        np.vstack([given[-1:], given, given[:2]]) if closed else np.vstack([2 * given[0] - given[1], given, given[-1:]])
    )
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*parts, given[:1] if closed else given[-1:]])


def river_line(plan: dict[str, Any]) -> NDArray[np.float64]:
    """float64 (n, 2) kilometres, south to north."""
    return smooth_curve(plan["river"]["line"], closed=False)


def inside(ring: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Even-odd rule."""
    found = np.zeros(x.shape, dtype=bool)
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if y1 != y2:
            crosses = (y1 > y) != (y2 > y)
            found ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return found


def warp(x: NDArray[np.float64], y: NDArray[np.float64], random: Random) -> NDArray[np.float64]:
    """A gentle bend of the plane, so that borders wander as old paths and ditches do."""
    bend = np.zeros_like(x)
    for wavelength, height in ((4.1, 0.16), (1.9, 0.08), (0.9, 0.035)):
        angle, phase = random.uniform(0, 6.283), random.uniform(0, 6.283)
        bend += height * np.sin(6.283 / wavelength * (x * np.cos(angle) + y * np.sin(angle)) + phase)
    return bend


def grow(plan: dict[str, Any]) -> Town:
    """Gives every grid cell of the city to the nearest quarter on its own bank."""
    quarters = [quarter | {"district": d["code"]} for d in plan["districts"] for quarter in d["quarters"]]
    outline, river = smooth_curve(plan["outline"], closed=True), river_line(plan)
    (west, south), (east, north) = outline.min(axis=0) - 0.5, outline.max(axis=0) + 0.5
    x, y = np.meshgrid(np.arange(west, east, STEP_KM) + STEP_KM / 2, np.arange(south, north, STEP_KM) + STEP_KM / 2)
    random = Random(SEED)
    warped_x, warped_y = x + warp(x, y, random), y + warp(x, y, random)
    cell_left = x < np.interp(y, river[:, 1], river[:, 0])
    town = Town(plan, quarters, np.full(x.shape, -1), float(west), float(south), river)
    nearest = np.full(x.shape, np.inf)
    for label, quarter in enumerate(quarters):
        far = np.hypot(warped_x - quarter["at"][0], warped_y - quarter["at"][1])
        far[cell_left != town.left_bank(label)] = np.inf
        town.labels[far < nearest] = label
        nearest = np.minimum(nearest, far)
    town.labels[~inside(outline, 2 * warped_x - x, 2 * warped_y - y)] = -1
    unite(town.labels)
    return town


def unite(labels: Grid) -> None:
    """Leaves each quarter in one piece: cut-off bits go to the neighbour they touch most."""
    for label in range(int(labels.max()) + 1):
        pieces, count = ndimage.label(labels == label)
        sizes = [int((pieces == piece).sum()) for piece in range(1, count + 1)]
        for piece in range(1, count + 1):
            if piece - 1 == int(np.argmax(sizes)):
                continue
            bit = pieces == piece
            around = labels[ndimage.binary_dilation(bit) & ~bit]
            labels[bit] = np.bincount(around + 1).argmax() - 1


Corner = tuple[int, int]  # row, column of a grid corner


@dataclass(frozen=True, slots=True)
class Border:
    """A shared border: its two sides and its smoothed line in kilometres."""

    sides: frozenset[int]
    ends: tuple[Corner, Corner]
    line: Line


def corner_links(labels: Grid) -> dict[Corner, list[tuple[Corner, frozenset[int]]]]:
    """Every grid edge between two different labels, from both of its ends."""
    links: dict[Corner, list[tuple[Corner, frozenset[int]]]] = defaultdict(list)

    def link(a: Corner, b: Corner, sides: frozenset[int]) -> None:
        links[a].append((b, sides))
        links[b].append((a, sides))

    for row, column in np.argwhere(labels[1:] != labels[:-1]).tolist():
        sides = frozenset((int(labels[row, column]), int(labels[row + 1, column])))
        link((row + 1, column), (row + 1, column + 1), sides)
    for row, column in np.argwhere(labels[:, 1:] != labels[:, :-1]).tolist():
        sides = frozenset((int(labels[row, column]), int(labels[row, column + 1])))
        link((row, column + 1), (row + 1, column + 1), sides)
    return links


def trace(town: Town) -> list[Border]:
    """All borders between junctions (corners where more than two labels meet)."""
    links = corner_links(town.labels)
    junctions = {corner for corner, ways in links.items() if len(ways) != 2}
    borders, walked = [], set()
    for start in sorted(junctions):
        for following, sides in links[start]:
            if (start, following) in walked:
                continue
            path = [start, following]
            while path[-1] not in junctions:
                path.append(next(to for to, _ in links[path[-1]] if to != path[-2]))
            walked |= {(path[0], path[1]), (path[-1], path[-2])}
            borders.append(Border(sides, (path[0], path[-1]), shape(town, path, sides)))
    return borders


def position(town: Town, corner: Corner) -> Point:
    """Kilometres; corners between the two banks move onto the river itself."""
    row, column = corner
    around = {int(label) for label in town.labels[row - 1 : row + 1, column - 1 : column + 1].flat} - {-1}
    north = town.south + row * STEP_KM
    if len({town.left_bank(label) for label in around}) == 2:
        return town.river_east(north), north
    return town.west + column * STEP_KM, north


def shape(town: Town, path: list[Corner], sides: frozenset[int]) -> Line:
    line = np.array([position(town, corner) for corner in path])
    on_river = -1 not in sides and len({town.left_bank(label) for label in sides}) == 2
    for _ in range(0 if on_river else 12):
        line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
    return simplify([(float(x), float(y)) for x, y in line], tolerance=0.012 if on_river else 0.022)


def simplify(line: Line, *, tolerance: float) -> Line:
    """Douglas-Peucker."""
    if len(line) < 3:
        return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    span = hypot(x2 - x1, y2 - y1)

    def away(point: Point) -> float:
        x, y = point
        if span == 0:
            return hypot(x - x1, y - y1)
        return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / span

    far = max(range(1, len(line) - 1), key=lambda index: away(line[index]))
    if away(line[far]) <= tolerance:
        return [line[0], line[-1]]
    return simplify(line[: far + 1], tolerance=tolerance)[:-1] + simplify(line[far:], tolerance=tolerance)


def ring(borders: list[Border], members: set[int]) -> Line:
    """The outer line of the union of these quarters, counter-clockwise and closed."""
    loose = [border for border in borders if len(border.sides & members) == 1]
    first = loose.pop()
    line, end = list(first.line), first.ends[1]
    while loose:
        border = next(b for b in loose if end in b.ends)
        loose.remove(border)
        forwards = border.ends[0] == end
        line += (border.line if forwards else border.line[::-1])[1:]
        end = border.ends[1] if forwards else border.ends[0]
    if line[0] != line[-1]:
        raise ValueError(f"the outline of {sorted(members)} is in more than one piece")
    return line if signed_km2(line) > 0 else line[::-1]


def signed_km2(line: Line) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(line)) / 2


def people(town: Town, areas: list[float]) -> list[dict[str, int]]:
    """Residents by age band of each quarter; together about as many as the plan says."""
    random = Random(SEED + 1)
    crowds = [
        QUARTERS[quarter["kind"]][0] * area * random.uniform(0.85, 1.15)
        for quarter, area in zip(town.quarters, areas, strict=True)
    ]
    scale = town.plan["inhabitants"] / sum(crowds)
    bands = []
    for quarter, crowd in zip(town.quarters, crowds, strict=True):
        weights = [share * random.uniform(0.9, 1.1) for share in QUARTERS[quarter["kind"]][1]]
        total = sum(weights)
        bands.append({band: round(crowd * scale * w / total) for band, w in zip(AGE_BANDS, weights, strict=True)})
    return bands


def together(parts: list[dict[str, int]]) -> dict[str, int]:
    return {band: sum(part[band] for part in parts) for band in AGE_BANDS}


def degrees(town: Town, point: Point) -> list[float]:
    return lon_lat(town.plan, point)


def lon_lat(plan: dict[str, Any], point: Point) -> list[float]:
    """Kilometres to degrees, in GeoJSON's order: longitude, latitude."""
    origin = plan["origin"]
    lon = origin["lon"] + point[0] / (KM_PER_DEGREE_LAT * cos(radians(origin["lat"])))
    return [round(lon, 5), round(origin["lat"] + point[1] / KM_PER_DEGREE_LAT, 5)]


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    properties["name"] = {"nl": properties["name"]}
    return {"type": "Feature", "properties": properties | {"invented": True, "source": SOURCE}, "geometry": geometry}


def polygon(town: Town, line: Line) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[degrees(town, point) for point in line]]}


def area_features(town: Town) -> list[dict[str, Any]]:
    borders = trace(town)
    rings = [ring(borders, {label}) for label in range(len(town.quarters))]
    residents = people(town, [signed_km2(line) for line in rings])
    city, everyone = town.plan["city"], set(range(len(town.quarters)))
    features = [
        feature(polygon(town, ring(borders, everyone)), kind="municipality", **city, population=together(residents))
    ]
    for district in town.plan["districts"]:
        code, name = district["code"], district["name"]
        members = {label for label in everyone if town.quarters[label]["district"] == code}
        features.append(
            feature(
                polygon(town, ring(borders, members)),
                kind="district", code=code, name=name, parent=city["code"],
                population=together([residents[label] for label in sorted(members)]),
            )
        )  # fmt: skip
    for label, quarter in enumerate(town.quarters):
        features.append(
            feature(
                polygon(town, rings[label]),
                kind="neighbourhood", code=quarter["code"], name=quarter["name"], parent=quarter["district"],
                population=residents[label],
            )
        )  # fmt: skip
    return features


def water_features(town: Town) -> list[dict[str, Any]]:
    river = town.plan["river"]
    line = [degrees(town, (float(x), float(y))) for x, y in town.river[::2]]
    features = [
        feature({"type": "LineString", "coordinates": line}, kind="river", code=river["code"], name=river["name"])
    ]
    for bridge in town.plan["bridges"]:
        at = degrees(town, (town.river_east(bridge["north"]), bridge["north"]))
        features.append(
            feature(
                {"type": "Point", "coordinates": at},
                kind="bridge", code=bridge["code"], name=bridge["name"], over=river["code"],
            )
        )  # fmt: skip
    return features


def build() -> dict[str, Any]:
    """The whole map as a GeoJSON FeatureCollection; the same every time."""
    town = grow(read_plan())
    return {"type": "FeatureCollection", "features": [*area_features(town), *water_features(town)]}


def write(path: Path = AREAS) -> None:
    """One feature a line, so that a change is readable."""
    lines = (json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in build()["features"])
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def postal_code(neighbourhood: str) -> str:
    """The invented postal code of the neighbourhood's district. Raises KeyError when the code is unknown."""
    return _postal_codes()[neighbourhood]


@cache
def _postal_codes() -> dict[str, str]:
    return {quarter["code"]: d["postal_code"] for d in read_plan()["districts"] for quarter in d["quarters"]}


@cache
def _rings() -> dict[str, NDArray[np.float64]]:
    """Longitude and latitude of each neighbourhood's outline, as written in areas.geojson."""
    features = json.loads(AREAS.read_text(encoding="utf-8"))["features"]
    return {
        f["properties"]["code"]: np.array(f["geometry"]["coordinates"][0])
        for f in features
        if f["properties"]["kind"] == "neighbourhood"
    }


def point_in(neighbourhood: str, seed: int | str) -> LatLon:
    """A place inside the neighbourhood, at least 60 m from its border: the same place for the same seed, always.

    Raises KeyError when the code is not one of quarters.yaml.
    """
    line = _rings()[neighbourhood]
    random = Random(f"{neighbourhood}:{seed}")
    (west, south), (east, north) = line.min(axis=0), line.max(axis=0)
    for _ in range(2_000):
        lon, lat = random.uniform(west, east), random.uniform(south, north)
        if inside(line, np.array([lon]), np.array([lat]))[0] and _border_metres(line, lat, lon) >= 60:
            return LatLon(round(lat, 5), round(lon, 5))
    raise ValueError(f"{neighbourhood} is too narrow for a point 60 m from its border")


def _border_metres(line: NDArray[np.float64], lat: float, lon: float) -> float:
    flat = (line - (lon, lat)) * (KM_PER_DEGREE_LAT * 1000 * cos(radians(lat)), KM_PER_DEGREE_LAT * 1000)
    starts, steps = flat[:-1], np.diff(flat, axis=0)
    along = np.clip(-(starts * steps).sum(axis=1) / np.maximum((steps**2).sum(axis=1), 1e-9), 0, 1)
    return float(np.hypot(*(starts + along[:, None] * steps).T).min())


def draw(path: Path) -> None:
    """An SVG of areas.geojson: the more people per km², the darker; districts outlined; bridges dotted."""
    features = json.loads(AREAS.read_text(encoding="utf-8"))["features"]
    layers = ("neighbourhood", "river", "district", "municipality", "bridge")
    drawn = [draw_feature(f) for layer in layers for f in features if f["properties"]["kind"] == layer]
    names = [draw_name(f) for f in features if f["properties"]["kind"] == "neighbourhood"]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-30 0 1130 1560" width="1130" height="1560">'
    path.write_text("\n".join([head, *drawn, *names, "</svg>"]), encoding="utf-8")


def pixels(coordinates: list[list[float]]) -> Line:
    return [((lon - 3.96) * cos(radians(51.1)) * 7000, (51.23 - lat) * 7000) for lon, lat in coordinates]


def draw_feature(f: dict[str, Any]) -> str:
    kind, shape = f["properties"]["kind"], f["geometry"]["coordinates"]
    if kind == "bridge":
        ((x, y),) = pixels([shape])
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="6" fill="#8a5a00"/>'
    line = pixels(shape if kind == "river" else shape[0])
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
    if kind == "river":
        return f'<polyline points="{points}" fill="none" stroke="#6fa8c9" stroke-width="13"/>'
    if kind != "neighbourhood":
        return f'<polygon points="{points}" fill="none" stroke="#1f2933" stroke-width="2"/>'
    per_km2 = sum(f["properties"]["population"].values()) / abs(signed_km2(line)) * (7000 / KM_PER_DEGREE_LAT) ** 2
    return f'<polygon points="{points}" fill="#0b6e6e" fill-opacity="{min(per_km2 / 22_000, 0.8):.2f}" stroke="#fff"/>'


def draw_name(f: dict[str, Any]) -> str:
    x, y = np.mean(pixels(f["geometry"]["coordinates"][0]), axis=0)
    style = 'font-size="11" text-anchor="middle" font-family="sans-serif"'
    return f'<text x="{x:.0f}" y="{y:.0f}" {style}>{f["properties"]["name"]["nl"]}</text>'


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the map of the demonstration town.")
    parser.add_argument("--svg", type=Path, help="also draw it into this file")
    options = parser.parse_args()
    write()
    if options.svg:
        draw(options.svg)
