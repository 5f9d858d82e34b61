"""Searches in the timetable of a day, and what they find said in moments and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import ceil, floor
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from baken.core.kinds import LatLon
from baken.core.reach.journeys import Journey, Ride, journeys
from baken.core.reach.searching import (
    MOST_CAP_SECONDS,
    UNREACHED,
    Links,
    Mask,
    Query,
    backward,
    links,
    one_to_all,
)
from baken.core.reach.timetable import Timetable
from baken.timetables.dates import Day
from baken.timetables.legs import DEFAULT_RIDES, RideLeg, Trip, WalkLeg

Floats = NDArray[np.float64]

MOST_SECONDS: Final = 2 * 3600  # of a journey there
NIGHT_ENDS: Final = 27 * 3600  # what leaves before 03:00 belongs to the evening
_TRIES: Final = 16
_FAR_SECONDS: Final = 10 * 86_400.0  # longer, or no way at all
_YES, _NO = 1, 2


class Clock:
    """Moments as seconds of a service day, which are counted from twelve hours before noon (so GTFS has it; on two days
    a year that is not midnight)."""

    def __init__(self, timetable: Timetable) -> None:
        self._zone = ZoneInfo(timetable.timezone or settings.BAKEN_TIMEZONE)
        noon = datetime.combine(timetable.day, time(12), self._zone)
        self._zero = noon.astimezone(UTC) - timedelta(hours=12)

    def at_least(self, when: datetime) -> int:
        return ceil((when - self._zero).total_seconds())

    def at_most(self, when: datetime) -> int:
        return floor((when - self._zero).total_seconds())

    def moment(self, seconds: int) -> datetime:
        return (self._zero + timedelta(seconds=seconds)).astimezone(self._zone)


class Outward:
    """From one origin at one moment to many places.

    `seconds` (n,): door to door by public transport, infinite where there is no way. With a wheelchair the second run,
    which takes what is not known to be unusable, counts where the first finds nothing faster than going there on foot.
    """

    def __init__(
        self, day: Day, origin: LatLon, when: datetime, places: Sequence[LatLon], *, wheelchair: bool, rides: int
    ) -> None:
        self._day = day
        depart = Clock(day.timetable).at_least(when)
        start = links(day.timetable, origin, day.walking)
        self._around = [day.around(place) for place in places]
        masks = [_mask(day, strict) for strict in _runs(wheelchair)]
        self._queries = [Query(start, depart, rides, MOST_SECONDS, mask) for mask in masks]
        self._run = np.zeros(len(places), np.int64)
        self._found = [self._search(query) for query in self._queries]

    def seconds(self, on_foot: Floats) -> Floats:
        """(n,), never more than `on_foot`."""
        best = self._found[0]
        for run, found in enumerate(self._found[1:], start=1):
            needed = best >= on_foot
            self._run[needed] = run
            best = np.where(needed, found, best)
        return np.minimum(best, on_foot)

    def trip(self, index: int) -> Trip | None:
        query = self._queries[self._run[index]]
        found = journeys(self._day.timetable, query, self._around[index])
        return _trip(self._day.timetable, found[-1]) if found else None

    def _search(self, query: Query) -> Floats:
        arrived = one_to_all(self._day.timetable, query)
        best = np.full(len(self._around), np.inf)
        reached = np.array([at for at, near in enumerate(self._around) if len(near.stops)], np.int64)
        if len(reached):
            near = [self._around[at] for at in reached.tolist()]
            ends = arrived[np.concatenate([each.stops for each in near])].astype(np.float64)
            ends = np.where(ends >= UNREACHED, np.inf, ends) + np.concatenate([each.seconds for each in near])
            starts = np.cumsum([0, *(len(each.stops) for each in near[:-1])])
            best[reached] = np.minimum.reduceat(ends, starts) - query.depart
        return np.where(best > query.cap_seconds, np.inf, best)


@dataclass(frozen=True, slots=True)
class Between:
    """Two places on a day, the stops around them (none in both), and how long it is on foot."""

    day: Day
    start: Links
    end: Links
    walk_seconds: float
    wheelchair: bool
    rides: int = DEFAULT_RIDES

    @classmethod
    def outward(cls, day: Day, origin: LatLon, place: LatLon, *, wheelchair: bool) -> Between:
        on_foot = float(day.walking.seconds(origin, [place])[0])
        start, end = _apart(links(day.timetable, origin, day.walking), day.around(place))
        return cls(day, start, end, on_foot, wheelchair)

    @classmethod
    def homeward(cls, day: Day, place: LatLon, home: LatLon, *, wheelchair: bool) -> Between:
        on_foot = float(day.walking.seconds(place, [home])[0])
        start, end = _apart(day.around(place), links(day.timetable, home, day.walking))
        return cls(day, start, end, on_foot, wheelchair)

    def arriving(self, by: datetime) -> Trip | None:
        """Leaving as late as possible; of those the fewest changes. None where walking leaves as late."""
        deadline = Clock(self.day.timetable).at_most(by)
        for strict in _runs(self.wheelchair):
            if found := self._latest(deadline, MOST_SECONDS, strict):
                trip = _trip(self.day.timetable, found[0])
                return trip if trip.leaves > by - self._on_foot() else None
        return None

    def first_after(self, after: datetime) -> Trip | None:
        """Arriving as early as possible. None where walking arrives as early."""
        depart = Clock(self.day.timetable).at_least(after)
        cap = min(max(MOST_SECONDS, NIGHT_ENDS - depart), MOST_CAP_SECONDS)
        for strict in _runs(self.wheelchair):
            if found := self._earliest(depart, cap, strict):
                trip = _trip(self.day.timetable, found[-1])
                return trip if trip.arrives < after + self._on_foot() else None
        return None

    def last(self) -> Trip | None:
        """The last of the day, before 03:00 of the next, that is faster than walking."""
        for strict in _runs(self.wheelchair):
            deadline = NIGHT_ENDS
            for _ in range(_TRIES):
                if not (found := self._latest(deadline, NIGHT_ENDS, strict)):
                    break
                last = found[-1]
                if last.arrives - last.departs < min(self.walk_seconds, MOST_SECONDS):
                    return _trip(self.day.timetable, last)
                deadline = last.arrives - 1  # hours at a stop between two rides: the one before
        return None

    def _earliest(self, depart: int, cap: int, strict: bool | None) -> list[Journey]:
        """Journeys from `depart` on, put off as long as they still arrive as early."""
        query = Query(self.start, depart, self.rides, cap, _mask(self.day, strict))
        found = journeys(self.day.timetable, query, self.end)
        return self._latest(found[-1].arrives, cap, strict) or list(found) if found else []

    def _latest(self, deadline: int, cap: int, strict: bool | None) -> list[Journey]:
        """Journeys that leave as late as possible and arrive by `deadline`; fewest rides first.

        Backwards one may walk over two stops before boarding, forwards after alighting: where the first moment found
        has no journey, the next one has.
        """
        query = Query(self.end, deadline, self.rides, cap, _mask(self.day, strict, backwards=True))
        left = backward(self.day.backwards, query)[self.start.stops].astype(np.int64)
        moments = np.unique(left[left != UNREACHED] - self.start.seconds[left != UNREACHED])[::-1]
        for leaves in moments[:_TRIES].tolist():
            there = Query(self.start, leaves, self.rides, max(deadline - leaves, 1), _mask(self.day, strict))
            if found := [way for way in journeys(self.day.timetable, there, self.end) if way.arrives <= deadline]:
                return found
        return []

    def _on_foot(self) -> timedelta:
        return timedelta(seconds=min(self.walk_seconds, _FAR_SECONDS))


def _apart(start: Links, end: Links) -> tuple[Links, Links]:
    """A stop near both counts for the nearer one: else the walk over it would hide the rides, which leave earlier."""
    at_end = dict(zip(end.stops.tolist(), end.seconds.tolist(), strict=True))
    at_start = dict(zip(start.stops.tolist(), start.seconds.tolist(), strict=True))
    boards = np.array([walk < at_end.get(stop, UNREACHED) for stop, walk in at_start.items()], bool)
    alights = np.array([walk <= at_start.get(stop, UNREACHED) for stop, walk in at_end.items()], bool)
    return Links(start.stops[boards], start.seconds[boards]), Links(end.stops[alights], end.seconds[alights])


def _runs(wheelchair: bool) -> tuple[bool | None, ...]:
    """Strict first, then lenient; None: whatever there is."""
    return (True, False) if wheelchair else (None,)


def _mask(day: Day, strict: bool | None, *, backwards: bool = False) -> Mask | None:
    return None if strict is None else day.mask(strict=strict, backwards=backwards)


def _trip(timetable: Timetable, journey: Journey) -> Trip:
    clock = Clock(timetable)
    legs: list[RideLeg | WalkLeg] = []
    for leg in journey.legs:
        if isinstance(leg, Ride):
            legs.append(_ride(timetable, clock, leg))
        elif leg.seconds:
            to = "" if leg.target is None else timetable.labels.stop_names[leg.target]
            legs.append(WalkLeg(leg.seconds, clock.moment(leg.starts), to))
    return Trip(clock.moment(journey.departs), clock.moment(journey.arrives), tuple(legs))


def _ride(timetable: Timetable, clock: Clock, ride: Ride) -> RideLeg:
    labels, route = timetable.labels, int(timetable.trip_route[ride.trip])
    known = {int(timetable.trip_wheelchair[ride.trip])}
    known |= {int(timetable.stop_wheelchair[stop]) for stop in (ride.board, ride.alight)}
    return RideLeg(
        line=labels.route_names[route] or labels.route_ids[route],
        headsign=labels.headsigns[int(timetable.trip_label[ride.trip])] or _last_stop(timetable, ride.trip),
        board=labels.stop_names[ride.board],
        alight=labels.stop_names[ride.alight],
        leaves=clock.moment(ride.leaves),
        arrives=clock.moment(ride.arrives),
        stops=ride.stops_between + 1,
        kind=int(timetable.route_kind[route]),
        wheelchair=False if _NO in known else True if known == {_YES} else None,
        board_at=timetable.place(ride.board),
        alight_at=timetable.place(ride.alight),
    )


def _last_stop(timetable: Timetable, trip: int) -> str:
    """What stands on a vehicle whose feed says nothing."""
    net = timetable.net
    pattern = int(np.searchsorted(net.trip_start, trip, side="right")) - 1
    return timetable.labels.stop_names[int(net.call_stop[net.call_start[pattern + 1] - 1])]
