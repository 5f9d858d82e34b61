"""Open at a moment, and the table of the coming days."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from baken.core.hours.clock import DAY_SECONDS, YEARS, absolute, local_day, local_moment, zone_named
from baken.core.hours.opening import (
    ChangeKind,
    DayHours,
    HolidayRule,
    HoursError,
    Opening,
    OpeningState,
    State,
    TemporaryChange,
)
from baken.core.hours.spans import Span, spans_of, window

HORIZON_DAYS = 14
LOUDEST_FIRST = (ChangeKind.CLOSED, ChangeKind.REMOTE_ONLY, ChangeKind.HOURS, ChangeKind.NOTICE)


def state_at(opening: Opening, when: datetime) -> OpeningState:
    """Raises HoursError (a ValueError) when `when` has no time zone."""
    return states_at(opening, (when,))[0]


def states_at(opening: Opening, moments: Sequence[datetime]) -> tuple[OpeningState, ...]:
    """The states at several moments, in their order, for the price of little more than one (now, and on arrival)."""
    seconds = [absolute(moment) for moment in moments]
    if not (opening.rules or opening.always or opening.exceptions or opening.changes):
        return (OpeningState(State.UNKNOWN),) * len(seconds)
    if not seconds:
        return ()
    zone = zone_named(opening.timezone)
    timeline = _Timeline(opening, zone, _first_day(opening, local_moment(zone, min(seconds)).date()))
    states = [_state(timeline, seconds[0])]
    for moment in seconds[1:]:
        unturned = seconds[0] <= moment < _turns(timeline, seconds[0])
        states.append(states[0] if unturned else _state(timeline, moment))
    return tuple(states)


def _first_day(opening: Opening, today: date) -> date:
    """Yesterday, where something may run past midnight."""
    simple = not opening.exceptions and not opening.changes and not opening.always
    if simple and all(rule.opens < rule.closes for rule in opening.rules):
        return today
    return today - timedelta(days=1)


def day_hours(opening: Opening, first: date, days: int) -> tuple[DayHours, ...]:
    """`days` days from `first`, in order. A span belongs to the day on which it begins."""
    if days < 0:
        raise HoursError(f"days cannot be {days}")
    if first.year not in YEARS:
        raise HoursError(f"the year {first.year} lies outside {YEARS.start}-{YEARS.stop - 1}")
    zone = zone_named(opening.timezone)
    table = [first + timedelta(days=ahead) for ahead in range(-1, days)]
    spans = sorted(span for day in table for span in spans_of(opening, zone, day))
    by_day = {day: list(group) for day, group in groupby(spans, key=lambda span: local_moment(zone, span.start).date())}
    return tuple(_day(opening, zone, day, by_day.get(day, [])) for day in table[1:])


class _Timeline:
    """Spans from a first day onward, computed as far as they are asked for."""

    __slots__ = ("covered", "next_day", "opening", "spans", "zone")

    def __init__(self, opening: Opening, zone: ZoneInfo, first: date) -> None:
        self.opening = opening
        self.zone = zone
        self.next_day = first
        self.covered = local_day(zone, first).begins
        self.spans: list[Span] = []

    def reach(self, moment: int) -> None:
        """Have the spans of every day that begins at or before the moment."""
        while self.covered <= moment:
            self.spans += spans_of(self.opening, self.zone, self.next_day)
            self.covered = local_day(self.zone, self.next_day).ends
            self.next_day += timedelta(days=1)

    def local(self, seconds: int | None) -> datetime | None:
        return None if seconds is None else local_moment(self.zone, seconds)


def _turns(timeline: _Timeline, now: int) -> int:
    """Until when the state surely stays as it is: nothing begins or ends before, nor does the day."""
    if timeline.opening.changes:
        return now
    turns = local_day(timeline.zone, local_moment(timeline.zone, now).date()).ends
    for span in timeline.spans:
        if now < span.start < turns:
            turns = span.start
        if now < span.end < turns:
            turns = span.end
    return turns


def _state(timeline: _Timeline, now: int) -> OpeningState:
    timeline.reach(now)
    change = _in_force(timeline.opening.changes, now, now + 1) if timeline.opening.changes else None
    running = [span for span in timeline.spans if span.start <= now < span.end]
    sure = [span for span in running if span.sure]
    if sure:
        span = min(sure, key=lambda span: span.by_appointment)
        until = _end(timeline, span, now)
        return OpeningState(State.OPEN, timeline.local(until), None, span.by_appointment, False, change)
    return _not_open(timeline, now, running, change)


def _not_open(timeline: _Timeline, now: int, running: Sequence[Span], change: TemporaryChange | None) -> OpeningState:
    midnight = local_day(timeline.zone, local_moment(timeline.zone, now).date()).ends
    later = _next_sure(timeline, now)
    doubtful = [span for span in timeline.spans if not span.sure and now < span.start < midnight]
    if running:
        state, doubtful = State.UNKNOWN, list(running)
    elif later is not None and later.start < midnight:
        state, doubtful = State.OPENS_LATER, []
    else:
        state = State.UNKNOWN if doubtful else State.CLOSED
    return OpeningState(
        state,
        None,
        None if later is None else local_moment(timeline.zone, later.start),
        later is not None and later.by_appointment,
        any(span.holiday for span in doubtful),
        change,
    )


def _end(timeline: _Timeline, span: Span, now: int) -> int | None:
    """When the door really shuts: spans that touch or overlap are one. None: not before the horizon."""
    if _never_shuts(timeline.opening):
        return None
    horizon = now + HORIZON_DAYS * DAY_SECONDS
    end = span.end
    while end < horizon:
        timeline.reach(end)
        further = end
        for one in timeline.spans:
            if one.start <= end and one.end > further and one.sure and one.by_appointment == span.by_appointment:
                further = one.end
        if further == end:
            return end
        end = further
    return None


def _never_shuts(opening: Opening) -> bool:
    exceptional = opening.exceptions or opening.changes or opening.holidays is HolidayRule.CLOSED
    return opening.always and not exceptional


def _next_sure(timeline: _Timeline, now: int) -> Span | None:
    horizon = now + HORIZON_DAYS * DAY_SECONDS
    while True:
        ahead = [span for span in timeline.spans if span.sure and span.start > now]
        if ahead:
            first = min(ahead, key=lambda span: (span.start, span.by_appointment))
            return first if first.start <= horizon else None
        if timeline.covered > horizon:
            return None
        timeline.reach(timeline.covered)


def _in_force(changes: Iterable[TemporaryChange], starts: int, ends: int) -> TemporaryChange | None:
    """The loudest change that is in force somewhere in the window; of several such, the newest."""
    found = [change for change in changes if window(change)[0] < ends and starts < window(change)[1]]
    return min(found, key=lambda change: (LOUDEST_FIRST.index(change.kind), -change.starts.timestamp()), default=None)


def _day(opening: Opening, zone: ZoneInfo, day: date, spans: Sequence[Span]) -> DayHours:
    begins, ends = local_day(zone, day)
    shown = [span for span in spans if not span.blank]
    open_spans = _merged(zone, [span for span in shown if not span.by_appointment])
    booked = _merged(zone, [span for span in shown if span.by_appointment])
    return DayHours(
        day=day,
        spans=tuple(sorted({*open_spans, *booked})),
        known=all(span.sure for span in spans),
        holiday=any(span.holiday for span in spans),
        by_appointment=bool(booked) and not open_spans,
        booked=tuple(booked),
        change=_in_force(opening.changes, begins, ends),
    )


def _merged(zone: ZoneInfo, spans: Iterable[Span]) -> list[tuple[time, time]]:
    """Local times; spans that touch or overlap become one, up to a day: two clock faces can say no more. `spans` come
    by start."""
    merged: list[tuple[int, int]] = []
    for span in spans:
        if merged and span.start <= merged[-1][1] and span.end - merged[-1][0] <= DAY_SECONDS:
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        else:
            merged.append((span.start, span.end))
    return [(local_moment(zone, start).time(), local_moment(zone, end).time()) for start, end in merged]
