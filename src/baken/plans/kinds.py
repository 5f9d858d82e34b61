"""What goes into a plan and what comes out, as plain data; sentences are made by `plans.phrasing`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from baken.core.hours.opening import DayHours
from baken.core.kinds import LatLon, Person, Reason
from baken.core.planning.kinds import Door, LeftOut, Way
from baken.directory.selectors import ServiceCard
from baken.guidance.selectors import HelplineCard


@dataclass(frozen=True, slots=True)
class Question:
    """One question: own words, ticked needs, or both.

    `language` is the one the person chose to read in, empty for the language of the words; `when` is aware;
    `without` are needs taken away again; `another_day`: `when` is not today, so that nothing may be said of today;
    `at_opening`: ways are wanted that arrive when a door opens; `seed`: who of equally good doors stands first, 0 to
    2^31 - 1, the same for the same number; None: the one with most room, for everybody.
    """

    when: datetime
    words: str = ""
    language: str = ""
    needs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    place: LatLon | None = None
    person: Person = field(default_factory=Person)
    limit: int = 10
    include_no: bool = False
    another_day: bool = False
    at_opening: bool = False
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class NeedChip:
    """A need that the question was understood to hold; `ticked` when the person chose it."""

    code: str
    label: str
    pictogram: str
    score: float
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class DoorView:
    """A ranked door with the words of its service."""

    door: Door
    card: ServiceCard


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer to a question. `doors` are best first; digital-only ones stand behind all others.

    `needs` are answered; `suggested` are those the words may mean besides, to choose from.
    `sure` False: we are not sure what is asked; then there are no doors, unless needs were ticked.
    `hidden` counts the services that would say no everywhere; where the question asked for them, the best of them
    stand behind all other doors.
    `times_unknown`: somebody would have ridden there, but no timetable holds for that day; all ways are on foot.
    `invented`: what of it is a demonstration: «places», «times».
    `engine` says what understood the words: full, without-e5 or lexical; empty for a kept plan, which has none.
    """

    question: Question
    language: str  # of the words, as far as known: BCP-47 or "und"
    engine: str
    sure: bool
    danger: tuple[str, ...]
    helplines: tuple[HelplineCard, ...]
    needs: tuple[NeedChip, ...]
    suggested: tuple[NeedChip, ...]
    doors: tuple[DoorView, ...]
    hidden: int
    took_ms: Mapping[str, float]
    times_unknown: bool = False
    invented: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WayHome:
    """`back`: the first way after the visit; `last`: the last of that day. None: on foot, or not known."""

    back: Way | None
    last: Way | None


@dataclass(frozen=True, slots=True)
class StepView:
    """One place to go, with its hours of the coming two weeks, of which today is the first."""

    door: Door
    card: ServiceCard
    needs: tuple[NeedChip, ...]
    reasons: tuple[Reason, ...]
    hours: tuple[DayHours, ...]
    home: WayHome | None = None

    @property
    def face_to_face(self) -> bool:
        """Somebody is there to show a paper to; not where one calls or writes."""
        candidate = self.door.candidate
        return not candidate.access or candidate.in_person


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """A need that no step answers, or a door that was not taken, or (`left-out.gone`) one of a kept plan that is
    no longer offered. `card`: the door it is about, if one is named."""

    left_out: LeftOut
    need: NeedChip | None
    card: ServiceCard | None


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A plan to take home. Holds no words of the person. `invented`: the directory is a demonstration; `start`: from
    where, as far as it may stand on a paper.
    """

    findings: Findings
    made_on: date
    steps: tuple[StepView, ...]
    left_out: tuple[LeftOutView, ...]
    own_network: tuple[Reason, ...]
    invented: bool = False
    start: LatLon | None = None
