"""Every stop that can be reached from one place at one moment: `baken reach from`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from baken.core.kinds import LatLon
from baken.core.reach import Walking
from baken.timetables.legs import DEFAULT_RIDES
from baken.timetables.travel import day_at


@dataclass(frozen=True, slots=True)
class ReachedStop:
    """`seconds`: from the asked moment on, waiting included. `rides`: 0 is on foot."""

    stop_id: str
    name: str
    seconds: int
    rides: int


@dataclass(frozen=True, slots=True)
class Reached:
    """Nearest first. `at`: with its time zone. `valid`: first and last day of the timetable in force."""

    origin: LatLon
    at: datetime
    valid: tuple[date, date]
    stops: tuple[ReachedStop, ...]


def reached_from(
    origin: LatLon, at: datetime, *, walking: Walking, walk_minutes: int = 20, rides: int = DEFAULT_RIDES
) -> Reached:
    """Within two hours. `at` without a time zone is the timetable's own; `walk_minutes`: at most so far to the first
    stop. Raises TimesUnknown."""
    at, day = day_at(at, walking)
    from baken.core.reach.searching import UNREACHED, Query, by_rides, links
    from baken.timetables.trips import MOST_SECONDS, Clock

    timetable = day.timetable
    depart = Clock(timetable).at_least(at)
    near = links(timetable, origin, walking, walk_minutes * 60)
    arrived = by_rides(timetable, Query(near, depart, rides, MOST_SECONDS))
    best = arrived[:, -1]
    fewest = (arrived == best[:, None]).argmax(axis=1)
    rows = np.flatnonzero(best < UNREACHED)
    order = rows[np.lexsort((rows, best[rows]))].tolist()
    labels = timetable.labels
    stops = (
        ReachedStop(labels.stop_ids[row], labels.stop_names[row], int(best[row]) - depart, int(fewest[row]))
        for row in order
    )
    return Reached(origin, at, timetable.valid, tuple(stops))
