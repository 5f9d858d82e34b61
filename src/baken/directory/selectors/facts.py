"""What planning needs to know of many services, in nine queries however many they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Coalesce

from baken.directory import models
from baken.directory.models.services import IN_USE
from baken.directory.selectors.rows import IDS, Prepared, Row, as_number, as_text, ids_parameter, joined


class ServiceRow(NamedTuple):
    """In the order in which the columns are fetched: ids and dates as text, flags as numbers, the rest as it is."""

    id: str
    organisation_id: str
    assured_date: str | None
    room_said_on: str | None
    planned_until: str | None
    ages_known: int
    families_only: int | None
    asks_papers: int | None
    insurance_needed: int | None
    referral_needed: int | None
    minimum_age: int | None
    maximum_age: int | None
    genders: str
    residence_rule: str
    area_rule: str
    status: str
    room: str
    waiting_weeks: int | None
    holiday_rule: str
    free: int | None
    always: int


RULES: Final = slice(4, 15)  # planned_until to area_rule


class SiteRow(NamedTuple):
    """A place of a service."""

    id: str
    location_id: str
    latitude: float | None
    longitude: float | None
    country: str
    timezone: str
    wheelchair: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`services` in use; the rest by the id of what it belongs to: a service, its site there, a location.

    Lists come as one text each (`rows.parted`); `weekly` reads the rows of schedules, exceptions and changes.
    """

    services: list[ServiceRow]
    sites: Mapping[str, Sequence[Row]]
    languages: Mapping[str, str]
    access: Mapping[str, str]
    welcome: Mapping[str, str]
    areas: Mapping[str, str]
    schedules: Mapping[str, Sequence[Row]]
    exceptions: Mapping[str, Sequence[Row]]
    changes: Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class _Queries:
    services: Prepared
    sites: Prepared
    languages: Prepared
    access: Prepared
    welcome: Prepared
    areas: Prepared
    schedules: Prepared
    exceptions: Prepared
    changes: Prepared


def load_facts(ids: Iterable[UUID]) -> Facts:
    queries = _queries(connection.vendor)
    given = ids_parameter(ids)
    return Facts(
        services=[row for row in map(ServiceRow._make, queries.services.rows(given)) if row.status in IN_USE],
        sites=queries.sites.grouped(given),
        languages=dict(queries.languages.rows(given)),
        access=dict(queries.access.rows(given)),
        welcome=dict(queries.welcome.rows(given)),
        areas=dict(queries.areas.rows(given)),
        schedules=queries.schedules.grouped(given),
        exceptions=queries.exceptions.grouped(given),
        changes=queries.changes.grouped(given),
    )


@lru_cache(maxsize=4)
def _queries(vendor: str) -> _Queries:
    return _Queries(
        # by id alone: asked for the status too, SQLite walks through every service in use
        services=Prepared.of(models.Service.objects.filter(pk__any_of=IDS).values_list(*_service_columns())),
        sites=Prepared.of(_sites().values_list(*_site_columns())),
        languages=_list(models.ServiceLanguage, "code", "spoken_by"),
        access=_list(models.ServiceAccess, "mode"),
        welcome=_list(models.ServiceWelcome, "residence"),
        areas=_list(models.ServiceArea, "name"),
        schedules=_at_service_or_site(models.Schedule, *_schedule_columns()),
        exceptions=_at_service_or_site(models.ScheduleException, *as_text("first", "last", "opens_at", "closes_at")),
        changes=_changes(),
    )


def _service_columns() -> list[Any]:
    names = ServiceRow._fields
    return [*as_text(*names[:5]), *as_number(*names[5:10]), *names[10:-2], *as_number(*names[-2:])]


def _site_columns() -> list[Any]:
    places = (f"location__{name}" for name in SiteRow._fields[2:])
    return [*as_text("service_id", "id", "location_id"), *places]


def _schedule_columns() -> list[Any]:
    days_and_times = as_text("dtstart", "valid_from", "valid_to", "opens_at", "closes_at")
    return ["freq", "interval", "byday", *as_number("by_appointment"), *days_and_times]


def _sites() -> Any:
    return models.ServiceAtLocation.objects.filter(service__any_of=IDS)


def _list(model: Any, *columns: str) -> Prepared:
    return Prepared.of(joined(model.objects.filter(service__any_of=IDS), "service_id", *columns))


def _at_service_or_site(model: Any, *columns: Any) -> Prepared:
    rows = model.objects.filter(Q(service__any_of=IDS) | Q(service_at_location__in=_sites().values("pk")))
    return Prepared.of(rows.values_list(*as_text(Coalesce("service_at_location_id", "service_id")), *columns))


def _changes() -> Prepared:
    rows = models.TemporaryChange.objects.filter(Q(service__any_of=IDS) | Q(location__in=_sites().values("location")))
    columns = as_text(Coalesce("location_id", "service_id"), "kind", "starts", "ends", "opens_at", "closes_at")
    return Prepared.of(rows.values_list(*columns))
