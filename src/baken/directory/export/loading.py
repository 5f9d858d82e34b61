"""Entries with everything below them, in a fixed number of queries.

Django's own prefetching makes a manager and a query of every list of every row: for a page of 50 services that took
longer than the queries and their rows together. Here each query is put together once, and its rows are handed to
their owners.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from baken.directory import models
from baken.directory.selectors.rows import IDS, Prepared, ids_parameter

Entry = TypeVar("Entry", bound=Model)
_CHUNK: Final = 200
_LISTS_OF_SERVICES: Final[Mapping[str, type[Model]]] = {
    "service_needs": models.ServiceNeed,
    "access_modes": models.ServiceAccess,
    "welcome": models.ServiceWelcome,
    "service_areas": models.ServiceArea,
    "languages": models.ServiceLanguage,
    "phones": models.Phone,
    "schedules": models.Schedule,
    "schedule_exceptions": models.ScheduleException,
    "temporary_changes": models.TemporaryChange,
}


def read_services(rows: QuerySet[models.Service, Any]) -> list[models.Service]:
    """With their organisation and its phones, their sites, and every list that belongs to either."""
    services = list(rows)
    organisations = _by_id(models.Organisation, {service.organisation_id for service in services})
    _read_phones(list(organisations.values()), "organisation")
    for service in services:
        service.organisation = organisations[service.organisation_id]
    for name, model in _LISTS_OF_SERVICES.items():
        _hand_out(services, name, model, "service")
    _read_below_sites(_hand_out(services, "service_at_locations", models.ServiceAtLocation, "service"))
    return services


def read_organisations(rows: QuerySet[models.Organisation, Any]) -> list[models.Organisation]:
    """With their phones and their places."""
    organisations = list(rows)
    _read_phones(organisations, "organisation")
    _read_below_locations(_hand_out(organisations, "locations", models.Location, "organisation"))
    return organisations


def read_locations(rows: QuerySet[models.Location, Any]) -> list[models.Location]:
    """With their phones and temporary changes."""
    locations = list(rows)
    _read_below_locations(locations)
    return locations


def read_sites(rows: QuerySet[models.ServiceAtLocation, Any]) -> list[models.ServiceAtLocation]:
    """With their place, and their service with all that `read_services` brings."""
    sites = list(rows)
    _read_below_sites(sites)
    services = read_services(models.Service.objects.filter(pk__in={at.service_id for at in sites}))
    by_id = {service.pk: service for service in services}
    for at in sites:
        at.service = by_id[at.service_id]
    return sites


def every(rows: QuerySet[Entry, Any], read: Callable[[QuerySet[Entry, Any]], list[Entry]]) -> Iterator[Entry]:
    """All rows by id, some at a time: memory does not grow with the directory."""
    ids = rows.order_by("pk").values_list("pk", flat=True).iterator(_CHUNK)
    while some := list(islice(ids, _CHUNK)):
        yield from read(rows.model._default_manager.filter(pk__in=some).order_by("pk"))


def _read_below_sites(sites: Sequence[models.ServiceAtLocation]) -> None:
    locations = _by_id(models.Location, {at.location_id for at in sites})
    for at in sites:
        at.location = locations[at.location_id]
    _read_phones(sites, "service_at_location")
    _hand_out(sites, "schedules", models.Schedule, "service_at_location")
    _hand_out(sites, "schedule_exceptions", models.ScheduleException, "service_at_location")
    _read_below_locations(list(locations.values()))


def _read_below_locations(locations: Sequence[models.Location]) -> None:
    _read_phones(locations, "location")
    _hand_out(locations, "temporary_changes", models.TemporaryChange, "location")


def _read_phones(owners: Sequence[Model], key: str) -> None:
    _hand_out(owners, "phones", models.Phone, key)


def _hand_out(owners: Sequence[Model], name: str, model: type[Entry], key: str) -> list[Entry]:
    """Each owner's `name` holds its rows, in their order, as if Django had prefetched them. All rows are returned."""
    found: dict[UUID, list[Entry]] = defaultdict(list)
    rows = _rows(model, key, {owner.pk for owner in owners})
    for row in rows:
        found[getattr(row, f"{key}_id")].append(row)
    for owner in owners:
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found.get(owner.pk, ())
    return rows


def _by_id(model: type[Entry], ids: Set[UUID]) -> dict[UUID, Entry]:
    return {row.pk: row for row in _rows(model, "id", ids)}


def _rows(model: type[Entry], key: str, ids: Set[UUID]) -> list[Entry]:
    query = _prepared(model, key, connection.vendor)
    wanted = ids_parameter(ids)
    params = [wanted if param is IDS else param for param in query.params]
    return list(model._default_manager.raw(query.sql, params))


@lru_cache(maxsize=64)
def _prepared(model: type[Model], key: str, vendor: str) -> Prepared:
    rows: Any = model._default_manager.filter(**{f"{key}__any_of": IDS})
    return Prepared.of(rows.order_by("pk") if model is models.Location else rows)
