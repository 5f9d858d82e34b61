"""Files of feeds and timetables: BAKEN_HOME/timetables/feeds/<sha256>, and built/<date>-<what it is made of>.

A folder appears whole or not at all (it is written beside and renamed). What a kill leaves behind is swept by the next
that holds the lock.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from baken.core.reach import Walking

MOST_BUILT = 12  # dates kept, there and back each: a week ahead, and some that somebody asked for


def feed_folder(digest: str) -> Path:
    return _home() / "feeds" / digest


def built_folder(day: date, made_of: str, *, backwards: bool = False) -> Path:
    return _home() / "built" / f"{day.isoformat()}-{made_of}{'-back' if backwards else ''}"


def fingerprint(digests: Collection[str], walking: Walking) -> str:
    """Of feeds and of the way one walks between their stops: another map, another timetable."""
    known = sha256(pickle.dumps(walking, protocol=5))
    for digest in sorted(digests):
        known.update(digest.encode())
    return known.hexdigest()[:20]


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time imports or builds; the others wait."""
    _home().mkdir(parents=True, exist_ok=True)
    with (_home() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sweep_feeds(wanted: Collection[str]) -> None:
    """Holding the lock. Feeds that are not in force, and what was left half written."""
    for folder in _inside("feeds"):
        if folder.name not in wanted:
            shutil.rmtree(folder, ignore_errors=True)


def sweep_built(made_of: str) -> None:
    """Holding the lock. Timetables of other feeds, half-written ones, and all but the dates last asked for.

    Whoever has one of them mapped keeps it: the files go when the last reader does.
    """
    mine: dict[str, list[Path]] = {}
    for folder in _inside("built"):
        if not folder.name.startswith(".") and made_of in folder.name:
            mine.setdefault(folder.name[:10], []).append(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    newest = sorted(mine, key=lambda day: max(folder.stat().st_mtime for folder in mine[day]), reverse=True)
    for day in newest[MOST_BUILT:]:
        for folder in mine[day]:
            shutil.rmtree(folder, ignore_errors=True)


def touch(folder: Path) -> None:
    """Asked for again."""
    try:
        os.utime(folder)
    except OSError:  # swept by another meanwhile, or not ours to write: it is mapped already
        return


def _home() -> Path:
    return Path(settings.BAKEN_HOME) / "timetables"


def _inside(name: str) -> list[Path]:
    folder = _home() / name
    return sorted(each for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []
