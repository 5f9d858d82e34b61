"""Candidates and askers to rank and plan with: a town of one street, a Wednesday morning."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from baken.core.eligibility import Ages, Rules
from baken.core.hours import HolidayRule, Opening, Weekday, WeeklyRule
from baken.core.kinds import LatLon, Person
from baken.core.planning import AccessMode, Asker, Candidate, Capacity, Room, SpokenBy
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
