"""What hangs on the services of a page of cards, in seven queries and without Django's prefetching.

Prefetching makes a query set per service and relation: for ten cards that alone took two thirds of their time. Rows
that need no object come by prepared queries (`rows.Prepared`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast, Coalesce

from baken.directory import models
from baken.directory.selectors.rows import IDS, Prepared, as_text, ids_parameter

Stored = Mapping[str, Mapping[str, str]]  # texts as they are kept


@dataclass(frozen=True, slots=True)
class Parts:
    """By the id of what they hang on: a service; for hours, phones and changes also its sites and locations."""

    sites: Mapping[UUID, list[models.ServiceAtLocation]]
    needs: Mapping[UUID, list[str]]
    access: Mapping[UUID, list[str]]
    languages: Mapping[UUID, list[tuple[str, str]]]  # code, spoken by
    hours: Mapping[UUID, list[Stored]]  # hours in words
    phones: Mapping[UUID, list[tuple[str, str]]]  # number, kind; also of organisations
    changes: Mapping[UUID, list[models.TemporaryChange]]


@dataclass(frozen=True, slots=True)
class _Queries:
    needs: Prepared
    access: Prepared
    languages: Prepared
    hours: Prepared
    phones: Prepared


def load_parts(services: Collection[models.Service]) -> Parts:
    ids = [service.id for service in services]
    at = list(models.ServiceAtLocation.objects.filter(service__in=ids).select_related("location"))
    locations = [site.location_id for site in at]
    changes = models.TemporaryChange.objects.filter(Q(service__in=ids) | Q(location__in=locations))
    queries = _queries(connection.vendor)
    given = ids_parameter(ids)
    here = ids_parameter([*ids, *(site.id for site in at)])
    everywhere = ids_parameter(
        [*ids, *(site.id for site in at), *locations, *(service.organisation_id for service in services)]
    )
    return Parts(
        sites=_by((site.service_id, site) for site in at),
        needs=_by((UUID(owner), need) for owner, need in queries.needs.rows(given)),
        access=_by((UUID(owner), mode) for owner, mode in queries.access.rows(given)),
        languages=_by((UUID(owner), (code, by)) for owner, code, by in queries.languages.rows(given)),
        hours=_by((UUID(owner), orjson.loads(said)) for owner, said in queries.hours.rows(here)),
        phones=_by((UUID(owner), (number, kind)) for owner, number, kind in queries.phones.rows(everywhere)),
        changes=_by((change.location_id or change.service_id, change) for change in changes),
    )


@lru_cache(maxsize=4)
def _queries(vendor: str) -> _Queries:
    at_service_or_site = Q(service__any_of=IDS) | Q(service_at_location__any_of=IDS)
    at_others = Q(location__any_of=IDS) | Q(organisation__any_of=IDS)
    schedules = models.Schedule.objects.filter(at_service_or_site).exclude(description={})
    phones = models.Phone.objects.filter(at_service_or_site | at_others)
    return _Queries(
        needs=_rows(models.ServiceNeed, "need_id"),
        access=_rows(models.ServiceAccess, "mode"),
        languages=_rows(models.ServiceLanguage, "code", "spoken_by"),
        hours=Prepared.of(
            schedules.values_list(
                *as_text(Coalesce("service_at_location_id", "service_id")), Cast("description", TextField())
            )
        ),
        phones=Prepared.of(phones.values_list(*as_text(_owner()), "number", "kind")),
    )


def _rows(model: Any, *columns: str) -> Prepared:
    return Prepared.of(model.objects.filter(service__any_of=IDS).values_list(*as_text("service_id"), *columns))


def _owner() -> Coalesce:
    """A phone has exactly one."""
    return Coalesce("service_at_location_id", "location_id", "service_id", "organisation_id")


def _by(rows: Iterable[Any]) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for owner, part in rows:
        found[owner].append(part)
    return found
