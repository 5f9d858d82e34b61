"""The spans of one local day, as absolute seconds: rules, exceptions, public holidays, temporary changes."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from baken.core.hours.clock import DAY_SECONDS, local_day, seconds_at
from baken.core.hours.opening import ChangeKind, DayException, HolidayRule, Opening, TemporaryChange, WeeklyRule
from baken.core.hours.public_days import public_holidays

NEVER = 1 << 62
SHUT = frozenset({ChangeKind.CLOSED, ChangeKind.REMOTE_ONLY})
ONE_DAY = DAY_SECONDS + 3600  # the longest day, when the clock goes back


class Span(NamedTuple):
    """From `start` until just before `end`. Not `sure`: perhaps open; because of a public holiday if `holiday`;
    because no hours are known at all if `blank`, and then the span only marks the time to ask about."""

    start: int
    end: int
    by_appointment: bool = False
    sure: bool = True
    holiday: bool = False
    blank: bool = False


def spans_of(opening: Opening, zone: ZoneInfo, day: date) -> list[Span]:
    """The spans that begin on this day (a temporary change may push a beginning into the next), in no order."""
    said = _exceptions_on(opening.exceptions, day) if opening.exceptions else ()
    holiday = opening.holidays is not HolidayRule.AS_USUAL and day in public_holidays(opening.country, day.year)
    spans = _excepted(said, zone, day) if said else _usual(opening, zone, day, holiday=holiday)
    if not opening.changes:
        return spans
    for change in sorted(opening.changes, key=_order_of_changes):
        spans = _changed(change, spans, opening, zone, day, said=said, holiday=holiday)
    return spans


def window(change: TemporaryChange) -> tuple[int, int]:
    return int(change.starts.timestamp()), NEVER if change.ends is None else int(change.ends.timestamp())


def _usual(opening: Opening, zone: ZoneInfo, day: date, *, holiday: bool) -> list[Span]:
    if holiday and opening.holidays is HolidayRule.CLOSED:
        return []
    if opening.always:
        return [Span(*local_day(zone, day))]
    begins, ends = local_day(zone, day)
    spans: list[Span] = []
    weekday, lapsed, regular = day.weekday(), True, ends - begins == DAY_SECONDS
    for rule in opening.rules:
        lapsed = lapsed and rule.valid_to is not None and rule.valid_to < day
        if weekday not in rule.weekdays or not _valid(rule, day):
            continue
        if regular and rule.opens < rule.closes:  # the common case, without asking the calendar again
            start, end = begins + _face(rule.opens), begins + _face(rule.closes)
        else:
            start, end = _run(zone, day, rule.opens, rule.closes)
        if start < end:
            spans.append(Span(start, end, rule.by_appointment, not holiday and _week_is_known(rule), holiday))
    return [Span(begins, ends, sure=False, holiday=holiday, blank=True)] if lapsed else spans


def _face(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _valid(rule: WeeklyRule, day: date) -> bool:
    if rule.valid_from is not None and day < rule.valid_from:
        return False
    if rule.valid_to is not None and day > rule.valid_to:
        return False
    if rule.interval == 1:
        return True
    first = rule.anchor or rule.valid_from
    return first is None or (_week(day) - _week(first)) % rule.interval == 0


def _week_is_known(rule: WeeklyRule) -> bool:
    return rule.interval == 1 or rule.anchor is not None or rule.valid_from is not None


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7  # ordinal 1 is a Monday


def _run(zone: ZoneInfo, day: date, opens: time, closes: time) -> tuple[int, int]:
    """Empty (end at or before start) only when the clock change swallows the span."""
    last = day if closes > opens else date.fromordinal(day.toordinal() + 1)
    return seconds_at(zone, day, opens), seconds_at(zone, last, closes)


def _exceptions_on(exceptions: Sequence[DayException], day: date) -> tuple[DayException, ...]:
    """Those that speak about this day: of several, the ones with the shortest range («closed in August, but on the
    15th from ten to twelve»)."""
    found = [said for said in exceptions if said.first <= day <= said.last]
    shortest = min((said.last - said.first for said in found), default=None)
    return tuple(said for said in found if said.last - said.first == shortest)


def _excepted(said: Iterable[DayException], zone: ZoneInfo, day: date) -> list[Span]:
    """Closed and open said of the same days contradict each other: the hours are then not sure."""
    said = list(said)
    sure = all(one.opens is None for one in said) or all(one.opens is not None for one in said)
    runs = [_run(zone, day, one.opens, one.closes) for one in said if one.opens is not None and one.closes is not None]
    return [Span(start, end, sure=sure) for start, end in runs if start < end]


def _order_of_changes(change: TemporaryChange) -> tuple[bool, float]:
    """Later words replace earlier ones; what shuts the door has the last word."""
    return change.kind in SHUT, change.starts.timestamp()


def _changed(
    change: TemporaryChange,
    spans: list[Span],
    opening: Opening,
    zone: ZoneInfo,
    day: date,
    *,
    said: Sequence[DayException],
    holiday: bool,
) -> list[Span]:
    """Other hours replace the usual ones inside the window, except on a day of which an exception speaks more
    narrowly. A public holiday keeps its rule, unless the change was made for that one day."""
    starts, ends = window(change)
    if change.kind in SHUT:
        return _cut(spans, starts, ends)
    if change.opens is None or change.closes is None or _narrower(said, ends - starts):
        return spans
    spans = _cut(spans, starts, ends)
    doubtful = holiday and ends - starts > ONE_DAY
    if doubtful and opening.holidays is HolidayRule.CLOSED:
        return spans
    start, end = _run(zone, day, change.opens, change.closes)
    start, end = max(start, starts), min(end, ends)
    return [*spans, Span(start, end, sure=not doubtful, holiday=doubtful)] if start < end else spans


def _narrower(said: Sequence[DayException], seconds: int) -> bool:
    return any(((one.last - one.first).days + 1) * DAY_SECONDS < seconds for one in said)


def _cut(spans: Iterable[Span], starts: int, ends: int) -> list[Span]:
    left: list[Span] = []
    for span in spans:
        if span.start < min(span.end, starts):
            left.append(span._replace(end=min(span.end, starts)))
        if max(span.start, ends) < span.end:
            left.append(span._replace(start=max(span.start, ends)))
    return left
