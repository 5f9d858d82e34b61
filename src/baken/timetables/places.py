"""Places in a CSV file: id, lat, lon."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from baken.core.kinds import LatLon

_COLUMNS: Final = ("id", "lat", "lon")
_MOST_SAID: Final = 20


class BadPlaces(ValueError):
    """The file cannot be used; the message names file, line and field of each fault."""

    def __init__(self, file: str, faults: Sequence[str]) -> None:
        more = f"; and {len(faults) - _MOST_SAID} more" if len(faults) > _MOST_SAID else ""
        super().__init__("; ".join(f"{file}, {fault}" for fault in faults[:_MOST_SAID]) + more)


@dataclass(frozen=True, slots=True)
class Place:
    id: str
    at: LatLon


def read_places(path: Path) -> tuple[Place, ...]:
    """In the order of the file. Raises BadPlaces, and OSError where it cannot be read."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.reader(file, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadPlaces(path.name, [f"this is not CSV in UTF-8: {error}"]) from error
    header = [name.strip().lower() for name in rows[0]] if rows else []
    if missing := [name for name in _COLUMNS if name not in header]:
        raise BadPlaces(path.name, [f"line 1: no column {name}; needed are id, lat, lon" for name in missing])
    places: dict[str, Place] = {}
    faults = list(_fill(places, header, rows))
    if faults or not places:
        raise BadPlaces(path.name, faults or ["line 2: there is no place in it"])
    return tuple(places.values())


def _fill(places: dict[str, Place], header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Good rows into `places`; the faults of the others. Lines count from 1; an empty one is passed over."""
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[at].strip() if at < len(row) else "" for at, name in enumerate(header)}
        if not cells["id"] or cells["id"] in places:
            yield f"line {line}, id: {'is missing' if not cells['id'] else 'stands here twice: ' + cells['id'][:60]}"
            continue
        try:
            places[cells["id"]] = Place(cells["id"], LatLon(_degrees(cells, "lat"), _degrees(cells, "lon")))
        except ValueError as error:
            yield f"line {line}, {error}"


def _degrees(cells: dict[str, str], field: str) -> float:
    most = 90 if field == "lat" else 180
    try:
        value = float(cells[field])
    except ValueError:
        raise ValueError(f"{field}: {cells[field][:60]!r} is not a number") from None
    if not -most <= value <= most:
        raise ValueError(f"{field}: {cells[field][:60]} lies outside the world (-{most} to {most})")
    return value
