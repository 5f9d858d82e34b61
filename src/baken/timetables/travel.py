"""How one gets from here to there and back: what the navigator asks. Nothing of a question is kept.

The search is compiled and imports much; it is loaded at the first question that has a timetable to be asked of.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from baken.core.kinds import LatLon
from baken.core.reach import Walking
from baken.timetables.legs import DEFAULT_RIDES, RideLeg, Trip, WalkLeg
from baken.timetables.selectors import feeds

if TYPE_CHECKING:
    from baken.timetables.dates import Day
    from baken.timetables.trips import Outward

__all__ = [
    "RideLeg",
    "TimesUnknown",
    "Trip",
    "WalkLeg",
    "Ways",
    "arriving",
    "day_at",
    "day_on",
    "feeds_invented",
    "first_after",
    "last_home",
    "warm_up",
    "ways",
]

_A_WALK_SECONDS: Final = 3600  # nobody who lives nearer waits for the morning

log = logging.getLogger(__name__)


class TimesUnknown(Exception):
    """There is no timetable, or none for that day. `valid`: first and last day of the one in force."""

    def __init__(
        self, code: Literal["no-timetable", "no-service"], words: str, valid: tuple[date, date] | None = None
    ) -> None:
        self.code, self.valid = code, valid
        super().__init__(words)


class Ways:
    """From one origin at one moment to many places.

    `seconds` (n,) float64: door to door from the asked moment on, waiting included, infinite where there is no way, and
    never more than `walk_seconds` (n,).
    """

    def __init__(self, outward: Outward, walk_seconds: NDArray[np.float64]) -> None:
        self.walk_seconds, self.seconds, self._outward = walk_seconds, outward.seconds(walk_seconds), outward

    def trip(self, index: int) -> Trip | None:
        """How to get to the place; None where walking is as fast or faster, or there is no way."""
        return self._outward.trip(index) if self.seconds[index] < self.walk_seconds[index] else None


def ways(
    origin: LatLon,
    when: datetime,
    places: Sequence[LatLon],
    *,
    walking: Walking,
    wheelchair: bool = False,
    rides: int = DEFAULT_RIDES,
) -> Ways:
    """One search for all places. `when` is aware. Raises TimesUnknown.

    With a wheelchair, only what is known to be usable counts; for places that cannot be reached so, what may be usable
    counts too, and the legs that are to be asked about have `wheelchair` None.
    """
    _, day = day_at(_aware(when), walking)
    from baken.timetables.trips import Outward

    on_foot = np.asarray(walking.seconds(origin, places), np.float64) if places else np.zeros(0)
    return Ways(Outward(day, origin, when, places, wheelchair=wheelchair, rides=rides), on_foot)


def arriving(origin: LatLon, by: datetime, place: LatLon, *, walking: Walking, wheelchair: bool = False) -> Trip | None:
    """Leaves as late as possible and still arrives by then; None where walking does as well. Raises TimesUnknown."""
    _, day = day_at(_aware(by), walking)
    from baken.timetables.trips import Between

    return Between.outward(day, origin, place, wheelchair=wheelchair).arriving(by)


def first_after(
    place: LatLon, home: LatLon, after: datetime, *, walking: Walking, wheelchair: bool = False
) -> Trip | None:
    """The first way back, the next morning's where nothing runs any more; None where walking is home as early.

    Raises TimesUnknown.
    """
    _, day = day_at(_aware(after), walking)
    from baken.timetables.trips import Between

    back = Between.homeward(day, place, home, wheelchair=wheelchair)
    if (found := back.first_after(after)) is not None or not back.walk_seconds > _A_WALK_SECONDS:
        return found
    try:
        tomorrow = day_on(day.timetable.day + timedelta(days=1), walking)
    except TimesUnknown:
        return None
    return Between.homeward(tomorrow, place, home, wheelchair=wheelchair).first_after(after)


def last_home(place: LatLon, home: LatLon, day: date, *, walking: Walking, wheelchair: bool = False) -> Trip | None:
    """The last way home of that service day, arriving before 03:00 of the next; None where there is none, or walking is
    as fast. Raises TimesUnknown."""
    found = day_on(day, walking)
    from baken.timetables.trips import Between

    return Between.homeward(found, place, home, wheelchair=wheelchair).last()


def feeds_invented() -> bool:
    """Whether any times are invented, so that it must be said."""
    return any(feed.invented for feed in feeds())


def _aware(when: datetime) -> datetime:
    if when.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return when


def warm_up(now: datetime, *, walking: Walking) -> None:
    """Loads today's timetable and the compiled search, so that no person waits for them. Asks about nobody."""
    try:
        _, day = day_at(now, walking)
    except TimesUnknown:
        return
    from baken.timetables.trips import Between, Outward

    some = day.timetable.place(int(day.timetable.net.call_stop[0]))
    Outward(day, some, now, [some], wheelchair=False, rides=DEFAULT_RIDES).trip(0)
    Between.homeward(day, some, some, wheelchair=True).last()


def day_at(when: datetime, walking: Walking) -> tuple[datetime, Day]:
    """The moment where the vehicles run, and the timetable of its date. Without a time zone it is meant there.

    Raises TimesUnknown.
    """
    zone = ZoneInfo(next((feed.timezone for feed in feeds() if feed.timezone), settings.BAKEN_TIMEZONE))
    local = when.replace(tzinfo=zone) if when.tzinfo is None else when.astimezone(zone)
    return local, day_on(local.date(), walking)


def day_on(day: date, walking: Walking) -> Day:
    """Raises TimesUnknown."""
    if not feeds():
        raise TimesUnknown("no-timetable", "no timetable was imported")
    from baken.core.reach.gtfs.storing import StoredFeedError
    from baken.core.reach.timetable import NoService
    from baken.timetables.dates import day_of

    try:
        return day_of(day, walking)
    except NoService as nothing:
        raise TimesUnknown("no-service", str(nothing), nothing.valid) from nothing
    except StoredFeedError as damaged:
        log.error("The timetable cannot be read, import it again: %s", damaged)
        raise TimesUnknown("no-timetable", str(damaged)) from damaged
