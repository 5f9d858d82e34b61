"""A place where several sit: which services, of whom, and when (a table at a reception house, shared staff)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from baken.core.hours.opening import Opening
from baken.core.kinds import LatLon, Text
from baken.directory.models import Location, Service, ServiceAtLocation
from baken.directory.selectors.candidates import candidates
from baken.directory.selectors.cards import address_lines, name_of, text_in


@dataclass(frozen=True, slots=True)
class ServiceHere:
    """`opening`: as it is at this place."""

    id: UUID
    name: Text
    organisation_id: UUID
    organisation_name: str
    opening: Opening


@dataclass(frozen=True, slots=True)
class PlacePage:
    id: UUID
    name: Text | None
    address_lines: tuple[str, ...]
    place: LatLon | None
    transportation: str
    wheelchair: str
    services: tuple[ServiceHere, ...]


def place_page(location_id: UUID, languages: Sequence[str]) -> PlacePage | None:
    """With the services in use that are given there, by organisation and name; None: no such place. A fixed number of
    queries."""
    location = Location.objects.filter(pk=location_id).first()
    if location is None:
        return None
    return PlacePage(
        id=location.pk,
        name=text_in(location.name, languages),
        address_lines=address_lines(location),
        place=location.place,
        transportation=location.transportation,
        wheelchair=location.wheelchair,
        services=_services_at(location_id, languages),
    )


def _services_at(location_id: UUID, languages: Sequence[str]) -> tuple[ServiceHere, ...]:
    at = ServiceAtLocation.objects.filter(location=location_id).values("service")
    rows = {str(row.pk): row for row in Service.objects.in_use().select_related("organisation").filter(pk__in=at)}
    found = [
        ServiceHere(row.pk, name_of(row, languages), row.organisation_id, row.organisation.name, candidate.opening)
        for candidate in candidates({row.pk: {} for row in rows.values()})
        if candidate.site_id == str(location_id) and (row := rows[candidate.service_id])
    ]
    return tuple(sorted(found, key=lambda here: (here.organisation_name.casefold(), here.name.text.casefold())))


def shared_places(ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these places where services in use of more than one organisation are given. One query."""
    rows = ServiceAtLocation.objects.filter(location__in=list(ids), service__in=Service.objects.in_use().values("pk"))
    counted = rows.order_by().values("location").annotate(houses=Count("service__organisation", distinct=True))
    return frozenset(counted.filter(houses__gt=1).values_list("location", flat=True))
