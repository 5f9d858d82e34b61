"""Which few doors answer the needs: the best set of at most four, out of a pool that covers as much as all doors.

Set cover is hard in general; here needs are few and a plan has four steps, so that every set of the pool is tried
(numpy, all at once) instead of taking the greedy answer, whose bound is ln(n) + 1 (Chvátal 1979).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from baken.core.planning.kinds import Door

MOST_STEPS = 4
POOL = 24
ANSWERS_FROM = 0.3  # a service that fits a need less than this does not answer it

COVERED = 10.0  # a covered need outweighs every nicety below
PLACE_COST = 0.6  # one more place to go to
DOOR_COST = 0.25  # one more door, even in the same place
FAR_APART_COST = 0.4  # places half an hour from each other, on average over the pairs
FAR_SECONDS = 1800.0
ONE_TRIP_WORTH = 0.3  # doors at one stop, on average over the pairs: one ride there serves both
TRIED = 8  # sets of each size that the ordering may choose from

Floats = NDArray[np.float64]


def answers(door: Door, need: str) -> bool:
    return door.candidate.need_fit.get(need, 0.0) >= ANSWERS_FROM


def quality(door: Door, need: str) -> float:
    """0 to 1: half how well it fits the need, half how good a door it is for this person."""
    return (door.candidate.need_fit.get(need, 0.0) + door.score) / 2


def place_of(door: Door) -> str:
    """Doors at one spot (about ten metres) are one place, whoever runs them; without a spot the site, else the
    service itself."""
    candidate = door.candidate
    if candidate.place is not None and candidate.visited:
        return f"{candidate.place.lat:.4f},{candidate.place.lon:.4f}"
    return candidate.site_id or candidate.service_id


def one_trip(one: Door, other: Door) -> bool:
    """Both are ridden to, and one gets off at the same stop for both."""
    return one.way is not None and other.way is not None and one.way.alight == other.way.alight


def pool_of(doors: Sequence[Door], needs: Sequence[str]) -> list[Door]:
    """At most 24 of `doors`, in their order. First the best door of every widest set of needs, so that the pool
    covers what all doors cover; then the best of every other set; then the second best of each, and so on."""
    by_needs: dict[frozenset[str], list[int]] = {}
    for index, door in enumerate(doors):
        answered = frozenset(need for need in needs if answers(door, need))
        if answered:
            by_needs.setdefault(answered, []).append(index)
    for answered, indices in by_needs.items():
        indices.sort(key=lambda index: -sum(quality(doors[index], need) for need in answered))
    widest = [answered for answered in by_needs if not any(answered < other for other in by_needs)]
    narrower = [answered for answered in by_needs if answered not in widest]
    ordered = sorted(widest, key=len, reverse=True) + sorted(narrower, key=len, reverse=True)
    rounds = max((len(indices) for indices in by_needs.values()), default=0)
    queue = [
        by_needs[answered][turn] for turn in range(rounds) for answered in ordered if turn < len(by_needs[answered])
    ]
    return [doors[index] for index in sorted(queue[:POOL])]


def best_sets(pool: Sequence[Door], urgency: Mapping[str, float], apart: Floats) -> list[tuple[Door, ...]]:
    """Sets of at most four doors, best first: those that cover most, then by quality, places and distance.

    `urgency`: need -> how much it was asked for, 0 to 1. `apart`: float64 (len(pool), len(pool)) walking seconds
    between the places, 0 where not known.
    """
    if not pool:
        return []
    needs = list(urgency)
    fit = np.array([[quality(door, need) if answers(door, need) else 0.0 for need in needs] for door in pool])
    asked = np.array([1.0 + urgency[need] for need in needs])
    places = np.unique([place_of(door) for door in pool], return_inverse=True)[1]
    together = np.array([[one_trip(one, other) for other in pool] for one in pool], dtype=np.float64)
    valued = [
        (value, chosen)
        for size in range(1, min(MOST_STEPS, len(pool)) + 1)
        for value, chosen in _best_of_size(size, fit, asked, places, apart, together)
    ]
    valued.sort(key=lambda pair: (-round(pair[0], 9), pair[1]))
    return [tuple(pool[index] for index in chosen) for _, chosen in valued]


def _best_of_size(
    size: int, fit: Floats, asked: Floats, places: NDArray[np.intp], apart: Floats, together: Floats
) -> list[tuple[float, tuple[int, ...]]]:
    chosen = _all_sets(len(fit), size)
    best = fit[chosen].max(axis=1)  # (sets, needs)
    value = COVERED * ((best > 0) @ asked) + best.sum(axis=1)
    value -= PLACE_COST * _distinct(places[chosen]) + DOOR_COST * size
    pairs = list(combinations(range(size), 2))
    if pairs:
        spread = np.mean([apart[chosen[:, one], chosen[:, other]] for one, other in pairs], axis=0)
        value -= FAR_APART_COST * np.minimum(1.0, spread / FAR_SECONDS)
        value += ONE_TRIP_WORTH * np.mean([together[chosen[:, one], chosen[:, other]] for one, other in pairs], axis=0)
    top = np.argsort(-value, kind="stable")[:TRIED]
    return [(float(value[row]), tuple(chosen[row].tolist())) for row in top]


@lru_cache(maxsize=128)
def _all_sets(count: int, size: int) -> NDArray[np.intp]:
    """intp (sets, size), in lexicographic order."""
    return np.array(list(combinations(range(count), size)), dtype=np.intp).reshape(-1, size)


def _distinct(places: NDArray[np.intp]) -> NDArray[np.intp]:
    """How many different places each row names."""
    ordered = np.sort(places, axis=1)
    changes: NDArray[np.intp] = np.count_nonzero(ordered[:, 1:] != ordered[:, :-1], axis=1)
    return changes + 1
