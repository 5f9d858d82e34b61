"""Opening hours as data: weekly rules, one-off exceptions, temporary changes."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum, StrEnum


class HoursError(ValueError):
    """Hours that contradict themselves, or a moment that cannot be placed; the message says what to mend."""


class Weekday(IntEnum):
    """Python's order (`date.weekday()`); HSDS writes MO TU WE TH FR SA SU."""

    MO = 0
    TU = 1
    WE = 2
    TH = 3
    FR = 4
    SA = 5
    SU = 6


@dataclass(frozen=True, slots=True)
class WeeklyRule:
    """HSDS schedule: open on `weekdays` from `opens` to `closes` local time, every `interval` weeks counted from
    the week of `anchor` (or `valid_from`), from `valid_from` to `valid_to` inclusive (None: open-ended).

    `closes` at or before `opens` runs past midnight into the next day. `by_appointment`: the hours need a booking.
    An interval over 1 without `anchor` and `valid_from` is allowed: which weeks is then not known («ask»).
    """

    weekdays: frozenset[Weekday]
    opens: time
    closes: time
    interval: int = 1
    anchor: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    by_appointment: bool = False

    def __post_init__(self) -> None:
        if not self.weekdays:
            raise HoursError("a weekly rule needs at least one weekday; leave the rule out where hours are not known")
        if self.interval < 1:
            raise HoursError(f"interval is a number of weeks from 1, not {self.interval}")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise HoursError(f"a rule cannot end on {self.valid_to} before it begins on {self.valid_from}")


@dataclass(frozen=True, slots=True)
class DayException:
    """On the days `first` to `last` inclusive the weekly rules do not count: closed when `opens` is None."""

    first: date
    last: date
    opens: time | None = None
    closes: time | None = None

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise HoursError(f"an exception cannot end on {self.last} before it begins on {self.first}")
        if (self.opens is None) != (self.closes is None):
            raise HoursError("an exception with other hours needs both `opens` and `closes`; closed needs neither")


class ChangeKind(StrEnum):
    CLOSED = "closed"  # nothing opens
    HOURS = "hours"  # `opens`-`closes` every day instead of the usual hours
    REMOTE_ONLY = "remote-only"  # the door is shut, phone or online answers
    NOTICE = "notice"  # something to know; hours stay as they are


@dataclass(frozen=True, slots=True)
class TemporaryChange:
    """From `starts` until `ends` (aware datetimes; ends None: until said otherwise)."""

    kind: ChangeKind
    starts: datetime
    ends: datetime | None = None
    opens: time | None = None
    closes: time | None = None

    def __post_init__(self) -> None:
        if any(moment is not None and moment.utcoffset() is None for moment in (self.starts, self.ends)):
            raise HoursError("`starts` and `ends` of a temporary change need a time zone")
        if self.ends is not None and self.ends.timestamp() <= self.starts.timestamp():
            raise HoursError(f"a temporary change cannot end at {self.ends} when it begins at {self.starts}")
        if self.kind is ChangeKind.HOURS and (self.opens is None or self.closes is None):
            raise HoursError("a temporary change of hours needs `opens` and `closes`")


class HolidayRule(StrEnum):
    UNKNOWN = "unknown"  # on a public holiday: «ask»
    CLOSED = "closed"
    AS_USUAL = "as-usual"


@dataclass(frozen=True, slots=True)
class Opening:
    """All that is known of when a door opens. No `rules` at all: hours are not known («ask»), unless `always`."""

    timezone: str = "Europe/Brussels"
    country: str = "BE"  # whose public holidays count: BE or NL
    rules: tuple[WeeklyRule, ...] = ()
    exceptions: tuple[DayException, ...] = ()
    changes: tuple[TemporaryChange, ...] = ()
    holidays: HolidayRule = HolidayRule.UNKNOWN
    always: bool = False  # day and night


class State(StrEnum):
    OPEN = "open"
    OPENS_LATER = "opens-later"  # today
    CLOSED = "closed"  # not today any more; `next_opens` says when, if within the horizon
    UNKNOWN = "unknown"  # ask


@dataclass(frozen=True, slots=True)
class OpeningState:
    """The answer for one moment: aware local datetimes.

    Subtract them in UTC: Python subtracts the clock faces of two datetimes of one zone, which is an hour wrong
    over a change of daylight saving.
    """

    state: State
    until: datetime | None = None  # when OPEN: closing time (None: not within 14 days)
    next_opens: datetime | None = None  # when not open: next opening that is sure, within 14 days
    by_appointment: bool = False  # of the hours that run now, or of those at `next_opens`
    holiday: bool = False  # the day is a public holiday and the rule for it is not known
    change: TemporaryChange | None = None  # the temporary change in force, if any


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day of the hours table on paper. `spans` empty and `known`: closed.

    Spans are local times in order and belong to the day on which they begin; one that ends at or before its
    beginning runs into the next day. `booked`: those of `spans` that need an appointment; `by_appointment`: all do.
    Not `known`: whatever stands in `spans` are the usual hours, to be asked about.
    """

    day: date
    spans: tuple[tuple[time, time], ...]
    known: bool
    holiday: bool = False
    by_appointment: bool = False
    booked: tuple[tuple[time, time], ...] = ()
    change: TemporaryChange | None = None  # a temporary change in force during some of the day
