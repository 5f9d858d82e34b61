"""Equally good doors share people by room; what a person needs for certain is never given up for that."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from planning_cases import (
    ASKED,
    NINE_TO_FIVE,
    TODAY,
    TOMORROW,
    WALKING,
    WEDNESDAY,
    Buses,
    asker,
    candidate,
    hours,
)
from test_rank import town

from baken.core.hours import ChangeKind, TemporaryChange
from baken.core.kinds import Person
from baken.core.planning import (
    SEEDS,
    AccessMode,
    AskedNeed,
    Candidate,
    Capacity,
    Door,
    PlanningError,
    Room,
    SpokenBy,
    Spread,
    make_plan,
    rank,
)
from baken.core.planning.balancing import expected, pulls
from baken.core.planning.spreading import BAND, CERTAIN, room_share

SHUT = replace(NINE_TO_FIVE, changes=(TemporaryChange(ChangeKind.CLOSED, WEDNESDAY - timedelta(days=1)),))
SPEAKS = Person(age=40, languages=("ti",))

# Of ten doors of unequal room the eight that take people: the room of each, and the needs it answers.
OPEN, FEW, NOT_KNOWN = Capacity(Room.OPEN), Capacity(Room.FEW), Capacity()
EIGHT = {
    "d0": (OPEN, "a"),
    "d1": (OPEN, "ab"),
    "d2": (FEW, "ab"),
    "d3": (FEW, "bc"),
    "d4": (Capacity(Room.WAITING, 2), "abc"),
    "d5": (OPEN, "bc"),
    "d6": (NOT_KNOWN, "c"),
    "d7": (OPEN, "c"),
}
FULL, CLOSED = "full", "closed"


def doors_for(need: str) -> list[Candidate]:
    open_to_all = [
        candidate(name, {need: 1.0}, capacity=capacity) for name, (capacity, needs) in EIGHT.items() if need in needs
    ]
    full = candidate(FULL, {need: 1.0}, capacity=Capacity(Room.FULL, None, TODAY))
    return [*open_to_all, full, candidate(CLOSED, {need: 1.0}, opening=SHUT, capacity=OPEN)]


def shares_of_room() -> dict[str, float]:
    shares = {name: room_share(capacity, TODAY) for name, (capacity, _) in EIGHT.items()}
    return {name: share / sum(shares.values()) for name, share in shares.items()}


def balanced() -> Mapping[str, float]:
    room = np.array(list(shares_of_room().values()))
    answers = np.array([[need in needs for _, needs in EIGHT.values()] for need in "abc"])
    return dict(zip(EIGHT, pulls(room, answers).tolist(), strict=True))


def names(doors: tuple[Door, ...]) -> list[str]:
    return [door.candidate.service_id for door in doors]


def first(candidates: list[Candidate], spread: Spread, person: Person | None = None) -> str:
    return names(rank(candidates, asker(person), walking=WALKING, limit=1, spread=spread))[0]


# Fair over a day


@pytest.mark.parametrize("start", range(4))
def test_over_a_thousand_requests_for_several_needs_each_door_gets_its_share_of_room(start: int) -> None:
    dice = random.Random(start)
    towns, weights = {need: doors_for(need) for need in "abc"}, balanced()
    came = Counter(first(towns[dice.choice("abc")], Spread(dice.randrange(SEEDS), weights)) for _ in range(1000))
    assert came[FULL] == came[CLOSED] == 0
    for name, share in shares_of_room().items():
        assert came[name] / 1000 == pytest.approx(share, rel=0.25), name


def test_the_chosen_of_a_plan_are_shared_alike() -> None:
    dice = random.Random(5)
    doors = rank(doors_for("a"), asker(), walking=WALKING)
    chosen = Counter(
        make_plan([AskedNeed("a", 1.0)], doors, asker(), WALKING, spread=Spread(dice.randrange(SEEDS)))
        .steps[0]
        .door.candidate.service_id
        for _ in range(1000)
    )
    able = {name: room_share(capacity, TODAY) for name, (capacity, needs) in EIGHT.items() if "a" in needs}
    assert set(chosen) == set(able)
    for name, share in able.items():
        assert chosen[name] / 1000 == pytest.approx(share / sum(able.values()), rel=0.25), name


def test_the_full_one_stands_behind_all_that_take_people_and_the_closed_one_last() -> None:
    for seed in range(20):
        order = names(rank(doors_for("b"), asker(), walking=WALKING, spread=Spread(seed)))
        assert order[-2:] == [FULL, CLOSED]


def test_a_door_that_answers_several_needs_gets_its_share_once() -> None:
    room = np.array([1.0, 1.0, 1.0])
    answers = np.array([[True, True, False], [False, True, True]])
    even, asked = np.ones(2), answers.astype(np.float64)
    assert expected(room, asked, even).tolist() == [0.5, 1.0, 0.5]  # twice as many, unbalanced
    assert expected(room * pulls(room, answers), asked, even) == pytest.approx([2 / 3] * 3, rel=0.01)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_balancing_never_brings_the_worst_door_farther_from_its_share(seed: int) -> None:
    dice = np.random.default_rng(seed)
    answers = dice.random((3, 8)) < 0.5
    room = dice.choice([0.0, 0.3, 0.7, 1.0], 8)
    found = pulls(room, answers)
    assert np.isfinite(found).all() and (found > 0).all()
    assert (found[(room == 0) | ~answers.any(axis=0)] == 1).all()


def test_needs_without_a_common_door_do_not_weigh_on_each_other() -> None:
    room = np.array([1.0, 1.0, 1.0])
    answers = np.array([[True, False, False], [False, True, True]])
    assert pulls(room, answers).tolist() == pytest.approx([1.0, 1.0, 1.0])


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (OPEN, FEW),
        (FEW, NOT_KNOWN),
        (NOT_KNOWN, Capacity(Room.WAITING, 1)),
        (Capacity(Room.WAITING, 1), Capacity(Room.WAITING, 6)),
        (Capacity(Room.WAITING, 6), Capacity(Room.WAITING)),
        (Capacity(Room.WAITING, 520), Capacity(Room.FULL)),
        (OPEN, Capacity(Room.OPEN, None, TODAY - timedelta(days=61))),  # said too long ago
        (Capacity(Room.FULL, None, TODAY - timedelta(days=61)), Capacity(Room.FULL, None, TODAY)),
    ],
)
def test_more_room_gives_a_greater_share(more: Capacity, less: Capacity) -> None:
    assert room_share(more, TODAY) > room_share(less, TODAY)


# The same again


def test_the_same_seed_gives_the_same_order_and_other_seeds_give_others() -> None:
    orders = [
        tuple(names(rank(doors_for("a"), asker(), walking=WALKING, spread=Spread(seed)))) for seed in (7, 7, 8, 9)
    ]
    assert orders[0] == orders[1]
    assert len(set(orders)) == 3


def test_without_a_seed_the_one_with_most_room_is_first_for_everybody() -> None:
    assert names(rank(doors_for("a"), asker(), walking=WALKING))[:3] == ["d0", "d1", "d2"]


@pytest.mark.parametrize("seed", [-1, SEEDS])
def test_a_seed_that_is_none_is_refused(seed: int) -> None:
    with pytest.raises(PlanningError, match="seed"):
        Spread(seed)


@pytest.mark.parametrize("limit", [0, 1, 7, 40, 90])
@pytest.mark.parametrize("seed", range(4))
def test_a_limit_and_the_order_of_the_candidates_change_nothing(seed: int, limit: int) -> None:
    candidates = town(seed, 80)
    who, spread = asker(Person(age=52, languages=("ti", "fr"))), Spread(seed)
    everyone = rank(candidates, who, walking=WALKING, spread=spread)
    shuffled = random.Random(seed).sample(candidates, len(candidates))
    assert rank(shuffled, who, walking=WALKING, spread=spread, limit=limit) == everyone[:limit]


# What is certain


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({}, {"rules": ASKED}),
        ({"spoken": {"ti": SpokenBy.STAFF}}, {"spoken": {"ti": SpokenBy.VOLUNTEER}}),
        ({"spoken": {"ti": SpokenBy.INTERPRETER}}, {"spoken": {}}),
        ({}, {"opening": hours(14, 18)}),
        ({"opening": hours(14, 18)}, {"opening": TOMORROW}),
        ({}, {"access": frozenset({AccessMode.PHONE})}),
        ({"metres": 400}, {"metres": 1000}),
        ({"free": True}, {"free": False}),
        ({}, {"confirmed_on": None}),
        ({"need_fit": {"money.debts": 1.0}}, {"need_fit": {"money.debts": 0.9}}),
        ({}, {"capacity": Capacity(Room.FULL, None, TODAY)}),
        ({}, {"opening": SHUT}),
    ],
)
def test_a_certain_advantage_is_never_given_up_for_room(better: dict[str, object], worse: dict[str, object]) -> None:
    long, short = {"capacity": Capacity(Room.WAITING, 100)}, {"capacity": Capacity(Room.WAITING, 1)}
    pair = [candidate("z-better", **{**long, **better}), candidate("a-worse", **{**short, **worse})]  # type: ignore[arg-type]
    assert {first(pair, Spread(seed), SPEAKS) for seed in range(60)} == {"z-better"}


def test_a_ride_much_shorter_than_another_walk_is_not_given_up() -> None:
    pair = [candidate("ridden", metres=5_000), candidate("far", metres=3_000)]
    for seed in range(40):
        doors = rank(pair, asker(), walking=WALKING, travel=Buses({5_000: 5}), spread=Spread(seed))
        assert names(doors)[0] == "ridden"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, SEEDS - 1))
@example(561, 0)  # a door with less room behind the first, and better than it
def test_nobody_is_overtaken_who_is_certainly_better_or_better_by_more_than_the_band(seed: int, drawn: int) -> None:
    candidates = town(seed, 40)
    who = asker(Person(age=52, languages=("ti", "nl")))
    plain = rank(candidates, who, walking=WALKING)
    place = {id_of(door): at for at, door in enumerate(plain)}
    spread = rank(candidates, who, walking=WALKING, spread=Spread(drawn))
    assert sorted(place) == sorted(map(id_of, spread))
    for at, ahead in enumerate(spread):
        for behind in spread[at + 1 :]:
            if place[id_of(behind)] < place[id_of(ahead)]:
                assert without_room(behind) - without_room(ahead) < BAND
                worth = {part.name: part.value for part in behind.parts}
                own = {part.name: part.value for part in ahead.parts}
                assert all(worth[name] - own[name] <= margin for name, margin in CERTAIN.items())


def id_of(door: Door) -> tuple[str, str]:
    return door.candidate.service_id, door.candidate.site_id or ""


def without_room(door: Door) -> float:
    return door.score - sum(part.value * part.weight for part in door.parts if part.name == "room")


# Plans


def test_two_needs_under_one_roof_are_not_parted_for_the_sake_of_room() -> None:
    both = [
        candidate("debts-here", {"a": 1.0}, metres=500, capacity=Capacity(Room.WAITING, 20)),
        candidate("talk-here", {"b": 1.0}, metres=500),
        candidate("debts-there", {"a": 1.0}, metres=560),
    ]
    doors = rank(both, asker(), walking=WALKING)
    for seed in range(30):
        plan = make_plan([AskedNeed("a", 1.0), AskedNeed("b", 1.0)], doors, asker(), WALKING, spread=Spread(seed))
        assert {step.door.candidate.service_id for step in plan.steps} == {"debts-here", "talk-here"}
        assert all(step.door in doors for step in plan.steps)


def test_a_closed_house_is_a_step_only_where_nobody_else_answers() -> None:
    until = TemporaryChange(ChangeKind.CLOSED, WEDNESDAY - timedelta(days=1), WEDNESDAY + timedelta(days=2))
    closed = candidate("closed", {"a": 1.0}, opening=replace(NINE_TO_FIVE, changes=(until,)))
    other = candidate("other", {"a": 0.5}, metres=3_000, opening=TOMORROW)
    alone = make_plan([AskedNeed("a", 1.0)], rank([closed], asker(), walking=WALKING), asker(), WALKING)
    beside = make_plan([AskedNeed("a", 1.0)], rank([closed, other], asker(), walking=WALKING), asker(), WALKING)
    assert [step.door.candidate.service_id for step in alone.steps] == ["closed"]
    assert [step.door.candidate.service_id for step in beside.steps] == ["other"]
