"""The editor's desk: my organisations, and of one the services with what is due and what holds now."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from baken.core.hours.opening import ChangeKind
from baken.core.kinds import Text
from baken.core.planning.kinds import Candidate, Capacity, Room
from baken.directory.ageing import FactKind, due
from baken.directory.models import Location, Organisation, Service, TemporaryChange
from baken.directory.models.services import IN_USE
from baken.directory.selectors.ageing import said_on, table_in_force
from baken.directory.selectors.candidates import candidates
from baken.directory.selectors.cards import Notice, name_of, text_in

MOST_FOUND: Final = 50


@dataclass(frozen=True, slots=True)
class DeskOrganisation:
    id: UUID
    name: str
    generic_name: Text | None
    services: int  # in use


@dataclass(frozen=True, slots=True)
class DeskChange:
    """A temporary change that has not lapsed. `of_site`: it holds for a whole site, and is not this service's own."""

    id: UUID
    notice: Notice
    of_site: bool


@dataclass(frozen=True, slots=True)
class DeskService:
    """`candidates`: one for each place, none where it is out of use. `last_modified`: to notice that somebody else
    changed it meanwhile. `filled_in`: more is said of it than that it is there."""

    id: UUID
    name: Text
    status: str
    in_use: bool
    capacity: Capacity
    confirmed_on: date | None
    confirmed_by: str
    filled_in: bool
    due: tuple[FactKind, ...]  # what to ask about again, those that age fastest first
    candidates: tuple[Candidate, ...]
    changes: tuple[DeskChange, ...]
    last_modified: datetime


@dataclass(frozen=True, slots=True)
class DeskPage:
    id: UUID
    name: str
    confirmed_on: date | None
    services: tuple[DeskService, ...]


def organisations_of(ids: Collection[UUID], languages: Sequence[str]) -> tuple[DeskOrganisation, ...]:
    """By name. One query."""
    return _listed(Q(pk__in=ids), languages)


def organisations_named(words: str, languages: Sequence[str]) -> tuple[DeskOrganisation, ...]:
    """Those with these words in their names or the town of a site, at most MOST_FOUND, by name; no words: the first."""
    wanted = Q()
    for word in words.split()[:8]:
        wanted &= (
            Q(name__icontains=word)
            | Q(alternate_name__icontains=word)
            | Q(pk__in=Location.objects.filter(municipality__icontains=word).values("organisation"))
        )
    return _listed(wanted, languages)


def _listed(wanted: Q, languages: Sequence[str]) -> tuple[DeskOrganisation, ...]:
    counted = Count("services", filter=Q(services__status__in=sorted(IN_USE)))
    rows = Organisation.objects.filter(wanted).annotate(in_use=counted).order_by("name", "pk")
    return tuple(
        DeskOrganisation(row.pk, row.name, text_in(row.generic_name, languages), row.in_use)
        for row in rows[:MOST_FOUND]
    )


def desk_page(organisation_id: UUID, languages: Sequence[str]) -> DeskPage | None:
    """An organisation with its services, those out of use last. A fixed number of queries."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        return None
    services = desk_services(Service.objects.filter(organisation=organisation).values_list("pk", flat=True), languages)
    ordered = sorted(services, key=lambda service: (not service.in_use, service.name.text.casefold()))
    return DeskPage(organisation.pk, organisation.name, organisation.assured_date, tuple(ordered))


def desk_service(organisation_id: UUID, service_id: UUID, languages: Sequence[str]) -> DeskService | None:
    """None: no such service, or it is another organisation's."""
    if not Service.objects.filter(pk=service_id, organisation=organisation_id).exists():
        return None
    return next(iter(desk_services([service_id], languages)), None)


def desk_services(ids: Collection[UUID], languages: Sequence[str]) -> tuple[DeskService, ...]:
    rows = list(Service.objects.filter(pk__in=ids).prefetch_related("languages", "phones", "schedules"))
    found: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates({row.pk: {} for row in rows}):
        found[candidate.service_id].append(candidate)
    changes = _changes([row.pk for row in rows], languages)
    return tuple(_service(row, tuple(found[str(row.pk)]), changes.get(row.pk, ()), languages) for row in rows)


def _service(
    row: Service, found: tuple[Candidate, ...], changes: Sequence[DeskChange], languages: Sequence[str]
) -> DeskService:
    in_use = row.status in IN_USE
    return DeskService(
        id=row.pk,
        name=name_of(row, languages),
        status=row.status,
        in_use=in_use,
        capacity=Capacity(Room(row.room), row.waiting_weeks, row.room_said_on),
        confirmed_on=row.assured_date,
        confirmed_by=row.assurer,
        filled_in=row.assured_date is not None or bool(row.source),
        due=due(said_on(row), today=timezone.localdate(), table=table_in_force()) if in_use else (),
        candidates=found,
        changes=tuple(changes),
        last_modified=row.last_modified,
    )


def _changes(ids: Collection[UUID], languages: Sequence[str]) -> Mapping[UUID, list[DeskChange]]:
    """Those of the services themselves and of their sites that have not lapsed, by service."""
    at: dict[UUID, list[UUID]] = defaultdict(list)
    for service_id, location_id in Service.objects.filter(pk__in=ids, service_at_locations__isnull=False).values_list(
        "pk", "service_at_locations__location"
    ):
        at[location_id].append(service_id)
    rows = TemporaryChange.objects.filter(Q(service__in=ids) | Q(location__in=list(at)))
    found: dict[UUID, list[DeskChange]] = defaultdict(list)
    for row in rows.filter(_not_lapsed()):
        change = DeskChange(row.pk, _notice(row, languages), row.service_id is None)
        for owner in [row.service_id] if row.service_id else at[row.location_id] if row.location_id else []:
            found[owner].append(change)
    return found


def site_changes(location_id: UUID, languages: Sequence[str]) -> tuple[DeskChange, ...]:
    """Those of the whole site that have not lapsed, by when they begin."""
    rows = TemporaryChange.objects.filter(location=location_id).filter(_not_lapsed()).order_by("starts", "pk")
    return tuple(DeskChange(row.pk, _notice(row, languages), of_site=True) for row in rows)


def _not_lapsed() -> Q:
    return Q(ends__isnull=True) | Q(ends__gt=timezone.now())


def _notice(row: TemporaryChange, languages: Sequence[str]) -> Notice:
    return Notice(
        ChangeKind(row.kind), row.starts, row.ends, text_in(row.note, languages), _hours(row.opens_at, row.closes_at)
    )


def _hours(opens: time | None, closes: time | None) -> str:
    return f"{opens:%H:%M}-{closes:%H:%M}" if opens and closes else ""
