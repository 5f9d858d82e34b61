"""What planning takes and gives: candidates in, doors and a plan out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from baken.core.eligibility.rules import Rules
from baken.core.hours.opening import Opening, OpeningState
from baken.core.kinds import Judgement, LatLon, Person, Reason

FAR_WALK_SECONDS = 60 * 60  # nobody is sent on foot farther than this

Place = tuple[int, bool, float, float, str, str]  # in line: group, beyond a walk, minus the score, seconds, ids


class AccessMode(StrEnum):
    WALK_IN = "walk-in"
    APPOINTMENT = "appointment"
    PHONE = "phone"
    MESSAGE = "message"  # WhatsApp and the like
    ONLINE = "online"
    HOME_VISIT = "home-visit"
    OUTREACH = "outreach"


IN_PERSON = frozenset({AccessMode.WALK_IN, AccessMode.APPOINTMENT, AccessMode.HOME_VISIT, AccessMode.OUTREACH})
VISITED = frozenset({AccessMode.WALK_IN, AccessMode.APPOINTMENT})


class SpokenBy(StrEnum):
    STAFF = "staff"
    VOLUNTEER = "volunteer"
    INTERPRETER = "interpreter"  # on request
    UNKNOWN = "unknown"  # the language is offered, by whom is not said


class Room(StrEnum):
    OPEN = "open"
    FEW = "few"
    WAITING = "waiting-list"
    FULL = "full"  # closed to new people for now
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Capacity:
    room: Room = Room.UNKNOWN
    waiting_weeks: int | None = None
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One service at one place (or without a place), with every fact that ranking may use.

    `need_fit`: need code -> how well the service answers it, 0 to 1. `free`: None is not known.
    """

    service_id: str
    organisation_id: str
    site_id: str | None
    place: LatLon | None
    need_fit: Mapping[str, float]
    rules: Rules
    opening: Opening
    spoken: Mapping[str, SpokenBy]
    access: frozenset[AccessMode]
    free: bool | None
    capacity: Capacity
    confirmed_on: date | None

    @property
    def digital_only(self) -> bool:
        """Only online: no door, no phone. Unknown access is not digital."""
        return bool(self.access) and self.access <= {AccessMode.ONLINE}

    @property
    def in_person(self) -> bool:
        return bool(self.access & IN_PERSON)

    @property
    def visited(self) -> bool:
        """One goes there: it has a place, and a door (or nothing is known of how to come)."""
        return self.place is not None and (not self.access or bool(self.access & VISITED))


class PlanningError(ValueError):
    """A question or a weight that cannot be planned with; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, from where, for when. `when` is aware. `origin` None: distance is not known."""

    when: datetime
    person: Person = field(default_factory=Person)
    origin: LatLon | None = None

    def __post_init__(self) -> None:
        if self.when.utcoffset() is None:
            raise PlanningError("`when` needs a time zone: a clock face alone is not a moment")


@dataclass(frozen=True, slots=True)
class Walk:
    """A part of a way on foot. `to`: the stop it leads to; empty: the place itself."""

    seconds: int
    leaves: datetime
    to: str = ""


@dataclass(frozen=True, slots=True)
class Ride:
    """A part of a way in one vehicle. `kind`: bus, tram and so on; `wheelchair` None: not known; `board_at`,
    `alight_at`: where those stops are."""

    line: str
    kind: str
    headsign: str
    board: str
    alight: str
    leaves: datetime
    arrives: datetime
    stops: int = 0
    wheelchair: bool | None = None
    board_at: LatLon | None = None
    alight_at: LatLon | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A way with at least one ride, door to door; `seconds` hold the waiting too. Times are aware."""

    leaves: datetime
    arrives: datetime
    seconds: int
    legs: tuple[Walk | Ride, ...]

    @property
    def rides(self) -> tuple[Ride, ...]:
        return tuple(leg for leg in self.legs if isinstance(leg, Ride))

    @property
    def walk_seconds(self) -> int:
        return sum(leg.seconds for leg in self.legs if isinstance(leg, Walk))

    @property
    def last_walk_seconds(self) -> int:
        """From the last stop to the place."""
        last = self.legs[-1]
        return last.seconds if isinstance(last, Walk) else 0

    @property
    def alight(self) -> str:
        """Where to get off last."""
        return self.rides[-1].alight


class Travel(Protocol):
    """How this asker gets to places by bus, tram and on foot, when they ask. Implementations: a timetable, and a
    table in tests; nobody's travel at all is None, which is walking."""

    def seconds(self, places: Sequence[LatLon]) -> NDArray[np.float64]:
        """float64 (len(places),) seconds door to door, in order, the wait counted; infinite where no way is known."""
        ...

    def way(self, place: LatLon) -> Way | None:
        """The way behind those seconds; None where walking is as fast."""
        ...


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One line of the explanation: value is 0..1, its contribution is weight * value."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Door:
    """A candidate as this asker meets it. `open_on_arrival` counts the way there: `way`, or None for on foot."""

    candidate: Candidate
    judgement: Judgement
    open_now: OpeningState
    open_on_arrival: OpeningState
    walk_seconds: int | None
    score: float
    parts: tuple[ScorePart, ...]
    reasons: tuple[Reason, ...]
    way: Way | None = None

    @property
    def travel_seconds(self) -> int | None:
        """Door to door, by the way we advise."""
        return self.walk_seconds if self.way is None else self.way.seconds

    @property
    def far(self) -> bool:
        """Too far to walk to, and nothing that rides there."""
        return self.way is None and self.walk_seconds is not None and self.walk_seconds > FAR_WALK_SECONDS

    @property
    def near_or_called(self) -> bool:
        """Within a walk, or they answer by phone or message."""
        return not self.far or bool(self.candidate.access & {AccessMode.PHONE, AccessMode.MESSAGE})


@dataclass(frozen=True, slots=True)
class AskedNeed:
    """A need of the question: `score` 0..1; `causes` are codes among all needs that this one brings about."""

    code: str
    score: float
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One place to go: the door, which needs it answers, why it stands here in the order."""

    door: Door
    needs: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A need no door answers today, or a door that was close and was not taken, with the reason."""

    reason: Reason
    need: str | None = None
    service_id: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Few places, in the order to go. `own_network`: what somebody near you can do, as reasons to phrase."""

    steps: tuple[Step, ...]
    left_out: tuple[LeftOut, ...]
    own_network: tuple[Reason, ...]
