"""Is the door open at this moment? Every rule of opening hours, one table each."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from baken.core.hours import (
    ChangeKind,
    DayException,
    HolidayRule,
    HoursError,
    Opening,
    OpeningState,
    State,
    TemporaryChange,
    Weekday,
    WeeklyRule,
    state_at,
    states_at,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
WORKDAYS = frozenset({Weekday.MO, Weekday.TU, Weekday.WE, Weekday.TH, Weekday.FR})
EVERY_DAY = frozenset(Weekday)
OFFICE = Opening(rules=(WeeklyRule(WORKDAYS, time(9), time(12)), WeeklyRule(WORKDAYS, time(13), time(17))))


def at(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS, fold=fold)


def summary(state: OpeningState) -> tuple[str, str, str]:
    """State, until, next opening: local clock faces."""

    def face(moment: datetime | None) -> str:
        return "" if moment is None else moment.strftime("%m-%d %H:%M")

    return state.state.value, face(state.until), face(state.next_opens)


def changed(kind: ChangeKind, starts: str, ends: str | None = None, hours: str = "", **more: object) -> Opening:
    opens, closes = (time.fromisoformat(part) for part in hours.split("-")) if hours else (None, None)
    change = TemporaryChange(kind, at(starts), None if ends is None else at(ends), opens, closes)
    return Opening(rules=OFFICE.rules, changes=(change,), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2025-03-26T08:59:59", ("opens-later", "", "03-26 09:00")),
        ("2025-03-26T09:00:00", ("open", "03-26 12:00", "")),
        ("2025-03-26T11:59:59", ("open", "03-26 12:00", "")),
        ("2025-03-26T12:00:00", ("opens-later", "", "03-26 13:00")),
        ("2025-03-26T12:59:59.999999", ("opens-later", "", "03-26 13:00")),
        ("2025-03-26T16:59:59", ("open", "03-26 17:00", "")),
        ("2025-03-26T17:00:00", ("closed", "", "03-27 09:00")),
        ("2025-03-28T18:00:00", ("closed", "", "03-31 09:00")),  # over the weekend and the change of the clock
        ("2025-03-29T10:00:00", ("closed", "", "03-31 09:00")),
    ],
)
def test_a_door_opens_at_its_first_second_and_shuts_at_its_last(when: str, expected: tuple[str, str, str]) -> None:
    assert summary(state_at(OFFICE, at(when))) == expected


def test_the_answer_is_in_the_local_time_of_the_door_whatever_zone_was_asked_in() -> None:
    asked = datetime(2025, 3, 26, 9, 30, tzinfo=UTC)
    state = state_at(OFFICE, asked)
    assert state.until == at("2025-03-26T12:00")
    assert state.until is not None and state.until.tzinfo == BRUSSELS


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        state_at(OFFICE, datetime(2025, 3, 26, 9, 30))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_a_moment_outside_the_calendar_is_refused_with_its_year(year: int) -> None:
    with pytest.raises(HoursError, match=str(year)):
        state_at(OFFICE, datetime(year, 12, 31, 23, 59, tzinfo=UTC))


def test_no_rules_at_all_is_unknown_and_never_closed() -> None:
    assert state_at(Opening(), at("2025-03-26T10:00")) == OpeningState(State.UNKNOWN)


def test_no_rules_is_unknown_even_for_many_moments_at_once() -> None:
    assert states_at(Opening(), ()) == ()
    assert states_at(OFFICE, ()) == ()
    assert [state.state for state in states_at(Opening(), [at("2025-03-26T10:00")] * 2)] == [State.UNKNOWN] * 2


def test_day_and_night_is_open_without_an_end_on_holidays_too() -> None:
    for when in ("2025-03-26T03:00", "2025-12-25T23:59:59", "2025-03-30T02:30"):
        assert state_at(Opening(always=True), at(when)) == OpeningState(State.OPEN)


def test_day_and_night_still_shuts_for_what_is_said_of_a_day() -> None:
    shut = Opening(always=True, exceptions=(DayException(date(2025, 4, 1), date(2025, 4, 2)),))
    assert summary(state_at(shut, at("2025-03-31T10:00"))) == ("open", "04-01 00:00", "")
    assert summary(state_at(shut, at("2025-04-02T10:00"))) == ("closed", "", "04-03 00:00")
    assert summary(state_at(shut, at("2025-03-01T10:00"))) == ("open", "", "")  # beyond the horizon
    assert (
        summary(state_at(Opening(always=True, holidays=HolidayRule.CLOSED), at("2025-04-30T10:00")))[1] == "05-01 00:00"
    )


def test_an_unknown_time_zone_or_country_says_how_to_write_it() -> None:
    with pytest.raises(HoursError, match="Europe/Brussels"):
        state_at(Opening(timezone="Brussel", rules=OFFICE.rules), at("2025-03-26T10:00"))
    with pytest.raises(HoursError, match="BE or NL"):
        state_at(Opening(country="XX", rules=OFFICE.rules), at("2025-03-26T10:00"))


# Past midnight


NIGHT = Opening(rules=(WeeklyRule(frozenset({Weekday.FR}), time(22), time(2)),))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2025-03-21T21:59", ("opens-later", "", "03-21 22:00")),
        ("2025-03-21T23:00", ("open", "03-22 02:00", "")),
        ("2025-03-22T00:00", ("open", "03-22 02:00", "")),
        ("2025-03-22T01:59:59", ("open", "03-22 02:00", "")),
        ("2025-03-22T02:00", ("closed", "", "03-28 22:00")),
        ("2025-03-21T01:00", ("opens-later", "", "03-21 22:00")),  # Thursday's night has no rule
    ],
)
def test_a_span_past_midnight_belongs_to_the_day_it_begins_on(when: str, expected: tuple[str, str, str]) -> None:
    assert summary(state_at(NIGHT, at(when))) == expected


def test_closing_at_the_time_of_opening_is_a_whole_day() -> None:
    whole = Opening(rules=(WeeklyRule(frozenset({Weekday.WE}), time(0), time(0)),))
    assert summary(state_at(whole, at("2025-03-26T00:00"))) == ("open", "03-27 00:00", "")
    assert state_at(whole, at("2025-03-27T00:00")).state is State.CLOSED


def test_spans_that_touch_or_overlap_are_one_opening() -> None:
    rules = (
        WeeklyRule(EVERY_DAY, time(9), time(13)),
        WeeklyRule(EVERY_DAY, time(12), time(18)),
        WeeklyRule(EVERY_DAY, time(18), time(0)),
    )
    assert summary(state_at(Opening(rules=rules), at("2025-03-26T10:00"))) == ("open", "03-27 00:00", "")


def test_whole_days_in_a_row_run_on_until_the_first_that_ends() -> None:
    days = frozenset({Weekday.FR, Weekday.SA, Weekday.SU})
    weekend = Opening(rules=(WeeklyRule(days, time(0), time(0)),))
    assert summary(state_at(weekend, at("2025-03-28T10:00"))) == ("open", "03-31 00:00", "")


def test_hours_that_never_end_have_no_end() -> None:
    assert summary(state_at(Opening(rules=(WeeklyRule(EVERY_DAY, time(0), time(0)),)), at("2025-02-04T10:00")))[1] == ""


# Appointments


MIXED = Opening(
    rules=(WeeklyRule(WORKDAYS, time(9), time(12)), WeeklyRule(WORKDAYS, time(9), time(17), by_appointment=True))
)


@pytest.mark.parametrize(
    ("when", "expected", "by_appointment"),
    [
        ("2025-03-26T08:00", ("opens-later", "", "03-26 09:00"), False),
        ("2025-03-26T10:00", ("open", "03-26 12:00", ""), False),
        ("2025-03-26T12:00", ("open", "03-26 17:00", ""), True),
        ("2025-03-26T18:00", ("closed", "", "03-27 09:00"), False),
    ],
)
def test_walking_in_goes_before_booking_while_both_run(
    when: str, expected: tuple[str, str, str], by_appointment: bool
) -> None:
    state = state_at(MIXED, at(when))
    assert (summary(state), state.by_appointment) == (expected, by_appointment)


# Every other week, validity


@pytest.mark.parametrize(
    ("interval", "anchor", "when", "open_then"),
    [
        (2, date(2025, 3, 3), "2025-03-05", True),
        (2, date(2025, 3, 3), "2025-03-12", False),
        (2, date(2025, 3, 3), "2025-03-19", True),
        (2, date(2025, 3, 9), "2025-03-05", True),  # any day of the week anchors it
        (2, date(2025, 4, 2), "2025-03-19", True),  # an anchor ahead counts backward
        (2, date(2025, 4, 2), "2025-03-26", False),
        (3, date(2024, 12, 30), "2025-01-01", True),  # over the new year
        (3, date(2024, 12, 30), "2025-01-08", False),
        (3, date(2024, 12, 30), "2025-01-22", True),
        (53, date(2024, 1, 3), "2025-01-08", True),
    ],
)
def test_an_interval_counts_weeks_from_monday(interval: int, anchor: date, when: str, open_then: bool) -> None:
    rule = WeeklyRule(frozenset({Weekday.WE}), time(9), time(17), interval=interval, anchor=anchor)
    opening = Opening(rules=(rule,), holidays=HolidayRule.AS_USUAL)
    assert (state_at(opening, at(f"{when}T10:00")).state is State.OPEN) is open_then


def test_without_an_anchor_the_interval_counts_from_the_first_valid_week() -> None:
    rule = WeeklyRule(frozenset({Weekday.WE}), time(9), time(17), interval=2, valid_from=date(2025, 3, 3))
    assert state_at(Opening(rules=(rule,)), at("2025-03-05T10:00")).state is State.OPEN
    assert summary(state_at(Opening(rules=(rule,)), at("2025-03-12T10:00"))) == ("closed", "", "03-19 09:00")


def test_every_other_week_counted_from_nowhere_is_asked_about() -> None:
    rule = WeeklyRule(frozenset({Weekday.WE}), time(9), time(17), interval=2)
    assert state_at(Opening(rules=(rule,)), at("2025-03-05T10:00")).state is State.UNKNOWN
    assert state_at(Opening(rules=(rule,)), at("2025-03-05T08:00")).state is State.UNKNOWN
    assert state_at(Opening(rules=(rule,)), at("2025-03-05T18:00")) == OpeningState(State.CLOSED)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2025-05-30T10:00", ("closed", "", "06-02 09:00")),  # not yet valid: closed, and it is known from when
        ("2025-06-02T10:00", ("open", "06-02 17:00", "")),
        ("2025-06-30T10:00", ("open", "06-30 17:00", "")),
        ("2025-06-30T18:00", ("closed", "", "")),
        ("2025-07-01T10:00", ("unknown", "", "")),  # lapsed: nobody said what came after
    ],
)
def test_validity_is_inclusive_and_lapsed_hours_are_unknown(when: str, expected: tuple[str, str, str]) -> None:
    rule = WeeklyRule(WORKDAYS, time(9), time(17), valid_from=date(2025, 6, 1), valid_to=date(2025, 6, 30))
    opening = Opening(rules=(rule,), holidays=HolidayRule.AS_USUAL)
    assert summary(state_at(opening, at(when))) == expected


def test_a_gap_between_two_valid_times_is_closed() -> None:
    spring = WeeklyRule(WORKDAYS, time(9), time(17), valid_to=date(2025, 6, 30))
    autumn = WeeklyRule(WORKDAYS, time(9), time(17), valid_from=date(2025, 9, 1))
    assert state_at(Opening(rules=(spring, autumn)), at("2025-07-15T10:00")) == OpeningState(State.CLOSED)


def test_the_next_opening_is_looked_for_fourteen_days_ahead_and_no_further() -> None:
    rule = WeeklyRule(WORKDAYS, time(9), time(17), valid_from=date(2025, 3, 17))
    opening = Opening(rules=(rule,))
    assert state_at(opening, at("2025-03-03T08:59:59")).next_opens is None
    assert state_at(opening, at("2025-03-03T09:00")).next_opens == at("2025-03-17T09:00")


# Exceptions


def test_on_a_day_with_an_exception_the_weekly_rules_do_not_count() -> None:
    opening = Opening(rules=OFFICE.rules, exceptions=(DayException(date(2025, 3, 26), date(2025, 3, 27)),))
    assert summary(state_at(opening, at("2025-03-26T10:00"))) == ("closed", "", "03-28 09:00")


def test_several_exceptions_with_hours_on_one_day_are_several_spans() -> None:
    day = date(2025, 3, 26)
    opening = Opening(
        rules=OFFICE.rules,
        exceptions=(DayException(day, day, time(8), time(9)), DayException(day, day, time(20), time(22))),
    )
    assert summary(state_at(opening, at("2025-03-26T08:30"))) == ("open", "03-26 09:00", "")
    assert summary(state_at(opening, at("2025-03-26T10:00"))) == ("opens-later", "", "03-26 20:00")


def test_the_narrower_exception_has_the_last_word() -> None:
    opening = Opening(
        rules=OFFICE.rules,
        exceptions=(
            DayException(date(2025, 8, 1), date(2025, 8, 31)),
            DayException(date(2025, 8, 13), date(2025, 8, 13), time(10), time(12)),
        ),
    )
    assert state_at(opening, at("2025-08-13T11:00")).state is State.OPEN
    assert summary(state_at(opening, at("2025-08-12T11:00"))) == ("closed", "", "08-13 10:00")


def test_exceptions_that_contradict_each_other_are_asked_about() -> None:
    day = date(2025, 3, 26)
    opening = Opening(
        rules=OFFICE.rules, exceptions=(DayException(day, day), DayException(day, day, time(10), time(12)))
    )
    assert state_at(opening, at("2025-03-26T11:00")).state is State.UNKNOWN
    assert state_at(opening, at("2025-03-26T15:00")).state is State.CLOSED


def test_an_exception_may_run_past_midnight() -> None:
    day = date(2025, 3, 26)
    opening = Opening(rules=OFFICE.rules, exceptions=(DayException(day, day, time(20), time(4)),))
    assert summary(state_at(opening, at("2025-03-27T03:00"))) == ("open", "03-27 04:00", "")


def test_an_exception_says_hours_where_no_weekly_rule_does() -> None:
    opening = Opening(exceptions=(DayException(date(2025, 3, 26), date(2025, 3, 26), time(10), time(12)),))
    assert state_at(opening, at("2025-03-26T11:00")).state is State.OPEN
    assert state_at(opening, at("2025-03-26T15:00")).state is State.CLOSED
    assert summary(state_at(opening, at("2025-03-25T11:00"))) == ("unknown", "", "03-26 10:00")


# Public holidays: Monday 21 April 2025 is Easter Monday, 21 July 2025 the Belgian national day


@pytest.mark.parametrize(
    ("rule", "when", "expected", "holiday"),
    [
        (HolidayRule.UNKNOWN, "2025-04-21T10:00", ("unknown", "", "04-22 09:00"), True),
        (HolidayRule.UNKNOWN, "2025-04-21T08:00", ("unknown", "", "04-22 09:00"), True),
        (HolidayRule.UNKNOWN, "2025-04-21T18:00", ("closed", "", "04-22 09:00"), False),
        (HolidayRule.UNKNOWN, "2025-04-20T10:00", ("closed", "", "04-22 09:00"), False),  # a Sunday anyway
        (HolidayRule.CLOSED, "2025-04-21T10:00", ("closed", "", "04-22 09:00"), False),
        (HolidayRule.AS_USUAL, "2025-04-21T10:00", ("open", "04-21 12:00", ""), False),
        (HolidayRule.CLOSED, "2025-07-21T10:00", ("closed", "", "07-22 09:00"), False),
    ],
)
def test_a_public_holiday_follows_its_rule_and_is_asked_about_without_one(
    rule: HolidayRule, when: str, expected: tuple[str, str, str], holiday: bool
) -> None:
    state = state_at(Opening(rules=OFFICE.rules, holidays=rule), at(when))
    assert (summary(state), state.holiday) == (expected, holiday)


def test_the_holidays_are_those_of_the_country_of_the_door() -> None:
    amsterdam = Opening("Europe/Amsterdam", "NL", OFFICE.rules, holidays=HolidayRule.CLOSED)
    assert state_at(amsterdam, at("2025-07-21T10:00")).state is State.OPEN  # not a Dutch holiday
    assert state_at(amsterdam, at("2025-12-26T10:00")).state is State.CLOSED  # not a Belgian one
    assert state_at(amsterdam, at("2026-04-27T10:00")).state is State.CLOSED  # the King's day


def test_what_is_said_of_the_very_day_goes_before_the_rule_for_holidays() -> None:
    day = date(2025, 4, 21)
    opening = Opening(
        rules=OFFICE.rules, exceptions=(DayException(day, day, time(10), time(11)),), holidays=HolidayRule.CLOSED
    )
    assert summary(state_at(opening, at("2025-04-21T10:30"))) == ("open", "04-21 11:00", "")


def test_a_night_that_began_before_the_holiday_runs_to_its_end() -> None:
    opening = Opening(rules=(WeeklyRule(frozenset({Weekday.SU}), time(22), time(6)),), holidays=HolidayRule.CLOSED)
    assert state_at(opening, at("2025-09-01T03:00")).state is State.OPEN
    assert state_at(opening, at("2025-04-21T03:00")).state is State.CLOSED  # Easter Sunday's night did not begin


# Temporary changes


@pytest.mark.parametrize(
    ("when", "expected", "in_force"),
    [
        ("2025-03-26T09:30", ("open", "03-26 10:00", ""), False),
        ("2025-03-26T10:00", ("opens-later", "", "03-26 15:30"), True),
        ("2025-03-26T15:29:59", ("opens-later", "", "03-26 15:30"), True),
        ("2025-03-26T15:30", ("open", "03-26 17:00", ""), False),
    ],
)
def test_a_closing_inside_the_day_cuts_the_hours(when: str, expected: tuple[str, str, str], in_force: bool) -> None:
    state = state_at(changed(ChangeKind.CLOSED, "2025-03-26T10:00", "2025-03-26T15:30"), at(when))
    assert (summary(state), state.change is not None) == (expected, in_force)


def test_a_closing_without_an_end_leaves_no_next_opening() -> None:
    state = state_at(changed(ChangeKind.CLOSED, "2025-03-20T10:00"), at("2025-03-26T10:00"))
    assert summary(state) == ("closed", "", "")
    assert state.change is not None and state.change.kind is ChangeKind.CLOSED


def test_a_closing_is_known_even_where_the_hours_are_not() -> None:
    opening = Opening(changes=(TemporaryChange(ChangeKind.CLOSED, at("2025-03-20T10:00"), at("2025-03-27T00:00")),))
    assert state_at(opening, at("2025-03-26T10:00")).state is State.CLOSED
    assert state_at(opening, at("2025-03-28T10:00")).state is State.UNKNOWN


def test_remote_only_shuts_the_door_and_says_why() -> None:
    state = state_at(changed(ChangeKind.REMOTE_ONLY, "2025-03-20T10:00"), at("2025-03-26T10:00"))
    assert state.state is State.CLOSED
    assert state.change is not None and state.change.kind is ChangeKind.REMOTE_ONLY


def test_a_notice_leaves_the_hours_as_they_are() -> None:
    state = state_at(changed(ChangeKind.NOTICE, "2025-03-20T10:00"), at("2025-03-26T10:00"))
    assert summary(state) == ("open", "03-26 12:00", "")
    assert state.change is not None


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2025-03-26T09:30", ("open", "03-26 12:00", "")),  # before it begins, cut by nothing
        ("2025-03-27T09:30", ("opens-later", "", "03-27 18:00")),
        ("2025-03-27T19:00", ("open", "03-27 20:00", "")),
        ("2025-03-29T19:00", ("open", "03-29 20:00", "")),  # every day: Saturday too
        ("2025-03-31T19:00", ("closed", "", "04-01 09:00")),  # ended at noon
        ("2025-03-31T13:00", ("open", "03-31 17:00", "")),  # the usual afternoon is back
    ],
)
def test_other_hours_replace_the_usual_ones_inside_their_window(when: str, expected: tuple[str, str, str]) -> None:
    opening = changed(ChangeKind.HOURS, "2025-03-26T20:00", "2025-03-31T12:00", "18:00-20:00")
    assert summary(state_at(opening, at(when))) == expected


def test_other_hours_are_cut_at_the_ends_of_their_window() -> None:
    opening = changed(ChangeKind.HOURS, "2025-03-26T10:00", "2025-03-26T11:00", "08:00-20:00")
    assert summary(state_at(opening, at("2025-03-26T10:30"))) == ("open", "03-26 12:00", "")  # touches the usual
    assert summary(state_at(opening, at("2025-03-26T09:30"))) == ("open", "03-26 12:00", "")


def test_other_hours_past_midnight_are_open_in_the_night() -> None:
    opening = changed(ChangeKind.HOURS, "2025-03-26T20:00", "2025-03-28T12:00", "22:00-06:00")
    assert summary(state_at(opening, at("2025-03-27T05:00"))) == ("open", "03-27 06:00", "")


@pytest.mark.parametrize(("ends", "expected"), [("2025-04-30T00:00", State.UNKNOWN), ("2025-04-22T00:00", State.OPEN)])
def test_other_hours_keep_the_rule_for_holidays_unless_made_for_that_day(ends: str, expected: State) -> None:
    opening = changed(ChangeKind.HOURS, "2025-04-21T00:00", ends, "09:00-17:00")
    assert state_at(opening, at("2025-04-21T10:00")).state is expected


def test_a_day_said_more_narrowly_goes_before_other_hours() -> None:
    day = date(2025, 3, 27)
    opening = changed(
        ChangeKind.HOURS, "2025-03-20T00:00", "2025-03-31T00:00", "18:00-20:00", exceptions=(DayException(day, day),)
    )
    assert summary(state_at(opening, at("2025-03-27T19:00"))) == ("closed", "", "03-28 18:00")


def test_the_newest_words_on_hours_win_and_a_closing_beats_them_all() -> None:
    def change(kind: ChangeKind, starts: str, opens: int | None = None) -> TemporaryChange:
        closes = None if opens is None else time(opens + 2)
        return TemporaryChange(kind, at(starts), at("2025-03-31T00:00"), opens and time(opens), closes)  # type: ignore[arg-type]

    older, newer = change(ChangeKind.HOURS, "2025-03-24T00:00", 6), change(ChangeKind.HOURS, "2025-03-25T00:00", 20)
    for changes in ((older, newer), (newer, older)):
        opening = Opening(rules=OFFICE.rules, changes=changes)
        assert summary(state_at(opening, at("2025-03-26T05:00"))) == ("opens-later", "", "03-26 20:00")
        assert state_at(opening, at("2025-03-26T05:00")).change == newer
    closing = change(ChangeKind.CLOSED, "2025-03-23T00:00")
    state = state_at(Opening(rules=OFFICE.rules, changes=(newer, closing)), at("2025-03-26T21:00"))
    assert (state.state, state.change) == (State.CLOSED, closing)


# Daylight saving: 30 March 2025 02:00 -> 03:00, 26 October 2025 03:00 -> 02:00


def seconds_between(one: datetime, other: datetime | None) -> float:
    assert other is not None
    return (other.astimezone(UTC) - one.astimezone(UTC)).total_seconds()


@pytest.mark.parametrize(
    ("evening", "hours"), [("2025-03-29T20:00", 11), ("2025-10-25T20:00", 13), ("2025-05-10T20:00", 12)]
)
def test_a_night_lasts_as_long_as_it_really_does(evening: str, hours: int) -> None:
    shelter = Opening(rules=(WeeklyRule(EVERY_DAY, time(20), time(8)),))
    state = state_at(shelter, at(evening))
    assert state.until is not None and state.until.time() == time(8)
    assert seconds_between(at(evening), state.until) == hours * 3600


def test_an_opening_time_that_does_not_exist_moves_past_the_gap() -> None:
    opening = Opening(rules=(WeeklyRule(EVERY_DAY, time(2, 30), time(5)),), holidays=HolidayRule.AS_USUAL)
    state = state_at(opening, at("2025-03-30T01:59"))
    assert state.next_opens == at("2025-03-30T03:30")
    assert seconds_between(at("2025-03-30T01:59"), state.next_opens) == 31 * 60


def test_a_span_wholly_inside_the_gap_does_not_happen() -> None:
    opening = Opening(rules=(WeeklyRule(EVERY_DAY, time(2, 15), time(3)),))
    assert summary(state_at(opening, at("2025-03-30T01:00"))) == ("closed", "", "03-31 02:15")


def test_an_hour_that_comes_twice_counts_its_first_time() -> None:
    opening = Opening(rules=(WeeklyRule(EVERY_DAY, time(1), time(2, 30)),))
    first, second = at("2025-10-26T02:15"), at("2025-10-26T02:15", fold=1)
    assert state_at(opening, first).state is State.OPEN
    assert state_at(opening, second).state is State.CLOSED
    assert seconds_between(first, state_at(opening, first).until) == 15 * 60


def test_open_through_the_hour_that_comes_twice_is_open_both_times() -> None:
    opening = Opening(rules=(WeeklyRule(EVERY_DAY, time(0), time(6)),))
    for fold in (0, 1):
        state = state_at(opening, at("2025-10-26T02:15", fold=fold))
        assert state.state is State.OPEN
        assert seconds_between(at("2025-10-26T02:15", fold=fold), state.until) == (4 - fold + 0.75) * 3600


def test_the_horizon_is_fourteen_times_twenty_four_hours_over_the_change() -> None:
    rule = WeeklyRule(WORKDAYS, time(9), time(17), valid_from=date(2025, 4, 7))
    asked = at("2025-03-24T08:00")  # 9:00 minus the hour that is lost
    assert state_at(Opening(rules=(rule,)), asked).next_opens == at("2025-04-07T09:00")
    assert state_at(Opening(rules=(rule,)), asked - timedelta(seconds=1)).next_opens is None


# Now and on arrival together


def test_two_moments_at_once_say_the_same_as_each_alone() -> None:
    openings = [
        OFFICE,
        NIGHT,
        MIXED,
        Opening(always=True),
        changed(ChangeKind.CLOSED, "2025-03-26T10:00", "2025-03-26T15:30"),
    ]
    start = at("2025-03-21T00:00").astimezone(UTC)
    moments = [start + timedelta(minutes=97 * step) for step in range(90)]
    for opening in openings:
        for one, other in zip(moments, moments[1:] + moments[:1], strict=True):
            assert states_at(opening, (one, other)) == (state_at(opening, one), state_at(opening, other))


# Data that contradicts itself is refused where it is made


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: WeeklyRule(frozenset(), time(9), time(17)), "weekday"),
        (lambda: WeeklyRule(WORKDAYS, time(9), time(17), interval=0), "interval"),
        (
            lambda: WeeklyRule(WORKDAYS, time(9), time(17), valid_from=date(2025, 2, 1), valid_to=date(2025, 1, 1)),
            "end",
        ),
        (lambda: DayException(date(2025, 2, 1), date(2025, 1, 1)), "end"),
        (lambda: DayException(date(2025, 1, 1), date(2025, 1, 1), opens=time(9)), "closes"),
        (lambda: TemporaryChange(ChangeKind.CLOSED, datetime(2025, 1, 1)), "time zone"),  # noqa: DTZ001
        (lambda: TemporaryChange(ChangeKind.CLOSED, at("2025-01-01T00:00"), at("2025-01-01T00:00")), "end"),
        (lambda: TemporaryChange(ChangeKind.HOURS, at("2025-01-01T00:00"), opens=time(9)), "closes"),
    ],
)
def test_hours_that_contradict_themselves_are_refused(make: object, words: str) -> None:
    with pytest.raises(HoursError, match=words):
        make()  # type: ignore[operator]
