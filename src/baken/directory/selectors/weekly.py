"""Stored schedules to the weekly rules that core computes with."""

from datetime import date, time
from functools import lru_cache
from typing import Any, Final

from baken.core.hours.opening import Weekday, WeeklyRule
from baken.directory.selectors.rows import as_text

# The columns of a row, in the order in which `_rule` takes them: days and times as ISO text.
SCHEDULE_COLUMNS: Final[tuple[Any, ...]] = (
    *("freq", "interval", "byday", "by_appointment"),
    *as_text("dtstart", "valid_from", "valid_to", "opens_at", "closes_at"),
)


@lru_cache(maxsize=16_384)
def weekly_rules(schedules: tuple[tuple[Any, ...], ...]) -> tuple[WeeklyRule, ...]:
    """Rows of SCHEDULE_COLUMNS to rules. One row that cannot be computed (monthly, in words, no times) makes the
    whole unknown: hours known in part would say «closed» where nobody knows."""
    rules = [_rule(*row) for row in schedules]
    known = tuple(rule for rule in rules if rule is not None)
    return known if len(known) == len(rules) else ()


def _rule(
    freq: str,
    interval: int,
    byday: str,
    by_appointment: bool,
    dtstart: str | None,
    valid_from: str | None,
    valid_to: str | None,
    opens_at: str | None,
    closes_at: str | None,
) -> WeeklyRule | None:
    anchor = _day(dtstart)
    weekdays = _weekdays(byday, anchor)
    if freq != "WEEKLY" or not weekdays or opens_at is None or closes_at is None:
        return None
    return WeeklyRule(
        weekdays=weekdays,
        opens=time.fromisoformat(opens_at),
        closes=time.fromisoformat(closes_at),
        interval=interval,
        anchor=anchor,
        valid_from=_day(valid_from),
        valid_to=_day(valid_to),
        by_appointment=by_appointment,
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _weekdays(byday: str, dtstart: date | None) -> frozenset[Weekday]:
    """«MO,WE»; without it a weekly rule recurs on the weekday of dtstart (RFC 5545)."""
    names = [part.strip() for part in byday.split(",") if part.strip()]
    if not names:
        return frozenset({Weekday(dtstart.weekday())}) if dtstart else frozenset()
    if any(name not in Weekday.__members__ for name in names):
        return frozenset()
    return frozenset(Weekday[name] for name in names)
