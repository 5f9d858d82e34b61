"""The table of hours on paper, and the calendar of public holidays."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baken.core.hours import (
    ChangeKind,
    DayException,
    HolidayRule,
    HoursError,
    Opening,
    State,
    TemporaryChange,
    Weekday,
    WeeklyRule,
    day_hours,
    public_holidays,
    state_at,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
WORKDAYS = frozenset({Weekday.MO, Weekday.TU, Weekday.WE, Weekday.TH, Weekday.FR})
OFFICE = Opening(rules=(WeeklyRule(WORKDAYS, time(13), time(17)), WeeklyRule(WORKDAYS, time(9), time(12))))
MORNING, AFTERNOON = (time(9), time(12)), (time(13), time(17))


def test_a_week_has_its_days_in_order_and_its_spans_by_the_clock() -> None:
    week = day_hours(OFFICE, date(2025, 3, 24), 7)
    assert [day.day.day for day in week] == [24, 25, 26, 27, 28, 29, 30]
    assert [day.spans for day in week] == [(MORNING, AFTERNOON)] * 5 + [()] * 2
    assert all(day.known for day in week)


def test_a_day_of_unknown_hours_is_not_a_closed_day() -> None:
    (day,) = day_hours(Opening(), date(2025, 3, 24), 1)
    assert (day.spans, day.known) == ((), False)


def test_no_days_is_an_empty_table_and_fewer_is_refused() -> None:
    assert day_hours(OFFICE, date(2025, 3, 24), 0) == ()
    with pytest.raises(HoursError):
        day_hours(OFFICE, date(2025, 3, 24), -1)
    with pytest.raises(HoursError, match="9999"):
        day_hours(OFFICE, date.max, 3)


def test_a_holiday_without_a_rule_shows_the_usual_hours_as_not_known() -> None:
    (day,) = day_hours(OFFICE, date(2025, 4, 21), 1)
    assert (day.spans, day.known, day.holiday) == ((MORNING, AFTERNOON), False, True)


def test_day_and_night_is_one_span_from_midnight_to_midnight() -> None:
    (day,) = day_hours(Opening(always=True), date(2025, 4, 21), 1)
    assert (day.spans, day.known) == (((time(0), time(0)),), True)


def test_a_night_stands_on_the_day_it_begins_and_not_on_the_next() -> None:
    opening = Opening(rules=(WeeklyRule(frozenset({Weekday.FR}), time(22), time(2)),))
    friday, saturday = day_hours(opening, date(2025, 3, 21), 2)
    assert (friday.spans, saturday.spans) == (((time(22), time(2)),), ())
    (saturday,) = day_hours(opening, date(2025, 3, 22), 1)
    assert saturday.spans == ()


def test_hours_by_appointment_are_marked_span_by_span() -> None:
    rules = (WeeklyRule(WORKDAYS, time(9), time(12)), WeeklyRule(WORKDAYS, time(13), time(17), by_appointment=True))
    (day,) = day_hours(Opening(rules=rules), date(2025, 3, 24), 1)
    assert (day.spans, day.booked, day.by_appointment) == ((MORNING, AFTERNOON), (AFTERNOON,), False)
    (day,) = day_hours(Opening(rules=rules[1:]), date(2025, 3, 24), 1)
    assert (day.spans, day.booked, day.by_appointment) == ((AFTERNOON,), (AFTERNOON,), True)


def test_a_temporary_change_shows_on_its_days_with_what_it_leaves() -> None:
    def at(day: int, hour: int) -> datetime:
        return datetime(2025, 3, day, hour, tzinfo=BRUSSELS)

    change = TemporaryChange(ChangeKind.REMOTE_ONLY, at(25, 14), at(27, 0))
    table = day_hours(Opening(rules=OFFICE.rules, changes=(change,)), date(2025, 3, 24), 4)
    assert [day.spans for day in table] == [
        (MORNING, AFTERNOON),
        (MORNING, (time(13), time(14))),
        (),
        (MORNING, AFTERNOON),
    ]
    assert [day.change is not None for day in table] == [False, True, True, False]


def test_clock_faces_on_the_day_of_the_change_are_those_one_sees() -> None:
    opening = Opening(rules=(WeeklyRule(frozenset(Weekday), time(2, 30), time(5)),))
    assert day_hours(opening, date(2025, 3, 30), 1)[0].spans == ((time(3, 30), time(5)),)
    assert day_hours(opening, date(2025, 10, 26), 1)[0].spans == ((time(2, 30), time(5)),)


@pytest.mark.parametrize(
    ("country", "year", "days"),
    [
        (
            "BE",
            2025,
            "01-01 04-20 04-21 05-01 05-29 06-08 06-09 07-21 08-15 11-01 11-11 12-25",
        ),
        ("NL", 2026, "01-01 04-05 04-06 04-27 05-14 05-24 05-25 12-25 12-26"),
    ],
)
def test_the_public_holidays_of_belgium_and_the_netherlands(country: str, year: int, days: str) -> None:
    expected = {date.fromisoformat(f"{year}-{day}") for day in days.split()}
    assert expected <= public_holidays(country, year)
    assert len(public_holidays(country, year) - expected) <= 1  # the library counts the Dutch Good Friday


def test_a_year_of_holidays_is_worked_out_once() -> None:
    assert public_holidays("BE", 2031) is public_holidays("BE", 2031)


def test_a_country_nobody_knows_is_refused() -> None:
    with pytest.raises(HoursError, match="ZZ"):
        public_holidays("ZZ", 2025)


times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
days = st.dates(date(2025, 3, 20), date(2025, 4, 5))
rules = st.builds(
    WeeklyRule,
    st.frozensets(st.sampled_from(Weekday), min_size=1),
    times,
    times,
    interval=st.integers(1, 3),
    anchor=st.one_of(st.none(), days),
    by_appointment=st.booleans(),
)


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    exceptions = []
    for _ in range(draw(st.integers(0, 2))):
        first, last = sorted((draw(days), draw(days)))
        opens, closes = draw(st.one_of(st.just((None, None)), st.tuples(times, times)))
        exceptions.append(DayException(first, last, opens, closes))
    changes = []
    for _ in range(draw(st.integers(0, 2))):
        first, last = sorted((draw(days), draw(days)))
        starts = datetime.combine(first, time(10), tzinfo=BRUSSELS)
        ends = datetime.combine(last, time(15), tzinfo=BRUSSELS)
        changes.append(TemporaryChange(draw(st.sampled_from(ChangeKind)), starts, ends, draw(times), draw(times)))
    return Opening(
        rules=tuple(draw(st.lists(rules, max_size=3))),
        exceptions=tuple(exceptions),
        changes=tuple(changes),
        holidays=draw(st.sampled_from(HolidayRule)),
        always=draw(st.booleans()),
    )


moments = st.datetimes(datetime(2025, 3, 24), datetime(2025, 4, 2), timezones=st.just(BRUSSELS))  # noqa: DTZ001


@settings(max_examples=80, deadline=None)
@given(openings(), moments)
def test_every_answer_holds_at_the_moment_it_names(opening: Opening, when: datetime) -> None:
    state = state_at(opening, when)
    if state.state is State.OPEN:
        assert state.next_opens is None
        if state.until is not None:
            assert state.until.timestamp() > when.timestamp()
            after = state_at(opening, state.until)
            assert after.state is not State.OPEN or after.by_appointment != state.by_appointment
    else:
        assert state.until is None
        if state.next_opens is not None:
            assert state.next_opens.timestamp() > when.timestamp()
            assert state_at(opening, state.next_opens).state is State.OPEN
        else:
            assert state.state is not State.OPENS_LATER


def shown_as_open(opening: Opening, when: datetime) -> bool:
    """The table of yesterday and today has a span around this clock face."""
    face = when.time()
    yesterday, today = day_hours(opening, when.date() - timedelta(days=1), 2)
    return any(opens <= face and (face < closes or closes <= opens) for opens, closes in today.spans) or any(
        closes <= opens and face < closes for opens, closes in yesterday.spans
    )


@settings(max_examples=80, deadline=None)
@given(openings(), moments)
def test_the_table_on_paper_agrees_with_the_answer_of_the_moment(opening: Opening, when: datetime) -> None:
    if date(2025, 3, 29) <= when.date() <= date(2025, 3, 31) or opening.always:
        return  # clock faces of the night the clock changes, in which hours of the 29th may end, mean two things
    state = state_at(opening, when).state
    if state is State.OPEN:
        assert shown_as_open(opening, when)
    elif state is not State.UNKNOWN:
        assert not shown_as_open(opening, when)
