"""How the person of a question gets there and home again, by the timetable in force.

Where no times are known everybody walks, and that is said; nothing of where somebody starts is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from baken.core.hours import State
from baken.core.kinds import LatLon
from baken.core.planning.kinds import Candidate, Door, Ride, Travel, Walk, Way
from baken.core.reach import Walking
from baken.plans.kinds import Question, WayHome
from baken.timetables import travel as timetable

VISIT = timedelta(minutes=60)  # how long somebody stays, as far as nobody knows better
# route_type of GTFS, and the hundreds of its extension
_KINDS = {0: "tram", 1: "metro", 2: "train", 3: "bus", 4: "ferry", 5: "tram", 11: "bus", 12: "train"}
_KINDS_IN_HUNDREDS = {1: "train", 2: "bus", 4: "metro", 7: "bus", 8: "bus", 9: "tram", 10: "ferry", 12: "ferry"}
OTHER_KIND = "line"


@dataclass(frozen=True, slots=True)
class Reaching:
    """`travel` None: all on foot. `times_unknown`: only because no timetable holds for that day."""

    travel: Travel | None = None
    times_unknown: bool = False


class ByTimetable:
    """`core.planning.Travel` over the ways to places that were looked up at once."""

    __slots__ = ("_found", "_index", "_ways")

    def __init__(self, places: Sequence[LatLon], ways: timetable.Ways) -> None:
        self._index: Mapping[LatLon, int] = {place: at for at, place in enumerate(places)}
        self._ways = ways
        self._found: dict[LatLon, Way | None] = {}

    def seconds(self, places: Sequence[LatLon]) -> NDArray[np.float64]:
        seconds: NDArray[np.float64] = self._ways.seconds[[self._index[place] for place in places]]
        return seconds

    def way(self, place: LatLon) -> Way | None:
        """`seconds` from the moment of the question on, so with the wait at home."""
        if place not in self._found:
            at = self._index[place]
            trip = self._ways.trip(at)
            whole = round(float(self._ways.seconds[at]))
            self._found[place] = replace(way_of(trip), seconds=whole) if trip and trip.rides else None
        return self._found[place]


def reaching(question: Question, candidates: Sequence[Candidate], walking: Walking) -> Reaching:
    """How this person gets to the places of the candidates; all at once, since looking up one costs as much."""
    places = list(dict.fromkeys(one.place for one in candidates if one.visited and one.place is not None))
    if question.place is None or question.person.walk_only or not places:
        return Reaching()
    try:
        ways = timetable.ways(
            question.place, question.when, places, walking=walking, wheelchair=bool(question.person.wheelchair)
        )
    except timetable.TimesUnknown:
        return Reaching(times_unknown=True)
    return Reaching(ByTimetable(places, ways))


def way_of(trip: timetable.Trip) -> Way:
    legs = tuple(_ride(leg) if isinstance(leg, timetable.RideLeg) else _walk(leg) for leg in trip.legs)
    return Way(trip.leaves, trip.arrives, round(trip.seconds), legs)


def _ride(leg: timetable.RideLeg) -> Ride:
    return Ride(
        line=leg.line,
        kind=_KINDS.get(leg.kind) or _KINDS_IN_HUNDREDS.get(leg.kind // 100, OTHER_KIND),
        headsign=leg.headsign,
        board=leg.board,
        alight=leg.alight,
        leaves=leg.leaves,
        arrives=leg.arrives,
        stops=leg.stops,
        wheelchair=leg.wheelchair,
        board_at=leg.board_at,
        alight_at=leg.alight_at,
    )


def _walk(leg: timetable.WalkLeg) -> Walk:
    return Walk(round(leg.seconds), leg.leaves, leg.to)


def at_opening(question: Question, door: Door, walking: Walking) -> Door:
    """The door with the way that gets there as it opens; a door that is open on arrival as it was. Where no ride gets
    there by then one walks: a ride of another moment would lead to a shut door."""
    opens = door.open_on_arrival.next_opens
    place = door.candidate.place
    unreached = question.place is None or question.person.walk_only or not door.candidate.visited
    if opens is None or place is None or unreached:
        return door
    trip = _looked_up(lambda: _arriving(question, opens, place, walking))
    if trip is None or not trip.rides:
        return replace(door, way=None)
    return replace(
        door, way=way_of(trip), reasons=tuple(reason for reason in door.reasons if reason.code != "walk.far")
    )


def _arriving(question: Question, opens: datetime, place: LatLon, walking: Walking) -> timetable.Trip | None:
    assert question.place is not None
    wheelchair = bool(question.person.wheelchair)
    return timetable.arriving(question.place, opens, place, walking=walking, wheelchair=wheelchair)


def way_home(question: Question, door: Door, walking: Walking) -> WayHome | None:
    """The first way back after the visit and the last of that day; None where one walks, or nothing is known."""
    home, place = question.place, door.candidate.place
    if door.way is None or home is None or place is None:
        return None
    left = visit_begins(question, door) + VISIT
    wheelchair = bool(question.person.wheelchair)
    back = _looked_up(lambda: timetable.first_after(place, home, left, walking=walking, wheelchair=wheelchair))
    last = _looked_up(lambda: timetable.last_home(place, home, left.date(), walking=walking, wheelchair=wheelchair))
    return WayHome(_ridden(back), _ridden(last))


def _ridden(trip: timetable.Trip | None) -> Way | None:
    return way_of(trip) if trip and trip.rides else None


def visit_begins(question: Question, door: Door) -> datetime:
    """When somebody can be inside: on arrival, or when it opens after that."""
    arrival = question.when + timedelta(seconds=door.travel_seconds or 0)
    opens = door.open_on_arrival.next_opens
    shut = door.open_on_arrival.state in (State.OPENS_LATER, State.CLOSED)
    return opens if shut and opens is not None else arrival


def _looked_up(find: Callable[[], timetable.Trip | None]) -> timetable.Trip | None:
    try:
        return find()
    except timetable.TimesUnknown:
        return None
