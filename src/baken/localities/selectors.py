"""Where things are: areas, places by name, the base map, and how one walks here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from baken.core.kinds import LatLon, Texts
from baken.core.reach import StraightLine, Walking, WithBarriers
from baken.core.wording import fold_name
from baken.localities import outlines
from baken.localities.models import Area, AreaKind, Barrier, Crossing

BASE_MAP_BYTES = 40_000
# (decimals of a degree, Douglas-Peucker tolerance in degrees): tried in turn until the map is light enough
COARSER = ((5, 0.0), (4, 0.0), (4, 0.0001), (4, 0.0003), (4, 0.0008), (3, 0.002), (3, 0.005), (2, 0.02))
ALIKE = 84  # of 100, rapidfuzz ratio: one wrong letter in six still finds the name
NAMED_WITHIN = 2  # the rank of a name that is part of what was asked

_COORDINATES = re.compile(r"(?:geo:)?\s*([-+]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*")


_folded = lru_cache(maxsize=20_000)(fold_name)


@dataclass(frozen=True, slots=True)
class AreaCard:
    """`population` by age band; empty: not known."""

    code: str
    kind: str
    parent: str | None
    names: Texts
    centroid: LatLon
    population: Mapping[str, int]
    invented: bool
    source: str

    def name(self, *languages: str) -> str:
        best = self.names.best(*languages)
        return best.text if best else self.code


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """`code` and `kind` are None when the text was a coordinate; `name` is then that coordinate."""

    name: str
    at: LatLon
    code: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What lies in a piece of the map. `lines`: rings of an area, lines of a barrier, one point of a crossing; each
    (n, 2) longitude and latitude."""

    kind: str
    name: str
    lines: tuple[outlines.Line, ...]


def areas(kind: str | None = None, *, parent: str | None = None) -> tuple[AreaCard, ...]:
    """In order of code. Raises ValueError for a kind that does not exist."""
    found = Area.objects.defer("polygon")
    if kind is not None:
        found = found.filter(kind=AreaKind(kind))
    if parent is not None:
        found = found.filter(parent=parent)
    return tuple(_card(area) for area in found)


def municipalities() -> tuple[AreaCard, ...]:
    return areas(AreaKind.MUNICIPALITY)


def area_at(place: LatLon, *, kind: str = AreaKind.NEIGHBOURHOOD) -> AreaCard | None:
    """The area of this kind in which the place lies; None outside all of them."""
    near = Area.objects.filter(kind=AreaKind(kind)).near(place)
    return next((_card(area) for area in near if outlines.contains(area.polygon, place)), None)


def municipality_of(text: str) -> str | None:
    """The municipality's own name for what someone calls home: itself, or a district or neighbourhood in it."""
    wanted, known = _folded(text), {area.code: area for area in areas()}
    found = {
        home.name()
        for area in known.values()
        if wanted and wanted in {_folded(name.text) for name in area.names}
        for home in _upwards(area, known)
        if home.kind == AreaKind.MUNICIPALITY
    }
    return found.pop() if len(found) == 1 else None


def _upwards(area: AreaCard, known: Mapping[str, AreaCard]) -> list[AreaCard]:
    chain = [area]
    while (parent := known.get(chain[-1].parent or "")) is not None and parent not in chain:
        chain.append(parent)
    return chain


def invented() -> bool:
    """Whether any of the map is invented, so that every page must say so."""
    return Area.objects.filter(invented=True).exists()


def find_places(text: str, *, languages: Sequence[str] = (), limit: int = 5) -> tuple[FoundPlace, ...]:
    """Areas by what people call them, typing errors forgiven, or a coordinate «51.1, 4.1»; best first.

    Raises ValueError when the text is a coordinate outside the world.
    """
    if coordinate := _COORDINATES.fullmatch(text.strip()[:60]):
        at = LatLon(float(coordinate[1]), float(coordinate[2]))
        return (FoundPlace(f"{at.lat:g}, {at.lon:g}", at),)
    wanted = _folded(text.strip()[:200])
    if len(wanted) < 2:
        return ()
    ranked = [(rank, area) for area in areas() if (rank := _unlike(wanted, area)) is not None]
    ranked.sort(key=lambda row: (row[0], _size_order(*row), row[1].code))
    return tuple(FoundPlace(area.name(*languages), area.centroid, area.code, area.kind) for _, area in ranked[:limit])


def _size_order(rank: int, area: AreaCard) -> int:
    """Larger areas first; but of an address that names quarter and city, the quarter."""
    order = list(AreaKind.values).index(area.kind)
    return -order if rank == NAMED_WITHIN else order


def _unlike(wanted: str, area: AreaCard) -> int | None:
    """0: the name itself. More: less alike. None: another name."""
    return min((rank for name in area.names if (rank := _rank(wanted, _folded(name.text))) is not None), default=None)


def _rank(wanted: str, name: str) -> int | None:
    if wanted == name:
        return 0
    if name.startswith(wanted) and len(wanted) >= 3:
        return 1
    if re.search(rf"\b{re.escape(name)}\b", wanted):
        return NAMED_WITHIN
    if wanted in name and len(wanted) >= 4:
        return 3
    alike = fuzz.ratio(wanted, name)
    return 4 + round(100 - alike) if alike >= ALIKE else None


def walking() -> Walking:
    """Round the barriers of this place, over its bridges; straight lines where no barriers are known."""
    barriers = tuple(
        tuple(LatLon(lat=lat, lon=lon) for lon, lat in line)
        for lines in Barrier.objects.values_list("lines", flat=True)
        for line in lines
    )
    if not barriers:
        return StraightLine()
    crossings = tuple(LatLon(lat, lon) for lat, lon in Crossing.objects.values_list("lat", "lon"))
    return WithBarriers(barriers=barriers, crossings=crossings)


def base_map(*, languages: Sequence[str] = (), most_bytes: int = BASE_MAP_BYTES) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of at most `most_bytes` as compact JSON, coarser if it has to be.

    Properties: kind, code, name. The largest kind of area is left out where smaller ones fill it, the smallest where
    the map would be too heavy.
    """
    shapes = list(Area.objects.only("code", "kind", "names", "polygon"))
    barriers, crossings = list(Barrier.objects.all()), _crossing_features(languages)
    kinds = [kind for kind in reversed(AreaKind.values) if any(shape.kind == kind for shape in shapes)]
    for dropped in range(len(kinds) + 1):
        wanted = kinds[dropped : dropped + 2] if len(kinds) > dropped + 1 else kinds[dropped:]
        some = [shape for shape in shapes if shape.kind in wanted]
        for decimals, tolerance in COARSER:
            features = [_area_feature(shape, languages, decimals, tolerance) for shape in some]
            lines = [_barrier_feature(barrier, languages, decimals, tolerance) for barrier in barriers]
            drawn = {"type": "FeatureCollection", "features": [*features, *lines, *crossings]}
            if _size(drawn) <= most_bytes:
                return drawn
    return {"type": "FeatureCollection", "features": []}


def shapes_in(box: outlines.Box, *, languages: Sequence[str] = ()) -> tuple[Shape, ...]:
    """Areas of the smallest kind that lie in the box or touch it, then all barriers, then the crossings in it."""
    found = Area.objects.filter(
        south__lte=box.north, north__gte=box.south, west__lte=box.east, east__gte=box.west
    ).only("code", "kind", "names", "polygon")
    smallest = max((list(AreaKind.values).index(area.kind) for area in found), default=0)
    crossings = Crossing.objects.filter(lat__range=(box.south, box.north), lon__range=(box.west, box.east))
    return (
        *(
            _shape(area, languages, outlines.rings(area.polygon))
            for area in found
            if area.kind == AreaKind.values[smallest]
        ),
        *(
            _shape(barrier, languages, [np.asarray(line, dtype=np.float64)[:, :2] for line in barrier.lines])
            for barrier in Barrier.objects.all()
        ),
        *(_shape(crossing, languages, [np.array([[crossing.lon, crossing.lat]])]) for crossing in crossings),
    )


def _shape(row: Area | Barrier | Crossing, languages: Sequence[str], lines: list[outlines.Line]) -> Shape:
    best = Texts.from_json(row.names).best(*languages)
    return Shape(row.kind, best.text if best else row.code, tuple(lines))


def _size(drawn: Mapping[str, Any]) -> int:
    return len(json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode())


def _area_feature(area: Area, languages: Sequence[str], decimals: int, tolerance: float) -> dict[str, Any]:
    parts = area.polygon["coordinates"] if area.polygon["type"] == "MultiPolygon" else [area.polygon["coordinates"]]
    coarse = [[_coarse(ring, decimals, tolerance if len(ring) > 8 else 0) for ring in part] for part in parts]
    geometry = (
        {"type": "Polygon", "coordinates": coarse[0]}
        if len(coarse) == 1
        else {"type": "MultiPolygon", "coordinates": coarse}
    )
    return _feature(area, languages, geometry)


def _coarse(ring: Iterable[Sequence[float]], decimals: int, tolerance: float) -> list[list[float]]:
    """A closed ring has no ends to hold on to: it is halved at its farthest point first."""
    line = np.asarray(ring, dtype=np.float64)
    if tolerance == 0:
        return outlines.rounded(line, decimals)
    half = int(np.argmax(np.hypot(*(line - line[0]).T)))
    first, second = (outlines.simplify(part, tolerance) for part in (line[: half + 1], line[half:]))
    kept = outlines.rounded(np.vstack([first, second[1:]]), decimals)
    return kept if len(kept) >= 4 else outlines.rounded(line, 5)


def _barrier_feature(barrier: Barrier, languages: Sequence[str], decimals: int, tolerance: float) -> dict[str, Any]:
    lines = [outlines.simplify(np.asarray(line, dtype=np.float64), tolerance) for line in barrier.lines]
    coarse = [outlines.rounded(line, min(decimals, 4)) for line in lines]
    return _feature(barrier, languages, {"type": "MultiLineString", "coordinates": coarse})


def _crossing_features(languages: Sequence[str]) -> list[dict[str, Any]]:
    return [
        _feature(
            crossing, languages, {"type": "Point", "coordinates": [round(crossing.lon, 4), round(crossing.lat, 4)]}
        )
        for crossing in Crossing.objects.all()
    ]


def _feature(row: Area | Barrier | Crossing, languages: Sequence[str], geometry: dict[str, Any]) -> dict[str, Any]:
    best = Texts.from_json(row.names).best(*languages)
    properties = {"kind": row.kind, "code": row.code, "name": best.text if best else row.code}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _card(area: Area) -> AreaCard:
    return AreaCard(
        code=area.code,
        kind=area.kind,
        parent=area.parent_id,
        names=Texts.from_json(area.names),
        centroid=LatLon(area.lat, area.lon),
        population=area.population,
        invented=area.invented,
        source=area.source,
    )
