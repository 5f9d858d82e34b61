"""Open when you arrive? Weekly rules, exceptions, public holidays, temporary changes, daylight saving."""

from baken.core.hours.opening import (
    ChangeKind,
    DayException,
    DayHours,
    HolidayRule,
    HoursError,
    Opening,
    OpeningState,
    State,
    TemporaryChange,
    Weekday,
    WeeklyRule,
)
from baken.core.hours.public_days import public_holidays
from baken.core.hours.states import day_hours, state_at, states_at

__all__ = [
    "ChangeKind",
    "DayException",
    "DayHours",
    "HolidayRule",
    "HoursError",
    "Opening",
    "OpeningState",
    "State",
    "TemporaryChange",
    "Weekday",
    "WeeklyRule",
    "day_hours",
    "public_holidays",
    "state_at",
    "states_at",
]
