"""Needs to a plan: few places, in a sensible order, and what was left out. See docs/algorithms/planning.md."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from baken.core.hours import ChangeKind, State
from baken.core.kinds import Reason, Verdict
from baken.core.planning.covering import MOST_STEPS, answers, best_sets, one_trip, place_of, pool_of, quality
from baken.core.planning.facets import opens_on
from baken.core.planning.kinds import AccessMode, AskedNeed, Asker, Door, LeftOut, Plan, Step
from baken.core.planning.network import own_network
from baken.core.planning.ordering import (
    CANNOT_WAIT,
    Between,
    Stop,
    causes_among,
    in_order,
    too_late,
    upside_down,
)
from baken.core.planning.ranking import Group, group_of_door, place_in_line
from baken.core.planning.spreading import Spread
from baken.core.planning.standing_in import levelled
from baken.core.reach import Walking

NEAR_SECONDS = 10 * 60
CLOSE_CALL = 0.9  # a door nearly as good as the one taken is named


def make_plan(
    needs: Sequence[AskedNeed],
    doors: Sequence[Door],
    asker: Asker,
    walking: Walking,
    *,
    spread: Spread | None = None,
) -> Plan:
    """At most four steps; every asked need is in a step or in `left_out` with the reason. The order of `doors` does
    not matter; those that say no, are full, only online or not open within 14 days are never steps. `spread`: equally
    good doors share people by room; None: the same door for everybody."""
    asked = _merged(needs)
    today = asker.when.date()
    line = sorted(doors, key=lambda door: place_in_line(door, today, walk_only=bool(asker.person.walk_only)))
    usable = [door for door in line if _usable(door, today)]
    codes = [need.code for need in asked]
    offered = _before_others(_before_others(usable, asked, _not_shut), asked, lambda door: door.near_or_called)
    worth = offered if spread is None else levelled(offered, codes, spread, today)
    known = {id(one): door for one, door in zip(worth, offered, strict=True)}
    pool = pool_of(worth, codes)
    apart = _apart(pool, walking)
    index = {id(door): place for place, door in enumerate(pool)}

    def way(one: Door, other: Door) -> float:
        return float(apart[index[id(one)], index[id(other)]])

    order = _chosen(asked, pool, apart, asker, way)
    late = too_late(order, asker, way)
    steps = tuple(
        Step(known[id(stop.door)], stop.needs, tuple(_step_reasons(place, order, asked, usable, late, way, today)))
        for place, stop in enumerate(order)
    )
    left_out = (*_needs_left_out(asked, steps, usable, line, today), *_doors_left_out(steps, usable))
    return Plan(steps, left_out, own_network(codes))


def _merged(needs: Iterable[AskedNeed]) -> list[AskedNeed]:
    """Each need once, in the order asked, with its highest score."""
    found: dict[str, AskedNeed] = {}
    for need in needs:
        known = found.setdefault(need.code, need)
        if known is not need:
            causes = tuple(dict.fromkeys((*known.causes, *need.causes)))
            found[need.code] = replace(known, score=max(known.score, need.score), causes=causes)
    return list(found.values())


def _usable(door: Door, today: date) -> bool:
    if group_of_door(door, today) not in (Group.PEOPLE, Group.SHUT):
        return False
    return door.open_on_arrival.state is not State.CLOSED or _opens_again(door) or _answers_remotely(door)


def _before_others(doors: Sequence[Door], asked: Sequence[AskedNeed], wanted: Callable[[Door], bool]) -> list[Door]:
    """Those `wanted` (near or called; not closed for now), and for a need that none of them answers the others."""
    better = [door for door in doors if wanted(door)]
    lacking = [need.code for need in asked if not any(answers(door, need.code) for door in better)]
    return [door for door in doors if wanted(door) or any(answers(door, need) for need in lacking)]


def _not_shut(door: Door) -> bool:
    change = door.open_on_arrival.change
    return door.open_on_arrival.state is not State.CLOSED or change is None or change.kind is not ChangeKind.CLOSED


def _opens_again(door: Door) -> bool:
    return door.open_on_arrival.next_opens is not None


def _answers_remotely(door: Door) -> bool:
    change = door.open_now.change
    remote = change is not None and change.kind is ChangeKind.REMOTE_ONLY
    return remote and bool(door.candidate.access & {AccessMode.PHONE, AccessMode.MESSAGE})


def _apart(pool: Sequence[Door], walking: Walking) -> NDArray[np.float64]:
    """float64 (len(pool), len(pool)) walking seconds between doors that are gone to; 0 where not known."""
    apart = np.zeros((len(pool), len(pool)))
    where = [index for index, door in enumerate(pool) if door.candidate.visited]
    places = [place for door in pool if door.candidate.visited and (place := door.candidate.place) is not None]
    for index, place in zip(where, places, strict=True):
        seconds = walking.seconds(place, places)
        apart[index, where] = np.where(np.isfinite(seconds), seconds, 4 * 3600.0)
    return apart


def _chosen(
    asked: Sequence[AskedNeed], pool: Sequence[Door], apart: NDArray[np.float64], asker: Asker, way: Between
) -> tuple[Stop, ...]:
    """The best set whose order keeps causes before symptoms without covering less; else simply the best set."""
    causes = causes_among(asked)
    urgency = {need.code: min(1.0, max(0.0, need.score)) for need in asked}
    best: tuple[Stop, ...] = ()
    for doors in best_sets(pool, urgency, apart):
        stops = in_order(_stops(doors, list(urgency)), causes, asker, way)
        best = best or stops
        if _covered(stops) >= _covered(best) and not upside_down(stops, causes):
            return stops
    return best


def _covered(stops: Iterable[Stop]) -> set[str]:
    return {need for stop in stops for need in stop.needs}


def _stops(doors: Sequence[Door], needs: Iterable[str]) -> list[Stop]:
    """Each need goes to the one door that answers it best; a door left without a need is no stop."""
    taken: dict[int, list[str]] = {}
    for need in needs:
        able = [index for index, door in enumerate(doors) if answers(door, need)]
        if able:
            taken.setdefault(max(able, key=lambda index: quality(doors[index], need)), []).append(need)
    return [Stop(doors[index], tuple(taken[index])) for index in sorted(taken)]


def _step_reasons(
    place: int,
    order: Sequence[Stop],
    asked: Sequence[AskedNeed],
    usable: Sequence[Door],
    late: frozenset[int],
    way: Between,
    today: date,
) -> Iterator[Reason]:
    stop = order[place]
    yield from (Reason("plan.urgent", None, {"need": need}) for need in stop.needs if need in CANNOT_WAIT)
    yield from _cause_reasons(place, order, asked)
    if len(stop.needs) > 1:
        yield Reason("plan.several-needs", None, {"count": len(stop.needs)})
    yield from _way_reasons(place, order, way)
    yield from _time_reasons(stop.door, place if place in late else 0, today)
    if stop.door.judgement.verdict is Verdict.ASK or stop.door.open_on_arrival.state is State.UNKNOWN:
        yield Reason("plan.ask-first", Verdict.ASK)
    for need in stop.needs:
        if sum(answers(door, need) for door in usable) == 1:
            yield Reason("plan.only-door", None, {"need": need})


def _cause_reasons(place: int, order: Sequence[Stop], asked: Sequence[AskedNeed]) -> Iterator[Reason]:
    later = {need for stop in order[place + 1 :] for need in stop.needs}
    for cause, symptom in causes_among(asked):
        if cause in order[place].needs and symptom in later:
            yield Reason("plan.cause-first", None, {"cause": cause, "symptom": symptom})


def _way_reasons(place: int, order: Sequence[Stop], way: Between) -> Iterator[Reason]:
    here = order[place].door
    for earlier, stop in enumerate(order[:place]):
        if place_of(stop.door) == place_of(here):
            yield Reason("plan.same-place", None, {"step": earlier + 1})
            return
    if place and here.candidate.visited and order[place - 1].door.candidate.visited:
        walk = way(order[place - 1].door, here)
        if walk <= NEAR_SECONDS:
            yield Reason("plan.near-previous", None, {"minutes": max(1, round(walk / 60))})
            return
    same = next((earlier for earlier, stop in enumerate(order[:place]) if one_trip(stop.door, here)), None)
    if same is not None:
        yield Reason("plan.same-stop", None, {"step": same + 1})


def _time_reasons(door: Door, late_after: int, today: date) -> Iterator[Reason]:
    arrival = door.open_on_arrival
    if late_after:
        yield Reason("plan.too-late-after", None, {"step": late_after})
    elif (arrival.state is State.OPEN or opens_on(arrival, today)) and not door.far:
        yield Reason("plan.open-today")
    elif arrival.state in (State.CLOSED, State.OPENS_LATER) and arrival.next_opens is not None:
        yield Reason("plan.another-day", None, {"opens": arrival.next_opens})


def _needs_left_out(
    asked: Sequence[AskedNeed], steps: Sequence[Step], usable: Sequence[Door], line: Sequence[Door], today: date
) -> Iterator[LeftOut]:
    covered = {need for step in steps for need in step.needs}
    for need in asked:
        if need.code in covered:
            continue
        could = next((door for door in usable if answers(door, need.code)), None)
        if could is not None:
            reason = Reason("left-out.enough-places", None, {"most": MOST_STEPS})
            yield LeftOut(reason, need.code, could.candidate.service_id)
        else:
            yield _unanswered(need.code, [door for door in line if answers(door, need.code)], today)


def _unanswered(need: str, doors: Sequence[Door], today: date) -> LeftOut:
    """Why none of these doors can be a step: the kind that comes nearest to helping, with its best door."""
    groups = [(group_of_door(door, today), door) for door in doors]
    for group, code in WHY_NOT.items():
        nearest = next((door for found, door in groups if found is group), None)
        if nearest is not None:
            verdict = Verdict.NO if group is Group.NOT_FOR_YOU else None
            return LeftOut(Reason(code, verdict), need, nearest.candidate.service_id)
    return LeftOut(Reason("left-out.no-door"), need)


WHY_NOT = {
    Group.PEOPLE: "left-out.not-open-soon",
    Group.FULL: "left-out.full",
    Group.ONLINE_ONLY: "left-out.only-online",
    Group.SHUT: "left-out.not-open-soon",
    Group.NOT_FOR_YOU: "left-out.not-for-you",
}


def _doors_left_out(steps: Sequence[Step], usable: Sequence[Door]) -> Iterator[LeftOut]:
    """For each step the best door that was a close call: nearly as good for one of the step's needs."""
    named = {step.door.candidate.service_id for step in steps}
    for number, step in enumerate(steps, start=1):
        close = next((found for found in _close_calls(step, usable) if found not in named), None)
        if close is not None:
            named.add(close)
            yield LeftOut(Reason("left-out.answered-by-step", None, {"step": number}), service_id=close)


def _close_calls(step: Step, usable: Sequence[Door]) -> Iterator[str]:
    for need in step.needs:
        enough = CLOSE_CALL * quality(step.door, need)
        for door in usable:
            if answers(door, need) and quality(door, need) >= enough:
                yield door.candidate.service_id
