"""The database itself refuses what makes no sense, whoever writes."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from baken.directory import models

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> models.Service:
    organisation = models.Organisation.objects.create(name="Huis")
    texts = {"nl": {"text": "Taalles", "state": "original"}}
    return models.Service.objects.create(organisation=organisation, name=texts)


def refused(write: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "open"},
        {"genders": "women"},
        {"residence_rule": "some"},
        {"faith": "both"},
        {"room": "plenty"},
        {"holiday_rule": "maybe"},
        {"minimum_age": 18},
        {"minimum_age": 30, "maximum_age": 20, "ages_known": True},
        {"maximum_age": 130, "ages_known": True},
        {"amount": -1},
        {"amount": 5, "free": True},
        {"waiting_weeks": 3, "room": "open"},
    ],
)
def test_a_service_that_makes_no_sense_is_refused_by_the_database(
    service: models.Service, facts: dict[str, Any]
) -> None:
    refused(lambda: models.Service.objects.filter(pk=service.pk).update(**facts))


@pytest.mark.parametrize(
    "facts",
    [{"latitude": 91, "longitude": 4}, {"latitude": 51, "longitude": 200}, {"latitude": 51}, {"wheelchair": "maybe"}],
)
def test_a_place_outside_the_world_is_refused_by_the_database(facts: dict[str, Any]) -> None:
    refused(lambda: models.Location.objects.create(**facts))


@pytest.mark.parametrize("facts", [{"formality": "semi"}, {"year_incorporated": 12}, {"name": ""}])
def test_an_organisation_that_makes_no_sense_is_refused_by_the_database(facts: dict[str, Any]) -> None:
    refused(lambda: models.Organisation.objects.create(**{"name": "Huis", **facts}))


def test_a_phone_belongs_to_exactly_one_owner(service: models.Service) -> None:
    refused(lambda: models.Phone.objects.create(number="03 1"))
    refused(lambda: models.Phone.objects.create(number="03 1", service=service, organisation=service.organisation))
    refused(lambda: models.Phone.objects.create(number="", service=service))


@pytest.mark.parametrize(
    "facts",
    [
        {"freq": "DAILY"},
        {"interval": 0},
        {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)},
        {"opens_at": time(9)},
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused_by_the_database(
    service: models.Service, facts: dict[str, Any]
) -> None:
    refused(lambda: models.Schedule.objects.create(service=service, **facts))


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "closed", "opens_at": time(9), "closes_at": time(10)},
        {"kind": "hours"},
        {"kind": "moved"},
        {"kind": "closed", "ends": datetime(2025, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_temporary_change_has_hours_only_when_it_changes_hours(
    service: models.Service, facts: dict[str, Any]
) -> None:
    refused(
        lambda: models.TemporaryChange.objects.create(
            service=service, **{"starts": datetime(2026, 1, 1, tzinfo=UTC), **facts}
        )
    )


def test_exceptions_end_after_they_begin(service: models.Service) -> None:
    refused(
        lambda: models.ScheduleException.objects.create(service=service, first=date(2026, 1, 2), last=date(2026, 1, 1))
    )


def test_one_source_names_an_entry_once(service: models.Service) -> None:
    models.Organisation.objects.create(name="A", source="x", source_id="1")
    models.Organisation.objects.create(name="B", source="y", source_id="1")
    refused(lambda: models.Organisation.objects.create(name="C", source="x", source_id="1"))


def test_a_language_or_a_need_is_said_once(service: models.Service) -> None:
    models.ServiceAccess.objects.create(service=service, mode="phone")
    refused(lambda: models.ServiceAccess.objects.create(service=service, mode="phone"))
    refused(lambda: models.ServiceAccess.objects.create(service=service, mode="fax"))
    refused(lambda: models.ServiceWelcome.objects.create(service=service, residence="unknown"))
    refused(lambda: models.ServiceLanguage.objects.create(service=service, code="nl", spoken_by="robot"))
