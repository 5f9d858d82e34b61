"""Sharing people over equally good doors by the room they have. See docs/algorithms/spread.md.

Weighted random order without replacement by exponential keys (Efraimidis and Spirakis, «Weighted random sampling with
a reservoir», Information Processing Letters 97, 2006). Chance comes from a seed alone, so that a question asked again
with its seed gets the same answer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from math import inf, log

from baken.core.planning.facets import room_now
from baken.core.planning.kinds import Capacity, Door, Place, PlanningError, Room

SEEDS = 2**31  # a seed is 0 to SEEDS - 1
BAND = 0.03  # scores without room that differ less than this are equally good

# A door that is better than another by more than this in one of these keeps its place before it, whatever its room.
CERTAIN: Mapping[str, float] = {
    "verdict": 0.0,
    "language": 0.0,
    "in-person": 0.0,
    "open": 0.15,  # open rather than later today; today rather than another day
    "walk": 0.15,  # five minutes rather than eleven, ten rather than nineteen
    "price": 0.5,  # free rather than paid
    "freshness": 0.5,  # confirmed lately rather than a year and a half ago
}

# How many people a door takes, beside one that has room.
SHARES: Mapping[Room, float] = {Room.OPEN: 1.0, Room.FEW: 0.7, Room.UNKNOWN: 0.6, Room.WAITING: 0.5, Room.FULL: 0.0}
WEEKS_HALVE = (
    8  # a waiting list of so many weeks takes half as many as one without a wait; also where weeks are not said
)

Placed = tuple[Place, Door]


@dataclass(frozen=True, slots=True)
class Spread:
    """How one question is shared out. `seed`: 0 to 2^31 - 1. `pulls`: service -> what its share counts times, so that
    a door that answers several needs does not get several shares; 1 where it is not named. Raises PlanningError."""

    seed: int
    pulls: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.seed < SEEDS:
            raise PlanningError(f"a seed is a whole number from 0 to {SEEDS - 1}")


def room_share(capacity: Capacity, today: date) -> float:
    """How many people a door takes beside one with room, 0 to 1; what was said too long ago counts as not known."""
    room = room_now(capacity, today)
    if room is not Room.WAITING:
        return SHARES[room]
    weeks = WEEKS_HALVE if capacity.waiting_weeks is None else capacity.waiting_weeks
    return SHARES[room] * WEEKS_HALVE / (WEEKS_HALVE + weeks)


def drawn_key(spread: Spread, service_id: str, share: float) -> float:
    """The smallest key goes first: that of a door with twice the share is so twice as often. Infinite for none."""
    weight = share * spread.pulls.get(service_id, 1.0)
    if weight <= 0:
        return inf
    drawn = int.from_bytes(blake2b(f"{spread.seed}:{service_id}".encode(), digest_size=8).digest())
    return -log((drawn + 0.5) / 2.0**64) / weight


def in_shares(line: Sequence[Placed], spread: Spread, today: date, limit: int) -> list[Placed]:
    """The first `limit` of `line` (best first), drawn place by place among the doors that are as good as the best left.

    What is drawn for a place depends only on doors up to `lowest_equal` of the door that stood there.
    """
    keys = _keys(spread, today)
    left = list(line)
    drawn: list[Placed] = []
    while left and len(drawn) < limit:
        chosen = min(equals(left), key=lambda at: keys(left[at][1]))
        drawn.append(left.pop(chosen))
    return drawn


def equals(line: Sequence[Placed]) -> Iterator[int]:
    """Which of `line` (best first) are as good as the first: in its group, and no door that stands before them is
    better by the band or certainly better for this person. The first is always one of them."""
    (place, _first), best, best_score = line[0], dict.fromkeys(CERTAIN, -inf), -inf
    lowest = lowest_equal(line[0])
    for at, (other, door) in enumerate(line):
        if other > lowest or other[:2] != place[:2]:
            return
        values, score = {part.name: part.value for part in door.parts}, _without_room(door)
        if at == 0 or (best_score - score < BAND and _nowhere_worse(values, best)):
            yield at
        best = {name: max(most, values[name]) for name, most in best.items()}
        best_score = max(best_score, score)  # one with less room may stand behind the first and be better than it


def lowest_equal(placed: Placed) -> Place:
    """No door that stands behind this place can be as good as the placed one."""
    (group, beyond, score, *_), door = placed
    most = next(part.weight for part in door.parts if part.name == "room")
    return group, beyond, score + BAND + most, inf, "", ""


def _keys(spread: Spread, today: date) -> Callable[[Door], float]:
    known: dict[tuple[str, Capacity], float] = {}

    def key(door: Door) -> float:
        service_id, capacity = door.candidate.service_id, door.candidate.capacity
        found = known.get((service_id, capacity))
        if found is None:
            found = drawn_key(spread, service_id, room_share(capacity, today))
            known[service_id, capacity] = found
        return found

    return key


def _without_room(door: Door) -> float:
    return door.score - next(part.value * part.weight for part in door.parts if part.name == "room")


def _nowhere_worse(values: Mapping[str, float], best: Mapping[str, float]) -> bool:
    return all(best[name] - values[name] <= enough for name, enough in CERTAIN.items())
