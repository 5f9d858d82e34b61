"""In which order to go: causes before symptoms, what cannot wait first, then what is open while you can be there.

A plan has at most four stops, so that all orders (24) are compared.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from baken.core.hours import State
from baken.core.planning.kinds import FAR_WALK_SECONDS, AskedNeed, Asker, Door

# Needs that do not wait for their causes: a bed tonight comes before the reason why there is none.
URGENT = frozenset({"safety.home", "safety.exploitation", "housing.tonight", "health.doctor", "money.food"})
# Of those, what cannot wait a day. A doctor or food may: to say otherwise above a door that opens on Monday frightens.
CANNOT_WAIT = frozenset({"safety.home", "safety.exploitation", "housing.tonight"})
VISIT_SECONDS = 30 * 60
LAST_ENTRY_SECONDS = 15 * 60

Between = Callable[[Door, Door], float]  # walking seconds from one door to another, 0 where not known


@dataclass(frozen=True, slots=True)
class Stop:
    """A door and the needs it is gone to for."""

    door: Door
    needs: tuple[str, ...]

    @property
    def urgent(self) -> bool:
        return not URGENT.isdisjoint(self.needs)


def causes_among(needs: Sequence[AskedNeed]) -> tuple[tuple[str, str], ...]:
    """(cause, symptom) pairs that bind the order: both are asked, neither brings the other about in a circle, and
    the symptom can wait."""
    asked = {need.code: tuple(code for code in need.causes if code != need.code) for need in needs}
    return tuple(
        (cause, symptom)
        for cause, symptoms in asked.items()
        for symptom in symptoms
        if symptom in asked
        and cause not in _brought_about(symptom, asked)
        and (symptom not in URGENT or cause in URGENT)
    )


def _brought_about(need: str, causes: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    queue = [need]
    while queue:
        for symptom in causes.get(queue.pop(), ()):
            if symptom not in found:
                found.add(symptom)
                queue.append(symptom)
    return found


def upside_down(stops: Sequence[Stop], causes: Sequence[tuple[str, str]]) -> int:
    """How many symptoms stand before their cause."""
    place = {need: index for index, stop in enumerate(stops) for need in stop.needs}
    return sum(cause in place and symptom in place and place[cause] > place[symptom] for cause, symptom in causes)


def in_order(stops: Sequence[Stop], causes: Sequence[tuple[str, str]], asker: Asker, way: Between) -> tuple[Stop, ...]:
    """The best of all orders; ties keep the given order."""
    return min(permutations(stops), key=lambda order: _badness(order, causes, asker, way))


def too_late(order: Sequence[Stop], asker: Asker, way: Between) -> frozenset[int]:
    """Indices of stops that are open when gone to straight away, and have closed when reached in this order, with
    half an hour at each stop before."""
    late = set()
    now = asker.when.timestamp()
    for index, stop in enumerate(order):
        arrival = stop.door.open_on_arrival
        if arrival.state not in (State.OPEN, State.OPENS_LATER):
            continue  # not for today: it takes no time
        reached = now + (min(way(order[index - 1].door, stop.door), FAR_WALK_SECONDS) if index else _first(stop.door))
        if arrival.next_opens is not None:
            reached = max(reached, arrival.next_opens.timestamp())
        if index and arrival.until is not None and reached > arrival.until.timestamp() - LAST_ENTRY_SECONDS:
            late.add(index)
        else:
            now = reached + VISIT_SECONDS
    return frozenset(late)


def _first(door: Door) -> float:
    """Seconds from where the asker is; who goes far is counted as there within the hour."""
    return min(float(door.travel_seconds or 0), FAR_WALK_SECONDS) if door.way is None else float(door.way.seconds)


def _badness(
    order: Sequence[Stop], causes: Sequence[tuple[str, str]], asker: Asker, way: Between
) -> tuple[object, ...]:
    return (
        upside_down(order, causes),
        tuple(not stop.urgent for stop in order),
        len(too_late(order, asker, way)),
        tuple(_slot(stop.door) for stop in order),
        sum(way(one.door, other.door) for one, other in pairwise(order)),
    )


def _slot(door: Door) -> tuple[int, float]:
    """Open when you arrive, later today, not known, another day, not at all."""
    arrival = door.open_on_arrival
    if arrival.state is State.OPEN:
        return 0, 0.0
    if arrival.state is State.UNKNOWN:
        return 2, 0.0
    if arrival.next_opens is None:
        return 4, 0.0
    return (1 if arrival.state is State.OPENS_LATER else 3), arrival.next_opens.timestamp()
