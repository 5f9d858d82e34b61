"""Travel times from every origin to every site over a window of departures, into a Parquet file.

Blocks that are done lie in a folder beside the file until all are: after a kill the same command goes on from there.
"""

from __future__ import annotations

import glob
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from baken.core.reach import Walking
from baken.timetables.places import Place, read_places
from baken.timetables.travel import day_on

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

    from baken.core.reach.matrix import MatrixQuery
    from baken.core.reach.timetable import Timetable

FORMAT: Final = 1
DIRECT_SECONDS: Final = 3600  # the longest walk all the way

OnProgress = Callable[[int, int], None]


class BadWindow(ValueError):
    """The window of departures cannot be; the message says how one is written."""


@dataclass(frozen=True, slots=True)
class Window:
    """Departures every minute: `minutes` of them from `start` on, seconds since midnight."""

    start: int
    minutes: int

    @classmethod
    def parse(cls, text: str) -> Window:
        """«09:00-10:00»: from 09:00 to 09:59. Raises BadWindow."""
        try:
            start, end = (_minute(part) for part in text.split("-"))
        except ValueError as error:
            raise BadWindow(f"{text[:40]!r} is no window such as 09:00-10:00") from error
        if not 0 <= start < end <= 30 * 60:
            raise BadWindow(f"{text[:40]!r}: a window ends after it begins, by 30:00 at the latest")
        return cls(start * 60, end - start)


@dataclass(frozen=True, slots=True)
class MatrixTask:
    """`percentile`: of the travel times over the departures, by nearest rank; 50 is the median."""

    origins: Path
    sites: Path
    day: date
    window: Window
    percentile: float = 50
    workers: int = 1


def write_matrix(
    task: MatrixTask, out: Path, *, walking: Walking, on_progress: OnProgress = lambda done, total: None
) -> int:
    """Columns origin, site, seconds (null: out of reach), in the order of the files; the number of rows.

    Raises BadPlaces, TimesUnknown, OSError.
    """
    origins, sites = read_places(task.origins), read_places(task.sites)
    day = day_on(task.day, walking)
    parts = out.with_name(f".{out.name}.parts")
    _begin(parts, _inputs(task, day.made_of))
    from baken.core.reach.matrix import BLOCK, matrix

    done = _done(parts)
    on_progress(min(done * BLOCK, len(origins)), len(origins))
    query = _query(task, day.timetable, origins, sites, walking)
    with _database() as database:
        for first, seconds in matrix(day.timetable, query, workers=task.workers, first=done * BLOCK):
            _keep(database, parts / f"{first // BLOCK:08}.parquet", origins[first : first + BLOCK], sites, seconds)
            on_progress(min(first + BLOCK, len(origins)), len(origins))
        _join(database, parts, out)
    shutil.rmtree(parts)
    return len(origins) * len(sites)


def _minute(text: str) -> int:
    hours, minutes = text.strip().split(":")
    if not (hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and int(minutes) < 60):
        raise ValueError(text)
    return int(hours) * 60 + int(minutes)


def _inputs(task: MatrixTask, made_of: str) -> str:
    """What the result depends on: the workers do not change it."""
    known = sha256(f"{FORMAT} {made_of} {task.day} {task.window} {task.percentile}".encode())
    for path in (task.origins, task.sites):
        known.update(sha256(path.read_bytes()).digest())
    return known.hexdigest()


def _begin(parts: Path, inputs: str) -> None:
    """An empty folder, unless it holds blocks of the very same task."""
    said = parts / "inputs"
    if said.exists() and said.read_text() == inputs:
        return
    if parts.exists():
        shutil.rmtree(parts)
    parts.mkdir()
    said.write_text(inputs)


def _done(parts: Path) -> int:
    """Blocks from the first on without a gap."""
    number = 0
    while (parts / f"{number:08}.parquet").exists():
        number += 1
    return number


def _query(
    task: MatrixTask, timetable: Timetable, origins: Sequence[Place], sites: Sequence[Place], walking: Walking
) -> MatrixQuery:
    from baken.core.reach.matrix import MatrixQuery, between, walks

    start, end = [place.at for place in origins], [place.at for place in sites]
    return MatrixQuery(
        access=walks(timetable, start, walking),
        egress=walks(timetable, end, walking),
        direct=between(start, end, walking, DIRECT_SECONDS),
        depart=task.window.start,
        minutes=task.window.minutes,
        percentile=task.percentile,
    )


def _database() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect(":memory:")


def _keep(
    database: duckdb.DuckDBPyConnection,
    file: Path,
    origins: Sequence[Place],
    sites: Sequence[Place],
    seconds: NDArray[np.int32],
) -> None:
    """One block, written beside and renamed: it is there whole or not at all."""
    import numpy as np
    import pandas as pd

    from baken.core.reach.searching import UNREACHED

    rows, columns = seconds.shape
    cells = pd.DataFrame(
        {
            "origin": pd.Categorical.from_codes(np.repeat(np.arange(rows), columns), [place.id for place in origins]),
            "site": pd.Categorical.from_codes(np.tile(np.arange(columns), rows), [place.id for place in sites]),
            "seconds": seconds.ravel(),
        }
    )
    beside = file.with_suffix(".beside")
    database.register("cells", cells)
    chosen = f"SELECT origin::VARCHAR origin, site::VARCHAR site, nullif(seconds, {UNREACHED}) seconds FROM cells"
    database.execute(f"COPY ({chosen}) TO {_quoted(beside)} (FORMAT parquet)")
    database.unregister("cells")
    beside.replace(file)


def _join(database: duckdb.DuckDBPyConnection, parts: Path, out: Path) -> None:
    beside = parts / "all.beside"
    blocks = ", ".join(_quoted(glob.escape(str(block))) for block in sorted(parts.glob("*.parquet")))
    database.execute(f"COPY (SELECT * FROM read_parquet([{blocks}])) TO {_quoted(beside)} (FORMAT parquet)")
    beside.replace(out)


def _quoted(path: Path | str) -> str:
    return "'" + str(path).replace("'", "''") + "'"
