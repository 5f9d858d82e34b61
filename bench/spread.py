"""Whether people are shared over equally good doors by room, beside plain random order and no sharing at all.

    ./baken bench spread [--starts 100] [--requests 1000] [--seed 1]

Ten doors of unequal room, one of them full and one closed, that answer one, two or three of three needs.
A request asks for one need, drawn evenly; who stands first is counted. The table shows one start; below it, in how
many of all starts every door of the shared way stayed within a quarter of its share.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from baken.core.eligibility import Ages, Rules
from baken.core.hours import ChangeKind, HolidayRule, Opening, TemporaryChange, Weekday, WeeklyRule
from baken.core.kinds import Person
from baken.core.planning import SEEDS, AccessMode, Asker, Candidate, Capacity, Room, Spread, rank
from baken.core.planning.balancing import pulls
from baken.core.planning.spreading import room_share
from baken.core.reach import StraightLine

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
NEEDS = "abc"
OPEN, FEW, NOT_KNOWN = Capacity(Room.OPEN), Capacity(Room.FEW), Capacity()
CLOSED = "10"
DOORS: Mapping[str, tuple[str, Capacity, str]] = {
    "1": ("open", OPEN, "a"),
    "2": ("open", OPEN, "ab"),
    "3": ("few places", FEW, "ab"),
    "4": ("few places", FEW, "bc"),
    "5": ("waiting list, 2 weeks", Capacity(Room.WAITING, 2), "abc"),
    "6": ("open", OPEN, "bc"),
    "7": ("not known", NOT_KNOWN, "c"),
    "8": ("open", OPEN, "c"),
    "9": ("full", Capacity(Room.FULL), "abc"),
    "10": ("closed for now", OPEN, "abc"),
}
WEEKLY = Opening(rules=(WeeklyRule(frozenset(Weekday), time(9), time(17)),), holidays=HolidayRule.AS_USUAL)
SHUT = replace(WEEKLY, changes=(TemporaryChange(ChangeKind.CLOSED, NOW - timedelta(days=1)),))
ANYONE = Rules(Ages(), frozenset(), False, frozenset(), False, frozenset(), False, True)

First = Callable[[str, int], str]  # need and seed -> who stands first


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=40)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    ways = {"shared": shared(balanced()), "unbalanced": shared({}), "random": plain_random, "not shared": unshared}
    once = {name: counted(first, given.seed * 10_000, given.requests) for name, first in ways.items()}
    _print_table(once, given.requests)
    runs = [counted(ways["shared"], given.seed * 10_000 + start, given.requests) for start in range(given.starts)]
    within = sum(farthest(one, given.requests) <= 0.25 for one in runs)
    print(f"shared: every door within a quarter of its share in {within} of {len(runs)} starts")
    for name, count in {**once, "all shared": sum(runs, Counter())}.items():
        print(
            f"{name}: the farthest door is {farthest(count, count.total()):.0%} off"
            if _only_able(count)
            else f"{name}: people stand before a full or a closed door"
        )
    _print_cost()


def _print_table(runs: Mapping[str, Counter[str]], requests: int) -> None:
    print(f"| door | room | needs | share of room | {' | '.join(runs)} |\n|{' --- |' * (4 + len(runs))}")
    fair = fair_shares()
    for name, (room, _, needs) in DOORS.items():
        came = " | ".join(f"{100 * count[name] / requests:.1f} %" for count in runs.values())
        print(f"| {name} | {room} | {', '.join(needs)} | {100 * fair[name]:.1f} % | {came} |")


def counted(first: First, start: int, requests: int) -> Counter[str]:
    """Who stood first how often; needs and seeds come from `start` alone."""
    dice = random.Random(start)
    return Counter(first(dice.choice(NEEDS), dice.randrange(SEEDS)) for _ in range(requests))


def farthest(came: Counter[str], requests: int) -> float:
    """How far the door that is farthest from its share is, as a part of that share."""
    return max(abs(came[name] / requests / share - 1) for name, share in fair_shares().items() if share)


def _only_able(came: Counter[str]) -> bool:
    return not any(came[name] for name, share in fair_shares().items() if not share)


def fair_shares() -> dict[str, float]:
    room = _room()
    return dict(zip(DOORS, (room / room.sum()).tolist(), strict=True))


def balanced() -> dict[str, float]:
    answers = np.array([[need in needs for _, _, needs in DOORS.values()] for need in NEEDS])
    return dict(zip(DOORS, pulls(_room(), answers).tolist(), strict=True))


def shared(weights: Mapping[str, float]) -> First:
    def first(need: str, seed: int) -> str:
        return _ranked(need, Spread(seed, weights))

    return first


def unshared(need: str, seed: int) -> str:
    return _ranked(need, None)


def plain_random(need: str, seed: int) -> str:
    """Of all who answer the need, whatever their room."""
    return random.Random(seed).choice([name for name, (_, _, needs) in DOORS.items() if need in needs])


def _room() -> NDArray[np.float64]:
    return np.array([0.0 if name == CLOSED else room_share(room, NOW.date()) for name, (_, room, _) in DOORS.items()])


def _ranked(need: str, spread: Spread | None, limit: int = 1) -> str:
    doors = TOWNS[need]
    return rank(doors, Asker(NOW, Person(age=40)), walking=StraightLine(), limit=limit, spread=spread)[
        0
    ].candidate.service_id


def _print_cost() -> None:
    for name, spread in (("without a seed", None), ("with a seed", Spread(1, balanced()))):
        started = perf_counter()
        for _ in range(200):
            _ranked("a", spread, limit=10)
        print(f"ranking, {name}: {(perf_counter() - started) * 5:.2f} ms")
    started = perf_counter()
    answers = np.random.default_rng(0).random((12, 400)) < 0.2
    pulls(np.ones(400), answers)
    print(f"balancing 400 doors and 12 needs: {(perf_counter() - started) * 1000:.1f} ms")


def _candidate(name: str, room: Capacity, need: str) -> Candidate:
    return Candidate(
        service_id=name,
        organisation_id=name,
        site_id=None,
        place=None,
        need_fit={need: 1.0},
        rules=ANYONE,
        opening=SHUT if name == CLOSED else WEEKLY,
        spoken={},
        access=frozenset({AccessMode.WALK_IN}),
        free=True,
        capacity=room,
        confirmed_on=NOW.date(),
    )


TOWNS = {
    need: [_candidate(name, room, need) for name, (_, room, needs) in DOORS.items() if need in needs] for need in NEEDS
}

if __name__ == "__main__":
    main()
