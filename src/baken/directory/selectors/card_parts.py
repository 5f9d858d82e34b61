"""What hangs on the services of a page of cards, in seven queries and without Django's prefetching.

Prefetching makes a query set per service and relation: for ten cards that alone took two thirds of their time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from baken.directory import models

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


def load_parts(services: Collection[models.Service]) -> Parts:
    ids = [service.id for service in services]
    at = list(models.ServiceAtLocation.objects.filter(service__in=ids).select_related("location"))
    locations = [site.location_id for site in at]
    here = Q(service__in=ids) | Q(service_at_location__in=[site.id for site in at])
    places = Q(organisation__in=[service.organisation_id for service in services]) | Q(location__in=locations)
    changes = models.TemporaryChange.objects.filter(Q(service__in=ids) | Q(location__in=locations))
    said = models.Schedule.objects.filter(here).exclude(description={})
    return Parts(
        sites=_by((site.service_id, site) for site in at),
        needs=_by(_rows(models.ServiceNeed, ids, "need_id")),
        access=_by(_rows(models.ServiceAccess, ids, "mode")),
        languages=_pairs_by(_rows(models.ServiceLanguage, ids, "code", "spoken_by")),
        hours=_by(said.values_list(Coalesce("service_at_location_id", "service_id"), "description")),
        phones=_pairs_by(models.Phone.objects.filter(here | places).values_list(_owner(), "number", "kind")),
        changes=_by((change.location_id or change.service_id, change) for change in changes),
    )


def _rows(model: Any, ids: Collection[UUID], *columns: str) -> Iterable[Any]:
    rows: Iterable[Any] = model.objects.filter(service__in=ids).values_list("service_id", *columns)
    return rows


def _owner() -> Coalesce:
    """A phone has exactly one."""
    return Coalesce("service_at_location_id", "location_id", "service_id", "organisation_id")


def _by(rows: Iterable[Any]) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for owner, part in rows:
        found[owner].append(part)
    return found


def _pairs_by(rows: Iterable[tuple[UUID, str, str]]) -> Mapping[UUID, list[tuple[str, str]]]:
    return _by((owner, (first, second)) for owner, first, second in rows)
