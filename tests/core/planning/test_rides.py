"""Doors that are ridden to: how much a ride counts, who gets one, and two needs on one trip."""

from datetime import timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planning_cases import HOME, NINE_TO_FIVE, WALKING, WEDNESDAY, Buses, asker, candidate, hours

from baken.core.hours import State
from baken.core.kinds import LatLon, Person
from baken.core.planning import AccessMode, AskedNeed, Candidate, Door, make_plan, rank
from baken.core.planning.facets import RIDE_COST_SECONDS, ride_facet, rides, walk_facet
from baken.core.reach import WithBarriers

DEBTS, SLEEP = "money.debts", "talking.sleep"


def ridden(*candidates: Candidate, bus: Buses, person: Person | None = None) -> tuple[Door, ...]:
    return rank(candidates, asker(person), walking=WALKING, travel=bus)


def names(doors: tuple[Door, ...]) -> list[str]:
    return [door.candidate.service_id for door in doors]


def test_a_bus_brings_a_far_door_before_a_nearer_one() -> None:
    far, near = candidate("z-far", metres=6_000), candidate("a-near", metres=3_000)
    assert names(rank([far, near], asker(), walking=WALKING)) == ["a-near", "z-far"]
    assert names(ridden(far, near, bus=Buses({6_000: 20}))) == ["z-far", "a-near"]


def test_a_door_that_is_ridden_to_is_not_far() -> None:
    (door,) = ridden(candidate(metres=8_000), bus=Buses({8_000: 25}))
    assert not door.far and door.near_or_called
    assert door.way is not None and door.way.alight == "Kerkplein"
    assert (door.travel_seconds, door.walk_seconds) == (25 * 60, pytest.approx(8_320, rel=0.01))
    assert "walk.far" not in [reason.code for reason in door.reasons]


def test_a_ride_that_saves_less_than_it_costs_is_walked() -> None:
    on_foot = rank([candidate(metres=2_000)], asker(), walking=WALKING)[0].walk_seconds or 0
    barely = (on_foot - RIDE_COST_SECONDS) / 60
    assert ridden(candidate(metres=2_000), bus=Buses({2_000: barely + 0.1}))[0].way is None
    assert ridden(candidate(metres=2_000), bus=Buses({2_000: barely - 0.1}))[0].way is not None


def test_a_place_that_nobody_can_walk_to_is_ridden_to() -> None:
    river = WithBarriers([[LatLon(51.1, 4.41), LatLon(51.3, 4.41)]], [])
    (door,) = rank([candidate(metres=2_000)], asker(), walking=river, travel=Buses({2_000: 30}))
    assert (door.walk_seconds, door.travel_seconds) == (None, 1_800)
    assert "walk.no-way" not in [reason.code for reason in door.reasons]


def test_a_place_that_nothing_goes_to_says_so_with_a_timetable_too() -> None:
    river = WithBarriers([[LatLon(51.1, 4.41), LatLon(51.3, 4.41)]], [])
    (door,) = rank([candidate(metres=2_000)], asker(), walking=river, travel=Buses({}))
    assert door.travel_seconds is None
    assert "walk.no-way" in [reason.code for reason in door.reasons]


def test_open_on_arrival_counts_the_ride_and_its_wait() -> None:
    there = candidate(opening=hours(9, 11), metres=6_000)
    assert ridden(there, bus=Buses({6_000: 50}))[0].open_on_arrival.state is State.OPEN
    assert ridden(there, bus=Buses({6_000: 65}))[0].open_on_arrival.state is State.CLOSED


def test_nobody_rides_to_a_phone_nor_from_nowhere() -> None:
    phone = candidate(metres=6_000, access=frozenset({AccessMode.PHONE}))
    assert ridden(phone, bus=Buses({6_000: 10}))[0].way is None
    (unsaid,) = rank([candidate(metres=6_000)], asker(origin=None), walking=WALKING, travel=Buses({6_000: 10}))
    assert unsaid.way is None and unsaid.travel_seconds is None


@pytest.mark.parametrize(("known", "asked"), [(None, True), (True, False)])
def test_who_uses_a_wheelchair_asks_about_a_ride_of_which_it_is_not_known(known: bool | None, asked: bool) -> None:
    bus = Buses({6_000: 20}, wheelchair=known)
    wheeled = ridden(candidate(metres=6_000), bus=bus, person=Person(wheelchair=True))[0]
    assert ("ride.wheelchair-unknown" in [reason.code for reason in wheeled.reasons]) is asked
    on_legs = ridden(candidate(metres=6_000), bus=bus)[0]
    assert "ride.wheelchair-unknown" not in [reason.code for reason in on_legs.reasons]


@given(st.floats(0, 3 * 3600), st.floats(0, 3 * 3600))
def test_a_ride_that_is_taken_is_worth_more_than_the_walk(walk: float, ride: float) -> None:
    if rides(walk, ride):
        assert ride_facet(ride).worth >= walk_facet(candidate(), walk).worth


def test_an_endless_ride_is_none() -> None:
    assert not rides(inf, inf)
    assert not rides(600.0, None)


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_a_limit_gives_the_same_first_doors_with_rides(limit: int) -> None:
    town = [candidate(f"s{at}", metres=700 * at, opening=hours(9, 9 + at % 8)) for at in range(1, 13)]
    bus = Buses({700 * at: 8 + (at * 7) % 30 for at in range(3, 13)})
    every = rank(town, asker(), walking=WALKING, travel=bus)
    assert rank(town, asker(), walking=WALKING, travel=bus, limit=limit) == every[:limit]


def test_travel_is_asked_once_for_all() -> None:
    bus = Buses({6_000: 20})
    ridden(*(candidate(f"s{at}", metres=6_000) for at in range(30)), bus=bus)
    assert bus.calls == 1


# One trip


class TwoLines(Buses):
    """A second line, to another stop, for some places."""

    def __init__(self, first: dict[float, float], second: dict[float, float]) -> None:
        super().__init__({**first, **second})
        self._second = Buses(second, "Haven")

    def way(self, place: LatLon):  # type: ignore[no-untyped-def]
        return self._second.way(place) if place in self._second._minutes else super().way(place)


def test_of_two_equal_doors_the_one_at_the_same_stop_is_taken() -> None:
    debts = candidate("debts", {DEBTS: 1.0}, metres=8_000)
    same = candidate("z-same", {SLEEP: 1.0}, metres=9_500)
    other = candidate("a-other", {SLEEP: 1.0}, metres=6_500)  # as far from `debts`, on the other side
    bus = TwoLines({8_000: 20, 9_500: 20}, {6_500: 20})
    doors = rank([debts, same, other], asker(), walking=WALKING, travel=bus)
    plan = make_plan([AskedNeed(DEBTS, 1.0), AskedNeed(SLEEP, 1.0)], doors, asker(), WALKING)
    assert {step.door.candidate.service_id for step in plan.steps} == {"debts", "z-same"}
    (said,) = [reason for reason in plan.steps[1].reasons if reason.code == "plan.same-stop"]
    assert said.facts == {"step": 1}


def test_walked_doors_are_no_trip() -> None:
    near = [candidate("one", {DEBTS: 1.0}, metres=1_500), candidate("two", {SLEEP: 1.0}, metres=-1_500)]
    plan = make_plan([AskedNeed(DEBTS, 1.0), AskedNeed(SLEEP, 1.0)], ridden(*near, bus=Buses({})), asker(), WALKING)
    assert "plan.same-stop" not in [reason.code for step in plan.steps for reason in step.reasons]


def test_a_far_door_that_is_ridden_to_is_a_step_for_today() -> None:
    (door,) = ridden(candidate("far", {DEBTS: 1.0}, metres=8_000, opening=NINE_TO_FIVE), bus=Buses({8_000: 25}))
    (step,) = make_plan([AskedNeed(DEBTS, 1.0)], [door], asker(), WALKING).steps
    assert "plan.open-today" in [reason.code for reason in step.reasons]
    assert door.open_on_arrival.until == WEDNESDAY + timedelta(hours=7)
    assert asker().origin == HOME


def test_who_cannot_pay_the_bus_gets_what_can_be_walked_to_first() -> None:
    far = candidate("a-far", {DEBTS: 1.0}, metres=8_000)
    near = candidate("z-near", {DEBTS: 0.4}, metres=3_300, confirmed_on=None, free=None)
    assert names(rank([far, near], asker(), walking=WALKING)) == ["a-far", "z-near"]
    walker = asker(Person(age=40, walk_only=True))
    assert names(rank([far, near], walker, walking=WALKING)) == ["z-near", "a-far"]
    assert names(rank([far, near], walker, walking=WALKING, limit=1)) == ["z-near"]
