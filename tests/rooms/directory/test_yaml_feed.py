"""Our own YAML: what the page promises, and every slip named by row and field."""

from collections.abc import Callable
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from baken.directory.feeds import FeedError, Report, import_feed
from baken.directory.feeds.baken.hours import HoursUnreadable, written_hours
from baken.directory.models import Organisation, Service

Load = Callable[..., Report]
BARE = (
    "language: nl\norganisations:\n  - key: huis\n    name: Huis\n    services:\n      - key: les\n        name: Les\n"
)


def day_of(value: object) -> date | None:
    try:
        return date(2026, 1, 1) + timedelta(days=int(str(value)))
    except ValueError:
        return None


def test_the_example_of_the_page_loads_with_every_field(example: Service) -> None:
    today = timezone.localdate()
    assert example.assured_date == today - timedelta(days=20)
    assert (example.minimum_age, example.maximum_age, example.ages_known) == (18, None, True)
    assert (example.genders, example.residence_rule, example.area_rule) == ("any", "any", "any")
    assert (example.free, example.asks_papers, example.families_only) == (True, False, False)
    assert (example.room, example.waiting_weeks, example.room_said_on) == (
        "waiting-list",
        6,
        today - timedelta(days=12),
    )
    assert [need.need_id for need in example.service_needs.all()] == ["money.debts", "money.bailiff"]
    assert {(spoken.code, spoken.spoken_by) for spoken in example.languages.all()} == {
        ("nl", "staff"),
        ("ar", "volunteer"),
        ("ti", "interpreter"),
        ("fr", "staff"),
        ("fr", "volunteer"),
    }
    assert example.schedules.count() == 5
    assert example.schedule_exceptions.count() == 2
    assert example.temporary_changes.count() == 3
    assert example.organisation.description["fr"]["state"] == "machine-drafted"


def test_a_change_holds_from_the_first_midnight_to_the_last(example: Service) -> None:
    closed = example.temporary_changes.get(kind="closed")
    today = timezone.localdate()
    starts = closed.starts.astimezone(ZoneInfo("Europe/Brussels"))
    ends = closed.ends.astimezone(ZoneInfo("Europe/Brussels"))
    assert (starts.date(), starts.time()) == (today - timedelta(days=2), time(0))
    assert (ends.date(), ends.time()) == (today + timedelta(days=6), time(0))


def test_a_second_run_says_unchanged(load_yaml: Load, example_yaml: str) -> None:
    first, second = load_yaml(example_yaml), load_yaml(example_yaml)
    assert (first.rows, first.added, first.changed, first.unchanged) == (1, 1, 0, 0)
    assert (second.rows, second.added, second.changed, second.unchanged) == (1, 0, 0, 1)


def test_a_dry_run_counts_and_writes_nothing(load_yaml: Load, example_yaml: str) -> None:
    report = load_yaml(example_yaml, dry_run=True)
    assert (report.added, report.written) == (1, False)
    assert not Organisation.objects.exists()


def test_what_is_left_out_is_unknown_and_not_no(load_yaml: Load) -> None:
    load_yaml(BARE)
    service = Service.objects.get()
    assert (service.genders, service.residence_rule, service.area_rule, service.faith) == ("unknown",) * 4
    assert {service.free, service.asks_papers, service.insurance_needed, service.child_care} == {None}
    assert not service.ages_known


def test_a_changed_entry_is_changed_and_the_rest_is_left_alone(load_yaml: Load) -> None:
    two = BARE + "      - key: lezing\n        name: Lezing\n"
    load_yaml(two)
    report = load_yaml(two.replace("name: Les\n", "name: Nieuwe les\n"))
    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)


def test_what_an_editor_said_of_room_and_changes_survives_a_feed_that_is_silent_on_it(load_yaml: Load) -> None:
    from baken.core.hours.opening import ChangeKind
    from baken.core.planning.kinds import Room
    from baken.directory.services import add_temporary_change, set_room

    load_yaml(BARE)
    service = Service.objects.get()
    set_room(service_id=service.id, room=Room.FULL)
    add_temporary_change(kind=ChangeKind.NOTICE, starts=timezone.now(), service_id=service.id)
    report = load_yaml(BARE.replace("name: Les\n", "name: Nieuwe les\n"))
    service.refresh_from_db()
    assert (report.changed, service.room, service.temporary_changes.count()) == (1, "full", 1)


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("ages: grown-ups", "ages", "18+"),
        ("ages: 40-20", "ages", "range"),
        ("access: [fax]", "access", "walk-in"),
        ("access: walk-in", "access", "list"),
        ("residence: [refugee]", "residence", "asylum-seeker"),
        ("genders: [women]", "genders", "woman"),
        ("needs: [money.lottery]", "needs", "money.lottery"),
        ("languages: {klingon: staff}", "languages.klingon", "BCP-47"),
        ("languages: {xx: staff}", "languages.xx", "BCP-47"),
        ("languages: {nl: robot}", "languages.nl", "volunteer"),
        ("hours: [mon 9-12]", "hours[0]", "09:00-12:00"),
        ("exceptions: [{from: 3, to: 1}]", "exceptions[0].from", "not before"),
        ("changes: [{kind: closed, from: 0, opens: '10:00', closes: '11:00'}]", "changes[0].opens", "hours"),
        ("changes: [{kind: hours, from: 0, opens: 10:00, closes: 11:00}]", "changes[0].opens", "quotes"),
        ("room: busy", "room", "waiting-list"),
        ("room: {state: open, weeks: 3}", "room.weeks", "waiting-list"),
        ("price: {free: true, amount: 5}", "price.amount", "not free"),
        ("price: {amount: -2}", "price.amount", "from 0"),
        ("at: [nowhere]", "location_id", "no location"),
        ("confirmed: yesterday", "confirmed", "2026-01-31"),
        ("phones: [{number: '1', kind: pigeon}]", "phones[0].kind", "voice"),
        ("description: {nl: {text: Hallo, state: fine}}", "description.nl.state", "machine-drafted"),
        ("always: sometimes", "always", "true or false"),
        ("opening: daily", "opening", "not a known field"),
        ('description: "nul \\0 here"', "description", "NUL"),
    ],
)
def test_a_slip_is_named_by_row_and_field_and_nothing_is_written(
    load_yaml: Load, line: str, field: str, words: str
) -> None:
    report = load_yaml(f"{BARE}        {line}\n")
    assert not report.written
    assert {refusal.row for refusal in report.refused} == {"town.yaml huis les"}
    assert report.refused[0].field == field
    assert words in report.refused[0].message
    assert not Organisation.objects.exists()


def test_the_same_key_twice_is_refused(load_yaml: Load) -> None:
    report = load_yaml(BARE + "      - key: les\n        name: Nog een les\n")
    assert [refusal.field for refusal in report.refused] == ["id"]
    assert "twice" in report.refused[0].message


@pytest.mark.parametrize("text", ["", "organisations: {", "[1, 2", "hello", "organisations: 5"])
def test_what_is_not_our_yaml_is_refused_with_a_reason(load_yaml: Load, text: str) -> None:
    report = load_yaml(text)
    assert report.refused
    assert all(refusal.message for refusal in report.refused)


def test_unknown_kinds_paths_and_languages_are_told(tmp_path: object) -> None:
    with pytest.raises(FeedError, match="choose one of: baken, hsds, hsds_csv, table, unhcr"):
        import_feed(kind="csv", paths=["x"])
    with pytest.raises(FeedError, match="does not exist"):
        import_feed(kind="baken", paths=["/no/such/file.yaml"])
    with pytest.raises(FeedError, match="holds no"):
        import_feed(kind="hsds", paths=[str(tmp_path)])
    with pytest.raises(FeedError, match="not a language"):
        import_feed(kind="baken", paths=[str(tmp_path)], language="flemish!")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("mon-fri 09:00-12:00", [("MO,TU,WE,TH,FR", time(9), time(12), {})]),
        ("Mon,Wed 9:00-12:30, 13:00-17:00", [("MO,WE", time(9), time(12, 30), {}), ("MO,WE", time(13), time(17), {})]),
        ("fri-mon 22:00-24:00", [("MO,FR,SA,SU", time(22), time(0), {})]),
        (
            "wed 18:00-21:00 every 2 weeks from 3 by appointment",
            [("WE", time(18), time(21), {"interval": 2, "dtstart": date(2026, 1, 4), "by_appointment": True})],
        ),
        (
            "sun 14:00-17:00 starting -1 until 9",
            [("SU", time(14), time(17), {"valid_from": date(2025, 12, 31), "valid_to": date(2026, 1, 10)})],
        ),
    ],
)
def test_hours_are_read_as_people_write_them(line: str, expected: list[object]) -> None:
    found = [(hours.byday, hours.opens_at, hours.closes_at, hours.bounds) for hours in written_hours(line, day_of)]
    assert found == expected


@pytest.mark.parametrize(
    "line",
    [
        "09:00-12:00",
        "monday 09:00-12:00",
        "mon 25:00-26:00",
        "mon 09:00-09:00",
        "mon 09:00-12:00 sometimes",
        "mon 09:00-12:00 every 2 weeks",
        "mon 09:00-12:00 every 99 weeks from 0",
        "mon 09:00-12:00 until never",
    ],
)
def test_hours_that_cannot_be_read_are_refused(line: str) -> None:
    with pytest.raises(HoursUnreadable):
        list(written_hours(line, day_of))
