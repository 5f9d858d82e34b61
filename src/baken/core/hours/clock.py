"""Local clock faces to absolute seconds and back.

All arithmetic on hours is done in whole seconds since 1970 UTC: two aware datetimes of one zone compare by their
clock faces in Python, which is wrong in the hours around a change of daylight saving.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import floor
from typing import NamedTuple
from zoneinfo import ZoneInfo

from baken.core.hours.opening import HoursError

DAY_SECONDS = 86_400
YEARS = range(1900, 2200)


class LocalDay(NamedTuple):
    """The seconds at which a local day begins and ends: 86,400 apart, except when the clock changes."""

    begins: int
    ends: int


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo:
    """Raises HoursError for a name that the time zone database does not know."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise HoursError(f"no time zone is called {name!r}; write it like Europe/Brussels") from error


@lru_cache(maxsize=4096)
def local_day(zone: ZoneInfo, day: date) -> LocalDay:
    return LocalDay(_seconds(zone, day, time()), _seconds(zone, day + timedelta(days=1), time()))


def seconds_at(zone: ZoneInfo, day: date, clock: time) -> int:
    """A clock face that does not exist counts with the offset before the gap; one that exists twice is the first of
    the two (RFC 5545, 3.3.5)."""
    begins, ends = local_day(zone, day)
    if ends - begins == DAY_SECONDS:
        return begins + clock.hour * 3600 + clock.minute * 60 + clock.second
    return _seconds(zone, day, clock)


@lru_cache(maxsize=16_384)
def local_moment(zone: ZoneInfo, seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, zone)


def absolute(when: datetime) -> int:
    """Whole seconds since 1970 UTC. Raises HoursError for a naive datetime or one outside the years 1900-2199."""
    if when.utcoffset() is None:
        raise HoursError("`when` needs a time zone: a clock face alone is not a moment")
    if when.year not in YEARS:
        raise HoursError(f"the year {when.year} lies outside {YEARS.start}-{YEARS.stop - 1}")
    return floor(when.timestamp())


def _seconds(zone: ZoneInfo, day: date, clock: time) -> int:
    return int(datetime.combine(day, clock.replace(fold=0), tzinfo=zone).timestamp())
