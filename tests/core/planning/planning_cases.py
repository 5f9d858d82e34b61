"""Candidates and askers to rank and plan with: a town of one street, a Wednesday morning."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from baken.core.eligibility import Ages, Rules
from baken.core.hours import HolidayRule, Opening, Weekday, WeeklyRule
from baken.core.kinds import LatLon, Person
from baken.core.planning import AccessMode, Asker, Candidate, Capacity, Ride, Room, SpokenBy, Walk, Way
from baken.core.reach import StraightLine

BRUSSELS = ZoneInfo("Europe/Brussels")
WEDNESDAY = datetime(2025, 3, 26, 10, 0, tzinfo=BRUSSELS)
TODAY = WEDNESDAY.date()
HOME = LatLon(51.2, 4.4)
WALKING = StraightLine()
EVERYONE = Rules(Ages(), frozenset(), False, frozenset(), False, frozenset(), False, True)
ASKED = replace(EVERYONE, asks_papers=None)
SHUT_TO_ALL = replace(EVERYONE, ages=Ages(100))
WEEK = frozenset(Weekday)


def hours(
    opens: int = 9, closes: int = 17, *, days: frozenset[Weekday] = WEEK, by_appointment: bool = False
) -> Opening:
    rule = WeeklyRule(days, time(opens), time(closes), by_appointment=by_appointment)
    return Opening(rules=(rule,), holidays=HolidayRule.AS_USUAL)


NINE_TO_FIVE = hours()
TOMORROW = hours(days=frozenset({Weekday.TH}))


def east(metres: float) -> LatLon:
    return LatLon(HOME.lat, HOME.lon + metres / 69_680)


def candidate(
    service_id: str = "one",
    need_fit: Mapping[str, float] | None = None,
    *,
    metres: float | None = 500,
    site_id: str | None = None,
    rules: Rules = EVERYONE,
    opening: Opening = NINE_TO_FIVE,
    spoken: Mapping[str, SpokenBy] | None = None,
    access: frozenset[AccessMode] = frozenset({AccessMode.WALK_IN}),
    free: bool | None = True,
    capacity: Capacity | None = None,
    confirmed_on: date | None = TODAY,
) -> Candidate:
    return Candidate(
        service_id=service_id,
        organisation_id=f"org-{service_id}",
        site_id=site_id,
        place=None if metres is None else east(metres),
        need_fit={"money.debts": 1.0} if need_fit is None else need_fit,
        rules=rules,
        opening=opening,
        spoken={} if spoken is None else spoken,
        access=access,
        free=free,
        capacity=Capacity(Room.OPEN, None, TODAY) if capacity is None else capacity,
        confirmed_on=confirmed_on,
    )


def asker(person: Person | None = None, *, when: datetime = WEDNESDAY, origin: LatLon | None = HOME) -> Asker:
    return Asker(when, person or Person(age=40), origin)


class Buses:
    """`Travel` out of a table: metres east of home -> minutes by bus, the stop to get off at."""

    def __init__(
        self, minutes: Mapping[float, float], stop: str = "Kerkplein", *, wheelchair: bool | None = None
    ) -> None:
        self._minutes = {east(metres): taken for metres, taken in minutes.items()}
        self._stop, self._wheelchair = stop, wheelchair
        self.calls = 0

    def seconds(self, places: Sequence[LatLon]) -> NDArray[np.float64]:
        self.calls += 1
        return np.array([60 * self._minutes.get(place, np.inf) for place in places])

    def way(self, place: LatLon) -> Way | None:
        return bus_way(self._minutes[place], self._stop, wheelchair=self._wheelchair)


def bus_way(minutes: float, stop: str = "Kerkplein", *, wheelchair: bool | None = None) -> Way:
    """Three minutes to the stop, a ride, two minutes from it."""
    boards, there = WEDNESDAY + timedelta(minutes=3), WEDNESDAY + timedelta(minutes=minutes)
    off = there - timedelta(minutes=2)
    ride = Ride("7", "bus", "Centrum", "Dorp", stop, boards, off, wheelchair=wheelchair)
    return Way(WEDNESDAY, there, round(60 * minutes), (Walk(180, WEDNESDAY, "Dorp"), ride, Walk(120, off)))
