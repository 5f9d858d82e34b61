"""A timetable as a folder of arrays that every worker maps, and names beside it."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from baken.core.reach.timetable import Labels, Net, Timetable

FORMAT: Final = 1
_COLUMNS: Final = (
    "lat",
    "lon",
    "stop_wheelchair",
    "stop_station",
    "trip_label",
    "trip_route",
    "trip_wheelchair",
    "route_kind",
)


class StoredTimetableError(ValueError):
    """The folder holds no timetable of this version; build it again."""


def write_timetable(timetable: Timetable, folder: Path) -> None:
    """Written beside and put in place in one step; a folder that stands there already is kept: it is the same."""
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.{uuid4().hex[:8]}")
    beside.mkdir(parents=True)
    for name, array in timetable.net._asdict().items():
        np.save(beside / f"net.{name}.npy", array)
    for name in _COLUMNS:
        np.save(beside / f"{name}.npy", getattr(timetable, name))
    first, last = timetable.valid
    meta = {
        "format": FORMAT,
        "day": timetable.day.isoformat(),
        "valid": [first.isoformat(), last.isoformat()],
        "timezone": timetable.timezone,
        "labels": asdict(timetable.labels),
    }
    (beside / "timetable.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    try:
        beside.rename(folder)
    except OSError:
        shutil.rmtree(beside)
        if not (folder / "timetable.json").exists():
            raise


def read_timetable(folder: Path) -> Timetable:
    """Arrays are mapped, not read. Raises StoredTimetableError, and FileNotFoundError where there is no such folder."""
    try:
        meta = json.loads((folder / "timetable.json").read_text(encoding="utf-8"))
        if meta["format"] != FORMAT:
            raise StoredTimetableError(f"{folder.name} was built by another version of Baken")
        return Timetable(
            day=date.fromisoformat(meta["day"]),
            valid=(date.fromisoformat(meta["valid"][0]), date.fromisoformat(meta["valid"][1])),
            timezone=meta["timezone"],
            net=Net(**{name: _mapped(folder / f"net.{name}.npy") for name in Net._fields}),
            **{name: _mapped(folder / f"{name}.npy") for name in _COLUMNS},
            labels=Labels(**{name: tuple(words) for name, words in meta["labels"].items()}),
        )
    except StoredTimetableError:
        raise
    except (KeyError, TypeError, ValueError, EOFError) as error:  # of JSON, of dates, of arrays that were cut short
        raise StoredTimetableError(f"{folder.name} is damaged: {error}") from error


def _mapped(file: Path) -> NDArray[Any]:
    return np.asarray(np.load(file, mmap_mode="r"))
