"""Stored hours, as the database writes them, to what core computes with."""

from datetime import UTC, date, datetime, time
from functools import lru_cache

from baken.core.hours.opening import ChangeKind, DayException, TemporaryChange, Weekday, WeeklyRule
from baken.directory.selectors.rows import Row


def weekly_rules(schedules: tuple[Row, ...]) -> tuple[WeeklyRule, ...]:
    """One schedule that cannot be computed (monthly, in words, no times) makes the whole unknown: hours known in
    part would say «closed» where nobody knows."""
    rules = [_rule(*row) for row in schedules]
    known = tuple(rule for rule in rules if rule is not None)
    return known if len(known) == len(rules) else ()


@lru_cache(maxsize=16_384)
def _rule(
    freq: str,
    interval: int,
    byday: str,
    by_appointment: int,
    dtstart: str | None,
    valid_from: str | None,
    valid_to: str | None,
    opens_at: str | None,
    closes_at: str | None,
) -> WeeklyRule | None:
    anchor = day(dtstart)
    weekdays = _weekdays(byday, anchor)
    opens, closes = _time(opens_at), _time(closes_at)
    if freq != "WEEKLY" or not weekdays or opens is None or closes is None:
        return None
    return WeeklyRule(
        weekdays=weekdays,
        opens=opens,
        closes=closes,
        interval=interval,
        anchor=anchor,
        valid_from=day(valid_from),
        valid_to=day(valid_to),
        by_appointment=bool(by_appointment),
    )


def day_exception(first: str, last: str, opens_at: str | None, closes_at: str | None) -> DayException:
    return DayException(date.fromisoformat(first), date.fromisoformat(last), _time(opens_at), _time(closes_at))


def temporary_change(
    kind: str, starts: str, ends: str | None, opens_at: str | None, closes_at: str | None
) -> TemporaryChange:
    return TemporaryChange(
        ChangeKind(kind), _moment(starts), _moment(ends) if ends else None, _time(opens_at), _time(closes_at)
    )


@lru_cache(maxsize=4096)
def day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _time(written: str | None) -> time | None:
    return time.fromisoformat(written) if written else None


def _moment(written: str) -> datetime:
    """SQLite keeps universal time without saying so; PostgreSQL says it."""
    moment = datetime.fromisoformat(written)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _weekdays(byday: str, dtstart: date | None) -> frozenset[Weekday]:
    """«MO,WE»; without it a weekly rule recurs on the weekday of dtstart (RFC 5545)."""
    names = [part.strip() for part in byday.split(",") if part.strip()]
    if not names:
        return frozenset({Weekday(dtstart.weekday())}) if dtstart else frozenset()
    if any(name not in Weekday.__members__ for name in names):
        return frozenset()
    return frozenset(Weekday[name] for name in names)
