"""Reads a GeoJSON file of areas, barriers and crossings into rows, and says of each bad feature what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from baken.localities.models import AGE_BANDS, Area, AreaKind, Barrier, BarrierKind, Crossing, CrossingKind, texts
from baken.localities.outlines import box, centre, rings, signed_area

SHOWN = 20  # problems listed in one message


class BadAreas(ValueError):
    """The file was refused and nothing was written; `problems` says what to correct, one line each."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.problems = tuple(problems)
        more = f"\n… and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        super().__init__(f"{path.name} was not loaded:\n" + "\n".join(problems[:SHOWN]) + more)


class _Refused(Exception):
    """One feature is wrong: the property and what to do."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The models of one file, unsaved, in the order of the file."""

    areas: list[Area] = field(default_factory=list)
    barriers: list[Barrier] = field(default_factory=list)
    crossings: list[Crossing] = field(default_factory=list)

    def add(self, row: Area | Barrier | Crossing) -> None:
        match row:
            case Area():
                self.areas.append(row)
            case Barrier():
                self.barriers.append(row)
            case Crossing():
                self.crossings.append(row)

    def __iter__(self) -> Iterator[Area | Barrier | Crossing]:
        yield from self.areas
        yield from self.barriers
        yield from self.crossings


def read(path: Path, *, language: str) -> Rows:
    """`language` is that of names given as plain text. Raises BadAreas naming feature and property."""
    rows, problems, seen = Rows(), list[str](), dict[str, int]()
    for index, feature in enumerate(_features(path)):
        try:
            row = _row(feature, language)
            if row.code in seen:
                raise _Refused(f"properties.code: {row.code!r} is also the code of feature {seen[row.code]}")
            seen[row.code] = index
            rows.add(row)
        except _Refused as refusal:
            problems.append(f"feature {index}{_called(feature)}: {refusal}")
    problems += _broken_links(rows, seen)
    if problems:
        raise BadAreas(path, problems)
    return rows


def _features(path: Path) -> list[Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadAreas(path, [f"the file cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise BadAreas(path, [f"the file is not UTF-8 text (byte {error.start})"]) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadAreas(path, [f"the file is not JSON: {error}"]) from error
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise BadAreas(path, ["the file must be a GeoJSON FeatureCollection"])
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise BadAreas(path, ["`features` must be a list with at least one feature"])
    return features


def _called(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    return f" ({code})" if isinstance(code, str) and code else ""


def _row(feature: Any, language: str) -> Area | Barrier | Crossing:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _Refused("type: must be Feature")
    properties, geometry = feature.get("properties"), feature.get("geometry")
    if not isinstance(properties, dict):
        raise _Refused("properties: must be an object with kind, code, name and source")
    if not isinstance(geometry, dict):
        raise _Refused("geometry: must be an object with type and coordinates")
    kind = properties.get("kind")
    maker = _MAKERS.get(kind) if isinstance(kind, str) else None
    if maker is None:
        raise _Refused(f"properties.kind: {kind!r} is not one of {', '.join(_MAKERS)}")
    return maker(properties, geometry, _shared(properties, language))


def _shared(properties: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What areas, barriers and crossings all have."""
    invented = properties.get("invented", False)
    if not isinstance(invented, bool):
        raise _Refused(f"properties.invented: must be true or false, not {invented!r}")
    return {
        "code": _word(properties, "code", longest=40),
        "kind": properties["kind"],
        "names": texts(_names(properties.get("name"), language)),
        "invented": invented,
        "source": _word(properties, "source", longest=300),
    }


def _word(properties: Mapping[str, Any], name: str, *, longest: int) -> str:
    value = properties.get(name)
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise _Refused(f"properties.{name}: must be a text, not {value!r}")
    if len(value) > longest:
        raise _Refused(f"properties.{name}: at most {longest} characters, not {len(value)}")
    return value.strip()


def _names(value: Any, language: str) -> dict[str, str]:
    named = {language: value} if isinstance(value, str) else value
    if not isinstance(named, dict) or not named:
        raise _Refused(f'properties.name: must be a text or {{"{language}": text}}, not {value!r}')
    for tag, name in named.items():
        if not isinstance(name, str) or not name.strip() or len(name) > 200 or "\0" in name:
            raise _Refused(f"properties.name.{tag}: must be a text of at most 200 characters, not {name!r:.60}")
    return {tag: name.strip() for tag, name in named.items()}


def _area(properties: Mapping[str, Any], geometry: Mapping[str, Any], shared: dict[str, Any]) -> Area:
    polygon = _polygon(geometry)
    bounds, middle = box(polygon), centre(polygon)
    return Area(
        **shared,
        parent_id=_word(properties, "parent", longest=40) if properties.get("parent") is not None else None,
        polygon=polygon,
        population=_population(properties.get("population")),
        lat=middle.lat,
        lon=middle.lon,
        south=bounds.south,
        west=bounds.west,
        north=bounds.north,
        east=bounds.east,
    )


def _population(value: Any) -> dict[str, int]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _Refused("properties.population: must map age bands to numbers of people")
    for band, count in value.items():
        if band not in AGE_BANDS:
            raise _Refused(f"properties.population: {band!r} is not one of the age bands {', '.join(AGE_BANDS)}")
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise _Refused(f"properties.population.{band}: must be a whole number from 0, not {count!r}")
    return {band: value[band] for band in AGE_BANDS if band in value}


def _polygon(geometry: Mapping[str, Any]) -> dict[str, Any]:
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Refused(f"geometry.type: an area needs Polygon or MultiPolygon, not {kind!r}")
    parts = [given] if kind == "Polygon" else given
    if not isinstance(parts, list) or not all(isinstance(part, list) and part for part in parts) or not parts:
        raise _Refused("geometry.coordinates: must be lists of rings")
    clean = [[_ring(ring) for ring in part] for part in parts]
    polygon = {"type": kind, "coordinates": clean[0] if kind == "Polygon" else clean}
    if max(abs(signed_area(ring)) for ring in rings(polygon)) < 1e-12:
        raise _Refused("geometry.coordinates: the outline encloses nothing")
    return polygon


def _ring(value: Any) -> list[list[float]]:
    ring = _positions(value, at_least=4)
    if ring[0] != ring[-1]:
        raise _Refused("geometry.coordinates: a ring must end where it begins")
    return ring


def _positions(value: Any, *, at_least: int) -> list[list[float]]:
    if not isinstance(value, list) or len(value) < at_least:
        raise _Refused(f"geometry.coordinates: a line here needs at least {at_least} positions")
    return [_position(position) for position in value]


def _position(value: Any) -> list[float]:
    numbers = value[:2] if isinstance(value, list) else []
    if len(numbers) < 2 or any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        raise _Refused(f"geometry.coordinates: a position is [longitude, latitude] in numbers, not {value!r:.60}")
    lon, lat = numbers
    if not (isfinite(lon) and isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise _Refused(
            f"geometry.coordinates: [{lon}, {lat}] is outside the world; longitude comes first, in WGS84 degrees"
        )
    return [float(lon), float(lat)]


def _barrier(_: Mapping[str, Any], geometry: Mapping[str, Any], shared: dict[str, Any]) -> Barrier:
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("LineString", "MultiLineString"):
        raise _Refused(f"geometry.type: a {shared['kind']} needs LineString or MultiLineString, not {kind!r}")
    lines = [given] if kind == "LineString" else given
    if not isinstance(lines, list) or not lines:
        raise _Refused("geometry.coordinates: must be a list of lines")
    return Barrier(**shared, lines=[_positions(line, at_least=2) for line in lines])


def _crossing(properties: Mapping[str, Any], geometry: Mapping[str, Any], shared: dict[str, Any]) -> Crossing:
    if geometry.get("type") != "Point":
        raise _Refused(f"geometry.type: a {shared['kind']} needs Point, not {geometry.get('type')!r}")
    lon, lat = _position(geometry.get("coordinates"))
    return Crossing(**shared, barrier_id=_word(properties, "over", longest=40), lat=lat, lon=lon)


_MAKERS: dict[str, Callable[..., Area | Barrier | Crossing]] = {
    **{str(kind): _area for kind in AreaKind.values},
    **{str(kind): _barrier for kind in BarrierKind.values},
    **{str(kind): _crossing for kind in CrossingKind.values},
}


def _broken_links(rows: Rows, seen: Mapping[str, int]) -> list[str]:
    """Parents and barriers that are neither in the file nor loaded before, and parents of the wrong kind."""
    kinds = dict(Area.objects.values_list("code", "kind")) | {area.code: area.kind for area in rows.areas}
    order = list(AreaKind.values)
    problems = []
    for area in rows.areas:
        here = f"feature {seen[area.code]} ({area.code}): properties.parent: "
        if area.parent_id is not None and area.parent_id not in kinds:
            problems.append(f"{here}there is no area {area.parent_id!r}")
        elif area.parent_id is not None and order.index(kinds[area.parent_id]) >= order.index(area.kind):
            problems.append(f"{here}a {area.kind} cannot lie in the {kinds[area.parent_id]} {area.parent_id!r}")
    barriers = set(Barrier.objects.values_list("code", flat=True)) | {barrier.code for barrier in rows.barriers}
    for crossing in rows.crossings:
        if crossing.barrier_id not in barriers:
            here = f"feature {seen[crossing.code]} ({crossing.code}): properties.over: "
            problems.append(f"{here}there is no barrier {crossing.barrier_id!r}")
    return problems
