"""Candidates to doors, best first, each with its score in parts and its reasons. See docs/algorithms/ranking.md."""

from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from operator import attrgetter, itemgetter

from baken.core.eligibility import Rules, judge
from baken.core.hours import ChangeKind, State, states_at
from baken.core.kinds import Judgement, LatLon, Verdict
from baken.core.planning.codes import MOST_USEFUL_FIRST
from baken.core.planning.facets import (
    PRICE,
    Facet,
    access_facet,
    boarding_reasons,
    fresh_facet,
    in_person_at_best,
    in_useful_order,
    language_facet,
    need_worth,
    open_at_best,
    open_facet,
    ride_facet,
    rides,
    room_facet,
    room_now,
    walk_facet,
)
from baken.core.planning.kinds import (
    FAR_WALK_SECONDS,
    Asker,
    Candidate,
    Door,
    Place,
    PlanningError,
    Room,
    ScorePart,
    Travel,
    Way,
)
from baken.core.planning.spreading import Spread, in_shares, lowest_equal
from baken.core.planning.weights import DEFAULT, Weights
from baken.core.reach import Walking

ORDER = {code: place for place, code in enumerate(MOST_USEFUL_FIRST)}
VERDICTS = {Verdict.YES: Facet(1.0), Verdict.ASK: Facet(0.5), Verdict.NO: Facet(0.0)}
NO_WAY = float("inf")


class Group(IntEnum):
    """Groups follow each other whatever the scores say."""

    PEOPLE = 0  # a door or a phone behind which people are
    FULL = 1  # closed to new people for now
    ONLINE_ONLY = 2
    SHUT = 3  # temporarily closed, or nothing opens in the coming two weeks
    NOT_FOR_YOU = 4


def rank(
    candidates: Sequence[Candidate],
    asker: Asker,
    *,
    walking: Walking,
    travel: Travel | None = None,
    weights: Weights = DEFAULT,
    limit: int | None = None,
    spread: Spread | None = None,
) -> tuple[Door, ...]:
    """Best first. Doors whose verdict is NO come last (the caller hides and counts them), before them those that
    are shut, online only, or full. The order does not depend on the order of `candidates`.

    `travel`: how the asker rides; None: all on foot. `spread`: equally good doors share people by room; None: the
    one with most room is always first. `limit`: the best so many, the same ones as without a limit, and
    cheaper: opening hours are worked out only for candidates that can still be among them. Raises
    PlanningError for a limit below 0.
    """
    if limit is not None and limit < 0:
        raise PlanningError(f"limit cannot be {limit}")
    ranking = Ranking(candidates, asker, walking=walking, travel=travel, weights=weights, spread=spread)
    return ranking.best(len(candidates) if limit is None else limit, every_place=True)


class Ranking:
    """One question's candidates, judged and measured once, from which several lists can be drawn."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        asker: Asker,
        *,
        walking: Walking,
        travel: Travel | None = None,
        weights: Weights = DEFAULT,
        spread: Spread | None = None,
    ) -> None:
        self._spread = spread
        self._ranker = _Ranker(asker, weights, travel)
        walks = walk_times(asker.origin, candidates, walking)
        halves = [
            self._ranker.without_hours(candidate, walk, ride)
            for candidate, walk, ride in zip(candidates, walks, ride_times(walks, candidates, travel), strict=True)
        ]
        self._halves = sorted(halves, key=attrgetter("at_best"))
        self._doors: dict[int, tuple[Place, Door]] = {}

    def refusing(self) -> frozenset[str]:
        """Services that say no to this person at every one of their places."""
        services = {half.candidate.service_id for half in self._halves}
        return frozenset(services) - {
            half.candidate.service_id for half in self._halves if half.judgement.verdict is not Verdict.NO
        }

    def best(
        self, limit: int, *, among: Callable[[Candidate], bool] | None = None, every_place: bool = False
    ) -> tuple[Door, ...]:
        """The best `limit` doors `among` some, best first. A service with three sites is one door, at its best place,
        unless `every_place` is asked for."""
        line: list[tuple[Place, Door]] = []
        if not limit:
            return ()
        for half in self._halves:
            if len(line) >= limit and self._last(line[limit - 1]) <= half.at_best:
                break  # nobody further back can still come among the first
            if among is None or among(half.candidate):
                _stand_in(line, self._door(half), every_place=every_place)
        if self._spread is not None:
            line = in_shares(line, self._spread, self._ranker.today, limit)
        return tuple(door for _, door in line[:limit])

    def _last(self, placed: tuple[Place, Door]) -> Place:
        """The hindmost place from which a door can still come to where this one stands."""
        return placed[0] if self._spread is None else lowest_equal(placed)

    def _door(self, half: "_Half") -> tuple[Place, Door]:
        found = self._doors.get(id(half))
        if found is None:
            door = self._ranker.door(half)
            found = self._doors[id(half)] = (self._ranker.place(door), door)
        return found


def _stand_in(line: list[tuple[Place, Door]], placed: tuple[Place, Door], *, every_place: bool) -> None:
    """Put a door where it belongs; another place of the same service gives way or keeps it out."""
    if not every_place:
        service = placed[1].candidate.service_id
        other = next((at for at, (_, door) in enumerate(line) if door.candidate.service_id == service), None)
        if other is not None:
            if line[other][0] <= placed[0]:
                return
            del line[other]
    insort(line, placed, key=itemgetter(0))


def place_in_line(door: Door, today: date, *, walk_only: bool = False) -> Place:
    """The order of doors: group, score, time to get there, and the ids so that ties are always broken the same way.

    For who can only walk (`walk_only`) what is too far to walk to stands behind the rest of its group.
    """
    candidate = door.candidate
    there = NO_WAY if door.travel_seconds is None else float(door.travel_seconds)
    group = group_of_door(door, today)
    return group, walk_only and door.far, -round(door.score, 9), there, candidate.service_id, candidate.site_id or ""


def group_of(candidate: Candidate, verdict: Verdict, today: date) -> Group:
    if verdict is Verdict.NO:
        return Group.NOT_FOR_YOU
    if candidate.digital_only:
        return Group.ONLINE_ONLY
    return Group.FULL if room_now(candidate.capacity, today) is Room.FULL else Group.PEOPLE


def group_of_door(door: Door, today: date) -> Group:
    """As `group_of`, with its hours: what is shut for the time being stands behind all that is not."""
    group = group_of(door.candidate, door.judgement.verdict, today)
    return Group.SHUT if group < Group.SHUT and _shut(door) else group


def _shut(door: Door) -> bool:
    """A house that is closed for now, or that opens on no day we know of; it may still answer by phone."""
    arrival = door.open_on_arrival
    if arrival.state is not State.CLOSED:
        return False
    kind = arrival.change.kind if arrival.change is not None else None
    return kind is ChangeKind.CLOSED or (arrival.next_opens is None and kind is not ChangeKind.REMOTE_ONLY)


def walk_times(origin: LatLon | None, candidates: Sequence[Candidate], walking: Walking) -> list[float | None]:
    """Seconds to each candidate, all in one go; None where nobody walks there or from where is not known."""
    times: list[float | None] = [None] * len(candidates)
    if origin is None:
        return times
    visited = _visited(candidates)
    seconds = walking.seconds(origin, [place for _, place in visited])
    for (index, _), walk in zip(visited, seconds.tolist(), strict=True):
        times[index] = walk
    return times


def ride_times(
    walks: Sequence[float | None], candidates: Sequence[Candidate], travel: Travel | None
) -> list[float | None]:
    """Seconds door to door by bus or tram; None where nobody goes, or where it is not worth it beside the walk."""
    times: list[float | None] = [None] * len(candidates)
    if travel is None:
        return times
    visited = [(index, place) for index, place in _visited(candidates) if walks[index] is not None]
    seconds = travel.seconds([place for _, place in visited])
    for (index, _), ride in zip(visited, seconds.tolist(), strict=True):
        times[index] = ride if rides(walks[index], ride) else None
    return times


def _visited(candidates: Sequence[Candidate]) -> list[tuple[int, LatLon]]:
    """The places that one goes to, with their index."""
    return [(at, candidate.place) for at, candidate in enumerate(candidates) if candidate.visited and candidate.place]


def _too_far(walk: float | None) -> bool:
    """`walk` in seconds, infinite where no way is known (which is not the same as far)."""
    return walk is not None and FAR_WALK_SECONDS < walk < NO_WAY


@dataclass(frozen=True, slots=True)
class _Half:
    """All that can be said of a candidate without its hours. `at_best`: the foremost place its door can have."""

    candidate: Candidate
    walk: float | None
    ride: float | None  # where it is worth it
    judgement: Judgement
    need: float
    facets: tuple[Facet, ...]  # verdict, language, way, room, freshness, price
    at_best: Place


class _Ranker:
    """One question's ranking: what is the same for all candidates is worked out once."""

    __slots__ = ("_judged", "_person", "_travel", "_when", "today", "weights")

    def __init__(self, asker: Asker, weights: Weights, travel: Travel | None) -> None:
        self._travel = travel
        self.weights = weights
        self.today = asker.when.date()
        self._when = asker.when.astimezone(UTC)  # adding seconds to a local time would follow the clock face
        self._person = asker.person
        self._judged: dict[Rules, Judgement] = {}

    def without_hours(self, candidate: Candidate, walk: float | None, ride: float | None) -> _Half:
        judgement = self._judgement(candidate.rules)
        need = round(need_worth(candidate.need_fit), 3)
        facets = (
            VERDICTS[judgement.verdict],
            language_facet(candidate.spoken, self._person.languages),
            walk_facet(candidate, walk, walk_only=bool(self._person.walk_only)) if ride is None else ride_facet(ride),
            room_facet(candidate.capacity, self.today),
            fresh_facet(candidate.confirmed_on, self.today),
            PRICE[candidate.free],
        )
        weights, (verdict, language, way, room, fresh, price) = self.weights, facets
        at_best = (
            open_at_best(candidate) * weights.open
            + in_person_at_best(candidate) * weights.in_person
            + need * weights.need
            + verdict.worth * weights.verdict
            + language.worth * weights.language
            + way.worth * weights.walk
            + room.worth * weights.room
            + fresh.worth * weights.freshness
            + price.worth * weights.price
        )
        group = group_of(candidate, judgement.verdict, self.today)
        beyond = bool(self._person.walk_only) and ride is None and _too_far(walk)
        return _Half(
            candidate, walk, ride, judgement, need, facets, (group, beyond, -round(at_best + 1e-8, 9), -1.0, "", "")
        )

    def door(self, half: _Half) -> Door:
        walk = half.walk if half.walk is not None and half.walk != NO_WAY else None
        way = self._way(half)
        arrival = self._arrival(walk, way)
        now, later = states_at(half.candidate.opening, (self._when, arrival))
        access = access_facet(half.candidate, now)
        far = way is None and _too_far(walk)
        hours = open_facet(half.candidate, now, later, arrival, self.today, far=far)
        parts = self._parts(half.need, half.facets, hours, access)
        boarding = boarding_reasons(way, wheelchair=bool(self._person.wheelchair))
        reasons = [*half.judgement.reasons, *access.reasons, *hours.reasons, *boarding]
        for facet in half.facets:
            reasons += facet.reasons
        return Door(
            candidate=half.candidate,
            judgement=half.judgement,
            open_now=now,
            open_on_arrival=later,
            walk_seconds=None if walk is None else round(walk),
            score=_score(parts),
            parts=parts,
            reasons=in_useful_order(reasons, ORDER),
            way=way,
        )

    def place(self, door: Door) -> Place:
        return place_in_line(door, self.today, walk_only=bool(self._person.walk_only))

    def _way(self, half: _Half) -> Way | None:
        place = half.candidate.place
        return self._travel.way(place) if self._travel and half.ride is not None and place else None

    def _arrival(self, walk: float | None, way: Way | None) -> datetime:
        """Who goes far on foot is counted as there within the hour."""
        if way is not None:
            return self._when + timedelta(seconds=way.seconds)
        return self._when if walk is None else self._when + timedelta(seconds=min(walk, FAR_WALK_SECONDS))

    def _judgement(self, rules: Rules) -> Judgement:
        found = self._judged.get(rules)
        if found is None:
            found = self._judged[rules] = judge(rules, self._person, today=self.today)
        return found

    def _parts(self, need: float, facets: Sequence[Facet], hours: Facet, access: Facet) -> tuple[ScorePart, ...]:
        weights = self.weights
        verdict, language, walk, room, freshness, price = facets
        return (
            _part("need", need, weights.need),
            _part("verdict", verdict.worth, weights.verdict),
            _part("language", language.worth, weights.language),
            _part("open", hours.worth, weights.open),
            _part("walk", walk.worth, weights.walk),
            _part("in-person", access.worth, weights.in_person),
            _part("room", room.worth, weights.room),
            _part("freshness", freshness.worth, weights.freshness),
            _part("price", price.worth, weights.price),
        )


def _score(parts: Sequence[ScorePart]) -> float:
    return sum(part.value * part.weight for part in parts)


@lru_cache(maxsize=16_384)
def _part(name: str, value: float, weight: float) -> ScorePart:
    """Shared: a few hundred doors have few different parts."""
    return ScorePart(name, value, weight)
