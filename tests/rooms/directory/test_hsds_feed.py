"""HSDS from anywhere: what is kept, what is understood, and every broken thing told by row and field."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from baken.core.hours.opening import HolidayRule
from baken.directory.feeds import Report, import_feed
from baken.directory.models import Location, Organisation, Schedule, Service
from baken.directory.selectors import candidates

Load = Callable[..., Report]
ORGANISATION_ID = "6b1abd7b-f771-5453-abce-fa09ac43a6ff"
SERVICE_ID = "ef71e94b-b1ae-5afa-9a5a-1de79223ab11"
LOCATION_ID = "2128e194-65f8-5dfe-8d4a-6a0a1cb02fbc"
AT_ID = "68bce77b-7a24-5141-a94b-13a609c96322"
OTHER_ID = "11111111-2222-4333-8444-555555555555"


def record(**changes: Any) -> dict[str, Any]:
    service = {
        "id": SERVICE_ID,
        "name": "English class",
        "status": "active",
        "organization": {"id": ORGANISATION_ID, "name": "House", "description": "House"},
    }
    return {**service, **changes}


def site(**location: Any) -> list[dict[str, Any]]:
    return [{"id": AT_ID, "location": {"id": LOCATION_ID, "location_type": "physical", **location}}]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one: json.dumps(one),
        lambda one: json.dumps([one]),
        lambda one: json.dumps({"contents": [one], "page_number": 1, "empty": False}),
        lambda one: json.dumps(one) + "\n" + json.dumps({**one, "id": OTHER_ID}) + "\n",
        lambda one: "\ufeff" + json.dumps(one, indent=2),
    ],
)
def test_every_shape_of_hsds_json_is_read(load_json: Load, wrap: Callable[[dict[str, Any]], str]) -> None:
    report = load_json(wrap(record()))
    assert not report.refused
    assert report.rows == report.added == Service.objects.count() >= 1


def test_the_text_is_in_the_language_that_was_said(needs: None, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps(record(name="Kurs")))
    import_feed(kind="hsds", paths=[file], language="deu")
    assert Service.objects.get().name == {"de": {"text": "Kurs", "state": "original"}}


def test_nothing_said_is_unknown_and_not_no(load_json: Load) -> None:
    load_json(json.dumps(record(service_at_locations=site(latitude=51.0, longitude=4.0))))
    (candidate,) = candidates({Service.objects.get().id: {}})
    rules = candidate.rules
    assert {rules.ages, rules.genders, rules.welcome, rules.municipalities, rules.insurance_needed} == {None}
    assert {rules.asks_papers, rules.wheelchair, candidate.free, candidate.confirmed_on} == {None}
    assert candidate.opening.rules == ()
    assert candidate.opening.holidays == HolidayRule.UNKNOWN


def test_html_in_texts_is_kept_as_text(load_json: Load) -> None:
    text = "<script>alert(1)</script> &amp; <b>free</b>"
    load_json(json.dumps(record(description=text)))
    assert Service.objects.get().description["en"]["text"] == text


def test_unknown_properties_are_kept(load_json: Load) -> None:
    load_json(json.dumps(record(x_city={"category": "food", "none": None}, accreditations="ISO")))
    assert Service.objects.get().extra == {"x_city": {"category": "food", "none": None}, "accreditations": "ISO"}


def test_hours_with_an_offset_are_local_and_hours_in_universal_time_are_for_people_to_read(load_json: Load) -> None:
    schedules = [
        {"id": OTHER_ID, "freq": "WEEKLY", "byday": "MO", "opens_at": "09:00-05:00", "closes_at": "12:00-05:00"},
        {"id": AT_ID, "freq": "WEEKLY", "byday": "TU", "opens_at": "09:00Z", "closes_at": "12:00Z"},
    ]
    load_json(json.dumps(record(schedules=schedules)))
    assert [schedule.freq for schedule in Schedule.objects.all()] == ["WEEKLY", ""]
    (candidate,) = candidates({Service.objects.get().id: {}})
    assert candidate.opening.rules == ()  # known in part is not known


def test_ages_that_no_person_has_are_no_limit(load_json: Load) -> None:
    load_json(json.dumps(record(minimum_age=0.5, maximum_age=999)))
    service = Service.objects.get()
    assert (service.minimum_age, service.maximum_age, service.ages_known) == (0, None, True)


def test_the_same_organisation_in_many_services_is_one(load_json: Load) -> None:
    load_json(json.dumps([record(), record(id=OTHER_ID)]))
    assert Organisation.objects.count() == 1


def test_a_second_run_says_unchanged_and_a_changed_record_changes(load_json: Load) -> None:
    first = record(service_at_locations=site())
    assert load_json(json.dumps([first, record(id=OTHER_ID)])).added == 2
    assert load_json(json.dumps([first, record(id=OTHER_ID)])).unchanged == 2
    report = load_json(json.dumps([record(name="New", service_at_locations=site()), record(id=OTHER_ID)]))
    assert (report.changed, report.unchanged, Service.objects.get(pk=SERVICE_ID).name["en"]["text"]) == (1, 1, "New")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"id": "svc-1"}, "id", "not a UUID"),
        ({"id": None}, "id", "missing"),
        ({"id": 7}, "id", "must be text"),
        ({"name": None}, "name", "missing"),
        ({"name": ["x"]}, "name", "must be text, not a list"),
        ({"name": "a\x00b"}, "name", "NUL"),
        ({"name": "a\ud800b"}, "name", "half a character"),
        ({"status": "open"}, "status", "active"),
        ({"status": None}, "status", "missing"),
        ({"organization": None}, "organization", "missing"),
        ({"organization": "House"}, "organization", "must be an object"),
        ({"organization": None, "organization_id": OTHER_ID}, "organization_id", "no organisation"),
        ({"service_at_locations": [{"id": AT_ID, "location_id": OTHER_ID}]}, "location_id", "no location"),
        ({"service_at_locations": [{"id": AT_ID}]}, "service_at_locations[0].location_id", "missing"),
        ({"service_at_locations": {}}, "service_at_locations", "must be a list"),
        ({"service_at_locations": site(latitude=91, longitude=0)}, "location.latitude", "-90 to 90"),
        ({"service_at_locations": site(latitude=1, longitude=181)}, "location.longitude", "-180 to 180"),
        ({"service_at_locations": site(latitude=51.0)}, "location.latitude", "both"),
        ({"service_at_locations": site(latitude="51", longitude="4")}, "location.latitude", "must be a number"),
        ({"service_at_locations": site(latitude=True, longitude=1)}, "location.latitude", "must be a number"),
        ({"languages": [{"id": OTHER_ID, "code": "klingon"}]}, "languages[0].code", "BCP-47"),
        ({"languages": [{"id": OTHER_ID, "code": "xx"}]}, "languages[0].code", "BCP-47"),
        ({"phones": [{"id": OTHER_ID}]}, "phones[0].number", "missing"),
        ({"phones": [{"id": OTHER_ID, "number": "1" * 70}]}, "phones[0].number", "at most 60"),
        ({"schedules": [{"id": OTHER_ID, "freq": "DAILY"}]}, "schedules[0].freq", "WEEKLY"),
        ({"schedules": [{"id": OTHER_ID, "opens_at": "25:00"}]}, "schedules[0].opens_at", "09:30"),
        (
            {"schedules": [{"id": OTHER_ID, "valid_from": "2026-02-01", "valid_to": "2026-01-01"}]},
            "schedules[0].valid_to",
            "before",
        ),
        ({"minimum_age": 40, "maximum_age": 20}, "minimum_age", "above"),
        ({"minimum_age": -1}, "minimum_age", "from 0"),
        ({"assured_date": "soon"}, "assured_date", "2026-01-31"),
        ({"last_modified": "2026-01-01"}, "last_modified", "moment"),
        ({"x_other": {"deep": ["fine", "a\x00b"]}}, "x_other.deep[1]", "NUL"),
        ({"alternate_name": "n" * 300}, "alternate_name", "at most 255"),
    ],
)
def test_a_wrong_value_is_named_by_row_and_field_and_nothing_is_written(
    load_json: Load, changes: dict[str, Any], field: str, words: str
) -> None:
    good = record(id=OTHER_ID.replace("1", "9"), name="Good")
    report = load_json(json.dumps([good, record(**changes)]))
    assert not report.written
    refusal = report.refused[0]
    assert refusal.row == "services.json 2"
    assert refusal.field.endswith(field)
    assert words in refusal.message
    assert not Organisation.objects.exists()
    assert report.rows == 2


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(load_json: Load, number: str) -> None:
    text = json.dumps(record(service_at_locations=site(latitude=0, longitude=1))).replace(
        '"latitude": 0', f'"latitude": {number}'
    )
    (refusal,) = load_json(text).refused
    assert refusal.field == "service_at_locations[0].location.latitude"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ('{"id": "x", "name": ', "is the file whole"),
        ('{"id": 1}\n{"id": 2', "is the file whole"),
        ("[" * 100_000, "nested too deeply"),
        ("5", "must be an object"),
        ('["x"]', "must be an object"),
        ("{}", "missing"),
    ],
)
def test_a_broken_file_is_refused_with_its_name(load_json: Load, text: str, words: str) -> None:
    report = load_json(text)
    assert words in " ".join(refusal.message for refusal in report.refused)
    assert all(refusal.row.startswith("services.json") for refusal in report.refused)


def test_a_file_that_is_not_utf8_is_told_by_byte(load_json: Load) -> None:
    from baken.directory.feeds import FeedError

    with pytest.raises(FeedError, match=r"services.json: byte \d+ is not UTF-8"):
        load_json('{"name": "café"}'.encode("latin-1"))


def test_the_same_id_twice_is_refused(load_json: Load) -> None:
    (refusal,) = load_json(json.dumps([record(), record()])).refused
    assert (refusal.row, refusal.field) == ("services.json 2", "id")
    assert "services.json 1" in refusal.message


def test_a_dry_run_counts_and_writes_nothing(load_json: Load) -> None:
    report = load_json(json.dumps(record()), dry_run=True)
    assert (report.added, report.written, Service.objects.count()) == (1, False, 0)


def test_a_reference_to_what_is_already_here_is_fine(load_json: Load) -> None:
    load_json(json.dumps(record()))
    report = load_json(json.dumps(record(id=OTHER_ID, organization=None, organization_id=ORGANISATION_ID)))
    assert (report.refused, report.added) == ((), 1)


def test_organizations_bring_their_own_sites(load_json: Load) -> None:
    organisation = {"id": ORGANISATION_ID, "name": "House", "description": "Open to all", "website": "https://x.org"}
    report = load_json(
        json.dumps([{**organisation, "locations": [{"id": LOCATION_ID, "location_type": "physical"}]}]),
        name="organizations.json",
    )
    assert (report.rows, report.organisations.added, report.locations.added) == (0, 1, 1)
    assert str(Location.objects.get().organisation_id) == ORGANISATION_ID


@pytest.mark.shared
def test_the_detroit_sample_is_imported_with_its_extension(needs: None, shared: Path) -> None:
    report = import_feed(kind="hsds", paths=[shared / "data/hsds-3.2-detroit-sample"], language="en")
    assert (report.rows, report.added, report.refused) == (5, 5, ())
    service = Service.objects.get(pk=SERVICE_ID)
    assert service.extra["x_detroit"]["category"] == "food.benefits"
    assert service.service_at_locations.get().phones.get().number == "313-203-1874"


@pytest.mark.shared
def test_the_example_of_our_taxonomies_is_understood(needs: None, shared: Path) -> None:
    import_feed(kind="hsds", paths=[shared / "data/hsds-3.2.3/example-baken-service.json"], language="nl")
    (candidate,) = candidates({Service.objects.get().id: {}})
    assert {str(residence) for residence in candidate.rules.welcome or ()} == {"no-papers", "asylum-seeker"}
    assert {str(gender) for gender in candidate.rules.genders or ()} == {"woman"}
    assert (candidate.capacity.waiting_weeks, candidate.free) == (3, True)
    assert set(candidate.spoken) == {"ar", "fa-af"}


def test_a_database_that_cannot_be_written_is_told(load_json: Load) -> None:
    from django.db import connection

    from baken.directory.feeds import FeedError

    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be made read-only inside a test's transaction")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    try:
        with pytest.raises(FeedError, match="cannot be written, nothing was imported"):
            load_json(json.dumps(record()))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")
