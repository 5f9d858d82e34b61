"""A feed as a folder of arrays and names, so that another date is built without reading its text again."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import fields
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import numpy as np

from baken.core.reach.gtfs.calendar import Calendar
from baken.core.reach.gtfs.feed import Calls, Feed, Frequencies, Routes, Stops, TransferRules, Trips

FORMAT: Final = 1
_PARTS: Final[dict[str, type[Any]]] = {
    "stops": Stops,
    "routes": Routes,
    "trips": Trips,
    "calls": Calls,
    "frequencies": Frequencies,
    "transfers": TransferRules,
    "calendar": Calendar,
}


class StoredFeedError(ValueError):
    """The folder holds no feed of this version; import it again."""


def write_feed(feed: Feed, folder: Path) -> None:
    """Written beside and put in place in one step; what stood there before is replaced. Faults are not kept."""
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.{uuid4().hex[:8]}")
    beside.mkdir(parents=True)
    words: dict[str, list[str]] = {}
    for part, kind in _PARTS.items():
        for field in fields(kind):
            column = getattr(getattr(feed, part), field.name)
            if isinstance(column, tuple):
                words[f"{part}.{field.name}"] = list(column)
            else:
                np.save(beside / f"{part}.{field.name}.npy", column)
    meta = {"format": FORMAT, "name": feed.name, "timezone": feed.timezone, "words": words}
    (beside / "feed.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    if folder.exists():
        shutil.rmtree(folder)
    beside.rename(folder)


def read_stored_feed(folder: Path) -> Feed:
    """Arrays are mapped, not read. Raises StoredFeedError."""
    try:
        meta = json.loads((folder / "feed.json").read_text(encoding="utf-8"))
        if meta["format"] != FORMAT:
            raise StoredFeedError(f"{folder.name} was written by another version of Baken")
        parts = {part: _part(kind, part, folder, meta["words"]) for part, kind in _PARTS.items()}
        return Feed(name=meta["name"], timezone=meta["timezone"], **parts)
    except (OSError, KeyError, ValueError, EOFError) as error:
        if isinstance(error, StoredFeedError):
            raise
        raise StoredFeedError(f"{folder.name} is missing or damaged: {error}") from error


def _part(kind: type[Any], part: str, folder: Path, words: dict[str, list[str]]) -> Any:
    columns = {}
    for field in fields(kind):
        name = f"{part}.{field.name}"
        columns[field.name] = (
            tuple(words[name]) if name in words else np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))
        )
    return kind(**columns)
