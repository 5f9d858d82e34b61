"""Entries with everything below them, in a fixed number of queries.

Django's own prefetching makes a manager and a query of every list of every row: for a page of 50 services that took
longer than the queries and their rows together. Here the rows of a list are read at once and handed to their owners.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from baken.directory import models
from baken.directory.selectors.rows import ids_parameter

Entry = TypeVar("Entry", bound=Model)
_CHUNK: Final = 200


def read_services(rows: QuerySet[models.Service, Any]) -> list[models.Service]:
    """With their organisation and its phones, their sites, and every list that belongs to either."""
    services = list(rows.select_related("organisation"))
    for name, model in (
        ("service_needs", models.ServiceNeed),
        ("access_modes", models.ServiceAccess),
        ("welcome", models.ServiceWelcome),
        ("service_areas", models.ServiceArea),
        ("languages", models.ServiceLanguage),
        ("phones", models.Phone),
        ("schedules", models.Schedule),
        ("schedule_exceptions", models.ScheduleException),
        ("temporary_changes", models.TemporaryChange),
    ):
        _hand_out(services, name, model._default_manager.all(), "service")
    at = models.ServiceAtLocation.objects.select_related("location")
    _read_below_sites(_hand_out(services, "service_at_locations", at, "service"))
    _read_phones([service.organisation for service in services], "organisation")
    return services


def read_organisations(rows: QuerySet[models.Organisation, Any]) -> list[models.Organisation]:
    """With their phones and their places."""
    organisations = list(rows)
    _read_phones(organisations, "organisation")
    places = models.Location.objects.order_by("pk")
    _read_below_locations(_hand_out(organisations, "locations", places, "organisation"))
    return organisations


def read_locations(rows: QuerySet[models.Location, Any]) -> list[models.Location]:
    """With their phones and temporary changes."""
    locations = list(rows)
    _read_below_locations(locations)
    return locations


def read_sites(rows: QuerySet[models.ServiceAtLocation, Any]) -> list[models.ServiceAtLocation]:
    """With their place, and their service with all that `read_services` brings."""
    sites = list(rows.select_related("location"))
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
    _read_phones(sites, "service_at_location")
    _hand_out(sites, "schedules", models.Schedule.objects.all(), "service_at_location")
    _hand_out(sites, "schedule_exceptions", models.ScheduleException.objects.all(), "service_at_location")
    _read_below_locations([at.location for at in sites])


def _read_below_locations(locations: Sequence[models.Location]) -> None:
    _read_phones(locations, "location")
    _hand_out(locations, "temporary_changes", models.TemporaryChange.objects.all(), "location")


def _read_phones(owners: Sequence[Model], key: str) -> None:
    _hand_out(owners, "phones", models.Phone.objects.all(), key)


def _hand_out(owners: Sequence[Model], name: str, rows: QuerySet[Entry, Any], key: str) -> list[Entry]:
    """Each owner's `name` holds its rows, in their order, as if Django had prefetched them. All rows are returned."""
    found: dict[UUID, list[Entry]] = defaultdict(list)
    rows_of_all = list(rows.filter(**{f"{key}__any_of": ids_parameter({owner.pk for owner in owners})}))
    for row in rows_of_all:
        found[getattr(row, f"{key}_id")].append(row)
    for owner in owners:
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found.get(owner.pk, ())
    return rows_of_all
